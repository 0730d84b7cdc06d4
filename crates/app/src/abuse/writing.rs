//! Opening an investigation and adding to it.

use ::store::{Event, StoreError, WriteTx, sql};
use domain::abuse::{
    Action, Entry, Finding, Investigation as Stands, Milestone, Nature, Opened, Refusal, Seen, Step, rule_on, why_not,
};
use domain::cases::{About, Party};
use kernel::id::kind::{CaseFile, Investigation, Organisation, Person, Unit};
use kernel::{Day, Id};
use platform::access::Tools;
use serde_json::json;

use super::model::{Dossier, Said};
use super::store::{board, find, place, row_name, rules};
use super::sv;
use crate::cases::choose_handler;

/// What is told of, to be opened as an investigation.
#[derive(Debug, Clone)]
pub struct NewInvestigation<'w> {
    /// Its identifier: given with the form, so that sending that twice is the same as once.
    pub id: Id<Investigation>,
    /// The provider.
    pub organisation: Id<Organisation>,
    /// The unit.
    pub unit: Id<Unit>,
    /// The complaint that it comes out of.
    pub case: Option<Id<CaseFile>>,
    /// What it is.
    pub opened: Opened,
    /// On whose behalf it is told.
    pub by: Party,
    /// What was seen or heard, and whom it names.
    pub said: &'w Said,
    /// Who tells, for who has an account.
    pub person: Option<Id<Person>>,
}

/// Opens an investigation. In the same step the authority is told, the contact rektor is alerted and the notification to the
/// board is drafted; the latter two wait where it is about somebody at the authority, until it is said who handles it. The caller
/// ends the transaction; the chain is told that it came and for which unit, never a word of it.
pub fn open(tx: &mut WriteTx<'_>, tools: &Tools, new: &NewInvestigation<'_>) -> Result<Dossier, StoreError> {
    let day = tx.context().now.day();
    let opened = Entry { day, by: new.by, step: Step::Opened(new.opened) };
    let stands = Stands::replay([&opened]).map_err(|broken| StoreError::Damaged(broken.to_string()))?;
    let number = next_number(tx, new.opened.about)?;
    tx.execute(
        sql!(
            "INSERT INTO investigation (tenant_id, id, number, organisation_id, unit_id, case_id, about, source, state, learnt,
                                        entries)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)"
        ),
        &[
            &new.id,
            &number,
            &new.organisation,
            &new.unit,
            &new.case,
            &stands.about.slug(),
            &stands.source.slug(),
            &stands.state.slug(),
            &stands.learnt(),
        ],
    )?;
    put(tx, tools, (new.id, 0), &opened, (new.said, new.person))?;
    let told = Entry { day, by: new.by, step: Step::AuthorityTold };
    put(tx, tools, (new.id, 1), &told, (&Said::default(), new.person))?;
    if new.opened.about != About::Officer {
        alert(tx, tools, new.id)?;
    }
    let dossier = restated(tx, new.id)?;
    let facts =
        json!({ "number": number, "unit": new.unit, "source": stands.source.slug(), "about": stands.about.slug() });
    tx.tell(Event::about("abuse.opened", new.id, facts));
    Ok(dossier)
}

/// What is about somebody at the authority is numbered in a series of its own, from here on: a gap in the other would tell
/// those it is about that it is there.
const OFFICERS: i64 = 900_000;

fn next_number(tx: &mut WriteTx<'_>, about: About) -> Result<i64, StoreError> {
    let (from, to) = if about == About::Officer { (OFFICERS, i64::MAX) } else { (0, OFFICERS) };
    let newest: Option<(Option<i64>,)> = tx.maybe(
        sql!("SELECT max(number) FROM investigation WHERE tenant_id = $1 AND number > $2 AND number <= $3"),
        &[&from, &to],
    )?;
    Ok(newest.and_then(|(number,)| number).unwrap_or(from) + 1)
}

/// The contact rektor is alerted, with the notification to the board drafted. What is drafted is kept as it was then.
fn alert(tx: &mut WriteTx<'_>, tools: &Tools, id: Id<Investigation>) -> Result<(), StoreError> {
    let dossier = found(tx, id)?;
    let day = tx.context().now.day();
    let law = rule_on(&rules(tx, day)?, dossier.stands.learnt()).map(|rule| rule.law.as_sv().to_owned());
    let draft = sv::notification(&board(tx)?, &dossier.filed, &dossier.stands, law.as_deref());
    let entry = Entry { day, by: Party::Authority, step: Step::ContactRektorTold };
    let number = i64::try_from(dossier.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, (id, number), &entry, (&Said { text: draft, who: String::new() }, None))
}

