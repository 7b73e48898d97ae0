"""A definition file that cannot be read is told on the studio's lists: none of them reads as an empty one."""

from __future__ import annotations

from pathlib import Path

import kit
from faces.tui.driving import Hands
from faces.tui.test_studio import in_studio
from ppitui.desk import pack_draft

SERVICES = "instruments/services.yaml"


def test_a_broken_file_is_said_beside_the_sections_and_in_them(tmp_path: Path) -> None:
    workspace = kit.make_workspace(tmp_path)
    admin = kit.desk(workspace, "admin")
    pack_draft.save(admin, pack_draft.hold(admin, SERVICES), b"kind: [\n")

    async def doing(hands: Hands) -> None:
        await hands.until(f"{SERVICES}:2:1: this is not YAML")
        await hands.keys(*"iom_ogrs")
        await hands.until("Policy values")
        await hands.until(f"{SERVICES}:2:1: this is not YAML")
        await hands.keys("enter")
        await hands.until("Policy iom_ogrs")

    in_studio(workspace, doing)
