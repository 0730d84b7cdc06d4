//! The chains as lines of JSON, for a verifier of somebody else's making (docs/verify.md says how).

use std::io::{self, Write};

use ::store::{Chain, Db, EventRow, Scope, StoreError, verify_events};
use serde_json::json;

/// Writes every event of every tenant and of the system, each chain in order, one object a line.
///
/// # Errors
/// When the database cannot be read; the inner error is the file's.
pub fn write(db: &Db, out: &mut (impl Write + Send)) -> Result<io::Result<()>, StoreError> {
    let mut places = super::tenants(db)?;
    places.push((super::system(), String::new()));
    for (tenant, _) in places {
        for chain in [Chain::Write, Chain::Read] {
            let mut outcome = Ok(());
            let mut each = |row: &EventRow| {
                if outcome.is_ok() {
                    outcome = line(out, &tenant.to_string(), chain, row);
                }
            };
            // The faults are for `verify` to tell; here the events leave as they are.
            db.read_blocking::<_, StoreError>(Scope::Tenant(tenant), |tx| verify_events(tx, chain, &mut each))?;
            if let Err(error) = outcome {
                return Ok(Err(error));
            }
        }
    }
    Ok(out.flush())
}

fn line(out: &mut (impl Write + Send), tenant: &str, chain: Chain, row: &EventRow) -> io::Result<()> {
    let object = json!({
        "tenant": tenant,
        "chain": chain.slug(),
        "seq": row.seq,
        "at": row.at.as_microsecond(),
        "actor": row.actor_kind,
        "person": row.person,
        "role": row.role,
        "kind": row.kind,
        "subject": row.subject.map(|subject| subject.to_string()),
        "facts": row.facts,
        "previous": row.previous,
        "hash": row.hash,
    });
    writeln!(out, "{object}")
}
