//! The sheet as a workbook to fill in, and as slides.

use std::collections::{BTreeMap, BTreeSet};

use documents::content::Column as SlideColumn;
use documents::raw::RawCell;
use documents::slides::{Deck, Part, Slide, Table};
use documents::workbook::spec;
use domain::targets::{by_goal, find, key, lines, sv as words};
use domain::year::{Indicator, Target, Year, sv as year_words};
use kernel::{Day, Instant};

use super::model::Told;
use super::sv;
use crate::year::Published;

/// The stamp's key of the year a workbook was made for.
pub const STAMP_YEAR: &str = "ar";
/// Rows to fill in under those that are there.
const EMPTY_ROWS: u32 = 30;

#[expect(clippy::cast_precision_loss, reason = "thousandths of a target, far below 2^52")]
fn number(target: &Target) -> RawCell {
    RawCell::Number(target.value.thousandths() as f64 / 1000.0)
}

fn text(text: impl AsRef<str>) -> RawCell {
    RawCell::Text(text.as_ref().into())
}

fn yes(flag: bool) -> RawCell {
    if flag { text(documents::sv::YES) } else { RawCell::Empty }
}

/// Last year's value of the same target.
fn before(told: &Told, target: Option<&Target>) -> RawCell {
    let last = target.and_then(|target| find(told.before.as_deref()?, key(target)));
    last.map_or(RawCell::Empty, number)
}

/// The workbook of a version.
pub fn workbook(published: &Published, told: &Told, now: Instant) -> spec::Workbook {
    let year = &*published.year;
    let goal = |of: &Indicator| year.goals.iter().find(|goal| of.goal.as_ref() == Some(&goal.slug));
    let rows = lines(year)
        .iter()
        .map(|line| {
            let (of, target) = (line.indicator, line.target);
            let area = target.and_then(|t| t.area.as_ref()).and_then(|slug| year.area(slug.as_str()));
            let unit = format!("{}, {}", year_words::measure(of.unit), year_words::direction(of.direction));
            spec::Row {
                cells: vec![
                    text(words::indicator(year, of)),
                    text(target.and_then(|t| t.regime).map_or(words::ALL_REGIMES, words::regime)),
                    text(area.map_or(words::ALL_AREAS, |area| area.title.as_sv())),
                    target.map_or(RawCell::Empty, number),
                    yes(target.is_some_and(|t| t.to_decide)),
                    yes(target.is_some_and(|t| t.example)),
                    text(unit),
                    before(told, target),
                    text(sv::goal(goal(of))),
                    text(of.definition.as_sv()),
                ],
                ..spec::Row::default()
            }
        })
        .collect();
    let indicators = year.indicators.iter().filter(|of| of.takes_targets()).map(|of| words::indicator(year, of));
    let regimes = year.authority.regimes.iter().map(|own| words::regime(own.regime).to_owned());
    let areas = year.areas.iter().map(|area| area.title.as_sv().to_owned());
    let all = |first: &str, rest: Vec<String>| [vec![first.to_owned()], rest].concat();
    let kinds = [
        spec::ColumnKind::Choice(indicators.collect()),
        spec::ColumnKind::Choice(all(words::ALL_REGIMES, regimes.collect())),
        spec::ColumnKind::Choice(all(words::ALL_AREAS, areas.collect())),
        spec::ColumnKind::Decimal,
        spec::ColumnKind::YesNo,
        spec::ColumnKind::YesNo,
    ];
    let columns = sv::COLUMNS.iter().enumerate().map(|(at, (slug, heading, help, width))| spec::Column {
        slug: (*slug).to_owned(),
        heading: (*heading).to_owned(),
        help: (*help).to_owned(),
        width: *width,
        kind: kinds.get(at).cloned().unwrap_or(spec::ColumnKind::Text),
        required: false,
    });
    let table = spec::Table {
        name: sv::SHEET.to_owned(),
        title: None,
        columns: columns.collect(),
        rows,
        empty_rows: EMPTY_ROWS,
    };
    spec::Workbook {
        title: sv::deck(year.year),
        author: year.authority.name.as_sv().to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets: vec![spec::Sheet::Table(table), spec::Sheet::Instructions(instructions(year))],
        stamp: BTreeMap::from([
            (STAMP_YEAR.to_owned(), year.year.to_string()),
            ("version".to_owned(), published.version.to_string()),
        ]),
    }
}

