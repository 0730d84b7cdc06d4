//! Every morning at seven in Stockholm: what is due to whom, over all authorities, one letter for each person.
//!
//! The work of a day may be done twice or too late: each letter is the only one of its person and day, what it says is
//! kept in the same transaction, and what was missed is told as it stands now. A machine that comes back in the night waits
//! for the morning.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Housekeeping, ReadTx, Scope, StoreError, WriteContext, WriteTx};
use kernel::id::kind::{Person, Tenant};
use kernel::{Chance, Day, Id, Instant};
use platform::App;
use platform::access::Tools;
use platform::jobs::{JobEnd, Kind, Lane, NewJob, enqueue};
use serde_json::{Value as Json, json};

use super::gather::{self, Line};
use super::letter::{self, By};
use super::store::{self, Authority};
use crate::case_watch;

/// The kinds of work of this feature.
pub const JOBS: &[Kind] = &[
    Kind { name: DAILY, lane: Lane::Post, run: run_daily, given_up: Some(plan_again) },
    Kind { name: TELL, lane: Lane::Quick, run: run_tell, given_up: None },
];
const DAILY: &str = "reminders.daily";
const TELL: &str = "reminders.tell";

/// When they go, by the clock on the wall.
const HOUR: i8 = 7;

type Run = Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

/// The next time after the instant that it is seven.
fn next_morning(after: Instant) -> Instant {
    let today = after.day();
    let at = today.at(HOUR);
    if at > after { at } else { today.plus_days(1).at(HOUR) }
}

/// Plans a morning. Planned twice for the same one is planned once.
fn plan(tx: &mut WriteTx<'_>, chance: &dyn Chance, run_at: Instant, again: bool) -> Result<bool, StoreError> {
    // A morning that is put off while its own job runs cannot have that job's key, which is taken until it ends.
    let once = Some(format!("{DAILY}:{}{}", run_at.day(), if again { ":again" } else { "" }));
    enqueue(tx, chance, &NewJob { kind: DAILY, tenant: None, payload: Json::Null, once, run_at })
}

/// Plans the next morning, where nobody has: an installation that is started goes on reminding.
pub fn resume(app: &App) -> Result<bool, StoreError> {
    let chance = app.chance().clone();
    app.db().write_blocking(Scope::Global, context(app), move |mut tx| {
        let next = next_morning(tx.context().now);
        let planned = plan(&mut tx, &*chance, next, false)?;
        Ok(tx.keep(Housekeeping::Job, planned))
    })
}

async fn plan_next(app: &App, at: Instant, again: bool) -> Result<(), StoreError> {
    let chance = app.chance().clone();
    app.db()
        .write(Scope::Global, context(app), move |mut tx| {
            plan(&mut tx, &*chance, at, again)?;
            Ok(tx.keep(Housekeeping::Job, ()))
        })
        .await
}

fn run_daily(app: App, _tenant: Option<Id<Tenant>>, _payload: Json) -> Run {
    Box::pin(async move {
        let now = app.clock().now();
        let morning = now.day().at(HOUR);
        plan_next(&app, now.day().plus_days(1).at(HOUR), false).await?;
        if now < morning {
            // Late from yesterday: nobody is written to in the night.
            return Ok(plan_next(&app, morning, true).await?);
        }
        case_watch::forget(&app, now.day()).await?;
        if app.settings().mail.is_none() {
            // A reminder that waits for a server says what is no longer so.
            return Ok(());
        }
        send(&app, now.day()).await?;
        case_watch::send(&app, now.day()).await?;
        Ok(())
    })
}

/// A morning that came to nothing is not the last.
fn plan_again(app: App, _tenant: Option<Id<Tenant>>, _payload: Json) -> Run {
    Box::pin(async move { Ok(plan_next(&app, next_morning(app.clock().now()), false).await?) })
}

/// How many of those who work for several authorities are told at a time.
const PEOPLE: usize = 100;

/// What came of a morning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Morning {
    /// How many letters were queued.
    pub(super) letters: usize,
    /// What was held in memory at most at a time: the lines of so many people.
    pub(super) most_people: usize,
}

/// Queues what is due to everybody on the day; gives how many letters.
pub async fn send(app: &App, today: Day) -> Result<usize, StoreError> {
    let morning = tell_everybody(app, today, PEOPLE).await?;
    tracing::info!(letters = morning.letters, most_people = morning.most_people, "the morning's reminders are queued");
    Ok(morning.letters)
}

/// One authority after the other, whose lines are forgotten before the next one's are drawn up. Those who work for several
/// are told after that, a page of people at a time, for which only their authorities are drawn up anew: so no more is held
/// than one authority's lines and those of a page of people, however many authorities there are.
pub(super) async fn tell_everybody(app: &App, today: Day, page: usize) -> Result<Morning, StoreError> {
    let mut morning = Morning::default();
    for authority in app.db().read::<_, StoreError>(Scope::Global, store::authorities).await? {
        let mut lines = drawn_up(app, &authority, today).await?;
        let elsewhere = app.db().read::<_, StoreError>(Scope::Tenant(authority.id), store::of_others_too).await?;
        lines.retain(|person, _| !elsewhere.contains(person));
        tell_all(app, today, lines, &mut morning).await?;
    }
    let mut after: store::After = None;
    loop {
        let from = after.clone();
        let (people, authorities) = app
            .db()
            .read::<_, StoreError>(Scope::Global, move |tx| {
                let people = store::of_several(tx, &from, page)?;
                let mut authorities = BTreeMap::new();
                for (_, person) in &people {
                    let of = store::authorities_of(tx, *person)?;
                    authorities.extend(of.into_iter().map(|one| (one.id, one)));
                }
                Ok((people, authorities))
            })
            .await?;
        let Some(last) = people.last().cloned() else { return Ok(morning) };
        let wanted: BTreeSet<Id<Person>> = people.into_iter().map(|(_, person)| person).collect();
        let mut all: Lines = BTreeMap::new();
        for authority in authorities.into_values() {
            let lines = drawn_up(app, &authority, today).await?;
            for (person, lines) in lines.into_iter().filter(|(person, _)| wanted.contains(person)) {
                all.entry(person).or_default().extend(lines);
            }
        }
        tell_all(app, today, all, &mut morning).await?;
        after = Some(last);
    }
}

