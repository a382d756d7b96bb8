"""Local: the coach without Telegram."""
