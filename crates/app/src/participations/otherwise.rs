//! What a set takes away and changes, row by row, for whoever decides whether it is to count. The rows name nobody, and
//! those of persons with protected identities are left out.

use std::collections::BTreeMap;

use ::store::{ReadTx, Row, StoreError, sql};
use domain::courses::{CourseCode, SchoolForm, UnitKind};
use domain::participations::PersonKey;

use super::packed;
use super::rows::{RowAt, courses};

/// What a set makes otherwise, the first of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Otherwise {
    /// Participations that it takes away.
    pub removed: Vec<RowAt>,
    /// Participations that it tells of otherwise: before, and as it has them.
    pub changed: Vec<(RowAt, RowAt)>,
}

type Courses = BTreeMap<u32, (CourseCode, SchoolForm, UnitKind)>;

fn take(row: &mut Row, courses: &Courses) -> Result<RowAt, StoreError> {
    let (set, number): (i64, u32) = (row.take()?, row.take()?);
    let packed = packed::take(row)?;
    let damaged = || StoreError::Damaged(format!("participation {number} of set {set}"));
    let (course, form, unit) = courses.get(&packed.course()).ok_or_else(damaged)?;
    let participation = packed.unpack(PersonKey([0; 16]), *form, *unit).ok_or_else(damaged)?;
    Ok(RowAt { set, row: number, course: course.clone(), participation })
}

/// What the set takes away and changes, at most so many of each, in the order in which they once came.
pub fn otherwise(tx: &mut ReadTx<'_>, set: i64, at_most: u32) -> Result<Otherwise, StoreError> {
    let courses = courses(tx)?;
    let mut all = Otherwise::default();
    // A row that is gone and one of the set are the same participation where student, course, first day, road and provider
    // are: then it is told of otherwise and not taken away.
    tx.each(
        sql!(
            "SELECT g.set_number, g.row_number, g.student, g.sex, g.place, g.course, g.study_form, g.road, g.started,
                g.planned_end, g.outcome, g.ended, g.mark, g.marked_on, g.decided_on, g.cause, g.points, g.points_done,
                g.education, g.protected
             FROM participation g JOIN place p ON p.tenant_id = $1 AND p.number = g.place
             WHERE g.tenant_id = $1 AND g.gone_in = $2 AND g.protected = 0 AND NOT EXISTS (
                SELECT 1 FROM participation n JOIN place q ON q.tenant_id = $1 AND q.number = n.place
                WHERE n.tenant_id = $1 AND n.student = g.student AND n.set_number = $2 AND n.course = g.course
                    AND n.started = g.started AND n.road = g.road AND q.organisation_id = p.organisation_id)
             ORDER BY g.set_number, g.row_number LIMIT $3"
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
             FROM participation g JOIN participation n ON n.tenant_id = $1 AND n.student = g.student
                AND n.course = g.course AND n.started = g.started AND n.road = g.road
             JOIN place p ON p.tenant_id = $1 AND p.number = g.place
             JOIN place q ON q.tenant_id = $1 AND q.number = n.place AND q.organisation_id = p.organisation_id
             WHERE g.tenant_id = $1 AND g.gone_in = $2 AND n.set_number = $2 AND g.protected = 0 AND n.protected = 0
             ORDER BY g.set_number, g.row_number LIMIT $3"
        ),
        &[&set, &at_most],
        |row| {
            all.changed.push((take(row, &courses)?, take(row, &courses)?));
            Ok(())
        },
    )?;
    Ok(all)
}
