//! The server: limits on time and size around every request, the headers every answer carries, and a quiet stop.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERER, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use ui::Assets;

use crate::address::{self, Network};
use crate::app::App;
use crate::files::sha256_hex;
use crate::pages::Pages;
use crate::reply::{Around, FailureNote, Reply, Sheet, SignInNote, Stop, StopNote, failure_page};
use crate::sent::Sent;
use crate::typed::Given;
use crate::{session, sv, typed, view};

/// The address a request came from. Kept for rate limits only, never written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The style sheet.
pub const CSS: &str = ui::STYLE;
/// The script.
pub const JS: &str = include_str!("../../../assets/tertial.js");
/// The icon.
pub const ICON: &str = include_str!("../../../assets/tertial.svg");

/// The script of a protocol that is written without a network; its page alone asks for it.
pub const VISITS: &str = include_str!("../../../assets/visits.js");
/// What stands between that page and the network.
pub const VISITS_WORKER: &str = include_str!("../../../assets/visits-worker.js");

/// The address of [`VISITS`].
pub static VISITS_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/tillgangar/{}/visits.js", &sha256_hex(VISITS.as_bytes())[..12]));

static ADDRESSES: LazyLock<[String; 3]> = LazyLock::new(|| {
    let hashed = |text: &str, name: &str| format!("/tillgangar/{}/{name}", &sha256_hex(text.as_bytes())[..12]);
    [hashed(CSS, "tertial.css"), hashed(JS, "tertial.js"), hashed(ICON, "tertial.svg")]
});

/// The addresses of the shipped files.
pub fn assets() -> Assets<'static> {
    let [css, js, icon] = &*ADDRESSES;
    Assets { css, js, icon }
}

/// Slow headers are cut off after this.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// A body may pause no longer than this.
const BODY_TIME: Duration = Duration::from_secs(30);
/// A file has come whole within this: the largest at 70 kB a second.
const FILE_TOTAL: Duration = Duration::from_mins(5);
/// A form without a file has come whole within this, and so has whatever nobody who is signed in sends.
const FORM_TOTAL: Duration = Duration::from_secs(30);
/// A file comes at least so fast, in bytes a second, once it has had [`GRACE`] to begin: the slowest line that anybody works
/// over, and too fast to be held open by many at once for nothing.
const LEAST_SPEED: u64 = 4 << 10;
/// See [`LEAST_SPEED`].
const GRACE: Duration = Duration::from_secs(20);
/// How many connections are served at once; further ones wait to be accepted.
const CONNECTIONS: usize = 512;
/// The largest form without a file.
pub(crate) const FORM_LIMIT: usize = 4 << 20;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn headers(mut response: Response, secure: bool) -> Response {
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    set(CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if secure {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic");
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(FailureNote(text.to_owned()));
    response
}

/// What lies around every request, from the outside in: headers, foreign forms refused, limits, panics caught.
pub(crate) fn around(router: Router, app: &App, pages: Pages) -> Router {
    let secure = app.settings().secure_cookies;
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIME))
        .layer(axum::middleware::map_request_with_state(
            app.clone(),
            |State(app): State<App>, request: Request| async move {
                let pace = Pace::of(request.headers(), &app);
                request.map(|body| Body::new(Hurried::new(body, pace)))
            },
        ))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn(foreign_form_page))
        .layer(axum::middleware::from_fn_with_state(Address::of(&app.settings().base_url), own_address))
        .layer(axum::middleware::from_fn_with_state((app.clone(), pages), answer_stops))
        .layer(axum::middleware::map_response(move |response: Response| async move { headers(response, secure) }))
}

/// How fast a body must come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// It has come whole within this.
    pub(crate) within: Duration,
    /// At least so many bytes a second, after [`GRACE`].
    pub(crate) least: u64,
}

impl Pace {
    /// A file of somebody with a session may take its time as long as it comes; everything else is small.
    pub(crate) fn of(headers: &HeaderMap, app: &App) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let has_file = kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data");
        if has_file && session::token(headers, app).is_some() {
            Self { within: FILE_TOTAL, least: LEAST_SPEED }
        } else {
            Self { within: FORM_TOTAL, least: 0 }
        }
    }
}

/// A body that must have come whole within some time, however steadily it trickles.
pub(crate) struct Hurried {
    body: Body,
    begun: Instant,
    until: Instant,
    least: u64,
    come: u64,
    /// Set up when the body is first waited for, so that a request without one costs nothing.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Hurried {
    pub(crate) fn new(body: Body, pace: Pace) -> Self {
        let begun = Instant::now();
        Self { body, begun, until: begun + pace.within, least: pace.least, come: 0, sleep: None }
    }

