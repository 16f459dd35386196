"""The domain: what a session of social learning is, as pure Python.

One concept, one file, holding its values, its facts, its commands, how a command is decided and how a fact is folded.
Under them a small engine that knows none of them by heart: ``facts clock ledger rules state store privacy``.
Nothing in here imports a framework or touches disk, network or clock: all that comes in through ``ports``.
"""
