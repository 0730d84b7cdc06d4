//! The layer all clients share: polite towards others, careful with what comes.

use std::fmt;
use std::io::Read as _;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};
use ureq::http::{Request, Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};

use crate::address::is_private;
use crate::fault::{Came, Fault};

/// What is let through that is not for the open world.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allow {
    /// Addresses without https: for a server of the tests' own.
    pub unprotected: bool,
    /// Addresses in private networks: for a municipality's own systems, and the tests.
    pub private: bool,
}

/// Limits of a fetch, which is all that one client asks.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who we say we are.
    pub user_agent: String,
    /// How long one request may take from its beginning to its last byte.
    pub per_request: Duration,
    /// How long the whole fetch may take.
    pub whole: Duration,
    /// How many bytes one answer may have.
    pub body: u64,
    /// How many bytes all answers may have together.
    pub together: u64,
    /// How often one address is asked before it is given up.
    pub attempts: u32,
    /// How long is waited before the second attempt; twice that before the third, and so on.
    pub first_pause: Duration,
    /// The longest wait; who asks for more with `Retry-After` is left alone until the next fetch.
    pub longest_pause: Duration,
    /// The least time between two requests.
    pub between: Duration,
    /// How many requests the fetch may make.
    pub requests: u32,
    /// Whether the answers are kept as they came; else only a hash over them is, for answers that speak of persons.
    pub keep_answers: bool,
    /// What is let through.
    pub allow: Allow,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: concat!("Tertial/", env!("CARGO_PKG_VERSION")).to_owned(),
            per_request: Duration::from_secs(30),
            whole: Duration::from_secs(200),
            body: 64 << 20,
            together: 256 << 20,
            attempts: 4,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            // Kolada asks for at most five in a second; the statistics database for ten in ten seconds.
            between: Duration::from_millis(250),
            requests: 2_000,
            keep_answers: true,
            allow: Allow::default(),
        }
    }
}

/// An answer with status 200 and a body of JSON.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The address that answered.
    pub asked: String,
    /// The body.
    pub json: Value,
    /// What came, in short: for a fault that is found later.
    pub came: Came,
}

impl Answer {
    /// The fault of an answer that has not the published shape.
    pub fn other_shape(&self, what: impl Into<String>) -> Fault {
        Fault::OtherShape { asked: self.asked.clone(), what: what.into(), came: self.came.clone() }
    }
}

/// Every answer of a fetch as it came, in order.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    /// Each address on a line of its own, followed by the bytes that came and a line break; nothing where answers are not
    /// kept.
    pub bytes: Vec<u8>,
    /// How many bytes that is, kept or not.
    pub size: u64,
    hash: Sha256,
}

impl Transcript {
    fn take(&mut self, parts: [&[u8]; 4], keep: bool) {
        for part in parts {
            self.hash.update(part);
            self.size += part.len() as u64;
            if keep {
                self.bytes.extend_from_slice(part);
            }
        }
    }

    /// SHA-256 over it, hex, whether the bytes are kept or not.
    pub fn sha256(&self) -> String {
        self.hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

type Pause = Arc<dyn Fn(Duration) + Send + Sync>;
type GoOn = Arc<dyn Fn(u32) -> bool + Send + Sync>;

/// One fetch. It asks one thing after the other, never two at a time.
pub struct Http {
    agent: Agent,
    options: Options,
    pause: Pause,
    go_on: GoOn,
    begun: Instant,
    asked: AtomicU32,
    transcript: Mutex<Transcript>,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A name that leads into a private network.
#[derive(Debug, thiserror::Error)]
#[error("a private network")]
pub(crate) struct IntoPrivate;

/// Looks names up, and gives no private address away: what is connected to is what was looked at.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) private: bool,
    pub(crate) inner: Box<dyn Resolver>,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if !self.private && found.iter().any(|address| is_private(address.ip())) {
            return Err(ureq::Error::Other(Box::new(IntoPrivate)));
        }
        Ok(found)
    }
}

/// What is sent.
enum Sending<'a> {
    Get,
    Post(&'a str),
}

impl Http {
    /// A fetch within the limits, with waits that really wait.
    pub fn new(options: Options) -> Self {
        Self::pausing(options, Arc::new(std::thread::sleep))
    }

