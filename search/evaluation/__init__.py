"""Measuring the ranking on judged queries, and fitting it to them."""
