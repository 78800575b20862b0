"""What is known of the encodings of text wherever a name of one comes in: in a header, a declaration, a mail."""

# Python's own codecs, and one that nobody sends; some of them take minutes for a long text.
OF_NO_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
