"""Start Facilitator: ``python -m facilitator``."""

from __future__ import annotations

import sys

from facilitator.app import main

if __name__ == "__main__":
    sys.exit(main())
