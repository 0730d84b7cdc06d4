//! A file for something that is signed already and that says something else: what differs, and the officer's choice. Either
//! the item goes back to the provider, where the file then waits for them; or the file is set aside, with a reason. What
//! was signed is never changed by a letter.

use ::store::{Event, Housekeeping, ReadTx, StoreError};
use domain::inbox::{Became, Why};
use domain::submissions::{Action, By, State as ItemState};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Person};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::pages::{self, id};
use super::pages_decide::{MOST_REASON, number};
use super::reading::{FileContent, read_file};
use super::receiving::{ask, open_in};
use super::sorting;
use super::store::{self, FileRow, State};
use super::view_changed::{self, Changed};
use super::{PAGE, sv};
use crate::follow_up::{self, Differs, answered};
use crate::submissions::originals;
use crate::workbooks::{self, MailedFile};
use crate::{assignments, changes, submissions, word};

type Door = Cx<may::Review>;
type File = Path<(String, String, String)>;

/// The file, where it waits since what it answers is signed, with what it answers; else what is said of it.
fn waiting(
    tx: &mut ReadTx<'_>,
    letter: Id<Mail>,
    at: i64,
) -> Result<Result<(FileRow, Id<AssignmentKind>), &'static str>, Stop> {
    let whole = store::find(tx, letter)?.ok_or(Stop::NotFound)?;
    let row = store::files(tx, letter)?.into_iter().find(|file| file.number == at).ok_or(Stop::NotFound)?;
    let changed = row.why().is_some_and(|why| why.is_of_signed()) && row.became() == Became::Waits;
    let Some(assignment) = row.likely.filter(|_| changed && whole.state() == State::Waits) else {
        return Ok(Err(sv::MOVED_ON));
    };
    // What the provider writes after a return is theirs until it is signed: there is nothing to lay the file beside.
    Ok(if is_signed(tx, assignment)? { Ok((row, assignment)) } else { Err(sv::NOT_SIGNED_ANY_MORE) })
}

