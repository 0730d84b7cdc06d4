//! Vocational educations as they are stored, and as a file tells of them row by row.
//!
//! An education comes in with the rows that belong to it and holds as long as any of them does: a set that tells otherwise of
//! it says that the earlier telling is gone and brings another, and one that leaves it without rows says that it is gone.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Column, ReadTx, Row, StoreError, WriteTx, sql};
use domain::educations::{Education, Kind, Outcome, Situation, counts};
use domain::participations::{Field, Place, Sex, StudyForm};
use sha2::{Digest, Sha256};

use super::lookup::Lookup;
use super::packed::{day_of, number_of};
use super::store::CellKey;

/// An education with whose it is, where, and in which group it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number within the authority.
    pub number: u32,
    /// The student's number.
    pub student: u32,
    /// The student's sex.
    pub sex: Sex,
    /// Where it is counted.
    pub place: Place,
    /// The group of courses that educations are counted in.
    pub group: u32,
    /// What it is.
    pub education: Education,
}

impl Stored {
    /// Hands the cell of every count of it to the closure.
    pub fn count(&self, mut count: impl FnMut(CellKey)) {
        let (place, group, sex) = (self.place, self.group, self.sex.code());
        counts(&self.education, |measure, month| {
            count(CellKey { measure, month, place, group, study_form: StudyForm::Unknown.code(), sex });
        });
    }

    /// The whole columns of the table, in its order.
    fn whole(&self) -> [i64; 9] {
        let of = &self.education;
        [
            self.number.into(),
            self.student.into(),
            self.sex.code().into(),
            self.place.0.into(),
            self.group.into(),
            of.kind.code().into(),
            number_of(of.started),
            of.outcome.code().into(),
            of.situation.code().into(),
        ]
    }

    /// The columns that may lack a value, in the order of the table.
    fn maybe(&self) -> [Option<i64>; 3] {
        let of = &self.education;
        [of.planned_end, of.ended, of.noted].map(|day| day.map(number_of))
    }
}

/// What a set brings and takes away of educations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// What it tells, in the order of their numbers.
    pub rows: Vec<Stored>,
    /// What it makes gone, by set and number, in order.
    pub gone: Vec<(i64, u32)>,
}

impl Change {
    /// Adds it to a set's digest: nothing where the set says nothing of educations. Each education is its whole columns and
    /// then those that may lack a value (minus one), as eight bytes big-endian each, and the title with its length before.
    pub fn digest(&self, digest: &mut Sha256) {
        if self.rows.is_empty() && self.gone.is_empty() {
            return;
        }
        digest.update(b"educations");
        for row in &self.rows {
            let maybe = row.maybe().map(|cell| cell.unwrap_or(-1));
            for cell in row.whole().into_iter().chain(maybe) {
                digest.update(cell.to_be_bytes());
            }
            digest.update((row.education.title.len() as u64).to_be_bytes());
            digest.update(row.education.title.as_bytes());
        }
        digest.update(b"gone");
        for (set, number) in &self.gone {
            digest.update(set.to_be_bytes());
            digest.update(number.to_be_bytes());
        }
    }
}

/// Reads a row: number, student, sex, place, group, kind, started, outcome, situation, planned end, end, day noted, title.
pub(super) fn take(row: &mut Row) -> Result<Stored, StoreError> {
    let number: u32 = row.take()?;
    let damaged = || StoreError::Damaged(format!("vocational education {number}"));
    let student = row.take()?;
    let mut code = || row.take::<i64>().map(|code| u8::try_from(code).unwrap_or(u8::MAX));
    let sex = Sex::from_code(code()?).ok_or_else(damaged)?;
    let (place, group) = (Place(row.take()?), row.take()?);
    let mut code = || row.take::<i64>().map(|code| u8::try_from(code).unwrap_or(u8::MAX));
    let kind = Kind::from_code(code()?).ok_or_else(damaged)?;
    let started = day_of(row.take()?).ok_or_else(damaged)?;
    let mut code = || row.take::<i64>().map(|code| u8::try_from(code).unwrap_or(u8::MAX));
    let outcome = Outcome::from_code(code()?).ok_or_else(damaged)?;
    let situation = Situation::from_code(code()?).ok_or_else(damaged)?;
    let mut day = || {
        let number = row.take::<Option<i64>>()?;
        number.map(|number| day_of(number).ok_or_else(damaged)).transpose()
    };
    let (planned_end, ended, noted) = (day()?, day()?, day()?);
    let title = row.take()?;
    let education = Education { kind, title, started, planned_end, outcome, ended, situation, noted };
    Ok(Stored { number, student, sex, place, group, education })
}

