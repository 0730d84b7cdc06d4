//! The provider's side, and the page of a one-time link.

use domain::samples::{Stage, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, Icon, Row, Table, Tone, tag};

use super::form::Fault;
use super::model::{Drawn, Kept};
use super::pages::Names;
use super::pages_case::ResultRow;
use super::pages_school::Own;
use super::{sv, view, view_result};
use crate::cases::files::ACCEPT;

/// That a case has as many files as it may have.
pub(super) const FULL: &str = "Fallet har redan så många filer som det kan ha.";

/// The way here.
pub(super) fn way(href: &str, waits: usize) -> Markup {
    html! { p { a href=(href) { (sv::PLANS) } " "
    @if waits > 0 { (tag(Tone::Warn, Icon::Clock, &sv::waits(waits))) } @else { span.quiet { (sv::waits(0)) } } } }
}

/// What waits for study plans, as a part of the provider's start page: where, what and how many.
pub(super) fn waiting(all: &[(String, String, usize)]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.waiting-cases {
                h2 { (sv::PLANS) }
                ul { @for (href, name, count) in all { li { a href=(href) { (name) } ": " (sv::waits(*count)) } } }
            }
        }
    }
}

/// The samples that the provider has cases in.
pub(super) fn list(base: &str, authorities: &Markup, all: &[(Kept, usize)]) -> Markup {
    let columns = vec![Column::new("Stickprov"), Column::new("Läge"), Column::new("Studieplaner")];
    let rows = all.iter().map(|(kept, lacking)| {
        Row::new(vec![
            html! { (sv::name(kept.number, &kept.setup.wish.title)) },
            view::stage(kept.stands.stage),
            html! { @if kept.stands.stage == Stage::Drawn { (sv::waits(*lacking)) } },
        ])
        .href(format!("{base}/{}", kept.id))
    });
    html! {
        h1 { (sv::PLANS) }
        (authorities)
        p.lead { "Kommunen drar stickprov och jämför elevers studieplaner med deras resultat. Här lämnar ni planerna, och läser vad det blev." }
        (Table::new(sv::PLANS, columns).hide_caption().stack().rows(rows.collect())
            .empty(ui::empty_state("Inget stickprov gäller er", "När kommunen drar ett stickprov med era elever står det här.", &html! {})))
    }
}

/// What is told of a case to whoever looks the student up: no results.
fn known(rows: &[ResultRow]) -> Markup {
    html! {
        ul { @for row in rows.iter().filter(|row| row.within) {
            li { @if row.name.is_empty() { (row.code) } @else { (row.name) " (" (row.code) ")" }
                ", började " (swedish::day(row.started))
                @if let Some(end) = row.planned_end { ", skulle sluta " (swedish::day(end)) } }
        } }
    }
}

/// One sample, with the provider's own cases.
pub(super) fn one(base: &str, own: &Own, limit: usize, (typed, faults): (&FormData, &[Fault]), found: &str) -> Markup {
    let open = own.kept.stands.stage == Stage::Drawn;
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::PLANS) }
        h1 { (sv::name(own.kept.number, &own.kept.setup.wish.title)) }
        p { (view::stage(own.kept.stands.stage)) }
        @match own.kept.outcome() {
            Some(outcome) => {
                h2 { "Resultat" }
                (view_result::result(&own.kept.setup, &outcome))
            }
            None => p.lead { "Lämna studieplanen för varje elev nedan, så som den såg ut när kurserna slutade. Ni hittar eleven på enhet, kurs och startdag." },
        }
        @if open { (check(base, (typed, faults), found)) }
        h2 { "Era fall" }
        @for (case, rows) in &own.cases {
            section.panel {
                h3 id={ "fall-" (case.number) } { (sv::case(case.number)) }
                @let unit = own.names.unit(case.unit);
                @if !unit.is_empty() { p { (unit) } }
                (known(rows))
                p { (view::plan(&own.kept, case)) @if own.kept.stands.stage == Stage::Closed { " " (judged(&own.kept, case)) } }
                @if open { (send(base, own, case, limit, faults)) }
            }
        }
    }
}

fn judged(kept: &Kept, case: &Drawn) -> Markup {
    let counts = kept.stands.case(case.number).and_then(|of| of.counts_as(kept.stands.assessors()));
    html! { @if let Some(judgement) = counts { "Bedömning: " (words::judgement(judgement)) } }
}

