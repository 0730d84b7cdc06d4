//! When rows came into a draft from what the provider wrote for several authorities, or went out of it: a part of the
//! draft's history, so that they can be taken back as one change.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Person};
use kernel::{Id, Instant};

row! {
    /// Rows that were given out.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Distributed {
        /// When.
        pub at: Instant,
        /// How many rows came in or were filled on.
        pub rows_in: i64,
        /// How many went out.
        pub rows_out: i64,
    }
}

/// What was given to the provider's draft of the assignment and taken out of it so, the oldest first.
pub fn distributed(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    assignment: Id<AssignmentKind>,
) -> Result<Vec<Distributed>, StoreError> {
    tx.all(
        sql!(
            "SELECT d.at, d.rows_in, d.rows_out FROM distributed d
             JOIN assignment a ON a.tenant_id = d.tenant_id AND a.id = d.assignment_id
             WHERE d.tenant_id = $1 AND d.assignment_id = $2 AND a.organisation_id = $3 ORDER BY d.at"
        ),
        &[&assignment, &organisation],
    )
}

/// Notes that rows came in or went out just now.
pub fn add_distributed(
    tx: &mut WriteTx<'_>,
    assignment: Id<AssignmentKind>,
    (rows_in, rows_out): (usize, usize),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let [rows_in, rows_out] = [rows_in, rows_out].map(|rows| i64::try_from(rows).unwrap_or(i64::MAX));
    tx.execute(
        sql!(
            "INSERT INTO distributed (tenant_id, assignment_id, at, rows_in, rows_out, person_id)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, assignment_id, at) DO UPDATE
             SET rows_in = distributed.rows_in + excluded.rows_in, rows_out = distributed.rows_out + excluded.rows_out"
        ),
        &[&assignment, &now, &rows_in, &rows_out, &person],
    )
    .map(|_| ())
}
