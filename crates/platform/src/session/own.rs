//! What somebody does with their own account: sessions, whom they act for, the password.

use kernel::id::kind::Session;
use kernel::{Id, Instant};
use serde_json::json;
use store::{Event, Housekeeping, Scope, WriteContext, global_sql, row};

use super::cookies::cookie;
use super::passwords::{hash, verify};
use super::{Ended, IDLE_SECONDS, context, touch};
use crate::account::{Account, Acting};
use crate::app::App;
use crate::reply::Stop;

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
    pub(super) app: &'a App,
    pub(super) account: &'a Account,
}

impl<'a> Own<'a> {
    pub(crate) fn new(app: &'a App, account: &'a Account) -> Self {
        Self { app, account }
    }

    pub(super) fn context(&self) -> WriteContext {
        context(self.app, Some(self.account.person))
    }

    /// Ends this session; gives the cookie that clears the browser's.
    pub async fn sign_out(&self) -> Result<String, Stop> {
        self.end(vec![self.account.session], None).await?;
        Ok(cookie(self.app.settings(), "", 0))
    }

    async fn end(&self, sessions: Vec<Id<Session>>, why: Option<Ended>) -> Result<(), Stop> {
        let why = why.map(Ended::slug);
        let (person, now) = (self.account.person, self.app.clock().now());
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                for session in &sessions {
                    tx.execute(
                        global_sql!(
                            "UPDATE session SET ended_at = $3, end_reason = $4
                             WHERE id = $1 AND person_id = $2 AND ended_at IS NULL"
                        ),
                        &[session, &person, &now, &why],
                    )?;
                }
                Ok(tx.save(Event::about("session.ended", person, json!({"sessions": sessions.clone()})), ())?)
            })
            .await
    }

    /// The person's live sessions, the newest first.
    pub async fn sessions(&self) -> Result<Vec<OwnSession>, Stop> {
        let (person, now) = (self.account.person, self.app.clock().now());
        let used_after = now.plus_seconds(-i64::from(IDLE_SECONDS));
        self.app
            .0
            .db
            .read(Scope::Global, move |tx| {
                Ok(tx.all(
                    global_sql!(
                        "SELECT id, created_at, seen_at FROM session
                         WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3
                         ORDER BY created_at DESC, id"
                    ),
                    &[&person, &now, &used_after],
                )?)
            })
            .await
    }

    /// Ends every other session.
    pub async fn end_others(&self) -> Result<usize, Stop> {
        let others: Vec<_> =
            self.sessions().await?.iter().map(|session| session.id).filter(|id| *id != self.account.session).collect();
        let count = others.len();
        self.end(others, Some(Ended::Elsewhere)).await?;
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
        let held = stored.and_then(|(hash,)| hash);
        if held.is_some() && !verify(present.to_owned(), held.clone()).await {
            return Ok(false);
        }
        let (hash, session, now) = (hash(new.to_owned()).await?, self.account.session, self.app.clock().now());
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                // What was looked at is still so: nobody has changed the password meanwhile, or taken it away and with it
                // this session.
                let changed = tx.execute(
                    global_sql!(
                        "UPDATE person SET password_hash = $2
                         WHERE id = $1 AND COALESCE(password_hash, '') = $3
                           AND EXISTS (SELECT 1 FROM session s WHERE s.id = $4 AND s.ended_at IS NULL)"
                    ),
                    &[&person, &hash, &held.as_deref().unwrap_or_default(), &session],
                )?;
                if changed == 0 {
                    return Ok(tx.keep(Housekeeping::Session, false));
                }
                tx.execute(
                    global_sql!(
                        "UPDATE session SET ended_at = $3, end_reason = $4
                         WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL"
                    ),
                    &[&person, &session, &now, &Ended::Password.slug()],
                )?;
                Ok::<_, Stop>(tx.save(Event::about("account.password-changed", person, json!({})), true)?)
            })
            .await
    }
}
