//! The rows behind a figure, for whoever has the right to see them. They name nobody: a row never carries the keyed hash of its
//! person. A random sample, which is drawn among students, is given their numbers and hashes apart.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, sql};
use domain::courses::{CourseCode, SchoolForm, UnitKind};
use domain::participations::{Outcome, Participation, PersonKey};

use super::packed::{self, Packed};
use super::registers::unit_from_slug;

/// A row without whoever it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAt {
    /// The set it came in.
    pub set: i64,
    /// Its number in the set.
    pub row: u32,
    /// The course.
    pub course: CourseCode,
    /// Everything else; the person is nobody.
    pub participation: Participation,
}

/// Every course, by number: its code, its form and what it is.
pub(super) type Courses = BTreeMap<u32, (CourseCode, SchoolForm, UnitKind)>;

/// The row of that set and number, which is about nobody.
pub(super) fn row_at((set, row): (i64, u32), packed: &Packed, courses: &Courses) -> Result<RowAt, StoreError> {
    let damaged = || StoreError::Damaged(format!("participation {row} of set {set}"));
    let (course, form, unit) = courses.get(&packed.course()).ok_or_else(damaged)?;
    let participation = packed.unpack(PersonKey([0; 16]), *form, *unit).ok_or_else(damaged)?;
    Ok(RowAt { set, row, course: course.clone(), participation })
}

/// Reads every course.
pub(super) fn courses(tx: &mut ReadTx<'_>) -> Result<Courses, StoreError> {
    let rows: Vec<(u32, String, String, String)> =
        tx.all(sql!("SELECT number, code, school_form, unit_kind FROM course WHERE tenant_id = $1"), &[])?;
    rows.into_iter()
        .map(|(number, code, form, unit)| {
            let facts = code.parse().ok().zip(SchoolForm::from_slug(&form)).zip(unit_from_slug(&unit));
            let ((code, form), unit) = facts.ok_or_else(|| StoreError::Damaged(format!("course {number}")))?;
            Ok((number, (code, form, unit)))
        })
        .collect()
}

/// The students of whom any row that holds says that their identities are protected: then all of their rows are.
fn protected(tx: &mut ReadTx<'_>, upto: i64) -> Result<BTreeSet<u32>, StoreError> {
    let all: Vec<(u32,)> = tx.all(
        sql!(
            "SELECT DISTINCT student FROM participation
             WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2) AND protected = 1"
        ),
        &[&upto],
    )?;
    Ok(all.into_iter().map(|(student,)| student).collect())
}

/// Hands every row at the places that holds after the set `upto` to the closure, in the order in which they came. Rows are
/// gone through once, however many places there are.
pub fn rows_at(tx: &mut ReadTx<'_>, upto: i64, places: &[u32], mut take: impl FnMut(RowAt)) -> Result<(), StoreError> {
    student_rows(tx, upto, places, |_, row| take(row))
}

/// As [`rows_at`], with the number of the student that each row is about.
pub fn student_rows(
    tx: &mut ReadTx<'_>,
    upto: i64,
    places: &[u32],
    mut take: impl FnMut(u32, RowAt),
) -> Result<(), StoreError> {
    let (courses, protected) = (courses(tx)?, protected(tx, upto)?);
    let asked: BTreeSet<u32> = places.iter().copied().collect();
    let (Some(first), Some(last)) = (asked.first(), asked.last()) else { return Ok(()) };
    tx.each(
        sql!(
            "SELECT set_number, row_number, student, sex, place, course, study_form, road, started, planned_end,
                outcome, ended, mark, marked_on, decided_on, cause, points, points_done, education, protected
             FROM participation
             WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
               AND place >= $3 AND place <= $4
             ORDER BY set_number, row_number"
        ),
        &[&upto, first, last],
        |row| {
            let (set, number): (i64, u32) = (row.take()?, row.take()?);
            let packed = packed::take(row)?;
            if !asked.contains(&packed.place()) {
                return Ok(());
            }
            let student = packed.student();
            let mut row = row_at((set, number), &packed, &courses)?;
            row.participation.protected |= protected.contains(&student);
            take(student, row);
            Ok(())
        },
    )
}

