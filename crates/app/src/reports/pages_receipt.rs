//! Receipts: the page, the PDF, and the list of all that has been handed in.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::extract::RawQuery;
use documents::content::{Block, Document, Picture};
use documents::raw::RawCell;
use documents::{csv, markup};
use domain::submissions::{read_reference, sv as words};
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Id, swedish};
use platform::reply::Sheet;
use platform::sandbox::Task;
use platform::{Cx, FormData, Path, Permission, Reply, Stop, may};

use super::answers::{Part, answers, with_figures};
use super::door::Door;
use super::store::{self, HandedIn, ReceiptRow};
use super::view_receipt::{self, Listed};
use super::{sv, view_tasks};
use crate::nav;
use crate::results::work_blocks;
use crate::submissions::pictures;
use crate::word;

type See = Cx<may::ViewOwnReports>;

async fn find(cx: &See, reference: &str) -> Result<HandedIn, Stop> {
    let door = Door::of(cx)?;
    let reference = read_reference(reference).map_err(|_| Stop::NotFound)?;
    cx.read(move |tx| store::handed_in(tx, &door, &reference)).await
}

/// A receipt, with what was handed in.
pub(super) async fn receipt(cx: See, Path((_, reference)): Path<(String, String)>) -> Result<Reply, Stop> {
    let found = find(&cx, &reference).await?;
    let parts = parts(&found, cx.tenant_name());
    let page = view_receipt::receipt(&found, &parts, cx.tenant_name(), &|rest| cx.link(rest));
    let sheet = Sheet::new(format!("Kvitto {}", found.submission.reference), page)
        .crumb(sv::TASKS, "/start")
        .crumb("Inlämnat", cx.link("inlamnat"))
        .year(found.assignment.year);
    let tables = parts.iter().any(|part| matches!(part, Part::Table { rows, .. } if !rows.is_empty()));
    Ok(cx.show(if tables { sheet.wide() } else { sheet }))
}

/// What was handed in, with the authority's figures as they were then.
fn parts(found: &HandedIn, authority: &str) -> Vec<Part> {
    let parts = found.asked.as_ref().map(|asked| answers(asked, &found.submission.content)).unwrap_or_default();
    with_figures(parts, &found.beside, authority, &found.assignment.organisation_name)
}

