"""What a person is shown of a hit: snippets, marked words."""
