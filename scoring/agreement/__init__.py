"""How alike raters score, and who is severe or lenient; `report` is the whole of it over a table."""
