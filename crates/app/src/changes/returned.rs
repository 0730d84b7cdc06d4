//! What a correction begins from: the rows as they were returned, whichever road they came by and whichever road writes
//! first. Every road that writes in a returned draft writes these down before its own, since the reasons for the return
//! count the rows of the version.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use platform::access::Tools;

use super::carried::{carried_path, trail};
use crate::assignments::Assignment;
use crate::submissions::drafts::{Change, Draft, DraftField};
use crate::submissions::{self, Asked, Submission};
use crate::year::{self, Published};

/// The fields that the correction begins from. Nothing where it goes on from the draft as it is: a returned version that
/// came by another road than the draft (a workbook, an officer) is what it begins from, unless somebody has written in the
/// draft since. So does a draft whose rows have gaps where some were removed: the reasons for the return count the rows of
/// the version, and the form must count as they do.
///
/// # Errors
/// When the database fails.
pub fn returned_fields(
    tx: &mut ReadTx<'_>,
    (assignment, published): (&Assignment, &Published),
    asked: &Asked,
    draft: &Draft,
    latest: &Submission,
) -> Result<Option<BTreeMap<String, String>>, StoreError> {
    if assignment.state.unanswered_return().is_none() || draft.last().is_some_and(|(_, at)| at > latest.at) {
        return Ok(None);
    }
    let texts = draft.texts();
    let same = asked.judge(&texts).content.as_ref() == Some(&latest.content);
    if same && counts_as_the_version(asked, &texts) {
        return Ok(None);
    }
    carried_over(tx, (assignment, published), asked, latest).map(Some)
}

/// The fields of a version in the form as it is now: an answer to an earlier form stands where its question has gone.
fn carried_over(
    tx: &mut ReadTx<'_>,
    (assignment, published): (&Assignment, &Published),
    asked: &Asked,
    version: &Submission,
) -> Result<BTreeMap<String, String>, StoreError> {
    if version.year_version == published.id {
        return Ok(asked.written(&version.content));
    }
    let Some(answered) = year::version(tx, version.year_version)? else {
        return Ok(asked.written(&version.content));
    };
    let Some(then) = submissions::ask_of_version(tx, assignment, &answered, version)? else {
        return Ok(asked.written(&version.content));
    };
    let trail = trail(tx, &answered, published, &assignment.item)?;
    let fields = then.written(&version.content).into_iter();
    Ok(fields.map(|(path, text)| (carried_path(&trail, &path), text)).collect())
}

/// Whether the rows of the draft have the numbers that those of a version have, from 1.
fn counts_as_the_version(asked: &Asked, texts: &BTreeMap<String, String>) -> bool {
    asked.tables().into_iter().all(|table| {
        let numbers = submissions::row_numbers(&table.slug, texts);
        numbers.into_iter().zip(1..).all(|(number, place)| number == place)
    })
}

/// What has to be written for the draft to say that.
pub fn written_down(draft: &Draft, fields: &BTreeMap<String, String>) -> Vec<Change> {
    let emptied = draft.fields.keys().filter(|path| !fields.contains_key(*path)).map(|path| (path, ""));
    let filled = fields.iter().map(|(path, text)| (path, text.as_str()));
    emptied.chain(filled).map(|(path, text)| Change { path: path.clone(), text: text.to_owned(), seen: None }).collect()
}

/// Gives the draft as the correction begins from it, with what has to be written down before anything else is; nothing of
/// that where it goes on from the draft as it is. For the roads that files come by.
///
/// # Errors
/// When the database fails.
pub fn begun(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, published): (&Assignment, &Published),
    asked: &Asked,
    draft: Draft,
) -> Result<(Draft, Vec<Change>), StoreError> {
    if assignment.state.unanswered_return().is_none() {
        return Ok((draft, Vec::new()));
    }
    let Some(latest) = submissions::latest(tx, assignment.id)? else { return Ok((draft, Vec::new())) };
    let mut asked = asked.clone();
    submissions::follow_cases(tx, tools, (assignment, published), &mut asked, &[])?;
    let Some(fields) = returned_fields(tx, (assignment, published), &asked, &draft, &latest)? else {
        return Ok((draft, Vec::new()));
    };
    let begins = written_down(&draft, &fields);
    let (person, at) = draft.last().unwrap_or((latest.signed_by.0, latest.at));
    let mut begun = draft;
    for change in &begins {
        let revision = begun.revision(&change.path);
        let (person, at) = begun.fields.get(&change.path).map_or((person, at), |field| (field.person, field.at));
        begun.fields.insert(change.path.clone(), DraftField { text: change.text.clone(), revision, person, at });
    }
    Ok((begun, begins))
}
