//! The form for the most common edits, as a page.

use domain::reminders::{Addressee, sv as reminders_sv};
use domain::year::{ColumnKind, Word, sv as words};
use kernel::swedish::capitalised;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Width};

use super::form::{DECIDED, EXAMPLE, TO_DECIDE, column, occasion, target};
use super::pages::Found;
use super::reminders;
use crate::year::holds_for;

/// What the form shows.
pub(super) struct FormPage {
    pub root: String,
    pub found: Found,
    pub newest: i64,
    pub values: FormData,
    pub faults: Vec<(String, String)>,
    pub stale: Option<(String, String)>,
    pub comments: bool,
}

impl FormPage {
    fn field<'a>(&'a self, name: String, label: impl Into<std::borrow::Cow<'a, str>>) -> Field<'a> {
        let fault = self.faults.iter().find(|(at, _)| *at == name).map(|(_, fault)| fault.as_str());
        let value = self.values.get(&name);
        Field::new(name, label).value(value).fault(fault)
    }
}

/// The whole form.
pub(super) fn page(page: &FormPage) -> Markup {
    let row = &page.found.row;
    let here = format!("{}/version/{}", page.root, row.id);
    let mut summary: Vec<(&str, &str)> =
        page.faults.iter().map(|(name, fault)| (name.as_str(), fault.as_str())).collect();
    if let Some((text, _)) = &page.stale {
        summary.push(("", text));
    }
    html! {
        (ui::error_summary(&summary))
        p.kicker { (page.found.published.year.title.as_sv()) }
        h1 { "Ändra " (row.year) }
        p.lead { "Du utgår från version " (row.version) ". Det du sparar blir ett utkast." }
        @if let Some((_, href)) = &page.stale { p { a href=(href) { "Öppna den nyare versionen" } } }
        p.quiet { "Här finns det som ändras oftast. Allt annat ändrar du i "
            a href={ (page.root) "/redigera?version=" (row.id) } { "dokumentet" } ", indikatorer under "
            a href={ (here) "/indikatorer" } { "Indikatorer" } ". Många målvärden går fortast att "
            a href={ (here) "/malvarden" } { "läsa in ur en fil" } "."
            @if page.comments { " Kommentarer i dokumentet följer inte med när du sparar härifrån." } }
        (ui::form(&format!("{here}/formular"), &html! {
            (ui::hidden("bas", &page.newest.to_string()))
            (occasions(page))
            (targets(page))
            (columns(page))
            (ladder(page))
            (ui::text_input(&page.field("anteckning".to_owned(), "Vad har du ändrat?").help("Står i listan över versioner.").optional()))
            (ui::actions(&html! {
                (Button::primary("Spara som utkast"))
                a.button.secondary href=(here) { "Avbryt" }
            }))
        }))
    }
}

fn occasions(page: &FormPage) -> Markup {
    html! {
        h2 { "Tillfällen" }
        @for (at, of) in page.found.published.year.occasions.iter().enumerate() {
            (ui::fieldset(of.title.as_sv(), None, &html! {
                (ui::text_input(&page.field(occasion(at, "titel"), "Rubrik").width(Width::Medium)))
                (ui::date_input(&page.field(occasion(at, "dag"), "Sista dag")))
            }))
        }
    }
}

fn targets(page: &FormPage) -> Markup {
    let year = &page.found.published.year;
    html! {
        @if !year.targets.is_empty() {
            h2 { "Målvärden" }
            @for (at, of) in year.targets.iter().enumerate() {
                @if let Some(indicator) = year.indicator(of.indicator.as_str()) {
                    (ui::fieldset(indicator.title.as_sv(), Some(&format!("Gäller: {}", holds_for(year, of))), &html! {
                        (ui::number_input(&page.field(target(at, "varde"), unit_label(indicator.unit))))
                        (ui::select(&page.field(target(at, "lage"), "Läge").width(Width::Medium), &[
                            Choice::new(DECIDED, "Beslutat av huvudmannen"),
                            Choice::new(TO_DECIDE, "Förslag, ej beslutat"),
                            Choice::new(EXAMPLE, "Exempelvärde, alltså påhittat"),
                        ]))
                    }))
                }
            }
        }
    }
}

const fn unit_label(unit: domain::year::Measure) -> &'static str {
    match unit {
        domain::year::Measure::Percent => "Värde i procent",
        domain::year::Measure::Number => "Antal",
        domain::year::Measure::Weeks => "Antal veckor",
        domain::year::Measure::Points => "Poäng",
    }
}

fn columns(page: &FormPage) -> Markup {
    html! {
        h2 { "Klagomålstabellens kolumner" }
        @for (at, of) in page.found.published.year.complaints.columns.iter().enumerate() {
            @let prefix = format!("kolumn-{at}-");
            @let faulty = page.faults.iter().any(|(name, _)| name.starts_with(&prefix));
            (ui::reveal(of.title.as_sv(), faulty, &html! {
                p.quiet { "Fylls i med: " (words::column(of.kind)) }
                (ui::text_input(&page.field(column(at, "titel"), "Rubrik").width(Width::Medium)))
                (ui::text_input(&page.field(column(at, "hjalp"), "Hjälptext").optional()))
                @if of.kind == ColumnKind::Choice {
                    (ui::textarea(&page.field(column(at, "val"), "Val").help("Ett per rad. Ett val som bara får nya ord räknas som samma val."), 4, None))
                }
                (ui::checkbox(&page.field(column(at, "kravs"), "Måste fyllas i")))
            }))
        }
    }
}

/// When reminders go, and to whom.
fn ladder(page: &FormPage) -> Markup {
    let to = |name: &'static str, label: &'static str| {
        let chosen = page.values.all(name);
        let choices: Vec<Choice<'_>> = Addressee::ALL
            .iter()
            .map(|who| {
                let checked = chosen.iter().any(|slug| slug == who.slug());
                Choice::new(who.slug(), capitalised(reminders_sv::addressee(*who))).checked(checked)
            })
            .collect();
        ui::checkboxes(&page.field(name.to_owned(), label), &choices)
    };
    let number = |name: &'static str, label: &'static str| {
        ui::text_input(&page.field(name.to_owned(), label).width(Width::Short).optional())
    };
    html! {
        h2 #paminnelser { "Påminnelser" }
        (ui::hidden(reminders::SHOWN, "ja"))
        p.quiet { "Det som har kommit in påminns aldrig. Lämna tomt det som inte ska gå." }
        (ui::fieldset("Till och med sista dagen", None, &html! {
            (ui::text_input(&page.field(reminders::BEFORE.to_owned(), "Antal dagar före sista dagen").width(Width::Medium)
                .help("Flera tal med komma emellan, till exempel 14, 3.").optional()))
            (ui::checkbox(&page.field(reminders::ON_THE_DAY.to_owned(), "Även på själva sista dagen")))
            (to(reminders::TO[0], "Till vem"))
        }))
        (ui::fieldset("Efter sista dagen", None, &html! {
            (number(reminders::AFTER_FIRST, "Första gången, antal dagar efter"))
            (number(reminders::AFTER_EVERY, "Sedan med så många dagar emellan"))
            (to(reminders::TO[1], "Till vem"))
        }))
        (ui::fieldset("När det ändå saknas", None, &html! {
            (number(reminders::ESCALATE, "Från och med påminnelse nummer"))
            (to(reminders::TO[2], "Får även veta"))
        }))
    }
}
