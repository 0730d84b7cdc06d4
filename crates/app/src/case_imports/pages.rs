//! The pages: what has been read in, a file chosen, what it comes to, taken in or thrown away, and what came of it.

use ::store::{Event, Housekeeping, StoreError};
use domain::case_imports::{Standing, Table, sv as words};
use kernel::Id;
use kernel::id::kind::CaseImport;
use platform::access::{Cx, may};
use platform::files::sha256_hex;
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop, Upload};
use serde_json::json;

use super::looking::{Asker, Seen, look};
use super::store::{self, Cells, ImportRow, Owner};
use super::{PAGE, sv, view};
use crate::cases::{self, Importing, NewRow};
use crate::reading_files::{self, NotRead};

pub(super) type Door = Cx<may::HandleComplaints>;
pub(super) type At = Path<(String, String)>;

/// The most rows that are read of a file, blank ones and those above the headings counted.
const READ_ROWS: usize = domain::case_imports::MOST_ROWS * 4;

pub(super) fn base(cx: &Door) -> String {
    cx.link(PAGE)
}

pub(super) fn address(cx: &Door, id: Id<CaseImport>) -> String {
    cx.link(&format!("{PAGE}/fil/{id}"))
}

pub(super) fn sheet(cx: &Door, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb(sv::CASES, cx.link("arenden")).crumb(sv::TITLE, base(cx)).wide()
}

pub(super) fn asker(cx: &Door) -> Result<Asker, Stop> {
    let owner = Owner { organisation: cx.provider()?, person: cx.account().person };
    Ok(Asker { tools: cx.kit().tools(), owner, only: cx.only_units(), today: cx.now().day() })
}

pub(super) fn file_id(text: &str) -> Result<Id<CaseImport>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

async fn listed(cx: &Door, fault: Option<&str>) -> Result<Reply, Stop> {
    let asker = asker(cx)?;
    let of = asker.owner.organisation;
    let (imports, versions, names) = cx
        .read(move |tx| {
            let names = store::names(tx, of, asker.only.as_deref(), asker.today)?;
            Ok((store::imports(tx, of)?, store::versions(tx, of)?, names))
        })
        .await?;
    let main = view::list(&base(cx), &imports, (&versions, &names), fault);
    let sheet = Sheet::new(sv::TITLE, main).crumb(sv::CASES, cx.link("arenden")).wide();
    Ok(cx.show(sheet.with_faults(fault.is_some())))
}

/// `GET …/inlasning`.
pub(super) async fn list(cx: Door) -> Result<Reply, Stop> {
    listed(&cx, None).await
}

/// `POST …/inlasning`: takes a file, and leads to what it says. Nothing has come in yet.
pub(super) async fn upload(cx: Door, upload: Upload) -> Result<Reply, Stop> {
    let file = match &upload.file {
        Ok(file) => file.clone(),
        Err(problem) => return listed(&cx, Some(&sv::upload(*problem))).await,
    };
    let asker = asker(&cx)?;
    let read =
        reading_files::read(cx.kit().sandbox(), asker.owner.person, &file.bytes, reading_files::limits(READ_ROWS));
    let book = match read.await? {
        Ok(read) => read.book,
        Err(NotRead::Unreadable(why)) => return listed(&cx, Some(&documents::sv::unreadable(&why))).await,
        Err(NotRead::Heavy) => return listed(&cx, Some(sv::HEAVY)).await,
    };
    let (other_sheets, rows) = reading_files::texts(&book).unwrap_or_default();
    let table = match Table::of(&rows) {
        Ok(table) => table,
        Err(why) => return listed(&cx, Some(&words::wrong(why))).await,
    };
    let bytes = file.bytes.clone();
    let sha256 = platform::apart(move || sha256_hex(&bytes)).await.map_err(Stop::failed)?;
    let id = cx
        .write(move |mut tx| {
            let (_, mapping) = store::mapping(&mut tx, asker.owner.organisation)?;
            // What columns mean is known: then no cell of another column is kept, not for a minute.
            let table = if mapping.lacks(&table).is_empty() { table.narrowed(&mapping) } else { table.clone() };
            let cells = Cells { table, other_sheets: other_sheets.clone() };
            let id = store::wait(&mut tx, &asker.tools, asker.owner, (&sha256, &file.name), &cells)?;
            Ok(tx.keep(Housekeeping::Staging, id))
        })
        .await?;
    Ok(Reply::redirect(&address(&cx, id)))
}

