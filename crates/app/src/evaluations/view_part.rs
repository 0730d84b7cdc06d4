//! One provider's part, at the one that leads.

use domain::evaluations::{
    Criterion, Finding, FindingKind, Grade, Outcome, PartHappening, PartState, PartStep, REPLY_DAYS, StateName,
    part_why_not, sv as words,
};
use kernel::holidays::plus_working_days;
use kernel::id::kind::Person;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Choice, checkboxes, date_input, radios, select, textarea};

use super::form::{CRITERION, Fault, LONGEST, NUMBER};
use super::model::{Kept, KeptPart};
use super::view_form::Forms;
use super::{form_part, sv, view, view_sheet};

/// Who can go on visits.
type People = [(Id<Person>, String)];

struct Page<'p> {
    forms: Forms<'p>,
    kept: &'p Kept,
    part: &'p KeptPart,
    people: &'p People,
    today: Day,
}

impl Page<'_> {
    fn can(&self, step: PartStep) -> bool {
        let is_open = self.kept.stands.state == StateName::Open;
        part_why_not(&self.part.stands, step, (self.today, is_open)).is_none()
    }
    fn panel(&self, step: PartStep, open: bool, fields: &Markup) -> Markup {
        self.forms.panel((step.slug(), step.slug(), words::part_step(step)), open, &[], fields)
    }
    fn names(&self, of: &[Id<Person>]) -> String {
        let name = |id: &Id<Person>| self.people.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str());
        swedish::list(&of.iter().filter_map(name).collect::<Vec<_>>())
    }
}

/// The page.
pub(super) fn page(
    base: &str,
    (kept, part): (&Kept, &KeptPart),
    (people, today): (&People, Day),
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let own = format!("{base}/anordnare/{}", part.organisation);
    let forms = Forms { base: &own, read: part.lines.len(), typed, faults };
    let at = Page { forms, kept, part, people, today };
    let stands = &part.stands;
    html! {
        (ui::error_summary(faults))
        h1 { (part.name) }
        p { (view::part_sign(stands.state)) " " (kept.authorities_of(part.organisation).join(", ")) }
        @if stands.state == PartState::Ended && let Some(line) = stands.ended { p.said dir="auto" { (part.said(line).text) } }
        (visits(&at))
        (next(&at))
        @for (number, one) in kept.stands.criteria.iter().enumerate() {
            @if number == 0 || kept.stands.criteria[number - 1].area != one.area { h2 { (one.area) } }
            (criterion(&at, one))
        }
        @if at.can(PartStep::Find) {
            @let start = PartStep::Find.slug();
            (at.panel(PartStep::Find, false, &found_fields(&at, start, None)))
        }
        (answers(&at))
        @if at.can(PartStep::End) || at.can(PartStep::Reopen) { h2.no-print { "Mer" } }
        @for step in [PartStep::End, PartStep::Reopen] {
            @if at.can(step) { (at.panel(step, false, &textarea(&at.forms.field(step.slug(), "text", "Varför?", "").help("Huvudmännen läser det."), 3, Some(LONGEST)))) }
        }
        (history(&at))
    }
}

fn plan(at: &Page<'_>, step: PartStep, visit: Option<&(Day, Vec<Id<Person>>)>) -> Markup {
    let start = step.slug();
    let ids: Vec<(String, &str)> = at.people.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let goes = |id: &str| visit.is_some_and(|(_, people)| people.iter().any(|one| one.to_string() == id));
    let choices: Vec<Choice<'_>> = ids
        .iter()
        .map(|(id, name)| {
            Choice::new(id.as_str(), *name).checked(at.forms.is_ticked((start, "utvarderare"), id, goes(id)))
        })
        .collect();
    html! {
        (date_input(&at.forms.field(start, "dag", "Vilken dag?", visit.map(|(on, _)| on.to_string()).unwrap_or_default())))
        (checkboxes(&at.forms.field(start, "utvarderare", "Vilka åker dit?", ""), &choices))
    }
}

fn visits(at: &Page<'_>) -> Markup {
    let stands = &at.part.stands;
    let told = |visit: &(Day, Vec<Id<Person>>)| html! { (swedish::day(visit.0)) ", " (at.names(&visit.1)) };
    let mut pairs = Vec::new();
    if let Some(visit) = &stands.visit {
        pairs.push(("Besök", told(visit)));
    }
    if let Some((_, until)) = stands.draft {
        pairs.push(("Anordnaren svarar senast", html! { (swedish::day(until)) }));
    }
    if let Some(visit) = &stands.again {
        pairs.push(("Återbesök", told(visit)));
    }
    html! {
        @if !pairs.is_empty() { (ui::key_values(&pairs)) }
        @if at.can(PartStep::Plan) { (at.panel(PartStep::Plan, stands.visit.is_none(), &plan(at, PartStep::Plan, stands.visit.as_ref()))) }
        @if at.can(PartStep::Return) { (at.panel(PartStep::Return, stands.again.is_none(), &plan(at, PartStep::Return, stands.again.as_ref()))) }
    }
}

