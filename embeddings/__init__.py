"""Text in, vectors and neighbours out: rows and vectors, no documents."""
