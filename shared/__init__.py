"""The layer that every function carries."""
