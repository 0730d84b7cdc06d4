//! What becomes of the files of a letter: each is read in the child, matched, and put where it belongs; or it waits for
//! an officer, with what is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ::store::{Event, Housekeeping, ReadTx, StoreError, WriteTx, row};
use domain::inbox::{Became, Candidate, FileFacts, Findings, NotRead, Sender, SetAside, Stamp, Why, assign, is_open};
use domain::own_tables::Rules;
use domain::submissions::{Action, why_not};
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Person};
use kernel::{Day, Id};
use platform::Stop;
use platform::files::sha256_hex;
use serde_json::json;

use super::reading::{FileContent, read_file};
use super::receiving::Work;
use super::store::{self, FileHead, FileRow, Letter, Outcome, State};
use super::{answers, mailbox, same};
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::changes;
use crate::submissions::{self, ask, originals};
use crate::word;
use crate::workbooks::{self, Landed, Mailed, MailedFile};
use crate::year;

/// For how long the files of one letter are read at a time: those after it are read the next time. Forty filled-in templates take some
/// seconds.
pub(super) const SECONDS: i64 = 90;
/// How many bytes of files are kept read in memory between matching and landing; larger ones are read twice.
const KEPT: usize = 8 << 20;

/// A file at work.
struct One {
    row: FileRow,
    head: FileHead,
    bytes: Vec<u8>,
    read: Result<FileContent, NotRead>,
}

/// Sorts the files that nobody has looked at; then the letter is answered, once.
pub(super) async fn sort_files(work: &Work, bytes: Vec<Vec<u8>>) -> Result<(), Stop> {
    let (mail, tools) = (work.mail, work.tools.clone());
    let (letter, rows) = work
        .read(move |tx| {
            let letter = store::find(tx, mail)?.ok_or(Stop::NotFound)?;
            let rows = store::files(tx, mail)?;
            let with_heads = rows.into_iter().map(|row| Ok((row.head(&tools, tx)?, row)));
            Ok((letter, with_heads.collect::<Result<Vec<_>, Stop>>()?))
        })
        .await?;
    if letter.state() == State::Aside {
        return Ok(());
    }
    let begun = work.app.clock().now();
    let mut all = Vec::new();
    // By their hash: archives that were not opened when the letter was first read are now, and what lies in them stands between.
    let by_hash: BTreeMap<String, Vec<u8>> = bytes.into_iter().map(|bytes| (sha256_hex(&bytes), bytes)).collect();
    for (head, row) in rows {
        let bytes = by_hash.get(&row.file_sha256).cloned();
        if row.became() != Became::New {
            continue;
        }
        let in_time = work.app.clock().now().seconds_since(begun) <= SECONDS;
        let (bytes, read) = match bytes.filter(|_| in_time) {
            Some(bytes) => {
                let (turn, limit) = (work.turn(), work.app.settings().upload_limit);
                let read = read_file(work.app.sandbox(), turn, &head, &bytes, limit).await?;
                (bytes, read)
            }
            None => (Vec::new(), Err(NotRead::NoTime)),
        };
        all.push(One { row, head, bytes, read });
    }
    let (found, ours) = findings(work, &letter, &mut all).await?;
    if let Some(Why::Automatic { program: SetAside::List }) = letter.why()
        && letter.aside.is_none()
        && !ours
    {
        return set_list_aside(work).await;
    }
    let mut unread = 0;
    for (one, findings) in all.into_iter().zip(found) {
        // Nobody has read it yet, and that says nothing of it.
        if matches!(one.read, Err(NotRead::NoTime)) {
            unread += 1;
        } else {
            land(work, &letter, one, findings).await?;
        }
    }
    if unread > 0 {
        let why = format!("{unread} files of a letter were not read");
        return Err(Stop::failed(std::io::Error::other(why)));
    }
    answers::answer(work).await
}

