"""The trained weights that come with the program."""

from pathlib import Path

FILE = Path(__file__).with_name("reader.safetensors")
SHA256 = "bc2bb196d7aa0121804412fe4e1acda37cca878d964a6fc5d21c285ce11fef57"
