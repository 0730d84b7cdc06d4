//! The meeting at the authority.

use domain::meetings::{Agreed, Attends, Happening, Question, StateName, Step, proposed, sv as words, why_not};
use kernel::id::kind::Organisation;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, date_input, select, tag, text_input, textarea};

use super::form::{self, AUTHORITY, EVERYONE, Fault, LONGEST, NEW, READ};
use super::look::Invitees;
use super::pages::{invited, to_invite};
use super::store::{Kept, Line, Words};
use super::sv;
use crate::results::SoFar;

/// The headings of the results.
pub(super) const COLUMNS: [&str; 5] = ["Indikator", "Hittills", "Samma tid förra året", "Målvärde", "Mot målet"];

/// Where the page stands.
pub(super) struct Shown {
    pub base: String,
    pub writes: bool,
    pub today: Day,
}

/// Whether the step has fields, at which something can be said.
pub(super) const fn has_fields(step: Step) -> bool {
    !matches!(step, Step::Invite | Step::Hold | Step::Drop | Step::Undo | Step::Restore)
}

/// The first field of the step's form.
pub(super) const fn first_field(step: Step) -> &'static str {
    match step {
        Step::Change | Step::Material => "rubrik",
        Step::Register => "svar",
        Step::Do => "dag",
        _ => "text",
    }
}

/// A page that is drawn.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    pub shown: &'p Shown,
    pub kept: &'p Kept,
    pub typed: &'p FormData,
    pub faults: &'p [Fault],
}

impl Page<'_> {
    pub fn can(&self, step: Step) -> bool {
        self.shown.writes && why_not(&self.kept.stands, step, self.shown.today).is_none()
    }

    pub fn is_typed(&self, step: &str, number: u32) -> bool {
        let start = form::name(step, number, "");
        self.faults.iter().any(|(name, _)| name.starts_with(&start))
    }

    pub fn field(&self, (step, number): (&str, u32), part: &str, label: &'static str, or: String) -> Field<'static> {
        let name = form::name(step, number, part);
        let fault = self.faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = if self.is_typed(step, number) { self.typed.get(&name).to_owned() } else { or };
        Field::new(name, label).value(value).fault(fault)
    }

    /// A form that is folded until somebody wants it.
    pub fn panel(&self, (step, number): (Step, u32), open: bool, fields: &Markup) -> Markup {
        html! {
            details.panel.no-print open[open || self.is_typed(step.slug(), number)] {
                summary { (words::step(step)) }
                (ui::form(&format!("{}/{}", self.shown.base, step.slug()), &html! {
                    (ui::hidden(READ, &self.kept.lines.len().to_string()))
                    @if number > 0 { (ui::hidden(form::NUMBER, &number.to_string())) }
                    (fields)
                    (ui::actions(&html! { (Button::primary(words::step(step))) }))
                }))
            }
        }
    }

    pub fn button(&self, (step, number): (Step, u32), more: &str) -> Markup {
        let (read, number) = (self.kept.lines.len().to_string(), number.to_string());
        let values = [(READ, read.as_str()), (form::NUMBER, number.as_str())];
        let button = Button::secondary(words::step(step)).more(more.to_owned());
        ui::post_button(&format!("{}/{}", self.shown.base, step.slug()), &button, &values)
    }
}

pub(super) fn sign(of: StateName) -> Markup {
    let (tone, icon) = match of {
        StateName::Planned => (Tone::Neutral, Icon::Circle),
        StateName::Invited => (Tone::Info, Icon::Calendar),
        StateName::Held => (Tone::Good, Icon::CheckCircle),
        StateName::Cancelled => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::state(of))
}

fn clock(minutes: u16) -> String {
    format!("{}.{:02}", minutes / 60, minutes % 60)
}