/// Every education that holds after the set `upto`, with the set that told of it.
pub fn educations_after(tx: &mut ReadTx<'_>, upto: i64) -> Result<Vec<(i64, Stored)>, StoreError> {
    let mut all = Vec::new();
    tx.each(
        sql!(
            "SELECT set_number, number, student, sex, place, course_group, kind, started, outcome, situation, planned_end,
                ended, noted, title
             FROM vocational_education WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
             ORDER BY number"
        ),
        &[&upto],
        |row| {
            all.push((row.take()?, take(row)?));
            Ok(())
        },
    )?;
    Ok(all)
}

/// The educations of one student that hold after the set `upto`.
pub fn educations_of(tx: &mut ReadTx<'_>, upto: i64, student: u32) -> Result<Vec<Stored>, StoreError> {
    let mut all = Vec::new();
    tx.each(
        sql!(
            "SELECT number, student, sex, place, course_group, kind, started, outcome, situation, planned_end, ended, noted,
                title
             FROM vocational_education
             WHERE tenant_id = $1 AND student = $3 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
             ORDER BY number"
        ),
        &[&upto, &student],
        |row| {
            all.push(take(row)?);
            Ok(())
        },
    )?;
    Ok(all)
}

/// The students with an education after the set `upto` whose identity any of their participations says is protected.
pub fn protected_in_education(tx: &mut ReadTx<'_>, upto: i64) -> Result<BTreeSet<u32>, StoreError> {
    let all: Vec<(u32,)> = tx.all(
        sql!(
            "SELECT DISTINCT e.student FROM vocational_education e
             JOIN participation p ON p.tenant_id = e.tenant_id AND p.student = e.student
             WHERE e.tenant_id = $1 AND e.set_number <= $2 AND (e.gone_in IS NULL OR e.gone_in > $2)
                AND p.protected = 1 AND p.set_number <= $2 AND (p.gone_in IS NULL OR p.gone_in > $2)"
        ),
        &[&upto],
    )?;
    Ok(all.into_iter().map(|(student,)| student).collect())
}

/// What the set brought and took away.
pub(super) fn change_of(tx: &mut ReadTx<'_>, set: i64) -> Result<Change, StoreError> {
    let mut rows = Vec::new();
    tx.each(
        sql!(
            "SELECT number, student, sex, place, course_group, kind, started, outcome, situation, planned_end, ended, noted,
                title
             FROM vocational_education WHERE tenant_id = $1 AND set_number = $2 ORDER BY number"
        ),
        &[&set],
        |row| {
            rows.push(take(row)?);
            Ok(())
        },
    )?;
    let gone = tx.all(
        sql!(
            "SELECT set_number, number FROM vocational_education WHERE tenant_id = $1 AND gone_in = $2
             ORDER BY set_number, number"
        ),
        &[&set],
    )?;
    Ok(Change { rows, gone })
}

/// Appends educations to a set.
pub(super) fn append(tx: &mut WriteTx<'_>, set: i64, rows: &[Stored]) -> Result<u64, StoreError> {
    let whole = rows.iter().map(Stored::whole).collect::<Vec<_>>();
    let maybe = rows.iter().map(Stored::maybe).collect::<Vec<_>>();
    let whole: Vec<Vec<i64>> = (0..9).map(|at| whole.iter().map(|row| row[at]).collect()).collect();
    let maybe: Vec<Vec<Option<i64>>> = (0..3).map(|at| maybe.iter().map(|row| row[at]).collect()).collect();
    let titles: Vec<String> = rows.iter().map(|row| row.education.title.clone()).collect();
    let columns = whole.iter().map(|column| Column::Whole(column));
    let columns = columns.chain(maybe.iter().map(|column| Column::Maybe(column))).chain([Column::Texts(&titles)]);
    tx.append(
        sql!(
            sqlite: "INSERT INTO vocational_education (tenant_id, set_number, number, student, sex, place, course_group, kind,
                started, outcome, situation, planned_end, ended, noted, title)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            postgres: "INSERT INTO vocational_education (tenant_id, set_number, number, student, sex, place, course_group,
                kind, started, outcome, situation, planned_end, ended, noted, title)
                SELECT $1, $2, c.* FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                    $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],
                    $14::bigint[], $15::text[]) AS c"
        ),
        &[&set],
        &columns.collect::<Vec<_>>(),
    )
}

