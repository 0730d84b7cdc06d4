//! The evaluation at the one that leads it.

use domain::evaluations::{
    AskedOf, Criterion, Happening, PartState, Reply, StateName, Step, Wish, sv as words, why_not,
};
use kernel::id::kind::Tenant;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Icon, Row, Table, Tone, checkboxes, date_input, tag, text_input, textarea};

use super::form::{self, CRITERION, Fault, LONGEST};
use super::model::{Kept, KeptPart};
use super::sv;
use super::view_form::Forms;

pub(super) fn sign(of: StateName) -> Markup {
    let (tone, icon) = match of {
        StateName::Open => (Tone::Info, Icon::Calendar),
        StateName::Closed => (Tone::Good, Icon::CheckCircle),
        StateName::Withdrawn => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::state(of))
}

/// The sign of where a part stands.
pub(super) fn part_sign(of: PartState) -> Markup {
    let (tone, icon) = match of {
        PartState::Waiting => (Tone::Neutral, Icon::Circle),
        PartState::Planned | PartState::Returning => (Tone::Info, Icon::Calendar),
        PartState::WithProvider => (Tone::Info, Icon::Circle),
        PartState::Answered => (Tone::Warn, Icon::Circle),
        PartState::Settled => (Tone::Info, Icon::CheckCircle),
        PartState::Done => (Tone::Good, Icon::CheckCircle),
        PartState::Ended => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::part_state(of))
}

fn wish_fields(forms: &Forms<'_>, start: &str, wish: Option<&Wish>) -> Markup {
    let day = |of: Option<Day>| of.map(|day| day.to_string()).unwrap_or_default();
    html! {
        (text_input(&forms.field(start, "namn", "Vad heter utvärderingen?", wish.map(|wish| wish.name.clone()).unwrap_or_default())))
        (textarea(&forms.field(start, "text", "Vad gäller den, och hur går den till?", wish.map(|wish| wish.about.clone()).unwrap_or_default()).help("Huvudmännen läser texten när de får frågan.").optional(), 5, Some(LONGEST)))
        (date_input(&forms.field(start, "fran", "Första dagen", day(wish.map(|wish| wish.from)))))
        (date_input(&forms.field(start, "till", "Sista dagen", day(wish.map(|wish| wish.to)))))
    }
}

/// Every evaluation.
pub(super) fn list(
    base: &str,
    (all, leads): (&[Kept], Option<&str>),
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let columns =
        vec![Column::new("Utvärdering"), Column::new("Tid"), Column::new("Läge"), Column::new("Klara eller avslutade")];
    let row = |kept: &Kept| {
        let wish = &kept.stands.wish;
        let facts = kept.facts();
        Row::new(vec![
            html! { a href={ (base) "/" (kept.id) } { (wish.name) } },
            html! { (swedish::day(wish.from)) " till " (swedish::day(wish.to)) },
            sign(kept.stands.state),
            html! { (sv::of(facts.done, facts.parts)) },
        ])
    };
    let forms = Forms { base, read: 0, typed, faults };
    html! {
        (ui::error_summary(faults))
        h1 { (sv::LEADS) }
        p.lead { "Alla anordnare hos de huvudmän som deltar bedöms efter samma kriterier och besöks igen för det som första besöket fann." }
        (Table::new("Utvärderingar", columns).hide_caption().stack().rows(all.iter().map(row).collect())
            .empty(ui::empty_state("Ingen utvärdering", "När en utvärdering är påbörjad står den här.", &html! {})))
        @if let Some(key) = leads {
            details.panel open[!faults.is_empty() || all.is_empty()] {
                summary { "Påbörja en utvärdering" }
                (ui::form(base, &html! {
                    (ui::hidden("nyckel", key))
                    (wish_fields(&forms, form::NEW, None))
                    (ui::actions(&html! { (Button::primary("Påbörja utvärderingen")) }))
                }))
            }
        }
    }
}

