//! One line per request: id, method, route pattern, status, time; who and for which tenant when somebody is signed
//! in. Never an address, a query, a name or content: what is not written down cannot be asked for. Requests to the pages for people
//! without an account have no line of their own, only counts for the day; one that fails has its line, with what failed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use kernel::id::kind::{Person, Tenant};
use kernel::{Day, Id};

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

/// Where the pages for people without an account lie. Of when they do something only the day is kept, and a line with its second
/// would tell more: their requests are counted for the day, and the counts written when it is over.
const WITHOUT_ACCOUNT: &[&str] = &["/synpunkt", "/skola/", "/arende", "/lamna"];

fn is_coarse(route: &str) -> bool {
    WITHOUT_ACCOUNT.iter().any(|begins| route.starts_with(begins))
}

/// The requests of a day whose seconds are not written: how many for each method, route and status.
#[derive(Debug, Default)]
struct Tally {
    day: Option<Day>,
    counts: BTreeMap<(String, String, u16), u64>,
}

/// A day that is over, and its counts.
type Past = (Day, BTreeMap<(String, String, u16), u64>);

impl Tally {
    /// Counts the request, where there is one; gives the counts of an earlier day, once.
    fn count(&mut self, today: Day, request: Option<(&str, &str, u16)>) -> Option<Past> {
        let past = self.day.filter(|day| *day != today).map(|day| (day, std::mem::take(&mut self.counts)));
        self.day = Some(today);
        if let Some((method, route, status)) = request {
            *self.counts.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        }
        past
    }
}

static TALLY: Mutex<Tally> = Mutex::new(Tally { day: None, counts: BTreeMap::new() });

fn tell_past(past: Option<Past>) {
    let Some((day, counts)) = past else { return };
    for ((method, route, status), count) in counts {
        tracing::info!(%day, method, route, status, count, "requests without an account");
    }
}

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// Those without an account are numbered apart: a gap in the numbers of the others would tell between which two they came.
static COARSE: AtomicU64 = AtomicU64::new(1);

/// A short id for one request: when it came, and which request of the process; for one without an account the day.
fn request_id(app: &App, coarse: bool) -> String {
    if coarse {
        return format!("{}-{}", app.clock().now().day(), COARSE.fetch_add(1, Ordering::Relaxed));
    }
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{number}", app.clock().now().as_microsecond() / 1_000_000)
}

async fn log(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let slot = WhoSlot::default();
    request.extensions_mut().insert(slot.clone());
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let coarse = is_coarse(&route);
    let id = request_id(&app, coarse);
    #[expect(clippy::disallowed_methods, reason = "how long a request took is not a time that anything rests on")]
    let begun = std::time::Instant::now();
    let mut response = next.run(request).await;
    if let Some(FailureNote(error)) = response.extensions_mut().remove::<FailureNote>() {
        tracing::error!(request = %id, route, %error, "request failed");
        response = reply::failure_page(&id);
    }
    let who = slot.0.lock().unwrap_or_else(PoisonError::into_inner);
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    let counted = coarse.then_some((method.as_str(), route.as_str(), response.status().as_u16()));
    tell_past(TALLY.lock().unwrap_or_else(PoisonError::into_inner).count(app.clock().now().day(), counted));
    if !coarse {
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
    }
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn requests_without_an_account_are_counted_for_the_day_and_told_when_it_is_over() {
        let (first, second): (Day, Day) = ("2024-03-01".parse().unwrap(), "2024-03-02".parse().unwrap());
        let mut tally = Tally::default();
        for _ in 0..3 {
            assert_eq!(tally.count(first, Some(("POST", "/synpunkt/{lang}", 303))), None);
        }
        assert_eq!(tally.count(first, None), None, "nothing is told while the day goes on");
        let (day, counts) = tally.count(second, Some(("GET", "/arende/{lang}", 200))).unwrap();
        let told: Vec<_> = counts.into_iter().collect();
        let line = ("POST".to_owned(), "/synpunkt/{lang}".to_owned(), 303);
        assert_eq!((day, told), (first, vec![(line, 3)]));
        assert_eq!(tally.count(second, None), None, "and told once");
    }

    #[test]
    fn pages_without_an_account_are_coarse_and_no_others() {
        for route in ["/synpunkt/{lang}", "/arende/{lang}/skriv", "/skola/{code}", "/lamna"] {
            assert!(is_coarse(route), "{route}");
        }
        for route in ["/h/{tenant}/arenden/{case}", "/logga-in", "/start", "-"] {
            assert!(!is_coarse(route), "{route}");
        }
    }
}
