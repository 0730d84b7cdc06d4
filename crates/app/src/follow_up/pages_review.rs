//! The review of one item: what was handed in, what is said about it, and what is decided.

use axum::extract::RawQuery;
use domain::deficiencies::{Source, SourceKind, Track};
use domain::submissions::{Action, Begun, By, Refusal, State, StateName, sv as states};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Mail};
use maud::html;
use platform::access::{Changes, Tools};
use platform::files::sha256_hex;
use platform::reply::Sheet;
use platform::{Account, Cx, FormData, Path, Permission, Reply, Seat, Stop, may};
use serde_json::json;
use store::{Event, ReadTx, WriteTx};

use super::content::{Answered, answered, differences};
use super::decisions::{self, Decision, Fault, Faults};
use super::model::{Line, Names};
use super::pages::parse_query;
use super::{happened, store as lines, sv, view_review};
use crate::assignments::{self, Assignment};
use crate::changes::{self, year_of};
use crate::deficiencies::{self, Prefill};
use crate::earlier;
use crate::submissions;
use crate::threads;
use crate::workbooks;
use crate::year::{self, Published};

/// What the review is drawn from.
pub(super) struct Reviewed {
    /// What the authority is called.
    pub authority: String,
    pub assignment: Assignment,
    pub published: Published,
    pub item_title: String,
    pub occasion_title: String,
    pub actions: Vec<Action>,
    /// Every version, the newest first.
    pub versions: Vec<submissions::Submission>,
    /// The one that is read.
    pub shown: Option<Answered>,
    /// What the newest version lacks of what was added since it was handed in, where it can be given back.
    pub lacks: Option<String>,
    /// What differs from the version before it.
    pub differences: Option<Vec<super::content::Differs>>,
    pub notes: Vec<submissions::ReturnNote>,
    pub assessments: Vec<submissions::AssessmentRow>,
    pub case_number: Option<String>,
    pub questions: threads::Panel,
    pub happened: Vec<happened::Happened>,
    pub previous: Option<Line>,
    pub next: Option<Line>,
    pub register: lines::Register,
    /// Annual reports of earlier years, where this is one.
    pub earlier: Vec<earlier::ReportEntry>,
    /// What came by e-mail and waits to be signed: the newest of it, and when the first came.
    pub arrived: Option<(submissions::Arrival, kernel::Instant)>,
    /// What is left to do about it.
    pub left: Option<domain::inbox::Left>,
    /// What waits at the provider beside what is returned: the letter, and when it came.
    pub beside: Vec<(Id<Mail>, kernel::Instant)>,
    /// The letters with files that wait for an officer and seem to be for it.
    pub letters: Vec<(Id<Mail>, Option<kernel::Instant>)>,
    pub now: kernel::Instant,
}

fn id_of(text: &str) -> Result<Id<AssignmentKind>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Whoever may see the rows behind a figure is shown it however small it is, as on the pages of results.
fn rule(seats: &[Seat]) -> stats::Rule {
    let open = seats.iter().any(|seat| seat.role.may(kernel::Right::ReadParticipations));
    if open { stats::Rule::OPEN } else { stats::Rule::INSIDE }
}

