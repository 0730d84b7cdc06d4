//! A published table as a text file and as a workbook.

use documents::csv;
use documents::raw::RawCell;
use documents::workbook::{self, spec};
use domain::publications::Content;
use kernel::swedish;
use platform::{Reply, Stop};
use stats::ShownShare;
use stats::suppression::Shown;

use super::store::Publication;
use super::sv;

fn text(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people lie far below 2^53")]
fn number(shown: Shown) -> RawCell {
    match shown {
        Shown::Count(count) => RawCell::Number(count as f64),
        Shown::Missing | Shown::Suppressed => text(&sv::number(shown)),
    }
}

fn share(share: ShownShare) -> RawCell {
    let tenths = match share {
        ShownShare::Share { part, base } => stats::Share::new(part, base).ok().and_then(|share| share.percent(1)),
        ShownShare::Missing | ShownShare::Suppressed => None,
    };
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    let percent = tenths.map(|tenths| tenths as f64 / 10.0);
    percent.map_or(RawCell::Empty, RawCell::Number)
}

fn headings(content: &Content) -> Vec<String> {
    let table = &content.table;
    let mut all = vec![table.by.clone(), "Bas (n)".to_owned()];
    for column in &table.columns {
        all.push(column.clone());
        all.push(if table.columns.len() == 1 { "Andel, %".to_owned() } else { format!("{column}, %") });
    }
    all
}

fn rows(content: &Content) -> Vec<Vec<RawCell>> {
    let row = |row: &domain::publications::Row| {
        let mut cells = vec![text(&row.name), number(row.base)];
        for (at, value) in row.values.iter().enumerate() {
            cells.push(number(*value));
            cells.push(share(row.share(at)));
        }
        cells
    };
    content.table.rows.iter().map(row).collect()
}

/// What has to be said with the figures, wherever they go.
fn facts(one: &Publication, content: &Content) -> Vec<(String, String)> {
    let table = &content.table;
    [
        ("Tabell", table.title.clone()),
        ("Period", table.period.clone()),
        ("Publicerad av", content.authority.clone()),
        ("Publicering", format!("{}, {}", one.number, swedish::day(one.published_at.day()))),
        ("Källa", content.source.clone()),
        ("Definition", table.definition.clone()),
        ("Formel", table.formula.clone()),
        ("Bas", table.base.clone()),
        ("Att tänka på", table.note.clone()),
        ("Tecken", sv::signs(content.smallest_shown)),
        ("Kontrollsumma (SHA-256)", one.sha256.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn name(one: &Publication) -> String {
    format!("publicering-{}-{}", one.number, one.table.replace('.', "-"))
}

/// As a text file.
pub(super) fn as_csv(one: &Publication, content: &Content) -> Reply {
    let head: Vec<RawCell> = headings(content).iter().map(|heading| text(heading)).collect();
    let mut all: Vec<Vec<RawCell>> = std::iter::once(head).chain(rows(content)).collect();
    all.extend(facts(one, content).iter().map(|(name, value)| vec![text(name), text(value)]));
    let bytes = csv::write(all.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{}.csv", name(one)))
}

/// As a workbook, with a sheet that says what the figures are. It says the moment of publishing, so that it is the same
/// file each time.
pub(super) fn as_xlsx(one: &Publication, content: &Content) -> Result<Reply, Stop> {
    let columns = headings(content)
        .into_iter()
        .enumerate()
        .map(|(at, heading)| spec::Column {
            slug: format!("k{at}"),
            heading,
            help: String::new(),
            width: if at == 0 { 34.0 } else { 20.0 },
            kind: if at == 0 { spec::ColumnKind::Text } else { spec::ColumnKind::Decimal },
            required: false,
        })
        .collect();
    let rows = rows(content).into_iter().map(|cells| spec::Row { cells, ..spec::Row::default() }).collect();
    let book = spec::Workbook {
        title: content.table.title.clone(),
        author: content.authority.clone(),
        language: "sv-SE".to_owned(),
        created: one.published_at,
        sheets: vec![
            spec::Sheet::Table(spec::Table {
                name: "Tabell".to_owned(),
                title: Some(content.table.title.clone()),
                columns,
                rows,
                empty_rows: 0,
            }),
            spec::Sheet::Instructions(spec::Instructions {
                name: "Om siffrorna".to_owned(),
                title: content.table.title.clone(),
                blocks: vec![spec::Block::Facts(facts(one, content))],
            }),
        ],
        stamp: std::collections::BTreeMap::new(),
    };
    let bytes = workbook::write(&book).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, &format!("{}.xlsx", name(one))))
}
