"""What every page is made of: the question, the page, its addresses, its rendering."""
