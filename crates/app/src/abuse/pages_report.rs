//! Telling of something: at the school by anybody who works there with an account, and out of a complaint on both sides.

use axum::extract::RawQuery;
use domain::abuse::{Opened, Source};
use domain::cases::{About, Action, Happening, Party, Seen, sv as case_words};
use kernel::id::kind::{CaseFile, Investigation, Unit};
use kernel::{Day, Id, Role};
use platform::access::{Changes, Cx, may};
use platform::reply::{Refusal, Sheet};
use platform::{FormData, Reply, Stop};

use super::form::{self, Fault};
use super::model::Said;
use super::pages::{AUTHORITY, SCHOOL, is_shown};
use super::writing::{NewInvestigation, open};
use super::{store, sv, told, view_forms};
use crate::cases::{self, Add};

/// Where telling begins: at the school with a choice of its units, or from a complaint, which knows its unit.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub units: Vec<(Id<Unit>, String)>,
    pub case: Option<FromCase>,
    pub today: Day,
}

/// The complaint that it comes out of.
#[derive(Debug, Clone)]
pub(super) struct FromCase {
    pub id: Id<CaseFile>,
    pub title: String,
    pub received: Day,
    pub about: About,
    /// What whoever wrote it said, in their own words.
    pub said: String,
    filed: cases::Filed,
    seen: Seen,
}

/// Asks what has happened, at the school.
pub(super) async fn ask_at_school(cx: Cx<may::HandleComplaints>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    ask(&cx, SCHOOL, query.as_deref()).await
}

/// Asks what has happened, at the authority: out of a complaint that it has.
pub(super) async fn ask_at_authority(cx: Cx<may::ViewComplaints>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    ask(&cx, AUTHORITY, query.as_deref()).await
}

/// Tells of it at the school.
pub(super) async fn report_at_school(cx: Cx<may::HandleComplaints>, form: FormData) -> Result<Reply, Stop> {
    report(&cx, SCHOOL, &form).await
}

/// Tells of it at the authority.
pub(super) async fn report_at_authority(cx: Cx<may::ViewComplaints>, form: FormData) -> Result<Reply, Stop> {
    report(&cx, AUTHORITY, &form).await
}

async fn ask<P: Changes>(cx: &Cx<P>, root: &str, query: Option<&str>) -> Result<Reply, Stop> {
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    let start = start(cx, root, asked.get("arende")).await?;
    let id = Id::<Investigation>::random(cx.chance()).to_string();
    Ok(show(cx, root, &start, (&FormData::from_pairs([("nyckel", id.as_str())]), &[])))
}

fn show<P: Changes>(cx: &Cx<P>, root: &str, start: &Start, (form, faults): (&FormData, &[Fault])) -> Reply {
    let main = view_forms::report(&cx.link(&format!("{root}/ny")), start, (form, faults));
    let cases = cx.link(if root == SCHOOL { "arenden" } else { "klagomal" });
    cx.show(Sheet::new(sv::REPORT, main).crumb(sv::CASES, cases).with_faults(!faults.is_empty()))
}

async fn start<P: Changes>(cx: &Cx<P>, root: &str, case: &str) -> Result<Start, Stop> {
    let (only, today, person, seats) = (cx.only_units(), cx.now().day(), cx.account().person, cx.seats().to_vec());
    let provider = if root == SCHOOL { Some(cx.provider()?) } else { None };
    let case = match case {
        "" => None,
        text => Some(text.parse::<Id<CaseFile>>().map_err(|_| Stop::NotFound)?),
    };
    if case.is_none() && provider.is_none() {
        return Err(Stop::NotFound);
    }
    let tools = cx.kit().tools();
    cx.read(move |tx| {
        let units = match provider {
            Some(provider) => store::units(tx, provider, only.as_deref())?,
            None => Vec::new(),
        };
        let Some(case) = case else { return Ok(Start { units, case: None, today }) };
        let dossier = cases::find(tx, case)?.ok_or(Stop::NotFound)?;
        let seen = cases::part(tx, &dossier.filed, (&seats, person))?.ok_or(Stop::NotFound)?;
        let filed = &dossier.filed;
        let own = provider.is_none_or(|own| filed.is_of(own, only.as_deref()));
        if !own || dossier.sight(&seen) != domain::cases::Sight::Words {
            return Err(Stop::NotFound);
        }
        if let Some(why) = domain::cases::why_not(&dossier.case, &seen, Action::TurnAbuse) {
            return Err(refused(case_words::refusal(why)));
        }
        let title = format!("{} {}", case_words::kind(filed.kind), filed.number);
        let (received, about) = (dossier.case.received, dossier.case.about);
        let said = cases::said(tx, &tools, &dossier, &seen)?;
        let case = FromCase { id: case, title, received, about, said, filed: dossier.filed, seen };
        Ok(Start { units, case: Some(case), today })
    })
    .await
}

fn refused(text: &str) -> Stop {
    Stop::Refused(Refusal { title: sv::REPORT.to_owned(), text: text.to_owned(), back: None })
}

/// What the form comes to.
#[derive(Debug, Clone)]
struct Told {
    id: Id<Investigation>,
    unit: Id<Unit>,
    source: Source,
    learnt: Day,
    about: About,
    said: Said,
}

