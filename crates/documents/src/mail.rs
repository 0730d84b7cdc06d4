//! E-mail as it came: who it says it is from, when the last server took it in, what it says as text, and the files that
//! hang on it, those of forwarded messages too. Read in the child process, as every foreign file is; nothing in it is
//! fetched from anywhere, and what was marked up comes out as plain text.

use std::io;

use mail_parser::{
    Address, ContentType, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use serde::{Deserialize, Serialize};

use crate::sniff;

mod archive;
mod judgement;
#[cfg(test)]
mod tests;

pub use archive::Packed;

/// The largest e-mail that is read, in bytes: what most servers take in at most is 25 to 35 MB.
pub const MOST_BYTES: u64 = 40 << 20;
/// The most files of one e-mail that are looked at. Those after it are counted, never dropped unseen.
pub const MOST_FILES: usize = 60;
/// The largest head, in bytes. Gateways add some ten thousand; more is made to hurt.
const MOST_HEAD: usize = 512 << 10;
/// The most characters of its text that are shown.
const MOST_TEXT: usize = 20_000;
/// How deep forwarded messages may lie in each other.
const DEEPEST: usize = 4;
/// The most lines of a head that are looked through for one of a letter's own.
const MOST_LINES: usize = 2_000;
/// The most characters of one line of the head.
const MOST_LINE: usize = 400;

/// An e-mail as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// What its sender's program called it, without the brackets; empty where it has no name.
    pub message_id: String,
    /// The address it says it is from, as it stands; empty where it names none or several.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// What it answers and mentions before, in their order: for an answer of ours.
    pub references: Vec<String>,
    /// When the last server took it in, in seconds since 1970, by its topmost `Received`. Never the sender's own `Date`.
    pub received: Option<i64>,
    /// When its sender's program says that it was written, in seconds since 1970: the sender's claim, and never when it came.
    #[serde(default)]
    pub dated: Option<i64>,
    /// What servers have said about whether the sender is who it says (RFC 8601), the topmost first.
    pub judged: Vec<Judged>,
    /// Why it is nobody's letter, where a program sent it.
    pub automatic: Option<Automatic>,
    /// Its text, cut where it is long.
    pub text: String,
    /// Its files, in their order.
    pub files: Vec<MailFile>,
    /// How many files there were after those.
    pub left_out: usize,
    /// Whether it is sealed for its receiver, so that its files cannot be seen.
    pub encrypted: bool,
}

/// One file of an e-mail, without its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFile {
    /// What it is called, without folders; empty where it has no name.
    pub name: String,
    /// What it is said to be.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: usize,
    /// Whether it is shown inside the text, as pictures of signatures are.
    pub inline: bool,
    /// Whether it hangs on a message that was forwarded with this one.
    pub forwarded: bool,
    /// The archive of the letter that it lies in; empty where it hangs on the letter itself.
    #[serde(default)]
    pub within: String,
    /// What has become of it, where it is an archive.
    #[serde(default)]
    pub packed: Option<Packed>,
}

/// What one server said about the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The name the server gives itself.
    pub server: String,
    /// What it said, in its order.
    pub words: Vec<Judgement>,
}

/// One word of a server about the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// By which method, in lower case: `spf`, `dkim`, `dmarc`.
    pub method: String,
    /// What it said, in lower case, such as `fail`.
    pub said: String,
    /// The domain that it speaks of, in lower case: of `smtp.mailfrom`, `header.d` or `header.from`; empty where it names
    /// none.
    pub domain: String,
}

/// What kind of program sent it (RFC 3834 and RFC 2919).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Automatic {
    /// An answer by itself, such as an absence note, or a message of a program.
    Reply,
    /// A report that something did not arrive, or did.
    Bounce,
    /// A mailing list.
    List,
}

/// Why there is no e-mail to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoMail {
    /// It is larger than any that is read.
    TooLarge,
    /// Its head is larger than any real one.
    Head,
    /// It is no e-mail.
    NotMail,
}

/// What a file is that somebody takes for an e-mail and that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLetter {
    /// Outlook's own (.msg), which other programs do not read.
    Outlook,
    /// Whatever else.
    Other,
}

