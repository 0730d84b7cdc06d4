//! The forms: telling of something, and one for each thing that can be done in an investigation.

use domain::abuse::{Action, Finding, Form, Ground, Nature, Relation, Source, sv as words};
use domain::cases::{About, sv as case_words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Width, checkboxes, date_input, error_summary, radios, select, text_input, textarea};

use super::form::{self, Fault, LONGEST, slug};
use super::pages_report::Start;
use super::sv;
use super::view_one::Opened;

/// The form for telling of something.
pub(super) fn report(action: &str, start: &Start, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone());
    let field = |name: &'static str, label: &'static str, else_is: &str| {
        let value = if typed.has(name) { typed.get(name) } else { else_is };
        Field::new(name, label).value(value.to_owned()).fault(fault(name))
    };
    let units: Vec<Choice<'_>> =
        start.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
    let only = if let [(one, _)] = start.units.as_slice() { one.to_string() } else { String::new() };
    let sources =
        [Source::Student, Source::Staff, Source::Other].map(|one| Choice::new(one.slug(), words::source(one)));
    let abouts = About::ALL.iter().map(|one| match one {
        About::Others => Choice::new(one.slug(), "En elev, en lärare eller någon annan"),
        About::Rektor => Choice::new(one.slug(), "Rektorn").help("Då utreder ledningen, och rektorn ser inte anmälan."),
        About::Officer => Choice::new(one.slug(), "Någon på kommunen som arbetar med klagomål")
            .help("Då bestämmer processägaren vem som har hand om den."),
    });
    let abouts: Vec<Choice<'_>> = abouts.collect();
    let learnt = start.case.as_ref().map(|case| swedish::day(case.received)).unwrap_or_default();
    let about = start.case.as_ref().map_or("", |case| case.about.slug());
    let said = start.case.as_ref().map_or("", |case| case.said.as_str());
    html! {
        (error_summary(faults))
        h1 { (sv::REPORT) }
        p.lead { "Det räcker att en elev anser sig utsatt. Du ska inte bedöma om det stämmer, och det spelar ingen roll hur allvarligt det verkar." }
        p { "När du anmäler får den som ska ha hand om det på skolan och kommunens kontaktrektor veta det på en gång, och en anmälan till nämnden skrivs. Den som pekas ut får inte veta." }
        @if let Some(case) = &start.case {
            p { "Ur: " (case.title) ". Klagomålet finns kvar och besvaras som vanligt." }
        }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", typed.get("nyckel")))
            @if let Some(case) = &start.case { (ui::hidden("arende", &case.id.to_string())) }
            (textarea(&field("text", "Vad har hänt?", said).help("Vad eleven säger, när och var. Med elevens ord så långt det går.").required(), 6, Some(LONGEST)))
            (text_input(&field("vem", "Vilka gäller det?", "").help("Namn eller hur ni vet vilka det är. Läses bara av dem som har hand om utredningen.").optional().autocomplete("off")))
            @if start.case.is_none() {
                (select(&field("enhet", "Enhet", &only).required(), &units))
                (radios(&field("kalla", "Hur fick skolan veta det?", ""), &sources))
            }
            (date_input(&field("kannedom", "Dagen då någon på skolan fick veta det", &learnt).help("Tiden räknas från den dagen. Lämna tomt för i dag.")))
            (radios(&field("galler", "Vem pekas ut?", about).help("Den som pekas ut ska inte ha hand om utredningen."), &abouts))
            div.actions { (Button::primary("Anmäl")) }
        }))
    }
}

/// The form of one action.
pub(super) fn panel(base: &str, of: &Opened, action: Action, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let start = format!("{}-", slug(action));
    let wrong = faults.iter().any(|(field, _)| field.starts_with(&start));
    let open = wrong || (faults.is_empty() && of.is_next(action));
    html! {
        details.panel open[open] {
            summary { (words::action(action)) }
            p.quiet { (sv::help(action)) }
            (ui::form(&format!("{base}/{}", slug(action)), &html! {
                (ui::hidden(form::READ, &of.dossier.lines.len().to_string()))
                (fields(of, action, (typed, faults)))
                div.actions { (Button::primary(words::action(action))) }
            }))
        }
    }
}

