//! Letting people in: with a password or a one-time link.

use std::net::IpAddr;

use kernel::id::kind::{Link, Person, Session};
use kernel::{Id, Instant};
use serde_json::json;
use store::{Event, Housekeeping, Scope, StoreError, WriteTx, global_sql, row};

use super::cookies::cookie;
use super::passwords::{hash, verify};
use super::{ABSOLUTE_SECONDS, Ended, context, new_token, token_hash};
use crate::app::App;
use crate::rate;
use crate::reply::Stop;

/// Wrong passwords in a row before an address rests, whether or not anybody has it.
const FAILURES: i64 = 8;
/// How long it rests.
const REST_SECONDS: i64 = 15 * 60;
/// How long attempts are remembered after the last one.
const KEPT_SECONDS: i64 = 24 * 3600;

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInProblem {
    /// Address and password do not belong together; which of them is wrong is not said.
    Wrong,
    /// Too many wrong passwords: the address rests for so many minutes, whether or not anybody has it.
    Resting(i64),
    /// Too many attempts from this address.
    TooMany,
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProblem {
    /// It has been used, is too old, or never was.
    Gone,
    /// Too many attempts from this address: nothing is said of the link.
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
    struct AttemptRow {
        attempts: i64,
        rests_until: Option<Instant>,
    }
}

/// What an attempt may go on to.
#[derive(Debug, Clone)]
enum Reserved {
    /// Nothing: the address rests for so many minutes.
    Rests(i64),
    /// The password may be tried, against the person at the address and their hash, where there are any.
    Try(Option<(Id<Person>, Option<String>)>),
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
        match self.reserve(email).await? {
            Reserved::Rests(minutes) => Ok(Err(SignInProblem::Resting(minutes))),
            Reserved::Try(found) => {
                let stored = found.as_ref().and_then(|(_, hash)| hash.clone());
                // The same work whether or not there is such a person, so that the time tells nothing.
                let right = verify(password.to_owned(), stored).await;
                let Some((person, Some(hash))) = found.filter(|_| right) else { return Ok(Err(SignInProblem::Wrong)) };
                // The work took its time: the password may have been changed or taken away meanwhile.
                Ok(self.start(person, Some(hash)).await?.ok_or(SignInProblem::Wrong))
            }
        }
    }

    /// Counts the attempt before the password is looked at: of many that come at once, only so many are tried. An
    /// address that nobody has is counted, rests and is answered like any other.
    async fn reserve(&self, email: &str) -> Result<Reserved, Stop> {
        let now = self.app.clock().now();
        let email = kernel::swedish::fold(email);
        let address = self.app.keys().attempt_index(&email);
        self.app
            .0
            .db
            .write(Scope::Global, context(self.app, None), move |mut tx| {
                let known: Option<AttemptRow> = tx.maybe(
                    global_sql!("SELECT attempts, rests_until FROM sign_in_attempt WHERE address_hash = $1"),
                    &[&address],
                )?;
                let person: Option<(Id<Person>, Option<String>)> = tx.maybe(
                    global_sql!("SELECT id, password_hash FROM person WHERE email = $1 AND ended_at IS NULL"),
                    &[&email],
                )?;
                let (attempts, rested) = known.map_or((0, None), |row| (row.attempts, row.rests_until));
                let (attempts, rests) = match rested {
                    Some(until) if until > now => (attempts, Some(until)),
                    Some(_) => (1, None),
                    None if attempts >= FAILURES => (attempts, Some(now.plus_seconds(REST_SECONDS))),
                    None => (attempts + 1, None),
                };
                tx.execute(
                    global_sql!(
                        "INSERT INTO sign_in_attempt (address_hash, attempts, rests_until, last_at) VALUES ($1, $2, $3, $4)
                         ON CONFLICT (address_hash) DO UPDATE
                         SET attempts = excluded.attempts, rests_until = excluded.rests_until, last_at = excluded.last_at"
                    ),
                    &[&address, &attempts, &rests, &now],
                )?;
                tx.execute(
                    global_sql!("DELETE FROM sign_in_attempt WHERE last_at < $1"),
                    &[&now.plus_seconds(-KEPT_SECONDS)],
                )?;
                match (rests, person) {
                    (Some(until), person) => {
                        let reserved = Reserved::Rests((until.seconds_since(now) + 59) / 60);
                        match person.filter(|_| rested.is_none()) {
                            Some((person, _)) => Ok::<_, Stop>(
                                tx.save(Event::about("account.rested", person, json!({})), reserved)?,
                            ),
                            None => Ok(tx.keep(Housekeeping::Session, reserved)),
                        }
                    }
                    (None, person) => Ok(tx.keep(Housekeeping::Session, Reserved::Try(person))),
                }
            })
            .await
    }

    /// Starts a session for the person; gives the cookie to set. With the hash that a password was held against: `None`
    /// when it is not the person's any more.
    pub(super) async fn start(&self, person: Id<Person>, verified: Option<String>) -> Result<Option<String>, Stop> {
        let new = NewSession::new(self.app, person);
        let (app, begun) = (self.app.clone(), new.clone());
        let started = self
            .app
            .0
            .db
            .write(Scope::Global, context(self.app, Some(person)), move |mut tx| {
                // An update, since it waits for whoever is changing the row and keeps others from it until this is done.
                if let Some(verified) = &verified
                    && tx.execute(
                        global_sql!(
                            "UPDATE person SET password_hash = $2
                             WHERE id = $1 AND password_hash = $2 AND ended_at IS NULL"
                        ),
                        &[&person, verified],
                    )? == 0
                {
                    return Ok(tx.keep(Housekeeping::Session, false));
                }
                begun.insert(&mut tx, &app)?;
                Ok::<_, Stop>(tx.save(begun.event(), true)?)
            })
            .await?;
        Ok(started.then(|| new.cookie(self.app)))
    }

    /// What the link leads to, while it can be used.
    pub async fn look_up_link(&self, token: &str) -> Result<Result<LinkView, LinkProblem>, Stop> {
        if !self.allow("link") {
            return Ok(Err(LinkProblem::TooMany));
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
                let found = found.map(|(id, person, name, email, tenant_name, kind, reusable)| LinkView {
                    id,
                    person,
                    name,
                    email,
                    tenant_name,
                    invites: kind == "invitation",
                    reusable,
                });
                Ok(found.ok_or(LinkProblem::Gone))
            })
            .await
    }

    /// Uses the link: sets the password when it invites, and signs in. Now, and not when the link is made, whoever else was
    /// signed in as the person is so no more, and no other link lets anybody in as them. `None` when somebody used it in between.
    pub async fn use_link(&self, link: &LinkView, password: Option<&str>) -> Result<Option<String>, Stop> {
        let hash = match password {
            Some(password) => Some(hash(password.to_owned()).await?),
            None => None,
        };
        let (id, person, reusable, now) = (link.id, link.person, link.reusable, self.app.clock().now());
        let new = NewSession::new(self.app, person);
        let (app, begun) = (self.app.clone(), new.clone());
        let used = self
            .app
            .0
            .db
            .write(Scope::Global, context(self.app, Some(person)), move |mut tx| {
                // Everything that changes how somebody gets in takes the person's row first.
                tx.execute(global_sql!("UPDATE person SET password_hash = password_hash WHERE id = $1"), &[&person])?;
                if !reusable {
                    let taken = tx.execute(
                        global_sql!("UPDATE link SET used_at = $2 WHERE id = $1 AND used_at IS NULL"),
                        &[&id, &now],
                    )?;
                    if taken == 0 {
                        return Ok(tx.keep(Housekeeping::Session, false));
                    }
                    tx.execute(
                        global_sql!(
                            "UPDATE session SET ended_at = $2, end_reason = $3 WHERE person_id = $1 AND ended_at IS NULL"
                        ),
                        &[&person, &now, &Ended::Link.slug()],
                    )?;
                    tx.execute(
                        global_sql!(
                            "UPDATE link SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL AND NOT reusable"
                        ),
                        &[&person, &now],
                    )?;
                }
                if let Some(hash) = &hash {
                    tx.execute(global_sql!("UPDATE person SET password_hash = $2 WHERE id = $1"), &[&person, hash])?;
                }
                // Together with the link's use: whoever uses another link after it ends this session too.
                begun.insert(&mut tx, &app)?;
                let used = Event::about("link.used", person, json!({"link": id}));
                Ok::<_, Stop>(tx.save_all(&[used, begun.event()], true)?)
            })
            .await?;
        Ok(used.then(|| new.cookie(self.app)))
    }
}

