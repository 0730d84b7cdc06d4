//! What the words of a file can mean: whoever is collected out of the system, and what is asked of them.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::complaints;
use domain::elsewhere::{Goal, Whom};
use domain::year::Item;
use kernel::Day;

use super::judging::{Looked, whom_of, whose};
use super::sv;
use crate::assignments::Subject;
use crate::submissions::{self, Asked, ZERO_FIELD};

/// Something that a word can mean: as it is sent, what it is called, and what a file may call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) value: String,
    pub(super) title: String,
    pub(super) names: Vec<String>,
}

/// What organisations and measures can mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Meanings {
    pub(super) organisations: Vec<Meaning>,
    /// By occasion.
    pub(super) measures: BTreeMap<String, Vec<Meaning>>,
}

impl Meanings {
    /// What the sent value means, where it is one of those.
    pub(super) fn whom(&self, value: &str) -> Option<Whom> {
        let found = Whom::parse(value)?;
        (found == Whom::Nobody || self.organisations.iter().any(|one| one.value == value)).then_some(found)
    }

    /// As [`whom`](Self::whom), of a measure at the occasion.
    pub(super) fn goal(&self, occasion: &str, value: &str) -> Option<Goal> {
        let found = Goal::parse(value)?;
        let known = self.measures.get(occasion).is_some_and(|all| all.iter().any(|one| one.value == value));
        (found == Goal::Nothing || known).then_some(found)
    }
}

fn put(all: &mut Vec<Meaning>, meaning: Meaning) {
    if all.iter().all(|known| known.value != meaning.value) {
        all.push(meaning);
    }
}

/// What the words of the system's files can mean.
pub(super) fn meanings(tx: &mut ReadTx<'_>, looked: &Looked, today: Day) -> Result<Meanings, StoreError> {
    let (mut all, year) = (Meanings::default(), &looked.published.year);
    for assignment in &looked.asked {
        let code = if let Subject::Unit { code, .. } = &assignment.subject { Some(code.clone()) } else { None };
        let (value, name) = (whom_of(assignment).to_string(), whose(assignment));
        let title = sv::choice(&name, code.as_deref());
        put(&mut all.organisations, Meaning { value, title, names: code.into_iter().chain([name]).collect() });
        let Some(item) = year.item(&assignment.item) else { continue };
        let Some(asked) = submissions::ask(tx, assignment, &looked.published, today)? else { continue };
        let choices = all.measures.entry(assignment.occasion.clone()).or_default();
        for (goal, name) in goals(item, &asked) {
            let title = sv::within(item.title.as_sv(), &name);
            put(choices, Meaning { value: goal.to_string(), names: vec![title.clone(), name], title });
        }
    }
    for choices in all.measures.values_mut() {
        choices.extend(year.indicators.iter().map(|indicator| {
            let (goal, name) = (Goal::Indicator(indicator.slug.to_string()), indicator.title.as_sv());
            Meaning { value: goal.to_string(), title: sv::indicator(name), names: vec![name.to_owned()] }
        }));
    }
    Ok(all)
}

/// Everything that a measure of the item can mean, each with what it is called.
pub(super) fn goals(item: &Item, asked: &Asked) -> Vec<(Goal, String)> {
    let item = item.slug.to_string();
    let field = |path: &str, name: String| (Goal::Field { item: item.clone(), path: path.to_owned() }, name);
    let mut all = Vec::new();
    for table in asked.tables() {
        let slug = table.slug.clone();
        all.push((Goal::Rows { item: item.clone(), table: slug.clone() }, sv::rows_of(table.title.as_sv())));
        all.extend(table.columns.iter().map(|column| {
            let goal = Goal::Cell { item: item.clone(), table: slug.clone(), column: column.slug.clone() };
            (goal, sv::cell_of(table.title.as_sv(), column.title.as_sv()))
        }));
    }
    if let Asked::Complaints { .. } = asked {
        all.push(field(complaints::COMMENT_FIELD, complaints::sv::COMMENT.to_owned()));
        all.push(field(ZERO_FIELD, sv::ZERO.to_owned()));
    }
    if let Some(form) = asked.form() {
        all.extend(form.fields().map(|(path, _)| field(&path, asked.title_of(&path).unwrap_or_default())));
    }
    all
}
