//! The statements over letters.
//!
//! They lie in a global table, since a letter may be about several authorities; every statement on behalf of one names it.

use ::store::{FromRow, FromValue, ReadTx, Row, StoreError, ToValue, Value, WriteTx, global_sql, row};
use kernel::id::kind::{Letter, Person, Tenant};
use kernel::{Day, Email, Id, Instant};
use platform::access::Tools;
use platform::mail::{Fault, message_id};
use serde::{Deserialize, Serialize};

use super::sending;
use crate::year;

/// A letter's address: somebody with an account, or an address that wrote to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody with an account. Their address is looked up when the letter is sent.
    Person(Id<Person>),
    /// An address.
    Address(String),
}

macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $slug:literal,)* }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }
        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// Its stable name.
            pub const fn slug(self) -> &'static str { match self { $(Self::$variant => $slug,)* } }
            /// The one with that name.
            pub fn from_slug(slug: &str) -> Option<Self> { match slug { $($slug => Some(Self::$variant),)* _ => None } }
        }
        impl ToValue for $name {
            fn to_value(&self) -> Value { Value::Text(self.slug().to_owned()) }
        }
        impl FromValue for $name {
            fn from_value(value: Value) -> Result<Self, Value> {
                let slug = String::from_value(value)?;
                Self::from_slug(&slug).ok_or(Value::Text(slug))
            }
        }
    };
}

words! {
    /// What a letter is about.
    LetterKind {
        /// What is soon due, due today or missing, to whoever is to hand it in.
        Reminder = "reminder",
        /// What is missing although it has been asked for several times, to those who answer for it.
        Escalation = "escalation",
        /// A mail with reports has come in whole.
        Received = "received",
        /// A mail with reports has come in, and something in it has to be mended.
        Faulty = "faulty",
        /// A mail has come in that nobody can tell what it is about.
        Unmatched = "unmatched",
        /// What came by mail is to be handed in by upload instead.
        UploadInstead = "upload-instead",
        /// What a change of the year did to what somebody is to hand in.
        Changed = "changed",
        /// There is something to read, and not a word of what.
        ToRead = "to-read",
        /// There is something to read, to whoever has the code of a case.
        Notice = "notice",
        /// A visit: an invitation, a new one, or that it is not to be.
        Visit = "visit",
        /// The rektors' meeting: an invitation, a change, or that it is not to be.
        Meeting = "meeting",
        /// A joint evaluation: a question, a draft or a result to read.
        Evaluation = "evaluation",
        /// A trial, to whoever asked for it.
        Trial = "trial",
    }
}

words! {
    /// How far a letter has come.
    LetterState {
        /// It is to be sent.
        Waiting = "waiting",
        /// The server has taken it.
        Sent = "sent",
        /// It was not sent, and is not tried again unless somebody asks for it.
        GivenUp = "given-up",
    }
}

/// What calendars are told with a letter. Who invites and who is invited is put in when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// That it is not to be.
    pub cancelled: bool,
    /// What tells it from every other of the installation, and stays as long as it is the same.
    pub uid: String,
    /// How often it has been told of before.
    pub sequence: u32,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// What it is.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// More of it; may be empty.
    pub text: String,
}

/// A letter to be sent.
#[derive(Debug, Clone)]
pub struct NewLetter {
    /// To whom.
    pub to: Recipient,
    /// What it is about.
    pub kind: LetterKind,
    /// Its subject, in Swedish and without personal data.
    pub subject: String,
    /// What it says, a paragraph each. A line break within one stands.
    pub paragraphs: Vec<String>,
    /// Where the rest is: the words before the address, and its path within the installation, beginning with `/`.
    pub link: Option<(String, String)>,
    /// The letter that it answers: its Message-ID. What is no Message-ID is left out.
    pub in_reply_to: Option<String>,
    /// Two letters with the same key are one, for good.
    pub once: Option<String>,
}

