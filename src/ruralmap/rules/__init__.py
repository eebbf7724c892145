"""What a policy says of a county: measures, comparisons, zones and their reasons. Pure."""
