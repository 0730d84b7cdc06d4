//! A plan on paper: one content tree for PDF and Word.

use documents::content::{Block, Column, Document, KeyValue, Table, Text};
use documents::markup;
use domain::follow_up_plan::{Adoption, Moment, Shows, sv as words};
use kernel::swedish;
use platform::sandbox::{SandboxError, Task};
use platform::{Reply, Stop};

use super::pages::Here;
use super::store::Version;
use super::sv;

/// The two kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Pdf,
    Word,
}

impl Format {
    /// The one that the address asks for.
    pub(super) fn of(slug: &str) -> Option<Self> {
        match slug {
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Word),
            _ => None,
        }
    }
}

/// The version as a file.
pub(super) async fn file(cx: &Here, version: &Version, format: Format) -> Result<Reply, Stop> {
    let tree = serde_json::to_vec(&document(version, cx.tenant_name()))?;
    let (task, mark, ending, media_type): (Task, &[u8], &str, &str) = match format {
        Format::Pdf => (Task::Typeset, b"%PDF-", "pdf", "application/pdf"),
        Format::Word => (
            Task::TypesetDocx,
            b"PK\x03\x04",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    };
    let made = cx.kit().sandbox().run_kept(task, &tree).await;
    if matches!(made, Err(SandboxError::TooSlow)) {
        let back = cx.link(&format!("{}/{}", super::PAGE, version.year));
        return Err(Stop::refused_back(sv::NO_FILE_TITLE, sv::NO_FILE, &back, sv::TO_PLAN));
    }
    let bytes = made?;
    if !bytes.starts_with(mark) {
        return Err(Stop::broken(&format!("plan: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, media_type, &sv::file_name(version.year, version.number, ending)))
}

/// The content tree. Dated the day of its adoption, or of its writing, so that the same version gives the same bytes.
pub(super) fn document(version: &Version, authority: &str) -> Document {
    let plan = &version.plan;
    let adoption = version.adopted.as_ref().map(|(adoption, _)| adoption);
    let dated = adoption.map_or_else(|| version.created_at.day(), |adoption| adoption.on);
    let mut document = Document::new(plan.title.as_str(), authority, dated);
    document.subtitle.clone_from(&plan.subtitle);
    document.subject = sv::TITLE.to_owned();
    document.reference = adoption.map(|adoption| adoption.case_number.clone()).unwrap_or_default();
    document.toc = true;
    if adoption.is_none() {
        document
            .blocks
            .push(Block::Note { title: sv::DRAFT.to_owned(), text: Text::from(sv::version(version.number)) });
    }
    for section in &plan.sections {
        document.blocks.push(Block::heading(section.level, section.heading.as_str()));
        document.blocks.extend(markup::blocks(&section.text, section.level, &|_| None));
        match section.shows {
            Shows::Nothing => {}
            Shows::Adoption => document.blocks.extend(adoption.map(adopted)),
            Shows::Moments if plan.moments.is_empty() => {}
            Shows::Moments => document.blocks.push(moments(&plan.moments)),
            Shows::Results if plan.results.is_empty() => {}
            Shows::Results => {
                let columns = vec![Column::words(sv::RESULT_COLUMNS[0], 2), Column::words(sv::RESULT_COLUMNS[1], 3)];
                let mut table = Table::new("", columns);
                table.rows = plan
                    .results
                    .iter()
                    .map(|row| vec![Text::from(row.what.as_str()), Text::from(row.how.as_str())])
                    .collect();
                table.row_headers = true;
                document.blocks.push(Block::Table(table));
            }
        }
    }
    document
}

/// Who adopted it and when, in the words of the source's head.
pub(super) fn facts(adoption: &Adoption) -> [(&'static str, String); 5] {
    [
        (sv::ADOPTION[0], adoption.case_number.clone()),
        (sv::ADOPTION[1], swedish::day(adoption.on)),
        (sv::ADOPTION[2], adoption.decided_by.clone()),
        (sv::ADOPTION[3], adoption.political_body.clone()),
        (sv::ADOPTION[4], adoption.process_owner.clone()),
    ]
}

fn adopted(adoption: &Adoption) -> Block {
    let item = |(key, value): (&str, String)| KeyValue { key: key.to_owned(), value: Text::from(value) };
    Block::KeyValues { items: facts(adoption).into_iter().map(item).collect() }
}

fn moments(moments: &[Moment]) -> Block {
    let columns = vec![
        Column::words(sv::MOMENT_COLUMNS[0], 3),
        Column::words(sv::MOMENT_COLUMNS[1], 5),
        Column::words(sv::MOMENT_COLUMNS[2], 3),
        Column::words(sv::MOMENT_COLUMNS[3], 2),
    ];
    let mut table = Table::new("", columns);
    table.row_headers = true;
    let row = |moment: &Moment| {
        vec![
            Text::from(moment.title.as_str()),
            Text::from(moment.text.as_str()),
            Text::from(of_whom(moment)),
            Text::from(swedish::period(moment.period)),
        ]
    };
    table.rows = moments.iter().map(row).collect();
    Block::Table(table)
}

/// With whom a moment is done, and how often.
pub(super) fn of_whom(moment: &Moment) -> String {
    if moment.every_provider { words::times(moment.times) } else { words::ONCE.to_owned() }
}
