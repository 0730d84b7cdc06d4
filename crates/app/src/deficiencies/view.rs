//! A deficiency: what it is, the plan and what came of it, evidence, steps of the ladder, and its history.

use domain::deficiencies::{
    Action, FigureState, Happening, Measure, MeasureState, Party, Severity, SourceKind, StateName, awaits, reached,
    sv as words,
};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Column, Field, FileItem, Icon, Row, Table, Tone, tag};

use super::form::{self, Fault, READ};
use super::look::Opened;
use super::store::{FileOf, Line};
use super::{sv, view_actions, view_ladder_steps};
use crate::cases::files;

/// Where the page stands.
pub(super) struct Shown {
    /// Its own address.
    pub base: String,
    /// The authority's.
    pub root: String,
    /// The largest file, in bytes.
    pub limit: usize,
    /// Whether the provider's page in the register can be read.
    pub reads_organisation: bool,
    /// Whether the students of a provider that ends are listed for whoever looks.
    pub transfers: bool,
}

/// A page that is drawn.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    pub shown: &'p Shown,
    pub of: &'p Opened,
    pub typed: &'p FormData,
    pub faults: &'p [Fault],
}

impl Page<'_> {
    pub fn address(&self, action: Action) -> String {
        format!("{}/{}", self.shown.base, action.slug())
    }

    pub fn can(&self, action: Action) -> bool {
        self.of.actions.contains(&action)
    }

    /// Whether the form of the action is the one that came back with faults.
    pub fn is_typed(&self, action: Action, number: u32) -> bool {
        let start = form::name(action.slug(), number, "");
        self.faults.iter().any(|(name, _)| name.starts_with(&start))
    }

    pub fn value(&self, (action, number): (Action, u32), part: &str, or: String) -> String {
        if self.is_typed(action, number) {
            self.typed.get(&form::name(action.slug(), number, part)).to_owned()
        } else {
            or
        }
    }

    pub fn field(
        &self,
        (action, number): (Action, u32),
        part: &str,
        label: &'static str,
        or: String,
    ) -> Field<'static> {
        let name = form::name(action.slug(), number, part);
        let fault = self.faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        Field::new(name, label).value(self.value((action, number), part, or)).fault(fault)
    }

    /// A form that is folded until somebody wants it.
    pub fn panel(&self, (action, number): (Action, u32), (title, open): (&str, bool), fields: &Markup) -> Markup {
        let content = html! {
            (ui::hidden(READ, &self.of.kept.lines.len().to_string()))
            @if number > 0 { (ui::hidden(form::NUMBER, &number.to_string())) }
            (fields)
            (ui::actions(&html! { (Button::primary(words::action(action))) }))
        };
        let address = self.address(action);
        html! {
            details.panel.no-print open[open || self.is_typed(action, number)] {
                summary { (title) }
                @if action == Action::Evidence { (ui::upload_form(&address, &content)) } @else { (ui::form(&address, &content)) }
            }
        }
    }

    pub fn button(&self, (action, number): (Action, u32), more: &str) -> Markup {
        let (read, number) = (self.of.kept.lines.len().to_string(), number.to_string());
        let values = [(READ, read.as_str()), (form::NUMBER, number.as_str())];
        ui::post_button(&self.address(action), &Button::secondary(words::action(action)).more(more.to_owned()), &values)
    }
}

/// The sign of a severity.
pub(super) fn severity(of: Severity) -> Markup {
    let (tone, icon) = match of {
        Severity::Minor => (Tone::Neutral, Icon::Circle),
        Severity::Major => (Tone::Warn, Icon::Warning),
        Severity::Serious => (Tone::Bad, Icon::Warning),
    };
    tag(tone, icon, words::severity(of))
}

/// The sign of where it stands.
pub(super) fn state(of: StateName) -> Markup {
    let (tone, icon) = match of {
        StateName::Open => (Tone::Warn, Icon::Circle),
        StateName::PlanAsked | StateName::UnderWay => (Tone::Info, Icon::Calendar),
        StateName::PlanIn | StateName::Evaluated => (Tone::Info, Icon::Circle),
        StateName::Closed => (Tone::Good, Icon::CheckCircle),
        StateName::Withdrawn => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::state(of))
}

