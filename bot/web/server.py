"""The web server: binds the port, builds the app, loads the model and says when it is ready."""

from __future__ import annotations

import argparse
import importlib.util
import os
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import VisitbotError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

    from bot.chatbot import Bot
    from bot.web.service import Service

# What an entry point sets before Gradio is imported: nothing is reported, nothing is looked up.
OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
LOCAL_HOSTS = ("127.0.0.1", "localhost")
SHUTDOWN_SECONDS = 2  # an open page holds a connection that would keep a stopping server alive


class ServerError(VisitbotError):
    """The server can't start as asked."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of `serve`: `--host`, `--port`, `--allow-host`, `--feedback` and `--mcp`."""
    parser.add_argument(
        "--host",
        default=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"),
        help="address to listen on (default: GRADIO_SERVER_NAME or 127.0.0.1)",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("GRADIO_SERVER_PORT", "7860"),
        help="port to listen on, 0 for a free one (default: GRADIO_SERVER_PORT or 7860)",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name by which browsers reach the server, such as a proxy's",
    )
    parser.add_argument(
        "--feedback",
        type=Path,
        metavar="FILE",
        help="offer buttons to judge answers, and keep verdicts with their questions in this SQLite file",
    )
    parser.add_argument("--mcp", action="store_true", help="serve MCP tools at /mcp too (extra: visitbot[mcp])")


def serve(
    bot: Bot,
    host: str,
    port: int,
    allow_hosts: Sequence[str] = (),
    *,
    feedback: Path | None = None,
    mcp: bool = False,
) -> None:
    """
    Serve the chat page and its endpoints until the process is told to stop.

    Prints one line once questions are answered at once. The caller sets `OFFLINE` in the environment first.

    :param bot: who answers; it is warmed up here.
    :param host: the address to listen on.
    :param port: the port to listen on; 0 takes a free one.
    :param allow_hosts: names by which browsers may reach the server, beside this machine's own.
    :param feedback: a file for people's verdicts on results; nothing is kept if None.
    :param mcp: serve the tools of `bot.web.mcp` too.
    :raises ServerError: if the port can't be used, the environment asks for a public link, or MCP is not installed.
    :raises FeedbackError: if the file can't hold verdicts.
    """
    if os.environ.get("GRADIO_SHARE", "").lower() not in ("", "0", "false"):
        raise ServerError("GRADIO_SHARE asks for a public link, which this program never makes; unset it")
    if mcp and not importlib.util.find_spec("mcp_types"):  # version 1 of mcp has none
        raise ServerError(
            "--mcp needs the package mcp, version 2, which is not installed; run: pip install 'mcp>=2.3,<3'"
        )
    listener = _listen(host, port)
    import uvicorn

    from bot.feedback import Feedback
    from bot.web.service import Service

    verdicts = Feedback(feedback) if feedback else None
    if verdicts:
        verdicts.open()
    service = Service(bot, verdicts)
    config = uvicorn.Config(
        build(service, (*allow_hosts, host), mcp=mcp),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = uvicorn.Server(config)
    warm_up = _WarmUp(server, service, f"http://{host}:{listener.getsockname()[1]}")
    warm_up.start()
    server.run(sockets=[listener])
    if warm_up.error:
        raise warm_up.error


def build(service: Service, allow_hosts: Sequence[str] = (), *, mcp: bool = False) -> ASGIApp:
    """
    The whole app: page and endpoints behind the guard.

    In a Hugging Face Space `SPACE_HOST` names its host: that is allowed, and the hub may frame the page.

    :param allow_hosts: names that a request's Host header may hold, beside this machine's own.
    :param mcp: serve the tools of `bot.web.mcp` too.
    """
    import gradio as gr
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from bot.web import api, page, session_api
    from bot.web.guard import Guard
    from bot.web.session import Sessions

    sessions = Sessions(service)
    plain = api.build(service)
    plain.mount("/session", session_api.build(sessions))
    if mcp:
        from bot.web import mcp as tools

        tools.add(plain, service)
    app = gr.mount_gradio_app(
        plain,
        page.build(sessions),
        path="/",
        i18n=page.texts(service.documents),
        theme=page.theme(),
        head=page.HEAD,
        show_error=False,
        run_history=False,
        footer_links=[],
        enable_monitoring=False,
        max_file_size=1,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )
    space = os.environ.get("SPACE_HOST")
    names = [*LOCAL_HOSTS, *allow_hosts, *([space] if space else [])]
    guarded = Guard(app, embedded_by="https://huggingface.co" if space else "'none'")
    return TrustedHostMiddleware(guarded, allowed_hosts=names, www_redirect=False)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before the slow imports, so that a port in use is told at once."""
    # asyncio turns Nagle's algorithm off only where TCP is named; with it each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise ServerError(f"can't listen on {host}:{port}: {reason}; choose another --port or --host") from None
    return listener


class _WarmUp(threading.Thread):
    """Loads the model while the server already listens; a failure stops the server."""

    def __init__(self, server: uvicorn.Server, service: Service, address: str) -> None:
        super().__init__(name="warm-up", daemon=True)
        self.server, self.service, self.address = server, service, address
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.service.warm_up()
        except Exception as error:
            self.error = error
            self.server.should_exit = True
            return
        while not (self.server.started or self.server.should_exit):
            time.sleep(0.01)
        print(f"Visitbot is ready on {self.address}", flush=True)  # noqa: T201  the one line a person waits for
