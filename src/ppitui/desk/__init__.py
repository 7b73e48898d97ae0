"""The use cases: what people do with cases, packs, decisions and letters. Every face calls these, and only these."""
