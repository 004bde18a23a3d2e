"""The views: each reads its request, asks for what it needs or calls one action, and answers."""
