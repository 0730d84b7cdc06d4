//! The same figures as a text file, a workbook or a picture, hidden alike.

use documents::csv;
use documents::raw::RawCell;
use documents::workbook::{self, spec};
use domain::cases::flows::Spread;
use kernel::Instant;
use platform::{Reply, Stop};
use stats::suppression::Shown;
use ui::Chart as _;
use ui::chart::Palette;

use super::look::{Group, Measure, Seen};
use super::{sv, view};

fn text(text: impl Into<String>) -> RawCell {
    let text: String = text.into();
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) }
}

fn measures(seen: &Seen) -> Vec<Measure> {
    view::tables(seen.categories.len()).into_iter().flat_map(|(_, measures)| measures).collect()
}

fn headings(seen: &Seen) -> Vec<String> {
    let times = [
        "Bekräftade",
        "Till bekräftelse, mittvärde i arbetsdagar",
        "Till bekräftelse, längst i arbetsdagar",
        "Besvarade",
        "Till svar, mittvärde i arbetsdagar",
        "Till svar, längst i arbetsdagar",
    ];
    std::iter::once(sv::by(seen.request.by).to_owned())
        .chain(measures(seen).into_iter().map(|one| sv::measure(one, &seen.categories)))
        .chain(times.map(str::to_owned))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of cases")]
fn count(shown: Shown) -> RawCell {
    match shown {
        Shown::Count(n) => RawCell::Number(n as f64),
        Shown::Missing => RawCell::Empty,
        Shown::Suppressed => text(sv::count(shown)),
    }
}

fn spread(times: Result<Spread, Shown>) -> [RawCell; 3] {
    match times {
        Ok(times) => [
            count(Shown::Count(i64::try_from(times.n).unwrap_or(i64::MAX))),
            times.median.map_or(RawCell::Empty, RawCell::Number),
            times.longest.map_or(RawCell::Empty, |longest| RawCell::Number(f64::from(longest))),
        ],
        Err(hidden) => [count(hidden), RawCell::Empty, RawCell::Empty],
    }
}

fn row(seen: &Seen, group: &Group) -> Vec<RawCell> {
    std::iter::once(text(group.name.clone()))
        .chain(measures(seen).into_iter().map(|one| count(group.count(one))))
        .chain(spread(group.times(Measure::Acknowledged)))
        .chain(spread(group.times(Measure::Answered)))
        .collect()
}

fn rows(seen: &Seen) -> Vec<Vec<RawCell>> {
    seen.groups.iter().chain([&seen.all]).map(|group| row(seen, group)).collect()
}

fn name(seen: &Seen) -> String {
    let year = seen.request.year.map_or_else(|| "alla-ar".to_owned(), |year| year.to_string());
    format!("klagomal-{}-{year}", seen.request.by.slug())
}

/// As a text file.
pub(super) fn as_csv(seen: &Seen) -> Reply {
    let head: Vec<RawCell> = headings(seen).into_iter().map(text).collect();
    let mut all: Vec<Vec<RawCell>> = std::iter::once(head).chain(rows(seen)).collect();
    if seen.hides {
        all.push(vec![text(sv::HIDDEN)]);
    }
    let bytes = csv::write(all.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{}.csv", name(seen)))
}

/// As a workbook, with a sheet that says what the figures are.
pub(super) fn as_xlsx(seen: &Seen, who: &str, now: Instant) -> Result<Reply, Stop> {
    let column = |(at, heading): (usize, String)| spec::Column {
        slug: format!("k{at}"),
        heading,
        help: String::new(),
        width: if at == 0 { 34.0 } else { 16.0 },
        kind: if at == 0 { spec::ColumnKind::Text } else { spec::ColumnKind::Decimal },
        required: false,
    };
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut facts =
        vec![fact("Underlag", sv::SOURCE), fact("Tider", sv::TIMES), fact("Sammanfattning", &sv::lead(seen))];
    if seen.hides {
        facts.push(fact("Små antal", sv::HIDDEN));
    }
    let workbook = spec::Workbook {
        title: sv::TITLE.to_owned(),
        author: who.to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets: vec![
            spec::Sheet::Table(spec::Table {
                name: sv::SHEET.to_owned(),
                title: Some(sv::TITLE.to_owned()),
                columns: headings(seen).into_iter().enumerate().map(column).collect(),
                rows: rows(seen).into_iter().map(|cells| spec::Row { cells, ..spec::Row::default() }).collect(),
                empty_rows: 0,
            }),
            spec::Sheet::Instructions(spec::Instructions {
                name: "Om siffrorna".to_owned(),
                title: sv::TITLE.to_owned(),
                blocks: vec![spec::Block::Facts(facts)],
            }),
        ],
        stamp: std::collections::BTreeMap::new(),
    };
    let bytes = workbook::write(&workbook).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, &format!("{}.xlsx", name(seen))))
}

/// The picture of how many came.
pub(super) fn as_svg(seen: &Seen) -> Reply {
    let svg = view::received(seen).svg("kom-in", 720, Palette::Print);
    Reply::download(svg.into_bytes(), "image/svg+xml", &format!("{}.svg", name(seen)))
}