    /// A fetch that waits as it is told: for tests, which do not.
    pub fn pausing(options: Options, pause: Arc<dyn Fn(Duration) + Send + Sync>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .https_only(!options.allow.unprotected)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(options.user_agent.clone())
            .timeout_global(Some(options.per_request))
            .max_idle_connections(1)
            .build();
        let guard = Guard { private: options.allow.private, inner: Box::new(DefaultResolver::default()) };
        #[expect(clippy::disallowed_methods, reason = "to measure how long the fetch has taken")]
        let begun = Instant::now();
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard),
            options,
            pause,
            go_on: Arc::new(|_| true),
            begun,
            asked: AtomicU32::new(0),
            transcript: Mutex::default(),
        }
    }

    /// Is told before each request how many have been made, and says whether to go on.
    #[must_use]
    pub fn going_on(mut self, go_on: impl Fn(u32) -> bool + Send + Sync + 'static) -> Self {
        self.go_on = Arc::new(go_on);
        self
    }

    /// How many requests have been made.
    pub fn requests(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Every answer so far, as it came.
    pub fn transcript(&self) -> Transcript {
        self.transcript.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks for JSON.
    ///
    /// # Errors
    /// See [`Fault`]; an answer without content (404) is one of [`Fault::Status`].
    pub fn get(&self, address: &str, bearer: Option<&str>) -> Result<Answer, Fault> {
        self.ask(address, bearer, &Sending::Get)
    }

    /// Sends JSON and asks for JSON.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn post(&self, address: &str, bearer: Option<&str>, body: &Value) -> Result<Answer, Fault> {
        self.ask(address, bearer, &Sending::Post(&body.to_string()))
    }

    fn ask(&self, address: &str, bearer: Option<&str>, send: &Sending<'_>) -> Result<Answer, Fault> {
        let first = self.checked(address)?;
        let mut at = first.clone();
        // Within the same host only, and not round in circles.
        for _ in 0..3 {
            let (response, bytes) = self.patiently(&at, bearer, send)?;
            let status = response.status();
            if !status.is_redirection() {
                return answer(&at, &response, &bytes);
            }
            let to = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
            at = next_on_same_host(&at, to)
                .ok_or_else(|| Fault::LeadsElsewhere { asked: at.to_string(), to: to.to_owned() })?;
        }
        Err(Fault::LeadsElsewhere { asked: first.to_string(), to: at.to_string() })
    }

    fn checked(&self, address: &str) -> Result<Uri, Fault> {
        let asked = || address.to_owned();
        let uri: Uri = address.parse().map_err(|_| Fault::NotAnAddress { asked: asked() })?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| Fault::NotAnAddress { asked: asked() })?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(Fault::NotAnAddress { asked: asked() });
        }
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if self.options.allow.unprotected => {}
            Some("http") => return Err(Fault::NotProtected { asked: asked() }),
            _ => return Err(Fault::NotAnAddress { asked: asked() }),
        }
        // A name is looked at when it has been looked up.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if literal.is_ok_and(|literal| !self.options.allow.private && is_private(literal)) {
            return Err(Fault::Private { asked: asked() });
        }
        Ok(uri)
    }

    /// Asks until there is an answer that is worth looking at, or it has been asked often enough.
    fn patiently(&self, at: &Uri, bearer: Option<&str>, send: &Sending<'_>) -> Result<(Response<()>, Vec<u8>), Fault> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let outcome = self.once(at, bearer, send);
            let (worth_again, after) = match &outcome {
                Ok((response, _)) => {
                    let after = response.headers().get("retry-after").and_then(|after| after.to_str().ok());
                    (matches!(response.status().as_u16(), 429 | 500 | 502 | 503 | 504), after.and_then(seconds))
                }
                Err(Fault::Unreachable { .. } | Fault::TooSlow { .. }) => (true, None),
                Err(_) => (false, None),
            };
            let backoff = self.options.first_pause.saturating_mul(1 << (attempt - 1).min(16));
            let pause = after.map_or(backoff, Duration::from_secs).max(backoff);
            let longest = self.options.longest_pause;
            let in_time = in_time(self.begun.elapsed(), pause, self.options.whole);
            if !worth_again || attempt >= self.options.attempts || pause > longest || !in_time {
                let (response, bytes) = outcome?;
                if worth_again {
                    let (asked, came) = (at.to_string(), came(&response, &bytes));
                    return Err(Fault::Status { asked, came, attempts: attempt });
                }
                return Ok((response, bytes));
            }
            (self.pause)(pause);
        }
    }

    fn once(&self, at: &Uri, bearer: Option<&str>, send: &Sending<'_>) -> Result<(Response<()>, Vec<u8>), Fault> {
        let asked = at.to_string();
        let before = self.asked.fetch_add(1, Ordering::Relaxed);
        if before >= self.options.requests {
            return Err(Fault::Endless { asked, requests: before });
        }
        if self.begun.elapsed() > self.options.whole {
            return Err(Fault::TooSlow { asked, within: self.options.whole });
        }
        if !(self.go_on)(before) {
            return Err(Fault::Stopped);
        }
        if before > 0 {
            (self.pause)(self.options.between);
        }
        let request = Request::builder().uri(at).header("accept", "application/json");
        let request = match bearer {
            Some(bearer) => request.header("authorization", format!("Bearer {bearer}")),
            None => request,
        };
        let not_an_address = |_| Fault::NotAnAddress { asked: asked.clone() };
        let sent = match send {
            Sending::Get => self.agent.run(request.method("GET").body(()).map_err(not_an_address)?),
            Sending::Post(body) => {
                let request = request.method("POST").header("content-type", "application/json");
                self.agent.run(request.body(*body).map_err(not_an_address)?)
            }
        };
        let (head, body) = sent.map_err(|error| self.fault(&asked, &error))?.into_parts();
        let bytes = self.bytes(&asked, body)?;
        Ok((Response::from_parts(head, ()), bytes))
    }

    fn bytes(&self, asked: &str, body: Body) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let limit = self.options.body;
        // One byte past the limit, to know that there is more.
        let mut reader = body.into_with_config().limit(u64::MAX).reader().take(limit + 1);
        reader.read_to_end(&mut bytes).map_err(|error| self.fault(asked, &error.into()))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
            return Err(Fault::TooLarge { asked: asked.to_owned(), limit });
        }
        let mut transcript = self.transcript.lock().unwrap_or_else(PoisonError::into_inner);
        transcript.take([asked.as_bytes(), b"\n", &bytes, b"\n"], self.options.keep_answers);
        if transcript.size > self.options.together {
            return Err(Fault::TooLarge { asked: asked.to_owned(), limit: self.options.together });
        }
        Ok(bytes)
    }

    fn fault(&self, asked: &str, error: &ureq::Error) -> Fault {
        let asked = asked.to_owned();
        match error {
            ureq::Error::Timeout(_) => Fault::TooSlow { asked, within: self.options.per_request },
            ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                Fault::TooSlow { asked, within: self.options.per_request }
            }
            ureq::Error::RequireHttpsOnly(_) => Fault::NotProtected { asked },
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => Fault::NotAnAddress { asked },
            ureq::Error::Other(other) if other.is::<IntoPrivate>() => Fault::Private { asked },
            other => Fault::Unreachable { asked, why: other.to_string() },
        }
    }
}

