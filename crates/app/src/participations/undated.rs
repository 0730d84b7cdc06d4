//! Where there are participations of which nobody says when they began: of sources that tell when somebody was graded alone.
//! What rests on when courses began cannot be told there.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError, sql};
use domain::participations::{Measure, Month, Place};

use super::import::Scope;
use super::store::{CellKey, SetState, sets};

/// The cells of those who began in which somebody is who holds after the set `upto` and of whom the source does not say when
/// it was: in the month that stands for it.
pub fn undated(tx: &mut ReadTx<'_>, upto: i64) -> Result<Vec<CellKey>, StoreError> {
    let mut cells = BTreeSet::new();
    for set in sets(tx)?.into_iter().filter(|set| set.state == SetState::Published && set.number <= upto) {
        let scope: Scope = serde_json::from_str(&set.scope)
            .map_err(|_| StoreError::Damaged(format!("set {} of participations", set.number)))?;
        if scope.starts_unknown {
            begun(tx, set.number, upto, &mut cells)?;
        }
    }
    Ok(cells.into_iter().collect())
}

/// Adds the cells of those who began whom the set brought and who hold after the set `upto`.
fn begun(tx: &mut ReadTx<'_>, set: i64, upto: i64, cells: &mut BTreeSet<CellKey>) -> Result<(), StoreError> {
    tx.each(
        sql!(
            "SELECT DISTINCT p.started / 100, p.place, c.group_number, p.study_form, p.sex
             FROM participation p JOIN course c ON c.tenant_id = p.tenant_id AND c.number = p.course
             WHERE p.tenant_id = $1 AND p.set_number = $2 AND (p.gone_in IS NULL OR p.gone_in > $3)
               AND p.road = 0 AND p.outcome <> 4"
        ),
        &[&set, &upto],
        |row| {
            let damaged = || StoreError::Damaged(format!("participations of set {set}"));
            let code = |number: i64| u8::try_from(number).map_err(|_| damaged());
            cells.insert(CellKey {
                measure: Measure::Started,
                month: Month::from_number(row.take()?).ok_or_else(damaged)?,
                place: Place(row.take()?),
                group: row.take()?,
                study_form: code(row.take()?)?,
                sex: code(row.take()?)?,
            });
            Ok(())
        },
    )
}