    /// Whether less has come by now than must have.
    fn is_slow(&self, now: Instant) -> bool {
        let past = now.duration_since(self.begun);
        past > GRACE && self.come < self.least.saturating_mul(past.saturating_sub(GRACE).as_secs())
    }
}

impl HttpBody for Hurried {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let until = self.until;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        // Before the body: a sender that always has a little more ready must not outrun the clock. The clock is looked
        // at too, since a timer does not fire while its task never waits.
        let (late, now) = (sleep.as_mut().poll(cx).is_ready(), Instant::now());
        if late || now >= until || self.is_slow(now) {
            return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))));
        }
        let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(Ok(frame)) = &frame {
            self.come += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Where people reach the service, as requests tell it.
#[derive(Debug, Clone, Default)]
struct Address {
    /// `https://uppfoljning.example`, without a port that goes without saying.
    origin: String,
    /// `uppfoljning.example`.
    host: String,
}

impl Address {
    fn of(base_url: &str) -> Self {
        let origin = without_port(base_url.trim_end_matches('/')).to_ascii_lowercase();
        let host = origin.split_once("://").map_or("", |(_, host)| host).to_owned();
        Self { origin, host }
    }

    /// Whether a request may come to the host: our own, or this machine, where a proxy or a check of health asks.
    fn has_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let bare = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host);
        bare == self.host || is_loopback(&host)
    }

    /// Whether the page with the origin is ours: at our address, or at this machine where the request came to it too.
    fn has_origin(&self, origin: &str, host: Option<&str>) -> bool {
        let origin = without_port(origin).to_ascii_lowercase();
        let at_host = || {
            let (_, at) = origin.split_once("://").unwrap_or(("", &origin));
            is_loopback(at) && host.is_some_and(|host| host.eq_ignore_ascii_case(at))
        };
        origin == self.origin || at_host()
    }
}

/// The origin without the port that its scheme has anyway.
fn without_port(origin: &str) -> &str {
    match origin.split_once("://") {
        Some(("https", _)) => origin.strip_suffix(":443").unwrap_or(origin),
        Some(("http", _)) => origin.strip_suffix(":80").unwrap_or(origin),
        _ => origin,
    }
}

fn is_loopback(host: &str) -> bool {
    let name = if let Some(rest) = host.strip_prefix('[') {
        rest.split(']').next().unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or_default()
    };
    matches!(name, "localhost" | "127.0.0.1" | "::1")
}

/// Refuses what was sent to another host than ours, and forms of other sites where the browser tells in older ways than
/// the layer below knows: by an origin that is not ours, or by the page that led here.
async fn own_address(State(own): State<Address>, request: Request, next: axum::middleware::Next) -> Response {
    match foreign(&own, &request) {
        Some(stop) => stop.into_response(),
        None => next.run(request).await,
    }
}

/// Why the request is not for us or not from us, if so.
fn foreign(own: &Address, request: &Request) -> Option<Stop> {
    let text = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(HOST);
    if host.is_some_and(|host| !own.has_host(host)) {
        return Some(Stop::OtherHost);
    }
    if request.method().is_safe() {
        return None;
    }
    let site = text(HeaderName::from_static("sec-fetch-site"));
    // No page can set this itself. A page that tells nobody where it is, as one whose address is a secret, has the origin
    // "null" and is still ours.
    if site == Some("same-origin") {
        return None;
    }
    let told = text(ORIGIN).or_else(|| text(REFERER).filter(|_| site.is_none()).map(origin_of));
    told.filter(|origin| !own.has_origin(origin, host)).map(|_| Stop::ForeignForm)
}

