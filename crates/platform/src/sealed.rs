//! Sealed columns: AES-256-GCM-SIV (RFC 8452) under a key per tenant, which is itself sealed under the master key.
//!
//! Format, version 1: `01`, key version (4 bytes, big-endian), nonce (12 bytes), ciphertext with tag. The associated
//! data names tenant, table, column and row, so that a value copied to another row, column or tenant does not open.
//! The master key never lies in the database or its backups.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac};
use kernel::id::kind::Tenant;
use kernel::{Chance, Id};
use sha2::Sha256;
use store::{ReadTx, StoreError, WriteTx, sql};
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const NONCE: usize = 12;

/// Which value of which row is sealed.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The row's key.
    pub row: &'a str,
}

/// Why a sealed value did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was not made by this format, or is cut.
    #[error("a sealed value has an unknown form")]
    Form,
    /// The key it names does not exist.
    #[error("a sealed value names key version {0}, which does not exist")]
    NoKey(u32),
    /// It was altered, or moved from where it belongs.
    #[error("a sealed value does not open where it stands")]
    Refused,
}

impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        Self::Damaged(error.to_string())
    }
}

type Key = Zeroizing<[u8; 32]>;

/// The keys of one tenant, newest version last.
pub struct TenantKeys {
    tenant: Id<Tenant>,
    versions: BTreeMap<u32, Key>,
    chance: Arc<dyn Chance>,
}

impl std::fmt::Debug for TenantKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TenantKeys").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

fn associated(tenant: Id<Tenant>, place: Place<'_>) -> String {
    format!("tertial-sealed-1\n{tenant}\n{}\n{}\n{}", place.table, place.column, place.row)
}

fn encrypt(key: &[u8; 32], version: u32, chance: &dyn Chance, plain: &[u8], about: &str) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    chance.fill(&mut nonce);
    let cipher = Aes256GcmSiv::new(key.into());
    let sealed = cipher
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: about.as_bytes() })
        .unwrap_or_else(|_| unreachable!("AES-GCM-SIV only refuses messages over 2^36 bytes"));
    let mut out = vec![FORMAT];
    out.extend_from_slice(&version.to_be_bytes());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    out
}

fn key_version(sealed: &[u8]) -> Result<u32, SealError> {
    match sealed {
        [FORMAT, a, b, c, d, rest @ ..] if rest.len() > NONCE => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => Err(SealError::Form),
    }
}

fn decrypt(key: &[u8; 32], sealed: &[u8], about: &str) -> Result<Vec<u8>, SealError> {
    let (nonce, message) = sealed.get(5..).and_then(|rest| rest.split_at_checked(NONCE)).ok_or(SealError::Form)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealError::Form)?;
    Aes256GcmSiv::new(key.into())
        .decrypt(&Nonce::from(nonce), Payload { msg: message, aad: about.as_bytes() })
        .map_err(|_| SealError::Refused)
}

impl TenantKeys {
    /// Seals the bytes for their place.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let (version, key) = self.versions.last_key_value().ok_or(SealError::NoKey(0))?;
        Ok(encrypt(key, *version, &*self.chance, plain, &associated(self.tenant, place)))
    }

    /// Opens what was sealed for the place.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let version = key_version(sealed)?;
        let key = self.versions.get(&version).ok_or(SealError::NoKey(version))?;
        decrypt(key, sealed, &associated(self.tenant, place))
    }

    /// Opens text that was sealed for the place.
    pub fn open_text(&self, place: Place<'_>, sealed: &[u8]) -> Result<String, SealError> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| SealError::Form)
    }

    /// Hashes that stay the same as long as the tenant's first key is there, whatever keys follow: for what is known by
    /// its hash alone, and so can never be hashed anew.
    ///
    /// # Errors
    /// [`SealError::NoKey`] when the tenant has no key.
    pub fn lasting(&self, column: &str) -> Result<Lasting, SealError> {
        let (_, key) = self.versions.first_key_value().ok_or(SealError::NoKey(0))?;
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key[..])
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(format!("tertial-lasting-1\n{}\n{column}\n", self.tenant).as_bytes());
        Ok(Lasting(mac))
    }

    /// Keys and their tenant, for the tests of what rests on them.
    #[cfg(test)]
    pub(crate) fn for_tests() -> (Id<Tenant>, Arc<Self>) {
        let chance: Arc<dyn Chance> = Arc::new(kernel::SeededChance::new(9));
        let tenant = Id::random(&*chance);
        let versions = BTreeMap::from([(1, Zeroizing::new([3; 32]))]);
        (tenant, Arc::new(Self { tenant, versions, chance }))
    }

    /// What to look a value up by without opening anything: one index per live key version, newest first. Rows are
    /// written with the first; a search asks for all, so that rotation can go on while people search.
    pub fn blind_indices(&self, column: &str, value: &str) -> Vec<Vec<u8>> {
        let index = |key: &Key| {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key[..])
                .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
            mac.update(format!("tertial-index-1\n{}\n{column}\n{value}", self.tenant).as_bytes());
            mac.finalize().into_bytes().to_vec()
        };
        self.versions.values().rev().take(2).map(index).collect()
    }
}

