"""The migration profile of a country, drawn: one page of HTML, or a PDF of the same."""
