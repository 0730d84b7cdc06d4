//! How a letter is kept, and read. It is kept first, whole and sealed, in one transaction with the work of reading it:
//! from then on it cannot be lost, whatever becomes of the mailbox or of this process.

use std::future::Future;
use std::pin::Pin;

use ::store::{Actor, ActorKind, Event, Housekeeping, ReadTx, Scope, StoreError, WriteContext, WriteTx};
use documents::mail::{self, Automatic, MOST_BYTES, NoMail, Opened};
use documents::protocol::{ReadAs, ReadRequest, head, hear_mail};
use documents::raw::{Kind, Limits};
use documents::sniff;
use domain::inbox::{Became, Said, Sender, SetAside, Why, Word, trust};
use kernel::id::kind::{Mail, Person, Tenant};
use kernel::{Day, Id, Instant};
use platform::access::Tools;
use platform::files::sha256_hex;
use platform::jobs::{JobEnd, Kind as JobKind, Lane, NewJob, enqueue};
use platform::sandbox::{Sandbox, SandboxError};
use platform::{App, Stop};
use serde_json::{Value as Json, json};

use super::mailbox::{self, Mailbox};
use super::store::{self, FileHead, Head, Letter, NewLetter, Read, State};
use super::{answers, sorting};
use crate::submissions::originals;
use crate::year;

/// The job that reads and sorts a letter.
pub(super) const SORT: &str = "inbox.sort";

/// In the lane of the mailbox: no letter takes much longer than [`sorting::SECONDS`], but a hundred of them do.
pub(super) const JOB: JobKind = JobKind { name: SORT, lane: Lane::Mail, run: run_sort, given_up: Some(give_up) };

/// The media type of an e-mail (RFC 6532).
pub(super) const MEDIA_TYPE: &str = "message/rfc822";
/// What its file is called: its real name says who wrote about what.
pub(super) const FILE_NAME: &str = "brev.eml";

pub(super) type Run = Pin<Box<dyn Future<Output = Result<(), JobEnd>> + Send>>;

/// A context for what nobody signed in does.
pub(super) fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Job), now: app.clock().now() }
}

/// Keeps a letter whose bytes lie sealed, with the work of reading it. One with the same bytes is the same letter: then
/// it is not kept again. Gives the letter, whether it is new, and the event.
pub(super) fn keep(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    file: &originals::Kept,
    new: &NewLetter,
) -> Result<(Id<Mail>, Option<Event>), StoreError> {
    if let Some(known) = store::with_bytes(tx, &new.file_sha256)? {
        return Ok((known, None));
    }
    originals::add(tx, file, FILE_NAME, MEDIA_TYPE)?;
    // From now on a record of the authority's.
    tx.vouch("file", &[&file.sha256])?;
    let id = store::add(tx, tools, new)?;
    ask(tx, tools, id)?;
    let facts = json!({
        "mail": id,
        "file": new.file_sha256,
        "file_kept": file.sealed_sha256,
        "road": new.road,
        "arrived_at": new.arrived_at.map(|at| at.to_string()),
    });
    Ok((id, Some(Event::about("mail.received", id, facts))))
}

/// Keeps a letter that came then.
pub(super) async fn take(app: &App, tenant: Id<Tenant>, bytes: Vec<u8>, at: Instant) -> Result<Id<Mail>, Stop> {
    let (files, tools) = (app.files().clone(), Tools::of(app));
    let of_keys = tools.clone();
    let keys = app.db().read::<_, Stop>(Scope::Tenant(tenant), move |tx| Ok(of_keys.keys(tx)?)).await?;
    let keep_bytes = move || originals::keep(&files, tenant, &keys, &bytes);
    let file = platform::apart(keep_bytes).await.map_err(Stop::failed)??;
    let new = NewLetter { file_sha256: file.sha256.clone(), road: "imap", arrived_at: Some(at), taken_by: None };
    let work = move |mut tx: WriteTx<'_>| match keep(&mut tx, &tools, &file, &new)? {
        (id, Some(event)) => Ok::<_, Stop>(tx.save(event, id)?),
        (id, None) => Ok(tx.keep(Housekeeping::Staging, id)),
    };
    app.db().write(Scope::Tenant(tenant), context(app), work).await
}

/// Has a letter read and sorted, once the transaction is durable.
pub(super) fn ask(tx: &mut WriteTx<'_>, tools: &Tools, id: Id<Mail>) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant()?, tx.context().now);
    let job = NewJob { kind: SORT, tenant: Some(tenant), payload: json!({ "mail": id }), once: None, run_at: now };
    enqueue(tx, tools.chance(), &job).map(|_| ())
}