fn gather(
    tx: &mut ReadTx<'_>,
    id: Id<AssignmentKind>,
    wanted: Option<i64>,
    (account, seats, tools): (&Account, &[Seat], &Tools),
    now: kernel::Instant,
) -> Result<Reviewed, Stop> {
    let assignment = assignments::find(tx, id)?.ok_or(Stop::NotFound)?;
    let published = year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    let versions = submissions::of_assignment(tx, id)?;
    let wanted = wanted.and_then(|number| versions.iter().position(|version| version.number == number));
    let at = wanted.unwrap_or(0);
    let read = |tx: &mut ReadTx<'_>, at: usize| -> Result<Option<Answered>, Stop> {
        Ok(match versions.get(at) {
            Some(version) => Some(answered(tx, &assignment, version.clone())?),
            None => None,
        })
    };
    let shown = match read(tx, at)? {
        Some(shown) => {
            let shown = shown.with_figures(tx, &assignment, rule(seats))?;
            let shown = if at == 0 { shown.with_changes(tx, tools, &assignment, seats)? } else { shown };
            Some(shown.with_cases(tx, seats)?)
        }
        None => None,
    };
    let before = read(tx, at + 1)?;
    let differences = match (&before, &shown) {
        (Some(before), Some(shown)) => Some(differences(before, shown)),
        _ => None,
    };
    let case_number = match &shown {
        Some(shown) => lines::case_number(tx, shown.submission.id)?,
        None => None,
    };
    let register = lines::register(tx)?;
    let own = lines::own_providers(tx, account.person, now.day())?;
    let (previous, next) =
        neighbours(lines::lines(tx, assignment.year, &assignment.occasion, now.day())?, id, &register, &own);
    let item = published.year.item(&assignment.item);
    let earlier = match item {
        Some(item) if earlier::is_annual(item) => earlier::reports_of(tx, assignment.organisation)?,
        _ => Vec::new(),
    };
    let came = submissions::told_arrivals(tx, id)?;
    let arrived = submissions::newest_that_counts(&assignment.state, &came);
    let lacks = match &shown {
        Some(shown) if at == 0 && assignment.state.name() == StateName::Submitted => {
            changes::lacking(tx, &assignment, shown.submission.year_version)?
        }
        _ => None,
    };
    let changed = changes::told(tx, &assignment, changes::Reader::Authority)?;
    Ok(Reviewed {
        earlier,
        left: match &arrived {
            Some((newest, _)) => Some(submissions::left(tx, tools, &assignment, &published, newest, now.day())?),
            None => None,
        },
        arrived,
        beside: submissions::waiting_beside(&assignment.state, &came)
            .into_iter()
            .map(|one| (one.mail, one.at))
            .collect(),
        letters: submissions::letters_waiting(tx, id)?,
        authority: seats.first().map_or_else(String::new, |seat| seat.tenant_name.clone()),
        actions: assignment.actions(&published.year, seats, false),
        item_title: item.map_or(assignment.item.as_str(), |item| item.title.as_sv()).to_owned(),
        occasion_title: published
            .year
            .occasion(&assignment.occasion)
            .map_or(assignment.occasion.as_str(), |occasion| occasion.title.as_sv())
            .to_owned(),
        notes: submissions::return_notes(tx, id)?,
        assessments: submissions::assessments(tx, id)?,
        questions: threads::panel(tx, assignment.organisation, id)?,
        happened: happened::with_changes(happened::read(&lines::events(tx, id)?), &changed),
        assignment,
        published,
        versions,
        shown,
        lacks,
        differences,
        case_number,
        previous,
        next,
        register,
        now,
    })
}

/// What to review before and after this one: one's own providers first, then by the provider's name. The one that is
/// open keeps its place although it may have been decided.
fn neighbours(
    all: Vec<Line>,
    id: Id<AssignmentKind>,
    register: &lines::Register,
    own: &std::collections::BTreeSet<Id<kernel::id::kind::Organisation>>,
) -> (Option<Line>, Option<Line>) {
    let mut queue: Vec<Line> = all.into_iter().filter(|line| line.to_review() || line.id == id).collect();
    queue.sort_by_cached_key(|line| {
        let foreign = !own.is_empty() && !own.contains(&line.organisation);
        (foreign, register.place(line), line.item.clone(), line.id)
    });
    let Some(at) = queue.iter().position(|line| line.id == id) else { return (None, None) };
    let previous = at.checked_sub(1).and_then(|at| queue.get(at)).cloned();
    // After the last comes the first again, so that nothing is left behind.
    let next = queue.get(at + 1).or_else(|| queue.first().filter(|line| line.id != id)).cloned();
    (previous, next)
}

