"""The chat page, its endpoints and the server around them."""
