//! Handlers: beginning out of the draft or a file, and the workbook with a column for the authority.

use std::collections::BTreeMap;

use ::store::Housekeeping;
use domain::split::{Sort, To};
use kernel::Id;
use kernel::id::kind::Assignment as AssignmentKind;
use platform::{Cx, FormData, Path, Reply, Stop, Upload, may};

use super::model::{Distribution, Origin, Piece};
use super::sites::{self, Site};
use super::store::{self, Entry};
use super::{files, sv, view};
use crate::reports::{self, Door, Opened};
use crate::submissions::row_numbers;
use crate::workbooks::{self, Fault, MOST_ROWS};

pub(super) type Write = Cx<may::EditReports>;

/// What the page shows.
pub(super) struct Overview {
    /// The item that it is begun at.
    pub opened: Opened,
    /// The authorities, this one first.
    pub sites: Vec<Site>,
    /// What has been begun before.
    pub entries: Vec<Entry>,
    /// Why nothing can be taken out of the draft.
    pub closed: Option<String>,
}

/// The item with the authorities that share it.
pub(super) async fn read(cx: &Write, door: &Door, id: Id<AssignmentKind>) -> Result<Overview, Stop> {
    let (inner, now) = (door.clone(), cx.now());
    let (opened, entries) = cx
        .read(move |tx| {
            let opened = reports::open(tx, &inner, id, now)?;
            Sort::of(&opened.published.year, &opened.item).ok_or(Stop::NotFound)?;
            let entries = store::all(tx, inner.organisation, id, now)?;
            Ok((opened, entries))
        })
        .await?;
    let sites = sites::sites(cx, door, &opened).await?;
    let closed = reports::edited(&opened, door, now).err().map(|why| domain::submissions::sv::refusal(&why));
    Ok(Overview { opened, sites, entries, closed })
}

/// The address of these pages for the item.
pub(super) fn base(cx: &Write, id: Id<AssignmentKind>) -> String {
    cx.link(&format!("uppgift/{id}/fordela"))
}

fn show(cx: &Write, overview: &Overview, sent: &FormData, faults: &[(String, String)]) -> Reply {
    let id = overview.opened.assignment.id;
    let limit = cx.kit().settings().upload_limit;
    let main = view::overview(&base(cx, id), overview, sent, faults, limit);
    cx.show(reports::sheet(cx, &overview.opened, sv::TITLE, main).wide().with_faults(!faults.is_empty()))
}

/// Where the rows can go, and the two ways to begin.
pub(super) async fn overview(cx: Write, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, reports::assignment_id(&assignment)?);
    let overview = read(&cx, &door, id).await?;
    Ok(show(&cx, &overview, &FormData::default(), &[]))
}

/// What a control says of where a row goes; what is no authority here is unsaid.
pub(super) fn to(text: &str, sites: &[Site]) -> To {
    match text {
        sv::ALL => To::All,
        slug if sites.iter().any(|site| site.slug == slug) => To::One(slug.to_owned()),
        _ => To::Unsaid,
    }
}

/// Begins out of the draft, with the rows that go elsewhere.
pub(super) async fn from_draft(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, reports::assignment_id(&assignment)?);
    let overview = read(&cx, &door, id).await?;
    if let Some(why) = &overview.closed {
        return Err(Stop::refused_back(sv::REFUSED, why.clone(), &base(&cx, id), sv::TITLE));
    }
    let mut pieces = Vec::new();
    for table in overview.opened.asked.tables() {
        for number in row_numbers(&table.slug, &overview.opened.fields) {
            let to = to(form.get(&view::row_control(&table.slug, number)), &overview.sites);
            if to != To::Unsaid && to != To::One(cx.slug().to_owned()) {
                let place = view::place_of(&overview.opened, &table.slug, number);
                pieces.push(Piece { table: table.slug.clone(), number, place, to, ..Piece::default() });
            }
        }
    }
    if pieces.is_empty() {
        let fault = (view::first_control(&overview.opened), sv::NO_ROW_ELSEWHERE.to_owned());
        return Ok(show(&cx, &overview, &form, &[fault]));
    }
    let (items, remarks) = (BTreeMap::new(), Vec::new());
    let content = Distribution { origin: Origin::Draft, pieces, items, remarks, numbers: 0, version: None };
    begin(&cx, door, &overview.opened, content).await
}