/// The lines of a head by which a letter is known: one of them at least stands in every letter that a program has made.
const OF_A_LETTER: [&str; 9] =
    ["from", "to", "subject", "date", "received", "message-id", "return-path", "mime-version", "content-type"];

/// Why the file is no e-mail, as far as its first lines tell; nothing where it may be one. Looks at little and reads
/// nothing, so that whoever hands a file in is told at once.
pub fn no_letter(bytes: &[u8]) -> Option<NoLetter> {
    if bytes.starts_with(sniff::COMPOUND) {
        return Some(NoLetter::Outlook);
    }
    let bytes = unmarked(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    let bytes = bytes.get(start..).unwrap_or_default();
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
    let name = |line: &[u8]| -> Option<String> {
        let length = line.iter().take_while(|byte| is_sign(byte)).count();
        let is_named = length > 0 && line.get(length) == Some(&b':');
        is_named.then(|| String::from_utf8_lossy(line.get(..length).unwrap_or_default()).to_lowercase())
    };
    let mut lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).peekable();
    // A mailbox of one letter has a line of its own first.
    if lines.peek().is_some_and(|line| line.starts_with(b"From ")) {
        lines.next();
    } else if lines.peek().is_none_or(|line| name(line).is_none()) {
        return Some(NoLetter::Other);
    }
    let mut head = lines.take_while(|line| !line.is_empty()).take(MOST_LINES);
    let is_letter = head.any(|line| name(line).is_some_and(|name| OF_A_LETTER.contains(&name.as_str())));
    (!is_letter).then_some(NoLetter::Other)
}

/// The letter without what programs put before its first line: the mark of UTF-8, and the line of a mailbox where it was
/// quoted once more.
fn unmarked(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !bytes.starts_with(b">From ") {
        return bytes;
    }
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    bytes.get(end..).unwrap_or_default()
}

/// An e-mail with the bytes of its files, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// The e-mail.
    pub mail: Mail,
    /// The bytes of its files.
    pub bytes: Vec<Vec<u8>>,
}

/// Reads an e-mail. Pure: the same bytes give the same answer.
///
/// # Errors
/// Why there is none.
pub fn read(bytes: &[u8]) -> Result<Opened, NoMail> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(NoMail::TooLarge);
    }
    let bytes = unmarked(bytes);
    let head = memchr::memmem::find(bytes, b"\n\r\n").or_else(|| memchr::memmem::find(bytes, b"\n\n"));
    if head.unwrap_or(bytes.len()) > MOST_HEAD {
        return Err(NoMail::Head);
    }
    if no_letter(bytes).is_some() {
        return Err(NoMail::NotMail);
    }
    let message = MessageParser::default().parse(bytes).ok_or(NoMail::NotMail)?;
    let mut files = Hanging::default();
    files.of(&message, 0);
    let from = sender(&message);
    let mail = Mail {
        message_id: line(message.message_id().unwrap_or_default()),
        automatic: automatic(&message, &from),
        from,
        subject: line(message.subject().unwrap_or_default()),
        references: references(&message),
        received: received(&message),
        dated: message.date().and_then(instant),
        judged: judged(&message),
        text: text(&message),
        files: files.files,
        left_out: files.left_out,
        encrypted: files.encrypted,
    };
    Ok(Opened { mail, bytes: files.bytes })
}

/// When the last server took it in: each puts its line on top.
fn received(message: &Message<'_>) -> Option<i64> {
    let last = message.header_values(HeaderName::Received).next()?;
    last.as_received()?.date.as_ref().and_then(instant)
}

/// When that is; nothing for a day that no calendar has, which would be counted on into the next month.
fn instant(date: &mail_parser::DateTime) -> Option<i64> {
    let year = i16::try_from(date.year).ok()?;
    let day = kernel::Day::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    (date.is_valid() && day.is_some()).then(|| date.to_timestamp())
}

/// A line of the head, without what nobody sees, and cut.
fn line(text: &str) -> String {
    kernel::visible::one_line(text).chars().take(MOST_LINE).collect()
}

/// The one address that it says it is from.
fn sender(message: &Message<'_>) -> String {
    let all = |address: &Address<'_>| -> Vec<String> {
        address.iter().filter_map(|one| one.address.as_deref().map(line)).collect()
    };
    let named: Vec<String> =
        message.header_values(HeaderName::From).filter_map(HeaderValue::as_address).flat_map(all).collect();
    match named.as_slice() {
        [one] => one.clone(),
        // Several senders, or several lines of senders: whose letter it is cannot be said.
        _ => String::new(),
    }
}

