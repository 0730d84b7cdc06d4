//! Who is to be asked, as the authority's results have it, beside the rows of the draft.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::educations::Situation;
use domain::work::{Layout, kinds};
use domain::year::{ColumnRole, EducationForm, Means, Word};
use forms::person::letters;
use kernel::id::kind::Area;
use kernel::{Day, Id};

use platform::access::Tools;

use super::store;
use crate::assignments::{Assignment, Subject};
use crate::educations::{self, Told};
use crate::participations::{self, Set};
use crate::submissions::drafts::Change;
use crate::submissions::{Asked, cell_path, row_numbers};

/// The table of rows of an item that is a table of its own.
pub(super) const TABLE: &str = "rows";
/// The highest number of a row.
const MOST: u32 = 9_999;

/// Somebody to ask, as a row would say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What the system knows the person's education by.
    pub key: String,
    /// What is known of it, by column.
    pub cells: Vec<(ColumnRole, String)>,
}

/// Whom the authority's results name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cohort {
    /// The newest set that counts; nothing where the authority has no results.
    pub set: Option<Set>,
    /// Those that may be listed.
    pub listed: Vec<Candidate>,
    /// How many more have protected identities: counted, never listed.
    pub protected: usize,
    /// How many are the provider's at none of its units.
    pub unplaced: usize,
}

/// What differs between the results and the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// Those that no row is about.
    pub new: Vec<Candidate>,
    /// By row: what it says and what the results say, by the column's title. What was typed stands.
    pub changed: BTreeMap<u32, Vec<(String, String, String)>>,
    /// Rows that were fetched once, about whom the results no longer tell.
    pub gone: Vec<u32>,
}

const fn means(situation: Situation) -> Option<Means> {
    Some(match situation {
        Situation::InTrade => Means::WorkInTrade,
        Situation::OtherWork => Means::OtherWork,
        Situation::OwnBusiness => Means::OwnBusiness,
        Situation::Studies => Means::Studies,
        Situation::JobSeeking => Means::Seeking,
        Situation::Other => Means::Other,
        Situation::Unknown => return None,
    })
}

fn candidate(layout: &Layout, key: String, one: &Told, areas: &BTreeMap<Id<Area>, String>) -> Candidate {
    let education = &one.stored.education;
    let form = EducationForm::ALL.iter().find(|form| kinds(**form).contains(&education.kind));
    let area = one.spot.area.and_then(|area| areas.get(&area)).cloned();
    let before = means(education.situation).and_then(|means| layout.code(means)).map(str::to_owned);
    let noted = education.noted.filter(|_| education.is_noted_afterwards());
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let cells = [
        (ColumnRole::Education, Some(education.title.clone()).filter(|title| !title.is_empty())),
        (ColumnRole::EducationForm, form.map(|form| form.slug().to_owned())),
        (ColumnRole::Area, area),
        (ColumnRole::Started, day(Some(education.started))),
        (ColumnRole::Completed, day(education.ended)),
        (ColumnRole::Before, before),
        (ColumnRole::Noted, day(noted)),
    ];
    let known =
        |(role, text): (ColumnRole, Option<String>)| Some((role, text.filter(|_| layout.column(role).is_some())?));
    Candidate { key, cells: cells.into_iter().filter_map(known).collect() }
}

/// Whom the newest results name for the item: those of its unit whose education was over in the cohort's days.
pub(super) fn cohort(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: &Assignment,
    layout: &Layout,
) -> Result<Cohort, StoreError> {
    let (Some(of), Subject::Unit { id: unit, .. }) = (&layout.cohort, &assignment.subject) else {
        return Ok(Cohort::default());
    };
    let upto = participations::published(tx)?;
    let Some(set) = participations::set(tx, upto)? else { return Ok(Cohort::default()) };
    let kinds: Vec<_> = of.forms.iter().flat_map(|form| kinds(*form)).copied().collect();
    let found = educations::completed(tx, of.completed, &kinds, of.ended())?;
    let areas = store::area_slugs(tx)?;
    let keys = tools.keys(tx)?;
    let lasting = keys.lasting("work.education")?;
    let mut cohort = Cohort { set: Some(set), ..Cohort::default() };
    for one in found.iter().filter(|one| one.spot.organisation == assignment.organisation) {
        match one.spot.unit {
            None => cohort.unplaced += 1,
            Some(at) if at != *unit => {}
            Some(_) if one.protected => cohort.protected += 1,
            Some(_) => {
                let hash = lasting.of("education", &one.stored.number.to_string());
                cohort.listed.push(candidate(layout, letters('e', &hash[..10]), one, &areas));
            }
        }
    }
    // As they are asked: who was done first can be asked first.
    cohort.listed.sort_by_key(|one| {
        let of = |role| one.cells.iter().find(|(of, _)| *of == role).map(|(_, text)| text.clone());
        (of(ColumnRole::Completed), of(ColumnRole::Education), one.key.clone())
    });
    Ok(cohort)
}

/// The results beside the draft.
pub(super) fn compared(asked: &Asked, fields: &BTreeMap<String, String>, layout: &Layout, cohort: &Cohort) -> Compared {
    let Some(key_column) = layout.column(ColumnRole::Key) else {
        return Compared::default();
    };
    let text = |row: u32, column: &str| fields.get(&cell_path(TABLE, row, column)).map_or("", String::as_str);
    let by_key: BTreeMap<&str, u32> = row_numbers(TABLE, fields)
        .into_iter()
        .map(|row| (text(row, key_column), row))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    let mut compared = Compared::default();
    for one in &cohort.listed {
        let Some(row) = by_key.get(one.key.as_str()) else {
            compared.new.push(one.clone());
            continue;
        };
        for (role, known) in &one.cells {
            let Some(column) = layout.column(*role) else { continue };
            let path = cell_path(TABLE, *row, column);
            let (stands, says) = (asked.understood(&path, text(*row, column)), asked.understood(&path, known));
            if stands != says {
                let title = column_title(asked, column);
                compared.changed.entry(*row).or_default().push((title, stands, says));
            }
        }
    }
    let listed = |key: &str| cohort.listed.iter().any(|one| one.key == key);
    if cohort.set.is_some() {
        compared.gone =
            by_key.iter().filter(|(key, _)| key.starts_with('e') && !listed(key)).map(|(_, row)| *row).collect();
        compared.gone.sort_unstable();
    }
    compared
}

fn column_title(asked: &Asked, column: &str) -> String {
    let table = asked.tables().into_iter().find(|table| table.slug == TABLE);
    table.and_then(|table| table.column(column)).map_or(column, |column| column.title.as_sv()).to_owned()
}

/// The changes that put those into the draft who do not stand in it; `None` when it cannot hold them all.
pub(super) fn added(
    asked: &Asked,
    fields: &BTreeMap<String, String>,
    layout: &Layout,
    new: &[Candidate],
) -> Option<Vec<Change>> {
    let last = row_numbers(TABLE, fields).last().copied().unwrap_or(0);
    let mut changes = Vec::new();
    let mut put = |row: u32, column: Option<&str>, text: &str| {
        let path = cell_path(TABLE, row, column?);
        let text = asked.understood(&path, text);
        changes.push(Change { path, text, seen: None });
        Some(())
    };
    for (one, row) in new.iter().zip(last + 1..) {
        if row > MOST {
            return None;
        }
        put(row, layout.column(ColumnRole::Key), &one.key);
        for (role, text) in &one.cells {
            put(row, layout.column(*role), text);
        }
    }
    Some(changes)
}
