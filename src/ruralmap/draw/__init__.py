"""Maps that work without a network: the only room that knows folium."""
