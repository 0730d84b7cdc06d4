//! Reading somebody's site.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::Fault;
use crate::pages::{Fetched, Leads, Manners, NotFetched, Pace, Visitor, Walk, is_same_site, join, locations, typed};
use crate::robots::Robots;
use crate::testing::{Reply, Server};

/// Time that passes only where somebody waits, and how long they waited.
fn pace() -> (Pace, Arc<Mutex<Vec<Duration>>>) {
    let waits: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let (told, record) = (waits.clone(), waits.clone());
    let now = move || told.lock().unwrap().iter().sum();
    (Pace::of(now, move |wait| record.lock().unwrap().push(wait)), waits)
}

fn manners() -> Manners {
    Manners { per_request: Duration::from_secs(5), body: 64 << 10, private: true, ..Manners::default() }
}

/// The links of a page of the tests: every word that begins with `>`.
fn leads(fetched: &Fetched) -> Leads {
    let text = String::from_utf8_lossy(&fetched.bytes).into_owned();
    (
        None,
        text.split_whitespace()
            .filter_map(|word| word.strip_prefix('>'))
            .map(|to| (String::new(), to.to_owned()))
            .collect(),
    )
}

fn rank(address: &str, _: &str) -> Option<u8> {
    if address.contains("kontakt") { Some(0) } else { address.contains("om").then_some(1) }
}

fn walk(visitor: &Visitor, start: &str) -> Walk {
    visitor.walk(start, &rank, &mut leads, &mut |_| true)
}

fn html(text: &str) -> Reply {
    Reply::of_type("text/html", text)
}