/// What each person is told.
type Lines = BTreeMap<Id<Person>, Vec<Line>>;

/// What each person is told of the authority. One whose year cannot be read takes nobody else's letters with it.
async fn drawn_up(app: &App, authority: &Authority, today: Day) -> Result<Lines, StoreError> {
    let (tools, of) = (Tools::of(app), authority.clone());
    let lines = app
        .db()
        .read::<_, StoreError>(Scope::Tenant(authority.id), move |tx| {
            let weekly = store::weekly(tx)?;
            let mut all: Lines = BTreeMap::new();
            for round in gather::rounds(tx, &tools, today)? {
                for (person, lines) in gather::lines(&of, &round, &weekly, today) {
                    all.entry(person).or_default().extend(lines);
                }
            }
            Ok(all)
        })
        .await;
    match lines {
        Err(StoreError::Damaged(why)) => {
            tracing::error!(why, "an authority's reminders could not be drawn up");
            Ok(Lines::new())
        }
        lines => lines,
    }
}

async fn tell_all(app: &App, today: Day, all: Lines, morning: &mut Morning) -> Result<(), StoreError> {
    morning.most_people = morning.most_people.max(all.len());
    for (person, lines) in all {
        morning.letters += usize::from(tell(app, person, today, lines).await?);
    }
    Ok(())
}

fn tenants(lines: &[Line]) -> Vec<Id<Tenant>> {
    let mut tenants: Vec<Id<Tenant>> = lines.iter().map(|line| line.authority.id).collect();
    tenants.sort();
    tenants.dedup();
    tenants
}

/// Queues one person's letter; gives whether there was one to queue: something to tell, and none that day before.
async fn tell(app: &App, person: Id<Person>, today: Day, mut lines: Vec<Line>) -> Result<bool, StoreError> {
    // Others' letters have been written since the lines were drawn up, and something may have come in meanwhile.
    for tenant in tenants(&lines) {
        let tools = Tools::of(app);
        let still = move |tx: &mut ReadTx<'_>| gather::still(tx, &tools, person, lines, today);
        lines = app.db().read::<_, StoreError>(Scope::Tenant(tenant), still).await?;
    }
    if lines.is_empty() {
        return Ok(false);
    }
    let tenants = tenants(&lines);
    let scope = match tenants.as_slice() {
        [only] => Scope::Tenant(*only),
        _ => Scope::Global,
    };
    let tools = Tools::of(app);
    app.db()
        .write(scope, context(app), move |mut tx| {
            let Some(letter) = letter::queue(&mut tx, &tools, person, today, &lines, By::Morning)? else {
                return Ok(tx.keep(Housekeeping::Job, false));
            };
            let facts = json!({ "person": person, "letter": letter, "items": lines.len() });
            if let Scope::Global = scope {
                // Each authority's chain tells its part, once this is durable.
                for tenant in &tenants {
                    let once = Some(format!("{TELL}:{tenant}:{letter}"));
                    let job = NewJob {
                        kind: TELL,
                        tenant: Some(*tenant),
                        payload: Json::Null,
                        once,
                        run_at: tx.context().now,
                    };
                    enqueue(&mut tx, tools.chance(), &job)?;
                }
            }
            tx.save(Event::about("reminder.queued", person, facts), true)
        })
        .await
}

fn run_tell(app: App, tenant: Option<Id<Tenant>>, _payload: Json) -> Run {
    Box::pin(async move {
        let tenant = tenant.ok_or_else(|| JobEnd::GiveUp("no tenant".to_owned()))?;
        app.db()
            .write::<_, StoreError>(Scope::Tenant(tenant), context(&app), move |mut tx| {
                let (people, items) = store::tell(&mut tx)?;
                if items == 0 {
                    return Ok(tx.keep(Housekeeping::Job, ()));
                }
                let facts = json!({ "people": people, "items": items });
                tx.save(Event::about("reminder.told-elsewhere", tenant, facts), ())
            })
            .await?;
        Ok(())
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn it_is_seven_on_the_wall_also_when_the_clock_has_been_changed_in_the_night() {
        let next = |text: &str| next_morning(text.parse().unwrap()).to_string();
        assert_eq!(next("2024-03-15T09:00:00Z"), "2024-03-16T06:00:00Z");
        assert_eq!(next("2024-03-15T05:59:59Z"), "2024-03-15T06:00:00Z");
        assert_eq!(next("2024-03-15T06:00:00Z"), "2024-03-16T06:00:00Z");
        // Summer time began at two in the night of 31 March 2024 and ended at three in that of 27 October.
        assert_eq!(next("2024-03-30T07:00:00Z"), "2024-03-31T05:00:00Z");
        assert_eq!(next("2024-10-26T06:00:00Z"), "2024-10-27T06:00:00Z");
        assert_eq!(next("2024-10-27T00:30:00Z"), "2024-10-27T06:00:00Z");
    }
}
