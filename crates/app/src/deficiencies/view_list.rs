//! Lists: all deficiencies, the provider's own, what waits on start pages, and students who have to go on elsewhere.

use std::collections::BTreeMap;

use domain::deficiencies::{Party, SourceKind, StateName, awaits, sv as words};
use kernel::id::kind::Organisation;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, tag};

use super::pages::Listing;
use super::pages_transfer::Leaving;
use super::store::{Bare, Named};
use super::waits::Waits;
use super::{OWN, sv, view};
use crate::participations::RowAt;

/// The headings of the list's text file.
pub(super) const HEADINGS: [&str; 9] =
    ["Nummer", "Brist", "Anordnare", "Spår", "Allvar", "Kommer från", "Läge", "Inlagd", "Väntar på"];
/// The headings of the students' text file.
pub(super) const STUDENT_HEADINGS: [&str; 7] =
    ["Elev", "Enhet", "Kurs", "Började", "Planerat slut", "Inläsning", "Rad i inläsningen"];

/// Where the list stands, and what whoever looks may do.
pub(super) struct Shown {
    pub base: String,
    pub one: String,
    pub writes: bool,
    pub transfers: bool,
    pub today: Day,
}

/// What is chosen of the list.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    show: String,
    provider: Option<Id<Organisation>>,
    source: Option<SourceKind>,
}

impl Chosen {
    /// As the address says.
    pub fn of(asked: &FormData) -> Self {
        Self {
            show: asked.get("visa").to_owned(),
            provider: asked.get("anordnare").parse().ok(),
            source: SourceKind::from_slug(asked.get("kalla")),
        }
    }

    /// Whether it is among what is chosen.
    pub fn picks(&self, kept: &Bare, today: Day) -> bool {
        let closed = matches!(kept.stands.state, StateName::Closed | StateName::Withdrawn);
        let waits = awaits(&kept.stands, today);
        let shown = match self.show.as_str() {
            "alla" => true,
            "avslutade" => closed,
            "oss" => waits.party() == Some(Party::Authority),
            "sena" => waits.is_late(today),
            _ => !closed,
        };
        shown
            && self.provider.is_none_or(|provider| provider == kept.organisation)
            && self.source.is_none_or(|source| source == kept.stands.source.kind)
    }

    fn query(&self) -> String {
        let mut query = format!("visa={}", if self.show.is_empty() { "oppna" } else { &self.show });
        if let Some(provider) = self.provider {
            query.push_str(&format!("&anordnare={provider}"));
        }
        if let Some(source) = self.source {
            query.push_str(&format!("&kalla={}", source.slug()));
        }
        query
    }
}