/// Hashes values of one column under the tenant's first key.
#[derive(Clone)]
pub struct Lasting(Hmac<Sha256>);

impl std::fmt::Debug for Lasting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lasting(hidden)")
    }
}

impl Lasting {
    /// The first sixteen bytes of the value's hash.
    pub fn of(&self, kind: &str, value: &str) -> [u8; 16] {
        let mut mac = self.0.clone();
        mac.update(kind.as_bytes());
        mac.update(b"\n");
        mac.update(value.as_bytes());
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        std::array::from_fn(|at| whole[at])
    }
}

/// Opens tenants' keys with the master key, and remembers them.
pub struct Keys {
    master: Key,
    opened: Mutex<BTreeMap<Id<Tenant>, Arc<TenantKeys>>>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

fn wrapping(version: u32) -> String {
    format!("tenant_key {version}")
}

impl Keys {
    /// Keys under the given master key.
    pub fn new(master: [u8; 32]) -> Self {
        Self { master: Zeroizing::new(master), opened: Mutex::new(BTreeMap::new()) }
    }

    /// What an address is counted under when somebody tries to sign in: a hash under the master key, since what is
    /// typed there may be anything, a password too.
    pub(crate) fn attempt_index(&self, address: &str) -> Vec<u8> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.master[..])
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(format!("tertial-sign-in-attempt-1\n{address}").as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    /// Seals something small that a browser keeps for us, under the master key.
    pub(crate) fn seal_for_browser(&self, purpose: &str, plain: &[u8], chance: &dyn Chance) -> Vec<u8> {
        encrypt(&self.master, 0, chance, plain, &format!("tertial-browser-1\n{purpose}"))
    }

    /// Opens what a browser kept; nothing where it was altered or made for something else.
    pub(crate) fn open_from_browser(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        decrypt(&self.master, sealed, &format!("tertial-browser-1\n{purpose}")).ok()
    }

    /// What finds and what seals a text that a browser has the only other half of the key to.
    fn of_browser(&self, purpose: &str, secret: &str) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.master[..])
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(format!("tertial-unsent-{purpose}-1\n{secret}").as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Under what a text is found of which a browser keeps the secret.
    pub(crate) fn finder(&self, secret: &str) -> Vec<u8> {
        self.of_browser("finder", secret)[..16].to_vec()
    }

    /// Seals a text that opens with the master key and the browser's secret together, and with neither alone.
    pub(crate) fn seal_with(&self, secret: &str, plain: &[u8], chance: &dyn Chance) -> Vec<u8> {
        let key: Key = Zeroizing::new(self.of_browser("key", secret));
        encrypt(&key, 0, chance, plain, "tertial-unsent-1")
    }

    /// Opens what was sealed with the browser's secret.
    pub(crate) fn open_with(&self, secret: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let key: Key = Zeroizing::new(self.of_browser("key", secret));
        decrypt(&key, sealed, "tertial-unsent-1").ok()
    }

    /// The keys of the transaction's tenant.
    pub fn of(&self, tx: &mut ReadTx<'_>, chance: &Arc<dyn Chance>) -> Result<Arc<TenantKeys>, StoreError> {
        let tenant = tx.tenant()?;
        if let Some(known) = self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant) {
            return Ok(known.clone());
        }
        let rows: Vec<(u32, Vec<u8>)> =
            tx.all(sql!("SELECT version, sealed FROM tenant_key WHERE tenant_id = $1 ORDER BY version"), &[])?;
        let mut versions = BTreeMap::new();
        for (version, sealed) in rows {
            let about = associated(tenant, Place { table: "tenant_key", column: "sealed", row: &wrapping(version) });
            let key = Zeroizing::new(decrypt(&self.master, &sealed, &about)?);
            let key: [u8; 32] = key.as_slice().try_into().map_err(|_| SealError::Form)?;
            versions.insert(version, Zeroizing::new(key));
        }
        if versions.is_empty() {
            return Err(StoreError::Damaged(format!("tenant {tenant} has no key")));
        }
        let keys = Arc::new(TenantKeys { tenant, versions, chance: chance.clone() });
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, keys.clone());
        Ok(keys)
    }

    /// Writes a new key version for the transaction's tenant; values sealed from now on use it, older ones still open.
    pub fn add_version(&self, tx: &mut WriteTx<'_>, chance: &Arc<dyn Chance>) -> Result<u32, StoreError> {
        let tenant = tx.tenant()?;
        let newest: Option<(Option<i64>,)> =
            tx.maybe(sql!("SELECT max(version) FROM tenant_key WHERE tenant_id = $1"), &[])?;
        let version = newest.and_then(|(version,)| version).map_or(1, |version| version + 1);
        let version = u32::try_from(version).map_err(|_| StoreError::Damaged("too many keys".to_owned()))?;
        let mut key = Zeroizing::new([0; 32]);
        chance.fill(&mut key[..]);
        let about = associated(tenant, Place { table: "tenant_key", column: "sealed", row: &wrapping(version) });
        let sealed = encrypt(&self.master, 0, &**chance, &key[..], &about);
        let now = tx.context().now;
        tx.execute(
            sql!("INSERT INTO tenant_key (tenant_id, version, sealed, created_at) VALUES ($1, $2, $3, $4)"),
            &[&version, &sealed, &now],
        )?;
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).remove(&tenant);
        Ok(version)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use kernel::SeededChance;

    fn keys(versions: &[u32]) -> TenantKeys {
        let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(5));
        TenantKeys {
            tenant: Id::random(&*chance),
            versions: versions.iter().map(|v| (*v, Zeroizing::new([u8::try_from(*v).unwrap(); 32]))).collect(),
            chance,
        }
    }

    const HERE: Place<'static> = Place { table: "draft_value", column: "sealed", row: "a/b/1" };

    #[test]
    fn a_value_opens_only_in_its_own_place_and_unaltered() {
        let keys = keys(&[1]);
        let sealed = keys.seal(HERE, "hemligt".as_bytes()).unwrap();
        assert_eq!(keys.open_text(HERE, &sealed).unwrap(), "hemligt");
        assert_eq!(keys.open(Place { row: "a/b/2", ..HERE }, &sealed), Err(SealError::Refused));
        assert_eq!(keys.open(Place { column: "other", ..HERE }, &sealed), Err(SealError::Refused));
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert!(keys.open(HERE, &altered).is_err(), "byte {index}");
        }
        assert_eq!(keys.open(HERE, b""), Err(SealError::Form));
    }

    #[test]
    fn values_sealed_under_an_older_key_still_open_after_rotation() {
        let old = keys(&[1]);
        let sealed = old.seal(HERE, b"x").unwrap();
        let mut rotated = keys(&[1, 2]);
        rotated.tenant = old.tenant;
        assert_eq!(rotated.open(HERE, &sealed).unwrap(), b"x");
        assert_eq!(key_version(&rotated.seal(HERE, b"x").unwrap()), Ok(2));
        let lasting = |keys: &TenantKeys| keys.lasting("student.key").unwrap().of("pn", "x");
        assert_eq!(lasting(&rotated), lasting(&old), "what is known by its hash alone is known after a rotation");
        assert_ne!(lasting(&old), old.lasting("student.key").unwrap().of("id", "x"));
        assert_eq!(rotated.blind_indices("personnummer", "x").len(), 2);
        assert_eq!(rotated.blind_indices("personnummer", "x")[1], old.blind_indices("personnummer", "x")[0]);
    }
}
