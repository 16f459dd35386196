"""The words intake knows files by: column names, headings, noises, and what is never a name.

Lists of plain words, in the languages in use, without any rule; the rules stand where the lists are used.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SPEAKER = _words(
    """
    speakername speakerdisplayname displayname speaker speakerlabel speakertag speakerid spk spkr fullname name
    author authorname participant participantname person who talker username user usernickname nickname sender
    sendername contributor creator postedby by from handle role channel channeltag member sprecher sprecherin sprechende
    redner rednerin teilnehmer teilnehmerin teilnehmende verfasser autor autorin wer orateur oratrice locuteur
    locutrice intervenant intervenante auteur nom participante hablante orador oradora ponente nombre autora
    quien falante interlocutor nome quem relatore oratore parlante interlocutore chi spreker naam deelnemer
    talare namn deltagare taler navn deltager puhuja nimi osallistuja mowca mowiacy osoba imie autorka mluvci
    jmeno recnik hovorca meno beszelo nev vorbitor nume govornik ime konusmaci konusan isim ad kisi katilimci
    говорящии спикер имя участник автор выступающии ораторъ мовець імя доповідач ομιλητης ονομα συμμετεχων דובר
    שם משתתף المتحدث متحدث المتكلم الاسم اسم المشارك گوینده نام 发言人 發言人 说话人 說話人 发言者 發言者 讲话人
    講者 姓名 名字 参与者 用户 話者 発言者 発話者 氏名 名前 話し手 화자 발언자 이름 참가자 वक्ता नाम ผู้พูด ชื่อ
    nguoinoi ten pembicara nama msemaji jina
    """
)
"""Columns that hold who speaks, the preferred first; folded as `columns.fold` does."""

TEXT = _words(
    """
    text utterance utterancetext content contents transcript transcripttext transcription message messagetext msg
    body sentence sentences contribution said speech words quote statement comment remark dialogue dialog line
    caption subtitle paragraph segmenttext displaytext display lexical nbest answer response utt
    utts utterances segs elements alternatives wortlaut beitrag inhalt aussage ausserung aeusserung nachricht
    rede redebeitrag texte contenu propos parole paroles enonce commentaire intervention texto contenido mensaje
    intervencion dicho conteudo mensagem fala intervencao testo contenuto messaggio intervento tekst inhoud
    bericht uitspraak innehall meddelande anforande yttrande indhold udtalelse besked innhold ytring teksti
    sisalto viesti puheenvuoro tresc wypowiedz wiadomosc obsah vyrok zprava szoveg tartalom mesaj continut metin
    icerik konusma soz sadrzaj poruka текст реплика сообщение высказывание содержание речь репліка повідомлення
    κειμενο περιεχομενο טקסט תוכן הודעה النص نص المحتوى محتوى الكلام رسالة متن 内容 內容 文本 发言 發言 发言内容
    發言內容 说话内容 文字 消息 本文 発言 発話 発言内容 テキスト メッセージ 내용 텍스트 발언 메시지 पाठ कथन
    ข้อความ noidung loi isi teks maandishi
    """
)
"""Columns that hold what was said."""

START = _words(
    """
    startms starttimems starttime start startoffset startsec startseconds startsecs startmillis begin begintime
    beginning tstartms offsetmilliseconds offsetms offsetinticks offset timein in onset timestart tcin ts
    timestamp timecode time at saidat datetime date createdat created sent sentat when from t beginn anfang
    startzeit zeit zeitstempel uhrzeit von debut heure horodatage inicio comienzo hora tiempo marcadetiempo
    tempo inizio ora begintijd tijd tid poczatek czas zacatek cas baslangic zaman начало время таимкод початок
    час αρχη ωρα התחלה זמן البداية الوقت 开始 開始 开始时间 開始時間 時間 时间 時刻 开始時間 시작 시간
    """
)
"""Columns that hold when it was said, or when it began."""

END = _words(
    """
    endms endtimems endtime end resultendtime endoffset endsec endseconds endsecs endmillis stop stoptime finish
    timeout out offset2 tcout timeend to until ende endzeit bis fin heurefin final fim fine eind eindtijd slut koniec
    konec bitis конец окончание кінець τελος סיום النهاية 结束 終了 结束时间 結束 結束時間 終了時間 종료 끝
    """
)
"""Columns that hold when it ended."""

DURATION = _words(
    """
    durationms ddurationms durationmilliseconds durationinticks durationseconds duration dur length dauer duree
    """
)
"""Columns that hold how long it took."""

SMALL_WORDS = _words(
    """
    a af al and av bin bint da das de del della der di dos du e el et for from i ibn la las le les lo los na o
    och of og on or os ou the ten ter til to und van vom von y z zu zum zur
    """
)
"""Small words inside names."""

NO_NAMES = _words(
    """
    http https ftp mailto file tel note nb ps p.s re fw fwd aw wg tip hint warning caution example e.g i.e
    remember important ref fig figure table chapter section step see also cf source update edit attention
    hinweis achtung beispiel wichtig remarque exemple nota ejemplo importante attenzione esempio
    """
)
"""Words before a colon that are nobody."""

SOUNDS = _words(
    """
    music applause laughter laughing laughs laugh silence noise inaudible unintelligible crosstalk cough
    coughing sigh pause background musik applaus lachen gelächter musique rires applaudissements música risas
    aplausos foreign blank_audio sound cheering singing clapping door beep static
    """
)
"""What stands in brackets in captions and is a noise, not a name."""

HEADINGS = _words(
    """
    title subject topic date time datetime meeting meetingtitle participants attendees location place venue
    duration language recorded recordedon recordingdate transcript transcribedby transcriber filename file
    version titel betreff thema datum zeit uhrzeit teilnehmer teilnehmende teilnehmerinnen anwesend anwesende
    ort dauer sprache titre objet sujet participant·e·s lieu durée heure langue présents título asunto tema
    fecha hora participantes asistentes lugar duración idioma data local duração titolo oggetto partecipanti
    luogo durata ora lingua onderwerp deelnemers aanwezigen plaats duur taal dato emne deltagere sted varighed
    deltagare plats temat uczestnicy miejsce czas дата время тема участники место 日期 时间 時間 主题 主題
    参加者 参会人 日時 場所 地点 题目 標題 제목 날짜 참석자 التاريخ الموضوع الحضور
    """
)
"""Words before a colon that say something about the meeting, at the top of a transcript."""

TITLES = _words(
    """
    title subject meeting meetingtitle titel betreff titre objet título asunto titolo 标题 主题
    """
)
"""Those of them that give its title."""

DATES = _words(
    """
    date datetime recorded recordedon recordingdate datum fecha data dato дата 日期 日時
    """
)
"""Those of them that give its date."""

LEVELS = _words(
    """
    trace debug info notice warn warning error err critical fatal severe verbose
    """
)
"""How programs mark the lines of a log."""

LETTER = _words(
    """
    from to cc bcc subject sent date reply-to von an betreff gesendet de para à objet asunto
    """
)
"""The lines at the top of a letter or an e-mail."""

FIELDS = _words(
    """
    name vorname nachname surname address street city country postcode zip phone telephone mobile fax email e-mail
    website homepage url link license licence author authors maintainer version status state type kind id key value
    price total amount quantity size weight height width color colour model brand package architecture depends
    recommends suggests priority section origin description summary usage options requires installation install
    source keywords tags category host server accept user-agent content-type content-length cookie connection
    cache-control encoding charset format input output returns raises args parameters default required deadline
    budget owner project client order invoice number no. signature regards sincerely birthday age sex gender
    nationality files file copyright comment disclaimer upstream-name upstream-contact return-path delivered-to
    received message-id mime-version metadata-version classifier requires-dist provides-extra homepage bugs essential
    format-specification x-mailer options-file  see-also synopsis adresse strasse straße telefon name: preis menge
    art nummer beschreibung nom prénom ville pays prix
    numéro nombre apellido ciudad país precio número nome cognome città paese prezzo numero
    """
)
"""Words before a colon in forms, settings and lists of facts, where nobody speaks."""

TELLING = _words(
    """
    i'm i'd i'll i've it it's is are was were be been am isn't you you're we we're they he she what what's this that
    that's these those here here's there there's my your our not if because why how when where let's ich du wir ihr
    es ist sind war waren sein wäre bin wer was wie wo warum wann hier mein meine unser unsere nicht wenn weil dies
    dass je tu nous vous il elle est sont c'est était qui quoi pourquoi voici voilà mon notre parce yo nosotros es son
    está estamos qué que quién cómo este aquí mi nuestra porque io noi è sono siamo che cosa questo questa ecco perché
    eu nós é são isto isso aqui meu minha ik wij zijn wat dit hier mijn niet omdat ja jestem jest są co jak tu
    dlaczego я ты мы вы это что как вот мой есть почему är det jag vi här vad är er jeg hvad hva biz
    """
)
"""Words of sentences that no name holds: who, what, is and am, here and there."""

ANNOUNCED = _words(
    """
    thing things example question questions answer news reason idea words dinge beispiel frage antwort grund pregunta
    respuesta razón cosa cosas domanda risposta pergunta resposta réponse raison chose vraag antwoord pytanie
    odpowiedź вопрос ответ
    """
)
"""What people announce to say in a few words that end in it: *the next thing*, *Meine Frage*."""

OPENINGS = _words(
    """
    yes no so well okay ok also then first firstly second secondly third finally lastly question answer result
    conclusion fact meaning namely basically actually anyway honestly why reminder ja nein also nun gut dann erstens
    zweitens drittens schließlich frage antwort ergebnis fazit nämlich kurz zusammenfassung oui non donc alors bon
    ensuite premièrement deuxièmement enfin réponse résultat bref sí entonces bueno primero segundo tercero finalmente
    pregunta respuesta resultado resumen sì allora dunque bene primo secondo infine domanda risposta risultato sim não
    então bem primeiro pergunta resposta nee dus goed eerst tweede vraag antwoord tak nie więc dobrze pytanie
    odpowiedź да нет так итак вопрос ответ например 是 不 所以 問題 问题 回答 はい いいえ 質問 答え
    """
)
"""Single words people open a sentence with; before a colon once, among names that come again, they are nobody."""

MONTHS = _words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember mrz okt dez janvier février mars
    avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia января февраля
    марта апреля мая июня июля августа сентября октября ноября декабря ocak şubat mart nisan mayıs haziran temmuz
    ağustos eylül ekim kasım aralık
    """
)
"""Months in words, as dates write them."""

RECORDS = _words(
    """
    meeting transcription transcript recording call session besprechung transkription transkript aufzeichnung aufnahme
    réunion enregistrement reunión transcripción grabación reunião transcrição gravação riunione trascrizione
    registrazione vergadering transcriptie opname spotkanie transkrypcja nagranie встреча запись toplantı kayıt
    会议 會議 会議 회의 الاجتماع
    """
)
"""What a program says has ended, in the last line of a transcript."""

TRANSCRIBED = _words(
    """
    transcribed transcript transcription transcripts captions subtitles transkribiert transkript transkription
    untertitel transcrit sous-titres transcrito transcripción subtítulos trascritto trascrizione sottotitoli
    transcrição legendas
    """
)
"""How a line begins that names the program which wrote a transcript down."""
