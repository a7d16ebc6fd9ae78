"""Fundings: who pays for what, until when, and which reports are owed for it.

It owns the applications, what was granted, the levers they work by and their reports, and warns
before a report is due.
"""