fn found(tx: &mut WriteTx<'_>, id: Id<Investigation>) -> Result<Dossier, StoreError> {
    find(tx, id)?.ok_or_else(|| StoreError::Damaged(format!("investigation {id} is not there")))
}

/// Writes one line.
fn put(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (id, number): (Id<Investigation>, i64),
    entry: &Entry,
    (said, person): (&Said, Option<Id<Person>>),
) -> Result<(), StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let content = serde_json::to_string(&entry.step).map_err(damaged)?;
    let words = serde_json::to_string(said).map_err(damaged)?;
    let row = row_name(id, number);
    let keys = tools.keys(tx)?;
    let sealed = (!said.is_empty()).then(|| keys.seal(place(&row), words.as_bytes())).transpose()?;
    tx.execute(
        sql!(
            "INSERT INTO investigation_entry (tenant_id, investigation_id, number, day, party, content, person_id, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&id, &number, &entry.day, &entry.by.slug(), &content, &person, &sealed],
    )
    .map(|_| ())
}

/// What is added to an investigation.
#[derive(Debug, Clone)]
pub struct Add<'w> {
    /// How whoever adds takes part.
    pub seen: Seen,
    /// What they do.
    pub action: Action,
    /// The day that it happened.
    pub day: Day,
    /// What it comes to.
    pub step: Step,
    /// Words that belong to it.
    pub said: &'w Said,
    /// Who it is.
    pub person: Id<Person>,
    /// Who is to handle it.
    pub chosen: Option<Id<Person>>,
}

/// Adds to the investigation what the rules allow now, asked once more in this transaction: of two who begin it at once
/// the second hears that it has begun. The caller ends the transaction.
///
/// # Errors
/// The inner one says why the rules refuse it.
pub fn add(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    id: Id<Investigation>,
    add: &Add<'_>,
) -> Result<Option<Result<Dossier, Refusal>>, StoreError> {
    let Some(dossier) = find(tx, id)? else { return Ok(None) };
    if let Some(refusal) = why_not(&dossier.stands, &add.seen, add.action) {
        return Ok(Some(Err(refusal)));
    }
    let Some(by) = add.seen.party() else { return Ok(Some(Err(Refusal::NotYourRole))) };
    if let Step::Done { number } = add.step
        && !dossier.stands.measures.iter().any(|measure| measure.number == number && measure.done.is_none())
    {
        return Ok(Some(Err(Refusal::Already)));
    }
    if let Step::LearntCorrected { from, to } = add.step
        && (from != dossier.stands.learnt() || to > dossier.stands.learnt_at_latest())
    {
        return Ok(Some(Err(Refusal::Already)));
    }
    let entry = Entry { day: add.day, by, step: add.step.clone() };
    let number = i64::try_from(dossier.lines.len()).unwrap_or(i64::MAX);
    put(tx, tools, (id, number), &entry, (add.said, Some(add.person)))?;
    if let Some(chosen) = add.chosen {
        choose_handler(tx, id, chosen)?;
        if dossier.stands.day(Milestone::ContactRektorTold).is_none() {
            alert(tx, tools, id)?;
        }
    }
    let after = restated(tx, id)?;
    let facts = json!({ "action": add.action, "entry": number, "state": after.stands.state.slug() });
    tx.tell(Event::about("abuse.added", id, facts));
    Ok(Some(Ok(after)))
}

/// Writes to the row what the replayed timeline says, and gives the whole.
fn restated(tx: &mut WriteTx<'_>, id: Id<Investigation>) -> Result<Dossier, StoreError> {
    let dossier = found(tx, id)?;
    let (stands, today) = (&dossier.stands, tx.context().now.day());
    let rules = rules(tx, today)?;
    let next = rule_on(&rules, stands.learnt()).and_then(|rule| stands.due(rule).first().copied());
    let entries = i64::try_from(dossier.lines.len()).unwrap_or(i64::MAX);
    tx.execute(
        sql!(
            "UPDATE investigation SET state = $3, nature = $4, finding = $5, next_what = $6, next_day = $7, case_number = $8,
                                      entries = $9, learnt = $10
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[
            &id,
            &stands.state.slug(),
            &stands.nature.map(Nature::slug),
            &stands.finding.map(Finding::slug),
            &next.map(|next| next.what.slug()),
            &next.map(|next| next.day),
            &stands.case_number,
            &entries,
            &stands.learnt(),
        ],
    )?;
    Ok(dossier)
}