/// What is known when a deficiency is made of what was handed in.
fn to_deficiency(seen: &Reviewed) -> Prefill {
    let assignment = &seen.assignment;
    let unit = match &assignment.subject {
        assignments::Subject::Unit { id, .. } => Some(*id),
        _ => None,
    };
    Prefill {
        organisation: assignment.organisation,
        unit,
        source: Source { kind: SourceKind::Report, id: assignment.id.to_string(), part: String::new() },
        term: None,
        title: format!("{}, {} {}", seen.item_title, seen.occasion_title, assignment.year),
        text: String::new(),
        track: Track::Quality,
    }
}

async fn show<P: Permission>(
    cx: &Cx<P>,
    id: Id<AssignmentKind>,
    version: Option<i64>,
    form: &FormData,
    faults: Faults,
) -> Result<Reply, Stop> {
    let (account, seats, now) = (cx.account().clone(), cx.seats().to_vec(), cx.now());
    let tools = cx.kit().tools();
    let read = cx.read(move |tx| {
        let seen = gather(tx, id, version, (&account, &seats, &tools), now)?;
        Ok((seen, deficiencies::of_source(tx, SourceKind::Report, &id.to_string())?))
    });
    let (seen, became) = read.await?;
    let found = deficiencies::panel(cx, &became, &to_deficiency(&seen));
    let year = seen.assignment.year;
    let occasion = cx.link(&format!("uppfoljning/{year}/{}", seen.assignment.occasion));
    let provider = cx.link(&format!("uppfoljning/anordnare/{}?ar={year}", seen.assignment.organisation));
    let sheet = Sheet::new(
        format!("{} – {}", seen.item_title, seen.assignment.subject_name()),
        html! { (view_review::page(cx, &seen, form, &faults)) (found) },
    )
    .crumb(seen.occasion_title.clone(), occasion)
    .crumb(seen.assignment.organisation_name.clone(), provider)
    .year(year)
    .with_faults(!faults.is_empty());
    Ok(cx.show(sheet))
}

/// One item.
pub(super) async fn review(
    cx: Cx<may::ViewFollowUp>,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let version = parse_query(query).get("version").parse().ok();
    show(&cx, id_of(&assignment)?, version, &FormData::default(), Faults::new()).await
}

/// A version as a workbook: what was signed, and nothing else of the file that it may have been written in.
pub(super) async fn workbook(
    cx: Cx<may::ViewFollowUp>,
    Path((_, assignment, number)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let (id, number) = (id_of(&assignment)?, number.parse::<i64>().map_err(|_| Stop::NotFound)?);
    let version = cx
        .read(move |tx| {
            let versions = submissions::of_assignment(tx, id)?;
            versions.into_iter().find(|version| version.number == number).ok_or(Stop::NotFound)
        })
        .await?;
    version_as_workbook(&cx, version).await
}

/// The version as a workbook, for whoever may read it.
pub async fn version_as_workbook<P: Permission>(cx: &Cx<P>, version: submissions::Submission) -> Result<Reply, Stop> {
    let (now, slug, authority) = (cx.now(), cx.slug().to_owned(), cx.tenant_name().to_owned());
    let base_url = cx.kit().settings().base_url.clone();
    let made = cx
        .read(move |tx| {
            let assignment = assignments::find(tx, version.assignment)?.ok_or(Stop::NotFound)?;
            let published = year::version(tx, version.year_version)?.ok_or(Stop::NotFound)?;
            let asked = submissions::ask_of_version(tx, &assignment, &published, &version)?.ok_or(Stop::NotFound)?;
            let at = workbooks::At { tenant: &slug, authority: &authority, base_url: &base_url, now };
            let facts = workbooks::facts(at, &assignment, &published);
            workbooks::of_version(&facts, &asked, &version).map_err(Stop::failed)
        })
        .await?;
    let (bytes, name) = made.ok_or(Stop::NotFound)?;
    Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &name))
}

/// Where one comes back to after a refusal.
fn refused(cx_link: &str, refusal: &Refusal) -> Stop {
    Stop::refused_back("Det gick inte", states::refusal_at_authority(refusal), cx_link, "Tillbaka till granskningen")
}

