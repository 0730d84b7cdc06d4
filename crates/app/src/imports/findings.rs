//! What was found in a file: each kind of fault and remark once, with how many rows have it and where the first are.

use std::collections::BTreeMap;

use domain::participations::{Field, Notice, sv as names};
use serde::{Deserialize, Serialize};

use super::called::Called;
use super::masking::masked;
use super::reader::LastRow;
use super::sv;
use crate::participations::Verdict;

/// How many rows of a kind are named.
const NAMED: usize = 25;
/// How many kinds are kept apart; what comes beyond them is counted as one.
const KINDS: usize = 300;

/// Where one stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The row, as an editor counts lines or a spreadsheet rows.
    pub row: u32,
    /// What stands in the cell; nothing where it is not shown.
    #[serde(default)]
    pub value: String,
}

/// One kind of fault or remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The stable name of the field; nothing for the row as a whole.
    pub field: Option<String>,
    /// What its column is called.
    #[serde(default)]
    pub called: String,
    /// What is wrong, and what to do.
    pub what: String,
    /// Whether the rows are kept out for it.
    pub keeps_out: bool,
    /// How many rows have it.
    pub count: u32,
    /// The first of them.
    pub first: Vec<Spot>,
}

impl Group {
    /// What the field is called.
    pub fn field_name(&self) -> &str {
        if self.called.is_empty() {
            return self.field.as_deref().and_then(Field::from_slug).map_or(sv::WHOLE_ROW, names::field);
        }
        &self.called
    }

    /// Whether what stands in the field must not be shown.
    pub fn is_hidden(&self) -> bool {
        self.field.as_deref() == Some(Field::Person.slug())
    }
}

/// Everything that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// Faults first, then remarks, the most frequent first.
    pub groups: Vec<Group>,
}

impl Findings {
    /// Without anything that stood in a cell: what is left when the file is gone.
    #[must_use]
    pub fn without_cells(mut self) -> Self {
        self.groups.iter_mut().flat_map(|group| &mut group.first).for_each(|spot| spot.value.clear());
        self
    }
}

/// Findings as they come.
#[derive(Debug, Default)]
pub struct Gathering {
    groups: BTreeMap<(bool, Option<Field>, String), Group>,
    called: Called,
}

impl Gathering {
    /// Nothing yet, of a file whose columns are called that.
    pub fn new(called: Called) -> Self {
        Self { called, ..Self::default() }
    }

    /// Takes a verdict in.
    pub fn take(&mut self, row: u32, verdict: &Verdict<'_>, last: &LastRow) {
        let cell = |field: Option<Field>| field.map(|field| last.cell(field).to_owned()).unwrap_or_default();
        match verdict {
            Verdict::Unchanged(notices) | Verdict::Added(notices) | Verdict::Changed(notices) => {
                self.look_at(notices, row, last);
            }
            Verdict::Broken { faults, notices, other } => {
                for fault in *faults {
                    let field = Some(fault.field());
                    self.add(true, field, names::fault(*fault), row, cell(field));
                }
                self.twice(row, *other);
                self.look_at(notices, row, last);
            }
            Verdict::Unread { rejected, other } => {
                for (field, what) in &rejected.faults {
                    self.add(true, *field, what.clone(), row, cell(*field));
                }
                self.twice(row, *other);
                self.look_at(&rejected.notices, row, last);
            }
            Verdict::Twice { other } => self.twice(row, Some(*other)),
            Verdict::Differs { other, fields } => {
                for field in *fields {
                    self.add(true, Some(*field), sv::DIFFERS.to_owned(), row, sv::other_than(*other));
                }
            }
        }
    }

    fn look_at(&mut self, notices: &[Notice], row: u32, last: &LastRow) {
        for notice in notices {
            let field = sv::field_of_notice(*notice);
            self.add(false, Some(field), names::notice(*notice), row, last.cell(field).to_owned());
        }
    }

    fn twice(&mut self, row: u32, other: Option<u32>) {
        if let Some(other) = other {
            self.add(true, None, sv::TWICE.to_owned(), row, sv::same_as(other));
        }
    }

    fn add(&mut self, keeps_out: bool, field: Option<Field>, what: String, row: u32, value: String) {
        let mut key = (!keeps_out, field, what);
        if self.groups.len() >= KINDS && !self.groups.contains_key(&key) {
            key = (!keeps_out, None, sv::OTHER.to_owned());
        }
        let called = &self.called;
        let group = self.groups.entry(key).or_insert_with_key(|(_, field, what)| Group {
            field: field.map(|field| field.slug().to_owned()),
            called: called.name(*field),
            what: what.clone(),
            keeps_out,
            count: 0,
            first: Vec::new(),
        });
        group.count += 1;
        if group.first.len() < NAMED {
            // A cell that has come under the wrong heading may hold whom the row is about.
            let value = forms::text::shortened(&masked(&value), 60).into_owned();
            group.first.push(Spot { row, value });
        }
    }

    /// All of it, in order.
    pub fn done(self) -> Findings {
        let mut groups: Vec<Group> = self.groups.into_values().collect();
        groups.sort_by_key(|group| (!group.keeps_out, std::cmp::Reverse(group.count)));
        Findings { groups }
    }
}