/// The origin of an address.
fn origin_of(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(start..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(address.len(), |at| start + at);
    address.get(..end).unwrap_or(address)
}

/// Gives a page, in words, where the layer that refuses foreign forms gives a bare 403.
async fn foreign_form_page(request: Request, next: axum::middleware::Next) -> Response {
    let changes = !request.method().is_safe();
    let response = next.run(request).await;
    if changes && response.status() == StatusCode::FORBIDDEN {
        return Stop::ForeignForm.into_response();
    }
    response
}

/// Whether whoever asks is the script that saves a field, which shows a sentence rather than a page.
fn says_plain(accepts: &str) -> bool {
    accepts.trim_start().starts_with("text/plain")
}

/// Shows a stop (refused, not found, too large) within the shell of the person's place, with what they typed, so that
/// they can go on from there. Where nobody is signed in, or it cannot be told who, the plain page stands.
async fn answer_stops(
    State((app, pages)): State<(App, Pages)>,
    request: Request,
    next: axum::middleware::Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let (token, path) = (session::token(&parts.headers, &app), parts.uri.path().to_owned());
    let changes = !parts.method.is_safe();
    let accepts = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let sent = Sent::new(&parts.headers, body, Pace::of(&parts.headers, &app));
    parts.extensions.insert(pages.clone());
    let mut response = next.run(Request::from_parts(parts, Body::new(sent.clone()))).await;
    sent.read_past().await;
    if let Some(FailureNote(error)) = response.extensions_mut().remove::<FailureNote>() {
        // A panic, caught outside the log of requests.
        tracing::error!(%error, "request failed");
        response = failure_page("-");
    }
    // What a foreign form holds is not shown under our name.
    let own = changes && ![StatusCode::FORBIDDEN, StatusCode::MISDIRECTED_REQUEST].contains(&response.status());
    let asked_by_script = says_plain(&accepts);
    if let Some(SignInNote(wanted)) = response.extensions_mut().remove::<SignInNote>() {
        if changes && asked_by_script {
            return Reply::plain(StatusCode::UNAUTHORIZED, sv::AWAY_FIELD).into_response();
        }
        let ended = match token.clone() {
            Some(token) => session::ended(token, &app).await.unwrap_or_default(),
            None => None,
        };
        let had_session = token.is_some();
        let given = if own { sent.given().await } else { Given::default() };
        let back = typed::back(&app, token, &path, given).await;
        return if !back.is_empty() {
            let page =
                Sheet::new(sv::away(ended), view::away(ended, &back, &wanted)).render(&app, None, None, &path, None);
            let mut page = page.into_response();
            *page.status_mut() = StatusCode::UNAUTHORIZED;
            page
        } else if had_session {
            let notice = sv::away_notice(ended, changes);
            Reply::redirect(&session::sign_in_address(&wanted)).with_flash("info", &notice).into_response()
        } else {
            response
        };
    }
    let Some(note) = response.extensions_mut().remove::<StopNote>() else { return response };
    let Some(token) = token else { return response };
    let Ok(Some(account)) = session::account_with(token.clone(), &app).await else { return response };
    let given = if own { sent.given().await } else { Given::default() };
    let around = Around {
        path: &path,
        typed: typed::back(&app, Some(token), &path, given).await,
        page: if changes { pages.nearest(&path) } else { None },
    };
    let mut page = note.in_shell(&app, &account, &around);
    *page.status_mut() = response.status();
    page
}

/// Serves until `stop` is done, then lets what is under way finish for at most ten seconds.
/// Proxies of the trusted networks are believed about where a request came from.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    trusted: Vec<Network>,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    serve_at_most(CONNECTIONS, listener, router, trusted, stop).await
}

