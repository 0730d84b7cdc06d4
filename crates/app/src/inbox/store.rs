//! The statements over letters and their files.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use documents::mail::Packed;
use domain::inbox::{Became, Sender, SenderSeat, SetAside, Why};
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Organisation, Person, Staged, Unit};
use kernel::{Day, Email, Id, Instant, Right, Role};
use platform::access::Tools;
use platform::sealed::Place;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The newest letters that a page shows.
pub(super) const PAGE: usize = 100;

/// How far a letter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is kept, and nobody has looked.
    New,
    /// An officer is asked.
    Waits,
    /// It waits for no officer, and something of it is left to do, by the provider or for what is in. Never kept: it is asked of
    /// what the letter brought, each time.
    Theirs,
    /// There is nothing left to do.
    Done,
    /// It is nobody's.
    Aside,
}

impl State {
    /// Every one, in the order of the filter.
    pub const ALL: [Self; 5] = [Self::Waits, Self::Theirs, Self::Done, Self::Aside, Self::New];

    /// The stable name, in addresses too.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Waits => "waits",
            Self::Theirs => "theirs",
            Self::Done => "done",
            Self::Aside => "aside",
        }
    }

    /// What has that stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }
}

/// What a letter says, sealed: people write about people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// What it is about.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Files that were not looked at.
    pub left_out: usize,
    /// Whether when it came is what its own head says.
    #[serde(default)]
    pub by_letter: bool,
    /// When its sender's program says that it was written, in seconds since 1970: shown where nothing says when it came, and
    /// never counted.
    #[serde(default)]
    pub dated: Option<i64>,
}

/// What a file is called and said to be, sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileHead {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Whether it hangs on a forwarded message.
    pub forwarded: bool,
    /// The archive of the letter that it lies in; empty where it hangs on the letter itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub within: String,
    /// What has become of it, where it is an archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<Packed>,
}

row! {
    /// A letter without what is sealed.
    #[derive(Debug, Clone)]
    pub(super) struct Letter {
        /// The letter.
        pub id: Id<Mail>,
        /// `imap` or `file`.
        pub road: String,
        /// What its sender's program called it.
        pub message_id: String,
        /// The address it says it is from.
        pub sender: String,
        /// Who that is.
        pub person: Option<Id<Person>>,
        /// Their name.
        pub person_name: Option<String>,
        /// When it came.
        pub arrived_at: Option<Instant>,
        /// When it was kept here.
        pub taken_at: Instant,
        /// Who handed it in.
        pub taken_by: Option<String>,
        /// The hash of its bytes.
        pub file_sha256: String,
        /// What is sealed.
        pub sealed: Vec<u8>,
        /// How far it has come.
        pub state: String,
        /// Why it waits as a whole, as JSON.
        pub why: Option<String>,
        /// What speaks against its address, as JSON.
        pub doubt: Option<String>,
        /// Why it is set aside.
        pub aside: Option<String>,
        /// In an officer's words.
        pub aside_reason: Option<String>,
        /// By whom.
        pub aside_by: Option<String>,
        /// When.
        pub aside_at: Option<Instant>,
        /// When it was answered.
        pub answered_at: Option<Instant>,
        /// Its case number.
        pub case_number: Option<String>,
        /// The note to that.
        pub note: Option<String>,
    }
}

impl Letter {
    /// How far it has come.
    pub fn state(&self) -> State {
        State::from_slug(&self.state).unwrap_or(State::Waits)
    }
    /// Why it waits as a whole.
    pub fn why(&self) -> Option<Why> {
        read_json(self.why.as_deref())
    }
    /// What speaks against its address.
    pub fn doubt(&self) -> Option<Why> {
        read_json(self.doubt.as_deref())
    }
    /// What is sealed, opened.
    pub fn head(&self, tools: &Tools, tx: &mut ReadTx<'_>) -> Result<Head, StoreError> {
        let name = self.id.to_string();
        opened(tools, tx, Place { table: "mail", column: "sealed", row: &name }, &self.sealed)
    }
}

