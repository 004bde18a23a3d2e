"""One process that serves pages and live streams, and runs the parts that work by themselves."""