/// A mailing to a list with nothing in it that may be somebody's is nobody's.
async fn set_list_aside(work: &Work) -> Result<(), Stop> {
    let mail = work.mail;
    work.write(move |mut tx| {
        if store::find(&mut tx, mail)?.is_none_or(|letter| letter.state() != State::Waits) {
            return Ok(tx.keep(Housekeeping::Job, ()));
        }
        for file in store::files(&mut tx, mail)?.iter().filter(|file| file.became() == Became::New) {
            let outcome = Outcome { became: Became::Aside, why: None, ..Outcome::waits(Why::NoItem, None) };
            store::set_outcome(&mut tx, mail, file.number, &outcome)?;
        }
        store::set_aside_by_itself(&mut tx, mail, SetAside::List)?;
        Ok(tx.save(Event::about("mail.listed", mail, json!({ "mail": mail })), ())?)
    })
    .await
}

/// What each file answers, and whether that is certain; two files of a letter for the same are told apart by nobody. And
/// whether one of them may be somebody's: it has our stamp, or tables that are asked for.
async fn findings(work: &Work, letter: &Letter, all: &mut Vec<One>) -> Result<(Vec<Findings>, bool), Stop> {
    if all.is_empty() {
        return Ok((Vec::new(), true));
    }
    let (address, doubt) = (letter.sender.clone(), letter.doubt());
    let blocked = letter.why().filter(waits_by_its_files);
    let (letter, tools, today) = (letter.clone(), work.tools.clone(), work.app.clock().now().day());
    let files = std::mem::take(all);
    let (files, found, ours) = work
        .read(move |tx| {
            let sender = store::sender(tx, &address, today)?;
            let subject = letter.head(&tools, tx)?.subject;
            let doubt = doubt.or(blocked);
            let known = Known::of(tx, &sender, today)?;
            let (mut found, mut ours) = (Vec::new(), false);
            for one in &files {
                let (findings, is_ours) = known.assign(tx, one, &sender, doubt.as_ref(), &subject, today)?;
                found.push(findings);
                ours |= is_ours;
            }
            Ok((files, found, ours))
        })
        .await?;
    let mut found = apart(&files, found);
    *all = files;
    // What an officer has said is so.
    for (one, findings) in all.iter_mut().zip(&mut found) {
        if let (Some(_), Some(assignment)) = (one.row.decided_by, one.row.assignment) {
            findings.certain = Ok(assignment);
        }
        if one.bytes.len() > KEPT && one.read.is_ok() {
            one.read = Err(NotRead::Other { says: String::new() });
        }
    }
    Ok((found, ours))
}

/// Whether a letter that waits for that as a whole is done when its files are: until then nothing in it lands by itself.
fn waits_by_its_files(why: &Why) -> bool {
    matches!(why, Why::SameName | Why::NoArrival | Why::OddArrival { .. } | Why::Automatic { .. })
}

/// Two different files for the same wait for an officer.
fn apart(files: &[One], mut found: Vec<Findings>) -> Vec<Findings> {
    let mut by: BTreeMap<Id<AssignmentKind>, BTreeSet<&str>> = BTreeMap::new();
    for (one, findings) in files.iter().zip(&found) {
        if let Ok(assignment) = &findings.certain {
            by.entry(*assignment).or_default().insert(&one.row.file_sha256);
        }
    }
    for findings in &mut found {
        if let Ok(assignment) = &findings.certain
            && by.get(assignment).is_some_and(|hashes| hashes.len() > 1)
        {
            findings.certain = Err(Why::TwoForOne);
        }
    }
    found
}

/// What is asked of the sender's providers around now.
struct Known {
    tenant: String,
    candidates: Vec<Candidate>,
    /// The years that may be asked about now.
    years: BTreeSet<i16>,
    /// One assignment of each item, to see whether a file has its columns.
    items: BTreeMap<String, Assignment>,
}

row! {
    struct Slug {
        slug: String,
    }
}

/// The authority's name in addresses.
pub(super) fn slug(tx: &mut ReadTx<'_>) -> Result<String, StoreError> {
    let tenant = tx.tenant()?;
    let found: Slug = tx.one(::store::global_sql!("SELECT slug FROM tenant WHERE id = $1"), &[&tenant])?;
    Ok(found.slug)
}