/// One letter at work.
pub(super) struct Work {
    pub app: App,
    pub tools: Tools,
    pub tenant: Id<Tenant>,
    pub mail: Id<Mail>,
}

impl Work {
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.app.db().read(Scope::Tenant(self.tenant), work).await
    }

    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(WriteTx<'_>) -> Result<::store::Saved<T>, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.app.db().write(Scope::Tenant(self.tenant), context(&self.app), work).await
    }

    /// Whose turn it is in the sandbox: each letter has one of its own.
    pub fn turn(&self) -> Id<Person> {
        self.mail.cast()
    }
}

fn work_of(app: &App, tenant: Option<Id<Tenant>>, payload: &Json) -> Result<Work, JobEnd> {
    let mail = payload["mail"].as_str().and_then(|id| id.parse().ok());
    let (tenant, mail) = tenant.zip(mail).ok_or_else(|| JobEnd::GiveUp("no letter".to_owned()))?;
    Ok(Work { app: app.clone(), tools: Tools::of(app), tenant, mail })
}

fn later(stop: Stop) -> JobEnd {
    match stop {
        Stop::Failed(why) => JobEnd::Retry(why.to_string()),
        other => JobEnd::Retry(format!("{other:?}")),
    }
}

fn run_sort(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let work = work_of(&app, tenant, &payload)?;
        sort(&work).await.map_err(later)
    })
}

/// A letter that could not be sorted waits for an officer, as one that cannot be read.
fn give_up(app: App, tenant: Option<Id<Tenant>>, payload: Json) -> Run {
    Box::pin(async move {
        let work = work_of(&app, tenant, &payload)?;
        let (mail, tools) = (work.mail, work.tools.clone());
        let done = work.write(move |mut tx| {
            let Some(letter) = store::find(&mut tx, mail)? else { return Ok(tx.keep(Housekeeping::Job, ())) };
            if letter.state() == State::New {
                let read = Read { arrived_at: letter.arrived_at, why: Some(Why::Unreadable), ..Read::default() };
                store::set_read(&mut tx, &tools, mail, &read)?;
            }
            sorting::give_up(&mut tx, mail)?;
            Ok(tx.save(Event::about("mail.given-up", mail, json!({ "mail": mail })), ())?)
        });
        done.await.map_err(later)?;
        answers::answer(&work).await.map_err(later)
    })
}

/// Reads a letter where nobody has, and sorts those of its files that nobody has looked at. Safe to run twice: each step
/// is a transaction that begins where the last one ended.
pub(super) async fn sort(work: &Work) -> Result<(), Stop> {
    let mail = work.mail;
    let tools = work.tools.clone();
    let (letter, original) = work
        .read(move |tx| {
            let letter = store::find(tx, mail)?.ok_or(Stop::NotFound)?;
            let original = originals::find(tx, &tools, &letter.file_sha256)?.ok_or(Stop::NotFound)?;
            Ok((letter, original))
        })
        .await?;
    let files = work.app.files().clone();
    let bytes = platform::apart(move || original.bytes(&files)).await.map_err(Stop::failed)?;
    let opened = open(work, &bytes.map_err(Stop::unread_file)?).await?;
    let bytes = match opened {
        Ok(opened) => {
            let Opened { mail, bytes } = opened;
            if letter.state() == State::New {
                note(work, &letter, mail, &bytes).await?;
            }
            bytes
        }
        Err(_) => {
            if letter.state() == State::New {
                note_unreadable(work, &letter).await?;
            }
            Vec::new()
        }
    };
    sorting::sort_files(work, bytes).await
}

/// Opens a letter in the child.
async fn open(work: &Work, bytes: &[u8]) -> Result<Result<Opened, NoMail>, Stop> {
    open_in(work.app.sandbox(), work.turn(), bytes).await
}

/// The same, in that turn of the sandbox.
pub(super) async fn open_in(sandbox: &Sandbox, turn: Id<Person>, bytes: &[u8]) -> Result<Result<Opened, NoMail>, Stop> {
    let limits = Limits { file_bytes: MOST_BYTES, ..Limits::default() };
    let head = head(&ReadRequest { read_as: ReadAs::Mail, limits }, bytes.len())?;
    let answer = match sandbox.read_for(turn, &[&head, bytes]).await {
        Ok(answer) => answer,
        Err(SandboxError::Io(error)) => return Err(error.into()),
        // That a machine was busy says nothing of the letter: it is read again later.
        Err(error @ (SandboxError::TooSlow | SandboxError::Ended(_))) => return Err(Stop::failed(error)),
    };
    let heard = platform::apart(move || hear_mail(&mut answer.as_slice(), 2 * MOST_BYTES)).await;
    heard.map_err(Stop::failed)?.map_err(Stop::failed)
}

