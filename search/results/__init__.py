"""From what was found to a page of articles: grouped, in order, read."""