/// Where the source is seen, within the authority; nothing where it has no page, or not for the side that looks.
pub(super) fn source_address(of: &Opened) -> Option<String> {
    let source = &of.kept.stands.source;
    if source.id.is_empty() || of.party == Party::Provider {
        return None;
    }
    let id = &source.id;
    Some(match source.kind {
        SourceKind::Report => format!("granska/{id}"),
        SourceKind::Indicator => format!("resultat/{id}?anordnare={}", of.kept.organisation),
        SourceKind::Complaint => format!("klagomal/{id}"),
        SourceKind::Investigation => format!("krankningar/{id}"),
        SourceKind::Visit => format!("besok/{id}"),
        SourceKind::Supervision => format!("skolinspektionen/{id}"),
        SourceKind::SiteCheck => format!("webbkontroll/anordnare/{id}"),
        SourceKind::Term => format!("villkorsuppfoljning/{id}"),
        SourceKind::Sample => format!("stickprov/{id}"),
        SourceKind::Evaluation => format!("utvardering/{id}"),
        SourceKind::Survey | SourceKind::Other => return None,
    })
}

/// The page.
pub(super) fn page(shown: &Shown, of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let at = Page { shown, of, typed, faults };
    let stands = &of.kept.stands;
    let waits = awaits(stands, of.today);
    let said = of.kept.words(stands.line);
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::number(of.kept.number)) " · " (of.provider.name) @if let Some(unit) = &of.unit { ", " (unit) } }
        h1 { (said.title) }
        p { (state(stands.state)) " " (severity(stands.severity)) @for one in stands.sanctions.iter().filter(|one| one.state.holds()) { " " (tag(Tone::Bad, Icon::Warning, &one.rung.title)) } }
        @if !matches!(stands.state, StateName::Closed | StateName::Withdrawn) {
            p.lead { (words::awaits(waits)) @if waits.is_late(of.today) { " " (tag(Tone::Bad, Icon::Warning, "Försenat")) } }
        }
        @if of.party == Party::Authority && !stands.told {
            p.quiet { "Anordnaren har inte fått veta om bristen än." }
        }
        p.said dir="auto" { (said.text) }
        (facts(&at))
        (closed(&at))
        @if shown.transfers && stands.ends_the_provider().is_some() {
            p.no-print { a href={ (shown.root) (super::PAGE) "/overflyttning/" (of.kept.organisation) } { (sv::TRANSFER) } }
        }
        @if !of.yields.is_empty() { (ui::notice(Tone::Info, "", &html! { p { (sv::yields(&of.yields)) } })) }
        (view_actions::first(&at))
        (view_actions::next(&at))
        (plan(&at))
        (figures(&at))
        (evidence(&at))
        (evaluation(&at))
        (view_ladder_steps::steps(&at))
        (view_actions::others(&at))
        (history(&at))
    }
}

fn facts(at: &Page<'_>) -> Markup {
    let (of, stands) = (at.of, &at.of.kept.stands);
    let source = words::source(stands.source.kind);
    let mut pairs = vec![
        ("Spår", html! { (words::track(stands.track)) }),
        (
            "Kommer från",
            html! {
                @if let Some(address) = source_address(of) { a href={ (at.shown.root) (address) } { (source) } } @else { (source) }
            },
        ),
        (
            "Inlagd",
            html! { (swedish::day(stands.opened))
            @if of.party == Party::Authority { @if let Some(first) = of.kept.lines.first() { ", " (first.person_name) } } },
        ),
    ];
    if let Some(term) = &of.term {
        pairs
            .push(("Villkor", html! { @if !term.term.clause.is_empty() { (term.term.clause) " " } (term.term.title) }));
        if !term.term.sanction.is_empty() {
            pairs.push(("Påföljd enligt villkoret", html! { (term.term.sanction) }));
        }
    }
    if at.shown.reads_organisation && of.party == Party::Authority {
        let address = format!("{}organisation/anordnare/{}", at.shown.root, of.provider.id);
        pairs.push(("Anordnare", html! { a href=(address) { (of.provider.name) } }));
    }
    ui::key_values(&pairs)
}

