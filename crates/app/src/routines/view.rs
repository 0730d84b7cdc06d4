//! The list of the providers' routines, and the ways to it.

use domain::routines::{Answer, Standing, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use ui::{Column, Icon, Row, Table, Tone};

use super::pages_authority::Listed;
use super::store::Assessment;
use super::sv;

/// Where a routine stands.
pub(super) fn standing(standing: Standing) -> Markup {
    let (tone, icon) = match standing {
        Standing::Missing => (Tone::Bad, Icon::Warning),
        Standing::New | Standing::Due => (Tone::Warn, Icon::Clock),
        Standing::Lacks => (Tone::Warn, Icon::Warning),
        Standing::Meets => (Tone::Good, Icon::CheckCircle),
    };
    ui::tag(tone, icon, words::standing(standing))
}

/// How many of an assessment's criteria were met.
pub(super) fn met(of: &Assessment) -> String {
    let yes = of.judged.iter().filter(|judged| judged.answer == Answer::Yes).count();
    sv::met(yes, of.judged.len())
}

/// The way from a school's inbox.
pub(super) fn way_at_school(href: &str, stands: Standing) -> Markup {
    html! { p { a href=(href) { (sv::OWN) } " " (standing(stands)) } }
}

fn to_do(all: &[Listed]) -> (usize, usize) {
    let missing = all.iter().filter(|one| one.standing == Standing::Missing).count();
    (missing, all.iter().filter(|one| one.standing.asks_authority()).count())
}

/// The way from the authority's list.
pub(super) fn way_at_authority(href: &str, all: &[Listed]) -> Markup {
    let (missing, to_do) = to_do(all);
    html! { p { a href=(href) { "Anordnarnas rutiner för klagomål" } ". " (sv::summary(missing, to_do, all.len())) } }
}

/// Every provider.
pub(super) fn list(base: &str, all: &[Listed], today: Day) -> Markup {
    let (missing, to_do) = to_do(all);
    let columns = vec![
        Column::new("Anordnare"),
        Column::new("Läge"),
        Column::new("Lämnad").narrow(),
        Column::new("Bedömd").narrow(),
        Column::new("Nästa genomgång").narrow(),
    ];
    let none = || html! { span.quiet { "–" } };
    let rows = all.iter().map(|one| {
        let newest = one.record.newest();
        let last = one.record.of_newest();
        Row::new(vec![
            html! { (one.provider.name) },
            standing(one.standing),
            newest.map_or_else(none, |newest| html! { (swedish::day(newest.filed_on)) }),
            last.map_or_else(
                none,
                |last| html! { (swedish::day(last.assessed_on)) br; span.quiet.small { (met(last)) } },
            ),
            last.map_or_else(none, |last| {
                let has_come = last.review <= today;
                html! { (swedish::day(last.review)) @if has_come { br; span.quiet.small { "Dagen har kommit" } } }
            }),
        ])
        .href(format!("{base}/{}", one.provider.id))
    });
    let table = Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
        "Inga anordnare här",
        "När en anordnare står i registret står den här, med sin rutin.",
        &html! {},
    ));
    html! {
        h1 { (sv::TITLE) }
        p.lead { (sv::summary(missing, to_do, all.len())) }
        (table)
    }
}
