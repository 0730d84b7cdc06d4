//! What the cases of a unit say in its report: read when the report is looked at, laid beside what is typed, and part of
//! what is signed. Nothing of it is kept in the draft (decision 0031).

use ::store::{ReadTx, StoreError};
use domain::cases::{Hand, Seen, Sight, counted_in};
use domain::complaints::{FromCase, Told, counts_since, from_cases};
use domain::year::{ColumnOption, Item};
use forms::TableDef;
use kernel::id::kind::{CaseFile, Unit};
use kernel::{Id, Period, Right};
use platform::Seat;
use platform::access::Tools;

use super::asked::Asked;
use crate::assignments::{Assignment, Subject};
use crate::cases::{self, Dossier};
use crate::year::Published;

/// Lays the cases of the unit that count in the item's days beside what is typed, as they stand now. For a complaint
/// report of a unit; nothing happens of anything else.
pub fn follow_cases(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, published): (&Assignment, &Published),
    asked: &mut Asked,
    seats: &[Seat],
) -> Result<(), StoreError> {
    let year = &*published.year;
    let Asked::Complaints { tables, cases, .. } = asked else { return Ok(()) };
    let (Subject::Unit { id, .. }, Some(period)) =
        (&assignment.subject, year.item(&assignment.item).and_then(Item::covered))
    else {
        return Ok(());
    };
    *cases = of_unit(tx, tools, (*id, period), (&tables.complaints, &year.complaints.measures), seats)?;
    Ok(())
}

/// The rows of the unit's report that come from its cases, in the order in which they were received.
pub(super) fn of_unit(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (unit, period): (Id<Unit>, Period),
    (table, measures): (&TableDef, &[ColumnOption]),
    seats: &[Seat],
) -> Result<Vec<FromCase>, StoreError> {
    let dossiers = cases::of_unit_in(tx, unit, period)?;
    let counted: Vec<usize> = counted_in(dossiers.iter().map(|dossier| &dossier.case).enumerate(), period)
        .into_iter()
        .map(|(at, ..)| at)
        .collect();
    let mut found = Vec::with_capacity(counted.len());
    for dossier in counted.into_iter().filter_map(|at| dossiers.get(at)) {
        let words = cases::report_words(tx, tools, dossier)?;
        if !from_cases::is_shown(&dossier.case, words.as_deref()) {
            continue;
        }
        let entries: Vec<_> = dossier.lines.iter().map(|line| &line.entry).collect();
        let told = Told { number: dossier.filed.number, words: words.as_deref(), entries: &entries, measures };
        found.push(FromCase {
            id: dossier.filed.id,
            number: dossier.filed.number,
            received: dossier.case.received,
            since: counts_since(&entries),
            row: from_cases::row(table, &dossier.case, &told),
            readable: is_readable(dossier, seats),
        });
    }
    Ok(found)
}

/// Whether somebody with the seats at the school may read the case.
fn is_readable(dossier: &Dossier, seats: &[Seat]) -> bool {
    let covers = |seat: &&Seat| {
        let only = seat.unit.map(|unit| [unit]);
        seat.organisation.is_some_and(|provider| dossier.filed.is_of(provider, only.as_ref().map(<[_; 1]>::as_slice)))
            && seat.role.may(Right::HandleComplaints)
    };
    let reads = |seat: &Seat| dossier.sight(&Seen { hand: Hand::Role(seat.role), chosen: false }) == Sight::Words;
    seats.iter().filter(covers).any(reads)
}

/// The case with the number, where somebody with the seats at the school may read it.
pub fn readable_case(tx: &mut ReadTx<'_>, number: i64, seats: &[Seat]) -> Result<Option<Id<CaseFile>>, StoreError> {
    let Some(id) = cases::numbered(tx, number)? else { return Ok(None) };
    let dossier = cases::find(tx, id)?.filter(|dossier| is_readable(dossier, seats));
    Ok(dossier.map(|dossier| dossier.filed.id))
}
