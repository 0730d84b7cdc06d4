//! Signing in and staying signed in. A session is a row; the browser holds a random token, the row its SHA-256.
//! Passwords are hashed with Argon2id (RFC 9106) at the OWASP parameters that the crate has as its default.

use std::net::IpAddr;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::id::kind::{Link, Organisation, Person, Session, Tenant};
use kernel::{Chance, Id, Instant};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Actor, ActorKind, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx, global_sql, row};

use crate::account::{self, Account, Acting, Seat};
use crate::app::{App, Settings};
use crate::rate;
use crate::reply::Stop;

/// A session ends when it has not been used for so long.
pub const IDLE_SECONDS: u32 = 4 * 3600;
/// A session ends so long after signing in, however much it is used.
const ABSOLUTE_SECONDS: i64 = 14 * 3600;
/// How seldom the time of last use is written.
const TOUCH_SECONDS: i64 = 120;
/// Wrong passwords in a row before an account rests.
const FAILURES: i64 = 8;
/// How long it rests.
const REST_SECONDS: i64 = 15 * 60;
/// The shortest password.
pub const PASSWORD_LENGTH: usize = 12;

/// Ends the notice of what has just been done.
pub const CLEAR_FLASH: &str = "flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-tertial" } else { "tertial" }
}

fn cookie(settings: &Settings, value: &str, seconds: i64) -> String {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(settings))
}

fn read_cookie(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

/// The notice that the page before left.
pub(crate) fn flash(parts: &Parts) -> Option<(String, String)> {
    let value = read_cookie(parts, "flash").filter(|value| !value.is_empty())?;
    let (tone, text) = value.split_once('.')?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    Some((tone.to_owned(), text))
}

pub(crate) fn flash_cookie(tone: &str, text: &str) -> String {
    format!("flash={tone}.{}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", URL_SAFE_NO_PAD.encode(text))
}

/// Where to sign in, coming back to the wanted page.
pub(crate) fn sign_in_address(wanted: &str) -> String {
    if wanted.is_empty() || wanted == "/" || wanted == "/start" {
        "/logga-in".to_owned()
    } else {
        format!("/logga-in?till={}", wanted.replace('&', "%26").replace('#', "%23"))
    }
}

/// The wanted page when it is one of ours, else the start page: a link must not lead to a foreign site.
pub fn safe_return(wanted: &str) -> &str {
    let ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.chars().any(char::is_control);
    if ours { wanted } else { "/start" }
}

pub(crate) fn switch_address(seat: &Seat) -> String {
    match seat.acting() {
        Acting::Authority(tenant) => format!("/byt/myndighet/{tenant}"),
        Acting::Provider(organisation) => format!("/byt/anordnare/{organisation}"),
    }
}

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
            parts.uri.path_and_query().map_or("", |path| path.as_str())
        } else {
            ""
        };
        Stop::SignIn(path.to_owned())
    };
    let token = read_cookie(parts, cookie_name(app.settings())).ok_or_else(wanted)?;
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
            let seats = account::seats_of(tx, row.person, now.day())?;
            let chosen = match (row.acting_organisation, row.acting_tenant) {
                (Some(organisation), _) => Some(Acting::Provider(organisation)),
                (None, Some(tenant)) => Some(Acting::Authority(tenant)),
                (None, None) => None,
            };
            // A seat that has ended ends what one acts for, at the next request.
            let acting = chosen.filter(|acting| seats.iter().any(|seat| seat.acting() == *acting));
            let account =
                Account { person: row.person, name: row.name, email: row.email, session: row.id, acting, seats };
            Ok(Some((account, row.seen_at)))
        })
        .await?;
    let (mut account, seen_at) = found.ok_or_else(wanted)?;
    if account.acting.is_none()
        && let [only] = account.choices()[..]
    {
        account.acting = Some(only.acting());
    }
    if now.seconds_since(seen_at) >= TOUCH_SECONDS {
        touch(app, account.session, now).await?;
    }
    Ok(account)
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

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// Address and password do not belong together; which of them is wrong is not said.
    Wrong,
    /// Too many wrong passwords: the account rests for so many minutes.
    Resting(i64),
    /// Too many attempts from this address.
    TooMany,
}