async fn begin(cx: &Write, door: Door, of: &Opened, content: Distribution) -> Result<Reply, Stop> {
    let id = of.assignment.id;
    let content = Distribution { version: Some(of.published.id), ..content };
    let begun = cx
        .write(move |mut tx| {
            let begun = store::add(&mut tx, &door, id, &content)?;
            Ok(tx.keep(Housekeeping::Staging, begun))
        })
        .await?;
    Ok(Reply::redirect(&format!("{}/{begun}", base(cx, id))))
}

/// What marks the item's own templates, and what they say.
fn facts(cx: &Write, opened: &Opened) -> workbooks::Facts {
    let at = workbooks::At {
        tenant: cx.slug(),
        authority: cx.tenant_name(),
        base_url: &cx.kit().settings().base_url,
        now: cx.now(),
    };
    let address = format!("{}{}", at.base_url, base(cx, opened.assignment.id));
    workbooks::Facts { address, ..workbooks::facts(at, &opened.assignment, &opened.published) }
}

/// The workbook with a column for the authority.
pub(super) async fn template(cx: Write, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, reports::assignment_id(&assignment)?);
    let overview = read(&cx, &door, id).await?;
    let asked = files::as_template(files::with_authority(&overview.opened.asked, &overview.sites));
    let facts = facts(&cx, &overview.opened);
    let name = sv::file_name(&workbooks::file_name(&facts));
    let book = workbooks::template(&asked, &facts, &BTreeMap::new());
    let made = platform::apart(move || documents::workbook::write(&book)).await.map_err(Stop::failed)?;
    Ok(Reply::download(made.map_err(Stop::failed)?, documents::workbook::MEDIA_TYPE, &name))
}

/// Begins out of a file.
pub(super) async fn from_file(
    cx: Write,
    Path((_, assignment)): Path<(String, String)>,
    upload: Upload,
) -> Result<Reply, Stop> {
    let (door, id) = (Door::of(&cx)?, reports::assignment_id(&assignment)?);
    let overview = read(&cx, &door, id).await?;
    let again =
        |fault: &Fault| show(&cx, &overview, &FormData::default(), &[("fil".to_owned(), workbooks::fault_text(fault))]);
    let file = match &upload.file {
        Ok(file) => file,
        Err(problem) => return Ok(again(&Fault::Upload(*problem))),
    };
    let limit = cx.kit().settings().upload_limit;
    let read = workbooks::read_file(cx.kit().sandbox(), cx.account().person, (&file.name, &file.bytes), limit).await?;
    let book = match read {
        Ok(read) => read.book,
        Err(fault) => return Ok(again(&fault)),
    };
    if let Some(other) = workbooks::stamp_fault(&book.stamp, &facts(&cx, &overview.opened).stamp) {
        return Ok(again(&Fault::Template(other)));
    }
    let asked = files::with_authority(&overview.opened.asked, &overview.sites);
    let (name, sites) = (file.name.clone(), overview.sites.clone());
    let name = if name.is_empty() { sv::NAMELESS.to_owned() } else { name };
    // Thousands of rows: not on the threads that answer.
    let rows = move || files::rows(&asked, workbooks::content(&asked, &book, None), name, &sites);
    let content = platform::apart(rows).await.map_err(Stop::failed)?;
    match content.pieces.len() {
        0 => Ok(show(&cx, &overview, &FormData::default(), &[("fil".to_owned(), sv::no_rows(&content.remarks))])),
        rows if rows > MOST_ROWS => Ok(again(&Fault::TooManyRows { rows, most: MOST_ROWS })),
        _ => begin(&cx, door, &overview.opened, content).await,
    }
}
