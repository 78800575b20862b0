"""Does what is rare, by the clock or by hand."""