fn fault(walk: &Walk, at: usize) -> &Fault {
    match &walk.pages[at].outcome {
        Err(NotFetched::Fault(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

/// Gives names other addresses each time, as it is told, and counts how often it is asked.
#[derive(Debug)]
struct Turning {
    answers: Vec<(&'static str, Vec<Vec<SocketAddr>>)>,
    asked: Arc<AtomicUsize>,
    of_each: Mutex<std::collections::BTreeMap<String, usize>>,
}

impl Turning {
    fn new(answers: Vec<(&'static str, Vec<Vec<SocketAddr>>)>) -> (Box<Self>, Arc<AtomicUsize>) {
        let asked: Arc<AtomicUsize> = Arc::default();
        (Box::new(Self { answers, asked: asked.clone(), of_each: Mutex::default() }), asked)
    }
}

impl Resolver for Turning {
    fn resolve(&self, uri: &Uri, _: &ureq::config::Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let host = uri.host().unwrap_or_default();
        let turns = self.answers.iter().find(|(name, _)| *name == host).map(|(_, turns)| turns);
        let turns = turns.ok_or(ureq::Error::HostNotFound)?;
        let mut of_each = self.of_each.lock().unwrap();
        let turn = of_each.entry(host.to_owned()).or_default();
        let addresses = &turns[(*turn).min(turns.len() - 1)];
        *turn += 1;
        let mut found = self.empty();
        for address in addresses {
            found.push(*address);
        }
        Ok(found)
    }
}

fn at(server: &Server) -> SocketAddr {
    server.url().strip_prefix("http://").unwrap().parse().unwrap()
}

/// An address of the open world where nobody answers: nothing is ever sent there, since the name turns to a private one.
fn open_world() -> SocketAddr {
    "93.184.215.14:80".parse().unwrap()
}

#[test]
fn a_site_is_read_one_page_a_second_from_its_start_to_what_is_likeliest() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => Reply::of_type("text/plain", "User-agent: *\nDisallow: /hemligt"),
        "/" => html(
            ">/om >/kurser >kontakt >https://annan.example/kontakt >/hemligt/kontakt >mailto:kontakt@x.example >/kontakt.jpg",
        ),
        "/sitemap.xml" => Reply::of_type(
            "text/xml",
            &"<urlset><url><loc> http://HOST/om/kontakt </loc></url></urlset>"
                .replace("HOST", asked.header("host").unwrap()),
        ),
        _ => html("inget"),
    });
    let (pace, waits) = pace();
    let found = walk(&Visitor::new(manners(), pace), &server.url());
    assert_eq!(server.paths(), ["/robots.txt", "/", "/sitemap.xml", "/kontakt", "/om/kontakt", "/om"]);
    let outcomes: Vec<bool> = found.pages.iter().map(|page| page.outcome.is_ok()).collect();
    assert_eq!(outcomes, [true, true, false, true, true]);
    assert_eq!(found.pages[2].outcome, Err(NotFetched::Disallowed));
    assert_eq!(*waits.lock().unwrap(), [Duration::from_secs(1); 5]);
    let asked = server.asked();
    assert!(asked.iter().all(|asked| asked.header("user-agent").unwrap().starts_with("Tertial-webbkontroll/")));
}

#[test]
fn pages_time_and_whoever_asks_set_an_end_and_what_is_left_is_told() {
    let server = Server::new(|asked, before| match asked.path.as_str() {
        "/robots.txt" | "/sitemap.xml" => Reply::status(404),
        path => {
            let path = path.trim_end_matches('/');
            html(&format!(">{path}/kontakt{before} >{path}/om"))
        }
    });
    let few = walk(&Visitor::new(Manners { pages: 3, ..manners() }, pace().0), &server.url());
    assert_eq!(few.pages.len(), 3);
    assert!(few.left.contains(&0), "{:?}", few.left);
    let short = Manners { whole: Duration::from_secs(5), pages: 1_000, ..manners() };
    let short = walk(&Visitor::new(short, pace().0), &server.url());
    assert!(short.pages.len() < 6 && !short.left.is_empty());
    let stopped = Visitor::new(manners(), pace().0).walk(&server.url(), &rank, &mut leads, &mut |read| read < 1);
    assert_eq!(stopped.pages.len(), 1);
}

#[test]
fn a_site_that_cannot_say_what_it_asks_is_left_alone_and_one_that_asks_nothing_is_read() {
    for (status, reads) in [(404, true), (403, true), (500, false), (503, false)] {
        let server =
            Server::new(move |asked, _| if asked.path == "/robots.txt" { Reply::status(status) } else { html("hej") });
        let found = walk(&Visitor::new(manners(), pace().0), &server.url());
        assert_eq!(found.pages[0].outcome.is_ok(), reads, "{status}");
        assert_eq!(server.paths().contains(&"/".to_owned()), reads, "{status}");
    }
}

#[test]
fn a_redirect_stays_in_the_site_and_each_step_is_looked_at() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => Reply::of_type("text/plain", "User-agent: *\nDisallow: /nej"),
        "/" => {
            html(">/kontakt-ok >/kontakt-nej >/kontakt-runt >/kontakt-ut >/kontakt-fil >/kontakt-tom >/kontakt-port")
        }
        "/kontakt-ok" => Reply::with_header(301, "location", "/hit?a=b"),
        "/hit?a=b" => html("framme"),
        "/kontakt-nej" => Reply::with_header(302, "location", "/nej"),
        "/kontakt-runt" => Reply::with_header(302, "location", "/kontakt-runt"),
        "/kontakt-ut" => Reply::with_header(302, "location", "http://annan.example/"),
        "/kontakt-fil" => Reply::with_header(302, "location", "file:///etc/passwd"),
        "/kontakt-port" => Reply::with_header(302, "location", "http://127.0.0.1:22/"),
        "/kontakt-tom" => Reply::status(302),
        _ => Reply::status(404),
    });
    let found = walk(&Visitor::new(manners(), pace().0), &server.url());
    let ends = |path: &str| found.pages.iter().position(|page| page.address.ends_with(path)).unwrap();
    let framme = found.pages[ends("-ok")].outcome.as_ref().unwrap();
    assert!(framme.address.ends_with("/hit?a=b"));
    assert_eq!(framme.sha256().len(), 64);
    assert_eq!(found.pages[ends("-nej")].outcome, Err(NotFetched::Disallowed));
    for elsewhere in ["-runt", "-ut", "-fil", "-port"] {
        assert!(matches!(fault(&found, ends(elsewhere)), Fault::LeadsElsewhere { .. }), "{elsewhere}");
    }
    assert!(found.pages[ends("-tom")].outcome.is_err());
    assert_eq!(server.paths().iter().filter(|path| *path == "/kontakt-runt").count(), 6);
}

