"""What an editor decided: the answers, the journal that keeps them, and the patches that are made of them."""
