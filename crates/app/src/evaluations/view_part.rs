//! One provider's part, at the one that leads.

use domain::evaluations::{
    Criterion, Finding, FindingKind, Grade, Not, Outcome, Part, PartHappening, PartState, PartStep, REPLY_DAYS, Said,
    Subject, part_why_not, sv as words,
};
use kernel::holidays::plus_working_days;
use kernel::id::kind::{Person, Tenant};
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Tone, checkboxes, date_input, radios, select, textarea};

use super::form::{Fault, LONGEST, NUMBER, READ};
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
    /// The part as it was when what was typed was drawn.
    drawn: Part,
}

impl Page<'_> {
    fn can(&self, step: PartStep) -> bool {
        self.why_not(step).is_none()
    }
    fn why_not(&self, step: PartStep) -> Option<Not> {
        part_why_not(&self.part.stands, step, self.kept.around(self.today))
    }
    fn panel(&self, step: PartStep, open: bool, fields: &Markup) -> Markup {
        self.forms.panel((step.slug(), step.slug(), words::part_step(step)), open, &[], fields)
    }
    /// Everything that the step is about, in one form.
    fn many(&self, step: PartStep, content: &Markup) -> Markup {
        ui::form(
            &format!("{}/{}", self.forms.base, step.slug()),
            &html! { (ui::hidden(READ, &self.forms.read.to_string())) (content) },
        )
    }
    /// The fields of one thing in such a form, folded, with a button that saves all of them.
    fn one_of_many(
        &self,
        (step, about): (PartStep, form_part::About<'_>),
        (label, open): (&str, bool),
        fields: &dyn Fn(&OneOfMany<'_>) -> Markup,
    ) -> Markup {
        let (value, said) = form_part::stood(step, (self.part, &self.part.stands), about);
        let is_typed = !self.forms.faults.is_empty()
            && form_part::is_touched(step, self.forms.typed, (self.part, &self.drawn), about);
        let one = OneOfMany { forms: &self.forms, start: form_part::start(step, about), is_typed, value, said };
        let save = if step == PartStep::Follow { sv::SAVE_OUTCOMES } else { sv::SAVE_GRADES };
        html! {
            details.panel.no-print open[open || is_typed] {
                summary { (label) }
                (fields(&one))
                (ui::actions(&html! { (Button::primary(save)) }))
            }
        }
    }
    fn authority(&self, id: Id<Tenant>) -> &str {
        self.kept.stands.asked.iter().find(|one| one.authority == id).map_or("", |one| one.name.as_str())
    }
    fn names(&self, of: &[Id<Person>]) -> String {
        let name = |id: &Id<Person>| self.people.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str());
        swedish::list(&of.iter().filter_map(name).collect::<Vec<_>>())
    }
}

/// One criterion or one deficiency of a form of many.
struct OneOfMany<'p> {
    forms: &'p Forms<'p>,
    start: String,
    is_typed: bool,
    value: &'static str,
    said: Said,
}