/// Marks educations as gone from the set on.
pub(super) fn mark_gone(tx: &mut WriteTx<'_>, set: i64, gone: &[(i64, u32)]) -> Result<u64, StoreError> {
    let sets: Vec<i64> = gone.iter().map(|(set, _)| *set).collect();
    let numbers: Vec<i64> = gone.iter().map(|(_, number)| i64::from(*number)).collect();
    tx.append(
        sql!(
            sqlite: "UPDATE vocational_education SET gone_in = $2
                WHERE tenant_id = $1 AND set_number = $3 AND number = $4",
            postgres: "UPDATE vocational_education p SET gone_in = $2 FROM unnest($3::bigint[], $4::bigint[]) AS c (s, r)
                WHERE p.tenant_id = $1 AND p.set_number = c.s AND p.number = c.r"
        ),
        &[&set],
        &[Column::Whole(&sets), Column::Whole(&numbers)],
    )
}

/// Removes the educations of a set that is not published, and lets what it had marked as gone hold again.
pub(super) fn clear(tx: &mut WriteTx<'_>, set: i64) -> Result<u64, StoreError> {
    let gone = tx.execute(
        sql!("UPDATE vocational_education SET gone_in = NULL WHERE tenant_id = $1 AND gone_in = $2"),
        &[&set],
    )?;
    let rows =
        tx.execute(sql!("DELETE FROM vocational_education WHERE tenant_id = $1 AND set_number = $2"), &[&set])?;
    Ok(gone + rows)
}

/// What makes two rows the same participation, as in [`super::reading`].
type Key = (u32, u32, i64, u32, i64);

/// A row that belongs to an education.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowOf {
    /// Its number in the file.
    pub row: u32,
    /// Which participation it is about.
    pub key: Key,
    /// The student.
    pub student: u32,
    /// The student's sex.
    pub sex: Sex,
    /// Where the course was read.
    pub place: Place,
    /// Whether the course is one of sfi: then the place of another course stands for the education's, where there is one.
    pub is_sfi: bool,
}

/// The row by which an education is placed: the first that is not of sfi, or the first of all.
fn first_of<'r>(rows: impl Iterator<Item = &'r RowOf> + Clone) -> Option<&'r RowOf> {
    rows.clone().find(|row| !row.is_sfi).or_else(|| rows.clone().next())
}

/// What the file says of an education so far.
#[derive(Debug, Default)]
struct Told {
    /// What the first row that tells of it says, and that row.
    education: Option<(Education, u32)>,
    /// The rows that belong to it and have been taken, each with whether it tells of it. Any of them may be taken back.
    rows: Vec<(RowOf, bool)>,
    /// In what its rows differ.
    differ: Vec<Field>,
}

/// That a row says something else of its education than an earlier row.
#[derive(Debug)]
pub(super) struct Differs {
    /// In which fields.
    pub fields: Vec<Field>,
    /// The earlier row.
    pub other: u32,
    /// The participations of the earlier rows.
    pub earlier: Vec<Key>,
}

/// The educations while a file is read.
#[derive(Debug, Default)]
pub(super) struct InFile {
    held: Lookup<u32, (i64, Stored)>,
    by_student: Lookup<u32, Vec<u32>>,
    told: BTreeMap<u32, Told>,
    /// Those that rows belong to which hold and stay; nothing where every row stays.
    pub stay: Option<BTreeSet<u32>>,
}

impl InFile {
    /// Learns what holds.
    pub fn of(held: Vec<(i64, Stored)>) -> Self {
        let mut all = Self::default();
        for (set, one) in held {
            all.by_student.entry(one.student).or_default().push(one.number);
            all.held.insert(one.number, (set, one));
        }
        all
    }

