//! What an officer says: what a file answers, that a letter is nobody's; and both undone.

use std::collections::BTreeSet;

use ::store::{Event, Housekeeping, WriteTx};
use axum::extract::{Path, RawQuery};
use domain::inbox::{Became, Why};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Organisation};
use platform::access::Tools;
use platform::reply::Sheet;
use platform::{Cx, FormData, Reply, Stop, may};
use serde_json::json;

use super::pages::{self, id};
use super::receiving::ask;
use super::store::{self, FileRow, Outcome, State};
use super::{PAGE, sorting, sv, view_letter};
use crate::assignments::{self, Filter};
use crate::{organisations, workbooks, year};

type Door = Cx<may::Review>;
type File = Path<(String, String, String)>;

/// The most characters of a reason.
pub(super) const MOST_REASON: usize = 500;

/// `POST …/epost/{mail}/at-sidan`.
pub(super) async fn set_aside(
    cx: Door,
    Path((_, mail)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id(&mail)?;
    let reason = form.get("skal").trim().to_owned();
    let fault = match reason.chars().count() {
        0 => Some(sv::NO_REASON),
        n if n > MOST_REASON => Some(sv::LONG_REASON),
        _ => None,
    };
    if let Some(fault) = fault {
        return pages::show(&cx, id, &form, &[("skal", fault)]).await;
    }
    let (person, tools, back) = (cx.account().person, cx.kit().tools(), cx.link(&format!("{PAGE}/{id}")));
    let done = cx
        .write(move |mut tx| {
            let letter = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
            if !matches!(letter.state(), State::Waits | State::Done) {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            let taken_out = empty_out(&mut tx, &tools, id, &back)?;
            store::set_aside(&mut tx, id, &reason, person)?;
            let facts = json!({ "mail": id, "reason": reason, "taken_out": taken_out });
            Ok(tx.save(Event::about("mail.set-aside", id, facts), true)?)
        })
        .await?;
    if !done {
        return pages::show(&cx, id, &form, &[("skal", sv::MOVED_ON)]).await;
    }
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), sv::ASIDE))
}

/// Takes the files of a letter out where they lie, and those that wait to be read out of the line. Gives the numbers of
/// those that lay somewhere.
fn empty_out(tx: &mut WriteTx<'_>, tools: &Tools, mail: Id<Mail>, back: &str) -> Result<Vec<i64>, Stop> {
    let mut taken_out = Vec::new();
    for file in store::files(tx, mail)? {
        let became = file.became();
        if became.is_arrival() {
            take_out(tx, tools, &file, back)?;
            taken_out.push(file.number);
        } else if became != Became::New {
            continue;
        }
        // What it answers is kept, for when the letter is taken back.
        let (assignment, likely) = (file.assignment, file.likely);
        let outcome = Outcome { became: Became::Aside, why: None, assignment, likely, staged: None, faulty: None };
        store::set_outcome(tx, mail, file.number, &outcome)?;
    }
    Ok(taken_out)
}

/// Takes a file out where it lies; refused where somebody has gone on with it.
fn take_out(tx: &mut WriteTx<'_>, tools: &Tools, file: &FileRow, back: &str) -> Result<(), Stop> {
    let undone = match (file.became(), file.assignment, file.staged) {
        (Became::Draft | Became::Upload, Some(assignment), Some(staged)) => {
            workbooks::take_out(tx, tools, assignment, staged)?
        }
        _ => true,
    };
    if undone { Ok(()) } else { Err(Stop::refused_back(sv::CANNOT_UNDO, sv::CANNOT_UNDO_TEXT, back, sv::TITLE)) }
}

/// `POST …/epost/{mail}/ta-tillbaka`: a letter that was set aside, by an officer or by itself, is looked at after all.
pub(super) async fn take_back(cx: Door, Path((_, mail)): Path<(String, String)>) -> Result<Reply, Stop> {
    let id = id(&mail)?;
    let tools = cx.kit().tools();
    cx.write(move |mut tx| {
        let letter = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
        if letter.state() != State::Aside {
            return Ok(tx.keep(Housekeeping::Staging, ()));
        }
        store::take_back(&mut tx, id, State::Waits)?;
        // What nobody has looked at, since a program had sent it, is looked at now, and what was taken out anew.
        for file in store::files(&mut tx, id)?.iter().filter(|file| file.became() == Became::Aside) {
            let (assignment, likely) = (file.assignment, file.likely);
            let outcome = Outcome { became: Became::New, why: None, assignment, likely, staged: None, faulty: None };
            store::set_outcome(&mut tx, id, file.number, &outcome)?;
        }
        sorting::settle(&mut tx, id)?;
        ask(&mut tx, &tools, id)?;
        Ok(tx.save(Event::about("mail.taken-back", id, json!({ "mail": id })), ())?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), sv::TAKEN_BACK))
}

pub(super) fn number(text: &str) -> Result<i64, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// What the page of a choice shows.
pub(super) struct Choosing {
    /// The letter.
    pub page: view_letter::LetterPage,
    /// Which of its files.
    pub number: i64,
    /// Every provider, by name.
    pub providers: Vec<(Id<Organisation>, String)>,
    /// The one that was chosen.
    pub provider: Option<Id<Organisation>>,
    /// The occasions of its items: what they are called in the form, and in words.
    pub occasions: Vec<(String, String)>,
    /// The one that was chosen; empty for all of them.
    pub occasion: String,
    /// What is asked of it: identifier and words.
    pub items: Vec<(Id<AssignmentKind>, String)>,
}

