//! What is asked of educations.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::educations::{Kind, Outcome, sv as words};
use kernel::Id;
use kernel::Period;
use kernel::id::kind::Organisation;

use crate::participations::{self, KnownStudent, Spot, Stored};

/// An education with where it is and whether the student may ever be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The education and the student's number.
    pub stored: Stored,
    /// Where it is.
    pub spot: Spot,
    /// Whether the student's identity is protected: counted, never listed.
    pub protected: bool,
}

/// Which educations are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// At this provider.
    pub provider: Option<Id<Organisation>>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// That ended no earlier.
    pub from: Option<kernel::Day>,
    /// That ended no later.
    pub to: Option<kernel::Day>,
}

impl Filter {
    fn holds(&self, one: &Told) -> bool {
        let education = &one.stored.education;
        self.provider.is_none_or(|provider| one.spot.organisation == provider)
            && self.kind.is_none_or(|kind| education.kind == kind)
            && self.outcome.is_none_or(|outcome| education.outcome == outcome)
            && self.from.is_none_or(|from| education.ended.is_some_and(|ended| ended >= from))
            && self.to.is_none_or(|to| education.ended.is_some_and(|ended| ended <= to))
    }
}

/// Every education that holds after the set, with where it is. Protected identities are among them and marked.
pub fn after(tx: &mut ReadTx<'_>, upto: i64) -> Result<Vec<Told>, StoreError> {
    let places = participations::places(tx)?;
    let protected = participations::protected_in_education(tx, upto)?;
    participations::educations_after(tx, upto)?
        .into_iter()
        .map(|(_, stored)| {
            let spot = places.get(&stored.place.0).copied();
            let spot = spot.ok_or_else(|| StoreError::Damaged(format!("place {}", stored.place.0)))?;
            Ok(Told { protected: protected.contains(&stored.student), spot, stored })
        })
        .collect()
}

/// Those of one student.
pub fn of_student(tx: &mut ReadTx<'_>, upto: i64, student: &KnownStudent) -> Result<Vec<Told>, StoreError> {
    let places = participations::places(tx)?;
    participations::educations_of(tx, upto, student.number)?
        .into_iter()
        .map(|stored| {
            let spot = places.get(&stored.place.0).copied();
            let spot = spot.ok_or_else(|| StoreError::Damaged(format!("place {}", stored.place.0)))?;
            Ok(Told { protected: student.protected, spot, stored })
        })
        .collect()
}

/// The educations that are asked for after the set, the newest beginning first.
pub(super) fn found(tx: &mut ReadTx<'_>, upto: i64, filter: &Filter) -> Result<Vec<Told>, StoreError> {
    let mut found = after(tx, upto)?;
    found.retain(|one| filter.holds(one));
    found.sort_by_key(|one| (std::cmp::Reverse(one.stored.education.started), one.stored.number));
    Ok(found)
}

/// The educations of these kinds that ended so in the period, as the newest set that counts has them: those whose students
/// are asked what they do some months later. Protected identities are among them and marked.
pub fn completed(
    tx: &mut ReadTx<'_>,
    period: Period,
    kinds: &[Kind],
    outcomes: &[Outcome],
) -> Result<Vec<Told>, StoreError> {
    let upto = participations::published(tx)?;
    let filter = Filter { from: Some(period.from), to: Some(period.to), ..Filter::default() };
    let mut found = found(tx, upto, &filter)?;
    found.retain(|one| kinds.contains(&one.stored.education.kind) && outcomes.contains(&one.stored.education.outcome));
    Ok(found)
}

/// What each education that holds after the set is called where a row says that it belongs to it.
pub fn titles(tx: &mut ReadTx<'_>, upto: i64) -> Result<BTreeMap<u32, String>, StoreError> {
    let all = participations::educations_after(tx, upto)?;
    let name = |one: Stored| {
        let education = one.education;
        let kind = words::kind(education.kind);
        if education.title.is_empty() {
            kind.to_owned()
        } else {
            format!("{}, {}", education.title, kind.to_lowercase())
        }
    };
    Ok(all.into_iter().map(|(_, one)| (one.number, name(one))).collect())
}