fn references(message: &Message<'_>) -> Vec<String> {
    let of = |value: &HeaderValue<'_>| -> Vec<String> {
        match value {
            HeaderValue::Text(text) => vec![line(text)],
            HeaderValue::TextList(list) => list.iter().map(|text| line(text)).collect(),
            _ => Vec::new(),
        }
    };
    let mut all = of(message.references());
    all.extend(of(message.in_reply_to()));
    all.dedup();
    // The first and the newest say where it belongs.
    let skip = all.len().saturating_sub(20);
    all.split_off(skip)
}

/// The values of the head's lines of that name as they stand, uncut, the topmost first. Bytes that are no text are
/// replaced: a line with one of them is not passed over for the next.
fn whole(message: &Message<'_>, name: &str) -> Vec<String> {
    let bytes = |from: u32, to: u32| message.raw_message.get(from as usize..to as usize).unwrap_or_default();
    let headers = &message.root_part().headers;
    let named = headers.iter().filter(|header| header.name.as_str().eq_ignore_ascii_case(name));
    named.map(|header| String::from_utf8_lossy(bytes(header.offset_start, header.offset_end)).into_owned()).collect()
}

/// The same, each as a line to show or compare.
fn raw(message: &Message<'_>, name: &str) -> Vec<String> {
    whole(message, name).iter().map(|value| line(value)).collect()
}

/// Without comments in brackets, which may hold anything.
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|sign| match sign {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

fn judged(message: &Message<'_>) -> Vec<Judged> {
    let lines = whole(message, "Authentication-Results");
    lines.iter().filter_map(|value| judgement::read(value)).take(10).collect()
}

fn automatic(message: &Message<'_>, from: &str) -> Option<Automatic> {
    let says = |name: &str, words: &[&str]| {
        let found = raw(message, name);
        found.iter().any(|value| words.iter().any(|word| value.trim().eq_ignore_ascii_case(word)))
    };
    let has = |name: &str| !raw(message, name).is_empty();
    let kind = message.root_part().content_type();
    let is_report = kind.is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
    });
    let nobody = raw(message, "Return-Path").first().is_some_and(|path| path.trim() == "<>");
    let local = from.split('@').next().unwrap_or_default().to_lowercase();
    if is_report || nobody || ["mailer-daemon", "postmaster"].contains(&local.as_str()) {
        return Some(Automatic::Bounce);
    }
    let submitted = raw(message, "Auto-Submitted");
    let by_itself = submitted.iter().any(|value| !without_comments(value).trim().to_lowercase().starts_with("no"));
    if by_itself || has("X-Autoreply") || has("X-Autorespond") || says("Precedence", &["auto_reply"]) {
        return Some(Automatic::Reply);
    }
    let list = has("List-Id") || has("List-Unsubscribe") || says("Precedence", &["list", "bulk", "junk"]);
    list.then_some(Automatic::List)
}

fn text(message: &Message<'_>) -> String {
    let mut text = String::new();
    for at in 0..message.text_body_count() {
        if let Some(part) = message.body_text(at) {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&part);
        }
        if text.chars().count() > MOST_TEXT {
            break;
        }
    }
    let plain = |sign: &char| matches!(sign, '\n' | '\t') || !sign.is_control();
    let text: String = text.replace("\r\n", "\n").chars().filter(plain).take(MOST_TEXT).collect();
    kernel::visible::visible(text.trim()).into_owned()
}

/// What hangs on a letter, as it is found.
struct Hanging {
    files: Vec<MailFile>,
    bytes: Vec<Vec<u8>>,
    left_out: usize,
    encrypted: bool,
    /// How many bytes archives may still unpack to.
    unpacks: u64,
}

impl Default for Hanging {
    fn default() -> Self {
        let unpacks = archive::MOST_UNPACKED;
        Self { files: Vec::new(), bytes: Vec::new(), left_out: 0, encrypted: false, unpacks }
    }
}

