"""From sources to a published generation: the order of the steps."""