row! {
    /// A file of a letter.
    #[derive(Debug, Clone)]
    pub(super) struct FileRow {
        /// Of which letter.
        pub mail: Id<Mail>,
        /// Its place in it, from 1.
        pub number: i64,
        /// What is sealed.
        pub sealed: Vec<u8>,
        /// The hash of its bytes.
        pub file_sha256: String,
        /// Its size in bytes.
        pub size: i64,
        /// What became of it.
        pub became: String,
        /// Why, as JSON.
        pub why: Option<String>,
        /// How many of its rows have to be put right.
        pub faulty: Option<i64>,
        /// What it answers.
        pub assignment: Option<Id<AssignmentKind>>,
        /// What it seems to answer.
        pub likely: Option<Id<AssignmentKind>>,
        /// The upload that was made of it.
        pub staged: Option<Id<Staged>>,
        /// The officer who said what it answers.
        pub decided_by: Option<Id<Person>>,
        /// Their name.
        pub decided_name: Option<String>,
        /// When.
        pub decided_at: Option<Instant>,
    }
}

impl FileRow {
    /// What became of it.
    pub fn became(&self) -> Became {
        Became::from_slug(&self.became).unwrap_or(Became::Waits)
    }
    /// Whether it came to lie somewhere, and an officer may say that it does not belong there: whoever put it there.
    pub fn can_be_undone(&self) -> bool {
        let is_open = matches!(self.became(), Became::Waits | Became::New | Became::Passed | Became::Aside);
        self.assignment.is_some() && !is_open
    }
    /// Whether it is a copy of what is in already, and an officer has said what it answers: then what is in counts from it.
    pub fn gives_its_time(&self) -> bool {
        self.became() == Became::AlreadyIn && self.decided_at.is_some()
    }
    /// Why.
    pub fn why(&self) -> Option<Why> {
        read_json(self.why.as_deref())
    }
    /// What is sealed, opened.
    pub fn head(&self, tools: &Tools, tx: &mut ReadTx<'_>) -> Result<FileHead, StoreError> {
        let name = file_row(self.mail, self.number);
        opened(tools, tx, Place { table: "mail_file", column: "sealed", row: &name }, &self.sealed)
    }
}

fn read_json<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    text.and_then(|text| serde_json::from_str(text).ok())
}

fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn maybe_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    value.map(json).transpose()
}

fn file_row(mail: Id<Mail>, number: i64) -> String {
    format!("{mail}/{number}")
}

fn opened<T: DeserializeOwned + Default>(
    tools: &Tools,
    tx: &mut ReadTx<'_>,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<T, StoreError> {
    if sealed.is_empty() {
        return Ok(T::default());
    }
    let text = tools.keys(tx)?.open_text(place, sealed)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Damaged(format!("{} {}: {error}", place.table, place.row)))
}

fn seal<T: Serialize>(tools: &Tools, tx: &mut ReadTx<'_>, place: Place<'_>, value: &T) -> Result<Vec<u8>, StoreError> {
    Ok(tools.keys(tx)?.seal(place, json(value)?.as_bytes())?)
}

/// A letter to be kept.
#[derive(Debug, Clone)]
pub(super) struct NewLetter {
    /// Its hash.
    pub file_sha256: String,
    /// `imap` or `file`.
    pub road: &'static str,
    /// When it came.
    pub arrived_at: Option<Instant>,
    /// Who handed it in.
    pub taken_by: Option<Id<Person>>,
}

/// The letter with these bytes.
pub(super) fn with_bytes(tx: &mut ReadTx<'_>, sha256: &str) -> Result<Option<Id<Mail>>, StoreError> {
    let found: Option<(Id<Mail>,)> = tx.maybe(
        sql!("SELECT id FROM mail WHERE tenant_id = $1 AND file_sha256 = $2 ORDER BY taken_at, id LIMIT 1"),
        &[&sha256],
    )?;
    Ok(found.map(|(id,)| id))
}