fn closed(at: &Page<'_>) -> Markup {
    let stands = &at.of.kept.stands;
    let Some((day, line)) = stands.closed else { return html! {} };
    let title =
        if stands.state == StateName::Withdrawn { "Bristen är dragen tillbaka" } else { "Bristen är avslutad" };
    ui::notice(
        Tone::Neutral,
        title,
        &html! { p { (swedish::day(day)) } p.said dir="auto" { (at.of.kept.words(line).text) } },
    )
}

fn measure_sign(of: &Measure, today: kernel::Day) -> Markup {
    match of.state {
        MeasureState::Done { on, .. } => tag(Tone::Good, Icon::CheckCircle, &format!("Genomförd {}", swedish::day(on))),
        MeasureState::Dropped => tag(Tone::Neutral, Icon::Cross, "Struken"),
        MeasureState::Planned if of.by < today => {
            tag(Tone::Bad, Icon::Warning, &format!("Skulle ha gjorts {}", swedish::day(of.by)))
        }
        MeasureState::Planned => tag(Tone::Info, Icon::Calendar, &format!("Senast {}", swedish::day(of.by))),
    }
}

/// The provider's plan.
fn plan(at: &Page<'_>) -> Markup {
    let stands = &at.of.kept.stands;
    if stands.measures.is_empty() && !at.can(Action::Plan) {
        return html! {};
    }
    html! {
        h2 id="handlingsplan" { "Handlingsplan" }
        @if stands.measures.is_empty() { p.quiet { "Inga åtgärder är skrivna än." } }
        @for one in &stands.measures { (measure(at, one)) }
        @if at.can(Action::Plan) { (view_actions::plan(at, None)) }
    }
}

fn measure(at: &Page<'_>, one: &Measure) -> Markup {
    let said = at.of.kept.words(one.line);
    let open = one.state == MeasureState::Planned;
    let is_done = matches!(one.state, MeasureState::Done { .. });
    let more = format!("Åtgärd {}", one.number);
    html! {
        section.box {
            h3 { "Åtgärd " (one.number) }
            p { (measure_sign(one, at.of.today)) }
            p.said dir="auto" { (said.title) }
            dl.facts {
                div { dt { "Ansvarig" } dd dir="auto" { (said.who) } }
                div { dt { "Väntad effekt" } dd.said dir="auto" { (said.effect) } }
                @for line in &one.progress { @if let Some(line) = at.of.kept.lines.get(*line) {
                    div { dt { "Läget " (swedish::day(line.entry.day)) } dd.said dir="auto" { (line.words.text) } }
                } }
                @if let MeasureState::Done { line, .. } = one.state { @if let Some(line) = at.of.kept.lines.get(line) { @if !line.words.text.is_empty() {
                    div { dt { "Vid genomförandet" } dd.said dir="auto" { (line.words.text) } }
                } } }
            }
            @if open && at.can(Action::Do) { (view_actions::done(at, one)) }
            @if open && at.can(Action::Progress) { (view_actions::progress(at, one)) }
            @if open && at.can(Action::Plan) { (view_actions::plan(at, Some(one))) }
            @if open && at.can(Action::Drop) { (at.button((Action::Drop, one.number), &more)) }
            @if one.state == MeasureState::Dropped && at.can(Action::Restore) { (at.button((Action::Restore, one.number), &more)) }
            @if is_done && at.can(Action::Undo) { (at.button((Action::Undo, one.number), &more)) }
        }
    }
}

fn figure_sign(of: &FigureState) -> Markup {
    let (tone, icon) = match reached(of) {
        None => (Tone::Neutral, Icon::Circle),
        Some((true, _)) => (Tone::Good, Icon::CheckCircle),
        Some((false, true)) => (Tone::Info, Icon::Circle),
        Some((false, false)) => (Tone::Warn, Icon::Warning),
    };
    tag(tone, icon, words::stands(of))
}

