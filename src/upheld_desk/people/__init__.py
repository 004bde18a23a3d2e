"""Who there is: vendors, their customers, the people of both, and what each may see and do."""
