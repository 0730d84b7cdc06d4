//! Indicators to change, as pages.

use domain::indicators::{Term, sv as formulas};
use domain::year::{Direction, Followed, Indicator, Measure, Word, Year, sv as words};
use kernel::swedish::capitalised;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width};

use super::indicators::{self as edits, DENOMINATOR, NUMERATOR, PARTS, PER, Uses};
use super::pages::Found;
use super::sv;
use crate::year::{Version, holds_for};

/// What the list shows.
pub(super) struct ListPage {
    pub root: String,
    pub found: Found,
    pub newest: i64,
    pub comments: bool,
    /// What was typed; nothing before.
    pub values: Option<FormData>,
    pub faults: Vec<(String, String)>,
}

/// Words that say from which version one begins, and what does not follow.
fn begins(row: &Version, newest: i64, comments: bool) -> Markup {
    html! {
        @if newest > row.version { (ui::notice(Tone::Warn, "Det finns en nyare version", &html! { p { (sv::newer(row.version, newest)) } })) }
        @if comments { p.quiet { "Kommentarer i dokumentet följer inte med när du sparar härifrån." } }
    }
}

/// All indicators in their order.
pub(super) fn list(page: &ListPage) -> Markup {
    let (row, year) = (&page.found.row, &page.found.published.year);
    let here = format!("{}/version/{}", page.root, row.id);
    html! {
        (ui::error_summary(&page.faults))
        p.kicker { (year.title.as_sv()) }
        h1 { (sv::INDICATORS) " " (row.year) }
        p.lead { "Du utgår från version " (row.version) ". Varje gång du sparar blir det ett nytt utkast, som gäller först när du publicerar det." }
        (begins(row, page.newest, page.comments))
        (ui::actions(&html! {
            (ui::link_button(&format!("{here}/ny-indikator"), "Lägg till en indikator", true))
            (ui::link_button(&here, "Till versionen", false))
            (ui::link_button(&format!("{here}/malvarden"), "Läs in målvärden", false))
        }))
        @if year.indicators.is_empty() {
            (ui::empty_state("Inga indikatorer", "Året har inga indikatorer än. Lägg till den första.", &html! {}))
        } @else {
            (ui::form(&format!("{here}/indikatorer"), &html! {
                (ui::hidden("bas", &page.newest.to_string()))
                (table(page, &here))
                (ui::actions(&html! { (Button::secondary("Spara ordningen som utkast")) }))
            }))
        }
    }
}

fn table<'a>(page: &'a ListPage, here: &str) -> Table<'a> {
    let year = &page.found.published.year;
    let rows = (1..).zip(&year.indicators).map(|(number, of)| {
        let name = edits::place(&of.slug);
        let value = page.values.as_ref().map_or_else(|| number.to_string(), |values| values.get(&name).to_owned());
        let goal = year.goals.iter().find(|goal| of.goal.as_ref() == Some(&goal.slug));
        let uses = edits::uses(year, of.slug.as_str());
        Row::new(vec![
            html! { a href={ (here) "/indikator/" (of.slug) } { (of.title.as_sv()) } },
            html! { @match &of.count { Some(count) => (formulas::formula(count)), None => (sv::NO_FORMULA) } },
            html! { @if let Some(goal) = goal { (goal.title.as_sv()) } @else { "Inget" } },
            html! { (direction(of.direction)) },
            html! { (uses.targets.len()) },
            place(&name, of.title.as_sv(), &value, page.faults.iter().any(|(at, _)| *at == name)),
            html! { a href={ (here) "/indikator/" (of.slug) "/ta-bort" } { "Ta bort" span.hidden { " " (of.title.as_sv()) } } },
        ])
    });
    let columns = vec![
        Column::new("Indikator"),
        Column::new("Formel"),
        Column::new("Verksamhetsmål"),
        Column::new("Riktning"),
        Column::number("Målvärden").narrow(),
        Column::new("Plats").narrow(),
        Column::action("Ta bort"),
    ];
    Table::new("Indikatorer i ordning", columns).hide_caption().stack().rows(rows.collect())
}

