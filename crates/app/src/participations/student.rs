//! One student, as the rows know them, for whoever knows the person's number already.

use ::store::{ReadTx, StoreError, sql};
use domain::participations::PersonKey;

use super::registers::Spot;
use super::store::places;

/// A student of whom rows hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownStudent {
    /// The student's number.
    pub number: u32,
    /// Where the rows are.
    pub at: Vec<Spot>,
    /// Whether any of them says that the student's identity is protected.
    pub protected: bool,
}

/// The student with the key, as the rows that hold after the set `upto` have them; `None` when none does.
pub fn known_student(tx: &mut ReadTx<'_>, upto: i64, key: PersonKey) -> Result<Option<KnownStudent>, StoreError> {
    let found: Option<(u32,)> =
        tx.maybe(sql!("SELECT number FROM student WHERE tenant_id = $1 AND key = $2"), &[&key.0.to_vec()])?;
    let Some((number,)) = found else { return Ok(None) };
    let rows: Vec<(u32, i64)> = tx.all(
        sql!(
            "SELECT place, max(protected) FROM participation
             WHERE tenant_id = $1 AND student = $2 AND set_number <= $3 AND (gone_in IS NULL OR gone_in > $3)
             GROUP BY place ORDER BY place"
        ),
        &[&number, &upto],
    )?;
    if rows.is_empty() {
        return Ok(None);
    }
    let places = places(tx)?;
    let at = rows.iter().filter_map(|(place, _)| places.get(place).copied()).collect();
    Ok(Some(KnownStudent { number, at, protected: rows.iter().any(|(_, protected)| *protected != 0) }))
}
