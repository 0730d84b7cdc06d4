//! Lists of cases, and the form for what was said.

use domain::cases::{Kind, Sight, StateName, Way, sv as words};
use kernel::id::kind::Unit;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{
    Button, Choice, Column, Field, Icon, Row, Table, Tone, Width, date_input, error_summary, radios, select,
    text_input, textarea,
};

use super::form::Fault;
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

/// The school's inbox.
pub(super) fn inbox(base: &str, (authorities, abuse): &(Markup, Markup), shown: &[Filed], today: Day) -> Markup {
    let waits = shown.iter().filter(|filed| filed.state != StateName::Closed).count();
    html! {
        h1 { (sv::INBOX) }
        (authorities)
        p.lead { "Det som elever och andra har sagt om era enheter. Varje ärende har en nästa dag. "
            @if waits > 0 { (waits) " är inte avslutade." } }
        p { (ui::link_button(&format!("{base}/nytt"), sv::REGISTER, false)) }
        (abuse)
        (table(base, &shown.iter().map(|filed| (filed, true)).collect::<Vec<_>>(), today, false))
    }
}

/// The authority's list.
pub(super) fn overview(base: &str, abuse: &Markup, shown: &[(Filed, Sight)], today: Day) -> Markup {
    html! {
        h1 { (sv::INBOX) }
        p.lead { "Alla ärenden hos skolorna och hos er. Ni läser det som har lämnats till er, allvarliga brister och det som rör kränkande behandling. \
            Av det som skolan har ser ni att det finns, vad det gäller i stort, hur det går och när något ska ske." }
        p.actions { a href={ (base) "/over-tid" } { (sv::OVER_TIME) } }
        (abuse)
        (table(base, &shown.iter().map(|(filed, sight)| (filed, *sight == Sight::Words)).collect::<Vec<_>>(), today, true))
    }
}

fn table(base: &str, shown: &[(&Filed, bool)], today: Day, provider: bool) -> Markup {
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
            html! { (title(filed)) @if filed.became_abuse { br; span.quiet.small { "Utreds som kränkande behandling" } } },
            html! { (filed.unit_name) @if provider { br; span.quiet.small { (filed.organisation_name) } } },
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

/// The form for what was said or phoned.
pub(super) fn register(
    action: &str,
    units: &[(Id<Unit>, String)],
    form: &FormData,
    (faults, today): (&[Fault], Day),
) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone());
    let ways: Vec<Choice<'_>> =
        [Way::Oral, Way::Phone, Way::Letter, Way::Mail].map(|way| Choice::new(way.slug(), words::way(way))).to_vec();
    let names: Vec<Choice<'_>> = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
    let only = if let [(one, _)] = units { one.to_string() } else { String::new() };
    let chosen = if form.get("enhet").is_empty() { only } else { form.get("enhet").to_owned() };
    let way = if form.get("satt").is_empty() { Way::Oral.slug() } else { form.get("satt") };
    let kinds = [Kind::Complaint, Kind::View].map(|kind| Choice::new(kind.slug(), words::kind(kind)));
    let kind = if form.get("slag").is_empty() { Kind::Complaint.slug() } else { form.get("slag") };
    html! {
        (error_summary(faults))
        h1 { (sv::REGISTER) }
        p.lead { "Någon har sagt, ringt eller skrivit något till er. Skriv ned det medan ni minns det; resten kan vänta." }
        (ui::form(action, &html! {
            (textarea(&Field::new("text", "Vad sades?").help("Med deras ord så långt det går.").value(form.get("text")).fault(fault("text")).required(), 6, Some(super::form::LONGEST)))
            (select(&Field::new("enhet", "Enhet").value(chosen).fault(fault("enhet")).required(), &names))
            (radios(&Field::new("satt", "Hur kom det?").value(way).fault(fault("satt")), &ways))
            (ui::fold("Mer", &html! {
                (radios(&Field::new("slag", "Vad är det?").value(kind), &kinds))
                (date_input(&Field::new("mottaget", "Dagen det kom").help(format!("Lämna tomt för i dag, {}.", swedish::day(today))).value(form.get("mottaget")).fault(fault("mottaget"))))
                (text_input(&Field::new("namn", "Vem sade det?").value(form.get("namn")).width(Width::Medium).optional().autocomplete("off")))
            }))
            div.actions { (Button::primary("Registrera")) }
        }))
    }
}
