"""How long a person waits on the page: from Enter to the quote, marked in its sentence."""

from __future__ import annotations

from tests.bench.figures import Figure, durations
from tests.web import browsing
from tests.web.serving import running

ROUNDS = 5
QUESTIONS = (  # each of them gets an answer
    "How much oil was delivered?",
    "Where is the cotton factory?",
    "What is the oil refining rate?",
    "How much oil was delivered to the Mozyr refinery?",
)

# Resolves once a frame shows one more marked quote than when Enter was pressed, to the milliseconds between the two.
WAIT = """() => { window.waited = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("no marked quote")), 20000);
  const marks = () => document.querySelectorAll("#chat .answer mark").length;
  document.addEventListener("keydown", () => {
    const begun = performance.now(), before = marks();
    const watcher = new MutationObserver(() => {
      if (marks() === before) return;
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
    });
    watcher.observe(document.getElementById("chat"), {childList: true, subtree: true});
  }, {capture: true, once: true});
}); }"""


def page() -> list[Figure]:
    """The embedded visit in headless Chromium, one question after the other; the first round is not counted."""
    times = []
    with (
        running() as server,
        browsing.browser() as browser,
        browsing.opened(browser, server, browsing.DESKTOP) as visit,
    ):
        for question in QUESTIONS * (ROUNDS + 1):
            visit.page.evaluate(WAIT)
            browsing.ask(visit.page, question)
            times.append(float(visit.page.evaluate("window.waited")))
    return durations("page", "Enter to the marked quote", times[len(QUESTIONS) :])
