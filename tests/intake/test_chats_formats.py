"""Conversations as programs export them, each recognised by its content and read without a question."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from facilitator.intake.chats import MEDIA, OTHERS, Conversation, read_conversations
from facilitator.intake.transcript import NotUnderstood

DATA = Path(__file__).parent.parent / "data" / "chats"


def read(name: str) -> Conversation:
    """The first conversation of a file of the data."""
    return read_conversations(DATA / name)[0]


def said(name: str) -> list[tuple[str, str]]:
    """Who posted what, pictures without words left out."""
    return [(post.author, post.text) for post in read(name).said if post.mark != MEDIA]


PHONES = {
    "WhatsApp Chat with Night shift.txt": [
        ("Ana Ruiz", "What do we hand over at six?\n\nOne thing you saw, please."),
        ("Ben Okafor", "The list on the door: nobody reads it"),
        ("+49 170 1234567", "the door at five"),
        ("Ben Okafor", "We paired the new ones with the old ones."),
    ],
    "whatsapp-android-de.txt": [
        ("Jürgen Groß", "Was geben wir weiter?"),
        ("Özlem", "Die Liste an der Tür:\n1. Schlüssel\n2. Licht"),
    ],
    "whatsapp-android-br.txt": [
        ("João", "O que passamos adiante às seis?"),
        ("Conceição", "A lista na porta ninguém lê."),
    ],
    "whatsapp-android-ar.txt": [
        ("ليلى حداد", "ماذا نسلّم في السادسة؟"),
        ("سامي", "القائمة على الباب\nلا يقرؤها أحد"),
    ],
    "whatsapp-android-fa.txt": [("مریم", "ساعت شش چه چیزی را تحویل بدهیم؟"), ("رضا", "فهرست روی در")],
    "whatsapp-ios-en.txt": [
        ("Ana Ruiz", "What do we hand over?"),
        ("Ben", "The door"),
        ("Ana Ruiz", "POLL:\nWhich list?\nOPTION: Door (3 votes)\nOPTION: Board (1 vote)"),
    ],
    "whatsapp-ios-tr.txt": [("İpek Yıldız", "Altıda ne devrediyoruz?"), ("Çağrı", "Kapıdaki liste")],
    "whatsapp-ios-ja.txt": [("田中花子", "六時に何を引き継ぎますか？"), ("佐藤", "ドアのリスト\n誰も読みません")],
}


@pytest.mark.parametrize("name", PHONES)
def test_the_text_of_a_phone_is_read_in_its_language(name: str) -> None:
    """Multi-line messages stay whole; the program's own lines, pictures left out and edit marks are told apart."""
    assert read(name).form == "whatsapp"
    assert said(name) == PHONES[name]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("WhatsApp Chat with Night shift.txt", datetime(2025, 12, 1, 6, 2)),
        ("whatsapp-android-de.txt", datetime(2024, 3, 13, 7, 15)),
        ("whatsapp-android-ar.txt", datetime(2024, 3, 13, 7, 16)),
        ("whatsapp-android-fa.txt", datetime(2024, 3, 13, 7, 15)),
        ("whatsapp-ios-en.txt", datetime(2024, 3, 13, 6, 6)),
        ("whatsapp-ios-ja.txt", datetime(2024, 3, 13, 6, 2)),
    ],
)
def test_times_are_read_in_any_order_digits_and_halves_of_the_day(name: str, last: datetime) -> None:
    """Month or day first, own digits, narrow spaces and marks, twelve hours before and behind the time."""
    assert read(name).said[-1].at == last
    assert not read(name).notes


def test_a_whatsapp_export_is_called_after_its_group_and_lists_what_was_deleted() -> None:
    """The file's name tells the group; a message taken back is named by its place."""
    conversation = read("WhatsApp Chat with Night shift.txt")
    assert conversation.title == "Night shift"
    assert [(place.where, place.why) for place in conversation.skipped] == [("line 9", "Its author deleted it.")]
    assert len(conversation.posts) - len(conversation.said) == 4


def test_mentions_lose_the_marks_around_names(tmp_path: Path) -> None:
    """A name that is spoken to is plain words, so that it can be shortened where posters are not named."""
    file = tmp_path / "chat.txt"
    file.write_text("13/04/2024, 10:30 - Ana: ask @\u2068Ben Okafor\u2069 please\n", encoding="utf-8")
    assert read_conversations(file)[0].said[0].text == "ask @Ben Okafor please"


def test_an_order_nothing_tells_is_said(tmp_path: Path) -> None:
    """Two dates that fit both ways are read day first, and the reader says so."""
    file = tmp_path / "chat.txt"
    file.write_text("03/04/2024, 10:30 - Ana: one\n03/04/2024, 10:31 - Ben: two\n", encoding="utf-8")
    (conversation,) = read_conversations(file)
    assert conversation.said[0].at == datetime(2024, 4, 3, 10, 30)
    assert "whether day or month stands first" in conversation.notes[0]


