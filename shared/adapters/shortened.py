"""What a result shows of an article, in bounds: a page has a hundred, and a function may answer with 6 MB at most.

Few articles reach them, such as those whose sender put the text into the summary. The article is served whole.
"""

from collections.abc import Mapping
from typing import Any

_SUMMARY, _CAPTION, _LINE = 2_000, 500, 200  # characters
_MOST_AUTHORS, _MOST_IMAGES, _MOST_TOPICS, _MOST_CORRECTIONS = 10, 3, 30, 5
_OF_AN_AUTHOR = ("name", "role", "url")


def shortened(public: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of a result that can be long, as results show them."""
    short: dict[str, Any] = {
        "authors": [_author(one) for one in public["authors"][:_MOST_AUTHORS]],
        "topics": public["topics"][:_MOST_TOPICS],
        "images": [_image(one) for one in public["images"][:_MOST_IMAGES]],
        "corrections": [_correction(one) for one in public["corrections"][:_MOST_CORRECTIONS]],
        "type": cut(public["type"], _LINE),
    }
    return short | ({"summary": cut(public["summary"], _SUMMARY)} if "summary" in public else {})


def _author(author: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: author[name] for name in _OF_AN_AUTHOR if name in author}
    return {name: value if name == "url" else cut(value, _LINE) for name, value in shown.items()}


def _image(image: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: cut(image[name], _CAPTION) for name in ("caption", "credit", "alt_text") if name in image}
    return {**image, **texts}


def _correction(correction: Mapping[str, Any]) -> dict[str, Any]:
    return {**correction, "text": cut(correction["text"], _CAPTION)}


def cut(text: str, most: int) -> str:
    """Give a text, or the words of it that fit, with an ellipsis."""
    if len(text) <= most:
        return text
    start, _, _ = text[: most - 1].rpartition(" ")
    return f"{start or text[: most - 1]}…"
