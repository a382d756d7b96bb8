"""PTB's JobQueue with one daily job a chat: what it costs to start, and what it holds. Prints one line of JSON.

python ptb_jobs.py JOBS
"""

import asyncio
import json
import resource
import sys
import time
from datetime import time as wall_time
from pathlib import Path

from telegram.ext import ApplicationBuilder


async def nudge(context):
    await context.bot.send_message(context.job.chat_id, "a nudge")


def memory_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


async def main(count):
    application = ApplicationBuilder().token("12345:TEST").build()
    before, began = memory_mb(), time.perf_counter()
    for chat in range(count):
        application.job_queue.run_daily(nudge, wall_time(chat // 3600 % 24, chat // 60 % 60, chat % 60), chat_id=chat)
    await application.job_queue.start()
    print(json.dumps({"seconds": time.perf_counter() - began, "memory_mb": memory_mb() - before}))
    await application.job_queue.stop(wait=False)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
