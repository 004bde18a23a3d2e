"""Loading and exporting: a vendor, its people, customers and agreements, from files and to files again."""