def test_american_habits_tell_the_order_where_nothing_else_does(tmp_path: Path) -> None:
    """No zero before the month and AM in capitals are American; with a zero they are not. Either way it is said."""
    file = tmp_path / "chat.txt"
    for line, month in (("3/4/24, 9:30\u202fPM - Ana: one\n", 3), ("03/04/24, 9:30\u202fPM - Ana: one\n", 4)):
        file.write_text(line, encoding="utf-8")
        (conversation,) = read_conversations(file)
        assert conversation.said[0].at is not None
        assert conversation.said[0].at.month == month
        assert len(conversation.notes) == 1


def test_the_order_follows_from_time_going_on(tmp_path: Path) -> None:
    """No day is above twelve, but only one order lets time go forward."""
    file = tmp_path / "chat.txt"
    days = ("02/11/2024", "03/01/2024", "03/05/2024")
    file.write_text("".join(f"{day}, 10:30 - Ana: one\n" for day in days), encoding="utf-8")
    (conversation,) = read_conversations(file)
    assert [post.at for post in conversation.said] == [
        datetime(2024, 2, 11, 10, 30),
        datetime(2024, 3, 1, 10, 30),
        datetime(2024, 3, 5, 10, 30),
    ]
    assert conversation.notes == ()


def test_another_calendar_leaves_the_time_out(tmp_path: Path) -> None:
    """Buddhist years are turned into common ones; a Persian year is said to be none of the common calendar."""
    file = tmp_path / "chat.txt"
    file.write_text("12/3/2567 10:30 - Ana: one\n", encoding="utf-8")
    assert read_conversations(file)[0].said[0].at == datetime(2024, 3, 12, 10, 30)
    file.write_text("۱۴۰۲/۱۲/۲۲، ۱۰:۳۰ - مریم: یک\n", encoding="utf-8")
    (conversation,) = read_conversations(file)
    assert conversation.said[0].at is None
    assert "no days of the common calendar" in conversation.notes[0]


def test_the_archive_of_a_phone_is_read_through(tmp_path: Path) -> None:
    """A ZIP with ``_chat.txt`` and pictures beside is the conversation, called after the archive."""
    file = tmp_path / "WhatsApp Chat - Night shift.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(DATA / "whatsapp-ios-en.txt", "_chat.txt")
        packed.writestr("00000012-PHOTO.jpg", b"\xff\xd8\xff")
    (conversation,) = read_conversations(file)
    assert (conversation.title, len(conversation.said)) == ("Night shift", 4)


def test_slack_gives_a_conversation_a_channel_with_names_links_and_threads(tmp_path: Path) -> None:
    """Mentions become names, answers point to what they answer, joins and private talks stay out; ZIP or folder."""
    night, random = read_conversations(DATA / "slack")
    assert (night.title, random.title) == ("#night-shift", "#random")
    assert [(post.author, post.text) for post in night.said] == [
        ("Ana Ruiz", "What do we hand over at six? @here see the list (https://example.org/list) & the board"),
        ("Ben Okafor", ""),
        ("Ben Okafor", "@Ana Ruiz nobody reads the door, ask in #random"),
        ("Reminder", "Handover in ten minutes"),
    ]
    assert [post.reply_to for post in night.said] == ["", "", night.said[0].id, ""]
    assert night.said[1].mark == MEDIA
    assert night.said[0].at == datetime(2024, 3, 12, 10, 23, 20, 200, UTC)
    assert "between us" not in str((night, random))
    packed = shutil.make_archive(str(tmp_path / "export"), "zip", DATA / "slack")
    assert [one.posts for one in read_conversations(Path(packed))] == [night.posts, random.posts]


def test_one_day_of_a_slack_channel_is_a_conversation() -> None:
    """Without the lists beside, people keep the ids the file has."""
    (conversation,) = read_conversations(DATA / "slack" / "random" / "2024-03-12.json")
    assert [(post.author, post.text) for post in conversation.said] == [("U02BEN", "Coffee?")]


def test_a_mastodon_outbox_gives_words_answers_and_boosts_as_others_posts() -> None:
    """HTML becomes words, a boost is a post of somebody else, what went to single people stays out."""
    conversation = read("outbox.json")
    assert [(post.author, post.text, post.mark) for post in conversation.said] == [
        (
            "@ana@social.example",
            "What do we hand over at six? #nightshift\n\nOne thing, please & thanks\nnow",
            "",
        ),
        ("@ana@social.example", "long\n\nThe door: https://example.org/a/b", ""),
        ("@ben@other.example", "https://other.example/users/ben/statuses/77", OTHERS),
        ("@ana@social.example", "", MEDIA),
    ]
    assert conversation.said[1].reply_to == conversation.said[0].id
    assert [place.why for place in conversation.skipped] == ["It was written to single people."]


