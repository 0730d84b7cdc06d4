//! All parts of a report that is written for the provider as a whole and for each contract area: how far each has come, and
//! the whole of it as one document, as a PDF or in Word.

use ::store::ReadTx;
use documents::content::{Block, Document};
use domain::submissions::State;
use forms::{Content, Value};
use kernel::Instant;
use platform::sandbox::{SandboxError, Task};
use platform::{Cx, Path, Reply, Stop, may};

use super::answers::{answers, with_figures};
use super::door::{Door, id};
use super::pages_receipt::{blocks, pictures_of};
use super::store::{self, Opened};
use super::view_tasks::for_whom;
use super::{sv, view_whole};
use crate::assignments::{self, Filter};
use crate::results::{self, AsOf, BesideItem};
use crate::submissions;

type See = Cx<may::ViewOwnReports>;

/// A part of the report.
pub(super) struct ReportPart {
    /// What it is.
    pub opened: Opened,
    /// The figures beside it.
    pub beside: BesideItem,
    /// What it says: what was handed in, else the draft.
    pub content: Content,
    /// How many of its headings have text, of how many.
    pub written: (usize, usize),
}

impl ReportPart {
    /// The newest version, where what it says is that.
    pub fn handed_in(&self) -> Option<&submissions::Submission> {
        let is_in = matches!(self.opened.assignment.state, State::Submitted(_) | State::Approved(_));
        self.opened.latest.as_ref().filter(|_| is_in)
    }
}

/// The draft as content, whatever is still wrong with it.
fn of_draft(opened: &Opened) -> Content {
    if let Some(content) = opened.judge().content {
        return content;
    }
    let texts = opened.fields.iter().filter(|(_, text)| !text.trim().is_empty());
    let fields = texts.map(|(path, text)| (path.clone(), Value::Text(text.clone()))).collect();
    Content { fields, ..Content::new("draft") }
}

fn part(tx: &mut ReadTx<'_>, mut opened: Opened) -> Result<ReportPart, Stop> {
    let is_in = matches!(opened.assignment.state, State::Submitted(_) | State::Approved(_));
    let (content, beside) = match opened.latest.clone().filter(|_| is_in) {
        Some(version) => {
            if let Some(asked) = submissions::ask_of_version(tx, &opened.assignment, &opened.published, &version)? {
                opened.asked = asked;
            }
            let as_of = AsOf { set: version.figures_set, rule: stats::Rule::OPEN, signed: Some(version.at) };
            let of = (&opened.assignment).into();
            let beside = results::figures_beside(tx, &opened.published, &opened.item, of, as_of)?;
            (version.content, beside)
        }
        None => (of_draft(&opened), opened.beside(tx)?),
    };
    let form = opened.asked.form();
    let paths: Vec<String> = form.iter().flat_map(|form| form.fields().map(|(path, _)| path)).collect();
    let written = paths.iter().filter(|path| content.fields.contains_key(*path)).count();
    Ok(ReportPart { opened, beside, content, written: (written, paths.len()) })
}

/// The parts that the caller's seats cover, the whole first.
fn parts(tx: &mut ReadTx<'_>, door: &Door, assignment: &str, now: Instant) -> Result<Vec<ReportPart>, Stop> {
    let opened = store::open(tx, door, id(assignment)?, now)?;
    let (year, item) = (opened.assignment.year, opened.assignment.item.clone());
    let filter = Filter { organisation: Some(door.organisation), item: Some(&item), ..Filter::default() };
    let mut all: Vec<_> = assignments::list(tx, year, filter)?.into_iter().filter(|one| door.covers(one)).collect();
    all.sort_by_key(|one| one.subject != assignments::Subject::Provider);
    all.into_iter()
        .map(|one| {
            let opened = store::open(tx, door, one.id, now)?;
            part(tx, opened)
        })
        .collect()
}

async fn read(cx: &See, assignment: String) -> Result<Vec<ReportPart>, Stop> {
    let (door, now) = (Door::of(cx)?, cx.now());
    cx.read(move |tx| parts(tx, &door, &assignment, now)).await
}

/// How far each part has come.
pub(super) async fn overview(cx: See, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let parts = read(&cx, assignment.clone()).await?;
    let first = parts.first().ok_or(Stop::NotFound)?;
    let base = cx.link(&format!("uppgift/{assignment}"));
    let page = view_whole::overview(&parts, &base, &|rest| cx.link(rest));
    let title = format!("{}: {}", sv::WHOLE_REPORT, first.opened.item.title.as_sv());
    let sheet = platform::reply::Sheet::new(title, page).crumb(sv::TASKS, "/start").year(first.opened.assignment.year);
    Ok(cx.show(sheet.wide()))
}

/// All parts as one document.
async fn document(cx: &See, assignment: String) -> Result<Document, Stop> {
    let parts = read(cx, assignment).await?;
    let first = parts.first().ok_or(Stop::NotFound)?;
    let ids = parts.iter().map(|part| part.opened.assignment.id).collect();
    let pictures = pictures_of(cx, ids).await?;
    let mut document = Document::new(first.opened.item.title.as_sv(), cx.tenant_name(), cx.now().day());
    document.subtitle.clone_from(&first.opened.assignment.organisation_name);
    document.toc = parts.len() > 1;
    for part in &parts {
        let assignment = &part.opened.assignment;
        document.blocks.push(Block::heading(1, for_whom(assignment)));
        document.blocks.push(Block::paragraph(sv::part_state(part.handed_in())));
        let told = answers(&part.opened.asked, &part.content);
        let told = with_figures(told, &part.beside, cx.tenant_name(), &assignment.organisation_name);
        document.blocks.extend(told.iter().flat_map(|part| blocks(part, &pictures)));
    }
    Ok(document)
}

async fn made(cx: &See, assignment: String, task: Task) -> Result<(Vec<u8>, String), Stop> {
    let back = assignment.clone();
    let document = document(cx, assignment).await?;
    let name = format!("{} {}", document.title, document.subtitle);
    let bytes = match cx.kit().sandbox().run(task, &serde_json::to_vec(&document)?).await {
        // Too long or too many pictures to set in the time and memory that one document gets.
        Err(SandboxError::TooSlow | SandboxError::Ended(_)) => {
            let back = cx.link(&format!("uppgift/{back}/hela"));
            return Err(Stop::refused_back(sv::TOO_LARGE_TITLE, sv::TOO_LARGE, &back, sv::WHOLE_REPORT));
        }
        other => other?,
    };
    if !(bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK")) {
        return Err(Stop::broken(&format!("whole report: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok((bytes, name))
}

/// The whole of it as an accessible PDF.
pub(super) async fn pdf(cx: See, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (bytes, name) = made(&cx, assignment, Task::Typeset).await?;
    Ok(Reply::download(bytes, "application/pdf", &format!("{name}.pdf")))
}

/// The whole of it as a Word file to read and send on. What is written in it is not read back: each part has a document of
/// its own for that.
pub(super) async fn word(cx: See, Path((_, assignment)): Path<(String, String)>) -> Result<Reply, Stop> {
    let (bytes, name) = made(&cx, assignment, Task::TypesetDocx).await?;
    Ok(Reply::download(bytes, documents::docx::MEDIA_TYPE, &format!("{name}.docx")))
}
