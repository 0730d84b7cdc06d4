//! The template of an item in words as a Word file. Pure: the tests and the demo write with the same function.

use std::collections::BTreeMap;

use documents::content::{Block, Column, Document, Picture, Table, Text};
use documents::docx::form::{Content, Control, Form, FormPart};
use documents::markup;
use domain::deviations;
use kernel::Label;

use super::fields::{Answer, FOCUS, WordField, fields};
use super::sv;
use crate::results::{Beside, BesideItem, FigureTable};
use crate::submissions::Asked;
use crate::workbooks::Facts;

/// What stands around the fields.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// What tells the template from others, and for whom it is.
    pub facts: &'a Facts,
    /// What to do, in the authority's words.
    pub instruction: Option<&'a str>,
    /// The figures beside the text.
    pub beside: &'a BesideItem,
    /// The pictures that stand in the text.
    pub pictures: &'a BTreeMap<String, Picture>,
}

/// How many empty rows the table of focus areas has.
const EMPTY_ROWS: usize = 4;
/// The heading level of a section.
const SECTION: u8 = 1;

/// The Word file of what is asked, with what stands in the fields now.
pub fn form(asked: &Asked, around: Around<'_>, texts: &BTreeMap<String, String>) -> Form {
    let facts = around.facts;
    let mut frame = Document::new(facts.item.clone(), facts.authority.clone(), facts.made.day());
    frame.subtitle = format!("{}, {}", facts.subject, facts.provider);
    frame.subject.clone_from(&facts.occasion);
    let mut parts: Vec<FormPart> = head(around).into_iter().map(FormPart::Block).collect();
    let known = fields(asked);
    for section in asked.form().iter().flat_map(|form| &form.sections) {
        parts.push(FormPart::Block(Block::heading(SECTION, section.title.as_sv())));
        parts.extend(above(asked, section, around).into_iter().map(FormPart::Block));
        for field in &section.fields {
            let path = section.path(field);
            let Some(known) = known.iter().find(|known| known.path == path) else { continue };
            if known.answer == Answer::Text && known.heading.is_none() {
                parts.push(FormPart::Block(Block::heading(SECTION + 1, field.title.as_sv())));
                let help = field.help.as_ref().map(|help| Block::paragraph(help.as_sv()));
                parts.extend(help.map(FormPart::Block));
            }
            parts.push(FormPart::Control(control(known, texts, around)));
        }
        parts.extend(focus_areas(asked, &section.slug));
    }
    Form { frame, parts, stamp: facts.stamp.clone() }
}

fn head(around: Around<'_>) -> Vec<Block> {
    let facts = around.facts;
    let mut about = vec![(sv::OCCASION.to_owned(), facts.occasion.clone())];
    about.extend(facts.covers.clone().map(|covers| (sv::COVERS.to_owned(), covers)));
    about.push((sv::DUE.to_owned(), kernel::swedish::day(facts.due)));
    about.push((sv::TO.to_owned(), facts.authority.clone()));
    about.push((sv::ADDRESS.to_owned(), facts.address.clone()));
    let mut blocks = vec![Block::key_values(about)];
    blocks.extend(around.instruction.map(Block::paragraph));
    blocks.push(Block::Note { title: sv::HOW_TITLE.to_owned(), text: sv::HOW.into() });
    blocks
}

/// What stands between a section's heading and its fields.
fn above(asked: &Asked, section: &forms::Section, around: Around<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let is_narrative = matches!(asked, Asked::Narrative(_));
    let is_statement = section.slug == "statement";
    // The support for analysis of a deviation report is long and stands on the web.
    if is_narrative || is_statement {
        blocks.extend(section.help.as_ref().map(Label::as_sv).map(Block::paragraphs).unwrap_or_default());
    }
    if let Asked::Deviations(asked) = asked
        && let Some(focus) = asked.focus_areas.iter().find(|focus| section.slug == format!("focus-{}", focus.id))
    {
        blocks.push(Block::paragraph(deviations::sv::focus_help(focus)));
    }
    if let Some(told) = section.slug.strip_prefix("target-").and_then(|slug| around.beside.risks.get(slug)) {
        blocks.push(Block::paragraph(told.words.clone()));
    }
    let figures = around.beside.figures.get(&section.slug).map(Vec::as_slice).unwrap_or_default();
    let tables = around.beside.tables.get(&section.slug).map(Vec::as_slice).unwrap_or_default();
    blocks.extend(figure_blocks(figures, tables));
    if !figures.is_empty() {
        blocks.push(Block::paragraph(around.beside.source.clone()));
    }
    blocks
}

/// Figures as a document shows them: each in a sentence, then as tables with where they come from.
pub fn figure_blocks(figures: &[Beside], tables: &[FigureTable]) -> Vec<Block> {
    let sentences: Vec<Text> = figures.iter().map(|one| format!("{}. {}", one.title, one.words).into()).collect();
    let mut blocks = Vec::new();
    if !sentences.is_empty() {
        blocks.push(Block::List { ordered: false, items: sentences });
    }
    for of in tables {
        let columns = of.columns.iter().enumerate().map(|(at, head)| match at {
            0 => Column::words(head.clone(), 4),
            // A target is told in words.
            4 => Column::words(head.clone(), 5),
            _ => Column::numbers(head.clone(), 3),
        });
        let mut table = Table::new(of.title.clone(), columns.collect());
        table.rows = of.rows.iter().map(|row| row.iter().map(|cell| cell.clone().into()).collect()).collect();
        table.row_headers = true;
        table.note = of.note.clone().into();
        blocks.push(Block::Table(table));
    }
    blocks
}

fn control(field: &WordField, texts: &BTreeMap<String, String>, around: Around<'_>) -> Control {
    let text = texts.get(&field.path).map_or("", String::as_str);
    let content = match &field.answer {
        Answer::Text => Content::Text {
            blocks: markup::blocks(text, SECTION, &|name| around.pictures.get(name).cloned()),
            prompt: sv::PROMPT.to_owned(),
        },
        Answer::Tick { on, label } => Content::Tick { ticked: text == on, label: label.clone() },
        Answer::Choice(options) => Content::Choice {
            label: sv::STATUS.to_owned(),
            chosen: options.iter().find(|(slug, _)| slug == text).map(|(_, label)| label.clone()),
            options: options.iter().map(|(_, label)| label.clone()).collect(),
            prompt: sv::CHOOSE.to_owned(),
        },
    };
    Control { tag: field.path.clone(), alias: field.title.clone(), content }
}

/// The focus areas that are named under the heading, in a table with rows for more.
fn focus_areas(asked: &Asked, section: &str) -> Vec<FormPart> {
    let Asked::Narrative(asked) = asked else { return Vec::new() };
    let Some(focus) = asked.focus.as_ref().filter(|focus| focus.section == section) else { return Vec::new() };
    let mut table = Table::new("", vec![Column::words(sv::FOCUS_TITLE, 2), Column::words(sv::FOCUS_AIM, 3)]);
    table.rows = focus.areas.iter().map(|area| vec![area.title.clone().into(), area.aim.clone().into()]).collect();
    table.rows.extend(std::iter::repeat_n(vec!["".into(), "".into()], EMPTY_ROWS));
    vec![
        FormPart::Block(Block::heading(SECTION + 1, sv::FOCUS_AREAS)),
        FormPart::Control(Control {
            tag: FOCUS.to_owned(),
            alias: sv::FOCUS_AREAS.to_owned(),
            content: Content::Text {
                blocks: vec![Block::paragraph(sv::FOCUS_HELP), Block::Table(table)],
                prompt: sv::PROMPT.to_owned(),
            },
        }),
    ]
}