fn found(tx: &mut WriteTx<'_>, id: Id<AssignmentKind>) -> Result<(Assignment, Published), Stop> {
    let assignment = assignments::find(tx, id)?.ok_or(Stop::NotFound)?;
    let published = year_of(tx, &assignment)?.ok_or(Stop::NotFound)?;
    Ok((assignment, published))
}

/// What a decision about a version begins with: the newest version, and that it is the one that was read.
fn newest(
    tx: &mut WriteTx<'_>,
    assignment: &Assignment,
    read: Option<u32>,
    back: &str,
) -> Result<submissions::Submission, Stop> {
    let latest = assignment.state.latest().map(|latest| latest.number);
    if let Some(latest) = latest
        && read != Some(latest)
    {
        return Err(Stop::refused_back("En nyare version finns", sv::newer_version(latest), back, "Till granskningen"));
    }
    submissions::latest(tx, assignment.id)?.ok_or_else(|| refused(back, &Refusal::NothingToReview))
}

/// Runs a change of the state and gives its event.
async fn change<P: Changes, F>(
    cx: &Cx<P>,
    id: Id<AssignmentKind>,
    back: &str,
    action: Action,
    work: F,
) -> Result<(), Stop>
where
    F: Fn(&mut WriteTx<'_>, &Assignment, &domain::submissions::Seen<'_>, By) -> Result<Result<Event, Refusal>, Stop>
        + Send
        + 'static,
{
    let (account, seats, back) = (cx.account().clone(), cx.seats().to_vec(), back.to_owned());
    cx.write(move |mut tx| {
        let (assignment, published) = found(&mut tx, id)?;
        let item = published.year.item(&assignment.item).ok_or(Stop::NotFound)?;
        let seen = match assignment.seat_for(item, &seats, false, action) {
            Some(Ok(seen)) => seen,
            Some(Err(refusal)) => return Err(refused(&back, &refusal)),
            None => return Err(Stop::NotFound),
        };
        let by = By { person: Some(account.person), name: account.name.clone() };
        match work(&mut tx, &assignment, &seen, by)? {
            Ok(event) => Ok(tx.save(event, ())?),
            Err(refusal) => Err(refused(&back, &refusal)),
        }
    })
    .await
}

fn read_version(form: &FormData) -> Option<u32> {
    form.get("version").parse().ok()
}

/// Approves; with `nasta` it goes on to the next one that waits.
pub(super) async fn approve(
    cx: Cx<may::Review>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id_of(&assignment)?;
    let back = cx.link(&format!("granska/{id}"));
    let (read, address) = (read_version(&form), back.clone());
    change(&cx, id, &back, Action::Approve, move |tx, assignment, seen, by| {
        let submission = newest(tx, assignment, read, &address)?;
        let now = tx.context().now;
        Ok(match assignment.state.clone().approve(seen, by, now) {
            Ok(approved) => {
                assignments::set_state(tx, assignment.id, &State::from(approved))?;
                let facts = json!({ "assignment": assignment.id, "number": submission.number });
                Ok(Event::about("submission.approved", submission.id, facts))
            }
            Err(refusal) => Err(refusal),
        })
    })
    .await?;
    if form.has("nasta") {
        let (account, now) = (cx.account().person, cx.now());
        let next = cx
            .read(move |tx| {
                let assignment = assignments::find(tx, id)?.ok_or(Stop::NotFound)?;
                let register = lines::register(tx)?;
                let own = lines::own_providers(tx, account, now.day())?;
                let all = lines::lines(tx, assignment.year, &assignment.occasion, now.day())?;
                Ok(neighbours(all, id, &register, &own)
                    .1
                    .map(|line| (line.id, register.provider(assignment.organisation).to_owned())))
            })
            .await?;
        if let Some((next, name)) = next {
            let text = format!("Redovisningen från {name} är godkänd. Här är nästa.");
            return Ok(Reply::done(&cx.link(&format!("granska/{next}")), &text));
        }
        let text = "Redovisningen är godkänd. Inget mer väntar på granskning vid tillfället.";
        return Ok(Reply::done(&back, text));
    }
    Ok(Reply::done(&back, "Redovisningen är godkänd."))
}

