"""What mail programs write around a quoted mail, in the languages that a county's mail meets, and how people sign."""

import re

_FROM = "From|Von|De|Da|Van|Från|Fra|Od|Oddi wrth|От|Expéditeur"
_SENT = (
    "Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Enviado|Enviado el|Fecha|Inviato|Data|Verzonden|Skickat|Sendt|Dato"
    "|Wysłano|Anfonwyd|Dyddiad|Дата|Received"
)
_OTHER = (
    "To|An|À|A|Para|Aan|Till|Til|Do|At|Кому|Cc|Kopie|Subject|Betreff|Objet|Sujet|Asunto|Assunto|Oggetto|Onderwerp"
    "|Ämne|Emne|Temat|Pwnc|Тема|Reply-To|Antwort an|Répondre à|Importance|Wichtigkeit"
)


def _labels(*words: str) -> str:
    # French puts a space before the colon, Outlook stars for bold around the label.
    return rf"^\*?({'|'.join(words)})\s?\*?\s?:\*?(?!//)"


FROM = re.compile(_labels(_FROM), re.IGNORECASE)
SENT = re.compile(_labels(_SENT), re.IGNORECASE)
LABEL = re.compile(_labels(_FROM, _SENT, _OTHER), re.IGNORECASE)
ORIGINAL = re.compile(
    r"^-{2,}\s*(original message|original appointment|forwarded message|ursprüngliche nachricht|originalnachricht"
    r"|weitergeleitete nachricht|message d.origine|message original|message transféré|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|neges wreiddiol"
    r"|reply to message|.{3,120} (wrote|schrieb|a écrit)\s?:)\s*-{2,}",
    re.IGNORECASE,
)
WROTE = re.compile(
    r"\b(wrote|writes|schrieb|geschrieben|a écrit|escribió|ha scritto|schreef|geschreven|skrev|escreveu|ysgrifennodd"
    r"|napisał|napsal|a scris|написал)\b",
    re.IGNORECASE,
)
SENT_FROM = re.compile(
    r"^(sent from (my|a|yahoo|outlook|mail for|samsung|proton|gmail|the)\b.{0,80}|sent via .{0,60}"
    r"|yahoo mail: .{0,60}"
    r"|sent with (proton ?mail|tutanota|blackberry).{0,60}|get outlook for .{0,80}|sent using .{0,60}"
    r"|von meinem .{0,60} gesendet|gesendet (von|mit) .{0,60}|diese nachricht wurde von .{0,60} gesendet"
    r"|envoyé (de|depuis) (mon|ma|outlook|yahoo)\b.{0,60}|télécharger outlook .{0,60}|enviado desde mi .{0,60}"
    r"|inviato da .{0,60}|verstuurd vanaf .{0,60}|anfonwyd o(’|')?.{0,60}|sendt fra min .{0,60}"
    r"|outlook (for|für|pour) (ios|android|mac)\b.{0,60})$",
    re.IGNORECASE,
)
# After a polite closing nothing but a name comes. One that only thanks may be all that somebody wants to say.
POLITE = re.compile(
    r"^((with )?(kind|kindest|best|warm|warmest) (regards|wishes)|regards|best|rgds|kr|br|yours (sincerely|faithfully)"
    r"|all the best|cheers|mit (freundlichen|besten|herzlichen|lieben) grüßen|freundliche grüße|viele grüße|liebe grüße"
    r"|beste grüße|mfg|vg|lg|(bien )?cordialement|bien à vous|sincères salutations|salutations( distinguées)?"
    r"|(un )?saludos?|cordiali saluti|met vriendelijke groet(en)?|cofion( gorau| cynnes)?|yn gywir)\s*[,.!]?$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^((many |with )?thanks( (again|and (kind |best )?regards|in advance))?|thank you( (very much|in advance))?|ta"
    r"|danke|vielen dank|merci( (beaucoup|d.avance))?|gracias|diolch( yn fawr)?|grazie)\s*[,.!]?$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^\W{0,3}(this (e-?mail|message|communication|transmission)\b.{0,80}"
    r"\b(confidential|intended|privileged|scanned|may contain|is for|sent)\b"
    r"|the (information|contents?|content) (contained )?(in|of) this (e-?mail|message)\b|disclaimer\b\W*$"
    r"|confidentiality notice"
    r"|(if|unless) you (have|are not) (received|the intended)\b.{0,40}\b(e-?mail|recipient|error)"
    r"|please consider the environment\b|diese (e-?mail|nachricht)\b.{0,60}\b(vertraulich|enthält)"
    r"|ce (message|courriel|mail)\b.{0,80}\b(confidentiel|destin|établi)|mae('|’)r (neges|e-?bost) h[wo]n\b"
    r"|emails? (and|are) (any )?.{0,30}monitored\b)",
    re.IGNORECASE,
)
# Servers put it above mail from outside; it is in the answer when it stood in what was answered.
BANNER = re.compile(
    r"^\W{0,3}\[?(caution|external|warning|attention|achtung|security notice)\b.{0,60}"
    r"\b(external|outside|originated|organi[sz]ation|extern)\b.{0,300}$",
    re.IGNORECASE,
)
