//! The same road for what comes by e-mail: read as an upload is, judged as an upload is, and put where an editor of the
//! provider's would put it. What a provider has written itself is never written over: then the file waits on the item's
//! page as an upload does.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, WriteTx};
use documents::raw::RawWorkbook;
use domain::submissions::{Action, Refusal, State, why_not};
use forms::Content;
use kernel::id::kind::{Assignment as AssignmentKind, Person, Staged as StagedKind};
use kernel::{Day, Id, Instant};
use platform::Stop;
use platform::access::Tools;
use platform::sandbox::Sandbox;

use super::intake::{self, Fault, MOST_ROWS, OtherTemplate};
use super::pages::{Found, placed_rows};
use super::staging::{self, NewUpload};
use super::{judge, numbers, older, sv, template};
use crate::assignments::{self, Assignment, Subject};
use crate::changes;
use crate::organisations;
use crate::own_templates::{self, InForce};
use crate::person_numbers;
use crate::reading_files::FileRead;
use crate::submissions::drafts::{self, Change};
use crate::submissions::{self, Asked, Judgement, ask, ask_of_version, originals};
use crate::year::{self, Published};

/// A file of a letter, without what it says.
#[derive(Debug, Clone)]
pub struct MailedFile {
    /// What it answers.
    pub assignment: Id<AssignmentKind>,
    /// The file, whose bytes are kept.
    pub file: originals::Kept,
    /// What it is called.
    pub name: String,
    /// In whose name it is put there: the sender's, or that of the officer who said what it is.
    pub person: Id<Person>,
    /// When it came.
    pub arrived_at: Instant,
}

/// A file of a letter that has been read.
#[derive(Debug)]
pub struct Mailed<'a> {
    /// The file.
    pub file: &'a MailedFile,
    /// Its media type.
    pub media_type: &'static str,
    /// Its sheets.
    pub book: &'a RawWorkbook,
    /// Whether its rows are not to be kept, since such items are uploaded.
    pub directed: bool,
}

/// Where a file came to lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    /// It is the draft now.
    Draft {
        /// The upload that it was made of.
        staged: Id<StagedKind>,
        /// How many of its rows have to be put right.
        faulty: usize,
    },
    /// It waits on the item's page.
    Upload {
        /// The upload.
        staged: Id<StagedKind>,
        /// How many of its rows have to be put right.
        faulty: usize,
    },
    /// It is a template of another provider's, or of another authority's: nobody else is shown what is in it.
    Others,
    /// It came in, and its rows are to be uploaded.
    Directed,
    /// It came in, and gives no rows: why, in Swedish.
    Faulty(String),
    /// It has the tables and not one row in them, or nothing at all: nothing came in with it.
    Empty,
    /// It says nothing that the draft does not say.
    Same,
    /// What it answers is in already, and says the same.
    AlreadyIn,
    /// What it answers is in already, and says something else.
    Changed {
        /// Whether it has been approved.
        approved: bool,
    },
    /// What it answers is locked.
    Locked,
}

/// Why a file of a letter was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMailed {
    /// It took more time or memory than there was: another time it may go.
    Heavy,
    /// It cannot be read, in Swedish.
    Says(String),
}

/// Reads a file of a letter in the child; whatever cannot be read is told as the page of uploads tells it.
///
/// # Errors
/// When the child cannot be reached.
pub async fn read_mailed(
    sandbox: &Sandbox,
    turn: Id<Person>,
    file: (&str, &[u8]),
    most_bytes: usize,
) -> Result<Result<FileRead, NotMailed>, Stop> {
    let read = intake::read(sandbox, turn, file, most_bytes).await?;
    Ok(read.map_err(|fault| match fault {
        Fault::Heavy => NotMailed::Heavy,
        fault => NotMailed::Says(sv::fault(&fault)),
    }))
}

/// The version of the authority's own template that a file for the assignment was made from, if any.
pub(super) fn own_of(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    book: &RawWorkbook,
) -> Result<Option<InForce>, StoreError> {
    own_templates::of_stamp(tx, (assignment.year, &assignment.item), &book.stamp)
}

/// How many rows of a sheet may stand over its table.
const OVER: usize = 50;

/// The file without what stands below the beginnings of its sheets.
pub(super) fn head_of(book: &RawWorkbook) -> RawWorkbook {
    let sheet = |sheet: &documents::raw::RawSheet| documents::raw::RawSheet {
        name: sheet.name.clone(),
        rows: sheet.rows.iter().take(OVER).cloned().collect(),
        ..documents::raw::RawSheet::default()
    };
    let sheets = book.sheets.iter().map(sheet).collect();
    RawWorkbook { sheets, stamp: book.stamp.clone(), ..RawWorkbook::default() }
}

