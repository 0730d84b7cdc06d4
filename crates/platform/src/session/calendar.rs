//! The secret address at which a calendar program fetches a person's last days. As with links only a hash is kept: the
//! address is shown when it is made, and whoever has lost it makes another.

use kernel::id::kind::{CalendarFeed, Tenant};
use kernel::{Id, Instant};
use serde_json::json;
use store::{Event, ReadTx, Scope, global_sql};

use super::{Own, new_token, token_hash};
use crate::account::{self, Seat};
use crate::app::App;
use crate::reply::Stop;

/// Who fetches a calendar: nobody signed in, known by the secret address alone. Sees what the person's seats let them see
/// today, and changes nothing.
#[derive(Debug)]
pub struct Subscription {
    app: App,
    seats: Vec<Seat>,
}

impl Subscription {
    /// The seats that the person holds today.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }
    /// The present instant.
    pub fn now(&self) -> Instant {
        self.app.clock().now()
    }
    /// The installation's own address.
    pub fn base_url(&self) -> &str {
        &self.app.settings().base_url
    }
    /// Reads one of the tenants in which the person has a seat.
    ///
    /// # Errors
    /// [`Stop::NotFound`] for any other.
    pub async fn read_in<T: Send + 'static>(
        &self,
        tenant: Id<Tenant>,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        if !self.seats.iter().any(|seat| seat.tenant == tenant) {
            return Err(Stop::NotFound);
        }
        self.app.0.db.read(Scope::Tenant(tenant), work).await
    }
}

/// Whose address it is. `None` when it has been taken back, never was, or the person's account has ended.
pub(crate) async fn subscription(app: &App, token: &str) -> Result<Option<Subscription>, Stop> {
    let (hash, today) = (token_hash(token), app.clock().now().day());
    let seats = app
        .0
        .db
        .read::<_, Stop>(Scope::Global, move |tx| {
            let found = tx.maybe(
                global_sql!(
                    "SELECT p.id FROM calendar_feed f JOIN person p ON p.id = f.person_id
                     WHERE f.token_hash = $1 AND f.ended_at IS NULL AND p.ended_at IS NULL"
                ),
                &[&hash],
            )?;
            let Some((person,)) = found else { return Ok(None) };
            Ok(Some(account::seats_of(tx, person, today)?.0))
        })
        .await?;
    Ok(seats.map(|seats| Subscription { app: app.clone(), seats }))
}

impl Own<'_> {
    /// Since when the person has an address that stands.
    pub async fn calendar_since(&self) -> Result<Option<Instant>, Stop> {
        let person = self.account.person;
        self.app
            .0
            .db
            .read(Scope::Global, move |tx| {
                let found: Option<(Instant,)> = tx.maybe(
                    global_sql!("SELECT created_at FROM calendar_feed WHERE person_id = $1 AND ended_at IS NULL"),
                    &[&person],
                )?;
                Ok(found.map(|(since,)| since))
            })
            .await
    }

    /// Makes an address, and takes the one before it back; gives its token, which nobody can be told again.
    pub async fn make_calendar(&self) -> Result<String, Stop> {
        let (person, now) = (self.account.person, self.app.clock().now());
        let token = new_token(&**self.app.chance());
        let (hash, id) = (token_hash(&token), Id::<CalendarFeed>::random(&**self.app.chance()));
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                tx.execute(
                    global_sql!("UPDATE calendar_feed SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL"),
                    &[&person, &now],
                )?;
                tx.execute(
                    global_sql!(
                        "INSERT INTO calendar_feed (id, token_hash, person_id, created_at) VALUES ($1, $2, $3, $4)"
                    ),
                    &[&id, &hash, &person, &now],
                )?;
                Ok::<_, Stop>(tx.save(Event::about("account.calendar-made", person, json!({})), ())?)
            })
            .await?;
        Ok(token)
    }

    /// Takes the address back: `false` when there was none.
    pub async fn end_calendar(&self) -> Result<bool, Stop> {
        let (person, now) = (self.account.person, self.app.clock().now());
        self.app
            .0
            .db
            .write(Scope::Global, self.context(), move |mut tx| {
                let ended = tx.execute(
                    global_sql!("UPDATE calendar_feed SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL"),
                    &[&person, &now],
                )?;
                Ok::<_, Stop>(
                    tx.save(Event::about("account.calendar-ended", person, json!({"ended": ended})), ended > 0)?,
                )
            })
            .await
    }
}
