//! What a set takes away and changes, row by row, for whoever decides whether it is to count. The rows name nobody, and
//! those of persons whose identities any row says are protected are left out.

use ::store::{ReadTx, Row, StoreError, sql};

use super::packed;
use super::rows::{Courses, RowAt, courses, row_at};

/// What a set makes otherwise, the first of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Otherwise {
    /// Participations that it takes away.
    pub removed: Vec<RowAt>,
    /// Participations that it tells of otherwise: before, and as it has them.
    pub changed: Vec<(RowAt, RowAt)>,
}

fn take(row: &mut Row, courses: &Courses) -> Result<RowAt, StoreError> {
    let at = (row.take()?, row.take()?);
    row_at(at, &packed::take(row)?, courses)
}

/// What the set takes away and changes, at most so many of each, in the order in which they once came.
pub fn otherwise(tx: &mut ReadTx<'_>, set: i64, at_most: u32) -> Result<Otherwise, StoreError> {
    let courses = courses(tx)?;
    let mut all = Otherwise::default();
    // Which rows are gone comes from the index over them and nothing else, and then each by its key; whose identities are
    // protected is read once. Without statistics SQLite goes through every row of the authority for either, row by row.
    // A row that is gone and one of the set are the same participation where student, course, first day, road and provider
    // are: then it is told of otherwise and not taken away.
    tx.each(
        sql!(
            "SELECT g.set_number, g.row_number, g.student, g.sex, g.place, g.course, g.study_form, g.road, g.started,
                g.planned_end, g.outcome, g.ended, g.mark, g.marked_on, g.decided_on, g.cause, g.points, g.points_done,
                g.education, g.protected
             FROM participation k JOIN participation g
                ON g.tenant_id = $1 AND g.set_number = k.set_number AND g.row_number = k.row_number
             JOIN place p ON p.tenant_id = $1 AND p.number = g.place
             WHERE k.tenant_id = $1 AND k.gone_in = $2 AND g.student NOT IN (
                SELECT student FROM participation WHERE tenant_id = $1 AND protected = 1)
             AND NOT EXISTS (
                SELECT 1 FROM participation n JOIN place q ON q.tenant_id = $1 AND q.number = n.place
                WHERE n.tenant_id = $1 AND n.student = g.student AND n.set_number = $2 AND n.course = g.course
                    AND n.started = g.started AND n.road = g.road AND q.organisation_id = p.organisation_id)
             ORDER BY k.set_number, k.row_number LIMIT $3"
        ),
        &[&set, &at_most],
        |row| {
            all.removed.push(take(row, &courses)?);
            Ok(())
        },
    )?;
    tx.each(
        sql!(
            "SELECT g.set_number, g.row_number, g.student, g.sex, g.place, g.course, g.study_form, g.road, g.started,
                g.planned_end, g.outcome, g.ended, g.mark, g.marked_on, g.decided_on, g.cause, g.points, g.points_done,
                g.education, g.protected,
                n.set_number, n.row_number, n.student, n.sex, n.place, n.course, n.study_form, n.road, n.started,
                n.planned_end, n.outcome, n.ended, n.mark, n.marked_on, n.decided_on, n.cause, n.points, n.points_done,
                n.education, n.protected
             FROM participation k JOIN participation g
                ON g.tenant_id = $1 AND g.set_number = k.set_number AND g.row_number = k.row_number
             JOIN participation n ON n.tenant_id = $1 AND n.student = g.student AND n.course = g.course
                AND n.started = g.started AND n.road = g.road
             JOIN place p ON p.tenant_id = $1 AND p.number = g.place
             JOIN place q ON q.tenant_id = $1 AND q.number = n.place AND q.organisation_id = p.organisation_id
             WHERE k.tenant_id = $1 AND k.gone_in = $2 AND n.set_number = $2 AND g.student NOT IN (
                SELECT student FROM participation WHERE tenant_id = $1 AND protected = 1)
             ORDER BY k.set_number, k.row_number LIMIT $3"
        ),
        &[&set, &at_most],
        |row| {
            all.changed.push((take(row, &courses)?, take(row, &courses)?));
            Ok(())
        },
    )?;
    Ok(all)
}
