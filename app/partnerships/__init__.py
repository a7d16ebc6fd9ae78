"""How a partnership advances: its eleven steps, its exchanges, its groups, its mornings.

It owns partnerships, sheets, good practices, exchanges with a structure, groups with their
decisions and tasks. It stands on the register and knows no agreement, no pickup. What it has due,
and what the other rooms lend to the register, makes the morning list and the mail of the day.
"""
