"""What an index withstands: accidents, damage, hostile files and queries."""