/// The fields of when, where and about what.
fn programme(
    field: &dyn Fn(&str, &'static str, String) -> Field<'static>,
    (on, hours, register_by, said): (Option<Day>, (u16, u16), Option<Day>, &Words),
) -> Markup {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        (text_input(&field("rubrik", "Vad heter träffen?", said.title.clone())))
        (date_input(&field("dag", "Dag", day(on))))
        (text_input(&field("fran", "Börjar", clock(hours.0))))
        (text_input(&field("till", "Slutar", clock(hours.1))))
        (text_input(&field("plats", "Plats", said.place.clone()).help("Lokal, eller hur man deltar på distans.")))
        (textarea(&field("text", "Program", said.text.clone()).optional(), 6, Some(LONGEST)))
        (date_input(&field("anmalan", "Anmälan senast", day(register_by))))
    }
}

/// Every meeting.
pub(super) fn list(
    base: &str,
    (all, plans): (&[Kept], Option<&str>),
    today: Day,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let columns = vec![Column::new("Träff"), Column::new("Dag"), Column::new("Läge"), Column::new("Anmälda")];
    let row = |kept: &Kept| {
        let [here, remotely, no] = kept.stands.attendance();
        Row::new(vec![
            html! { a href={ (base) "/" (kept.id) } { (kept.programme().title) } },
            html! { (swedish::day(kept.stands.on)) " " (words::hours(kept.stands.hours)) },
            sign(kept.stands.state),
            html! { (here + remotely) " av " (kept.stands.invited) @if no > 0 { ", " (no) " kommer inte" } },
        ])
    };
    let field = |part: &str, label: &'static str, or: String| {
        let name = form::name(NEW, 0, part);
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = if faults.is_empty() { or } else { typed.get(&name).to_owned() };
        Field::new(name, label).value(value).fault(fault)
    };
    // The meeting of this year, or of the next where that one's day has passed.
    let year = if proposed(today.year()).is_some_and(|on| on >= today) { today.year() } else { today.year() + 1 };
    let on = proposed(year);
    let said = Words { title: sv::proposed(year), ..Words::default() };
    html! {
        (ui::error_summary(faults))
        h1 { (sv::TITLE) }
        p.lead { "Varje år i november, före årets sista redovisning, träffas alla rektorer, också de på huvudmannens egna skolor." }
        (Table::new("Träffar", columns).hide_caption().stack().rows(all.iter().map(row).collect())
            .empty(ui::empty_state("Ingen träff är planerad", "När du planerar årets träff står den här.", &html! {})))
        @if let Some(key) = plans {
            details.panel open[!faults.is_empty() || all.is_empty()] {
                summary { "Planera en träff" }
                (ui::form(base, &html! {
                    (ui::hidden("nyckel", key))
                    (programme(&field, (on, (9 * 60, 12 * 60), on.map(|on| on.plus_days(-7)), &said)))
                    (ui::actions(&html! { (Button::primary("Planera träffen")) }))
                }))
            }
        }
    }
}

/// The page.
pub(super) fn page(
    shown: &Shown,
    (kept, invitees): (&Kept, &Invitees),
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let at = Page { shown, kept, typed, faults };
    let name = |id: Id<Organisation>| invitees.providers.get(&id).cloned().unwrap_or_default();
    html! {
        (ui::error_summary(faults))
        (head(kept))
        (invite(&at, invitees))
        @if at.can(Step::Hold) { p.no-print { (at.button((Step::Hold, 0), "")) } }
        (papers(&at))
        (registered(&at, invitees, &name))
        (questions(&at, &name))
        (notes(&at))
        (agreed(&at, invitees, &name))
        @if at.can(Step::Change) || at.can(Step::Cancel) || at.can(Step::Restore) { h2.no-print { "Mer" } }
        @if at.can(Step::Change) { (change(&at)) }
        @if at.can(Step::Cancel) {
            (at.panel((Step::Cancel, 0), false, &html! {
                p { "De som är inbjudna får ett brev." }
                (textarea(&at.field((Step::Cancel.slug(), 0), "text", "Varför?", String::new()), 3, Some(LONGEST)))
            }))
        }
        @if at.can(Step::Restore) { (at.button((Step::Restore, 0), "")) }
        (history(kept))
    }
}

