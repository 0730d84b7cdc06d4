//! Reads a few pages of somebody's site: politely, and with a hand before every door that a site could lead us to.
//!
//! One request at a time and one a second; what the site asks of programs is kept ([`Robots`]); only the site's own pages, by
//! http or https on their own ports; every address is looked at before it is connected to, at every redirect, and what was
//! looked at is what is connected to. Each page, all of them and the time they take have a limit.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use ureq::Agent;
use ureq::http::{Request, Uri};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::DefaultConnector;

use crate::fault::{Came, Fault};
use crate::http::{Guard, IntoPrivate};
use crate::robots::{self, Robots};

/// How pages are read.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Who we say we are; its first word is what sites call us by.
    pub user_agent: String,
    /// How long one request may take from its beginning to its last byte.
    pub per_request: Duration,
    /// How long a site may take.
    pub whole: Duration,
    /// How many bytes a page may have.
    pub body: u64,
    /// How many pages of a site are read.
    pub pages: usize,
    /// The least time from the beginning of one request to that of the next.
    pub between: Duration,
    /// Whether private networks and other ports are let through: for tests, and an operator who says so.
    pub private: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            user_agent: concat!("Tertial-webbkontroll/", env!("CARGO_PKG_VERSION")).to_owned(),
            per_request: Duration::from_secs(20),
            whole: Duration::from_mins(3),
            body: 2 << 20,
            pages: 20,
            between: Duration::from_secs(1),
            private: false,
        }
    }
}

/// Time, as it is or as a test says.
#[derive(Clone)]
pub struct Pace {
    now: Arc<dyn Fn() -> Duration + Send + Sync>,
    wait: Arc<dyn Fn(Duration) + Send + Sync>,
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pace")
    }
}

impl Pace {
    /// Time as it is.
    pub fn real() -> Self {
        #[expect(clippy::disallowed_methods, reason = "to keep the pace")]
        let begun = Instant::now();
        Self::of(move || begun.elapsed(), std::thread::sleep)
    }
    /// Time that tells how much of it has passed, and passes, as it is told.
    pub fn of(
        now: impl Fn() -> Duration + Send + Sync + 'static,
        wait: impl Fn(Duration) + Send + Sync + 'static,
    ) -> Self {
        Self { now: Arc::new(now), wait: Arc::new(wait) }
    }
}

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The address that answered, after redirects.
    pub address: String,
    /// Its type, as it was sent.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Fetched {
    /// SHA-256 over its bytes, hex.
    pub fn sha256(&self) -> String {
        Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Why there is nothing of a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFetched {
    /// The site asks programs not to read it.
    #[error("the site asks programs not to read it")]
    Disallowed,
    /// It could not be fetched.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// The address that was asked for.
    pub address: String,
    /// What came.
    pub outcome: Result<Fetched, NotFetched>,
}

/// What was read of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// The pages in the order in which they were asked for, the start page first.
    pub pages: Vec<Visited>,
    /// The ranks of pages that were left since there was no more time, or there were too many.
    pub left: Vec<u8>,
}

/// What a page leads to: what its links are relative to where it says so, and their words and addresses.
pub type Leads = (Option<String>, Vec<(String, String)>);

/// Reads one site.
#[derive(Debug)]
pub struct Visitor {
    agent: Agent,
    manners: Manners,
    pace: Pace,
    last: std::sync::Mutex<Option<Duration>>,
}

/// How many redirects are followed.
const REDIRECTS: usize = 5;
/// How many maps of a site are read, and how many addresses of each.
const MAPS: usize = 4;
const OF_A_MAP: usize = 2_000;
/// How many addresses wait at most.
const WAITING: usize = 2_000;

impl Visitor {
    /// A visitor who looks names up as the machine does.
    pub fn new(manners: Manners, pace: Pace) -> Self {
        Self::resolving(manners, pace, Box::new(DefaultResolver::default()))
    }

    /// A visitor who looks names up as it is told: for tests.
    pub(crate) fn resolving(manners: Manners, pace: Pace, inner: Box<dyn Resolver>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(manners.user_agent.clone())
            .timeout_global(Some(manners.per_request))
            // A connection that is kept would be one that was looked at long ago.
            .max_idle_connections(0)
            .build();
        let guard = Guard { private: manners.private, inner };
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        Self { agent, manners, pace, last: std::sync::Mutex::default() }
    }

