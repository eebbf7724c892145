"""A conserved ledger: where each fen came from, where it went, what is left. Pure."""
