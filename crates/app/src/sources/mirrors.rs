//! The statements over a student system: its key, which is sealed and never shown, the mirror of what it has given, and
//! how a fetch of it ends.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::{Import, Person};
use kernel::{Id, Instant};
use platform::sealed::{Place, TenantKeys};

use super::settings::SourceKind;

/// What becomes of a source's key when its settings are saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// It stays as it is.
    Stays,
    /// It is this one from now on.
    Is(String),
    /// There is none any more.
    Goes,
}

const fn place(kind: SourceKind) -> Place<'static> {
    Place { table: "source", column: "sealed_key", row: kind.slug() }
}

/// Keeps the key sealed, or takes it away.
pub fn set_key(
    tx: &mut WriteTx<'_>,
    kind: SourceKind,
    keys: &TenantKeys,
    change: &KeyChange,
) -> Result<(), StoreError> {
    let (sealed, at) = match change {
        KeyChange::Stays => return Ok(()),
        KeyChange::Is(key) => (Some(keys.seal(place(kind), key.as_bytes())?), Some(tx.context().now)),
        KeyChange::Goes => (None, None),
    };
    tx.execute(
        sql!("UPDATE source SET sealed_key = $3, key_at = $4 WHERE tenant_id = $1 AND slug = $2"),
        &[&kind.slug(), &sealed, &at],
    )
    .map(|_| ())
}

/// The key, opened: for the fetch alone.
pub fn key(tx: &mut ReadTx<'_>, kind: SourceKind, keys: &TenantKeys) -> Result<Option<String>, StoreError> {
    let found: Option<(Option<Vec<u8>>,)> =
        tx.maybe(sql!("SELECT sealed_key FROM source WHERE tenant_id = $1 AND slug = $2"), &[&kind.slug()])?;
    let sealed = found.and_then(|(sealed,)| sealed);
    Ok(sealed.map(|sealed| keys.open_text(place(kind), &sealed)).transpose()?)
}

/// Who asked for a fetch; nobody where it was time, and then who set the source up stands for it.
pub fn behalf(tx: &mut ReadTx<'_>, number: i64) -> Result<Option<(Option<Id<Person>>, Id<Person>)>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT f.person_id, s.person_id FROM source_fetch f
             JOIN source s ON s.tenant_id = f.tenant_id AND s.slug = f.slug WHERE f.tenant_id = $1 AND f.number = $2"
        ),
        &[&number],
    )
}

row! {
    /// Where the mirror of a source lies, and what was made of it last.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct KeptMirror {
        /// The fetch that left it so.
        pub fetch: i64,
        /// Under what hash it lies sealed.
        pub stored: String,
        /// SHA-256 of the table that was made of it.
        pub table_sha256: String,
        /// The import that brought that table.
        pub import: Option<Id<Import>>,
        /// When.
        pub at: Instant,
    }
}

/// The name that the mirror of a fetch is sealed under.
pub fn sealed_name(kind: SourceKind, fetch: i64) -> String {
    format!("mirror/{}/{fetch}", kind.slug())
}

/// The mirror, where there is one.
pub fn mirror(tx: &mut ReadTx<'_>, kind: SourceKind) -> Result<Option<KeptMirror>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT fetch_number, stored, table_sha256, import_id, at FROM source_mirror
             WHERE tenant_id = $1 AND slug = $2"
        ),
        &[&kind.slug()],
    )
}

/// Points at the mirror that a fetch left.
pub fn set_mirror(tx: &mut WriteTx<'_>, kind: SourceKind, kept: &KeptMirror) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO source_mirror (tenant_id, slug, fetch_number, stored, table_sha256, import_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, slug) DO UPDATE SET fetch_number = excluded.fetch_number, stored = excluded.stored,
                table_sha256 = excluded.table_sha256, import_id = excluded.import_id, at = excluded.at"
        ),
        &[&kind.slug(), &kept.fetch, &kept.stored, &kept.table_sha256, &kept.import, &kept.at],
    )
    .map(|_| ())
}

/// Forgets which table was made last, so that the same one again is news: it is to speak of something else.
pub fn forget_table(tx: &mut WriteTx<'_>, kind: SourceKind) -> Result<(), StoreError> {
    tx.execute(sql!("UPDATE source_mirror SET table_sha256 = '' WHERE tenant_id = $1 AND slug = $2"), &[&kind.slug()])
        .map(|_| ())
}

/// Forgets the mirror; gives where it lay, to be removed once that is durable.
pub fn forget_mirror(tx: &mut WriteTx<'_>, kind: SourceKind) -> Result<Option<String>, StoreError> {
    let known = mirror(tx, kind)?;
    if known.is_some() {
        tx.execute(sql!("DELETE FROM source_mirror WHERE tenant_id = $1 AND slug = $2"), &[&kind.slug()])?;
    }
    Ok(known.map(|known| known.stored))
}

/// Ends a fetch that succeeded, whose answers are not kept: only the hash over them is. `false` when it was not under way.
pub fn finish(
    tx: &mut WriteTx<'_>,
    number: i64,
    found: i64,
    answers_sha256: &str,
    content: &str,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE source_fetch SET state = 'done', ended_at = $3, found = $4, original_sha256 = $5, content = $6
             WHERE tenant_id = $1 AND number = $2 AND state = 'asked'"
        ),
        &[&number, &now, &found, &answers_sha256, &content],
    )?;
    Ok(changed == 1)
}