/// What the authority is called and where its pages are.
pub(super) fn place(tx: &mut ReadTx<'_>, base_url: &str) -> Result<word::Place, StoreError> {
    let tenant = tx.tenant()?;
    let (slug, name): (String, String) =
        tx.one(::store::global_sql!("SELECT slug, name FROM tenant WHERE id = $1"), &[&tenant])?;
    Ok((slug, name, base_url.to_owned()))
}

/// An assignment in words: whose, which item, of which unit or area.
pub(super) fn words_of(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>) -> Result<Option<String>, StoreError> {
    let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
    let words = words_within(tx, id)?;
    Ok(words.map(|words| super::sv::of_provider(&words, &assignment.organisation_name, assignment.subject_name())))
}

/// The same where it stands under its provider's name.
pub(super) fn words_within(tx: &mut ReadTx<'_>, id: Id<AssignmentKind>) -> Result<Option<String>, StoreError> {
    let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
    let published = changes::year_of(tx, &assignment)?;
    let item = published.as_ref().and_then(|published| published.year.item(&assignment.item));
    let Some(item) = item else { return Ok(None) };
    let occasion = published.as_ref().and_then(|published| published.year.occasion(&assignment.occasion));
    let titles = (item.title.as_sv(), occasion.map_or("", |occasion| occasion.title.as_sv()));
    Ok(Some(super::sv::item_of(titles, assignment.year, assignment.subject_name())))
}

impl Known {
    fn of(tx: &mut ReadTx<'_>, sender: &Sender, today: Day) -> Result<Self, StoreError> {
        let mut known =
            Self { tenant: slug(tx)?, candidates: Vec::new(), years: BTreeSet::new(), items: BTreeMap::new() };
        let Sender::Known { seats, .. } = sender else { return Ok(known) };
        let organisations: BTreeSet<_> = seats.iter().map(|seat| seat.organisation).collect();
        let near = |year: &i16| (*year - today.year()).abs() <= 1;
        for year in year::published_years(tx)?.into_iter().filter(near) {
            let Some(published) = year::published(tx, year)? else { continue };
            known.years.insert(year);
            for organisation in &organisations {
                let filter = Filter { organisation: Some(*organisation), ..Filter::default() };
                for assignment in assignments::list(tx, year, filter)? {
                    let Some(item) = published.year.item(&assignment.item) else { continue };
                    let free = why_not(&assignment.state, &assignment.as_editor(item), Action::Upload).is_none();
                    // The same item of two years is two things.
                    let key = format!("{year}/{}", assignment.item);
                    let open = free && is_open(assignment.last_day(), today);
                    known.candidates.push(Candidate { item: key.clone(), ..candidate(&assignment, open) });
                    known.items.entry(key).or_insert(assignment);
                }
            }
        }
        Ok(known)
    }

