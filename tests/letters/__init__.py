"""What letters promise: read in every form, from worked cases and from hostile ones."""
