"""The faces: what people touch. The command line, the line mode and (later) the full screen, all on one desk."""
