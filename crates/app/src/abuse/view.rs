//! Lists of investigations, and the ways to them.

use domain::abuse::{Milestone, Next, StateName, sv as words};
use domain::cases::sv as case_words;
use kernel::{Day, swedish};
use maud::{Markup, html};
use ui::{Column, Icon, Row, Table, Tone};

use super::pages::Listed;
use super::sv;

/// Where it stands.
pub(super) fn state(state: StateName) -> Markup {
    let (tone, icon) = match state {
        StateName::Reported => (Tone::Warn, Icon::Warning),
        StateName::Investigated | StateName::Assessed | StateName::FollowedUp => (Tone::Info, Icon::Clock),
        StateName::Closed => (Tone::Neutral, Icon::Circle),
    };
    ui::tag(tone, icon, words::state(state))
}

/// What is next, by when, and whether that day has been.
pub(super) fn next(next: Next, today: Day) -> Markup {
    html! {
        (words::next(next.what)) br;
        @if next.day < today {
            (ui::tag(Tone::Bad, Icon::Warning, &format!("Skulle vara klart {}", swedish::day(next.day))))
        } @else {
            span.quiet.small { "senast " (swedish::day(next.day)) }
        }
    }
}

/// The way from a side's complaints to its investigations.
pub(super) fn links(list: Option<(String, usize)>, report: Option<String>) -> Markup {
    html! {
        p.actions {
            @if let Some((href, open)) = list {
                a href=(href) { "Utredningar om kränkande behandling" @if open > 0 { " (" (open) " öppna)" } } " "
            }
            @if let Some(href) = report { a href=(href) { (sv::REPORT) } }
        }
    }
}

/// The way from a complaint that is about abuse.
pub fn from_case(href: &str) -> Markup {
    html! {
        section {
            h3 { "Gäller det kränkande behandling eller diskriminering?" }
            p { "Då utreds det för sig, med egna dagar. Det räcker att eleven anser sig utsatt. Klagomålet finns kvar och besvaras som vanligt." }
            p { (ui::link_button(href, "Utred som kränkande behandling", false)) }
        }
    }
}

/// The school's list.
pub(super) fn at_school(base: &str, authorities: &Markup, shown: &[Listed], today: Day) -> Markup {
    html! {
        h1 { (sv::TITLE) }
        (authorities)
        p.lead { "Utredningar vid era enheter. En utredning inleds så snart någon i personalen får veta att en elev anser sig utsatt, och kommunen ser den från den stunden." }
        p { (ui::link_button(&format!("{base}/ny"), sv::REPORT, false)) }
        (table(base, shown, today, false))
    }
}

/// The authority's list.
pub(super) fn at_authority(base: &str, shown: &[Listed], today: Day) -> Markup {
    let open: Vec<&Listed> = shown.iter().filter(|one| one.stands.state != StateName::Closed).collect();
    let late = open.iter().filter(|one| one.next().is_some_and(|next| next.day < today)).count();
    let unsaid = open.iter().filter(|one| one.stands.day(Milestone::BoardNotified).is_none()).count();
    html! {
        h1 { (sv::TITLE) }
        p.lead {
            @if shown.is_empty() { "Här står varje utredning hos anordnarna från den stund då den anmäls." }
            @else { (open.len()) " av " (shown.len()) " utredningar är öppna. I " (late) " har en dag passerats, och " (unsaid) " av de öppna är inte anmälda till nämnden." }
        }
        (table(base, shown, today, true))
    }
}

/// The days of an investigation and what lies between them, in a few lines.
fn gaps(one: &Listed) -> Markup {
    html! {
        ul.plain.small {
            @for gap in one.stands.gaps() {
                li { (words::milestone(gap.to)) ": " (words::gap(&gap)) }
            }
        }
    }
}

fn table(base: &str, shown: &[Listed], today: Day, provider: bool) -> Markup {
    let columns = vec![
        Column::new("Utredning"),
        Column::new("Enhet"),
        Column::new("Kännedom").narrow(),
        Column::new("Läge"),
        Column::new("Nästa"),
        Column::new("Dagar mellan stegen"),
    ];
    let rows = shown.iter().map(|one| {
        let (filed, stands) = (&one.filed, &one.stands);
        let row = Row::new(vec![
            html! { (sv::title(filed.number)) @if let Some(nature) = stands.nature { br; span.quiet.small { (words::nature(nature)) } } },
            html! { (filed.unit_name) @if provider { br; span.quiet.small { (filed.organisation_name) } } },
            html! { (swedish::day(stands.learnt())) },
            html! { (state(stands.state)) @if stands.about != domain::cases::About::Others { br; span.quiet.small { "Gäller: " (case_words::about(stands.about).to_lowercase()) } } },
            html! { @match one.next() { Some(due) => (next(due, today)), None => span.quiet { "–" } } },
            gaps(one),
        ]);
        let row = row.href(format!("{base}/{}", filed.id));
        if one.next().is_some_and(|next| next.day < today) { row.tone(Tone::Warn) } else { row }
    });
    let table = Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
        "Inga utredningar här",
        "När någon anmäler att en elev anser sig utsatt står det här, med vad som är nästa steg och när.",
        &html! {},
    ));
    html! { (table) }
}
