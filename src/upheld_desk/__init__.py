"""The desk: a service desk that runs on its agreements."""
