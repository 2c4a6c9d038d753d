"""What drives a proxy, and what it says of it."""
