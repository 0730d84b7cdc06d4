//! The files that providers work in. A workbook may hold more than what is signed in the end: rows that were removed,
//! names that a fault pointed out, a sheet of one's own. So it stays its provider's: its bytes lie sealed under the
//! tenant's key, and the authority reads what was signed, never the file. Its hash is kept with the version.

use std::io;
use std::sync::Arc;

use ::store::{ReadTx, StoreError, WriteTx, sql};
use kernel::Id;
use kernel::id::kind::Tenant;
use platform::Stop;
use platform::access::Tools;
use platform::files::{Files, sha256_hex};
use platform::sealed::{Place, SealError, TenantKeys};

const fn place(sha256: &str) -> Place<'_> {
    Place { table: "file", column: "bytes", row: sha256 }
}

/// A file that lies sealed in the store, and has no row yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Hash of the file as it came.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i64,
    /// Hash of what lies in the store.
    pub sealed_sha256: String,
}

/// Seals the bytes and keeps them. Waits for the disk: never on a thread that serves requests.
///
/// # Errors
/// When the disk is full or cannot be written.
pub fn keep(files: &Files, tenant: Id<Tenant>, keys: &TenantKeys, bytes: &[u8]) -> io::Result<Kept> {
    let sha256 = sha256_hex(bytes);
    let sealed = keys.seal(place(&sha256), bytes).map_err(damaged)?;
    let sealed_sha256 = files.keep(tenant, &sealed)?;
    Ok(Kept { sha256, size: i64::try_from(bytes.len()).unwrap_or(i64::MAX), sealed_sha256 })
}

fn damaged(error: SealError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// Writes the row of a file that is kept. One that came before, with the same bytes, stays as it is.
pub fn add(tx: &mut WriteTx<'_>, kept: &Kept, name: &str, media_type: &str) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO file (tenant_id, sha256, size, media_type, name, created_at, sealed_sha256)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
        ),
        &[&kept.sha256, &kept.size, &media_type, &name, &now, &kept.sealed_sha256],
    )?;
    Ok(())
}

/// Whether the row of the file points at what was kept here: not when the same bytes came before, nor when the row was
/// never written. Then nothing will, and the bytes are to be [`remove`]d.
pub fn is_pointed_at(tx: &mut ReadTx<'_>, kept: &Kept) -> Result<bool, StoreError> {
    Ok(sealed_as(tx, &kept.sha256)?.as_ref() == Some(&kept.sealed_sha256))
}

/// Where the file with the hash lies sealed; `None` when there is no such file, or it lies as it is.
pub fn sealed_as(tx: &mut ReadTx<'_>, sha256: &str) -> Result<Option<String>, StoreError> {
    let found: Option<(Option<String>,)> =
        tx.maybe(sql!("SELECT sealed_sha256 FROM file WHERE tenant_id = $1 AND sha256 = $2"), &[&sha256])?;
    Ok(found.and_then(|(sealed,)| sealed))
}

/// Forgets the sealed files that no upload and no version speaks of any more; gives what lies in the store of them, to
/// be [`remove`]d once the transaction has ended.
pub fn forget_unused(tx: &mut WriteTx<'_>) -> Result<Vec<String>, StoreError> {
    let unused: Vec<(String, String)> = tx.all(
        sql!(
            "SELECT f.sha256, f.sealed_sha256 FROM file f WHERE f.tenant_id = $1 AND f.sealed_sha256 IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM staged s WHERE s.tenant_id = $1 AND s.file_sha256 = f.sha256)
               AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.tenant_id = $1 AND m.file_sha256 = f.sha256)
               AND NOT EXISTS (SELECT 1 FROM picture p WHERE p.tenant_id = $1 AND p.file_sha256 = f.sha256)
               AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.tenant_id = $1 AND s.file_sha256 = f.sha256)
               AND NOT EXISTS (SELECT 1 FROM elsewhere_file l WHERE l.tenant_id = $1 AND l.file_sha256 = f.sha256
                    AND l.state <> 'dropped')
               AND NOT EXISTS (SELECT 1 FROM earlier_report r WHERE r.tenant_id = $1 AND r.file_sha256 = f.sha256)
               AND NOT EXISTS (SELECT 1 FROM earlier_set e WHERE e.tenant_id = $1 AND e.file_sha256 = f.sha256
                    AND e.state <> 'dropped')
             ORDER BY f.sha256"
        ),
        &[],
    )?;
    for (sha256, _) in &unused {
        tx.execute(sql!("DELETE FROM file WHERE tenant_id = $1 AND sha256 = $2"), &[sha256])?;
    }
    Ok(unused.into_iter().map(|(_, sealed)| sealed).collect())
}

/// Removes the bytes of forgotten files. Each sealing gives bytes of its own, so nobody else's lie under the same hash.
///
/// # Errors
/// When the disk refuses.
pub fn remove(files: &Files, tenant: Id<Tenant>, sealed: &[String]) -> io::Result<()> {
    sealed.iter().try_for_each(|hash| files.remove(tenant, hash))
}

/// [`remove`] on a thread that may wait.
///
/// # Errors
/// When the disk refuses.
pub async fn discard(files: &Files, tenant: Id<Tenant>, sealed: Vec<String>) -> Result<(), Stop> {
    let files = files.clone();
    platform::apart(move || remove(&files, tenant, &sealed)).await.map_err(Stop::failed)?.map_err(Stop::failed)
}

/// A file that is known, ready to be read outside the transaction.
#[derive(Debug, Clone)]
pub struct Original {
    /// Its media type.
    pub media_type: String,
    sha256: String,
    sealed_sha256: Option<String>,
    keys: Arc<TenantKeys>,
    tenant: Id<Tenant>,
}

/// The file with the hash. The caller has asked whether it is the provider's own who wants it.
pub fn find(tx: &mut ReadTx<'_>, tools: &Tools, sha256: &str) -> Result<Option<Original>, StoreError> {
    let found: Option<(String, Option<String>)> =
        tx.maybe(sql!("SELECT media_type, sealed_sha256 FROM file WHERE tenant_id = $1 AND sha256 = $2"), &[&sha256])?;
    let Some((media_type, sealed_sha256)) = found else { return Ok(None) };
    let (keys, tenant) = (tools.keys(tx)?, tx.tenant()?);
    Ok(Some(Original { media_type, sha256: sha256.to_owned(), sealed_sha256, keys, tenant }))
}

impl Original {
    /// The bytes as they came.
    ///
    /// # Errors
    /// `NotFound`, or `InvalidData` when they are not what their hash says.
    pub fn bytes(&self, files: &Files) -> io::Result<Vec<u8>> {
        let Some(sealed) = &self.sealed_sha256 else { return files.read(self.tenant, &self.sha256) };
        let bytes = self.keys.open(place(&self.sha256), &files.read(self.tenant, sealed)?).map_err(damaged)?;
        if sha256_hex(&bytes) == self.sha256 { Ok(bytes) } else { Err(damaged(SealError::Refused)) }
    }
}
