"""What reading one file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """
    The most that one file, and the process that reads it, may take.

    :param file_bytes: size of the file.
    :param unpacked_bytes: size of the parts of a `.docx` that are read, unpacked, together.
    :param members: members of a `.docx` archive.
    :param pages: pages of a PDF.
    :param text_length: code points of the text.
    :param memory_bytes: address space of the process, the interpreter's own included.
    :param cpu_seconds: processor time of the process.
    :param wall_seconds: time until an answer.
    """

    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 64 * MIB
    members: int = 5000
    pages: int = 2000
    text_length: int = 4_000_000
    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 20
    wall_seconds: float = 30.0

    @property
    def answer_bytes(self) -> int:
        """Size of the child's answer: a code point takes up to four bytes, or six escaped in JSON."""
        return 6 * self.text_length + 64 * 1024
