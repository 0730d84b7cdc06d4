//! The years that have a plan, and the plan to read.

use domain::follow_up_plan::{Moment, Plan, Section, Shows, differences, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Change, Choice, Column, Field, Icon, Row, Table, Tone, Width, diff, notice, tag};

use super::form::FieldFault;
use super::paper::{facts, of_whom};
use super::store::{Changed, Version};
use super::sv;
use crate::texts;

/// The choice of the shipped example.
pub(super) const EXAMPLE: &str = "exempel";

/// How a version stands among those of its year, the newest first.
fn state(all: &[Version], at: usize) -> Markup {
    let holds = all.iter().position(|version| version.adopted.is_some());
    match (all.get(at).is_some_and(|version| version.adopted.is_some()), holds == Some(at)) {
        (true, true) => tag(Tone::Good, Icon::Lock, "Fastställd"),
        (true, false) => tag(Tone::Neutral, Icon::Clock, "Ersatt"),
        (false, _) => tag(Tone::Info, Icon::Pencil, "Utkast"),
    }
}

/// Every year that has a plan, and the form to begin another.
pub(super) fn years(
    base: &str,
    all: &[Version],
    writes: bool,
    today: Day,
    (typed, faults): (&FormData, &[FieldFault]),
) -> Markup {
    let mut years: Vec<&Version> = Vec::new();
    for version in all {
        if years.last().is_none_or(|last| last.year != version.year) {
            years.push(version);
        }
    }
    let rows = years.iter().map(|newest| {
        let of_year: Vec<Version> = all.iter().filter(|version| version.year == newest.year).cloned().collect();
        let adopted = of_year.iter().find_map(|version| version.adopted.as_ref());
        Row::new(vec![
            html! { a href={ (base) "/" (newest.year) } { (newest.plan.title) } },
            html! { (state(&of_year, 0)) },
            html! { @match adopted { Some((adoption, _)) => { (swedish::day(adoption.on)) ", " (adoption.case_number) }, None => span.quiet { "–" } } },
            html! { (sv::version(newest.number)) ", " (swedish::day(newest.created_at.day())) },
        ])
    });
    let columns = vec![
        Column::new("Plan"),
        Column::new("Läge").narrow(),
        Column::new("Fastställd"),
        Column::new("Senaste version"),
    ];
    let empty = ui::empty_state(
        "Ingen plan är fastställd än",
        "När huvudmannen har fastställt en plan för uppföljningen står den här.",
        &html! {},
    );
    html! {
        (ui::error_summary(faults))
        h1 { (sv::TITLE) }
        p.lead { (sv::LEAD) }
        (Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect()).empty(empty))
        @if writes { (begin(base, &years, today, (typed, faults))) }
    }
}

/// The list, with the way to the protocols of visits for whoever may read them.
pub(super) fn with_protocols(list: &Markup, protocols: Option<&str>, evaluations: Option<&str>) -> Markup {
    html! {
        (list)
        @if let Some(protocols) = protocols { p.no-print { a href=(protocols) { "Protokoll från besök hos anordnarna" } } }
        @if let Some(evaluations) = evaluations { p.no-print { a href=(evaluations) { "Gemensamma utvärderingar" } } }
    }
}

fn begin(base: &str, years: &[&Version], today: Day, (typed, faults): (&FormData, &[FieldFault])) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
    let next = years.first().map_or(today.year(), |newest| newest.year.saturating_add(1).max(today.year()));
    let value = |name: &str, or: String| if faults.is_empty() { or } else { typed.get(name).to_owned() };
    let mut from: Vec<Choice<'_>> = years
        .iter()
        .map(|version| {
            Choice::new(version.year.to_string(), version.plan.title.as_str())
                .help("Text, moment och tabell följer med. Dagar och årtal flyttas.")
        })
        .collect();
    from.push(Choice::new(EXAMPLE, "Vårt exempel").help(sv::PROVENANCE));
    let first = years.first().map_or_else(|| EXAMPLE.to_owned(), |newest| newest.year.to_string());
    html! {
        h2 { "Börja på en plan" }
        (ui::form(base, &html! {
            (ui::number_input(&Field::new("planens-ar", "För vilket år?").width(Width::Short).value(value("planens-ar", next.to_string())).fault(fault("planens-ar"))))
            (ui::radios(&Field::new("fran", "Vad ska den börja från?").value(value("fran", first)).fault(fault("fran")), &from))
            (ui::actions(&html! { (Button::primary("Börja")) }))
        }))
    }
}

/// A version with the others of its year.
pub(super) struct Shown<'s> {
    pub base: String,
    /// The page of what is planned and done, for those who may see it.
    pub coverage: Option<String>,
    pub writes: bool,
    pub adopts: bool,
    pub all: &'s [Version],
    pub at: usize,
}

