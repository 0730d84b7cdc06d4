//! An investigation's page: what is next, every day and every gap, the rule that holds, measures, the timeline, the notification
//! to the board, and a form for each thing that can be done now.

use domain::abuse::{
    Action, Measure, Milestone, Next, NextWhat, Refusal, Rule, Seen, StateName, Step, sv as words, why_not,
};
use domain::cases::{About, Party};
use kernel::id::kind::Person;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Column, Icon, Row, Table, Tone, error_summary, notice};

use super::form::Fault;
use super::model::{Dossier, Line, Said};
use super::{sv, view, view_forms};

/// An investigation as somebody sees it.
#[derive(Debug)]
pub(super) struct Opened {
    pub dossier: Dossier,
    /// The words of its lines.
    pub said: Vec<Said>,
    /// The rule that holds for it.
    pub rule: Option<Rule>,
    pub seen: Seen,
    pub party: Party,
    pub today: Day,
    /// Who can be chosen to handle it.
    pub handlers: Vec<(Id<Person>, String)>,
    /// The notification to the board, of what is known now.
    pub draft: String,
}

impl Opened {
    /// Each line with its words.
    fn lines(&self) -> impl Iterator<Item = (&Line, &Said)> {
        self.dossier.lines.iter().zip(&self.said)
    }

    /// Each measure with its words: the lines that decided them, in their order.
    pub(super) fn measures(&self) -> impl Iterator<Item = (&Measure, &Said)> {
        let decided = self.lines().filter(|(line, _)| matches!(line.entry.step, Step::Decided { .. }));
        self.dossier.stands.measures.iter().zip(decided.map(|(_, said)| said))
    }

    /// Whether the action is what is to be done first.
    pub(super) fn is_next(&self, action: Action) -> bool {
        self.due().iter().find_map(|next| self.does(next)) == Some(action)
    }

    /// What whoever looks does about it, where it is open to them.
    fn does(&self, next: &Next) -> Option<Action> {
        let action = match next.what {
            NextWhat::Milestone(Milestone::RektorTold) => Action::TellRektor,
            NextWhat::Milestone(Milestone::BoardNotified) => Action::NotifyBoard,
            NextWhat::Milestone(Milestone::Begun) => Action::Begin,
            NextWhat::Milestone(Milestone::Assessed) if self.dossier.stands.nature.is_none() => Action::Describe,
            NextWhat::Milestone(Milestone::Assessed) => Action::Assess,
            NextWhat::Milestone(Milestone::FollowedUp) => Action::FollowUp,
            NextWhat::Milestone(Milestone::Evaluated) => Action::Evaluate,
            NextWhat::Milestone(Milestone::Closed) => Action::Close,
            NextWhat::Milestone(_) => return None,
            NextWhat::Measure(_) => Action::Do,
        };
        self.refusal(action).is_none().then_some(action)
    }

    fn refusal(&self, action: Action) -> Option<Refusal> {
        why_not(&self.dossier.stands, &self.seen, action)
    }
}

/// The page. `base` is its own address, `cases` that of the complaints of the same side.
pub(super) fn page((base, cases): (&str, &str), of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let open: Vec<Action> = Action::ALL.iter().copied().filter(|action| of.refusal(*action).is_none()).collect();
    html! {
        (error_summary(faults))
        h1 { (sv::title(of.dossier.filed.number)) }
        (next(of))
        (facts(cases, of))
        h2 { "Dagar och tiden mellan dem" }
        (days(of))
        (rule(of))
        @if !of.dossier.stands.measures.is_empty() { h2 { "Åtgärder" } (measures(of)) }
        h2 { "Gör något" }
        @for action in open { (view_forms::panel(base, of, action, (typed, faults))) }
        (closed_actions(of))
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" { @for (one, said) in of.lines() { (line(one, said)) } }
        @if of.party == Party::Authority { (draft(base, of)) }
    }
}

