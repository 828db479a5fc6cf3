"""The trained weights that come with the program."""

from pathlib import Path

FILE = Path(__file__).with_name("reader.safetensors")
SHA256 = "af5bd4031c76038b8eebd6308ae2326fa91e2d1d1bfddb856feb78467cf7d766"
