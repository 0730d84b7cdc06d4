//! Filling in on the web: the page, saving it whole, and saving one field of it.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use domain::submissions::{Action, Refusal, sv as words};
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::{Cx, FormData, Path, Reply, Stop, may};

use super::door::{Door, id};
use super::pages::sheet;
use super::saving::{self, Outcome, Sent};
use super::store::{self, Opened};
use super::sv;
use super::told_days;
use super::view_conflicts::{self, Two};
use super::view_fill::{self, FillPage};
use super::{naming, pages_sign};
use crate::results::BesideItem;
use crate::submissions::drafts::{self, DraftField, LONGEST};
use crate::submissions::{self, Asked, Earlier, Judgement, LastYear, ReturnNote};

type Write = Cx<may::EditReports>;

/// What the page needs beside the item.
struct Around {
    notes: Vec<ReturnNote>,
    earlier: Option<Earlier>,
    /// Whether the rows came in a file: then they are whole, and a cell that is empty has been left empty.
    from_file: bool,
    /// Fields in which two have written and nobody has chosen.
    two: Vec<(String, DraftField)>,
    beside: BesideItem,
    last_year: Option<LastYear>,
    since: store::CasesSince,
}

/// What the page needs, read in one snapshot.
async fn read(cx: &Write, door: &Door, id: Id<AssignmentKind>) -> Result<(Opened, Around), Stop> {
    let (door, now) = (door.clone(), cx.now());
    cx.read(move |tx| {
        let opened = store::open(tx, &door, id, now)?;
        let notes = store::open_notes(tx, &opened)?;
        let earlier = submissions::earlier(tx, &opened.assignment, &opened.published, &opened.asked)?;
        let from_file = crate::workbooks::came_from(tx, id)?.is_some();
        let beside = opened.beside(tx)?;
        let last_year = match opened.asked {
            Asked::Narrative(_) => submissions::last_year(tx, &opened.assignment)?,
            _ => None,
        };
        let two = pages_sign::unchosen(tx, &door, &opened)?;
        let since = store::cases_since(tx, &door, &opened)?;
        Ok((opened, Around { notes, earlier, from_file, two, beside, last_year, since }))
    })
    .await
}

fn base(cx: &Write, id: Id<AssignmentKind>) -> String {
    cx.link(&format!("uppgift/{id}"))
}

/// The page as it stands.
pub(super) async fn page(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, id(&assignment)?);
    let query = FormData::parse(query.as_deref().unwrap_or("").as_bytes());
    let (opened, around) = read(&cx, &door, id).await?;
    if let Some(refusal) = refused(&opened, &door) {
        return Err(Stop::refused_back(sv::REFUSED, words::refusal(&refusal), &base(&cx, id), sv::TO_ITEM));
    }
    if query.get("visa") == "tva" {
        let (inner, organisation) = (door.tools.clone(), door.organisation);
        let open = cx.read(move |tx| Ok(drafts::open_conflicts(tx, &inner, organisation, id)?)).await?;
        let two = Two::open(&opened, open);
        if !two.is_empty() {
            let page = view_conflicts::conflicts(&opened, &two, &base(&cx, id));
            return Ok(cx.show(sheet(&cx, &opened, sv::TWO_HAVE_WRITTEN, page)));
        }
    }
    let judgement = opened.judge();
    let show_faults = query.get("visa") == "fel";
    Ok(show(
        &cx,
        &Shown { opened: &opened, around: &around, judgement: &judgement, show_faults, extra: query.get("ny") },
    ))
}

fn refused(opened: &Opened, door: &Door) -> Option<Refusal> {
    match opened.assignment.seat_for(&opened.item, &door.seats, false, Action::Edit) {
        Some(Ok(_)) => None,
        Some(Err(refusal)) => Some(refusal),
        None => Some(Refusal::NotYourRole { action: Action::Edit }),
    }
}

struct Shown<'a> {
    opened: &'a Opened,
    around: &'a Around,
    judgement: &'a Judgement,
    show_faults: bool,
    extra: &'a str,
}