#[test]
fn other_schemes_ports_names_and_private_addresses_are_not_asked() {
    let server = Server::new(|_, _| html("hej"));
    let port = at(&server).port();
    let visitor = Visitor::new(Manners { private: false, ..manners() }, pace().0);
    for address in [
        "ftp://skola.example/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "javascript:alert(1)".to_owned(),
        "gopher://skola.example/".to_owned(),
        "https://skola.example:8443/".to_owned(),
        "http://skola.example:443/".to_owned(),
        "http://user:pass@skola.example/".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        "ingenting".to_owned(),
        String::new(),
    ] {
        let found = walk(&visitor, &address);
        assert!(matches!(fault(&found, 0), Fault::NotAnAddress { .. }), "{address}: {found:?}");
    }
    for address in [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
    ] {
        let found = walk(&visitor, address);
        assert!(matches!(fault(&found, 0), Fault::Private { .. }), "{address}: {found:?}");
    }
    assert_eq!(server.asked(), []);
}

#[test]
fn a_name_that_leads_into_a_private_network_is_not_asked_whatever_dress_it_comes_in() {
    let server = Server::new(|_, _| html("hemligt"));
    let private = at(&server);
    let manners = || Manners { private: false, per_request: Duration::from_millis(300), ..manners() };
    for turns in [vec![vec![private]], vec![vec![open_world(), private]]] {
        let (resolver, asked) = Turning::new(vec![("skola.example", turns)]);
        let found = walk(&Visitor::resolving(manners(), pace().0, resolver), "http://skola.example/");
        // What it asks of us could not be read, and so nothing more was; why is told.
        assert!(matches!(fault(&found, 0), Fault::Private { .. }), "{found:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
    assert_eq!(server.asked(), []);
}

#[test]
fn a_name_that_turns_to_a_private_address_after_it_was_looked_at_is_not_asked() {
    // The first look-up, for robots.txt, gives a server; those after it another one, in a private network.
    let (first, inner) = (Server::new(|_, _| Reply::status(404)), Server::new(|_, _| html("hemligt")));
    let (resolver, asked) = Turning::new(vec![("skola.example", vec![vec![at(&first)], vec![at(&inner)]])]);
    let visitor = Visitor::resolving(manners(), pace().0, Box::new(OnlyOpen { inner: resolver, open: at(&first) }));
    let found = walk(&visitor, "http://skola.example/");
    assert!(matches!(fault(&found, 0), Fault::Private { .. }), "{found:?}");
    // Looked up once for each connection, and what was looked at is what was connected to.
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!((first.paths(), inner.asked()), (vec!["/robots.txt".to_owned()], Vec::new()));
}

/// The guard of the visitor with one loopback address called open, since a test has no server in the open world.
#[derive(Debug)]
struct OnlyOpen {
    inner: Box<Turning>,
    open: SocketAddr,
}

impl Resolver for OnlyOpen {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if found.iter().all(|address| *address == self.open) {
            return Ok(found);
        }
        let guard = crate::http::Guard { private: false, inner: Box::new(Given(found.iter().copied().collect())) };
        guard.resolve(uri, config, timeout)
    }
}

#[derive(Debug)]
struct Given(Vec<SocketAddr>);

impl Resolver for Given {
    fn resolve(&self, _: &Uri, _: &ureq::config::Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut found = self.empty();
        for address in &self.0 {
            found.push(*address);
        }
        Ok(found)
    }
}

#[test]
fn a_redirect_within_the_site_that_leads_into_a_private_network_is_not_followed() {
    let first = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::with_header(302, "location", "http://www.skola.example/admin"),
    });
    let inner = Server::new(|_, _| html("hemligt"));
    let names = vec![("skola.example", vec![vec![at(&first)]]), ("www.skola.example", vec![vec![at(&inner)]])];
    let (resolver, _) = Turning::new(names);
    let visitor = Visitor::resolving(manners(), pace().0, Box::new(OnlyOpen { inner: resolver, open: at(&first) }));
    let found = walk(&visitor, "http://skola.example/");
    assert!(matches!(fault(&found, 0), Fault::Private { asked } if asked.contains("www.skola.example")), "{found:?}");
    assert_eq!(inner.asked(), []);
}

