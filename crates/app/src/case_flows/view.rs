//! The page: what is asked, the sentence, the pictures and the tables.

use domain::cases::flows::Spread;
use domain::cases::{Kind, Outcome, Place, StateName, sv as words};
use maud::{Markup, html};
use stats::suppression::Shown;
use ui::chart::{Bar, Unit, Value, figure};
use ui::{BarChart, Button, Choice, Column, Field, Row, Table, Target, select};

use super::look::{ALL_YEARS, By, Group, Measure, Seen};
use super::sv;

/// The measures of each table, under its heading.
pub(super) fn tables(categories: usize) -> Vec<(&'static str, Vec<Measure>)> {
    vec![
        (
            "Hur många, och vart",
            vec![
                Measure::Received,
                Measure::First(Place::School),
                Measure::First(Place::Authority),
                Measure::First(Place::Shared),
                Measure::Escalated,
                Measure::HandedDown,
            ],
        ),
        ("Vad de gäller", std::iter::once(Measure::Counts).chain((0..categories).map(Measure::Category)).collect()),
        ("Hur de står", StateName::ALL.iter().copied().map(Measure::State).collect()),
        ("Hur det gick", Outcome::ALL.iter().copied().map(Measure::Outcome).collect()),
    ]
}

/// The choices of what is shown.
fn ask(base: &str, seen: &Seen) -> Markup {
    let request = &seen.request;
    let by: Vec<Choice<'_>> = By::ALL.iter().map(|by| Choice::new(by.slug(), sv::by(*by))).collect();
    let mut years: Vec<Choice<'_>> =
        seen.years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    years.push(Choice::new(ALL_YEARS, "Alla år"));
    let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.slug(), words::kind(*kind)));
    let kinds: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Alla slag")).chain(kinds).collect();
    let all = seen.providers.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let providers: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Alla anordnare")).chain(all).collect();
    let year = request.year.map_or_else(|| ALL_YEARS.to_owned(), |year| year.to_string());
    ui::search_form(
        base,
        &html! {
            (select(&Field::new("uppdelning", "Delat på").value(request.by.slug()), &by))
            (select(&Field::new("ar", "År").value(year), &years))
            (select(&Field::new("slag", "Slag").value(request.kind.map_or("", Kind::slug)), &kinds))
            (select(&Field::new("vem", "Anordnare").value(request.provider.map(|id| id.to_string()).unwrap_or_default()), &providers))
            (Button::secondary("Visa"))
        },
    )
}

#[expect(clippy::cast_precision_loss, reason = "a count of cases")]
fn value(shown: Shown) -> Value {
    match shown {
        Shown::Count(n) => Value::Known(n as f64),
        Shown::Missing => Value::Missing,
        Shown::Suppressed => Value::TooFew,
    }
}

fn bar(label: &str, value: Value, n: Option<usize>) -> Bar<'_> {
    Bar { label: label.into(), value, base: n.and_then(|n| u64::try_from(n).ok()), interval: None, you: true }
}

/// How many came, group by group.
pub(super) fn received(seen: &Seen) -> BarChart<'_> {
    BarChart {
        title: "Ärenden som kom in".into(),
        description: sv::lead(seen).into(),
        kind: sv::by(seen.request.by).into(),
        unit: Unit::Count,
        bars: seen.groups.iter().map(|one| bar(&one.name, value(one.count(Measure::Received)), None)).collect(),
        target: None,
    }
}

/// How long half of those who were answered waited, group by group, beside the authority's own time.
pub(super) fn answered(seen: &Seen) -> BarChart<'_> {
    let one = |group: &'_ Group| match group.times(Measure::Answered) {
        Ok(times) => (times.median.map_or(Value::Missing, Value::Known), Some(times.n).filter(|n| *n > 0)),
        Err(hidden) => (value(hidden), None),
    };
    let bars = seen.groups.iter().map(|group| {
        let (value, n) = one(group);
        bar(&group.name, value, n)
    });
    BarChart {
        title: "Arbetsdagar till svar, mittvärde".into(),
        description: sv::TIMES.into(),
        kind: sv::by(seen.request.by).into(),
        unit: Unit::Decimal,
        bars: bars.collect(),
        target: Some(Target {
            value: f64::from(seen.answer_within),
            label: format!("Svar inom {}", seen.answer_within).into(),
        }),
    }
}

