"""From what both legs found to one list: fusion, confidence, explanation."""
