"""The file itself, read back by other programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.platypus import PageBreak

from facilitator.export.text import FontBook, Span, Text, TextStyle, draw_line, missing_in, new_canvas

STYLE = TextStyle(size=11, leading=16)

MORE = {
    "km": "មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។",
    "lo": "ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ, ສິດທິ, ເສລີພາບແລະຄວາມສະເໝີພາບເທົ່າທຽມກັນ.",
    "my": "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ မွေးဖွားလာသူများ ဖြစ်သည်။",
    "te": "ప్రతిపత్తిస్వత్వముల విషయమున మానవులెల్లరును జన్మతః స్వతంత్రులును సమానులును నగుదురు.",
    "kn": "ಎಲ್ಲಾ ಮಾನವರೂ ಸ್ವತಂತ್ರರಾಗಿಯೇ ಜನಿಸಿದ್ಧಾರೆ. ಹಾಗೂ ಘನತೆ ಮತ್ತು ಹಕ್ಕುಗಳಲ್ಲಿ ಸಮಾನರಾಗಿದ್ದಾರೆ.",
    "ml": "മനുഷ്യരെല്ലാവരും തുല്യാവകാശങ്ങളോടും അന്തസ്സോടും സ്വാതന്ത്ര്യത്തോടുംകൂടി ജനിച്ചിട്ടുള്ളവരാണ്‌.",
    "gu": "પ્રતિષ્ઠા અને અધિકારોની દૃષ્ટિએ સર્વ માનવો જન્મથી સ્વતંત્ર અને સમાન હોય છે.",
    "pa": "ਸਾਰਾ ਮਨੁੱਖੀ ਪਰਿਵਾਰ ਆਪਣੀ ਮਹਿਮਾ, ਸ਼ਾਨ ਅਤੇ ਹੱਕਾਂ ਦੇ ਪੱਖੋਂ ਜਨਮ ਤੋਂ ਹੀ ਆਜ਼ਾਦ ਹੈ ।",
    "or": "ସବୁ ମନୁଷ୍ୟ ଜନ୍ମକାଳରୁ ସ୍ୱାଧୀନ ଏବଂ ମର୍ଯ୍ୟାଦା ଓ ଅଧିକାରରେ ସମାନ।",
    "si": "සියලු මනුෂ්‍යයෝ නිදහස්ව උපත ලබා ඇත. ගරුත්වයෙන් හා අයිතිවාසිකම්වලින් සමාන වෙති.",
    "bo": "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང༌། ཐོབ་ཐངགི་རང་དབང་འདྲ་མཉམ་དུ་ཡོད་ལ།",
    "ti": "ብመንፅር ክብርን መሰልን ኩሎም ሰባት እንትውለዱ ነፃን ማዕሪን እዮም።",
    "yo": "Gbogbo ènìyàn ni a bí ní òmìnira; ẹ̀tọ́ ọ̀gbẹ́ni",
    "grc": "Ἐν ἀρχῇ ἐποίησεν ὁ Θεὸς τὸν οὐρανόν",
    "ipa": "[ˈfɹiːdəm] t͡ʃ ɔ̃ʊ̯",
    "signs": "≤ ✓ ★ → ∑ 𝔘𝔫𝔦 😀 👍🏽 👨‍👩‍👧 ❤️ ☎ № ½ ‰",
}
"""Left-to-right texts beyond those of scripts.json."""

RTL = {
    "ar": "يُولَدُ جَمِيعُ النَّاسِ أَحْرَارًا مُتَسَاوِينَ فِي الكَرَامَةِ وَالحُقُوقِ",
    "he": "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ",
    "ur": "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں",
    "fa": "می‌خواهم همه دارای عقل و وجدان",
    "dv": "ހުރިހާ އިންސާނުންވެސް އުފަންވަނީ",
    "syr": "ܟܠ ܒܪܢܫܐ ܒܪܝܠܗ ܚܐܪܐ",
}


def mixed(text: str) -> str:
    """The text with a bracketed number, a time and a Latin name inside."""
    words = text.split(" ", 2)
    return " ".join([*words[:2], "(2026) 15:30 José", *words[2:]])


def test_left_to_right_scripts_are_extracted_exactly(
    build: Callable[..., Path],
    read: Callable[[Path], list[str]],
    plain: Callable[[str], str],
    scripts: list[dict[str, str]],
    book: FontBook,
) -> None:
    """For every script that runs left to right, wrapped and mixed, what is copied from the page is what was said."""
    texts = [mixed(t["text"]) for t in scripts if t["direction"] == "ltr"] + [mixed(t) for t in MORE.values()]
    path = build([f for t in texts for f in (Text(t, STYLE), PageBreak())], width=180)
    pages = read(path)
    for text, page in zip(texts, pages, strict=False):
        assert plain(page) == plain(text)
    assert not book.missing


def test_hyphens_survive_line_ends(
    build: Callable[..., Path], read: Callable[[Path], list[str]], plain: Callable[[str], str]
) -> None:
    """A hyphen that somebody said is never taken for one of typesetting, wherever the lines end."""
    text = "twenty- four well-known e-petitions , I - I - we- they'd https://a-b.example/c-d-e-f-g-h-i --- no-\nso-"
    story = [f for size in range(16, 44) for f in (Text(text, TextStyle(size=size / 2, leading=24)), PageBreak())]
    for page in read(build(story, width=110)):
        assert plain(page) == plain(text)


def test_right_to_left_words_are_extracted(
    build: Callable[..., Path], read: Callable[[Path], list[str]], plain: Callable[[str], str]
) -> None:
    """Words that run right to left, with their vowels, are extracted in reading order."""
    pages = read(build([f for t in RTL.values() for f in (Text(t, STYLE), PageBreak())], width=180))
    for text, page in zip(RTL.values(), pages, strict=False):
        assert plain(page) == plain(text)


def test_a_vowel_at_the_end_stays_with_its_word(
    build: Callable[..., Path], read: Callable[[Path], list[str]], plain: Callable[[str], str]
) -> None:
    """On a page that runs to the right a word's last vowel is not torn off, with a full stop behind it or without."""
    english = "This line makes the page run from left to right for every reader of it."
    words = ["حسناً", "جميعاً.", "شكرًا!", "מַלְכֵּנוּ.", "ސަލާމް."]
    page = [f for word in words for f in (Text(english, STYLE), Text(word, STYLE))]
    found = plain(read(build(page, width=400))[0])
    for word in words:
        assert plain(word.rstrip(".!")) in found


