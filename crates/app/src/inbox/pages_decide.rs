//! What an officer says: what a file answers, that a letter is nobody's; and both undone.

use std::collections::BTreeSet;

use ::store::{Event, Housekeeping, WriteTx};
use axum::extract::RawQuery;
use domain::inbox::{Became, SetAside, Why};
use domain::submissions::State as ItemState;
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Mail, Organisation};
use platform::access::Tools;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::pages::{self, id};
use super::pages_aside::is_set_aside_alone;
use super::receiving::ask;
use super::store::{self, FileRow, Letter, Outcome, State};
use super::{PAGE, pages_changed, same, sorting, store_looking, sv, view_letter};
use crate::assignments::{self, Filter};
use crate::{organisations, submissions, workbooks, year};

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
                return Ok(tx.keep(Housekeeping::Staging, None));
            }
            let Emptied { taken_out, counts_now, mut events } = empty_out(&mut tx, &tools, &letter, &back)?;
            store::set_aside(&mut tx, id, &reason, person)?;
            let said = if counts_now.is_empty() { sv::ASIDE } else { sv::ASIDE_OTHER_COUNTS };
            let facts = json!({ "mail": id, "reason": reason, "taken_out": taken_out, "counts_now": counts_now });
            events.push(Event::about("mail.set-aside", id, facts));
            Ok(tx.save_all(&events, Some(said))?)
        })
        .await?;
    let Some(said) = done else { return pages::show(&cx, id, &form, &[("skal", sv::MOVED_ON)]).await };
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), said))
}

/// What became of the files of a letter that is set aside.
#[derive(Default)]
struct Emptied {
    /// The numbers of those that lay somewhere.
    taken_out: Vec<i64>,
    /// Other letters with the same files, which count in their place.
    counts_now: Vec<Id<Mail>>,
    /// What is received at another time by it.
    events: Vec<Event>,
}

/// Takes the files of a letter out where they lie, and those that wait to be read out of the line.
fn empty_out(tx: &mut WriteTx<'_>, tools: &Tools, letter: &Letter, back: &str) -> Result<Emptied, Stop> {
    let (mail, mut emptied) = (letter.id, Emptied::default());
    for file in store::files(tx, mail)? {
        let became = file.became();
        if became.is_arrival() {
            emptied.counts_now.extend(take_out(tx, tools, &file, (sv::NOT_ASIDE, back))?);
            emptied.taken_out.push(file.number);
        } else if file.gives_its_time() {
            stands_by_it(tx, letter, &file, (sv::NOT_ASIDE, back))?;
        } else if became != Became::New {
            continue;
        }
        // What it answers is kept, for when the letter is taken back.
        let (assignment, likely) = (file.assignment, file.likely);
        let outcome = Outcome { became: Became::Aside, why: None, assignment, likely, staged: None, faulty: None };
        store::set_outcome(tx, mail, file.number, &outcome)?;
        if let Some(assignment) = assignment {
            emptied.events.extend(submissions::move_arrival(tx, assignment)?);
        }
    }
    Ok(emptied)
}

/// Refused where a copy of what is in already gives the time of something approved or locked: that time stands.
fn stands_by_it(
    tx: &mut WriteTx<'_>,
    letter: &Letter,
    file: &FileRow,
    (refused, back): (&str, &str),
) -> Result<(), Stop> {
    let Some(assignment) = file.assignment.filter(|_| file.gives_its_time()) else { return Ok(()) };
    let found = assignments::find(tx, assignment)?;
    let stands = found.is_some_and(|one| matches!(one.state, ItemState::Approved(_)) || one.lock.is_some());
    let versions = if stands { submissions::of_assignment(tx, assignment)? } else { Vec::new() };
    if letter.arrived_at.is_some() && versions.iter().any(|version| version.arrived_at == letter.arrived_at) {
        return Err(Stop::refused_back(refused, sv::TIME_OF_APPROVED, back, sv::TO_LETTER));
    }
    Ok(())
}

