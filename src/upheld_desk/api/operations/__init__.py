"""The operations: each reads the request, calls one action or one question, and answers with a shape."""
