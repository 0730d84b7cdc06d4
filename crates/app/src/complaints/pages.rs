//! Lists, cases and what is done in them, for both sides.

use ::store::{ReadTx, StoreError, global_sql};
use domain::cases::{Action, Happening, Party, Sight, actions, sv as words};
use domain::deficiencies::{Source, SourceKind, Track};
use domain::year::Complaints;
use kernel::id::kind::{CaseFile, Organisation, Person, Tenant, Unit};
use kernel::{Day, Id, Right, Role};
use maud::html;
use platform::access::{Changes, Cx, may};
use platform::reply::{Refusal, Sheet};
use platform::{FormData, MayUpload, Path, Reply, Stop, Upload};
use serde_json::json;

use super::form::{self, By, Fault};
use super::view_case::{self, Opened as Whole};
use super::{pages_files, pages_register, sv, view};
use crate::cases::{self, Add, Dossier, Filed, Line, Since};
use crate::deficiencies::{self, Prefill};
use crate::{abuse, case_analysis, case_imports, case_moves, handouts, mail, routines, samples, wall, year};

/// The year's words about complaints that hold today.
fn complaints(tx: &mut ReadTx<'_>, today: Day) -> Result<Option<Complaints>, StoreError> {
    Ok(year::current(tx, today)?.map(|published| published.year.complaints.clone()))
}

/// The school's inbox.
pub(super) async fn inbox(cx: Cx<may::HandleComplaints>) -> Result<Reply, Stop> {
    let (provider, only, today) = (cx.provider()?, cx.only_units(), cx.now().day());
    let (seats, person) = (cx.seats().to_vec(), cx.account().person);
    let (shown, references): (Vec<Filed>, _) = cx
        .read(move |tx| {
            let mut shown = Vec::new();
            for filed in cases::listed_of_unit(tx, provider, only.as_deref())? {
                if cases::sight(tx, &filed, (&seats, person))? == Sight::Words {
                    shown.push(filed);
                }
            }
            Ok((shown, cases::references(tx, provider)?))
        })
        .await?;
    let ways = html! { (case_analysis::way_at_school(&cx)) (case_imports::way(&cx)) (abuse::links(&cx).await?) (routines::way_at_school(&cx).await?) (samples::way_at_school(&cx).await?) (wall::way(&cx)) };
    let around = (crate::nav::authorities(&cx, "arenden"), ways);
    let main = view::inbox(&cx.link("arenden"), &around, (&shown, &references), today);
    Ok(cx.show(Sheet::new(sv::INBOX, main).wide()))
}

/// The authority's list.
pub(super) async fn overview(cx: Cx<may::ViewComplaints>) -> Result<Reply, Stop> {
    let (today, person, seats) = (cx.now().day(), cx.account().person, cx.seats().to_vec());
    let shown: Vec<(Filed, Sight)> = cx
        .read(move |tx| {
            let mut shown = Vec::new();
            for filed in cases::list(tx)? {
                let sight = cases::sight(tx, &filed, (&seats, person))?;
                if sight != Sight::Nothing {
                    shown.push((filed, sight));
                }
            }
            Ok(shown)
        })
        .await?;
    let takes = cx.may(Right::TakeComplaints).then(|| cx.link("klagomal/nytt"));
    let ways = html! { (case_analysis::way_at_authority(&cx)) (abuse::links(&cx).await?) (routines::way_at_authority(&cx).await?) (wall::way(&cx)) };
    let main = view::overview(&cx.link("klagomal"), (takes.as_deref(), &ways), &shown, today);
    Ok(cx.show(Sheet::new(sv::INBOX, main).wide()))
}

pub(super) fn id(text: &str) -> Result<Id<CaseFile>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// Everything that a case's page knows, for somebody who may see the case; *not found* for anybody else.
pub(super) async fn opened<P: Changes>(cx: &Cx<P>, id: Id<CaseFile>) -> Result<Whole, Stop> {
    let (tools, today, person, seats) = (cx.kit().tools(), cx.now().day(), cx.account().person, cx.seats().to_vec());
    let (provider, only, tenant) = (cx.provider().ok(), cx.only_units(), cx.tenant());
    let limit = cx.kit().settings().upload_limit;
    cx.read(move |tx| {
        let dossier = cases::find(tx, id)?.ok_or(Stop::NotFound)?;
        let seen = cases::part(tx, &dossier.filed, (&seats, person))?.ok_or(Stop::NotFound)?;
        let sight = dossier.sight(&seen);
        let party = seen.hand.party().ok_or(Stop::NotFound)?;
        if sight == Sight::Nothing || !is_own(&dossier, party, provider, only.as_deref()) {
            return Err(Stop::NotFound);
        }
        let with = (sight, party);
        let said: Result<Vec<Option<String>>, StoreError> =
            dossier.lines.iter().map(|line| cases::words(tx, &tools, &dossier, line, with)).collect();
        let who = cases::who(tx, &tools, id, sight)?;
        let files = cases::documents(tx, &tools, &dossier, with)?;
        let clock = cases::rules(tx, today)?;
        let open = actions(&dossier.case, &seen);
        let handlers = if open.contains(&Action::Assign) { handlers(tx, tenant, today)? } else { Vec::new() };
        let units = if open.contains(&Action::Locate) { pages_register::all_units(tx)? } else { Vec::new() };
        // Also where it cannot be handed over: the page says why.
        let others = if party == Party::Authority { case_moves::others(tx)? } else { Vec::new() };
        let is_located = |line: &Line| matches!(line.entry.happening, Happening::Located { .. });
        let unit_names = if dossier.lines.iter().any(is_located) {
            pages_register::all_units(tx)?.into_iter().collect()
        } else {
            std::collections::BTreeMap::new()
        };
        let complaints = complaints(tx, today)?;
        let near = cases::near(tx, &tools, &dossier, (seen, (&seats, person)))?;
        let reference = cases::reference_of(tx, id)?.filter(|_| sight == Sight::Words && party == Party::School);
        Ok(Whole {
            reference,
            said: said?,
            who,
            files,
            limit,
            clock,
            open,
            handlers,
            units,
            others,
            near,
            unit_names,
            complaints,
            seen,
            sight,
            party,
            today,
            dossier,
        })
    })
    .await
}