#[test]
fn the_same_site_with_and_without_www_is_followed() {
    let server = Server::new(|asked, _| match (asked.header("host"), asked.path.as_str()) {
        (_, "/robots.txt" | "/sitemap.xml") => Reply::status(404),
        (Some("skola.example"), _) => Reply::with_header(301, "location", "http://www.skola.example/"),
        _ => html("välkommen"),
    });
    let to = vec![vec![at(&server)]];
    let (resolver, _) = Turning::new(vec![("skola.example", to.clone()), ("www.skola.example", to)]);
    let found = walk(&Visitor::resolving(manners(), pace().0, resolver), "http://skola.example/");
    assert_eq!(found.pages[0].outcome.as_ref().unwrap().address, "http://www.skola.example/");
    let uri = |text: &str| text.parse::<Uri>().unwrap();
    assert!(is_same_site(&uri("http://a.example/"), &uri("https://www.a.example/x")));
    assert!(!is_same_site(&uri("http://a.example/"), &uri("http://a.example:8080/")));
    assert!(!is_same_site(&uri("http://a.example/"), &uri("http://b.a.example/")));
}

#[test]
fn pages_without_an_end_that_are_too_large_or_drip_are_cut() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/robots.txt" | "/sitemap.xml" => Reply::status(404),
        "/" => html(">/kontakt-endless >/kontakt-large >/kontakt-drips >/kontakt-stalls >/kontakt-closes"),
        "/kontakt-endless" => Reply::Endless,
        "/kontakt-large" => Reply::Whole(200, Vec::new(), vec![b'x'; (64 << 10) + 1]),
        "/kontakt-drips" => Reply::Drips(Duration::from_millis(20)),
        "/kontakt-stalls" => Reply::Stalls(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx".to_vec()),
        _ => Reply::Closes,
    });
    let quick = Manners { per_request: Duration::from_millis(400), ..manners() };
    let found = walk(&Visitor::new(quick, pace().0), &server.url());
    assert_eq!(found.pages.len(), 6);
    assert!(matches!(fault(&found, 1), Fault::TooLarge { .. }), "{found:?}");
    assert!(matches!(fault(&found, 2), Fault::TooLarge { .. }), "{found:?}");
    assert!(matches!(fault(&found, 3), Fault::TooSlow { .. }), "{found:?}");
    assert!(matches!(fault(&found, 4), Fault::TooSlow { .. }), "{found:?}");
    assert!(matches!(fault(&found, 5), Fault::Unreachable { .. }), "{found:?}");
}

#[test]
fn maps_of_maps_are_read_within_bounds_and_lead_to_no_other_site() {
    let server = Server::new(|asked, _| {
        let host = asked.header("host").unwrap().to_owned();
        match asked.path.as_str() {
            "/robots.txt" => Reply::of_type(
                "text/plain",
                &format!("Sitemap: http://{host}/maps.xml\nSitemap: http://annan.example/x.xml"),
            ),
            "/" => html("hej"),
            "/maps.xml" => {
                let maps: String = (0..50)
                    .map(|number| format!("<sitemap><loc>http://{host}/map{number}.xml</loc></sitemap>"))
                    .collect();
                html(&format!("<sitemapindex>{maps}</sitemapindex>"))
            }
            "/map0.xml" => html(&format!(
                "<urlset><loc>http://{host}/kontakt?a=1&amp;b=2</loc><loc>http://annan.example/kontakt</loc></urlset>"
            )),
            path if path.starts_with("/map") => html("<urlset></urlset>"),
            _ => html("sida"),
        }
    });
    let found = walk(&Visitor::new(manners(), pace().0), &server.url());
    assert_eq!(found.pages.len(), 2);
    assert!(found.pages[1].address.ends_with("/kontakt?a=1&b=2"));
    assert_eq!(server.paths().iter().filter(|path| path.starts_with("/map")).count(), 4);
    assert_eq!(locations(&"<loc>http://a.example/</loc>".repeat(5_000)).len(), 2_000);
}

