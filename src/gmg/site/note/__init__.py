"""The group's information note, drawn: a page of HTML, Markdown, a PDF, or text for a terminal."""
