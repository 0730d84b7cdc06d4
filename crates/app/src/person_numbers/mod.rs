//! Personnummer in lists of people: taken in, kept apart under seal, shown masked, removed when the list has served. Core
//! without pages: whatever road a list comes by, the number is replaced by a reference here before anything of it is kept,
//! and drafts, what is signed, files and the chain hold the reference alone.
//!
//! The reference is a keyed hash of the number within one provider's lists of one occasion: the same person twice is seen
//! there, and nothing is tied together beyond it.

mod removing;
mod store;
mod taking;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::work::{Layout, Other};
use domain::year::ColumnRole;
use forms::{Kind, Raw};
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Chance, Id};
use platform::access::Tools;

use crate::assignments::{self, Assignment};
use crate::submissions::{Asked, cell_path, drafts, row_numbers};
use crate::year;

pub use removing::JOBS;
pub use store::{forget_since, keep, open};
pub use taking::{Taken, Taking, take_fields};

/// What a row that somebody typed is known by.
pub fn fresh_key(chance: &dyn Chance) -> String {
    let mut bytes = [0; 10];
    chance.fill(&mut bytes);
    forms::person::letters('r', &bytes)
}

/// The table and the column of what is asked that takes numbers of persons, with which column says what; `None` for items
/// that take none.
pub fn column(asked: &Asked) -> Option<(&str, &str, &Layout)> {
    let Asked::Table { table, rules, .. } = asked else { return None };
    let layout = rules.work.as_ref()?;
    Some((&table.slug, layout.column(ColumnRole::Person)?, layout))
}

/// Lets what is asked know the numbers that are kept of the item, masked, and where the same persons stand in other lists.
/// `more` are numbers by their references that wait to be kept, as those of a file that is looked at.
pub fn follow(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: &Assignment,
    asked: &mut Asked,
    more: &BTreeMap<String, String>,
) -> Result<(), StoreError> {
    let Some(slug) = column(asked).map(|(_, slug, _)| slug.to_owned()) else { return Ok(()) };
    let mut masked = store::masked(tx, tools, assignment.id)?;
    masked.extend(more.iter().map(|(reference, number)| (reference.clone(), store::mask(number))));
    let others = elsewhere(tx, tools, assignment, &masked)?;
    let Asked::Table { table, rules, .. } = asked else { return Ok(()) };
    if let Some(layout) = &mut rules.work {
        layout.elsewhere = others;
    }
    for column in table.columns.iter_mut().filter(|column| column.slug == slug) {
        column.kind = Kind::Person { known: std::mem::take(&mut masked) };
    }
    Ok(())
}

/// Where persons stand in other lists of the provider's at the same occasion, by their references.
fn elsewhere(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: &Assignment,
    masked: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Vec<Other>>, StoreError> {
    let mut found: BTreeMap<String, Vec<Other>> = BTreeMap::new();
    if masked.is_empty() {
        return Ok(found);
    }
    let shared = store::in_other_lists(tx, assignment)?;
    let mut lists: BTreeMap<Id<AssignmentKind>, Vec<String>> = BTreeMap::new();
    for (list, reference) in shared.into_iter().filter(|(_, reference)| masked.contains_key(reference)) {
        lists.entry(list).or_default().push(reference);
    }
    if lists.is_empty() {
        return Ok(found);
    }
    let Some(published) = year::published(tx, assignment.year)? else { return Ok(found) };
    for (list, references) in lists {
        let Some(other) = assignments::find(tx, list)? else { continue };
        let layout = published.year.item(&other.item).and_then(|item| Layout::of(&published.year, item));
        let Some(layout) = layout else { continue };
        let (Some(number), education) = (layout.column(ColumnRole::Person), layout.column(ColumnRole::Education))
        else {
            continue;
        };
        let name = match published.year.item(&other.item) {
            Some(item) if other.item != assignment.item => {
                format!("{}, {}", item.title.as_sv(), other.subject_name())
            }
            _ => other.subject_name().to_owned(),
        };
        // What stands in it now: a number that was taken out of it is still kept.
        let texts = drafts::load(tx, tools, other.organisation, list)?.texts();
        let text = |row: u32, column: Option<&str>| {
            column.and_then(|column| texts.get(&cell_path(TABLE, row, column))).cloned().unwrap_or_default()
        };
        for row in row_numbers(TABLE, &texts) {
            let reference = text(row, Some(number));
            if references.contains(&reference) {
                let education = Raw::text(text(row, education)).shown();
                found.entry(reference).or_default().push(Other { list: name.clone(), education });
            }
        }
    }
    Ok(found)
}

/// The table of rows of an item that is a table of its own.
const TABLE: &str = "rows";
