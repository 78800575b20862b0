"""The alert function."""