    fn assign(
        &self,
        tx: &mut ReadTx<'_>,
        one: &One,
        sender: &Sender,
        doubt: Option<&Why>,
        subject: &str,
        today: Day,
    ) -> Result<(Findings, bool), StoreError> {
        let read = match &one.read {
            Ok(read) => read,
            Err(file) => {
                // What nobody has read may be anything.
                let (why, unread) = (Why::NotRead { file: file.clone() }, *file == NotRead::NoTime);
                return Ok((Findings { certain: Err(doubt.cloned().unwrap_or(why)), likely: None }, unread));
            }
        };
        let stamp = Stamp(read.stamp().clone());
        // Without a stamp a Word file is nobody's: it has no columns to be known by.
        let book = if let FileContent::Book(read) = read { Some(&read.book) } else { None };
        let mut words = vec![one.head.name.clone(), subject.to_owned()];
        if let Some(book) = book {
            words.extend(book.sheets.iter().map(|sheet| sheet.name.clone()));
            // In a file of somebody's own what stands over a table may be anything.
            if stamp.is_for_anybody() {
                words.extend(workbooks::said_over_tables(tx, book)?);
            }
        }
        let mut facts = FileFacts { stamp, words, ..FileFacts::default() };
        let named = facts.stamp.get("assignment").parse::<Id<AssignmentKind>>().ok();
        let stamped = match named {
            Some(id) => assignments::find(tx, id)?.map(|found| candidate(&found, true)),
            None => None,
        };
        if let Some(id) = named.filter(|_| stamped.is_none()) {
            facts.withdrawn = assignments::withdrawn(tx, id)?.is_some();
        }
        if facts.stamp.is_for_anybody() {
            let (year, item) = (facts.stamp.get("year"), facts.stamp.get("item"));
            facts.is_of_near_year = year.parse().is_ok_and(|year| self.years.contains(&year));
            facts.fits.extend(Some(format!("{year}/{item}")).filter(|key| self.items.contains_key(key)));
        }
        if let Some(book) = book.filter(|_| facts.stamp.is_empty()) {
            for (item, assignment) in &self.items {
                let Some(published) = year::published(tx, assignment.year)? else { continue };
                let asked = ask(tx, assignment, &published, today)?;
                let Some(asked) = asked else { continue };
                if workbooks::fits(tx, assignment, &asked, book)? {
                    facts.fits.insert(item.clone());
                }
            }
        }
        // Of whom nothing is asked, nothing can be compared: then a table may be anybody's.
        let ours = !facts.stamp.is_empty() || !facts.fits.is_empty() || self.items.is_empty();
        Ok((assign(&self.tenant, &facts, sender, doubt, stamped.as_ref(), &self.candidates), ours))
    }
}

fn candidate(assignment: &Assignment, open: bool) -> Candidate {
    let (unit, code) = match &assignment.subject {
        Subject::Unit { id, code, .. } => (Some(*id), Some(code.clone())),
        _ => (None, None),
    };
    Candidate {
        assignment: assignment.id,
        organisation: assignment.organisation,
        unit,
        item: assignment.item.clone(),
        subject: assignment.subject_name().to_owned(),
        code,
        open,
    }
}

/// What is done with a file in one transaction.
struct Landing {
    letter: Letter,
    number: i64,
    sha256: String,
    assignment: Id<AssignmentKind>,
    likely: Option<Id<AssignmentKind>>,
    person: Option<Id<Person>>,
    read: Result<(FileContent, originals::Kept, String), NotRead>,
    base_url: String,
    /// An officer has said that the item is received when this letter came.
    says_time: bool,
}

/// Puts a file where it belongs, or lets it wait.
async fn land(work: &Work, letter: &Letter, one: One, findings: Findings) -> Result<(), Stop> {
    let (mail, number) = (work.mail, one.row.number);
    let Findings { certain, likely } = findings;
    let assignment = match certain {
        Ok(assignment) => assignment,
        Err(why) => {
            return tell(work, mail, number, Outcome::waits(why, likely.or(one.row.assignment))).await;
        }
    };
    let read = if one.bytes.len() > KEPT {
        let limit = work.app.settings().upload_limit;
        read_file(work.app.sandbox(), work.turn(), &one.head, &one.bytes, limit).await?
    } else {
        one.read
    };
    let read = match read {
        Err(NotRead::NoTime) => {
            return Err(Stop::failed(std::io::Error::other("a file of a letter was not read a second time")));
        }
        Ok(read) => Ok((read, keep_file(work, one.bytes).await?, one.head.name)),
        Err(why) => Err(why),
    };
    let sealed = read.as_ref().ok().map(|(_, kept, _)| kept.clone());
    if let Ok((read, kept, name)) = &read {
        stage_file(work, read.media_type(), kept.clone(), name.clone()).await?;
    }
    let landing = Arc::new(Landing {
        letter: letter.clone(),
        number,
        sha256: one.row.file_sha256.clone(),
        assignment,
        likely,
        person: one.row.decided_by,
        read,
        base_url: work.app.settings().base_url.clone(),
        says_time: one.row.decided_by.is_some() && matches!(one.row.why(), Some(Why::CameEarlier { .. })),
    });
    let tools = work.tools.clone();
    let done = work
        .write(move |mut tx| {
            // Somebody who took this job over has been here.
            if !still_new(&mut tx, mail, number)? {
                return Ok(tx.keep(Housekeeping::Job, ()));
            }
            // Whoever swept up meanwhile took it for unused: then all is done again.
            if let Ok((_, kept, _)) = &landing.read
                && originals::sealed_as(&mut tx, &kept.sha256)?.is_none()
            {
                return Err(Stop::failed(std::io::Error::other("a file of a letter was swept up")));
            }
            let mut outcome = landed(&mut tx, &tools, &landing)?;
            // What is signed is not moved before somebody has seen both times.
            if matches!(outcome.became, Became::Same | Became::AlreadyIn)
                && !landing.says_time
                && let Some(why) = same::earlier_of_signed(&mut tx, (mail, outcome.became), landing.assignment)?
            {
                outcome = Outcome::waits(why, Some(landing.assignment));
            }
            finish(tx, (mail, number, &landing.sha256), &outcome)
        })
        .await;
    match sealed {
        Some(kept) => forget_unless_needed(work, kept).await.and(done),
        None => done,
    }
}