/// What is to be done first, and the rest that has a day.
fn next(of: &Opened) -> Markup {
    let due = of.due();
    let sentence = |next: &Next| format!("{}, senast {}", words::next(next.what), swedish::day(next.day));
    html! {
        @match due.split_first() {
            None if of.dossier.stands.state == StateName::Closed => (notice(Tone::Good, "Utredningen är avslutad", &html! { p { "Den går att ta upp igen om något mer ska göras." } })),
            None => (notice(Tone::Warn, "Inga tider gäller", &html! { p { "I årets dokument finns ingen regel för den dag då skolan fick veta. Be den som administrerar året att lägga in den. Utred ändå utan att vänta." } })),
            Some((first, rest)) => {
                @let late = first.day < of.today;
                (notice(if late { Tone::Bad } else { Tone::Info }, &format!("Nästa: {}", sentence(first)), &html! {
                    @if late { p { "Dagen har passerats. Gör det nu, och skriv dagen som det blev." } }
                    @if !rest.is_empty() { p { "Sedan: " (rest.iter().map(sentence).collect::<Vec<_>>().join("; ")) "." } }
                }))
            }
        }
    }
}

fn facts(cases: &str, of: &Opened) -> Markup {
    let (filed, stands) = (&of.dossier.filed, &of.dossier.stands);
    let forms: Vec<String> = stands.forms.iter().map(|form| words::form(*form).to_lowercase()).collect();
    let grounds: Vec<String> = stands.grounds.iter().map(|ground| words::ground(*ground).to_lowercase()).collect();
    html! {
        dl.facts {
            div { dt { "Enhet" } dd { (filed.unit_name) ", " (filed.organisation_name) } }
            div { dt { "Läge" } dd { (view::state(stands.state)) } }
            div { dt { "Anmäldes av" } dd { (words::source(stands.source)) } }
            @if let Some(case) = filed.case {
                div { dt { "Ur" } dd { a href={ (cases) "/" (case) } { "Ärende " @if let Some(number) = filed.case_number { (number) } } } }
            }
            div { dt { "Den som pekas ut" } dd { (view_forms::about(stands.about)) } }
            div { dt { "Vad det gäller" } dd {
                @match stands.nature {
                    None => span.quiet { "Inte beskrivet ännu" },
                    Some(nature) => {
                        (words::nature(nature))
                        @if !forms.is_empty() { ", " (swedish::list(&forms)) }
                        @if let Some(relation) = stands.relation { ". " (words::relation(relation)) }
                        @if !grounds.is_empty() { ". Grund: " (swedish::list(&grounds)) }
                    }
                }
            } }
            @if let Some(finding) = stands.finding { div { dt { "Bedömning" } dd { (words::finding(finding)) } } }
            @if let Some(stopped) = stands.stopped { div { dt { "Har det upphört?" } dd { @if stopped { "Ja" } @else { "Nej" } } } }
            div { dt { "Anmälan till nämnden" } dd {
                @match &stands.case_number { Some(number) => { "Diarienummer " (number) }, None => span.quiet { "Inte antecknad" } }
            } }
        }
    }
}

/// Every milestone with its day, the time from the one before, and the last day of what is not reached.
fn days(of: &Opened) -> Markup {
    let stands = &of.dossier.stands;
    let (gaps, due) = (stands.gaps(), of.due());
    let columns =
        vec![Column::new("Steg"), Column::new("Dag"), Column::new("Tid från steget före"), Column::new("Senast")];
    let rows = stands.milestones().map(|(milestone, day)| {
        let gap = gaps.iter().find(|gap| gap.to == milestone);
        let last = due.iter().find(|next| next.what == NextWhat::Milestone(milestone)).map(|next| next.day);
        let past = milestone == Milestone::RektorTold && stands.about == About::Rektor;
        let row = Row::new(vec![
            html! { (words::milestone(milestone)) },
            html! { @match day {
                Some(day) => (swedish::day(day)),
                None if past => span.quiet { "Går förbi rektorn" },
                None => span.quiet { "Inte än" },
            } },
            html! { @match gap {
                Some(gap) => { (words::gap(gap)) span.quiet.small { br; "räknat från: " (words::milestone(gap.from).to_lowercase()) } },
                None => span.quiet { "–" },
            } },
            html! { @match last {
                Some(last) if last < of.today => (ui::tag(Tone::Bad, Icon::Warning, &swedish::day(last))),
                Some(last) => (swedish::day(last)),
                None => span.quiet { "–" },
            } },
        ]);
        if last.is_some_and(|last| last < of.today) { row.tone(Tone::Warn) } else { row }
    });
    let table = Table::new("Dagar och tiden mellan dem", columns).hide_caption().stack().rows(rows.collect());
    html! { (table) }
}

