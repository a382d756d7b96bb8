"""The world: Telegram, the terminal, the database, the clock, the network and files."""
