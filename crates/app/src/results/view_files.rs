//! The figures of a page as a text file, a workbook or a picture: the same figures, hidden alike.

use documents::csv;
use documents::raw::RawCell;
use documents::workbook::{self, spec};
use domain::indicators::{Figure, sv as words};
use domain::year::Indicator;
use kernel::Instant;
use platform::{Reply, Stop};

use super::look::{Basis, Seen, Told};
use super::one_provider::Line;
use super::{picture, sv};

/// What stands over the columns.
const HEADINGS: [&str; 12] = [
    "Gäller",
    "Antal",
    "Bas (n)",
    "Värde",
    "Osäkerhet från",
    "Osäkerhet till",
    "Målvärde",
    "Mot målet",
    "Mot genomsnittet",
    sv::YEAR_BEFORE,
    "Bas (n), året före",
    "Anmärkning",
];
/// Which of them is of the year before, and what it is of.
const BEFORE: usize = 9;
const BEFORE_BASE: usize = 10;

/// What stands over the columns of these figures: over those of the year before also how much of it they are of.
fn headings(basis: &Basis) -> [String; HEADINGS.len()] {
    let mut all = HEADINGS.map(str::to_owned);
    for at in [BEFORE, BEFORE_BASE] {
        all[at].push_str(&basis.cut().map(sv::until).unwrap_or_default());
    }
    all
}

/// That the source ends within the period, where it does.
fn so_far(basis: &Basis) -> Option<(String, String)> {
    basis.cut().map(|month| ("Jämförelse".to_owned(), sv::so_far(month, basis.known)))
}

fn text(text: impl Into<String>) -> RawCell {
    let text: String = text.into();
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.into()) }
}

/// A number with one decimal, as the page has it.
fn number(value: Option<f64>) -> RawCell {
    value.map_or(RawCell::Empty, |value| RawCell::Number((value * 10.0).round() / 10.0))
}

