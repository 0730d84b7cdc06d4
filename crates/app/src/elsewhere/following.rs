//! Where the meanings of words have gone when a year was changed while it runs. A mapping is kept as somebody said it; what it
//! means now is worked out when it is used, so that a question under another stable name is found by what was said when the
//! year was published, and one that is asked no more is asked about like any unknown word.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::changes::Trail;
use domain::elsewhere::{Goal, Mapping};
use kernel::Day;

use super::meanings;
use crate::assignments::Assignment;
use crate::changes;
use crate::submissions;
use crate::year::Published;

/// What can be said of the items of a year in force.
#[derive(Debug, Default)]
pub(super) struct Followed(BTreeMap<String, (BTreeSet<Goal>, Trail)>);

/// What can be said of the items that the assignments are of.
pub(super) fn followed<'a>(
    tx: &mut ReadTx<'_>,
    published: &Published,
    assignments: impl IntoIterator<Item = &'a Assignment>,
    today: Day,
) -> Result<Followed, StoreError> {
    let mut all = Followed::default();
    for assignment in assignments {
        let Some(item) = published.year.item(&assignment.item) else { continue };
        let Some(asked) = submissions::ask(tx, assignment, published, today)? else { continue };
        if !all.0.contains_key(&assignment.item) {
            let trail = changes::trail_of_year(tx, published, &assignment.item)?;
            all.0.insert(assignment.item.clone(), (BTreeSet::new(), trail));
        }
        if let Some((known, _)) = all.0.get_mut(&assignment.item) {
            known.extend(meanings::goals(item, &asked).into_iter().map(|(goal, _)| goal));
        }
    }
    Ok(all)
}

/// The goal where the trail has taken it.
pub(super) fn moved(trail: &Trail, goal: &Goal) -> Goal {
    match goal {
        Goal::Cell { item, table, column } => {
            Goal::Cell { item: item.clone(), table: table.clone(), column: trail.follow(table, column) }
        }
        Goal::Field { item, path } => Goal::Field { item: item.clone(), path: changes::carried_path(trail, path) },
        Goal::Rows { .. } | Goal::Indicator(_) | Goal::Nothing => goal.clone(),
    }
}

impl Followed {
    /// What the goal is now; `None` where its question is asked no more. What is of another item is left as it is.
    fn goal(&self, goal: &Goal) -> Option<Goal> {
        let Some((known, trail)) = goal.item().and_then(|item| self.0.get(item)) else { return Some(goal.clone()) };
        if known.contains(goal) {
            return Some(goal.clone());
        }
        Some(moved(trail, goal)).filter(|goal| known.contains(goal))
    }

    /// The mapping as it is to be read now.
    pub(super) fn mapping(&self, mapping: &Mapping) -> Mapping {
        mapping.followed(|goal| self.goal(goal))
    }
}
