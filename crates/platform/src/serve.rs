//! The server: limits on time and size around every request, the headers every answer carries, and a quiet stop.

use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use ui::Assets;

use crate::app::App;
use crate::files::sha256_hex;
use crate::reply::{FailureNote, Stop};

/// The address a connection came from. Kept for rate limits only, never written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The style sheet.
pub const CSS: &str = include_str!("../../../assets/tertial.css");
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
/// The largest form without a file.
const FORM_LIMIT: usize = 4 << 20;

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
    let mut response = axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(FailureNote(text.to_owned()));
    response
}

/// What lies around every request, from the outside in: headers, foreign forms refused, limits, panics caught.
pub(crate) fn around(router: Router, app: &App) -> Router {
    let secure = app.settings().secure_cookies;
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIME))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn(foreign_form_page))
        .layer(axum::middleware::map_response(move |response: Response| async move { headers(response, secure) }))
}

/// Gives a page, in words, where the layer that refuses foreign forms gives a bare 403.
async fn foreign_form_page(request: Request, next: axum::middleware::Next) -> Response {
    let changes = !request.method().is_safe();
    let response = next.run(request).await;
    if changes && response.status() == axum::http::StatusCode::FORBIDDEN {
        return Stop::ForeignForm.into_response();
    }
    response
}

/// Serves until `stop` is done, then lets what is under way finish for at most ten seconds.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> std::io::Result<()> {
    let graceful = hyper_util::server::graceful::GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
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
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            router.clone().oneshot(request.map(axum::body::Body::new))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIME)
            .serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that went away is no error of ours.
            let _ = watched.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(Duration::from_secs(10), graceful.shutdown()).await;
    Ok(())
}