    /// Reads the site that begins at the address: the start page, then those that lead to what is looked for, the likeliest
    /// first (`rank`, 0 the likeliest; what has none is not read). `read` says what a page leads to; `go_on` is told before
    /// each page how many have been read.
    pub fn walk(
        &self,
        start: &str,
        rank: &dyn Fn(&str, &str) -> Option<u8>,
        read: &mut dyn FnMut(&Fetched) -> Leads,
        go_on: &mut dyn FnMut(usize) -> bool,
    ) -> Walk {
        let begun = (self.pace.now)();
        let mut walk = Walk::default();
        let start = match self.checked(start) {
            Ok(start) => start,
            Err(fault) => {
                walk.pages.push(Visited { address: start.to_owned(), outcome: Err(fault.into()) });
                return walk;
            }
        };
        let robots = match self.robots(&start) {
            Ok(robots) => robots,
            // A site that cannot be asked what it asks of us is left alone, and that it could not be reached is the reason.
            Err(not) => {
                walk.pages.push(Visited { address: start.to_string(), outcome: Err(not) });
                return walk;
            }
        };
        // By rank, and then in the order in which they were met.
        let mut waiting: BTreeMap<(u8, usize), Uri> = BTreeMap::new();
        let mut met: BTreeSet<String> = BTreeSet::new();
        let mut next = Some(start.clone());
        let mut number = 0;
        met.insert(same(&start));
        while let Some(at) = next.take() {
            let late = (self.pace.now)().saturating_sub(begun) > self.manners.whole;
            if walk.pages.len() >= self.manners.pages || late || !go_on(walk.pages.len()) {
                let own = rank(&at.to_string(), "").unwrap_or(u8::MAX);
                walk.left = std::iter::once(own).chain(waiting.keys().map(|(rank, _)| *rank)).collect();
                return walk;
            }
            let first = walk.pages.is_empty();
            let outcome = self.page(&start, &at, &robots);
            let mut lead = |words: &str, address: Option<Uri>| {
                let Some(address) = address.filter(|address| is_same_site(&start, address)) else { return };
                let Some(rank) = rank(&address.to_string(), words).filter(|_| is_page(&address)) else { return };
                if waiting.len() < WAITING && met.insert(same(&address)) {
                    number += 1;
                    waiting.insert((rank, number), address);
                }
            };
            if let Ok(fetched) = &outcome {
                // Where a redirect led is known too.
                let here = fetched.address.parse::<Uri>().unwrap_or_else(|_| at.clone());
                let (base, links) = read(fetched);
                let base = base.and_then(|base| join(&here, &base)).unwrap_or(here);
                for (words, address) in &links {
                    lead(words, join(&base, address));
                }
            }
            if first && outcome.is_ok() {
                for address in self.maps(&start, &robots) {
                    lead("", self.checked(&address).ok());
                }
            }
            walk.pages.push(Visited { address: at.to_string(), outcome });
            next = waiting.pop_first().map(|(_, address)| address);
        }
        walk
    }

    /// What the site asks of us. One that cannot say is left alone (RFC 9309, 2.3.1.4).
    fn robots(&self, start: &Uri) -> Result<Robots, NotFetched> {
        let Some(at) = join(start, "/robots.txt") else { return Err(NotFetched::Disallowed) };
        match self.fetch(start, &at, &mut |_| true) {
            Ok(fetched) => {
                let text =
                    String::from_utf8_lossy(&fetched.bytes[..fetched.bytes.len().min(robots::MOST)]).into_owned();
                let name = self.manners.user_agent.split('/').next().unwrap_or_default();
                Ok(Robots::parse(&text, name))
            }
            Err(NotFetched::Fault(Fault::Status { came, .. })) if (400..500).contains(&came.status) => {
                Ok(Robots::open())
            }
            Err(not) => Err(not),
        }
    }

    fn page(&self, site: &Uri, at: &Uri, robots: &Robots) -> Result<Fetched, NotFetched> {
        self.fetch(site, at, &mut |at| {
            robots.allows(at.path_and_query().map_or("/", ureq::http::uri::PathAndQuery::as_str))
        })
    }

