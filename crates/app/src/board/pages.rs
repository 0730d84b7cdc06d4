//! The handlers of the board's reports.

use ::store::{Event, Housekeeping, ReadTx};
use axum::extract::RawQuery;
use kernel::{Instant, Right};
use platform::reply::{Refusal, Sheet};
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;
use stats::suppression::Rule;

use super::complaints::gives_away;
use super::content::Replaces;
use super::freeze::{Prepared, Words, freeze, gather, prepare};
use super::render::{self, Format};
use super::store::DatasetLine;
use super::view::{self, Line, Report, Typed};
use super::{store, sv};
use crate::reading_room::choose;

const TITLE: &str = "Rapporter";
/// How often the page of a report under way asks again.
const AGAIN_SECONDS: u32 = 2;

fn number(text: &str) -> Result<i64, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// `GET /h/{tenant}/rapporter`.
pub(super) async fn list(cx: Cx<may::ReadReleases>) -> Result<Reply, Stop> {
    let may_compile = cx.may(Right::Compile);
    let datasets = cx.read(move |tx| Ok(store::datasets(tx)?)).await?;
    let lines: Vec<Line> = datasets
        .iter()
        .filter(|dataset| may_compile || (dataset.published_at.is_some() && !is_replaced(&datasets, dataset.number)))
        .map(|dataset| Line {
            dataset: dataset.clone(),
            replaced_by: replaced_by(&datasets, dataset.number, true),
            corrected_by: if may_compile { in_preparation(&datasets, dataset.number) } else { Vec::new() },
        })
        .collect();
    let protocols = cx.may(Right::ReadProtocols).then(|| cx.link(crate::visits::PROTOCOLS));
    let list = view::list(&cx.link("rapporter"), &lines, may_compile, protocols.as_deref());
    let open = format!("/oppet/{}/resultat", cx.slug());
    let evaluations = cx.may(Right::ReadProtocols).then(|| cx.link(crate::evaluations::PAGE));
    let samples = cx.may(Right::ReadSamples).then(|| cx.link(crate::samples::PAGE));
    let list = view::with_samples(&view::with_open_results(&list, &open), samples.as_deref(), evaluations.as_deref());
    Ok(cx.show(Sheet::new(TITLE, list)))
}

/// The numbers of the published ones that correct it, or of those that are to.
fn replaced_by(all: &[DatasetLine], number: i64, published: bool) -> Vec<i64> {
    let corrects = |line: &&DatasetLine| line.replaces == Some(number) && line.published_at.is_some() == published;
    all.iter().filter(corrects).map(|line| line.number).collect()
}

/// The numbers of corrections that readers do not have yet.
fn in_preparation(all: &[DatasetLine], number: i64) -> Vec<i64> {
    replaced_by(all, number, false)
}

/// Whether readers have a newer one in its place.
fn is_replaced(all: &[DatasetLine], number: i64) -> bool {
    !replaced_by(all, number, true).is_empty()
}

/// What the page of compiling is asked about.
#[derive(Debug, Clone)]
struct Wanted {
    year: Option<i16>,
    occasion: String,
    replaces: Option<i64>,
}

fn wanted(form: &FormData) -> Result<Wanted, Stop> {
    let replaces = form.get("ersatter");
    Ok(Wanted {
        year: form.get("ar").parse().ok(),
        occasion: form.get("tillfalle").to_owned(),
        replaces: if replaces.is_empty() { None } else { Some(number(replaces)?) },
    })
}

async fn show_compile(cx: &Cx<may::Compile>, wanted: Wanted, mut typed: Typed, fresh: bool) -> Result<Reply, Stop> {
    let (now, asked) = (cx.now(), wanted.clone());
    let words =
        Words { introduction: typed.introduction.clone(), conclusions: typed.conclusions.clone(), replaces: None };
    let (choice, content, replaced, already) = cx
        .read(move |tx| {
            let replaced = match asked.replaces {
                Some(number) => Some(store::dataset(tx, number)?.ok_or(Stop::NotFound)?),
                None => None,
            };
            let (year, occasion) = match &replaced {
                Some(dataset) => (Some(dataset.year), dataset.occasion.clone()),
                None => (asked.year, asked.occasion),
            };
            let Some(choice) = choose(tx, year, &occasion, now.day())? else { return Err(no_year()) };
            let Some(content) = gather(tx, &choice.published, &choice.occasion, &words, now)? else {
                return Err(Stop::NotFound);
            };
            let all = store::datasets(tx)?;
            // What readers have of the occasion now; nothing to warn about where it is that which is corrected.
            let standing = |line: &DatasetLine| {
                line.year == content.year
                    && line.occasion == content.occasion
                    && Some(line.number) != asked.replaces
                    && !is_replaced(&all, line.number)
            };
            let already: Vec<DatasetLine> = all.iter().filter(|line| standing(line)).cloned().collect();
            Ok((choice, content, replaced, already))
        })
        .await?;
    if let Some(dataset) = replaced.filter(|_| fresh) {
        typed.introduction = dataset.content.introduction;
        typed.conclusions = dataset.content.conclusions;
    }
    let base = cx.link("rapporter");
    let faults = !typed.faults.is_empty();
    let main = view::compile(&base, &choice, &content, wanted.replaces, &already, &typed);
    Ok(cx.show(Sheet::new("Sammanställ en rapport", main).crumb(TITLE, base).year(choice.year()).with_faults(faults)))
}