def test_mixed_right_to_left_lines(
    build: Callable[..., Path],
    read: Callable[[Path], list[str]],
    plain: Callable[[str], str],
    scripts: list[dict[str, str]],
) -> None:
    """With digits and brackets inside, every character is there once, and the layout's lines read as the text does."""
    texts = [mixed(t["text"]) for t in scripts if t["direction"] == "rtl"]
    flowables = [Text(t, STYLE) for t in texts]
    pages = read(build([f for t in flowables for f in (t, PageBreak())], width=180))
    for text, page, flowable in zip(texts, pages, flowables, strict=False):
        assert sorted(plain(page)) == sorted(plain(text))
        flowable.wrap(180, 1000)
        assert "".join(line.text for line in flowable.lines) == text


def test_only_embedded_fonts(
    build: Callable[..., Path], tool: Callable[..., str], scripts: list[dict[str, str]]
) -> None:
    """Every font lies in the file with its Unicode map; there is no Helvetica; qpdf finds nothing wrong."""
    path = build([Text([Span("Ann ", weight=700), Span(t["text"])], STYLE) for t in scripts])
    rows = tool("pdffonts", path).splitlines()[2:]
    assert len(rows) > 10
    for row in rows:
        assert re.search(r"CID TrueType\s+Identity-H\s+yes yes yes", row), row
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", path)