/// When, where and about what.
pub(super) fn head(kept: &Kept) -> Markup {
    let said = kept.programme();
    let pairs = [
        ("När", html! { (swedish::day(kept.stands.on)) " " (words::hours(kept.stands.hours)) }),
        ("Plats", html! { (said.place) }),
        ("Anmälan", html! { "Senast " (swedish::day(kept.stands.register_by)) }),
    ];
    html! {
        h1 { (said.title) }
        p { (sign(kept.stands.state)) }
        (ui::key_values(&pairs))
        @if !said.text.is_empty() { h2 { "Program" } p.said dir="auto" { (said.text) } }
    }
}

fn invite(at: &Page<'_>, invitees: &Invitees) -> Markup {
    let left = to_invite(at.kept, invitees).len();
    html! {
        @if at.can(Step::Invite) && left > 0 {
            p.no-print { (at.button((Step::Invite, 0), &format!("till {left} rektorer"))) }
            p.quiet { "Brevet går till " (left) " rektorer som inte har fått det, med träffen för deras kalender." }
        }
        @if !invitees.without.is_empty() && at.kept.stands.state != StateName::Held {
            (ui::notice(Tone::Warn, "Enheter utan rektor som går att nå", &html! {
                p { (swedish::list(&invitees.without)) ". Bjud in dem på annat sätt, eller lägg in rektorn under anordnarens personer." }
            }))
        }
    }
}

/// Something to read beforehand.
pub(super) fn papers(at: &Page<'_>) -> Markup {
    html! {
        h2 { "Underlag" }
        ul.said-lines role="list" {
            li {
                p { a href={ (at.shown.base) "/underlag/sida" } { (sv::MATERIAL) } " " span.quiet { "ur de resultat som är inlästa" } }
            }
            @for line in &at.kept.stands.material {
                @let said = at.kept.words(*line);
                li {
                    p { strong { (said.title) } }
                    @if !said.text.is_empty() { p.said dir="auto" { (said.text) } }
                    @if !said.link.is_empty() { p { a href=(said.link) rel="noopener noreferrer" { (said.link) } } }
                }
            }
        }
        @if at.can(Step::Material) {
            @let of = (Step::Material.slug(), 0);
            (at.panel((Step::Material, 0), false, &html! {
                (text_input(&at.field(of, "rubrik", "Vad är det?", String::new())))
                (textarea(&at.field(of, "text", "Text", String::new()).optional(), 5, Some(LONGEST)))
                (text_input(&at.field(of, "lank", "Adress på webben", String::new()).optional()))
            }))
        }
    }
}

fn registered(at: &Page<'_>, invitees: &Invitees, name: &dyn Fn(Id<Organisation>) -> String) -> Markup {
    let columns = vec![Column::new("Rektor"), Column::new("Anordnare"), Column::new("Svar")];
    let told = invited(at.kept);
    let row = |one: &super::look::Rektor| {
        let said = at.kept.stands.registered.get(&one.person);
        let answer = match said {
            None if !told.contains(&one.person) => html! { span.quiet { "Inte inbjuden" } },
            None => html! { span.quiet { "Har inte svarat" } },
            Some(said) => {
                let note = at.kept.words(said.line).text;
                html! { (attends(said.attends)) @if !note.is_empty() { br; span.quiet { (note) } } }
            }
        };
        Row::new(vec![html! { (one.name) }, html! { (name(one.organisation)) }, answer])
    };
    let [here, remotely, no] = at.kept.stands.attendance();
    html! {
        h2 { "Anmälda" }
        p { (here) " kommer, " (remotely) " deltar på distans, " (no) " kommer inte. " (at.kept.stands.invited) " är inbjudna." }
        (Table::new("Rektorer", columns).hide_caption().stack().rows(invitees.rektors.iter().map(row).collect())
            .empty(ui::empty_state("Ingen rektor går att nå", "Rektorerna läggs in av sina anordnare, under personer.", &html! {})))
    }
}

/// The sign of an answer.
pub(super) fn attends(of: Attends) -> Markup {
    let (tone, icon) = match of {
        Attends::Here => (Tone::Good, Icon::CheckCircle),
        Attends::Remotely => (Tone::Info, Icon::CheckCircle),
        Attends::No => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::attends(of))
}

