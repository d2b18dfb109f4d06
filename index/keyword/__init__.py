"""The keyword leg: words of text, their posting lists in Whoosh's files, and BM25F over them."""
