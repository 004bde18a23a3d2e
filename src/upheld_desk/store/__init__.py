"""What is kept: logs of events in chains, agreements with their texts, attachments, and rows to list from.

Logs, agreements and attachments only grow. Rows may be thrown away and made again at any time.
"""
