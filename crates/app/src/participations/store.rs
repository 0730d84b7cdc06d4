//! The statements over participations, their sets and the cells that are counted of them.

use std::collections::BTreeMap;

use ::store::{Column, FromRow, ReadTx, Row, StoreError, WriteTx, sql};
use domain::courses::SchoolForm;
use domain::participations::{Measure, Month, PersonKey, Place};
use kernel::id::kind::Person;
use kernel::{Day, Id, Instant};

use super::educations;
use super::packed::{self, Packed, Rows};
use super::registers::{Course, EducationKey, New, Registers, Spot, unit_from_slug, unit_slug};

/// What a file is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// All there is in its scope: what is not in it is gone.
    Full,
    /// What is new or changed: what is not in it is untouched.
    Delta,
}

impl SetKind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Delta => "delta",
        }
    }

    /// What has that stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Full, Self::Delta].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How far a set has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetState {
    /// Being read, or read and waiting to be published or dropped. No page counts it.
    Staging,
    /// Counted.
    Published,
    /// Thrown away.
    Dropped,
}

impl SetState {
    const ALL: [Self; 3] = [Self::Staging, Self::Published, Self::Dropped];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Published => "published",
            Self::Dropped => "dropped",
        }
    }
}

/// How the rows of a file fell out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Rows in the file.
    pub read: u32,
    /// Rows with faults, which are kept out.
    pub rejected: u32,
    /// Rows that say what was known.
    pub unchanged: u32,
    /// Rows about participations not known before.
    pub added: u32,
    /// Rows that say something else than before.
    pub changed: u32,
    /// Participations that a full set no longer has.
    pub removed: u32,
    /// Vocational educations that come, go or are told of otherwise.
    pub educations: u32,
}

impl Tally {
    /// Whether anything is otherwise than before.
    pub const fn changes(&self) -> bool {
        self.added + self.changed + self.removed + self.educations > 0
    }
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Its number within the authority.
    pub number: i64,
    /// Full or delta.
    pub kind: SetKind,
    /// How far it has come.
    pub state: SetState,
    /// The mapping profile it was read with.
    pub profile: String,
    /// What a full set speaks of, as JSON.
    pub scope: String,
    /// The day it was taken out of its source.
    pub as_of: Day,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub file_sha256: String,
    /// How its rows fell out.
    pub tally: Tally,
    /// SHA-256 over its rows and what it removed, hex; once it has been read to its end, unless it was dropped.
    pub digest: Option<String>,
    /// Who read it in; nobody where a job did.
    pub person: Option<Id<Person>>,
    /// When.
    pub begun_at: Instant,
    /// When it began to count.
    pub published_at: Option<Instant>,
}

impl FromRow for Set {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let number = row.take()?;
        let (kind, state): (String, String) = (row.take()?, row.take()?);
        let damaged = || StoreError::Damaged(format!("set {number} of participations"));
        Ok(Self {
            number,
            kind: SetKind::from_name(&kind).ok_or_else(damaged)?,
            state: SetState::ALL.into_iter().find(|one| one.as_str() == state).ok_or_else(damaged)?,
            profile: row.take()?,
            scope: row.take()?,
            as_of: row.take()?,
            file_name: row.take()?,
            file_sha256: row.take()?,
            tally: Tally {
                read: row.take()?,
                rejected: row.take()?,
                unchanged: row.take()?,
                added: row.take()?,
                changed: row.take()?,
                removed: row.take()?,
                educations: row.take::<Option<u32>>()?.unwrap_or_default(),
            },
            digest: row.take()?,
            person: row.take()?,
            begun_at: row.take()?,
            published_at: row.take()?,
        })
    }
}

/// Every set, newest first.
pub fn sets(tx: &mut ReadTx<'_>) -> Result<Vec<Set>, StoreError> {
    tx.all(
        sql!(
            "SELECT number, kind, state, profile, scope, as_of, file_name, file_sha256, rows_read, rows_rejected,
                rows_unchanged, rows_added, rows_changed, rows_removed, educations, digest, person_id, begun_at,
                published_at
             FROM participation_set WHERE tenant_id = $1 ORDER BY number DESC"
        ),
        &[],
    )
}

