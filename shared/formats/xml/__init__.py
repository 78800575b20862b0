"""XML as strangers send it: read safely, its elements, its bodies."""