#[test]
fn what_a_site_asks_of_programs_is_read_as_the_protocol_says() {
    let text = "User-agent: annan\nDisallow: /\n\nUser-agent: Tertial-webbkontroll/1\nUser-agent: tredje\nDisallow: /a*/b$\nAllow: /a/ok\nDisallow: /a/\nDisallow: /%C3%A5\nDisallow: # inget\n\nUser-agent: *\nDisallow: /allt";
    let robots = Robots::parse(text, "tertial-webbkontroll");
    for (path, allowed) in [
        ("/", true),
        ("/allt", true),
        ("/a/", false),
        ("/a/ok/x", true),
        ("/ax/b", false),
        ("/ax/bc", true),
        ("/å", false),
        ("/%c3%a5", false),
        ("/robots.txt", true),
    ] {
        assert_eq!(robots.allows(path), allowed, "{path}");
    }
    assert!(!Robots::parse(text, "fjärde").allows("/allt"));
    assert!(Robots::parse(text, "fjärde").allows("/a/"));
    assert!(!Robots::parse("user-agent:*\ndisallow:/", "x").allows("/y") && Robots::parse("", "x").allows("/y"));
    assert!(!Robots::closed().allows("/y") && Robots::open().allows("/y"));
    let both = Robots::parse("User-agent: *\nDisallow: /x\nAllow: /x", "y");
    assert!(both.allows("/x"));
    // A rule that could take forever with a careless reader.
    let many = Robots::parse(&format!("User-agent: *\nDisallow: /{}b$", "*a".repeat(200)), "y");
    assert!(many.allows(&format!("/{}", "a".repeat(5_000))));
}

#[test]
fn what_somebody_types_as_an_address_is_one_of_the_web_or_none() {
    for (text, address) in [
        (" skola.example ", Some("https://skola.example/")),
        ("www.skola.example/vux", Some("https://www.skola.example/vux")),
        ("http://skola.example", Some("http://skola.example/")),
        ("ftp://skola.example", None),
        ("https://user@skola.example", None),
        ("skola", None),
        ("en skola.example", None),
        ("", None),
    ] {
        assert_eq!(typed(text).as_deref(), address, "{text}");
    }
}

#[test]
fn links_are_joined_as_browsers_join_them() {
    let at: Uri = "https://a.example/x/y?z=1".parse().unwrap();
    for (link, to) in [
        ("k", "https://a.example/x/k"),
        ("../k", "https://a.example/k"),
        ("../../../k", "https://a.example/k"),
        ("./", "https://a.example/x/"),
        ("/k#del", "https://a.example/k"),
        ("?q=å", "https://a.example/x/y?q=%C3%A5"),
        ("//b.example/k", "https://b.example/k"),
        ("HTTP://b.example", "http://b.example/"),
        (" /k o ", "https://a.example/k%20o"),
        ("/om-oss/vår personal", "https://a.example/om-oss/v%C3%A5r%20personal"),
    ] {
        assert_eq!(join(&at, link).map(|uri| uri.to_string()).as_deref(), Some(to), "{link}");
    }
    for link in
        ["mailto:a@b.example", "tel:123", "javascript:void(0)", "data:text/html,x", "file:///etc/passwd", "https://"]
    {
        assert_eq!(join(&at, link), None, "{link}");
    }
}
