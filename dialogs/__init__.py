"""The conversation: state machines, statements and safety rules, as pure functions of (session, event, now)."""
