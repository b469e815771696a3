"""The review: a pure state machine, its keys and its screen, and the terminal around them."""
