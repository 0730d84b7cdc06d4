//! One provider's routine: what is on file, what was said of it, what was there before, and a form for each side.

use domain::routines::{Answer, Criterion, Standing, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{
    Button, Choice, Field, FileItem, Icon, Tone, date_input, error_summary, file_list, file_upload, hidden, notice,
    radios, text_input, textarea,
};

use super::form::{Fault, LONGEST, answer_field, comment_field};
use super::store::{Assessment, Body, Record, Routine};
use super::{sv, view};
use crate::cases::files::{self, ACCEPT};

/// What the provider's page knows.
#[derive(Debug)]
pub(super) struct School {
    pub base: String,
    pub authorities: Markup,
    pub may_file: bool,
    pub limit: usize,
    pub record: Record,
    pub criteria: Vec<Criterion>,
    pub today: Day,
}

/// What the authority's page of a provider knows.
#[derive(Debug)]
pub(super) struct Authority {
    pub base: String,
    pub assesses: bool,
    pub name: String,
    pub record: Record,
    pub criteria: Vec<Criterion>,
    pub today: Day,
}

fn fault_at(faults: &[Fault], name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone())
}

/// What is on file.
fn body(base: &str, routine: &Routine) -> Markup {
    match &routine.body {
        Body::Text(text) => html! { p.said dir="auto" { (text) } },
        Body::Link(link) => html! { p { a href=(link) rel="noopener noreferrer" { (link) } } },
        Body::File(file) => {
            let name = if file.name.is_empty() { format!("Rutin {}", routine.number) } else { file.name.clone() };
            file_list(&[FileItem {
                href: format!("{base}/fil/{}", routine.number).into(),
                title: name.into(),
                format: files::ending(&file.media_type).to_uppercase().into(),
                bytes: Some(file.size),
                note: "".into(),
            }])
        }
    }
}

fn answer(answer: Answer) -> Markup {
    let (tone, icon) = match answer {
        Answer::Yes => (Tone::Good, Icon::CheckCircle),
        Answer::Partly => (Tone::Warn, Icon::Warning),
        Answer::No => (Tone::Bad, Icon::Warning),
    };
    ui::tag(tone, icon, words::answer(answer))
}

/// What the authority said.
fn assessment(of: &Assessment) -> Markup {
    html! {
        dl.facts {
            @for judged in &of.judged {
                div { dt { (judged.title) } dd { (answer(judged.answer))
                    @if !judged.comment.is_empty() { p.said dir="auto" { (judged.comment) } } } }
            }
            div { dt { "Gås igenom igen" } dd { (swedish::day(of.review)) } }
            div { dt { "Bedömd" } dd { (swedish::day(of.assessed_on)) ", " (of.person_name) } }
        }
    }
}

/// The routine that holds and what was said of it.
fn now(base: &str, record: &Record, today: Day) -> Markup {
    html! {
        p { (view::standing(record.standing(today))) }
        @if let Some(newest) = record.newest() {
            h2 { "Rutinen" }
            p.quiet { "Lämnad " (swedish::day(newest.filed_on)) " av " (newest.person_name) }
            (body(base, newest))
        }
        @if let Some(last) = record.of_newest() { h2 { "Kommunens bedömning" } (assessment(last)) }
    }
}

/// Everything that was there before.
fn before(base: &str, record: &Record) -> Markup {
    let holds = record.newest().map(|newest| newest.number);
    let last = record.of_newest().map(|last| last.number);
    let routines = record.routines.iter().filter(|one| Some(one.number) != holds);
    let assessments = record.assessments.iter().filter(|one| Some(one.number) != last);
    let (routines, assessments): (Vec<_>, Vec<_>) = (routines.collect(), assessments.collect());
    if routines.is_empty() && assessments.is_empty() {
        return html! {};
    }
    ui::fold(
        "Tidigare rutiner och bedömningar",
        &html! {
            @for one in assessments {
                h3 { "Bedömning av rutin " (one.routine) ", " (view::met(one)) }
                (assessment(one))
            }
            @for one in routines {
                h3 { "Rutin " (one.number) }
                p.quiet { "Lämnad " (swedish::day(one.filed_on)) " av " (one.person_name) }
                (body(base, one))
            }
        },
    )
}

fn asked_by(criteria: &[Criterion]) -> Markup {
    html! {
        h2 { "Vad kommunen bedömer" }
        dl.facts { @for one in criteria { div { dt { (one.title) } dd { (one.help) } } } }
    }
}

