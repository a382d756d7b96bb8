"""Training of the encoder (``make encoder``): from MiniLM's published weights to the file the coach reads."""
