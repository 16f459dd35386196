"""The words lists of people are known by: names of columns, headings over lists, roles, yes and no.

Plain words in the languages in use, without any rule; every word is compared as `columns.fold` leaves it.
"""

from __future__ import annotations

from facilitator.intake.columns import fold

FULL, NAME, FIRST, MIDDLE, LAST, ALSO = "full", "name", "first", "middle", "last", "also"
UNIT, ROLE, JOB, NOTE, EMAIL, NAMED, PASSED = "unit", "role", "job", "note", "mail", "named", "passed"

_COLUMNS = {
    # A whole name, whatever stands beside it.
    FULL: """
    fullname displayname completename participant participantname attendee attendeename guest guestname guests
    participants people who member membername person teilnehmer teilnehmerin teilnehmende namevorname namenundvornamen
    nameundvorname vorundnachname vollername vollständigername nomcomplet nometprénom prénometnom participante
    nombrecompleto nombreyapellidos asistente nomecompleto partecipante nomeecognome deelnemer volledigenaam uczestnik
    imieinazwisko imięinazwisko nazwiskoiimię фио имяифамилия фамилияиимя полноеимя участник الاسمالكامل المشارك 全名
    姓名 参与者 参加者 氏名 お名前 이름 성명 참가자 ad-soyad adsoyad participantă deltagare deltager osallistuja שםמלא
    """,
    # A whole name, or that half of it which has no column of its own.
    NAME: """
    name names navn namn nimi nom noms nombre nombres nome nomi naam имя имена название ім'я imię imie الاسم اسم 名前
    名字 isim ad jméno jmeno nume ime név όνομα שם نام नाम ชื่อ nama jina
    """,
    FIRST: """
    firstname first givenname given forename christianname vorname vornamen rufname prénom prénoms primernombre
    nombredepila primeironome nomepróprio nomedibattesimo voornaam voornamen förnamn fornavn etunimi имяучастника
    الاسمالأول الاسمالشخصي 名 keresztnév utónév křestníjméno prenume שםפרטי
    """,
    MIDDLE: "middlename middle additionalname secondname patronymic отчество по-батькові zweitername secondonome",
    LAST: """
    lastname last surname familyname family nachname familienname zuname nomdefamille apellido apellidos sobrenome
    apelido apelidos últimonome cognome cognomi achternaam familienaam nazwisko фамилия прізвище اسمالعائلة اللقب
    العائلة 姓 姓氏 苗字 efternamn etternavn efternavn sukunimi příjmení vezetéknév családnév soyad soyadı 성
    שםמשפחה
    """,
    ALSO: """
    nickname alias also alsoknownas aka preferredname calledname knownas spitzname surnom pseudonyme pseudo apodo mote
    alcunha soprannome roepnaam bijnaam pseudonim przydomek псевдоним прозвище الكنية 昵称 暱稱 ニックネーム 通称
    furigana フリガナ ふりがな よみがな よみ カナ romaji romanized romanised latinname
    """,
    UNIT: """
    unit department dept departmentname team organisation organization organisationname organizationname
    organizationdepartment company companyname affiliation group groupname ward institution institute school faculty
    class office division section employer workplace branch site abteilung einheit firma unternehmen bereich gruppe
    station schule klasse einrichtung arbeitgeber institut verein service département société entreprise équipe unité
    établissement groupe institution organisme école departamento unidad empresa organización equipo área grupo
    institución centro escuela servicio unidade organização equipe equipa setor secção instituição escola reparto
    unità azienda organizzazione squadra gruppo ufficio dipartimento ente scuola servizio afdeling eenheid bedrijf
    organisatie groep school instelling dział jednostka organizacja zespół grupa firma instytucja szkoła oddział
    wydział отдел подразделение компания организация группа команда отделение учреждение школа القسم الوحدة الشركة
    المؤسسة الفريق المنظمة المجموعة الجهة 部门 部門 单位 單位 公司 组织 組織 团队 團隊 小组 小組 部署 所属 所屬 会社
    会社名 チーム 班 学校 學校 機関 グループ 부서 소속 회사 avdelning avdeling organisasjon afdeling osasto
    """,
    ROLE: """
    role roles part roleinsession sessionrole rolle rollen rôle rôles rol roles papel papéis ruolo ruoli rola role
    роль роли الدور 角色 役割 역할 roll rooli
    """,
    JOB: """
    jobtitle job position title organizationtitle occupation profession function funktion beruf position stelle
    fonction poste métier puesto cargo profesión función ocupación profissão função ocupação mansione qualifica
    professione funzione functie functietitel beroep stanowisko funkcja zawód должность профессия функция
    المسمىالوظيفي الوظيفة المهنة 职位 職位 职务 職務 職稱 职称 役職 職種 職業 직책 직위
    """,
    NOTE: """
    note notes remark remarks comment comments annotation hinweis hinweise bemerkung bemerkungen notiz notizen
    anmerkung kommentar remarque remarques commentaire nota notas observación observaciones comentario observação
    observações comentário osservazioni commento opmerking opmerkingen uwagi notatka примечание примечания комментарий
    заметка ملاحظات ملاحظة 备注 備註 備考 メモ 비고
    """,
    EMAIL: """
    email emailaddress mail mailaddress emailvalue emailadresse mailadresse emailadres eposta epost courriel
    adressemail adressemel adresseemail correo correoelectrónico direccióndecorreo emailaddresses endereçodeemail
    correioeletrónico correioeletrônico indirizzoemail postaelettronica adresemail электроннаяпочта почта
    адресэлектроннойпочты элпочта имейл البريدالإلكتروني البريد بريدإلكتروني 邮箱 電子郵件 电子邮件 邮件 電郵 メール
    メールアドレス 이메일
    """,
    NAMED: """
    named maybenamed canbenamed nameshown showname consenttonames darfgenanntwerden namentlich namennennung
    peutêtrenommé peutêtrenommée puedesernombrado puedesernombrada podesernomeado podesernomeada puòesserenominato
    magmetnaam możnawymienić можноназывать 可署名 可公开姓名 氏名公開
    """,
    # Known, and of no use here.
    PASSED: """
    no nr num number id row index pos lfdnr lfd nummer numéro número numero lp l.p. номер № رقم الرقم 序号 編號 编号
    番号 号 timestamp zeitstempel horodateur marcatemporal carimbodedatahora datetime date salutation anrede civilité
    civility prefix nameprefix honorific suffix namesuffix tratamiento tratamento titolodicortesia aanhef обращение
    """,
}


