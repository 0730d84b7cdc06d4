//! Letters over SMTP (RFC 5321): how the installation sends, one connection at a time, and what came of each letter.
//!
//! A letter is plain text and is put together here, so that nothing else can reach its headers. Whoever sends decides
//! what to do about a [`Fault`]; here it is only told what kind it is: of the connection, which says nothing about the
//! letter, or of the letter itself.

use std::fmt;
use std::future::Future;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use kernel::Instant;
use lettre::Address;
use lettre::message::header::{self, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;

/// How long it may take until the server has let us in.
const OPENING: Duration = Duration::from_secs(30);
/// How long one letter may take. RFC 5321, 4.5.3.2 allows a server ten minutes after the text; nobody else's letter
/// waits that long here, and a letter that was taken all the same is known by its Message-ID.
pub const SENDING: Duration = Duration::from_mins(2);
/// The longest answer of a server that is kept, in characters.
const ANSWER: usize = 300;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (RFC 8314), as on port 465.
    Implicit,
    /// STARTTLS (RFC 3207), and nothing is sent where the server does not offer it.
    StartTls,
    /// None: to this machine itself, or where the operator said so.
    Plain,
}

/// A word that nobody is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps the word.
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How this installation sends letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// With which name and password one signs in there, where one does.
    pub login: Option<(String, Secret)>,
    /// The address that letters come from.
    pub from: String,
    /// Certificates (PEM) that are trusted beside those that everybody trusts.
    pub trusted: Option<Vec<u8>>,
    /// How long one letter may take: [`SENDING`], but where a test cannot wait.
    pub patience: Duration,
}

impl MailSettings {
    /// The domain of the address that letters come from.
    pub fn domain(&self) -> &str {
        self.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }

    fn tls(&self) -> Result<TlsParameters, Fault> {
        let mut tls = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.trusted {
            tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(|error| Fault::of_line(&error))?);
        }
        tls.build().map_err(|error| Fault::of_line(&error))
    }
}

/// A letter as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What it is known by, without its domain: the same however often it is sent.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The letter that this one answers: its Message-ID, with its angle brackets.
    pub in_reply_to: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What it says; lines end in `\n` and are as long as they are.
    pub text: String,
    /// What calendars are told by it.
    pub calendar: Option<Scheduled>,
    /// When it was written.
    pub at: Instant,
}

/// What a letter tells calendars (RFC 6047): the method and the object with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The object, with the method in it.
    pub text: String,
}

/// Why a letter did not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The server cannot be reached, or went away.
    Unreachable(String),
    /// It took too long.
    Slow,
    /// The connection could not be protected: no STARTTLS, or a certificate that nobody trusts.
    Unprotected(String),
    /// The server does not let us in, or not with our address.
    NotLetIn(String),
    /// The line broke, or nothing more was heard over it, in the middle of this letter. That may be about the letter or
    /// about the server: the next line tells, and the other letters go over it.
    Broken(String),
    /// The server asks us to come back with this letter.
    Later(String),
    /// The server will never take this letter.
    Refused(String),
    /// The letter cannot be written: an address that is none.
    Unwritable(String),
}

