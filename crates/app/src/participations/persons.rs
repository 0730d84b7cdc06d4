//! Persons, each counted once, of everything that held after a set: kept as a snapshot for the newest set and for each that a
//! freeze names, since persons are no sum and cannot be counted as rows come and go.
//!
//! One ordered pass over the rows, student by student, some thousands of students in one short transaction: what held after
//! a set stays the same while later sets come in. Nothing is in memory but the counts and one chunk. What is written is not
//! seen until the last transaction says that it is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use ::store::{Event, Housekeeping, ReadTx, StoreError, WriteTx};
use domain::courses::{SchoolForm, UnitKind};
use domain::participations::persons::{self, FirstMonths};
use domain::participations::{Month, Participation, PersonKey};
use kernel::id::kind::{Area, Organisation, Unit};
use kernel::{Day, Id};
use serde_json::json;

use super::import::{CHUNK, Place};
use super::kept::pack;
use super::lookup::Lookup;
use super::packed::Packed;
use super::persons_store as store;
pub(super) use super::persons_store::highest_student;
use super::registers::Spot;
use super::store::CellKey;

/// How many students' rows one transaction reads.
const STUDENTS: i64 = 4_000;
/// On how many threads persons are counted at most.
const THREADS: usize = 4;

/// A part of the authority in which persons are counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    All,
    /// A provider.
    Provider(Id<Organisation>),
    /// A unit.
    Unit(Id<Unit>),
    /// Whatever the source places in no unit, at one provider or anywhere.
    NoUnit(Option<Id<Organisation>>),
    /// A contract area.
    Area(Id<Area>),
    /// Whatever the source places in no contract area.
    NoArea,
    /// What a provider does within a contract area; nothing for what the source places in none.
    ProviderArea(Id<Organisation>, Option<Id<Area>>),
}

impl Part {
    /// Every part that the place is in.
    fn of(spot: &Spot) -> Vec<Self> {
        let provider = spot.organisation;
        let mut parts = vec![Self::All, Self::Provider(provider), Self::ProviderArea(provider, spot.area)];
        match spot.unit {
            Some(unit) => parts.push(Self::Unit(unit)),
            None => parts.extend([Self::NoUnit(None), Self::NoUnit(Some(provider))]),
        }
        parts.push(spot.area.map_or(Self::NoArea, Self::Area));
        parts
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Provider(id) => write!(f, "provider/{id}"),
            Self::Unit(id) => write!(f, "unit/{id}"),
            Self::NoUnit(None) => f.write_str("no-unit"),
            Self::NoUnit(Some(id)) => write!(f, "no-unit/{id}"),
            Self::Area(id) => write!(f, "area/{id}"),
            Self::NoArea => f.write_str("no-area"),
            Self::ProviderArea(id, Some(area)) => write!(f, "provider-area/{id}/{area}"),
            Self::ProviderArea(id, None) => write!(f, "provider-no-area/{id}"),
        }
    }
}

impl FromStr for Part {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        fn id<K>(text: Option<&str>) -> Result<Id<K>, ()>
        where
            Id<K>: FromStr,
        {
            text.and_then(|text| text.parse().ok()).ok_or(())
        }
        let mut words = text.split('/');
        let part = match words.next() {
            Some("all") => Self::All,
            Some("provider") => Self::Provider(id(words.next())?),
            Some("unit") => Self::Unit(id(words.next())?),
            Some("no-unit") => Self::NoUnit(words.next().map(|word| id(Some(word))).transpose()?),
            Some("area") => Self::Area(id(words.next())?),
            Some("no-area") => Self::NoArea,
            Some("provider-area") => Self::ProviderArea(id(words.next())?, Some(id(words.next())?)),
            Some("provider-no-area") => Self::ProviderArea(id(words.next())?, None),
            _ => return Err(()),
        };
        if words.next().is_some() { Err(()) } else { Ok(part) }
    }
}

/// Persons by the month that is counted from, the part, and the month in which they first took part from it on.
pub type PersonCounts = BTreeMap<(Month, Part, Month), i64>;

/// What is counted of persons after a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Persons {
    /// How many persons hold a participation.
    pub students: i64,
    /// Who took part.
    pub counts: PersonCounts,
    /// What is counted of beginners in sfi.
    pub cells: BTreeMap<CellKey, i64>,
}

