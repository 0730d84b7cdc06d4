//! The audit chain: every write of a tenant in one sequence, each link holding the hash of the one before, so that
//! nothing can be changed, removed or put in without every later hash being wrong.
//!
//! Encoding, version 1 (so that anyone can verify with a few lines of their own): the hash of an event is SHA-256 over
//! the UTF-8 text of these lines, joined by `\n`, no line at the end:
//! `tertial-event-1`, previous hash (hex, 64 zeros for the first), tenant, chain, sequence number, microseconds since
//! 1970, actor kind, person (or `-`), role (or `-`), kind of event, subject (or `-`), facts (the stored JSON text).
//! Facts hold hashes and identifiers, never ciphertext (what the transaction changed is told by `witness`), so verification survives key rotation and deletion under rule.

use kernel::id::kind::{Person, Tenant};
use kernel::{Id, Instant, Role};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Scope;
use crate::tx::{ReadTx, WriteTx};
use crate::{StoreError, row, sql};

/// Which of a tenant's chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chain {
    /// What was changed.
    Write,
    /// Who read personal data.
    Read,
}

impl Chain {
    /// The stable name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Read => "read",
        }
    }
}

/// On whose behalf something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in person.
    Account,
    /// Somebody with a link (survey, calendar, one-time).
    Link,
    /// Somebody with a receipt code.
    ReceiptCode,
    /// Nobody we know.
    Anonymous,
    /// Background work.
    Job,
    /// Somebody at the command line of the server.
    Cli,
}

impl ActorKind {
    /// The stable name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Link => "link",
            Self::ReceiptCode => "receipt-code",
            Self::Anonymous => "anonymous",
            Self::Job => "job",
            Self::Cli => "cli",
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// In what way they are known.
    pub kind: ActorKind,
    /// The person, for an account.
    pub person: Option<Id<Person>>,
    /// The role they act in.
    pub role: Option<Role>,
}

impl Actor {
    /// A signed-in person in a role.
    pub const fn account(person: Id<Person>, role: Role) -> Self {
        Self { kind: ActorKind::Account, person: Some(person), role: Some(role) }
    }
    /// An actor that is not a person with a role.
    pub const fn of(kind: ActorKind) -> Self {
        Self { kind, person: None, role: None }
    }
}

/// What happened, as the feature that did it says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// A stable name such as `submission.signed`.
    pub kind: &'static str,
    /// What it is about.
    pub subject: Option<Uuid>,
    /// Facts worth proving later: identifiers, hashes, numbers, reasons.
    pub facts: Json,
}

impl Event {
    /// An event about a thing.
    pub fn about<T>(kind: &'static str, subject: Id<T>, facts: Json) -> Self {
        Self { kind, subject: Some(subject.uuid()), facts }
    }
}

row! {
    /// One stored link of a chain.
    #[derive(Debug, Clone, PartialEq)]
    pub struct EventRow {
        /// The sequence number, from 1.
        pub seq: i64,
        /// When.
        pub at: Instant,
        /// Actor kind.
        pub actor_kind: String,
        /// The person, if one.
        pub person: Option<Id<Person>>,
        /// The role, if one.
        pub role: Option<String>,
        /// Kind of event.
        pub kind: String,
        /// What it is about.
        pub subject: Option<Uuid>,
        /// Facts as stored.
        pub facts: String,
        /// Hash of the link before, hex.
        pub previous: String,
        /// Hash of this link, hex.
        pub hash: String,
    }
}

row! {
    /// The newest link of a chain.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Head {
        /// Its sequence number; 0 for an empty chain.
        pub seq: i64,
        /// Its hash, hex.
        pub hash: String,
    }
}

impl Head {
    fn empty() -> Self {
        Self { seq: 0, hash: "0".repeat(64) }
    }
}

fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn link_hash(tenant: Id<Tenant>, chain: &str, row: &EventRow) -> String {
    let lines = [
        "tertial-event-1".to_owned(),
        row.previous.clone(),
        tenant.to_string(),
        chain.to_owned(),
        row.seq.to_string(),
        row.at.as_microsecond().to_string(),
        row.actor_kind.clone(),
        or_dash(row.person),
        or_dash(row.role.as_deref()),
        row.kind.clone(),
        or_dash(row.subject),
        row.facts.clone(),
    ];
    hex(&Sha256::digest(lines.join("\n")))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Appends events, last in the transaction.
pub(crate) fn append(tx: &mut WriteTx<'_>, chain: Chain, events: &[Event]) -> Result<(), StoreError> {
    let scope = tx.scope;
    let tenant = scope.chain_tenant();
    // The system's chain is a tenant of its own for the statements below.
    tx.tx.scope = Scope::Tenant(tenant);
    let mut head = head(tx, chain)?;
    let first = head.seq == 0;
    let context = tx.context.clone();
    for event in events {
        let mut row = EventRow {
            seq: head.seq + 1,
            at: context.now,
            actor_kind: context.actor.kind.slug().to_owned(),
            person: context.actor.person,
            role: context.actor.role.map(|role| role.slug().to_owned()),
            kind: event.kind.to_owned(),
            subject: event.subject,
            facts: event.facts.to_string(),
            previous: head.hash,
            hash: String::new(),
        };
        row.hash = link_hash(tenant, chain.slug(), &row);
        tx.execute(
            sql!(
                "INSERT INTO audit_event (tenant_id, chain, seq, at, actor_kind, person_id, role, kind, subject_id, facts,
                     previous, hash)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            ),
            &[
                &chain.slug(),
                &row.seq,
                &row.at,
                &row.actor_kind,
                &row.person,
                &row.role,
                &row.kind,
                &row.subject,
                &row.facts,
                &row.previous,
                &row.hash,
            ],
        )?;
        head = Head { seq: row.seq, hash: row.hash };
    }
    let changed = if first {
        tx.execute(
            sql!("INSERT INTO chain_head (tenant_id, chain, seq, hash) VALUES ($1, $2, $3, $4)"),
            &[&chain.slug(), &head.seq, &head.hash],
        )?
    } else {
        tx.execute(
            sql!("UPDATE chain_head SET seq = $3, hash = $4 WHERE tenant_id = $1 AND chain = $2"),
            &[&chain.slug(), &head.seq, &head.hash],
        )?
    };
    tx.tx.scope = scope;
    if changed == 1 { Ok(()) } else { Err(StoreError::Damaged("the chain has no head".to_owned())) }
}

/// The newest link of the chain; that of an empty chain where nothing has been told yet.
pub(crate) fn head(tx: &mut ReadTx<'_>, chain: Chain) -> Result<Head, StoreError> {
    Ok(tx
        .maybe(sql!("SELECT seq, hash FROM chain_head WHERE tenant_id = $1 AND chain = $2"), &[&chain.slug()])?
        .unwrap_or_else(Head::empty))
}

/// What is wrong with a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainFault {
    /// A link's content does not give its hash: something in it was altered.
    Altered {
        /// Which link.
        seq: i64,
    },
    /// A link does not hold the hash of the one before it, or a number is missing.
    Broken {
        /// The first link that does not fit.
        seq: i64,
    },
    /// The chain ends before the head that was written down.
    CutTail {
        /// The last link there is.
        last: i64,
        /// The link that should be the last.
        expected: i64,
    },
    /// The newest link is not the one the head names.
    WrongHead {
        /// Which link.
        seq: i64,
    },
}

/// The outcome of verifying one chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// How many links were read.
    pub links: i64,
    /// The newest link found.
    pub head: Head,
    /// Everything that is wrong, in order. Empty when the chain holds.
    pub faults: Vec<ChainFault>,
}

/// Verifies one chain of the transaction's tenant (the system's own in a global transaction). `each` sees every link,
/// so that callers can check what the facts say against the rest of the database in the same pass.
pub fn verify_events(
    tx: &mut ReadTx<'_>,
    chain: Chain,
    mut each: impl FnMut(&EventRow),
) -> Result<ChainReport, StoreError> {
    let scope = tx.scope;
    let tenant = scope.chain_tenant();
    tx.scope = Scope::Tenant(tenant);
    let stored = head(tx, chain)?;
    let mut last = Head::empty();
    let mut links = 0;
    let mut faults = Vec::new();
    let outcome = tx.each(
        sql!(
            "SELECT seq, at, actor_kind, person_id, role, kind, subject_id, facts, previous, hash
             FROM audit_event WHERE tenant_id = $1 AND chain = $2 ORDER BY seq"
        ),
        &[&chain.slug()],
        |row| {
            let row: EventRow = crate::FromRow::from_row(row)?;
            if link_hash(tenant, chain.slug(), &row) != row.hash {
                faults.push(ChainFault::Altered { seq: row.seq });
            }
            if row.previous != last.hash || row.seq != last.seq + 1 {
                faults.push(ChainFault::Broken { seq: row.seq });
            }
            each(&row);
            links += 1;
            last = Head { seq: row.seq, hash: row.hash };
            Ok(())
        },
    );
    tx.scope = scope;
    outcome?;
    if last.seq < stored.seq {
        faults.push(ChainFault::CutTail { last: last.seq, expected: stored.seq });
    } else if last != stored {
        faults.push(ChainFault::WrongHead { seq: last.seq });
    }
    Ok(ChainReport { links, head: last, faults })
}
