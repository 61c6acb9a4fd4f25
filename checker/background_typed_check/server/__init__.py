"""The language server, `background-typed server`: findings and corrections in the editor."""