/// What stands over the tables of a file, text by text: on our sheet of instructions too, and in the cells that the
/// authority's own template has for whom it is.
///
/// # Errors
/// When the database fails.
pub fn said_over_tables(tx: &mut ReadTx<'_>, book: &RawWorkbook) -> Result<Vec<String>, StoreError> {
    let stamped = |key: &str| book.stamp.get(key).map_or("", String::as_str);
    let own = match (stamped("year").parse(), stamped("item")) {
        (Ok(year), item) if !item.is_empty() => own_templates::of_stamp(tx, (year, item), &book.stamp)?,
        _ => None,
    };
    let mut said = own.map(|own| own.mapping.told_of_whom(book)).unwrap_or_default();
    for sheet in book.sheets.iter().filter(|sheet| sheet.name != documents::sv::FAULT_HEADING) {
        for row in sheet.rows.iter().take(OVER) {
            let texts: Vec<&str> =
                row.cells.iter().filter(|cell| !cell.is_blank()).filter_map(|cell| cell.text()).collect();
            // A row of headings begins the table.
            if texts.len() > 2 && sheet.name != sv::INSTRUCTIONS {
                break;
            }
            said.extend(texts.into_iter().map(str::to_owned));
        }
    }
    Ok(said)
}

/// The other unit of the provider that stands over the tables of a file for the assignment: somebody has copied one unit's
/// workbook for the next.
///
/// # Errors
/// When the database fails.
pub fn other_unit(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    book: &RawWorkbook,
) -> Result<Option<String>, StoreError> {
    let Subject::Unit { name, .. } = &assignment.subject else { return Ok(None) };
    let texts = said_over_tables(tx, book)?;
    let of = organisations::units(tx)?.into_iter().filter(|unit| unit.organisation == assignment.organisation);
    let units: Vec<(String, String)> = of.map(|unit| (unit.name, unit.code)).collect();
    Ok(domain::inbox::other_unit(&texts, name, &assignment.organisation_name, &units).map(str::to_owned))
}

/// Whether the file has a table of what is asked, with every column that must be there.
///
/// # Errors
/// When the database fails.
pub fn fits(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    asked: &Asked,
    book: &RawWorkbook,
) -> Result<bool, StoreError> {
    let own = own_of(tx, assignment, book)?;
    let content = judge::read(asked, book, own.as_ref());
    let fits = asked.tables().into_iter().any(|def| {
        let mut must = def.columns.iter().filter(|column| column.required);
        content
            .tables
            .iter()
            .any(|table| table.slug == def.slug && must.all(|column| table.found.contains(&column.slug)))
    });
    Ok(fits)
}

