"""The window: PySide6. It holds no rules; what it needs from other rooms comes in through :mod:`.services`."""