/// The figures by which the effect is followed up.
fn figures(at: &Page<'_>) -> Markup {
    let all: Vec<&FigureState> = at.of.kept.stands.figures.iter().filter(|one| !one.dropped).collect();
    if all.is_empty() && !at.can(Action::ChooseFigure) {
        return html! {};
    }
    let columns = vec![
        Column::new("Mått"),
        Column::number("Vid starten"),
        Column::number("Mål"),
        Column::number("Senast"),
        Column::new("Läge"),
    ];
    let row = |one: &&FigureState| {
        Row::new(vec![
            html! { (one.kind.title()) br; span.quiet.small { (words::wish(one.wish)) ", vald " (swedish::day(one.chosen)) } },
            html! { (one.start) },
            html! { (one.aim) },
            html! { @if let Some(last) = one.newest() { (last.value) br; span.quiet.small { (swedish::day(last.on)) } } @else { "–" } },
            figure_sign(one),
        ])
    };
    html! {
        h2 { "Effekten följs upp med" }
        @if all.is_empty() {
            p.quiet { "Inget mått är valt. Välj minst ett innan åtgärderna börjar, så att effekten kan utvärderas." }
        } @else {
            (Table::new("Mått på effekten", columns).hide_caption().stack().rows(all.iter().map(row).collect()))
        }
        @for one in &all { @if at.can(Action::Measure) { (view_actions::measure(at, one)) } }
        @if at.can(Action::ChooseFigure) { (view_actions::choose_figure(at)) }
        @if at.can(Action::DropFigure) {
            @for one in &all { (view_actions::drop_figure(at, one)) }
        }
    }
}

/// A file of a line.
pub(super) fn file(at: &Page<'_>, (number, line): (usize, &Line), of: &FileOf) -> Markup {
    let name = if line.words.file.is_empty() { format!("Belägg {number}") } else { line.words.file.clone() };
    ui::file_list(&[FileItem {
        href: format!("{}/fil/{number}", at.shown.base).into(),
        title: name.into(),
        format: files::ending(&of.media_type).to_uppercase().into(),
        bytes: Some(of.size),
        note: "".into(),
    }])
}

fn evidence(at: &Page<'_>) -> Markup {
    let all = &at.of.kept.stands.evidence;
    html! {
        h2 { "Belägg" }
        @if all.is_empty() { p.quiet { "Inget belägg visar hur det är nu. Bristen kan inte utvärderas utan minst ett." } }
        ul.said-lines role="list" {
            @for number in all.iter().filter(|number| **number >= read_from(at.of)) { @if let Some(line) = at.of.kept.lines.get(*number) {
                li {
                    p.said dir="auto" { (line.words.text) }
                    @if let Some(of) = &line.file { (file(at, (*number, line), of)) }
                    p.quiet.small { (by(at, line)) }
                }
            } }
        }
        @if at.can(Action::Evidence) { (view_actions::evidence(at)) }
    }
}

/// Who wrote a line, and when. The other side reads on whose behalf; its own people are named.
fn by(at: &Page<'_>, line: &Line) -> String {
    let party = swedish::capitalised(words::party(line.entry.party));
    let day = swedish::day(line.entry.day);
    if line.entry.party == at.of.party || at.of.party == Party::Authority {
        format!("{party}, {}, {day}", line.person_name)
    } else {
        format!("{party}, {day}")
    }
}

fn evaluation(at: &Page<'_>) -> Markup {
    let Some(last) = at.of.kept.stands.evaluation else { return html! {} };
    html! {
        h2 { "Utvärdering" }
        p { strong { (words::effect(last.effect)) } ", " (swedish::day(last.on)) }
        p.said dir="auto" { (at.of.kept.words(last.line).text) }
    }
}

/// From which line on the provider reads the history: what was written before it was told may have been put otherwise since.
fn told_from(lines: &[Line]) -> usize {
    let tells = |line: &Line| {
        matches!(line.entry.happening, Happening::Told | Happening::PlanAsked { .. } | Happening::Proposed { .. })
    };
    lines.iter().position(tells).unwrap_or(lines.len())
}

/// From which line on whoever looks reads the history.
pub(super) fn read_from(of: &Opened) -> usize {
    if of.party == Party::Provider { told_from(&of.kept.lines) } else { 0 }
}

/// What has happened, the newest first.
fn history(at: &Page<'_>) -> Markup {
    let first = read_from(at.of);
    let hidden = |line: &Line| line.is_hidden_from(at.of.party);
    html! {
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in at.of.kept.lines.iter().skip(first).rev().filter(|line| !hidden(line)) {
                li {
                    p { (words::happening(&line.entry.happening)) }
                    @if !line.words.title.is_empty() { p.said dir="auto" { (line.words.title) } }
                    @if !line.words.text.is_empty() { p.said dir="auto" { (line.words.text) } }
                    p.quiet.small { (by(at, line)) }
                }
            }
        }
    }
}
