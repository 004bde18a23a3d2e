"""Any bytes are a mail, and each word that it shows is there."""

import os
from email.message import EmailMessage
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld_desk.mail.markup import LINK
from upheld_desk.mail.parsing import Message, parse


def written(body: str = "Die Kasse druckt nicht.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Elin Lund <elin@firm.example>"
    mail["To"] = "help@vendor.example"
    mail["Subject"] = "Störung"
    for name, value in headers.items():
        mail.replace_header(name, value) if name in mail else mail.add_header(name.replace("_", "-"), value)
    mail.set_content(body)
    return mail


def test_a_report_is_read() -> None:
    message = parse(written(Message_ID="<1@firm.example>").as_bytes())

    assert message.sender
    assert (message.sender.address, message.sender.name) == ("elin@firm.example", "Elin Lund")
    assert (message.subject, message.text, message.quoted) == ("Störung", "Die Kasse druckt nicht.", "")
    assert (message.message_id, message.html) == ("1@firm.example", "")


def test_of_a_reply_only_the_new_is_shown_first() -> None:
    body = "Geht wieder.\n\nAm 20.11.2026 um 10:15 schrieb Support:\n> Bitte versuchen."
    message = parse(written(body, In_Reply_To="<2@vendor.example>").as_bytes())

    assert (message.text, message.quoted) == ("Geht wieder.", body.partition("\n\n")[2])
    assert message.full == body


def test_what_is_forwarded_is_the_matter_itself() -> None:
    body = "Siehe unten.\n\nVon: Kasse 4\nGesendet: Freitag\nAn: Elin\n\nDruckt nicht."
    message = parse(written(body, Subject="WG: Störung", References="<3@firm.example>").as_bytes())

    assert message.text == message.full == body


def test_plain_text_wins_where_it_says_as_much() -> None:
    mail = written("Plain words of it")
    mail.add_alternative("<p>Rich words of it</p>", subtype="html")
    message = parse(mail.as_bytes())

    assert (message.full, message.html) == ("Plain words of it", "<p>Rich words of it</p>")


def test_answers_between_quotes_are_all_shown_where_there_is_only_html() -> None:
    mail = EmailMessage()
    mail["In-Reply-To"] = "<1@x>"
    mail.set_content(
        "See below<div class=gmail_quote><div class=gmail_attr>Am 20.11. schrieb x &lt;a@b.example&gt;:</div>"
        "<blockquote class=gmail_quote>Which?</blockquote>Till 4<blockquote class=gmail_quote>When?</blockquote>Monday",
        subtype="html",
    )
    message = parse(mail.as_bytes())

    assert message.text == message.full
    assert message.text.split()[-4:] == ["Till", "4", "When?", "Monday"]


@pytest.mark.parametrize(
    "heading",
    [
        (
            "<div style='border-top:solid #E1E1E1 1.0pt'><p><b>Von:</b> Support<br><b>Gesendet:</b> Freitag<br>"
            "<b>An:</b> Elin<br><b>Betreff:</b> Störung</p></div><p>"
        ),
        (
            "<div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>Från:</b> Support<br><b>Skickat:</b> fredag<br>"
            "<b>Till:</b> Elin<br><b>Ämne:</b> Fel</div><div>"
        ),
        "<blockquote type=cite><div>Am 20.11.2026 um 10:15 schrieb Support:</div><br>",
        "<div class=moz-cite-prefix>Am 20.11.26 um 10:15 schrieb Support:</div><blockquote type=cite>",
    ],
    ids=["Outlook", "Outlook in the browser", "Apple Mail", "Thunderbird"],
)
def test_of_html_alone_only_the_new_is_shown_first(heading: str) -> None:
    mail = EmailMessage()
    mail["In-Reply-To"] = "<1@x>"
    mail.set_content(f"<div>Geht wieder.</div>{heading}Bitte versuchen.", subtype="html")
    message = parse(mail.as_bytes())

    assert message.text == "Geht wieder."
    assert message.quoted.endswith("Bitte versuchen.")


def test_html_wins_where_the_plain_text_is_a_stub() -> None:
    mail = written("See HTML")
    mail.add_alternative("<p>All of the words that somebody meant to say</p>", subtype="html")

    assert parse(mail.as_bytes()).full == "All of the words that somebody meant to say"


def test_images_in_the_text_are_links_to_attachments() -> None:
    mail = written()
    mail.add_alternative('<p>Bild: <img src="cid:pic"> da</p>', subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<pic>")  # type: ignore[union-attr, index]
    message = parse(mail.as_bytes())

    assert f'<img src="{LINK}{message.attachments[0].digest}">' in message.html
    assert message.attachments[0].name == "attachment-2.png"


def test_text_after_an_attachment_is_not_lost() -> None:
    mail = written("first")
    mail.make_mixed()
    mail.add_attachment(b"data", "application", "octet-stream", filename="a.bin")
    mail.attach(written("second"))

    assert parse(mail.as_bytes()).full == "first\n\nsecond"


def test_files_are_kept_as_they_are() -> None:
    mail = written()
    content = bytes(range(256)) * 10
    mail.add_attachment(content, "application", "ms-tnef", filename="winmail.dat")
    mail.add_attachment("log line", "plain", filename="log.txt")
    mail.add_attachment(written("inner"))
    files = parse(mail.as_bytes()).attachments

    assert [(file.name, file.type) for file in files] == [
        ("winmail.dat", "application/ms-tnef"),
        ("log.txt", "text/plain"),
        ("Störung.eml", "message/rfc822"),
    ]
    assert files[0].content == content


def test_a_bounce_refers_to_what_it_gives_back() -> None:
    raw = (
        b"From: mailer-daemon@firm.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nNobody here.\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nStatus: 5.1.1\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ours@vendor.example>\r\n\r\nText\r\n--b--\r\n"
    )
    message = parse(raw)

    assert (message.nature.kind, message.references) == ("bounce", ("ours@vendor.example",))
    assert "Status: 5.1.1" in message.attachments[0].content.decode()


@pytest.mark.parametrize(
    ("raw", "full"),
    [
        (b"", ""),
        (b"\0\0\0", ""),
        (b"no headers at all", "no headers at all"),
        (b"Subject: only\r\n", ""),
        (b"Content-Type: multipart/mixed\r\n\r\nno boundary", "no boundary"),
        (b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nnever closed", "never closed"),
        (b"Content-Type: text/plain; charset=x-none\r\n\r\nSt\xf6rung", "Störung"),
        (b"Content-Transfer-Encoding: base64\r\n\r\n!", "!"),
        (b"Content-Transfer-Encoding: 7bit\r\n\r\nSt\xc3\xb6rung", "Störung"),
        (b"Content-Type: text/html\r\n\r\n<title>t</title><p>only HTML", "only HTML"),
        (b"Content-Type: ;;=\r\n\r\nbody", "body"),
        (b"From: <<>>,,\r\nDate: 99\r\nTo: \xff\r\n\r\nbody", "body"),
        (b"\r\n\r\n" + b"y" * 100_000, "y" * 100_000),
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(raw: bytes, full: str) -> None:
    assert parse(raw).full == full


@pytest.mark.parametrize("depth", [10, 60, 300, 3000])
def test_parts_within_parts_are_kept_however_deep(depth: int) -> None:
    openings = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    message = parse(b"".join(openings) + b"\r\nbottom\r\n")

    assert "bottom" in message.full or b"bottom" in message.attachments[0].content


def test_thirty_megabytes_are_read() -> None:
    mail = written()
    content = os.urandom(22_000_000)
    mail.add_attachment(content, "application", "zip", filename="logs.zip")

    assert parse(mail.as_bytes()).attachments[0].content == content


def test_a_line_without_end_takes_no_time() -> None:
    before = perf_counter()
    parse(written("On " * 40_000, In_Reply_To="<1@x>").as_bytes())

    assert perf_counter() - before < 5


header_names = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "Content-ID",
        "Auto-Submitted",
        "Received",
        "X-Loop",
    ]
)
values = st.binary(max_size=60) | st.sampled_from(
    b"multipart/mixed; boundary=b,multipart/alternative; boundary=b,text/html; charset=utf-7,text/plain,message/rfc822,"
    b"message/delivery-status,base64,quoted-printable,x-uuencode,attachment; filename*=utf-8''%ff%00x,"
    b"attachment; filename*0*=x'y; filename*1=z,=?utf-8?b?/w==?=".split(b",")
)
bodies = st.binary(max_size=80) | st.sampled_from([b"--b\r\n", b"--b--\r\n", b"\r\n", b"begin 644 x\r\n", b"<p>x</p>"])


@given(st.lists(st.tuples(header_names, values) | bodies, max_size=12))
def test_anything_can_be_read(pieces: list[tuple[str, bytes] | bytes]) -> None:
    raw = b"".join(one if isinstance(one, bytes) else one[0].encode() + b": " + one[1] + b"\r\n" for one in pieces)

    assert isinstance(parse(raw), Message)


word = st.from_regex(r"[a-zäöåß0-9]{1,12}", fullmatch=True)
lines = st.lists(word | st.just(">") | st.just("On 1 Nov 2026 x wrote:") | st.just("From: x\nSent: y")).map("\n".join)


@given(
    lines,
    st.sampled_from(["utf-8", "iso-8859-1", "windows-1252"]),
    st.sampled_from(["base64", "quoted-printable", "8bit"]),
)
def test_each_word_is_in_the_full_text_and_in_the_new_or_the_folded(body: str, charset: str, encoding: str) -> None:
    mail = EmailMessage()
    mail.set_content(body, charset=charset, cte=encoding)
    mail["In-Reply-To"] = "<1@x>"
    message = parse(mail.as_bytes())

    assert message.full.split() == body.split()
    assert sorted(f"{message.text} {message.quoted}".split()) == sorted(body.split())