/// The rows of one student that hold after the set `upto`, in the order in which they came.
pub fn rows_of_student(tx: &mut ReadTx<'_>, upto: i64, student: u32) -> Result<Vec<RowAt>, StoreError> {
    let courses = courses(tx)?;
    let mut rows = Vec::new();
    tx.each(
        sql!(
            "SELECT set_number, row_number, student, sex, place, course, study_form, road, started, planned_end,
                outcome, ended, mark, marked_on, decided_on, cause, points, points_done, education, protected
             FROM participation
             WHERE tenant_id = $1 AND student = $3 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
             ORDER BY set_number, row_number"
        ),
        &[&upto, &student],
        |row| {
            let (set, number): (i64, u32) = (row.take()?, row.take()?);
            rows.push(row_at((set, number), &packed::take(row)?, &courses)?);
            Ok(())
        },
    )?;
    Ok(rows)
}

/// The keyed hashes of students, by their numbers.
pub fn student_keys(tx: &mut ReadTx<'_>) -> Result<BTreeMap<u32, PersonKey>, StoreError> {
    let mut keys = BTreeMap::new();
    tx.each(sql!("SELECT number, key FROM student WHERE tenant_id = $1"), &[], |row| {
        let (number, key): (u32, Vec<u8>) = (row.take()?, row.take()?);
        let key = key.try_into().map_err(|_| StoreError::Damaged(format!("key of student {number}")))?;
        keys.insert(number, PersonKey(key));
        Ok(())
    })?;
    Ok(keys)
}

/// The ongoing rows at the places that hold after the set `upto`, a list for each student, who is nobody: for moving students of a provider
/// that may teach no longer. Gives them in the order of each student's first day, and of how many more students the identities are
/// protected.
///
/// # Errors
/// When the database cannot be read.
pub fn ongoing_by_student(
    tx: &mut ReadTx<'_>,
    upto: i64,
    places: &[u32],
) -> Result<(Vec<Vec<RowAt>>, usize), StoreError> {
    let (courses, protected) = (courses(tx)?, protected(tx, upto)?);
    let asked: BTreeSet<u32> = places.iter().copied().collect();
    let (Some(first), Some(last)) = (asked.first(), asked.last()) else { return Ok((Vec::new(), 0)) };
    let mut all: BTreeMap<u32, Vec<RowAt>> = BTreeMap::new();
    let mut hidden: BTreeSet<u32> = BTreeSet::new();
    tx.each(
        sql!(
            "SELECT set_number, row_number, student, sex, place, course, study_form, road, started, planned_end,
                outcome, ended, mark, marked_on, decided_on, cause, points, points_done, education, protected
             FROM participation
             WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
               AND place >= $3 AND place <= $4
             ORDER BY set_number, row_number"
        ),
        &[&upto, first, last],
        |row| {
            let (set, number): (i64, u32) = (row.take()?, row.take()?);
            let packed = packed::take(row)?;
            if !asked.contains(&packed.place()) {
                return Ok(());
            }
            let row = row_at((set, number), &packed, &courses)?;
            if row.participation.outcome == Outcome::Ongoing {
                if row.participation.protected || protected.contains(&packed.student()) {
                    hidden.insert(packed.student());
                } else {
                    all.entry(packed.student()).or_default().push(row);
                }
            }
            Ok(())
        },
    )?;
    let mut students: Vec<Vec<RowAt>> = all.into_values().collect();
    for rows in &mut students {
        rows.sort_by_key(|row| (row.participation.started, row.set, row.row));
    }
    students.sort_by_key(|rows| rows.first().map(|row| (row.participation.started, row.set, row.row)));
    Ok((students, hidden.len()))
}
