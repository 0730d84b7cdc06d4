//! Counts into figures, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

mod counted;
mod frozen;
mod inside;
mod official;
mod pages;
mod provider;
mod reported;
mod sequences;

use domain::courses::{Grade, Mark};
use domain::indicators::{Figure, Formula, Term, figure};
use domain::participations::{Cause, Facts, Measure, RawParticipation, Road, Sex, StudyForm, Told};
use kernel::Day;
use store::Scope as DbScope;

use super::model::{By, Key, Months, Only};
use crate::participations::{
    Catalogue, ImportError, Incoming, Place, Plan, Registers, Scope, SetKind, Source, Spot, condense, publish,
    published, stage,
};
use crate::testing::{World, on_both};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// What becomes of a participation of the tests.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    Goes(Grade),
    Stops,
    Continues,
}

/// Some participations alike: they begin and end on these days at that unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch {
    pub(crate) unit: usize,
    pub(crate) course: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) end: End,
    pub(crate) sex: Sex,
    pub(crate) count: u32,
    pub(crate) protected: bool,
    pub(crate) study_form: StudyForm,
}

impl Batch {
    pub(crate) fn of(unit: usize, course: &'static str, end: End, count: u32) -> Self {
        let (from, to) = ("2024-01-08", "2024-03-22");
        Self { unit, course, from, to, end, sex: Sex::Woman, count, protected: false, study_form: StudyForm::OnSite }
    }
}

struct Batches {
    rows: std::vec::IntoIter<(u32, Batch)>,
    spots: Vec<Spot>,
    as_of: Day,
}

impl Source for Batches {
    fn next(&mut self, registers: &mut Registers) -> Result<Option<Incoming>, ImportError> {
        let Some((row, batch)) = self.rows.next() else { return Ok(None) };
        let course: domain::courses::CourseCode = batch.course.parse().unwrap();
        let number = registers.course(&course, None, &Catalogue::new());
        let place = registers.place(self.spots[batch.unit]);
        let mut person = [0; 16];
        person[..4].copy_from_slice(&row.to_be_bytes());
        let facts =
            Facts { as_of: self.as_of, course: number, class: course.class(), in_catalogue: true, points: None };
        let end = day(batch.to);
        let raw = RawParticipation {
            person: domain::participations::PersonKey(person),
            sex: batch.sex,
            protected: batch.protected,
            course,
            form: None,
            points: None,
            points_done: None,
            started: day(batch.from),
            ended: matches!(batch.end, End::Goes(_)).then_some(end),
            study_form: batch.study_form,
            place,
            mark: match batch.end {
                End::Goes(grade) => Some(Mark::Grade(grade)),
                End::Stops | End::Continues => None,
            },
            graded_on: matches!(batch.end, End::Goes(_)).then_some(end),
            told: if matches!(batch.end, End::Continues) { Told::Ongoing } else { Told::Nothing },
            first_absent: matches!(batch.end, End::Stops).then_some(end),
            decided_on: None,
            cause: Cause::Unknown,
            road: Road::Taught,
            education: None,
        };
        Ok(Some(Incoming { row, read: Ok((raw, facts)) }))
    }
}

/// Reads the batches into Ekstad and publishes them. Units 0 and 1 are Lindblad's, 2 is Norrsken's.
pub(crate) fn read_in(world: &World, batches: &[Batch]) {
    read_in_as_of(world, batches, "2024-12-31");
}

/// As [`read_in`], of a file that was taken out on that day.
pub(crate) fn read_in_as_of(world: &World, batches: &[Batch], as_of: &str) {
    read_in_of(world, batches, day(as_of), (SetKind::Full, Scope::default()));
}

/// As [`read_in`], of a file that was taken out on that day and speaks of that.
fn read_in_of(world: &World, batches: &[Batch], as_of: Day, speaks: (SetKind, Scope)) {
    let spot =
        |unit: usize, organisation| Spot { organisation, unit: Some(world.units[unit]), area: Some(world.areas[0].1) };
    let spots = vec![spot(0, world.lindblad), spot(1, world.lindblad), spot(2, world.norrsken)];
    read_in_at(world, batches, spots, as_of, speaks);
}

/// As [`read_in_of`], where a batch's unit is the number of a spot.
fn read_in_at(world: &World, batches: &[Batch], spots: Vec<Spot>, as_of: Day, (kind, scope): (SetKind, Scope)) {
    let rows: Vec<Batch> = batches.iter().flat_map(|batch| std::iter::repeat_n(*batch, batch.count as usize)).collect();
    let rows: Vec<(u32, Batch)> = (1..).zip(rows).collect();
    let place = Place { db: world.app.db().clone(), tenant: world.ekstad.id, context: world.context() };
    let plan = Plan {
        kind,
        scope,
        as_of,
        profile: "test".to_owned(),
        file_name: "kurser.csv".to_owned(),
        file_sha256: "00".to_owned(),
        person: None,
    };
    crate::testing::apart(|| {
        let mut source = Batches { rows: rows.into_iter(), spots, as_of };
        let staged = stage(&place, &plan, &mut source, false, &mut |_, _| (), &mut |_| true).unwrap();
        publish(&place, staged.set.unwrap()).unwrap();
        condense(&place).unwrap();
    });
}

