"""Ease a word that a draft says too often: out where its sentence is hedged anyway, else another for it (phrasebank/worn-words.yaml).

Tables hedge every problem (往往); forty of their sentences in one draft say it fourteen times, and a reader hears nothing else
(RUBRIC, criterion 6: no filler word over four times in a thousand characters).
"""

from __future__ import annotations

import re
from typing import Any

from drafter import words, yamlfile
from drafter.composing.recipes import Drawn, reworded
from drafter.document import Document, Paragraph

TABLE = "worn-words.yaml"
HEAD = "(^|。)"  # where what is said begins, a lead (一是……。) before it or none


def ease(document: Document, drawn: list[Drawn]) -> None:
    """Nothing; of each worn word a paragraph keeps one, and the draft no more than the table allows a thousand characters."""
    ours = {id(row.sentence) for row in drawn if row.candidate.by_hand}
    paragraphs = [b.sentences for b in document.blocks if isinstance(b, Paragraph)]
    length = words.count("".join(s.text for sentences in paragraphs for s in sentences))
    for row in yamlfile.table(TABLE):
        held = [[s for s in sentences if _stands(row, s.text)] for sentences in paragraphs]
        spare = int(row["most"] * length / 1000)
        for sentences in held:
            for number, sentence in enumerate(sentences):
                if number == 0 and spare > 0:
                    spare -= 1
                elif id(sentence) in ours:
                    reworded(sentence, eased(sentence.text, row, [s.text for s in sentences]), f"“{row['word']}”说得多了，换去一个")


def _stands(row: dict[str, Any], text: str) -> bool:
    """True where the worn word stands in the text: anywhere, or with `opens` at the head of what is said."""
    return re.search(HEAD + row["word"], text) is not None if row.get("opens") else row["word"] in text


def eased(text: str, row: dict[str, Any], beside: list[str]) -> str:
    """The text without the word, or with another that the sentences beside it do not have; as it was where neither will do."""
    if any(hold in text for hold in row["hold"]):
        return text
    if row.get("opens"):  # 由护士长挑带教的人: 护士长挑带教的人
        return re.sub(HEAD + row["word"], r"\1", text, count=1)
    if text.count(row["word"]) != 1:
        return text
    if any(hedge in text for hedge in row["hedged"]):
        bare = text.replace(row["word"], "")
        return text if re.search("[，；]，|^，", bare) else bare
    other = next((w for w in row["instead"] if not any(w in t for t in beside)), row["instead"][-1])
    return text.replace(row["word"], other)
