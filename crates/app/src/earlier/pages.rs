//! The pages: what has been loaded, a file handed in, what it says, taken in or not, withdrawn.

use std::sync::Arc;

use ::store::{Event, Housekeeping};
use documents::bundle::Bundle;
use domain::earlier::{Judged, Known};
use kernel::{Right, swedish};
use platform::files::sha256_hex;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, Upload, may};
use serde_json::json;

use super::run::{self, Looked};
use super::store::{self, SetRow, State};
use super::{book, files, sv, view};
use crate::submissions::originals;

type Keep = Cx<may::ImportResults>;
type At = Path<(String, String)>;

fn base(cx: &Keep) -> String {
    cx.link("resultat/tidigare")
}

fn address(cx: &Keep, number: i64) -> String {
    cx.link(&format!("resultat/tidigare/{number}"))
}

/// The sheet under the results, for whoever sees those.
fn above(cx: &Keep, sheet: Sheet) -> Sheet {
    if cx.may(Right::ViewFollowUp) { sheet.crumb(sv::RESULTS, cx.link("resultat")) } else { sheet }
}

fn sheet(cx: &Keep, title: &str, main: maud::Markup) -> Sheet {
    above(cx, Sheet::new(title, main)).crumb(sv::TITLE, base(cx)).wide()
}

async fn named(cx: &Keep, number: &str) -> Result<SetRow, Stop> {
    let number: i64 = number.parse().map_err(|_| Stop::NotFound)?;
    cx.read(move |tx| Ok(store::set(tx, number)?)).await?.ok_or(Stop::NotFound)
}

async fn listed(cx: &Keep, fault: Option<&str>) -> Result<Reply, Stop> {
    let sets = cx
        .read(|tx| {
            let sets = store::sets(tx)?;
            let with = sets.into_iter().map(|set| Ok((store::counts(tx, set.number)?, set)));
            with.collect::<Result<Vec<_>, Stop>>()
        })
        .await?;
    let main = view::list(&base(cx), &sets, fault);
    Ok(cx.show(above(cx, Sheet::new(sv::TITLE, main)).wide().with_faults(fault.is_some())))
}

/// What has been loaded, and where a file is chosen.
pub(super) async fn list(cx: Keep) -> Result<Reply, Stop> {
    listed(&cx, None).await
}

/// The template.
pub(super) async fn template(cx: Keep) -> Result<Reply, Stop> {
    let today = cx.now().day();
    let known = cx.read(move |tx| Ok(super::known(tx, today, None)?)).await?;
    let Some(known) = known else { return Err(Stop::refused_back(sv::TITLE, sv::NO_YEAR, &base(&cx), sv::TITLE)) };
    let bytes = documents::workbook::write(&book::template(cx.now(), &known, &[])).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, "tidigare-ar.xlsx"))
}

async fn read(cx: &Keep, bytes: &[u8]) -> Result<Result<Bundle, String>, Stop> {
    let read = files::read(cx.kit().sandbox(), cx.account().person, bytes).await?;
    Ok(read.map_err(|why| files::words(&why)))
}

async fn judged(cx: &Keep, looked: &Arc<Looked>) -> Result<Option<(Judged, Known)>, Stop> {
    let (today, looked) = (cx.now().day(), Arc::clone(looked));
    cx.read(move |tx| Ok(looked.judged(tx, today)?)).await
}

