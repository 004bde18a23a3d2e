"""Texts of the packages below us that our readers see: we say them in our own words, as we speak to people elsewhere.

Their catalogues would be right too, but the sign-in package says *du* to Germans. Ours come first, so they hold.
"""

from typing import Final

from django.utils.translation import gettext_noop as _

SIGN_IN: Final = (
    _("Be patient, you are sending too many requests."),
    _("Email"),
    _("Email address"),
    _("Forgot your password?"),
    _("Incorrect code."),
    _("Please type your current password."),
    _("Remember Me"),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("You must type the same password each time."),
)