/// Takes an approval back.
pub(super) async fn reopen(
    cx: Cx<may::Review>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id_of(&assignment)?;
    let why = form.get("skal-godkannande").to_owned();
    let fault = if why.is_empty() { Some(Fault::NoReopenReason) } else { decisions::too_long(&why) };
    if let Some(fault) = fault {
        return show(&cx, id, None, &form, vec![("skal-godkannande".to_owned(), fault)]).await;
    }
    let back = cx.link(&format!("granska/{id}"));
    change(&cx, id, &back, Action::ReopenApproved, move |tx, assignment, seen, _| {
        Ok(match assignment.state.clone().reopen_approved(seen, &why) {
            Ok(submitted) => {
                let submission = submissions::latest(tx, assignment.id)?.ok_or(Stop::NotFound)?;
                let facts = json!({ "assignment": assignment.id, "number": submitted.number, "reason": why.trim() });
                assignments::set_state(tx, assignment.id, &State::from(submitted))?;
                Ok(Event::about("approval.reopened", submission.id, facts))
            }
            Err(refusal) => Err(refusal),
        })
    })
    .await?;
    Ok(Reply::done(&back, "Godkännandet är tillbakataget. Redovisningen väntar på granskning igen."))
}

/// Takes a return back, while the provider has not begun to complete it.
pub(super) async fn take_back_return(
    cx: Cx<may::Review>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id_of(&assignment)?;
    let why = form.get("skal-aterlamnande").to_owned();
    let fault = if why.is_empty() { Some(Fault::NoTakeBackReason) } else { decisions::too_long(&why) };
    if let Some(fault) = fault {
        return show(&cx, id, None, &form, vec![("skal-aterlamnande".to_owned(), fault)]).await;
    }
    let (back, letters) = (cx.link(&format!("granska/{id}")), cx.link("epost"));
    change(&cx, id, &back, Action::TakeBackReturn, move |tx, assignment, seen, _| {
        let returned = assignment.state.unanswered_return().map(|returned| returned.at);
        let begun = match returned {
            Some(at) => submissions::begun(tx, assignment.id, at)?,
            None => None,
        };
        if let (Some(Begun::ByMail), Some(at)) = (begun, returned) {
            let came = submissions::came_since(tx, assignment.id, at)?;
            let times: Vec<kernel::Instant> = came.iter().rev().map(|one| one.at).collect();
            let letter = came.last().map_or_else(String::new, |one| format!("{letters}/{}", one.mail));
            return Err(Stop::refused_back(sv::NOT_TAKEN_BACK, sv::letters_first(&times), &letter, sv::TO_LETTER));
        }
        Ok(match assignment.state.clone().take_back_return(seen, &why, begun) {
            Ok(submitted) => {
                let submission = submissions::latest(tx, assignment.id)?.ok_or(Stop::NotFound)?;
                let facts = json!({ "assignment": assignment.id, "number": submitted.number, "reason": why.trim() });
                assignments::set_state(tx, assignment.id, &State::from(submitted))?;
                Ok(Event::about("return.taken-back", submission.id, facts))
            }
            Err(refusal) => Err(refusal),
        })
    })
    .await?;
    Ok(Reply::done(&back, "Återlämnandet är tillbakataget. Redovisningen väntar på granskning igen."))
}

/// Writes the authority's own assessment; each time is a version of its own.
pub(super) async fn assess(
    cx: Cx<may::Review>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id_of(&assignment)?;
    let body = form.get("bedomning").to_owned();
    let fault = if body.is_empty() { Some(Fault::NothingWritten) } else { decisions::too_long(&body) };
    if let Some(fault) = fault {
        return show(&cx, id, None, &form, vec![("bedomning".to_owned(), fault)]).await;
    }
    let (back, person) = (cx.link(&format!("granska/{id}")), cx.account().person);
    let (read, address) = (read_version(&form), back.clone());
    change(&cx, id, &back, Action::Assess, move |tx, assignment, _, _| {
        let submission = newest(tx, assignment, read, &address)?;
        submissions::add_assessment(tx, submission.id, &body, person)?;
        let facts = json!({
            "assignment": assignment.id,
            "number": submission.number,
            "sha256": sha256_hex(body.as_bytes()),
        });
        Ok(Ok(Event::about("assessment.written", submission.id, facts)))
    })
    .await?;
    Ok(Reply::done(&format!("{back}#bedomning"), "Bedömningen är sparad."))
}