/// The set of that number.
pub fn set(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<Set>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT number, kind, state, profile, scope, as_of, file_name, file_sha256, rows_read, rows_rejected,
                rows_unchanged, rows_added, rows_changed, rows_removed, educations, digest, person_id, begun_at,
                published_at
             FROM participation_set WHERE tenant_id = $1 AND number = $2"
        ),
        &[&number],
    )
}

/// The newest set that counts; 0 before the first.
pub fn published(tx: &mut ReadTx<'_>) -> Result<i64, StoreError> {
    tx.one(
        sql!(
            "SELECT CAST(coalesce(max(number), 0) AS BIGINT) FROM participation_set
             WHERE tenant_id = $1 AND state = 'published'"
        ),
        &[],
    )
    .map(|(number,): (i64,)| number)
}

/// How many participations hold now.
pub fn counting(tx: &mut ReadTx<'_>) -> Result<i64, StoreError> {
    let upto = published(tx)?;
    tx.one(
        sql!(
            "SELECT CAST(count(*) AS BIGINT) FROM participation
             WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)"
        ),
        &[&upto],
    )
    .map(|(count,): (i64,)| count)
}

/// Whether the set is still to be read into: neither published nor thrown away, by this process or another. In a writing
/// transaction nobody can make it otherwise before its end: writers of an authority take turns, on SQLite as the one
/// writer there is and on PostgreSQL at the lock of the authority's chain.
pub fn is_staging(tx: &mut ReadTx<'_>, number: i64) -> Result<bool, StoreError> {
    is(tx, number, SetState::Staging)
}

/// Whether the set counts.
pub fn is_published(tx: &mut ReadTx<'_>, number: i64) -> Result<bool, StoreError> {
    is(tx, number, SetState::Published)
}

fn is(tx: &mut ReadTx<'_>, number: i64, state: SetState) -> Result<bool, StoreError> {
    let found: Option<(String,)> =
        tx.maybe(sql!("SELECT state FROM participation_set WHERE tenant_id = $1 AND number = $2"), &[&number])?;
    Ok(found.is_some_and(|(found,)| found == state.as_str()))
}

/// The sets that something is kept of although they are thrown away, or not even there: rows, counts, educations, or that
/// something is gone in them.
pub fn left_of_none(tx: &mut ReadTx<'_>) -> Result<Vec<i64>, StoreError> {
    let all: Vec<(i64,)> = tx.all(
        sql!(
            "SELECT DISTINCT l.number FROM (
                SELECT DISTINCT set_number AS number FROM participation WHERE tenant_id = $1
                UNION SELECT DISTINCT gone_in FROM participation WHERE tenant_id = $1 AND gone_in IS NOT NULL
                UNION SELECT DISTINCT set_number FROM result_cell WHERE tenant_id = $1
                UNION SELECT set_number FROM vocational_education WHERE tenant_id = $1
                UNION SELECT gone_in FROM vocational_education WHERE tenant_id = $1 AND gone_in IS NOT NULL) l
             WHERE NOT EXISTS (
                SELECT 1 FROM participation_set s
                WHERE s.tenant_id = $1 AND s.number = l.number AND s.state IN ('staging', 'published'))
             ORDER BY l.number"
        ),
        &[],
    )?;
    Ok(all.into_iter().map(|(number,)| number).collect())
}

/// Begins a set and gives its number.
pub fn begin(tx: &mut WriteTx<'_>, set: &Set) -> Result<i64, StoreError> {
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM participation_set WHERE tenant_id = $1"),
        &[],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO participation_set (tenant_id, number, kind, state, profile, scope, as_of, file_name, file_sha256,
                person_id, begun_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[
            &number,
            &set.kind.as_str(),
            &set.state.as_str(),
            &set.profile,
            &set.scope,
            &set.as_of,
            &set.file_name,
            &set.file_sha256,
            &set.person,
            &set.begun_at,
        ],
    )?;
    Ok(number)
}