/// A number of the figure; where it is hidden the word for that, so that it is told from one that is missing.
fn shown(figure: Figure, cell: RawCell) -> RawCell {
    if figure == Figure::TooFew { text(words::TOO_FEW) } else { cell }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people lie far below 2^53")]
fn count(count: Option<i64>) -> RawCell {
    count.map_or(RawCell::Empty, |count| RawCell::Number(count as f64))
}

fn row(told: &Told) -> Vec<RawCell> {
    let counts = told.figure.counts();
    let interval = match told.figure {
        Figure::Share { interval, .. } => interval,
        Figure::Rate { .. } | Figure::Stated { .. } | Figure::Missing(_) | Figure::TooFew => None,
    };
    let remark = match told.figure.value() {
        None => format!("{}. {}", words::value(told.figure), sv::remark(told.figure)),
        Some(_) => sv::remark(told.figure),
    };
    let remark = match &told.reported {
        Some(reported) => reported.words(),
        None => remark,
    };
    vec![
        text(told.name.as_str()),
        shown(told.figure, count(counts.map(|(part, _)| part))),
        shown(told.figure, count(counts.map(|(_, base)| base))),
        shown(told.figure, number(told.figure.value())),
        number(interval.map(|interval| interval.low * 100.0)),
        number(interval.map(|interval| interval.high * 100.0)),
        text(told.goal.words.as_str()),
        text(told.stands.map_or("", words::stands)),
        text(told.standing.map_or("", words::standing)),
        shown(told.earlier, number(told.earlier.value())),
        shown(told.earlier, count(told.earlier.counts().map(|(_, base)| base))),
        text(remark),
    ]
}

/// The rows with the whole of them last, and for a distribution its parts; of work with what is known of all who completed
/// in two last columns.
fn rows(basis: &Basis, indicator: &Indicator, seen: &Seen) -> Vec<Vec<RawCell>> {
    let of_work = basis.tells_of_all(indicator);
    let with_all = |told: &Told| {
        let all = of_work.then(|| basis.bounds_of_all(told.key)).flatten();
        let all = of_work.then(|| [number(all.map(|(known, _)| known)), number(all.map(|(_, highest)| highest))]);
        row(told).into_iter().chain(all.into_iter().flatten()).collect()
    };
    let mut rows: Vec<Vec<RawCell>> = seen.rows.iter().map(with_all).collect();
    rows.extend(seen.parts.iter().map(|part| {
        row(&Told {
            key: None,
            name: words::part(part.term),
            figure: part.figure,
            earlier: Figure::Missing(domain::indicators::Missing::NothingCounted),
            goal: super::look::Goal::default(),
            stands: None,
            standing: None,
            reported: None,
        })
    }));
    rows.push(with_all(&seen.lead));
    rows
}

/// What stands over them.
fn headings_of(basis: &Basis, indicator: &Indicator) -> Vec<String> {
    let of_work = basis.tells_of_all(indicator).then(|| sv::OF_ALL_COLUMNS.map(str::to_owned));
    headings(basis).into_iter().chain(of_work.into_iter().flatten()).collect()
}

fn name(basis: &Basis, indicator: &Indicator) -> String {
    let stretch = basis.request.stretch.slug();
    let dash = if stretch.is_empty() { "" } else { "-" };
    // A file of a snapshot says so in its name: it is kept beside those of other days.
    let frozen = basis.request.freeze.map(|number| format!("-frysning-{number}")).unwrap_or_default();
    format!("{}-{}{dash}{stretch}{frozen}", indicator.slug, basis.year())
}

/// As a text file.
pub fn csv(basis: &Basis, indicator: &Indicator, seen: &Seen) -> Reply {
    let head: Vec<RawCell> = headings_of(basis, indicator).into_iter().map(text).collect();
    let mut all: Vec<Vec<RawCell>> = std::iter::once(head).chain(rows(basis, indicator, seen)).collect();
    if basis.at.freeze.is_some() {
        // A text file has no sheet to say it on, so its last row does.
        all.push(vec![text(super::view::source(basis))]);
    }
    let bytes = csv::write(all.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{}.csv", name(basis, indicator)))
}

fn columns(headings: Vec<String>) -> Vec<spec::Column> {
    headings
        .into_iter()
        .enumerate()
        .map(|(at, heading)| spec::Column {
            slug: format!("k{at}"),
            heading,
            help: String::new(),
            width: if at == 0 { 34.0 } else { 18.0 },
            kind: if (1..=5).contains(&at) || at == BEFORE || at == BEFORE_BASE || at >= HEADINGS.len() {
                spec::ColumnKind::Decimal
            } else {
                spec::ColumnKind::Text
            },
            required: false,
        })
        .collect()
}

/// A provider's indicators, each a row; a distribution has a row for each of its parts.
fn provider_rows(lines: &[Line<'_>]) -> Vec<Vec<RawCell>> {
    let of = |line: &Line<'_>| {
        let title = line.indicator.title.as_sv();
        if line.is_distribution() && line.told.figure.value().is_some() {
            let part = |part: &domain::indicators::Part| {
                let name = format!("{title}: {}", words::part(part.term));
                let missing = Figure::Missing(domain::indicators::Missing::NothingCounted);
                row(&Told { name, figure: part.figure, earlier: missing, ..line.told.clone() })
            };
            return line.parts.iter().map(part).collect();
        }
        vec![row(&Told { name: title.to_owned(), ..line.told.clone() })]
    };
    lines.iter().flat_map(of).collect()
}

/// All indicators, each a row; a distribution has a row for each of its parts.
fn overview_rows(basis: &Basis) -> Vec<Vec<RawCell>> {
    let of = |(indicator, told): &(&Indicator, Told)| {
        let title = indicator.title.as_sv();
        let spread = indicator.count.as_ref().is_some_and(domain::indicators::Formula::is_distribution);
        if spread && told.figure.value().is_some() {
            let part = |part: &domain::indicators::Part| {
                let name = format!("{title}: {}", words::part(part.term));
                let missing = Figure::Missing(domain::indicators::Missing::NothingCounted);
                row(&Told { name, figure: part.figure, earlier: missing, ..told.clone() })
            };
            return basis.indicator(indicator).parts.iter().map(part).collect();
        }
        vec![row(&Told { name: title.to_owned(), ..told.clone() })]
    };
    basis.overview().iter().flat_map(of).collect()
}

fn overview_name(basis: &Basis) -> String {
    provider_name(basis, sv::RESULTS)
}

/// All indicators as a text file.
pub fn overview_csv(basis: &Basis) -> Reply {
    text_file(basis, overview_rows(basis), &overview_name(basis))
}

/// All indicators as a workbook.
pub fn overview_xlsx(basis: &Basis, who: &str, now: Instant) -> Result<Reply, Stop> {
    book(basis, overview_rows(basis), (who, &overview_name(basis)), now)
}

/// The rows under their headings, and at the end where they come from.
fn text_file(basis: &Basis, rows: Vec<Vec<RawCell>>, name: &str) -> Reply {
    let head: Vec<RawCell> = headings(basis).map(text).to_vec();
    let mut all: Vec<Vec<RawCell>> = std::iter::once(head).chain(rows).collect();
    all.push(vec![text(super::view::source(basis))]);
    let bytes = csv::write(all.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Reply::download(bytes, "text/csv; charset=utf-8", &format!("{name}.csv"))
}

/// Which figures a file has, in its name: of whom, of when, and of which snapshot.
fn provider_name(basis: &Basis, who: &str) -> String {
    let who = domain::year::slugged(who).unwrap_or_default();
    let stretch = basis.request.stretch.slug();
    let dash = if stretch.is_empty() { "" } else { "-" };
    let frozen = basis.request.freeze.map(|number| format!("-frysning-{number}")).unwrap_or_default();
    format!("{who}-{}{dash}{stretch}{frozen}", basis.year())
}

/// The picture of one provider as a text file.
pub fn provider_csv(basis: &Basis, lines: &[Line<'_>], who: &str) -> Reply {
    text_file(basis, provider_rows(lines), &provider_name(basis, who))
}

/// The picture of one provider as a workbook.
pub fn provider_xlsx(basis: &Basis, lines: &[Line<'_>], who: &str, now: Instant) -> Result<Reply, Stop> {
    book(basis, provider_rows(lines), (who, &provider_name(basis, who)), now)
}

/// The rows as a workbook, with a sheet that says what they rest on.
fn book(basis: &Basis, rows: Vec<Vec<RawCell>>, (who, name): (&str, &str), now: Instant) -> Result<Reply, Stop> {
    let rows = rows.into_iter().map(|cells| spec::Row { cells, ..spec::Row::default() }).collect();
    let title = format!("{who}, {}", sv::months(basis.months));
    let mut facts = vec![
        ("Period".to_owned(), sv::months(basis.months)),
        ("Underlag".to_owned(), super::view::source(basis)),
        ("Osäkerhet".to_owned(), "Wilsons 95-procentsintervall".to_owned()),
    ];
    facts.extend(so_far(basis));
    let workbook = spec::Workbook {
        title: title.clone(),
        author: who.to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets: vec![
            spec::Sheet::Table(spec::Table {
                name: sv::RESULTS.to_owned(),
                title: Some(title.clone()),
                columns: columns(headings(basis).to_vec()),
                rows,
                empty_rows: 0,
            }),
            spec::Sheet::Instructions(spec::Instructions {
                name: "Om siffrorna".to_owned(),
                title,
                blocks: vec![spec::Block::Facts(facts)],
            }),
        ],
        stamp: std::collections::BTreeMap::new(),
    };
    let bytes = workbook::write(&workbook).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, &format!("{name}.xlsx")))
}

/// As a workbook, with a sheet that says what the figures are.
pub fn xlsx(basis: &Basis, indicator: &Indicator, seen: &Seen, who: &str, now: Instant) -> Result<Reply, Stop> {
    let columns = columns(headings_of(basis, indicator));
    let rows =
        rows(basis, indicator, seen).into_iter().map(|cells| spec::Row { cells, ..spec::Row::default() }).collect();
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let mut facts = vec![
        fact("Indikator", indicator.title.as_sv().to_owned()),
        fact("Period", sv::months(basis.months)),
        fact("Definition", indicator.definition.as_sv().to_owned()),
    ];
    facts.extend(indicator.count.as_ref().map(|formula| fact("Formel", words::formula(formula))));
    facts.extend(indicator.base.as_ref().map(|base| fact("Bas", base.as_sv().to_owned())));
    facts.push(fact("Underlag", super::view::source_of(basis, indicator)));
    facts.extend(so_far(basis));
    let workbook = spec::Workbook {
        title: indicator.title.as_sv().to_owned(),
        author: who.to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets: vec![
            spec::Sheet::Table(spec::Table {
                name: sv::RESULTS.to_owned(),
                title: Some(format!("{}, {}", indicator.title.as_sv(), sv::months(basis.months))),
                columns,
                rows,
                empty_rows: 0,
            }),
            spec::Sheet::Instructions(spec::Instructions {
                name: "Om siffrorna".to_owned(),
                title: indicator.title.as_sv().to_owned(),
                blocks: vec![spec::Block::Facts(facts)],
            }),
        ],
        stamp: std::collections::BTreeMap::new(),
    };
    let bytes = workbook::write(&workbook).map_err(Stop::failed)?;
    Ok(Reply::download(bytes, workbook::MEDIA_TYPE, &format!("{}.xlsx", name(basis, indicator))))
}

/// A picture by itself, in colours of its own, with what it is of over it and what it rests on under it: it is shown where
/// the page is not.
pub fn svg((basis, indicator): (&Basis, &Indicator), chart: &dyn ui::Chart, which: &str, who: &str) -> String {
    let title = format!("{}, {who}, {}", indicator.title.as_sv(), sv::months(basis.months));
    let drawn = chart.svg(which, picture::WIDTH, ui::Palette::Print);
    picture::sourced(&drawn, &title, &super::view::source_of(basis, indicator))
}

/// The picture's name as a file.
pub fn picture_name(basis: &Basis, indicator: &Indicator, which: &str, ending: &str) -> String {
    format!("{}-{which}.{ending}", name(basis, indicator))
}