@pytest.mark.parametrize("name", ["zoom-new.txt", "zoom-old.txt", "zoom-de.txt"])
def test_a_meetings_chat_leaves_out_what_went_to_single_people(name: str) -> None:
    """Old form, newer form, another language; nothing private is read."""
    conversation = read(name)
    assert conversation.form == "zoom"
    assert "between us" not in str(conversation.posts)
    assert "unter uns" not in str(conversation.posts)
    assert len(conversation.said) >= 2


def test_a_meetings_chat_keeps_answers_and_places_past_midnight() -> None:
    """What *replying to* quotes is what it answers; times of day become places from the beginning."""
    new, old = read("zoom-new.txt"), read("zoom-old.txt")
    assert new.said[1].text == "The list on the door\nnobody reads it"
    assert new.said[1].reply_to == new.said[0].id
    assert [post.offset_ms for post in old.said] == [0, 8_000, 80_000]
    assert [post.text for post in old.said] == ["Was geben wir weiter?", "Die Liste: Tür", "gut"]


def test_a_transcript_is_a_conversation_too() -> None:
    """Captions with names go through the readers of transcripts."""
    assert said("teams.vtt") == [("Ana Ruiz", "What do we hand over at six?"), ("Ben Okafor", "The list on the door.")]


def test_a_transcript_saved_as_a_document_is_read(tmp_path: Path) -> None:
    """Paragraphs of a document with a name and a time above the words."""
    paragraphs = ["Handover-20240312_100000-Meeting Recording", "March 12, 2024, 10:00AM", "12m 5s"]
    paragraphs += [
        "Ana Ruiz started transcription",
        "Ana Ruiz   0:03",
        "What do we hand over at six?",
        "Ben Okafor   0:07",
        "The list &amp; the door.",
    ]
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>' for words in paragraphs)
    file = tmp_path / "meeting.docx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", f'<?xml version="1.0"?><w:document><w:body>{body}</w:body></w:document>')
    (conversation,) = read_conversations(file)
    assert [(post.author, post.text) for post in conversation.said] == [
        ("Ana Ruiz", "What do we hand over at six?"),
        ("Ben Okafor", "The list & the door."),
    ]


def test_mail_gives_each_persons_own_words() -> None:
    """Quotations, what announces them, signatures and list footers go; encodings, HTML and threads are read."""
    conversation = read("handover.mbox")
    assert conversation.title == "What do we hand over?"
    assert [(post.author, post.text, post.reply_to) for post in conversation.said] == [
        ("Ana Ruiz", "What do we hand over at six?\n\nFrom my side one thing: the door.", ""),
        ("Jürgen Groß", "Die Liste an der Tür.", "<1@example.org>"),
        ("Okafor, Ben", "Nobody reads it & nobody asks.", "<2@example.org>"),
    ]
    assert conversation.said[0].at == datetime(2024, 3, 12, 10, 4, tzinfo=timezone(timedelta(hours=1)))
    assert [place.why for place in conversation.skipped] == ["It has no words of its own."]


def test_tables_say_who_wrote_what_and_what_it_answers() -> None:
    """Columns are known by their names in several languages, delimiter and encoding by the content."""
    german, english = read("posts-de.csv"), read("posts-en.csv")
    assert [(post.author, post.text, post.reply_to) for post in german.said] == [
        ("Jürgen Groß", "Was geben wir weiter?", ""),
        ("Özlem", "Die Liste; an der Tür\nund das Licht", "1"),
        ("Jürgen Groß", "gut", "2"),
    ]
    assert german.said[1].at == datetime(2024, 3, 12, 10, 9)
    assert english.said[1].reply_to == english.said[0].id == "a1"


def test_names_of_files_do_not_matter(tmp_path: Path) -> None:
    """Every kind is known by what is in it."""
    for name, form in (
        ("WhatsApp Chat with Night shift.txt", "whatsapp"),
        ("outbox.json", "mastodon"),
        ("zoom-new.txt", "zoom"),
        ("handover.mbox", "mail"),
        ("teams.vtt", "transcript"),
    ):
        file = tmp_path / "export.dat"
        shutil.copyfile(DATA / name, file)
        assert read_conversations(file)[0].form == form


@pytest.mark.parametrize(
    "content",
    [
        "2024-03-12 10:30:15 - INFO: started\n2024-03-12 10:30:16 - ERROR: stopped\n",
        "Dear all,\n\nthis is a letter without anybody's name before a colon.\n",
        json.dumps({"orderedItems": "none"}),
        "<html><body>hello</body></html>",
    ],
)
def test_what_is_no_conversation_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    """A log, a letter, a web page: nothing of it is taken, and the sentence names the file."""
    file = tmp_path / "other.txt"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(NotUnderstood) as refusal:
        read_conversations(file)
    assert "other.txt" in str(refusal.value)
