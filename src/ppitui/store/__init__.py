"""The thread on disk: append-only logs of sealed lines, a workspace of them, a TinyDB view.

Everything durable passes through `log.Log`; everything on the disk passes through `disk.Disk`.
"""
