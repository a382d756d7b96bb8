"""The inspector: how a conversation works, shown beside it in the sandbox. Answers on this machine only."""
