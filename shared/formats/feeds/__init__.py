"""Feeds: RSS, Atom and JSON Feed, one article for each entry."""
