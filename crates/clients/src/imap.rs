//! A mailbox over IMAP (RFC 9051, and RFC 3501 before it): what is new in a folder, each letter whole as it lies there, and
//! what is done with it afterwards. Nothing is marked by reading. Knows nothing of what the letters are about.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_imap::error::Error as Imap;
use async_imap::types::Fetch;
use async_imap::{Client, Session};
use futures_util::{Stream, StreamExt};
use kernel::Instant;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::address::is_private;

/// How long one step of the conversation may take.
const STEP: Duration = Duration::from_mins(1);
/// How long the server may take to be reached.
const REACH: Duration = Duration::from_secs(15);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// From the first byte.
    Implicit,
    /// After a word in the clear.
    StartTls,
    /// Not at all.
    None,
}

/// A server, and as whom one signs in there.
#[derive(Clone)]
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// Certificates (PEM) that are trusted beside those that everybody trusts.
    pub trusted: String,
    /// Whether it may lie in a private network.
    pub private: bool,
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.protection)
    }
}

/// Why a mailbox cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No server is reached there.
    #[error("no server is reached")]
    Unreachable,
    /// It lies in a private network, and that is not allowed.
    #[error("a private network")]
    Private,
    /// It does not answer in time.
    #[error("the server does not answer in time")]
    Slow,
    /// It speaks something else.
    #[error("the server does not speak as it should")]
    OtherProtocol,
    /// Its certificate is not trusted, or is another's.
    #[error("the server's certificate is not trusted")]
    Certificate,
    /// It does not protect the connection after a word in the clear.
    #[error("the server knows no STARTTLS")]
    NoStartTls,
    /// It does not take the name and password.
    #[error("the server does not take the name and password")]
    Login,
    /// There is no such folder.
    #[error("there is no such folder")]
    Folder,
    /// The letter cannot be marked or moved.
    #[error("a letter cannot be marked or moved")]
    Mark,
    /// The connection broke.
    #[error("the connection broke")]
    Broken,
}

impl Fault {
    /// The stable name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Private => "private",
            Self::Slow => "slow",
            Self::OtherProtocol => "other-protocol",
            Self::Certificate => "certificate",
            Self::NoStartTls => "no-starttls",
            Self::Login => "login",
            Self::Folder => "folder",
            Self::Mark => "mark",
            Self::Broken => "broken",
        }
    }

    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Unreachable,
        Self::Private,
        Self::Slow,
        Self::OtherProtocol,
        Self::Certificate,
        Self::NoStartTls,
        Self::Login,
        Self::Folder,
        Self::Mark,
        Self::Broken,
    ];
}

/// A folder that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folder {
    /// Its numbering: while it is this one, a letter keeps its number (RFC 9051, 2.3.1.1).
    pub uid_validity: u32,
    /// How many letters lie there.
    pub letters: u32,
}

/// A letter that lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub uid: u32,
    /// Its size in bytes.
    pub size: u32,
    /// When it came (INTERNALDATE).
    pub at: Option<Instant>,
}

trait Wire: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Wire for T {}

/// A conversation with a server.
#[derive(Debug)]
pub struct Mailbox(Session<Box<dyn Wire>>);

/// Whether the text holds certificates (PEM), and nothing that cannot be read.
pub fn are_certificates(pem: &str) -> bool {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    all.is_ok_and(|all| !all.is_empty() && all.into_iter().all(|one| RootCertStore::empty().add(one).is_ok()))
}

fn connector(trusted: &str) -> Result<TlsConnector, Fault> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for one in CertificateDer::pem_slice_iter(trusted.as_bytes()) {
        let one = one.map_err(|_| Fault::Certificate)?;
        roots.add(one).map_err(|_| Fault::Certificate)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Fault::OtherProtocol)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn step<T>(work: impl Future<Output = T>) -> Result<T, Fault> {
    timeout(STEP, work).await.map_err(|_| Fault::Slow)
}

async fn protected(server: &Server, plain: TcpStream) -> Result<Box<dyn Wire>, Fault> {
    let name = ServerName::try_from(server.host.clone()).map_err(|_| Fault::Certificate)?;
    let connected = step(connector(&server.trusted)?.connect(name, plain)).await?;
    let stream = connected.map_err(|error| {
        let of_tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match of_tls {
            Some(rustls::Error::InvalidCertificate(_)) => Fault::Certificate,
            _ => Fault::OtherProtocol,
        }
    })?;
    Ok(Box::new(stream))
}

/// A greeting is the server's first word, and comes by itself.
async fn greeted<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug>(stream: T) -> Result<Client<T>, Fault> {
    let mut client = Client::new(stream);
    // A server that waits for another first word says nothing.
    match timeout(REACH, client.read_response()).await.map_err(|_| Fault::OtherProtocol)? {
        Ok(Some(_)) => Ok(client),
        _ => Err(Fault::OtherProtocol),
    }
}

fn broken(error: Imap) -> Fault {
    match error {
        Imap::Io(_) | Imap::ConnectionLost => Fault::Broken,
        _ => Fault::OtherProtocol,
    }
}

