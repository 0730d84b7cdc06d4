//! The letters of a morning, and the addresses that are not needed any more.

use ::store::{Actor, ActorKind, Event, Housekeeping, Scope, StoreError, WriteContext, WriteTx};
use domain::cases::Rung;
use kernel::id::kind::{Letter, Person, Tenant};
use kernel::{Day, Id};
use platform::App;
use platform::access::Tools;
use serde_json::json;

use super::gather::{self, Line};
use super::store::{self, Told};
use super::sv;
use crate::mail::{self, LetterKind, NewLetter, Recipient};

/// Where the letter leads: the page after signing in, which does not say what it is about in its address.
const PAGE: &str = "/start";

fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

async fn authorities(app: &App) -> Result<Vec<Id<Tenant>>, StoreError> {
    let all = app.db().read::<_, StoreError>(Scope::Global, store::authorities).await?;
    Ok(all.into_iter().map(|(tenant,)| tenant).collect())
}

/// Queues what is to be told on the day, one letter for each person and authority; gives how many. An authority whose year
/// cannot be read takes nobody else's letters with it.
pub async fn send(app: &App, today: Day) -> Result<usize, StoreError> {
    let mut letters = 0;
    for tenant in authorities(app).await? {
        let tools = Tools::of(app);
        let queued = app
            .db()
            .write(Scope::Tenant(tenant), context(app), move |mut tx| {
                let lines = gather::lines(&mut tx, today)?;
                let mut letters = 0;
                for (person, lines) in &lines {
                    letters += usize::from(tell(&mut tx, &tools, (tenant, *person, today), lines)?);
                }
                if letters == 0 {
                    return Ok(tx.keep(Housekeeping::Job, 0));
                }
                tx.save_all(&[], letters)
            })
            .await;
        match queued {
            Ok(queued) => letters += queued,
            Err(StoreError::Damaged(why)) => {
                tracing::error!(why, "an authority's letters about cases could not be drawn up");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(letters)
}

fn tell(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (tenant, person, today): (Id<Tenant>, Id<Person>, Day),
    lines: &[Line],
) -> Result<bool, StoreError> {
    let letter = NewLetter {
        to: Recipient::Person(person),
        kind: LetterKind::ToRead,
        subject: sv::LETTER_SUBJECT.to_owned(),
        paragraphs: paragraphs(lines),
        link: Some((sv::LETTER_LINK.to_owned(), PAGE.to_owned())),
        in_reply_to: None,
        once: Some(format!("case-watch:{tenant}:{person}:{today}")),
    };
    let (letter, is_new): (Id<Letter>, bool) = mail::queue_as(tx, tools, &letter, None)?;
    if !is_new {
        return Ok(false);
    }
    for line in lines {
        let told = Told { matter: line.matter, person, day: today, due: line.due };
        store::keep(tx, &told, (line.chase.rung, letter))?;
    }
    tx.tell(Event::about("case.watched", person, json!({ "cases": lines.len(), "letter": letter })));
    Ok(true)
}

/// What the letter says: how many and by when. No number of a case, no school and not a word of any.
fn paragraphs(lines: &[Line]) -> Vec<String> {
    let of = |chosen: &dyn Fn(&&Line) -> bool| {
        let days: Vec<Day> = lines.iter().filter(chosen).map(|line| line.due).collect();
        Some(days.len()).zip(days.iter().min().copied())
    };
    let own: Vec<String> = [Rung::After, Rung::Before, Rung::New]
        .into_iter()
        .filter_map(|rung| {
            let (count, first) = of(&|line| !line.escalated && line.chase.rung == rung)?;
            Some(sv::line(rung, count, first))
        })
        .collect();
    let mut parts = vec![sv::LETTER[0].to_owned()];
    if !own.is_empty() {
        parts.push(own.join("\n"));
    }
    parts.extend(of(&|line| line.escalated).map(|(count, first)| sv::escalated(count, first)));
    parts.push(sv::LETTER[1].to_owned());
    parts
}

/// Deletes the addresses for notices of cases that have been closed for as long as the authority's year says.
pub async fn forget(app: &App, today: Day) -> Result<u64, StoreError> {
    let mut gone = 0;
    for tenant in authorities(app).await? {
        let done = app
            .db()
            .write(Scope::Tenant(tenant), context(app), move |mut tx| {
                let days = i32::try_from(gather::rules(&mut tx, today)?.forget_address).unwrap_or(i32::MAX);
                let gone = mail::forget_notices(&mut tx, today.plus_days(-days))?;
                Ok(tx.keep(Housekeeping::Job, gone))
            })
            .await;
        match done {
            Ok(number) => gone += number,
            Err(StoreError::Damaged(why)) => tracing::error!(why, "an authority's old addresses could not be deleted"),
            Err(error) => return Err(error),
        }
    }
    Ok(gone)
}
