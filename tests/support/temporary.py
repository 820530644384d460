"""Temporary folders that processes of ours hold in a folder."""

from pathlib import Path


def held(folder: Path) -> list[Path]:
    """Return what the folders of processes (sandbox.own_folder) in `folder` hold, no lock."""
    return [
        path
        for own in folder.glob("briefing-watch-*")
        for path in own.iterdir()
        if path.name != ".lock"
    ]
