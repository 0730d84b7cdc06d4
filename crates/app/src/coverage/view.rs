//! The matrix of providers and moments.

use domain::coverage::{Cell, Standing, Tally, equal, sv as words, tally};
use domain::follow_up_plan::{Moment, MomentKind};
use kernel::id::kind::Visit;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row as Line, Table, Tone, tag};

use super::form::Fault;
use super::look::{self, Looked, Row};
use super::pages::is_missing;
use super::sv;

/// Where the page stands, and what whoever looks may do.
pub(super) struct Shown {
    pub base: String,
    /// The page that leads to the year that is now.
    pub all: String,
    /// The plan of the year.
    pub plan: String,
    /// The address that activities stand below.
    pub activities: String,
    /// The address that visits stand below.
    pub visits: String,
    /// The address that everything of the authority stands below.
    pub own: String,
    pub plans: bool,
    /// The random samples.
    pub samples: String,
    pub today: Day,
}

/// Before any plan is adopted.
pub(super) fn no_plan(plan: &str) -> Markup {
    html! {
        h1 { (sv::TITLE) }
        (ui::empty_state(sv::NO_PLAN, sv::NO_PLAN_TEXT, &ui::link_button(plan, sv::TO_PLAN, true)))
    }
}

/// What stands in a cell, in words.
pub(super) fn told(moment: &Moment, cell: Cell) -> String {
    match cell {
        Cell::Planned { by, late, done, of } if moment.kind == MomentKind::Reports => {
            let next = if late { "skulle ha kommit" } else { "nästa senast" };
            format!("{}, {next} {}", sv::reports(done, of), swedish::day(by))
        }
        Cell::Done { times, .. } if moment.kind == MomentKind::Reports => sv::reports(times, times),
        other => words::cell(other),
    }
}

fn mark(moment: &Moment, cell: Cell) -> Markup {
    let (tone, icon) = match cell {
        Cell::NotAsked => return html! { span.quiet { (words::cell(cell)) } },
        Cell::Missing { .. } => (Tone::Warn, Icon::Circle),
        Cell::Planned { late: true, .. } => (Tone::Warn, Icon::Warning),
        Cell::Planned { .. } => (Tone::Info, Icon::Calendar),
        Cell::Done { .. } => (Tone::Good, Icon::CheckCircle),
    };
    tag(tone, icon, &told(moment, cell))
}

/// The year's matrix.
pub(super) fn matrix(shown: &Shown, looked: &Looked, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let cells: Vec<Vec<Cell>> = looked.rows.iter().map(|row| row.cells.clone()).collect();
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::TITLE) " " (looked.year)
            @for other in looked.years.iter().filter(|other| **other != looked.year) {
                " · " a href={ (shown.all) "/" (other) } { (other) }
            }
        }
        h1 { (sv::title(looked.year)) }
        p.lead { (words::equal(equal(&cells))) }
        p.no-print { a href={ (shown.visits) "/ar/" (looked.year) } { "Årets besök" } ": tid, protokoll och vem som inte har fått något." }
        p { "Momenten är de som " a href=(shown.plan) { "uppföljningsplanen" } " säger att varje anordnare ska ha." }
        p.no-print { a href=(shown.samples) { "Stickprov av studieplaner" } }
        (by_moment(looked, &cells))
        @if shown.plans { (plan_all(shown, looked, (typed, faults))) }
        h2 { "Anordnare" }
        @let gone: usize = looked.rows.iter().map(|row| row.gone.len()).sum();
        @if gone > 0 { p.quiet { (sv::gone(gone)) } }
        (providers(shown, looked))
    }
}

fn by_moment(looked: &Looked, cells: &[Vec<Cell>]) -> Markup {
    let columns = vec![
        Column::new("Moment"),
        Column::number("Anordnare"),
        Column::number("Gjort"),
        Column::number("Planerat"),
        Column::number("Varav försenat"),
        Column::number("Saknas"),
        Column::new("Ska vara gjort"),
    ];
    let number = |count: usize| html! { (swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))) };
    let rows = looked.moments.iter().enumerate().map(|(at, moment)| {
        let Tally { asked, done, planned, late, missing } = tally(cells.iter().filter_map(|row| row.get(at)));
        Line::new(vec![
            html! { (moment.title) @if moment.kind == MomentKind::Reports { br; span.quiet.small { (sv::REPORTS) } } },
            number(asked),
            number(done),
            number(planned),
            number(late),
            number(missing),
            html! { (swedish::day(moment.period.to)) },
        ])
    });
    html! {
        h2 { "Moment" }
        (Table::new("Moment", columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
            "Planen har inga moment för varje anordnare", "Ändra momenten i planen och fastställ den på nytt.", &html! {})))
    }
}

