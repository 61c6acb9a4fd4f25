"""What the handlers leave to background tasks."""
