"""Who is in which village: codes, names, points, and how they agree. Pure."""
