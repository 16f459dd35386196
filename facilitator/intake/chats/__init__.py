"""Chats in: a conversation that was led elsewhere and exported there becomes plain values, without a question.

`read_conversations` is the door. What a file is, is seen in its content (`recognise`); each program has one file
(`whatsapp`, `slack`, `mastodon`, `zoom`, `mail`, and `posts_table` for tables), and whatever the readers of transcripts
understand is a conversation too. Archives are read with care (`archive`), HTML becomes words (`markup`).
"""

from __future__ import annotations

from facilitator.intake.chats.conversation import MEDIA, OTHERS, SYSTEM, Conversation, Post
from facilitator.intake.chats.recognise import is_chat, read_conversations

__all__ = ["MEDIA", "OTHERS", "SYSTEM", "Conversation", "Post", "is_chat", "read_conversations"]
