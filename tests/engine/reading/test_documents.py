from pathlib import Path

import pytest

from tests.engine.reading.worlds import AGREEMENT, AMENDMENT, DESK, HEAD, OFFER, PLANS, files, refused, tree
from upheld.quantities import Quantity
from upheld.reading import read
from upheld.reading.documents import Folder, kind_of


def amendment(number: int, body: str = "", **heads: str) -> str:
    """Return an amendment of its number, a month apart, with some heads written otherwise."""
    text = AMENDMENT[: AMENDMENT.index("changes")]
    said = {"number": str(number), "effective": f"2026-{number + 5:02}-01"} | heads
    lines = [
        f"{line.partition(':')[0]}: {said.get(line.partition(':')[0], line.partition(': ')[2])}"
        for line in text.splitlines()
    ]
    return "\n".join([*lines, body, ""])


def changed(number: int, hours: int) -> str:
    return amendment(number, f"changes: {{plans.basic.promises.any.respond: within {hours} hours}}")


def promised(path: Path, plan: str = "basic") -> Quantity:
    return read(path).plans[plan].promises[0].quantity


# Which document it is.


@pytest.mark.parametrize(
    ("text", "kind"), [(OFFER, "offer"), (AGREEMENT, "agreement"), (AMENDMENT, "amends"), ("a: b\n", None)]
)
def test_one_key_tells_what_kind_of_document_it_is(text: str, kind: str | None) -> None:
    assert kind_of(tree(text)) == kind


def test_a_document_of_no_kind_is_told_how_to_begin(tmp_path: Path) -> None:
    assert refused(files(tmp_path, firm="format: support-agreement/1\n")) == [
        (
            "firm:1 FMT0 this is neither an offer, an agreement nor an amendment; "
            "write 'offer:', 'agreement:' or 'amends:' with a name"
        )
    ]


# An agreement on its offer.


def test_an_agreement_says_only_what_it_adds(tmp_path: Path) -> None:
    version = read(files(tmp_path, offer=OFFER, agreement=AGREEMENT))

    assert (version.id, version.title.in_language("en"), list(version.plans)) == (
        "SHOP-1",
        "Shop support",
        ["basic", "premium"],
    )


def test_an_agreement_changes_the_plan_that_it_names_and_no_other(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT + "plans: {basic: {unpromised: measured only}}\n")

    assert read(path).plans["basic"].unpromised is not None
    assert read(path).plans["premium"].unpromised is None


def test_an_agreement_may_bring_a_plan_of_its_own(tmp_path: Path) -> None:
    own = AGREEMENT.replace("plan: basic", "plan: gold") + "plans: {gold: {extends: premium, contacts: 2 named}}\n"

    assert promised(files(tmp_path, offer=OFFER, agreement=own), "gold").text == "within 2 hours"


def test_an_agreement_may_take_a_plan_away(tmp_path: Path) -> None:
    version = read(files(tmp_path, offer=OFFER, agreement=AGREEMENT + "plans: {premium: ~}\n"))

    assert list(version.plans) == ["basic"]


def test_an_open_point_about_what_is_gone_is_gone_too(tmp_path: Path) -> None:
    offer = OFFER + "open_points: {two: {at: plans.premium, default: two}, eight: {at: plans.basic, default: eight}}\n"
    version = read(files(tmp_path, offer=offer, agreement=AGREEMENT + "plans: {premium: ~}\n"))

    assert [point.id for point in version.open_points] == ["eight"]


def test_an_agreement_without_its_offer_is_told_and_looked_at_all_the_same(tmp_path: Path) -> None:
    path = files(tmp_path, agreement=AGREEMENT.replace("signed: 2026-01-12", "signed: in January") + "plns: {}\n")

    assert refused(path) == [
        (
            "agreement:3 FMT4 on: there is no offer 'shop-support' in this folder; "
            "put the offer's file beside this one, or correct the name"
        ),
        "agreement:5 FMT3 signed: 'in January' is not a date; write year, month and day, like 2026-11-23",
        "agreement:8 FMT1 plns: 'plns' is not a key here; did you mean 'plans'?",
    ]


