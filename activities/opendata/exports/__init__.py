"""Export files of any filtered list: complete, streamed, each with its source and its licence."""