async fn show_choice(
    cx: &Door,
    (mail, number): (&str, &str),
    form: &FormData,
    fault: Option<&str>,
) -> Result<Reply, Stop> {
    let (id, number, tools) = (id(mail)?, self::number(number)?, cx.kit().tools());
    let (provider, today) = (form.get("anordnare").parse::<Id<Organisation>>().ok(), cx.now().day());
    let wanted = form.get("tillfalle").to_owned();
    let seen = cx
        .read(move |tx| {
            let page = pages::shown(tx, &tools, id, today)?;
            if !page.files.iter().any(|file| file.file.number == number && file.file.became() == Became::Waits) {
                return Ok(None);
            }
            let providers: Vec<_> = organisations::providers(tx)?.into_iter().map(|one| (one.id, one.name)).collect();
            let provider = provider.filter(|id| providers.iter().any(|(known, _)| known == id));
            let (mut items, mut occasions) = (Vec::new(), Vec::new());
            let years: BTreeSet<i16> = year::published_years(tx)?.into_iter().collect();
            let near = years.into_iter().filter(|year| (*year - today.year()).abs() <= 1);
            for (year, organisation) in near.filter_map(|year| Some((year, provider?))) {
                let filter = Filter { organisation: Some(organisation), ..Filter::default() };
                let Some(published) = year::published(tx, year)? else { continue };
                for assignment in assignments::list(tx, year, filter)? {
                    let key = format!("{year}/{}", assignment.occasion);
                    if !occasions.iter().any(|(known, _)| *known == key) {
                        let of = published.year.occasion(&assignment.occasion);
                        let title = of.map_or(assignment.occasion.as_str(), |of| of.title.as_sv());
                        occasions.push((key.clone(), sv::of_year(title, year)));
                    }
                    if !wanted.is_empty() && key != wanted {
                        continue;
                    }
                    if let Some(words) = sorting::words_of(tx, assignment.id)? {
                        items.push((assignment.id, words));
                    }
                }
            }
            let occasion = if occasions.iter().any(|(known, _)| *known == wanted) { wanted } else { String::new() };
            Ok(Some(Choosing { page, number, providers, provider, occasions, occasion, items }))
        })
        .await?;
    let Some(seen) = seen else {
        return Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), sv::MOVED_ON));
    };
    let main = view_letter::choose(&cx.link(PAGE), &seen, fault);
    let sheet = Sheet::new(view_letter::CHOOSE, main)
        .crumb(sv::TITLE, cx.link(PAGE))
        .crumb(seen.page.title(), cx.link(&format!("{PAGE}/{id}")));
    Ok(cx.show(sheet.with_faults(fault.is_some())))
}

/// `GET …/epost/{mail}/fil/{number}`: provider first, and occasion where one wants, then what is asked of it.
pub(super) async fn choose(cx: Door, Path((_, mail, number)): File, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    show_choice(&cx, (&mail, &number), &query, None).await
}

/// `POST …/epost/{mail}/fil/{number}`: the file answers this. It runs as if it had been matched.
pub(super) async fn decide(cx: Door, Path((_, mail, number)): File, form: FormData) -> Result<Reply, Stop> {
    let (letter, at) = (id(&mail)?, self::number(&number)?);
    let back = cx.link(&format!("{PAGE}/{letter}"));
    let Ok(assignment) = form.get("uppgift").parse::<Id<AssignmentKind>>() else {
        return show_choice(&cx, (&mail, &number), &form, Some(sv::NO_CHOICE)).await;
    };
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let decided = cx
        .write(move |mut tx| {
            assignments::find(&mut tx, assignment)?.ok_or(Stop::NotFound)?;
            let row =
                store::files(&mut tx, letter)?.into_iter().find(|file| file.number == at).ok_or(Stop::NotFound)?;
            let waits = store::find(&mut tx, letter)?.is_some_and(|letter| letter.state() == State::Waits);
            if row.became() != Became::Waits || !waits {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            store::decide(&mut tx, letter, at, assignment, person)?;
            ask(&mut tx, &tools, letter)?;
            let facts = json!({ "mail": letter, "number": at, "assignment": assignment });
            Ok(tx.save(Event::about("mail.decided", letter, facts), true)?)
        })
        .await?;
    Ok(Reply::done(&back, if decided { sv::DECIDED } else { sv::MOVED_ON }))
}

/// `POST …/epost/{mail}/fil/{number}/angra`: a file does not belong where it lies, whether an officer said so or it was
/// matched by itself. What it put into a draft is taken out again, unless somebody has written there since.
pub(super) async fn undo(cx: Door, Path((_, mail, number)): File) -> Result<Reply, Stop> {
    let (letter, at) = (id(&mail)?, self::number(&number)?);
    let back = cx.link(&format!("{PAGE}/{letter}"));
    let (tools, refused) = (cx.kit().tools(), back.clone());
    cx.write(move |mut tx| {
        let whole = store::find(&mut tx, letter)?.ok_or(Stop::NotFound)?;
        let row = store::files(&mut tx, letter)?.into_iter().find(|file| file.number == at).ok_or(Stop::NotFound)?;
        let lies = row.can_be_undone() && whole.state() != State::Aside;
        let Some(assignment) = row.assignment.filter(|_| lies) else { return Err(Stop::NotFound) };
        take_out(&mut tx, &tools, &row, &refused)?;
        let likely = row.likely.filter(|likely| *likely != assignment);
        store::set_outcome(&mut tx, letter, at, &Outcome::waits(Why::Undone, likely))?;
        sorting::settle(&mut tx, letter)?;
        let facts = json!({ "mail": letter, "number": at, "assignment": assignment });
        Ok(tx.save(Event::about("mail.undone", letter, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&back, sv::UNDONE))
}
