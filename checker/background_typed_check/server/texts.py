"""The texts of open documents, as the bytes that their files would have."""

import re
from typing import Final, NamedTuple

from background_typed_check.facts.source import Source

# The comments that may declare an encoding: Python looks in the first two lines (PEP 263).
DECLARING: Final = re.compile(r"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))?[ \t\f]*#[^\r\n]*")


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
    """Return a text in the encoding that its first lines declare, or else in UTF-8.

    If Python would read another text from UTF-8, the declaration is spoilt: places are those of
    the text in the editor. If it would read none, it says so itself.
    """
    data = text.encode(errors="surrogatepass")
    encoding = Source("", data).encoding or "utf-8"
    if encoding.startswith("utf-8"):
        return data
    try:
        declared = text.encode(encoding)
    except (UnicodeError, LookupError):
        if decoded(data, encoding) is None:
            return data
    else:
        if text_of(Source("", declared)) == text:
            return declared
    spoilt = DECLARING.sub(lambda found: found[0].replace("coding", "cod_ng"), text, 1)
    return spoilt.encode(errors="surrogatepass")


def text_of(source: Source) -> str:
    """Return the text of a source as an editor has it, also where Python cannot read it."""
    data, declared = source.data, source.encoding or "utf-8"
    found = (decoded(data, declared), decoded(data, "utf-8", "surrogatepass"))
    return next((each for each in found if each is not None), data.decode(errors="replace"))


def decoded(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    """Return the text that is in some encoding, None if it is not."""
    try:
        return data.decode(encoding, errors)
    except (UnicodeError, LookupError):
        return None
