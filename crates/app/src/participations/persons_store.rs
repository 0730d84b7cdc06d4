//! The statements over what is counted of persons.

use std::collections::BTreeMap;

use ::store::{Column, ReadTx, StoreError, WriteTx, sql};
use domain::courses::{CourseCode, SchoolForm};
use domain::participations::{Measure, Month, Place};
use kernel::Day;

use super::packed::{self, Packed};
use super::persons::{CourseOf, Part, PersonCounts};
use super::registers::unit_from_slug;
use super::store::CellKey;

/// The last day that the sets up to `upto` know of: what "until when it is known" means everywhere. An older file that is read
/// in after a newer one makes it no earlier.
pub fn as_of(tx: &mut ReadTx<'_>, upto: i64) -> Result<Option<Day>, StoreError> {
    tx.one(
        sql!("SELECT max(as_of) FROM participation_set WHERE tenant_id = $1 AND number <= $2 AND state = 'published'"),
        &[&upto],
    )
    .map(|(day,): (Option<Day>,)| day)
}

/// The first month from which the source has what was taught, after the set `upto`: the first in which at least a twentieth
/// as many endings are told as in the month in the middle of all that have any. One old row, or one that is miswritten, says
/// nothing of a source that begins years later; where a source is whole, the slackest month of summer is seldom so slack, and
/// a first month that is passed over only has persons told one month later.
pub fn first_ending(tx: &mut ReadTx<'_>, upto: i64) -> Result<Option<Month>, StoreError> {
    let months: Vec<(i64, i64)> = tx.all(
        sql!(
            "SELECT CAST(ended / 100 AS BIGINT), CAST(count(*) AS BIGINT) FROM participation
             WHERE tenant_id = $1 AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
               AND road = 0 AND outcome NOT IN (0, 4) AND ended IS NOT NULL
             GROUP BY ended / 100 ORDER BY ended / 100"
        ),
        &[&upto],
    )?;
    let mut counts: Vec<i64> = months.iter().map(|(_, n)| *n).collect();
    counts.sort_unstable();
    let median = counts.get(counts.len() / 2).copied().unwrap_or_default();
    let first = months.into_iter().find(|(_, n)| n * 20 >= median);
    Ok(first.and_then(|(month, _)| u32::try_from(month).ok()).and_then(Month::from_number))
}

/// What each course is, by number.
pub fn courses(tx: &mut ReadTx<'_>) -> Result<BTreeMap<u32, CourseOf>, StoreError> {
    let rows: Vec<(u32, String, String, String, u32)> = tx
        .all(sql!("SELECT number, code, school_form, unit_kind, group_number FROM course WHERE tenant_id = $1"), &[])?;
    rows.into_iter()
        .map(|(number, code, form, unit, group)| {
            let damaged = || StoreError::Damaged(format!("course {number}"));
            let code: CourseCode = code.parse().map_err(|_| damaged())?;
            let course = CourseOf {
                form: SchoolForm::from_slug(&form).ok_or_else(damaged)?,
                unit: unit_from_slug(&unit).ok_or_else(damaged)?,
                group,
                sfi: code.class().and_then(|class| class.sfi_course),
            };
            Ok((number, course))
        })
        .collect()
}

/// The highest number of a student.
pub fn highest_student(tx: &mut ReadTx<'_>) -> Result<i64, StoreError> {
    tx.one(sql!("SELECT CAST(coalesce(max(number), 0) AS BIGINT) FROM student WHERE tenant_id = $1"), &[])
        .map(|(number,): (i64,)| number)
}

/// Hands every row that holds after the set `upto` to the closure, of the students whose numbers lie after `from` and up to
/// `to`, student by student.
pub fn by_student(
    tx: &mut ReadTx<'_>,
    upto: i64,
    (from, to): (i64, i64),
    mut take: impl FnMut(Packed) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "SELECT student, sex, place, course, study_form, road, started, planned_end, outcome, ended, mark, marked_on,
                decided_on, cause, points, points_done, education, protected
             FROM participation
             WHERE tenant_id = $1 AND student > $3 AND student <= $4
               AND set_number <= $2 AND (gone_in IS NULL OR gone_in > $2)
             ORDER BY student, set_number, row_number"
        ),
        &[&upto, &from, &to],
        |row| take(packed::take(row)?),
    )
}

