"""The rules of the house, as pure functions of state and `now`: no I/O, no clock, no screens."""
