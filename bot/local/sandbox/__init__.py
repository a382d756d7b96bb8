"""The sandbox: Telegram's side on this machine (`botapi`), a page to talk through, and the bot started beside it."""