/// Queues a letter of the transaction's authority (of the installation itself, in a global one). It is sent once the
/// transaction is durable. Gives the letter; with a key that is taken, the one that has it.
///
/// The event with which the transaction ends is the caller's; that the letter was sent, or was not, is told by another.
pub fn queue(tx: &mut WriteTx<'_>, tools: &Tools, new: &NewLetter) -> Result<Id<Letter>, StoreError> {
    let reply_to = match tx.tenant() {
        Ok(_) => reply_address(tx)?,
        Err(_) => None,
    };
    queue_as(tx, tools, new, reply_to.as_deref()).map(|(letter, _)| letter)
}

/// As [`queue`], of something that stands in calendars.
pub fn queue_invitation(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    new: &NewLetter,
    invitation: &Invitation,
) -> Result<Id<Letter>, StoreError> {
    let letter = queue(tx, tools, new)?;
    let calendar = serde_json::to_string(invitation).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.execute(global_sql!("UPDATE letter SET calendar = $2 WHERE id = $1"), &[&letter, &calendar])?;
    Ok(letter)
}

/// As [`queue`], with where answers go. Also says whether the letter is new.
pub fn queue_as(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    new: &NewLetter,
    reply_to: Option<&str>,
) -> Result<(Id<Letter>, bool), StoreError> {
    let (id, now, tenant) = (Id::<Letter>::random(tools.chance()), tx.context().now, tx.tenant().ok());
    let (person, address) = match &new.to {
        Recipient::Person(person) => (Some(*person), None),
        Recipient::Address(address) => (None, Some(address.as_str())),
    };
    let (label, path) = new.link.as_ref().map(|(label, path)| (label.as_str(), path.as_str())).unzip();
    let paragraphs = serde_json::to_string(&new.paragraphs).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let in_reply_to = new.in_reply_to.as_deref().and_then(message_id);
    let added = tx.execute(
        global_sql!(
            "INSERT INTO letter (id, tenant_id, kind, person_id, address, subject, paragraphs, link_label, link_path,
                 reply_to, in_reply_to, once_key, queued_at, state, next_try_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'waiting', $13) ON CONFLICT DO NOTHING"
        ),
        &[
            &id,
            &tenant,
            &new.kind,
            &person,
            &address,
            &new.subject,
            &paragraphs,
            &label,
            &path,
            &reply_to,
            &in_reply_to,
            &new.once,
            &now,
        ],
    )?;
    if added == 0 {
        let (known,) = tx.one(global_sql!("SELECT id FROM letter WHERE once_key = $1"), &[&new.once])?;
        return Ok((known, false));
    }
    sending::ask(tx, tools.chance(), id, tenant, now)?;
    Ok((id, true))
}

/// Where answers to a letter of the transaction's authority go: the address of the occasion that is next, else of the last.
pub fn reply_address(tx: &mut WriteTx<'_>) -> Result<Option<String>, StoreError> {
    let today = tx.context().now.day();
    let Some(published) = year::current(tx, today)? else { return Ok(None) };
    let mut with: Vec<(Day, &String)> = published
        .year
        .occasions
        .iter()
        .filter_map(|occasion| Some((occasion.deadline, occasion.address.as_ref()?)))
        .filter(|(_, address)| address.parse::<Email>().is_ok())
        .collect();
    with.sort();
    let next = with.iter().find(|(deadline, _)| *deadline >= today).or(with.last());
    Ok(next.map(|(_, address)| (*address).clone()))
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its subject.
    pub subject: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Where it leads: words and path.
    pub link: Option<(String, String)>,
}

impl FromRow for Content {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (subject, paragraphs): (String, String) = (row.take()?, row.take()?);
        let (label, path): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        let paragraphs = serde_json::from_str(&paragraphs).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(Self { subject, paragraphs, link: label.zip(path) })
    }
}

/// A letter that somebody holds, to send it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) id: Id<Letter>,
    pub(super) tenant: Option<Id<Tenant>>,
    pub(super) tenant_name: Option<String>,
    pub(super) kind: LetterKind,
    /// Where it goes: an account's address as it is now. Nothing where the account has ended.
    pub(super) to: Option<String>,
    pub(super) reply_to: Option<String>,
    pub(super) in_reply_to: Option<String>,
    pub(super) queued_at: Instant,
    pub(super) tries: u32,
    pub(super) first_try_at: Option<Instant>,
    pub(super) content: Content,
    pub(super) calendar: Option<String>,
}