impl Hanging {
    fn of(&mut self, message: &Message<'_>, depth: usize) {
        for part in message.attachments() {
            self.part(part, depth);
        }
        // What is sealed as a whole is no attachment of itself.
        if message.root_part().is_content_type("application", "pkcs7-mime") && !is_signed(message.root_part())
            || message.root_part().is_content_type("multipart", "encrypted")
        {
            self.encrypted = true;
        }
    }

    fn part(&mut self, part: &MessagePart<'_>, depth: usize) {
        if let PartType::Message(inner) = &part.body
            && depth < DEEPEST
        {
            return self.of(inner, depth + 1);
        }
        // A signature says who, and is no file of anybody's.
        let signs = [
            ("application", "pkcs7-signature"),
            ("application", "x-pkcs7-signature"),
            ("application", "pgp-signature"),
        ];
        if signs.iter().any(|(kind, sub)| part.is_content_type(kind, sub)) {
            return;
        }
        if part.is_content_type("application", "pkcs7-mime") && !is_signed(part) {
            self.encrypted = true;
        }
        let media_type = part.content_type().map_or_else(String::new, |kind| {
            let sub = kind.subtype().map(|sub| format!("/{sub}")).unwrap_or_default();
            line(&format!("{}{sub}", kind.ctype())).to_lowercase()
        });
        let file = MailFile {
            name: file_name(part.attachment_name().unwrap_or_default()),
            media_type,
            size: part.contents().len(),
            inline: matches!(part.body, PartType::InlineBinary(_))
                || part.content_disposition().is_some_and(ContentType::is_inline),
            forwarded: depth > 0,
            ..MailFile::default()
        };
        if archive::is_archive(part.contents()) {
            self.archive(file, part.contents());
        } else {
            self.push(file, part.contents().to_vec());
        }
    }

    fn push(&mut self, file: MailFile, bytes: Vec<u8>) {
        if self.files.len() >= MOST_FILES {
            self.left_out += 1;
            return;
        }
        self.files.push(file);
        self.bytes.push(bytes);
    }

    /// An archive, and then what lies in it. One in it is not opened.
    fn archive(&mut self, file: MailFile, bytes: &[u8]) {
        let (packed, inside) = match archive::open(bytes, &mut self.unpacks) {
            Ok(inside) => (Packed::Opened, inside),
            Err(why) => (why, Vec::new()),
        };
        let (within, forwarded) = (file.name.clone(), file.forwarded);
        self.push(MailFile { packed: Some(packed), ..file }, bytes.to_vec());
        for one in inside {
            let packed = if one.locked {
                Some(Packed::LockedFile)
            } else {
                archive::is_archive(&one.bytes).then_some(Packed::Nested)
            };
            let file = MailFile {
                name: file_name(&one.name),
                media_type: "application/octet-stream".to_owned(),
                size: one.bytes.len(),
                inline: false,
                forwarded,
                within: within.clone(),
                packed,
            };
            self.push(file, one.bytes);
        }
    }
}

fn is_signed(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|kind| kind.attribute("smime-type"))
        .is_some_and(|kind| kind.eq_ignore_ascii_case("signed-data"))
}

/// The last part of a file's name, without what nobody sees.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    line(last).chars().take(200).collect()
}

/// The child's side: the answer to a request for an e-mail, JSON and then the bytes of its files after each other.
pub(crate) fn answer(bytes: &[u8]) -> io::Result<[Vec<u8>; 2]> {
    Ok(match read(bytes) {
        Ok(opened) => [serde_json::to_vec(&Ok::<_, NoMail>(&opened.mail))?, opened.bytes.concat()],
        Err(why) => [serde_json::to_vec(&Err::<Mail, _>(why))?, Vec::new()],
    })
}

/// The parent's side: puts the files back beside the e-mail. `None` when they do not fit.
pub(crate) fn heard(answer: Result<Mail, NoMail>, joined: &[u8]) -> Option<Result<Opened, NoMail>> {
    let mail = match answer {
        Ok(mail) => mail,
        Err(why) => return Some(Err(why)),
    };
    let (mut rest, mut bytes) = (joined, Vec::with_capacity(mail.files.len()));
    for file in &mail.files {
        let (own, after) = rest.split_at_checked(file.size)?;
        bytes.push(own.to_vec());
        rest = after;
    }
    Some(Ok(Opened { mail, bytes }))
}
