"""What a thing is: families, flows, the dictionary of everyday objects and its advice.

Owns the words people use for their things, what each weighs about, whether it holds data or
a battery, and the dated legal facts about taking things back. It never knows where a thing
goes: places belong to the rooms above.
"""
