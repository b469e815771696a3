"""Tables that are data, not code: each says where its numbers come from."""