    /// Follows redirects within the site, and looks at each address before it is asked.
    fn fetch(&self, site: &Uri, at: &Uri, allowed: &mut dyn FnMut(&Uri) -> bool) -> Result<Fetched, NotFetched> {
        let mut here = at.clone();
        for _ in 0..=REDIRECTS {
            if !allowed(&here) {
                return Err(NotFetched::Disallowed);
            }
            match self.once(&here)? {
                Step::Page(fetched) => return Ok(fetched),
                Step::Elsewhere(to) => {
                    let elsewhere = || Fault::LeadsElsewhere { asked: here.to_string(), to: to.clone() };
                    let there = join(&here, &to).ok_or_else(elsewhere)?;
                    // What was protected stays so.
                    let weaker = here.scheme_str() == Some("https") && there.scheme_str() != Some("https");
                    if weaker || !is_same_site(site, &there) {
                        return Err(elsewhere().into());
                    }
                    here = self.checked(&there.to_string())?;
                }
            }
        }
        Err(Fault::LeadsElsewhere { asked: at.to_string(), to: here.to_string() }.into())
    }

    fn once(&self, at: &Uri) -> Result<Step, Fault> {
        self.keep_pace();
        let asked = at.to_string();
        let accept = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8";
        let request = Request::builder().uri(at).header("accept", accept).header("accept-language", "sv, en;q=0.5");
        let request = request.body(()).map_err(|_| Fault::NotAnAddress { asked: asked.clone() })?;
        let (head, body) = self.agent.run(request).map_err(|error| self.fault(&asked, &error))?.into_parts();
        let header =
            |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        if head.status.is_redirection() {
            return Ok(Step::Elsewhere(header("location")));
        }
        let mut bytes = Vec::new();
        let reader = body.into_with_config().limit(u64::MAX).reader();
        // One byte past the limit, to know that there is more.
        let mut reader = std::io::Read::take(reader, self.manners.body + 1);
        std::io::Read::read_to_end(&mut reader, &mut bytes).map_err(|error| self.fault(&asked, &error.into()))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > self.manners.body) {
            return Err(Fault::TooLarge { asked, limit: self.manners.body });
        }
        if head.status != 200 {
            let came =
                Came { status: head.status.as_u16(), media_type: header("content-type"), beginning: String::new() };
            return Err(Fault::Status { asked, came, attempts: 1 });
        }
        Ok(Step::Page(Fetched { address: asked, content_type: header("content-type"), bytes }))
    }

    fn keep_pace(&self) {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(last) = *last {
            let due = last + self.manners.between;
            let now = (self.pace.now)();
            if due > now {
                (self.pace.wait)(due.saturating_sub(now));
            }
        }
        *last = Some((self.pace.now)());
    }

    fn fault(&self, asked: &str, error: &ureq::Error) -> Fault {
        let asked = asked.to_owned();
        match error {
            ureq::Error::Timeout(_) => Fault::TooSlow { asked, within: self.manners.per_request },
            ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                Fault::TooSlow { asked, within: self.manners.per_request }
            }
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => Fault::NotAnAddress { asked },
            ureq::Error::Other(other) if other.is::<IntoPrivate>() => Fault::Private { asked },
            other => Fault::Unreachable { asked, why: other.to_string() },
        }
    }

    /// The address, if it is one of a page: http or https on its own port, nobody's name in it, no private network.
    fn checked(&self, address: &str) -> Result<Uri, Fault> {
        let asked = || address.to_owned();
        let uri: Uri = address.parse().map_err(|_| Fault::NotAnAddress { asked: asked() })?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| Fault::NotAnAddress { asked: asked() })?;
        let own_port = match uri.scheme_str() {
            Some("https") => 443,
            Some("http") => 80,
            _ => return Err(Fault::NotAnAddress { asked: asked() }),
        };
        let named = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
        let other_port = !self.manners.private && uri.port_u16().is_some_and(|port| port != own_port);
        if named || other_port {
            return Err(Fault::NotAnAddress { asked: asked() });
        }
        // A name is looked at when it has been looked up.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse();
        if literal.is_ok_and(|literal| !self.manners.private && crate::address::is_private(literal)) {
            return Err(Fault::Private { asked: asked() });
        }
        Ok(uri)
    }

    /// What the maps of the site name: those that it tells of, or the one that lies where maps lie.
    fn maps(&self, start: &Uri, robots: &Robots) -> Vec<String> {
        let own = join(start, "/sitemap.xml").map(|own| own.to_string());
        let mut maps: Vec<String> =
            if robots.sitemaps.is_empty() { own.into_iter().collect() } else { robots.sitemaps.clone() };
        maps.reverse();
        let (mut found, mut read) = (Vec::new(), 0);
        while let Some(map) = maps.pop().filter(|_| read < MAPS) {
            read += 1;
            let Ok(at) = self.checked(&map) else { continue };
            if !is_same_site(start, &at) {
                continue;
            }
            let Ok(fetched) = self.page(start, &at, robots) else { continue };
            let text = String::from_utf8_lossy(&fetched.bytes);
            let named = locations(&text);
            if text.contains("<sitemapindex") { maps.extend(named.into_iter().rev()) } else { found.extend(named) }
        }
        found
    }
}