def test_an_agreement_that_names_no_offer_is_told(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT.replace("on: shop-support\n", ""))

    assert refused(path) == ["agreement:1 FMT0 on: 'on' is missing; add it"]


def test_an_agreement_chooses_one_of_the_plans(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT.replace("plan: basic\n", ""))

    assert refused(path) == [
        "agreement:1 FMT0 plan: the agreement chooses no plan; write 'plan:' with one of: basic, premium"
    ]


def test_a_faulty_offer_is_told_in_its_own_file(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER.replace("within 2 hours", "within 2 hrs"), agreement=AGREEMENT)

    [sentence] = refused(path)
    assert sentence.startswith("offer:21 FMT3 plans.premium.promises.any.respond: 'within 2 hrs' is not a quantity")


def test_an_offer_that_is_not_yaml_is_told_and_not_missed(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER + "a: [\n", agreement=AGREEMENT)

    assert refused(path) == ["offer:22 FMT3 'a: [' is not YAML; close the bracket or quote that stands open above"]


def test_two_offers_of_one_name_contradict_each_other(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, other=OFFER, agreement=AGREEMENT)

    assert refused(path) == [
        "other:1 FMT2 several offers are named 'shop-support': offer.yaml, other.yaml; keep one of them"
    ]


def test_a_circle_in_the_offer_is_told_once(tmp_path: Path) -> None:
    offer = HEAD + DESK + "plans: {basic: {extends: b}, b: {extends: c}, c: {extends: b}}\n"

    assert refused(files(tmp_path, offer=offer, agreement=AGREEMENT)) == [
        "offer:16 FMT5 plans.c.extends: plans go in a circle: b extends c extends b; remove one of them"
    ]


# Amendments.


def test_an_agreement_is_read_with_its_amendments(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, one=changed(1, 6), two=changed(2, 5), agreement=AGREEMENT)
    version = read(path)
    chain = [version, version.before, version.before and version.before.before]

    assert [v and v.plans["basic"].promises[0].quantity.text for v in chain] == [
        "within 5 hours",
        "within 6 hours",
        "within 8 working hours",
    ]
    assert [v and v.signature and v.signature.amendment for v in chain] == [2, 1, 0]


def test_an_amendment_counts_whatever_its_file_is_called(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=changed(1, 6), two=changed(2, 5))

    assert promised(path.rename(tmp_path / "two.txt")).text == "within 5 hours"


def test_an_amendment_is_read_with_those_before_it(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT, two=changed(2, 5), one=changed(1, 6))

    assert promised(path).text == "within 6 hours"


def test_an_amendment_may_name_a_path_of_a_plan_that_extends_another(tmp_path: Path) -> None:
    body = "changes: {plans.premium.promises.any.respond: within 1 hour}\nadds: {plans.premium.contacts: 2 named}\n"
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=amendment(1, body))

    assert (promised(path, "premium").text, promised(path).text) == ("within 1 hour", "within 8 working hours")


def test_what_a_plan_inherits_can_be_amended_in_it(tmp_path: Path) -> None:
    offer = HEAD + DESK + PLANS.replace("    promises: {any: {respond: within 2 hours}}\n", "")
    body = "changes: {plans.premium.promises.any.respond: within 1 hour}\n"
    path = files(tmp_path, offer=offer, agreement=AGREEMENT, one=amendment(1, body))

    assert (promised(path, "premium").text, promised(path).text) == ("within 1 hour", "within 8 working hours")


def test_amendments_are_numbered_one_by_one(tmp_path: Path) -> None:
    gap = files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=changed(1, 6), three=changed(3, 5))

    assert refused(gap) == ["three:3 AMD1 number: amendment number 3 follows number 1; number it 2"]


def test_two_amendments_of_one_number_are_told(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=changed(1, 6), other=changed(1, 5))

    assert refused(path) == ["other:3 AMD1 number: amendment number 1 follows number 1; number it 2"]


