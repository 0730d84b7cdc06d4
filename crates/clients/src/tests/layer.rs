//! The layer that all clients share.

use std::net::IpAddr;
use std::time::Duration;

use super::{http, plain};
use crate::address::is_private;
use crate::http::in_time;
use crate::testing::{Reply, Server, options};
use crate::{Allow, Fault, Options};

fn address(server: &Server, path: &str) -> String {
    format!("{}{path}", server.url())
}

#[test]
fn a_right_answer_is_read_and_kept_as_it_came() {
    let server = Server::new(|_, _| Reply::Json("{\"a\": 1}".to_owned()));
    let http = plain();
    let answer = http.get(&address(&server, "/x?y=1"), Some("nyckel")).unwrap();
    assert_eq!(answer.json["a"], 1);
    let asked = server.asked();
    assert_eq!(asked[0].path, "/x?y=1");
    assert_eq!(asked[0].header("authorization"), Some("Bearer nyckel"));
    assert_eq!(asked[0].header("user-agent"), Some(options().user_agent.as_str()));
    assert_eq!(asked[0].header("accept"), Some("application/json"));
    let transcript = http.transcript();
    assert_eq!(transcript.bytes, format!("{}\n{{\"a\": 1}}\n", address(&server, "/x?y=1")).as_bytes());
    assert_eq!(transcript.sha256().len(), 64);
}

#[test]
fn one_that_fails_and_then_answers_is_asked_again_with_growing_pauses() {
    let server = Server::new(|_, before| match before {
        0 => Reply::status(500),
        1 => Reply::Closes,
        _ => Reply::Json("[]".to_owned()),
    });
    let (http, waited) = http(options());
    http.get(&address(&server, "/"), None).unwrap();
    assert_eq!(server.asked().len(), 3);
    assert_eq!(*waited.lock().unwrap(), [Duration::from_secs(1), Duration::from_secs(2)]);
}

#[test]
fn one_that_goes_on_failing_is_given_up_and_what_came_is_told() {
    let server = Server::new(|_, _| Reply::Whole(503, Vec::new(), b"underh\xc3\xa5ll".to_vec()));
    let (http, waited) = http(options());
    let fault = http.get(&address(&server, "/a"), None).unwrap_err();
    let Fault::Status { asked, came, attempts } = &fault else { panic!("{fault:?}") };
    assert_eq!((asked.as_str(), came.status, *attempts), (address(&server, "/a").as_str(), 503, 4));
    assert_eq!(came.beginning, "underhåll");
    assert_eq!(waited.lock().unwrap().len(), 3);
    assert!(fault.to_string().contains("/a") && fault.to_string().contains("503"), "{fault}");
}

#[test]
fn a_wait_that_is_asked_for_is_kept_and_one_that_is_too_long_ends_the_fetch() {
    let server = Server::new(|asked, before| match (asked.path.as_str(), before) {
        ("/soon", 0) => Reply::with_header(429, "retry-after", "7"),
        ("/late", _) => Reply::with_header(429, "retry-after", "3600"),
        ("/never", _) => Reply::with_header(429, "retry-after", "18446744073709551615"),
        ("/beyond", _) => Reply::with_header(429, "retry-after", "99999999999999999999999"),
        _ => Reply::Json("{}".to_owned()),
    });
    let (http, waited) = http(options());
    http.get(&address(&server, "/soon"), None).unwrap();
    assert_eq!(*waited.lock().unwrap(), [Duration::from_secs(7)]);
    for late in ["/late", "/never", "/beyond"] {
        let fault = http.get(&address(&server, late), None).unwrap_err();
        assert!(matches!(&fault, Fault::Status { came, attempts: 1, .. } if came.status == 429), "{late}: {fault:?}");
    }
    assert_eq!(waited.lock().unwrap().len(), 1);
    // Whatever time has passed before.
    let seconds = Duration::from_secs;
    assert!(in_time(seconds(2), seconds(7), seconds(60)) && !in_time(seconds(55), seconds(7), seconds(60)));
    assert!(!in_time(seconds(2), seconds(u64::MAX), seconds(60)));
}

