//! Checking the answers, sending them for signature, taking them back, signing.

use ::store::{Event, ReadTx, Saved, WriteTx};
use domain::submissions::{Action, By, Refusal, Road, State, content_hash, sv as words};
use forms::Content;
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Person};
use platform::access::Changes;
use platform::{Cx, FormData, Path, Permission, Reply, Stop, may};
use serde_json::json;

use super::door::{Door, id};
use super::pages::sheet;
use super::store::{self, Opened};
use super::view_sign::{self, CheckPage};
use super::{saving, sv, view_cases};
use crate::assignments;
use crate::results::BesideItem;
use crate::submissions::drafts::{self, Change, DraftField};
use crate::submissions::{self, HandIn, Judgement, hand_in};
use crate::workbooks;

fn base<P: Permission>(cx: &Cx<P>, id: Id<AssignmentKind>) -> String {
    cx.link(&format!("uppgift/{id}"))
}

/// The answers before they are handed in: what will be signed, who prepared it, what happens next.
pub(super) async fn check(
    cx: Cx<may::ViewOwnReports>,
    Path((_, assignment)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let (door, id, now) = (Door::of(&cx)?, id(&assignment)?, cx.now());
    let inner = door.clone();
    let (opened, around) = cx.read(move |tx| with_around(tx, &inner, id, now)).await?;
    if let State::Submitted(_) | State::Approved(_) = opened.assignment.state {
        let receipt = opened.latest.as_ref().map(|latest| cx.link(&format!("kvitto/{}", latest.reference)));
        return Ok(Reply::redirect(&receipt.unwrap_or_else(|| base(&cx, id))));
    }
    Ok(show(&cx, &door, (&opened, &around), None))
}

/// What is shown around the answers.
struct Around {
    /// The authority's figures.
    beside: BesideItem,
    /// Fields in which two have written, with the text that does not stand.
    two: Vec<(String, DraftField)>,
    /// Files that came by e-mail and that nobody has read in.
    unread_mail: Vec<(String, kernel::Instant)>,
    /// Whether something else that came by e-mail counts.
    mail_counts: bool,
    /// The other unit that is named over the rows of a letter's file.
    other_unit: Option<String>,
    /// What has changed in the unit's cases since something was signed.
    since: store::CasesSince,
}

/// The item with what is shown around it.
fn with_around(
    tx: &mut ReadTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    now: kernel::Instant,
) -> Result<(Opened, Around), Stop> {
    let opened = store::open(tx, door, id, now)?;
    let uploads = workbooks::staging::uploads(tx, door.organisation, id)?;
    let unread = uploads.into_iter().filter(|one| one.taken_at.is_none() && one.expires_at > now);
    // As on the item's page: not what came before what is signed did and was left then.
    let (state, came) = (&opened.assignment.state, submissions::told_arrivals(tx, id)?);
    let beside: Vec<_> = submissions::waiting_beside(state, &came).into_iter().map(|one| one.at).collect();
    let waits = |at: kernel::Instant| state.arrived(&[at]).is_some() || beside.contains(&at);
    let unread = unread.filter_map(|one| Some((one.file_name, one.arrived_at?)));
    let unread_mail = unread.filter(|(_, at)| waits(*at)).collect();
    let since = store::cases_since(tx, door, &opened)?;
    let came = submissions::counting_arrivals(tx, id)?;
    let around = Around {
        beside: opened.beside(tx)?,
        two: unchosen(tx, door, &opened)?,
        unread_mail,
        mail_counts: opened.assignment.state.arrived(&came).is_some(),
        other_unit: store::other_unit_of(tx, &opened)?,
        since,
    };
    Ok((opened, around))
}

/// Fields in which two have written and nobody has chosen. A returned version is as it was signed.
pub(super) fn unchosen(tx: &mut ReadTx<'_>, door: &Door, opened: &Opened) -> Result<Vec<(String, DraftField)>, Stop> {
    if opened.from_returned {
        return Ok(Vec::new());
    }
    let open = drafts::open_conflicts(tx, &door.tools, door.organisation, opened.assignment.id)?;
    // A field that the year does not ask for any more keeps nobody from signing.
    Ok(open.into_iter().filter(|(path, _)| opened.asked.knows(path)).collect())
}

/// What a reader is told about a change since they opened the page.
struct Changed {
    warning: String,
    before: Option<Content>,
}

fn show<P: Permission>(
    cx: &Cx<P>,
    door: &Door,
    (opened, around): (&Opened, &Around),
    changed: Option<&Changed>,
) -> Reply {
    let judgement = opened.judge();
    let is_preparer = opened.is_preparer(door.account.person);
    let actions = opened.assignment.actions(&opened.published.year, &door.seats, is_preparer);
    let signing = opened.assignment.seat_for(&opened.item, &door.seats, is_preparer, Action::Sign);
    let page = view_sign::check(&CheckPage {
        opened,
        judgement: &judgement,
        actions: &actions,
        refusal: signing.and_then(Result::err),
        base: &base(cx, opened.assignment.id),
        authority: cx.tenant_name(),
        beside: &around.beside,
        two: &around.two,
        since: &around.since,
        unread_mail: &around.unread_mail,
        mail_counts: around.mail_counts,
        other_unit: around.other_unit.as_deref(),
        hash: judgement.content.as_ref().map(content_hash).unwrap_or_default(),
        warning: changed.map(|changed| changed.warning.clone()),
        before: changed.and_then(|changed| changed.before.as_ref()),
        now: cx.now(),
    });
    cx.show(sheet(cx, opened, "Kontrollera", page).with_faults(changed.is_some()).wide())
}

/// The state after the action, or why it is refused; asked in the transaction that writes it.
fn moved(opened: &Opened, door: &Door, action: Action, now: kernel::Instant) -> Result<State, Refusal> {
    let assignment = &opened.assignment;
    let is_preparer = opened.is_preparer(door.account.person);
    let seen = match assignment.seat_for(&opened.item, &door.seats, is_preparer, action) {
        Some(Ok(seen)) => seen,
        Some(Err(refusal)) => return Err(refusal),
        None => return Err(Refusal::NotYourRole { action }),
    };
    let state = assignment.state.clone();
    if action == Action::TakeBack {
        return state.take_back(&seen);
    }
    let by = By { person: Some(door.account.person), name: door.account.name.clone() };
    state.send_for_signature(&seen, by, now).map(State::from)
}

fn refused(refusal: &Refusal, base: &str) -> Stop {
    Stop::refused_back(sv::REFUSED, words::refusal(refusal), base, sv::TO_ITEM)
}

/// What a change of state came to.
enum Moved {
    Done(Box<Opened>),
    NotReady,
}

async fn change(
    cx: &Cx<may::EditReports>,
    id: Id<AssignmentKind>,
    action: Action,
    kind: &'static str,
) -> Result<Moved, Stop> {
    let door = Door::of(cx)?;
    let base = base(cx, id);
    cx.write(move |mut tx| {
        let now = tx.context().now;
        let opened = store::open(&mut tx, &door, id, now)?;
        let next = moved(&opened, &door, action, now).map_err(|refusal| refused(&refusal, &base))?;
        if action == Action::SendForSignature {
            if !opened.judge().is_ready() || !unchosen(&mut tx, &door, &opened)?.is_empty() {
                return Ok(tx.keep(::store::Housekeeping::DraftField, Moved::NotReady));
            }
            saving::begin_from_returned(&mut tx, &door, &opened)?;
        }
        assignments::set_state(&mut tx, id, &next)?;
        let event = Event::about(kind, id, json!({ "assignment": id }));
        Ok(tx.save(event, Moved::Done(Box::new(opened)))?)
    })
    .await
}

/// Sends the draft to the one who signs.
pub(super) async fn send(
    cx: Cx<may::EditReports>,
    Path((_, assignment)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let id = id(&assignment)?;
    match change(&cx, id, Action::SendForSignature, "assignment.sent-for-signature").await? {
        Moved::Done(opened) => Ok(Reply::done(&base(&cx, id), &sv::sent(opened.item.level))),
        Moved::NotReady => Ok(Reply::redirect(&format!("{}/kontrollera", base(&cx, id)))),
    }
}

/// Takes it back from signature, to be written on.
pub(super) async fn take_back(
    cx: Cx<may::EditReports>,
    Path((_, assignment)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let id = id(&assignment)?;
    change(&cx, id, Action::TakeBack, "assignment.taken-back").await?;
    Ok(Reply::done(&base(&cx, id), sv::TAKEN_BACK))
}

/// What signing came to.
enum Signed {
    /// In: the receipt's reference.
    Done(String),
    /// The rules say no, with the receipt of what stands, if something does.
    Refused(Refusal, Option<Receipt>),
    /// It has faults or unanswered questions.
    NotReady,
    /// The content is not what was shown.
    Changed,
    /// It does not say what was shown.
    NotShown,
    /// A case says something else than when it was shown.
    CasesChanged,
    /// The figures beside it are not those that were shown.
    FiguresChanged,
}

/// A receipt that stands already.
struct Receipt {
    reference: String,
    sha256: String,
    signed_by: Id<Person>,
}

/// What the signer had before them.
#[derive(Debug, Clone)]
struct Asked {
    /// The hash of the content that was shown.
    shown: String,
    /// When the draft had last been written in then.
    stamp: Option<i64>,
    /// The newest set in the figures that were shown, 0 where there were none; nothing where none were to be shown.
    figures: Option<i64>,
    /// The statement "no deviations" is signed straight away.
    no_deviations: bool,
}

/// Signs and hands in, in one transaction: the draft is judged again, the rules and the clock are asked again, and what
/// is signed is what was shown.
pub(super) async fn sign<P: Changes>(
    cx: Cx<P>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, id(&assignment)?);
    let asked = Asked {
        shown: form.get("visad").to_owned(),
        stamp: form.get("sedd").parse().ok(),
        figures: form.get("underlag").parse().ok(),
        no_deviations: form.get("inga-avvikelser") == "1",
    };
    let (inner, given) = (door.clone(), asked.clone());
    let signed = cx.write(move |tx| in_one_transaction::<P>(tx, &inner, id, &given)).await?;
    let base = base(&cx, id);
    match signed {
        Signed::Done(reference) => Ok(Reply::redirect(&cx.link(&format!("kvitto/{reference}")))),
        Signed::Refused(refusal, Some(receipt)) => {
            let link = cx.link(&format!("kvitto/{}", receipt.reference));
            // The same button pressed twice by the same person is no news.
            if receipt.signed_by == door.account.person && (receipt.sha256 == asked.shown || asked.no_deviations) {
                return Ok(Reply::redirect(&link));
            }
            Err(Stop::refused_back(sv::ALREADY_IN, words::refusal(&refusal), &link, sv::SHOW_RECEIPT))
        }
        Signed::Refused(refusal, None) => Err(refused(&refusal, &base)),
        Signed::NotReady if asked.no_deviations => {
            Err(Stop::refused_back(sv::REFUSED, sv::STATEMENT_NOT_READY, &format!("{base}/kontrollera"), sv::TO_ITEM))
        }
        Signed::NotReady => Ok(Reply::redirect(&format!("{base}/kontrollera"))),
        Signed::NotShown => {
            Err(Stop::refused_back(sv::REFUSED, sv::NOT_SHOWN, &format!("{base}/kontrollera"), sv::TO_CHECK))
        }
        Signed::Changed => {
            // What changed is looked up here, after the only writer is free again.
            let (inner, now) = (door.clone(), cx.now());
            let ((opened, around), before) = cx
                .read(move |tx| {
                    let before = store::fields_at(tx, &inner, id, asked.stamp.unwrap_or(0))?;
                    Ok((with_around(tx, &inner, id, now)?, before))
                })
                .await?;
            let by = opened.draft.last().map(|(person, _)| opened.name(person).to_owned()).unwrap_or_default();
            let changed = Changed { warning: sv::changed(&by), before: store::content_of(&opened.asked, &before) };
            Ok(show(&cx, &door, (&opened, &around), Some(&changed)))
        }
        // Where nothing was written there is nothing to check: the item's own page shows the new figures.
        Signed::FiguresChanged if asked.no_deviations => {
            Err(Stop::refused_back(sv::REFUSED, sv::FIGURES_CHANGED, &base, sv::TO_ITEM))
        }
        Signed::FiguresChanged | Signed::CasesChanged => {
            let warning =
                if matches!(signed, Signed::CasesChanged) { sv::cases::CASES_CHANGED } else { sv::FIGURES_CHANGED };
            let (inner, now) = (door.clone(), cx.now());
            let (opened, around) = cx.read(move |tx| with_around(tx, &inner, id, now)).await?;
            let changed = Changed { warning: warning.to_owned(), before: None };
            Ok(show(&cx, &door, (&opened, &around), Some(&changed)))
        }
    }
}

fn in_one_transaction<P: Permission>(
    mut tx: WriteTx<'_>,
    door: &Door,
    id: Id<AssignmentKind>,
    asked: &Asked,
) -> Result<Saved<Signed>, Stop> {
    let now = tx.context().now;
    let mut opened = store::open(&mut tx, door, id, now)?;
    if Action::Sign.right(opened.item.level) != P::RIGHT {
        return Err(Stop::NotFound);
    }
    let nothing = ::store::Housekeeping::DraftField;
    let is_preparer = opened.is_preparer(door.account.person);
    if let Some(Err(refusal)) = opened.assignment.seat_for(&opened.item, &door.seats, is_preparer, Action::Sign) {
        let standing = match &opened.assignment.state {
            State::Submitted(_) | State::Approved(_) => opened.latest.as_ref(),
            _ => None,
        };
        let receipt = standing.map(|latest| Receipt {
            reference: latest.reference.clone(),
            sha256: latest.sha256.clone(),
            signed_by: latest.signed_by.0,
        });
        return Ok(tx.keep(nothing, Signed::Refused(refusal, receipt)));
    }
    if asked.no_deviations {
        let field = domain::deviations::STATEMENT_FIELD;
        if !opened.asked.knows(field) {
            return Err(Stop::NotFound);
        }
        opened.fields.insert(field.to_owned(), domain::deviations::sv::NONE.to_owned());
    }
    if !unchosen(&mut tx, door, &opened)?.is_empty() {
        return Ok(tx.keep(nothing, Signed::NotReady));
    }
    let judgement: Judgement = opened.judge();
    let Some(content) = judgement.content.as_ref().filter(|_| judgement.is_ready()) else {
        return Ok(tx.keep(nothing, Signed::NotReady));
    };
    if !asked.no_deviations
        && let Some(otherwise) = shown_otherwise(&opened, content, asked)
    {
        return Ok(tx.keep(nothing, otherwise));
    }
    if let Some(shown) = asked.figures
        && shown != submissions::figures_set(&mut tx, &opened.published, &opened.item)?.unwrap_or_default()
    {
        return Ok(tx.keep(nothing, Signed::FiguresChanged));
    }
    keep_signed_draft(&mut tx, door, &opened, asked)?;
    let file = workbooks::came_from(&mut tx, opened.assignment.id)?;
    let what = HandIn {
        assignment: &opened.assignment,
        published: &opened.published,
        content,
        road: match &file {
            Some((Road::Workbook, _)) if opened.asked.tables().is_empty() => Road::Document,
            Some((road, _)) => *road,
            None => Road::Web,
        },
        file_sha256: file.as_ref().map(|(_, hash)| hash.as_str()),
        prepared_by: prepared_by(&opened, door.account.person),
        account: &door.account,
        seats: &door.seats,
    };
    match hand_in(&mut tx, &door.tools, &what)? {
        Ok((_, receipt, event)) => Ok(tx.save(event, Signed::Done(receipt.reference))?),
        // The rules were asked above, in this transaction; should they differ, nothing is written.
        Err(refusal) => Err(refused(&refusal, "/start")),
    }
}

/// What it comes to where what would be signed is not what was shown.
fn shown_otherwise(opened: &Opened, content: &Content, asked: &Asked) -> Option<Signed> {
    let is_hash = asked.shown.len() == 64 && asked.shown.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A draft that nobody has written in since says the same as then, unless the year or a case says otherwise now.
    let untouched = asked.stamp.is_some_and(|stamp| stamp == opened.stamp());
    let same = content_hash(content) == asked.shown;
    if is_hash && untouched && !same && view_cases::any(opened) {
        return Some(Signed::CasesChanged);
    }
    if !is_hash || asked.stamp.is_none_or(|stamp| stamp > opened.stamp()) || (untouched && !same) {
        return Some(Signed::NotShown);
    }
    (!same).then_some(Signed::Changed)
}

/// The draft holds what was signed, so that a correction begins from it.
fn keep_signed_draft(tx: &mut WriteTx<'_>, door: &Door, opened: &Opened, asked: &Asked) -> Result<(), Stop> {
    if opened.from_returned {
        return saving::begin_from_returned(tx, door, opened);
    }
    if asked.no_deviations {
        let (path, text) = (domain::deviations::STATEMENT_FIELD.to_owned(), domain::deviations::sv::NONE.to_owned());
        let change = [Change { path, text, seen: None }];
        drafts::write(tx, &door.tools, door.organisation, opened.assignment.id, door.account.person, &change)?;
    }
    Ok(())
}

/// Who prepared it: the one who sent it for signature, else the one who wrote in it last, else the signer.
fn prepared_by(opened: &Opened, signer: Id<Person>) -> Id<Person> {
    match &opened.assignment.state {
        State::AwaitingSignature(awaiting) => awaiting.prepared_by.person.unwrap_or(signer),
        _ => opened.draft.last().map_or(signer, |(person, _)| person),
    }
}