fn show(cx: &Write, shown: &Shown<'_>) -> Reply {
    let opened = shown.opened;
    let base = base(cx, opened.assignment.id);
    let page = view_fill::page(&FillPage {
        opened,
        notes: &shown.around.notes,
        earlier: shown.around.earlier.as_ref(),
        beside: &shown.around.beside,
        last_year: shown.around.last_year.as_ref(),
        two: &shown.around.two,
        since: &shown.around.since,
        person: cx.account().person,
        judgement: shown.judgement,
        show_faults: shown.show_faults,
        from_file: shown.around.from_file,
        extra_row: shown.extra,
        base: &base,
        now: cx.now(),
    });
    let faults = shown.show_faults && !shown.judgement.faults.is_empty();
    cx.show(sheet(cx, opened, "Fyll i", page).with_faults(faults).wide())
}

/// Saves the whole page. Which button was pressed says where to go from there.
pub(super) async fn save(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, id(&assignment)?);
    let (whole, stamp, of) =
        (form.get("hela") == "1", form.get("sedd").parse().ok(), form.get(saving::FORM).parse().ok());
    let mut sent = Sent { form, whole, stamp, of, ..Sent::default() };
    let (inner, given) = (door.clone(), sent.clone());
    let outcome = cx.write(move |tx| saving::save(tx, &inner, id, &given)).await?;
    let mut unnamed = naming::Refused::new();
    if outcome.is_ok() && naming::is_sent(&sent.form) {
        let (inner, given) = (door.clone(), sent.form.clone());
        unnamed = cx.write(move |tx| naming::keep(tx, &inner, id, &given)).await?;
    }
    let (opened, around) = read(&cx, &door, id).await?;
    if sent.of.is_some_and(|of| of != opened.published.id) {
        let (given, now) = (sent.clone(), opened.clone());
        if let Some(later) = cx.read(move |tx| Ok(saving::followed(tx, &now, &given)?)).await? {
            sent = later;
        }
    }
    let base = base(&cx, id);
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(refusal) => {
            let page = view_fill::not_saved(&opened, &words::refusal(&refusal), &unsaved(&opened, &sent), &base);
            return Ok(cx.show(sheet(&cx, &opened, "Inte sparat", page).with_faults(true)));
        }
    };
    if !outcome.no_numbers.is_empty() {
        let is_one = |path: &String| outcome.no_numbers.iter().any(|(of, _)| of == path);
        let typed: Vec<_> = unsaved(&opened, &sent).into_iter().filter(|(path, _)| is_one(path)).collect();
        let page = view_fill::no_numbers(&opened, &outcome.no_numbers, &typed, &base);
        return Ok(cx.show(sheet(&cx, &opened, "Inte sparat", page).with_faults(true)));
    }
    if !outcome.too_long.is_empty() {
        let typed: Vec<_> =
            unsaved(&opened, &sent).into_iter().filter(|(path, _)| outcome.too_long.contains(path)).collect();
        let page = view_fill::not_saved(&opened, &sv::too_long(LONGEST), &typed, &base);
        return Ok(cx.show(sheet(&cx, &opened, "Inte sparat", page).with_faults(true)));
    }
    if !outcome.no_such_row.is_empty() {
        let page = view_fill::not_saved(&opened, sv::NO_SUCH_ROW, &outcome.no_such_row, &base);
        return Ok(cx.show(sheet(&cx, &opened, "Inte sparat", page).with_faults(true)));
    }
    if !outcome.gone.is_empty() {
        let (of, gone) = (opened.clone(), outcome.gone);
        let gone = cx
            .read(move |tx| {
                let named = |(control, text): (String, String)| {
                    let title = saving::title_before(tx, &of, &control)?;
                    Ok((title.unwrap_or_else(|| sv::EARLIER_QUESTION.to_owned()), text))
                };
                gone.into_iter().map(named).collect::<Result<Vec<_>, Stop>>()
            })
            .await?;
        let page = view_fill::asked_no_more(&gone, &base);
        return Ok(cx.show(sheet(&cx, &opened, "Inte sparat", page).with_faults(true)));
    }
    if let Some((_, _, why)) = unnamed.first() {
        let typed: Vec<(String, String)> =
            unnamed.iter().map(|(control, text, _)| (control.clone(), text.clone())).collect();
        let page = view_fill::not_saved(&opened, why, &typed, &base);
        return Ok(cx.show(sheet(&cx, &opened, "Inte sparat", page).with_faults(true)));
    }
    if !outcome.conflicts.is_empty() {
        let page = view_conflicts::conflicts(&opened, &Two::sent(outcome.conflicts), &base);
        return Ok(cx.show(sheet(&cx, &opened, sv::TWO_HAVE_WRITTEN, page).with_faults(true)));
    }
    Ok(after(&cx, &opened, &around, &sent, &outcome, &base))
}

