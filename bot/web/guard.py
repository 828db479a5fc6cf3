"""An ASGI guard in front of Gradio: what may be asked for, how large it may be, and what a browser may do."""

from __future__ import annotations

import logging
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.document import MAX_BYTES

MAX_BODY = 1024 * 1024  # bytes; a question is at most 1,000 characters, the rest is the page's history
LARGER_BODIES = {"/session/documents": MAX_BYTES}  # a document

# Gradio also has routes to upload, fetch, record and edit, which neither the page nor a client needs.
GRADIO_API = "/gradio_api/"
OPEN_ROUTES = (
    "api",
    "app_id",
    "call",
    "cancel",
    "heartbeat",
    "info",
    "openapi.json",
    "queue",
    "reset",
    "run",
    "startup-events",
    "theme.css",
)
CLOSED_PATHS = ("/login", "/logout", "/monitoring", "/svelte")

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors {embedded_by}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}

logger = logging.getLogger(__name__)


class Guard:
    """
    Refuses what the app doesn't serve and sets the security headers.

    :param app: the app behind the guard.
    :param embedded_by: the origins that may show the page in a frame, as CSP writes them.
    """

    def __init__(self, app: ASGIApp, embedded_by: str = "'none'") -> None:
        self.app = app
        self.embedded_by = embedded_by

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; anything but HTTP passes, Gradio has no websocket."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sender = _Sender(send, self.embedded_by)
        if not _open(scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, sender)
            return
        limit = LARGER_BODIES.get(scope["path"], MAX_BODY)
        body = await _body(scope, receive, limit)
        if body is None:
            refusal = PlainTextResponse(f"The request's body is over {limit} bytes; send less.", 413)
            await refusal(scope, receive, sender)
            return
        try:
            await self.app(scope, _replayed(body, receive), sender)
        except Exception as error:  # uvicorn would log its message, which can hold what the user typed
            logger.error("a request failed: %s", type(error).__name__)
            if not sender.started:
                await PlainTextResponse("Internal server error", 500)(scope, receive, sender)


class _Sender:
    """Sends one response with the headers; a page's own inline scripts get the nonce that lets them run."""

    def __init__(self, send: Send, embedded_by: str) -> None:
        self.send = send
        self.nonce = secrets.token_urlsafe(16)
        self.policy = POLICY.format(nonce=self.nonce, embedded_by=embedded_by)
        self.started = False
        self.page: Message | None = None  # the start of an HTML page, held until its length is known
        self.html = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers.update({**HEADERS, "Content-Security-Policy": self.policy})
            if headers.get("content-type", "").startswith("text/html"):
                self.page = message
                return
        if self.page is None:
            await self.send(message)
        elif message["type"] == "http.response.body":
            await self._send_page(self.page, message)

    async def _send_page(self, start: Message, message: Message) -> None:
        self.html += message.get("body", b"")
        if message.get("more_body", False):
            return
        # Gradio writes `<` as an escape in the data it puts into its page, so these are its own tags.
        html = self.html.replace(b"<script", f'<script nonce="{self.nonce}"'.encode())
        MutableHeaders(scope=start)["content-length"] = str(len(html))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": html})


def _open(path: str) -> bool:
    if path.startswith(GRADIO_API):
        return path.removeprefix(GRADIO_API).split("/")[0] in OPEN_ROUTES
    return not path.startswith(CLOSED_PATHS)


async def _body(scope: Scope, receive: Receive, limit: int) -> list[Message] | None:
    """The messages of a request's body, or None if it is too large; a chunked one doesn't say its length."""
    if scope["method"] not in ("POST", "PUT", "PATCH"):
        return []
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        return None
    messages, size = [], 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > limit:
            return None
        if not message.get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return replay
