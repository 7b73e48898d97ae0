"""Structured professional judgement about people who use domestic abuse, in the terminal."""

__version__ = "0.1.0"
