//! Work after a vocational education as it is shown: shares side by side with what nobody knows, and the change from the
//! start as a picture with its table.

use documents::content::{Block, Figure};
use domain::work::sv as words;
use domain::year::Means;
use kernel::swedish::integer;
use maud::{Markup, html};
use ui::chart::{Chart as _, Palette, StackRow, StackedChart, Unit, Value};
use ui::{Column, Row, Table};

use super::sv;
use super::work::WorkTold;

/// The parts of the picture: five, so that they can be told apart; the table has every situation.
const PARTS: [&[Means]; 5] = [
    &[Means::WorkInTrade],
    &[Means::OtherWork, Means::OwnBusiness],
    &[Means::Studies],
    &[Means::Seeking, Means::Other],
    &[Means::NotReached],
];

#[expect(clippy::cast_precision_loss, reason = "counts of people lie far below 2^53")]
fn values(of: impl Fn(Means) -> i64) -> Vec<Value> {
    let sum = |part: &&[Means]| part.iter().map(|means| of(*means)).sum::<i64>();
    PARTS.iter().map(|part| Value::Known(sum(part) as f64)).collect()
}

/// The change in a sentence: it stands over the picture and is its text alternative.
pub fn sentence(told: &WorkTold) -> String {
    let (before, after) = ((told.tally.worked_before(), told.tally.known_before()), told.tally.in_work());
    sv::work_change(&told.name, before, after, told.tally.completed(), told.tally.after(Means::NotReached))
}

fn chart(told: &WorkTold) -> StackedChart<'static> {
    let row = |label: &'static str, values| StackRow { label: label.into(), values };
    StackedChart {
        title: sv::work_title(&told.name).into(),
        description: sentence(told).into(),
        kind: "När".into(),
        unit: Unit::Count,
        parts: sv::WORK_PARTS.map(Into::into).to_vec(),
        rows: vec![
            row(sv::AT_START, values(|means| told.tally.before(means))),
            row(sv::THREE_MONTHS_AFTER, values(|means| told.tally.after(means))),
        ],
        grouped: false,
    }
}

/// Every situation, before and after.
fn situations(told: &WorkTold) -> Vec<(String, i64, i64)> {
    let named = told.codes.iter().map(|(means, title)| (*means, title.clone()));
    let mut seen: Vec<Means> = Vec::new();
    // Two codes of one meaning are counted together, under the first of them.
    named
        .filter(|(means, _)| {
            let first = !seen.contains(means);
            seen.push(*means);
            first
        })
        .map(|(means, title)| (title, told.tally.before(means), told.tally.after(means)))
        .collect()
}

/// Shares, picture and table. `id` is its own on the page.
pub fn work_view(id: &str, told: &WorkTold) -> Markup {
    html! { section.work {
        h3 { (sv::work_title(&told.name)) }
        ul { @for line in words::shares(&told.tally) { li { (line) } } }
        @if told.tally.protected > 0 { p.small.quiet { (sv::work_protected(told.tally.protected)) } }
        @if told.tally.completed() > 0 {
            (ui::chart::figure(id, &sentence(told), &chart(told), ""))
            (table(told))
        }
        @if told.follows { p.small.quiet { (sv::WORK_NOT_FROZEN) } }
    } }
}

fn table<'a>(told: &WorkTold) -> Table<'a> {
    let number = |n: i64| html! { (integer(n)) };
    let rows = situations(told)
        .into_iter()
        .map(|(title, before, after)| Row::new(vec![html! { (title) }, number(before), number(after)]));
    let columns = vec![Column::new("Situation"), Column::number(sv::AT_START), Column::number(sv::THREE_MONTHS_AFTER)];
    Table::new(sv::work_title(&told.name), columns).hide_caption().rows(rows.collect())
}

/// The same in a document.
pub fn work_blocks(told: &WorkTold) -> Vec<Block> {
    let mut blocks = vec![Block::heading(3, sv::work_title(&told.name))];
    blocks.extend(words::shares(&told.tally).into_iter().map(Block::paragraph));
    if told.tally.protected > 0 {
        blocks.push(Block::paragraph(sv::work_protected(told.tally.protected)));
    }
    if told.tally.completed() > 0 {
        let chart = chart(told);
        let alt = situations(told)
            .into_iter()
            .map(|(title, before, after)| sv::work_row(&title, before, after))
            .collect::<Vec<_>>()
            .join(" ");
        blocks.push(Block::Figure(Figure {
            svg: chart.svg("arbete", 640, Palette::Print),
            alt: format!("{} {alt}", sentence(told)),
            caption: sentence(told),
        }));
        let rows = situations(told).into_iter().map(|(title, before, after)| (title, sv::work_pair(before, after)));
        blocks.push(Block::key_values(rows));
    }
    if told.follows {
        blocks.push(Block::paragraph(sv::WORK_NOT_FROZEN));
    }
    blocks
}
