"""What the user names: files, and an environment."""
