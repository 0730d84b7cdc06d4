//! Signing in and staying signed in. A session is a row; the browser holds a random token, the row its SHA-256.

mod calendar;
mod cookies;
mod gate;
mod own;
mod passwords;
mod ways;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::id::kind::{Link, Organisation, Person, Session, Tenant};
use kernel::{Chance, Id, Instant};
use sha2::{Digest, Sha256};
use store::{Actor, ActorKind, Housekeeping, Scope, StoreError, WriteContext, WriteTx, global_sql, row};

use crate::account::{self, Account, Acting};
use crate::app::App;
use crate::pages::Pages;
use crate::reply::Stop;

pub use calendar::Subscription;
pub(crate) use calendar::subscription;
pub use cookies::CLEAR_FLASH;
pub(crate) use cookies::{flash, flash_cookie, read_cookie};
pub use gate::{Gate, LinkProblem, LinkView, SignInProblem};
pub use own::{Own, OwnSession};
pub(crate) use passwords::verify;
pub use passwords::{PASSWORD_LENGTH, hash, hash_blocking};
pub(crate) use ways::{encode, safe_return, sign_in_address, switch_address};

/// A session ends when it has not been used for so long.
pub const IDLE_SECONDS: u32 = 4 * 3600;
/// A session ends so long after signing in, however much it is used.
const ABSOLUTE_SECONDS: i64 = 14 * 3600;
/// How seldom the time of last use is written.
const TOUCH_SECONDS: i64 = 120;

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// 256 random bits as text for addresses and cookies.
pub fn new_token(chance: &dyn Chance) -> String {
    let mut bytes = [0; 32];
    chance.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

row! {
    struct SessionRow {
        id: Id<Session>,
        person: Id<Person>,
        name: String,
        email: String,
        acting_tenant: Option<Id<Tenant>>,
        acting_organisation: Option<Id<Organisation>>,
        seen_at: Instant,
        expires_at: Instant,
    }
}

/// The signed-in person of the request.
pub(crate) async fn account(parts: &Parts, app: &App) -> Result<Account, Stop> {
    let wanted = || {
        let path = if parts.method == axum::http::Method::GET {
            parts.uri.path_and_query().map_or("", |path| path.as_str()).to_owned()
        } else {
            Pages::of(parts).nearest(parts.uri.path()).unwrap_or_default().to_owned()
        };
        Stop::SignIn(path)
    };
    let token = token(&parts.headers, app).ok_or_else(wanted)?;
    let mut account = account_with(token, app).await?.ok_or_else(wanted)?;
    account.waits = waits(parts.uri.path(), &account, app).await?;
    Ok(account)
}

/// How much waits for the account in the seat of the page, or in the first one where the page has none.
async fn waits(path: &str, account: &Account, app: &App) -> Result<u64, Stop> {
    let slug = path.strip_prefix("/h/").and_then(|rest| rest.split('/').next());
    let here = || account.seats_here();
    let seat = here().find(|seat| Some(seat.tenant_slug.as_str()) == slug).or_else(|| here().next());
    let Some(seat) = seat.cloned() else { return Ok(0) };
    let (account, today, count) = (account.clone(), app.clock().now().day(), app.0.waits);
    Ok(app.0.db.read::<_, StoreError>(Scope::Tenant(seat.tenant), move |tx| count(tx, &account, &seat, today)).await?)
}

/// The session's token, where the browser sends one.
pub(crate) fn token(headers: &HeaderMap, app: &App) -> Option<String> {
    read_cookie(headers, cookies::cookie_name(app.settings()))
}

/// Who is signed in with the token.
pub(crate) async fn account_with(token: String, app: &App) -> Result<Option<Account>, Stop> {
    let now = app.clock().now();
    let found: Option<(Account, Instant)> = app
        .0
        .db
        .read::<_, StoreError>(Scope::Global, move |tx| {
            let row: Option<SessionRow> = tx.maybe(
                global_sql!(
                    "SELECT s.id, p.id, p.name, p.email, s.acting_tenant_id, s.acting_organisation_id, s.seen_at, s.expires_at
                     FROM session s JOIN person p ON p.id = s.person_id
                     WHERE s.token_hash = $1 AND s.ended_at IS NULL AND p.ended_at IS NULL"
                ),
                &[&token_hash(&token)],
            )?;
            let Some(row) = row else { return Ok(None) };
            if row.expires_at <= now || now.seconds_since(row.seen_at) >= i64::from(IDLE_SECONDS) {
                return Ok(None);
            }
            let (seats, waiting) = account::seats_of(tx, row.person, now.day())?;
            let chosen = match (row.acting_organisation, row.acting_tenant) {
                (Some(organisation), _) => Some(Acting::Provider(organisation)),
                (None, Some(tenant)) => Some(Acting::Authority(tenant)),
                (None, None) => None,
            };
            // A seat that has ended ends what one acts for, at the next request.
            let acting = chosen.filter(|acting| seats.iter().any(|seat| seat.acting() == *acting));
            let account = Account {
                person: row.person,
                name: row.name,
                email: row.email,
                session: row.id,
                expires_at: row.expires_at,
                acting,
                seats,
                waiting,
                waits: 0,
            };
            Ok(Some((account, row.seen_at)))
        })
        .await?;
    let Some((mut account, seen_at)) = found else { return Ok(None) };
    if account.acting.is_none()
        && let [only] = account.choices()[..]
    {
        account.acting = Some(only.acting());
    }
    if now.seconds_since(seen_at) >= TOUCH_SECONDS {
        touch(app, account.session, now).await?;
    }
    Ok(Some(account))
}

/// The seats of the person whose session the token is, or was, now and until lately: to name the fields of what they sent too
/// late.
pub(crate) async fn seats_once(token: String, app: &App) -> Result<Vec<account::Seat>, Stop> {
    let now = app.clock().now();
    let work = move |tx: &mut store::ReadTx<'_>| {
        let person: Option<(Id<Person>,)> = tx.maybe(
            global_sql!(
                "SELECT p.id FROM session s JOIN person p ON p.id = s.person_id WHERE s.token_hash = $1 AND p.ended_at IS NULL"
            ),
            &[&token_hash(&token)],
        )?;
        person.map_or_else(|| Ok(Vec::new()), |(person,)| account::seats_lately(tx, person, now))
    };
    Ok(app.0.db.read::<_, StoreError>(Scope::Global, work).await?)
}