/// An evaluation.
pub(super) fn page(
    base: &str,
    (kept, authorities): (&Kept, &[(Id<Tenant>, String)]),
    leads: bool,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let steps = format!("{base}/steg");
    let forms = Forms { base: &steps, read: kept.lines.len(), typed, faults };
    let can = |step: Step| leads && why_not(&kept.stands, step, kept.facts()).is_none();
    let wish = &kept.stands.wish;
    html! {
        (ui::error_summary(faults))
        h1 { (wish.name) }
        p { (sign(kept.stands.state)) " " (swedish::day(wish.from)) " till " (swedish::day(wish.to)) }
        @if !wish.about.is_empty() { p.said dir="auto" { (wish.about) } }
        p {
            a href={ (base) "/resultat" } { "Resultat: alla anordnare och kriterier" } " · "
            a href={ (base) "/kriterier" } { "Kriterier (" (kept.stands.criteria.len()) ")" }
        }
        h2 { "Huvudmän" }
        (asked(kept))
        @if can(Step::Ask) { (ask(&forms, kept, authorities)) }
        h2 { "Anordnare" }
        (parts(base, kept))
        @if can(Step::Release) {
            p.no-print { (forms.button((Step::Release.slug(), words::step(Step::Release)), "", &[])) }
            p.quiet { "Alla huvudmän som deltar får det som är fastställt, för alla anordnare. Nämnden och revisorerna kan läsa det." }
        }
        @if let Some(line) = kept.stands.released.and_then(|line| kept.lines.get(line)) { p.quiet { "Resultatet lämnades ut senast " (swedish::day(line.day)) "." } }
        @if leads { h2.no-print { "Mer" } }
        @if can(Step::Change) {
            (forms.panel((Step::Change.slug(), Step::Change.slug(), words::step(Step::Change)), false, &[], &wish_fields(&forms, Step::Change.slug(), Some(wish))))
        }
        @if can(Step::Close) { p.no-print { (forms.button((Step::Close.slug(), words::step(Step::Close)), "", &[])) } }
        @for step in [Step::Reopen, Step::Withdraw] {
            @if can(step) {
                (forms.panel((step.slug(), step.slug(), words::step(step)), false, &[], &textarea(&forms.field(step.slug(), "text", "Varför?", "").help("Huvudmännen läser det, och de anordnare som har ett utkast att svara på."), 3, Some(LONGEST))))
            }
        }
        (history(kept))
    }
}

fn said(kept: &Kept, of: &AskedOf) -> Markup {
    match &of.reply {
        None => tag(Tone::Neutral, Icon::Circle, "Har inte svarat"),
        Some(Reply::Joined { .. }) => {
            let more = of.replied.map(|line| kept.said(line).text).unwrap_or_default();
            html! { (tag(Tone::Good, Icon::CheckCircle, "Deltar")) @if !more.is_empty() { br; span.quiet dir="auto" { (more) } } }
        }
        Some(Reply::Declined) => {
            let why = of.replied.map(|line| kept.said(line).text).unwrap_or_default();
            html! { (tag(Tone::Neutral, Icon::Cross, "Deltar inte")) br; span.quiet dir="auto" { (why) } }
        }
    }
}

fn asked(kept: &Kept) -> Markup {
    let columns =
        vec![Column::new("Huvudman"), Column::new("Tillfrågad"), Column::new("Svar"), Column::new("Anordnare")];
    let row = |of: &AskedOf| {
        Row::new(vec![
            html! { (of.name) },
            html! { (swedish::day(of.on)) },
            said(kept, of),
            html! { (of.providers().len()) },
        ])
    };
    html! {
        (Table::new("Huvudmän", columns).hide_caption().stack().rows(kept.stands.asked.iter().map(row).collect())
            .empty(ui::empty_state("Ingen huvudman är tillfrågad", "När du frågar en huvudman står den här.", &html! {})))
    }
}

fn ask(forms: &Forms<'_>, kept: &Kept, authorities: &[(Id<Tenant>, String)]) -> Markup {
    let step = Step::Ask.slug();
    let open: Vec<(String, &str)> = authorities
        .iter()
        .filter(|(id, _)| !kept.stands.asked.iter().any(|one| one.authority == *id && one.has_joined()))
        .map(|(id, name)| (id.to_string(), name.as_str()))
        .collect();
    let choices: Vec<Choice<'_>> = open
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), *name).checked(forms.is_ticked((step, "huvudman"), id, false)))
        .collect();
    html! {
        @if !open.is_empty() {
            (forms.panel((step, step, "Fråga huvudmän"), kept.stands.asked.is_empty(), &[], &checkboxes(&forms.field(step, "huvudman", "Vilka frågar du?", ""), &choices)))
        }
    }
}