/// The sets of which persons have been counted to the end, in order.
pub fn snapshots(tx: &mut ReadTx<'_>) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> =
        tx.all(sql!("SELECT set_number FROM student_snapshot WHERE tenant_id = $1 ORDER BY set_number"), &[])?;
    Ok(rows.into_iter().map(|(set,)| set).collect())
}

/// The sets that submissions cite figures of.
pub fn cited(tx: &mut ReadTx<'_>) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        sql!(
            "SELECT DISTINCT s.figures_set FROM submission s
             JOIN participation_set p ON p.tenant_id = s.tenant_id AND p.number = s.figures_set
             WHERE s.tenant_id = $1 AND p.state = 'published' ORDER BY s.figures_set"
        ),
        &[],
    )?;
    Ok(rows.into_iter().map(|(set,)| set).collect())
}

/// How many persons hold a participation after the set, and how many rows are kept of it; nothing where they have not been
/// counted to the end.
pub fn snapshot(tx: &mut ReadTx<'_>, set: i64) -> Result<Option<(i64, i64, i64)>, StoreError> {
    tx.maybe(
        sql!("SELECT students, counts, cells FROM student_snapshot WHERE tenant_id = $1 AND set_number = $2"),
        &[&set],
    )
}

/// What is kept packed of the set, where there is a snapshot of it.
pub fn kept(tx: &mut ReadTx<'_>, set: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let found: Option<(Vec<u8>,)> =
        tx.maybe(sql!("SELECT kept FROM student_snapshot WHERE tenant_id = $1 AND set_number = $2"), &[&set])?;
    Ok(found.map(|(bytes,)| bytes))
}

/// Says that persons of the set have been counted to the end.
pub fn add_snapshot(
    tx: &mut WriteTx<'_>,
    set: i64,
    (students, counts, cells): (i64, i64, i64),
    kept: &[u8],
) -> Result<u64, StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO student_snapshot (tenant_id, set_number, students, counts, cells, kept, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&set, &students, &counts, &cells, &kept, &now],
    )
}

/// Says that persons of the set are not counted any more.
pub fn remove_snapshot(tx: &mut WriteTx<'_>, set: i64) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM student_snapshot WHERE tenant_id = $1 AND set_number = $2"), &[&set])
}

/// How many rows are kept of the set: of persons, and of measures of persons.
pub fn rows(tx: &mut ReadTx<'_>, set: i64) -> Result<(i64, i64), StoreError> {
    let (counts,): (i64,) = tx.one(
        sql!("SELECT CAST(count(*) AS BIGINT) FROM student_count WHERE tenant_id = $1 AND set_number = $2"),
        &[&set],
    )?;
    let (cells,): (i64,) = tx.one(
        sql!("SELECT CAST(count(*) AS BIGINT) FROM student_cell WHERE tenant_id = $1 AND set_number = $2"),
        &[&set],
    )?;
    Ok((counts, cells))
}

/// Adds counts of persons.
pub fn add_counts(tx: &mut WriteTx<'_>, set: i64, rows: &[((Month, Part, Month), i64)]) -> Result<u64, StoreError> {
    let number = |month: Month| i64::from(month.number());
    let from: Vec<i64> = rows.iter().map(|((from, ..), _)| number(*from)).collect();
    let parts: Vec<String> = rows.iter().map(|((_, part, _), _)| part.to_string()).collect();
    let first: Vec<i64> = rows.iter().map(|((.., first), _)| number(*first)).collect();
    let counts: Vec<i64> = rows.iter().map(|(_, n)| *n).collect();
    tx.append(
        sql!(
            sqlite: "INSERT INTO student_count (tenant_id, set_number, from_month, part, first_month, n)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            postgres: "INSERT INTO student_count (tenant_id, set_number, from_month, part, first_month, n)
                SELECT $1, $2, c.* FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[]) AS c
                ON CONFLICT DO NOTHING"
        ),
        &[&set],
        &[Column::Whole(&from), Column::Texts(&parts), Column::Whole(&first), Column::Whole(&counts)],
    )
}

