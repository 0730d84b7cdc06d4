//! One provider's moments, and one activity.

use domain::coverage::{Cell, Standing, Step, sv as words};
use domain::follow_up_plan::{Moment, MomentKind};
use kernel::id::kind::Activity;
use kernel::{Chance, Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Field, Icon, Tone, tag};

use super::form::{self, Fault, LONGEST};
use super::look::{Looked, Row, proposed};
use super::pages_activity::Opened;
use super::store::Kept;
use super::{sv, view};
use crate::evaluations::Covered;

/// Where the page of a provider stands, and what whoever looks may do.
pub(super) struct AtProvider {
    pub base: String,
    /// The address that activities stand below.
    pub activities: String,
    /// The address that visits stand below.
    pub visits: String,
    /// The address that everything of the authority stands below.
    pub own: String,
    pub plans: bool,
    pub today: Day,
    /// Where what is planned once more gets its identifier from.
    pub chance: std::sync::Arc<dyn Chance>,
}

impl AtProvider {
    fn key(&self) -> String {
        Id::<Activity>::random(&*self.chance).to_string()
    }
}

/// A provider's moments.
pub(super) fn provider(
    shown: &AtProvider,
    looked: &Looked,
    row: &Row,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    html! {
        (ui::error_summary(faults))
        h1 { (row.provider.name) }
        p.lead { "Vad uppföljningsplanen för " (looked.year) " säger om anordnaren, och vad som är planerat och gjort." }
        @if let Some(day) = row.ends { p.quiet { "Anordnaren har " (sv::ends(day)) "." } }
        @for (moment, cell) in looked.moments.iter().zip(&row.cells) {
            section {
                h2 { (moment.title) }
                p { (view::sign(moment, *cell)) }
                @if !moment.text.is_empty() { p.quiet { (moment.text) } }
                @let kept = row.activities.get(&moment.slug).map(Vec::as_slice).unwrap_or_default();
                @if !kept.is_empty() { (list(shown, kept)) }
                (known(shown, row.known(moment)))
                @if shown.plans && moment.kind != MomentKind::Reports {
                    (plan(shown, row, (moment, *cell), (typed, faults)))
                }
            }
        }
        @if !row.gone.is_empty() {
            section {
                h2 { "Moment som inte längre står i planen" }
                p.quiet { "Det som planerades och gjordes finns kvar, och räknas inte i det som planen säger nu." }
                (list(shown, &row.gone))
            }
        }
    }
}

fn list(shown: &AtProvider, kept: &[Kept]) -> Markup {
    let mut all: Vec<&Kept> = kept.iter().collect();
    all.sort_by_key(|one| (one.stands.done.unwrap_or(one.stands.by), one.id));
    html! {
        ul.said-lines role="list" {
            @for one in all {
                li {
                    p { a href={ (shown.activities) "/" (one.id) } { (stands(one)) } " " (sign(one, shown.today)) }
                    @if let Some((on, visit)) = one.stands.visit() { p { a href={ (shown.visits) "/" (visit) } { (words::booked(on, shown.today)) } } }
                }
            }
        }
    }
}