/// The receipt as an accessible PDF, to keep.
pub(super) async fn pdf(cx: See, Path((_, reference)): Path<(String, String)>) -> Result<Reply, Stop> {
    let found = find(&cx, &reference).await?;
    let pictures = pictures_of(&cx, vec![found.assignment.id]).await?;
    let document = document(&found, cx.tenant_name(), &pictures);
    let bytes = cx.kit().sandbox().run(Task::Typeset, &serde_json::to_vec(&document)?).await?;
    if !bytes.starts_with(b"%PDF-") {
        return Err(Stop::broken(&format!("receipt: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, "application/pdf", &format!("kvitto-{}.pdf", found.submission.reference)))
}

/// The pictures of the assignments, for documents. Those that stand in no text cost nothing but their reading.
pub(super) async fn pictures_of<P: Permission>(
    cx: &Cx<P>,
    assignments: Vec<Id<AssignmentKind>>,
) -> Result<BTreeMap<String, Picture>, Stop> {
    let (tools, files) = (cx.kit().tools(), cx.kit().files().clone());
    let found = cx
        .read(move |tx| {
            let mut all = pictures::Pictures::default();
            for id in &assignments {
                all = all.and(pictures::find(tx, &tools, *id, |_| true)?);
            }
            Ok(all)
        })
        .await?;
    platform::apart(move || found.read(&files)).await.map_err(Stop::failed)?.map_err(Stop::unread_file)
}

/// The receipt as a document: what was handed in, when, by whom, and the hash that proves it.
pub(super) fn document(found: &HandedIn, authority: &str, pictures: &BTreeMap<String, Picture>) -> Document {
    let submission = &found.submission;
    let title = format!("Kvitto: {}", found.title);
    let mut document = Document::new(title, authority, submission.at.day());
    document.subtitle = format!("{}, {}", view_tasks::for_whom(&found.assignment), found.assignment.organisation_name);
    document.reference.clone_from(&submission.reference);
    let facts = view_receipt::facts(found)
        .into_iter()
        .chain([("Kontrollsumma (SHA-256)".to_owned(), submission.sha256.clone())])
        .chain(view_receipt::link_facts(found));
    document.blocks.push(Block::key_values(facts));
    document.blocks.push(Block::heading(1, "Det som lämnades in"));
    let parts = parts(found, authority);
    document.blocks.extend(parts.iter().flat_map(|part| blocks(part, pictures)));
    document
}

/// From so many rows each is one item of a list: a hundred pupils with a heading each would be fifty pages.
const MANY_ROWS: usize = 12;

/// A part of an answer as a document has it.
pub(super) fn blocks(part: &Part, pictures: &BTreeMap<String, Picture>) -> Vec<Block> {
    match part {
        Part::Statement(text) => vec![Block::paragraph(text.clone())],
        Part::Heading(text) => vec![Block::heading(2, text.clone())],
        Part::Work(told) => work_blocks(told),
        Part::Figures { heading, lines, tables, note } => {
            let lines = lines.iter().map(|(title, words)| (title.clone(), words.clone()));
            let mut blocks = vec![Block::heading(3, heading.clone()), Block::key_values(lines)];
            blocks.extend(word::figure_blocks(&[], tables));
            blocks.push(Block::paragraph(note.clone()));
            blocks
        }
        Part::Answer { question, text, .. } => {
            let mut blocks = vec![Block::heading(3, question.clone())];
            if text.is_empty() {
                blocks.push(Block::paragraph("Inget svar"));
            } else {
                blocks.extend(markup::blocks(text, 3, &|name| pictures.get(name).cloned()));
            }
            blocks
        }
        Part::Table { title, columns, rows, .. } if rows.is_empty() => {
            let _ = columns;
            vec![Block::heading(2, title.clone()), Block::paragraph("Inget redovisat under den här rubriken.")]
        }
        Part::Table { title, columns, rows, .. } if rows.len() > MANY_ROWS => {
            let line = |row: &Vec<String>| {
                let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
                let parts: Vec<String> = cells.map(|(head, cell)| format!("{head}: {cell}")).collect();
                parts.join("; ").into()
            };
            let items = rows.iter().map(line).collect();
            vec![Block::heading(2, title.clone()), Block::List { ordered: true, items }]
        }
        Part::Table { title, columns, rows, .. } => {
            // A table as wide as the complaint table does not fit across a page: each row becomes a list of its facts.
            let mut blocks = vec![Block::heading(2, title.clone())];
            for (number, row) in rows.iter().enumerate() {
                blocks.push(Block::heading(3, format!("Rad {}", number + 1)));
                let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
                blocks.push(Block::key_values(cells.map(|(head, cell)| (head.clone(), cell.clone()))));
            }
            blocks
        }
    }
}

async fn listed(cx: &See) -> Result<Vec<Listed>, Stop> {
    let door = Door::of(cx)?;
    cx.read(move |tx| {
        let rows: Vec<ReceiptRow> = store::receipts(tx, door.organisation)?;
        let covered = rows.into_iter().filter(|row| match door.only_units() {
            None => true,
            Some(units) => row.unit.is_some_and(|unit| units.contains(&unit)),
        });
        let mut listed = Vec::new();
        let mut years = BTreeMap::new();
        for row in covered {
            if let Entry::Vacant(place) = years.entry(row.year) {
                place.insert(crate::year::published(tx, row.year)?);
            }
            let published = years.get(&row.year).and_then(Option::as_ref);
            let item = published.and_then(|published| published.year.item(&row.item));
            let title = item.map_or_else(|| row.item.clone(), |item| item.title.as_sv().to_owned());
            listed.push(Listed { title, row });
        }
        Ok(listed)
    })
    .await
}

/// Everything that has been handed in, the newest first.
pub(super) async fn list(cx: See, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.as_deref().unwrap_or("").as_bytes());
    let search = query.get("q").to_owned();
    let all = listed(&cx).await?;
    let shown: Vec<&Listed> = all.iter().filter(|row| row.fits(&search)).collect();
    let choice = nav::authorities(&cx, "inlamnat");
    let page = view_receipt::list(&choice, &shown, all.len(), &search, &|rest| cx.link(rest));
    Ok(cx.show(Sheet::new("Inlämnat", page).wide()))
}

/// The same as a table for a spreadsheet.
pub(super) async fn csv(cx: See, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.as_deref().unwrap_or("").as_bytes());
    let search = query.get("q").to_owned();
    let all = listed(&cx).await?;
    let text = |text: &str| RawCell::Text(text.into());
    let heads = [
        "Redovisning",
        "Gäller",
        "År",
        "Version",
        "Referens",
        "Inlämnad",
        "I tid",
        "Signerad eller inläst av",
        "Läge",
        "SHA-256",
    ];
    let mut rows: Vec<Vec<RawCell>> = vec![heads.iter().map(|head| text(head)).collect()];
    for one in all.iter().filter(|row| row.fits(&search)) {
        let row = &one.row;
        rows.push(vec![
            text(&one.title),
            text(one.subject()),
            text(&row.year.to_string()),
            text(&row.number.to_string()),
            text(&row.reference),
            text(&format!("{} {}", row.at.day(), swedish::time(row.at))),
            // Of what is read in nothing is in time or late.
            text(match (row.read_in_from.is_some(), row.late) {
                (true, _) => "",
                (false, true) => "nej",
                (false, false) => "ja",
            }),
            text(&row.signer()),
            text(one.state()),
            text(&row.sha256),
        ]);
    }
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Ok(Reply::download(bytes, "text/csv; charset=utf-8", "inlamnat.csv"))
}

/// The road it came by, in words.
pub(super) fn road(found: &HandedIn) -> &'static str {
    words::road(found.submission.road)
}
