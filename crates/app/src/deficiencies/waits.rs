//! What waits, told on start pages and in letters.

use ::store::{ReadTx, StoreError};
use domain::deficiencies::{Awaits, Party, StateName, awaits};
use kernel::id::kind::{Deficiency, Organisation, Person, Unit};
use kernel::{Day, Id, Right};
use maud::Markup;
use platform::Seat;
use platform::access::{Cx, Permission};

use super::store::{self, Bare};
use super::{ONE, PAGE, look, view_list};
use crate::mail;

/// A deficiency with a day by which somebody is to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub id: Id<Deficiency>,
    /// At which provider.
    pub organisation: Id<Organisation>,
    /// At which unit alone.
    pub unit: Option<Id<Unit>>,
    /// Who.
    pub by: Party,
    /// The day.
    pub day: Day,
}

/// Everything that has a day, whether it has passed or not: whoever reminds of it asks again until it is done.
///
/// # Errors
/// When the database cannot be read.
pub fn due(tx: &mut ReadTx<'_>, today: Day) -> Result<Vec<Due>, StoreError> {
    let one = |of: Bare| {
        let waits = awaits(&of.stands, today);
        let (by, day) = (waits.party()?, waits.day()?);
        Some(Due { id: of.id, organisation: of.organisation, unit: of.unit, by, day })
    };
    Ok(store::bare(tx)?.into_iter().filter_map(one).collect())
}

/// What of the deficiencies waits for a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waits {
    /// How many.
    pub count: usize,
    /// How many of those are late.
    pub late: usize,
    /// The first day by which something is to be done; it may have passed.
    pub first: Option<Day>,
}

/// How many of the deficiencies wait for the side, how many of those are late, and the first day of theirs.
fn counts(all: &[Bare], party: Party, today: Day) -> Waits {
    let waits: Vec<Awaits> =
        all.iter().map(|of| awaits(&of.stands, today)).filter(|waits| waits.party() == Some(party)).collect();
    Waits {
        count: waits.len(),
        late: waits.iter().filter(|waits| waits.is_late(today)).count(),
        first: waits.iter().filter_map(|one| one.day()).min(),
    }
}

/// What waits at the authority, as a line of its start page; nothing where nothing does.
///
/// # Errors
/// When the database cannot be read.
pub fn at_authority(tx: &mut ReadTx<'_>, today: Day, link: &str) -> Result<Markup, StoreError> {
    let all = store::bare(tx)?;
    let open = all.iter().filter(|of| !matches!(of.stands.state, StateName::Closed | StateName::Withdrawn)).count();
    let late = all.iter().filter(|of| awaits(&of.stands, today).is_late(today)).count();
    let waits = counts(&all, Party::Authority, today);
    Ok(view_list::waits_at_authority(&format!("{link}{PAGE}"), (open, late), waits))
}

/// What waits at the provider of the seats, named by its authority where there are several, as a section of its start page; nothing where it has never been told of any.
///
/// # Errors
/// When the database cannot be read.
pub fn at_provider(
    tx: &mut ReadTx<'_>,
    (provider, (person, seats)): (Id<Organisation>, (Id<Person>, &[Seat])),
    today: Day,
    (link, authority): (&str, Option<&str>),
) -> Result<Markup, StoreError> {
    let covers = |unit: Id<Unit>| seats.iter().any(|seat| seat.unit.is_none_or(|own| own == unit));
    let all: Vec<Bare> = store::bare(tx)?
        .into_iter()
        .filter(|of| of.organisation == provider && of.stands.told && of.unit.is_none_or(covers))
        .collect();
    // What others of the provider answer for does not wait for whoever looks.
    let reach = mail::reachable(tx, today)?;
    let for_all = look::answerers(tx, &reach, (provider, None), today)?;
    let is_of_all = seats.iter().any(|seat| seat.unit.is_none()) || for_all.is_empty() || for_all.contains(&person);
    let own: Vec<Bare> = all.iter().filter(|of| of.unit.is_some() || is_of_all).cloned().collect();
    Ok(view_list::waits_at_provider((link, authority), &all, counts(&own, Party::Provider, today)))
}

/// The open deficiencies of a provider, without their words.
///
/// # Errors
/// When the database cannot be read.
pub fn open_at(tx: &mut ReadTx<'_>, provider: Id<Organisation>) -> Result<Vec<Bare>, StoreError> {
    let open =
        |of: &Bare| of.organisation == provider && !matches!(of.stands.state, StateName::Closed | StateName::Withdrawn);
    Ok(store::bare(tx)?.into_iter().filter(open).collect())
}

/// What is open at a provider, as a section of a page about it.
pub fn at_one<P: Permission>(cx: &Cx<P>, provider: Id<Organisation>, open: &[Bare], today: Day) -> Markup {
    let links = (cx.link(ONE), cx.link(&format!("{PAGE}?visa=alla&anordnare={provider}")));
    let new = cx.may(Right::KeepDeficiencies).then(|| cx.link(&format!("{PAGE}/ny?anordnare={provider}")));
    view_list::at_one((&links.0, &links.1, new.as_deref()), open, today)
}