/// Reaches the server at the addresses that were looked at: no name is looked up twice.
async fn reached(server: &Server) -> Result<TcpStream, Fault> {
    let found = timeout(REACH, tokio::net::lookup_host((server.host.as_str(), server.port))).await;
    let found: Vec<SocketAddr> = found.map_err(|_| Fault::Slow)?.map_err(|_| Fault::Unreachable)?.collect();
    if !server.private && found.iter().any(|address| is_private(address.ip())) {
        return Err(Fault::Private);
    }
    let reach = timeout(REACH, TcpStream::connect(found.as_slice())).await;
    reach.map_err(|_| Fault::Slow)?.map_err(|_| Fault::Unreachable)
}

impl Mailbox {
    /// Reaches the server and signs in.
    ///
    /// # Errors
    /// Why that does not succeed.
    pub async fn open(server: &Server) -> Result<Self, Fault> {
        let plain = reached(server).await?;
        let client: Client<Box<dyn Wire>> = match server.protection {
            Protection::Implicit => greeted(protected(server, plain).await?).await?,
            Protection::None => greeted(Box::new(plain) as Box<dyn Wire>).await?,
            Protection::StartTls => {
                let mut client = greeted(plain).await?;
                let said = step(client.run_command_and_check_ok("STARTTLS", None)).await?;
                said.map_err(|error| match broken(error) {
                    Fault::Broken => Fault::Broken,
                    _ => Fault::NoStartTls,
                })?;
                // Nothing that was said in the clear counts from here on: the client is made anew.
                Client::new(protected(server, client.into_inner()).await?)
            }
        };
        match step(client.login(&server.user, &server.password)).await? {
            Ok(session) => Ok(Self(session)),
            Err((Imap::Io(_) | Imap::ConnectionLost, _)) => Err(Fault::Broken),
            Err(_) => Err(Fault::Login),
        }
    }

    /// Opens a folder.
    ///
    /// # Errors
    /// Why that does not succeed.
    pub async fn select(&mut self, folder: &str) -> Result<Folder, Fault> {
        match step(self.0.select(on_the_wire(folder))).await? {
            Ok(found) => {
                Ok(Folder { uid_validity: found.uid_validity.ok_or(Fault::OtherProtocol)?, letters: found.exists })
            }
            Err(Imap::No(_) | Imap::Bad(_) | Imap::Validate(_)) => Err(Fault::Folder),
            Err(error) => Err(broken(error)),
        }
    }

    /// Whether there is a folder of that name, which letters can be moved to.
    ///
    /// # Errors
    /// [`Fault::Folder`] where there is none.
    pub async fn has(&mut self, folder: &str) -> Result<(), Fault> {
        match step(self.0.status(on_the_wire(folder), "(MESSAGES)")).await? {
            Ok(_) => Ok(()),
            Err(Imap::No(_) | Imap::Bad(_) | Imap::Validate(_)) => Err(Fault::Folder),
            Err(error) => Err(broken(error)),
        }
    }

    /// The letters after that number, by number.
    ///
    /// # Errors
    /// When the conversation breaks.
    pub async fn after(&mut self, uid: u32) -> Result<Vec<Listed>, Fault> {
        let from = uid.saturating_add(1);
        let mut listed = Vec::new();
        // `n:*` gives the last letter even where it lies before n (RFC 9051, 9: seq-range).
        let fetched = step(self.0.uid_fetch(format!("{from}:*"), "(UID RFC822.SIZE INTERNALDATE)")).await?;
        each(fetched.map_err(broken)?, |fetch| {
            if let Some(uid) = fetch.uid.filter(|uid| *uid >= from) {
                listed.push(Listed { uid, size: fetch.size.unwrap_or(u32::MAX), at: internal_date(fetch) });
            }
        })
        .await?;
        listed.sort_by_key(|letter| letter.uid);
        Ok(listed)
    }

    /// The letter as it lies there, or its head alone; nothing where it is gone.
    ///
    /// # Errors
    /// When the conversation breaks.
    pub async fn fetch(&mut self, uid: u32, head_only: bool) -> Result<Option<Vec<u8>>, Fault> {
        let what = if head_only { "BODY.PEEK[HEADER]" } else { "BODY.PEEK[]" };
        let mut bytes = None;
        let fetched = step(self.0.uid_fetch(uid.to_string(), what)).await?;
        each(fetched.map_err(broken)?, |fetch| {
            if let Some(found) = if head_only { fetch.header() } else { fetch.body() } {
                bytes = Some(found.to_vec());
            }
        })
        .await?;
        if bytes.is_none() {
            self.is_gone(uid).await?;
        }
        Ok(bytes)
    }

    /// That a letter really is gone: a server that refuses to give it, or goes away, gives nothing either.
    async fn is_gone(&mut self, uid: u32) -> Result<(), Fault> {
        step(self.0.run_command_and_check_ok("NOOP")).await?.map_err(broken)?;
        let found = step(self.0.uid_search(format!("UID {uid}"))).await?.map_err(broken)?;
        if found.contains(&uid) { Err(Fault::Broken) } else { Ok(()) }
    }