/// What of the moment is known without being planned here.
fn known(shown: &AtProvider, known: &[Covered]) -> Markup {
    html! {
        @if !known.is_empty() {
            ul.said-lines role="list" {
                @for one in known {
                    li {
                        p {
                            a href={ (shown.own) (one.address) } { (one.name) } ": "
                            @match one.done {
                                Some(on) => { "gjordes " (swedish::day(on)) },
                                None => { "pågår till " (swedish::day(one.by)) },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An activity in a line: when.
fn stands(of: &Kept) -> String {
    match (of.stands.standing(), of.stands.done) {
        (Standing::Done, Some(on)) => format!("Gjordes {}", swedish::day(on)),
        _ => format!("Senast {}", swedish::day(of.stands.by)),
    }
}

fn sign(of: &Kept, today: Day) -> Markup {
    let standing = of.stands.standing();
    let (tone, icon) = match standing {
        Standing::Planned if of.stands.is_late(today) => (Tone::Warn, Icon::Warning),
        Standing::Planned => (Tone::Info, Icon::Calendar),
        Standing::Done => (Tone::Good, Icon::CheckCircle),
        Standing::Cancelled => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::standing(standing))
}

fn plan(
    shown: &AtProvider,
    row: &Row,
    (moment, cell): (&Moment, Cell),
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let is_here = typed.get("moment") == moment.slug;
    let fault = faults.iter().find(|(field, _)| field == "dag" && is_here).map(|(_, text)| text.clone());
    let value = if is_here { typed.get("dag").to_owned() } else { proposed(moment, row.ends, shown.today).to_string() };
    let missing = matches!(cell, Cell::Missing { .. });
    html! {
        details.panel.no-print open[fault.is_some()] {
            summary { @if missing { "Planera" } @else { "Planera en gång till" } }
            (ui::form(&format!("{}/planera", shown.base), &html! {
                (ui::hidden("moment", &moment.slug))
                (ui::hidden("anordnare", &row.provider.id.to_string()))
                @if !missing { (ui::hidden("nyckel", &shown.key())) }
                (ui::date_input(&Field::new("dag", "Senast").value(value).fault(fault)))
                (ui::actions(&html! { (Button::primary("Planera")) }))
            }))
        }
    }
}

/// What an activity is called: its moment.
pub(super) fn name(of: &Opened) -> String {
    of.moment.as_ref().map_or_else(|| of.kept.moment.clone(), |moment| moment.title.clone())
}

/// Whether its moment is a visit, which has a time, a protocol and pages of its own.
fn is_visit(of: &Opened) -> bool {
    of.moment.as_ref().is_some_and(|moment| moment.kind == MomentKind::Visits)
}

/// An activity with its history and what can be done with it.
pub(super) fn activity(
    (base, visits): (&str, &str),
    of: &Opened,
    open: &[Step],
    today: Day,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    html! {
        (ui::error_summary(faults))
        p.kicker { (of.provider.name) }
        h1 { (name(of)) }
        p { (sign(&of.kept, today)) " " (stands(&of.kept)) }
        @if let Some((on, visit)) = of.kept.stands.booked {
            @if of.kept.stands.visit().is_some() { p { strong { (words::booked(on, today)) } "." } }
            p.no-print { (ui::link_button(&format!("{visits}/{visit}"), "Till besöket", of.kept.stands.visit().is_some())) }
        } @else if is_visit(of) && of.kept.stands.standing() == Standing::Planned {
            p.no-print { (ui::link_button(&format!("{visits}/nytt?anordnare={}&aktivitet={}", of.provider.id, of.kept.id), "Planera besöket", true)) }
        }
        @if is_visit(of) { p.no-print { a href={ (visits) "/hos/" (of.provider.id) } { "Alla besök hos anordnaren" } } }
        @if of.moment.is_none() { p.quiet { "Momentet står inte i den plan som gäller nu." } }
        @for step in open { (panel(base, of, *step, today, (typed, faults))) }
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in of.kept.lines.iter().rev() {
                li {
                    p { (words::happening(line.entry.happening)) }
                    @if !line.note.is_empty() { p.said { (line.note) } }
                    p.quiet.small { (line.person) ", " (swedish::day(line.entry.day)) }
                }
            }
        }
    }
}

/// The random samples of the activity, and the way to a new one where its moment is one.
pub(super) fn samples(page: &str, of: &Opened, draws: bool) -> Markup {
    let is_sample = of.moment.as_ref().is_some_and(|moment| moment.kind == MomentKind::Sample);
    html! {
        @if !of.samples.is_empty() || is_sample {
            section.no-print {
                h2 { "Stickprov" }
                @if of.samples.is_empty() { p.quiet { "Inget stickprov är draget för aktiviteten." } }
                ul { @for (id, title) in &of.samples { li { a href={ (page) "/" (id) } { (title) } } } }
                @if draws && is_sample { p { a href={ (page) "/nytt?aktivitet=" (of.kept.id) "&anordnare=" (of.provider.id) } { "Dra ett stickprov för aktiviteten" } } }
            }
        }
    }
}

fn panel(base: &str, of: &Opened, step: Step, today: Day, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let name = |part: &str| form::name(step, part);
    let wrong = faults.iter().any(|(field, _)| field.starts_with(&format!("{}-", step.slug())));
    let field = |part: &str, label: &'static str, or: String| {
        let name = name(part);
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
        let value = if wrong { typed.get(&name).to_owned() } else { or };
        Field::new(name, label).value(value).fault(fault)
    };
    let note = field("text", if form::needs_note(step) { "Varför?" } else { "Anteckning" }, String::new());
    html! {
        details.panel.no-print open[wrong || (faults.is_empty() && step == Step::Do && of.kept.stands.booked.is_none())] {
            summary { (words::step(step)) }
            (ui::form(&format!("{base}/{}", step.slug()), &html! {
                (ui::hidden("sedd", &of.kept.lines.len().to_string()))
                @match step {
                    Step::Move => (ui::date_input(&field("dag", "Ny dag, senast", of.kept.stands.by.to_string()))),
                    Step::Do => (ui::date_input(&field("dag", "Vilken dag gjordes det?", today.to_string()))),
                    _ => {}
                }
                (ui::textarea(&if form::needs_note(step) { note } else { note.optional() }, 3, Some(LONGEST)))
                (ui::actions(&html! { (Button::primary(words::step(step))) }))
            }))
        }
    }
}
