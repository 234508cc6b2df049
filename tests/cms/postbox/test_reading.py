"""Reading mail that was made to be hard to read: broken in every place, and as long as it may be."""

import random
import time

import pytest

from cms.postbox.automatic import why_automatic
from cms.postbox.letters import WORDS, Unreadable, files_of, key_of, read_letter, text_of
from cms.postbox.plain import from_html
from cms.postbox.quotes import written_in
from tests.factories.mails import a_mail, cases

SEEDS = 6  # broken versions of each mail
LIKE_MAIL = "On Monday at 10:12 x@y.example wrote:\n"


def read(raw):
    """All that is read before anybody decides."""
    try:
        letter = read_letter(raw)
        text = text_of(letter)
        files = files_of(letter)
    except Unreadable:
        return ""
    why_automatic(letter)
    found = written_in(text, name=letter.sender_name, ours={"no-reply@intranet.example"})
    for one in (found, letter.subject, letter.sender_name, letter.message_id, *(file.name for file in files)):
        one.encode()  # what a database takes
        assert "\0" not in one
    return found


@pytest.mark.parametrize("words", ["<a ", "<!-- x>", "</", '<a b="', "<?", "&"])
def test_html_that_never_ends_takes_little_processor_time(words):
    began = time.process_time()
    assert from_html("One<br>two " + words * (WORDS // len(words))).startswith("One\ntwo")
    assert time.process_time() - began < 5


def test_headers_longer_than_any_mails_are_not_read():
    raw = a_mail("Hello", sender="pat@council.example", to="reply+x@y.example")
    read_letter(raw)
    raw = raw.replace(b"Subject:", b"X-More: " + b"a=b; " * 30_000 + b"\nSubject:", 1)
    with pytest.raises(Unreadable, match="longer"):
        read_letter(raw)


def test_mails_broken_anywhere_are_read_as_far_as_they_go_and_stop_nothing():
    chosen = random.Random(6)
    for case in cases():
        whole = case.written(me="pat@council.example", reply="reply+x@y.example")
        for _ in range(SEEDS):
            raw = bytearray(whole)
            for _ in range(chosen.randint(1, 12)):
                raw[chosen.randrange(len(raw))] = chosen.choice(b'\x00\xff\xd8<>:;=\n"\\ -')
            cut = chosen.randrange(len(raw)) if chosen.random() < 0.3 else len(raw)
            read(bytes(raw[:cut]))
            assert len(key_of(bytes(raw[:cut]))) == 64


@pytest.mark.parametrize("charset", ["idna", "undefined", "base64", "utf-7", "unicode_escape", "no-such", "utf-16"])
def test_charsets_that_are_none_or_hold_half_characters(charset):
    raw = a_mail("", sender="pat@council.example", to="x@y.example", Content_Type=f"text/plain; charset={charset}")
    assert isinstance(read(raw + b"Yes \\ud800 +2AA- \xe9\xff\x00."), str)


@pytest.mark.parametrize(
    "words",
    [
        ">" * WORDS,
        "> \n" * (WORDS // 3),
        ">x\nx\n" * (WORDS // 5),
        "Regards\n" * (WORDS // 8),
        "Regards\n" + "\n" * WORDS,
        "From: x\n\n" * (WORDS // 9),
        LIKE_MAIL * (WORDS // len(LIKE_MAIL)),
        "__________\n" * (WORDS // 11) + "x",
        "1(" * (WORDS // 2),
        "This e-mail " * (WORDS // 12),
        "- item\n" * (WORDS // 7),
    ],
    ids=lambda words: repr(words[:12]),
)
def test_the_longest_mail_takes_steps_in_proportion_to_its_length(words):
    """Each of these took minutes with patterns that look back; the job would be stopped after one."""
    assert isinstance(written_in(words, name="Pat Sample", ours={"x@y.example"}), str)


def test_html_that_never_closes_and_nests_without_end():
    deep = "<blockquote>" * 3000 + "words" + "</blockquote>" * 3000
    for html in (deep, "<div style='display:none'>" * 2000 + "x", "<p>Yes<br><b>", "<a href='http://x'>" * 2000):
        raw = a_mail(html, sender="pat@council.example", to="x@y.example", Content_Type="text/html")
        assert isinstance(read(raw), str)
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(400))
    assert read(b"From: pat@council.example\nMIME-Version: 1.0\n" + nested) == ""