/// Keeps a letter that nobody has looked at yet.
pub(super) fn add(tx: &mut WriteTx<'_>, tools: &Tools, new: &NewLetter) -> Result<Id<Mail>, StoreError> {
    let (id, now) = (Id::<Mail>::random(tools.chance()), tx.context().now);
    let nothing: &[u8] = &[];
    tx.execute(
        sql!(
            "INSERT INTO mail (tenant_id, id, road, message_id, sender, arrived_at, taken_at, taken_by, file_sha256,
                 files_sha256, sealed, state)
             VALUES ($1, $2, $3, '', '', $4, $5, $6, $7, '', $8, 'new')"
        ),
        &[&id, &new.road, &new.arrived_at, &now, &new.taken_by, &new.file_sha256, &nothing],
    )?;
    Ok(id)
}

/// What was read of a letter.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    /// What its sender's program called it.
    pub message_id: String,
    /// The address it says it is from.
    pub sender: String,
    /// Who that is.
    pub person: Option<Id<Person>>,
    /// When it came.
    pub arrived_at: Option<Instant>,
    /// Over the hashes of its files.
    pub files_sha256: String,
    /// What is sealed.
    pub head: Head,
    /// Why it waits as a whole.
    pub why: Option<Why>,
    /// What speaks against its address.
    pub doubt: Option<Why>,
    /// Why it is set aside, by its stable name.
    pub aside: Option<String>,
}

/// Writes down what was read of a letter.
pub(super) fn set_read(tx: &mut WriteTx<'_>, tools: &Tools, id: Id<Mail>, read: &Read) -> Result<(), StoreError> {
    let name = id.to_string();
    let sealed = seal(tools, tx, Place { table: "mail", column: "sealed", row: &name }, &read.head)?;
    let (why, doubt) = (maybe_json(read.why.as_ref())?, maybe_json(read.doubt.as_ref())?);
    let state = if read.aside.is_some() { State::Aside } else { State::Waits };
    let aside_at = read.aside.as_ref().map(|_| tx.context().now);
    tx.execute(
        sql!(
            "UPDATE mail SET message_id = $3, sender = $4, person_id = $5, arrived_at = $6, files_sha256 = $7, sealed = $8,
                 why = $9, doubt = $10, aside = $11, state = $12, aside_at = $13 WHERE tenant_id = $1 AND id = $2"
        ),
        &[
            &id,
            &read.message_id,
            &read.sender,
            &read.person,
            &read.arrived_at,
            &read.files_sha256,
            &sealed,
            &why,
            &doubt,
            &read.aside,
            &state.slug(),
            &aside_at,
        ],
    )
    .map(|_| ())
}

/// Keeps a file of a letter.
pub(super) fn add_file(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    (mail, number): (Id<Mail>, i64),
    head: &FileHead,
    (sha256, size): (&str, i64),
    became: Became,
) -> Result<(), StoreError> {
    let name = file_row(mail, number);
    let sealed = seal(tools, tx, Place { table: "mail_file", column: "sealed", row: &name }, head)?;
    tx.execute(
        sql!(
            "INSERT INTO mail_file (tenant_id, mail_id, number, sealed, file_sha256, size, became)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&mail, &number, &sealed, &sha256, &size, &became.slug()],
    )
    .map(|_| ())
}

/// What became of a file.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// What.
    pub became: Became,
    /// Why.
    pub why: Option<Why>,
    /// What it answers.
    pub assignment: Option<Id<AssignmentKind>>,
    /// What it seems to answer.
    pub likely: Option<Id<AssignmentKind>>,
    /// The upload that was made of it.
    pub staged: Option<Id<Staged>>,
    /// How many of its rows have to be put right.
    pub faulty: Option<i64>,
}

impl Outcome {
    /// An officer is asked.
    pub fn waits(why: Why, likely: Option<Id<AssignmentKind>>) -> Self {
        Self { became: Became::Waits, why: Some(why), assignment: None, likely, staged: None, faulty: None }
    }
}

