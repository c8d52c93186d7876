"""The pages of a PDF as text, in a process of its own: `pdf.py` starts it, feeds it the file and ends it.

A PDF is a program of sorts, and one made for it can keep any reader busy without end or take all memory. It is run
by its path and without the folder it stands in (python -P), so it must import nothing of ours.
"""

import io
import json
import sys

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

MOST_PAGES = 2_000
MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 60


def pages_of(data: bytes, most_characters: int) -> list[str]:
    """The text of each page, as its lines stand on it; no more pages once there are too many characters."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileNotDecryptedError("a password is needed")
    if len(reader.pages) > MOST_PAGES:
        raise OverflowError(f"{len(reader.pages)} pages")
    pages: list[str] = []
    characters = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        characters += len(pages[-1])
        if characters > most_characters:
            break
    return pages


def answer(data: bytes, most_characters: int) -> dict[str, object]:
    """The pages, or in a word why there are none."""
    try:
        return {"pages": pages_of(data, most_characters)}
    except (FileNotDecryptedError, DependencyError):
        return {"fault": "encrypted"}
    except OverflowError as fault:
        return {"fault": "long", "said": str(fault)}
    except MemoryError:
        return {"fault": "memory"}
    except PdfReadError:
        return {"fault": "damaged"}
    except Exception:  # the reader lets out whatever a damaged file leads it to
        return {"fault": "damaged"}


def limit() -> None:
    """Hold this process to its share, where the system can; elsewhere the one that started it ends it in time."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> None:
    limit()
    # Surrogates, which no text has, cross as escapes; the other side cleans them out.
    print(json.dumps(answer(sys.stdin.buffer.read(), int(sys.argv[1]))))


if __name__ == "__main__":
    main()
