"""What an article is made of: title, byline, headings, paragraphs, sentences; pure."""
