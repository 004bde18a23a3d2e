"""The pages of the vendor's staff: what is due, the cases, calls, customers, people, and what did not get in."""
