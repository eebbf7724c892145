"""How the simulated land is made: relief, catchments, shares, borders."""
