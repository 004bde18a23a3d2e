"""The demo: five vendors with their customers, and a week of cases, made by the same acts that people use."""
