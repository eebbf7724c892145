"""The asset registry's home: one GeoPackage, and the only SQL on it."""