/// What a one-time link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// The link.
    pub id: Id<Link>,
    /// For whom it is.
    pub person: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The authority that made it, where one did.
    pub tenant_name: Option<String>,
    /// Whether it invites (and a password is to be chosen) rather than signs in.
    pub invites: bool,
    /// Whether it may be used many times (demo).
    pub reusable: bool,
}

/// Lets people in.
#[derive(Debug)]
pub struct Gate<'a> {
    app: &'a App,
    from: Option<IpAddr>,
}

row! {
    struct PersonRow {
        id: Id<Person>,
        password_hash: Option<String>,
        failed_attempts: i64,
        locked_until: Option<Instant>,
    }
}

impl<'a> Gate<'a> {
    pub(crate) fn new(app: &'a App, from: Option<IpAddr>) -> Self {
        Self { app, from }
    }

    fn allow(&self, purpose: &str) -> bool {
        self.app.0.limits.allow(rate::SIGN_IN, purpose, self.from, self.app.clock().now(), &**self.app.chance())
    }

    /// Signs in with address and password; gives the cookie to set.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Result<String, SignInProblem>, Stop> {
        if !self.allow("sign-in") {
            return Ok(Err(SignInProblem::TooMany));
        }
        let now = self.app.clock().now();
        let email = kernel::swedish::fold(email);
        let row: Option<PersonRow> = self
            .app
            .0
            .db
            .read::<_, StoreError>(Scope::Global, move |tx| {
                tx.maybe(
                    global_sql!(
                        "SELECT id, password_hash, failed_attempts, locked_until FROM person
                         WHERE email = $1 AND ended_at IS NULL"
                    ),
                    &[&email],
                )
            })
            .await?;
        let stored = row.as_ref().and_then(|row| row.password_hash.clone());
        // The same work whether or not there is such a person, so that the time tells nothing.
        let right = verify(password.to_owned(), stored).await;
        let Some(row) = row else { return Ok(Err(SignInProblem::Wrong)) };
        if let Some(until) = row.locked_until.filter(|until| *until > now) {
            return Ok(Err(SignInProblem::Resting((until.seconds_since(now) + 59) / 60)));
        }
        if !right {
            self.count_failure(&row, now).await?;
            return Ok(Err(SignInProblem::Wrong));
        }
        Ok(Ok(self.start(row.id).await?))
    }

    async fn count_failure(&self, row: &PersonRow, now: Instant) -> Result<(), Stop> {
        let failed = row.failed_attempts + 1;
        let until = (failed >= FAILURES).then(|| now.plus_seconds(REST_SECONDS));
        let failed = if until.is_some() { 0 } else { failed };
        let person = row.id;
        self.app
            .0
            .db
            .write(Scope::Global, context(self.app, None), move |mut tx| {
                tx.execute(
                    global_sql!("UPDATE person SET failed_attempts = $2, locked_until = $3 WHERE id = $1"),
                    &[&person, &failed, &until],
                )?;
                match until {
                    Some(_) => tx.save(Event::about("account.rested", person, json!({})), ()).map_err(Stop::from),
                    None => Ok(tx.keep(Housekeeping::Session, ())),
                }
            })
            .await
    }

    /// Starts a session for the person; gives the cookie to set.
    async fn start(&self, person: Id<Person>) -> Result<String, Stop> {
        let (token, id) = (new_token(&**self.app.chance()), Id::<Session>::random(&**self.app.chance()));
        let hash = token_hash(&token);
        let now = self.app.clock().now();
        let expires = now.plus_seconds(ABSOLUTE_SECONDS);
        self.app
            .0
            .db
            .write(Scope::Global, context(self.app, Some(person)), move |mut tx| {
                tx.execute(
                    global_sql!("UPDATE person SET failed_attempts = 0, locked_until = NULL WHERE id = $1"),
                    &[&person],
                )?;
                tx.execute(
                    global_sql!(
                        "INSERT INTO session (id, token_hash, person_id, created_at, seen_at, expires_at)
                         VALUES ($1, $2, $3, $4, $4, $5)"
                    ),
                    &[&id, &hash, &person, &now, &expires],
                )?;
                Ok::<_, Stop>(tx.save(Event::about("session.started", person, json!({"session": id})), ())?)
            })
            .await?;
        Ok(cookie(self.app.settings(), &token, ABSOLUTE_SECONDS))
    }

    /// What the link leads to, while it can be used.
    pub async fn look_up_link(&self, token: &str) -> Result<Option<LinkView>, Stop> {
        if !self.allow("link") {
            return Ok(None);
        }
        let (hash, now) = (token_hash(token), self.app.clock().now());
        self.app
            .0
            .db
            .read(Scope::Global, move |tx| {
                let found: Option<(Id<Link>, Id<Person>, String, String, Option<String>, String, bool)> = tx.maybe(
                    global_sql!(
                        "SELECT l.id, p.id, p.name, p.email, t.name, l.kind, l.reusable
                         FROM link l JOIN person p ON p.id = l.person_id LEFT JOIN tenant t ON t.id = l.tenant_id
                         WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND p.ended_at IS NULL"
                    ),
                    &[&hash, &now],
                )?;
                Ok(found.map(|(id, person, name, email, tenant_name, kind, reusable)| LinkView {
                    id,
                    person,
                    name,
                    email,
                    tenant_name,
                    invites: kind == "invitation",
                    reusable,
                }))
            })
            .await
    }

    /// Uses the link: sets the password when it invites, and signs in. `None` when somebody used it in between.
    pub async fn use_link(&self, link: &LinkView, password: Option<&str>) -> Result<Option<String>, Stop> {
        let hash = match password {
            Some(password) => Some(hash(password.to_owned()).await?),
            None => None,
        };
        let (id, person, reusable, now) = (link.id, link.person, link.reusable, self.app.clock().now());
        let used = self
            .app
            .0
            .db
            .write(Scope::Global, context(self.app, Some(person)), move |mut tx| {
                if !reusable {
                    let taken = tx.execute(
                        global_sql!("UPDATE link SET used_at = $2 WHERE id = $1 AND used_at IS NULL"),
                        &[&id, &now],
                    )?;
                    if taken == 0 {
                        return Ok(tx.keep(Housekeeping::Session, false));
                    }
                }
                if let Some(hash) = &hash {
                    tx.execute(
                        global_sql!(
                            "UPDATE person SET password_hash = $2, failed_attempts = 0, locked_until = NULL WHERE id = $1"
                        ),
                        &[&person, hash],
                    )?;
                }
                Ok::<_, Stop>(tx.save(Event::about("link.used", person, json!({"link": id})), true)?)
            })
            .await?;
        if used { Ok(Some(self.start(person).await?)) } else { Ok(None) }
    }
}