/// Puts a file where it belongs, in the authority of that name in addresses.
///
/// # Errors
/// When there is no such assignment, or the database fails.
pub fn land(tx: &mut WriteTx<'_>, tools: &Tools, tenant: &str, mailed: &Mailed<'_>) -> Result<Landed, Stop> {
    let now = tx.context().now;
    let file = mailed.file;
    let assignment = assignments::find(tx, file.assignment)?.ok_or(Stop::NotFound)?;
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let mut asked = ask(tx, &assignment, &published, now.day())?.ok_or(Stop::NotFound)?;
    person_numbers::follow(tx, tools, &assignment, &mut asked, &BTreeMap::new())?;
    let item = published.year.item(&assignment.item).ok_or(Stop::NotFound)?;
    let seen = assignment.as_editor(item);
    let mut signed = None;
    let state = match why_not(&assignment.state, &seen, Action::Upload) {
        None => Some(assignment.state.clone().edit(&seen, now).map_err(|_| Stop::NotFound)?),
        Some(Refusal::Locked { .. }) => return Ok(Landed::Locked),
        Some(refusal) => {
            signed = match refusal {
                Refusal::AlreadySubmitted { .. } => Some(false),
                Refusal::AlreadyApproved { .. } => Some(true),
                // It waits for a signature: the provider chooses.
                _ => None,
            };
            None
        }
    };
    let wanted = template::stamp_of(tenant, &assignment, &published, ("", ""));
    match intake::stamp_fault(&mailed.book.stamp, &wanted) {
        None => {}
        Some(OtherTemplate::Provider | OtherTemplate::Authority) => return Ok(Landed::Others),
        Some(other) => return Ok(Landed::Faulty(sv::fault(&Fault::Template(other)))),
    }
    if let Some(approved) = signed {
        let changed = says_otherwise(tx, tools, mailed, now.day())?;
        return Ok(if changed { Landed::Changed { approved } } else { Landed::AlreadyIn });
    }
    let own = own_of(tx, &assignment, mailed.book)?;
    let older = older::older(tx, &assignment, &published, &mailed.book.stamp, now.day())?;
    let mut content = older::read(&asked, mailed.book, own.as_ref(), older.as_ref());
    let draft = drafts::load(tx, tools, assignment.organisation, assignment.id)?;
    let (draft, begins) = changes::begun(tx, tools, (&assignment, &published), &asked, draft)?;
    // A template that nobody has filled in reports nothing, whoever sends it.
    if !asked.tables().is_empty() && content.is_empty() && is_blank(&content, mailed.book) {
        return Ok(Landed::Empty);
    }
    if mailed.directed {
        return Ok(Landed::Directed);
    }
    if asked.tables().is_empty() {
        return Ok(Landed::Faulty(sv::NO_TABLES.to_owned()));
    }
    match content.rows() {
        0 if content.is_empty() => return Ok(Landed::Faulty(sv::NO_ROWS.to_owned())),
        rows if rows > MOST_ROWS => {
            return Ok(Landed::Faulty(sv::fault(&Fault::TooManyRows { rows, most: MOST_ROWS })));
        }
        _ => {}
    }
    let organisation = assignment.organisation;
    numbers::take(tx, tools, (&assignment, &asked), now.day(), &draft.texts(), &mut content)?;
    content.version = Some(published.id);
    content.other_unit = other_unit(tx, &assignment, mailed.book)?;
    let faulty = judge::judge(&asked, &content).faulty_rows();
    let new = NewUpload {
        assignment: assignment.id,
        file: file.file.clone(),
        name: file.name.clone(),
        media_type: mailed.media_type,
        content,
        person: file.person,
        arrived_at: Some(file.arrived_at),
    };
    let kept = staging::keep(tx, tools, &new)?;
    let staged = kept.id;
    let Some(state) = state.filter(|_| draft.texts().is_empty()) else { return Ok(Landed::Upload { staged, faulty }) };
    let found = Found { assignment, published, asked, draft, begins, closed: None, own };
    let Some(placed) = placed_rows(&found, &new.content, true) else { return Ok(Landed::Upload { staged, faulty }) };
    if !staging::take(tx, staged)? {
        return Ok(Landed::Upload { staged, faulty });
    }
    person_numbers::keep(tx, tools, found.assignment.id, file.person, &new.content.numbers)?;
    for changes in [&found.begins, &placed.changes] {
        drafts::write(tx, tools, organisation, found.assignment.id, file.person, changes)?;
    }
    assignments::set_state(tx, found.assignment.id, &state)?;
    Ok(Landed::Draft { staged, faulty })
}

/// What the file would be handed in as, with what was signed beside it that no file says. Nothing where it has faults.
fn handed_in(asked: &Asked, content: &judge::FileContent, signed: &Content) -> Option<Content> {
    let mut fields = judge::fields(asked, content, |_| 1);
    fields.extend(content.answers());
    let mut own = match asked.judge(&fields) {
        Judgement { content: Some(own), .. } => own,
        Judgement { faults, .. } => without_what_no_file_says(asked, &mut fields, &faults)?,
    };
    for (path, value) in &signed.fields {
        own.fields.entry(path.clone()).or_insert_with(|| value.clone());
    }
    Some(own)
}

/// The same where a comment beside the rows is missing, such as that on fewer complaints than before: the rows can be compared
/// without it, and whoever signs will be asked for it.
fn without_what_no_file_says(
    asked: &Asked,
    fields: &mut BTreeMap<String, String>,
    faults: &[forms::Fault],
) -> Option<Content> {
    let beside = faults.iter().map(|fault| fault.place.field.clone()).collect::<Option<Vec<String>>>()?;
    if beside.is_empty() || beside.iter().any(|path| fields.contains_key(path)) {
        return None;
    }
    fields.extend(beside.iter().map(|path| (path.clone(), "–".to_owned())));
    let mut own = asked.judge(fields).content?;
    own.fields.retain(|path, _| !beside.contains(path));
    Some(own)
}

/// Whether a file says something else than what was signed last. One that was signed once, and then mended on the web, is an
/// old one and says nothing new.
fn says_otherwise(tx: &mut ReadTx<'_>, tools: &Tools, mailed: &Mailed<'_>, today: Day) -> Result<bool, Stop> {
    let versions = submissions::of_assignment(tx, mailed.file.assignment)?;
    let Some(latest) = versions.first() else { return Ok(false) };
    let hash = mailed.file.file.sha256.as_str();
    if versions.iter().any(|version| version.file_sha256.as_deref() == Some(hash)) {
        return Ok(false);
    }
    let own = content_in_place_of(tx, tools, latest, mailed.book, today)?;
    Ok(own.is_none_or(|own| !forms::diff(&latest.content, &own).is_empty()))
}

