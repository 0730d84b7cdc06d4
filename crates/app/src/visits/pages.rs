//! The year's visits, one visit, and its steps.

use ::store::Housekeeping;
use axum::extract::RawQuery;
use documents::csv;
use documents::raw::RawCell;
use domain::deficiencies::{Source, SourceKind, Track};
use domain::visits::{
    Finding, FindingKind, Happening, SheetPoint, Slot, Step, Visit, open_steps, reply_until, sv as words, why_not,
};
use kernel::id::kind::{Organisation, Visit as VisitKind};
use kernel::{Day, Id};
use maud::{Markup, html};
use platform::access::{Cx, Open, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop, serve};

use super::form::{self, Fault};
use super::letters::{self, About, Told};
use super::look::{self, Opened, Row};
use super::store::{self, New, Words};
use super::view_paper::{self as paper, Format};
use super::{PAGE, pages_photo, sv, view};
use crate::deficiencies::{self, FromSource, Prefill};
use crate::{coverage, organisations};

/// The door of whoever carries out visits.
pub(super) type Officer = Cx<may::VisitProviders>;

/// The script that stands between a protocol and the network.
pub(super) async fn worker(_open: Open) -> Result<Reply, Stop> {
    Ok(Reply::worker(serve::VISITS_WORKER))
}

pub(super) fn year_of(text: &str) -> Result<i16, Stop> {
    text.parse().ok().filter(|year| (2000..=2100).contains(year)).ok_or(Stop::NotFound)
}

/// A page below the visits.
pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning")).crumb(sv::TITLE, cx.link(PAGE))
}

/// To the year that is now.
pub(super) async fn current(cx: Officer) -> Result<Reply, Stop> {
    Ok(Reply::redirect(&cx.link(&format!("{PAGE}/ar/{}", cx.now().day().year()))))
}

