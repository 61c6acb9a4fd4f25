"""What is printed, in each format."""
