"""The pure core: no disk, no clock, no third-party import.

Dates, people and randomness come in as arguments.
"""
