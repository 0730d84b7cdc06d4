//! A closed sample on paper: one content tree for PDF and Word.

use documents::content::{Block, Column, Document, KeyValue, Table, Text};
use domain::samples::{Judgement, Outcome, sv as words};
use kernel::swedish;
use platform::access::{Cx, Permission};
use platform::sandbox::{SandboxError, Task};
use platform::{Reply, Stop};

use super::pages::Opened;
use super::{PAGE, sv};

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

/// The result as a file; *not found* before the sample is closed.
pub(super) async fn file<P: Permission>(cx: &Cx<P>, of: &Opened, format: Format) -> Result<Reply, Stop> {
    let outcome = of.kept.outcome().ok_or(Stop::NotFound)?;
    let tree = serde_json::to_vec(&document(of, &outcome, cx.tenant_name()))?;
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
        let back = cx.link(&format!("{PAGE}/{}", of.kept.id));
        return Err(Stop::refused_back(sv::NO_FILE_TITLE, sv::NO_FILE, &back, sv::TO_SAMPLE));
    }
    let bytes = made?;
    if !bytes.starts_with(mark) {
        return Err(Stop::broken(&format!("sample: {}", String::from_utf8_lossy(&bytes))));
    }
    Ok(Reply::download(bytes, media_type, &sv::file_name(of.kept.number, "resultat", ending)))
}

/// The content tree. Dated the day on which it was closed, so that the same sample gives the same bytes.
pub(super) fn document(of: &Opened, outcome: &Outcome, authority: &str) -> Document {
    let kept = &of.kept;
    let closed = kept.lines.last().map_or_else(|| kept.at.day(), |line| line.entry.day);
    let closed = kept
        .lines
        .iter()
        .find(|line| line.entry.happening == domain::samples::Happening::Closed)
        .map_or(closed, |line| line.entry.day);
    let mut document = Document::new(sv::name(kept.number, &kept.setup.wish.title), authority, closed);
    sv::TITLE.clone_into(&mut document.subject);
    let says = |share, what| Block::Paragraph {
        text: Text::from(words::says(share, outcome.drawn, outcome.population, what)),
    };
    document.blocks.push(Block::heading(1, sv::PAPER_RESULT));
    document.blocks.push(says(&outcome.met, sv::MET));
    document.blocks.push(says(&outcome.lacking, sv::LACKING));
    document.blocks.push(counts(outcome));
    if let Some(agreement) = outcome.agreement {
        document.blocks.push(Block::heading(1, sv::PAPER_AGREEMENT));
        document.blocks.push(Block::Paragraph { text: Text::from(words::agreed(agreement)) });
    }
    document.blocks.push(Block::heading(1, sv::PAPER_METHOD));
    let draw = kept.stands.draw.as_ref();
    let wish = &kept.setup.wish;
    let values = [
        swedish::period(wish.period),
        sv::population(kept.stands.members, wish.period.from, wish.period.to),
        draw.map(|draw| words::proves(&kept.strata(&draw.sizes))).unwrap_or_default(),
        kept.stands.sha256.clone(),
        draw.map(|draw| draw.seed.clone()).unwrap_or_default(),
        kept.stands.assessors().to_string(),
    ];
    let items = sv::PAPER_FACTS
        .iter()
        .zip(values)
        .map(|(key, value)| KeyValue { key: (*key).to_owned(), value: Text::from(value) });
    document.blocks.push(Block::KeyValues { items: items.collect() });
    document.blocks.push(Block::Paragraph { text: Text::from(sv::METHOD) });
    let protected = sv::protected(kept.setup.protected);
    if !protected.is_empty() {
        document.blocks.push(Block::Paragraph { text: Text::from(protected) });
    }
    document
}

fn counts(outcome: &Outcome) -> Block {
    let columns = vec![Column::words(sv::RESULT_COLUMNS[0], 3), Column::words(sv::RESULT_COLUMNS[1], 1)];
    let mut table = Table::new("", columns);
    table.row_headers = true;
    let row = |judgement: &Judgement| {
        let count = outcome.counts.get(judgement).copied().unwrap_or(0);
        let count = swedish::integer(i64::try_from(count).unwrap_or(i64::MAX));
        vec![Text::from(words::judgement(*judgement)), Text::from(count)]
    };
    table.rows = Judgement::ALL.iter().map(row).collect();
    Block::Table(table)
}
