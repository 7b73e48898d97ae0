"""Widgets: values go in, messages come out. None of them knows the desk."""
