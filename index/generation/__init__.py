"""Published states of an index: an immutable folder each, checksums, history, archives."""