impl FromRow for Held {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.take()?,
            tenant: row.take()?,
            tenant_name: row.take()?,
            kind: row.take()?,
            to: row.take()?,
            reply_to: row.take()?,
            in_reply_to: row.take()?,
            queued_at: row.take()?,
            tries: row.take()?,
            first_try_at: row.take()?,
            content: Content::from_row(row)?,
            calendar: row.take()?,
        })
    }
}

/// Takes a letter that is due, the given one first; nobody else takes it until then.
pub(super) fn hold(tx: &mut WriteTx<'_>, first: Id<Letter>, until: Instant) -> Result<Option<Held>, StoreError> {
    let now = tx.context().now;
    let found: Option<Held> = tx.maybe(
        global_sql!(
            "SELECT l.id, l.tenant_id, t.name, l.kind, COALESCE(l.address, p.email), l.reply_to, l.in_reply_to,
                    l.queued_at, l.tries, l.first_try_at, l.subject, l.paragraphs, l.link_label, l.link_path, l.calendar
             FROM letter l LEFT JOIN tenant t ON t.id = l.tenant_id
             LEFT JOIN person p ON p.id = l.person_id AND p.ended_at IS NULL
             WHERE l.state = 'waiting' AND l.next_try_at <= $1 AND (l.leased_until IS NULL OR l.leased_until <= $1)
             ORDER BY CASE WHEN l.id = $2 THEN 0 ELSE 1 END, l.next_try_at, l.id LIMIT 1"
        ),
        &[&now, &first],
    )?;
    if let Some(held) = &found {
        tx.execute(
            global_sql!(
                "UPDATE letter SET leased_until = $2, tries = tries + 1, first_try_at = COALESCE(first_try_at, $3)
                 WHERE id = $1"
            ),
            &[&held.id, &until, &now],
        )?;
    }
    Ok(found)
}

/// Writes down that the letter was sent, or was given up, if it is still held as it was. Gives whether it was.
pub(super) fn end(
    tx: &mut WriteTx<'_>,
    letter: Id<Letter>,
    held_until: Instant,
    outcome: Result<&str, &Fault>,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let (state, fault, says) = match outcome {
        Ok(answer) => (LetterState::Sent, None, answer),
        Err(fault) => (LetterState::GivenUp, Some(fault.slug()), fault.says()),
    };
    let changed = tx.execute(
        global_sql!(
            "UPDATE letter SET state = $3, ended_at = $4, fault = $5, says = $6, leased_until = NULL
             WHERE id = $1 AND leased_until = $2 AND state = 'waiting'"
        ),
        &[&letter, &held_until, &state, &now, &fault, &says],
    )?;
    Ok(changed == 1)
}

/// Gives up a letter that cannot begin to go, for a reason of our own.
pub(super) fn give_up(
    tx: &mut WriteTx<'_>,
    letter: Id<Letter>,
    held_until: Instant,
    why: &str,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let changed = tx.execute(
        global_sql!(
            "UPDATE letter SET state = 'given-up', ended_at = $3, fault = $4, says = '', leased_until = NULL
             WHERE id = $1 AND leased_until = $2 AND state = 'waiting'"
        ),
        &[&letter, &held_until, &now, &why],
    )?;
    Ok(changed == 1)
}

/// Puts the letter off; where the server is the trouble, every other that is due with it.
pub(super) fn put_off(
    tx: &mut WriteTx<'_>,
    letter: Id<Letter>,
    held_until: Instant,
    next: Instant,
    fault: &Fault,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let held = tx.execute(
        global_sql!(
            "UPDATE letter SET next_try_at = $3, fault = $4, says = $5, leased_until = NULL
             WHERE id = $1 AND leased_until = $2 AND state = 'waiting'"
        ),
        &[&letter, &held_until, &next, &fault.slug(), &fault.says()],
    )?;
    if held == 1 && fault.is_of_the_line() {
        tx.execute(
            global_sql!(
                "UPDATE letter SET next_try_at = $2, fault = $3, says = $4
                 WHERE state = 'waiting' AND next_try_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)"
            ),
            &[&now, &next, &fault.slug(), &fault.says()],
        )?;
    }
    Ok(())
}

