"""The pages about agreements: what is in force, what is being brought, what changed, and who signed it.

Both sides see the same pages; what each may do on them, `people.access` says.
"""
