"""From what was typed to a question, and to what an engine found for it."""