/// When the letter can be tried next, while it waits.
pub(super) fn due(
    tx: &mut ReadTx<'_>,
    letter: Id<Letter>,
) -> Result<Option<(Option<Id<Tenant>>, Instant)>, StoreError> {
    let found: Option<(Option<Id<Tenant>>, Instant, Option<Instant>)> = tx.maybe(
        global_sql!("SELECT tenant_id, next_try_at, leased_until FROM letter WHERE id = $1 AND state = 'waiting'"),
        &[&letter],
    )?;
    Ok(found.map(|(tenant, next, leased)| (tenant, leased.map_or(next, |leased| leased.max(next)))))
}

/// Every letter that waits, with when it can be tried.
pub(super) fn waiting(tx: &mut ReadTx<'_>) -> Result<Vec<(Id<Letter>, Option<Id<Tenant>>, Instant)>, StoreError> {
    tx.all(
        global_sql!("SELECT id, tenant_id, next_try_at FROM letter WHERE state = 'waiting' ORDER BY next_try_at, id"),
        &[],
    )
}

/// Has a given-up letter of the authority tried once more, from the beginning. Gives whether there was one. A letter
/// about several authorities is any one's of them to send.
pub(super) fn again(tx: &mut WriteTx<'_>, letter: Id<Letter>) -> Result<bool, StoreError> {
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let changed = tx.execute(
        global_sql!(
            "UPDATE letter SET state = 'waiting', tries = 0, first_try_at = NULL, next_try_at = $3, ended_at = NULL,
                 queued_at = $3, fault = NULL, says = NULL
             WHERE id = $1 AND state = 'given-up'
               AND (tenant_id = $2
                 OR (tenant_id IS NULL AND EXISTS (
                     SELECT 1 FROM reminder r WHERE r.letter_id = letter.id AND r.tenant_id = $2)))"
        ),
        &[&letter, &tenant, &now],
    )?;
    Ok(changed == 1)
}

/// To whom a letter goes, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The person, and what they are called.
    pub person: Option<(Id<Person>, String)>,
    /// The address; only for those who may see people.
    pub address: Option<String>,
}

row! {
    struct Who {
        person: Option<Id<Person>>,
        name: Option<String>,
        address: Option<String>,
    }
}

/// A letter as pages show it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The letter.
    pub id: Id<Letter>,
    /// What it is about.
    pub kind: LetterKind,
    /// Its subject; nothing of a letter that is about other authorities too.
    pub subject: Option<String>,
    /// To whom.
    pub to: Address,
    /// When it was asked for.
    pub queued_at: Instant,
    /// How far it has come.
    pub state: LetterState,
    /// How often it has been tried.
    pub tries: u32,
    /// When it is tried next, while it waits.
    pub next_try_at: Instant,
    /// When it was sent or given up.
    pub ended_at: Option<Instant>,
    /// Why it has not gone.
    pub fault: Option<String>,
    /// What the server said.
    pub says: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
}

impl FromRow for Line {
    fn from_row(row: &mut Row) -> Result<Self, StoreError> {
        let (id, kind, subject) = (row.take()?, row.take()?, row.take()?);
        let who = Who::from_row(row)?;
        let to = Address { person: who.person.zip(who.name), address: who.address };
        Ok(Self {
            id,
            kind,
            subject,
            to,
            queued_at: row.take()?,
            state: row.take()?,
            tries: row.take()?,
            next_try_at: row.take()?,
            ended_at: row.take()?,
            fault: row.take()?,
            says: row.take()?,
            reply_to: row.take()?,
        })
    }
}

/// Which letters of an authority.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those that have come so far.
    pub state: Option<LetterState>,
    /// Only those about this.
    pub kind: Option<LetterKind>,
    /// Only those of that day.
    pub day: Option<Day>,
}

