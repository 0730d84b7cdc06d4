//! The provider's side: asking at an item, reading answers.

use ::store::{Event, Housekeeping, ReadTx};
use kernel::Id;
use kernel::id::kind::{Assignment as AssignmentKind, Organisation};
use platform::access::may;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Seat, Stop};
use serde_json::json;

use super::store::{self, NewMessage, Panel, Side};
use super::sv::{self, Fault};
use super::view;
use crate::assignments::{self, Assignment};
use crate::year;

type Door = Cx<may::EditReports>;

/// The provider's assignment and its item's title.
fn find(
    tx: &mut ReadTx<'_>,
    organisation: Id<Organisation>,
    seats: &[Seat],
    id: Id<AssignmentKind>,
) -> Result<(Assignment, String), Stop> {
    let assignment = assignments::find(tx, id)?
        .filter(|found| found.organisation == organisation)
        .filter(|found| seats.iter().any(|seat| found.covered_by(seat)))
        .ok_or(Stop::NotFound)?;
    let title = title(tx, &assignment)?;
    Ok((assignment, title))
}

/// What the item is called in the year in force.
pub(super) fn title(tx: &mut ReadTx<'_>, assignment: &Assignment) -> Result<String, Stop> {
    let published = year::published(tx, assignment.year)?;
    let item = published.as_ref().and_then(|published| published.year.item(&assignment.item));
    Ok(item.map_or_else(|| assignment.item.clone(), |item| item.title.as_sv().to_owned()))
}

async fn show(cx: &Door, id: Id<AssignmentKind>, typed: &str, fault: Option<Fault>) -> Result<Reply, Stop> {
    let (organisation, seats) = (cx.provider()?, cx.seats().to_vec());
    let (assignment, title, panel): (Assignment, String, Panel) = cx
        .read(move |tx| {
            let (assignment, title) = find(tx, organisation, &seats, id)?;
            let panel = store::panel(tx, organisation, id)?;
            Ok((assignment, title, panel))
        })
        .await?;
    let own = cx.link(&format!("uppgift/{id}"));
    let main = view::ask(&own, &title, assignment.subject_name(), &panel, typed, fault);
    let sheet = Sheet::new(view::QUESTIONS, main)
        .year(assignment.year)
        .crumb(view::TASKS, "/start")
        .crumb(format!("{title}, {}", assignment.subject_name()), own)
        .with_faults(fault.is_some());
    Ok(cx.show(sheet))
}

/// What has been said at the item, and a place to ask.
pub async fn thread(cx: Door, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    show(&cx, assignment.parse().map_err(|_| Stop::NotFound)?, "", None).await
}

/// Asks.
pub async fn ask(cx: Door, Path((_, assignment)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let id: Id<AssignmentKind> = assignment.parse().map_err(|_| Stop::NotFound)?;
    let text = form.get("fraga").to_owned();
    if let Some(fault) = sv::check(&text, Fault::NoQuestion, form.get("saker") == "ja") {
        return show(&cx, id, &text, Some(fault)).await;
    }
    let (organisation, seats, person) = (cx.provider()?, cx.seats().to_vec(), cx.account().person);
    let tools = cx.kit().tools();
    let new = cx
        .write(move |mut tx| {
            let (assignment, _) = find(&mut tx, organisation, &seats, id)?;
            let panel = store::panel(&mut tx, organisation, id)?;
            // A button pressed twice asks once.
            if panel.messages.last().is_some_and(|last| last.person == person && last.body == text) {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            let new = NewMessage {
                assignment: id,
                year: assignment.year,
                item: assignment.item,
                side: Side::Provider,
                person,
                body: text.clone(),
                answers: None,
            };
            let question = store::add(&mut tx, tools.chance(), &new)?;
            let facts = json!({ "assignment": id, "question": question });
            Ok(tx.save(Event::about("question.asked", question, facts), true)?)
        })
        .await?;
    let page = cx.link(&format!("uppgift/{id}/fraga"));
    Ok(Reply::done(&page, if new { sv::ASKED } else { sv::ASKED_BEFORE }))
}