/// What a file would be handed in as, in place of the version and by the form that this answered; nothing where it has
/// faults, or answers a later form in other columns. For whoever compares them.
///
/// # Errors
/// When there is no such assignment, or the database fails.
pub fn content_in_place_of(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    signed: &submissions::Submission,
    book: &RawWorkbook,
    today: Day,
) -> Result<Option<Content>, Stop> {
    let assignment = assignments::find(tx, signed.assignment)?.ok_or(Stop::NotFound)?;
    let Some(published) = year::version(tx, signed.year_version)? else { return Ok(None) };
    let Some(mut asked) = ask_of_version(tx, &assignment, &published, signed)? else { return Ok(None) };
    person_numbers::follow(tx, tools, &assignment, &mut asked, &BTreeMap::new())?;
    let Some(mut content) = read_as_signed(tx, (&assignment, &published, &asked), book, today)? else {
        return Ok(None);
    };
    // What was signed refers to numbers of persons; so must what is held against it.
    let present = asked.written(&signed.content);
    numbers::take(tx, tools, (&assignment, &asked), today, &present, &mut content)?;
    person_numbers::follow(tx, tools, &assignment, &mut asked, &content.numbers)?;
    Ok(handed_in(&asked, &content, &signed.content))
}

/// What a file says by the form that was signed. Nothing where a later form finds more in it, in columns that were not
/// asked for then.
fn read_as_signed(
    tx: &mut ReadTx<'_>,
    (assignment, published, asked): (&Assignment, &Published, &Asked),
    book: &RawWorkbook,
    today: Day,
) -> Result<Option<judge::FileContent>, StoreError> {
    let own = own_of(tx, assignment, book)?;
    let older = older::older(tx, assignment, published, &book.stamp, today)?;
    let by_signed = older::read(asked, book, own.as_ref(), older.as_ref());
    let later = match book.stamp.get("version").and_then(|id| id.parse().ok()) {
        Some(stamped) => year::version(tx, stamped)?,
        None => changes::year_of(tx, assignment)?,
    };
    let is_later =
        |version: &Published| version.year.year == published.year.year && version.version > published.version;
    let Some(later) = later.filter(is_later) else { return Ok(Some(by_signed)) };
    let Some(of_later) = ask(tx, assignment, &later, today)? else { return Ok(Some(by_signed)) };
    let by_later = judge::read(&of_later, book, own.as_ref());
    if by_later.columns() <= by_signed.columns() {
        return Ok(Some(by_signed));
    }
    Ok(by_later.is_within(asked).then_some(by_later))
}

/// Whether a file has the tables that are asked for and not one row in them, or nothing at all. One whose rows stand under
/// headings of somebody's own is no such file.
fn is_blank(content: &judge::FileContent, book: &RawWorkbook) -> bool {
    let has_tables = content.tables.iter().any(|table| !table.found.is_empty());
    content.rows() == 0 && (has_tables || book.sheets.iter().all(|sheet| sheet.rows.is_empty()))
}

/// Takes a file out again that was put where it does not belong, while nobody has written there since: the draft is empty
/// then, as it was. `false` when somebody has, or it has been handed in.
///
/// # Errors
/// When the database fails.
pub fn take_out(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    assignment: Id<AssignmentKind>,
    staged: Id<StagedKind>,
) -> Result<bool, Stop> {
    let assignment = assignments::find(tx, assignment)?.ok_or(Stop::NotFound)?;
    let organisation = assignment.organisation;
    let found = staging::find::<serde_json::Value>(tx, tools, organisation, assignment.id, staged)?;
    let Some((upload, _)) = found else { return Ok(true) };
    let Some(taken_at) = upload.taken_at else {
        staging::drop_upload(tx, staged)?;
        return Ok(true);
    };
    let draft = drafts::load(tx, tools, organisation, assignment.id)?;
    let untouched = draft.fields.values().all(|field| field.at == taken_at);
    let is_draft = matches!(assignment.state, State::NotStarted | State::Draft(_) | State::Returned(_));
    let Some((person, _)) = draft.last().filter(|_| untouched && is_draft) else { return Ok(false) };
    let emptied: Vec<Change> =
        draft.fields.keys().map(|path| Change { path: path.clone(), text: String::new(), seen: None }).collect();
    drafts::write(tx, tools, organisation, assignment.id, person, &emptied)?;
    person_numbers::forget_since(tx, assignment.id, taken_at)?;
    staging::forget(tx, staged)?;
    Ok(true)
}
