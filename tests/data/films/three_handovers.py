"""Draws the film of the sample session and writes its captions: ``python three_handovers.py FOLDER`` (needs ffmpeg).

It was run once; the program ships what it made (``resources/samples/night-handover``). Everything in it is drawn,
worded and sounded here.
"""

from __future__ import annotations

import array
import math
import os
import subprocess
import sys
import wave
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen

WIDE, HIGH, RATE, LONG, SOUND = 640, 360, 10, 362, 16_000

# Seconds from and to, who (n: the night nurse, d: the day nurse, p: a patient, a noise, or nobody), English, German.
LINES: list[tuple[float, float, str, str, str]] = [
    (0.5, 4, "", "Ward 4B. Ten to seven in the morning.", "Station 4B. Zehn vor sieben am Morgen."),
    (6, 9, "n", "You are early.", "Du bist früh dran."),
    (10, 14, "d", "I could not sleep. How was the night?", "Ich konnte nicht schlafen. Wie war die Nacht?"),
    (15, 20, "n", "Full. Sixteen beds, and two in the corridor.", "Voll. Sechzehn Betten, und zwei auf dem Flur."),
    (22, 25, "phone", "[The phone rings.]", "[Das Telefon klingelt.]"),
    (26, 29.5, "n", "Ward 4B. Yes. No, not yet.", "Station 4B. Ja. Nein, noch nicht."),
    (30, 34, "n", "Where was I? Bed one. Slept well.", "Wo war ich? Bett eins. Gut geschlafen."),
    (36, 40, "n", "Bed two wants to go home.", "Bett zwei will nach Hause."),
    (42, 45, "bell", "[The doorbell rings.]", "[Es läutet an der Tür.]"),
    (46, 49, "n", "One moment. Visitors, at this hour.", "Moment. Besuch, um diese Zeit."),
    (50, 54, "n", "Bed three. Or did I say bed three?", "Bett drei. Oder hatte ich Bett drei schon?"),
    (55, 60, "d", "You said two. Has she been out of bed?", "Du warst bei zwei. War sie schon auf?"),
    (61, 64, "n", "I think so. It is all written down.", "Ich glaube ja. Es steht ja alles da."),
    (66, 70, "d", "On the screen, or in the book?", "Am Bildschirm oder im Buch?"),
    (71, 74, "bell", "[Somebody calls from bay one.]", "[Jemand ruft aus Zimmer eins.]"),
    (75, 79, "n", "That was the third. We go on later.", "Das war das dritte Mal. Wir machen später weiter."),
    (82, 86, "", "Five past seven. The same two again.", "Fünf nach sieben. Wieder die beiden."),
    (88, 92, "n", "Bed four: antibiotics at six.", "Bett vier: Antibiotikum um sechs."),
    (93, 97, "n", "Bed five: wait, I look it up.", "Bett fünf: Moment, ich sehe nach."),
    (99, 104, "d", "You look at yours, and I look at mine.", "Du schaust auf deinen, ich auf meinen."),
    (106, 110, "n", "Bed six. His sugar was low.", "Bett sechs. Sein Zucker war niedrig."),
    (112, 115, "d", "At three?", "Um drei?"),
    (116, 119, "phone", "[The phone rings.]", "[Das Telefon klingelt.]"),
    (120, 124, "n", "Leave it. They will ring again.", "Lass. Die rufen wieder an."),
    (126, 130, "d", "Who changed the dose?", "Wer hat die Dosis geändert?"),
    (132, 136, "n", "The doctor, by phone. It is in the book.", "Der Arzt, am Telefon. Es steht im Buch."),
    (138, 142, "d", "And on the screen?", "Und am Bildschirm?"),
    (144, 149.5, "n", "Twelve. No, ten. He had not eaten.", "Zwölf. Nein, zehn. Er hatte nichts gegessen."),
    (152, 158, "d", "Here, on this sheet. We can both read it.", "Hier, auf diesem Blatt. Das können wir beide lesen."),
    (160, 164, "n", "That is better.", "Das ist besser."),
    (166, 171, "d", "You have been up since nine. Will you not sit?", "Du bist seit neun auf. Setz dich doch."),
    (172, 175, "n", "If I sit down, I do not get up again.", "Wenn ich sitze, stehe ich nicht mehr auf."),
    (177, 180, "d", "And bay two?", "Und Zimmer zwei?"),
    (
        181,
        186,
        "n",
        "“Bay two was quiet. Nothing special, really.”",
        "„Zimmer zwei war ruhig. Nichts Besonderes, wirklich.“",
    ),
    (188, 192, "", "[He looks at the clock.]", "[Er sieht auf die Uhr.]"),
    (194, 198, "", "Half past seven. Bay two.", "Halb acht. Zimmer zwei."),
    (200, 204, "bell", "[A bell rings, and goes on ringing.]", "[Eine Klingel läutet und hört nicht auf.]"),
    (206, 211, "d", "Bed nine has fallen. Nobody knows when.", "Bett neun ist gestürzt. Niemand weiß, wann."),
    (214, 218, "d", "Quiet, he had said.", "Ruhig, hat er gesagt."),
    (222, 227, "", "The same night, told another way.", "Dieselbe Nacht, anders erzählt."),
    (230, 234, "d", "Sit down. The others have the phone.", "Setz dich. Das Telefon haben die anderen."),
    (
        236,
        241,
        "n",
        "Bay two. First what worries me: bed nine.",
        "Zimmer zwei. Zuerst, was mir Sorgen macht: Bett neun.",
    ),
    (243, 248, "n", "He gets up at five, for the tea at six.", "Er steht um fünf auf, für den Tee um sechs."),
    (250, 255, "d", "So somebody has to be there. Who was it?", "Also muss jemand da sein. Wer war es?"),
    (257, 261, "n", "I was. Tomorrow it has to be you.", "Ich. Morgen musst du es sein."),
    (
        263,
        268,
        "n",
        "Bed six had not eaten, so ten units. The doctor signs at ten.",
        "Bett sechs hatte nichts gegessen, also zehn Einheiten. Der Arzt zeichnet um zehn ab.",
    ),
    (270, 274, "d", "Not eaten, ten units, signed at ten.", "Nichts gegessen, zehn Einheiten, Unterschrift um zehn."),
    (276, 279, "n", "Yes. That is it.", "Ja. Genau."),
    (282, 287, "n", "Bed two knows more than I do. Ask her.", "Bett zwei weiß mehr als ich. Frag sie."),
    (290, 294, "d", "Shall we go to her together?", "Gehen wir zusammen zu ihr?"),
    (297, 302, "", "[They go to the bed.]", "[Sie gehen zum Bett.]"),
    (304, 309, "d", "I hear you want to go home.", "Sie möchten nach Hause, höre ich."),
    (
        311,
        316,
        "p",
        "Yes. Who tells my daughter about the tablets?",
        "Ja. Wer erklärt meiner Tochter die Tabletten?",
    ),
    (319, 325, "n", "Nobody wrote that down. I do it now.", "Das hat niemand aufgeschrieben. Ich tue es jetzt."),
    (328, 332, "d", "Thank you. Now I can begin.", "Danke. Jetzt kann ich anfangen."),
    (335, 339, "n", "And I can sleep.", "Und ich kann schlafen."),
    (342, 346, "n", "One more thing.", "Noch etwas."),
    (348, 353, "n", "No. That was all.", "Nein. Das war alles."),
    (356, 361, "", "Three handovers, one ward.", "Drei Übergaben, eine Station."),
]

