//! Terms as they are kept.

use ::store::{Event, ReadTx, StoreError, WriteTx, row, sql};
use domain::terms::{Held, Term};
use kernel::Id;
use kernel::id::kind::{Organisation, Person, Term as TermKind};
use serde_json::json;

use crate::organisations;

/// A term as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: Id<TermKind>,
    /// The number of its version.
    pub number: i64,
    /// What it says.
    pub term: Term,
    /// That it is not in use: entered by mistake.
    pub withdrawn: bool,
}

row! {
    struct TermRow { id: Id<TermKind>, number: i64, content: String, withdrawn: bool }
}

fn kept(row: TermRow) -> Result<Kept, StoreError> {
    let term = serde_json::from_str(&row.content)
        .map_err(|error| StoreError::Damaged(format!("version {} of term {}: {error}", row.number, row.id)))?;
    Ok(Kept { id: row.id, number: row.number, term, withdrawn: row.withdrawn })
}

/// Every term as it stands, in the order of clauses and names; those that are not in use last.
///
/// # Errors
/// When the database cannot be read.
pub fn all(tx: &mut ReadTx<'_>) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<TermRow> = tx.all(
        sql!(
            "SELECT v.term_id, v.number, v.content, v.withdrawn FROM term_version v WHERE v.tenant_id = $1 AND v.number =
                 (SELECT max(n.number) FROM term_version n WHERE n.tenant_id = v.tenant_id AND n.term_id = v.term_id)
             ORDER BY v.term_id"
        ),
        &[],
    )?;
    let mut all: Vec<Kept> = rows.into_iter().map(kept).collect::<Result<_, _>>()?;
    all.sort_by(|one, other| {
        let key = |kept: &Kept| (kept.withdrawn, kept.term.clause.is_empty());
        key(one)
            .cmp(&key(other))
            .then_with(|| kernel::swedish::compare(&one.term.clause, &other.term.clause))
            .then_with(|| kernel::swedish::compare(&one.term.title, &other.term.title))
    });
    Ok(all)
}

/// The term as it stands.
///
/// # Errors
/// When the database cannot be read.
pub fn find(tx: &mut ReadTx<'_>, id: Id<TermKind>) -> Result<Option<Kept>, StoreError> {
    let row: Option<TermRow> = tx.maybe(
        sql!(
            "SELECT term_id, number, content, withdrawn FROM term_version WHERE tenant_id = $1 AND term_id = $2
             ORDER BY number DESC LIMIT 1"
        ),
        &[&id],
    )?;
    row.map(kept).transpose()
}

/// The agreements of the provider, as terms ask for them.
///
/// # Errors
/// When the database cannot be read.
pub fn held(tx: &mut ReadTx<'_>, of: Id<Organisation>) -> Result<Vec<Held>, StoreError> {
    let all = organisations::agreements(tx)?.into_iter().filter(|one| one.terms.organisation == of);
    let held = |one: organisations::AgreementEntry| Held {
        agreement: one.id.to_string(),
        regime: one.terms.regime,
        from: one.terms.from,
        to: one.terms.to,
    };
    Ok(all.map(held).collect())
}

/// The stable names of all terms.
pub(super) fn slugs(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let all: Vec<(String,)> = tx.all(sql!("SELECT slug FROM term WHERE tenant_id = $1 ORDER BY slug"), &[])?;
    Ok(all.into_iter().map(|(slug,)| slug).collect())
}

/// Adds a term, without a version. The caller goes on with [`save`].
pub(super) fn add(tx: &mut WriteTx<'_>, id: Id<TermKind>, slug: &str) -> Result<(), StoreError> {
    tx.execute(sql!("INSERT INTO term (tenant_id, id, slug) VALUES ($1, $2, $3)"), &[&id, &slug]).map(|_| ())
}

/// Saves a version of the term. The caller ends the transaction.
pub(super) fn save(
    tx: &mut WriteTx<'_>,
    (id, number): (Id<TermKind>, i64),
    (term, withdrawn): (&Term, bool),
    person: Id<Person>,
) -> Result<(), StoreError> {
    let content = serde_json::to_string(term).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO term_version (tenant_id, term_id, number, content, withdrawn, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&id, &number, &content, &withdrawn, &person, &now],
    )?;
    tx.tell(Event::about("term.saved", id, json!({ "version": number })));
    Ok(())
}
