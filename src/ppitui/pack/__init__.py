"""YAML in, a checked pack out: reading, schemas, building, checking, hashing."""