fn parts(base: &str, kept: &Kept) -> Markup {
    let columns = vec![Column::new("Anordnare"), Column::new("Huvudmän"), Column::new("Besök"), Column::new("Läge")];
    let day = |visit: &Option<(Day, Vec<_>)>| visit.as_ref().map(|(on, _)| swedish::day(*on));
    let row = |part: &KeptPart| {
        Row::new(vec![
            html! { a href={ (base) "/anordnare/" (part.organisation) } { (part.name) } },
            html! { (kept.authorities_of(part.organisation).join(", ")) },
            html! {
                @if let Some(on) = day(&part.stands.visit) { (on) } @else { span.quiet { "Inte planerat" } }
                @if let Some(on) = day(&part.stands.again) { br; "Återbesök " (on) }
            },
            part_sign(part.stands.state),
        ])
    };
    html! {
        (Table::new("Anordnare", columns).hide_caption().stack().rows(kept.parts.iter().map(row).collect())
            .empty(ui::empty_state("Ingen anordnare än", "När en huvudman deltar står dess anordnare här.", &html! {})))
    }
}

/// What a criterion is called, or was before it was struck.
fn called(kept: &Kept, slug: &str) -> String {
    let named = kept.lines.iter().rev().find_map(|line| match &line.happening {
        Happening::Begun { criteria, .. } => criteria.iter().find(|one| one.slug == slug),
        Happening::Added { criterion } | Happening::Reworded { criterion } => {
            Some(criterion).filter(|one| one.slug == slug)
        }
        _ => None,
    });
    named.map(|one| one.title.clone()).unwrap_or_default()
}

fn history(kept: &Kept) -> Markup {
    let more = |happening: &Happening| match happening {
        Happening::Asked { name, .. } => name.clone(),
        Happening::Added { criterion } | Happening::Reworded { criterion } => criterion.title.clone(),
        Happening::Struck { slug } => called(kept, slug),
        Happening::Replied { authority, reply } => {
            let of = kept.stands.asked.iter().find(|one| one.authority == *authority);
            let name = of.map(|one| one.name.clone()).unwrap_or_default();
            let Reply::Joined { providers } = reply else { return name };
            let named: Vec<&str> = providers.iter().map(|one| one.name.as_str()).collect();
            format!("{name}, med {}", named.join(", "))
        }
        _ => String::new(),
    };
    html! {
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in kept.lines.iter().rev() {
                li {
                    @let more = more(&line.happening);
                    p { (words::evaluation_happened(&line.happening)) @if !more.is_empty() { ": " (more) } }
                    @let said = line.said().text;
                    @if !said.is_empty() { p.said dir="auto" { (said) } }
                    p.quiet.small { (line.person_name) ", " (swedish::day(line.day)) }
                }
            }
        }
    }
}

fn criterion_fields(forms: &Forms<'_>, start: &str, of: Option<&Criterion>) -> Markup {
    let get = |read: fn(&Criterion) -> &String| of.map(|of| read(of).clone()).unwrap_or_default();
    html! {
        (text_input(&forms.field(start, "omrade", "Område", get(|of| &of.area))))
        (text_input(&forms.field(start, "titel", "Kriterium", get(|of| &of.title))))
        (textarea(&forms.field(start, "ser", "Vad ni tittar på", get(|of| &of.looks)), 3, Some(LONGEST)))
        (text_input(&forms.field(start, "lag", "Bestämmelse", get(|of| &of.law)).optional()))
    }
}

/// What is looked at.
pub(super) fn criteria(base: &str, kept: &Kept, leads: bool, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let steps = format!("{base}/steg");
    let forms = Forms { base: &steps, read: kept.lines.len(), typed, faults };
    let edits = leads && why_not(&kept.stands, Step::Reword, kept.facts()).is_none();
    let all = &kept.stands.criteria;
    html! {
        (ui::error_summary(faults))
        h1 { (sv::CRITERIA) }
        @if kept.stands.locked { p.lead { "Det första omdömet är satt. Alla anordnare bedöms efter de här kriterierna." } }
        @else { p.lead { (sv::EXAMPLE) } }
        @for (at, one) in all.iter().enumerate() {
            @if at == 0 || all[at - 1].area != one.area { h2 { (one.area) } }
            section.box {
                h3 { (one.title) }
                p { (one.looks) }
                @if !one.law.is_empty() { p.quiet.small { (one.law) } }
                @if edits {
                    @let start = form::start(Step::Reword, &one.slug);
                    @let about = [(CRITERION, one.slug.as_str())];
                    (forms.panel((Step::Reword.slug(), &start, words::step(Step::Reword)), false, &about, &criterion_fields(&forms, &start, Some(one))))
                    @if all.len() > 1 { (forms.button((Step::Strike.slug(), words::step(Step::Strike)), &one.title, &about)) }
                }
            }
        }
        @if edits {
            (forms.panel((Step::Add.slug(), Step::Add.slug(), words::step(Step::Add)), false, &[], &criterion_fields(&forms, Step::Add.slug(), None)))
        }
    }
}
