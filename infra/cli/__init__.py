"""Copydesk on the command line, without a server."""
