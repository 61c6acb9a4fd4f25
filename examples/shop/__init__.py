"""A small shop: how background tasks look in an application, and what mypy says of mistakes.

Each deliberate mistake is marked `# mistake:` on the line where mypy reports it.
"""