async fn show_return(
    cx: &Cx<may::Review>,
    id: Id<AssignmentKind>,
    form: &FormData,
    faults: Faults,
) -> Result<Reply, Stop> {
    let (account, seats, now) = (cx.account().clone(), cx.seats().to_vec(), cx.now());
    let tools = cx.kit().tools();
    let seen = cx.read(move |tx| gather(tx, id, None, (&account, &seats, &tools), now)).await?;
    let back = cx.link(&format!("granska/{id}"));
    let item = seen.published.year.item(&seen.assignment.item).ok_or(Stop::NotFound)?;
    match seen.assignment.seat_for(item, cx.seats(), false, Action::Return) {
        Some(Ok(_)) => {}
        Some(Err(refusal)) => return Err(refused(&back, &refusal)),
        None => return Err(Stop::NotFound),
    }
    let sheet = Sheet::new("Lämna tillbaka", view_review::give_back(&seen, &back, form, &faults))
        .crumb(format!("{}, {}", seen.item_title, seen.assignment.subject_name()), back)
        .year(seen.assignment.year)
        .with_faults(!faults.is_empty());
    Ok(cx.show(sheet))
}

/// The form in which a version is returned.
pub(super) async fn return_page(
    cx: Cx<may::Review>,
    Path((_, assignment)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    show_return(&cx, id_of(&assignment)?, &FormData::default(), Faults::new()).await
}

/// How many cells a return can point at in one go.
pub(super) const CELLS: usize = 5;

/// The reasons at single places, by path, and what is wrong with them.
fn notes_of(form: &FormData, answered: &Answered, faults: &mut Faults) -> Vec<(String, String)> {
    let mut notes: Vec<(String, String)> = form
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("vid:")?.to_owned(), text.to_owned())))
        .filter(|(path, text)| !text.is_empty() && answered.has_spot(path))
        .collect();
    for (path, text) in &notes {
        faults.extend(decisions::too_long(text).map(|fault| (format!("vid:{path}"), fault)));
    }
    for at in 1..=CELLS {
        let name = |part: &str| format!("cell{at}-{part}");
        let (row, column, reason) = (form.get(&name("rad")), form.get(&name("kolumn")), form.get(&name("skal")));
        if row.is_empty() && reason.is_empty() {
            continue;
        }
        let Some((table, column)) = column.split_once('.') else {
            faults.push((name("kolumn"), Fault::NoColumn));
            continue;
        };
        match row.parse().ok().and_then(|row| answered.cell(table, row, column)) {
            Some(_) if reason.is_empty() => faults.push((name("skal"), Fault::NoCellReason)),
            Some(path) => {
                faults.extend(decisions::too_long(reason).map(|fault| (name("skal"), fault)));
                notes.push((path, reason.to_owned()));
            }
            None => {
                let rows = i64::try_from(answered.content().rows(table).len()).unwrap_or(i64::MAX);
                faults.push((name("rad"), Fault::NoSuchRow { text: row.to_owned(), rows }));
            }
        }
    }
    notes
}

