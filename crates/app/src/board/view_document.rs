//! The report as a content tree, made from a frozen dataset alone: the same dataset, the same tree.

use std::collections::BTreeSet;

use documents::content::{Block, Column, Document, Figure, Table, Text};
use kernel::swedish;
use platform::files::sha256_hex;
use stats::suppression::Shown;
use ui::chart::{Bar, StackRow, Unit, Value};
use ui::{BarChart, Chart, Palette, StackedChart};

use super::content::{Complaints, DatasetContent, FocusAreas, TargetAtRisk, Targets};
use super::sv;

/// How wide pictures are drawn for paper, in pixels.
const WIDTH: u32 = 620;

/// A picture of the report, with the sentence that says what it shows.
pub struct Picture {
    /// Its own name on a page.
    pub id: &'static str,
    /// What it shows.
    pub sentence: String,
    /// The same in words, value by value.
    pub description: String,
    /// The chart.
    pub chart: Box<dyn Chart>,
}

/// The pictures of the report, in the order in which they stand in it.
pub fn pictures(content: &DatasetContent) -> Vec<Picture> {
    let mut pictures = Vec::new();
    if !content.items.is_empty() {
        pictures.push(reporting_picture(content));
    }
    pictures.extend(content.complaints.as_ref().and_then(complaints_picture));
    pictures
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn known(number: i64) -> Value {
    Value::Known(number as f64)
}

fn reporting_picture(content: &DatasetContent) -> Picture {
    let sentence = sv::reporting_caption(&content.reporting());
    let description = content.items.iter().map(sv::reporting_item).collect::<Vec<_>>().join(" ");
    let elsewhere = content.reporting().elsewhere > 0;
    let mut parts = vec!["I tid".into(), "Efter sista dagen".into(), "Inte inlämnat".into()];
    parts.splice(2..2, elsewhere.then(|| "Ur annat system".into()));
    let chart = StackedChart {
        title: sentence.clone().into(),
        description: description.clone().into(),
        kind: "Uppgift".into(),
        unit: Unit::Count,
        parts,
        rows: content
            .items
            .iter()
            .map(|item| StackRow {
                label: item.title.clone().into(),
                values: [
                    Some(item.on_time),
                    Some(item.late()),
                    elsewhere.then_some(item.elsewhere),
                    Some(item.expected - item.received),
                ]
                .into_iter()
                .flatten()
                .map(known)
                .collect(),
            })
            .collect(),
        grouped: false,
    };
    Picture { id: "inlamnat", sentence, description, chart: Box::new(chart) }
}

fn complaints_picture(complaints: &Complaints) -> Option<Picture> {
    // A picture of nothing but hidden bars shows nothing.
    let is_shown = |figure: &Shown| matches!(figure, Shown::Count(number) if *number > 0);
    if !is_shown(&complaints.total) || !complaints.column_totals.iter().any(is_shown) {
        return None;
    }
    let value = |shown: Shown| match shown {
        Shown::Count(number) => known(number),
        Shown::Missing => Value::Missing,
        Shown::Suppressed => Value::Hidden,
    };
    let mut totals: Vec<(String, Shown)> =
        complaints.columns.iter().map(sv::column).zip(complaints.column_totals.iter().copied()).collect();
    totals.sort_by_key(|(_, total)| std::cmp::Reverse(if let Shown::Count(number) = total { *number } else { 0 }));
    let description =
        totals.iter().map(|(title, total)| format!("{title}: {}.", sv::figure(*total))).collect::<Vec<_>>().join(" ");
    let sentence = sv::complaints(complaints);
    let chart = BarChart {
        title: sentence.clone().into(),
        description: description.clone().into(),
        kind: "Kärna".into(),
        unit: Unit::Count,
        bars: totals
            .into_iter()
            .map(|(title, total)| Bar {
                label: title.into(),
                value: value(total),
                base: None,
                interval: None,
                you: true,
            })
            .collect(),
        target: None,
    };
    Some(Picture { id: "klagomal", sentence, description, chart: Box::new(chart) })
}

/// The report.
pub fn document(content: &DatasetContent) -> Document {
    let mut pictures = pictures(content).into_iter().map(|picture| {
        Block::Figure(Figure {
            svg: picture.chart.svg(picture.id, WIDTH, Palette::Print),
            alt: format!("{} {}", picture.sentence, picture.description),
            caption: picture.sentence,
        })
    });
    let mut blocks = summary(content);
    if !content.introduction.is_empty() {
        blocks.push(Block::heading(1, "Inledning"));
        blocks.extend(Block::paragraphs(&content.introduction));
    }
    blocks.extend(reporting(content, if content.items.is_empty() { None } else { pictures.next() }));
    if let Some(own) = &content.complaints {
        blocks.extend(complaints(own, pictures.next()));
    }
    if let Some(own) = &content.targets {
        blocks.extend(targets(own));
    }
    if let Some(own) = &content.focus_areas {
        blocks.extend(focus_areas(own));
    }
    blocks.extend(themes(content));
    blocks.push(Block::heading(1, "Huvudmannens slutsatser"));
    blocks.extend(Block::paragraphs(&content.conclusions));
    blocks.extend(method(content));
    blocks.extend(missing(content));
    blocks.extend(about(content));
    let mut document = Document::new(sv::title(content), content.authority.clone(), content.frozen_at.day());
    document.subtitle = sv::subtitle(content);
    document.subject = content.year_title.clone();
    document.reference = sv::reference(content.number);
    document.cover = true;
    document.toc = true;
    document.blocks = blocks;
    document
}

fn summary(content: &DatasetContent) -> Vec<Block> {
    let mut blocks = vec![Block::heading(1, "Sammanfattning")];
    if let Some(replaces) = &content.replaces {
        blocks.push(Block::Note { title: "Rättad rapport".to_owned(), text: sv::replaces(replaces).into() });
    }
    let mut points = vec![sv::reporting(&content.reporting(), content.providers)];
    if let Some(own) = &content.complaints {
        points.push(sv::complaints(own));
        points.extend(own.investigations.map(|shown| sv::investigations(shown, own.compared.as_ref())));
    }
    points.extend(content.targets.as_ref().map(sv::targets));
    points.extend(content.focus_areas.as_ref().map(sv::focus));
    blocks.extend(points.into_iter().map(Block::paragraph));
    blocks
}

fn reporting(content: &DatasetContent, picture: Option<Block>) -> Vec<Block> {
    let mut table = Table::new(
        "Redovisningar per redovisningspunkt",
        vec![
            Column::words("Redovisningspunkt", 5),
            Column::numbers("Begärda", 2),
            Column::numbers("Inkomna", 2),
            Column::numbers("I tid", 2),
            Column::numbers("Godkända", 2),
            Column::numbers("Andel inkomna", 3),
        ],
    );
    let row = |title: &str, item: &super::content::ItemReporting| -> Vec<Text> {
        let figures = [item.expected, item.received, item.on_time, item.approved].map(swedish::integer);
        let share = swedish::share(item.received, item.expected);
        std::iter::once(title.to_owned()).chain(figures).chain([share]).map(Text::from).collect()
    };
    table.rows = content.items.iter().map(|item| row(&item.title, item)).collect();
    if content.items.len() > 1 {
        table.rows.push(row("Alla redovisningspunkter", &content.reporting()));
        table.total_row = true;
    }
    table.row_headers = true;
    let mut blocks = vec![
        Block::heading(1, "Vad som har kommit in"),
        Block::paragraph(sv::reporting(&content.reporting(), content.providers)),
    ];
    blocks.extend(picture);
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    blocks
}

/// What the complaints are put under: the authority's categories, where it has any.
fn by_kind(own: &Complaints) -> bool {
    own.columns.iter().any(|column| !column.titles.is_empty())
}

fn complaints(own: &Complaints, picture: Option<Block>) -> Vec<Block> {
    // Where there is a picture, its sentence says how many.
    let number = if picture.is_some() { String::new() } else { sv::complaints(own) };
    let lead = [number, sv::period(own.period)].join(" ");
    let mut blocks = vec![Block::heading(1, "Klagomål"), Block::paragraph(lead.trim())];
    blocks.extend(picture);
    if own.units_reported > 0 {
        blocks.push(Block::Table(by_provider(own)));
        if !own.cells && by_kind(own) {
            blocks.push(Block::Table(by_category(own)));
        }
        blocks.extend(sv::not_counted(own).map(Block::paragraph));
    }
    if let Some(shown) = own.investigations {
        blocks.push(Block::heading(2, "Kränkande behandling och diskriminering"));
        blocks.push(Block::paragraph(sv::investigations(shown, own.compared.as_ref())));
    }
    blocks
}

fn note(own: &Complaints) -> Text {
    let mut text = sv::SIGNS.to_owned();
    if let Some(compared) = &own.compared {
        text = format!("{text} {}", sv::compared_note(compared));
    }
    if let Some(together) = sv::together(own) {
        text = format!("{text} {together}");
    }
    text.into()
}

fn by_provider(own: &Complaints) -> Table {
    let caption =
        if own.cells && by_kind(own) { "Klagomål per anordnare och kärna" } else { "Klagomål per anordnare" };
    let mut columns = vec![Column::words("Anordnare", 6), Column::numbers(sv::answered(own), 3)];
    if own.cells {
        columns.extend(own.columns.iter().map(|column| Column::numbers(sv::column(column), 3)));
    }
    columns.push(Column::numbers("Totalt", 2));
    let mut table = Table::new(caption, columns);
    for row in &own.rows {
        let mut cells: Vec<Text> = vec![sv::row(row).into(), sv::units(row.units_reported, row.units_expected).into()];
        if own.cells {
            cells.extend(row.cells.iter().map(|cell| Text::from(sv::figure(*cell))));
        }
        cells.push(sv::figure(row.total).into());
        table.rows.push(cells);
    }
    let mut total: Vec<Text> = vec!["Alla".into(), sv::units(own.units_reported, own.units_expected).into()];
    if own.cells {
        total.extend(own.column_totals.iter().map(|cell| Text::from(sv::figure(*cell))));
    }
    total.push(sv::figure(own.total).into());
    table.rows.push(total);
    table.total_row = true;
    table.row_headers = true;
    table.note = note(own);
    table
}

fn by_category(own: &Complaints) -> Table {
    let mut table = Table::new("Klagomål per kärna", vec![Column::words("Kärna", 5), Column::numbers("Antal", 1)]);
    table.rows = own
        .columns
        .iter()
        .zip(&own.column_totals)
        .map(|(column, total)| vec![sv::column(column).into(), sv::figure(*total).into()])
        .collect();
    table.rows.push(vec!["Alla".into(), sv::figure(own.total).into()]);
    table.total_row = true;
    table.row_headers = true;
    table
}

fn targets(own: &Targets) -> Vec<Block> {
    let mut blocks = vec![Block::heading(1, "Målvärden"), Block::paragraph(sv::targets(own))];
    for target in &own.at_risk {
        blocks.push(Block::heading(2, target.name.clone()));
        blocks.push(Block::paragraph(sv::at_risk(target)));
        blocks.extend(analyses(target));
    }
    blocks
}

fn analyses(target: &TargetAtRisk) -> Vec<Block> {
    let mut blocks = Vec::new();
    for analysis in &target.analyses {
        let mut head = Text::default().strong(sv::who(&analysis.provider, &analysis.subject));
        if !analysis.target.is_empty() {
            head = head.plain(format!(" (målvärde: {})", analysis.target));
        }
        if !analysis.what.is_empty() {
            head = head.plain(format!(". Hittills: {}", analysis.what));
        }
        blocks.push(Block::paragraph(head));
        let source = sv::analysis_source(&analysis.provider, &analysis.subject, analysis.received.day());
        blocks.push(Block::quote(documents::markup::plain_words(&analysis.causes), source));
        if !analysis.measures.is_empty() {
            blocks.push(Block::paragraph(Text::default().emphasis("Åtgärder: ").plain(analysis.measures.clone())));
        }
    }
    blocks
}

fn focus_areas(own: &FocusAreas) -> Vec<Block> {
    let mut blocks =
        vec![Block::heading(1, "Fokusområden från förra årets årsrapport"), Block::paragraph(sv::focus(own))];
    for (caption, those) in [
        ("Fokusområden som avviker", &own.deviating),
        ("Fokusområden som inte längre är aktuella", &own.not_applicable),
    ] {
        if those.is_empty() {
            continue;
        }
        let columns =
            vec![Column::words("Anordnare", 3), Column::words("Fokusområde", 3), Column::words("Kommentar", 6)];
        let mut table = Table::new(caption, columns);
        table.rows = those
            .iter()
            .map(|focus| {
                let comment = if focus.comment.is_empty() { "Ingen kommentar" } else { &focus.comment };
                vec![sv::who(&focus.provider, &focus.subject).into(), focus.title.clone().into(), comment.into()]
            })
            .collect();
        table.row_headers = true;
        blocks.push(Block::Table(table));
    }
    blocks
}

fn themes(content: &DatasetContent) -> Vec<Block> {
    if content.themes.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::heading(1, "Teman i anordnarnas svar"),
        Block::paragraph(
            "Handläggarna har läst svaren på samma fråga bredvid varandra och märkt dem med teman. Citaten är ordagranna.",
        ),
    ];
    for theme in &content.themes {
        blocks.push(Block::heading(2, theme.name.clone()));
        blocks.push(Block::paragraph(sv::theme(theme.providers)));
        blocks.extend(theme.quotes.iter().map(|quote| Block::quote(quote.text.clone(), quote.source.clone())));
    }
    blocks
}

