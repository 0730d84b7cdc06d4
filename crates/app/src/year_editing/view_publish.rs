//! The page before a version is published.

use domain::changes::Likely;
use domain::year::{Fault, FaultKind, Severity, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Tone};

use super::carrying::{self, Choosing};
use super::difference::Change;
use super::pages::Found;
use super::sv;
use super::view::undecided;
use crate::changes::{self, Foreseen};
use crate::year::PublishRefusal;

/// The field with the version that the page showed as the one in force; 0 where none was.
pub(super) const REPLACES: &str = "ersatter";
/// The field with what the page said would happen, as a mark ([`Foreseen::mark`]).
pub(super) const LEADS_TO: &str = "foljder";

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
    /// Items that have perhaps only changed their stable name.
    pub renamed: Vec<Renamed>,
    /// Occasions that have.
    pub occasions: Vec<Likely>,
    /// What the form carries of what will happen.
    pub mark: String,
    /// What the page that was sent said and holds no more.
    pub stale: Option<Stale>,
    /// What stands in the fields.
    pub form: FormData,
    pub notices: Vec<Fault>,
}

/// Why a page that was sent is shown again before anything is published.
#[derive(Clone, Copy)]
pub(super) enum Stale {
    /// Another version is in force than this, which stood there.
    Version(i64),
    /// Something else will happen than what stood there: somebody has handed in, written or got more time.
    Happens,
}

/// An item that goes away while a like one comes, and what it would leave behind.
pub(super) struct Renamed {
    pub pair: Likely,
    /// Drafts that would not come along.
    pub drafts: usize,
    /// What is in and would stay under the old name.
    pub inside: usize,
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
pub(super) fn consequences(page: &Consequences, faulty: &[(String, &'static str)]) -> Markup {
    let row = &page.found.row;
    let here = format!("{}/version/{}", page.root, row.id);
    let faults: Vec<(&str, &str)> = faulty.iter().map(|(name, why)| (name.as_str(), *why)).collect();
    html! {
        (ui::error_summary(&faults))
        @if let Some(stale) = page.stale {
            (ui::notice(Tone::Warn, sv::NOT_PUBLISHED, &html! { p {
                @match stale {
                    Stale::Version(seen) => (sv::overtaken(seen, page.before, row.version)),
                    Stale::Happens => (sv::OTHERWISE_NOW),
                }
            } }))
        }
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
        (occasions(&page.occasions))
        (look_first(page, &here))
        (ui::form(&format!("{here}/publicera"), &html! {
            (ui::hidden(REPLACES, &page.before.unwrap_or(0).to_string()))
            (ui::hidden(LEADS_TO, &page.mark))
            (renamed(page, faulty))
            (choosing(&page.choosing, &page.form, faulty))
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

fn fault_of(faulty: &[(String, &'static str)], name: &str) -> Option<&'static str> {
    faulty.iter().find(|(field, _)| field == name).map(|(_, why)| *why)
}

/// Occasions under another stable name: what is asked follows, and what hangs on the name does not.
fn occasions(all: &[Likely]) -> Markup {
    html! {
        @if !all.is_empty() {
            (ui::notice(Tone::Warn, "Tillfällen har fått ett annat stabilt namn", &html! {
                ul { @for pair in all {
                    li { "”" (pair.before_title) "” (" code { (pair.before) } ") blir ”" (pair.now_title) "” (" code { (pair.now) } ")." }
                } }
                p { "Uppgifterna följer med, med allt som är skrivet och inlämnat. Teman, sammanställda rapporter och undantag från påminnelser hör till det gamla namnet och visas inte vid det nya." }
                p { "Ska tillfället bara heta något annat, gå tillbaka, behåll det stabila namnet (" code { "slug" } ") och ändra titeln (" code { "title" } ")." }
            }))
        }
    }
}

/// Items that have perhaps only changed their stable name: what was written does not come along, so that is said and asked.
fn renamed(page: &Consequences, faulty: &[(String, &'static str)]) -> Markup {
    html! {
        @if !page.renamed.is_empty() {
            h2 { "Har redovisningar bytt namn?" }
            p { "En redovisning känns igen på sitt stabila namn (" code { "slug" } "). Under ett nytt stabilt namn börjar den om från början. Är det samma redovisning, gå tillbaka, låt den behålla sitt stabila namn och ändra titeln (" code { "title" } "): då följer utkast och inlämnat med." }
            @for one in &page.renamed {
                @let name = carrying::differ(&one.pair);
                p { "”" (one.pair.before_title) "” (" code { (one.pair.before) } ") tas bort, och ”" (one.pair.now_title) "” (" code { (one.pair.now) } ") är ny. " (sv::left_behind(one.drafts, one.inside)) }
                (ui::checkbox(&Field::new(name.as_str(), format!("{} och {} är olika redovisningar", one.pair.before, one.pair.now))
                    .value(page.form.get(&name)).required().fault(fault_of(faulty, &name))))
            }
        }
    }
}

/// Where the answers to what goes away belong.
fn choosing(all: &[Choosing], form: &FormData, faulty: &[(String, &'static str)]) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 { "Har frågor bytt namn?" }
            p { "Det här försvinner samtidigt som något nytt kommer. Är det samma fråga, välj vilken: då följer utkast och ifyllda mallar med. Annars sparas svaren i historiken och visas för dem som skrev dem. Det som är troligt är förvalt. Kontrollera det och svara på resten." }
            @for one in all {
                @let choices: Vec<Choice<'_>> = one.new.iter().map(|spot| Choice::new(spot.slug.as_str(), spot.title.as_str()))
                    .chain(std::iter::once(Choice::new(carrying::GONE, "Frågan är borttagen"))).collect();
                @let fault = fault_of(faulty, &one.name);
                (ui::select(&Field::new(one.name.as_str(), format!("{}: svaren under ”{}” hör nu under", one.title, one.gone.title))
                    .value(form.get(&one.name)).required().fault(fault), &choices))
            }
        }
    }
}