fn rule(of: &Opened) -> Markup {
    html! {
        @if let Some(rule) = &of.rule {
            (ui::reveal("Regeln som gäller", false, &html! {
                p { strong { (rule.law.as_sv()) } }
                p { (rule.trigger.as_sv()) }
                p { (rule.text.as_sv()) }
                p.quiet { "Gäller det som skolan fick veta från " (swedish::day(rule.from))
                    @match rule.to { Some(to) => { " till " (swedish::day(to)) }, None => " tills vidare" } ". Lagen säger skyndsamt; antalet dagar har kommunen bestämt." }
            }))
        }
    }
}

fn measures(of: &Opened) -> Markup {
    let columns = vec![
        Column::new("Åtgärd"),
        Column::new("Ansvarig"),
        Column::new("Klar senast").narrow(),
        Column::new("Gjord").narrow(),
    ];
    let rows = of.measures().map(|(measure, said)| {
        let late = measure.done.is_none() && measure.due < of.today;
        let row = Row::new(vec![
            html! { (measure.number) ". " span.said dir="auto" { (said.text) } },
            html! { span dir="auto" { (said.who) } },
            html! { (swedish::day(measure.due)) },
            html! { @match measure.done { Some(done) => (swedish::day(done)), None => span.quiet { "Inte än" } } },
        ]);
        if late { row.tone(Tone::Warn) } else { row }
    });
    let table = Table::new("Åtgärder", columns).hide_caption().stack().rows(rows.collect());
    html! { (table) }
}

fn line(line: &Line, said: &Said) -> Markup {
    html! {
        li {
            p { strong { (words::step(&line.entry.step, line.entry.by)) }
                @if let Some(name) = &line.person_name { ", " (name) }
                " " span.quiet { (swedish::day(line.entry.day)) } }
            @if !said.who.is_empty() { p dir="auto" { (said.who) } }
            @if !said.text.is_empty() { p.said dir="auto" { (said.text) } }
        }
    }
}

/// What cannot be done now, and why; not what is never for the role.
fn closed_actions(of: &Opened) -> Markup {
    let others = [Refusal::NotYourRole, Refusal::NothingToAssign, Refusal::PastTheRektor];
    let closed: Vec<(Action, Refusal)> = Action::ALL
        .iter()
        .filter_map(|action| Some((*action, of.refusal(*action)?)))
        .filter(|(_, why)| !others.contains(why))
        .collect();
    html! {
        @if !closed.is_empty() {
            (ui::reveal("Det som inte går att göra nu, och varför", false, &html! {
                ul { @for (action, why) in &closed { li { strong { (words::action(*action)) } ": " (words::refusal(*why)) } } }
            }))
        }
    }
}

fn draft(base: &str, of: &Opened) -> Markup {
    html! {
        section {
            h2 { (sv::NOTIFICATION) }
            p { "Skrevs när kontaktrektorn larmades, och följer det som är känt nu. Inga namn står i den." }
            p.said { (written(of)) }
            p { a href={ (base) "/anmalan" } { "Visa för sig, att skriva ut eller kopiera" } }
        }
    }
}

/// The notification as it was handed in, or what it would say now.
fn written(of: &Opened) -> &str {
    let sent = of.lines().find(|(line, _)| matches!(line.entry.step, Step::BoardNotified { .. }));
    sent.map_or(of.draft.as_str(), |(_, said)| said.text.as_str())
}

/// The notification by itself.
pub(super) fn notification(of: &Opened) -> Markup {
    html! {
        h1 { (sv::NOTIFICATION) }
        @if let Some(number) = &of.dossier.stands.case_number { p { "Diarienummer " (number) } }
        p.said { (written(of)) }
    }
}