/// A version to read.
pub(super) fn one(shown: &Shown<'_>) -> Markup {
    let Some(version) = shown.all.get(shown.at) else { return html! {} };
    let (plan, here) = (&version.plan, format!("{}/{}", shown.base, version.number));
    let newest = shown.at == 0;
    html! {
        p.kicker { (sv::TITLE) " " (version.year) }
        h1 { (plan.title) }
        @if !plan.subtitle.is_empty() { p.lead { (plan.subtitle) } }
        p { (state(shown.all, shown.at)) " " (sv::version(version.number)) ". Gäller " (sv::holds(plan.holds.from, plan.holds.to)) "." }
        @if !plan.provenance.is_empty() && version.adopted.is_none() { (notice(Tone::Info, "Ett exempel att ändra", &html! { p { (plan.provenance) } })) }
        div.actions.no-print {
            @if newest && shown.writes && shown.adopts && version.adopted.is_none() {
                (ui::link_button(&format!("{here}/faststall"), sv::ADOPT, true))
            }
            @if let Some(coverage) = shown.coverage.as_ref().filter(|_| version.adopted.is_some()) {
                (ui::link_button(coverage, "Planerat och gjort", true))
            }
            a href={ (here) "?format=pdf" } { "PDF" }
            a href={ (here) "?format=docx" } { "Word" }
        }
        @if newest && shown.writes {
            @if version.adopted.is_some() {
                p.quiet.no-print { "Planen är låst. Ändrar du något blir det ett nytt utkast, som gäller när det i sin tur är fastställt." }
            }
            ul.no-print {
                @for part in [Changed::Text, Changed::Moments, Changed::Results] {
                    li { a href={ (here) "/andra/" (part.slug()) } { (sv::change(part)) } }
                }
            }
        }
        @if let Some(holding) = shown.all.iter().position(|version| version.adopted.is_some()).filter(|holding| *holding != shown.at) {
            @if let Some(other) = shown.all.get(holding) {
                p { "Den plan som gäller är " a href={ (shown.base) "/" (other.number) } { (sv::version_within(other.number)) } "." }
            }
        }
        (otherwise(shown))
        @if !newest && shown.writes {
            div.no-print { (ui::post_button(&format!("{here}/ta-upp"), &Button::secondary("Ta upp versionen igen som utkast"), &[])) }
        }
        article.running { @for section in &plan.sections { (of_section(version, plan, section)) } }
        (history(shown))
    }
}

/// What the version says otherwise than the one that held before it was written, or than the one before where none did.
fn otherwise(shown: &Shown<'_>) -> Markup {
    let older = shown.all.get(shown.at + 1..).unwrap_or_default();
    let before = older.iter().find(|version| version.adopted.is_some()).or_else(|| older.first());
    let (Some(before), Some(version)) = (before, shown.all.get(shown.at)) else { return html! {} };
    let all = differences(&before.plan, &version.plan);
    if all.is_empty() {
        return html! {};
    }
    let changes: Vec<Change<'_>> = all
        .iter()
        .map(|one| Change {
            question: one.what.as_str().into(),
            before: one.before.as_deref().unwrap_or_default().into(),
            after: one.after.as_deref().unwrap_or_default().into(),
        })
        .collect();
    html! { div.no-print { (ui::reveal(&sv::otherwise(before.number, all.len()), false, &diff(&changes))) } }
}

/// Running text, with its markup where it has any.
fn text(text: &str, level: u8) -> Markup {
    texts::rich(text, level, &|_| String::new()).unwrap_or_else(|| {
        html! { @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) { p.said { (paragraph.trim()) } } }
    })
}

fn of_section(version: &Version, plan: &Plan, section: &Section) -> Markup {
    html! {
        @if section.level == 1 { h2 { (section.heading) } } @else { h3 { (section.heading) } }
        (text(&section.text, section.level + 1))
        @match section.shows {
            Shows::Nothing => {}
            Shows::Adoption => @match &version.adopted {
                Some((adoption, _)) => {
                    @let pairs: Vec<(String, Markup)> = facts(adoption).into_iter().map(|(key, value)| (key.to_owned(), html! { (value) })).collect();
                    (ui::key_values(&pairs))
                }
                None => p.quiet { "Här står diarienummer, dag, beslutsinstans, politiskt organ och processägare när planen är fastställd." }
            },
            Shows::Moments => (moments(&plan.moments)),
            Shows::Results => (results(plan)),
        }
    }
}

fn moments(moments: &[Moment]) -> Markup {
    let rows = moments.iter().map(|moment| {
        Row::new(vec![
            html! { strong { (moment.title) } br; span.quiet.small { (words::kind(moment.kind)) } },
            html! { (moment.text) },
            html! { (of_whom(moment)) },
            html! { (swedish::period(moment.period)) },
        ])
    });
    let columns = vec![Column::new("Moment"), Column::new("Vad som görs"), Column::new("Hos vem"), Column::new("När")];
    let empty = ui::empty_state("Inga moment än", "Lägg till det som ska göras under året.", &html! {});
    html! { (Table::new("Momenten", columns).hide_caption().stack().rows(rows.collect()).empty(empty)) }
}

fn results(plan: &Plan) -> Markup {
    let rows = plan.results.iter().map(|row| Row::new(vec![html! { (row.what) }, html! { (row.how) }]));
    let columns = vec![Column::new("Vad"), Column::new("Hur")];
    let empty = ui::empty_state("Tabellen är tom", "Lägg till vad som följs upp och hur.", &html! {});
    html! { (Table::new("Resultat som följs upp", columns).hide_caption().stack().rows(rows.collect()).empty(empty)) }
}

fn history(shown: &Shown<'_>) -> Markup {
    if shown.all.len() < 2 && !shown.writes {
        return html! {};
    }
    html! {
        section.no-print {
            h2 { "Versioner" }
            ul.said-lines role="list" {
                @for (at, version) in shown.all.iter().enumerate() {
                    li {
                        p {
                            @if at == shown.at { strong { (sv::version(version.number)) } }
                            @else { a href={ (shown.base) "/" (version.number) } { (sv::version(version.number)) } }
                            " " (state(shown.all, at)) " " (version.person) " " (sv::changed(version.changed)) " " (swedish::day(version.created_at.day())) "."
                            @if let Some((adoption, adopter)) = &version.adopted {
                                br; span.quiet { "Fastställd " (swedish::day(adoption.on)) ", " (adoption.case_number) ". Antecknat av " (adopter) "." }
                            }
                        }
                    }
                }
            }
        }
    }
}
