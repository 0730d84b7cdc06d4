//! Proof that nothing recorded has been altered, removed or put in: the chains by themselves, and what they say against
//! the rows and files they speak of. For auditors, by page and by command line.
//!
//! Nothing is trusted because it agrees with itself: content is hashed anew and held against its row *and* against the
//! event that was written when it came. Whoever rewrites a whole chain consistently is found by an [`anchor`].

pub mod anchor;
pub mod export;
mod fault;
pub mod receipt;
mod results;
mod rows;
mod witnessed;

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Chain, ChainReport, Db, EventRow, ReadTx, Scope, StoreError, Told, global_sql, verify_events};
use kernel::id::kind::{Person, Tenant};
use kernel::{Id, Instant};
use platform::files::Files;
use serde_json::Value as Json;
use uuid::Uuid;

pub use self::anchor::Anchors;
pub use self::fault::{AnchorFault, Fault, Kept, Wrong};

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Links of the chain of changes.
    pub changes: i64,
    /// Links of the chain of readings.
    pub readings: i64,
    /// Submissions.
    pub submissions: usize,
    /// Versions of the year's document.
    pub years: usize,
    /// Frozen datasets.
    pub datasets: usize,
    /// Rendered releases.
    pub releases: usize,
    /// Files.
    pub files: usize,
    /// Rows of every kind that the chain tells the hash of.
    pub rows: usize,
}

/// The outcome for one tenant, or for the system itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// Which; the nil identifier is the system itself.
    pub tenant: Id<Tenant>,
    /// Its name in addresses; empty for the system and for one that is gone.
    pub slug: String,
    /// How much was looked at.
    pub counted: Counted,
    /// Where each chain ends: sequence number and hash. A chain that cannot be read has none.
    pub heads: BTreeMap<Chain, (i64, String)>,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
}

impl Findings {
    /// Whether all is as it was written.
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// The tenants that the system's chain tells of and the table has no more.
    fn gone_tenants(&self) -> Vec<Id<Tenant>> {
        let gone = |fault: &Fault| match fault {
            Fault::Row { kept: Kept::Tenant, id, wrong: Wrong::Gone { .. }, .. } => id.parse().ok(),
            _ => None,
        };
        self.faults.iter().filter_map(gone).collect()
    }
}

/// What an event says of a thing that is kept elsewhere.
#[derive(Debug)]
struct Said {
    seq: i64,
    at: Instant,
    person: Option<Id<Person>>,
    role: Option<String>,
    facts: Json,
}

impl Said {
    fn fact(&self, name: &str) -> Option<&str> {
        self.facts.get(name).and_then(Json::as_str)
    }
}

/// Events about kept things, by what is kept and its identifier; the newest of a kind that speaks of a hash.
#[derive(Debug, Default)]
struct Testimony(BTreeMap<(Kept, Uuid), Said>);

impl Testimony {
    fn hear(&mut self, row: &EventRow) {
        if row.kind == RETIMED {
            return self.hear_retimed(row);
        }
        let Some(kept) = Kept::of_event(&row.kind) else { return };
        let Some(subject) = row.subject else { return };
        // An event whose facts were destroyed is a fault of the chain; here it simply says nothing.
        let facts: Json = serde_json::from_str(&row.facts).unwrap_or_default();
        let said = Said { seq: row.seq, at: row.at, person: row.person, role: row.role.clone(), facts };
        // A later event that tells no hash does not take the word from one that does.
        if said.fact("sha256").is_some() || !self.0.contains_key(&(kept, subject)) {
            self.0.insert((kept, subject), said);
        }
    }
}

/// That the letter of a version that was signed came at another time: what was said of being late is said anew.
const RETIMED: &str = "submission.timed";

impl Testimony {
    fn hear_retimed(&mut self, row: &EventRow) {
        let facts: Json = serde_json::from_str(&row.facts).unwrap_or_default();
        let said = row.subject.and_then(|subject| self.0.get_mut(&(Kept::Submission, subject)));
        if let (Some(said), Some(late)) = (said.and_then(|said| said.facts.as_object_mut()), facts.get("late")) {
            said.insert("late".to_owned(), late.clone());
        }
    }
}

/// Bytes that must lie in the file store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileRef {
    /// Their hash as they came.
    pub sha256: String,
    /// The hash of what lies in the store, where they lie sealed.
    pub sealed_sha256: Option<String>,
    /// What they are.
    pub kept: Kept,
    /// Their name, or that of what they belong to.
    pub name: String,
    /// Whether nothing names them but an upload that waits: it may be thrown away at any time, and they with it.
    pub waits: bool,
}

/// Whether the error is about what lies in the database rather than about reaching it.
fn is_damage(error: &StoreError) -> bool {
    matches!(error, StoreError::Decode { .. } | StoreError::Damaged(_))
}