async fn serve_at_most(
    connections: usize,
    listener: TcpListener,
    router: Router,
    trusted: Vec<Network>,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let trusted: Arc<[Network]> = trusted.into();
    let places = Arc::new(Semaphore::new(connections));
    let graceful = hyper_util::server::graceful::GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepting = async {
            let place = places.clone().acquire_owned().await.map_err(std::io::Error::other)?;
            listener.accept().await.map(|(stream, peer)| (stream, peer, place))
        };
        let (stream, peer, place) = tokio::select! {
            accepted = accepting => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, for one: wait for some to come back instead of spinning.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (router, trusted) = (router.clone(), trusted.clone());
        let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            let from = address::client(peer.ip(), request.headers(), &trusted);
            request.extensions_mut().insert(Peer(from));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIME)
            .serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that went away is no error of ours.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(Duration::from_secs(10), graceful.shutdown()).await;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    #[test]
    fn every_answer_forbids_what_the_policy_forbids() {
        let answer = headers(Response::new(Body::empty()), true);
        let value = |name: &HeaderName| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
        let policy = value(&CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'"));
        // Nothing but what is ours: no address of anybody else, no inline script or style.
        let sources = policy.split(';').flat_map(|part| part.split_whitespace().skip(1));
        assert!(sources.into_iter().all(|source| ["'none'", "'self'", "data:"].contains(&source)), "{policy}");
        assert_eq!(value(&REFERRER_POLICY), "no-referrer");
        assert_eq!(value(&CACHE_CONTROL), "no-store");
    }

    type Piece = Option<Result<Frame<Bytes>, std::io::Error>>;

    /// A body out of pieces that are made as they are read.
    pub(crate) struct Pieces(pub(crate) Box<dyn FnMut() -> Piece + Send>);

    impl HttpBody for Pieces {
        type Data = Bytes;
        type Error = std::io::Error;
        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Piece> {
            Poll::Ready((self.0)())
        }
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
    }

    #[test]
    fn a_body_that_always_has_a_little_more_is_cut_at_its_time() {
        runtime().block_on(async {
            let endless = || Pieces(Box::new(|| Some(Ok(Frame::data(Bytes::from_static(b"a"))))));
            let late = Hurried::new(Body::new(endless()), Pace { within: Duration::from_millis(1), least: 0 });
            assert!(axum::body::to_bytes(Body::new(late), usize::MAX).await.is_err());
            let quick = Hurried::new(Body::from("abc"), Pace { within: FILE_TOTAL, least: LEAST_SPEED });
            assert_eq!(axum::body::to_bytes(Body::new(quick), usize::MAX).await.unwrap(), "abc");
        });
    }

    #[test]
    fn a_file_that_comes_too_slowly_is_cut_though_it_has_time_left() {
        runtime().block_on(async {
            let mut body = Hurried::new(Body::from("abc"), Pace { within: FILE_TOTAL, least: LEAST_SPEED });
            let after = |seconds| body.begun + Duration::from_secs(seconds);
            assert!(!body.is_slow(after(20)) && body.is_slow(after(22)));
            let two_minutes = after(120);
            body.come = LEAST_SPEED * 100;
            assert!(!body.is_slow(two_minutes));
            body.come -= 1;
            assert!(body.is_slow(two_minutes));
        });
    }

    #[test]
    fn our_own_address_is_told_from_others() {
        let own = Address::of("https://Uppfoljning.example/");
        for host in ["uppfoljning.example", "UPPFOLJNING.example:443", "localhost:8080", "127.0.0.1", "[::1]:8080"] {
            assert!(own.has_host(host), "{host}");
        }
        for host in ["evil.example", "uppfoljning.example.evil.example", "localhost.evil.example", "10.0.0.7", ""] {
            assert!(!own.has_host(host), "{host}");
        }
        let at = Some("127.0.0.1:8080");
        assert!(own.has_origin("https://uppfoljning.example", at) && own.has_origin("http://127.0.0.1:8080", at));
        for origin in ["http://uppfoljning.example", "https://evil.example", "null", "http://127.0.0.1:9090", ""] {
            assert!(!own.has_origin(origin, at), "{origin}");
        }
        assert!(!own.has_origin("http://localhost:8080", Some("uppfoljning.example")));
        assert!(Address::of("http://localhost:8080").has_origin("http://localhost:8080", None));
        assert_eq!(origin_of("https://a.example/b?c=https://d/"), "https://a.example");
        assert_eq!(origin_of("https://a.example"), "https://a.example");
    }

    #[test]
    fn a_form_is_ours_when_the_browser_says_so_and_foreign_when_its_origin_or_the_page_before_is() {
        let own = Address::of("https://uppfoljning.example");
        let is_foreign = |headers: &[(&str, &str)]| {
            let mut request = Request::post("/lank/x").header(HOST, "uppfoljning.example");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            foreign(&own, &request.body(Body::empty()).unwrap()).is_some()
        };
        for ours in [
            &[("sec-fetch-site", "same-origin"), ("origin", "null")][..],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://uppfoljning.example")],
            &[("origin", "https://uppfoljning.example")],
            &[("referer", "https://uppfoljning.example/logga-in")],
            &[],
        ] {
            assert!(!is_foreign(ours), "{ours:?}");
        }
        for others in [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "https://evil.example"), ("host", "evil.example")],
            &[("referer", "https://evil.example/")],
        ] {
            assert!(is_foreign(others), "{others:?}");
        }
    }

    #[test]
    fn only_so_many_connections_are_served_at_once_and_the_next_waits_its_turn() {
        runtime().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let router = Router::new().fallback(|| async { "here" });
            let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
            let served = tokio::spawn(serve_at_most(1, listener, router, Vec::new(), async {
                let _ = stopped.await;
            }));
            let mut first = TcpStream::connect(address).await.unwrap();
            first.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
            let mut some = [0; 12];
            first.read_exact(&mut some).await.unwrap();
            assert_eq!(&some, b"HTTP/1.1 200");
            // The first is kept open, so the second gets no answer; when it goes, the second does.
            let mut second = TcpStream::connect(address).await.unwrap();
            second.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
            let mut answer = String::new();
            let early = tokio::time::timeout(Duration::from_millis(100), second.read_to_string(&mut answer)).await;
            assert!(early.is_err(), "{answer}");
            drop(first);
            second.read_to_string(&mut answer).await.unwrap();
            assert!(answer.ends_with("here"), "{answer}");
            stop.send(()).unwrap();
            served.await.unwrap().unwrap();
        });
    }
}
