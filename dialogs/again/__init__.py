"""What is offered again after weeks or months: the kind observer's writing, and the role questions."""
