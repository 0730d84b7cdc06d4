//! What the rows behind a figure look like.

use domain::courses::Mark;
use domain::indicators::sv as words;
use domain::participations::Outcome;
use domain::year::Indicator;
use kernel::swedish::{day, integer};
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::look::Basis;
use super::model::Key;
use super::pages_rows::{Listed, PER_PAGE, Rows};
use super::{sv, view};

pub(super) fn rows(basis: &Basis, indicator: &Indicator, rows: Option<&Rows>, page: usize, address: &str) -> Markup {
    let only = &basis.request.only;
    let of = only.unit.map(|unit| Key::Unit(Some(unit))).or_else(|| only.provider.map(Key::Provider));
    let query = view::query(&basis.request);
    html! {
        p.kicker { (indicator.title.as_sv()) ", " (sv::months(basis.months)) }
        h1 { (sv::ROWS) }
        @match rows {
            None => {
                (ui::empty_state("Välj en anordnare eller enhet",
                    "Rader visas för en anordnare eller enhet i taget. Gå till indikatorn och följ en rad i tabellen.",
                    &html! { a href={ (address) (query) } { "Till indikatorn" } }))
            }
            Some(rows) => {
                @let all = rows.open + rows.protected;
                p.lead {
                    @if let Some(key) = of { (basis.name(key)) ": " }
                    (integer(i64::try_from(all).unwrap_or(i64::MAX))) " kursdeltaganden ingår i siffran."
                }
                p { "Raderna visar inte vem det gäller. Att du har läst dem står i granskningskedjan." }
                @if rows.protected > 0 {
                    (ui::notice(ui::Tone::Info, "Skyddade personuppgifter",
                        &html! { p { (integer(i64::try_from(rows.protected).unwrap_or(i64::MAX))) " av raderna gäller personer med skyddade personuppgifter. De räknas men visas aldrig." } }))
                }
                @if rows.listed.is_empty() {
                    (ui::empty_state("Inga rader att visa", "Inga kursdeltaganden i urvalet kan visas. Ändra period eller urval på indikatorns sida.",
                        &html! { a href={ (address) (query) } { "Till indikatorn" } }))
                } @else {
                    (table(rows))
                    (ui::pagination(page, rows.open.div_ceil(PER_PAGE), |to| format!("{address}/deltaganden{query}&sida={to}")))
                }
            }
        }
        p.small.quiet { (view::source(basis)) }
    }
}

fn table<'a>(rows: &Rows) -> Table<'a> {
    let columns = vec![
        Column::new("Kurs"),
        Column::new("Började"),
        Column::new("Slutade"),
        Column::new("Utfall"),
        Column::new("Betyg"),
        Column::new("Studieform"),
        Column::new("Yrkesutbildning"),
        Column::new("Räknas som"),
        Column::number("Inläsning och rad"),
    ];
    let listed = rows.listed.iter().map(|Listed { row, above }| {
        let one = &row.participation;
        Row::new(vec![
            html! { (row.course) },
            html! { (day(one.started)) },
            html! { (one.outcome.ended().map(day).unwrap_or_default()) },
            html! { (outcome(one.outcome)) },
            html! { (mark(one.outcome)) },
            html! { (sv::study_form(one.study_form)) },
            html! { (one.education.and_then(|number| rows.educations.get(&number)).map_or("", String::as_str)) },
            html! { @if *above { "Täljare och bas" } @else { "Bas" } },
            html! { (row.set) ":" (row.row) },
        ])
    });
    Table::new(sv::ROWS, columns).hide_caption().run().dense().rows(listed.collect())
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ongoing => "Fortsätter",
        Outcome::Completed { .. } => "Slutfört",
        Outcome::DroppedOut { .. } => "Avbrutet",
        Outcome::Ceased { .. } => "Upphört efter beslut",
        Outcome::NotStarted { .. } => "Ej påbörjat",
        Outcome::Unknown { .. } => "Slutet framgår inte",
    }
}

fn mark(outcome: Outcome) -> String {
    match outcome {
        Outcome::Completed { mark: Some((Mark::Grade(grade), _)), .. } => {
            words::part(domain::indicators::Term::Counted(domain::participations::Measure::of_grade(grade)))
        }
        Outcome::Completed { mark: Some((Mark::Dash, _)), .. } => "Streck".to_owned(),
        _ => String::new(),
    }
}