fn read(form: &FormData, start: &Start, id: Id<Investigation>) -> Result<Told, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut miss = |wrong: bool, field: &str| {
        if wrong {
            faults.push((field.to_owned(), sv::CHOOSE.to_owned()));
        }
    };
    let (unit, source) = match &start.case {
        Some(case) => (case.filed.school.map(|(_, unit)| unit), Some(Source::Case)),
        None => {
            let unit = form.get("enhet").parse::<Id<Unit>>().ok();
            let unit = unit.filter(|unit| start.units.iter().any(|(known, _)| known == unit));
            (unit, Source::from_slug(form.get("kalla")).filter(|source| *source != Source::Case))
        }
    };
    miss(unit.is_none(), "enhet");
    miss(source.is_none(), "kalla");
    let about = About::from_slug(form.get("galler"));
    miss(about.is_none(), "galler");
    let first = start.today.plus_days(-form::LONGEST_BACK);
    let learnt = form::past_day(form, "kannedom", (Some(first), start.today), |_| sv::LONG_AGO.to_owned(), &mut faults);
    let said =
        Said { text: form::text(form, "text", true, &mut faults), who: form::line(form, "vem", false, &mut faults) };
    match (unit, source, about) {
        (Some(unit), Some(source), Some(about)) if faults.is_empty() => {
            Ok(Told { id, unit, source, learnt, about, said })
        }
        _ => Err(faults),
    }
}

async fn report<P: Changes>(cx: &Cx<P>, root: &str, form: &FormData) -> Result<Reply, Stop> {
    // The key comes with the form; without one it cannot be known whether it was sent before.
    let id = form.get("nyckel").parse().unwrap_or_else(|_| Id::<Investigation>::random(cx.chance()));
    // The same form sent twice: the second time it is there already, and no complaint is asked once more.
    if let Some(reply) = already(cx, root, id).await? {
        return Ok(reply);
    }
    let start = start(cx, root, form.get("arende")).await?;
    let told = match read(form, &start, id) {
        Ok(told) => told,
        Err(faults) => return Ok(show(cx, root, &start, (form, &faults))),
    };
    write(cx, root, &start, told).await?;
    already(cx, root, id).await?.ok_or(Stop::NotFound)
}

/// Where whoever told of it goes: to the investigation, if they are shown it, or back with a word that it has come.
async fn already<P: Changes>(cx: &Cx<P>, root: &str, id: Id<Investigation>) -> Result<Option<Reply>, Stop> {
    let person = cx.account().person;
    let found = cx.read(move |tx| Ok(store::find(tx, id)?)).await?;
    let own = |line: &super::model::Line| line.person == Some(person);
    let Some(dossier) = found.filter(|dossier| dossier.lines.first().is_some_and(own)) else { return Ok(None) };
    let reads = is_shown(cx, &dossier).await?;
    let cases = cx.link(if root == SCHOOL { "arenden" } else { "klagomal" });
    let to = if reads { cx.link(&format!("{root}/{id}")) } else { cases };
    Ok(Some(Reply::done(&to, sv::reported(dossier.stands.about, reads))))
}

async fn write<P: Changes>(cx: &Cx<P>, root: &str, start: &Start, told: Told) -> Result<(), Stop> {
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    let sends = cx.kit().settings().mail.is_some();
    let by_rektor = root == SCHOOL && cx.has_role(Role::Rektor) && told.about != About::Rektor;
    let (by, organisation) = match (root == SCHOOL, &start.case) {
        (true, _) => (Party::School, cx.provider()?),
        (false, case) => {
            let school = case.as_ref().and_then(|case| case.filed.school).ok_or(Stop::NotFound)?;
            (Party::Authority, school.0)
        }
    };
    let case = start.case.as_ref().map(|case| (case.id, case.seen));
    let done: Result<(), domain::cases::Refusal> = cx
        .write(move |mut tx| {
            if store::find(&mut tx, told.id)?.is_some() {
                return Ok(tx.keep(::store::Housekeeping::Session, Ok(())));
            }
            if let Some((case, seen)) = case
                && let Err(why) = turn(&mut tx, &tools, (case, seen), person)?
            {
                return Ok(tx.keep(::store::Housekeeping::Session, Err(why)));
            }
            let opened = Opened { source: told.source, learnt: told.learnt, about: told.about, by_rektor };
            let new = NewInvestigation {
                id: told.id,
                organisation,
                unit: told.unit,
                case: case.map(|(case, _)| case),
                opened,
                by,
                said: &told.said,
                person: Some(person),
            };
            let dossier = open(&mut tx, &tools, &new)?;
            if sends {
                told::tell(&mut tx, &tools, &dossier, Some(person))?;
            }
            Ok(tx.save_all(&[], Ok(()))?)
        })
        .await?;
    done.map_err(|why| refused(case_words::refusal(why)))
}

/// The complaint says that it is investigated as abuse, and goes on as a complaint.
fn turn(
    tx: &mut ::store::WriteTx<'_>,
    tools: &platform::access::Tools,
    (case, seen): (Id<CaseFile>, Seen),
    person: Id<kernel::id::kind::Person>,
) -> Result<Result<(), domain::cases::Refusal>, Stop> {
    let what = Add {
        seen,
        action: Action::TurnAbuse,
        happening: Happening::BecameAbuse,
        words: "",
        files: &[],
        person: Some(person),
    };
    Ok(cases::add(tx, tools, case, &what)?.ok_or(Stop::NotFound)?.map(|_| ()))
}
