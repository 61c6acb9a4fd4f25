"""What the user names: files, or standard input."""
