"""Messages and jobs, written in the transaction of the change that causes them.

It owns the outbox rows and the periods already run. The worker claims a row under a lease,
does the work, then marks it done: a worker that dies loses nothing. A letter sent again bears
the same number; a text message is never sent again by itself.
"""
