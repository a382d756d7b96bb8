"""Telegram: python-telegram-bot's types, errors and Bot, over a loop and a request class of our own.

Its Updater, Application, persistence and job queue are not used: they acknowledge before the work is done.
"""
