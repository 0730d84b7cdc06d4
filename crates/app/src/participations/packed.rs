//! A participation as the numbers it is stored in.

use ::store::Column;
use domain::courses::{Grade, Mark, SchoolForm, UnitKind};
use domain::participations::{Cause, Outcome, Participation, PersonKey, Place, Road, Sex, StudyForm};
use kernel::Day;

/// How many columns a row has beside its keys.
pub const COLUMNS: usize = 18;

/// A column without a value. No day, code or count is negative.
const NONE: i64 = -1;

/// The columns of a row in the order of the table, from `student` to `protected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Packed(pub [i64; COLUMNS]);

mod outcome_code {
    pub const ONGOING: i64 = 0;
    pub const COMPLETED: i64 = 1;
    pub const DROPPED_OUT: i64 = 2;
    pub const CEASED: i64 = 3;
    pub const NOT_STARTED: i64 = 4;
    pub const UNKNOWN: i64 = 5;
}

/// The mark for a dash; grades follow from the next.
const DASH: i64 = 0;

/// A day as the whole number 20240322.
pub fn number_of(day: Day) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day_of_month())
}

/// The day of that number.
pub fn day_of(number: i64) -> Option<Day> {
    let part = |number: i64| i8::try_from(number % 100).ok();
    Day::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?)
}

fn maybe(day: Option<Day>) -> i64 {
    day.map_or(NONE, number_of)
}

fn mark_code(mark: Mark) -> i64 {
    match mark {
        Mark::Dash => DASH,
        Mark::Grade(grade) => Grade::ALL
            .iter()
            .position(|one| *one == grade)
            .map_or(NONE, |at| i64::try_from(at).map_or(NONE, |at| at + 1)),
    }
}

fn mark_of(code: i64) -> Option<Mark> {
    match code {
        DASH => Some(Mark::Dash),
        code => Grade::ALL.get(usize::try_from(code - 1).ok()?).copied().map(Mark::Grade),
    }
}

impl Packed {
    /// The participation of the student of that number.
    pub fn of(one: &Participation, student: u32) -> Self {
        let (code, ended, mark, marked_on, decided, cause) = match one.outcome {
            Outcome::Ongoing => (outcome_code::ONGOING, None, NONE, None, None, Cause::Unknown),
            Outcome::Completed { ended, mark } => {
                let code = mark.map_or(NONE, |(mark, _)| mark_code(mark));
                (outcome_code::COMPLETED, Some(ended), code, mark.map(|(_, on)| on), None, Cause::Unknown)
            }
            Outcome::DroppedOut { first_absent, decided, cause } => {
                (outcome_code::DROPPED_OUT, Some(first_absent), NONE, None, decided, cause)
            }
            Outcome::Ceased { decided } => {
                (outcome_code::CEASED, Some(decided), NONE, None, Some(decided), Cause::Unknown)
            }
            Outcome::NotStarted { noted } => {
                (outcome_code::NOT_STARTED, Some(noted), NONE, None, Some(noted), Cause::Unknown)
            }
            Outcome::Unknown { ended } => (outcome_code::UNKNOWN, Some(ended), NONE, None, None, Cause::Unknown),
        };
        let count = |number: Option<u16>| number.map_or(NONE, i64::from);
        Self([
            i64::from(student),
            i64::from(one.sex.code()),
            i64::from(one.place.0),
            i64::from(one.course),
            i64::from(one.study_form.code()),
            i64::from(one.road.code()),
            number_of(one.started),
            maybe(one.planned_end),
            code,
            maybe(ended),
            mark,
            maybe(marked_on),
            maybe(decided),
            i64::from(cause.code()),
            count(one.points),
            count(one.points_done),
            one.education.map_or(NONE, i64::from),
            i64::from(one.protected),
        ])
    }

    /// The student's number.
    pub fn student(&self) -> u32 {
        u32::try_from(self.0[0]).unwrap_or_default()
    }

    /// The place's number.
    pub fn place(&self) -> u32 {
        u32::try_from(self.0[2]).unwrap_or_default()
    }

    /// The course's number.
    pub fn course(&self) -> u32 {
        u32::try_from(self.0[3]).unwrap_or_default()
    }

    /// The number of the education it belongs to.
    pub fn education(&self) -> Option<u32> {
        (self.0[16] != NONE).then(|| u32::try_from(self.0[16]).ok()).flatten()
    }