fn shown(shown: Shown) -> Markup {
    match shown {
        Shown::Suppressed => html! { span.missing { (sv::count(shown)) } },
        _ => html! { (sv::count(shown)) },
    }
}

fn table(seen: &Seen, title: &'static str, measures: &[Measure]) -> Markup {
    let mut columns = vec![Column::new(sv::by(seen.request.by))];
    columns.extend(measures.iter().map(|one| Column::number(sv::measure(*one, &seen.categories))));
    let cells = |group: &Group| -> Vec<Markup> {
        std::iter::once(html! { (group.name) }).chain(measures.iter().map(|one| shown(group.count(*one)))).collect()
    };
    let rows = seen.groups.iter().map(|group| Row::new(cells(group))).collect();
    html! { h2 { (title) } (Table::new(title, columns).hide_caption().rows(rows).foot(cells(&seen.all))) }
}

fn spread(times: Result<Spread, Shown>) -> [Markup; 3] {
    match times {
        Ok(times) => [
            html! { (times.n) },
            html! { @match times.median { Some(median) => (sv::days(median)), None => "–" } },
            html! { @match times.longest { Some(longest) => (longest), None => "–" } },
        ],
        Err(hidden) => [shown(hidden), html! { "–" }, html! { "–" }],
    }
}

fn times(seen: &Seen) -> Markup {
    let columns = vec![
        Column::new(sv::by(seen.request.by)),
        Column::number("Bekräftade"),
        Column::number("Till bekräftelse, mittvärde"),
        Column::number("Till bekräftelse, längst"),
        Column::number("Besvarade"),
        Column::number("Till svar, mittvärde"),
        Column::number("Till svar, längst"),
    ];
    let cells = |group: &Group| -> Vec<Markup> {
        let told = spread(group.times(Measure::Acknowledged)).into_iter();
        let answered = spread(group.times(Measure::Answered));
        std::iter::once(html! { (group.name) }).chain(told).chain(answered).collect()
    };
    let rows = seen.groups.iter().map(|group| Row::new(cells(group))).collect();
    html! {
        h2 { "Hur länge det dröjde" }
        p { (sv::TIMES) @if seen.elsewhere { " " (sv::ELSEWHERE) } }
        (Table::new("Hur länge det dröjde", columns).hide_caption().rows(rows).foot(cells(&seen.all)))
    }
}

/// The page.
pub(super) fn page(base: &str, seen: &Seen) -> Markup {
    let here = format!("{base}{}", seen.request.query(seen.request.by));
    html! {
        h1 { (sv::TITLE) }
        p.lead { (sv::lead(seen)) }
        (ask(base, seen))
        @if seen.hides { p.quiet { (sv::HIDDEN) } }
        @if seen.groups.is_empty() {
            (ui::empty_state("Inget att visa", "Välj ett annat år, ett annat slag eller en annan anordnare.", &html! {}))
        } @else {
            (figure("kom-in", "Ärenden som kom in", &received(seen), sv::SOURCE))
            (figure("till-svar", "Arbetsdagar till svar, mittvärde", &answered(seen), sv::SOURCE))
            @for (title, measures) in tables(seen.categories.len()) { (table(seen, title, &measures)) }
            (times(seen))
            p.small.no-print {
                a href={ (here) "&format=csv" } download { "Hämta tabellerna som csv" } " "
                a href={ (here) "&format=xlsx" } download { "Hämta tabellerna som Excel (xlsx)" } " "
                a href={ (here) "&format=svg" } download { "Hämta bilden av hur många som kom in (svg)" }
            }
        }
    }
}