/// Says how far the set has come and how its rows fell out.
pub fn end(
    tx: &mut WriteTx<'_>,
    number: i64,
    state: SetState,
    tally: &Tally,
    digest: Option<&str>,
    at: Option<Instant>,
) -> Result<u64, StoreError> {
    tx.execute(
        sql!(
            "UPDATE participation_set SET state = $3, rows_read = $4, rows_rejected = $5, rows_unchanged = $6,
                rows_added = $7, rows_changed = $8, rows_removed = $9, digest = $10, published_at = $11,
                educations = $12
             WHERE tenant_id = $1 AND number = $2 AND state = 'staging'"
        ),
        &[
            &number,
            &state.as_str(),
            &tally.read,
            &tally.rejected,
            &tally.unchanged,
            &tally.added,
            &tally.changed,
            &tally.removed,
            &digest,
            &at,
            &tally.educations,
        ],
    )
}

/// Everything that has a number.
pub fn registers(tx: &mut ReadTx<'_>) -> Result<Registers, StoreError> {
    let mut students = Vec::new();
    tx.each(sql!("SELECT number, key FROM student WHERE tenant_id = $1"), &[], |row| {
        let number: u32 = row.take()?;
        let key: Vec<u8> = row.take()?;
        let key = key.try_into().map_err(|_| StoreError::Damaged(format!("key of student {number}")))?;
        students.push((number, PersonKey(key)));
        Ok(())
    })?;
    let groups: Vec<(u32, String)> = tx.all(sql!("SELECT number, slug FROM course_group WHERE tenant_id = $1"), &[])?;
    let mut courses = Vec::new();
    tx.each(
        sql!(
            "SELECT number, code, school_form, unit_kind, group_number, in_catalogue FROM course WHERE tenant_id = $1"
        ),
        &[],
        |row| {
            let number: u32 = row.take()?;
            let (code, form, unit): (String, String, String) = (row.take()?, row.take()?, row.take()?);
            let damaged = || StoreError::Damaged(format!("course {number}"));
            courses.push(Course {
                number,
                code: code.parse().map_err(|_| damaged())?,
                form: SchoolForm::from_slug(&form).ok_or_else(damaged)?,
                unit: unit_from_slug(&unit).ok_or_else(damaged)?,
                group: row.take()?,
                in_catalogue: row.take()?,
            });
            Ok(())
        },
    )?;
    let places = places(tx)?;
    let mut all = Registers::load(students.into_iter(), groups.into_iter(), courses.into_iter(), places.into_iter());
    let mut educations = Vec::new();
    tx.each(sql!("SELECT number, key FROM education_key WHERE tenant_id = $1"), &[], |row| {
        let number: u32 = row.take()?;
        let key: Vec<u8> = row.take()?;
        let key = key.try_into().map_err(|_| StoreError::Damaged(format!("key of vocational education {number}")))?;
        educations.push((number, EducationKey(key)));
        Ok(())
    })?;
    all.know_educations(educations.into_iter());
    Ok(all)
}

/// Every place, by number.
pub fn places(tx: &mut ReadTx<'_>) -> Result<BTreeMap<u32, Spot>, StoreError> {
    let mut places = BTreeMap::new();
    tx.each(sql!("SELECT number, organisation_id, unit_id, area_id FROM place WHERE tenant_id = $1"), &[], |row| {
        let number = row.take()?;
        let spot = Spot { organisation: row.take()?, unit: row.take()?, area: row.take()? };
        places.insert(number, spot);
        Ok(())
    })?;
    Ok(places)
}