/// Starts a session for the person without asking for anything, and gives the cookie to set. For the command line's
/// own use and tests; no handler can reach it, since none can extract an [`App`].
pub async fn start_for(app: &App, person: Id<Person>) -> Result<String, Stop> {
    Gate::new(app, None).start(person).await
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

/// A password's hash, for accounts made at the command line.
pub async fn hash(password: String) -> Result<String, Stop> {
    tokio::task::spawn_blocking(move || hash_blocking(&password))
        .await
        .map_err(Stop::failed)?
        .ok_or_else(|| Stop::broken("a password could not be hashed"))
}

/// As [`hash`], on the calling thread.
pub fn hash_blocking(password: &str) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

async fn verify(password: String, stored: Option<String>) -> bool {
    // A hash that no password gives, with the parameters in use.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    tokio::task::spawn_blocking(move || {
        let stored = stored.as_deref().unwrap_or(NOBODY);
        Argon2::default().verify_password(password.as_bytes(), stored).is_ok()
    })
    .await
    .unwrap_or(false)
}

row! {
    /// One of the person's sessions.
    #[derive(Debug, Clone)]
    pub struct OwnSession {
        /// The session.
        pub id: Id<Session>,
        /// When it began.
        pub created_at: Instant,
        /// When it was last used, to a couple of minutes.
        pub seen_at: Instant,
    }
}

/// What a person may do with their own account.
#[derive(Debug)]
pub struct Own<'a> {
    app: &'a App,
    account: &'a Account,
}

impl<'a> Own<'a> {
    pub(crate) fn new(app: &'a App, account: &'a Account) -> Self {
        Self { app, account }
    }

    fn context(&self) -> WriteContext {
        context(self.app, Some(self.account.person))
    }