fn no_year() -> Stop {
    Stop::refused(
        "Inget år är publicerat",
        "En rapport görs ur ett tillfälle i ett publicerat år. Be processägaren publicera årets dokument först.",
    )
}

/// `GET /h/{tenant}/rapporter/ny`.
pub(super) async fn compile(cx: Cx<may::Compile>, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let wanted = wanted(&FormData::parse(query.unwrap_or_default().as_bytes()))?;
    show_compile(&cx, wanted, Typed::default(), true).await
}

fn judge(form: &FormData, correcting: bool) -> Typed {
    let mut typed = Typed {
        introduction: form.get("inledning").to_owned(),
        conclusions: form.get("slutsatser").to_owned(),
        reason: form.get("skal").to_owned(),
        faults: Vec::new(),
    };
    if correcting && typed.reason.is_empty() {
        typed.faults.push(("skal", sv::fault(sv::Fault::NoReason)));
    }
    if typed.conclusions.is_empty() {
        typed.faults.push(("slutsatser", sv::fault(sv::Fault::NoConclusions)));
    }
    for (name, text) in
        [("skal", &typed.reason), ("inledning", &typed.introduction), ("slutsatser", &typed.conclusions)]
    {
        if text.chars().count() > sv::LONGEST {
            typed.faults.push((name, sv::fault(sv::Fault::TooLong)));
        }
    }
    typed
}

/// How often the occasion is gathered anew because something came in meanwhile.
const TRIES: usize = 3;

/// `POST /h/{tenant}/rapporter/ny`: freezes, and asks for the documents, in one transaction.
pub(super) async fn freeze_now(cx: Cx<may::Compile>, form: FormData) -> Result<Reply, Stop> {
    let wanted = wanted(&form)?;
    let typed = judge(&form, wanted.replaces.is_some());
    if !typed.faults.is_empty() {
        return show_compile(&cx, wanted, typed, false).await;
    }
    let words = Words {
        introduction: typed.introduction,
        conclusions: typed.conclusions,
        replaces: wanted.replaces.map(|number| Replaces { number, reason: typed.reason.clone() }),
    };
    let drawn = form.get(KEY).parse().ok();
    // Gathered before the transaction that writes, so that nobody waits while everything is read; again where
    // something came in between, and in the end within it.
    for _ in 0..TRIES {
        let (prepared, now) = (wanted.clone(), cx.now());
        let words = words.clone();
        let prepared = cx.read(move |tx| gathered(tx, &prepared, &words, now)).await?;
        let (chance, person) = (cx.kit().chance(), cx.account().person);
        let outcome = cx
            .write(move |mut tx| {
                if let Some(number) = frozen_since(&mut tx, &prepared, drawn)? {
                    return Ok(tx.keep(Housekeeping::Job, Some(Outcome::Before(number))));
                }
                let Some(frozen) = freeze(&mut tx, &*chance, &prepared, person)? else {
                    return Ok(tx.keep(Housekeeping::Job, None));
                };
                render::ask(&mut tx, &*chance, frozen.id, frozen.number)?;
                Ok(tx.save(frozen.event, Some(Outcome::Frozen(frozen.number)))?)
            })
            .await?;
        if let Some(outcome) = outcome {
            return led(&cx, &outcome);
        }
    }
    let (chance, person) = (cx.kit().chance(), cx.account().person);
    let outcome = cx
        .write(move |mut tx| {
            let now = tx.context().now;
            let prepared = gathered(&mut tx, &wanted, &words, now)?;
            if let Some(number) = frozen_since(&mut tx, &prepared, drawn)? {
                return Ok(tx.keep(Housekeeping::Job, Outcome::Before(number)));
            }
            let frozen = freeze(&mut tx, &*chance, &prepared, person)?.ok_or(Stop::NotFound)?;
            render::ask(&mut tx, &*chance, frozen.id, frozen.number)?;
            Ok(tx.save(frozen.event, Outcome::Frozen(frozen.number))?)
        })
        .await?;
    led(&cx, &outcome)
}

