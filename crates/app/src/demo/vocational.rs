//! Invented vocational educations: most students of a vocational area are in one, made of the courses they take there.

use std::collections::BTreeMap;

use domain::educations::{Kind, Outcome, RawEducation, Situation};
use domain::participations::{PersonKey, RawParticipation, Told};
use kernel::Day;

use crate::participations::Spot;

/// Gives the rows at the spot their educations. What is chosen follows from the person's key alone, so that a later file says
/// the same of those who have ended.
pub(super) fn belong(rows: &mut [(Spot, RawParticipation)], spot: Spot, titles: &[&str], as_of: Day) {
    let mut courses: BTreeMap<PersonKey, Vec<usize>> = BTreeMap::new();
    for (at, (of, one)) in rows.iter().enumerate() {
        // One in five takes single courses.
        if *of == spot && one.person.0[1] % 5 != 0 {
            courses.entry(one.person).or_default().push(at);
        }
    }
    for (person, own) in courses {
        let Some(title) = titles.get(usize::from(person.0[6]) % titles.len().max(1)) else { return };
        let says = education(person, own.iter().map(|at| &rows[*at].1), title, as_of);
        for at in own {
            rows[at].1.education.clone_from(&says);
        }
    }
}

fn education<'a>(
    person: PersonKey,
    courses: impl Iterator<Item = &'a RawParticipation> + Clone,
    title: &str,
    as_of: Day,
) -> Option<RawEducation> {
    let chosen = |at: usize, of: usize| usize::from(person.0[at]) % of;
    let over = |one: &RawParticipation| one.first_absent.or(one.ended).unwrap_or(one.started);
    let started = courses.clone().map(|one| one.started).min()?;
    let last = courses.clone().max_by_key(|one| over(one))?;
    let goes_on = courses.clone().any(|one| one.told == Told::Ongoing);
    let outcome = match (goes_on, last.first_absent, chosen(4, 20)) {
        (true, ..) => Outcome::Ongoing,
        (_, Some(_), 0) => Outcome::Transferred,
        (_, Some(_), _) => Outcome::DroppedOut,
        _ => Outcome::Completed,
    };
    let kind = match chosen(2, 10) {
        0..=5 => Kind::Whole,
        6 | 7 => Kind::Combination,
        _ => Kind::Apprentice,
    };
    // One in six was asked some weeks after the first day.
    let noted = if chosen(5, 6) == 0 { started.plus_days(45) } else { started };
    Some(RawEducation {
        number: None,
        kind: Some(kind),
        title: title.chars().take(domain::educations::LONGEST_TITLE).collect(),
        started: Some(started),
        planned_end: (outcome == Outcome::Ongoing).then(|| over(last)),
        ended: (outcome != Outcome::Ongoing).then(|| over(last)),
        outcome: Some(outcome),
        situation: Some(Situation::ALL[chosen(3, Situation::ALL.len())]),
        noted: Some(noted.min(as_of)),
    })
}
