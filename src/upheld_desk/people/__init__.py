"""Who there is: vendors, their customers, the people of both, and which acts each role may do."""
