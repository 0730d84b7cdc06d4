//! Letting people in: with a password or a one-time link.

use std::net::IpAddr;

use kernel::id::kind::{Link, Person, Session};
use kernel::{Id, Instant};
use serde_json::json;
use store::{Event, Housekeeping, Scope, StoreError, global_sql, row};

use super::cookies::cookie;
use super::passwords::{hash, verify};
use super::{ABSOLUTE_SECONDS, context, new_token, token_hash};
use crate::app::App;
use crate::rate;
use crate::reply::Stop;

/// Wrong passwords in a row before an account rests.
const FAILURES: i64 = 8;
/// How long it rests.
const REST_SECONDS: i64 = 15 * 60;

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
    pub(super) async fn start(&self, person: Id<Person>) -> Result<String, Stop> {
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