/// The field of the form with the number that the page said the dataset would get: the key by which the same form sent
/// twice is told from two that are meant.
pub(super) const KEY: &str = "nyckel";

/// What became of a form that asks to freeze.
enum Outcome {
    /// It was frozen under the number.
    Frozen(i64),
    /// The same had been frozen under the number since the page was drawn.
    Before(i64),
}

fn led(cx: &Cx<may::Compile>, outcome: &Outcome) -> Result<Reply, Stop> {
    match outcome {
        Outcome::Frozen(number) => Ok(Reply::done(&cx.link(&format!("rapporter/{number}")), &sv::frozen(*number))),
        Outcome::Before(number) => {
            let link = cx.link(&format!("rapporter/{number}"));
            Err(Stop::refused_back(sv::JUST_FROZEN, sv::just_frozen(*number), &link, sv::TO_REPORT))
        }
    }
}

/// The newest dataset of the same occasion, correcting the same, that has been frozen since the page was drawn.
fn frozen_since(tx: &mut ReadTx<'_>, prepared: &Prepared, drawn: Option<i64>) -> Result<Option<i64>, Stop> {
    let Some(drawn) = drawn else { return Ok(None) };
    let same = |line: &&DatasetLine| line.number >= drawn && prepared.is_of(line.year, &line.occasion, line.replaces);
    Ok(store::datasets(tx)?.iter().find(same).map(|line| line.number))
}

fn gathered(tx: &mut ReadTx<'_>, wanted: &Wanted, words: &Words, now: Instant) -> Result<Prepared, Stop> {
    let (year, occasion) = match wanted.replaces {
        Some(number) => {
            let dataset = store::dataset(tx, number)?.ok_or(Stop::NotFound)?;
            (Some(dataset.year), dataset.occasion)
        }
        None => (wanted.year, wanted.occasion.clone()),
    };
    let choice = choose(tx, year, &occasion, now.day())?.ok_or_else(no_year)?;
    prepare(tx, &choice.published, &choice.occasion, words, now)?.ok_or(Stop::NotFound)
}

/// `GET /h/{tenant}/rapporter/{number}`.
pub(super) async fn report(cx: Cx<may::ReadReleases>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (number, may_compile) = (number(&text)?, cx.may(Right::Compile));
    let (dataset, releases, all, waiting) = cx
        .read(move |tx| {
            let dataset = visible(store::dataset(tx, number)?, may_compile)?;
            let releases = store::releases(tx, dataset.id)?;
            let waiting = store::is_waiting(tx, &render::key(dataset.id))?;
            Ok((dataset, releases, store::datasets(tx)?, waiting))
        })
        .await?;
    let base = cx.link("rapporter");
    let corrected_by = if may_compile { in_preparation(&all, number) } else { Vec::new() };
    let replaced_by = replaced_by(&all, number, true);
    let title = sv::numbered(&dataset.title, number);
    if !may_compile && !replaced_by.is_empty() {
        // Figures that stood beside those of the new report could be subtracted from them.
        let main = view::replaced(&base, &dataset, &replaced_by);
        return Ok(cx.show(Sheet::new(title, main).crumb(TITLE, base).year(dataset.year)));
    }
    let beside: Vec<DatasetLine> = all
        .iter()
        .filter(|line| line.year == dataset.year && line.occasion == dataset.occasion && line.number > number)
        .filter(|line| line.published_at.is_some() && !replaced_by.contains(&line.number))
        .filter(|line| !is_replaced(&all, line.number))
        .cloned()
        .collect();
    let page = Report {
        base: &base,
        dataset: &dataset,
        releases: &releases,
        replaced_by: &replaced_by,
        corrected_by: &corrected_by,
        beside: &beside,
        waiting,
        may_compile,
    };
    let reply = cx.show(Sheet::new(title, page.draw()).crumb(TITLE, base.clone()).year(dataset.year));
    Ok(if waiting && !page.is_rendered() { reply.asking_again(AGAIN_SECONDS) } else { reply })
}

/// Those who do not compile see what is published, and nothing else is there for them.
fn visible(dataset: Option<store::Dataset>, may_compile: bool) -> Result<store::Dataset, Stop> {
    dataset.filter(|dataset| may_compile || dataset.published_at.is_some()).ok_or(Stop::NotFound)
}

