"""Takes articles in over HTTP."""
