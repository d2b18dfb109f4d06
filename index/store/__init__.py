"""The texts: articles as they were read, and where their passages stand in them."""
