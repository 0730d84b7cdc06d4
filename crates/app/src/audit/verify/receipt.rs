//! A receipt that somebody holds, held against what is kept.

use ::store::{Chain, Db, EventRow, ReadTx, Scope, StoreError, row, sql, verify_events};
use domain::submissions::content_hash;
use kernel::id::kind::Submission;
use kernel::{Id, Instant};

use super::is_damage;

/// What stands on a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldReceipt {
    /// The reference, as stored (see [`domain::submissions::read_reference`]).
    pub reference: String,
    /// The content hash, hexadecimal.
    pub hash: String,
    /// A number in the chain and the hash of its link, where the receipt has them.
    pub link: Option<(i64, String)>,
}

/// What a receipt is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything on it is what is kept.
    Matches {
        /// The authority's name in addresses.
        tenant: String,
        /// Which version of the item.
        number: i64,
        /// When it came.
        at: Instant,
        /// The event that tells of it.
        seq: i64,
    },
    /// Nothing with this reference is kept, and no event tells of it.
    Unknown,
    /// An event tells of it, but the row is missing.
    Gone {
        /// The event.
        seq: i64,
    },
    /// The receipt has another hash than what is kept.
    OtherHash,
    /// What is kept no longer gives its hash, or not the one its event says.
    Altered,
    /// No event tells of it.
    NoEvent,
    /// The chain has no such link, or one with another hash.
    OtherLink {
        /// Which link.
        seq: i64,
    },
    /// The chain itself does not hold; verify the whole.
    BrokenChain,
}

row! {
    struct Kept { id: Id<Submission>, number: i64, content: String, sha256: String, at: Instant }
}

/// Holds the receipt against every tenant; the first that matches, else the most telling no.
pub fn check(db: &Db, receipt: &HeldReceipt) -> Result<Verdict, StoreError> {
    let mut verdict = Verdict::Unknown;
    for (tenant, slug) in super::tenants(db)? {
        let here = db.read_blocking(Scope::Tenant(tenant), |tx| check_in(tx, &slug, receipt))?;
        match here {
            Verdict::Matches { .. } => return Ok(here),
            Verdict::Unknown => {}
            other => verdict = other,
        }
    }
    Ok(verdict)
}

/// Holds the receipt against the transaction's tenant.
pub fn check_in(tx: &mut ReadTx<'_>, slug: &str, receipt: &HeldReceipt) -> Result<Verdict, StoreError> {
    let kept: Option<Kept> = tx.maybe(
        sql!("SELECT id, number, content, sha256, at FROM submission WHERE tenant_id = $1 AND reference = $2"),
        &[&receipt.reference],
    )?;
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let (mut event, mut link): (Option<(i64, String, EventRow)>, Option<String>) = (None, None);
    let report = verify_events(tx, Chain::Write, |row| {
        if row.kind == "submission.signed"
            && let Ok(facts) = serde_json::from_str::<serde_json::Value>(&row.facts)
            && facts["reference"] == receipt.reference.as_str()
        {
            event = Some((row.seq, facts["sha256"].as_str().unwrap_or_default().to_owned(), row.clone()));
        }
        if receipt.link.as_ref().is_some_and(|(seq, _)| *seq == row.seq) {
            link = Some(row.hash.clone());
        }
    });
    let report = match report {
        Ok(report) => report,
        Err(error) if is_damage(&error) => return Ok(Verdict::BrokenChain),
        Err(error) => return Err(error),
    };
    let Some(kept) = kept else {
        return Ok(event.map_or(Verdict::Unknown, |(seq, ..)| Verdict::Gone { seq }));
    };
    if !same(&receipt.hash, &kept.sha256) {
        return Ok(Verdict::OtherHash);
    }
    let Some((seq, told, row)) = event else { return Ok(Verdict::NoEvent) };
    let hash = serde_json::from_str(&kept.content).map(|content| content_hash(&content)).unwrap_or_default();
    if hash != kept.sha256 || told != kept.sha256 || row.subject != Some(kept.id.uuid()) {
        return Ok(Verdict::Altered);
    }
    if let Some((at, expected)) = &receipt.link
        && (*at < seq || !link.is_some_and(|hash| same(&hash, expected)))
    {
        return Ok(Verdict::OtherLink { seq: *at });
    }
    if !report.faults.is_empty() {
        return Ok(Verdict::BrokenChain);
    }
    Ok(Verdict::Matches { tenant: slug.to_owned(), number: kept.number, at: kept.at, seq })
}
