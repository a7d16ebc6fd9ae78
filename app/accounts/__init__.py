"""People who sign in: accounts, roles, sign-ins that can be ended, the second factor.

Owns who may enter and the screens that say so; shows the trail. It never knows a household,
and it never keeps a password, a recovery code or a network address in clear.
"""
