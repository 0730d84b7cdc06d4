//! The population of a sample, taken from the authority's participations.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::participations::{Outcome, Participation, Road, sv as words};
use domain::samples::{Member, case_key};
use kernel::id::kind::{Organisation, Sample, Unit};
use kernel::{Day, Id, swedish};

use super::model::{Group, Split, Wish};
use super::sv;
use crate::organisations;
use crate::participations::{self, Spot};

/// A student at a provider, who can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "the field's word")]
pub(super) struct Student {
    pub member: Member,
    pub organisation: Id<Organisation>,
    pub unit: Option<Id<Unit>>,
    pub student: u32,
}

/// Everybody who can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Gathered {
    pub students: Vec<Student>,
    pub groups: Vec<Group>,
    /// How many more there are whose identities are protected.
    pub protected: usize,
}

/// The student's last participation that is of the population: it says in which unit and group the case is.
#[derive(Debug, Clone, Copy)]
struct Last {
    started: Day,
    unit: Option<Id<Unit>>,
    form: domain::courses::SchoolForm,
}

/// Whether the participation is one of whose result the study plan tells: taught, begun, and ended within the period.
fn belongs(wish: &Wish, one: &Participation) -> bool {
    let begun = !matches!(one.outcome, Outcome::NotStarted { .. });
    let ended = one.outcome.ended().is_some_and(|day| wish.period.contains(day));
    one.road != Road::Tested && begun && ended && wish.form.is_none_or(|form| one.form == form)
}

/// Everybody whom the wish is about, after the set. The sample tells what each is known by in it.
pub(super) fn gather(tx: &mut ReadTx<'_>, wish: &Wish, set: i64, sample: Id<Sample>) -> Result<Gathered, StoreError> {
    let places = participations::places(tx)?;
    let asked = |spot: &Spot| wish.providers.is_empty() || wish.providers.contains(&spot.organisation);
    let numbers: Vec<u32> = places.iter().filter(|(_, spot)| asked(spot)).map(|(number, _)| *number).collect();
    let mut found: BTreeMap<(u32, Id<Organisation>), Last> = BTreeMap::new();
    let mut protected: BTreeSet<(u32, Id<Organisation>)> = BTreeSet::new();
    participations::student_rows(tx, set, &numbers, |student, row| {
        let one = &row.participation;
        let Some(spot) = places.get(&one.place.0).filter(|_| belongs(wish, one)) else { return };
        let case = (student, spot.organisation);
        if one.protected {
            protected.insert(case);
            return;
        }
        let last = Last { started: one.started, unit: spot.unit, form: one.form };
        found
            .entry(case)
            .and_modify(|known| *known = if last.started >= known.started { last } else { *known })
            .or_insert(last);
    })?;
    let keys = participations::student_keys(tx)?;
    let mut named: BTreeMap<String, Vec<Student>> = BTreeMap::new();
    let names = Names::read(tx)?;
    for ((student, organisation), last) in found {
        let key = keys.get(&student).ok_or_else(|| StoreError::Damaged(format!("student {student}")))?;
        let member =
            Member { key: case_key(&sample.to_string(), &organisation.to_string(), *key), stratum: String::new() };
        let name = names.of(wish.split, organisation, last);
        named.entry(name).or_default().push(Student { member, organisation, unit: last.unit, student });
    }
    let mut order: Vec<String> = named.keys().cloned().collect();
    order.sort_by(|one, other| swedish::compare(one, other).then_with(|| one.cmp(other)));
    let mut all = Gathered { protected: protected.len(), ..Gathered::default() };
    // Three digits, so that the order of the names is that of the numbers.
    for (number, name) in (1_usize..).zip(order) {
        let slug = format!("g{number:03}");
        for mut student in named.remove(&name).unwrap_or_default() {
            student.member.stratum.clone_from(&slug);
            all.students.push(student);
        }
        all.groups.push(Group { slug, name });
    }
    Ok(all)
}

/// What providers and units are called.
struct Names {
    providers: BTreeMap<Id<Organisation>, String>,
    units: BTreeMap<Id<Unit>, String>,
}

impl Names {
    fn read(tx: &mut ReadTx<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            providers: organisations::providers(tx)?.into_iter().map(|one| (one.id, one.name)).collect(),
            units: organisations::units(tx)?.into_iter().map(|one| (one.id, one.name)).collect(),
        })
    }

    fn of(&self, split: Split, organisation: Id<Organisation>, last: Last) -> String {
        let provider = || self.providers.get(&organisation).cloned().unwrap_or_default();
        match split {
            Split::Not => sv::ALL.to_owned(),
            Split::Provider => provider(),
            Split::Unit => match last.unit.and_then(|unit| self.units.get(&unit)) {
                Some(unit) => format!("{}, {unit}", provider()),
                None => format!("{}, {}", provider(), sv::NO_UNIT),
            },
            Split::Form => swedish::capitalised(words::school_form(last.form)),
        }
    }
}