/// Writes down what became of a file.
pub(super) fn set_outcome(
    tx: &mut WriteTx<'_>,
    mail: Id<Mail>,
    number: i64,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let why = maybe_json(outcome.why.as_ref())?;
    tx.execute(
        sql!(
            "UPDATE mail_file SET became = $4, why = $5, assignment_id = $6, likely_id = $7, staged_id = $8, faulty = $9
             WHERE tenant_id = $1 AND mail_id = $2 AND number = $3"
        ),
        &[
            &mail,
            &number,
            &outcome.became.slug(),
            &why,
            &outcome.assignment,
            &outcome.likely,
            &outcome.staged,
            &outcome.faulty,
        ],
    )
    .map(|_| ())
}

/// An officer says what a file answers: it is looked at anew, as that.
pub(super) fn decide(
    tx: &mut WriteTx<'_>,
    mail: Id<Mail>,
    number: i64,
    assignment: Id<AssignmentKind>,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE mail_file SET became = 'new', assignment_id = $4, decided_by = $5, decided_at = $6
             WHERE tenant_id = $1 AND mail_id = $2 AND number = $3"
        ),
        &[&mail, &number, &assignment, &person, &now],
    )
    .map(|_| ())
}

/// An officer sets a file aside, in their words.
pub(super) fn refuse(
    tx: &mut WriteTx<'_>,
    mail: Id<Mail>,
    number: i64,
    reason: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let (now, why) = (tx.context().now, json(&Why::Refused { reason: reason.to_owned() })?);
    tx.execute(
        sql!(
            "UPDATE mail_file SET became = 'aside', why = $4, decided_by = $5, decided_at = $6
             WHERE tenant_id = $1 AND mail_id = $2 AND number = $3"
        ),
        &[&mail, &number, &why, &person, &now],
    )
    .map(|_| ())
}

/// A file that was set aside alone is looked at anew, as if nobody had said anything of it.
pub(super) fn take_file_back(tx: &mut WriteTx<'_>, mail: Id<Mail>, number: i64) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE mail_file SET became = 'new', why = NULL, assignment_id = NULL, decided_by = NULL, decided_at = NULL
             WHERE tenant_id = $1 AND mail_id = $2 AND number = $3"
        ),
        &[&mail, &number],
    )
    .map(|_| ())
}

/// Writes down how far the letter has come.
pub(super) fn set_state(tx: &mut WriteTx<'_>, mail: Id<Mail>, state: State) -> Result<(), StoreError> {
    tx.execute(sql!("UPDATE mail SET state = $3 WHERE tenant_id = $1 AND id = $2"), &[&mail, &state.slug()]).map(|_| ())
}

/// Sets a letter aside, with an officer's words.
pub(super) fn set_aside(
    tx: &mut WriteTx<'_>,
    mail: Id<Mail>,
    reason: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE mail SET state = 'aside', aside = 'officer', aside_reason = $3, aside_by = $4, aside_at = $5
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&mail, &reason, &person, &now],
    )
    .map(|_| ())
}

/// Sets a letter aside by itself, once its files have been looked at.
pub(super) fn set_aside_by_itself(tx: &mut WriteTx<'_>, mail: Id<Mail>, why: SetAside) -> Result<(), StoreError> {
    let (now, slug) = (tx.context().now, why.slug());
    tx.execute(
        sql!("UPDATE mail SET state = 'aside', aside = $3, aside_at = $4 WHERE tenant_id = $1 AND id = $2"),
        &[&mail, &slug, &now],
    )
    .map(|_| ())
}

/// Takes a letter back that was set aside. That a program sent it is still known: it is not answered.
pub(super) fn take_back(tx: &mut WriteTx<'_>, mail: Id<Mail>, state: State) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE mail SET state = $3, aside = CASE WHEN aside = 'officer' THEN NULL ELSE aside END, aside_reason = NULL, aside_by = NULL, aside_at = NULL
             WHERE tenant_id = $1 AND id = $2"
        ),
        &[&mail, &state.slug()],
    )
    .map(|_| ())
}