/// An indicator's place; the row and the heading say to the eye what it is.
fn place(name: &str, title: &str, value: &str, is_wrong: bool) -> Markup {
    let id = format!("f-{name}");
    html! {
        label.hidden for=(id) { "Plats för " (title) }
        input.input.w-short id=(id) type="text" name=(name) value=(value) inputmode="numeric" autocomplete="off"
            aria-invalid=[is_wrong.then_some("true")];
    }
}

const fn direction(of: Direction) -> &'static str {
    match of {
        Direction::Higher => "Högre är bättre",
        Direction::Lower => "Lägre är bättre",
        Direction::Neither => "Varken eller",
    }
}

/// What the form of one indicator shows.
pub(super) struct OnePage {
    pub root: String,
    pub found: Found,
    pub newest: i64,
    pub comments: bool,
    /// The indicator as it stands; nothing for a new one.
    pub of: Option<Indicator>,
    pub values: FormData,
    pub faults: Vec<(String, String)>,
}

impl OnePage {
    fn field<'a>(&'a self, name: &'static str, label: &'static str) -> Field<'a> {
        let fault = self.faults.iter().find(|(at, _)| at == name).map(|(_, fault)| fault.as_str());
        Field::new(name, label).value(self.values.get(name)).fault(fault)
    }

    fn has_fault(&self, name: &str) -> bool {
        self.faults.iter().any(|(at, _)| at == name)
    }
}

/// The form of one indicator, with its formula in words.
pub(super) fn one(page: &OnePage) -> Markup {
    let (row, year) = (&page.found.row, &page.found.published.year);
    let list = format!("{}/version/{}/indikatorer", page.root, row.id);
    let here = page.of.as_ref().map_or_else(
        || format!("{}/version/{}/ny-indikator", page.root, row.id),
        |of| format!("{}/version/{}/indikator/{}", page.root, row.id, of.slug),
    );
    html! {
        (ui::error_summary(&page.faults))
        p.kicker { (year.title.as_sv()) }
        h1 { @match &page.of { Some(of) => (of.title.as_sv()), None => (sv::NEW_INDICATOR) } }
        p.lead { "Du utgår från version " (row.version) ". Det du sparar blir ett utkast." }
        (begins(row, page.newest, page.comments))
        (ui::form(&here, &html! {
            (ui::hidden("bas", &page.newest.to_string()))
            h2 { "Vad den är" }
            (ui::text_input(&page.field("titel", "Namn").width(Width::Medium)))
            (ui::textarea(&page.field("definition", "Definition").help("Exakt vad som delas med vad, så att den som läser siffran vet vad den säger."), 3, None))
            (ui::select(&page.field("mal", "Verksamhetsmål som den följer").optional(), &goals(year)))
            (ui::select(&page.field("riktning", "Riktning").help("Utan riktning finns aldrig något målvärde. Klagomål har aldrig riktning.").width(Width::Medium), &directions()))
            (ui::select(&page.field("niva", "Följs ned till").help("Finare än så visas den inte.").optional().width(Width::Medium), &levels()))
            (counted(page))
            h2 { "Varifrån definitionen kommer" }
            (ui::textarea(&page.field("kalla", "Definitionens källa").optional(), 2, None))
            (ui::actions(&html! {
                (Button::primary("Spara som utkast").name("spara").value("ja"))
                (Button::secondary("Förhandsgranska").name("visa").value("ja"))
                a.button.secondary href=(list) { "Avbryt" }
            }))
        }))
        @if let Some(of) = &page.of { p.no-print { a href={ (page.root) "/version/" (row.id) "/indikator/" (of.slug) "/ta-bort" } { "Ta bort indikatorn" } } }
    }
}

fn counted(page: &OnePage) -> Markup {
    let old = page.of.as_ref().and_then(|of| of.count.as_ref());
    let formula = edits::formula(&page.values, old);
    html! {
        h2 { "Hur den räknas" }
        (ui::help_inset(&html! {
            p { strong { "Formeln i ord: " } @match &formula { Some(formula) => (formulas::formula(formula)), None => (sv::NO_FORMULA) } }
            p.small { "Välj nedan och förhandsgranska, så står formeln här i ord." }
        }))
        (terms(page, NUMERATOR, "Täljare", "Det som delas. Är flera valda läggs de ihop."))
        (terms(page, DENOMINATOR, "Nämnare", "Basen, det som delas med. Är flera valda läggs de ihop."))
        (terms(page, PARTS, "Delar", "För en fördelning, till exempel betyg. Var och en delas med basen. Välj då ingen täljare."))
        (ui::select(&page.field("enhet", "Enhet").width(Width::Medium), &units()))
        (ui::number_input(&page.field(PER, "Per hur många").help("För antal, till exempel 100 för klagomål per 100 elever. Tomt för en andel i procent.").optional()))
        (ui::text_input(&page.field("underlag", "Basen i ord").help("Står vid varje siffra, till exempel: Satta betyg, streck inte medräknade. Behövs när indikatorn har en formel.").required()))
    }
}