/// Returns the newest version for completion.
pub(super) async fn give_back(
    cx: Cx<may::Review>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id_of(&assignment)?;
    let back = cx.link(&format!("granska/{id}"));
    let (account, seats, now) = (cx.account().clone(), cx.seats().to_vec(), cx.now());
    let tools = cx.kit().tools();
    let seen = cx.read(move |tx| gather(tx, id, None, (&account, &seats, &tools), now)).await?;
    let Some(answered) = &seen.shown else { return Err(refused(&back, &Refusal::NothingToReview)) };
    let mut faults = Faults::new();
    let reason = form.get("motivering").to_owned();
    if reason.is_empty() {
        faults.push(("motivering".to_owned(), Fault::NoReturnReason));
    }
    faults.extend(decisions::too_long(&reason).map(|fault| ("motivering".to_owned(), fault)));
    let until = decisions::read_day(form.get("senast"), now.day()).unwrap_or_else(|fault| {
        faults.push(("senast".to_owned(), fault));
        None
    });
    // The item's own last day holds all the same, so an earlier one would promise what is not.
    if until.is_some_and(|until| until < seen.assignment.due()) {
        faults.push(("senast".to_owned(), Fault::BeforeDue(seen.assignment.due())));
    }
    let notes = notes_of(&form, answered, &mut faults);
    if !faults.is_empty() {
        return show_return(&cx, id, &form, faults).await;
    }
    let (read, address, person) = (read_version(&form), back.clone(), cx.account().person);
    change(&cx, id, &back, Action::Return, move |tx, assignment, seen, by| {
        let submission = newest(tx, assignment, read, &address)?;
        let now = tx.context().now;
        Ok(match assignment.state.clone().return_for_completion(seen, &reason, until, by, now) {
            Ok(returned) => {
                submissions::add_return_note(tx, submission.id, "", &returned.reason, person)?;
                for (path, text) in &notes {
                    submissions::add_return_note(tx, submission.id, path, text, person)?;
                }
                let facts = json!({
                    "assignment": assignment.id,
                    "number": submission.number,
                    "reason": returned.reason,
                    "until": until,
                    "places": notes.iter().map(|(path, _)| path).collect::<Vec<_>>(),
                });
                assignments::set_state(tx, assignment.id, &State::from(returned))?;
                Ok(Event::about("submission.returned", submission.id, facts))
            }
            Err(refusal) => Err(refusal),
        })
    })
    .await?;
    Ok(Reply::done(&back, "Redovisningen är återlämnad. Anordnaren ser motiveringen vid sin uppgift."))
}

async fn decide(
    cx: Cx<may::DecideDeadlines>,
    assignment: String,
    form: FormData,
    decision: Decision,
) -> Result<Reply, Stop> {
    let id = id_of(&assignment)?;
    let why_name = format!("skal-{}", decision.slug());
    let why = form.get(&why_name).to_owned();
    let mut faults = Faults::new();
    if why.is_empty() {
        faults.push((why_name.clone(), Fault::NoWhy(decision)));
    }
    faults.extend(decisions::too_long(&why).map(|fault| (why_name, fault)));
    let mut until = None;
    if decision == Decision::Extend {
        let found = cx.read(move |tx| Ok(assignments::find(tx, id)?)).await?.ok_or(Stop::NotFound)?;
        match decisions::read_until(&form, cx.now().day(), [&found]) {
            Ok(day) => until = Some(day),
            Err(fault) => faults.push(("dag".to_owned(), fault)),
        }
    }
    if !faults.is_empty() {
        return show(&cx, id, None, &form, faults).await;
    }
    let back = cx.link(&format!("granska/{id}"));
    let (account, seats, address) = (cx.account().clone(), cx.seats().to_vec(), back.clone());
    cx.write(move |mut tx| {
        let (assignment, published) = found(&mut tx, id)?;
        let order = decisions::Order { decision, why: &why, until, account: &account, seats: &seats };
        match decisions::carry_out(&mut tx, &assignment, &published, &order)? {
            Ok(event) => Ok(tx.save(event, ())?),
            Err(refusal) => Err(refused(&address, &refusal)),
        }
    })
    .await?;
    Ok(Reply::done(&back, &sv::decided(decision, 1, 0, until)))
}

/// Locks the item.
pub(super) async fn lock(
    cx: Cx<may::DecideDeadlines>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    decide(cx, assignment, form, Decision::Lock).await
}

/// Opens it again.
pub(super) async fn unlock(
    cx: Cx<may::DecideDeadlines>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    decide(cx, assignment, form, Decision::Unlock).await
}

/// Gives it more time.
pub(super) async fn extend(
    cx: Cx<may::DecideDeadlines>,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    decide(cx, assignment, form, Decision::Extend).await
}
