//! The other authorities.

use ::store::{ReadTx, StoreError, global_sql};
use kernel::Id;
use kernel::id::kind::Tenant;

/// The other authorities of the installation, by name.
pub fn others(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Tenant>, String)>, StoreError> {
    let own = tx.tenant()?;
    let mut all: Vec<(Id<Tenant>, String)> =
        tx.all(global_sql!("SELECT id, name FROM tenant WHERE kind = 'authority' AND id <> $1 ORDER BY id"), &[&own])?;
    all.sort_by_cached_key(|(id, name)| (kernel::swedish::sort_key(name), *id));
    Ok(all)
}

/// What the transaction's own authority is called.
pub fn own_name(tx: &mut ReadTx<'_>) -> Result<String, StoreError> {
    let own = tx.tenant()?;
    let (name,): (String,) = tx.one(global_sql!("SELECT name FROM tenant WHERE id = $1"), &[&own])?;
    Ok(name)
}