enum Step {
    Page(Fetched),
    Elsewhere(String),
}

/// The addresses in a map of a site.
pub(crate) fn locations(text: &str) -> Vec<String> {
    let pieces = text.split("<loc>").skip(1).take(OF_A_MAP);
    let between = pieces.filter_map(|piece| piece.split("</loc>").next());
    let plain = |text: &str| text.trim().replace("&amp;", "&").replace("&apos;", "'").replace("&quot;", "\u{22}");
    between.map(plain).filter(|address| !address.is_empty() && address.len() < 2_000).collect()
}

/// What somebody typed as the address of a site, with https where they left that out; nothing where it can be none. Where it
/// leads is looked at when it is asked.
pub fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let uri: Uri = whole.parse().ok()?;
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.host().is_some_and(|host| host.contains('.'));
    let named = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    (web && host && !named && !text.contains(char::is_whitespace)).then(|| uri.to_string())
}

fn bare(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 })
}

/// Whether the address is of the same site: the same host, with or without `www.` before it, by http or https, and on the same
/// port where that is not the one of its kind.
pub(crate) fn is_same_site(site: &Uri, other: &Uri) -> bool {
    let web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
    let own_ports = matches!(port(site), 80 | 443) && matches!(port(other), 80 | 443);
    let hosts = site.host().zip(other.host());
    web(site)
        && web(other)
        && hosts.is_some_and(|(one, two)| bare(one) == bare(two))
        && (own_ports || port(site) == port(other))
}

/// What is the same page, however it is written.
fn same(uri: &Uri) -> String {
    let path = uri.path_and_query().map_or("/", ureq::http::uri::PathAndQuery::as_str);
    format!("{}{}", bare(uri.host().unwrap_or_default()), path.trim_end_matches('/'))
}

/// Whether what the path names may be a page that is read.
fn is_page(uri: &Uri) -> bool {
    let last = uri.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let Some((_, ending)) = last.rsplit_once('.') else { return true };
    !matches!(
        ending,
        "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "webp"
            | "svg"
            | "ico"
            | "css"
            | "js"
            | "json"
            | "xml"
            | "zip"
            | "doc"
            | "docx"
            | "xls"
            | "xlsx"
            | "ppt"
            | "pptx"
            | "mp3"
            | "mp4"
            | "mov"
            | "avi"
            | "ics"
            | "vcf"
    )
}

/// Where a link leads that stands on a page; nothing where it leads to no page.
pub fn join(at: &Uri, link: &str) -> Option<Uri> {
    let link: String = link.trim().chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r')).collect();
    let link = link.split('#').next().unwrap_or_default();
    let (scheme, authority) = (at.scheme_str()?, at.authority()?.as_str());
    let has_scheme = link.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    });
    let whole = if has_scheme {
        link.to_owned()
    } else if let Some(rest) = link.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if link.starts_with('/') {
        format!("{scheme}://{authority}{link}")
    } else if link.starts_with('?') || link.is_empty() {
        format!("{scheme}://{authority}{}{link}", at.path())
    } else {
        let folder = at.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{link}")
    };
    let (head, rest) = whole.split_once("://")?;
    if !matches!(head.to_ascii_lowercase().as_str(), "http" | "https") {
        return None;
    }
    let cut = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(cut);
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let query = query.map(|query| format!("?{}", plain(query))).unwrap_or_default();
    format!("{}://{host}{}{query}", head.to_ascii_lowercase(), plain(&without_dots(path))).parse().ok()
}

/// The path without steps up and down.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

/// What may not stand in an address, with percent signs.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for byte in text.bytes() {
        match byte {
            b'!'..=b'~' if !b"\x22<>\\^`{|}".contains(&byte) => plain.push(char::from(byte)),
            byte => plain.push_str(&format!("%{byte:02X}")),
        }
    }
    plain
}