NIGHT, DAY, SKIN_A, SKIN_B = QColor("#4f8f9a"), QColor("#a5566b"), QColor("#c98f6b"), QColor("#8a5a3c")


def saying(at: float) -> str:
    """Who speaks at a moment, or what sounds."""
    return next((who for start, end, who, _en, _de in LINES if start <= at < end and who), "")


def box(painter: QPainter, colour: str, x: float, y: float, w: float, h: float, r: float = 4) -> None:
    """A flat shape."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(x, y, w, h), r, r)


def nurse(
    painter: QPainter, x: float, y: float, left: bool, turn: float, talks: bool, at: float, tall: float = 80
) -> None:
    """A person behind the desk: shoulders, head, hair, and a mouth that moves when it speaks."""
    painter.setPen(Qt.PenStyle.NoPen)
    body = QPainterPath()
    body.addRoundedRect(QRectF(x - 42, y + 32, 84, tall), 40, 40)
    painter.setBrush(NIGHT if left else DAY)
    painter.drawPath(body)
    painter.setBrush(SKIN_A if left else SKIN_B)
    head = QPointF(x + turn, y)
    painter.drawEllipse(head, 25, 26)
    painter.setBrush(QColor("#2a2320" if left else "#161110"))
    hair = QPainterPath()
    hair.moveTo(head + QPointF(-26, -4))
    hair.arcTo(QRectF(head.x() - 26, head.y() - 28, 52, 50), 175, -170)
    hair.closeSubpath()
    painter.drawPath(hair)
    if not left:
        painter.drawRoundedRect(QRectF(head.x() + 18, head.y() - 8, 9, 36), 4, 4)
    painter.setBrush(QColor("#2a1a16"))
    opens = 1.5 + (2.5 if talks and int(at * 5) % 2 else 0)
    painter.drawEllipse(head + QPointF(turn * 0.8, 13), 5, opens)


def draw(at: float) -> QImage:
    """The picture at a moment."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB888)
    image.fill(QColor("#1b2733"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    who = saying(at)
    dawn = min(max((at - 80) / 240, 0), 1)
    box(painter, "#16202b", 0, 250, WIDE, 110, 0)
    box(painter, "#25374a", 30, 36, 200, 122)
    for row in range(4):
        y = 58 + row * 21
        box(painter, "#4c6a8a", 44, y, (92, 128, 70, 112)[row], 5, 2)
        late = at >= 200 and at < 222 and row == 2 and int(at * 2) % 2
        box(painter, "#d9573f" if late else "#d9a640", 178, y, 36, 5, 2)
    box(painter, "#21303f", 430, 30, 140, 220, 0)
    sky = QColor("#0f1820")
    sky = QColor.fromRgbF(
        sky.redF() + (0.62 - sky.redF()) * dawn * 0.8,
        sky.greenF() + (0.44 - sky.greenF()) * dawn * 0.8,
        sky.blueF() + (0.38 - sky.blueF()) * dawn * 0.6,
    )
    box(painter, sky.name(), 444, 48, 112, 84, 0)
    painter.setBrush(QColor("#eadfc4"))
    painter.drawEllipse(QPointF(528 - 50 * dawn, 74 + 26 * dawn), 12, 12)
    clock = QPointF(596, 62)
    painter.setBrush(QColor("#dfe6ec"))
    painter.drawEllipse(clock, 20, 20)
    painter.setPen(QPen(QColor("#1b2733"), 2))
    minute = (50 + (at / LONG) * 45) / 60 * 2 * math.pi
    painter.drawLine(clock, clock + QPointF(15 * math.sin(minute), -15 * math.cos(minute)))
    painter.drawLine(
        clock, clock + QPointF(9 * math.sin(6.9 / 12 * 2 * math.pi), -9 * math.cos(6.9 / 12 * 2 * math.pi))
    )
    if at < 297:
        _desk(painter, at, who)
    else:
        _bedside(painter, at, who)
    painter.end()
    return image


def _desk(painter: QPainter, at: float, who: str) -> None:
    sits = at >= 230
    y = 172 if sits else 150
    looks = -9.0 if 186 <= at < 200 else 5.0
    clocks = 12.0 if 186 <= at < 194 else looks
    nurse(painter, 200, y, True, clocks if who != "phone" else -6, who == "n", at)
    nurse(painter, 400, y, False, -5.0 if at < 200 or sits else 6.0, who == "d", at)
    cone = QPainterPath()
    cone.moveTo(264, 102)
    cone.lineTo(294, 102)
    cone.lineTo(330, 216)
    cone.lineTo(228, 216)
    painter.fillPath(cone, QColor(240, 214, 138, 34))
    box(painter, "#f0d68a", 260, 78, 38, 24, 6)
    box(painter, "#3a5468", 276, 102, 7, 110, 0)
    box(painter, "#36535f", 130, 216, 366, 17, 4)
    box(painter, "#2b424e", 146, 233, 334, 76, 0)
    if 150 <= at < 200 or sits:
        box(painter, "#e9eff2", 290, 190, 48, 26, 3)
        box(painter, "#7f95a4", 298, 198, 30, 3, 1)
        box(painter, "#7f95a4", 298, 205, 20, 3, 1)
    elif at < 150:
        box(painter, "#0e151c", 226, 186, 44, 30, 3)
        box(painter, "#0e151c", 342, 186, 44, 30, 3)
        box(painter, "#3f6d8f", 230, 190, 36, 22, 2)
        box(painter, "#3f6d8f", 346, 190, 36, 22, 2)
    if not sits:
        ring = who == "phone" and int(at * 5) % 2
        box(painter, "#d9573f" if ring else "#11181f", 444, 200, 34, 16, 5)


def _bedside(painter: QPainter, at: float, who: str) -> None:
    nurse(painter, 150, 170, True, 6.0, who == "n", at, 150)
    nurse(painter, 470, 170, False, -6.0, who == "d", at, 150)
    box(painter, "#dfe6ec", 196, 206, 230, 20, 8)
    box(painter, "#6f8798", 196, 222, 230, 46, 6)
    painter.setBrush(QColor("#d8a27e"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(250, 192), 21, 21)
    painter.setBrush(QColor("#c9ccd0"))
    painter.drawPie(QRectF(228, 169, 44, 44), 20 * 16, 150 * 16)
    painter.setBrush(QColor("#2a1a16"))
    painter.drawEllipse(QPointF(254, 202), 4, 1.5 + (2 if who == "p" and int(at * 5) % 2 else 0))


def sound() -> array.array[int]:
    """A hummed line for each who speaks, in their own pitch; bells for what rings. Silence else."""
    made = array.array("h", bytes(2 * SOUND * LONG))
    pitches = {"n": 135.0, "d": 205.0, "p": 175.0}
    for start, end, who, words, _de in LINES:
        if who in pitches:
            count = max(len(words) // 3, 2)
            for syllable in range(count):
                begin = start + 0.1 + syllable * min(0.2, (end - start - 0.4) / count)
                pitch = pitches[who] * (1 + 0.08 * math.sin(syllable * 1.7 + start))
                _tone(made, begin, 0.15, pitch, 900)
        elif who:
            for ring in range(int((end - start) * 2)):
                _tone(made, start + ring * 0.5, 0.3, 880 if who == "phone" else 660, 700)
    return made


def _tone(made: array.array[int], start: float, long: float, pitch: float, loud: float) -> None:
    count = int(long * SOUND)
    first = int(start * SOUND)
    for place in range(count):
        rise = math.sin(math.pi * place / count)
        turn = 2 * math.pi * pitch * place / SOUND
        made[first + place] += int(loud * rise * (math.sin(turn) + 0.3 * math.sin(2 * turn)))


def stamp(seconds: float) -> str:
    """A time as WebVTT writes it."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02d}:{rest:06.3f}"


def main(folder: Path) -> None:
    """Write film and captions into a folder."""
    for language, place in (("en", 3), ("de", 4)):
        lines = ["WEBVTT", f"Language: {language}", ""]
        for line in LINES:
            lines += [f"{stamp(line[0])} --> {stamp(line[1])}", str(line[place]), ""]
        (folder / f"three-handovers.{language}.vtt").write_text("\n".join(lines), "utf-8")
    with wave.open(str(folder / "sound.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND)
        file.writeframes(sound().tobytes())
    command = f"""ffmpeg -y -loglevel error -f rawvideo -pix_fmt rgb24 -s {WIDE}x{HIGH} -r {RATE} -i - -i sound.wav
        -map_metadata -1 -c:v libvpx-vp9 -crf 40 -b:v 0 -g 200 -row-mt 1 -cpu-used 3 -pix_fmt yuv420p
        -c:a libopus -b:a 8k -vbr on -application audio -shortest three-handovers.webm"""
    with subprocess.Popen(command.split(), stdin=subprocess.PIPE, cwd=folder) as work:
        assert work.stdin is not None
        for frame in range(LONG * RATE):
            image = draw(frame / RATE)
            work.stdin.write(bytes(image.constBits())[: WIDE * HIGH * 3])
    (folder / "sound.wav").unlink()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    if len(sys.argv) > 2:
        draw(float(sys.argv[2])).save(str(Path(sys.argv[1]) / "still.png"))
    else:
        main(Path(sys.argv[1]))
