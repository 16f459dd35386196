"""The addresses of this laptop, with the names of the adapters they belong to."""

from __future__ import annotations

from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface


def adapter_addresses() -> list[tuple[str, str]]:
    """Every IPv4 address that is up and reaches further than this laptop, with its adapter's name."""
    found: list[tuple[str, str]] = []
    wanted = QNetworkInterface.InterfaceFlag
    for adapter in QNetworkInterface.allInterfaces():
        flags = adapter.flags()
        if not flags & wanted.IsUp or not flags & wanted.IsRunning or flags & wanted.IsLoopBack:
            continue
        name = adapter.humanReadableName() or adapter.name()
        for entry in adapter.addressEntries():
            ip = entry.ip()
            if ip.protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol:
                found.append((ip.toString(), name))
    return found
