"""An address that leads to a case was made by us, or leads nowhere."""

from hypothesis import assume, given
from hypothesis import strategies as st

from upheld_desk.outbox.addresses import reference, signed

HELP = "help@vendor.example"
references = st.from_regex(r"[A-Z]{1,8}-[0-9]{1,9}", fullmatch=True)


@given(references, st.text(min_size=1))
def test_a_signed_address_leads_to_its_case_also_in_capitals(case: str, secret: str) -> None:
    address = signed(HELP, case, secret)

    assert reference(address, HELP, secret) == reference(address.upper(), HELP, secret) == case


@given(references, references)
def test_the_signature_of_one_case_is_none_for_another(one: str, other: str) -> None:
    assume(one != other)
    forged = signed(HELP, one, "secret").replace(one.lower(), other.lower())

    assert reference(forged, HELP, "secret") == ""


@given(references)
def test_the_signature_of_one_vendor_is_none_for_another(case: str) -> None:
    foreign = signed("help@other.example", case, "secret").replace("@other.", "@vendor.")

    assert reference(foreign, HELP, "secret") == ""


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert reference(text, HELP, "secret") == reference(f"help+{text}@vendor.example", HELP, "secret") == ""


@given(references)
def test_the_address_of_a_customer_is_none_of_staff(case: str) -> None:
    of_customer, of_staff = signed(HELP, case, "secret"), signed(HELP, case, "secret", of_staff=True)

    assert reference(of_customer, HELP, "secret", of_staff=True) == reference(of_staff, HELP, "secret") == ""