/// Takes a file, and leads to what it says. Nothing counts yet.
pub(super) async fn upload(cx: Keep, upload: Upload) -> Result<Reply, Stop> {
    let file = match &upload.file {
        Ok(file) => file.clone(),
        Err(problem) => return listed(&cx, Some(&sv::upload(*problem))).await,
    };
    let sha256 = sha256_hex(&file.bytes);
    if let Some(same) = cx.read(move |tx| Ok(store::same_file(tx, &sha256)?)).await? {
        return Ok(Reply::done(&address(&cx, same), sv::SAME_FILE));
    }
    let looked = match read(&cx, &file.bytes).await? {
        Ok(bundle) => Arc::new(Looked::of(bundle)),
        Err(why) => return listed(&cx, Some(&why)).await,
    };
    if judged(&cx, &looked).await?.is_none() {
        return listed(&cx, Some(sv::NO_YEAR)).await;
    }
    if !looked.has_rows() {
        let told: Vec<String> = looked.remarks.iter().filter(|one| one.is_fault()).map(sv::remark).collect();
        let why = if told.is_empty() { sv::NO_ROWS.to_owned() } else { told.join(" ") };
        return listed(&cx, Some(&why)).await;
    }
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (files, tenant, bytes) = (cx.kit().files().clone(), cx.tenant(), file.bytes.clone());
    let kept = platform::apart(move || originals::keep(&files, tenant, &keys, &bytes));
    let kept = kept.await.map_err(Stop::failed)??;
    let (person, media_type) = (cx.account().person, run::media_type(looked.is_archive()));
    let (number, same) = cx
        .write(move |mut tx| {
            if let Some(same) = store::same_file(&mut tx, &kept.sha256)? {
                return Ok(tx.keep(Housekeeping::Staging, (same, true)));
            }
            originals::add(&mut tx, &kept, &file.name, media_type)?;
            let number = store::add(&mut tx, (&kept.sha256, &file.name), Some(person))?;
            let facts = json!({ "earlier_set": number, "file": kept.sha256 });
            let subject = tx.tenant()?;
            Ok(tx.save(Event::about("earlier.uploaded", subject, facts), (number, false))?)
        })
        .await?;
    let to = address(&cx, number);
    Ok(if same { Reply::done(&to, sv::SAME_FILE) } else { Reply::redirect(&to) })
}

/// The set's file, read once more.
async fn again(cx: &Keep, set: &SetRow) -> Result<Result<Arc<Looked>, String>, Stop> {
    let (tools, sha256) = (cx.kit().tools(), set.file_sha256.clone());
    let file = cx.read(move |tx| originals::find(tx, &tools, &sha256)?.ok_or(Stop::NotFound)).await?;
    let files = cx.kit().files().clone();
    let bytes = platform::apart(move || file.bytes(&files)).await.map_err(Stop::failed)?;
    let bytes = bytes.map_err(Stop::unread_file)?;
    Ok(read(cx, &bytes).await?.map(|bundle| Arc::new(Looked::of(bundle))))
}

/// A set: looked through while it waits, and then what became of it.
pub(super) async fn one(cx: Keep, Path((_, number)): At) -> Result<Reply, Stop> {
    show(&cx, &number, None).await
}

async fn show(cx: &Keep, number: &str, fault: Option<&str>) -> Result<Reply, Stop> {
    let set = named(cx, number).await?;
    let at = address(cx, set.number);
    if set.state() != State::Waiting {
        let of = set.number;
        let (counts, withdrawn) = cx.read(move |tx| Ok((store::counts(tx, of)?, store::withdrawal(tx, of)?))).await?;
        let main = view::over(&base(cx), &at, &set, &view::Ended { counts, withdrawn }, fault);
        return Ok(cx.show(sheet(cx, &set.file_name, main).with_faults(fault.is_some())));
    }
    let main = match again(cx, &set).await? {
        Ok(looked) => {
            let (judged, _) = judged(cx, &looked).await?.unwrap_or_default();
            view::preview(&at, &set, &judged, &looked.remarks)
        }
        Err(why) => view::unread(&at, &set, &why),
    };
    Ok(cx.show(sheet(cx, &set.file_name, main)))
}

fn raced(cx: &Keep, number: i64) -> Stop {
    let (title, text) = sv::RACED;
    Stop::refused_back(title, text, &address(cx, number), sv::TITLE)
}

/// What came of taking in.
enum Took {
    Rows(usize, usize),
    Nothing,
    Raced,
}

