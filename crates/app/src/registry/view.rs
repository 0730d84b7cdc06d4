//! What the register looks like.

use domain::submissions::{Road, sv as states};
use kernel::id::kind::Organisation;
use kernel::{Id, swedish};
use maud::{Markup, html};
use platform::{Cx, FormData, may};
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width};

use super::pages::{Asked, Titles};
use super::store::{Received, Trace};
use super::sv;
use crate::follow_up::{self, Answered};

/// Faults by the name of their field.
pub(super) type Faults = Vec<(&'static str, sv::Fault)>;

fn fault_at(faults: &Faults, name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| sv::fault(*fault))
}

/// What the list is drawn from.
pub(super) struct Listed {
    pub rows: Vec<Received>,
    pub titles: Titles,
    pub shown: i64,
    pub totals: (i64, i64),
    pub providers: Vec<(Id<Organisation>, String)>,
}

impl Listed {
    /// What the item is called.
    pub fn title<'a>(&'a self, row: &'a Received) -> &'a str {
        title(&self.titles, row)
    }
}

/// The title with its year, once.
fn with_year(title: &str, year: i16) -> String {
    let year = year.to_string();
    if title.ends_with(&year) { title.to_owned() } else { format!("{title} {year}") }
}

fn title<'a>(titles: &'a Titles, row: &'a Received) -> &'a str {
    titles.get(&(row.year, row.item.clone())).map_or(row.item.as_str(), String::as_str)
}

fn state(row: &Received) -> Markup {
    html! {
        @match &row.case_number {
            Some(number) => span.tabular { (number) },
            None => (ui::tag(Tone::Warn, Icon::Clock, "Ej registrerad")),
        }
    }
}

pub(super) fn list(cx: &Cx<may::Register>, seen: &Listed, asked: &Asked, pages: i64) -> Markup {
    let base = cx.link("diarium");
    let query = query(asked);
    let join = if query.is_empty() { "?" } else { "&" };
    let columns = vec![
        Column::new("Inkom").narrow(),
        Column::new("Anordnare"),
        Column::new("Handling"),
        Column::new("Diarienummer").narrow(),
        Column::new("Kvitto").narrow(),
        Column::new("Kontrollsumma").narrow(),
        Column::new("Inlämningssätt"),
    ];
    let rows = seen
        .rows
        .iter()
        .map(|row| {
            Row::new(vec![
                html! { (swedish::instant(row.at)) },
                html! { (row.organisation_name) },
                html! { div {
                    (with_year(seen.title(row), row.year)) @if let Some(subject) = &row.subject { ", " (subject) }
                    @if row.number > 1 { span.quiet { ", version " (row.number) } }
                } },
                state(row),
                html! { (row.reference) },
                html! { code.small title=(row.sha256) { (short(&row.sha256)) } },
                html! { (Road::from_slug(&row.road).map_or("", states::road)) },
            ])
            .href(format!("{base}/{}", row.id))
        })
        .collect();
    let states =
        [Choice::new("", "Alla"), Choice::new("ej", "Ej registrerade"), Choice::new("registrerade", "Registrerade")];
    let ids: Vec<String> = seen.providers.iter().map(|(id, _)| id.to_string()).collect();
    let mut providers = vec![Choice::new("", "Alla")];
    providers.extend(seen.providers.iter().zip(&ids).map(|((_, name), id)| Choice::new(id.as_str(), name.as_str())));
    let table = Table::new("Inkomna handlingar", columns).hide_caption().rows(rows).dense().stack();
    html! {
        h1 { "Diarium" }
        p.lead { (sv::summary(seen.totals.0, seen.totals.1)) }
        p { a href=(cx.link("diarium-epost")) { "Inkommen e-post" } " registreras för sig." }
        (ui::search_form(&base, &html! {
            (ui::select(&Field::new("lage", "Visa").value(asked.state.as_str()), &states))
            (ui::text_input(&Field::new("fran", "Inkom från").value(asked.from.as_str()).width(Width::Short).autocomplete("off")))
            (ui::text_input(&Field::new("till", "Inkom till").value(asked.until.as_str()).width(Width::Short).autocomplete("off")))
            (ui::select(&Field::new("anordnare", "Anordnare").value(asked.organisation.as_str()), &providers))
            (Button::secondary("Visa"))
        }))
        (table.csv(format!("{base}{query}{join}format=csv"))
            .shown(usize::try_from(seen.shown).unwrap_or(usize::MAX), usize::try_from(seen.totals.0).unwrap_or(usize::MAX), base.clone())
            .empty(ui::empty_state("Inga handlingar", "Här syns det som anordnarna har lämnat in, i den ordning det kom.",
                &html! { @if !query.is_empty() { a href=(base) { (ui::sv::SHOW_ALL) } } })))
        @if pages > 1 { (paging(&base, &query, asked.page, pages)) }
    }
}

fn paging(base: &str, query: &str, page: i64, pages: i64) -> Markup {
    let join = if query.is_empty() { "?" } else { "&" };
    let count = |number: i64| usize::try_from(number).unwrap_or(1);
    ui::pagination(count(page), count(pages), |page| format!("{base}{query}{join}sida={page}"))
}

