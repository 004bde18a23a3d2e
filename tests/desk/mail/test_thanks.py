"""Only what says nothing but thanks is taken as thanks."""

import pytest

from upheld_desk.mail.thanks import only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Vielen Dank für die schnelle Hilfe!\n\nViele Grüße\nElin Lund",
        "Tack så mycket!\nMvh Elin",
        "Super, danke",
    ],
)
def test_thanks_are_thanks(text: str) -> None:
    assert only_thanks(text, "Elin Lund")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks, but it is broken again.",
        "Danke\nGeht nicht",
        "Tack! Kassan står.",
        "Elin?",
        "Thank you. 4 more tills.",
        "👎",
        "Help!",
    ],
)
def test_a_word_more_may_be_a_complaint(text: str) -> None:
    assert not only_thanks(text, "Nils Berg")
