"""The trained weights that come with the program."""

from pathlib import Path

FILE = Path(__file__).with_name("reader.safetensors")
SHA256 = "170d6696e0e3c84c43bfd73a53dc1b9879f295d4d603bb8d574d0cb96f9b03f5"