    /// Holds what a row says against the rows before it.
    pub fn differs(&mut self, number: u32, says: Option<&Education>) -> Option<Differs> {
        let (says, told) = (says?, self.told.get_mut(&number)?);
        let (before, other) = told.education.as_ref()?;
        let fields = before.differences(says);
        if fields.is_empty() && told.differ.is_empty() {
            return None;
        }
        for field in fields {
            if !told.differ.contains(&field) {
                told.differ.push(field);
            }
        }
        let earlier = std::mem::take(&mut told.rows).into_iter().map(|(row, _)| row.key).collect();
        Some(Differs { fields: told.differ.clone(), other: *other, earlier })
    }

    /// Takes in what a row that comes in says. Gives whether the education is told of for the first time.
    pub fn tell(&mut self, number: u32, says: Option<&Education>, row: RowOf) -> bool {
        let told = self.told.entry(number).or_default();
        told.rows.push((row, says.is_some()));
        let first = told.education.is_none() && says.is_some();
        if first {
            told.education = says.map(|says| (says.clone(), row.row));
            let own = self.by_student.entry(row.student).or_default();
            if !own.contains(&number) {
                own.push(number);
            }
        }
        first
    }

    /// The student's other educations, each with where it is counted.
    pub fn others(&self, student: u32, number: u32) -> impl Iterator<Item = (&Education, Place)> {
        let numbers = self.by_student.get(&student).into_iter().flatten().filter(move |other| **other != number);
        numbers.filter_map(|other| match self.told.get(other) {
            Some(Told { education: Some((education, _)), rows, .. }) if !rows.is_empty() => {
                Some((education, first_of(rows.iter().map(|(row, _)| row))?.place))
            }
            _ => self.held.get(other).map(|(_, held)| (&held.education, held.place)),
        })
    }

    /// The place an education is counted at: the one it had, where the file still has a row of it there or, in a delta, one
    /// at the same provider; else that of its first row which is not of sfi.
    fn place(
        (rows, first): (&[RowOf], &RowOf),
        held: Option<&Stored>,
        full: bool,
        provider: impl Fn(Place) -> u32,
    ) -> Place {
        let kept = held.map(|held| held.place).filter(|held| {
            rows.iter().any(|row| row.place == *held || (!full && provider(row.place) == provider(*held)))
        });
        kept.unwrap_or(first.place)
    }

    /// What the set brings and takes away, and each with what it counts for. `taken` says whether the file's row about a
    /// participation comes in.
    pub fn settle(
        &self,
        group: u32,
        full: bool,
        taken: impl Fn(&Key) -> bool,
        provider: impl Fn(Place) -> u32,
    ) -> (Change, Vec<(Stored, i64)>) {
        let (mut change, mut counted) = (Change::default(), Vec::new());
        let mut alive = BTreeSet::new();
        for (number, told) in &self.told {
            let stand = told.rows.iter().filter(|(row, _)| taken(&row.key));
            let (rows, tell): (Vec<RowOf>, Vec<bool>) = stand.copied().unzip();
            let Some(first) = first_of(rows.iter()) else { continue };
            alive.insert(*number);
            let stands = told.differ.is_empty() && tell.contains(&true);
            let Some((education, _)) = told.education.as_ref().filter(|_| stands) else { continue };
            let held = self.held.get(number);
            let one = Stored {
                number: *number,
                student: first.student,
                sex: first.sex,
                place: Self::place((&rows, first), held.map(|(_, held)| held), full, &provider),
                group: held.map_or(group, |(_, held)| held.group),
                education: education.clone(),
            };
            if held.is_some_and(|(_, held)| *held == one) {
                continue;
            }
            if let Some((set, held)) = held {
                change.gone.push((*set, *number));
                counted.push((held.clone(), -1));
            }
            change.rows.push(one.clone());
            counted.push((one, 1));
        }
        if let Some(stay) = &self.stay {
            for (number, (set, held)) in &self.held {
                if !alive.contains(number) && !stay.contains(number) {
                    change.gone.push((*set, *number));
                    counted.push((held.clone(), -1));
                }
            }
        }
        change.gone.sort_unstable();
        (change, counted)
    }
}