impl Fault {
    /// Its stable name.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Slow => "slow",
            Self::Unprotected(_) => "unprotected",
            Self::NotLetIn(_) => "not-let-in",
            Self::Broken(_) => "broken",
            Self::Later(_) => "later",
            Self::Refused(_) => "refused",
            Self::Unwritable(_) => "unwritable",
        }
    }

    /// What the server, or whoever knows, said about it. May name an address: not for logs.
    pub fn says(&self) -> &str {
        match self {
            Self::Slow => "",
            Self::Unreachable(says)
            | Self::Unprotected(says)
            | Self::NotLetIn(says)
            | Self::Broken(says)
            | Self::Later(says)
            | Self::Refused(says)
            | Self::Unwritable(says) => says,
        }
    }

    /// Whether it is about the connection, and so about every letter.
    pub const fn is_of_the_line(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Slow | Self::Unprotected(_) | Self::NotLetIn(_))
    }

    /// Whether nothing more can go over that line.
    pub const fn ends_the_line(&self) -> bool {
        self.is_of_the_line() || matches!(self, Self::Broken(_))
    }

    /// Whether trying again can help.
    pub const fn may_pass(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Unwritable(_))
    }

    /// Before any letter was told of. A certificate that does not fit and a server without STARTTLS are no faults of a
    /// network, and a mistaken password is no fault of a letter.
    fn of_line(error: &Error) -> Self {
        let says = shown(&error.to_string());
        let certificate = |error: &Error| {
            // What the TLS layer says comes inside an error of the network.
            let mut cause = std::error::Error::source(error);
            while let Some(inner) = cause {
                if inner.to_string().contains("certificate") {
                    return true;
                }
                cause = inner.source();
            }
            false
        };
        if error.is_tls() || error.is_client() || certificate(error) {
            Self::Unprotected(says)
        } else if error.is_permanent() {
            Self::NotLetIn(says)
        } else {
            Self::Unreachable(says)
        }
    }

    /// After the letter was told of. With 421 the server takes leave of everybody (RFC 5321, 3.8).
    fn of_letter(error: &Error) -> Self {
        let says = shown(&error.to_string());
        if error.is_permanent() {
            Self::Refused(says)
        } else if error.status().is_some_and(|code| code.to_string() == "421") {
            Self::Unreachable(says)
        } else if error.is_transient() {
            Self::Later(says)
        } else {
            Self::Broken(says)
        }
    }
}

/// Words from outside as they may be kept: one line, not too long.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ANSWER).collect::<String>().trim().to_owned()
}