#[test]
fn what_is_the_askers_fault_is_not_asked_again() {
    let server = Server::new(|_, _| Reply::status(404));
    let fault = plain().get(&address(&server, "/a"), None).unwrap_err();
    assert!(matches!(fault, Fault::Status { came, .. } if came.status == 404));
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_slow_answer_is_cut_and_told() {
    for beginning in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let server = Server::new(move |_, _| Reply::Stalls(beginning.to_vec()));
        let (http, _) = http(Options { per_request: Duration::from_millis(200), attempts: 2, ..options() });
        let fault = http.get(&address(&server, "/a"), None).unwrap_err();
        assert!(matches!(fault, Fault::TooSlow { .. }), "{fault:?}");
        assert_eq!(server.asked().len(), 2, "it is given one more chance");
    }
}

#[test]
fn an_endless_body_is_cut_at_the_limit_and_not_asked_for_again() {
    let server = Server::new(|_, _| Reply::Endless);
    let fault = plain().get(&address(&server, "/a"), None).unwrap_err();
    assert!(matches!(fault, Fault::TooLarge { limit, .. } if limit == 1 << 20), "{fault:?}");
    assert_eq!(server.asked().len(), 1);
    let whole = "a".repeat(1 << 20).into_bytes();
    let server = Server::new(move |_, _| Reply::Whole(200, Vec::new(), whole.clone()));
    let fault = plain().get(&address(&server, "/a"), None).unwrap_err();
    assert!(matches!(fault, Fault::OtherShape { .. }), "exactly as much as the limit is taken in: {fault:?}");
    let (http, _) = http(Options { together: 1 << 20, ..options() });
    let fault = http.get(&address(&server, "/a"), None).unwrap_err();
    assert!(matches!(fault, Fault::TooLarge { .. }), "and all answers have a limit together: {fault:?}");
}

#[test]
fn another_kind_of_answer_and_a_malformed_one_are_told_with_their_beginning() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/html" => Reply::of_type("text/html; charset=utf-8", "<h1>Logga in</h1>"),
        "/bom" => Reply::of_type("text/plain", "\u{feff}{\"a\":1}"),
        _ => Reply::Json("{\"values\": [".to_owned()),
    });
    let http = plain();
    let fault = http.get(&address(&server, "/html"), None).unwrap_err();
    let Fault::OtherKind { came, .. } = fault else { panic!("{fault:?}") };
    assert_eq!((came.media_type.as_str(), came.beginning.as_str()), ("text/html; charset=utf-8", "<h1>Logga in</h1>"));
    let fault = http.get(&address(&server, "/cut"), None).unwrap_err();
    assert!(matches!(fault, Fault::OtherShape { came, .. } if came.beginning == "{\"values\": ["));
    assert_eq!(http.get(&address(&server, "/bom"), None).unwrap().json["a"], 1);
}

#[test]
fn a_redirect_is_followed_within_the_host_and_nowhere_else() {
    let other = Server::new(|_, _| Reply::Json("{\"secret\":1}".to_owned()));
    let elsewhere = other.url();
    let server = Server::new(move |asked, _| match asked.path.as_str() {
        "/here" => Reply::with_header(301, "location", "/there"),
        "/away" => Reply::with_header(302, "location", &format!("{elsewhere}/inner")),
        "/double" => Reply::with_header(302, "location", "//127.0.0.1:1/inner"),
        "/round" => Reply::with_header(302, "location", "/round"),
        "/nowhere" => Reply::status(302),
        _ => Reply::Json("{\"a\":1}".to_owned()),
    });
    let http = plain();
    assert_eq!(http.get(&address(&server, "/here"), None).unwrap().json["a"], 1);
    for path in ["/away", "/double", "/round", "/nowhere"] {
        let fault = http.get(&address(&server, path), None).unwrap_err();
        assert!(matches!(fault, Fault::LeadsElsewhere { .. }), "{path}: {fault:?}");
    }
    assert_eq!(other.asked(), [], "a redirect to another port of loopback is another host");
}

