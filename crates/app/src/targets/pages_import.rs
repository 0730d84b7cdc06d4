//! Targets from a file: what it changes, and a draft of the year. Nothing is kept between the preview and the saving but the
//! rows in the page itself, which are judged again.

use std::sync::Arc;

use documents::raw::{Limits, RawWorkbook};
use domain::targets::{in_order, judge};
use domain::year::{Severity, Year, check, read_document, sv as year_words, to_toml};
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, Upload, may};

use super::reading::{self, ROWS};
use super::sv;
use super::view_import::{self, Import};
use crate::reading_files::{self, NotRead};
use crate::year_editing::{self as editing, Found, Kept, found, id_of, keep};

type Here = Cx<may::ManageYear>;
type At = Path<(String, String)>;

struct Base {
    found: Found,
    newest: i64,
    comments: bool,
}

async fn base(cx: &Here, id: &str) -> Result<Base, Stop> {
    let id = id_of(id)?;
    cx.read(move |tx| {
        let found = found(tx, id)?;
        let newest = crate::year::newest_number(tx, found.published.year.year)?;
        let document = crate::year::document(tx, id)?.unwrap_or_default();
        let comments = document.lines().any(|line| line.trim_start().starts_with('#'));
        Ok(Base { found, newest, comments })
    })
    .await
}

fn reply(cx: &Here, of: &Base, main: maud::Markup, failed: bool) -> Reply {
    let year = of.found.published.year.year;
    let root = cx.link("ar");
    let sheet = Sheet::new(format!("Läs in målvärden {year}"), main)
        .crumb("Året", root.clone())
        .crumb("Målvärden", format!("{root}/{year}/mal"));
    cx.show(sheet.year(year).with_faults(failed))
}

/// Where the file is chosen.
pub(super) async fn show(cx: Here, Path((_, id)): At) -> Result<Reply, Stop> {
    let of = base(&cx, &id).await?;
    let main = view_import::start(&cx.link("ar"), &of.found, &[]);
    Ok(reply(&cx, &of, main, false))
}

async fn read(cx: &Here, bytes: &[u8]) -> Result<Result<RawWorkbook, String>, Stop> {
    let limits = Limits { rows: 5_000, ..reading_files::limits(5_000) };
    let read = reading_files::read(cx.kit().sandbox(), cx.account().person, bytes, limits).await?;
    Ok(read.map(|file| file.book).map_err(|why| match why {
        NotRead::Unreadable(why) => documents::sv::unreadable(&why),
        NotRead::Heavy => sv::HEAVY.to_owned(),
    }))
}

/// What keeps the file as a whole from being judged.
fn refusal(read: &reading::Read, year: i16) -> Option<String> {
    if let Some(other) = read.year.as_ref().filter(|other| **other != year.to_string()) {
        return Some(sv::other_year(other, year));
    }
    if let Some(fault) = read.remarks.iter().find(|remark| remark.is_fault()) {
        return Some(documents::sv::sentence(fault));
    }
    match read.rows.len() {
        0 => Some(sv::NO_ROWS.to_owned()),
        rows if rows > ROWS => Some(sv::too_many(rows, ROWS)),
        _ => None,
    }
}

/// The year with the targets of the rows, or every fault as a sentence.
fn laid_over(year: &Year, rows: &[domain::targets::Written]) -> Result<Year, Vec<String>> {
    let targets = judge(year, rows)
        .map_err(|faults| faults.iter().map(domain::targets::sv::sentence).collect::<Vec<String>>())?;
    let laid = Year { targets: in_order(&year.targets, &targets), ..year.clone() };
    // The same check as every other road to a year has the last word.
    let faults: Vec<String> = check(&laid)
        .iter()
        .filter(|fault| fault.kind.severity() == Severity::Error)
        .map(|fault| format!("{} {}", year_words::what(&fault.kind), year_words::remedy(&fault.kind)))
        .collect();
    if faults.is_empty() { Ok(laid) } else { Err(faults) }
}

/// What the file says and changes, before anything is kept.
pub(super) async fn preview(cx: Here, Path((_, id)): At, upload: Upload) -> Result<Reply, Stop> {
    let of = base(&cx, &id).await?;
    let refuse = |why: Vec<String>| Ok(reply(&cx, &of, view_import::start(&cx.link("ar"), &of.found, &why), true));
    let file = match upload.file {
        Ok(file) => file,
        Err(problem) => return refuse(vec![sv::upload(problem)]),
    };
    let read = match read(&cx, &file.bytes).await? {
        Ok(book) => reading::file(&book),
        Err(why) => return refuse(vec![why]),
    };
    let year = of.found.published.year.clone();
    if let Some(why) = refusal(&read, year.year) {
        return refuse(vec![why]);
    }
    let laid = match laid_over(&year, &read.rows) {
        Ok(laid) => laid,
        Err(faults) => return refuse(faults),
    };
    let import = Import {
        root: cx.link("ar"),
        found: &of.found,
        newest: of.newest,
        comments: of.comments,
        laid: &laid,
        name: &file.name,
        remarks: &read.remarks,
        fields: reading::fields(&read.rows),
        fault: None,
    };
    Ok(reply(&cx, &of, view_import::preview(&import), false))
}

/// Keeps the rows of the page as a draft of the year.
pub(super) async fn save(cx: Here, Path((_, id)): At, form: FormData) -> Result<Reply, Stop> {
    let of = base(&cx, &id).await?;
    let year = of.found.published.year.clone();
    let rows = reading::page(&form);
    let laid = match laid_over(&year, &rows) {
        Ok(laid) if !rows.is_empty() => laid,
        Ok(_) => {
            return Ok(reply(&cx, &of, view_import::start(&cx.link("ar"), &of.found, &[sv::NO_ROWS.into()]), true));
        }
        Err(faults) => return Ok(reply(&cx, &of, view_import::start(&cx.link("ar"), &of.found, &faults), true)),
    };
    let back = cx.link(&format!("ar/version/{}", of.found.row.id));
    if laid.targets == year.targets {
        return Ok(Reply::done(&back, &sv::unchanged(of.found.row.version)));
    }
    let document = to_toml(&laid);
    let Some(read) = read_document(&document).year else {
        return Err(Stop::broken("the year with other targets cannot be read"));
    };
    let base: i64 = form.get("bas").parse().unwrap_or(0);
    let (fault, newest) = match keep(&cx, Arc::new(read), document, sv::NOTE.to_owned(), base).await? {
        Kept::Saved(saved) => {
            let said = editing::saved(saved.version, saved.year.year);
            return Ok(Reply::done(&cx.link(&format!("ar/version/{}", saved.id)), &said));
        }
        Kept::Stale(newest) => (editing::stale(&newest), newest.version),
        Kept::Taken => (editing::TAKEN.to_owned(), base),
    };
    let import = Import {
        root: cx.link("ar"),
        found: &of.found,
        newest,
        comments: of.comments,
        laid: &laid,
        name: sv::SHEET,
        remarks: &[],
        fields: reading::fields(&rows),
        fault: Some(&fault),
    };
    Ok(reply(&cx, &of, view_import::preview(&import), true))
}
