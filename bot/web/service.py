"""One bot shared by the page and every endpoint."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from bot.answer import Abstention, Answer
from bot.errors import VisitbotError

if TYPE_CHECKING:
    from bot.chatbot import Bot
    from bot.feedback import Feedback
    from bot.findings import Findings
    from bot.verification import Verification

Result = TypeVar("Result")

READERS = 2  # questions read at the same time; more would only share the same cores

logger = logging.getLogger(__name__)


class ServiceError(Exception):
    """A question could not be answered because of a fault in the program."""


class Service:
    """
    A bot behind a limit on how many questions it reads at once.

    Gradio's own limits don't cover its direct calls or the plain JSON route, so this one covers all.

    :param bot: the bot; `warm_up` loads it.
    :param feedback: where people's verdicts on results are kept; nowhere if None.
    """

    def __init__(self, bot: Bot, feedback: Feedback | None = None) -> None:
        self.bot = bot
        self.feedback = feedback
        self.documents = bot.documents
        self._places = threading.BoundedSemaphore(READERS)
        self._warm = threading.Event()

    @property
    def warm(self) -> bool:
        """Whether the model is loaded, so that a question is answered at once."""
        return self._warm.is_set()

    def warm_up(self) -> None:
        """Load the model and embed the documents."""
        self.bot.warm_up()
        self._warm.set()

    def ask(self, question: str, speaker: str | None = None) -> Answer | Abstention:
        """
        Answer one question, after those that came before it.

        :raises ServiceError: if the bot fails; the log names the kind of fault and where, never the question.
        """
        return self.work(lambda: self.bot.ask(question, speaker))

    def search(self, topic: str, speaker: str | None = None) -> Findings:
        """
        Find all that is said of a topic.

        :raises ServiceError: if the bot fails.
        """
        return self.work(lambda: self.bot.search(topic, speaker))

    def verify(self, text: str, speaker: str | None = None) -> Verification:
        """
        Say whether a quote is real.

        :raises ServiceError: if the bot fails.
        """
        return self.work(lambda: self.bot.verify(text, speaker))

    def work(self, call: Callable[[], Result]) -> Result:
        """
        Do something that takes the processor, after what came before it.

        :raises VisitbotError: as the work does; its message is for people.
        :raises ServiceError: if it fails otherwise.
        """
        try:
            with self._places:
                return call()
        except VisitbotError:
            raise
        except Exception as error:
            logger.error("a question failed: %s at %s", type(error).__name__, _where(error))
            raise ServiceError("The question could not be answered because of a fault in the program.") from None


def _where(error: Exception) -> str:
    """File and line of the innermost frame: the message of an exception can hold what the user typed."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "an unknown line"


def is_text(value: object) -> TypeGuard[str]:
    """Whether a value is a str that can be sent back as UTF-8, which half of a surrogate pair can't."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)