/// That the letter has been answered.
pub(super) fn set_answered(tx: &mut WriteTx<'_>, mail: Id<Mail>) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(sql!("UPDATE mail SET answered_at = $3 WHERE tenant_id = $1 AND id = $2"), &[&mail, &now]).map(|_| ())
}

/// The other letters with that name: the hash over the files of each, and when it came.
pub(super) fn same_name(
    tx: &mut ReadTx<'_>,
    mail: Id<Mail>,
    message_id: &str,
) -> Result<Vec<(String, Option<Instant>)>, StoreError> {
    if message_id.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(
        sql!(
            "SELECT files_sha256, arrived_at FROM mail WHERE tenant_id = $1 AND message_id = $2 AND id <> $3
               AND state <> 'new' ORDER BY taken_at"
        ),
        &[&message_id, &mail],
    )
}

/// The person with the address, with their confirmed seats at providers of the authority.
pub(super) fn sender(tx: &mut ReadTx<'_>, address: &str, today: Day) -> Result<Sender, StoreError> {
    let Ok(address) = address.parse::<Email>() else { return Ok(Sender::Unknown) };
    let rows: Vec<(Id<Person>, Option<Id<Organisation>>, Option<Id<Unit>>, Role, bool)> = tx.all(
        sql!(
            "SELECT p.id, s.organisation_id, s.unit_id, s.role, s.confirmed_at IS NOT NULL AND s.ended_at IS NULL
                    AND s.valid_from <= $3 AND (s.valid_to IS NULL OR s.valid_to >= $3)
             FROM person p JOIN seat s ON s.person_id = p.id
             WHERE s.tenant_id = $1 AND p.email = $2 AND p.ended_at IS NULL ORDER BY s.id"
        ),
        &[&address.key(), &today],
    )?;
    let Some((person, ..)) = rows.first() else { return Ok(Sender::Unknown) };
    let seats = rows
        .iter()
        .filter(|(.., role, holds)| *holds && role.may(Right::EditReports))
        .filter_map(|(_, organisation, unit, ..)| Some(SenderSeat { organisation: (*organisation)?, unit: *unit }));
    Ok(Sender::Known { person: *person, seats: seats.collect() })
}

/// What a list asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Only letters that have come so far; those that wait and then all others where absent.
    pub state: Option<State>,
    /// Only letters whose address holds this.
    pub sender: String,
}

/// A statement over letters `m` that asks how far each has come: as it is kept, or [`State::Theirs`] where a letter that waits
/// for no officer brought something that is neither signed since nor replaced by something newer. It says of many what
/// `standing` says of one.
macro_rules! by_how_far {
    ($before:literal, $after:literal) => {
        sql!(
            $before,
            "(CASE WHEN m.state = 'done' AND EXISTS (
                     SELECT 1 FROM mail_file f WHERE f.tenant_id = m.tenant_id AND f.mail_id = m.id
                       AND f.assignment_id IS NOT NULL AND m.arrived_at IS NOT NULL
                       AND f.became IN ('draft', 'upload', 'directed', 'faulty')
                       AND NOT EXISTS (
                         SELECT 1 FROM submission s WHERE s.tenant_id = f.tenant_id AND s.assignment_id = f.assignment_id
                           AND CASE f.became
                             WHEN 'directed' THEN s.at >= m.taken_at AND s.at >= COALESCE(f.decided_at, m.taken_at)
                               AND s.content LIKE '%\":[{\"%'
                             WHEN 'faulty' THEN s.at >= m.arrived_at AND s.at >= COALESCE(f.decided_at, m.arrived_at)
                             ELSE s.at >= m.arrived_at END)
                       AND (f.became = 'directed' OR NOT EXISTS (
                         SELECT 1 FROM staged own
                         JOIN staged newer ON newer.tenant_id = own.tenant_id AND newer.assignment_id = own.assignment_id
                         WHERE own.tenant_id = f.tenant_id AND own.id = f.staged_id AND newer.taken_at > own.taken_at)))
                   THEN 'theirs' ELSE m.state END)",
            $after
        )
    };
}