fn fields(of: &Opened, action: Action, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let name = |field: &str| format!("{}-{field}", slug(action));
    let fault = |field: &str| faults.iter().find(|(known, _)| *known == name(field)).map(|(_, fault)| fault.clone());
    let field = |part: &'static str, label: &'static str| {
        Field::new(name(part), label).value(typed.get(&name(part)).to_owned()).fault(fault(part))
    };
    let stands = &of.dossier.stands;
    html! {
        @match action {
            Action::Describe => (described(of, (typed, faults))),
            Action::Assess => {
                @let findings: Vec<Choice<'_>> = Finding::ALL.iter().map(|one| Choice::new(one.slug(), words::finding(*one))).collect();
                (radios(&field("val", "Vad kom utredningen fram till?"), &findings))
            }
            Action::Do => {
                @let open: Vec<Choice<'_>> = of.measures().filter(|(measure, _)| measure.done.is_none())
                    .map(|(measure, said)| Choice::new(measure.number.to_string(), format!("{}. {}", measure.number, first_line(&said.text)))).collect();
                (radios(&field("val", "Vilken åtgärd?"), &open))
            }
            Action::FollowUp => (ui::yes_no(&field("val", "Har det upphört?"))),
            Action::NotifyBoard => (text_input(&field("diarienummer", "Diarienummer").width(Width::Medium).required().autocomplete("off"))),
            Action::Assign => {
                @let people: Vec<Choice<'_>> = of.handlers.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
                (select(&field("val", "Vem handlägger?"), &people))
            }
            _ => {}
        }
        @if form::names(action) { (text_input(&field("vem", sv::who(action)).required().autocomplete("off"))) }
        @if let Some(needed) = form::words(action) {
            @let text = field("text", sv::text(action));
            // The draft stands there until something else is written.
            @let text = if action == Action::NotifyBoard && !typed.has(&name("text")) { text.value(of.draft.clone()) } else { text };
            (textarea(&if needed { text.required() } else { text.optional() }, if action == Action::NotifyBoard { 14 } else { 5 }, Some(LONGEST)))
        }
        @if action == Action::CorrectLearnt {
            (date_input(&field("kannedom", "Dagen då någon på skolan fick veta det").required()
                .help(format!("Nu står {}.", swedish::day(stands.learnt())))))
            @if fault(form::ANOTHER_YEAR).is_some() || typed.has(&name(form::ANOTHER_YEAR)) {
                (ui::checkbox(&field(form::ANOTHER_YEAR, "Dagen är rätt, och utredningen ska stå i det årets redovisning")))
            }
        }
        @if action == Action::Decide { (date_input(&field("senast", "Klar senast").required())) }
        @if form::dated(action) {
            (date_input(&field("dag", "Dagen det skedde").optional().help(format!("Lämna tomt för i dag, {}. Tidigast {}.", swedish::day(of.today), swedish::day(stands.learnt())))))
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(80).collect()
}

fn described(of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let stands = &of.dossier.stands;
    let name = |field: &str| format!("{}-{field}", slug(Action::Describe));
    let fault = |field: &str| faults.iter().find(|(known, _)| *known == name(field)).map(|(_, fault)| fault.clone());
    // What was said before stands chosen, until the form has been sent.
    let sent = typed.iter().next().is_some();
    let one = |part: &'static str, label: &'static str, was: Option<&str>| {
        let value = if sent { typed.get(&name(part)) } else { was.unwrap_or_default() };
        Field::new(name(part), label).value(value.to_owned()).fault(fault(part))
    };
    let has = |part: &str, slug: &str, was: bool| {
        if sent { typed.all(&name(part)).iter().any(|one| one == slug) } else { was }
    };
    let natures: Vec<Choice<'_>> = Nature::ALL.iter().map(|one| Choice::new(one.slug(), words::nature(*one))).collect();
    let forms: Vec<Choice<'_>> = Form::ALL
        .iter()
        .map(|one| {
            Choice::new(one.slug(), words::form(*one)).checked(has("form", one.slug(), stands.forms.contains(one)))
        })
        .collect();
    let relations: Vec<Choice<'_>> =
        Relation::ALL.iter().map(|one| Choice::new(one.slug(), words::relation(*one))).collect();
    let grounds: Vec<Choice<'_>> = Ground::ALL
        .iter()
        .map(|one| {
            Choice::new(one.slug(), words::ground(*one)).checked(has("grund", one.slug(), stands.grounds.contains(one)))
        })
        .collect();
    html! {
        (radios(&one("slag", "Vad sägs det vara?", stands.nature.map(Nature::slug)), &natures))
        (checkboxes(&Field::new(name("form"), "I vilken form?").fault(fault("form")), &forms))
        (radios(&one("mellan", "Mellan vilka?", stands.relation.map(Relation::slug)), &relations))
        (checkboxes(&Field::new(name("grund"), "Diskrimineringsgrund").help("Vid trakasserier och annan diskriminering.").fault(fault("grund")), &grounds))
    }
}

/// Whom it is about, in words.
pub(super) const fn about(about: About) -> &'static str {
    match about {
        About::Others => "En elev, en lärare eller någon annan",
        _ => case_words::about(about),
    }
}
