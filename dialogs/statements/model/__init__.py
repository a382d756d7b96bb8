"""The language model's part in a statement: what is sent, what it is told, and what is made of its answer.

The model never writes a sentence. It names a feeling and a need from our lists, a situation and a request; each is
checked here, and the statement is composed by us. Pure: who sends it where is `bot.workers.rewriter`'s concern.
"""

from __future__ import annotations

from dialogs.statements.model.answering import Reply, faults_of, read_reply, rewrite_from
from dialogs.statements.model.prompting import FORMATS, PARTS, first_messages, repair_messages, response_format
from dialogs.statements.model.sending import sendable, vocabulary

__all__ = [
    "FORMATS",
    "PARTS",
    "Reply",
    "faults_of",
    "first_messages",
    "read_reply",
    "repair_messages",
    "response_format",
    "rewrite_from",
    "sendable",
    "vocabulary",
]
