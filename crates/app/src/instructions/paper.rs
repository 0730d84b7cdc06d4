//! The guides on paper: a content tree that becomes a PDF for screen readers and printers alike.

use documents::content::{Block, Document, Text};
use domain::year::{SupportStep, Year};
use kernel::{Day, Label};
use platform::{Reply, Stop};

use super::sv;

/// The guide at that place, or all. It is dated the first day of its year, so that the same document gives the same bytes.
///
/// # Errors
/// Not found where the year has no such guide, or none.
pub(super) fn of_year(year: &Year, at: Option<usize>) -> Result<Document, Stop> {
    let dated = year.days().ok_or(Stop::NotFound)?.from;
    let steps: Vec<(usize, &SupportStep)> =
        year.support.iter().enumerate().filter(|(place, _)| at.is_none_or(|at| at == *place)).collect();
    if steps.is_empty() { Err(Stop::NotFound) } else { Ok(document(year, &steps, dated)) }
}

/// The file as an answer.
///
/// # Errors
/// A failure of ours where it could not be set.
pub(super) fn reply(bytes: Vec<u8>, year: &Year, at: Option<usize>) -> Result<Reply, Stop> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(Stop::broken(&format!("guide: {}", String::from_utf8_lossy(&bytes))));
    }
    let slug = at.and_then(|at| year.support.get(at)).map(|step| step.slug.as_str());
    Ok(Reply::download(bytes, "application/pdf", &sv::file_name(slug)))
}

/// The guides with those steps, dated that day: one of them, or all.
fn document(year: &Year, steps: &[(usize, &SupportStep)], dated: Day) -> Document {
    let whole = steps.len() != 1;
    let title = match steps {
        [(_, one)] => one.title.as_sv(),
        _ => sv::GUIDES,
    };
    let mut document = Document::new(title, year.authority.name.as_sv(), dated);
    document.subtitle = match steps {
        [(at, _)] => format!("{}, {}", sv::GUIDES, sv::step_of(*at, year.support.len())),
        _ => sv::of_authority(year),
    };
    document.subject = sv::GUIDES.to_owned();
    document.blocks.push(Block::paragraph(sv::WHAT_GUIDES_ARE));
    for (at, step) in steps {
        if whole {
            if *at > 0 {
                document.blocks.push(Block::PageBreak);
            }
            document.blocks.push(Block::heading(1, format!("{}. {}", at + 1, step.title.as_sv())));
        }
        blocks(step, if whole { 2 } else { 1 }, &mut document.blocks);
    }
    document
}

fn blocks(step: &SupportStep, level: u8, out: &mut Vec<Block>) {
    out.extend(step.text.iter().map(|text| Block::paragraph(text.as_sv())));
    let mut list = |heading: &str, labels: &[Label], ordered: bool| {
        if !labels.is_empty() {
            out.push(Block::heading(level, heading));
            let items = labels.iter().map(|label| Text::from(label.as_sv())).collect();
            out.push(Block::List { ordered, items });
        }
    };
    list(sv::ACTIONS, &step.actions, true);
    list(sv::QUESTIONS, &step.questions, false);
    if !step.methods.is_empty() {
        out.push(Block::heading(level, sv::METHODS));
        for method in &step.methods {
            out.push(Block::heading(level + 1, method.title.as_sv()));
            out.push(Block::paragraph(method.text.as_sv()));
        }
    }
    let mut list = |heading: &str, labels: &[Label]| {
        if !labels.is_empty() {
            out.push(Block::heading(level, heading));
            let items = labels.iter().map(|label| Text::from(label.as_sv())).collect();
            out.push(Block::List { ordered: false, items });
        }
    };
    list(sv::PITFALLS, &step.pitfalls);
    list(sv::DONE, &step.done);
}
