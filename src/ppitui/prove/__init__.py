"""The proof: whether every promise of a pack holds for every possible case. Only this room knows z3."""