/// Where the pressed button leads once everything is saved.
fn after(cx: &Write, opened: &Opened, around: &Around, sent: &Sent, outcome: &Outcome, base: &str) -> Reply {
    for table in opened.asked.tables() {
        if sent.form.has(&format!("{}-lagg-till", table.slug)) {
            let numbers = submissions::row_numbers(&table.slug, &opened.fields);
            let next = numbers.last().map_or(1, |last| last + 1);
            let first = table.columns.first().map_or("", |column| column.slug.as_str());
            let control = format!("{}-{next}-{first}", table.slug).replace('.', "-");
            return Reply::redirect(&format!("{base}/fyll-i?ny={}#f-{control}", table.slug));
        }
        if sent.form.has(&format!("{}-ta-bort", table.slug)) {
            return Reply::done(&format!("{base}/fyll-i"), "Raden är borttagen. Historiken finns kvar.");
        }
    }
    if sent.form.has(saving::TAKE_MARK) {
        let ready = sent.form.get(saving::TAKE_MARK) == saving::ALL_MARKS && opened.judge().faults.is_empty();
        return Reply::done(&format!("{base}/{}", if ready { "kontrollera" } else { "fyll-i" }), sv::MARKS_GONE);
    }
    if !sent.form.has("vidare") {
        return Reply::done(&format!("{base}/fyll-i"), sv::draft_saved(outcome.saved));
    }
    let judgement = opened.judge();
    if judgement.faults.is_empty() {
        return Reply::redirect(&format!("{base}/kontrollera"));
    }
    show(cx, &Shown { opened, around, judgement: &judgement, show_faults: true, extra: "" })
}

/// What was sent and stands otherwise in the draft: path and text.
fn unsaved(opened: &Opened, sent: &Sent) -> Vec<(String, String)> {
    sent.fields(&opened.asked)
        .into_iter()
        .filter(|(path, text)| !text.is_empty() && opened.fields.get(path) != Some(text))
        .collect()
}

/// Saves one field, for the script. Answers with one short sentence.
pub(super) async fn field(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id, now) = (Door::of(&cx)?, id(&assignment)?, cx.now());
    let query = FormData::parse(query.as_deref().unwrap_or("").as_bytes());
    let (stamp, of) = (query.get("sedd").parse().ok(), query.get(saving::FORM).parse().ok());
    let sent = Sent { form, stamp, of, ..Sent::default() };
    let (inner, given) = (door.clone(), sent.clone());
    let outcome = match cx.write(move |tx| saving::save(tx, &inner, id, &given)).await {
        Err(Stop::Refused(why)) => return Ok(Reply::plain(StatusCode::CONFLICT, why.text)),
        outcome => outcome?,
    };
    let is_saved = outcome.as_ref().is_ok_and(|outcome| outcome.saved > 0);
    let days = if is_saved { cx.read(move |tx| told_days::said(tx, &door, id, &sent, now)).await? } else { None };
    Ok(match outcome {
        Err(refusal) => Reply::plain(StatusCode::CONFLICT, words::refusal(&refusal)),
        Ok(outcome) if !outcome.no_such_row.is_empty() => {
            Reply::plain(StatusCode::UNPROCESSABLE_ENTITY, sv::NO_SUCH_ROW)
        }
        Ok(Outcome { no_numbers, .. }) if !no_numbers.is_empty() => {
            let said = no_numbers.first().map_or("", |(_, why)| forms::sv::person(*why));
            Reply::plain(StatusCode::UNPROCESSABLE_ENTITY, said)
        }
        Ok(outcome) if outcome.unknown => Reply::plain(StatusCode::UNPROCESSABLE_ENTITY, sv::UNKNOWN_FIELD),
        Ok(outcome) if !outcome.gone.is_empty() => Reply::plain(StatusCode::UNPROCESSABLE_ENTITY, sv::ASKED_NO_MORE),
        Ok(outcome) if !outcome.too_long.is_empty() => {
            Reply::plain(StatusCode::UNPROCESSABLE_ENTITY, sv::too_long(LONGEST))
        }
        Ok(outcome) => match outcome.conflicts.first() {
            Some(conflict) => Reply::plain(StatusCode::CONFLICT, sv::conflict(conflict.theirs.at)),
            None => {
                let said = days.map_or_else(|| sv::saved(now), |said| sv::saved_with(now, &said));
                Reply::plain(StatusCode::OK, said)
            }
        },
    })
}
