"""aiogram's FSM on the five-question dialog, whatever the storage."""

from __future__ import annotations

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.types import Message

from benchmarks.peers.five import ADDRESS, TOKEN, answer


class Five(StatesGroup):
    asking = State()


async def reply(message: Message, state: FSMContext) -> None:
    """Both in and outside of the conversation; the state is set before the reply, as aiogram's own guide does."""
    asking = await state.get_state() == Five.asking.state
    answers, text = answer((await state.get_data())["answers"] if asking else None, message.text or "")
    await state.update_data(answers=answers)
    await state.set_state(None if answers is None else Five.asking)
    await message.answer(text)


async def run(storage: BaseStorage) -> None:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(ADDRESS)))
    dispatcher = Dispatcher(storage=storage)
    dispatcher.message.register(reply)
    await dispatcher.start_polling(bot, polling_timeout=5)
