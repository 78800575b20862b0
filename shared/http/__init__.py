"""The HTTP edge that the functions share: problems, conditional answers, query parameters."""