    /// The participation, given who it is and what the course is; nothing where a number stands for nothing.
    pub fn unpack(&self, person: PersonKey, form: SchoolForm, unit: UnitKind) -> Option<Participation> {
        let c = &self.0;
        let code = |at: usize| u8::try_from(c[at]).ok();
        let day = |at: usize| (c[at] != NONE).then(|| day_of(c[at]));
        let count = |at: usize| (c[at] != NONE).then(|| u16::try_from(c[at]).ok()).flatten();
        let ended = || day(9).flatten();
        let outcome = match c[8] {
            outcome_code::ONGOING => Outcome::Ongoing,
            outcome_code::COMPLETED => {
                let mark = if c[10] == NONE { None } else { Some((mark_of(c[10])?, day(11)??)) };
                Outcome::Completed { ended: ended()?, mark }
            }
            outcome_code::DROPPED_OUT => Outcome::DroppedOut {
                first_absent: ended()?,
                decided: day(12).flatten(),
                cause: Cause::from_code(code(13)?)?,
            },
            outcome_code::CEASED => Outcome::Ceased { decided: ended()? },
            outcome_code::NOT_STARTED => Outcome::NotStarted { noted: ended()? },
            outcome_code::UNKNOWN => Outcome::Unknown { ended: ended()? },
            _ => return None,
        };
        Some(Participation {
            person,
            sex: Sex::from_code(code(1)?)?,
            place: Place(u32::try_from(c[2]).ok()?),
            course: self.course(),
            form,
            unit,
            study_form: StudyForm::from_code(code(4)?)?,
            road: Road::from_code(code(5)?)?,
            started: day_of(c[6])?,
            planned_end: day(7).flatten(),
            outcome,
            points: count(14),
            points_done: count(15),
            education: self.education(),
            protected: c[17] != 0,
        })
    }

    /// Which columns may lack a value, in the order of the table.
    const MAYBE: [bool; COLUMNS] = [
        false, false, false, false, false, false, false, true, false, true, true, true, true, false, true, true, true,
        false,
    ];

    /// The bytes that a set's digest is made of.
    pub fn bytes(&self) -> [u8; COLUMNS * 8] {
        let mut out = [0; COLUMNS * 8];
        for (to, cell) in out.chunks_exact_mut(8).zip(self.0) {
            to.copy_from_slice(&cell.to_be_bytes());
        }
        out
    }
}

/// Rows column by column, as they are written.
#[derive(Debug, Default)]
pub struct Rows {
    numbers: Vec<i64>,
    whole: [Vec<i64>; COLUMNS],
    maybe: [Vec<Option<i64>>; COLUMNS],
}

impl Rows {
    /// Room for as many rows as one chunk has.
    pub fn with_capacity(rows: usize) -> Self {
        let mut all = Self { numbers: Vec::with_capacity(rows), ..Self::default() };
        for (column, maybe) in Packed::MAYBE.into_iter().enumerate() {
            if maybe {
                all.maybe[column].reserve_exact(rows);
            } else {
                all.whole[column].reserve_exact(rows);
            }
        }
        all
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// One more row, at the place it has in its file.
    pub fn push(&mut self, number: u32, row: &Packed) {
        self.numbers.push(i64::from(number));
        for (column, (cell, maybe)) in row.0.into_iter().zip(Packed::MAYBE).enumerate() {
            if maybe {
                self.maybe[column].push((cell != NONE).then_some(cell));
            } else {
                self.whole[column].push(cell);
            }
        }
    }

    /// Hands the bytes of each row that a set's digest is made of to the closure, with its number.
    pub fn each_bytes(&self, mut take: impl FnMut(u32, &[u8; COLUMNS * 8])) {
        let mut bytes = [0; COLUMNS * 8];
        for (at, number) in self.numbers.iter().enumerate() {
            for (column, to) in bytes.chunks_exact_mut(8).enumerate() {
                let cell =
                    if Packed::MAYBE[column] { self.maybe[column][at].unwrap_or(NONE) } else { self.whole[column][at] };
                to.copy_from_slice(&cell.to_be_bytes());
            }
            take(u32::try_from(*number).unwrap_or(u32::MAX), &bytes);
        }
    }

    /// The columns, the row's number first.
    pub fn columns(&self) -> Vec<Column<'_>> {
        let mut all = vec![Column::Whole(&self.numbers)];
        all.extend(Packed::MAYBE.into_iter().enumerate().map(|(column, maybe)| {
            if maybe { Column::Maybe(&self.maybe[column]) } else { Column::Whole(&self.whole[column]) }
        }));
        all
    }
}

/// Reads the columns of a row, in the order of the table.
pub fn take(row: &mut ::store::Row) -> Result<Packed, ::store::StoreError> {
    let mut cells = [NONE; COLUMNS];
    row.take_whole(&mut cells, NONE)?;
    Ok(Packed(cells))
}