#[test]
fn only_https_is_asked_and_no_private_network_unless_the_installation_says_so() {
    let server = Server::new(|_, _| Reply::Json("{}".to_owned()));
    let strict = |allow| http(Options { allow, ..options() }).0;
    let fault = strict(Allow::default()).get(&address(&server, "/"), None).unwrap_err();
    assert!(matches!(fault, Fault::NotProtected { .. }), "{fault:?}");
    let guarded = strict(Allow { unprotected: true, private: false });
    let port = server.url().rsplit(':').next().unwrap().to_owned();
    for host in ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]"] {
        let fault = guarded.get(&format!("http://{host}:{port}/"), None).unwrap_err();
        assert!(matches!(fault, Fault::Private { .. }), "{host}: {fault:?}");
    }
    assert_eq!(server.asked(), []);
    let http = strict(Allow { unprotected: true, private: true });
    for wrong in ["", "kolada", "ftp://example.com/", "file:///etc/passwd", "http://a@127.0.0.1/", "http:///x"] {
        let fault = http.get(wrong, None).unwrap_err();
        assert!(matches!(fault, Fault::NotAnAddress { .. }), "{wrong}: {fault:?}");
    }
}

#[test]
fn private_addresses_are_told_from_public_ones_in_every_dress() {
    let private = [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "ff02::1",
        "2001:db8::1",
    ];
    for address in private {
        assert!(is_private(address.parse::<IpAddr>().unwrap()), "{address}");
    }
    let public = ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "193.10.1.1", "2a00:801::1", "64:ff9b::101:101"];
    for address in public {
        assert!(!is_private(address.parse::<IpAddr>().unwrap()), "{address}");
    }
}

#[test]
fn a_fetch_has_an_end_whatever_it_is_told() {
    let server = Server::new(|_, _| Reply::Json("{}".to_owned()));
    let (http, _) = http(Options { requests: 3, ..options() });
    let ask = || http.get(&address(&server, "/"), None);
    assert!((0..3).all(|_| ask().is_ok()));
    assert!(matches!(ask().unwrap_err(), Fault::Endless { requests: 3, .. }));
    assert_eq!(server.asked().len(), 3);

    let (out_of_time, _) = super::http(Options { whole: Duration::ZERO, ..options() });
    assert!(matches!(out_of_time.get(&address(&server, "/"), None).unwrap_err(), Fault::TooSlow { .. }));
    let stopped = plain().going_on(|requests| requests < 1);
    assert!(stopped.get(&address(&server, "/"), None).is_ok());
    assert_eq!(stopped.get(&address(&server, "/"), None).unwrap_err(), Fault::Stopped);
}

#[test]
fn nobody_there_is_told_in_words() {
    let gone = Server::new(|_, _| Reply::Closes).url();
    let fault = plain().get(&gone, None).unwrap_err();
    assert!(matches!(fault, Fault::Unreachable { .. }), "{fault:?}");
    assert!(fault.to_string().contains(&gone), "{fault}");
}

#[test]
fn answers_about_persons_are_not_kept_but_hashed_and_counted_and_their_faults_quote_nothing() {
    let server = Server::new(|asked, _| match asked.path.as_str() {
        "/broken?token=hemlig" => Reply::Json("{\"civicNo\": \"191212121212\"".to_owned()),
        "/refused?token=hemlig" => Reply::Whole(400, Vec::new(), b"191212121212".to_vec()),
        "/page?token=hemlig" => Reply::of_type("text/html", "191212121212"),
        "/away?token=hemlig" => Reply::with_header(302, "location", "https://other.example/?who=191212121212"),
        _ => Reply::Json("{\"civicNo\": \"191212121212\"}".to_owned()),
    });
    let (kept, not_kept) = (plain(), http(Options { keep_answers: false, ..options() }).0);
    for path in ["/a", "/b"] {
        kept.get(&address(&server, path), None).unwrap();
        not_kept.get(&address(&server, path), None).unwrap();
    }
    let (kept, not) = (kept.transcript(), not_kept.transcript());
    assert_eq!((not.sha256(), not.size, not.bytes.len()), (kept.sha256(), kept.bytes.len() as u64, 0));
    for path in ["/broken", "/refused", "/page", "/away"] {
        let fault = not_kept.get(&address(&server, &format!("{path}?token=hemlig")), None).unwrap_err();
        assert!(format!("{fault:?} {fault}").contains("191212121212"), "{fault:?}");
        let quiet = fault.without_content();
        let said = format!("{quiet:?} {quiet}");
        assert!(!said.contains("191212121212") && !said.contains("hemlig") && said.contains(path), "{said}");
    }
}
