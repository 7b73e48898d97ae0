"""The line mode: one question at a time, no cursor movement, no colour.

The accessible mode, not a fallback.
"""
