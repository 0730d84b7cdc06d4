//! The case, as whoever has the code sees it.

use domain::cases::{Action, Happening, Next, Party, Place, Shown, StateName, Verdict, actions};
use maud::{Markup, html};
use ui::{Button, Choice, Field, file_upload_saying, radios, text_input, textarea};

use super::draft::Wrong;
use super::lang::Tongue;
use super::notice;
use super::pages_case::CODE;
use super::unsent::Typed;
use super::view::{problems, words};
use crate::cases::files::{self, ACCEPT, AT_ONCE};
use crate::cases::{Document, Dossier, Line};

/// What the page knows.
#[derive(Debug)]
pub struct Told {
    /// The case.
    pub dossier: Dossier,
    /// The words of its lines, where they are shown.
    pub words: Vec<Option<String>>,
    /// What is next.
    pub next: Option<Next>,
    /// The files of lines that are shown.
    pub files: Vec<Document>,
    /// What the authority that has it is called.
    pub authority: String,
    /// Whether an address for notices is kept; nothing where no letters are sent.
    pub notice: Option<bool>,
}

/// Asks for the code.
pub fn ask(tongue: Tongue, (typed, wrong): (&str, Option<Wrong>), kept: Option<&Typed>) -> Markup {
    let say = |id: &str| tongue.say(id);
    let fault = wrong.as_ref().map(|wrong| words(tongue, wrong));
    html! {
        (problems(tongue, wrong.as_slice()))
        h1 { (say("code-title")) }
        @if let Some(kept) = kept {
            p { strong { (say("case-not-open")) } }
            p.said dir="auto" { (kept.text) }
        }
        form.form method="post" action={ "/arende/" (tongue.tag) } novalidate autocomplete="off" {
            (text_input(&Field::new("kod", say("code-label")).help(say("code-help")).value(typed).spellcheck(false).autocomplete("off").fault(fault).fault_word(say("fault"))))
            div.actions { (Button::primary(say("code-open"))) }
        }
    }
}

/// Where it stands. Of what was answered once and has changed hands since it is told who has it and no more: that nobody has answered
/// would be wrong, and so would that somebody has taken it up.
const fn state_words(state: StateName, answered: bool) -> Option<&'static str> {
    match state {
        StateName::Received if answered => None,
        StateName::Received => Some("case-state-received"),
        StateName::Handled => Some("case-state-handled"),
        StateName::Answered => Some("case-state-answered"),
        StateName::Closed => Some("case-state-closed"),
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
        Happening::Said { verdict } => {
            let said = match verdict {
                Verdict::Yes => "case-said-yes",
                Verdict::Partly => "case-said-partly",
                Verdict::No => "case-said-no",
            };
            Some(format!("{}: {}", tongue.say("event-said"), tongue.say(said)))
        }
        Happening::Escalated => say("event-escalated"),
        Happening::HandedDown => say("event-handed-down"),
        Happening::Kept => say("event-kept"),
        Happening::Joined => say("event-joined"),
        Happening::Moved { authority, .. } => Some(tongue.say_of("event-moved", &[("to", authority)])),
        Happening::CameFrom { authority, .. } => Some(tongue.say_of("event-came", &[("from", authority)])),
        Happening::Reopened => say("event-reopened"),
        Happening::BecameAbuse => say("event-became-abuse"),
        Happening::Noted
        | Happening::Classified { .. }
        | Happening::Worded
        | Happening::Linked { .. }
        | Happening::Unlinked { .. }
        | Happening::Assigned
        | Happening::Located { .. }
        | Happening::ReadIn(_) => None,
    }
}

fn line(tongue: Tongue, line: &Line, said: Option<&str>, files: &[Document]) -> Markup {
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
                (file_list(tongue, line.number, files))
            }
        }
    }
}

/// The files of a line, to be fetched.
fn file_list(tongue: Tongue, line: i64, files: &[Document]) -> Markup {
    let own: Vec<&Document> = files.iter().filter(|file| file.entry == line).collect();
    let title = |file: &Document| tongue.say_of("files-number", &[("number", &(file.number + 1).to_string())]);
    html! {
        @if !own.is_empty() {
            ul.files role="list" {
                @for file in own {
                    li { a href={ "/arende/" (tongue.tag) "/fil/" (file.number) } download {
                        (title(file)) " " span.file-kind dir="ltr" { "(" (files::ending(&file.media_type).to_uppercase()) ")" }
                    } }
                }
            }
        }
    }
}

