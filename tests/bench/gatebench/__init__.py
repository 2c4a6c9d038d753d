"""Measures Gatehouse beside other proxies that do the same job, in turn and in one run. See ../README.md."""
