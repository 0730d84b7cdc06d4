//! The forms for planning a visit, and the checklist of a year.

use domain::visits::{Point, PointKind, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Width};

use super::form::{Fault, name};
use super::look::{Choices, Guest};
use super::store::Version;
use super::sv;
use crate::organisations::Provider;

/// Where the form is sent, and what goes with it.
pub(super) struct Form {
    pub action: String,
    /// What a new visit becomes.
    pub key: Option<String>,
    /// How many lines a visit had when it was opened to be changed.
    pub seen: Option<String>,
}

fn fault_at(faults: &[Fault], name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone())
}

/// Which provider is to be visited.
pub(super) fn choose(action: &str, all: &[Provider], faults: &[Fault]) -> Markup {
    let ids: Vec<(String, &str)> = all
        .iter()
        .filter(|provider| provider.ended_on.is_none())
        .map(|provider| (provider.id.to_string(), provider.name.as_str()))
        .collect();
    let choices: Vec<Choice<'_>> = ids.iter().map(|(id, name)| Choice::new(id.as_str(), *name)).collect();
    html! {
        (ui::error_summary(faults))
        h1 { (sv::NEW) }
        form.form method="get" action=(action) novalidate {
            (ui::select(&Field::new("anordnare", "Vilken anordnare?").fault(fault_at(faults, "anordnare")), &choices))
            (ui::actions(&html! { (Button::primary("Gå vidare")) }))
        }
    }
}

/// When, where and with whom.
pub(super) fn plan(form: &Form, of: &Choices, visit: Option<&str>, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let field = |name: &'static str, label: &'static str, or: &str| {
        let value = if typed.has(name) { typed.get(name) } else { or };
        Field::new(name, label).value(value.to_owned()).fault(fault_at(faults, name))
    };
    let asked =
        of.asked.iter().map(|one| (one.id.to_string(), format!("{}, senast {}", one.title, swedish::day(one.by))));
    let asked: Vec<(String, String)> = asked.collect();
    let mut activities = vec![Choice::new("", "Inget moment")];
    activities.extend(asked.iter().map(|(id, label)| Choice::new(id.as_str(), label.as_str())));
    let first = asked.first().filter(|_| !typed.has("dag")).map(|(id, _)| id.as_str()).unwrap_or_default();
    let is_new = form.key.is_some();
    html! {
        (ui::error_summary(faults))
        p.kicker { (of.provider.name) @if let Some(visit) = visit { ", " (visit) } }
        h1 { @if is_new { (sv::NEW) } @else { (words::step(domain::visits::Step::Change)) } }
        (ui::form(&form.action, &html! {
            (ui::hidden("anordnare", &of.provider.id.to_string()))
            @if let Some(key) = &form.key { (ui::hidden("nyckel", key)) }
            @if let Some(seen) = &form.seen { (ui::hidden("sedd", seen)) }
            (ui::date_input(&field("dag", "Dag", "").help("Ett besök som redan har varit läggs in i efterhand, utan inbjudan.")))
            (ui::text_input(&field("fran", "Börjar", "9.00").help("Till exempel 9 eller 9.30.").width(Width::Short)))
            (ui::text_input(&field("till", "Slutar", "12.00").width(Width::Short)))
            (units(of, typed))
            (ui::text_input(&field("plats", "Plats och rum", "").optional().help("Adress och rum, så att alla hittar dit. Står i inbjudan.")))
            (people(&of.guests, typed))
            (ui::text_input(&field("andra", "Andra deltagare", "").optional().help("Till exempel en lärare eller studeranderepresentant. De får ingen inbjudan härifrån.")))
            @if is_new && !of.asked.is_empty() {
                (ui::select(&field("aktivitet", "Moment i uppföljningsplanen", first).help("När protokollet fastställs antecknas momentet som gjort."), &activities))
            }
            @if is_new { p.quiet { "Anordnaren ser besöket när inbjudan har skickats, eller när protokollet har öppnats." } }
            (ui::actions(&html! { (Button::primary(if is_new { sv::NEW } else { "Spara ändringen" })) }))
        }))
    }
}

fn units(of: &Choices, typed: &FormData) -> Markup {
    if of.units.is_empty() {
        return html! {};
    }
    let ids: Vec<(String, &str)> = of.units.iter().map(|unit| (unit.id.to_string(), unit.name.as_str())).collect();
    let choices: Vec<Choice<'_>> = ids
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), *name).checked(typed.all("enhet").iter().any(|one| one == id)))
        .collect();
    let help = "Välj ingen om besöket gäller hela anordnaren.";
    ui::checkboxes(&Field::new("enhet", "Enheter").optional().help(help), &choices)
}