def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in _COLUMNS.items():
        for word in words.split():
            if fold(word):
                found.setdefault(fold(word), kind)
    return found


COLUMN_KINDS = _kinds()
"""What a column holds, by its folded heading."""

PEOPLES_OWN = frozenset({FIRST, LAST, UNIT, ROLE, EMAIL, NAMED})
"""Columns that lists of people have and transcripts have not."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


LIST_HEADINGS = _folded(
    """
    participants attendees guests people invited invitees members names name present attending participantlist
    guestlist attendance peoplepresent registered signedup teilnehmer teilnehmende teilnehmerinnen teilnehmerliste
    gäste gästeliste anwesend anwesende eingeladen personen participantes invitados asistentes presentes convidados
    lista invités présents personnes partecipanti invitati presenti persone deelnemers aanwezigen genodigden
    uczestnicy goście obecni zaproszeni участники гости присутствующие приглашённые المشاركون الحضور المدعوون الضيوف
    参会人 参会人员 参与者 出席者 名单 名單 来宾 參加者 参加者 出席 招待者
    """
)
"""Words over a list of people, that are nobody themselves."""

ROLES = {
    fold(words): role
    for role, all_words in {
        "participant": "participant; attendee; guest",
        "facilitator": "facilitator; moderator",
        "co_facilitator": "co-facilitator; co facilitator; cofacilitator",
        "gardener": "gardener",
        "mentor": "mentor",
        "mentee": "mentee",
        "observer": "observer",
        "actor": "actor; actress",
        "scribe": "scribe; note taker; note-taker",
        "table_host": "table host",
        "case_owner": "case owner; case giver",
        "peer_consultant": "peer consultant",
        "model": "model",
        "sponsor": "sponsor; leader; sponsor or leader",
    }.items()
    for one in all_words.split(";")
    for words in (one, f"{one.strip()}s")
}
"""The roles of a session (section 5.3 of the domain) by the English words for them, one and many."""

YES = _folded("yes y true x ja oui si sí sim tak да نعم 是 可 はい ok 1 ✓")
NO = _folded("no n false nein non não nao nee nie нет لا 否 不 いいえ 0")

COURTESY = _folded("mr mrs ms miss mx dr prof herr frau m mme mlle sr sra srta sig sigra dhr mevr pan pani г-н г-жа")
"""What some tables call a title and is only a form of address."""

CREDENTIALS = _folded("phd md rn msc bsc ma ba mba mph rgn bn dphil edd llm cpa ccc esq")
SUFFIXES = _folded("jr sr ii iii iv")