/// What a course is, as far as persons are counted by it.
#[derive(Debug, Clone, Copy)]
pub struct CourseOf {
    /// Its school form.
    pub form: SchoolForm,
    /// What it is.
    pub unit: UnitKind,
    /// The group in which it is counted.
    pub group: u32,
    /// The course of sfi, where it is one.
    pub sfi: Option<char>,
}

/// What everything is counted by.
struct Known {
    upto: i64,
    as_of: Option<Day>,
    first_ending: Option<Month>,
    courses: BTreeMap<u32, CourseOf>,
    /// Every part there is.
    parts: Vec<Part>,
    /// The places of the parts in that list, by the number of a place.
    of_place: Vec<Vec<usize>>,
}

impl Known {
    fn read(tx: &mut ReadTx<'_>, upto: i64) -> Result<Self, StoreError> {
        let places = super::places(tx)?;
        let of_place: BTreeMap<u32, Vec<Part>> =
            places.iter().map(|(number, spot)| (*number, Part::of(spot))).collect();
        let parts: BTreeSet<Part> = of_place.values().flatten().copied().collect();
        let parts: Vec<Part> = parts.into_iter().collect();
        let at = |part: &Part| parts.binary_search(part).ok();
        let places = of_place.keys().next_back().map_or(0, |last| *last as usize + 1);
        let mut dense = vec![Vec::new(); places];
        for (number, of) in &of_place {
            dense[*number as usize] = of.iter().filter_map(at).collect();
        }
        Ok(Self {
            upto,
            as_of: store::as_of(tx, upto)?,
            first_ending: store::first_ending(tx, upto)?,
            courses: store::courses(tx)?,
            parts,
            of_place: dense,
        })
    }

    fn unpacked(&self, packed: &Packed) -> Result<(Participation, Option<char>), StoreError> {
        let damaged = || StoreError::Damaged(format!("a participation of student {}", packed.student()));
        let course = self.courses.get(&packed.course()).ok_or_else(damaged)?;
        let one = packed.unpack(PersonKey([0; 16]), course.form, course.unit).ok_or_else(damaged)?;
        Ok((one, course.sfi))
    }

    /// What the counters have counted together. No student is in two of them.
    fn sum(&self, counters: impl IntoIterator<Item = Counter>) -> Persons {
        let mut persons = Persons::default();
        for counter in counters {
            persons.students += counter.students;
            for ((from, part, first), n) in counter.counts {
                *persons.counts.entry((from, self.parts[part], first)).or_default() += n;
            }
            for (key, n) in counter.cells {
                *persons.cells.entry(key).or_default() += n;
            }
        }
        persons
    }
}

/// What has been counted.
#[derive(Default)]
struct Counter {
    students: i64,
    counts: Lookup<(Month, usize, Month), i64>,
    cells: BTreeMap<CellKey, i64>,
    /// Of the person at hand: the months of each part.
    first: Vec<(usize, FirstMonths)>,
}

impl Counter {
    /// Counts the students of the numbers after `from`, up to `to`.
    fn chunk(&mut self, tx: &mut ReadTx<'_>, known: &Known, from: i64, to: i64) -> Result<(), StoreError> {
        let (mut of, mut rows) = (0, Vec::new());
        store::by_student(tx, known.upto, (from, to), |packed| {
            if packed.student() != of {
                self.person(known, &rows)?;
                rows.clear();
                of = packed.student();
            }
            rows.push(known.unpacked(&packed)?);
            Ok(())
        })?;
        self.person(known, &rows)
    }