/// What takes the part on: sending, taking back, settling.
fn next(at: &Page<'_>) -> Markup {
    let stands = &at.part.stands;
    let button = |step: PartStep| at.forms.button((step.slug(), words::part_step(step)), "", &[]);
    let judges = matches!(stands.state, PartState::Planned | PartState::Answered);
    html! {
        @if judges && stands.grades_left() > 0 { p.quiet { (sv::of(stands.grades_left(), stands.criteria.len())) " kriterier saknar omdöme. När alla har ett går utkastet att skicka." } }
        @if stands.state == PartState::Returning && stands.outcomes_left() > 0 {
            p.quiet { (stands.outcomes_left()) " av bristerna från första besöket saknar utfall. När alla har ett går återbesöket att fastställa." }
        }
        @if at.can(PartStep::Send) {
            @let until = plus_working_days(at.today, REPLY_DAYS).to_string();
            (at.panel(PartStep::Send, false, &date_input(&at.forms.field(PartStep::Send.slug(), "dag", "Anordnaren svarar senast", until).help(sv::reply_help()))))
        }
        @for step in [PartStep::Recall, PartStep::Settle, PartStep::Finish] {
            @if at.can(step) { p.no-print { (button(step)) } }
        }
    }
}

fn graded(at: &Page<'_>, (step, start): (PartStep, &str), of: &Criterion, line: Option<(Grade, usize)>) -> Markup {
    let choices: Vec<Choice<'_>> = Grade::ALL
        .iter()
        .filter(|one| step != PartStep::Regrade || **one != Grade::NotAssessed)
        .map(|one| Choice::new(one.slug(), words::grade(*one)).help(words::grade_help(*one)))
        .collect();
    let said = line.map(|(_, line)| at.part.said(line)).unwrap_or_default();
    let value = line.map(|(grade, _)| grade.slug()).unwrap_or_default();
    let fields = html! {
        (radios(&at.forms.field(start, "omdome", "Omdöme", value), &choices))
        (textarea(&at.forms.field(start, "text", "Bedömning", said.text).help("Skriv inga uppgifter om enskilda elever."), 4, Some(LONGEST)))
        (textarea(&at.forms.field(start, "visar", "Vad visar det?", said.evidence).help("Det ni har läst, sett eller hört, så att den som läser kan följa omdömet.").optional(), 3, Some(LONGEST)))
    };
    let label = format!("{}: {}", words::part_step(step), of.title);
    at.forms.panel((step.slug(), start, &label), false, &[(CRITERION, &of.slug)], &fields)
}

fn criterion(at: &Page<'_>, of: &Criterion) -> Markup {
    let stands = &at.part.stands;
    let told = |grade: Grade, line: usize| {
        let said = at.part.said(line);
        html! {
            p { (view_sheet::grade(grade)) }
            p.said dir="auto" { (said.text) }
            @if !said.evidence.is_empty() { p.said dir="auto" { strong { "Visar sig i: " } (said.evidence) } }
        }
    };
    let first = stands.judged.get(&of.slug).map(|one| (one.grade, one.line));
    let again = stands.regraded.get(&of.slug).map(|one| (one.grade, one.line));
    html! {
        section.box {
            h3 { (of.title) }
            p.quiet { (of.looks) @if !of.law.is_empty() { " " span.small { (of.law) } } }
            @match first {
                Some((grade, line)) => { (told(grade, line)) }
                None => { p.quiet { "Inget omdöme än." } }
            }
            @if let Some((grade, line)) = again { h4 { "Efter återbesöket" } (told(grade, line)) }
            @if at.can(PartStep::Judge) { (graded(at, (PartStep::Judge, &form_part::start(PartStep::Judge, (&of.slug, 0))), of, first)) }
            @if at.can(PartStep::Regrade) { (graded(at, (PartStep::Regrade, &form_part::start(PartStep::Regrade, (&of.slug, 0))), of, again)) }
            @for one in stands.found().filter(|one| one.criterion == of.slug) { (finding(at, one)) }
        }
    }
}

fn found_fields(at: &Page<'_>, start: &str, of: Option<&Finding>) -> Markup {
    let kinds: Vec<Choice<'_>> =
        FindingKind::ALL.iter().map(|one| Choice::new(one.slug(), words::finding(*one))).collect();
    let mut criteria = vec![Choice::new("", "Välj")];
    criteria.extend(at.kept.stands.criteria.iter().map(|one| Choice::new(one.slug.as_str(), one.title.as_str())));
    let text = of.map(|of| at.part.said(of.line).text).unwrap_or_default();
    html! {
        (radios(&at.forms.field(start, "slag", "Vad är det?", of.map(|of| of.kind.slug()).unwrap_or_default()), &kinds))
        (select(&at.forms.field(start, "kriterium", "Vilket kriterium hör det till?", of.map(|of| of.criterion.clone()).unwrap_or_default()), &criteria))
        (textarea(&at.forms.field(start, "text", "Vad fann ni?", text).help("Bristerna följs upp en och en vid återbesöket. Skriv inga uppgifter om enskilda elever."), 4, Some(LONGEST)))
    }
}