/// What the file comes to now; *not found* where it waits no more, and for anybody else than who chose it.
pub(super) async fn seen(cx: &Door, id: Id<CaseImport>) -> Result<Seen, Stop> {
    let (asker, now) = (asker(cx)?, cx.now());
    cx.read(move |tx| {
        let file = store::waiting(tx, &asker.tools, asker.owner, (id, now))?.ok_or(Stop::NotFound)?;
        Ok(look(tx, &asker, file)?)
    })
    .await
}

/// `GET …/inlasning/fil/{file}`.
pub(super) async fn one(cx: Door, Path((_, file)): At) -> Result<Reply, Stop> {
    show(&cx, file_id(&file)?, (&FormData::default(), &[])).await
}

pub(super) async fn show(
    cx: &Door,
    id: Id<CaseImport>,
    (sent, faults): (&FormData, &[(String, String)]),
) -> Result<Reply, Stop> {
    let seen = seen(cx, id).await?;
    let at = address(cx, id);
    let case = |case: Id<kernel::id::kind::CaseFile>| cx.link(&format!("arenden/{case}"));
    let main = view::preview(&at, &case, &seen, (sent, faults));
    Ok(cx.show(sheet(cx, &seen.file.name, main).with_faults(!faults.is_empty())))
}

/// What came of taking in.
enum Took {
    Import(i64),
    Nothing,
    /// It is not what was shown.
    Changed,
    /// Rows are not right, and nobody has said that they are left out.
    Faulty,
    /// Nobody has said what the columns mean.
    Unmapped,
    Gone,
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// `POST …/inlasning/fil/{file}/ta-in`: what is right comes in, where it is what was shown.
pub(super) async fn take(cx: Door, Path((_, file)): At, form: FormData) -> Result<Reply, Stop> {
    let (id, asker, now) = (file_id(&file)?, asker(&cx)?, cx.now());
    let (shown, without) = (form.get(view::SEEN).to_owned(), form.get(view::WITHOUT) == "ja");
    let took = cx
        .write(move |mut tx| {
            let Some(file) = store::waiting(&mut tx, &asker.tools, asker.owner, (id, now))? else {
                return Ok(tx.keep(Housekeeping::Staging, Took::Gone));
            };
            let seen = look(&mut tx, &asker, file)?;
            let faulty = seen.looked.count(domain::case_imports::Judged::is_faulty);
            let not_yet = if !seen.lacks.is_empty() {
                Some(Took::Unmapped)
            } else if !seen.looked.rows.iter().any(domain::case_imports::Judged::comes) {
                Some(Took::Nothing)
            } else if seen.hash() != shown {
                Some(Took::Changed)
            } else if faulty > 0 && !without {
                Some(Took::Faulty)
            } else {
                None
            };
            if let Some(why) = not_yet {
                return Ok(tx.keep(Housekeeping::Staging, why));
            }
            let (number, event) = take_in(&mut tx, &asker, &seen)?;
            store::remove(&mut tx, id)?;
            Ok(tx.save(event, Took::Import(number))?)
        })
        .await?;
    let fault = |field: &str, text: &str| vec![(field.to_owned(), text.to_owned())];
    match took {
        Took::Import(number) => Ok(Reply::done(&cx.link(&format!("{PAGE}/kvitto/{number}")), sv::TAKEN)),
        Took::Changed => show(&cx, id, (&form, &fault(view::WITHOUT, sv::CHANGED_MEANWHILE))).await,
        Took::Faulty => show(&cx, id, (&form, &fault(view::WITHOUT, sv::SAY_WITHOUT))).await,
        Took::Unmapped => show(&cx, id, (&form, &[])).await,
        Took::Nothing => {
            let (title, text) = sv::NOTHING_NEW;
            Err(Stop::refused_back(title, text, &address(&cx, id), sv::TITLE))
        }
        Took::Gone => Ok(Reply::done(&base(&cx), sv::GONE)),
    }
}

/// Writes what the file comes to: every row in this transaction, and the event that ends it.
fn take_in(tx: &mut ::store::WriteTx<'_>, asker: &Asker, seen: &Seen) -> Result<(i64, Event), StoreError> {
    let of = asker.owner.organisation;
    let number = store::next_import(tx, of)?;
    let rows: Vec<NewRow<'_>> = seen
        .looked
        .rows
        .iter()
        .filter(|row| row.comes())
        .filter_map(|row| {
            let record = row.record.as_ref()?;
            Some(NewRow { reference: &row.reference, row: row.row, record, text: row.text.as_deref() })
        })
        .collect();
    let importing = Importing { organisation: of, import: number, person: asker.owner.person };
    cases::import(tx, &asker.tools, importing, &seen.past, &rows)?;
    let so = |of: fn(&Standing) -> bool| count(seen.looked.count(|row| of(&row.standing)));
    let import = ImportRow {
        number,
        sha256: seen.file.sha256.clone(),
        name: seen.file.name.clone(),
        version: seen.version,
        rows: count(seen.looked.rows.len()),
        added: so(|standing| *standing == Standing::New),
        changed: so(|standing| matches!(standing, Standing::Changed(_))),
        unchanged: so(|standing| *standing == Standing::Same),
        passed_over: so(|standing| *standing == Standing::LeftOut),
        left_out: so(|standing| matches!(standing, Standing::Faulty(_))),
        by: String::new(),
        at: tx.context().now,
    };
    store::put_import(tx, asker.owner, &import)?;
    let facts = json!({
        "import": number, "organisation": of, "file": import.sha256, "mapping": import.version, "added": import.added,
        "changed": import.changed, "unchanged": import.unchanged, "passed_over": import.passed_over,
        "left_out": import.left_out,
    });
    Ok((number, Event::about("case.imported", tx.tenant()?, facts)))
}

/// `POST …/inlasning/fil/{file}/slang`: takes nothing in.
pub(super) async fn drop(cx: Door, Path((_, file)): At, _form: FormData) -> Result<Reply, Stop> {
    let (id, asker, now) = (file_id(&file)?, asker(&cx)?, cx.now());
    let there = cx
        .write(move |mut tx| {
            let there = store::waiting(&mut tx, &asker.tools, asker.owner, (id, now))?.is_some();
            if there {
                store::remove(&mut tx, id)?;
            }
            Ok(tx.keep(Housekeeping::Staging, there))
        })
        .await?;
    if there { Ok(Reply::done(&base(&cx), sv::DROPPED)) } else { Err(Stop::NotFound) }
}

/// `GET …/inlasning/kvitto/{number}`: what came of a file.
pub(super) async fn receipt(cx: Door, Path((_, number)): At) -> Result<Reply, Stop> {
    let number: i64 = number.parse().map_err(|_| Stop::NotFound)?;
    let asker = asker(&cx)?;
    let (import, lines) = cx
        .read(move |tx| {
            let of = asker.owner.organisation;
            let import = store::one_import(tx, of, number)?.ok_or(Stop::NotFound)?;
            let names = store::names(tx, of, asker.only.as_deref(), asker.today)?;
            let mut lines: Vec<view::Line> = Vec::new();
            for (reference, past) in cases::past(tx, &asker.tools, of)? {
                let unit = names.units.iter().find(|unit| unit.id == past.record.unit && unit.own);
                let written = past.imports().enumerate().find(|(_, (import, _))| *import == number);
                if let Some(((at, (_, row)), unit)) = written.zip(unit) {
                    let (case, number) = (past.id, past.number);
                    lines.push(view::Line { reference, row, is_new: at == 0, case, number, unit: unit.title.clone() });
                }
            }
            lines.sort_by_key(|line| line.row);
            Ok((import, lines))
        })
        .await?;
    let title = sv::receipt(import.number);
    let main = view::receipt(&|case| cx.link(&format!("arenden/{case}")), &base(&cx), &import, &lines);
    Ok(cx.show(sheet(&cx, &title, main)))
}
