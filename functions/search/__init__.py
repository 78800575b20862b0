"""Answers readers."""
