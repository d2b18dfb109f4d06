"""A query as a value: its tree, and how text becomes one."""