/// A school sees its own units' cases alone.
fn is_own(dossier: &Dossier, party: Party, provider: Option<Id<Organisation>>, only: Option<&[Id<Unit>]>) -> bool {
    party == Party::Authority || provider.is_some_and(|provider| dossier.filed.is_of(provider, only))
}

/// Who at the authority can be chosen to handle a case.
fn handlers(tx: &mut ReadTx<'_>, tenant: Id<Tenant>, today: Day) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let roles = [Role::QualityOfficer, Role::ContactRektor];
    tx.all(
        global_sql!(
            "SELECT DISTINCT p.id, p.name FROM seat s JOIN person p ON p.id = s.person_id
             WHERE s.tenant_id = $1 AND s.role IN ($2, $3) AND s.ended_at IS NULL AND s.valid_from <= $4
               AND (s.valid_to IS NULL OR s.valid_to >= $4) AND p.ended_at IS NULL ORDER BY p.name, p.id"
        ),
        &[&tenant, &roles[0], &roles[1], &today],
    )
}

/// A case at the school.
pub(super) async fn at_school(
    cx: Cx<may::HandleComplaints>,
    Path((_, case)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, "arenden", id(&case)?, (&FormData::default(), &[])).await
}

/// A case at the authority.
pub(super) async fn at_authority(
    cx: Cx<may::ViewComplaints>,
    Path((_, case)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    show(&cx, "klagomal", id(&case)?, (&FormData::default(), &[])).await
}

async fn show<P: Changes>(
    cx: &Cx<P>,
    root: &str,
    id: Id<CaseFile>,
    (form, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let whole = opened(cx, id).await?;
    if whole.sight == Sight::Words {
        cx.tell_reading_of("case.read", id, json!({ "case": id })).await?;
    }
    let title = view::title(&whole.dossier.filed);
    let base = cx.link(&format!("{root}/{id}"));
    let turns = if root == "arenden" { "krankning" } else { "krankningar" };
    let turn = cx.link(&format!("{turns}/ny?arende={id}"));
    let main = view_case::case((&base, &turn), &whole, (form, faults));
    let main = if whole.sight == Sight::Words && !whole.dossier.filed.is_kept_elsewhere() {
        let (above, below) = handouts::on_case(cx, &base, id).await?;
        maud::html! { (above) (main) (below) }
    } else {
        main
    };
    let found = if root == "klagomal" {
        to_deficiency(cx, &whole, &title).await?
    } else {
        maud::html! {}
    };
    let main = maud::html! { (main) (found) };
    let sheet = Sheet::new(title, main).crumb(sv::INBOX, cx.link(root)).with_faults(!faults.is_empty());
    Ok(cx.show(sheet))
}

/// What the case became, and the panel in which what it shows becomes a deficiency. Its words never go along: the provider reads them.
async fn to_deficiency<P: Changes>(cx: &Cx<P>, whole: &Whole, title: &str) -> Result<maud::Markup, Stop> {
    let filed = &whole.dossier.filed;
    let Some((organisation, unit)) = filed.school else { return Ok(maud::html! {}) };
    let id = filed.id.to_string();
    let source = Source { kind: SourceKind::Complaint, id: id.clone(), part: String::new() };
    let became = cx.read(move |tx| Ok(deficiencies::of_source(tx, SourceKind::Complaint, &id)?)).await?;
    let (title, text, track) = (title.to_owned(), String::new(), Track::Compliance);
    let known = Prefill { organisation, unit: Some(unit), source, term: None, title, text, track };
    Ok(deficiencies::panel(cx, &became, &known))
}

/// Does something in a case at the school.
pub(super) async fn act_at_school(
    cx: Cx<may::HandleComplaints>,
    Path((_, case, action)): Path<(String, String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    act(&cx, "arenden", (id(&case)?, &action), &upload).await
}

/// Does something in a case at the authority.
pub(super) async fn act_at_authority(
    cx: Cx<may::ViewComplaints>,
    Path((_, case, action)): Path<(String, String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    act(&cx, "klagomal", (id(&case)?, &action), &upload).await
}

/// Whether whoever wrote is told that there is something to read: an answer, a question, or that it is closed.
const fn is_answer(happening: &Happening) -> bool {
    matches!(happening, Happening::Answered | Happening::Asked | Happening::Closed { .. })
}

/// How doing something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// It is done.
    Now,
    /// The same form had been sent before.
    Before,
    /// Something else has come since the page was read.
    Changed,
}

/// That the rules do not allow it now, with the way back to the case.
fn refused(action: Action, back: &str, why: domain::cases::Refusal) -> Stop {
    Stop::Refused(Refusal {
        title: words::action(action).to_owned(),
        text: words::refusal(why).to_owned(),
        back: Some(("Till ärendet".to_owned(), back.to_owned())),
    })
}

async fn act<P: Changes>(
    cx: &Cx<P>,
    root: &str,
    (id, action): (Id<CaseFile>, &str),
    upload: &Upload,
) -> Result<Reply, Stop> {
    let form = &upload.fields;
    let action = form::action(action).ok_or(Stop::NotFound)?;
    let whole = opened(cx, id).await?;
    let back = cx.link(&format!("{root}/{id}"));
    if let Some(why) = domain::cases::why_not(&whole.dossier.case, &whole.seen, action) {
        return Err(refused(action, &back, why));
    }
    let nothing = form::nothing();
    let by = By {
        case: &whole.dossier.case,
        complaints: whole.complaints.as_ref().unwrap_or(&nothing),
        clock: &whole.clock,
        near: &whole.near,
        others: &whole.others,
        today: whole.today,
    };
    let read = match form::read(action, form, by) {
        Ok(read) => read,
        Err(faults) => return show(cx, root, id, (form, &faults)).await,
    };
    if read.chosen.is_some_and(|chosen| !whole.handlers.iter().any(|(person, _)| *person == chosen)) {
        return Err(Stop::NotFound);
    }
    if let Happening::Located { unit } = read.happening
        && !whole.units.iter().any(|(known, _)| *known == unit)
    {
        return Err(Stop::NotFound);
    }
    let taken = match pages_files::taken(cx, id, action, upload).await? {
        Ok(taken) => taken,
        Err(fault) => return show(cx, root, id, (form, &[fault])).await,
    };
    let attached = taken.as_ref().map(|taken| taken.attached.clone()).unwrap_or_default();
    let (tools, person, seen) = (cx.kit().tools(), cx.account().person, whole.seen);
    let (sends, address) = (cx.kit().settings().mail.is_some(), back.clone());
    let line = i64::try_from(whole.dossier.lines.len()).unwrap_or(i64::MAX);
    let read_lines: Option<usize> = form.get(form::READ).parse().ok();
    let done = cx
        .write(move |mut tx| {
            let what = Add {
                seen,
                action,
                happening: read.happening.clone(),
                words: &read.words,
                files: &attached,
                person: Some(person),
            };
            let found = cases::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
            let today = tx.context().now.day();
            if read_lines.is_some() {
                match cases::since(&mut tx, &tools, &found, (read_lines, &what), today)? {
                    Since::Nothing => {}
                    Since::Same => return Ok(tx.keep(::store::Housekeeping::Session, Ok(Done::Before))),
                    // A note is of what its writer knew, whatever has come.
                    Since::Other if action == Action::Note => {}
                    Since::Other => return Ok(tx.keep(::store::Housekeeping::Session, Ok(Done::Changed))),
                }
            }
            match cases::add(&mut tx, &tools, id, &what)?.ok_or(Stop::NotFound)? {
                Ok(_) => {
                    if let Err(why) = cases::mirror(&mut tx, &tools, id, &what)? {
                        return Err(refused(action, &address, why));
                    }
                    if sends && is_answer(&read.happening) {
                        mail::queue_notice(&mut tx, &tools, id, line)?;
                    }
                    if let Happening::Moved { to, .. } = &read.happening {
                        case_moves::queue(&mut tx, &tools, (id, line), *to)?;
                    }
                    if let (Some(chosen), Happening::Assigned) = (read.chosen, &read.happening) {
                        cases::choose_handler(&mut tx, id, chosen)?;
                    }
                    Ok(tx.save_all(&[], Ok(Done::Now))?)
                }
                Err(why) => Ok(tx.keep(::store::Housekeeping::Session, Err(why))),
            }
        })
        .await;
    if let Some(taken) = taken.filter(|_| !matches!(done, Ok(Ok(Done::Now)))) {
        taken.throw_away().await?;
    }
    if done?.map_err(|why| refused(action, &back, why))? == Done::Changed {
        return show(cx, root, id, (form, &[(form::first_field(action), sv::CHANGED.to_owned())])).await;
    }
    // Whoever gave a case away may read it no more: the list says so.
    let to = if matches!(action, Action::Assign) { cx.link(root) } else { back.clone() };
    Ok(Reply::done(&to, sv::done(action)))
}
