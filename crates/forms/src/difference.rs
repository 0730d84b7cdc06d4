//! What a resubmission changed, for the person who returned the first one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use kernel::Named;
use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::value::{Row, Value};

/// What differs between two contents of the same form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Difference {
    /// Fields that were added, removed or changed, by path.
    pub fields: Vec<FieldChange>,
    /// Rows that were added, removed or changed, by table; tables without change are missing.
    pub tables: BTreeMap<String, Vec<RowChange>>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The path of the field, or the stable name of the column.
    pub path: String,
    /// What it said; `None` where it was unanswered.
    pub old: Option<Value>,
    /// What it says; `None` where it is unanswered.
    pub new: Option<Value>,
}

/// A row that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowChange {
    /// Only in the new content.
    Added(Row),
    /// Only in the old content.
    Removed(Row),
    /// In both, with other answers.
    Changed {
        /// The row as it was.
        old: Row,
        /// The row as it is.
        new: Row,
        /// The columns that differ.
        columns: Vec<FieldChange>,
    },
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.tables.is_empty()
    }
}

/// The difference from `old` to `new`. Rows that are alike are paired first, wherever they stand; of the others those
/// that agree in at least half of their columns count as the same row changed. Moving a row is no difference.
pub fn diff(old: &Content, new: &Content) -> Difference {
    let slugs: BTreeSet<&String> = old.tables.keys().chain(new.tables.keys()).collect();
    let mut tables = BTreeMap::new();
    for slug in slugs {
        let changes = row_changes(old.rows(slug), new.rows(slug));
        if !changes.is_empty() {
            tables.insert(slug.clone(), changes);
        }
    }
    Difference { fields: field_changes(fields(old), fields(new)), tables }
}

fn fields(content: &Content) -> impl Iterator<Item = (&str, &Value)> {
    content.fields.iter().map(|(path, value)| (path.as_str(), value))
}

fn field_changes<'a>(
    old: impl Iterator<Item = (&'a str, &'a Value)>,
    new: impl Iterator<Item = (&'a str, &'a Value)>,
) -> Vec<FieldChange> {
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (old.collect(), new.collect());
    let paths: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let of = |values: &BTreeMap<&str, &Value>, path| values.get(path).map(|value| (*value).clone());
    paths
        .into_iter()
        .filter(|path| old.get(path) != new.get(path))
        .map(|path| FieldChange { path: path.to_owned(), old: of(&old, path), new: of(&new, path) })
        .collect()
}

/// Above this many comparisons, changed rows are sought among near neighbours only.
const COMPARISONS: usize = 250_000;

fn row_changes(old: &[Row], new: &[Row]) -> Vec<RowChange> {
    let (old, new) = without_alike(old, new);
    let window = if old.len().saturating_mul(new.len()) > COMPARISONS { 16 } else { usize::MAX };
    let mut taken = vec![false; new.len()];
    let mut changes = Vec::new();
    for (position, before) in old.iter().enumerate() {
        let from = position.saturating_sub(window);
        let to = position.saturating_add(window).min(new.len());
        let best = (from..to)
            .filter(|index| !taken[*index])
            .map(|index| (likeness(before, new[index]), index))
            .filter(|((same, all), _)| *same > 0 && same * 2 >= *all)
            // The likest; of equals the first.
            .max_by(|((same, _), index), ((other, _), other_index)| same.cmp(other).then(other_index.cmp(index)));
        match best {
            Some((_, index)) => {
                taken[index] = true;
                changes.push(RowChange::Changed {
                    old: (*before).clone(),
                    new: new[index].clone(),
                    columns: field_changes(before.values.iter(), new[index].values.iter()),
                });
            }
            None => changes.push(RowChange::Removed((*before).clone())),
        }
    }
    changes.extend(new.iter().zip(taken).filter(|(_, taken)| !taken).map(|(row, _)| RowChange::Added((*row).clone())));
    changes
}

/// Both lists without the rows that stand in both, counted one by one.
fn without_alike<'a>(old: &'a [Row], new: &'a [Row]) -> (Vec<&'a Row>, Vec<&'a Row>) {
    let mut places: BTreeMap<&Named<Value>, VecDeque<usize>> = BTreeMap::new();
    for (index, row) in new.iter().enumerate() {
        places.entry(&row.values).or_default().push_back(index);
    }
    let mut paired = vec![false; new.len()];
    let mut left = Vec::new();
    for row in old {
        match places.get_mut(&row.values).and_then(VecDeque::pop_front) {
            Some(index) => paired[index] = true,
            None => left.push(row),
        }
    }
    (left, new.iter().zip(paired).filter(|(_, paired)| !paired).map(|(row, _)| row).collect())
}

/// In how many columns two rows agree, of how many that either answers.
fn likeness(left: &Row, right: &Row) -> (usize, usize) {
    let columns: BTreeSet<&str> = left.values.keys().chain(right.values.keys()).collect();
    let same = columns.iter().filter(|column| left.values.get(column) == right.values.get(column)).count();
    (same, columns.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::canonical::tests::contents;

    fn row(cells: &[(&str, &str)]) -> Row {
        Row {
            source_row: None,
            values: cells.iter().map(|(k, v)| ((*k).to_owned(), Value::Text((*v).to_owned()))).collect(),
        }
    }

    #[test]
    fn added_removed_and_changed_rows_are_told_apart() {
        let old = Content::new("f").table(
            "t",
            vec![
                row(&[("a", "1"), ("b", "x"), ("c", "y")]),
                row(&[("a", "2"), ("b", "x"), ("c", "y")]),
                row(&[("a", "bort"), ("b", "q"), ("c", "r")]),
            ],
        );
        let new = Content::new("f").table(
            "t",
            vec![
                row(&[("a", "2"), ("b", "x"), ("c", "y")]),
                row(&[("a", "1"), ("b", "x"), ("c", "z")]),
                row(&[("a", "ny"), ("b", "s"), ("c", "u")]),
            ],
        );
        let difference = diff(&old, &new);
        let kinds: Vec<String> = difference.tables["t"]
            .iter()
            .map(|change| match change {
                RowChange::Added(row) => format!("+{}", row.text("a")),
                RowChange::Removed(row) => format!("-{}", row.text("a")),
                RowChange::Changed { columns, .. } => {
                    format!("~{}", columns.iter().map(|c| c.path.as_str()).collect::<Vec<_>>().join("~"))
                }
            })
            .collect();
        assert_eq!(kinds, ["~c", "-bort", "+ny"]);
    }

    proptest! {
        #[test]
        fn nothing_differs_from_itself_and_every_row_is_accounted_for(old in contents(), new in contents()) {
            prop_assert!(diff(&old, &old).is_empty());
            let difference = diff(&old, &new);
            for table in ["t", "u"] {
                let changes = difference.tables.get(table).map_or(&[][..], Vec::as_slice);
                let added = changes.iter().filter(|c| matches!(c, RowChange::Added(_))).count();
                let removed = changes.iter().filter(|c| matches!(c, RowChange::Removed(_))).count();
                prop_assert_eq!(old.rows(table).len() + added, new.rows(table).len() + removed);
            }
            let mut moved = new.clone();
            for rows in moved.tables.values_mut() {
                rows.reverse();
            }
            prop_assert!(diff(&new, &moved).tables.is_empty());
        }
    }
}
