"""Where a library lies: folders that a sync service or a network drive holds, of which people are warned.

A sync service copies a database in the middle of a change, and SQLite's write-ahead log does not work over a network.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from facilitator.words import _, tell

_NAMES = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("syncthing", "Syncthing"),
)
_MARKERS = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".sync_journal.db", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
)
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "9p", "afs", "ncpfs", "davfs"}
)


def sync_service(folder: Path) -> str | None:
    """The name of the service that seems to hold this folder, by its path and by the marks such services leave."""
    real = Path(os.path.realpath(folder))
    for part in (real, *real.parents):
        name = part.name.lower()
        for known, service in _NAMES:
            if name == known or name.startswith((known + " ", known + "-")):
                return service
        for marker, service in _MARKERS:
            try:
                if (part / marker).exists():
                    return service
            except OSError:
                continue
    return None


def network_drive(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether the folder lies on another computer, as far as the system says so."""
    if str(folder).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return bool(
            ctypes.windll.kernel32.GetDriveTypeW(os.path.splitdrive(os.path.realpath(folder))[0] + "\\") == remote
        )
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    real = os.path.realpath(folder)
    best, kind = "", ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if (real == point or real.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind in _NETWORK


def warnings(folder: Path) -> list[str]:
    """What a person should know about the place of their library."""
    out = []
    service = sync_service(folder)
    if service is not None:
        out.append(
            tell(
                "The library lies in a folder that {service} keeps in step with other computers. It may be damaged "
                "there while it is written. Move it to a folder of this computer alone, and copy backups instead.",
                {"service": service},
            )
        )
    if network_drive(folder):
        out.append(
            _(
                "The library lies on a network drive. It may be damaged there while it is written. "
                "Move it to a folder of this computer, and copy backups instead."
            )
        )
    return out
