//! The target sheet (m\u{e5}lv\u{e4}rden): which targets hold for whom, what a filled-in sheet says, row by row, and what it
//! changes. Pure; the year's own check has the last word on what becomes of it.

mod sheet;
pub mod sv;
#[cfg(test)]
mod tests;

pub use sheet::{Column, Line, RowFault, SheetFault, Written, judge, lines, number};

use std::collections::BTreeSet;

use crate::year::{Goal, Indicator, Regime, Slug, Target, Year};

/// What tells one target of a year from another.
pub type Key<'t> = (&'t Slug, Option<Regime>, Option<&'t Slug>);

/// What tells the target from the others of its year.
pub const fn key(target: &Target) -> Key<'_> {
    (&target.indicator, target.regime, target.area.as_ref())
}

/// The target with that key.
pub fn find<'t>(targets: &'t [Target], wanted: Key<'_>) -> Option<&'t Target> {
    targets.iter().find(|target| key(target) == wanted)
}

/// What two sets of targets differ in. Nothing but order is no difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes<'t> {
    /// Only in the later.
    pub added: Vec<&'t Target>,
    /// In both, with another value or standing: before, after.
    pub changed: Vec<(&'t Target, &'t Target)>,
    /// Only in the earlier.
    pub removed: Vec<&'t Target>,
    /// The same in both.
    pub same: usize,
}

impl Changes<'_> {
    /// Whether nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// What the later targets change in the earlier.
pub fn changes<'t>(old: &'t [Target], new: &'t [Target]) -> Changes<'t> {
    let mut changes = Changes::default();
    for target in new {
        match find(old, key(target)) {
            None => changes.added.push(target),
            Some(before) if before == target => changes.same += 1,
            Some(before) => changes.changed.push((before, target)),
        }
    }
    changes.removed.extend(old.iter().filter(|target| find(new, key(target)).is_none()));
    changes
}

/// The later targets in the order of the earlier, new ones last: a sheet that was sorted changes nothing.
pub fn in_order(old: &[Target], new: &[Target]) -> Vec<Target> {
    let kept = old.iter().filter_map(|target| find(new, key(target)));
    let added = new.iter().filter(|target| find(old, key(target)).is_none());
    kept.chain(added).cloned().collect()
}

/// The targets that hold for somebody with these agreements, each with its regime and area, in the order of the year:
/// for each agreement and indicator the most particular one.
pub fn holding<'y>(year: &'y Year, agreements: &[(Regime, Option<Slug>)]) -> Vec<&'y Target> {
    let held: BTreeSet<Key<'_>> = agreements
        .iter()
        .flat_map(|(regime, area)| year.targets_for(*regime, area.as_ref().map(Slug::as_str)))
        .map(key)
        .collect();
    year.targets.iter().filter(|target| held.contains(&key(target))).collect()
}

/// The indicators by the goal they serve, in the order of the year; those that serve none last.
pub fn by_goal(year: &Year) -> Vec<(Option<&Goal>, Vec<&Indicator>)> {
    let of = |goal: Option<&Goal>| -> Vec<&Indicator> {
        year.indicators.iter().filter(|i| i.goal.as_ref() == goal.map(|goal| &goal.slug)).collect()
    };
    let goals = year.goals.iter().map(Some).chain([None]).map(|goal| (goal, of(goal)));
    goals.filter(|(_, indicators)| !indicators.is_empty()).collect()
}
