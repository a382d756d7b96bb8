"""Peer: aiogram's FSM in memory: nothing is durable, and so the fastest there is."""

from __future__ import annotations

import asyncio

from aiogram.fsm.storage.memory import MemoryStorage

from benchmarks.peers.aiogram_five import run

if __name__ == "__main__":
    asyncio.run(run(MemoryStorage()))
