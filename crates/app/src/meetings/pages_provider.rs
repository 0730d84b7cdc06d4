//! The meeting at the providers whose rektors are invited.

use domain::meetings::{Step, sv as words};
use kernel::Id;
use kernel::id::kind::Meeting;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault, Sender};
use super::look;
use super::pages::{Went, carry_out, id};
use super::store;
use super::{OWN, paper, sv, view, view_provider};

/// Every meeting that the provider's rektors have been invited to.
pub(super) async fn list(cx: Cx<may::AttendMeetings>) -> Result<Reply, Stop> {
    let (tools, provider, person) = (cx.kit().tools(), cx.provider()?, cx.account().person);
    let all =
        cx.read(move |tx| Ok(store::all(tx, &tools)?.into_iter().filter(look::is_told).collect::<Vec<_>>())).await?;
    let around = (&*cx.link(OWN), crate::nav::authorities(&cx, OWN));
    let main = view_provider::list(around, &all, (provider, person), cx.now().day());
    Ok(cx.show(Sheet::new(sv::OWN, main).crumb("Att g\u{f6}ra", "/start")))
}

/// A meeting.
pub(super) async fn show(
    cx: Cx<may::AttendMeetings>,
    Path((_, meeting)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, id(&meeting)?, (&FormData::default(), &[])).await
}

async fn page(
    cx: &Cx<may::AttendMeetings>,
    id: Id<Meeting>,
    (typed, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let (tools, provider, person) = (cx.kit().tools(), cx.provider()?, cx.account().person);
    let kept = cx.read(move |tx| store::find(tx, &tools, id)?.filter(look::is_told).ok_or(Stop::NotFound)).await?;
    let shown = view::Shown { base: cx.link(&format!("{OWN}/{id}")), writes: true, today: cx.now().day() };
    let main = view_provider::page(&shown, &kept, (provider, person), (typed, faults));
    let title = kept.programme().title;
    Ok(cx.show(Sheet::new(title, main).crumb(sv::OWN, cx.link(OWN)).with_faults_at(faults, &shown.base)?))
}

/// Registers, asks, and says what is done.
pub(super) async fn step(
    cx: Cx<may::AttendMeetings>,
    Path((_, meeting, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id(&meeting)?;
    let open = |step: &Step| matches!(step, Step::Register | Step::Ask | Step::Do | Step::Undo);
    let step = Step::from_slug(&step).filter(open).ok_or(Stop::NotFound)?;
    let back = cx.link(&format!("{OWN}/{id}"));
    let sender = Sender { person: cx.account().person, provider: Some(cx.provider()?), today: cx.now().day() };
    match carry_out(&cx, id, (step, &form), sender).await? {
        Went::Done(_) | Went::Before | Went::Same => Ok(Reply::done(&back, sv::done(step))),
        Went::Faults(faults) => page(&cx, id, (&form, &faults)).await,
        Went::Changed => {
            let at = form::name(step.slug(), form::number(&form), view::first_field(step));
            page(&cx, id, (&form, &[(at, sv::CHANGED.to_owned())])).await
        }
        Went::Refused(why) => Err(Stop::refused_back(words::step(step), words::refusal(why), &back, sv::BACK)),
    }
}

/// The results so far.
pub(super) async fn material(
    cx: Cx<may::AttendMeetings>,
    Path((_, meeting, format)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let id = id(&meeting)?;
    paper::material(&cx, id, &format, (OWN, true)).await
}
