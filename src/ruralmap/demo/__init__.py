"""The demonstration county 和平县: its real parts, and the generator of the simulated rest."""