async fn note_unreadable(work: &Work, letter: &Letter) -> Result<(), Stop> {
    let (mail, arrived_at, tools) = (work.mail, letter.arrived_at, work.tools.clone());
    work.write(move |mut tx| {
        let read = Read { arrived_at, why: Some(Why::Unreadable), ..Read::default() };
        store::set_read(&mut tx, &tools, mail, &read)?;
        Ok(tx.save(Event::about("mail.opened", mail, json!({ "mail": mail, "files": 0 })), ())?)
    })
    .await
}

/// What a letter is before its files are looked at.
struct Seen {
    read: Read,
    files: Vec<(FileHead, String, i64, Became)>,
}

/// Writes down what a letter says, with its files.
async fn note(work: &Work, letter: &Letter, mail: mail::Mail, bytes: &[Vec<u8>]) -> Result<(), Stop> {
    let files: Vec<_> = mail.files.iter().zip(bytes).map(|(file, bytes)| seen_file(file, bytes)).collect();
    let whole: Vec<&str> = files.iter().map(|(_, hash, ..)| hash.as_str()).collect();
    let now = work.app.clock().now();
    // The mailbox knows, or whoever handed it in; else what the letter says itself: when the last server took it in. When it
    // was written is the sender's word alone, and whoever sends late would choose it.
    let says = mail.received.and_then(|at| Instant::from_microsecond(at.saturating_mul(1_000_000)));
    let says = says.filter(|_| letter.arrived_at.is_none());
    let read = Read {
        message_id: mail.message_id.clone(),
        sender: mail.from.clone(),
        person: None,
        arrived_at: letter.arrived_at,
        files_sha256: sha256_hex(whole.join("\n").as_bytes()),
        head: Head {
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            left_out: mail.left_out,
            by_letter: says.is_some(),
            dated: mail.dated,
        },
        why: None,
        doubt: None,
        aside: None,
    };
    let seen = std::sync::Arc::new(Seen { read, files });
    let (id, tools, by_hand) = (work.mail, work.tools.clone(), letter.road != "imap");
    let own = work.app.settings().mail.as_ref().map(|mail| mail.from.clone());
    work.write(move |mut tx| {
        // Somebody who took this job over has been here.
        if store::find(&mut tx, id)?.is_none_or(|letter| letter.state() != State::New) {
            return Ok(tx.keep(Housekeeping::Job, ()));
        }
        let box_of = mailbox::find(&mut tx)?;
        let mut read = seen.read.clone();
        let year = year::current(&mut tx, now.day())?.map_or(now.day().year(), |published| published.year.year);
        let odd = match says.map(|says| believed(says, year, now)) {
            Some(Ok(at)) => {
                read.arrived_at = Some(at);
                None
            }
            Some(Err(odd)) => Some(odd),
            None => None,
        };
        let sender = store::sender(&mut tx, &read.sender, now.day())?;
        if let Sender::Known { person, .. } = &sender {
            read.person = Some(*person);
        }
        read.doubt = doubt(&mail, box_of.as_ref(), by_hand);
        let names = store::same_name(&mut tx, id, &read.message_id)?;
        // Pictures of signatures hang on the letters of programs too.
        let program = mail.automatic.map(program_of);
        let has_files = seen.files.iter().any(|(.., became)| !matches!(became, Became::Passed | Became::Opened));
        let aside = aside(&mail, own.as_deref(), is_twice(&names, &read)).or_else(|| program.filter(|_| !has_files));
        read.aside = aside.map(|why| why.slug().to_owned());
        read.why = program.filter(|_| has_files).map(|program| Why::Automatic { program }).or_else(|| {
            let others = names.iter().any(|(files, _)| *files != read.files_sha256);
            whole_waits(&mail, &read, odd.clone(), others)
        });
        store::set_read(&mut tx, &tools, id, &read)?;
        for (number, (head, hash, size, became)) in (1..).zip(&seen.files) {
            let became = if aside.is_some() && *became == Became::New { Became::Aside } else { *became };
            store::add_file(&mut tx, &tools, (id, number), head, (hash, *size), became)?;
        }
        if aside.is_none() {
            sorting::settle(&mut tx, id)?;
        }
        let facts =
            json!({ "mail": id, "files": seen.files.len(), "aside": read.aside, "known": read.person.is_some() });
        Ok(tx.save(Event::about("mail.opened", id, facts), ())?)
    })
    .await
}

