"""The forms of acts on a case: what each asks for, and the action that it calls with what was given.

A form is shown only where the act is possible; what the case or the agreement refuses is refused by the action, in its
own words.
"""
