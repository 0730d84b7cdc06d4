//! Making copies and links, taking links back, opening them.

use ::store::{Event, StoreError, WriteTx, sql};
use domain::cases::Party;
use kernel::id::kind::{CaseFile, Person};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::files::sha256_hex;
use serde_json::json;

use super::model::{Copy, Given};
use super::store::{attached, opened, place, row_name};
use crate::cases::files::Opened;

/// A copy to be made.
#[derive(Debug, Clone)]
pub(super) struct NewCopy {
    pub party: Party,
    pub profile: String,
    pub recipient: String,
    pub purpose: String,
    pub secrecy: String,
    pub copy: Copy,
    pub masked: i64,
    pub person: Id<Person>,
}

/// What a copy is known by: the hash of what it says.
pub(super) fn hash(copy: &Copy) -> Result<(String, String), StoreError> {
    let text = serde_json::to_string(copy).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let hash = sha256_hex(text.as_bytes());
    Ok((text, hash))
}

/// Keeps the copy and tells of it; gives its number.
pub(super) fn make(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    case: Id<CaseFile>,
    new: &NewCopy,
) -> Result<(i64, Event), StoreError> {
    let newest: Option<(Option<i64>,)> =
        tx.maybe(sql!("SELECT max(number) FROM case_handout WHERE tenant_id = $1 AND case_id = $2"), &[&case])?;
    let number = newest.and_then(|(number,)| number).unwrap_or(0) + 1;
    let (text, sha256) = hash(&new.copy)?;
    let sealed = tools.keys(tx)?.seal(place(&row_name(case, number)), text.as_bytes())?;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO case_handout (tenant_id, case_id, number, party, profile, recipient, purpose, secrecy, masked, sealed,
                                       sha256, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &case,
            &number,
            &new.party.slug(),
            &new.profile,
            &new.recipient,
            &new.purpose,
            &new.secrecy,
            &new.masked,
            &sealed,
            &sha256,
            &new.person,
            &now,
        ],
    )?;
    let facts = json!({ "handout": number, "profile": new.profile, "masked": new.masked, "sha256": sha256 });
    Ok((number, Event::about("case.handed-out", case, facts)))
}

/// Keeps the hash of the link's token.
pub(super) fn link(
    tx: &mut WriteTx<'_>,
    (case, handout): (Id<CaseFile>, i64),
    (token, until): (&str, Day),
    person: Id<Person>,
) -> Result<Event, StoreError> {
    let newest: Option<(Option<i64>,)> = tx.maybe(
        sql!("SELECT max(number) FROM handout_link WHERE tenant_id = $1 AND case_id = $2 AND handout = $3"),
        &[&case, &handout],
    )?;
    let number = newest.and_then(|(number,)| number).unwrap_or(0) + 1;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO handout_link (tenant_id, case_id, handout, number, token_sha256, person_id, at, until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[&case, &handout, &number, &sha256_hex(token.as_bytes()), &person, &now, &until],
    )?;
    let facts = json!({ "handout": handout, "link": number, "until": until });
    Ok(Event::about("case.link-made", case, facts))
}

/// Takes the link back; nothing where it is opened or taken back already.
pub(super) fn revoke(
    tx: &mut WriteTx<'_>,
    (case, handout, number): (Id<CaseFile>, i64, i64),
    person: Id<Person>,
) -> Result<Option<Event>, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        sql!(
            "UPDATE handout_link SET revoked_at = $5, revoked_by = $6
             WHERE tenant_id = $1 AND case_id = $2 AND handout = $3 AND number = $4 AND opened_at IS NULL
               AND revoked_at IS NULL"
        ),
        &[&case, &handout, &number, &now, &person],
    )?;
    let facts = json!({ "handout": handout, "link": number });
    Ok((changed > 0).then(|| Event::about("case.link-revoked", case, facts)))
}

/// Files that go along, by their numbers.
pub(super) type Files = Vec<(i64, Opened)>;

/// What the link of the token leads to, which from now on it does no more; nothing where it does not hold.
pub(super) fn open(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    token: &str,
) -> Result<Option<(Given, Files, Event)>, StoreError> {
    let now = tx.context().now;
    let found: Option<(Id<CaseFile>, i64, i64, Day, Option<Instant>, Option<Instant>)> = tx.maybe(
        sql!(
            "SELECT case_id, handout, number, until, opened_at, revoked_at FROM handout_link
             WHERE tenant_id = $1 AND token_sha256 = $2"
        ),
        &[&sha256_hex(token.as_bytes())],
    )?;
    let Some((case, handout, number, until, None, None)) = found else { return Ok(None) };
    if now.day() > until {
        return Ok(None);
    }
    let Some(given) = opened(tx, tools, (case, handout))? else { return Ok(None) };
    let files = attached(tx, tools, case, &given)?;
    // Of two who press at once, one has it.
    let opens = tx.execute(
        sql!(
            "UPDATE handout_link SET opened_at = $5
             WHERE tenant_id = $1 AND case_id = $2 AND handout = $3 AND number = $4 AND opened_at IS NULL
               AND revoked_at IS NULL"
        ),
        &[&case, &handout, &number, &now],
    )?;
    if opens == 0 {
        return Ok(None);
    }
    let event = Event::about("case.link-opened", case, json!({ "handout": handout, "link": number }));
    Ok(Some((given, files, event)))
}

/// Marks the case as secret on the ground, or takes the mark away where that is empty.
pub(super) fn mark(
    tx: &mut WriteTx<'_>,
    case: Id<CaseFile>,
    ground: &str,
    person: Id<Person>,
) -> Result<Event, StoreError> {
    let newest: Option<(Option<i64>,)> =
        tx.maybe(sql!("SELECT max(number) FROM case_secrecy WHERE tenant_id = $1 AND case_id = $2"), &[&case])?;
    let number = newest.and_then(|(number,)| number).unwrap_or(0) + 1;
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO case_secrecy (tenant_id, case_id, number, ground, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)"
        ),
        &[&case, &number, &ground, &person, &now],
    )?;
    let kind = if ground.is_empty() { "case.secrecy-lifted" } else { "case.secrecy-marked" };
    Ok(Event::about(kind, case, json!({ "mark": number })))
}
