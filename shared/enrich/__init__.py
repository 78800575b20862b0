"""What is derived from an article's text, each field with its provenance."""