fn terms(page: &OnePage, name: &'static str, label: &'static str, help: &'static str) -> Markup {
    let ticked = page.values.all(name);
    let chosen: Vec<Term> = ticked.iter().filter_map(|slug| Term::from_slug(slug)).collect();
    let choices: Vec<Choice<'_>> = Term::ALL
        .iter()
        .map(|term| Choice::new(term.slug(), sv::term(*term)).checked(ticked.iter().any(|slug| slug == term.slug())))
        .collect();
    let field = page.field(name, label).help(help);
    ui::reveal(&sv::ticked(label, &chosen), page.has_fault(name), &ui::checkboxes(&field, &choices))
}

fn goals(year: &Year) -> Vec<Choice<'_>> {
    let none = Choice::new("", "Inget");
    let goals = year.goals.iter().map(|goal| Choice::new(goal.slug.as_str(), goal.title.as_sv()));
    std::iter::once(none).chain(goals).collect()
}

fn directions<'a>() -> Vec<Choice<'a>> {
    Direction::ALL.iter().map(|of| Choice::new(of.slug(), direction(*of))).collect()
}

fn units<'a>() -> Vec<Choice<'a>> {
    Measure::ALL.iter().map(|of| Choice::new(of.slug(), capitalised(words::measure(*of)))).collect()
}

fn levels<'a>() -> Vec<Choice<'a>> {
    let first = Choice::new("", "Enheten, om inget annat sägs");
    let levels = Followed::ALL.iter().map(|of| Choice::new(of.slug(), capitalised(words::followed(*of))));
    std::iter::once(first).chain(levels).collect()
}

/// What the page before an indicator is taken away shows.
pub(super) struct Removal<'a> {
    pub list: String,
    pub year: &'a Year,
    pub of: &'a Indicator,
    pub newest: i64,
    pub uses: Uses<'a>,
    pub fault: Option<&'a str>,
}

/// Where it is used, and the button that takes it away.
pub(super) fn removal(page: &Removal<'_>) -> Markup {
    let Removal { year, of, uses, .. } = page;
    let name = if uses.is_empty() { "" } else { "aven" };
    let faults: Vec<(&str, &str)> = page.fault.into_iter().map(|fault| (name, fault)).collect();
    html! {
        (ui::error_summary(&faults))
        p.kicker { (year.title.as_sv()) }
        h1 { "Ta bort ”" (of.title.as_sv()) "”?" }
        p { "Det som redan är inlämnat behåller den version det gjordes mot. Tidigare år ändras inte." }
        @if uses.is_empty() { p { "Indikatorn har inga målvärden och visas inte vid någon redovisning i den här versionen." } }
        @else {
            h2 { "Här används den" }
            ul {
                @for target in &uses.targets { li { "Målvärde: " (words::target(target, of)) ". Gäller: " (holds_for(year, target)) "." } }
                @for (item, section) in &uses.sections { li { "Visas vid rubriken ”" (section) "” i ”" (item) "”." } }
            }
        }
        (ui::form(&format!("{}/{}/ta-bort", page.list.replace("/indikatorer", "/indikator"), of.slug), &html! {
            (ui::hidden("bas", &page.newest.to_string()))
            @if !uses.is_empty() {
                (ui::checkbox(&Field::new("aven", "Ta också bort målvärdena och visningen ur utkastet").fault(page.fault)))
            }
            (ui::actions(&html! {
                (Button::danger("Ta bort indikatorn").icon(Icon::Trash))
                a.button.secondary href=(page.list) { "Avbryt" }
            }))
        }))
    }
}