def test_missing_characters_are_boxes(
    build: Callable[..., Path],
    read: Callable[[Path], list[str]],
    tool: Callable[..., str],
    tmp_path: Path,
    book: FontBook,
) -> None:
    """What no font shows is drawn as a box with its code, is still copied as itself, and is counted for the note."""
    path = build([Text("cuneiform \U00012000\U00012000 and private \ue000", TextStyle(size=30, leading=40))])
    assert book.missing == {"U+12000": 2, "U+E000": 1}
    assert "\U00012000" in read(path)[0]
    assert missing_in(["\U00012000 a", "عربي", "\U00012000"]) == {"U+12000": 2}
    tool("pdftoppm", "-r", "50", "-png", path, tmp_path / "page")
    from PIL import Image

    picture = Image.open(tmp_path / "page-1.png").convert("RGB")
    data = picture.tobytes()
    reds = sum(r > g + 60 for r, g in zip(data[::3], data[1::3], strict=True))
    assert reds > 100


def test_controls_become_visible(build: Callable[..., Path], read: Callable[[Path], list[str]]) -> None:
    """Control characters and lone surrogates are shown as U+FFFD, tabs as spaces."""
    assert read(build([Text("a\x00b\x1bc\ud800d\te\x9bf", STYLE)]))[0].strip() == "a\ufffdb\ufffdc\ufffdd e\ufffdf"


def test_document_says_what_it_is(build: Callable[..., Path], tool: Callable[..., str]) -> None:
    """Title, author and language stand in the file, and viewers are told to show the title."""
    import pypdf

    path = build([Text("Hello", STYLE)], title="Nachtübergabe 4B", author="Zoë", lang="de")
    with pypdf.PdfReader(path) as reader:
        root: Any = reader.trailer["/Root"].get_object()
        assert reader.metadata is not None
        assert (reader.metadata.title, reader.metadata.author) == ("Nachtübergabe 4B", "Zoë")
        assert root["/Lang"] == "de"
        assert root["/ViewerPreferences"].get_object()["/DisplayDocTitle"].value is True


def test_lines_for_headers(tmp_path: Path, book: FontBook, read: Callable[[Path], list[str]]) -> None:
    """A header line is drawn at its place and ends with an ellipsis where the room ends."""
    path = tmp_path / "header.pdf"
    canvas = new_canvas(str(path), pagesize=(300, 100), title="x")
    assert draw_line(canvas, 20, 80, "Night handover, Ward 4B, with a very long title", STYLE, max_width=120) <= 120
    width = draw_line(canvas, 280, 50, "page 7", TextStyle(size=11, align="end"))
    assert 20 < width < 60
    canvas.save()
    text = read(path)[0]
    assert re.search(r"Night handover.*…", text)
    assert "page 7" in text


def test_same_words_same_file(build: Callable[..., Path], scripts: list[dict[str, str]], book: FontBook) -> None:
    """Rendering twice gives the same glyph programs: the order of use decides everything."""
    from pypdf import PdfReader

    sizes = []
    for _ in range(2):
        with PdfReader(build([Text(t["text"], STYLE) for t in scripts])) as reader:
            fonts: Any = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
            sizes.append(sorted((str(v.get_object()["/BaseFont"])) for v in fonts.values()))
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_weights(book: FontBook, weight: int) -> None:
    """Each weight of Latin text has its own face; scripts without a bold one are drawn bolder."""
    from facilitator.export.text import natural_width

    assert book.primary(weight).file.weight == weight
    style = TextStyle(weight=weight)
    assert natural_width("ไทย", style) == pytest.approx(natural_width("ไทย", TextStyle()))
    thai = book.choose("ไ", "Thai", weight, "", False, None)
    assert thai is not None
    assert thai.fake_bold == (weight >= 600)