fn check(base: &str, (typed, faults): (&FormData, &[Fault]), found: &str) -> Markup {
    let fault = faults.iter().find(|(field, _)| field == "personnummer").map(|(_, text)| text.clone());
    let open = fault.is_some() || !found.is_empty();
    html! {
        details.panel.no-print open[open] {
            summary { "Är ni osäkra på vilken elev det är?" }
            p { "Skriv elevens personnummer, så säger systemet vilket fall det är. Numret sparas inte." }
            @if !found.is_empty() { (ui::notice(Tone::Good, found, &html! {})) }
            (ui::form(&format!("{base}/kontroll"), &html! {
                (ui::text_input(&Field::new("personnummer", "Personnummer").value(typed.get("personnummer")).fault(fault).autocomplete("off")))
                (ui::actions(&html! { (Button::secondary("Visa vilket fall det är")) }))
            }))
        }
    }
}

fn send(base: &str, own: &Own, case: &Drawn, limit: usize, faults: &[Fault]) -> Markup {
    let name = format!("filer-{}", case.number);
    let fault = faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
    let stands = own.kept.stands.case(case.number);
    let came = stands.is_some_and(|of| of.received > 0);
    let files = own.files.iter().filter(|file| file.case == case.number && file.removed_at.is_none()).count();
    let help = crate::cases::sv::files_help((limit >> 20).max(1));
    let action = format!("{base}/{}", case.number);
    html! {
        @if files > 0 { p.quiet { (swedish::integer(i64::try_from(files).unwrap_or(i64::MAX))) @if files == 1 { " fil är lämnad." } @else { " filer är lämnade." } } }
        details.no-print open[fault.is_some()] {
            summary { @if came { "Lämna något mer" } @else { "Lämna studieplanen" } }
            (ui::upload_form(&action, &html! {
                (ui::file_upload(&Field::new(name, format!("Studieplan till fall {}", case.number)).help(help).fault(fault), ACCEPT, true))
                (ui::actions(&html! { (Button::primary("Lämna studieplanen").more(sv::case(case.number))) }))
            }))
            @if !came && stands.is_some_and(|of| !of.absent) {
                (ui::post_button(&action, &Button::plain("Studieplan saknas").more(sv::case(case.number)), &[("saknas", "ja")]))
            }
        }
    }
}

/// What somebody with a link is shown of their case.
pub(super) struct Linked {
    pub title: String,
    pub case: Drawn,
    pub rows: Vec<ResultRow>,
    pub names: Names,
}

/// Before a link is opened.
pub(super) fn before(address: &str) -> Markup {
    html! {
        h1 { (sv::OPEN_TITLE) }
        p.lead { "Kommunen har bett om en studieplan. Länken gäller en gång: när planen är lämnad gäller den inte mer." }
        (ui::post_button(address, &Button::primary("Visa vad som ska lämnas"), &[("steg", "oppna")]))
    }
}

/// The case of a link, with the form.
pub(super) fn linked(address: &str, of: &Linked, limit: usize, fault: Option<&str>) -> Markup {
    let unit = of.names.unit(of.case.unit);
    let help = crate::cases::sv::files_help((limit >> 20).max(1));
    let faults: Vec<(&str, &str)> = fault.map(|text| ("filer", text)).into_iter().collect();
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::OPEN_TITLE) }
        p { (of.title) ", " (sv::case(of.case.number).to_lowercase()) }
        p { (of.names.provider(of.case.organisation)) @if !unit.is_empty() { ", " (unit) } }
        p { "Det gäller eleven som läste:" }
        (known(&of.rows))
        (ui::upload_form(address, &html! {
            (ui::hidden("steg", "lamna"))
            (ui::file_upload(&Field::new("filer", "Studieplan").help(help).fault(fault.map(str::to_owned)), ACCEPT, true))
            (ui::actions(&html! { (Button::primary("Lämna studieplanen")) }))
        }))
        p { "Finns ingen studieplan för eleven?" }
        (ui::post_button(address, &Button::plain("Studieplan saknas"), &[("saknas", "ja")]))
    }
}

/// It is sent.
pub(super) fn thanks(absent: bool) -> Markup {
    html! {
        h1 { @if absent { (sv::TOLD_ABSENT) } @else { (sv::SENT) } }
        p.lead { "Tack. Länken är använd, och gäller inte mer. Du kan stänga sidan." }
    }
}

/// A link that leads nowhere.
pub(super) fn gone() -> Markup {
    html! {
        h1 { (sv::GONE_TITLE) }
        p.lead { "Den är använd, återkallad eller för gammal. Be kommunen om en ny, eller logga in och lämna studieplanen där." }
    }
}