/// Writes the row of a file that is sealed, as the row of an upload is written: apart from what the chain tells, since it
/// goes again without a word when nobody takes the file in.
async fn stage_file(work: &Work, media_type: &'static str, kept: originals::Kept, name: String) -> Result<(), Stop> {
    work.write(move |mut tx| {
        originals::add(&mut tx, &kept, &name, media_type)?;
        Ok(tx.keep(Housekeeping::Staging, ()))
    })
    .await
}

async fn keep_file(work: &Work, bytes: Vec<u8>) -> Result<originals::Kept, Stop> {
    let (files, tenant, tools) = (work.app.files().clone(), work.tenant, work.tools.clone());
    let keys = work.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let keep = move || originals::keep(&files, tenant, &keys, &bytes);
    Ok(platform::apart(keep).await.map_err(Stop::failed)??)
}

/// Removes what was sealed when nothing came to need it: the file was there before, or no upload was made of it.
async fn forget_unless_needed(work: &Work, kept: originals::Kept) -> Result<(), Stop> {
    let mut unused = work
        .write(|mut tx| {
            let unused = originals::forget_unused(&mut tx)?;
            Ok(tx.keep(Housekeeping::Staging, unused))
        })
        .await?;
    let asked = kept.clone();
    if !work.read(move |tx| Ok(originals::is_pointed_at(tx, &asked)?)).await? && !unused.contains(&kept.sealed_sha256) {
        unused.push(kept.sealed_sha256);
    }
    originals::discard(work.app.files(), work.tenant, unused).await
}

/// Whether a file still waits to be looked at: nobody else has, and no officer has set its letter aside meanwhile.
fn still_new(tx: &mut WriteTx<'_>, mail: Id<Mail>, number: i64) -> Result<bool, StoreError> {
    if store::find(tx, mail)?.is_none_or(|letter| letter.state() == State::Aside) {
        return Ok(false);
    }
    Ok(store::files(tx, mail)?.iter().any(|row| row.number == number && row.became() == Became::New))
}

async fn tell(work: &Work, mail: Id<Mail>, number: i64, outcome: Outcome) -> Result<(), Stop> {
    work.write(move |mut tx| {
        if still_new(&mut tx, mail, number)? {
            return finish(tx, (mail, number, ""), &outcome);
        }
        Ok(tx.keep(Housekeeping::Job, ()))
    })
    .await
}

