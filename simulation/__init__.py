"""Years of a channel from a seed, with what can go wrong; a checker sees what people saw."""
