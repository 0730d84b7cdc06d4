//! The meeting at the authority.

use ::store::Housekeeping;
use domain::meetings::{Entry, Happening, Refusal, Step, sv as words, why_not};
use kernel::id::kind::{Meeting, Person};
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Changes, Cx, Permission, Tools, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault, Sender};
use super::letters::{self, What};
use super::look::{self, Invitees};
use super::store::{self, Kept, Line, Words};
use super::{PAGE, paper, sv, view};

pub(super) fn id(text: &str) -> Result<Id<Meeting>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
}

/// Every meeting, and the form for planning one.
pub(super) async fn list(cx: Cx<may::ViewFollowUp>) -> Result<Reply, Stop> {
    list_page(&cx, (&FormData::default(), &[])).await
}

async fn list_page<P: Permission>(cx: &Cx<P>, (typed, faults): (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let tools = cx.kit().tools();
    let all = cx.read(move |tx| Ok(store::all(tx, &tools)?)).await?;
    let key = match typed.get("nyckel") {
        "" => Id::<Meeting>::random(&*cx.kit().chance()).to_string(),
        key => key.to_owned(),
    };
    let plans = cx.may(Right::PlanActivities).then_some(key.as_str());
    let main = view::list(&cx.link(PAGE), (&all, plans), cx.now().day(), (typed, faults));
    Ok(cx.show(sheet(cx, sv::TITLE, main).with_faults(!faults.is_empty())))
}

/// Plans a meeting.
pub(super) async fn plan(cx: Cx<may::PlanActivities>, form: FormData) -> Result<Reply, Stop> {
    let (happening, words) = match form::planned(&form, cx.now().day()) {
        Ok(read) => read,
        Err(faults) => return list_page(&cx, (&form, &faults)).await,
    };
    let Happening::Planned { on, .. } = happening else { return Err(Stop::NotFound) };
    let id = id(form.get("nyckel"))?;
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let written = cx
        .write(move |mut tx| {
            // The same form sent twice is one meeting.
            if store::find(&mut tx, &tools, id)?.is_some() {
                return Ok(tx.keep(Housekeeping::Session, false));
            }
            store::plan(&mut tx, &tools, (id, on.year()), (&happening, &words, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), if written { sv::PLANNED } else { sv::ALREADY }))
}

/// A meeting.
pub(super) async fn show(cx: Cx<may::ViewFollowUp>, Path((_, meeting)): Path<(String, String)>) -> Result<Reply, Stop> {
    page(&cx, id(&meeting)?, (&FormData::default(), &[])).await
}

async fn page<P: Permission>(
    cx: &Cx<P>,
    id: Id<Meeting>,
    (typed, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let (kept, invitees) = cx
        .read(move |tx| Ok((store::find(tx, &tools, id)?.ok_or(Stop::NotFound)?, look::invitees(tx, today)?)))
        .await?;
    let shown = view::Shown { base: cx.link(&format!("{PAGE}/{id}")), writes: cx.may(Right::PlanActivities), today };
    let main = view::page(&shown, (&kept, &invitees), (typed, faults));
    let title = kept.programme().title;
    Ok(cx.show(sheet(cx, title, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults_at(faults, &shown.base)?))
}

/// How a step went.
pub(super) enum Went {
    /// With so many letters about it.
    Done(usize),
    /// The same form had been sent before.
    Before,
    /// What was sent is what stands.
    Same,
    /// Somebody else has written since the page was read.
    Changed,
    Faults(Vec<Fault>),
    Refused(Refusal),
}

/// Does something with a meeting.
pub(super) async fn step(
    cx: Cx<may::PlanActivities>,
    Path((_, meeting, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id(&meeting)?;
    let step = Step::from_slug(&step).filter(|step| *step != Step::Register).ok_or(Stop::NotFound)?;
    let back = cx.link(&format!("{PAGE}/{id}"));
    if step == Step::Invite {
        return invite(&cx, id, &back).await;
    }
    let sender = Sender { person: cx.account().person, provider: None, today: cx.now().day() };
    match carry_out(&cx, id, (step, &form), sender).await? {
        Went::Done(letters) => {
            Ok(Reply::done(&back, &sv::done_telling(step, letters, cx.kit().settings().mail.is_some())))
        }
        Went::Before => Ok(Reply::done(&back, sv::done(step))),
        Went::Same => Ok(Reply::done(&back, sv::NOTHING)),
        Went::Faults(faults) => page(&cx, id, (&form, &faults)).await,
        Went::Changed if view::has_fields(step) => {
            let at = form::name(step.slug(), form::number(&form), view::first_field(step));
            page(&cx, id, (&form, &[(at, sv::CHANGED.to_owned())])).await
        }
        Went::Changed => Err(Stop::refused_back(words::step(step), sv::CHANGED_SHORT, &back, sv::BACK)),
        Went::Refused(why) => Err(Stop::refused_back(words::step(step), words::refusal(why), &back, sv::BACK)),
    }
}

/// Whether the newer line is what is to be written, from the same hand.
fn is_same(newer: &[Line], (happening, words): (&Happening, &Words), sender: Sender) -> bool {
    let [line] = newer else { return false };
    let same = match (&line.entry.happening, happening) {
        (Happening::Asked { organisation: stands, .. }, Happening::Asked { organisation, .. }) => {
            stands == organisation
        }
        (Happening::Agreed { owner: stands, by: was, .. }, Happening::Agreed { owner, by, .. }) => {
            (stands, was) == (owner, by)
        }
        (stands, made) => stands == made,
    };
    same && line.person == sender.person && line.words == *words
}

/// Whether the meeting is planned so already.
fn stands_so(kept: &Kept, (happening, words): (&Happening, &Words)) -> bool {
    let Happening::Changed { on, hours, register_by } = happening else { return false };
    let stands = &kept.stands;
    (*on, *hours, *register_by) == (stands.on, stands.hours, stands.register_by) && *words == kept.programme()
}

/// Does the step for whoever sends it. What was registered, asked or done by others meanwhile is in nobody's way.
pub(super) async fn carry_out<P: Changes>(
    cx: &Cx<P>,
    id: Id<Meeting>,
    (step, form): (Step, &FormData),
    sender: Sender,
) -> Result<Went, Stop> {
    let (tools, form, slug) = (cx.kit().tools(), form.clone(), cx.slug().to_owned());
    let read: Option<usize> = form.get(form::READ).parse().ok();
    let aside = matches!(step, Step::Register | Step::Ask | Step::Do | Step::Undo);
    cx.write(move |mut tx| {
        let kept = store::find(&mut tx, &tools, id)?.filter(|kept| sender.provider.is_none() || look::is_told(kept));
        let kept = kept.ok_or(Stop::NotFound)?;
        let newer = read.and_then(|read| kept.lines.get(read..)).unwrap_or(&kept.lines);
        let made = form::read(step, &form, (&kept, sender));
        let same = made.as_ref().is_ok_and(|(happening, words)| is_same(newer, (happening, words), sender));
        if same || (!newer.is_empty() && !aside) {
            return Ok(tx.keep(Housekeeping::Session, if same { Went::Before } else { Went::Changed }));
        }
        if let Some(why) = why_not(&kept.stands, step, sender.today) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        let (happening, words) = match made {
            Ok(made) => made,
            Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
        };
        let mut next = kept.clone();
        // Nobody is written to of what is as it was.
        if stands_so(&kept, (&happening, &words)) {
            return Ok(tx.keep(Housekeeping::Session, Went::Same));
        }
        if let Err(why) = next.stands.add(&Entry { day: sender.today, happening: happening.clone() }) {
            return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
        }
        store::add(&mut tx, &tools, (&kept, step.slug()), (&happening, &words, sender.person))?;
        let what = match step {
            Step::Change => Some(What::Changed),
            Step::Cancel => Some(What::Cancelled),
            Step::Restore => Some(What::Invited),
            _ => None,
        };
        let mut letters = 0;
        if let Some(what) = what {
            let programme = if step == Step::Change { words } else { kept.programme() };
            let people = invited(&kept);
            letters::send(&mut tx, (&tools, &slug), (&next, &programme), (what, &people))?;
            letters = people.len();
        }
        Ok(tx.save_all(&[], Went::Done(letters))?)
    })
    .await
}

/// Who has been invited: kept with each invitation, so that nobody is written to twice.
pub(super) fn invited(kept: &Kept) -> Vec<Id<Person>> {
    let told = kept.lines.iter().filter(|line| matches!(line.entry.happening, Happening::Invited { .. }));
    told.flat_map(|line| line.words.text.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// Who has not been invited yet.
pub(super) fn to_invite(kept: &Kept, invitees: &Invitees) -> Vec<Id<Person>> {
    let told = invited(kept);
    invitees.rektors.iter().map(|one| one.person).filter(|person| !told.contains(person)).collect()
}

/// Invites those who have not been: a letter to each, with the meeting for their calendar.
async fn invite(cx: &Cx<may::PlanActivities>, id: Id<Meeting>, back: &str) -> Result<Reply, Stop> {
    let (tools, today, person, slug): (Tools, _, _, String) =
        (cx.kit().tools(), cx.now().day(), cx.account().person, cx.slug().to_owned());
    let went = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, &tools, id)?.ok_or(Stop::NotFound)?;
            if let Some(why) = why_not(&kept.stands, Step::Invite, today) {
                return Ok(tx.keep(Housekeeping::Session, Err(why)));
            }
            let invitees = look::invitees(&mut tx, today)?;
            let (people, without) = (to_invite(&kept, &invitees), invitees.without.len());
            if people.is_empty() {
                return Ok(tx.keep(Housekeeping::Session, Ok((0, without))));
            }
            let happening = Happening::Invited { people: u32::try_from(people.len()).unwrap_or(u32::MAX) };
            let text = people.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let words = Words { text, ..Words::default() };
            store::add(&mut tx, &tools, (&kept, Step::Invite.slug()), (&happening, &words, person))?;
            letters::send(&mut tx, (&tools, &slug), (&kept, &kept.programme()), (What::Invited, &people))?;
            Ok(tx.save_all(&[], Ok((people.len(), without)))?)
        })
        .await?;
    match went {
        Ok((0, _)) => Ok(Reply::done(back, sv::NOBODY)),
        Ok((count, without)) => Ok(Reply::done(back, &sv::invited(count, without, cx.kit().settings().mail.is_some()))),
        Err(why) => Err(Stop::refused_back(words::step(Step::Invite), words::refusal(why), back, sv::BACK)),
    }
}

/// The results so far, as a file or a page.
pub(super) async fn material(
    cx: Cx<may::ViewFollowUp>,
    Path((_, meeting, format)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let id = id(&meeting)?;
    paper::material(&cx, id, &format, (PAGE, false)).await
}