/// Takes the good rows in.
pub(super) async fn take(cx: Keep, Path((_, number)): At, _form: FormData) -> Result<Reply, Stop> {
    let set = named(&cx, &number).await?;
    let (number, today, person) = (set.number, cx.now().day(), cx.account().person);
    if set.state() != State::Waiting {
        return Err(raced(&cx, number));
    }
    let looked = again(&cx, &set).await?.map_err(|why| Stop::refused(sv::TITLE, why))?;
    let (seen, _) = judged(&cx, &looked).await?.unwrap_or_default();
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (files, tenant, of) = (cx.kit().files().clone(), cx.tenant(), Arc::clone(&looked));
    let kept = platform::apart(move || of.keep_reports(&files, (tenant, &keys), &seen));
    let reports = kept.await.map_err(Stop::failed)??;
    let all = reports.clone();
    let took = cx
        .write(move |mut tx| {
            if store::set(&mut tx, number)?.is_none_or(|now| now.state() != State::Waiting) {
                return Ok(tx.keep(Housekeeping::Staging, Took::Raced));
            }
            let judged = looked.judged(&mut tx, today)?.map(|(judged, _)| judged).unwrap_or_default();
            let rows = judged.new_rows().count();
            if rows == 0 {
                return Ok(tx.keep(Housekeeping::Staging, Took::Nothing));
            }
            run::put_new(&mut tx, number, &judged, &all)?;
            store::step(&mut tx, number, (State::Waiting, State::Taken), Some(person))?;
            let event = run::taken_event(&tx, number, &set.file_sha256, rows)?;
            Ok(tx.save(event, Took::Rows(rows, judged.faulty()))?)
        })
        .await?;
    let left = cx.read(move |tx| Ok(run::unused(tx, &reports)?)).await?;
    let files = cx.kit().files().clone();
    platform::apart(move || run::sweep(&files, tenant, &left)).await.map_err(Stop::failed)??;
    match took {
        Took::Rows(rows, faulty) => Ok(Reply::done(&base(&cx), &sv::taken(rows, faulty))),
        Took::Nothing => {
            let (title, text) = sv::NOTHING_NEW;
            Err(Stop::refused_back(title, text, &address(&cx, number), sv::TITLE))
        }
        Took::Raced => Err(raced(&cx, number)),
    }
}

async fn move_on(cx: &Keep, number: i64, (from, to): (State, State), event: Event) -> Result<bool, Stop> {
    let person = cx.account().person;
    cx.write(move |mut tx| {
        if !store::step(&mut tx, number, (from, to), Some(person))? {
            return Ok(tx.keep(Housekeeping::Staging, false));
        }
        Ok(tx.save(event.clone(), true)?)
    })
    .await
}

/// Takes nothing in.
pub(super) async fn drop(cx: Keep, Path((_, number)): At, _form: FormData) -> Result<Reply, Stop> {
    let number = named(&cx, &number).await?.number;
    let event = Event::about("earlier.dropped", cx.tenant(), json!({ "earlier_set": number }));
    if move_on(&cx, number, (State::Waiting, State::Dropped), event).await? {
        return Ok(Reply::done(&base(&cx), sv::DROPPED));
    }
    Err(raced(&cx, number))
}

/// Withdraws what was taken in: it is shown nowhere any more, and stays.
pub(super) async fn withdraw(cx: Keep, Path((_, number)): At, form: FormData) -> Result<Reply, Stop> {
    let set = named(&cx, &number).await?;
    let reason: String = form.get("skal").chars().take(500).collect();
    if reason.trim().is_empty() {
        return show(&cx, &number, Some(sv::WHY)).await;
    }
    let facts = json!({ "earlier_set": set.number, "reason": reason.trim() });
    let event = Event::about("earlier.withdrawn", cx.tenant(), facts);
    if move_on(&cx, set.number, (State::Taken, State::Withdrawn), event).await? {
        return Ok(Reply::done(&base(&cx), sv::WITHDRAWN));
    }
    Err(raced(&cx, set.number))
}

/// The workbook back, with what became of each row.
pub(super) async fn back(cx: Keep, Path((_, number)): At) -> Result<Reply, Stop> {
    let set = named(&cx, &number).await?;
    if matches!(set.state(), State::Dropped | State::Withdrawn) {
        return Err(Stop::NotFound);
    }
    let looked = again(&cx, &set).await?.map_err(|why| Stop::refused(sv::TITLE, why))?;
    let (judged, known) = judged(&cx, &looked).await?.ok_or(Stop::NotFound)?;
    let book = book::handed_back(cx.now(), &judged, &known);
    let bytes = documents::workbook::write(&book).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, sv::BACK_NAME))
}

/// When something was, for the pages.
pub(super) fn when(set: &SetRow) -> String {
    swedish::instant(set.at)
}
