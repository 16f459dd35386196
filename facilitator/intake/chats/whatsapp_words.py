"""What WhatsApp itself writes into a conversation, in the languages of phones: notices, placeholders, marks.

Lists of plain words without any rule; the rules stand in `whatsapp`.
"""

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip().casefold() for line in text.strip().split("\n") if line.strip())


OMITTED = frozenset(
    _lines(
        """
        <media omitted>
        <view once voice message omitted>
        voice message omitted
        <medien ausgeschlossen>
        <medien weggelassen>
        <médias omis>
        <multimedia omitido>
        <archivo omitido>
        <arquivo de mídia oculto>
        <mídia oculta>
        <mídia omitida>
        <ficheiro não revelado>
        <media omessi>
        <medya dahil edilmedi>
        <media weggelaten>
        <media niet bijgevoegd>
        <без медиафайлов>
        <файл пропущен>
        <تم استبعاد الوسائط>
        <الوسائط غير مدرجة>
        <رسانه حذف شد>
        <پیوست نشده است>
        <メディアは含まれていません>
        <メディアなし>
        <미디어 생략됨>
        <忽略多媒体文件>
        <媒体文件已省略>
        <省略多媒體檔案>
        <pominięto multimedia>
        <media utelämnad>
        <मीडिया शामिल नहीं है>
        <מדיה הושמטה>
        image omitted
        video omitted
        audio omitted
        sticker omitted
        gif omitted
        document omitted
        contact card omitted
        video note omitted
        bild weggelassen
        video weggelassen
        audio weggelassen
        sticker weggelassen
        gif weggelassen
        dokument weggelassen
        kontaktkarte ausgelassen
        image absente
        vidéo absente
        audio omis
        imagen omitida
        video omitido
        audio omitido
        sticker omitido
        documento omitido
        imagem ocultada
        vídeo omitido
        áudio ocultado
        figurinha omitida
        documento omitido
        immagine omessa
        video omesso
        audio omesso
        görüntü dahil edilmedi
        video dahil edilmedi
        ses dahil edilmedi
        画像は省略されました
        動画は省略されました
        音声は省略されました
        تم استبعاد الصورة
        الصورة محذوفة
        تصویر حذف شد
        afbeelding weggelaten
        изображение отсутствует
        видео отсутствует
        """
    )
)
"""A picture, film, sound or file that the export left out."""

DELETED = frozenset(
    _lines(
        """
        this message was deleted
        you deleted this message
        diese nachricht wurde gelöscht
        du hast diese nachricht gelöscht
        ce message a été supprimé
        vous avez supprimé ce message
        este mensaje fue eliminado
        se eliminó este mensaje
        eliminaste este mensaje
        mensagem apagada
        esta mensagem foi apagada
        você apagou esta mensagem
        questo messaggio è stato eliminato
        hai eliminato questo messaggio
        bu mesaj silindi
        bu mesajı sildiniz
        このメッセージは削除されました
        メッセージを削除しました
        تم حذف هذه الرسالة
        حذفت هذه الرسالة
        این پیام حذف شد
        این پیام حذف شده است
        dit bericht is verwijderd
        данное сообщение удалено
        이 메시지는 삭제되었습니다
        此消息已删除
        """
    )
)
"""A message its author took back; compared without a full stop."""

EDITED = _lines(
    """
    <this message was edited>
    <diese nachricht wurde bearbeitet.>
    <diese nachricht wurde bearbeitet>
    <ce message a été modifié>
    <se editó este mensaje.>
    <se editó este mensaje>
    <este mensaje fue editado>
    <mensagem editada>
    <questo messaggio è stato modificato>
    <bu mesaj düzenlendi>
    <このメッセージは編集されました>
    <تم تعديل هذه الرسالة>
    <این پیام ویرایش شد>
    <dit bericht is bewerkt>
    <данное сообщение изменено>
    """
)
"""What stands behind words that were changed later."""

ATTACHED = _lines(
    """
    (file attached)
    (datei angehängt)
    (fichier joint)
    (archivo adjunto)
    (arquivo anexado)
    (ficheiro anexado)
    (file allegato)
    (dosya ekli)
    (bestand bijgevoegd)
    (файл добавлен)
    (ملف مرفق)
    (الملف مرفق)
    (پرونده پیوست شد)
    (ファイル添付)
    (添付ファイル)
    (파일 첨부됨)
    (文件附件)
    """
)
"""What stands behind the name of a file that was sent along."""

NOTICES = _lines(
    """
    end-to-end encrypted
    ende-zu-ende-verschlüssel
    chiffrés de bout en bout
    cifrados de extremo a extremo
    cifradas de extremo a extremo
    protegidas com a criptografia de ponta a ponta
    criptografia de ponta a ponta
    crittografati end-to-end
    crittografia end-to-end
    uçtan uca şifreli
    エンドツーエンド
    مشفرة تمامًا بين الطرفين
    التشفير التام
    سرتاسری رمزگذاری
    رمزگذاری سرتاسر
    end-to-end versleuteld
    сквозным шифрованием
    created group
    created this group
    created the group
    hat die gruppe
    a créé le groupe
    creó el grupo
    criou o grupo
    ha creato il gruppo
    grubunu oluşturdu
    がグループ
    グループを作成
    أنشأ المجموعة
    changed the subject
    changed the group name
    changed the group description
    changed this group's
    changed the group's
    hat den betreff
    hat den gruppennamen
    hat die gruppenbeschreibung
    a changé le sujet
    a changé l'objet
    cambió el asunto
    cambió el nombre del grupo
    mudou o assunto
    mudou o nome do grupo
    ha cambiato l'oggetto
    grubun konusunu
    grup adını
    تغيير اسم المجموعة
    joined using
    joined from the community
    was added
    you were added
    added you
    ist per einladungslink
    ist beigetreten
    wurde hinzugefügt
    hat dich hinzugefügt
    a rejoint
    vous a ajouté
    se unió
    te añadió
    te agregó
    entrou usando
    foi adicionad
    adicionou você
    è entrat
    ti ha aggiunto
    bağlantısını kullanarak katıldı
    sizi ekledi
    が参加しました
    を追加しました
    انضم
    پیوست
    left the group
    has left
    hat die gruppe verlassen
    a quitté
    salió del grupo
    saiu do grupo
    ha abbandonato
    gruptan ayrıldı
    が退出しました
    غادر
    security code changed
    sicherheitsnummer
    code de sécurité
    código de seguridad
    código de segurança
    güvenlik kodu
    セキュリティコード
    missed voice call
    missed video call
    verpasster sprachanruf
    llamada perdida
    chamada de voz perdida
    disappearing messages
    selbstlöschende nachrichten
    mensajes temporales
    mensagens temporárias
    pinned a message
    is a contact
    """
)
"""Pieces of what the program says about the group, one of which is in each notice."""

TITLES = _lines(
    """
    whatsapp chat with
    whatsapp chat -
    whatsapp chat mit
    whatsapp-chat mit
    chat de whatsapp con
    conversa do whatsapp com
    discussion whatsapp avec
    chat whatsapp con
    whatsapp-chat met
    chat whatsapp с
    """
)
"""What stands before the name of the group in the name of an exported file."""
