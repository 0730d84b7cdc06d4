//! The page of one distribution.

use domain::split::To;
use kernel::swedish;
use maud::{Markup, html};
use ui::{Button, Choice, Column, Field, Row, Table, Tone};

use super::giving;
use super::model::{Distribution, How, Origin, Piece};
use super::pages_one::{Looked, Part};
use super::plan::Plan;
use super::sites::Site;
use super::{sv, view};
use crate::submissions::Asked;

/// How many faults of an authority are told.
const FAULTS: usize = 15;

/// The control that says where a row goes.
pub(super) fn piece_control(index: usize) -> String {
    format!("till-{}", index + 1)
}

/// The control that says which item of an authority gets the rows.
pub(super) fn item_control(slug: &str) -> String {
    format!("uppgift-{slug}")
}

/// What is wrong by what is asked there, each row by its own number.
pub(super) fn sentences(asked: &Asked, plan: &Plan, content: &Distribution) -> Vec<String> {
    let titles = asked.titles();
    let told = plan.faults.iter().filter_map(|(index, fault)| {
        let piece = content.pieces.get(*index)?;
        let mut fault = fault.clone();
        fault.place.row = u32::try_from(piece.place).ok();
        Some(forms::sv::sentence(&fault, &titles))
    });
    told.collect()
}

/// The page: what each would get, or where it went.
pub(super) fn page(address: &str, page: &Looked, faults: &[(String, String)]) -> Markup {
    let done = page.entry.done_at.is_some();
    html! {
        (ui::error_summary(faults))
        p.over { (sv::origin(&page.content.origin)) ", " (sv::rows(page.content.pieces.len())) }
        h1 { @if done { (sv::WHERE_TITLE) } @else { (sv::PREVIEW) } }
        @if let Some(at) = page.entry.done_at {
            p.lead { (sv::entry(at, true)) ". Raderna ligger i utkasten och lämnas in där, var för sig." }
            p { "Vill du ta tillbaka dem? Öppna redovisningen och dess tidigare rader: varje utkast har sin egen historik." }
        } @else {
            @if page.outdated { (ui::notice(Tone::Warn, sv::READ_AGAIN_TITLE, &html! { p { (sv::READ_AGAIN) } })) }
            @else { p.lead { "Inget är skrivet ännu. Så här blir det hos varje huvudman." } }
            @if page.content.origin == Origin::Draft && work(page) {
                p { "Noterade kontaktförsök och antal med skyddade personuppgifter följer inte med raderna." }
            }
            (remarks(&page.content))
            @if page.content.numbers > 0 { (ui::notice(Tone::Info, "Personnummer följer inte med", &html! { p { (sv::numbers(page.content.numbers)) } })) }
            @let owed = page.content.pieces.iter().filter(|piece| piece.is_owed(&page.content.origin)).count();
            @if owed > 0 { (ui::notice(Tone::Warn, "Står på två ställen", &html! { p { (sv::owed(owed)) } })) }
            @if !page.outdated { (nowhere(page)) }
            @if page.parts.len() > 1 && page.parts.first().is_some_and(|part| is_here(page, part)) { p { (sv::ORDER) } }
            @if !page.parts.is_empty() { div { @for part in &page.parts { (one(page, part)) } } }
            @if page.outdated { (ui::post_button(address, &Button::plain("Ta bort fördelningen"), &[("gor", "slang")])) }
            @else { (choosing(address, page, faults)) }
        }
        @if done || page.content.pieces.iter().any(|piece| !piece.went.is_empty()) { (where_it_went(page)) }
    }
}

/// Whether none of the authorities here is to get the row.
fn goes_nowhere(page: &Looked, piece: &Piece) -> bool {
    match &piece.to {
        To::Unsaid => true,
        To::One(slug) => page.overview.sites.iter().all(|site| site.slug != *slug),
        To::All => false,
    }
}

/// How many rows without an authority are named before the rest are counted.
const NOWHERE: usize = 20;