/// Whether the item is in, and has not been given back.
pub(super) fn is_signed(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<bool, StoreError> {
    let state = assignments::find(tx, assignment)?.map(|found| found.state);
    Ok(matches!(state, Some(ItemState::Submitted(_) | ItemState::Approved(_))))
}

/// The bytes of a file of the letter.
async fn bytes_of(cx: &Door, mail: Id<Mail>, turn: Id<Person>, sha256: &str) -> Result<Vec<u8>, Stop> {
    let tools = cx.kit().tools();
    let original = cx
        .read(move |tx| {
            let letter = store::find(tx, mail)?.ok_or(Stop::NotFound)?;
            originals::find(tx, &tools, &letter.file_sha256)?.ok_or(Stop::NotFound)
        })
        .await?;
    let files = cx.kit().files().clone();
    let bytes = platform::apart(move || original.bytes(&files)).await.map_err(Stop::failed)?;
    let opened = open_in(cx.kit().sandbox(), turn, &bytes.map_err(Stop::unread_file)?).await?;
    let opened = opened.map_err(|_| Stop::NotFound)?;
    opened.bytes.into_iter().find(|bytes| platform::files::sha256_hex(bytes) == sha256).ok_or(Stop::NotFound)
}

/// What differs between what is signed and the file; nothing where the file has faults and cannot be compared.
async fn differs(
    cx: &Door,
    mail: Id<Mail>,
    row: &FileRow,
    assignment: Id<AssignmentKind>,
) -> Result<Option<Vec<Differs>>, Stop> {
    let (turn, tools): (Id<Person>, _) = (cx.account().person, cx.kit().tools());
    let bytes = bytes_of(cx, mail, turn, &row.file_sha256).await?;
    let (of_head, row) = (tools.clone(), row.clone());
    let file = row.clone();
    let head = cx.read(move |tx| Ok(file.head(&of_head, tx)?)).await?;
    let limit = cx.kit().settings().upload_limit;
    let Ok(content) = read_file(cx.kit().sandbox(), turn, &head, &bytes, limit).await? else { return Ok(None) };
    let (now, person, base_url) = (cx.now(), cx.account().person, cx.kit().settings().base_url.clone());
    cx.read(move |tx| {
        let Some(latest) = submissions::latest(tx, assignment)? else { return Ok(None) };
        match content {
            FileContent::Book(read) => {
                let Some(content) = workbooks::content_in_place_of(tx, &tools, &latest, &read.book, now.day())? else {
                    return Ok(None);
                };
                let found = assignments::find(tx, assignment)?.ok_or(Stop::NotFound)?;
                let before = answered(tx, &found, latest)?;
                let mut after = before.clone();
                after.submission.content = content;
                Ok(Some(follow_up::differences(&before, &after)))
            }
            FileContent::Word(text) => {
                let place = sorting::place(tx, &base_url)?;
                let kept =
                    originals::Kept { sha256: row.file_sha256.clone(), size: row.size, sealed_sha256: String::new() };
                let file = MailedFile { assignment, file: kept, name: String::new(), person, arrived_at: now };
                let found = word::differs(tx, &tools, &place, &file, &text, now)?;
                let differs = |(title, before, after)| Differs { title, before, after };
                Ok(Some(found.into_iter().map(differs).collect()))
            }
        }
    })
    .await
}

async fn show(
    cx: &Door,
    (mail, at): (Id<Mail>, i64),
    form: &FormData,
    faults: &[(&'static str, &'static str)],
) -> Result<Reply, Stop> {
    let back = cx.link(&format!("{PAGE}/{mail}"));
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let seen = cx
        .read(move |tx| {
            let (row, assignment) = match waiting(tx, mail, at)? {
                Ok(waiting) => waiting,
                Err(word) => return Ok(Err(word)),
            };
            let page = pages::shown(tx, &tools, mail, today)?;
            let what = sorting::words_of(tx, assignment)?.unwrap_or_default();
            let item = assignments::find(tx, assignment)?.ok_or(Stop::NotFound)?;
            let version = item.state.latest().map_or(0, |latest| i64::from(latest.number));
            Ok(Ok((row, assignment, page, what, (version, matches!(item.state, ItemState::Approved(_))))))
        })
        .await?;
    let (row, assignment, page, what, (version, approved)) = match seen {
        Ok(seen) => seen,
        Err(word) => return Ok(Reply::done(&back, word)),
    };
    // What differs is text out of the letter.
    pages::tell_shown(cx, mail).await?;
    let why = row.why().unwrap_or(Why::Changed { approved });
    // There is nothing to compare in a file that is the same, or that nobody can read.
    let differs = if matches!(why, Why::Changed { .. }) { differs(cx, mail, &row, assignment).await? } else { None };
    let own = cx.link(&format!("{PAGE}/{mail}/fil/{at}"));
    let item = cx.link(&format!("granska/{assignment}"));
    let changed = Changed {
        own: &own,
        item: &item,
        assignment,
        why: &why,
        what: &what,
        differs: differs.as_deref(),
        approved,
        version,
    };
    let main = view_changed::page(&changed, form, faults);
    let sheet = Sheet::new(view_changed::title(&why), main)
        .crumb(sv::TITLE, cx.link(PAGE))
        .crumb(page.title(), back)
        .with_faults(!faults.is_empty());
    Ok(cx.show(sheet))
}

/// `GET …/epost/{mail}/fil/{number}/skillnad`.
pub(super) async fn compare(cx: Door, Path((_, mail, at)): File) -> Result<Reply, Stop> {
    show(&cx, (id(&mail)?, number(&at)?), &FormData::default(), &[]).await
}

fn reason(form: &FormData, field: &'static str, missing: &'static str) -> Result<String, (&'static str, &'static str)> {
    let reason = form.get(field).trim().to_owned();
    match reason.chars().count() {
        0 => Err((field, missing)),
        n if n > MOST_REASON => Err((field, sv::LONG_REASON)),
        _ => Ok(reason),
    }
}

/// Whether another version is signed now than the one that the file was laid beside.
fn is_of_another(tx: &mut ReadTx<'_>, form: &FormData, assignment: Id<AssignmentKind>) -> Result<bool, StoreError> {
    let latest = submissions::latest(tx, assignment)?.map(|latest| latest.number);
    Ok(form.get(view_changed::VERSION).parse().ok() != latest)
}

/// `POST …/epost/{mail}/fil/{number}/aterlamna`: the item is returned for completion, and the file waits there.
pub(super) async fn give_back(cx: Door, Path((_, mail, at)): File, form: FormData) -> Result<Reply, Stop> {
    let (letter, at) = (id(&mail)?, number(&at)?);
    let reason = match reason(&form, "motivering", sv::NO_RETURN_REASON) {
        Ok(reason) => reason,
        Err(fault) => return show(&cx, (letter, at), &form, &[fault]).await,
    };
    let (account, seats, tools) = (cx.account().clone(), cx.seats().to_vec(), cx.kit().tools());
    let back = cx.link(&format!("{PAGE}/{letter}"));
    let (refused, sent) = (back.clone(), form.clone());
    let done = cx
        .write(move |mut tx| {
            let (row, assignment) = match waiting(&mut tx, letter, at)? {
                // What is the same gives nothing to complete.
                Ok((row, _)) if matches!(row.why(), Some(Why::CameEarlier { .. })) => {
                    return Ok(tx.keep(Housekeeping::Staging, Some(sv::MOVED_ON)));
                }
                Ok(waiting) => waiting,
                Err(word) => return Ok(tx.keep(Housekeeping::Staging, Some(word))),
            };
            if is_of_another(&mut tx, &sent, assignment)? {
                return Ok(tx.keep(Housekeeping::Staging, None));
            }
            let mut item = assignments::find(&mut tx, assignment)?.ok_or(Stop::NotFound)?;
            let published = changes::year_of(&mut tx, &item)?.ok_or(Stop::NotFound)?;
            let of_year = published.year.item(&item.item).ok_or(Stop::NotFound)?.clone();
            let submission = submissions::latest(&mut tx, assignment)?.ok_or(Stop::NotFound)?;
            let no = |why: &domain::submissions::Refusal| {
                Stop::refused_back(sv::NOT_RETURNED, domain::submissions::sv::refusal(why), &refused, sv::TITLE)
            };
            let mut events = Vec::new();
            if matches!(item.state, ItemState::Approved(_)) {
                let seen = item.seat_for(&of_year, &seats, false, Action::ReopenApproved).ok_or(Stop::NotFound)?;
                let seen = seen.map_err(|why| no(&why))?;
                let opened = item.state.clone().reopen_approved(&seen, &reason).map_err(|why| no(&why))?;
                let facts = json!({ "assignment": assignment, "number": opened.number, "reason": reason });
                events.push(Event::about("approval.reopened", submission.id, facts));
                item.state = ItemState::from(opened);
            }
            let by = By { person: Some(account.person), name: account.name.clone() };
            let now = tx.context().now;
            let returned = {
                let seen = item.seat_for(&of_year, &seats, false, Action::Return).ok_or(Stop::NotFound)?;
                let seen = seen.map_err(|why| no(&why))?;
                let state = item.state.clone();
                state.return_for_completion(&seen, &reason, None, by, now).map_err(|why| no(&why))?
            };
            submissions::add_return_note(&mut tx, submission.id, "", &returned.reason, account.person)?;
            let facts = json!({
                "assignment": assignment,
                "number": submission.number,
                "reason": returned.reason,
                "until": returned.until,
                "places": Vec::<String>::new(),
            });
            events.push(Event::about("submission.returned", submission.id, facts));
            assignments::set_state(&mut tx, assignment, &ItemState::from(returned))?;
            store::decide(&mut tx, letter, at, assignment, account.person)?;
            ask(&mut tx, &tools, letter)?;
            let facts = json!({ "mail": letter, "number": at, "assignment": assignment });
            events.push(Event::about("mail.decided", letter, facts));
            let unread = matches!(row.why(), Some(Why::NotCompared { .. }));
            Ok(tx.save_all(&events, Some(if unread { sv::RETURNED_UNREAD } else { sv::RETURNED }))?)
        })
        .await?;
    match done {
        Some(done) => Ok(Reply::done(&back, done)),
        None => show(&cx, (letter, at), &form, &[("motivering", sv::ANOTHER_VERSION)]).await,
    }
}

/// `POST …/epost/{mail}/fil/{number}/lagg-undan`: what is signed stands, and the file is set aside.
pub(super) async fn refuse(cx: Door, Path((_, mail, at)): File, form: FormData) -> Result<Reply, Stop> {
    let (letter, at) = (id(&mail)?, number(&at)?);
    let reason = match reason(&form, "skal", sv::NO_FILE_REASON) {
        Ok(reason) => reason,
        Err(fault) => return show(&cx, (letter, at), &form, &[fault]).await,
    };
    let (person, back) = (cx.account().person, cx.link(&format!("{PAGE}/{letter}")));
    let sent = form.clone();
    let done = cx
        .write(move |mut tx| {
            let (row, assignment) = match waiting(&mut tx, letter, at)? {
                Ok(waiting) => waiting,
                Err(word) => return Ok(tx.keep(Housekeeping::Staging, Some(word))),
            };
            if is_of_another(&mut tx, &sent, assignment)? {
                return Ok(tx.keep(Housekeeping::Staging, None));
            }
            store::refuse(&mut tx, letter, row.number, &reason, person)?;
            sorting::settle(&mut tx, letter)?;
            let facts = json!({ "mail": letter, "number": at, "assignment": assignment, "reason": reason });
            Ok(tx.save(Event::about("mail.file-aside", letter, facts), Some(sv::FILE_ASIDE))?)
        })
        .await?;
    match done {
        Some(done) => Ok(Reply::done(&back, done)),
        None => show(&cx, (letter, at), &form, &[("skal", sv::ANOTHER_VERSION)]).await,
    }
}