    /// Counts one person, of whom these are all the participations.
    fn person(&mut self, known: &Known, rows: &[(Participation, Option<char>)]) -> Result<(), StoreError> {
        let Some(as_of) = known.as_of.filter(|_| !rows.is_empty()) else { return Ok(()) };
        self.students += 1;
        self.first.clear();
        for (one, _) in rows {
            let Some(span) = persons::span(one, as_of) else { continue };
            for part in known.of_place.get(one.place.0 as usize).into_iter().flatten() {
                match self.first.iter_mut().find(|(of, _)| of == part) {
                    Some((_, months)) => months.add(span),
                    None => {
                        let mut months = FirstMonths::default();
                        months.add(span);
                        self.first.push((*part, months));
                    }
                }
            }
        }
        for (part, months) in &self.first {
            for (from, month) in months.each() {
                *self.counts.entry((from, *part, month)).or_default() += 1;
            }
        }
        let Some(known_from) = known.first_ending else { return Ok(()) };
        if let Some(beginner) = persons::sfi_beginner(rows, known_from, as_of) {
            let group = known.courses.get(&beginner.course).map(|course| course.group);
            let group = group.ok_or_else(|| StoreError::Damaged(format!("course {}", beginner.course)))?;
            for measure in beginner.measures() {
                let key = CellKey {
                    measure,
                    month: beginner.month,
                    place: beginner.place,
                    group,
                    study_form: beginner.study_form.code(),
                    sex: beginner.sex.code(),
                };
                *self.cells.entry(key).or_default() += 1;
            }
        }
        Ok(())
    }
}

/// The numbers after which each chunk of students begins, and its last.
pub(super) fn chunks(highest: i64) -> impl Iterator<Item = (i64, i64)> {
    (0..highest).step_by(usize::try_from(STUDENTS).unwrap_or(1)).map(|from| (from, from + STUDENTS))
}

/// What is counted of persons from the rows that hold after the set `upto`, in one transaction.
pub fn counted(tx: &mut ReadTx<'_>, upto: i64) -> Result<Persons, StoreError> {
    let (known, mut counter) = (Known::read(tx, upto)?, Counter::default());
    for (from, to) in chunks(highest_student(tx)?) {
        counter.chunk(tx, &known, from, to)?;
    }
    Ok(known.sum([counter]))
}

/// What is kept of persons after the set; nothing where they have not been counted, or not to the end.
pub fn persons_after(tx: &mut ReadTx<'_>, set: i64) -> Result<Option<Persons>, StoreError> {
    let Some((students, ..)) = store::snapshot(tx, set)? else { return Ok(None) };
    Ok(Some(Persons { students, counts: store::counts(tx, set)?, cells: store::cells(tx, set)? }))
}

/// The sets of which persons are to be kept: the newest that counts, and each that a freeze names or a submission cites.
fn wanted(tx: &mut ReadTx<'_>) -> Result<BTreeSet<i64>, StoreError> {
    let frozen = super::freezes(tx)?.into_iter().map(|freeze| freeze.set);
    let mut wanted: BTreeSet<i64> = frozen.chain(store::cited(tx)?).collect();
    wanted.insert(super::published(tx)?);
    wanted.remove(&0);
    Ok(wanted)
}

/// The newest set of which persons are to be kept and are not; nothing where none is missing.
pub fn lacking(tx: &mut ReadTx<'_>) -> Result<Option<i64>, StoreError> {
    let kept: BTreeSet<i64> = store::snapshots(tx)?.into_iter().collect();
    Ok(wanted(tx)?.into_iter().rev().find(|set| !kept.contains(set)))
}

/// The sets whose snapshot is not what the rows make.
pub fn differing(tx: &mut ReadTx<'_>) -> Result<BTreeSet<i64>, StoreError> {
    let mut differing = BTreeSet::new();
    for set in store::snapshots(tx)? {
        let counted = counted(tx, set)?;
        let kept = store::kept(tx, set)?;
        let packed = pack(&super::cells(tx, set)?, &counted);
        if kept != Some(packed) || persons_after(tx, set)? != Some(counted) {
            differing.insert(set);
        }
    }
    Ok(differing)
}

/// Counts persons of every set of which they are to be kept and are not, and lets go of the others. Safe to run again, and
/// at the same time as another. Gives the sets that were counted.
pub fn condense(place: &Place) -> Result<BTreeSet<i64>, StoreError> {
    let (wanted, kept) = place.db.read_blocking(place.scope(), |tx| {
        let kept: BTreeSet<i64> = store::snapshots(tx)?.into_iter().collect();
        Ok::<_, StoreError>((wanted(tx)?, kept))
    })?;
    for set in kept.difference(&wanted) {
        let_go(place, *set)?;
    }
    // What somebody left who did not come to the end goes too, so that none of it is taken for new.
    clear(place)?;
    let missing: BTreeSet<i64> = wanted.difference(&kept).copied().collect();
    for set in &missing {
        condense_set(place, *set)?;
    }
    Ok(missing)
}

