from shared.adapters.shortened import cut, shortened


def test_a_text_ends_with_a_word_where_it_is_cut():
    assert cut("short enough", 12) == "short enough"
    assert cut("one two three", 9) == "one two…"
    assert cut("x" * 20, 9) == "xxxxxxxx…"


def test_what_is_short_stays_as_it_is():
    public = {
        "authors": [{"name": "Ann", "role": "Editor"}], "topics": [{"id": "a"}], "type": "text",
        "summary": "Brief.", "images": [{"url": "https://example.com/a.jpg", "width": 3, "caption": "A"}],
        "corrections": [{"text": "It is six."}],
    }  # fmt: skip
    assert shortened(public) == public


def test_long_lists_keep_their_beginning():
    public = {"authors": [{"name": str(n)} for n in range(90)], "topics": [{"id": str(n)} for n in range(90)],
              "images": [{"url": str(n)} for n in range(90)], "type": "text",
              "corrections": [{"text": "w " * 900} for n in range(90)]}  # fmt: skip
    short = shortened(public)
    assert [len(short[name]) for name in ("authors", "topics", "images", "corrections")] == [10, 30, 3, 5]
    assert len(short["corrections"][0]["text"]) <= 500