fn number(count: usize) -> String {
    swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// How many are open, and how many late.
pub(super) fn counts(all: &[Bare], today: Day) -> (usize, usize) {
    let open = all.iter().filter(|one| !matches!(one.stands.state, StateName::Closed | StateName::Withdrawn)).count();
    (open, all.iter().filter(|one| awaits(&one.stands, today).is_late(today)).count())
}

/// At the authority what is late first, then what waits for it; at the provider what waits for it, by its day; then the newest.
pub(super) fn sort(all: &mut [Bare], party: Party, today: Day) {
    all.sort_by_cached_key(|one| {
        let waits = awaits(&one.stands, today);
        let is_ours = waits.party() == Some(party);
        let (late, day) = match party {
            Party::Authority => (waits.is_late(today), None),
            Party::Provider => (false, waits.day()),
        };
        (!late, !is_ours, day, std::cmp::Reverse(one.number))
    });
}

/// Every deficiency.
pub(super) fn list(
    shown: &Shown,
    (open, late): (usize, usize),
    (listing, names): (&Listing, &BTreeMap<Id<Organisation>, String>),
    chosen: &Chosen,
) -> Markup {
    html! {
        h1 { (sv::TITLE) }
        p.lead { (lead(open, late)) }
        div.actions.no-print {
            @if shown.writes { (ui::link_button(&format!("{}/ny", shown.base), sv::NEW, true)) }
            a href={ (shown.base) "/stegar" } { (sv::LADDERS) }
            @if shown.transfers { a href={ (shown.base) "/overflyttning" } { (sv::TRANSFER) } }
        }
        (choose(shown, chosen, names))
        (table(shown, &listing.named, names, chosen))
        (ui::pagination(listing.page, listing.pages, |to| format!("{}?{}&sida={to}", shown.base, chosen.query())))
    }
}

fn lead(open: usize, late: usize) -> String {
    let open = match open {
        0 => "Ingen brist är öppen.".to_owned(),
        1 => "1 brist är öppen.".to_owned(),
        more => format!("{} brister är öppna.", number(more)),
    };
    match late {
        0 => open,
        1 => format!("{open} 1 är försenad."),
        more => format!("{open} {} är försenade.", number(more)),
    }
}

fn choose(shown: &Shown, chosen: &Chosen, names: &BTreeMap<Id<Organisation>, String>) -> Markup {
    let shows = [
        Choice::new("oppna", "Öppna"),
        Choice::new("oss", "Väntar på huvudmannen"),
        Choice::new("sena", "Försenade"),
        Choice::new("avslutade", "Avslutade"),
        Choice::new("alla", "Alla"),
    ];
    let mut named: Vec<(String, &str)> = names.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    named.sort_by(|one, other| swedish::compare(one.1, other.1));
    let mut providers = vec![Choice::new("", "Alla")];
    providers.extend(named.iter().map(|(id, name)| Choice::new(id.as_str(), *name)));
    let mut sources = vec![Choice::new("", "Alla")];
    sources.extend(SourceKind::ALL.iter().map(|one| Choice::new(one.slug(), words::source(*one))));
    let show = if chosen.show.is_empty() { "oppna" } else { chosen.show.as_str() };
    ui::search_form(
        &shown.base,
        &html! {
            (ui::select(&Field::new("visa", "Visa").value(show.to_owned()), &shows))
            (ui::select(&Field::new("anordnare", "Anordnare").value(chosen.provider.map(|id| id.to_string()).unwrap_or_default()), &providers))
            (ui::select(&Field::new("kalla", "Kommer från").value(chosen.source.map(|kind| kind.slug().to_owned()).unwrap_or_default()), &sources))
            (ui::actions(&html! { (Button::secondary("Visa")) }))
        },
    )
}

fn table(shown: &Shown, named: &[Named], names: &BTreeMap<Id<Organisation>, String>, chosen: &Chosen) -> Markup {
    let columns = vec![
        Column::new("Brist"),
        Column::new("Anordnare"),
        Column::new("Allvar"),
        Column::new("Läge"),
        Column::new("Väntar på"),
    ];
    let row = |one: &Named| {
        let of = &one.of;
        let waits = awaits(&of.stands, shown.today);
        Row::new(vec![
            html! { a href={ (shown.one) "/" (of.id) } { (one.name) } br; span.quiet.small { (sv::number(of.number)) ", " (words::track(of.stands.track).to_lowercase()) ", från " (words::source(of.stands.source.kind).to_lowercase()) } },
            html! { (names.get(&of.organisation).map_or("", String::as_str)) },
            view::severity(of.stands.severity),
            view::state(of.stands.state),
            html! { (words::awaits(waits)) @if waits.is_late(shown.today) { br; (tag(Tone::Bad, Icon::Warning, "Försenat")) } },
        ])
    };
    html! {
        (Table::new("Brister", columns).hide_caption().stack().rows(named.iter().map(row).collect())
            .csv(format!("{}?{}&format=csv", shown.base, chosen.query()))
            .empty(ui::empty_state("Inga brister att visa", "Ändra urvalet, eller lägg in en brist. Brister kan också läggas in från ett besök, ett klagomål, ett villkor eller en webbkontroll.", &html! {})))
    }
}

/// The provider's own.
pub(super) fn own((base, authorities): (&str, Markup), listing: &Listing, today: Day) -> Markup {
    let columns = vec![Column::new("Brist"), Column::new("Allvar"), Column::new("Läge"), Column::new("Väntar på")];
    let row = |one: &Named| {
        let of = &one.of;
        let waits = awaits(&of.stands, today);
        Row::new(vec![
            html! { a href={ (base) "/" (of.id) } { (one.name) } br; span.quiet.small { (sv::number(of.number)) } },
            view::severity(of.stands.severity),
            view::state(of.stands.state),
            html! { (words::awaits(waits)) @if waits.is_late(today) { br; (tag(Tone::Bad, Icon::Warning, "Försenat")) } },
        ])
    };
    html! {
        h1 { (sv::OWN) }
        (authorities)
        p.lead { "Det som huvudmannen har funnit hos er, vad ni gör åt det och vad som har kommit av det." }
        (Table::new("Brister", columns).hide_caption().stack().rows(listing.named.iter().map(row).collect())
            .empty(ui::empty_state("Inga brister", "Huvudmannen har inte meddelat er någon brist.", &html! {})))
        (ui::pagination(listing.page, listing.pages, |to| format!("{base}?sida={to}")))
    }
}

/// What waits at the authority.
pub(super) fn waits_at_authority(link: &str, (open, late): (usize, usize), waits: Waits) -> Markup {
    if open == 0 {
        return html! {};
    }
    html! {
        section {
            h2 { (sv::TITLE) }
            p {
                a href=(link) { (lead(open, late)) }
                @if waits.count > 0 { " " a href={ (link) "?visa=oss" } { (waits_for_us(waits)) } }
            }
        }
    }
}

fn waits_for_us(waits: Waits) -> String {
    let by = |which: &str| waits.first.map_or_else(String::new, |day| format!("{which} senast {}", swedish::day(day)));
    if waits.count == 1 {
        format!("1 väntar på er{}.", by(","))
    } else {
        format!("{} väntar på er{}.", number(waits.count), by(", den första"))
    }
}

/// What waits at the provider.
pub(super) fn waits_at_provider((link, authority): (&str, Option<&str>), all: &[Bare], waits: Waits) -> Markup {
    html! {
        section.no-print {
            h2 { "Brister och villkor" @if let Some(authority) = authority { ", " (authority) } }
            p {
                a href={ (link) (OWN) } { @if all.is_empty() { "Inga brister hos er." } @else if waits.count == 0 { "Inga brister väntar på er." } @else { (waits_for_us(waits)) } }
                @if waits.late > 0 { " " (tag(Tone::Bad, Icon::Warning, "Försenat")) }
                " · " a href={ (link) "villkor-hos-oss" } { "Villkor som gäller er" }
            }
            @for of in all { @for one in of.stands.sanctions.iter().filter(|one| one.state.holds()) {
                p { a href={ (link) (OWN) "/" (of.id) } { (sv::holds(&one.rung.title, one.decided.as_ref().map(|(on, ..)| *on))) } " " (tag(Tone::Bad, Icon::Warning, "Gäller")) }
            } }
        }
    }
}

/// What is open at one provider.
pub(super) fn at_one((one, all, new): (&str, &str, Option<&str>), open: &[Bare], today: Day) -> Markup {
    html! {
        h2 { (sv::TITLE) }
        @if open.is_empty() { p.quiet { "Ingen brist är öppen hos anordnaren." } }
        ul.said-lines role="list" {
            @for of in open { li { p {
                a href={ (one) "/" (of.id) } { (sv::number(of.number)) } " " (view::state(of.stands.state)) " " (view::severity(of.stands.severity))
                @for one in of.stands.sanctions.iter().filter(|one| one.state.holds()) { " " (tag(Tone::Bad, Icon::Warning, &one.rung.title)) }
                br; span.quiet { (words::awaits(awaits(&of.stands, today))) }
            } } }
        }
        p.no-print {
            a href=(all) { "Alla brister hos anordnaren" }
            @if let Some(new) = new { " · " a href=(new) { (sv::NEW) } }
        }
    }
}

/// Providers that may teach no longer.
pub(super) fn leaving(base: &str, found: &BTreeMap<Id<Organisation>, (String, (Day, String, i64))>) -> Markup {
    let columns = vec![Column::new("Anordnare"), Column::new("Beslut"), Column::new("Dag")];
    let row = |(id, (name, (day, title, deficiency))): (&Id<Organisation>, &(String, (Day, String, i64)))| {
        Row::new(vec![
            html! { a href={ (base) "/" (id) } { (name) } },
            html! { (title) ", " (sv::number(*deficiency).to_lowercase()) },
            html! { (swedish::day(*day)) },
        ])
    };
    html! {
        h1 { (sv::TRANSFER) }
        p.lead { "När en anordnare inte får fortsätta ska dess elever kunna gå vidare någon annanstans. Varje gång listan öppnas syns i granskningen." }
        (Table::new("Anordnare som inte får fortsätta", columns).hide_caption().stack().rows(found.iter().map(row).collect())
            .empty(ui::empty_state("Ingen anordnare", "Inget beslut om avauktorisering eller hävning gäller.", &html! {})))
    }
}

/// A row of the students' list: the student's number in it, where, which course, from when to when, and where the row came from.
pub(super) fn student_row(number: usize, row: &RowAt, of: &Leaving) -> Vec<String> {
    let one = &row.participation;
    vec![
        number.to_string(),
        of.units.get(&one.place.0).cloned().unwrap_or_default(),
        row.course.to_string(),
        one.started.to_string(),
        one.planned_end.map(|day| day.to_string()).unwrap_or_default(),
        row.set.to_string(),
        row.row.to_string(),
    ]
}

/// The students of a provider that may teach no longer.
pub(super) fn students(base: &str, of: &Leaving) -> Markup {
    let (day, title, deficiency) = &of.decided;
    let columns = vec![
        Column::number("Elev"),
        Column::new("Enhet"),
        Column::new("Kurs"),
        Column::new("Började"),
        Column::new("Planerat slut"),
        Column::number("Inläsning och rad"),
    ];
    let mut rows = Vec::new();
    for (number, student) in (1_usize..).zip(&of.students) {
        for row in student {
            let one = &row.participation;
            rows.push(Row::new(vec![
                html! { (number) },
                html! { (of.units.get(&one.place.0).map_or("", String::as_str)) },
                html! { (row.course) },
                html! { (swedish::day(one.started)) },
                html! { (one.planned_end.map(swedish::day).unwrap_or_default()) },
                html! { (row.set) ":" (row.row) },
            ]));
        }
    }
    html! {
        p.kicker { (of.name) }
        h1 { (sv::TRANSFER) }
        p.lead { (students_told(of.students.len())) " " (title) " " (swedish::day(*day)) ", " (sv::number(*deficiency).to_lowercase()) "." }
        p { "Systemet vet inte vilka eleverna heter. Inläsningens nummer och raden leder till eleven i det system som filen kom från." }
        @if let Some(as_of) = of.as_of { p.quiet { "Uppgifterna är från " (swedish::day(as_of)) "." } }
        @if of.protected > 0 {
            (ui::notice(Tone::Warn, "Skyddade personuppgifter", &html! { p { (students_told(of.protected)) " De har skyddade personuppgifter och står inte i listan. Flytta dem för hand, med den som är ansvarig för skyddade personuppgifter." } }))
        }
        (Table::new("Pågående kurser per elev", columns).hide_caption().run().dense().rows(rows)
            .csv(format!("{base}?format=csv"))
            .empty(ui::empty_state("Inga elever", "Inga pågående kurser är inlästa för anordnaren.", &html! {})))
    }
}

fn students_told(count: usize) -> String {
    match count {
        0 => "Ingen elev har pågående kurser.".to_owned(),
        1 => "1 elev har pågående kurser.".to_owned(),
        more => format!("{} elever har pågående kurser.", number(more)),
    }
}
