"""Which words are damaged names, and which names they may have been: the verdicts that the rules publish."""
