"""Mail that comes in: kept as it came, then read, then decided by the rules of the agreement."""
