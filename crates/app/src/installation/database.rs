//! Whether a database is one of ours, and whether something in it is sealed.

use ::store::{Db, Scope, StoreError, global_sql, sql};

/// Whether the database has been made by `tertial migrate`. One that is empty or somebody else's has none of our tables.
pub fn is_ours(db: &Db) -> bool {
    let first: Result<Option<(i64,)>, StoreError> = db.read_blocking(Scope::Global, |tx| {
        tx.maybe(global_sql!("SELECT number FROM migration WHERE number = 1 AND name = 'house'"), &[])
    });
    matches!(first, Ok(Some(_)))
}

/// Whether any authority has keys, which only the master key that sealed them opens.
pub fn has_keys(db: &Db) -> Result<bool, StoreError> {
    for tenant in super::tenants(db)? {
        let (keys,): (i64,) = db.read_blocking::<_, StoreError>(Scope::Tenant(tenant.id), |tx| {
            tx.one(sql!("SELECT count(*) FROM tenant_key WHERE tenant_id = $1"), &[])
        })?;
        if keys > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