fn people(guests: &[Guest], typed: &FormData) -> Markup {
    let label =
        |guest: &Guest| format!("{} ({})", guest.name, if guest.is_providers { "anordnaren" } else { "kommunen" });
    let all: Vec<(String, String)> = guests.iter().map(|guest| (guest.id.to_string(), label(guest))).collect();
    let choices: Vec<Choice<'_>> = all
        .iter()
        .map(|(id, label)| {
            Choice::new(id.as_str(), label.as_str()).checked(typed.all("deltagare").iter().any(|one| one == id))
        })
        .collect();
    if choices.is_empty() {
        return html! { p.quiet { "Ingen hos er eller anordnaren kan bjudas in än: de behöver ha varit inloggade." } };
    }
    ui::checkboxes(
        &Field::new("deltagare", "Deltagare").optional().help("De får inbjudan när du skickar den."),
        &choices,
    )
}

/// The checklist of a year, with a form for the next version.
pub(super) fn checklist(action: &str, year: i16, all: &[Version], (typed, faults): (&FormData, &[Fault])) -> Markup {
    let Some(newest) = all.first() else { return html! {} };
    let is_typed = typed.has("rader");
    let rows: usize = if is_typed { typed.get("rader").parse().unwrap_or(0) } else { newest.list.points.len() + 2 };
    html! {
        (ui::error_summary(faults))
        h1 { (sv::CHECKLIST) " " (year) }
        @if newest.version == 0 { p.lead { "Ni har ingen egen checklista för året. Det här är vårt exempel, som gäller tills ni sparar en egen." } }
        @else { p.lead { "Version " (newest.version) ", sparad av " (newest.person) @if let Some(at) = newest.at { " " (swedish::instant(at)) } "." } }
        p { (newest.list.provenance) }
        (ui::form(action, &html! {
            (ui::hidden("rader", &rows.to_string()))
            (ui::hidden("sedd", &newest.version.to_string()))
            (ui::text_input(&Field::new("titel", "Vad listan heter").value(if is_typed { typed.get("titel").to_owned() } else { newest.list.title.clone() })))
            @for row in 1..=rows { (point(row, newest.list.points.get(row - 1), is_typed.then_some(typed), faults)) }
            (ui::actions(&html! { (Button::primary("Spara checklistan")) }))
        }))
        @if all.len() > 2 {
            h2 { "Tidigare versioner" }
            ul { @for one in all.iter().skip(1).filter(|one| one.version > 0) {
                li { "Version " (one.version) ", " (one.person) @if let Some(at) = one.at { ", " (swedish::instant(at)) } ": " (one.list.points.len()) " punkter" }
            } }
        }
    }
}

fn point(row: usize, known: Option<&Point>, typed: Option<&FormData>, faults: &[Fault]) -> Markup {
    let value = |part: &str, or: &dyn Fn(&Point) -> String| match typed {
        Some(typed) => typed.get(&name(part, row)).to_owned(),
        None => known.map(or).unwrap_or_default(),
    };
    let field = |part: &str, label: &'static str, value: String| {
        let name = name(part, row);
        let fault = fault_at(faults, &name);
        Field::new(name, label).value(value).fault(fault)
    };
    let kinds: Vec<Choice<'_>> =
        PointKind::ALL.iter().map(|kind| Choice::new(kind.slug(), words::point_kind(*kind))).collect();
    let title = value("punkt", &|point| point.title.clone());
    let kind = value("slag", &|point| point.kind.slug().to_owned());
    let kind = if kind.is_empty() { PointKind::Judged.slug().to_owned() } else { kind };
    let head = if title.is_empty() { "Ny punkt".to_owned() } else { format!("{row}. {title}") };
    let open =
        known.is_none() && typed.is_none() || faults.iter().any(|(field, _)| field.ends_with(&format!("-{row}")));
    html! {
        details.panel open[open] {
            summary { (head) }
            (ui::hidden(&name("namn", row), &value("namn", &|point| point.slug.clone())))
            (ui::text_input(&field("punkt", "Vad ska tittas på?", title)))
            (ui::textarea(&field("hjalp", "Hur?", value("hjalp", &|point| point.help.clone())).optional(), 2, None))
            (ui::select(&field("slag", "Hur besvaras den?", kind), &kinds))
            (ui::text_input(&field("kalla", "Varför frågas det? Lag, plan eller avtal", value("kalla", &|point| point.source.clone())).optional()))
            (ui::text_input(&field("plats", "Plats i listan", value("plats", &|_| row.to_string())).width(Width::Short).optional()))
            (ui::checkbox(&field("bort", "Ta bort punkten", String::new())))
        }
    }
}