/// A file with what it is called, its hash and size, and whether it is one at all.
fn seen_file(file: &mail::MailFile, bytes: &[u8]) -> (FileHead, String, i64, Became) {
    let head = FileHead {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        forwarded: file.forwarded,
        within: file.within.clone(),
        packed: file.packed,
    };
    let kind = sniff::kind(bytes);
    // Pictures of signatures, calendar notes and visiting cards hang on many letters.
    let beside = ["text/calendar", "text/vcard", "text/x-vcard", "text/html", "text/plain"];
    let named = !file.name.is_empty();
    let passed = bytes.is_empty() && !named
        || kind == Kind::Picture
        || beside.contains(&file.media_type.as_str()) && !is_table(&file.name);
    let became = match file.packed {
        // What lies in it is told of beside it.
        Some(mail::Packed::Opened) => Became::Opened,
        _ if passed => Became::Passed,
        _ => Became::New,
    };
    (head, sha256_hex(bytes), i64::try_from(bytes.len()).unwrap_or(i64::MAX), became)
}

fn is_table(name: &str) -> bool {
    let name = name.to_lowercase();
    [".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"].iter().any(|ending| name.ends_with(ending))
}

/// What speaks against the address.
fn doubt(mail: &mail::Mail, box_of: Option<&Mailbox>, by_hand: bool) -> Option<Why> {
    if mail.from.is_empty() {
        return Some(Why::NoSender);
    }
    let server = box_of.map(|one| one.settings.trusted_server.as_str()).filter(|server| !server.is_empty());
    let said: Vec<Said<'_>> = mail
        .judged
        .iter()
        .map(|one| Said {
            server: &one.server,
            words: one
                .words
                .iter()
                .map(|word| Word { method: &word.method, said: &word.said, domain: &word.domain })
                .collect(),
        })
        .collect();
    // An officer who hands a letter in has seen where it came from; what the server says against it counts all the same.
    trust(&said, server, &mail.from).filter(|why| !(by_hand && *why == Why::NotJudged))
}

/// Why a program's letter is set aside, where nothing in it may be somebody's.
fn program_of(automatic: Automatic) -> SetAside {
    match automatic {
        Automatic::Reply => SetAside::Reply,
        Automatic::Bounce => SetAside::Bounce,
        Automatic::List => SetAside::List,
    }
}

/// Why nobody is asked about a letter, whatever hangs on it.
fn aside(mail: &mail::Mail, own: Option<&str>, twice: bool) -> Option<SetAside> {
    if own.is_some_and(|own| own.eq_ignore_ascii_case(&mail.from)) {
        return Some(SetAside::Own);
    }
    twice.then_some(SetAside::Twice)
}

/// Whether a letter of that name with the same files has come before, and no later than this one: one that came earlier than
/// what was taken for the first is looked at, since the first counts.
fn is_twice(known: &[(String, Option<Instant>)], read: &Read) -> bool {
    let mut same = known.iter().filter(|(files, _)| *files == read.files_sha256);
    same.any(|(_, came)| read.arrived_at.is_none() || came.is_none_or(|came| Some(came) <= read.arrived_at))
}

/// How far ahead of ours the clock of another server is believed, in seconds: a day.
const AHEAD: i64 = 24 * 60 * 60;

/// When a letter came by what it says itself, where that can be: not before the year that lies before the one in use, and
/// not later than a day from now. A clock that is ahead makes nothing come tomorrow.
fn believed(says: Instant, year: i16, now: Instant) -> Result<Instant, Why> {
    let earliest = Day::new(year - 1, 1, 1).map_or(Instant::EPOCH, Day::start);
    if says < earliest || says > now.plus_seconds(AHEAD) {
        return Err(Why::OddArrival { says: says.as_microsecond() });
    }
    Ok(says.min(now))
}

/// Why a letter waits as a whole, whatever becomes of its files.
fn whole_waits(mail: &mail::Mail, read: &Read, odd: Option<Why>, other_of_name: bool) -> Option<Why> {
    if mail.encrypted {
        Some(Why::Encrypted)
    } else if mail.left_out > 0 {
        Some(Why::TooManyFiles { left_out: mail.left_out })
    } else if mail.files.is_empty() {
        Some(Why::NoFiles)
    } else if read.arrived_at.is_none() {
        Some(odd.unwrap_or(Why::NoArrival))
    } else if other_of_name {
        Some(Why::SameName)
    } else {
        None
    }
}
