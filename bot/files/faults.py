"""What can be wrong with a file: a message for each kind, in English; names in braces are filled in."""

from __future__ import annotations

from typing import Literal

# fmt: off
Fault = Literal[
    "not_text", "unknown_type", "text_too_large", "not_utf8",
    "no_reader", "not_regular", "empty", "too_large", "too_many_bytes", "blank", "other_kind", "old_office",
    "locked", "protected", "damaged", "cut_short", "missing_library",
    "answer_too_long", "too_slow", "too_costly", "too_much_memory", "killed", "crashed", "no_answer",
    "text_too_long", "text_over_limit", "too_many_pages", "too_many_members", "unpacks_too_large",
    "bad_archive", "bad_xml", "doctype", "odd_packing", "no_word_document", "other_office_file", "no_document_text",
    "page_damaged", "page_unreadable", "unknown_letters", "scanned", "drawn", "no_page_text",
    "unknown_encoding", "not_as_marked", "not_as_assumed", "not_as_declared",
]
FileKind = Literal[
    "pdf", "word", "html", "ole", "zip", "png", "jpeg", "gif", "tiff", "riff", "rtf", "postscript", "gzip", "7zip",
    "rar", "program", "html_or_xml", "xml", "binary", "other",
]
# fmt: on

MESSAGES: dict[Fault, str] = {
    "not_text": "a document's text must be str, not {type}; decode it first",
    "unknown_type": "files of type {suffix!r} can't be read; save it as one of {types}",
    "text_too_large": "{name} has {size} bytes, the limit is {limit}; split it",
    "not_utf8": "{name} is not UTF-8: byte {byte} at {place}; save it as UTF-8",
    "no_reader": "no reader for files of type {suffix!r}; it reads {types}",
    "not_regular": "not a regular file; give the path of a document",
    "empty": "the file is empty (0 bytes); save or download it again",
    "too_large": "it has {size} bytes, the limit is {limit}; split it",
    "too_many_bytes": "it has more than {limit} bytes; split it",
    "blank": "the file has nothing but blanks; save or download it again",
    "other_kind": "the file is not {wanted} but {found}; save it as {suffix} or convert it",
    "old_office": "the file is an old Word or Office file, not a .docx; save it as .docx",
    "locked": "the file is locked by a password; save a copy without one",
    "protected": "the file is locked in a way that can't be opened; save a copy without protection",
    "damaged": "the file is damaged or not as its type demands ({problem}); save it again",
    "cut_short": "the file is damaged or cut short; save or download it again",
    "missing_library": "the library that reads {suffix} files is missing ({problem}); run `pip install visitbot`",
    "answer_too_long": "its text takes more than {limit} bytes; split the file",
    "too_slow": "reading it took more than {seconds} s; split or simplify the file",
    "too_costly": "reading it took more than {seconds} s of processor time; split or simplify the file",
    "too_much_memory": "reading it takes more than {limit} MiB of memory; split the file",
    "killed": "its reader was killed, perhaps because the machine ran out of memory; free some and try again",
    "crashed": "its reader crashed ({problem}), as a damaged file or one that unpacks to more than {limit} MiB "
    "makes it; save the document again with another program",
    "no_answer": "its reader gave no answer; save the document again with another program",
    "text_too_long": "its text has {length} code points, the limit is {limit}; split it",
    "text_over_limit": "its text has more than {limit} code points; split it",
    "too_many_pages": "it has {pages} pages, the limit is {limit}; split it",
    "too_many_members": "the archive has {members} members, the limit is {limit}; save it again with Word",
    "unpacks_too_large": "it unpacks to more than {limit} bytes; split it",
    "bad_archive": "the file is damaged or cut short ({problem}); save or download it again",
    "bad_xml": "the file's XML is damaged ({problem}); save it again with Word",
    "doctype": "its XML declares a document type, which no Word file may; save it again with Word",
    "odd_packing": "it is packed by method {method}, which no Word file is; save it again",
    "no_word_document": "the file is a zip archive but holds no Word document; save it as .docx",
    "other_office_file": "the file is an Office file but not a Word document; save it as .docx or .pdf",
    "no_document_text": "the document has no text; if its pages are pictures, run text recognition (OCR) first",
    "page_damaged": "page {page} is damaged; save the document again with another program",
    "page_unreadable": "page {page} can't be read; save the document again with another program",
    "unknown_letters": "its fonts don't tell which letters they show ({unknown} of {letters}); "
    "run text recognition (OCR) first",
    "scanned": "its pages are pictures without text, as a scanner makes them; run text recognition (OCR) first",
    "drawn": "its pages have no text; if they show some, it is drawn: run text recognition (OCR) first",
    "no_page_text": "the page shows no text without running its scripts; save it from the browser when it does",
    "unknown_encoding": "it declares the encoding {label!r}, which can't be read; save it as UTF-8",
    "not_as_marked": "its byte-order mark says {encoding}, but byte {byte} at {place} is not; save it as UTF-8",
    "not_as_assumed": "it declares no encoding, so it should be {encoding}, but byte {byte} at {place} is not; "
    "save it as UTF-8",
    "not_as_declared": "it declares {label}, read as {encoding}, but byte {byte} at {place} is not; save it as UTF-8",
}

KINDS: dict[FileKind, str] = {
    "pdf": "a PDF",
    "word": "a Word document",
    "html": "an HTML page",
    "ole": "an old Word or Office file",
    "zip": "a zip archive, as Office files are too",
    "png": "a PNG image",
    "jpeg": "a JPEG image",
    "gif": "a GIF image",
    "tiff": "a TIFF image",
    "riff": "a RIFF file (image, sound or film)",
    "rtf": "an RTF file",
    "postscript": "a PostScript file",
    "gzip": "a gzip archive",
    "7zip": "a 7-Zip archive",
    "rar": "a RAR archive",
    "program": "a program",
    "html_or_xml": "an HTML or XML page",
    "xml": "an XML file",
    "binary": "binary data",
    "other": "other text or data",
}