fn questions(at: &Page<'_>, name: &dyn Fn(Id<Organisation>) -> String) -> Markup {
    let asks = at.can(Step::Ask);
    html! {
        h2 { "Frågor till träffen" }
        @if at.kept.stands.questions.is_empty() { p.quiet { "Ingen har ställt någon fråga än." } }
        @for one in &at.kept.stands.questions { (question(at, one, &one.organisation.map_or_else(|| "Huvudmannen".to_owned(), name))) }
        @if asks {
            (at.panel((Step::Ask, 0), false, &textarea(&at.field((Step::Ask.slug(), 0), "text", "Fråga", String::new()), 4, Some(LONGEST))))
        }
    }
}

/// A question, and what came of it.
pub(super) fn question(at: &Page<'_>, one: &Question, from: &str) -> Markup {
    let of = (Step::Answer.slug(), one.number);
    html! {
        section.box {
            p.said dir="auto" { (at.kept.words(one.line).text) }
            p.quiet.small { (from) }
            @if let Some(line) = one.answered { h3 { "Vad frågan ledde till" } p.said dir="auto" { (at.kept.words(line).text) } }
            @if at.can(Step::Answer) {
                (at.panel((Step::Answer, one.number), false, &textarea(&at.field(of, "text", "Vad ledde frågan till?", String::new()), 4, Some(LONGEST))))
            }
        }
    }
}

/// The notes.
pub(super) fn notes(at: &Page<'_>) -> Markup {
    let text = at.kept.stands.notes.map(|line| at.kept.words(line).text);
    html! {
        @if text.is_some() || at.can(Step::Note) { h2 { "Anteckningar" } }
        @if let Some(text) = &text { p.said dir="auto" { (text) } }
        @if at.can(Step::Note) {
            (at.panel((Step::Note, 0), false, &textarea(&at.field((Step::Note.slug(), 0), "text", "Anteckningar", text.unwrap_or_default()), 10, Some(LONGEST))))
        }
    }
}

fn agreed(at: &Page<'_>, invitees: &Invitees, name: &dyn Fn(Id<Organisation>) -> String) -> Markup {
    let all = &at.kept.stands.agreed;
    if all.is_empty() && !at.can(Step::Agree) {
        return html! {};
    }
    html! {
        h2 { "Överenskomna åtgärder" }
        @if all.is_empty() { p.quiet { "Ingen åtgärd är tillagd." } }
        @for one in all { (action(at, one, (None, &|id| name(id)))) }
        @if at.can(Step::Agree) {
            @let of = (Step::Agree.slug(), 0);
            @let ids: Vec<(String, &str)> = invitees.providers.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
            @let owners: Vec<Choice<'_>> = [Choice::new("", "Välj"), Choice::new(AUTHORITY, "Huvudmannen"), Choice::new(EVERYONE, "Alla anordnare")].into_iter()
                .chain(ids.iter().map(|(id, name)| Choice::new(id.as_str(), *name))).collect();
            (at.panel((Step::Agree, 0), false, &html! {
                (textarea(&at.field(of, "text", "Vad ska göras?", String::new()), 3, Some(LONGEST)))
                (select(&at.field(of, "vem", "Vem gör det?", String::new()), &owners))
                (date_input(&at.field(of, "dag", "Klart senast", String::new())))
            }))
        }
    }
}