/// `GET /h/{tenant}/rapporter/{number}/hamta/{format}`: the bytes as they were made.
pub(super) async fn fetch(
    cx: Cx<may::ReadReleases>,
    Path((_, text, format)): Path<(String, String, String)>,
) -> Result<Reply, Stop> {
    let (number, may_compile) = (number(&text)?, cx.may(Right::Compile));
    let format = Format::from_slug(&format).ok_or(Stop::NotFound)?;
    let (files, tenant) = (cx.kit().files().clone(), cx.tenant());
    let bytes = cx
        .read(move |tx| {
            let dataset = visible(store::dataset(tx, number)?, may_compile)?;
            if !may_compile && is_replaced(&store::datasets(tx)?, number) {
                return Err(Stop::NotFound);
            }
            let release = store::releases(tx, dataset.id)?.into_iter().find(|release| release.format == format.slug());
            files.read(tenant, &release.ok_or(Stop::NotFound)?.sha256).map_err(Stop::unread_file)
        })
        .await?;
    Ok(Reply::download(bytes, format.media_type(), &sv::file_name(number, format.slug())))
}

/// `POST /h/{tenant}/rapporter/{number}/publicera`.
pub(super) async fn publish(cx: Cx<may::Compile>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let number = number(&text)?;
    let back = cx.link(&format!("rapporter/{number}"));
    let own = back.clone();
    cx.write(move |mut tx| {
        let dataset = store::dataset(&mut tx, number)?.ok_or(Stop::NotFound)?;
        let refuse = |title: &str, text: &str| {
            let back = Some((own.clone(), "Till rapporten".to_owned()));
            Stop::Refused(Refusal { title: title.to_owned(), text: text.to_owned(), back })
        };
        if store::releases(&mut tx, dataset.id)?.len() < Format::ALL.len() {
            return Err(refuse(sv::NOT_RENDERED, sv::NOT_RENDERED_TEXT));
        }
        // It was made beside what was published then; others may have been published since.
        if let Some(complaints) = &dataset.content.complaints {
            let published = store::published_complaints(&mut tx, dataset.year)?;
            let frozen_already = dataset.published_at.is_some();
            if !frozen_already && published.iter().any(|(_, other)| gives_away(complaints, other, Rule::INSIDE)) {
                return Err(refuse(sv::GIVES_AWAY, sv::GIVES_AWAY_TEXT));
            }
        }
        if !store::publish(&mut tx, dataset.id)? {
            return Err(refuse(
                "Rapporten är redan publicerad",
                "Någon har publicerat den före dig. Nämnden ser den nu.",
            ));
        }
        let facts = json!({ "dataset": dataset.id, "number": number, "sha256": dataset.sha256 });
        Ok(tx.save(Event::about("dataset.published", dataset.id, facts), ())?)
    })
    .await?;
    Ok(Reply::done(&back, &sv::published(number)))
}

/// `POST /h/{tenant}/rapporter/{number}/framstall`: asks for the documents again.
pub(super) async fn ask_again(cx: Cx<may::Compile>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (number, chance) = (number(&text)?, cx.kit().chance());
    cx.write(move |mut tx| {
        let dataset = store::dataset(&mut tx, number)?.ok_or(Stop::NotFound)?;
        render::ask(&mut tx, &*chance, dataset.id, number)?;
        Ok(tx.save(
            Event::about("release.asked-for", dataset.id, json!({ "dataset": dataset.id, "number": number })),
            (),
        )?)
    })
    .await?;
    Ok(Reply::done(&cx.link(&format!("rapporter/{number}")), sv::AGAIN))
}

/// `POST /h/{tenant}/rapporter/{number}/kontrollera`: makes the documents once more and compares.
pub(super) async fn check(cx: Cx<may::Compile>, Path((_, text)): Path<(String, String)>) -> Result<Reply, Stop> {
    let number = number(&text)?;
    let (dataset, releases) = cx
        .read(move |tx| {
            let dataset = store::dataset(tx, number)?.ok_or(Stop::NotFound)?;
            let releases = store::releases(tx, dataset.id)?;
            Ok((dataset, releases))
        })
        .await?;
    let differing = render::differing(cx.kit().sandbox(), &dataset.content, &releases).await.map_err(Stop::failed)?;
    let (id, words): (_, Vec<&'static str>) = (dataset.id, differing.iter().map(|format| format.word()).collect());
    let facts = json!({
        "dataset": id, "number": number, "renderer": render::RENDERER,
        "differing": differing.iter().map(|format| format.slug()).collect::<Vec<_>>(),
    });
    cx.write(move |tx| Ok(tx.save(Event::about("release.checked", id, facts.clone()), ())?)).await?;
    let outcome = if words.is_empty() { sv::SAME_BYTES.to_owned() } else { sv::other_bytes(&words) };
    Ok(Reply::done(&cx.link(&format!("rapporter/{number}")), &outcome))
}