/// Takes a file out where it lies; refused where somebody has gone on with it. Where the same file came with another letter
/// too, it stays where it lies, and counts with that one: gives which.
fn take_out(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    file: &FileRow,
    (refused, back): (&str, &str),
) -> Result<Option<Id<Mail>>, Stop> {
    if let Some(other) = same::next_counts(tx, file)? {
        sorting::settle(tx, other)?;
        return Ok(Some(other));
    }
    let undone = match (file.became(), file.assignment, file.staged) {
        (Became::Draft | Became::Upload, Some(assignment), Some(staged)) => {
            workbooks::take_out(tx, tools, assignment, staged)?
        }
        // Nothing lies anywhere; but what is signed may be received by it.
        (became, Some(assignment), _) if became.is_arrival() => !pages_changed::is_signed(tx, assignment)?,
        _ => true,
    };
    if undone {
        return Ok(None);
    }
    let signed = match file.assignment {
        Some(assignment) => pages_changed::is_signed(tx, assignment)?,
        None => false,
    };
    let text = if signed { sv::CANNOT_UNDO_SIGNED } else { sv::CANNOT_UNDO_WRITTEN };
    Err(Stop::refused_back(refused, text, back, sv::TO_LETTER))
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
        // It has the same files as the first: nobody has to say which of them holds.
        if letter.aside.as_deref() == Some(SetAside::Twice.slug()) && letter.why() == Some(Why::SameName) {
            store_looking::clear_why(&mut tx, id)?;
        }
        // What nobody has looked at, since a program had sent it, is looked at now, and what was taken out anew.
        // What an officer has set aside by itself stays so.
        let anew = |file: &&FileRow| file.became() == Became::Aside && !is_set_aside_alone(file);
        for file in store::files(&mut tx, id)?.iter().filter(anew) {
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

pub(super) async fn show_choice(
    cx: &Door,
    (mail, number): (&str, &str),
    form: &FormData,
    faults: &[(&'static str, &'static str)],
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
                    if let Some(words) = sorting::words_within(tx, assignment.id)? {
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
    let main = view_letter::choose(&cx.link(PAGE), &seen, form, faults);
    let sheet = Sheet::new(view_letter::CHOOSE, main)
        .crumb(sv::TITLE, cx.link(PAGE))
        .crumb(seen.page.title(), cx.link(&format!("{PAGE}/{id}")));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// `GET …/epost/{mail}/fil/{number}`: provider first, and occasion where one wants, then what is asked of it.
pub(super) async fn choose(cx: Door, Path((_, mail, number)): File, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    show_choice(&cx, (&mail, &number), &query, &[]).await
}

/// `POST …/epost/{mail}/fil/{number}`: the file answers this. It runs as if it had been matched.
pub(super) async fn decide(cx: Door, Path((_, mail, number)): File, form: FormData) -> Result<Reply, Stop> {
    let (letter, at) = (id(&mail)?, self::number(&number)?);
    let back = cx.link(&format!("{PAGE}/{letter}"));
    let Ok(assignment) = form.get("uppgift").parse::<Id<AssignmentKind>>() else {
        return show_choice(&cx, (&mail, &number), &form, &[("uppgift", sv::NO_CHOICE)]).await;
    };
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let decided = cx
        .write(move |mut tx| {
            assignments::find(&mut tx, assignment)?.ok_or(Stop::NotFound)?;
            let row =
                store::files(&mut tx, letter)?.into_iter().find(|file| file.number == at).ok_or(Stop::NotFound)?;
            let waits = store::find(&mut tx, letter)?.is_some_and(|letter| letter.state() == State::Waits);
            if row.became() != Became::Waits || !waits {
                return Ok(tx.keep(Housekeeping::Staging, sv::MOVED_ON));
            }
            let of_time = matches!(row.why(), Some(Why::CameEarlier { .. })) && row.likely == Some(assignment);
            if of_time && same::earlier_of_signed(&mut tx, (letter, Became::Same), assignment)?.is_none() {
                return Ok(tx.keep(Housekeeping::Staging, sv::TIME_STANDS));
            }
            store::decide(&mut tx, letter, at, assignment, person)?;
            ask(&mut tx, &tools, letter)?;
            let facts = json!({ "mail": letter, "number": at, "assignment": assignment });
            let said = if of_time { sv::TIME_CHOSEN } else { sv::DECIDED };
            Ok(tx.save(Event::about("mail.decided", letter, facts), said)?)
        })
        .await?;
    Ok(Reply::done(&back, decided))
}

/// `POST …/epost/{mail}/fil/{number}/angra`: a file does not belong where it lies, whether an officer said so or it was
/// matched by itself. What it put into a draft is taken out again, unless somebody has written there since.
pub(super) async fn undo(cx: Door, Path((_, mail, number)): File) -> Result<Reply, Stop> {
    let (letter, at) = (id(&mail)?, self::number(&number)?);
    let back = cx.link(&format!("{PAGE}/{letter}"));
    let (tools, refused) = (cx.kit().tools(), back.clone());
    let undone = cx
        .write(move |mut tx| {
            let whole = store::find(&mut tx, letter)?.ok_or(Stop::NotFound)?;
            let row =
                store::files(&mut tx, letter)?.into_iter().find(|file| file.number == at).ok_or(Stop::NotFound)?;
            let lies = row.can_be_undone() && whole.state() != State::Aside;
            let Some(assignment) = row.assignment.filter(|_| lies) else { return Err(Stop::NotFound) };
            stands_by_it(&mut tx, &whole, &row, (sv::CANNOT_UNDO, &refused))?;
            let counts_now = take_out(&mut tx, &tools, &row, (sv::CANNOT_UNDO, &refused))?;
            let likely = row.likely.filter(|likely| *likely != assignment);
            store::set_outcome(&mut tx, letter, at, &Outcome::waits(Why::Undone, likely))?;
            let mut events = submissions::move_arrival(&mut tx, assignment)?;
            sorting::settle(&mut tx, letter)?;
            let said = if counts_now.is_some() { sv::UNDONE_OTHER_COUNTS } else { sv::UNDONE };
            let counts_now: Vec<Id<Mail>> = counts_now.into_iter().collect();
            let facts = json!({ "mail": letter, "number": at, "assignment": assignment, "counts_now": counts_now });
            events.push(Event::about("mail.undone", letter, facts));
            Ok(tx.save_all(&events, said)?)
        })
        .await?;
    Ok(Reply::done(&back, undone))
}