fn method(content: &DatasetContent) -> Vec<Block> {
    let mut blocks = vec![Block::heading(1, "Metod och definitioner"), Block::paragraph(sv::method(content))];
    if let Some(own) = &content.complaints {
        blocks.push(Block::Note { title: "Små tal".to_owned(), text: sv::SMALL_NUMBERS.into() });
        blocks.push(Block::heading(2, "Klagomål"));
        blocks.push(Block::paragraph(own.definition.clone()));
        blocks.push(Block::key_values(own.definitions.iter().map(|of| (of.title.clone(), of.definition.clone()))));
    }
    blocks
}

fn missing(content: &DatasetContent) -> Vec<Block> {
    let providers: BTreeSet<&str> = content.missing.iter().map(|missing| missing.provider.as_str()).collect();
    let mut blocks = vec![
        Block::heading(1, "Det som inte har kommit in"),
        Block::paragraph(sv::missing(content.missing.len(), providers.len())),
    ];
    if !content.missing.is_empty() {
        let columns = vec![
            Column::words("Anordnare", 4),
            Column::words("Redovisningspunkt", 5),
            Column::words("Enhet eller område", 4),
            Column::words("Sista dag", 3),
        ];
        let mut table = Table::new("Inte inkommet", columns);
        table.rows = content
            .missing
            .iter()
            .map(|missing| {
                let subject = if missing.subject.is_empty() { "Hela anordnaren" } else { &missing.subject };
                vec![
                    missing.provider.clone().into(),
                    missing.item.clone().into(),
                    subject.into(),
                    swedish::day(missing.due).into(),
                ]
            })
            .collect();
        table.row_headers = true;
        blocks.push(Block::Table(table));
    }
    blocks
}