/// Why a session was ended by something else than its own browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// A new link to the account has been used.
    Link,
    /// The password has been changed in another session.
    Password,
    /// The person has signed out everywhere else.
    Elsewhere,
}

impl Ended {
    const ALL: [Self; 3] = [Self::Link, Self::Password, Self::Elsewhere];

    /// The stable name in the database.
    const fn slug(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Password => "password",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Why the session with the token was ended; `None` for one that ran out, or never was.
pub(crate) async fn ended(token: String, app: &App) -> Result<Option<Ended>, Stop> {
    let found: Option<(String,)> = app
        .0
        .db
        .read::<_, StoreError>(Scope::Global, move |tx| {
            tx.maybe(
                global_sql!(
                    "SELECT end_reason FROM session
                     WHERE token_hash = $1 AND ended_at IS NOT NULL AND end_reason IS NOT NULL"
                ),
                &[&token_hash(&token)],
            )
        })
        .await?;
    Ok(found.and_then(|(slug,)| Ended::ALL.into_iter().find(|ended| ended.slug() == slug)))
}

/// When the session ends, for the page that warns of it.
pub(crate) fn of_page(account: &Account, now: Instant) -> ui::Session<'static> {
    let left = u32::try_from(account.expires_at.seconds_since(now).max(0)).unwrap_or(u32::MAX);
    ui::Session { seconds: IDLE_SECONDS, at_most: left, keep: "/session/behall" }
}

fn context(app: &App, person: Option<Id<Person>>) -> WriteContext {
    let kind = if person.is_some() { ActorKind::Account } else { ActorKind::Anonymous };
    WriteContext { actor: Actor { kind, person, role: None }, now: app.clock().now() }
}

async fn touch(app: &App, session: Id<Session>, now: Instant) -> Result<(), Stop> {
    app.0
        .db
        .write(Scope::Global, context(app, None), move |mut tx| {
            tx.execute(global_sql!("UPDATE session SET seen_at = $2 WHERE id = $1"), &[&session, &now])?;
            Ok(tx.keep(Housekeeping::Session, ()))
        })
        .await
}

/// Starts a session for the person without asking for anything, and gives the cookie to set. For the command line's
/// own use and tests; no handler can reach it, since none can extract an [`App`].
pub async fn start_for(app: &App, person: Id<Person>) -> Result<String, Stop> {
    Gate::new(app, None).start(person, None).await?.ok_or(Stop::NotFound)
}

/// Makes a link for the person within a write; gives the token, which is stored nowhere.
pub fn create_link(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    person: Id<Person>,
    tenant: Option<Id<Tenant>>,
    invites: bool,
    reusable: bool,
    expires: Instant,
) -> Result<String, StoreError> {
    let (token, id) = (new_token(chance), Id::<Link>::random(chance));
    let kind = if invites { "invitation" } else { "sign-in" };
    let now = tx.context().now;
    tx.execute(
        global_sql!(
            "INSERT INTO link (id, token_hash, kind, person_id, tenant_id, reusable, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &token_hash(&token), &kind, &person, &tenant, &reusable, &now, &expires],
    )?;
    Ok(token)
}
