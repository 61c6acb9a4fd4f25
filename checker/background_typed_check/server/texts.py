"""The texts of open documents, as the bytes that their files would have."""

from typing import NamedTuple

from background_typed_check.facts.source import Source


class Document(NamedTuple):
    """A file that is open in the editor."""

    uri: str
    path: str
    """Its absolute path."""
    version: int | None
    data: bytes
    """What would be in the file if it were saved now."""

    @property
    def source(self) -> Source:
        """The document as a file."""
        return Source(self.path, self.data)


def data_of(text: str) -> bytes:
    """Return a text in the encoding that its first lines declare, or else in UTF-8."""
    data = text.encode(errors="surrogatepass")
    encoding = Source("", data).encoding or "utf-8"
    if encoding.startswith("utf-8"):
        return data
    try:
        return text.encode(encoding)
    except (UnicodeError, LookupError):  # nobody can save it so
        return data