/// The hash in groups, so that it breaks on a narrow page; copied text has no spaces in it.
fn whole_hash(hash: &str) -> Markup {
    let signs: Vec<char> = hash.chars().collect();
    html! { code.small { @for group in signs.chunks(16) { (group.iter().collect::<String>()) wbr; } } }
}

fn short(hash: &str) -> String {
    format!("{}…", hash.chars().take(12).collect::<String>())
}

/// The filter as a query string, without the page.
fn query(asked: &Asked) -> String {
    let pairs =
        [("lage", &asked.state), ("fran", &asked.from), ("till", &asked.until), ("anordnare", &asked.organisation)];
    let mut out = String::new();
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.is_empty() { '?' } else { '&' });
        let clean: String = value.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        out.push_str(&format!("{name}={clean}"));
    }
    out
}

/// What one document is drawn from.
pub(super) struct Document {
    pub received: Received,
    pub answered: Answered,
    pub titles: Titles,
    pub history: Vec<Trace>,
}

impl Document {
    /// What the item is called.
    pub fn title(&self) -> &str {
        title(&self.titles, &self.received)
    }
}

pub(super) fn document(cx: &Cx<may::Register>, seen: &Document, form: &FormData, faults: &Faults) -> Markup {
    let row = &seen.received;
    let base = cx.link(&format!("diarium/{}", row.id));
    let mut facts: Vec<(&str, Markup)> = vec![
        ("Diarienummer", state(row)),
        (
            "Inkom",
            html! { (swedish::instant(row.at)) @if seen.answered.submission.arrived_at.is_some() { ", med e-post" } },
        ),
        ("Avsändare", html! { (row.organisation_name) }),
        (states::signer(seen.answered.submission.road), html! { (seen.answered.submission.signer_in_role()) }),
        ("Version", html! { (row.number) }),
        ("Inlämningssätt", html! { (Road::from_slug(&row.road).map_or("", states::road)) }),
        ("Kvitto", html! { (row.reference) }),
        ("Kontrollsumma", html! { span.quiet.small { "SHA\u{2011}256" } br; (whole_hash(&row.sha256)) }),
    ];
    if seen.answered.submission.arrived_at.is_some() {
        facts.insert(2, ("Signerad", html! { (swedish::instant(seen.answered.submission.at)) }));
    }
    if seen.answered.is_about_persons() {
        facts.push(("Sekretess", html! { (sv::ABOUT_PERSONS) }));
    }
    if !seen.answered.tables().is_empty() {
        facts.push(("Fil", html! { a href={ (base) "/arbetsbok" } download { "Hämta som arbetsbok" } }));
    }
    if let Some(note) = row.note.as_ref().filter(|note| !note.is_empty()) {
        facts.insert(1, ("Notering", html! { (note) }));
    }
    html! {
        (ui::error_summary(&faults.iter().map(|(name, fault)| (*name, sv::fault(*fault))).collect::<Vec<_>>()))
        p.kicker { (row.organisation_name) }
        h1 { (with_year(seen.title(), row.year)) @if let Some(subject) = &row.subject { ", " (subject) } }
        (ui::key_values(&facts))
        h2 { @if row.case_number.is_some() { "Ändra registreringen" } @else { "Registrera" } }
        (registration(seen, &base, form, faults))
        @if !seen.history.is_empty() { (history(&seen.history)) }
        h2 { "Handlingen" }
        (follow_up::read_only(&seen.answered, &std::collections::BTreeMap::new()))
    }
}

fn registration(seen: &Document, base: &str, form: &FormData, faults: &Faults) -> Markup {
    let row = &seen.received;
    let value = |name: &str, stored: Option<&String>| {
        if form.has(name) { form.get(name).to_owned() } else { stored.cloned().unwrap_or_default() }
    };
    let button = if row.case_number.is_some() { "Spara ändringen" } else { "Registrera handlingen" };
    ui::form(
        base,
        &html! {
            (ui::hidden("sedd", &row.state_seen()))
            (ui::text_input(&Field::new("diarienummer", "Diarienummer").width(Width::Medium).required().autocomplete("off")
                .help("Till exempel UTB 2024/123.")
                .value(value("diarienummer", row.case_number.as_ref())).fault(fault_at(faults, "diarienummer"))))
            (ui::textarea(&Field::new("notering", "Notering").optional()
                .help("Diariet är offentligt. Skriv inget som kan omfattas av sekretess.")
                .value(value("notering", row.note.as_ref())).fault(fault_at(faults, "notering")), 2, Some(super::case_number::MOST_NOTE)))
            (ui::actions(&html! { (Button::primary(button)) }))
        },
    )
}

fn history(traces: &[Trace]) -> Markup {
    html! {
        (ui::reveal("Historik för registreringen", false, &html! {
            ul { @for trace in traces {
                @let facts: serde_json::Value = serde_json::from_str(&trace.facts).unwrap_or_default();
                @let number = facts.get("case_number").and_then(serde_json::Value::as_str).unwrap_or("");
                @let previous = facts.get("previous").and_then(serde_json::Value::as_str);
                li { (sv::history(number, previous, trace.by.as_deref().unwrap_or("Någon"), trace.at)) }
            } }
        }))
    }
}