/// The rows that no authority gets as it is, each by its place and with the way to its control.
fn nowhere(page: &Looked) -> Markup {
    let all = page.content.pieces.iter().enumerate();
    let of: Vec<(usize, &Piece)> =
        all.filter(|(_, piece)| piece.went.is_empty() && goes_nowhere(page, piece)).collect();
    html! {
        @if !of.is_empty() {
            (ui::notice(Tone::Warn, &sv::nowhere(of.len()), &html! {
                ul { @for (index, piece) in of.iter().take(NOWHERE) { li {
                    a href={ "#f-" (piece_control(*index)) } { (label(page, piece)) }
                    @if !piece.said.is_empty() { ". " (sv::no_such_authority(&piece.said)) }
                } } }
                @if of.len() > NOWHERE { p { (sv::rows_more(of.len() - NOWHERE)) } }
                p { (sv::CHOOSE_BELOW) }
            }))
        }
    }
}

fn work(page: &Looked) -> bool {
    matches!(page.overview.opened.asked, Asked::Table { .. })
}

fn remarks(content: &Distribution) -> Markup {
    let told: Vec<_> = content.remarks.iter().collect();
    let told = documents::sv::sentences(&told);
    html! {
        @if !told.is_empty() {
            (ui::notice(Tone::Warn, "Om filens utseende", &html! { ul { @for one in &told { li { (one) } } } }))
        }
    }
}

/// Whether it is the authority where the page is.
fn is_here(page: &Looked, part: &Part) -> bool {
    page.overview.sites.first().is_some_and(|site| site.slug == part.site.slug)
}

/// What one authority would get.
fn one(page: &Looked, part: &Part) -> Markup {
    let plan = &part.plan;
    let faulty: std::collections::BTreeSet<usize> = plan.faults.iter().map(|(index, _)| *index).collect();
    html! {
        section.panel { div {
            h2 { @if is_here(page, part) { (sv::here(&part.site.name)) } @else { (part.site.name) } ": " (sv::rows(part.rows)) }
            p { (part.item.title) @if let Some(covers) = &part.covers { ". " (covers) }
                ". Senast " (swedish::day(part.item.due)) "." }
            @if let Some(why) = &part.item.refused {
                (ui::notice(Tone::Warn, "Kan inte ta emot något nu", &html! { p { (why) " Raderna väntar här tills du väljer om." } }))
            } @else if plan.full {
                (ui::notice(Tone::Warn, "Utkastet är fullt", &html! { p { (sv::FULL) } }))
            } @else {
                p { (sv::gets(plan.count(How::New), plan.count(How::There), plan.count(How::Over))) }
            }
            @if !plan.homeless.is_empty() { (ui::warning(&sv::homeless(plan.homeless.len()))) }
            @for (title, fit) in &plan.fits {
                @if !fit.asked_beside.is_empty() { p { (lead(plan, title)) (sv::beside(&fit.asked_beside)) } }
                @if !fit.left_out.is_empty() { p { (lead(plan, title)) (sv::left_out(&fit.left_out)) } }
            }
            @if plan.incomplete > 0 { p { (sv::incomplete(plan.incomplete)) } }
            @if !part.faults.is_empty() {
                (ui::reveal(&sv::faulty(faulty.len()), true, &html! {
                    ul { @for fault in part.faults.iter().take(FAULTS) { li { (fault) } } }
                    @if part.faults.len() > FAULTS { p { (sv::more(part.faults.len() - FAULTS)) } }
                    p { "Raderna läggs i utkastet ändå. Rätta dem här först, eller där innan du signerar." }
                }))
            }
        } }
    }
}

fn lead(plan: &Plan, title: &str) -> String {
    if plan.fits.len() > 1 { format!("{title}: ") } else { String::new() }
}

