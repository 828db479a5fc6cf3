"""How often the right sentence is quoted, and how often silence is right."""

from __future__ import annotations

from pathlib import Path

from tqdm import tqdm

from bot import Abstention, Bot
from bot.evaluation import evaluate, read_questions
from bot.reader import SentenceReader
from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.figures import Figure, share
from tests.bench.squad import read_articles


def visit(path: Path) -> list[Figure]:
    """Answers about the embedded visit."""
    counts = evaluate(Bot.open(), read_questions(path)).to_dict()
    return [share(f"visit ({path.name})", name, c["right"], c["asked"]) for name, c in counts.items()]


def squad(path: Path) -> list[Figure]:
    """
    Answerable questions on whole articles, and each article's questions asked of the next article, without the reader.

    What the trained reader makes of articles is measured by `reading`, on those that it was not trained on.
    """
    encoder = SentenceTransformerEncoder()
    articles = list(read_articles(path))
    others = articles[1:] + articles[:1]
    found, answered, asked, silent, strange = 0, 0, 0, 0, 0
    for article, other in tqdm(list(zip(articles, others, strict=True)), desc="articles", disable=None):
        bot = Bot([article.document], encoder=encoder, reader=SentenceReader())
        for question in (q for q in article.questions if q.answers):
            result = bot.ask(question.text)
            asked += 1
            found += question.found_by(result)
            answered += question.found_by(result) and not isinstance(result, Abstention)
        for question in other.questions[::20]:
            strange += 1
            silent += isinstance(bot.ask(question.text), Abstention)
    group = f"whole articles without the reader ({path.name})"
    return [
        share(group, "hit@1, silence set aside", found, asked),
        share(group, "hit@1, silence counted as a miss", answered, asked),
        share(group, "silent on another article's questions", silent, strange),
    ]