/// The visits of the year, with those who have had none.
pub(super) async fn year(
    cx: Officer,
    Path((_, year)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Reply, Stop> {
    let (year, tools) = (year_of(&year)?, cx.kit().tools());
    let (rows, mut years) = cx.read(move |tx| Ok((look::of_year(tx, &tools, year)?, store::years(tx)?))).await?;
    if FormData::parse(query.unwrap_or_default().as_bytes()).get("format") == "csv" {
        return Ok(as_csv(year, &rows));
    }
    let now = cx.now().day().year();
    years.extend([now, now + 1, year]);
    years.sort_unstable();
    years.dedup();
    let shown = view::Year {
        base: cx.link(PAGE),
        board: cx.link(super::PROTOCOLS),
        activities: cx.link("aktivitet"),
        year,
        years,
        today: cx.now().day(),
    };
    let main = view::year(&shown, &rows);
    let sheet = Sheet::new(sv::title(year), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"));
    Ok(cx.show(sheet.wide()))
}

fn as_csv(year: i16, rows: &[Row]) -> Reply {
    let head = ["Anordnare", "Organisationsnummer", "Besök", "Dag", "Läge", "Brister", "Beröm", "Iakttagelser"];
    let mut all: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    for row in rows {
        let first = || vec![row.provider.name.clone(), row.provider.shown_number()];
        for noted in &row.noted {
            let own = [String::new(), noted.on.to_string(), sv::noted(noted.on)];
            all.push([first(), own.to_vec(), vec![String::new(); 3]].concat());
        }
        if row.visits.is_empty() && row.noted.is_empty() {
            all.push([first(), vec![String::new(); head.len() - 2]].concat());
        }
        for kept in &row.visits {
            let count = |kind| kept.settled().map(|sheet| sheet.count(kind).to_string()).unwrap_or_default();
            let kinds = [FindingKind::Deficiency, FindingKind::Praise, FindingKind::Observation].map(count).to_vec();
            let own = [kept.name(), kept.visit.slot.day.to_string(), words::standing(kept.visit.standing()).to_owned()];
            all.push([first(), own.to_vec(), kinds].concat());
        }
    }
    let cells = |row: Vec<String>| row.into_iter().map(|text| RawCell::Text(text.into())).collect::<Vec<_>>();
    let rows: Vec<Vec<RawCell>> = all.into_iter().map(cells).collect();
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{PAGE}-{year}.csv"))
}

/// Every visit to a provider.
pub(super) async fn of_provider(cx: Officer, Path((_, organisation)): Path<(String, String)>) -> Result<Reply, Stop> {
    let id: Id<Organisation> = organisation.parse().map_err(|_| Stop::NotFound)?;
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let (provider, visits, noted) = cx
        .read(move |tx| {
            let provider = organisations::provider(tx, id)?.ok_or(Stop::NotFound)?;
            let (visits, noted) = look::at_provider(tx, &tools, (id, today))?;
            Ok((provider, visits, noted))
        })
        .await?;
    let bases = (&*cx.link(PAGE), &*cx.link("aktivitet"));
    let main = view::of_provider(bases, &provider, (&visits, &noted), today);
    Ok(cx.show(sheet(&cx, provider.name.clone(), main)))
}

/// The visit of the address.
pub(super) async fn opened<P: Permission>(cx: &Cx<P>, visit: &str) -> Result<Opened, Stop> {
    let id: Id<VisitKind> = visit.parse().map_err(|_| Stop::NotFound)?;
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    cx.read(move |tx| look::opened(tx, &tools, id, today)).await
}

/// A visit.
pub(super) async fn show(cx: Officer, Path((_, visit)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    page(&cx, &of, (&FormData::default(), &[])).await
}

async fn page(cx: &Officer, of: &Opened, typed: (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let source = of.kept.id.to_string();
    let became = cx.read(move |tx| Ok(deficiencies::of_source(tx, SourceKind::Visit, &source)?)).await?;
    let after = |point: &SheetPoint, finding: &Finding| to_deficiency(cx, of, (point, finding), &became);
    let shown = view::One {
        base: cx.link(PAGE),
        follow_up: cx.link(&format!("uppfoljning/{}/anordnare/{}", of.kept.year, of.provider.id)),
        open: open_steps(&of.kept.visit, of.facts()),
        until: reply_until(of.today),
        activities: cx.link("aktivitet"),
        left: left(of, &became),
    };
    let main = view::one(&shown, of, typed, &after);
    Ok(cx.show(sheet(cx, of.kept.name(), main).with_faults(!typed.1.is_empty())))
}

/// What the settled protocol calls a deficiency and nobody has made one of.
fn left(of: &Opened, became: &[FromSource]) -> Vec<String> {
    let found = of.kept.settled().into_iter().flat_map(domain::visits::Sheet::findings);
    let left = found.filter(|(_, finding)| {
        finding.kind == FindingKind::Deficiency && became.iter().all(|one| one.part != finding.key)
    });
    left.map(|(point, finding)| format!("{}: {}", point.title, finding.text)).collect()
}

/// What a finding of a settled protocol became, and the panel in which it becomes a deficiency without being written again.
fn to_deficiency(
    cx: &Officer,
    of: &Opened,
    (point, finding): (&SheetPoint, &Finding),
    became: &[FromSource],
) -> Markup {
    if finding.kind != FindingKind::Deficiency {
        return html! {};
    }
    let source = Source { kind: SourceKind::Visit, id: of.kept.id.to_string(), part: finding.key.clone() };
    let unit = match of.kept.visit.units.as_slice() {
        [unit] => Some(*unit),
        _ => None,
    };
    let known = Prefill {
        organisation: of.kept.organisation,
        unit,
        source,
        term: None,
        title: sv::deficiency(point),
        text: finding.text.clone(),
        track: Track::Quality,
    };
    deficiencies::panel(cx, became, &known)
}

/// The protocol as a file: what was settled, or else the newest draft, or as it stands now.
pub(super) async fn file(cx: Officer, Path((_, visit, format)): Path<(String, String, String)>) -> Result<Reply, Stop> {
    let format = Format::of(&format).ok_or(Stop::NotFound)?;
    let mut of = opened(&cx, &visit).await?;
    if !of.is_begun() {
        return Err(Stop::NotFound);
    }
    let sheet = of.kept.settled().or(of.kept.draft()).cloned();
    // A draft as it was sent, with the photos that it had.
    if let (None, Some(upto)) = (of.kept.settled(), of.kept.drafted_at()) {
        of.photos.retain(|photo| photo.at <= upto);
    }
    let photos = pages_photo::on_paper(&cx, &of).await?;
    let document = paper::protocol(&of, cx.tenant_name(), sheet.as_ref(), photos);
    paper::file(&cx, &document, format, (&cx.link(&format!("{PAGE}/{}", of.kept.id)), &of.kept.name())).await
}

/// What a step's form says.
struct Read {
    happening: Happening,
    words: Words,
    /// The visit that follows, where one is planned.
    again: Option<Slot>,
}

/// Reads the form of the step.
fn read(step: Step, form: &FormData, of: &Opened) -> Result<Read, Vec<Fault>> {
    let mut faults = Vec::new();
    let field = format!("{}-text", step.slug());
    let note = form::text(form, &field).map_err(|fault| faults.push(fault)).unwrap_or_default();
    if step == Step::Cancel && note.is_empty() && faults.is_empty() {
        faults.push((field, sv::NEEDED.to_owned()));
    }
    let mut again = None;
    let happening = match step {
        Step::Invite => Some(Happening::Invited { sequence: of.kept.visit.next_sequence() }),
        Step::Cancel => Some(Happening::Cancelled),
        Step::Settle => {
            let unread = of.unread();
            if !unread.is_empty() && form.get(view::SETTLE_UNREAD) != "ja" {
                faults.push((view::SETTLE_UNREAD.to_owned(), sv::unread(&unread)));
            }
            Some(Happening::Settled)
        }
        Step::Send => {
            let read = form::coming(form, "utkast-dag", (of.today.plus_days(1), sv::SOON));
            read.map_err(|fault| faults.push(fault)).ok().map(|until| Happening::Drafted { until })
        }
        Step::Close => match form.get("nytt-besok") {
            "nej" => Some(Happening::Closed { again: None }),
            "ja" => {
                let read = form::coming(form, "avsluta-dag", (of.today, sv::PASSED));
                let day = read.map_err(|fault| faults.push(fault)).ok();
                again = day.map(|day| Slot { day, ..of.kept.visit.slot });
                day.map(|day| Happening::Closed { again: Some(day) })
            }
            _ => {
                faults.push(("nytt-besok".to_owned(), sv::CHOOSE.to_owned()));
                None
            }
        },
        Step::Change | Step::Write | Step::Reply => None,
    };
    match happening {
        Some(happening) if faults.is_empty() => {
            let sheet = matches!(step, Step::Send | Step::Settle).then(|| of.sheet());
            Ok(Read { happening, words: Words { note, sheet, ..Words::default() }, again })
        }
        _ => Err(faults),
    }
}

/// Does something with a visit.
pub(super) async fn step(
    cx: Officer,
    Path((_, visit, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let step = Step::from_slug(&step).ok_or(Stop::NotFound)?;
    if matches!(step, Step::Change | Step::Write | Step::Reply) {
        return Err(Stop::NotFound);
    }
    let of = opened(&cx, &visit).await?;
    let back = cx.link(&format!("{PAGE}/{}", of.kept.id));
    if let Some(why) = why_not(&of.kept.visit, step, of.facts()) {
        return Err(Stop::refused_back(words::step(step), words::refusal(why), &back, sv::TO_VISIT));
    }
    let again = match read(step, &form, &of) {
        Ok(read) => read.again,
        Err(faults) => return page(&cx, &of, (&form, &faults)).await,
    };
    let (id, today, tools) = (of.kept.id, of.today, cx.kit().tools());
    let (person, seen) = (cx.account().person, form.get("sedd").to_owned());
    let (authority, slug) = (cx.tenant_name().to_owned(), cx.slug().to_owned());
    let written = cx
        .write(move |mut tx| {
            // Everything is asked once more in the transaction: what is frozen is the protocol as it stands in it.
            let of = look::opened(&mut tx, &tools, id, today)?;
            let stays =
                seen.parse().ok() == Some(of.kept.lines.len()) && why_not(&of.kept.visit, step, of.facts()).is_none();
            let Some(read) = read(step, &form, &of).ok().filter(|_| stays) else {
                return Ok(tx.keep(Housekeeping::Session, None));
            };
            store::add(&mut tx, &tools, &of.kept, (step, (&read.happening, &read.words, person)))?;
            let about = About { of: &of, authority: &authority, slug: &slug };
            let mut told = Told::default();
            match &read.happening {
                Happening::Invited { sequence } => told = letters::invite(&mut tx, &tools, &about, *sequence)?,
                Happening::Cancelled => told = letters::cancel(&mut tx, &tools, &about)?,
                Happening::Drafted { until } => told = letters::drafted(&mut tx, &tools, &about, *until)?,
                Happening::Settled => {
                    // What the plan asked for is done on the day of the visit.
                    if let Some(activity) = of.kept.activity {
                        coverage::done(
                            &mut tx,
                            activity,
                            (of.kept.visit.slot.day.min(today), &of.kept.name(), person),
                        )?;
                    }
                }
                _ => {}
            }
            if let Some(slot) = read.again {
                plan_again(&mut tx, &tools, (&of, slot), person)?;
            }
            Ok(tx.save_all(&[], Some(told))?)
        })
        .await?;
    let Some(told) = written else {
        return Err(Stop::refused_back(sv::CHANGED_TITLE, sv::CHANGED, &back, sv::TO_VISIT));
    };
    let sends = cx.kit().settings().mail.is_some();
    let done = again.map_or_else(|| sv::done_telling(step, &told, sends), |slot| sv::closed_again(slot.day));
    Ok(Reply::done(&back, &done))
}

/// Plans the visit that follows on this one: the same units, time and participants on another day.
fn plan_again(
    tx: &mut ::store::WriteTx<'_>,
    tools: &platform::access::Tools,
    (of, slot): (&Opened, Slot),
    person: Id<kernel::id::kind::Person>,
) -> Result<(), Stop> {
    let Visit { units, people, .. } = of.kept.visit.clone();
    let happening = Happening::Planned { slot, units, people };
    let plan = of.kept.plan();
    let words = Words { place: plan.place, others: plan.others, ..Words::default() };
    let new = New {
        id: Id::random(tools.chance()),
        organisation: of.kept.organisation,
        activity: None,
        follows: Some(of.kept.id),
    };
    Ok(store::plan(tx, tools, new, (&happening, &words, person))?)
}

/// The day on which a settled protocol was settled.
pub(super) fn settled_on(of: &Visit) -> Option<Day> {
    of.settled.map(|(day, _)| day)
}
