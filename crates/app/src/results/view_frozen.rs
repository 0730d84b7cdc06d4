//! How a snapshot is chosen, named, and compared with.

use domain::indicators::{Figure, Term, sv as words};
use domain::year::Indicator;
use maud::{Markup, html};
use ui::{Choice, Column, Field, Row, Table, Tone};

use super::frozen::{Then, compared as rows_of};
use super::look::{Basis, Seen};
use super::{sv, view};

/// The choice of snapshot in the form of the period; nothing before the first.
pub(super) fn field(basis: &Basis) -> Markup {
    let names: Vec<(String, String)> =
        basis.at.freezes.iter().map(|freeze| (freeze.number.to_string(), sv::as_of_freeze(freeze))).collect();
    let mut choices = vec![Choice::new("", sv::NEWEST)];
    choices.extend(names.iter().map(|(number, name)| Choice::new(number.as_str(), name.as_str())));
    let chosen = basis.request.freeze.map(|number| number.to_string()).unwrap_or_default();
    html! { @if !names.is_empty() { (ui::select(&Field::new("frysning", "Underlag").value(chosen), &choices)) } }
}

/// The choice of a snapshot to compare with.
pub(super) fn compare_field(basis: &Basis) -> Markup {
    let others = basis.at.freezes.iter().filter(|freeze| freeze.set != basis.at.upto);
    let names: Vec<(String, String)> =
        others.map(|freeze| (freeze.number.to_string(), sv::as_of_freeze(freeze))).collect();
    let mut choices = vec![Choice::new("", "Ingen")];
    choices.extend(names.iter().map(|(number, name)| Choice::new(number.as_str(), name.as_str())));
    let chosen = basis.request.compared.map(|number| number.to_string()).unwrap_or_default();
    html! { @if !names.is_empty() { (ui::select(&Field::new("jamfor", "Jämför med frysning").value(chosen), &choices)) } }
}

/// That what is shown is no longer the newest: said before any figure, and for an indicator what of it is not frozen.
pub(super) fn standing(basis: &Basis, indicator: Option<&Indicator>) -> Markup {
    let formula = indicator.and_then(|of| of.count.as_ref());
    let complaints = formula.is_some_and(|formula| formula.names(Term::Complaints));
    let loaded =
        indicator.is_some_and(|of| basis.loaded.figures.iter().any(|one| one.key.indicator == of.slug.as_str()));
    html! {
        @if let (Some(_), Some(freeze)) = (basis.request.freeze, &basis.at.freeze) {
            (ui::notice(Tone::Info, &sv::as_of_freeze(freeze), &html! {
                @if complaints { p { (sv::complaints_not_frozen(&freeze.title)) } }
                @else { p { "Siffrorna är de som gällde när ”" (freeze.title) "” frystes. Nyare uppgifter ingår inte." } }
                @if indicator.is_none() { p { (sv::NOT_FROZEN) } }
                @else if loaded { p { (sv::LOADED_NOT_FROZEN) } }
            }))
        }
    }
}

/// What has changed since the snapshot, as a table.
pub(super) fn compared(basis: &Basis, seen: &Seen, then: &Then) -> Markup {
    let rows = rows_of(seen, &then.seen, basis.rule);
    let changed = rows.iter().filter(|row| row.differs()).count();
    let now = basis.at.freeze.as_ref().map_or_else(|| "Nu".to_owned(), |freeze| format!("Frysning {}", freeze.number));
    let columns = vec![
        Column::new(sv::by(basis.request.by)),
        Column::number(format!("Frysning {}", then.freeze.number)),
        Column::number(now),
        Column::number("Ändring i antal"),
        Column::number("Ändring i bas"),
    ];
    let cell = |figure: Figure| {
        html! { div {
            (view::figure_cell(figure))
            @if figure.counts().is_some() { div.small.quiet { (sv::part_of(figure)) } }
        } }
    };
    let drawn = rows.iter().map(|row| {
        let (part, base) = match (row.now.counts(), row.then.counts()) {
            (Some(now), Some(then)) => (sv::change(now.0, then.0), sv::change(now.1, then.1)),
            _ if row.then == Figure::TooFew || row.now == Figure::TooFew => (words::TOO_FEW.to_owned(), String::new()),
            _ => (String::new(), String::new()),
        };
        Row::new(vec![html! { (row.name) }, cell(row.then), cell(row.now), html! { (part) }, html! { (base) }])
    });
    html! {
        h2 #sedan { "Sedan frysningen" }
        p { (sv::since(&then.freeze, changed, rows.len())) }
        (Table::new("Sedan frysningen", columns).hide_caption().stack().rows(drawn.collect()))
    }
}
