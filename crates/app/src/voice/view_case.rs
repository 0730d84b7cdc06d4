//! The case, as whoever has the code sees it.

use domain::cases::{Action, Happening, Next, Party, Place, Shown, StateName, Verdict, actions};
use maud::{Markup, html};
use ui::{Button, Choice, Field, radios, text_input, textarea};

use super::draft::Wrong;
use super::lang::Tongue;
use super::notice;
use super::pages_case::CODE;
use super::view::{problems, words};
use crate::cases::{Dossier, Line};

/// What the page knows.
#[derive(Debug)]
pub struct Told {
    /// The case.
    pub dossier: Dossier,
    /// The words of its lines, where they are shown.
    pub words: Vec<Option<String>>,
    /// What is next.
    pub next: Option<Next>,
    /// Whether an address for notices is kept; nothing where no letters are sent.
    pub notice: Option<bool>,
}

/// Asks for the code.
pub fn ask(tongue: Tongue, typed: &str, wrong: Option<Wrong>) -> Markup {
    let say = |id: &str| tongue.say(id);
    let fault = wrong.as_ref().map(|wrong| words(tongue, wrong));
    html! {
        (problems(tongue, wrong.as_slice()))
        h1 { (say("code-title")) }
        form method="post" action={ "/arende/" (tongue.tag) } novalidate autocomplete="off" {
            (text_input(&Field::new("kod", say("code-label")).help(say("code-help")).value(typed).spellcheck(false).autocomplete("off").fault(fault)))
            div.actions { (Button::primary(say("code-open"))) }
        }
    }
}

const fn state_words(state: StateName) -> &'static str {
    match state {
        StateName::Received => "case-state-received",
        StateName::Handled => "case-state-handled",
        StateName::Answered => "case-state-answered",
        StateName::Closed => "case-state-closed",
    }
}

const fn place_words(place: Place) -> &'static str {
    match place {
        Place::School => "case-place-school",
        Place::Authority => "case-place-authority",
        Place::Shared => "case-place-shared",
    }
}

/// What happened, in the language; nothing for what is not shown to who has the code.
fn happened(tongue: Tongue, happening: &Happening) -> Option<String> {
    let say = |id: &str| Some(tongue.say(id));
    let until = |id: &str, day| Some(tongue.say_of(id, &[("day", &tongue.day(day))]));
    match happening {
        Happening::Opened(_) => say("event-opened"),
        Happening::Acknowledged => say("event-acknowledged"),
        Happening::Asked => say("event-asked"),
        Happening::Wrote => say("event-wrote"),
        Happening::Acted { .. } => say("event-acted"),
        Happening::Answered => say("event-answered"),
        Happening::Stopped { look, .. } => until("event-stopped", *look),
        Happening::Started => say("event-started"),
        Happening::Extended { to } => until("event-extended", *to),
        Happening::Closed { .. } => say("event-closed"),
        Happening::Said { .. } => say("event-said"),
        Happening::Escalated => say("event-escalated"),
        Happening::HandedDown => say("event-handed-down"),
        Happening::Kept => say("event-kept"),
        Happening::Joined => say("event-joined"),
        Happening::Reopened => say("event-reopened"),
        Happening::BecameAbuse => say("event-became-abuse"),
        Happening::Noted
        | Happening::Classified { .. }
        | Happening::Worded
        | Happening::Linked
        | Happening::Assigned => None,
    }
}

fn line(tongue: Tongue, line: &Line, said: Option<&str>) -> Markup {
    let who = match line.entry.by {
        Party::Complainant => "case-you",
        Party::School => "case-school",
        Party::Authority => "case-authority",
    };
    let shown = line.entry.shown_to(Party::Complainant) != Shown::Not;
    let happened = happened(tongue, &line.entry.happening).filter(|_| shown);
    html! {
        @if let Some(happened) = happened {
            li {
                p { strong { (tongue.say(who)) } " " (happened) " " span.quiet { (tongue.day(line.entry.day)) } }
                @if let Some(said) = said { p.said dir="auto" { (said) } }
            }
        }
    }
}

/// The case.
pub fn case(tongue: Tongue, told: &Told, (wrong, typed): (&[Wrong], &str)) -> Markup {
    let say = |id: &str| tongue.say(id);
    let case = &told.dossier.case;
    let number = told.dossier.filed.number.to_string();
    html! {
        (problems(tongue, wrong))
        h1 { (tongue.say_of("case-title", &[("number", &number)])) }
        p { strong { (say(state_words(case.state))) } " " (say(place_words(case.place))) }
        @if let Some(next) = told.next {
            p { (tongue.say_of("case-next", &[("day", &tongue.day(next.day))])) }
        }
        h2 { (say("case-timeline")) }
        ol.said-lines role="list" {
            @for (one, said) in told.dossier.lines.iter().zip(&told.words) { (line(tongue, one, said.as_deref())) }
        }
        @for action in actions(case, &CODE) { (form(tongue, action, (wrong, typed))) }
        @if let Some(kept) = told.notice {
            @let fault = wrong.iter().find(|one| one.field == "brev").map(|one| words(tongue, one));
            (notice::panel(tongue, kept, fault))
        }
        form method="post" action={ "/arende/" (tongue.tag) "/stang" } {
            div.actions { (Button::secondary(say("case-close"))) }
        }
    }
}

fn form(tongue: Tongue, action: Action, (wrong, typed): (&[Wrong], &str)) -> Markup {
    let say = |id: &str| tongue.say(id);
    let fault = |field: &str| wrong.iter().find(|one| one.field == field).map(|one| words(tongue, one));
    let was = |field: &str| if fault(field).is_some() { typed.to_owned() } else { String::new() };
    let text = |name: &'static str, label: String| {
        textarea(&Field::new(name, label).value(was(name)).fault(fault(name)), 5, None)
    };
    let (path, heading, help, field, button) = match action {
        Action::Write => ("skriv", "case-write", None, text("text", say("what-text")), "case-write-send"),
        Action::Say => {
            let choices = [
                Choice::new(Verdict::Yes.slug(), say("case-said-yes")),
                Choice::new(Verdict::Partly.slug(), say("case-said-partly")),
                Choice::new(Verdict::No.slug(), say("case-said-no")),
            ];
            let field = radios(&Field::new("lost", say("case-said")).fault(fault("lost")), &choices);
            ("sag", "case-said", None, field, "case-write-send")
        }
        Action::Escalate => (
            "vidare",
            "case-escalate",
            Some("case-escalate-help"),
            text("varfor", say("case-escalate-why")),
            "case-escalate",
        ),
        Action::Reopen => ("ta-upp", "case-reopen", None, text("igen", say("case-escalate-why")), "case-reopen"),
        _ => return html! {},
    };
    html! {
        details.panel open[fault_of(path, wrong)] {
            summary { (say(heading)) }
            @if let Some(help) = help { p { (say(help)) } }
            form method="post" action={ "/arende/" (tongue.tag) "/" (path) } novalidate {
                (field)
                div.actions { (Button::primary(say(button))) }
            }
        }
    }
}

/// Whether the fault is in that form.
fn fault_of(path: &str, wrong: &[Wrong]) -> bool {
    let field = match path {
        "skriv" => "text",
        "sag" => "lost",
        "vidare" => "varfor",
        _ => "igen",
    };
    wrong.iter().any(|one| one.field == field)
}
