"""Screens, one a file, each with its own style sheet. A screen calls the desk; its widgets do not."""