fn finish(
    mut tx: WriteTx<'_>,
    (mail, number, sha256): (Id<Mail>, i64, &str),
    outcome: &Outcome,
) -> Result<::store::Saved<()>, Stop> {
    store::set_outcome(&mut tx, mail, number, outcome)?;
    let (mut events, mut instead_of) = (Vec::new(), None);
    match (outcome.became, outcome.assignment) {
        (Became::Same, Some(assignment)) => {
            instead_of = same::first_counts(&mut tx, assignment, sha256)?;
            if instead_of.is_some() {
                events.extend(submissions::move_arrival(&mut tx, assignment)?);
            }
        }
        // It counts where an officer has said that its time does.
        (Became::AlreadyIn, Some(assignment)) => events.extend(submissions::move_arrival(&mut tx, assignment)?),
        _ => {}
    }
    settle(&mut tx, mail)?;
    let became = store::files(&mut tx, mail)?.into_iter().find(|file| file.number == number);
    let mut facts = json!({
        "mail": mail,
        "number": number,
        "became": became.map_or(outcome.became, |file| file.became()).slug(),
        "assignment": outcome.assignment,
    });
    if let (Some(facts), Some(other)) = (facts.as_object_mut(), instead_of) {
        facts.insert("instead_of".to_owned(), json!(other));
    }
    events.push(Event::about("mail.sorted", mail, facts));
    Ok(tx.save_all(&events, ())?)
}

/// What becomes of a file whose assignment is certain.
fn landed(tx: &mut WriteTx<'_>, tools: &platform::access::Tools, of: &Landing) -> Result<Outcome, Stop> {
    let (mail, assignment) = (of.letter.id, of.assignment);
    let outcome = |became| Outcome {
        became,
        why: None,
        assignment: Some(assignment),
        likely: of.likely,
        staged: None,
        faulty: None,
    };
    let Some(arrived_at) = of.letter.arrived_at else {
        let odd = of.letter.why().filter(|why| matches!(why, Why::OddArrival { .. }));
        return Ok(Outcome::waits(odd.unwrap_or(Why::NoArrival), of.likely.or(Some(assignment))));
    };
    let at_work = (mail, of.number);
    let found = assignments::find(tx, assignment)?;
    let is_asked = match &found {
        Some(found) => changes::year_of(tx, found)?.is_some(),
        None => false,
    };
    // It was asked for when the file was made or chosen, and is not any more: somebody has to say what it is.
    if !is_asked {
        return Ok(Outcome::waits(Why::NoItem, None));
    }
    if same::has_come(tx, at_work, assignment, &of.sha256)? {
        return Ok(outcome(Became::Same));
    }
    let (read, kept, name) = match &of.read {
        Ok(read) => read,
        Err(file) => return Ok(unread(standing(tx, assignment)?, file, assignment, outcome)),
    };
    // In whose name: the officer's who said what it is, or the sender's.
    let person = match (of.person, &of.letter.person) {
        (Some(officer), None) => officer,
        (_, Some(sender)) => *sender,
        (None, None) => return Ok(Outcome::waits(Why::UnknownSender, of.likely)),
    };
    let file = MailedFile {
        assignment,
        file: kept.clone(),
        name: if name.is_empty() { super::sv::NAMELESS.to_owned() } else { name.clone() },
        person,
        arrived_at,
    };
    let landed = match read {
        FileContent::Book(read) => {
            let tenant = slug(tx)?;
            let directed = is_directed(tx, assignment)?;
            let mailed = Mailed { file: &file, media_type: read.media_type, book: &read.book, directed };
            workbooks::land(tx, tools, &tenant, &mailed)?
        }
        FileContent::Word(text) => {
            let place = place(tx, &of.base_url)?;
            word::land(tx, tools, &place, &file, text)?
        }
    };
    let mut came = outcome_of(landed, assignment, outcome);
    if let (FileContent::Book(read), Some(found), Became::Draft | Became::Upload) = (read, &found, came.became)
        && let Some(stands) = workbooks::other_unit(tx, found, &read.book)?
    {
        came.why = Some(Why::NamesOther { stands, unit: found.subject_name().to_owned() });
    }
    Ok(came)
}

/// What a file that nobody can read came to.
fn unread(
    stands: Option<Stands>,
    file: &NotRead,
    assignment: Id<AssignmentKind>,
    outcome: impl Fn(Became) -> Outcome,
) -> Outcome {
    let because = |became| Outcome { why: Some(Why::NotRead { file: file.clone() }), ..outcome(became) };
    match stands {
        // Whether it says what is signed nobody can see: that is for somebody to decide, and not to be told as in.
        Some(Stands::Signed { approved }) => {
            Outcome::waits(Why::NotCompared { approved, file: file.clone() }, Some(assignment))
        }
        Some(Stands::Locked) => because(Became::Locked),
        None => because(Became::Faulty),
    }
}

