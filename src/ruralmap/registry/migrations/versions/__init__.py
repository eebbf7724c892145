"""One script a version of the schema, named by its number."""
