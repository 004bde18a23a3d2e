"""The pages that need no sign-in: what a vendor offers, its plans side by side, made from the offer itself."""
