"""Brings raw articles into the index."""