/// Whether a fetch that has taken so long already may wait, and go on within its time.
pub(crate) fn in_time(taken: Duration, pause: Duration, whole: Duration) -> bool {
    taken.checked_add(pause).is_some_and(|then| then < whole)
}

/// How many seconds a server asks to be left alone; a number that is larger than any is the largest. A day is not one of
/// them, and whoever gives one is asked again as if nothing had been said.
fn seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The JSON in what came, or why there is none.
fn answer(at: &Uri, response: &Response<()>, bytes: &[u8]) -> Result<Answer, Fault> {
    let (asked, came) = (at.to_string(), came(response, bytes));
    if response.status() != 200 {
        return Err(Fault::Status { asked, came, attempts: 1 });
    }
    // Some servers say text/plain of their JSON; a page of HTML is another thing.
    let kind = came.media_type.to_ascii_lowercase();
    if !kind.contains("json") && !kind.starts_with("text/plain") && !kind.is_empty() {
        return Err(Fault::OtherKind { asked, came });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match serde_json::from_slice(bytes) {
        Ok(json) => Ok(Answer { asked, json, came }),
        Err(error) => Err(Fault::OtherShape { asked, what: format!("not JSON: {error}"), came }),
    }
}

fn came(response: &Response<()>, bytes: &[u8]) -> Came {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1_000)]);
    Came {
        status: response.status().as_u16(),
        media_type: response
            .headers()
            .get("content-type")
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        beginning: text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect(),
    }
}

/// Where a redirect leads when it stays with the same scheme, host and port; nothing when it does not.
pub(crate) fn next_on_same_host(at: &Uri, to: &str) -> Option<Uri> {
    if let Some(path) = to.strip_prefix('/').filter(|rest| !rest.starts_with('/')) {
        return format!("{}://{}/{path}", at.scheme_str()?, at.authority()?).parse().ok();
    }
    let to: Uri = to.parse().ok()?;
    (to.scheme() == at.scheme() && to.authority() == at.authority()).then_some(to)
}
