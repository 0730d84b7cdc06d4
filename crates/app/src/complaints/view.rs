//! Lists of cases.

use std::collections::BTreeMap;

use domain::cases::{Sight, StateName, sv as words};
use kernel::id::kind::CaseFile;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use ui::{Column, Icon, Row, Table, Tone};

use super::sv;
use crate::cases::Filed;

/// What a case is called: its kind and number, never a word of it.
pub(super) fn title(filed: &Filed) -> String {
    format!("{} {}", words::kind(filed.kind), filed.number)
}

/// Where it stands.
pub(super) fn state(filed: &Filed) -> Markup {
    let (tone, icon) = match filed.state {
        StateName::Received => (Tone::Warn, Icon::Warning),
        StateName::Handled => (Tone::Info, Icon::Clock),
        StateName::Answered => (Tone::Good, Icon::CheckCircle),
        StateName::Closed => (Tone::Neutral, Icon::Circle),
    };
    ui::tag(tone, icon, words::state(filed.state))
}

/// What is next, and how its day stands to today.
pub(super) fn next(filed: &Filed, today: Day) -> Markup {
    html! {
        @match filed.next {
            None => span.quiet { "–" },
            Some(next) => {
                div {
                    (words::next_chip(next, next.standing(today)))
                    br;
                    span.quiet.small { "senast " (swedish::day(next.day)) }
                }
            }
        }
    }
}

/// What the provider's own system knows its cases by.
type References = BTreeMap<Id<CaseFile>, String>;

/// The school's inbox.
pub(super) fn inbox(
    base: &str,
    (authorities, ways): &(Markup, Markup),
    (shown, references): (&[Filed], &References),
    today: Day,
) -> Markup {
    let waits = shown.iter().filter(|filed| filed.waits_here()).count();
    html! {
        h1 { (sv::INBOX) }
        (authorities)
        p.lead { "Det som elever och andra har sagt om era enheter. Varje ärende som ni hanterar här har en nästa dag. "
            @if waits > 0 { (waits) " är inte avslutade." } }
        (register_here(&format!("{base}/nytt")))
        p.actions { a href={ (base) "/brist" } { (sv::DEFICIENCY) } }
        (ways)
        (table(base, &shown.iter().map(|filed| (filed, true)).collect::<Vec<_>>(), (today, Some(references))))
    }
}

/// The authority's list.
pub(super) fn overview(
    base: &str,
    (register, ways): (Option<&str>, &Markup),
    shown: &[(Filed, Sight)],
    today: Day,
) -> Markup {
    html! {
        h1 { (sv::INBOX) }
        p.lead { "Alla ärenden hos skolorna och hos er. Ni läser det som har lämnats till er, allvarliga brister och det som rör kränkande behandling. \
            Av det som skolan har ser ni att det finns, vad det gäller i stort, hur det går och när något ska ske." }
        @if let Some(register) = register { (register_here(register)) }
        p.actions { a href={ (base) "/over-tid" } { (sv::OVER_TIME) } }
        (ways)
        (table(base, &shown.iter().map(|(filed, sight)| (filed, *sight == Sight::Words)).collect::<Vec<_>>(), (today, None)))
    }
}

/// Where a case is handled that is not handled here.
fn elsewhere(filed: &Filed, references: Option<&References>) -> Markup {
    let reference = references.and_then(|references| references.get(&filed.id));
    html! { @if filed.is_kept_elsewhere() {
        br;
        span.quiet.small { (words::way(filed.way)) @if let Some(reference) = reference { ", " (reference) } }
    } }
}

/// The cases, for the school with what its own system knows those by that are handled there, and else with the provider of each.
fn table(base: &str, shown: &[(&Filed, bool)], (today, references): (Day, Option<&References>)) -> Markup {
    let provider = references.is_none();
    let columns = vec![
        Column::new("Ärende"),
        Column::new("Enhet"),
        Column::new("Kom in").narrow(),
        Column::new("Läge"),
        Column::new("Nästa"),
        Column::new("Hos"),
    ];
    let rows = shown.iter().map(|(filed, readable)| {
        let row = Row::new(vec![
            html! { (title(filed)) @if filed.became_abuse { br; span.quiet.small { "Utreds som kränkande behandling" } } (elsewhere(filed, references)) },
            html! { (filed.unit_name) @if provider && !filed.organisation_name.is_empty() { br; span.quiet.small { (filed.organisation_name) } } },
            html! { (swedish::day(filed.received)) },
            state(filed),
            next(filed, today),
            html! { (words::place(filed.place)) },
        ]);
        let row = if *readable { row.href(format!("{base}/{}", filed.id)) } else { row };
        if filed.next.is_some_and(|next| next.day < today) { row.tone(Tone::Warn) } else { row }
    });
    let table = Table::new(sv::INBOX, columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
        "Inga ärenden här",
        "När någon ger en synpunkt eller klagar på en enhet står det här, med vad som är nästa steg och när.",
        &html! {},
    ));
    html! { (table) }
}

/// The way to writing down what was said, with a key of its own: whoever has somebody on the phone reaches it without the mouse.
fn register_here(href: &str) -> Markup {
    html! { p { a.button.secondary href=(href) accesskey="n" title=(sv::REGISTER_KEY) { (sv::REGISTER) } } }
}
