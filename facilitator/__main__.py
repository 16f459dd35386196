"""Start Facilitator: ``python -m facilitator``."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    try:
        from facilitator.app import main

        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
