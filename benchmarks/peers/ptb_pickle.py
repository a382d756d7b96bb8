"""Peer: python-telegram-bot's ConversationHandler, its PicklePersistence written after every update."""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    Application,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    TypeHandler,
    filters,
)

from benchmarks.peers.five import ADDRESS, FOLDER, TOKEN, answer

ASKING = 0


async def reply(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    answers, text = answer(context.user_data.get("answers"), update.message.text)
    context.user_data["answers"] = answers
    await update.message.reply_text(text)
    return ConversationHandler.END if answers is None else ASKING


async def flush(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    context.application.mark_data_for_update_persistence(user_ids=update.effective_user.id)
    await context.application.update_persistence()
    await context.application.persistence.flush()


def main() -> None:
    kept = PicklePersistence(
        FOLDER / "ptb.pickle", PersistenceInput(bot_data=False, chat_data=False), update_interval=3600
    )
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{ADDRESS}/bot")
        .base_file_url(f"{ADDRESS}/file/bot")
        .persistence(kept)
        .build()
    )
    text = MessageHandler(filters.TEXT, reply)
    application.add_handler(ConversationHandler([text], {ASKING: [text]}, [], name="five", persistent=True))
    application.add_handler(TypeHandler(Update, flush), group=1)
    application.run_polling(timeout=5)


if __name__ == "__main__":
    main()