/// Choosing otherwise, and giving out.
fn choosing(address: &str, page: &Looked, faults: &[(String, String)]) -> Markup {
    let slugs = giving::receivers(&page.overview.sites);
    let waiting: Vec<(usize, &Piece)> =
        page.content.pieces.iter().enumerate().filter(|(_, piece)| !piece.is_done(&slugs)).collect();
    let unsaid = waiting.iter().any(|(_, piece)| goes_nowhere(page, piece));
    // Of very many only those are shown that somebody must choose for.
    let shown =
        |piece: &Piece| piece.went.is_empty() && (waiting.len() <= view::MOST_CHOICES || goes_nowhere(page, piece));
    let rows: Vec<(usize, &Piece)> =
        waiting.iter().copied().filter(|(_, piece)| shown(piece)).take(view::MOST_CHOICES).collect();
    let groups = groups(page, &rows);
    let choices = view::choices(&page.overview.sites);
    let several: Vec<&Site> = page.overview.sites.iter().filter(|site| site.candidates.len() > 1).collect();
    html! {
        (ui::form(address, &html! {
            @if !several.is_empty() {
                (ui::reveal("Välj vilken redovisning som får raderna", page.parts.iter().any(|part| part.item.refused.is_some()), &html! {
                    @for site in several { (item(page, site)) }
                }))
            }
            @if !rows.is_empty() {
                (ui::reveal("Välj huvudman för varje rad", unsaid, &html! { @for (title, rows) in &groups {
                    (ui::fieldset(title, None, &html! { @for (index, piece) in rows {
                        @let control = piece_control(*index);
                        @let fault = faults.iter().find(|(name, _)| *name == control).map(|(_, said)| said.as_str());
                        (ui::select(&Field::new(control.as_str(), label(page, piece)).value(value(&piece.to)).fault(fault), &choices))
                    } }))
                } }))
            }
            (ui::actions(&html! {
                (Button::primary("Fördela raderna").name("gor").value("fordela"))
                (Button::secondary("Räkna om efter valen").name("gor").value("granska"))
            }))
        }))
        (ui::post_button(address, &Button::plain("Ta bort fördelningen"), &[("gor", "slang")]))
    }
}

/// The rows under where they go: first those that go nowhere, then those of the authority here, then those of the others in
/// Swedish order, last those that all get.
fn groups<'p>(page: &Looked, rows: &[(usize, &'p Piece)]) -> Vec<(String, Vec<(usize, &'p Piece)>)> {
    let some = |is_one: &dyn Fn(&Piece) -> bool| -> Vec<(usize, &'p Piece)> {
        rows.iter().copied().filter(|(_, piece)| is_one(piece)).collect()
    };
    let mut groups = vec![(sv::NOWHERE.to_owned(), some(&|piece| goes_nowhere(page, piece)))];
    for (at, site) in page.overview.sites.iter().enumerate() {
        let title = if at == 0 { sv::here(&site.name) } else { site.name.clone() };
        groups.push((title, some(&|piece| piece.to == To::One(site.slug.clone()))));
    }
    groups.push((sv::EVERYBODY.to_owned(), some(&|piece| piece.to == To::All)));
    groups.retain(|(_, rows)| !rows.is_empty());
    groups
}

fn value(to: &To) -> String {
    match to {
        To::Unsaid => String::new(),
        To::One(slug) => slug.clone(),
        To::All => sv::ALL.to_owned(),
    }
}

fn label(page: &Looked, piece: &Piece) -> String {
    let own = &page.overview.opened;
    let cells = giving::cells(&page.content, piece, own).unwrap_or_default();
    sv::row(view::title_of(own, &piece.table), piece.place, &view::says(own, &piece.table, &cells))
}

fn item(page: &Looked, site: &Site) -> Markup {
    let chosen = super::sites::chosen(site, page.content.items.get(&site.slug));
    let choices: Vec<Choice<'_>> =
        site.candidates.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone())).collect();
    let value = chosen.map(|one| one.id.to_string()).unwrap_or_default();
    ui::select(&Field::new(item_control(&site.slug), site.name.clone()).value(value), &choices)
}

/// Where each row went.
fn where_it_went(page: &Looked) -> Markup {
    let own = &page.overview.opened;
    let columns = vec![Column::new("Rad").narrow(), Column::new("Skulle till"), Column::new("Gick till")];
    let name = |slug: &str| {
        let site = page.overview.sites.iter().find(|site| site.slug == slug).map(|site| site.name.clone());
        let went = page.content.pieces.iter().flat_map(|piece| &piece.went).find(|went| went.slug == slug);
        site.or_else(|| went.map(|went| went.authority.clone())).unwrap_or_else(|| slug.to_owned())
    };
    let rows = page.content.pieces.iter().map(|piece| {
        Row::new(vec![
            html! { @if let Some(title) = view::title_of(own, &piece.table) { (title) ", " } (piece.place) },
            html! { (sv::to(&piece.to, name)) },
            html! {
                @if piece.went.is_empty() { span.missing { "Väntar" } }
                @for (at, went) in piece.went.iter().enumerate() {
                    @if at > 0 { br; }
                    a href={ "/h/" (went.slug) "/uppgift/" (went.assignment) } { (went.authority) } ": " (sv::went(went))
                }
            },
        ])
    });
    html! {
        section {
            h2 { "Rad för rad" }
            (Table::new("Rad för rad", columns).hide_caption().stack().rows(rows.collect()))
        }
    }
}