fn through() -> Formula {
    Formula {
        numerator: vec![Term::Counted(Measure::Completed)],
        denominator: vec![Term::Counted(Measure::Completed), Term::Counted(Measure::DroppedOut)],
        ..Formula::default()
    }
}

fn months(from: u32, to: u32) -> Months {
    Months::of_year(2024, from, to).unwrap()
}

#[test]
fn counts_are_summed_by_anything_and_every_breakdown_adds_up_to_the_total() {
    on_both(async |world| {
        read_in(
            world,
            &[
                Batch { sex: Sex::Man, ..Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 30) },
                Batch::of(0, "GRNMATA", End::Stops, 10),
                Batch { to: "2024-05-31", ..Batch::of(1, "GRNMATA", End::Goes(Grade::IG), 7) },
                Batch::of(2, "SFIKUB92", End::Goes(Grade::G), 5),
                Batch { from: "2023-11-06", ..Batch::of(2, "SFIKUB92", End::Stops, 4) },
                Batch::of(2, "SFIKUB92", End::Continues, 9),
            ],
        );
        let picture = world.read(DbScope::Tenant(world.ekstad.id), |tx| {
            let upto = published(tx)?;
            super::store::picture(tx, upto)
        });
        // In 2023 courses only began.
        assert_eq!(picture.years(), [2024]);
        let all = Only::default();
        let share = |only: &Only, months| figure(&through(), &picture.total(&through(), months, only)).counts();
        assert_eq!(share(&all, months(1, 12)), Some((42, 56)));
        assert_eq!(share(&all, months(1, 3)), Some((35, 49)));
        assert_eq!(share(&Only { provider: Some(world.norrsken), ..all }, months(1, 12)), Some((5, 9)));
        assert_eq!(share(&Only { unit: Some(world.units[1]), ..all }, months(1, 12)), Some((7, 7)));
        assert_eq!(share(&Only { sex: Some(Sex::Man), ..all }, months(1, 12)), Some((30, 30)));
        let sfi = Only { form: Some(domain::courses::SchoolForm::Sfi), ..all };
        assert_eq!(share(&sfi, months(1, 12)), Some((35, 39)));
        for by in By::ALL {
            let apart = picture.apart(&through(), months(1, 12), &all, by);
            let sums = apart.values().filter_map(|counts| figure(&through(), counts).counts());
            assert_eq!(sums.fold((0, 0), |sum, (part, base)| (sum.0 + part, sum.1 + base)), (42, 56), "{by:?}");
            assert!(apart.len() >= if by == By::Area || by == By::StudyForm { 1 } else { 2 }, "{by:?}");
        }
        let units: Vec<Key> = picture.apart(&through(), months(1, 12), &all, By::Unit).into_keys().collect();
        assert!(units.contains(&Key::Unit(Some(world.units[2]))));
        // Those who go on are in the base of all: 65 began, 4 of them the year before.
        let participating = Formula { denominator: vec![Term::Participating], ..through() };
        let of = |months| figure(&participating, &picture.total(&participating, months, &all)).counts();
        assert_eq!(of(months(1, 12)), Some((42, 65)));
        assert_eq!(of(months(4, 4)), Some((0, 16)));
        let by_month = picture.by_month(&through(), months(1, 12), &all);
        let of_march = figure(&through(), &by_month[2].1).counts();
        assert_eq!((by_month.len(), of_march), (12, Some((35, 49))));
        assert!(matches!(figure(&through(), &by_month[0].1), Figure::Missing(_)));
    });
}

#[test]
fn a_picture_is_kept_until_a_set_is_published_and_no_other_authority_sees_it() {
    on_both(async |world| {
        let counted = |tenant| {
            world.read(DbScope::Tenant(tenant), |tx| {
                let upto = published(tx)?;
                Ok((upto, super::store::picture(tx, upto)?))
            })
        };
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 3)]);
        let (first, before) = counted(world.ekstad.id);
        assert!(std::sync::Arc::ptr_eq(&before, &counted(world.ekstad.id).1));
        read_in(world, &[Batch::of(0, "SFIKUB92", End::Goes(Grade::G), 5)]);
        let (second, after) = counted(world.ekstad.id);
        assert!(second > first && before.cells != after.cells);
        let old = world.read(DbScope::Tenant(world.ekstad.id), move |tx| super::store::picture(tx, first));
        assert_eq!(old.cells, before.cells);
        assert!(counted(world.bokhamn.id).1.cells.is_empty());
        let register = world.read(DbScope::Tenant(world.ekstad.id), super::store::register);
        assert_eq!((register.units.len(), register.areas.len(), register.agreements.len()), (3, 3, 3));
        let names = world.read(DbScope::Tenant(world.ekstad.id), super::store::providers);
        assert_eq!(names.len(), 2);
    });
}
