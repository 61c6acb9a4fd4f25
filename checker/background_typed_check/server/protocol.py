"""Answers to requests that make no sense, or come too late: pygls only logs them."""

from typing import Any

from lsprotocol.types import ResponseError
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, in which each request gets an answer."""

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401  # as pygls has it
        """Return a message, or a part of one.

        Raises:
            JsonRpcException: If it makes no sense.

        """
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), (int, str)):
                self.refuse(data["id"], JsonRpcInvalidParams, str(error.__cause__))
            raise

    def handle_message(self, message: Any) -> None:  # noqa: ANN401  # see above
        """Have a message handled, unless it is a request after the last one."""
        if self._shutdown and hasattr(message, "method") and hasattr(message, "id"):
            self.refuse(message.id, JsonRpcInvalidRequest, "the server was shut down")
        else:
            super().handle_message(message)

    def refuse(self, number: int | str, kind: type[JsonRpcException], why: str) -> None:
        """Answer a request with an error."""
        self._send_response(number, error=ResponseError(kind.CODE, why))
