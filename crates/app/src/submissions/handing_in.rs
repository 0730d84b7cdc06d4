//! Handing in: one transaction that asks the rules again with this clock, writes the version, its counts and its
//! event, and gives the receipt. What has been acknowledged is durable.

use ::store::{Event, ReadTx, StoreError, WriteTx, sql};
use domain::submissions::{Action, By, Receipt, Refusal, Road, State, Submitted, content_hash, reference};
use domain::year::Item;
use forms::Content;
use kernel::id::kind::{Person, Submission as SubmissionKind};
use kernel::{Id, Instant, Role};
use platform::access::Tools;
use platform::{Account, Seat};
use serde_json::json;

use crate::assignments::{self, Assignment};
use crate::participations;
use crate::year::Published;

/// What is handed in, and how.
#[derive(Debug, Clone)]
pub struct HandIn<'a> {
    /// Of what, as read in this transaction.
    pub assignment: &'a Assignment,
    /// The year's version that it answers.
    pub published: &'a Published,
    /// What is handed in, judged without fault.
    pub content: &'a Content,
    /// The road it came by.
    pub road: Road,
    /// The workbook it came in.
    pub file_sha256: Option<&'a str>,
    /// Who prepared it.
    pub prepared_by: Id<Person>,
    /// Who signs, or enters what comes out of another system.
    pub account: &'a Account,
    /// The signer's seats within the tenant.
    pub seats: &'a [Seat],
}

/// The set whose figures stand beside the item while it is written: that of the day that the year says, else the newest.
/// Nothing where no figures stand beside it, and before there are any.
pub fn figures_set(tx: &mut ReadTx<'_>, published: &Published, item: &Item) -> Result<Option<i64>, StoreError> {
    if !item.has_figures() {
        return Ok(None);
    }
    participations::set_as_of(tx, published.year.figures_as_of(item))
}

/// A version as it is written.
struct Version<'a> {
    id: Id<SubmissionKind>,
    what: &'a HandIn<'a>,
    receipt: Receipt,
    /// Stored with its types; the hash is over the canonical text, which anyone can make from it.
    content: String,
    signed_role: Role,
    late: bool,
    arrived: Option<Instant>,
    /// What stood beside it stays beside it, whatever is read in afterwards.
    figures_set: Option<i64>,
}

/// Hands in. The outer error is ours, the inner one the domain's no.
///
/// Gives the identifier of the version, its receipt and the event to save.
pub fn hand_in(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    what: &HandIn<'_>,
) -> Result<Result<(Id<SubmissionKind>, Receipt, Event), Refusal>, StoreError> {
    let (assignment, year) = (what.assignment, &*what.published.year);
    let Some(item) = year.item(&assignment.item) else {
        return Err(StoreError::Damaged(format!("assignment {} answers no item", assignment.id)));
    };
    let came = super::counting_arrivals(tx, assignment.id)?;
    let arrived = assignment.state.arrived(&came);
    let now = tx.context().now;
    let (submitted, signed_role) = match submitted(what, item, (now, arrived)) {
        Ok(submitted) => submitted,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let version = Version {
        id: Id::random(tools.chance()),
        what,
        receipt: Receipt {
            reference: reference(tools.chance()),
            number: submitted.number,
            at: now,
            hash: content_hash(what.content),
        },
        content: serde_json::to_string(what.content).map_err(|error| StoreError::Damaged(error.to_string()))?,
        signed_role,
        // When an officer reads a file in says nothing of when the school had answered.
        late: assignment.reports_in.is_none() && assignment.comes_late(arrived.unwrap_or(now)),
        arrived,
        figures_set: figures_set(tx, what.published, item)?,
    };
    let event = version.event(tx)?;
    version.insert(tx)?;
    assignments::set_state(tx, assignment.id, &State::from(submitted))?;
    super::counts::recount(tx, assignment.id, &assignment.item, year, what.content)?;
    Ok(Ok((version.id, version.receipt, event)))
}

/// The next state by the domain's rules, with the role that it is signed in.
fn submitted(
    what: &HandIn<'_>,
    item: &Item,
    (now, arrived): (Instant, Option<Instant>),
) -> Result<(Submitted, Role), Refusal> {
    let is_preparer = what.prepared_by == what.account.person;
    // What comes out of another system was answered for there: an officer enters it.
    let action = if what.road == Road::Api { Action::Receive } else { Action::Sign };
    let seen = match what.assignment.seat_for(item, what.seats, is_preparer, action) {
        Some(seen) => seen?,
        None => return Err(Refusal::NotYourRole { action }),
    };
    let by = By { person: Some(what.account.person), name: what.account.name.clone() };
    let state = what.assignment.state.clone();
    let submitted = match action {
        Action::Receive => state.receive(&seen, by, now, what.road),
        _ => state.submit_arrived(&seen, by, now, what.road, arrived),
    };
    Ok((submitted?, seen.role))
}

impl Version<'_> {
    fn insert(&self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        let what = self.what;
        tx.execute(
            sql!(
                "INSERT INTO submission (tenant_id, id, assignment_id, number, reference, content, sha256, year_version_id, road,
                     file_sha256, prepared_by, signed_by, signed_role, at, late, figures_set, arrived_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
            ),
            &[
                &self.id,
                &what.assignment.id,
                &self.receipt.number,
                &self.receipt.reference,
                &self.content,
                &self.receipt.hash,
                &what.published.id,
                &what.road.slug(),
                &what.file_sha256,
                &what.prepared_by,
                &what.account.person,
                &self.signed_role,
                &self.receipt.at,
                &self.late,
                &self.figures_set,
                &self.arrived,
            ],
        )?;
        if let Some(sha256) = what.file_sha256 {
            // Until now an upload among others, which may be dropped unseen; from now on part of what was signed.
            tx.vouch("file", &[&sha256])?;
        }
        Ok(())
    }

    /// What the chain tells of it.
    fn event(&self, tx: &mut ReadTx<'_>) -> Result<Event, StoreError> {
        let what = self.what;
        let file_kept = match what.file_sha256 {
            Some(sha256) => super::originals::sealed_as(tx, sha256)?,
            None => None,
        };
        let read_in = match what.file_sha256.filter(|_| what.road == Road::Api) {
            Some(sha256) => super::store::reading_in(tx, sha256)?,
            None => None,
        };
        let mut facts = json!({
            "submission": self.id,
            "assignment": what.assignment.id,
            "number": self.receipt.number,
            "reference": self.receipt.reference,
            "sha256": self.receipt.hash,
            // Of the text as stored, so that not one byte of it can change unseen.
            "stored": platform::files::sha256_hex(self.content.as_bytes()),
            "year_version": what.published.id,
            "road": what.road.slug(),
            "file": what.file_sha256,
            // What lies in the store, so that it can be proved without a key.
            "file_kept": file_kept,
            "late": self.late,
            "figures_set": self.figures_set,
            "prepared_by": what.prepared_by,
            "arrived_at": self.arrived.map(|at| at.to_string()),
        });
        if let (Some(facts), Some(read_in)) = (facts.as_object_mut(), read_in) {
            // Nobody signed here: the chain says out of what it was read in.
            facts.insert("system".to_owned(), read_in.system.into());
            facts.insert("file_name".to_owned(), read_in.file_name.into());
        }
        Ok(Event::about("submission.signed", self.id, facts))
    }
}
