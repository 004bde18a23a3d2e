"""The portal: what people of a customer see and do. It works without scripts; with them it is quicker."""