/// Stores what has been given a number.
pub fn add_new(tx: &mut WriteTx<'_>, new: &New) -> Result<(), StoreError> {
    let numbers: Vec<i64> = new.students.iter().map(|(number, _)| i64::from(*number)).collect();
    let keys: Vec<[u8; 16]> = new.students.iter().map(|(_, key)| key.0).collect();
    tx.append(
        sql!(
            sqlite: "INSERT INTO student (tenant_id, number, key) VALUES ($1, $2, $3)",
            postgres: "INSERT INTO student (tenant_id, number, key)
                SELECT $1, c.number, c.key FROM unnest($2::bigint[], $3::bytea[]) AS c (number, key)"
        ),
        &[],
        &[Column::Whole(&numbers), Column::Keys(&keys)],
    )?;
    let numbers: Vec<i64> = new.educations.iter().map(|(number, _)| i64::from(*number)).collect();
    let keys: Vec<[u8; 16]> = new.educations.iter().map(|(_, key)| key.0).collect();
    tx.append(
        sql!(
            sqlite: "INSERT INTO education_key (tenant_id, number, key) VALUES ($1, $2, $3)",
            postgres: "INSERT INTO education_key (tenant_id, number, key)
                SELECT $1, c.number, c.key FROM unnest($2::bigint[], $3::bytea[]) AS c (number, key)"
        ),
        &[],
        &[Column::Whole(&numbers), Column::Keys(&keys)],
    )?;
    for group in &new.groups {
        tx.execute(
            sql!(
                "INSERT INTO course_group (tenant_id, number, slug, title, school_form, unit_kind)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            &[&group.number, &group.slug, &group.title, &group.form.slug(), &unit_slug(group.unit)],
        )?;
    }
    for course in &new.courses {
        tx.execute(
            sql!(
                "INSERT INTO course (tenant_id, number, code, school_form, unit_kind, group_number, in_catalogue)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            &[
                &course.number,
                &course.code.as_str(),
                &course.form.slug(),
                &unit_slug(course.unit),
                &course.group,
                &course.in_catalogue,
            ],
        )?;
    }
    for (number, spot) in &new.places {
        tx.execute(
            sql!(
                "INSERT INTO place (tenant_id, number, organisation_id, unit_id, area_id) VALUES ($1, $2, $3, $4, $5)"
            ),
            &[number, &spot.organisation, &spot.unit, &spot.area],
        )?;
    }
    Ok(())
}

/// Appends rows to a set.
pub fn append(tx: &mut WriteTx<'_>, set: i64, rows: &Rows) -> Result<u64, StoreError> {
    tx.append(
        sql!(
            sqlite: "INSERT INTO participation (tenant_id, set_number, row_number, student, sex, place, course, study_form,
                road, started, planned_end, outcome, ended, mark, marked_on, decided_on, cause, points, points_done,
                education, protected)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
            postgres: "INSERT INTO participation (tenant_id, set_number, row_number, student, sex, place, course, study_form,
                road, started, planned_end, outcome, ended, mark, marked_on, decided_on, cause, points, points_done,
                education, protected)
                SELECT $1, $2, c.* FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                    $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],
                    $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[],
                    $20::bigint[], $21::bigint[]) AS c"
        ),
        &[&set],
        &rows.columns(),
    )
}

/// Takes back one row of a set that is not published.
pub fn take_back(tx: &mut WriteTx<'_>, set: i64, row_number: u32) -> Result<u64, StoreError> {
    tx.execute(
        sql!("DELETE FROM participation WHERE tenant_id = $1 AND set_number = $2 AND row_number = $3"),
        &[&set, &row_number],
    )
}

/// Hands every row that holds after the set `upto` to the closure, with its set and number.
pub fn current(
    tx: &mut ReadTx<'_>,
    upto: i64,
    mut take: impl FnMut(i64, u32, Packed) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "SELECT set_number, row_number, student, sex, place, course, study_form, road, started, planned_end, outcome,
                ended, mark, marked_on, decided_on, cause, points, points_done, education, protected
             FROM participation WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
             ORDER BY set_number, row_number"
        ),
        &[&upto],
        |row| {
            let (set, number) = (row.take()?, row.take()?);
            take(set, number, packed::take(row)?)
        },
    )
}

/// Hands every row that the set brought to the closure, in their order.
pub fn rows_of(
    tx: &mut ReadTx<'_>,
    set: i64,
    mut take: impl FnMut(u32, Packed) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "SELECT row_number, student, sex, place, course, study_form, road, started, planned_end, outcome, ended, mark,
                marked_on, decided_on, cause, points, points_done, education, protected
             FROM participation WHERE tenant_id = $1 AND set_number = $2 ORDER BY row_number"
        ),
        &[&set],
        |row| {
            let number = row.take()?;
            take(number, packed::take(row)?)
        },
    )
}

