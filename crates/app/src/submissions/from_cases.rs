//! What the cases and investigations of a unit say in its report: read when the report is looked at, laid beside what is typed, and part of
//! what is signed. Nothing of it is kept in the draft (decision 0031).

use ::store::{ReadTx, StoreError};
use domain::cases::{Sight, counted_in};
use domain::complaints::{
    Differs, FromAbuse, FromCase, Told, case_of, counts_since, from_abuse, from_cases, investigation_of,
};
use domain::year::{ColumnOption, Item};
use forms::TableDef;
use kernel::id::kind::{CaseFile, Investigation, Unit};
use kernel::{Id, Period, Right};
use platform::Seat;
use platform::access::Tools;

use super::Submission;
use super::asked::{Asked, ask_of_version};
use crate::assignments::{Assignment, Subject};
use crate::cases::{self, Dossier};
use crate::investigations::{self, Filed};
use crate::year::Published;

/// Lays the cases of the unit that count in the item's days, and its investigations of those days, beside what is typed, as they
/// stand now. For a complaint
/// report of a unit; nothing happens of anything else.
pub fn follow_cases(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, published): (&Assignment, &Published),
    asked: &mut Asked,
    seats: &[Seat],
) -> Result<(), StoreError> {
    let year = &*published.year;
    let Asked::Complaints { tables, cases, investigations, .. } = asked else { return Ok(()) };
    let (Subject::Unit { id, .. }, Some(period)) =
        (&assignment.subject, year.item(&assignment.item).and_then(Item::covered))
    else {
        return Ok(());
    };
    if let Some(table) = &tables.investigations {
        *investigations = abuse_of_unit(tx, (*id, period), table, seats)?;
    }
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

/// The cases about the rektor that count in the item's days and whose words for the report nobody has written, for somebody with
/// the seats who may read them: until then they stand in no report, and whoever signs is told nothing of them.
pub fn left_out(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, published): (&Assignment, &Published),
    seats: &[Seat],
) -> Result<Vec<(i64, Id<CaseFile>)>, StoreError> {
    let period = published.year.item(&assignment.item).and_then(Item::covered);
    let (Subject::Unit { id, .. }, Some(period)) = (&assignment.subject, period) else { return Ok(Vec::new()) };
    let dossiers = cases::of_unit_in(tx, *id, period)?;
    let counted = counted_in(dossiers.iter().map(|dossier| &dossier.case).enumerate(), period);
    let mut out = Vec::new();
    for dossier in counted.into_iter().filter_map(|(at, ..)| dossiers.get(at)) {
        let words = cases::report_words(tx, tools, dossier)?;
        if !from_cases::is_shown(&dossier.case, words.as_deref()) && is_readable(dossier, seats) {
            out.push((dossier.filed.number, dossier.filed.id));
        }
    }
    Ok(out)
}

/// The rows of the unit's report that come from its investigations. Those about the rektor are not among them: the rektor
/// signs the report.
fn abuse_of_unit(
    tx: &mut ReadTx<'_>,
    (unit, period): (Id<Unit>, Period),
    table: &TableDef,
    seats: &[Seat],
) -> Result<Vec<FromAbuse>, StoreError> {
    let found = investigations::reported_in(tx, unit, period)?;
    let row = |(filed, stands): (Filed, domain::abuse::Investigation)| FromAbuse {
        id: filed.id,
        number: filed.number,
        received: stands.learnt(),
        since: None,
        row: from_abuse::row(table, filed.number, &stands),
        readable: is_investigated(&filed, seats),
    };
    Ok(found.into_iter().map(row).collect())
}

/// Whether somebody with the seats at the school may read the investigation, which is about nobody who would.
fn is_investigated(filed: &Filed, seats: &[Seat]) -> bool {
    seats.iter().any(|seat| {
        seat.organisation == Some(filed.organisation)
            && seat.unit.is_none_or(|unit| unit == filed.unit)
            && seat.role.may(Right::InvestigateAbuse)
    })
}

/// The investigation with the number, where somebody with the seats at the school may read it and it is about nobody who would.
pub fn readable_investigation(
    tx: &mut ReadTx<'_>,
    number: i64,
    seats: &[Seat],
) -> Result<Option<Id<Investigation>>, StoreError> {
    let all = investigations::list(tx)?;
    let others = |stands: &domain::abuse::Investigation| stands.about == domain::cases::About::Others;
    let found = all.into_iter().find(|(filed, stands)| filed.number == number && others(stands));
    Ok(found.filter(|(filed, _)| is_investigated(filed, seats)).map(|(filed, _)| filed.id))
}

/// How the cases and investigations of a unit differ from what was signed, for whoever reviews it: by their numbers, and without
/// what has been written since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SinceSigned {
    /// The cases.
    pub cases: Vec<(i64, Differs)>,
    /// The investigations.
    pub investigations: Vec<(i64, Differs)>,
}

impl SinceSigned {
    /// Whether nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.cases.is_empty() && self.investigations.is_empty()
    }
}

/// How the cases and investigations of the unit differ now from the version, by the year that this answered.
pub fn since_signed(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, published): (&Assignment, &Published),
    version: &Submission,
) -> Result<SinceSigned, StoreError> {
    let Some(mut asked) = ask_of_version(tx, assignment, published, version)? else {
        return Ok(SinceSigned::default());
    };
    follow_cases(tx, tools, (assignment, published), &mut asked, &[])?;
    let Asked::Complaints { tables, cases, investigations, .. } = &asked else { return Ok(SinceSigned::default()) };
    let rows = |table: &TableDef| version.content.rows(&table.slug);
    let told = |table: &TableDef, differs: std::collections::BTreeMap<i64, Differs>| {
        let without = |(number, how)| (number, from_cases::without_new_words(table, how));
        differs.into_iter().map(without).collect()
    };
    let table = &tables.complaints;
    let of_cases = told(table, from_cases::differences(table, (rows(table), case_of), cases, &[]));
    let of_abuse = tables.investigations.as_ref().map_or_else(Vec::new, |table| {
        told(table, from_cases::differences(table, (rows(table), investigation_of), investigations, &[]))
    });
    Ok(SinceSigned { cases: of_cases, investigations: of_abuse })
}

/// Whether somebody with the seats at the school may read the case.
fn is_readable(dossier: &Dossier, seats: &[Seat]) -> bool {
    let of_schools: Vec<Seat> = seats.iter().filter(|seat| seat.role.may(Right::HandleComplaints)).cloned().collect();
    cases::part_unchosen(&dossier.filed, &of_schools).is_some_and(|seen| dossier.sight(&seen) == Sight::Words)
}

/// The case with the number, where somebody with the seats at the school may read it.
pub fn readable_case(tx: &mut ReadTx<'_>, number: i64, seats: &[Seat]) -> Result<Option<Id<CaseFile>>, StoreError> {
    let Some(id) = cases::numbered(tx, number)? else { return Ok(None) };
    let dossier = cases::find(tx, id)?.filter(|dossier| is_readable(dossier, seats));
    Ok(dossier.map(|dossier| dossier.filed.id))
}