fn plan_all(shown: &Shown, looked: &Looked, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let open: Vec<(usize, &Moment)> =
        looked.moments.iter().enumerate().filter(|(at, _)| is_missing(looked, *at)).collect();
    if open.is_empty() {
        return html! {};
    }
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
    let choices: Vec<Choice<'_>> =
        open.iter().map(|(_, moment)| Choice::new(moment.slug.as_str(), moment.title.as_str())).collect();
    let first =
        open.first().map(|(_, moment)| look::proposed(moment, None, shown.today).to_string()).unwrap_or_default();
    let value = |name: &str, or: String| if typed.has(name) { typed.get(name).to_owned() } else { or };
    html! {
        details.panel.no-print open[!faults.is_empty()] {
            summary { "Planera hos alla som saknar ett moment" }
            (ui::form(&format!("{}/planera-alla", shown.base), &html! {
                (ui::radios(&Field::new("moment", "Vilket moment?").value(value("moment", String::new())).fault(fault("moment")), &choices))
                (ui::date_input(&Field::new("dag", "Senast").value(value("dag", first)).fault(fault("dag")).help("Samma dag hos alla. Du kan ändra den hos var och en sedan.")))
                (ui::actions(&html! { (Button::primary("Planera")) }))
            }))
        }
    }
}

fn providers(shown: &Shown, looked: &Looked) -> Markup {
    let mut columns = vec![Column::new("Anordnare")];
    columns.extend(looked.moments.iter().map(|moment| Column::new(moment.title.as_str())));
    let rows = looked.rows.iter().map(|row| {
        let mut cells = vec![html! {
            a href={ (shown.base) "/" (row.provider.id) } { (row.provider.name) }
            @if let Some(day) = row.ends { br; span.quiet.small { (sv::ends(day)) } }
        }];
        cells.extend(looked.moments.iter().zip(&row.cells).map(|(moment, cell)| square(shown, row, moment, *cell)));
        Line::new(cells)
    });
    html! {
        (Table::new("Anordnare och moment", columns).hide_caption().stack().rows(rows.collect())
            .csv(format!("{}?format=csv", shown.base))
            .empty(ui::empty_state("Ingen anordnare har avtal under året", "Lägg in avtalen i organisationen.", &html! {})))
    }
}

/// Where the one thing stands that the cell tells of; nothing where there are several, which stand at the provider.
fn told_of(shown: &Shown, row: &Row, moment: &Moment, cell: Cell) -> Option<String> {
    let standing = match cell {
        Cell::Planned { .. } => Standing::Planned,
        Cell::Done { .. } => Standing::Done,
        Cell::NotAsked | Cell::Missing { .. } => return None,
    };
    let kept = row.activities.get(&moment.slug).into_iter().flatten();
    let kept = kept.filter(|kept| kept.stands.standing() == standing);
    let known = row.known(moment).iter().filter(|one| one.done.is_some() == (standing == Standing::Done));
    let mut of = kept
        .map(|kept| format!("{}/{}", shown.activities, kept.id))
        .chain(known.map(|one| format!("{}{}", shown.own, one.address)));
    of.next().filter(|_| of.next().is_none())
}

/// The visits that are booked for the moment with the provider and not told of as done, the first day first.
pub(super) fn booked(row: &Row, moment: &Moment) -> Vec<(Day, Id<Visit>)> {
    let kept = row.activities.get(&moment.slug).map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<(Day, Id<Visit>)> = kept.iter().filter_map(|kept| kept.stands.visit()).collect();
    all.sort_unstable();
    all
}

fn square(shown: &Shown, row: &Row, moment: &Moment, cell: Cell) -> Markup {
    let button = Button::secondary("Planera").more(format!("{} hos {}", moment.title, row.provider.name));
    html! {
        @match told_of(shown, row, moment, cell) {
            Some(address) => a href=(address) { (mark(moment, cell)) },
            None => (mark(moment, cell)),
        }
        @for (on, visit) in booked(row, moment) {
            br; a.small href={ (shown.visits) "/" (visit) } { (words::booked(on, shown.today)) }
        }
        @if shown.plans && moment.kind != MomentKind::Reports && matches!(cell, Cell::Missing { .. }) {
            " " (ui::post_button(&format!("{}/planera", shown.base), &button,
                &[("moment", moment.slug.as_str()), ("anordnare", &row.provider.id.to_string())]))
        }
    }
}

/// What stands for a moment, as a sign.
pub(super) fn sign(moment: &Moment, cell: Cell) -> Markup {
    mark(moment, cell)
}
