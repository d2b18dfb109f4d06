"""The vector leg: FAISS, and passages in the context of their articles."""