/// Which rows the set made gone, in order.
pub fn gone_in(tx: &mut ReadTx<'_>, set: i64) -> Result<Vec<(i64, u32)>, StoreError> {
    tx.all(
        sql!(
            "SELECT set_number, row_number FROM participation WHERE tenant_id = $1 AND gone_in = $2
             ORDER BY set_number, row_number"
        ),
        &[&set],
    )
}

/// Marks rows as gone from the set on. Until it is published they hold as before.
pub fn mark_gone(tx: &mut WriteTx<'_>, set: i64, gone: &[(i64, u32)]) -> Result<u64, StoreError> {
    let sets: Vec<i64> = gone.iter().map(|(set, _)| *set).collect();
    let rows: Vec<i64> = gone.iter().map(|(_, row)| i64::from(*row)).collect();
    tx.append(
        sql!(
            sqlite: "UPDATE participation SET gone_in = $2 WHERE tenant_id = $1 AND set_number = $3 AND row_number = $4",
            postgres: "UPDATE participation p SET gone_in = $2 FROM unnest($3::bigint[], $4::bigint[]) AS c (s, r)
                WHERE p.tenant_id = $1 AND p.set_number = c.s AND p.row_number = c.r"
        ),
        &[&set],
        &[Column::Whole(&sets), Column::Whole(&rows)],
    )
}

/// What a cell counts: everything but how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// What is counted.
    pub measure: Measure,
    /// In which month.
    pub month: Month,
    /// Where.
    pub place: Place,
    /// In which group of courses.
    pub group: u32,
    /// In which form of teaching, by code.
    pub study_form: u8,
    /// Of which sex, by code.
    pub sex: u8,
}

/// Appends how the set changes counts.
pub fn append_cells(tx: &mut WriteTx<'_>, set: i64, cells: &[(CellKey, i64)]) -> Result<u64, StoreError> {
    let column = |of: fn(&CellKey) -> i64| cells.iter().map(|(key, _)| of(key)).collect::<Vec<_>>();
    let (measures, months) = (column(|key| i64::from(key.measure.code())), column(|key| i64::from(key.month.number())));
    let (places, groups) = (column(|key| i64::from(key.place.0)), column(|key| i64::from(key.group)));
    let (forms, sexes) = (column(|key| i64::from(key.study_form)), column(|key| i64::from(key.sex)));
    let counts: Vec<i64> = cells.iter().map(|(_, n)| *n).collect();
    tx.append(
        sql!(
            sqlite: "INSERT INTO result_cell (tenant_id, set_number, measure, month, place, course_group, study_form, sex, n)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            postgres: "INSERT INTO result_cell (tenant_id, set_number, measure, month, place, course_group, study_form, sex, n)
                SELECT $1, $2, c.* FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                    $8::bigint[], $9::bigint[]) AS c"
        ),
        &[&set],
        &[
            Column::Whole(&measures),
            Column::Whole(&months),
            Column::Whole(&places),
            Column::Whole(&groups),
            Column::Whole(&forms),
            Column::Whole(&sexes),
            Column::Whole(&counts),
        ],
    )
}

/// The counts that hold after the set `upto`, those of nothing left out.
pub fn cells(tx: &mut ReadTx<'_>, upto: i64) -> Result<BTreeMap<CellKey, i64>, StoreError> {
    let mut cells = BTreeMap::new();
    tx.each(
        sql!(
            "SELECT measure, month, place, course_group, study_form, sex, CAST(sum(n) AS BIGINT)
             FROM result_cell WHERE tenant_id = $1 AND set_number <= $2
             GROUP BY measure, month, place, course_group, study_form, sex HAVING sum(n) <> 0"
        ),
        &[&upto],
        |row| {
            let (measure, month): (i64, u32) = (row.take()?, row.take()?);
            let damaged = || StoreError::Damaged(format!("a cell of measure {measure}, month {month}"));
            let key = CellKey {
                measure: u8::try_from(measure).ok().and_then(Measure::from_code).ok_or_else(damaged)?,
                month: Month::from_number(month).ok_or_else(damaged)?,
                place: Place(row.take()?),
                group: row.take()?,
                study_form: u8::try_from(row.take::<i64>()?).map_err(|_| damaged())?,
                sex: u8::try_from(row.take::<i64>()?).map_err(|_| damaged())?,
            };
            cells.insert(key, row.take()?);
            Ok(())
        },
    )?;
    Ok(cells)
}

