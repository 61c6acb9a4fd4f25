"""What the editor shows of a deferred call: its signature, its keywords, and how it will run."""