fn finding(at: &Page<'_>, of: &Finding) -> Markup {
    let number = of.number.to_string();
    let about = [(NUMBER, number.as_str())];
    let start = |step: PartStep| form_part::start(step, ("", of.number));
    html! {
        div.box id={ "iakttagelse-" (of.number) } {
            p { (view_sheet::finding(of.kind)) " nr " (of.number) }
            p.said dir="auto" { (at.part.said(of.line).text) }
            @if let Some((outcome, line)) = of.outcome {
                @let said = at.part.said(line);
                p { "Vid återbesöket: " (view_sheet::outcome(outcome)) }
                p.said dir="auto" { (said.text) }
                @if !said.evidence.is_empty() { p.said dir="auto" { strong { "Visar sig i: " } (said.evidence) } }
            }
            @if at.can(PartStep::Amend) {
                @let start = start(PartStep::Amend);
                (at.forms.panel((PartStep::Amend.slug(), &start, &format!("Ändra nr {number}")), false, &about, &found_fields(at, &start, Some(of))))
                (at.forms.button((PartStep::Strike.slug(), &format!("Stryk nr {number}")), "", &about))
            }
            @if of.is_followed() && at.can(PartStep::Follow) { (follow(at, of, &start(PartStep::Follow), &about)) }
        }
    }
}

fn follow(at: &Page<'_>, of: &Finding, start: &str, about: &[(&str, &str)]) -> Markup {
    let choices: Vec<Choice<'_>> =
        Outcome::ALL.iter().map(|one| Choice::new(one.slug(), words::outcome(*one))).collect();
    let said = of.outcome.map(|(_, line)| at.part.said(line)).unwrap_or_default();
    let value = of.outcome.map(|(outcome, _)| outcome.slug()).unwrap_or_default();
    let fields = html! {
        (radios(&at.forms.field(start, "utfall", "Vad har hänt med bristen?", value), &choices))
        (textarea(&at.forms.field(start, "text", "Bedömning", said.text).help("För en brist som inte är granskad: varför."), 4, Some(LONGEST)))
        (textarea(&at.forms.field(start, "visar", "Vad visar det?", said.evidence).optional(), 3, Some(LONGEST)))
    };
    let label = format!("Utfall för brist nr {}", of.number);
    at.forms.panel((PartStep::Follow.slug(), start, &label), of.outcome.is_none(), about, &fields)
}

fn answers(at: &Page<'_>) -> Markup {
    let stands = &at.part.stands;
    let through = |id| at.kept.stands.asked.iter().find(|one| one.authority == id).map_or("", |one| one.name.as_str());
    html! {
        @if stands.draft.is_some() {
            h2 { "Anordnarens svar" }
            @if stands.answers.is_empty() { p.quiet { "Anordnaren har inte svarat." } }
            @for one in &stands.answers {
                @let line = at.part.lines.get(one.line);
                section.box {
                    (said(&at.part.said(one.line)))
                    p.quiet.small {
                        @if let Some(line) = line { (line.person_name) ", " (swedish::day(line.day)) ", " }
                        "genom " (through(one.authority))
                        @if Some(one.draft) != stands.draft.map(|(line, _)| line) { ", om ett tidigare utkast" }
                    }
                }
            }
        }
    }
}

/// What a provider says.
pub(super) fn said(of: &domain::evaluations::Said) -> Markup {
    html! {
        @if of.text.is_empty() && of.findings.is_empty() { p { "Anordnaren har inget att säga om utkastet." } }
        @if !of.text.is_empty() { p.said dir="auto" { (of.text) } }
        @for (number, text) in &of.findings { p.said dir="auto" { strong { "Om nr " (number) ": " } (text) } }
    }
}

fn history(at: &Page<'_>) -> Markup {
    let more = |happening: &PartHappening| match happening {
        PartHappening::Judged { criterion, grade } | PartHappening::Regraded { criterion, grade } => {
            let title = at.kept.stands.criterion(criterion).map_or("", |one| one.title.as_str());
            format!("{title}, {}", words::grade(*grade))
        }
        PartHappening::Found { finding, .. }
        | PartHappening::Amended { finding, .. }
        | PartHappening::Struck { finding }
        | PartHappening::Followed { finding, .. } => format!("nr {finding}"),
        _ => String::new(),
    };
    html! {
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in at.part.lines.iter().rev() {
                li {
                    @let more = more(&line.happening);
                    p { (words::happened(&line.happening)) @if !more.is_empty() { ": " (more) } }
                    p.quiet.small { (line.person_name) ", " (swedish::day(line.day)) }
                }
            }
        }
    }
}