/// Asks for pictures and files.
pub fn add_files(tongue: Tongue, wrong: &[Wrong], limit: usize) -> Markup {
    let fault = wrong.iter().find(|one| one.field == "filer").map(|one| words(tongue, one));
    let size = (limit >> 20).max(1).to_string();
    let help = tongue.say_of("files-help", &[("count", &AT_ONCE.to_string()), ("size", &size)]);
    let choose = tongue.say("files-choose");
    html! {
        form method="post" action={ "/arende/" (tongue.tag) "/filer" } enctype="multipart/form-data" novalidate {
            (file_upload_saying(&Field::new("filer", choose.clone()).help(help).fault(fault).fault_word(tongue.say("fault")), ACCEPT, true, &choose))
            div.actions { (Button::primary(tongue.say("files-send"))) }
        }
    }
}

/// The case.
pub fn case(tongue: Tongue, told: &Told, (wrong, typed): (&[Wrong], &Typed), limit: usize) -> Markup {
    let say = |id: &str| tongue.say(id);
    let case = &told.dossier.case;
    let number = told.dossier.filed.number.to_string();
    let state = state_words(case.state, case.first_answered.is_some()).map(say).unwrap_or_default();
    html! {
        (problems(tongue, wrong))
        h1 { (tongue.say_of("case-title", &[("number", &number)])) }
        // Where another authority has it the code opens it there.
        @if case.moved {
            p { strong { (state) } }
            p { a href={ "/arende/" (tongue.tag) } { (say("code-title")) } }
        } @else {
            p { strong { (state) } " " (say(place_words(case.place)))
                @if case.place == Place::Authority { " " span.quiet dir="auto" { "(" (told.authority) ")" } } }
        }
        @if let Some(next) = told.next {
            p { (tongue.say_of("case-next", &[("day", &tongue.day(next.day))])) }
        }
        h2 { (say("case-timeline")) }
        ol.said-lines role="list" {
            @for (one, said) in told.dossier.lines.iter().zip(&told.words) { (line(tongue, one, said.as_deref(), &told.files)) }
        }
        @let open = actions(case, &CODE);
        // What was written for something that cannot be done any more.
        @if !typed.text.is_empty() && !open.iter().any(|action| field_of(*action) == Some(typed.field.as_str())) {
            p #f-text { strong { (say("case-changed")) } }
            p.said dir="auto" { (typed.text) }
        }
        @for action in &open { (form(tongue, *action, (wrong, typed))) }
        @if open.contains(&Action::Write) {
            details.panel open[wrong.iter().any(|one| one.field == "filer")] {
                summary { (say("files-title")) }
                (add_files(tongue, wrong, limit))
            }
        }
        @if let Some(kept) = told.notice {
            @let fault = wrong.iter().find(|one| one.field == "brev").map(|one| words(tongue, one));
            (notice::panel(tongue, kept, fault))
        }
        form method="post" action={ "/arende/" (tongue.tag) "/stang" } {
            div.actions { (Button::secondary(say("case-close"))) }
        }
    }
}

fn form(tongue: Tongue, action: Action, (wrong, typed): (&[Wrong], &Typed)) -> Markup {
    let say = |id: &str| tongue.say(id);
    let fault = |field: &str| wrong.iter().find(|one| one.field == field).map(|one| words(tongue, one));
    let was = |field: &str| if typed.field == field { typed.text.clone() } else { String::new() };
    let text = |name: &'static str, label: String| {
        textarea(&Field::new(name, label).value(was(name)).fault(fault(name)).fault_word(say("fault")), 5, None)
    };
    let (path, heading, help, field, button) = match action {
        Action::Write => ("skriv", "case-write", None, text("text", say("what-text")), "case-write-send"),
        Action::Say => {
            let choices = [
                Choice::new(Verdict::Yes.slug(), say("case-said-yes")),
                Choice::new(Verdict::Partly.slug(), say("case-said-partly")),
                Choice::new(Verdict::No.slug(), say("case-said-no")),
            ];
            let field =
                radios(&Field::new("lost", say("case-said")).fault(fault("lost")).fault_word(say("fault")), &choices);
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
    let here = field_of(action);
    let stands = wrong.iter().any(|one| Some(one.field) == here)
        || (!typed.text.is_empty() && Some(typed.field.as_str()) == here);
    html! {
        details.panel open[stands] {
            summary { (say(heading)) }
            @if let Some(help) = help { p { (say(help)) } }
            form.form method="post" action={ "/arende/" (tongue.tag) "/" (path) } novalidate {
                (field)
                div.actions { (Button::primary(say(button))) }
            }
        }
    }
}

/// The field of the action's form.
const fn field_of(action: Action) -> Option<&'static str> {
    match action {
        Action::Write => Some("text"),
        Action::Say => Some("lost"),
        Action::Escalate => Some("varfor"),
        Action::Reopen => Some("igen"),
        _ => None,
    }
}