/// Counts anew every snapshot that is not what the rows make, and every one that is missing; gives their sets.
pub fn condense_anew(place: &Place) -> Result<BTreeSet<i64>, StoreError> {
    let wrong = place.db.read_blocking(place.scope(), differing)?;
    for set in &wrong {
        let_go(place, *set)?;
    }
    condense(place)
}

/// Counts persons on as many threads as there are cores, at most [`THREADS`]: each takes the next chunk of students that nobody
/// has taken.
fn count_persons(place: &Place, set: i64) -> Result<Persons, StoreError> {
    let (known, highest) = place
        .db
        .read_blocking(place.scope(), |tx| Ok::<_, StoreError>((Known::read(tx, set)?, highest_student(tx)?)))?;
    let left = Mutex::new(chunks(highest));
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let count = || {
        let mut counter = Counter::default();
        while let Some((from, to)) = next() {
            place.db.read_blocking(place.scope(), |tx| counter.chunk(tx, &known, from, to))?;
        }
        Ok::<_, StoreError>(counter)
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let counters = std::thread::scope(|threads| {
        let others: Vec<_> = (1..cores.min(THREADS)).map(|_| threads.spawn(count)).collect();
        let own = count();
        let others = others.into_iter().map(|other| other.join().unwrap_or(Err(StoreError::Closed)));
        std::iter::once(own).chain(others).collect::<Result<Vec<Counter>, StoreError>>()
    })?;
    Ok(known.sum(counters))
}

fn condense_set(place: &Place, set: i64) -> Result<(), StoreError> {
    let persons = count_persons(place, set)?;
    let kept = place.db.read_blocking(place.scope(), |tx| super::cells(tx, set))?;
    let kept: Arc<[u8]> = pack(&kept, &persons).into();
    let rows: Vec<((Month, Part, Month), i64)> = persons.counts.into_iter().collect();
    for part in rows.chunks(CHUNK) {
        let part = part.to_vec();
        keep(place, move |tx| store::add_counts(tx, set, &part))?;
    }
    let cells: Vec<(CellKey, i64)> = persons.cells.into_iter().collect();
    for part in cells.chunks(CHUNK) {
        let part = part.to_vec();
        keep(place, move |tx| store::add_cells(tx, set, &part))?;
    }
    let of = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let (students, counts, cells) = (persons.students, of(rows.len()), of(cells.len()));
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        // Somebody else has come to the end before.
        if store::snapshot(&mut tx, set)?.is_some() {
            return Ok(tx.keep(Housekeeping::UnpublishedSet, ()));
        }
        if store::rows(&mut tx, set)? != (counts, cells) {
            return Err(StoreError::Damaged(format!("persons of set {set} were cleared while they were counted")));
        }
        store::add_snapshot(&mut tx, set, (students, counts, cells), &kept)?;
        let facts = json!({ "set": set, "students": students });
        let event = Event::about("participations.condensed", tx.tenant()?, facts);
        tx.save(event, ())
    })
}

/// Forgets what was counted of persons after a set.
fn let_go(place: &Place, set: i64) -> Result<(), StoreError> {
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        if store::remove_snapshot(&mut tx, set)? == 0 {
            return Ok(tx.keep(Housekeeping::UnpublishedSet, ()));
        }
        let event = Event::about("participations.persons-let-go", tx.tenant()?, json!({ "set": set }));
        tx.save(event, ())
    })
}

/// Removes what belongs to no whole snapshot.
fn clear(place: &Place) -> Result<(), StoreError> {
    let left = place.db.read_blocking(place.scope(), store::without_snapshot)?;
    for set in left {
        while keep(place, move |tx| store::clear(tx, set))? > 0 {}
    }
    Ok(())
}

fn keep(
    place: &Place,
    change: impl Fn(&mut WriteTx<'_>) -> Result<u64, StoreError> + Send + 'static,
) -> Result<u64, StoreError> {
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        let changed = change(&mut tx)?;
        Ok(tx.keep(Housekeeping::UnpublishedSet, changed))
    })
}