/// A line of a header: nothing in it can end it.
fn header_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || c == '\u{2028}' { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A Message-ID as others' programs write it (RFC 5322, 3.6.4), or nothing where it is none.
pub fn message_id(text: &str) -> Option<String> {
    let id = text.trim();
    let inner = id.strip_prefix('<')?.strip_suffix('>')?;
    let good = inner.len() <= 250 && inner.contains('@') && inner.bytes().all(|b| b.is_ascii_graphic());
    (good && !inner.contains(['<', '>'])).then(|| id.to_owned())
}

#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    /// RFC 3834, 5: no vacation notice answers it.
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// An address as SMTP takes it.
fn address(text: &str) -> Result<Address, Fault> {
    Address::from_str(text).map_err(|error| Fault::Unwritable(error.to_string()))
}

/// The letter as bytes, and where it comes from and goes.
fn written(settings: &MailSettings, letter: &Outgoing) -> Result<(Address, Address, Vec<u8>), Fault> {
    let (from, to) = (address(&settings.from)?, address(&letter.to)?);
    let at = Duration::from_micros(u64::try_from(letter.at.as_microsecond()).unwrap_or(0));
    let mut message = Message::builder()
        .from(Mailbox::new(None, from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(header_line(&letter.subject))
        .date(SystemTime::UNIX_EPOCH + at)
        .message_id(Some(format!("<{}@{}>", header_line(&letter.id), settings.domain())))
        .header(AutoSubmitted);
    if let Some(reply_to) = &letter.reply_to {
        message = message.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    if let Some(id) = letter.in_reply_to.as_deref().and_then(message_id) {
        message = message.in_reply_to(id.clone()).references(id);
    }
    let text = letter.text.replace('\n', "\r\n");
    // Quoted-printable whatever the letters: the lines of a paragraph may be longer than the 998 that SMTP takes.
    let body = Body::new_with_encoding(text, header::ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| Fault::Unwritable("the text cannot be encoded".to_owned()))?;
    let part = SinglePart::builder().header(header::ContentType::TEXT_PLAIN).body(body);
    let message = match &letter.calendar {
        None => message.singlepart(part),
        Some(scheduled) => message.multipart(with_calendar(part, scheduled)?),
    };
    Ok((from, to, message.map_err(|error| Fault::Unwritable(error.to_string()))?.formatted()))
}

/// The text beside what calendars read: programs that know calendars show that, others show the text and have a file.
fn with_calendar(text: SinglePart, scheduled: &Scheduled) -> Result<MultiPart, Fault> {
    let kind = |text: &str| header::ContentType::parse(text).map_err(|error| Fault::Unwritable(error.to_string()));
    let body = |text: &str| {
        Body::new_with_encoding(text.to_owned(), header::ContentTransferEncoding::Base64)
            .map_err(|_| Fault::Unwritable("the calendar cannot be encoded".to_owned()))
    };
    let object = SinglePart::builder()
        .header(kind(&format!("text/calendar; charset=utf-8; method={}", scheduled.method))?)
        .body(body(&scheduled.text)?);
    let file = Attachment::new("inbjudan.ics".to_owned()).body(body(&scheduled.text)?, kind("application/ics")?);
    Ok(MultiPart::mixed().multipart(MultiPart::alternative().singlepart(text).singlepart(object)).singlepart(file))
}

/// An open connection to the server, over which letters go one after the other.
pub struct Line {
    connection: AsyncSmtpConnection,
    /// Whether a letter has gone wrong over it, so that the server waits for something else.
    begun: bool,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    tokio::time::timeout(limit, work).await.unwrap_or(Err(Fault::Slow))
}

impl Line {
    /// Connects, protects the connection as the settings say, and signs in.
    ///
    /// # Errors
    /// A fault of the line.
    pub async fn open(settings: &MailSettings) -> Result<Self, Fault> {
        within(OPENING, Self::connect(settings)).await
    }

    async fn connect(settings: &MailSettings) -> Result<Self, Fault> {
        let hello = ClientId::Domain(settings.domain().to_owned());
        let implicit = match settings.protection {
            Protection::Implicit => Some(settings.tls()?),
            Protection::StartTls | Protection::Plain => None,
        };
        let server = (settings.host.as_str(), settings.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(OPENING), &hello, implicit, None);
        let mut connection = connecting.await.map_err(|error| Fault::of_line(&error))?;
        if settings.protection == Protection::StartTls {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err(Fault::Unprotected("the server offers no STARTTLS".to_owned()));
            }
            connection.starttls(settings.tls()?, &hello).await.map_err(|error| Fault::of_line(&error))?;
        }
        if let Some((name, Secret(password))) = &settings.login {
            let credentials = Credentials::new(name.clone(), password.clone());
            if let Err(error) = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await {
                connection.abort().await;
                return Err(Fault::NotLetIn(shown(&error.to_string())));
            }
        }
        Ok(Self { connection, begun: false })
    }

    /// Sends the letter; gives the server's answer.
    ///
    /// # Errors
    /// Why it did not go. After a fault of the line another line is needed.
    pub async fn send(&mut self, settings: &MailSettings, letter: &Outgoing) -> Result<String, Fault> {
        let (from, to, bytes) = written(settings, letter)?;
        let answer = within(settings.patience, self.hand_over(from, to, &bytes)).await;
        self.begun = answer.is_err();
        // The server had let us in: that it says nothing to this letter may be the letter's.
        answer.map_err(|fault| if fault == Fault::Slow { Fault::Broken(String::new()) } else { fault })
    }

    async fn hand_over(&mut self, from: Address, to: Address, bytes: &[u8]) -> Result<String, Fault> {
        let line = &mut self.connection;
        if self.begun {
            line.command(Rset).await.map_err(|error| Fault::of_line(&error))?;
        }
        // A server that does not take our own address takes none of the letters.
        line.command(Mail::new(Some(from), Vec::new())).await.map_err(|error| Fault::of_line(&error))?;
        line.command(Rcpt::new(to, Vec::new())).await.map_err(|error| Fault::of_letter(&error))?;
        line.command(Data).await.map_err(|error| Fault::of_letter(&error))?;
        let answer = line.message(bytes).await.map_err(|error| Fault::of_letter(&error))?;
        Ok(told(&answer))
    }

    /// Takes leave. What is sent is sent, whatever the server says to that.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(OPENING, self.connection.quit()).await;
    }
}

fn told(answer: &Response) -> String {
    let words: Vec<&str> = answer.message().collect();
    shown(&format!("{} {}", answer.code(), words.join(" ")))
}

/// Whether the server answers as the settings say; sends nothing. For `tertial doctor`, outside any runtime.
///
/// # Errors
/// Why it does not.
pub fn try_blocking(settings: &MailSettings) -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Fault::Unreachable(error.to_string()))?;
    runtime.block_on(async {
        Line::open(settings).await?.close().await;
        Ok(())
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn settings() -> MailSettings {
        MailSettings {
            host: "localhost".to_owned(),
            port: 25,
            protection: Protection::Plain,
            login: Some(("tertial".to_owned(), Secret::new("hemligt"))),
            from: "tertial@ekstad.example".to_owned(),
            trusted: None,
            patience: SENDING,
        }
    }

    fn letter() -> Outgoing {
        Outgoing {
            id: "1".to_owned(),
            to: "anna@test.example".to_owned(),
            reply_to: Some("kvalitet@ekstad.example".to_owned()),
            in_reply_to: None,
            subject: "P\u{e5}minnelse".to_owned(),
            text: "Hej!".to_owned(),
            calendar: None,
            at: Instant::EPOCH,
        }
    }

    #[test]
    fn what_calendars_are_told_stands_beside_the_text_and_as_a_file() {
        let object = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
        let calendar = Some(Scheduled { method: "REQUEST", text: object.to_owned() });
        let sent = text(&Outgoing { calendar, ..letter() });
        for part in ["multipart/mixed", "multipart/alternative", "text/plain", "method=REQUEST", "inbjudan.ics"] {
            assert!(sent.contains(part), "{part} is not in {sent}");
        }
        assert!(sent.contains("QkVHSU46VkNBTEVOREFS"), "the object is encoded: {sent}");
    }

    fn text(letter: &Outgoing) -> String {
        String::from_utf8(written(&settings(), letter).unwrap().2).unwrap()
    }

    #[test]
    fn a_letter_has_the_headers_it_should_and_no_others() {
        let text = text(&Outgoing { in_reply_to: Some("<abc@other.example>".to_owned()), ..letter() });
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut names: Vec<&str> = head
            .lines()
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "Auto-Submitted",
                "Content-Transfer-Encoding",
                "Content-Type",
                "Date",
                "From",
                "In-Reply-To",
                "MIME-Version",
                "Message-ID",
                "References",
                "Reply-To",
                "Subject",
                "To"
            ]
        );
        assert!(head.contains("Message-ID: <1@ekstad.example>") && head.contains("Auto-Submitted: auto-generated"));
        assert_eq!(body.trim_end(), "Hej!");
    }

    #[test]
    fn nothing_that_is_written_becomes_a_header() {
        for bad in
            ["x\r\nBcc: alla@test.example", "x\nBcc: a", "x\r\n\r\ntext", "x\u{2028}Bcc: a", "x\0y", "x\u{85}Bcc: a"]
        {
            let sent = text(&Outgoing {
                subject: bad.to_owned(),
                id: bad.to_owned(),
                in_reply_to: Some(format!("<{bad}@test.example>")),
                ..letter()
            });
            assert!(!sent.lines().any(|line| line.starts_with("Bcc")), "{sent}");
            assert_eq!(sent.matches("\r\n\r\n").count(), 1, "{sent}");
            for worse in [
                Outgoing { to: format!("a@test.example{bad}"), ..letter() },
                Outgoing { reply_to: Some(format!("a@test.example{bad}")), ..letter() },
            ] {
                assert!(matches!(written(&settings(), &worse), Err(Fault::Unwritable(_))), "{bad:?}");
            }
        }
    }

    #[test]
    fn the_password_is_in_no_message_about_the_settings() {
        assert!(!format!("{:?}", settings()).contains("hemligt"));
    }

    #[test]
    fn a_message_id_is_taken_as_it_stands_or_not_at_all() {
        for (given, expected) in [
            ("<a.b@c.example>", true),
            (" <a@c> ", true),
            ("a@c", false),
            ("<a>", false),
            ("<a b@c>", false),
            ("<a@c>\r\nBcc: x", false),
            ("<a@c><d@e>", false),
            ("", false),
        ] {
            assert_eq!(message_id(given).is_some(), expected, "{given:?}");
        }
    }
}