/// The provider's page.
pub(super) fn at_school(of: &School, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let stands = of.record.standing(of.today);
    html! {
        (error_summary(faults))
        h1 { (sv::OWN) }
        (of.authorities)
        @match stands {
            Standing::Missing => p.lead { "Ingen rutin är lämnad. Kommunen behöver se hur ni tar emot och hanterar klagomål." },
            Standing::Lacks => p.lead { "Kommunen har bedömt rutinen, och något saknas. Läs vad, och lämna en ny." },
            _ => p.lead { "Så som ni har lämnat den till kommunen." },
        }
        (now(&of.base, &of.record, of.today))
        (asked_by(&of.criteria))
        @if of.may_file { (file_form(of, stands, (typed, faults))) } @else { p.quiet { (sv::NOT_YOURS) } }
        (before(&of.base, &of.record))
    }
}

fn file_form(of: &School, stands: Standing, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| fault_at(faults, name);
    let help = crate::cases::sv::files_help((of.limit >> 20).max(1));
    let kinds = [
        Choice::new("file", "En fil").reveals(html! {
            (file_upload(&Field::new("fil", "Fil").help(help).fault(fault("fil")), ACCEPT, false))
        }),
        Choice::new("link", "En adress på webben").reveals(html! {
            (text_input(&Field::new("lank", "Adress").help("En sida som kommunen kan öppna utan att logga in.").value(typed.get("lank")).fault(fault("lank"))))
        }),
        Choice::new("text", "En text").reveals(html! {
            (textarea(&Field::new("text", "Rutinen").value(typed.get("text")).fault(fault("text")), 12, Some(LONGEST)))
        }),
    ];
    let number = of.record.newest().map_or(0, |newest| newest.number);
    let first = stands.asks_provider() || !faults.is_empty();
    html! {
        details.panel open[first] {
            summary { @if number == 0 { "Lämna rutinen" } @else { "Lämna en ny rutin" } }
            @if number > 0 { p.quiet { "Den gäller då i stället för den som finns. Den gamla finns kvar att läsa." } }
            (ui::upload_form(&of.base, &html! {
                (hidden("nr", &number.to_string()))
                (radios(&Field::new("slag", "Vad lämnar ni?").value(typed.get("slag")).fault(fault("slag")), &kinds))
                div.actions { (Button::primary("Lämna rutinen till kommunen")) }
            }))
        }
    }
}

/// The authority's page of a provider.
pub(super) fn at_authority(of: &Authority, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let stands = of.record.standing(of.today);
    html! {
        (error_summary(faults))
        h1 { "Rutin för klagomål: " (of.name) }
        @if stands == Standing::Missing {
            (notice(Tone::Warn, "Rutinen saknas", &html! { p { "Anordnaren lämnar den under Klagomål i sin egen vy. Be dem göra det." } }))
        }
        (now(&of.base, &of.record, of.today))
        @if of.assesses && stands != Standing::Missing { (assess_form(of, stands, (typed, faults))) }
        (before(&of.base, &of.record))
    }
}

fn assess_form(of: &Authority, stands: Standing, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| fault_at(faults, name);
    let answers = Answer::ALL.iter().map(|one| Choice::new(one.slug(), words::answer(*one)));
    let answers: Vec<Choice<'_>> = answers.collect();
    let routine = of.record.newest().map_or(0, |newest| newest.number);
    let said = of.record.assessments.first().map_or(0, |last| last.number);
    // What was said last stands in the form, to be said again or otherwise.
    let last = of.record.of_newest();
    let was =
        |criterion: &Criterion| last.and_then(|last| last.judged.iter().find(|judged| judged.slug == criterion.slug));
    let value = |name: &str, was: &str| {
        let typed = typed.get(name);
        if typed.is_empty() && faults.is_empty() { was.to_owned() } else { typed.to_owned() }
    };
    html! {
        details.panel open[stands.asks_authority() || !faults.is_empty()] {
            summary { @if last.is_some() { "Bedöm den på nytt" } @else { "Bedöm rutinen" } }
            (ui::form(&of.base, &html! {
                (hidden("version", &routine.to_string()))
                (hidden("nr", &said.to_string()))
                @for criterion in &of.criteria {
                    @let (field, comment) = (answer_field(criterion), comment_field(criterion));
                    @let before = was(criterion);
                    (radios(&Field::new(field.clone(), criterion.title.as_str()).help(criterion.help.as_str()).value(value(&field, before.map_or("", |judged| judged.answer.slug()))).fault(fault(&field)), &answers))
                    (textarea(&Field::new(comment.clone(), format!("Kommentar: {}", criterion.title)).help("Behövs när svaret är delvis eller nej. Anordnaren läser den.").value(value(&comment, before.map_or("", |judged| judged.comment.as_str()))).fault(fault(&comment)), 3, Some(LONGEST)))
                }
                (date_input(&Field::new("genomgang", "När ska den gås igenom igen?").value(value("genomgang", "")).fault(fault("genomgang"))))
                div.actions { (Button::primary("Spara bedömningen")) }
            }))
        }
    }
}