/// What a file that was read and laid beside the draft came to.
fn outcome_of(landed: Landed, assignment: Id<AssignmentKind>, outcome: impl Fn(Became) -> Outcome) -> Outcome {
    match landed {
        Landed::Draft { staged, faulty } => {
            Outcome { staged: Some(staged), faulty: i64::try_from(faulty).ok(), ..outcome(Became::Draft) }
        }
        Landed::Upload { staged, faulty } => {
            Outcome { staged: Some(staged), faulty: i64::try_from(faulty).ok(), ..outcome(Became::Upload) }
        }
        // Nobody is shown what another provider wrote, whoever chose it.
        Landed::Others => Outcome::waits(Why::OtherProvider, None),
        Landed::Directed => outcome(Became::Directed),
        Landed::Faulty(says) => {
            Outcome { why: Some(Why::NotRead { file: NotRead::Other { says } }), ..outcome(Became::Faulty) }
        }
        Landed::Empty => outcome(Became::Empty),
        Landed::Same => outcome(Became::Same),
        Landed::AlreadyIn => outcome(Became::AlreadyIn),
        // What is signed stands, and somebody has to see that another word has come.
        Landed::Changed { approved } => Outcome::waits(Why::Changed { approved }, Some(assignment)),
        Landed::Locked => outcome(Became::Locked),
    }
}

/// Why nothing can come in for an assignment any more.
enum Stands {
    Signed { approved: bool },
    Locked,
}

fn standing(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Option<Stands>, Stop> {
    use domain::submissions::Refusal as R;
    let assignment = assignments::find(tx, assignment)?.ok_or(Stop::NotFound)?;
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let item = published.year.item(&assignment.item).ok_or(Stop::NotFound)?;
    Ok(match why_not(&assignment.state, &assignment.as_editor(item), Action::Upload) {
        Some(R::AlreadySubmitted { .. }) => Some(Stands::Signed { approved: false }),
        Some(R::AlreadyApproved { .. }) => Some(Stands::Signed { approved: true }),
        Some(R::Locked { .. }) => Some(Stands::Locked),
        _ => None,
    })
}

/// Whether rows about single people are uploaded, not mailed.
fn is_directed(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<bool, Stop> {
    let directs = mailbox::find(tx)?.is_none_or(|one| one.settings.individuals_upload);
    let assignment = assignments::find(tx, assignment)?.ok_or(Stop::NotFound)?;
    let published = changes::year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let item = published.year.item(&assignment.item).ok_or(Stop::NotFound)?;
    Ok(directs && Rules::are_about_persons(&published.year, item))
}

/// How far the letter has come, by its files and by itself.
pub(super) fn settle(tx: &mut WriteTx<'_>, mail: Id<Mail>) -> Result<(), StoreError> {
    let Some(letter) = store::find(tx, mail)? else { return Ok(()) };
    if letter.state() == State::Aside {
        return Ok(());
    }
    let files = store::files(tx, mail)?;
    let open = files.iter().any(|file| matches!(file.became(), Became::Waits | Became::New));
    // A letter whose name another has waits by its files; one without files that anybody needs waits for itself.
    let itself = match letter.why() {
        Some(why) if !waits_by_its_files(&why) => true,
        _ => files.iter().all(|file| matches!(file.became(), Became::Passed | Became::Opened)),
    };
    store::set_state(tx, mail, if open || itself { State::Waits } else { State::Done })
}

/// What nobody could look at waits.
pub(super) fn give_up(tx: &mut WriteTx<'_>, mail: Id<Mail>) -> Result<(), StoreError> {
    for file in store::files(tx, mail)?.iter().filter(|file| file.became() == Became::New) {
        let why = Why::NotRead { file: NotRead::NoTime };
        store::set_outcome(tx, mail, file.number, &Outcome::waits(why, file.assignment.or(file.likely)))?;
    }
    settle(tx, mail)
}