/// Something that was agreed, for the side that looks: a provider, or the authority.
pub(super) fn action(
    at: &Page<'_>,
    one: &Agreed,
    (side, name): (Option<Id<Organisation>>, &dyn Fn(Id<Organisation>) -> String),
) -> Markup {
    let waits = one.waits_for(side);
    let of = (Step::Do.slug(), one.number);
    let more = format!("Åtgärd {}", one.number);
    html! {
        section.box {
            p.said dir="auto" { (at.kept.words(one.line).text) }
            p {
                (sv::owner(&one.owner, name)) ", senast " (swedish::day(one.by))
                @if one.dropped { " " (tag(Tone::Neutral, Icon::Cross, "Struken")) }
                @else if one.done.contains_key(&side) { " " (tag(Tone::Good, Icon::CheckCircle, "Gjord")) }
                @else if waits && one.by < at.shown.today { " " (tag(Tone::Bad, Icon::Warning, "Försenad")) }
            }
            @if side.is_none() && !one.done.is_empty() {
                ul { @for (who, on) in &one.done { li { (who.map_or_else(|| "Huvudmannen".to_owned(), name)) ": gjord " (swedish::day(*on)) } } }
            }
            @if waits && at.can(Step::Do) {
                (at.panel((Step::Do, one.number), false, &html! {
                    (date_input(&at.field(of, "dag", "Vilken dag gjordes det?", at.shown.today.to_string())))
                    (textarea(&at.field(of, "text", "Kommentar", String::new()).optional(), 3, Some(LONGEST)))
                }))
            }
            @if one.done.contains_key(&side) && at.can(Step::Undo) { (at.button((Step::Undo, one.number), &more)) }
            @if side.is_none() && !one.dropped && at.can(Step::Drop) { (at.button((Step::Drop, one.number), &more)) }
        }
    }
}

fn change(at: &Page<'_>) -> Markup {
    let stands = &at.kept.stands;
    let field = |part: &str, label: &'static str, or: String| at.field((Step::Change.slug(), 0), part, label, or);
    let said = at.kept.programme();
    at.panel(
        (Step::Change, 0),
        false,
        &html! {
            @if stands.invited > 0 { p { "De som är inbjudna får ett brev med det nya." } }
            (programme(&field, (Some(stands.on), (stands.hours.from, stands.hours.to), Some(stands.register_by), &said)))
        },
    )
}

fn history(kept: &Kept) -> Markup {
    let told = |line: &&Line| !matches!(line.entry.happening, Happening::Registered { .. });
    html! {
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in kept.lines.iter().rev().filter(told) {
                li { p { (words::happening(&line.entry.happening)) } p.quiet.small { (line.person_name) ", " (swedish::day(line.entry.day)) } }
            }
        }
    }
}

/// The results so far.
pub(super) fn material(base: &str, found: Option<&(String, String, Vec<SoFar>)>) -> Markup {
    let Some((months, source, all)) = found else {
        return html! { h1 { (sv::MATERIAL) } (ui::empty_state(sv::NO_RESULTS, "När resultat läses in står de här.", &html! {})) };
    };
    let columns = COLUMNS.map(Column::new).into_iter().collect();
    let row = |one: &SoFar| {
        Row::new(vec![
            html! { (one.title) },
            html! { (one.now) },
            html! { (one.earlier) },
            html! { (one.goal) },
            html! { (one.stands) },
        ])
    };
    html! {
        h1 { (sv::MATERIAL) }
        p.lead { "Alla anordnare tillsammans, " (months) "." }
        (Table::new("Resultat hittills", columns).hide_caption().stack().rows(all.iter().map(row).collect()))
        p.small.quiet { (source) }
        p.no-print { a href={ (base) "/underlag/pdf" } { "Hämta som PDF" } " · " a href={ (base) "/underlag/docx" } { "Hämta i Word" } }
    }
}

/// What waits, on the authority's start page.
pub(super) fn waits(link: &str, next: Option<&Kept>, waits: &[&Kept], today: Day) -> Markup {
    if next.is_none() && waits.is_empty() {
        return html! {};
    }
    let count = |kept: &Kept| kept.stands.agreed.iter().filter(|one| one.waits_for(None)).count();
    let is_late = |kept: &Kept| kept.stands.agreed.iter().any(|one| one.waits_for(None) && one.by < today);
    html! {
        section {
            h2 { (sv::TITLE) }
            @if let Some(kept) = next {
                p { a href={ (link) "/" (kept.id) } { (kept.programme().title) } ", " (swedish::day(kept.stands.on)) " " (sign(kept.stands.state)) }
            }
            @for kept in waits {
                p { a href={ (link) "/" (kept.id) } { (kept.programme().title) ": " (count(kept)) " av det ni kom överens om väntar på er." } @if is_late(kept) { " " (tag(Tone::Bad, Icon::Warning, "Försenad")) } }
            }
        }
    }
}
