//! The register, one decision, and its files.

use std::collections::BTreeMap;

use ::store::Housekeeping;
use axum::extract::RawQuery;
use domain::deficiencies::SourceKind;
use domain::supervision::{Happening, Record, Refusal, Step, sv as words, why_not};
use kernel::id::kind::Decision;
use kernel::{Id, Right};
use maud::Markup;
use platform::access::{Cx, Permission, may};
use platform::reply::Sheet;
use platform::{FormData, MayUpload, Path, Reply, Stop, UploadProblem};

use super::form::{self, Fault};
use super::store::{self, About, Kept};
use super::{PAGE, file, sv, view};
use crate::cases::files::{self, Names};
use crate::deficiencies;
use crate::organisations::{self, Provider, UnitEntry};

pub(super) fn sheet<P: Permission>(cx: &Cx<P>, title: impl Into<String>, main: Markup) -> Sheet {
    Sheet::new(title.into(), main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning"))
}

fn id(text: &str) -> Result<Id<Decision>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// The register of providers and units, for choosing whom a decision is about.
pub(super) async fn register_of<P: Permission>(cx: &Cx<P>) -> Result<(Vec<Provider>, Vec<UnitEntry>), Stop> {
    cx.read(|tx| Ok((organisations::providers(tx)?, organisations::units(tx)?))).await
}

/// Every decision, or those in which the words stand that are looked for.
pub(super) async fn list(cx: Cx<may::ViewFollowUp>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let asked = FormData::parse(query.unwrap_or_default().as_bytes());
    // What the files say is read only where something is looked for: it is most of what is kept.
    let searches = !file::words(asked.get("sok")).is_empty();
    let (all, texts) =
        cx.read(move |tx| Ok((store::all(tx)?, if searches { store::texts(tx)? } else { BTreeMap::new() }))).await?;
    let (providers, units) = register_of(&cx).await?;
    let shown = view::Shown { base: cx.link(PAGE), writes: cx.may(Right::KeepDeficiencies), today: cx.now().day() };
    let main = view::list(&shown, (&all, &providers, &units), (asked.get("sok"), &texts));
    Ok(cx.show(sheet(&cx, sv::TITLE, main).wide()))
}

/// The form for a new decision.
pub(super) async fn new(cx: Cx<may::KeepDeficiencies>) -> Result<Reply, Stop> {
    new_page(&cx, (&FormData::default(), &[])).await
}

async fn new_page(cx: &Cx<may::KeepDeficiencies>, (typed, faults): (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let (providers, units) = register_of(cx).await?;
    let key = match typed.get("nyckel") {
        "" => Id::<Decision>::random(&*cx.kit().chance()).to_string(),
        key => key.to_owned(),
    };
    let main = view::new(&cx.link(&format!("{PAGE}/nytt")), (&providers, &units), &key, (typed, faults));
    Ok(cx.show(sheet(cx, sv::NEW, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults(!faults.is_empty())))
}

/// Why a decision is not written.
enum Not {
    Taken,
    UnitElsewhere,
}

/// Whether the unit is the provider's, and no other decision has the number.
fn fits(
    tx: &mut ::store::ReadTx<'_>,
    (record, about): (&Record, About),
    own: Option<Id<Decision>>,
) -> Result<Option<Not>, Stop> {
    if let (organisation, Some(unit)) = about
        && organisations::unit(tx, unit)?.is_none_or(|unit| Some(unit.organisation) != organisation)
    {
        return Ok(Some(Not::UnitElsewhere));
    }
    let taken = store::is_taken(tx, &record.number, own)?;
    Ok(taken.then_some(Not::Taken))
}

fn fault_of(not: &Not) -> Fault {
    match not {
        Not::Taken => ("nummer".to_owned(), sv::TAKEN.to_owned()),
        Not::UnitElsewhere => ("enhet".to_owned(), sv::UNIT_ELSEWHERE.to_owned()),
    }
}

/// Registers a decision.
pub(super) async fn register(cx: Cx<may::KeepDeficiencies>, form: FormData) -> Result<Reply, Stop> {
    let (record, organisation, unit) = match form::record(&form, cx.now().day()) {
        Ok(read) => read,
        Err(faults) => return new_page(&cx, (&form, &faults)).await,
    };
    let (id, person) = (id(form.get("nyckel"))?, cx.account().person);
    let written = cx
        .write(move |mut tx| {
            // The same form sent twice is one decision.
            if store::find(&mut tx, id)?.is_some() {
                return Ok(tx.keep(Housekeeping::Session, Ok(false)));
            }
            if let Some(not) = fits(&mut tx, (&record, (organisation, unit)), None)? {
                return Ok(tx.keep(Housekeeping::Session, Err(not)));
            }
            store::register(&mut tx, id, (organisation, unit), (&record, person))?;
            Ok(tx.save_all(&[], Ok(true))?)
        })
        .await?;
    let one = cx.link(&format!("{PAGE}/{id}"));
    match written {
        Ok(true) => Ok(Reply::done(&one, sv::REGISTERED)),
        Ok(false) => Ok(Reply::done(&one, sv::ALREADY)),
        Err(not) => new_page(&cx, (&form, &[fault_of(&not)])).await,
    }
}

/// A decision.
pub(super) async fn show(
    cx: Cx<may::ViewFollowUp>,
    Path((_, decision)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, id(&decision)?, (&FormData::default(), &[])).await
}

async fn opened<P: Permission>(cx: &Cx<P>, id: Id<Decision>) -> Result<Kept, Stop> {
    cx.read(move |tx| store::find(tx, id)?.ok_or(Stop::NotFound)).await
}

async fn page<P: Permission>(
    cx: &Cx<P>,
    id: Id<Decision>,
    (typed, faults): (&FormData, &[Fault]),
) -> Result<Reply, Stop> {
    let kept = opened(cx, id).await?;
    let (providers, units) = register_of(cx).await?;
    let source = id.to_string();
    let became = cx.read(move |tx| Ok(deficiencies::of_source(tx, SourceKind::Supervision, &source)?)).await?;
    let shown = view::Shown {
        base: cx.link(&format!("{PAGE}/{id}")),
        writes: cx.may(Right::KeepDeficiencies),
        today: cx.now().day(),
    };
    let after = |at: usize, line: &str| view::to_deficiency(cx, &kept, (at, line), &became);
    let limit = cx.kit().settings().upload_limit;
    let main = view::page(&shown, (&kept, &providers, &units), (limit, &after), (typed, faults));
    let title = kept.stands.record.title.clone();
    Ok(cx.show(sheet(cx, title, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults_at(faults, &shown.base)?))
}

/// How a step went.
enum Went {
    Done,
    /// The same form had been sent before.
    Before,
    Changed,
    Not(Not),
    Refused(Refusal),
}

/// Does something with a decision.
pub(super) async fn step(
    cx: Cx<may::KeepDeficiencies>,
    Path((_, decision, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (id, step) = (id(&decision)?, Step::from_slug(&step).ok_or(Stop::NotFound)?);
    let today = cx.now().day();
    let made = match step {
        // Whom it is about stands as it was registered: what was made of it is bound to that.
        Step::Change => form::record(&form, today).map(|(record, ..)| Happening::Changed { record }),
        _ => form::read(step, &form, today),
    };
    let happening = match made {
        Ok(made) => made,
        Err(faults) => return page(&cx, id, (&form, &faults)).await,
    };
    let (read, person): (usize, _) = (form.get("sedd").parse().unwrap_or(usize::MAX), cx.account().person);
    let went = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
            if kept.lines.len() != read {
                let same = kept.lines.len() == read.saturating_add(1)
                    && kept.lines.last().is_some_and(|line| line.entry.happening == happening && line.person == person);
                return Ok(tx.keep(Housekeeping::Session, if same { Went::Before } else { Went::Changed }));
            }
            if let Some(why) = why_not(&kept.stands, step) {
                return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
            }
            let not = match (&happening, step) {
                (Happening::Changed { record }, _) => {
                    fits(&mut tx, (record, (kept.organisation, kept.unit)), Some(id))?
                }
                // While it was away another may have been registered with its number.
                (_, Step::Reopen) => {
                    store::is_taken(&mut tx, &kept.stands.record.number, Some(id))?.then_some(Not::Taken)
                }
                _ => None,
            };
            if let Some(not) = not {
                return Ok(tx.keep(Housekeeping::Session, Went::Not(not)));
            }
            store::add(&mut tx, &kept, (step.slug(), &happening, person))?;
            Ok(tx.save_all(&[], Went::Done)?)
        })
        .await?;
    let back = cx.link(&format!("{PAGE}/{id}"));
    match went {
        Went::Done | Went::Before => Ok(Reply::done(&back, sv::done(step))),
        Went::Not(_) if step == Step::Reopen => {
            page(&cx, id, (&form, &[(form::name(step, "text"), sv::TAKEN_SINCE.to_owned())])).await
        }
        Went::Not(not) => page(&cx, id, (&form, &[fault_of(&not)])).await,
        Went::Changed => {
            let at = if step == Step::Change { "rubrik".to_owned() } else { form::name(step, "text") };
            page(&cx, id, (&form, &[(at, sv::CHANGED.to_owned())])).await
        }
        Went::Refused(why) => Err(Stop::refused_back(words::step(step), words::refusal(why), &back, sv::BACK)),
    }
}

/// Attaches the decision as a file, and takes its text out so that it can be searched.
pub(super) async fn attach(
    cx: Cx<may::KeepDeficiencies>,
    Path((_, decision)): Path<(String, String)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let id = id(&decision)?;
    opened(&cx, id).await?;
    let fault = |text: String| [("fil".to_owned(), text)];
    let missing = upload.files.is_empty() && matches!(upload.file, Err(UploadProblem::Missing | UploadProblem::Empty));
    if missing || upload.files.len() > 1 {
        return page(&cx, id, (&upload.fields, &fault(sv::ONE_FILE.to_owned()))).await;
    }
    let said = match upload.files.first() {
        Some(sent) => file::said(&cx, &sent.bytes).await?,
        None => String::new(),
    };
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let taken = match files::take(cx.kit(), (cx.tenant(), keys), &upload, (Names::Kept, files::OF_SUPERVISION)).await? {
        Ok(taken) => taken,
        Err(why) => {
            return page(&cx, id, (&upload.fields, &fault(crate::cases::sv::unfit(&why)))).await;
        }
    };
    let attached = taken.attached.first().cloned();
    let (person, text) = (cx.account().person, said.clone());
    let written = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, id)?.ok_or(Stop::NotFound)?;
            let Some(file) = &attached else { return Ok(tx.keep(Housekeeping::Session, false)) };
            store::attach(&mut tx, &kept, (file, &text, person))?;
            Ok(tx.save_all(&[], true)?)
        })
        .await;
    if !matches!(written, Ok(true)) {
        taken.throw_away().await?;
    }
    written?;
    let told = if said.is_empty() { sv::ATTACHED_NO_TEXT } else { sv::ATTACHED };
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{id}")), told))
}

/// A file of a decision.
pub(super) async fn fetch(
    cx: Cx<may::ViewFollowUp>,
    Path((_, decision, number)): Path<(String, String, i64)>,
) -> Result<Reply, Stop> {
    let kept = opened(&cx, id(&decision)?).await?;
    let of = kept.files.into_iter().find(|file| file.number == number).ok_or(Stop::NotFound)?;
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (disk, tenant) = (cx.kit().files().clone(), cx.tenant());
    let name =
        if of.name.is_empty() { format!("beslut-{number}.{}", files::ending(&of.media_type)) } else { of.name.clone() };
    let media_type = of.media_type.clone();
    let read = move || files::read((&disk, tenant), &keys, (files::OF_SUPERVISION, of.id, &of.stored));
    let bytes = platform::apart(read).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, &media_type, &name))
}