fn about(content: &DatasetContent) -> Vec<Block> {
    let hash = content.canonical().map(|text| sha256_hex(text.as_bytes())).unwrap_or_default();
    // In groups, so that two can be compared by eye and a line can break.
    let letters: Vec<char> = hash.chars().collect();
    let grouped = letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let facts: Vec<(&str, String)> = vec![
        ("Underlag", swedish::integer(content.number)),
        ("Fryst", swedish::instant(content.frozen_at)),
        ("Kontrollsumma (SHA-256)", grouped),
    ];
    vec![
        Block::heading(1, "Om underlaget"),
        Block::paragraph(
            "Rapporten är gjord ur ett numrerat underlag som inte ändras. Rättelser görs i en ny rapport med ett eget nummer, som säger vilken den ersätter.",
        ),
        Block::key_values(facts),
    ]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::content::CategoryColumn;
    use super::*;

    #[test]
    fn a_picture_is_drawn_only_where_some_bar_of_it_is_shown() {
        let column = |title: &str| CategoryColumn { titles: vec![title.to_owned()] };
        let with = |column_totals: Vec<Shown>| Complaints {
            period: None,
            by_provider: false,
            units_expected: 2,
            units_reported: 2,
            definition: String::new(),
            definitions: Vec::new(),
            columns: vec![column("A"), column("B")],
            rows: Vec::new(),
            column_totals,
            total: Shown::Count(12),
            cells: false,
            investigations: None,
            not_counted: None,
            compared: None,
        };
        assert!(complaints_picture(&with(vec![Shown::Suppressed, Shown::Suppressed])).is_none());
        assert!(complaints_picture(&with(vec![Shown::Suppressed, Shown::Count(0)])).is_none());
        let drawn = complaints_picture(&with(vec![Shown::Suppressed, Shown::Count(9)])).unwrap();
        let svg = drawn.chart.svg("x", WIDTH, Palette::Print);
        assert!(svg.contains("Dolt") && !svg.contains("För få"), "{svg}");
    }
}
