//! One line per request: id, method, route pattern, status, time; who and for which tenant when somebody is signed
//! in. Never an address, a query, a name or content: what is not written down cannot be asked for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use kernel::Id;
use kernel::id::kind::{Person, Tenant};

use crate::app::App;
use crate::reply::{self, FailureNote};

#[derive(Debug, Default)]
struct Who {
    person: Option<Id<Person>>,
    tenant: Option<Id<Tenant>>,
}

#[derive(Debug, Clone, Default)]
struct WhoSlot(Arc<Mutex<Who>>);

/// Notes who the request turned out to be from.
pub(crate) fn note_actor(parts: &Parts, person: Id<Person>, tenant: Option<Id<Tenant>>) {
    if let Some(slot) = parts.extensions.get::<WhoSlot>() {
        *slot.0.lock().unwrap_or_else(PoisonError::into_inner) = Who { person: Some(person), tenant };
    }
}

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// A short id for one request: which start of the process, and which request in it.
fn request_id(app: &App) -> String {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{number}", app.clock().now().as_microsecond() / 1_000_000)
}

async fn log(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request_id(&app);
    let slot = WhoSlot::default();
    request.extensions_mut().insert(slot.clone());
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    #[expect(clippy::disallowed_methods, reason = "how long a request took is not a time that anything rests on")]
    let begun = std::time::Instant::now();
    let mut response = next.run(request).await;
    if let Some(FailureNote(error)) = response.extensions_mut().remove::<FailureNote>() {
        tracing::error!(request = %id, route, %error, "request failed");
        response = reply::failure_page(&id);
    }
    let who = slot.0.lock().unwrap_or_else(PoisonError::into_inner);
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        request = %id,
        %method,
        route,
        status = response.status().as_u16(),
        micros,
        person = who.person.map(tracing::field::display),
        tenant = who.tenant.map(tracing::field::display),
        "request"
    );
    // Only to somebody who is signed in: on open pages the time could tell whether an address has an account.
    if who.person.is_some()
        && let Ok(value) = format!("app;dur={}.{:03}", micros / 1000, micros % 1000).parse()
    {
        response.headers_mut().insert("server-timing", value);
    }
    response
}

pub(crate) fn layered(router: Router, app: &App) -> Router {
    router.layer(from_fn_with_state(app.clone(), log))
}