/// How many a page shows.
pub const PAGE: usize = 200;

/// The authority's letters, the newest first; one more than a page shows where there are more.
pub fn list(tx: &mut ReadTx<'_>, filter: &Filter) -> Result<Vec<Line>, StoreError> {
    let tenant = tx.tenant()?;
    let (state, kind) = (filter.state.map_or("", LetterState::slug), filter.kind.map_or("", LetterKind::slug));
    let (from, to) = (filter.day.map(Day::start), filter.day.map(Day::end));
    tx.all(
        global_sql!(
            "SELECT l.id, l.kind, CASE WHEN l.tenant_id IS NULL THEN NULL ELSE l.subject END, p.id, p.name,
                    COALESCE(l.address, p.email), l.queued_at, l.state, l.tries,
                    l.next_try_at, l.ended_at, l.fault, l.says, l.reply_to
             FROM letter l LEFT JOIN person p ON p.id = l.person_id
             WHERE (l.tenant_id = $1
                 OR (l.tenant_id IS NULL AND EXISTS (
                     SELECT 1 FROM reminder r WHERE r.letter_id = l.id AND r.tenant_id = $1)))
               AND (CAST($2 AS TEXT) = '' OR l.state = $2)
               AND (CAST($3 AS TEXT) = '' OR l.kind = $3)
               AND (CAST($4 AS BIGINT) IS NULL OR (l.queued_at >= $4 AND l.queued_at < $5))
             ORDER BY l.queued_at DESC, l.id LIMIT 201"
        ),
        &[&tenant, &state, &kind, &from, &to],
    )
}

/// How many of the authority's letters have come how far.
pub fn counts(tx: &mut ReadTx<'_>) -> Result<Vec<(LetterState, i64)>, StoreError> {
    let tenant = tx.tenant()?;
    tx.all(
        global_sql!(
            "SELECT l.state, count(*) FROM letter l
             WHERE l.tenant_id = $1
                OR (l.tenant_id IS NULL AND EXISTS (
                    SELECT 1 FROM reminder r WHERE r.letter_id = l.id AND r.tenant_id = $1))
             GROUP BY l.state"
        ),
        &[&tenant],
    )
}

/// A letter of the authority, with what it says. Of one that is about other authorities too only that it is there.
pub fn find(tx: &mut ReadTx<'_>, letter: Id<Letter>) -> Result<Option<(Line, Option<Content>)>, StoreError> {
    let tenant = tx.tenant()?;
    let line: Option<Line> = tx.maybe(
        global_sql!(
            "SELECT l.id, l.kind, CASE WHEN l.tenant_id IS NULL THEN NULL ELSE l.subject END, p.id, p.name,
                    COALESCE(l.address, p.email), l.queued_at, l.state, l.tries,
                    l.next_try_at, l.ended_at, l.fault, l.says, l.reply_to
             FROM letter l LEFT JOIN person p ON p.id = l.person_id
             WHERE l.id = $2
               AND (l.tenant_id = $1
                 OR (l.tenant_id IS NULL AND EXISTS (
                     SELECT 1 FROM reminder r WHERE r.letter_id = l.id AND r.tenant_id = $1)))"
        ),
        &[&tenant, &letter],
    )?;
    let Some(line) = line else { return Ok(None) };
    let content = tx.maybe(
        global_sql!("SELECT subject, paragraphs, link_label, link_path FROM letter WHERE tenant_id = $1 AND id = $2"),
        &[&tenant, &letter],
    )?;
    Ok(Some((line, content)))
}

/// How many letters of the installation wait, and how many were given up since.
pub(super) fn standing(tx: &mut ReadTx<'_>, since: Instant) -> Result<(i64, i64), StoreError> {
    let (waiting,) = tx.one(global_sql!("SELECT count(*) FROM letter WHERE state = 'waiting'"), &[])?;
    let (given_up,) =
        tx.one(global_sql!("SELECT count(*) FROM letter WHERE state = 'given-up' AND ended_at >= $1"), &[&since])?;
    Ok((waiting, given_up))
}
