//! Who can be told of something at an authority.

use ::store::{ReadTx, StoreError, global_sql, row};
use kernel::id::kind::{Organisation, Person, Unit};
use kernel::{Day, Id, Role};

row! {
    /// A role in which somebody can be told of something.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reach {
        /// Who.
        pub person: Id<Person>,
        /// What they are called.
        pub name: String,
        /// In which role.
        pub role: Role,
        /// At which provider; nothing for the authority's own people.
        pub organisation: Option<Id<Organisation>>,
        /// For which unit alone.
        pub unit: Option<Id<Unit>>,
    }
}

/// Everybody who holds a role at the authority of the transaction on the day and can be reached: the provider's management
/// has confirmed them, and they have been in with what was sent to their address.
pub fn reachable(tx: &mut ReadTx<'_>, on: Day) -> Result<Vec<Reach>, StoreError> {
    let tenant = tx.tenant()?;
    tx.all(
        global_sql!(
            "SELECT p.id, p.name, s.role, s.organisation_id, s.unit_id
             FROM seat s JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 AND s.ended_at IS NULL AND s.refused_at IS NULL AND s.confirmed_at IS NOT NULL
               AND s.valid_from <= $2 AND (s.valid_to IS NULL OR s.valid_to >= $2) AND p.ended_at IS NULL
               AND (p.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM session x WHERE x.person_id = p.id))
             ORDER BY p.sort_key, p.id, s.role"
        ),
        &[&tenant, &on],
    )
}