/// Removes at most so many rows and cells of a set that is not published. Gives how many it changed: nothing is left when it
/// is none. What it had marked as gone holds again by [`unmark`].
pub fn clear(tx: &mut WriteTx<'_>, set: i64, at_most: i64) -> Result<u64, StoreError> {
    let rows = tx.execute(
        sql!(
            "DELETE FROM participation WHERE tenant_id = $1 AND set_number = $2 AND row_number IN (
                SELECT row_number FROM participation WHERE tenant_id = $1 AND set_number = $2 ORDER BY row_number LIMIT $3)"
        ),
        &[&set, &at_most],
    )?;
    if rows > 0 {
        return Ok(rows);
    }
    let cells = tx.execute(
        sql!(
            "DELETE FROM result_cell WHERE tenant_id = $1 AND set_number = $2 AND month = (
                SELECT min(month) FROM result_cell WHERE tenant_id = $1 AND set_number = $2)"
        ),
        &[&set],
    )?;
    if cells > 0 {
        return Ok(cells);
    }
    educations::clear(tx, set)
}

/// Whether the set marked anything as gone.
pub fn has_marked(tx: &mut ReadTx<'_>, set: i64) -> Result<bool, StoreError> {
    let found: Option<(i64,)> =
        tx.maybe(sql!("SELECT row_number FROM participation WHERE tenant_id = $1 AND gone_in = $2 LIMIT 1"), &[&set])?;
    Ok(found.is_some())
}

/// Lets what the set had marked as gone hold again, of the students whose numbers lie after `from` and up to `to`.
pub fn unmark(tx: &mut WriteTx<'_>, set: i64, (from, to): (i64, i64)) -> Result<u64, StoreError> {
    tx.execute(
        sql!(
            "UPDATE participation SET gone_in = NULL
             WHERE tenant_id = $1 AND gone_in = $2 AND student > $3 AND student <= $4"
        ),
        &[&set, &from, &to],
    )
}

/// Every snapshot, newest first.
pub fn freezes(tx: &mut ReadTx<'_>) -> Result<Vec<Freeze>, StoreError> {
    tx.all(
        sql!(
            "SELECT number, set_number, title, person_id, at FROM result_freeze WHERE tenant_id = $1 ORDER BY number DESC"
        ),
        &[],
    )
}

/// A dated snapshot that reports cite: what held after a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// Its number within the authority.
    pub number: i64,
    /// The newest set in it.
    pub set: i64,
    /// What it is called.
    pub title: String,
    /// Who took it.
    pub person: Id<Person>,
    /// When.
    pub at: Instant,
}

impl FromRow for Freeze {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { number: row.take()?, set: row.take()?, title: row.take()?, person: row.take()?, at: row.take()? })
    }
}

/// Takes a snapshot of what holds now.
pub fn freeze(tx: &mut WriteTx<'_>, title: &str, person: Id<Person>, at: Instant) -> Result<Freeze, StoreError> {
    let set = published(tx)?;
    let (number,): (i64,) = tx.one(
        sql!("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM result_freeze WHERE tenant_id = $1"),
        &[],
    )?;
    tx.execute(
        sql!(
            "INSERT INTO result_freeze (tenant_id, number, set_number, title, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&number, &set, &title, &person, &at],
    )?;
    Ok(Freeze { number, set, title: title.to_owned(), person, at })
}

/// Every group of courses: its number and its stable name.
pub fn groups(tx: &mut ReadTx<'_>) -> Result<Vec<(u32, String)>, StoreError> {
    tx.all(sql!("SELECT number, slug FROM course_group WHERE tenant_id = $1 ORDER BY number"), &[])
}