/// Letters, those that wait first, then the newest.
pub(super) fn list(tx: &mut ReadTx<'_>, filter: &Filter) -> Result<Vec<Letter>, StoreError> {
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let state = filter.state.map_or("", State::slug);
    let sender = format!("%{}%", filter.sender.to_lowercase().replace(['%', '_'], ""));
    tx.all(
        by_how_far!(
            "SELECT m.id, m.road, m.message_id, m.sender, m.person_id, p.name, m.arrived_at, m.taken_at, t.name, m.file_sha256,
                    m.sealed, m.state, m.why, m.doubt, m.aside, m.aside_reason, a.name, m.aside_at, m.answered_at,
                    r.case_number, r.note
             FROM mail m LEFT JOIN person p ON p.id = m.person_id LEFT JOIN person t ON t.id = m.taken_by
             LEFT JOIN person a ON a.id = m.aside_by
             LEFT JOIN mail_registration r ON r.tenant_id = m.tenant_id AND r.mail_id = m.id
             WHERE m.tenant_id = $1 AND (CAST($2 AS TEXT) = '' OR ",
            " = $2) AND lower(m.sender) LIKE $3
             ORDER BY CASE m.state WHEN 'new' THEN 0 WHEN 'waits' THEN 0 ELSE 1 END, m.taken_at DESC, m.id LIMIT $4"
        ),
        &[&state, &sender, &most],
    )
}

/// How many letters have come how far.
pub(super) fn counts(tx: &mut ReadTx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    tx.all(
        by_how_far!(
            "SELECT far, count(*) FROM (SELECT ",
            " AS far FROM mail m WHERE m.tenant_id = $1) AS letters GROUP BY far ORDER BY far"
        ),
        &[],
    )
}

/// One letter.
pub(super) fn find(tx: &mut ReadTx<'_>, id: Id<Mail>) -> Result<Option<Letter>, StoreError> {
    tx.maybe(
        sql!(
            "SELECT m.id, m.road, m.message_id, m.sender, m.person_id, p.name, m.arrived_at, m.taken_at, t.name, m.file_sha256,
                    m.sealed, m.state, m.why, m.doubt, m.aside, m.aside_reason, a.name, m.aside_at, m.answered_at,
                    r.case_number, r.note
             FROM mail m LEFT JOIN person p ON p.id = m.person_id LEFT JOIN person t ON t.id = m.taken_by
             LEFT JOIN person a ON a.id = m.aside_by
             LEFT JOIN mail_registration r ON r.tenant_id = m.tenant_id AND r.mail_id = m.id
             WHERE m.tenant_id = $1 AND m.id = $2"
        ),
        &[&id],
    )
}

/// The files of a letter, in their order.
pub(super) fn files(tx: &mut ReadTx<'_>, mail: Id<Mail>) -> Result<Vec<FileRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT f.mail_id, f.number, f.sealed, f.file_sha256, f.size, f.became, f.why, f.faulty, f.assignment_id, f.likely_id,
                    f.staged_id, f.decided_by, p.name, f.decided_at
             FROM mail_file f LEFT JOIN person p ON p.id = f.decided_by
             WHERE f.tenant_id = $1 AND f.mail_id = $2 ORDER BY f.number"
        ),
        &[&mail],
    )
}

/// Writes the case number of a letter.
pub(super) fn register(
    tx: &mut WriteTx<'_>,
    mail: Id<Mail>,
    number: &str,
    note: &str,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "INSERT INTO mail_registration (tenant_id, mail_id, case_number, note, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, mail_id) DO UPDATE SET case_number = excluded.case_number, note = excluded.note,
                 person_id = excluded.person_id, at = excluded.at"
        ),
        &[&mail, &number, &note, &person, &now],
    )
    .map(|_| ())
}
