//! The page before a version is published.

use domain::year::{Fault, FaultKind, Severity, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Tone};

use super::carrying::Choosing;
use super::difference::Change;
use super::pages::Found;
use super::sv;
use super::view::undecided;
use crate::changes::{self, Foreseen};
use crate::year::PublishRefusal;

/// What the page before publishing shows.
pub(super) struct Consequences {
    pub root: String,
    pub found: Found,
    pub before: Option<i64>,
    pub changes: Vec<Change>,
    /// How many tasks are new.
    pub in_all: usize,
    pub foreseen: Foreseen,
    /// Own templates that have a place for what goes away: of which item, and for what.
    pub templates: Vec<(String, Vec<String>)>,
    pub choosing: Vec<Choosing>,
    pub notices: Vec<Fault>,
}

impl Consequences {
    /// Why it cannot be published, if it cannot.
    pub(super) fn refusal(&self) -> Option<PublishRefusal> {
        let newest = self.before?;
        match newest.cmp(&self.found.row.version) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => Some(PublishRefusal::Already),
            std::cmp::Ordering::Greater => Some(PublishRefusal::Older(newest)),
        }
    }
}

/// What publishing leads to, and the button that does it.
pub(super) fn consequences(page: &Consequences, form: &FormData, faulty: &[String]) -> Markup {
    let row = &page.found.row;
    let here = format!("{}/version/{}", page.root, row.id);
    let faults: Vec<(&str, &str)> = faulty.iter().map(|name| (name.as_str(), sv::TWICE_CARRIED)).collect();
    html! {
        (ui::error_summary(&faults))
        h1 { "Publicera " (row.year) ", version " (row.version) "?" }
        @match page.before {
            Some(before) => p.lead { "Den ersätter version " (before) " och gäller genast för alla." }
            None => p.lead { "Det blir den första versionen av " (row.year) " som gäller." }
        }
        @if page.before.is_some() {
            (changes::foreseen(&page.foreseen))
            @if !page.templates.is_empty() {
                (ui::notice(Tone::Warn, "Egna mallar frågar efter det som försvinner", &html! {
                    ul { @for (title, gone) in &page.templates { li { (title) ": " (swedish::list(gone)) } } }
                    p { "Har frågan bytt namn följer mallen med när du väljer det nedan. Är den borttagen läses kolumnen inte in. Ladda då upp en ny version av mallen." }
                }))
            }
            p { "Redan inlämnat behåller den version det gjordes mot. De som berörs ser ändringen vid sina uppgifter, och får ett brev om utskick är påslagna." }
            h2 { "Det som ändras i dokumentet" }
            @if page.changes.is_empty() { p { "Dokumenten säger samma sak." } }
            @else { ul { @for change in &page.changes { li { (sv::change(change)) } } } }
        } @else {
            h2 { "För anordnarna" }
            p { (sv::counted(page.in_all, "uppgift", "uppgifter")) " läggs i anordnarnas listor." }
            @if !page.changes.is_empty() {
                (ui::reveal("Visa allt som ska lämnas in", false, &html! { ul { @for change in &page.changes { li { (sv::change(change)) } } } }))
            }
        }
        (look_first(page, &here))
        (ui::form(&format!("{here}/publicera"), &html! {
            (choosing(&page.choosing, form, faulty))
            (ui::actions(&html! {
                (Button::primary(format!("Publicera version {}", row.version)))
                a.button.secondary href=(here) { "Tillbaka till versionen" }
            }))
        }))
    }
}

fn look_first(page: &Consequences, here: &str) -> Markup {
    let undecided = undecided(&page.found.published.year, here);
    let notices: Vec<&Fault> = page
        .notices
        .iter()
        .filter(|fault| fault.kind.severity() == Severity::Notice && fault.kind != FaultKind::TargetToDecide)
        .collect();
    html! {
        @if !notices.is_empty() || undecided.is_some() {
            (ui::notice(Tone::Warn, "Titta på det här först", &html! {
                ul {
                    @for fault in notices { li { (words::what(&fault.kind)) " " (words::remedy(&fault.kind)) } }
                    @if let Some(line) = undecided { li { (line) } }
                }
            }))
        }
    }
}

/// Where the answers to what goes away belong.
fn choosing(all: &[Choosing], form: &FormData, faulty: &[String]) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 { "Har frågor bytt namn?" }
            p { "Det här försvinner samtidigt som något nytt kommer. Är det samma fråga, välj vilken: då följer utkast och ifyllda mallar med. Annars sparas svaren i historiken och visas för dem som skrev dem." }
            @for one in all {
                @let choices: Vec<Choice<'_>> = std::iter::once(Choice::new("", "Frågan är borttagen"))
                    .chain(one.new.iter().map(|spot| Choice::new(spot.slug.as_str(), spot.title.as_str()))).collect();
                @let fault = faulty.contains(&one.name).then_some(sv::TWICE_CARRIED);
                (ui::select(&Field::new(one.name.as_str(), format!("{}: svaren under ”{}” hör nu under", one.title, one.gone.title))
                    .value(form.get(&one.name)).fault(fault), &choices))
            }
        }
    }
}
