//! The provider's side of visits.

use domain::visits::{Sheet, Standing, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Field, Tone, notice};

use super::form::{Fault, LONGEST};
use super::look::Opened;
use super::store::Kept;
use super::{sv, view, view_sheet};

/// Where a visit stands, as the provider sees it: that a protocol is written is the authority's.
fn sign(kept: &Kept, today: Day) -> Markup {
    match kept.visit.standing() {
        Standing::Begun => ui::tag(Tone::Info, ui::Icon::Clock, "Kommunen skriver protokollet"),
        _ => view::sign(kept, today),
    }
}

/// The provider's visits.
pub(super) fn list(base: &str, authorities: &Markup, visits: &[Kept], today: Day) -> Markup {
    html! {
        h1 { (sv::OWN) }
        (authorities)
        p.lead { "Kommunen besöker er och följer upp kvalitet och resultat. Ni får läsa protokollet och svara på det innan det fastställs." }
        @if visits.is_empty() { p.quiet { "Inget besök är planerat." } }
        ul.said-lines role="list" {
            @for kept in visits.iter().rev() {
                li {
                    p { a href={ (base) "/" (kept.id) } { (words::slot(kept.visit.slot)) } " " (sign(kept, today)) }
                    @if let (Standing::WithProvider, Some(draft)) = (kept.visit.standing(), kept.visit.draft()) {
                        p { (sv::until(draft.until, today)) }
                    }
                }
            }
        }
    }
}

/// A visit.
pub(super) fn one(base: &str, of: &Opened, may_reply: bool, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let standing = of.standing();
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::OWN) }
        h1 { (of.kept.name()) }
        p { (sign(&of.kept, of.today)) }
        (view::facts(of))
        @if standing == Standing::Cancelled {
            @let note = of.kept.visit.cancelled.map(|line| of.kept.words(line).note).unwrap_or_default();
            @if !note.is_empty() { p.said { (note) } }
        }
        @if standing == Standing::Planned {
            p { "Kommunen går igenom " a href={ "#punkter" } { "de här punkterna" } ". Ta gärna fram underlag i förväg." }
            h2 #punkter { (of.checklist.list.title) }
            dl.facts { @for point in of.points() { div { dt { (point.title) } dd { (point.help) } } } }
        }
        @match (of.kept.settled(), of.kept.visit.draft(), of.kept.draft()) {
            (Some(sheet), ..) => {
                h2 { "Fastställt protokoll" }
                (files(base))
                (view_sheet::sheet(sheet, &of.photos, base, view_sheet::NOTHING))
                (view_sheet::all_replies(&of.kept))
            }
            (None, Some(draft), Some(sheet)) => {
                @match draft.replies.last() {
                    Some((on, _)) => (notice(Tone::Good, "Ni har svarat", &html! { p { (sv::replied(*on)) } })),
                    None => @if may_reply { (notice(Tone::Info, "Kontrollera att det som står är riktigt", &html! { p { (sv::until(draft.until, of.today)) } })) },
                }
                h2 { "Utkast till protokoll" }
                p.quiet { "Skickat " (swedish::day(draft.sent)) ". Kommunen kan ändra det efter ert svar." }
                (files(base))
                (view_sheet::sheet(sheet, &of.photos, base, view_sheet::NOTHING))
                @if of.kept.visit.drafts.iter().any(|draft| !draft.replies.is_empty()) { (view_sheet::all_replies(&of.kept)) }
                @if may_reply { (reply(base, draft.line, sheet, !draft.replies.is_empty(), (typed, faults))) }
            }
            _ => {}
        }
    }
}

fn files(base: &str) -> Markup {
    html! { p.no-print { a href={ (base) "/fil/pdf" } { "Hämta som PDF" } " · " a href={ (base) "/fil/docx" } { "Hämta som Word" } } }
}

fn reply(base: &str, line: usize, sheet: &Sheet, again: bool, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let field = |name: String, label: String| {
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
        let value = typed.get(&name).to_owned();
        Field::new(name, label).value(value).fault(fault)
    };
    html! {
        details.panel.no-print open[!again || !faults.is_empty()] {
            summary { @if again { "Svara en gång till" } @else { (words::step(domain::visits::Step::Reply)) } }
            (ui::form(&format!("{base}/svara"), &html! {
                (ui::hidden("sedd", &line.to_string()))
                (ui::textarea(&field("svar".to_owned(), "Om helheten".to_owned()).optional(), 5, Some(LONGEST)))
                @for (point, finding) in sheet.findings() {
                    (ui::textarea(&field(format!("om-{}", finding.key), format!("{}: {}", point.title, words::finding(finding.kind))).help(finding.text.clone()).optional(), 2, Some(LONGEST)))
                }
                (ui::checkbox(&field("inget".to_owned(), "Vi har inget att invända".to_owned())))
                (ui::actions(&html! { (Button::primary("Skicka svaret till kommunen")) }))
            }))
        }
    }
}