/// Verifies one of the chains.
fn chain(
    tx: &mut ReadTx<'_>,
    chain: Chain,
    anchors: &Anchors,
    findings: &mut Findings,
    mut each: impl FnMut(&EventRow),
) -> Result<(), StoreError> {
    let mut held = anchors.of(findings.tenant, chain);
    let report = verify_events(tx, chain, |row| {
        held.see(row.seq, &row.hash);
        each(row);
    });
    match report {
        Ok(ChainReport { links, head, faults }) => {
            findings.faults.extend(faults.into_iter().map(|what| Fault::Chain { chain, what }));
            findings.faults.extend(held.faults().map(|(seq, what)| Fault::Anchor { chain, seq, what }));
            findings.heads.insert(chain, (head.seq, head.hash));
            match chain {
                Chain::Write => findings.counted.changes = links,
                Chain::Read => findings.counted.readings = links,
            }
            Ok(())
        }
        Err(error) if is_damage(&error) => {
            findings.faults.push(Fault::ChainUnreadable { chain, detail: error.to_string() });
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Verifies the transaction's tenant on its one snapshot: both chains and every row they vouch for. Gives also the
/// files that [`examine_files`] has yet to look at.
pub fn examine(
    tx: &mut ReadTx<'_>,
    slug: &str,
    anchors: &Anchors,
) -> Result<(Findings, BTreeSet<FileRef>), StoreError> {
    let mut findings = Findings {
        tenant: tx.tenant()?,
        slug: slug.to_owned(),
        counted: Counted::default(),
        heads: BTreeMap::new(),
        faults: Vec::new(),
    };
    let (mut testimony, mut told, mut sets) = (Testimony::default(), Told::default(), results::Sets::default());
    chain(tx, Chain::Write, anchors, &mut findings, |row| {
        testimony.hear(row);
        sets.hear(row);
        told.hear(row);
    })?;
    chain(tx, Chain::Read, anchors, &mut findings, |_| {})?;
    let mut files = BTreeSet::new();
    rows::examine(tx, testimony, &mut findings, &mut files)?;
    witnessed::examine(tx, told, &files, &mut findings)?;
    witnessed::counts(tx, &mut findings)?;
    results::examine(tx, sets, &mut findings)?;
    Ok((findings, files))
}

/// Reads every file and holds it against its hash.
pub fn examine_files(store: &Files, files: &BTreeSet<FileRef>, findings: &mut Findings) {
    let mut read: BTreeMap<&str, Option<Wrong>> = BTreeMap::new();
    for file in files {
        let lies = file.sealed_sha256.as_ref().unwrap_or(&file.sha256);
        let wrong = read.entry(lies).or_insert_with(|| match store.read(findings.tenant, lies) {
            Ok(_) => None,
            Err(error) => Some(match error.kind() {
                std::io::ErrorKind::NotFound => Wrong::FileMissing,
                std::io::ErrorKind::InvalidData => Wrong::FileAltered,
                _ => Wrong::FileUnreadable { detail: error.to_string() },
            }),
        });
        if let Some(wrong) = wrong {
            // Thrown away after the snapshot was taken, which is nobody's loss.
            if file.waits && *wrong == Wrong::FileMissing {
                continue;
            }
            let (kept, id, name) = (file.kept, file.sha256.clone(), file.name.clone());
            findings.faults.push(Fault::Row { kept, id, name, wrong: wrong.clone() });
        }
    }
    findings.counted.files = read.len();
}

/// The system's own place among the tenants.
pub fn system() -> Id<Tenant> {
    Id::from_uuid(Uuid::nil())
}

/// Every tenant with its name in addresses, by that name.
pub fn tenants(db: &Db) -> Result<Vec<(Id<Tenant>, String)>, StoreError> {
    db.read_blocking(Scope::Global, |tx| tx.all(global_sql!("SELECT id, slug FROM tenant ORDER BY slug"), &[]))
}

/// Verifies the whole installation: every tenant, the system itself, and any tenant that only an anchor or the system's
/// chain knows of.
pub fn everything(db: &Db, files: &Files, anchors: &Anchors) -> Result<Vec<Findings>, StoreError> {
    let mut places = tenants(db)?;
    places.push((system(), String::new()));
    for tenant in anchors.tenants() {
        if !places.iter().any(|(known, _)| *known == tenant) {
            places.push((tenant, String::new()));
        }
    }
    let mut found = Vec::new();
    let mut next = 0;
    while let Some((tenant, slug)) = places.get(next).cloned() {
        next += 1;
        let (mut findings, refs) = db.read_blocking(Scope::Tenant(tenant), |tx| examine(tx, &slug, anchors))?;
        examine_files(files, &refs, &mut findings);
        if slug.is_empty()
            && tenant != system()
            && findings.heads.values().all(|(seq, _)| *seq == 0)
            && findings.holds()
        {
            findings.faults.push(Fault::Anchor { chain: Chain::Write, seq: 0, what: AnchorFault::NoChain });
        }
        // What is left of a tenant whose own row is gone is looked at all the same.
        for gone in findings.gone_tenants() {
            if !places.iter().any(|(known, _)| *known == gone) {
                places.push((gone, String::new()));
            }
        }
        found.push(findings);
    }
    Ok(found)
}
