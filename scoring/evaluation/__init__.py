"""How right a judge is: answers of known level, what it says of them, and the figures that come of it."""