    /// Sets a flag of a letter. A refusal stands in the last line of the answer, which a stream of letters does not tell.
    async fn set(&mut self, uid: u32, flag: &str) -> Result<(), Fault> {
        let command = format!("UID STORE {uid} +FLAGS.SILENT ({flag})");
        step(self.0.run_command_and_check_ok(command)).await?.map_err(refused)
    }

    /// Marks a letter as seen. One that is gone is no fault.
    ///
    /// # Errors
    /// When the server refuses, or the conversation breaks.
    pub async fn mark_seen(&mut self, uid: u32) -> Result<(), Fault> {
        self.set(uid, "\\Seen").await
    }

    /// Moves a letter to a folder; by copy and mark where the server knows no MOVE (RFC 6851). One that is gone is no
    /// fault.
    ///
    /// # Errors
    /// When the server refuses, or the conversation breaks.
    pub async fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), Fault> {
        let (one, folder) = (uid.to_string(), on_the_wire(folder));
        let can = step(self.0.capabilities()).await?.map_err(broken)?;
        if can.has_str("MOVE") {
            return step(self.0.uid_mv(&one, &folder)).await?.map_err(refused);
        }
        step(self.0.uid_copy(&one, &folder)).await?.map_err(refused)?;
        self.set(uid, "\\Deleted").await?;
        if can.has_str("UIDPLUS") {
            let gone = step(self.0.uid_expunge(&one)).await?.map_err(refused)?;
            let mut gone = std::pin::pin!(gone);
            while let Some(one) = step(gone.next()).await? {
                one.map_err(broken)?;
            }
        }
        Ok(())
    }

    /// Takes leave. What comes of that changes nothing.
    pub async fn close(mut self) {
        let _ = step(self.0.logout()).await;
    }
}

/// The name of a folder as the protocol writes it: what is not ASCII as base64 of UTF-16 between `&` and `-` (RFC 3501,
/// 5.1.3), without which *Inläst* would be another folder.
fn on_the_wire(name: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    let mut out = String::new();
    let mut wide: Vec<u8> = Vec::new();
    let flush = |wide: &mut Vec<u8>, out: &mut String| {
        if wide.is_empty() {
            return;
        }
        out.push('&');
        for three in wide.chunks(3) {
            let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
            let bits = at(0) << 16 | at(1) << 8 | at(2);
            for place in 0..=three.len() {
                let sign = (bits >> (18 - 6 * place)) & 63;
                out.push(char::from(SIGNS[sign as usize]));
            }
        }
        out.push('-');
        wide.clear();
    };
    for sign in name.chars() {
        if (' '..='~').contains(&sign) {
            flush(&mut wide, &mut out);
            out.push(sign);
            if sign == '&' {
                out.push('-');
            }
        } else {
            let mut units = [0; 2];
            wide.extend(sign.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut wide, &mut out);
    out
}

fn refused(error: Imap) -> Fault {
    match error {
        Imap::No(_) | Imap::Bad(_) | Imap::Validate(_) => Fault::Mark,
        error => broken(error),
    }
}

async fn each(stream: impl Stream<Item = Result<Fetch, Imap>>, mut take: impl FnMut(&Fetch)) -> Result<(), Fault> {
    let mut stream = std::pin::pin!(stream);
    while let Some(one) = step(stream.next()).await? {
        take(&one.map_err(broken)?);
    }
    Ok(())
}

fn internal_date(fetch: &Fetch) -> Option<Instant> {
    Instant::from_microsecond(fetch.internal_date()?.timestamp_micros())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn folders_with_other_letters_are_named_as_the_protocol_names_them() {
        assert_eq!(on_the_wire("INBOX"), "INBOX");
        assert_eq!(on_the_wire("Inl\u{e4}st"), "Inl&AOQ-st");
        assert_eq!(on_the_wire("R & D"), "R &- D");
        // The example of RFC 3501, 5.1.3.
        assert_eq!(
            on_the_wire("~peter/mail/\u{53f0}\u{5317}/\u{65e5}\u{672c}\u{8a9e}"),
            "~peter/mail/&U,BTFw-/&ZeVnLIqe-"
        );
    }

    #[test]
    fn a_server_in_a_private_network_is_not_reached_unless_that_is_allowed() {
        let listening = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let reach = |host: &str, private| {
            let server = Server {
                host: host.to_owned(),
                port: listening.local_addr().unwrap().port(),
                protection: Protection::None,
                trusted: String::new(),
                private,
                user: String::new(),
                password: String::new(),
            };
            runtime.block_on(reached(&server)).map(|_| ())
        };
        for host in ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "::1"] {
            assert_eq!(reach(host, false), Err(Fault::Private), "{host}");
        }
        assert_eq!(reach("127.0.0.1", true), Ok(()));
    }

    #[test]
    fn what_is_no_certificate_is_told() {
        assert!(
            !are_certificates("") && !are_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
        );
    }
}