    /// Ends this session; gives the cookie that clears the browser's.
    pub async fn sign_out(&self) -> Result<String, Stop> {
        self.end(vec![self.account.session]).await?;
        Ok(cookie(self.app.settings(), "", 0))
    }

    async fn end(&self, sessions: Vec<Id<Session>>) -> Result<(), Stop> {
        let (person, now) = (self.account.person, self.app.clock().now());
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                for session in &sessions {
                    tx.execute(
                        global_sql!(
                            "UPDATE session SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL"
                        ),
                        &[session, &person, &now],
                    )?;
                }
                Ok(tx.save(Event::about("session.ended", person, json!({"sessions": sessions.clone()})), ())?)
            })
            .await
    }

    /// The person's live sessions, the newest first.
    pub async fn sessions(&self) -> Result<Vec<OwnSession>, Stop> {
        let (person, now) = (self.account.person, self.app.clock().now());
        self.app
            .0
            .db
            .read(Scope::Global, move |tx| {
                Ok(tx.all(
                    global_sql!(
                        "SELECT id, created_at, seen_at FROM session
                         WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id"
                    ),
                    &[&person, &now],
                )?)
            })
            .await
    }

    /// Ends every other session.
    pub async fn end_others(&self) -> Result<usize, Stop> {
        let others: Vec<_> =
            self.sessions().await?.iter().map(|session| session.id).filter(|id| *id != self.account.session).collect();
        let count = others.len();
        self.end(others).await?;
        Ok(count)
    }

    /// Prolongs the session.
    pub async fn keep(&self) -> Result<(), Stop> {
        touch(self.app, self.account.session, self.app.clock().now()).await
    }

    /// Acts for another organisation from now on. Not found when the person holds no seat there.
    pub async fn switch(&self, acting: Acting) -> Result<(), Stop> {
        if !self.account.seats.iter().any(|seat| seat.acting() == acting) {
            return Err(Stop::NotFound);
        }
        let (session, person) = (self.account.session, self.account.person);
        let (tenant, organisation) = match acting {
            Acting::Authority(tenant) => (Some(tenant), None),
            Acting::Provider(organisation) => (None, Some(organisation)),
        };
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                tx.execute(
                    global_sql!("UPDATE session SET acting_tenant_id = $2, acting_organisation_id = $3 WHERE id = $1"),
                    &[&session, &tenant, &organisation],
                )?;
                let facts = json!({"tenant": tenant, "organisation": organisation});
                Ok(tx.save(Event::about("session.switched", person, facts), ())?)
            })
            .await
    }

    /// Changes the password. `false` when the present one is wrong. Every other session ends.
    pub async fn change_password(&self, present: &str, new: &str) -> Result<bool, Stop> {
        let person = self.account.person;
        let stored: Option<(Option<String>,)> = self
            .app
            .0
            .db
            .read::<_, Stop>(Scope::Global, move |tx| {
                Ok(tx.maybe(global_sql!("SELECT password_hash FROM person WHERE id = $1"), &[&person])?)
            })
            .await?;
        let stored = stored.and_then(|(hash,)| hash);
        if stored.is_some() && !verify(present.to_owned(), stored).await {
            return Ok(false);
        }
        let (hash, session, now) = (hash(new.to_owned()).await?, self.account.session, self.app.clock().now());
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                tx.execute(global_sql!("UPDATE person SET password_hash = $2 WHERE id = $1"), &[&person, &hash])?;
                tx.execute(
                    global_sql!(
                        "UPDATE session SET ended_at = $3 WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL"
                    ),
                    &[&person, &session, &now],
                )?;
                Ok::<_, Stop>(tx.save(Event::about("account.password-changed", person, json!({})), ())?)
            })
            .await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_never_leads_to_another_site() {
        for (wanted, expected) in [
            ("/start", "/start"),
            ("/h/ekstad/redovisning?a=b", "/h/ekstad/redovisning?a=b"),
            ("//evil.example", "/start"),
            ("https://evil.example", "/start"),
            ("/\\evil.example", "/start"),
            ("/a\r\nSet-Cookie: x", "/start"),
            ("", "/start"),
        ] {
            assert_eq!(safe_return(wanted), expected, "{wanted:?}");
        }
    }
}