/// A session that is to begin.
#[derive(Debug, Clone)]
struct NewSession {
    id: Id<Session>,
    person: Id<Person>,
    token: String,
}

impl NewSession {
    fn new(app: &App, person: Id<Person>) -> Self {
        Self { id: Id::random(&**app.chance()), person, token: new_token(&**app.chance()) }
    }
    /// Writes its row; the person's address begins anew.
    fn insert(&self, tx: &mut WriteTx<'_>, app: &App) -> Result<(), StoreError> {
        forget_attempts(tx, app, self.person)?;
        let now = tx.context().now;
        tx.execute(
            global_sql!(
                "INSERT INTO session (id, token_hash, person_id, created_at, seen_at, expires_at)
                 VALUES ($1, $2, $3, $4, $4, $5)"
            ),
            &[&self.id, &token_hash(&self.token), &self.person, &now, &now.plus_seconds(ABSOLUTE_SECONDS)],
        )
        .map(|_| ())
    }
    fn event(&self) -> Event {
        Event::about("session.started", self.person, json!({"session": self.id}))
    }
    fn cookie(&self, app: &App) -> String {
        cookie(app.settings(), &self.token, ABSOLUTE_SECONDS)
    }
}

/// Somebody is in: their address begins anew.
fn forget_attempts(tx: &mut WriteTx<'_>, app: &App, person: Id<Person>) -> Result<(), StoreError> {
    let (email,): (String,) = tx.one(global_sql!("SELECT email FROM person WHERE id = $1"), &[&person])?;
    let address = app.keys().attempt_index(&email);
    tx.execute(global_sql!("DELETE FROM sign_in_attempt WHERE address_hash = $1"), &[&address])?;
    Ok(())
}
