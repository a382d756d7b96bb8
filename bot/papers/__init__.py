"""Papers: files that people keep, print or hand on."""
