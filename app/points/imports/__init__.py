"""Places that come from a file: read by content, explained line by line, proposed, then kept.

Readers turn a file into records, dialects turn a record into the facts of a sheet, checks put
those facts against communes and opening hours, plans compare them with what is known. Nothing
is written before `actions.apply`. It never loads a file whole and never erases a correction.
"""
