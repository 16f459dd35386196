"""Headings of lists of people, in many languages: which column is the name, which the unit, the role, the address."""

from __future__ import annotations

import unicodedata

_BY_KIND = {
    "name": """
        name | full name | fullname | display name | person | people | participant | participants | guest | guests | who
        name und vorname | vor- und nachname | teilnehmer | teilnehmerin | teilnehmende
        nom complet | nom et prénom | participante | nombre completo | nombre y apellidos | nome | nome completo
        partecipante | naam | volledige naam | deelnemer | imię i nazwisko | uczestnik | navn | namn | nimi | jméno
        имя и фамилия | фио | участник | الاسم | الاسم الكامل | المشارك | 姓名 | 名字 | 名前 | 氏名 | 이름 | 성명 | नाम
        שם | שם מלא | ad soyad | isim | όνομα""",
    "first": """
        first | first name | firstname | given name | given | vorname | prénom | nombre | voornaam | imię | имя
        الاسم الأول | 名 | förnamn | fornavn | etunimi | křestní jméno | ad | שם פרטי""",
    "last": """
        last | last name | lastname | surname | family name | nachname | familienname | nom | nom de famille | apellido
        apellidos | cognome | sobrenome | achternaam | nazwisko | фамилия | اسم العائلة | اللقب | 姓 | efternamn
        efternavn | sukunimi | příjmení | soyad | שם משפחה""",
    "unit": """
        unit | department | team | organisation | organization | company | job | job title | title | position | group
        abteilung | station | firma | unternehmen | beruf | funktion | gruppe | service | département | entreprise
        fonction | groupe | departamento | empresa | cargo | equipo | grupo | reparto | azienda | gruppo | afdeling
        bedrijf | functie | dział | stanowisko | отдел | организация | должность | القسم | المؤسسة | الوظيفة
        部门 | 单位 | 公司 | 职位 | 部署 | 会社 | 所属 | 役職""",
    "role": "role | roles | rolle | rôle | rol | ruolo | papel | rola | роль | الدور | 角色 | 役割",
    "note": """
        note | notes | comment | comments | remark | remarks | bemerkung | bemerkungen | notiz | remarque | commentaire
        nota | notas | osservazioni | opmerking | uwagi | примечание | ملاحظات | 备注 | 備考""",
    "email": """
        email | e-mail | mail | email address | e-mail address | mail address | e-mail-adresse | adresse e-mail
        courriel | correo | correo electrónico | posta elettronica | эл. почта | почта | البريد | البريد الإلكتروني
        邮箱 | 电子邮件 | メール | メールアドレス""",
    "also": "also | also known as | nickname | alias | spitzname | surnom | apodo",
}
_SAID = """
    text | said | words | utterance | speech | transcript | message | content | what was said | speaker | sprecher
    start | end | start time | end time | timestamp | redebeitrag | texte | texto | testo | tekst | текст | النص | 内容
"""


def plain(cell: str) -> str:
    """A heading as it is compared."""
    words = unicodedata.normalize("NFKC", cell).casefold().strip(" \t*:.\"'")
    return " ".join(words.replace("_", " ").split())


def _phrases(text: str) -> list[str]:
    return [plain(phrase) for line in text.splitlines() for phrase in line.split("|") if phrase.strip()]


HEADINGS: dict[str, str] = {}
"""What each heading is. Of two meanings the earlier kind holds, so that one column alone is the whole name."""
for _kind, _text in _BY_KIND.items():
    for _phrase in _phrases(_text):
        HEADINGS.setdefault(_phrase, _kind)
SAID = frozenset(_phrases(_SAID))
"""Headings of what was said, which no list of people has."""
