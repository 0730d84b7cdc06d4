//! The report as a page: the same tree as on paper, with pictures that fit the screen.

use documents::content::{Align, Block, Inline, Table as PaperTable, Text};
use ui::{Column, Markup, Row, Table, Tone, html};

use super::content::DatasetContent;
use super::view_document::{document, pictures};

/// The report's blocks, to stand under the page's own `h1`.
pub fn report(content: &DatasetContent) -> Markup {
    let mut pictures = pictures(content).into_iter();
    let document = document(content).settled();
    html! {
        @for block in &document.blocks {
            @match block {
                Block::Figure(figure) => @if let Some(picture) = pictures.next() {
                    (ui::figure(picture.id, &figure.caption, &*picture.chart, ""))
                },
                other => (draw(other)),
            }
        }
    }
}

fn draw(block: &Block) -> Markup {
    match block {
        Block::Heading { level, text } => heading(*level, text),
        Block::Paragraph { text } => html! { p { (inline(text)) } },
        Block::List { ordered: true, items } => html! { ol { @for item in items { li { (inline(item)) } } } },
        Block::List { ordered: false, items } => html! { ul { @for item in items { li { (inline(item)) } } } },
        Block::Table(table) => self::table(table),
        Block::Quote { text, source } => ui::quote(&plain(text), source, ""),
        Block::KeyValues { items } => {
            let pairs: Vec<(&str, Markup)> =
                items.iter().map(|item| (item.key.as_str(), inline(&item.value))).collect();
            ui::key_values(&pairs)
        }
        Block::Note { title, text } => ui::notice(Tone::Info, title, &html! { p { (inline(text)) } }),
        // Pictures are drawn where the charts are; pages are paper's.
        Block::Picture(picture) => html! { p { (picture.alt) } },
        Block::Figure(_) | Block::PageBreak => html! {},
    }
}

fn heading(level: u8, text: &str) -> Markup {
    match level {
        1 => html! { h2 { (text) } },
        2 => html! { h3 { (text) } },
        _ => html! { h4 { (text) } },
    }
}

fn plain(text: &Text) -> String {
    text.0.iter().map(Inline::as_str).collect()
}

fn inline(text: &Text) -> Markup {
    html! {
        @for piece in &text.0 {
            @match piece {
                Inline::Text(text) => (lines(text)),
                Inline::Strong(text) => strong { (lines(text)) },
                Inline::Emphasis(text) => em { (lines(text)) },
                Inline::Link { text, address } => @if address.starts_with("https:") || address.starts_with("http:") || address.starts_with("mailto:") {
                    a href=(address) { (text) }
                } @else { (text) },
            }
        }
    }
}

fn lines(text: &str) -> Markup {
    html! { @for (index, line) in text.split('\n').enumerate() { @if index > 0 { br; } (line) } }
}

fn table(table: &PaperTable) -> Markup {
    let columns = table
        .columns
        .iter()
        .map(|column| match column.align {
            Align::End => Column::number(column.heading.as_str()),
            Align::Start | Align::Center => Column::new(column.heading.as_str()),
        })
        .collect();
    let cells = |row: &Vec<Text>| row.iter().map(inline).collect::<Vec<_>>();
    let (body, total) = match table.rows.split_last() {
        Some((last, body)) if table.total_row => (body, Some(last)),
        _ => (table.rows.as_slice(), None),
    };
    let mut drawn =
        Table::new(table.caption.as_str(), columns).rows(body.iter().map(|row| Row::new(cells(row))).collect());
    if let Some(total) = total {
        drawn = drawn.foot(cells(total));
    }
    html! { (drawn.stack()) @if !table.note.is_blank() { p.quiet { (inline(&table.note)) } } }
}