impl OneOfMany<'_> {
    fn field(&self, part: &str, label: &'static str, or: &str) -> Field<'static> {
        let name = format!("{}-{part}", self.start);
        let value = if self.is_typed { self.forms.typed.get(&name).to_owned() } else { or.to_owned() };
        let fault = self.forms.faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        Field::new(name, label).value(value).fault(fault)
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
    let drawn = typed.get(READ).parse().map_or_else(|_| part.stands.clone(), |read| part.when(read));
    let at = Page { forms, kept, part, people, today, drawn };
    let stands = &part.stands;
    html! {
        (ui::error_summary(&summary(&at)))
        h1 { (part.name) }
        p { (view::part_sign(stands.state)) " " (kept.authorities_of(part.organisation).join(", ")) }
        @if stands.state == PartState::Ended && let Some(line) = stands.ended { p.said dir="auto" { (part.said(line).text) } }
        @if has_paper(stands) { (view_sheet::papers(&format!("{own}/papper"))) }
        (visits(&at))
        (next(&at))
        // The return visit is about what was found.
        @if at.can(PartStep::Follow) { (findings(&at)) (criteria(&at)) } @else { (criteria(&at)) (findings(&at)) }
        (answers(&at))
        @if at.can(PartStep::End) || at.can(PartStep::Reopen) { h2.no-print { "Mer" } }
        @for step in [PartStep::End, PartStep::Reopen] {
            @if at.can(step) { (at.panel(step, false, &textarea(&at.forms.field(step.slug(), "text", "Varför?", "").help("Anordnaren, huvudmännen och deras nämnder kan läsa det."), 3, Some(LONGEST)))) }
        }
        (history(&at))
    }
}

/// Whether there is something of the part to have on paper.
pub(super) fn has_paper(stands: &Part) -> bool {
    !stands.judged.is_empty() || stands.found().next().is_some()
}

/// The faults, each with what it is about: several things are one form.
fn summary(at: &Page<'_>) -> Vec<Fault> {
    let about = |name: &str| {
        let (start, _) = name.rsplit_once('-')?;
        let step = [PartStep::Judge, PartStep::Regrade].map(PartStep::slug);
        let slug = step.iter().find_map(|step| start.strip_prefix(step)?.strip_prefix('-'));
        let number = start.strip_prefix(PartStep::Follow.slug()).and_then(|rest| rest.strip_prefix('-'));
        match (slug, number) {
            (Some(slug), _) => at.kept.stands.criterion(slug).map(|one| one.title.clone()),
            (_, Some(number)) => Some(format!("Brist nr {number}")),
            _ => None,
        }
    };
    let told = |(name, fault): &Fault| {
        let text = about(name).map_or_else(|| fault.clone(), |about| format!("{about}: {fault}"));
        (name.clone(), text)
    };
    at.forms.faults.iter().map(told).collect()
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
        (date_input(&at.forms.field(start, "dag", "Vilken dag?", visit.map(|(on, _)| on.to_string()).unwrap_or_default()).help(sv::TOLD_OF)))
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
    let is_out = matches!(stands.state, PartState::WithProvider | PartState::Answered);
    if let Some((_, until)) = stands.draft.filter(|_| is_out) {
        pairs.push(("Anordnaren svarar senast", html! { (swedish::day(until)) }));
        let landed = html! {
            @match stands.landed { Some(on) => { (swedish::day(on)) }, None => { span.quiet { "Är på väg. Dagarna räknas bara om det kommer fram i tid." } } }
        };
        pairs.push(("Utkastet kom fram", landed));
    }
    if let Some(visit) = &stands.again {
        pairs.push(("Återbesök", told(visit)));
    }
    html! {
        @if !pairs.is_empty() { (ui::key_values(&pairs)) }
        @if at.can(PartStep::Plan) { (at.panel(PartStep::Plan, stands.visit.is_none(), &plan(at, PartStep::Plan, stands.visit.as_ref()))) }
        @if at.can(PartStep::Return) && stands.again.is_some() { p.quiet.no-print { (sv::ANOTHER_RETURN) } }
        @if at.can(PartStep::Return) { (at.panel(PartStep::Return, stands.again.is_none(), &plan(at, PartStep::Return, stands.again.as_ref()))) }
    }
}

/// What takes the part on: sending, taking back, settling.
fn next(at: &Page<'_>) -> Markup {
    let stands = &at.part.stands;
    let judges = matches!(stands.state, PartState::Planned | PartState::Answered);
    html! {
        @if judges && stands.visit.as_ref().is_some_and(|(on, _)| *on > at.today) { p.quiet { (sv::FROM_THE_DAY) } }
        @else if judges && stands.grades_left() > 0 { p.quiet { (sv::of(stands.grades_left(), stands.criteria.len())) " kriterier saknar omdöme. När alla har ett går utkastet att skicka." } }
        @if stands.state == PartState::Returning && stands.outcomes_left() > 0 {
            p.quiet { (stands.outcomes_left()) " av bristerna från första besöket saknar utfall. När alla har ett går återbesöket att fastställa." }
        }
        @if matches!(stands.state, PartState::WithProvider | PartState::Answered) && let Some(why) = at.why_not(PartStep::Settle) { p.quiet { (words::not(why)) } }
        @if at.can(PartStep::Send) {
            @if let Some(bare) = bare(at) { (ui::notice(Tone::Warn, sv::BARE, &html! { p { (bare) } p { (sv::BARE_TEXT) } })) }
            @let until = plus_working_days(at.today, REPLY_DAYS).to_string();
            (at.panel(PartStep::Send, false, &date_input(&at.forms.field(PartStep::Send.slug(), "dag", "Anordnaren svarar senast", until).help(sv::reply_help()))))
        }
        @for (step, open, says) in [(PartStep::Settle, true, sv::SETTLES), (PartStep::Finish, true, sv::SETTLES), (PartStep::Recall, false, sv::RECALLS)] {
            @if at.can(step) { (at.panel(step, open, &html! { p { (says) } })) }
        }
    }
}

/// The criteria that are said to have deficiencies where none is written down: nothing of them is followed up.
fn bare(at: &Page<'_>) -> Option<String> {
    let stands = &at.part.stands;
    let is_bare = |of: &&Criterion| {
        stands.judged.get(&of.slug).is_some_and(|one| one.grade == Grade::Deficient)
            && !stands.found().any(|one| one.is_followed() && one.criterion == of.slug)
    };
    let titles: Vec<&str> = at.kept.stands.criteria.iter().filter(is_bare).map(|one| one.title.as_str()).collect();
    (!titles.is_empty()).then(|| swedish::list(&titles))
}

/// The criteria with their grades: one form, where they are graded.
fn criteria(at: &Page<'_>) -> Markup {
    let all = &at.kept.stands.criteria;
    let step = [PartStep::Judge, PartStep::Regrade].into_iter().find(|step| at.can(*step));
    let shown = html! {
        @for (number, one) in all.iter().enumerate() {
            @if number == 0 || all[number - 1].area != one.area { h2 { (one.area) } }
            (criterion(at, step, one))
        }
    };
    match step {
        Some(step) => at.many(step, &shown),
        None => shown,
    }
}

fn graded(at: &Page<'_>, step: PartStep, of: &Criterion) -> Markup {
    let choices: Vec<Choice<'_>> = Grade::ALL
        .iter()
        .filter(|one| step != PartStep::Regrade || **one != Grade::NotAssessed)
        .map(|one| Choice::new(one.slug(), words::grade(*one)).help(words::grade_help(*one)))
        .collect();
    let label = format!("{}: {}", words::part_step(step), of.title);
    at.one_of_many((step, (&of.slug, 0)), (&label, false), &|one| {
        html! {
            (radios(&one.field("omdome", "Omdöme", one.value), &choices))
            (textarea(&one.field("text", "Bedömning", &one.said.text).help("Skriv inga uppgifter om enskilda elever."), 4, Some(LONGEST)))
            (textarea(&one.field("visar", "Vad visar det?", &one.said.evidence).help(if step == PartStep::Regrade { sv::SHOWS_AGAIN } else { sv::SHOWS }), 3, Some(LONGEST)))
        }
    })
}

fn criterion(at: &Page<'_>, step: Option<PartStep>, of: &Criterion) -> Markup {
    let stands = &at.part.stands;
    let told = |grade: Grade, line: usize| {
        let said = at.part.said(line);
        html! {
            p { (view_sheet::grade(grade)) }
            p.said dir="auto" { (said.text) }
            @if !said.evidence.is_empty() { p.said dir="auto" { strong { "Underlag: " } (said.evidence) } }
        }
    };
    let found: Vec<&Finding> = stands.found().filter(|one| one.criterion == of.slug).collect();
    html! {
        section.box id={ "kriterium-" (of.slug) } {
            h3 { (of.title) }
            p.quiet { (of.looks) @if !of.law.is_empty() { " " span.small { (of.law) } } }
            @match stands.judged.get(&of.slug) {
                Some(first) => { (told(first.grade, first.line)) }
                None => { p.quiet { "Inget omdöme än." } }
            }
            @if let Some(again) = stands.regraded.get(&of.slug) { h4 { "Efter återbesöket" } (told(again.grade, again.line)) }
            @if !found.is_empty() {
                p {
                    @for (place, one) in found.iter().enumerate() {
                        @if place > 0 { ", " }
                        a href={ "#iakttagelse-" (one.number) } { (words::finding(one.kind)) " nr " (one.number) }
                    }
                }
            }
            @if let Some(step) = step { (graded(at, step, of)) }
        }
    }
}

/// What was found, and what became of it: one form, where that is said.
fn findings(at: &Page<'_>) -> Markup {
    let all: Vec<&Finding> = at.part.stands.found().collect();
    let shown = html! { @for one in &all { (finding(at, one)) } };
    html! {
        @if !all.is_empty() || at.can(PartStep::Find) { h2 { "Brister och styrkor" } }
        @if all.is_empty() && at.can(PartStep::Find) { p.quiet { "Inget är skrivet än. Bristerna följs upp en och en vid återbesöket." } }
        @if at.can(PartStep::Follow) { (at.many(PartStep::Follow, &shown)) } @else { (shown) }
        @if at.can(PartStep::Find) {
            (at.panel(PartStep::Find, false, &found_fields(at, PartStep::Find.slug(), None)))
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
    let title = at.kept.stands.criterion(&of.criterion).map_or("", |one| one.title.as_str());
    html! {
        section.box id={ "iakttagelse-" (of.number) } {
            h3 { (words::finding(of.kind)) " nr " (of.number) }
            p.quiet { (view_sheet::finding(of.kind)) " " a href={ "#kriterium-" (of.criterion) } { (title) } }
            p.said dir="auto" { (at.part.said(of.line).text) }
            @if let Some((outcome, line)) = of.outcome {
                @let said = at.part.said(line);
                p { "Vid återbesöket: " (view_sheet::outcome(outcome)) }
                p.said dir="auto" { (said.text) }
                @if !said.evidence.is_empty() { p.said dir="auto" { strong { "Underlag: " } (said.evidence) } }
            }
            @if at.can(PartStep::Amend) {
                @let start = form_part::start(PartStep::Amend, ("", of.number));
                (at.forms.panel((PartStep::Amend.slug(), &start, &format!("Ändra nr {number}")), false, &about, &found_fields(at, &start, Some(of))))
                @let struck = form_part::start(PartStep::Strike, ("", of.number));
                (at.forms.panel((PartStep::Strike.slug(), &struck, &format!("Stryk nr {number}")), false, &about, &html! { p { (sv::STRIKES) } }))
            }
            @if of.is_followed() && at.can(PartStep::Follow) { (follow(at, of)) }
        }
    }
}

fn follow(at: &Page<'_>, of: &Finding) -> Markup {
    let choices: Vec<Choice<'_>> =
        Outcome::ALL.iter().map(|one| Choice::new(one.slug(), words::outcome(*one))).collect();
    let label = format!("Utfall för brist nr {}", of.number);
    at.one_of_many((PartStep::Follow, ("", of.number)), (&label, of.outcome.is_none()), &|one| {
        html! {
            (radios(&one.field("utfall", "Vad har hänt med bristen?", one.value), &choices))
            (textarea(&one.field("text", "Bedömning", &one.said.text).help("För en brist som inte är granskad: varför."), 4, Some(LONGEST)))
            (textarea(&one.field("visar", "Vad visar det?", &one.said.evidence).help("Bara Inte granskad får vara utan."), 3, Some(LONGEST)))
        }
    })
}

fn answers(at: &Page<'_>) -> Markup {
    let stands = &at.part.stands;
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
                        "genom " (at.authority(one.authority))
                        @if Some(one.draft) != stands.draft.map(|(line, _)| line) { ", om ett tidigare utkast" }
                    }
                }
            }
        }
    }
}

/// What a provider says.
pub(super) fn said(of: &Said) -> Markup {
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
        PartHappening::Landed { authority, .. } => at.authority(*authority).to_owned(),
        _ => String::new(),
    };
    html! {
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in at.part.lines.iter().rev() {
                li {
                    @let more = more(&line.happening);
                    p { (words::happened(&line.happening)) @if !more.is_empty() { ": " (more) } }
                    @if matches!(line.happening, PartHappening::Ended | PartHappening::Reopened) { p.said dir="auto" { (line.said().text) } }
                    // That a draft came is nobody's doing.
                    p.quiet.small { @if line.happening.subject() != Subject::Landing { (line.person_name) ", " } (swedish::day(line.day)) }
                }
            }
        }
    }
}
