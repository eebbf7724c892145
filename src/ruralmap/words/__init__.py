"""What people read: message catalogues in Chinese and English, and the palette of the maps."""
