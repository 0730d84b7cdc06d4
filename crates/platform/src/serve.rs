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
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
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
use crate::{session, sv, view};

/// The address a request came from. Kept for rate limits only, never written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The style sheet.
pub const CSS: &str = ui::STYLE;
/// The script.
pub const JS: &str = include_str!("../../../assets/tertial.js");
/// The icon.
pub const ICON: &str = include_str!("../../../assets/tertial.svg");

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
/// A body has come whole within this: the largest file at 70 kB a second.
const BODY_TOTAL: Duration = Duration::from_mins(5);
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
        .layer(axum::middleware::map_request(|request: Request| async {
            request.map(|body| Body::new(Hurried::new(body, BODY_TOTAL)))
        }))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn(foreign_form_page))
        .layer(axum::middleware::from_fn_with_state((app.clone(), pages), answer_stops))
        .layer(axum::middleware::map_response(move |response: Response| async move { headers(response, secure) }))
}

/// A body that must have come whole within some time, however steadily it trickles.
pub(crate) struct Hurried {
    body: Body,
    until: Instant,
    /// Set up when the body is first waited for, so that a request without one costs nothing.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Hurried {
    pub(crate) fn new(body: Body, within: Duration) -> Self {
        Self { body, until: Instant::now() + within, sleep: None }
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
        if sleep.as_mut().poll(cx).is_ready() || Instant::now() >= until {
            return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))));
        }
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
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
    let sent = Sent::new(&parts.headers, body);
    parts.extensions.insert(pages.clone());
    let mut response = next.run(Request::from_parts(parts, Body::new(sent.clone()))).await;
    sent.read_past().await;
    if let Some(FailureNote(error)) = response.extensions_mut().remove::<FailureNote>() {
        // A panic, caught outside the log of requests.
        tracing::error!(%error, "request failed");
        response = failure_page("-");
    }
    // What a foreign form holds is not shown under our name.
    let own = changes && response.status() != StatusCode::FORBIDDEN;
    if let Some(SignInNote(wanted)) = response.extensions_mut().remove::<SignInNote>() {
        let typed = if own { sent.typed() } else { Vec::new() };
        let ended = match token.clone() {
            Some(token) => session::ended(token, &app).await.unwrap_or_default(),
            None => None,
        };
        return if !typed.is_empty() {
            let page =
                Sheet::new(sv::away(ended), view::away(ended, &typed, &wanted)).render(&app, None, None, &path, None);
            let mut page = page.into_response();
            *page.status_mut() = StatusCode::UNAUTHORIZED;
            page
        } else if token.is_some() {
            let notice = sv::away_notice(ended, changes);
            Reply::redirect(&session::sign_in_address(&wanted)).with_flash("info", &notice).into_response()
        } else {
            response
        };
    }
    let Some(note) = response.extensions_mut().remove::<StopNote>() else { return response };
    let Some(token) = token else { return response };
    let Ok(Some(account)) = session::account_with(token, &app).await else { return response };
    let around = Around {
        path: &path,
        typed: if own { sent.typed() } else { Vec::new() },
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
            let late = Hurried::new(Body::new(endless()), Duration::from_millis(1));
            assert!(axum::body::to_bytes(Body::new(late), usize::MAX).await.is_err());
            let quick = Hurried::new(Body::from("abc"), BODY_TOTAL);
            assert_eq!(axum::body::to_bytes(Body::new(quick), usize::MAX).await.unwrap(), "abc");
        });
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