/// Adds measures of persons.
pub fn add_cells(tx: &mut WriteTx<'_>, set: i64, cells: &[(CellKey, i64)]) -> Result<u64, StoreError> {
    let column = |of: fn(&CellKey) -> i64| cells.iter().map(|(key, _)| of(key)).collect::<Vec<_>>();
    let (measures, months) = (column(|key| i64::from(key.measure.code())), column(|key| i64::from(key.month.number())));
    let (places, groups) = (column(|key| i64::from(key.place.0)), column(|key| i64::from(key.group)));
    let (forms, sexes) = (column(|key| i64::from(key.study_form)), column(|key| i64::from(key.sex)));
    let counts: Vec<i64> = cells.iter().map(|(_, n)| *n).collect();
    tx.append(
        sql!(
            sqlite: "INSERT INTO student_cell (tenant_id, set_number, measure, month, place, course_group, study_form, sex, n)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            postgres: "INSERT INTO student_cell (tenant_id, set_number, measure, month, place, course_group, study_form, sex, n)
                SELECT $1, $2, c.* FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                    $8::bigint[], $9::bigint[]) AS c ON CONFLICT DO NOTHING"
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

/// The counts of persons that are kept of the set.
pub fn counts(tx: &mut ReadTx<'_>, set: i64) -> Result<PersonCounts, StoreError> {
    let mut counts = PersonCounts::new();
    tx.each(
        sql!(
            "SELECT from_month, part, first_month, n FROM student_count WHERE tenant_id = $1 AND set_number = $2
             ORDER BY from_month, part, first_month"
        ),
        &[&set],
        |row| {
            let (from, part, first): (u32, String, u32) = (row.take()?, row.take()?, row.take()?);
            let damaged = || StoreError::Damaged(format!("persons of {part} from {from}"));
            let month = |number| Month::from_number(number).ok_or_else(damaged);
            let key = (month(from)?, part.parse().map_err(|()| damaged())?, month(first)?);
            counts.insert(key, row.take()?);
            Ok(())
        },
    )?;
    Ok(counts)
}

/// The measures of persons that are kept of the set.
pub fn cells(tx: &mut ReadTx<'_>, set: i64) -> Result<BTreeMap<CellKey, i64>, StoreError> {
    let mut cells = BTreeMap::new();
    tx.each(
        sql!(
            "SELECT measure, month, place, course_group, study_form, sex, n FROM student_cell
             WHERE tenant_id = $1 AND set_number = $2"
        ),
        &[&set],
        |row| {
            let (measure, month): (i64, u32) = (row.take()?, row.take()?);
            let damaged = || StoreError::Damaged(format!("a cell of measure {measure}, month {month}, of persons"));
            let code = |number: i64| u8::try_from(number).map_err(|_| damaged());
            let key = CellKey {
                measure: Measure::from_code(code(measure)?).filter(|of| of.is_of_persons()).ok_or_else(damaged)?,
                month: Month::from_number(month).ok_or_else(damaged)?,
                place: Place(row.take()?),
                group: row.take()?,
                study_form: code(row.take()?)?,
                sex: code(row.take()?)?,
            };
            cells.insert(key, row.take()?);
            Ok(())
        },
    )?;
    Ok(cells)
}

/// The sets of which something is kept and no snapshot is.
pub fn without_snapshot(tx: &mut ReadTx<'_>) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        sql!(
            "SELECT set_number FROM student_count c WHERE tenant_id = $1 AND NOT EXISTS (
                SELECT 1 FROM student_snapshot s WHERE s.tenant_id = $1 AND s.set_number = c.set_number)
             UNION
             SELECT set_number FROM student_cell c WHERE tenant_id = $1 AND NOT EXISTS (
                SELECT 1 FROM student_snapshot s WHERE s.tenant_id = $1 AND s.set_number = c.set_number)"
        ),
        &[],
    )?;
    Ok(rows.into_iter().map(|(set,)| set).collect())
}

/// Removes some of what is kept of a set without a snapshot. Gives how much: nothing is left when it is none.
pub fn clear(tx: &mut WriteTx<'_>, set: i64) -> Result<u64, StoreError> {
    let counts = tx.execute(
        sql!(
            "DELETE FROM student_count WHERE tenant_id = $1 AND set_number = $2 AND from_month = (
                SELECT min(from_month) FROM student_count WHERE tenant_id = $1 AND set_number = $2)
             AND NOT EXISTS (SELECT 1 FROM student_snapshot s WHERE s.tenant_id = $1 AND s.set_number = $2)"
        ),
        &[&set],
    )?;
    if counts > 0 {
        return Ok(counts);
    }
    tx.execute(
        sql!(
            "DELETE FROM student_cell WHERE tenant_id = $1 AND set_number = $2 AND month = (
                SELECT min(month) FROM student_cell WHERE tenant_id = $1 AND set_number = $2)
             AND NOT EXISTS (SELECT 1 FROM student_snapshot s WHERE s.tenant_id = $1 AND s.set_number = $2)"
        ),
        &[&set],
    )
}