fn instructions(year: &Year) -> spec::Instructions {
    let never = year.indicators.iter().filter(|of| !of.takes_targets());
    let never: Vec<(String, String)> =
        never.map(|of| (of.title.as_sv().to_owned(), of.definition.as_sv().to_owned())).collect();
    let mut blocks = vec![
        spec::Block::Paragraph(sv::HOW.to_owned()),
        spec::Block::Paragraph(sv::REMOVES.to_owned()),
        spec::Block::Columns(sv::SHEET.to_owned()),
        spec::Block::Heading(sv::NEVER_ONE.to_owned()),
        spec::Block::Paragraph(sv::NEVER.to_owned()),
    ];
    if !never.is_empty() {
        blocks.push(spec::Block::Definitions(never));
    }
    spec::Instructions { name: sv::HELP_SHEET.to_owned(), title: sv::deck(year.year), blocks }
}

/// The sheet as slides: one for each goal, then how the indicators are counted and how to read the targets.
pub fn slides(year: &Year, told: &Told, provider: Option<&str>, today: Day) -> Deck {
    let title = sv::deck(year.year);
    let mut taken = BTreeSet::from([title.clone(), sv::DEFINITIONS.to_owned(), sv::READ_SO.to_owned()]);
    let mut slides: Vec<Slide> = by_goal(year)
        .into_iter()
        .map(|(goal, indicators)| {
            let words = sv::goal(goal);
            let own = own_title(&mut taken, words);
            goal_slide(year, told, (own, words), &indicators)
        })
        .collect();
    slides.push(Slide {
        title: sv::DEFINITIONS.to_owned(),
        parts: year.indicators.iter().map(definition).collect(),
        notes: String::new(),
    });
    slides.push(Slide {
        title: sv::READ_SO.to_owned(),
        parts: sv::read_so(&told.now).into_iter().map(Part::Paragraph).collect(),
        notes: String::new(),
    });
    Deck {
        title,
        subtitle: sv::deck_of(year, provider),
        language: "sv-SE".to_owned(),
        author: year.authority.name.as_sv().to_owned(),
        date: today,
        notes: sv::lead(&told.now, told.own),
        slides,
    }
}

/// A title that no slide has yet.
fn own_title(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut title = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(title.clone()) {
        title = format!("{wanted} {number}");
        number += 1;
    }
    title
}

fn goal_slide(year: &Year, told: &Told, (title, goal): (String, &str), indicators: &[&Indicator]) -> Slide {
    let mut rows = Vec::new();
    let mut count = 0;
    for of in indicators {
        let lines = told.lines(of);
        if lines.is_empty() {
            let none = if of.takes_targets() { sv::NO_TARGET } else { sv::NEVER_ONE };
            rows.push(row(told, [of.title.as_sv(), "", none, "", ""]));
        }
        for line in lines {
            count += usize::from(line.now.is_some());
            let limit = |target: Option<&Target>, none: &str| {
                target.map_or_else(|| none.to_owned(), |target| words::limit(target, of))
            };
            let holds = line.either().map(|target| words::holds_for(year, target)).unwrap_or_default();
            let standing = line.now.map_or("", words::standing);
            let (now, before) = (limit(line.now, sv::GONE), limit(line.before, sv::NOT_BEFORE));
            rows.push(row(told, [of.title.as_sv(), &holds, &now, &before, standing]));
        }
    }
    let headings = [
        SlideColumn::words("Indikator", 32),
        SlideColumn::words(super::view::HOLDS_FOR, 30),
        SlideColumn::numbers(year.year.to_string(), 18),
        SlideColumn::numbers((year.year - 1).to_string(), 16),
        SlideColumn::words(super::view::STANDING, 18),
    ];
    let kept = headings.into_iter().enumerate().filter(|(at, _)| *at != 3 || told.before.is_some());
    let table = Table {
        alt: sv::table_alt(goal, rows.len()),
        columns: kept.map(|(_, column)| column).collect(),
        rows,
        row_headers: true,
    };
    Slide { title, parts: vec![Part::Table(table)], notes: sv::notes(indicators.len(), count) }
}

/// A row without last year's cell where there was no last year.
fn row(told: &Told, cells: [&str; 5]) -> Vec<String> {
    let kept = cells.into_iter().enumerate().filter(|(at, _)| *at != 3 || told.before.is_some());
    kept.map(|(_, cell)| cell.to_owned()).collect()
}

fn definition(of: &Indicator) -> Part {
    let direction = kernel::swedish::capitalised(year_words::direction(of.direction));
    Part::Term(format!("{}.", of.title.as_sv()), format!("{} {direction}.", of.definition.as_sv()))
}