@pytest.mark.parametrize(
    ("heads", "sentence"),
    [
        (
            {"signed": "2026-08-01"},
            (
                "it takes effect on 2026-07-01, before it was signed on 2026-08-01; "
                "write 'retroactive: yes' if that is meant"
            ),
        ),
        (
            {"effective": "2026-05-31"},
            (
                "it takes effect on 2026-05-31, before amendment 1, which it holds, on 2026-06-01; "
                "write a later day, or put the changes in order"
            ),
        ),
    ],
)
def test_an_amendment_takes_effect_after_it_was_signed_and_after_those_before(
    tmp_path: Path, heads: dict[str, str], sentence: str
) -> None:
    path = files(
        tmp_path,
        offer=OFFER,
        agreement=AGREEMENT,
        one=changed(1, 6),
        two=amendment(2, **{"signed": "2026-05-20"} | heads),
    )

    assert refused(path) == [f"two:5 AMD1 effective: {sentence}"]


def test_an_amendment_may_say_that_it_looks_back(tmp_path: Path) -> None:
    late = amendment(1, "retroactive: yes", signed="2026-08-01")
    version = read(files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=late))

    assert version.signature
    assert version.signature.retroactive


def test_an_amendment_does_not_begin_before_its_agreement(tmp_path: Path) -> None:
    early = amendment(1, signed="2026-01-12", effective="2026-01-31")

    assert refused(files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=early)) == [
        (
            "one:5 AMD1 effective: it takes effect on 2026-01-31, before the agreement starts on 2026-02-01; "
            "write a day of its term"
        )
    ]


def test_an_amendment_of_an_amendment_is_one_of_the_agreement(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT, one=changed(1, 6), two=amendment(2, amends="SHOP-1/1"))

    assert refused(path) == [
        (
            "two:2 FMT4 amends: there is no agreement 'SHOP-1/1' in this folder; "
            "put the agreement's file beside this one, or correct the name"
        )
    ]


def test_all_that_is_wrong_with_a_chain_is_told_at_once(tmp_path: Path) -> None:
    one = amendment(1, "changes: {plans.gold.price: included}", because="[more, less]")
    two = amendment(2, "changes: {plans.basic.promises.any.respond: soon}\nends: [nothing]")
    path = files(tmp_path, offer=OFFER.replace("SEK", "kr"), agreement=AGREEMENT + "foo: 1\n", one=one, two=two)

    assert [sentence[: sentence.index(": ") + 1] for sentence in refused(path)] == [
        "agreement:8 FMT1 foo:",
        "offer:8 FMT3 currency:",
        "one:6 FMT3 because:",
        "one:7 AMD1 plans.gold.price:",
        "two:7 FMT3 plans.basic.promises.any.respond:",
        "two:8 AMD1 nothing:",
    ]


def test_a_file_beside_an_agreement_that_cannot_be_read_might_amend_it(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, one="amends: SHOP-1\nnumber: [\n", agreement=AGREEMENT)

    assert refused(path) == ["one:2 FMT3 'number: [' is not YAML; close the bracket or quote that stands open above"]


def test_an_empty_file_beside_an_agreement_amends_nothing(tmp_path: Path) -> None:
    assert read(files(tmp_path, offer=OFFER, empty="", agreement=AGREEMENT)).id == "SHOP-1"


def test_two_agreements_of_one_number_cannot_be_amended(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT, copy=AGREEMENT, one=changed(1, 6))

    assert refused(path) == [
        "copy:1 FMT2 several agreements are named 'SHOP-1': agreement.yaml, copy.yaml; keep one of them"
    ]


def test_another_agreement_in_the_folder_makes_no_difference(tmp_path: Path) -> None:
    other = AGREEMENT.replace("SHOP-1", "SHOP-2")
    theirs = changed(1, 1).replace("SHOP-1", "SHOP-2")
    path = files(
        tmp_path, offer=OFFER, other=other, theirs=theirs, mapping="format: event-mapping/1\n", agreement=AGREEMENT
    )

    assert promised(path).text == "within 8 working hours"


# Folders.


def test_each_file_is_read_once(tmp_path: Path) -> None:
    path = files(tmp_path, offer=OFFER)
    folder = Folder()
    first, _ = folder.load(path)
    path.write_text("other: text\n")

    assert folder.load(path)[0] is first


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files(tmp_path, offer=OFFER, agreement=AGREEMENT)

    def locked(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", locked)

    assert refused(path) == [f"{tmp_path.name}:0 FMT3 the folder cannot be listed; check its permissions"]
