//! A theme: what it is, its cases, its measures and what came of them, and its history.

use domain::case_analysis::{Effect, Happening, Measure, MeasureState, sv as words};
use domain::cases::sv as case_words;
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Icon, Row, Table, Tone};

use super::form::{self, Fault, LONGEST, READ, Step};
use super::look::Around;
use super::store::Kept;
use super::{sv, view};
use crate::cases::Filed;

/// What is shown beside what.
#[derive(Clone, Copy)]
struct Page<'p> {
    /// The address of the school's cases, and the theme's own.
    cases: &'p str,
    base: &'p str,
    kept: &'p Kept,
    of: &'p Around,
    typed: &'p FormData,
    faults: &'p [Fault],
}

/// What a case is called: its kind and number, never a word of it.
pub(super) fn case_title(filed: &Filed) -> String {
    format!("{} {}", case_words::kind(filed.kind), filed.number)
}

impl Page<'_> {
    fn address(&self, step: Step) -> String {
        format!("{}/{}", self.base, step.slug())
    }

    fn field(&self, (step, measure): (Step, u32), part: &str, label: &'static str, now: String) -> Field<'static> {
        let name = form::name(step.slug(), measure, part);
        let fault = self.faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = if self.is_typed(step, measure) { self.typed.get(&name).to_owned() } else { now };
        Field::new(name, label).value(value).fault(fault)
    }

    /// Whether the form of the step is the one that came back with faults.
    fn is_typed(&self, step: Step, measure: u32) -> bool {
        let start = form::name(step.slug(), measure, "");
        self.faults.iter().any(|(name, _)| name.starts_with(&start))
    }

    /// A form that is folded until somebody wants it.
    fn panel(&self, (step, measure): (Step, u32), title: &str, fields: &Markup, button: &str) -> Markup {
        html! {
            details.panel open[self.is_typed(step, measure)] {
                summary { (title) }
                (ui::form(&self.address(step), &html! {
                    (ui::hidden(READ, &self.kept.lines.len().to_string()))
                    @if measure > 0 { (ui::hidden(form::MEASURE, &measure.to_string())) }
                    (fields)
                    (ui::actions(&html! { (Button::primary(button.to_owned())) }))
                }))
            }
        }
    }

    fn button(&self, (step, measure): (Step, u32), label: &str) -> Markup {
        let (read, number) = (self.kept.lines.len().to_string(), measure.to_string());
        let mut values = vec![(READ, read.as_str())];
        if measure > 0 {
            values.push((form::MEASURE, &number));
        }
        ui::post_button(&self.address(step), &Button::secondary(label.to_owned()), &values)
    }
}

/// The page.
pub(super) fn page(
    (cases, base): (&str, &str),
    (kept, of): (&Kept, &Around),
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let at = Page { cases, base, kept, of, typed, faults };
    let theme = &kept.theme;
    let gathered: Vec<String> = theme.categories.iter().map(|slug| of.title(slug)).collect();
    let pairs = [
        ("Enhet", html! { (of.unit.1) }),
        ("Hos kommunen", html! { (sv::theme(kept.number)) ", utan namn och text" }),
        (
            "Samlar",
            html! { @if gathered.is_empty() { "De ärenden som ni lägger till" } @else { (swedish::list(&gathered)) } },
        ),
        ("Läses av", html! { (sv::read_by(theme.audience)) }),
        (
            "Skrevs",
            html! { (swedish::day(theme.opened)) @if let Some(first) = kept.lines.first() { ", " (first.person_name) } },
        ),
    ];
    let body = body(&at, &pairs);
    let lost = lost(&body, typed, faults);
    html! {
        @if lost.is_empty() { (ui::error_summary(faults)) } @else { (what_was_typed(&lost)) }
        h1 { (kept.name()) }
        (body)
    }
}

/// What was typed in a form that is not on the page any more, since somebody has done something else with the measure or the
/// theme: the titles are those of the form.
fn lost<'t>(body: &Markup, typed: &'t FormData, faults: &[Fault]) -> Vec<(&'static str, &'t str)> {
    let is_drawn = |name: &str| body.0.contains(&form::as_attribute(name));
    if !faults.iter().any(|(name, fault)| fault == sv::CHANGED && !is_drawn(name)) {
        return Vec::new();
    }
    let is_typed = |name: &str, text: &str| {
        !matches!(name, READ | form::MEASURE) && !name.ends_with("-arende") && !text.trim().is_empty()
    };
    let own = typed.iter().filter(|(name, text)| is_typed(name, text));
    own.map(|(name, text)| (sv::field(name), text)).collect()
}

fn what_was_typed(lost: &[(&'static str, &str)]) -> Markup {
    ui::notice(
        Tone::Warn,
        sv::GONE_TITLE,
        &html! {
            p { (sv::GONE) }
            dl.facts { @for (title, text) in lost { div { dt { (title) } dd { p.said dir="auto" { (text) } } } } }
        },
    )
}

fn body(at: &Page<'_>, pairs: &[(&str, Markup)]) -> Markup {
    let (kept, of, theme) = (at.kept, at.of, &at.kept.theme);
    let said = kept.words(theme.line);
    html! {
        @if theme.withdrawn {
            (ui::notice(Tone::Neutral, "Temat är undanlagt", &html! { p { "Det finns kvar att läsa." } (at.button((Step::TakeUp, 0), "Ta fram temat")) }))
        } @else {
            p { (view::standing(theme.standing(&of.facts, of.today), of.today)) }
        }
        (ui::key_values(pairs))
        h2 { "Orsak" }
        @if said.text.is_empty() { p.quiet { "Ingen orsak är skriven än." } } @else { p.said dir="auto" { (said.text) } }
        @if !theme.withdrawn { (change(at)) }
        (measures(at))
        (gathers(at))
        (history(at))
        @if !theme.withdrawn {
            p.quiet { (sv::WHO_READS) }
            (at.button((Step::Withdraw, 0), "Lägg undan temat"))
        }
    }
}

/// Name, cause and categories.
fn change(at: &Page<'_>) -> Markup {
    let said = at.kept.words(at.kept.theme.line);
    let step = Step::Rewrite.slug();
    let name = |part: &str| form::name(step, 0, part);
    let now;
    let typed = if at.is_typed(Step::Rewrite, 0) {
        at.typed
    } else {
        let karnor = name("karnor");
        let mut pairs = vec![(name("namn"), said.title), (name("orsak"), said.text)];
        pairs.extend(at.kept.theme.categories.iter().map(|slug| (karnor.clone(), slug.clone())));
        now = FormData::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        &now
    };
    let fields = view::fields(step, at.of, &at.kept.theme.categories, (typed, at.faults));
    at.panel((Step::Rewrite, 0), "Ändra namn, orsak eller kärnor", &fields, "Spara ändringen")
}

fn measures(at: &Page<'_>) -> Markup {
    let theme = &at.kept.theme;
    let (in_use, dropped): (Vec<&Measure>, Vec<&Measure>) = theme.measures.iter().partition(|one| !one.dropped);
    html! {
        h2 { "Åtgärder" }
        @if in_use.is_empty() { p.quiet { "Ingen åtgärd är planerad än." } }
        @for one in in_use { (measure(at, one)) }
        @if !theme.withdrawn { (plan(at, None)) }
        @if !dropped.is_empty() {
            (ui::reveal("Strukna åtgärder", at.faults.is_empty() && theme.measures.iter().all(|one| one.dropped), &html! {
                @for one in dropped {
                    p { "Åtgärd " (one.number) ": " (at.kept.words(one.line).title) }
                    @if !theme.withdrawn { (at.button((Step::Restore, one.number), "Ta tillbaka åtgärden")) }
                }
            }))
        }
    }
}

fn tag(one: &Measure, today: kernel::Day) -> Markup {
    let (tone, icon) = match one.state {
        MeasureState::Planned if one.by < today => (Tone::Warn, Icon::Warning),
        MeasureState::Planned => (Tone::Info, Icon::Clock),
        MeasureState::Done { .. } | MeasureState::Followed { .. } => (Tone::Good, Icon::CheckCircle),
    };
    let late = one.state == MeasureState::Planned && one.by < today;
    ui::tag(tone, icon, if late { "Planerad, dagen har gått" } else { words::state(one.state) })
}

fn measure(at: &Page<'_>, one: &Measure) -> Markup {
    let said = at.kept.words(one.line);
    let line = |line: usize| at.kept.words(line).text;
    let mut pairs = vec![("Ansvarar", html! { (said.text) }), ("Klar senast", html! { (swedish::day(one.by)) })];
    if let Some(on) = one.state.done_on() {
        pairs.push(("Gjordes", html! { (swedish::day(on)) }));
    }
    match one.state {
        MeasureState::Planned => {}
        MeasureState::Done { line: done, .. } => {
            if !line(done).is_empty() {
                pairs.push(("Om det", html! { span.said dir="auto" { (line(done)) } }));
            }
        }
        MeasureState::Followed { done_line, effect, said, line: followed, .. } => {
            if !line(done_line).is_empty() {
                pairs.push(("Om det", html! { span.said dir="auto" { (line(done_line)) } }));
            }
            pairs.push(("Följdes upp", html! { (swedish::day(said)) ": " (words::effect(effect)) }));
            pairs.push(("Vad som blev av det", html! { span.said dir="auto" { (line(followed)) } }));
        }
    }
    let number = one.number;
    html! {
        section {
            h3 { "Åtgärd " (number) ": " (said.title) }
            p { (tag(one, at.of.today)) }
            (ui::key_values(&pairs))
            @if let Some(on) = one.state.done_on() { p { strong { (sv::after(at.kept.theme.after(on, &at.of.facts, at.of.today))) } } }
            @if !at.kept.theme.withdrawn {
                @match one.state {
                    MeasureState::Planned => (done(at, number)),
                    MeasureState::Done { .. } => (follow(at, number)),
                    MeasureState::Followed { .. } => {}
                }
                (plan(at, Some(one)))
                div.actions {
                    @if one.state != MeasureState::Planned { (at.button((Step::Back, number), "Ångra det senaste steget")) }
                    (at.button((Step::Drop, number), "Stryk åtgärden"))
                }
            }
        }
    }
}

fn done(at: &Page<'_>, number: u32) -> Markup {
    let step = (Step::Done, number);
    let fields = html! {
        (ui::date_input(&at.field(step, "dag", "Vilken dag gjordes den?", at.of.today.to_string())))
        (ui::textarea(&at.field(step, "text", "Vad gjordes?", String::new()).optional(), 3, Some(LONGEST)))
    };
    at.panel(step, "Den är gjord", &fields, "Spara att den är gjord")
}

fn follow(at: &Page<'_>, number: u32) -> Markup {
    let step = (Step::Follow, number);
    let effects: Vec<Choice<'_>> = Effect::ALL.iter().map(|one| Choice::new(one.slug(), words::effect(*one))).collect();
    let fields = html! {
        (ui::radios(&at.field(step, "effekt", "Hjälpte den?", String::new()), &effects))
        (ui::textarea(&at.field(step, "text", "Vad blev det av den?", String::new()), 4, Some(LONGEST)))
    };
    at.panel(step, "Följ upp vad den ledde till", &fields, "Spara uppföljningen")
}

/// The form of a new measure, or of what is said of one.
fn plan(at: &Page<'_>, one: Option<&Measure>) -> Markup {
    // A new one gets its number when it is kept: a colleague may have planned another meanwhile.
    let number = one.map_or(0, |one| one.number);
    let step = (Step::Plan, number);
    let said = one.map(|one| at.kept.words(one.line)).unwrap_or_default();
    let by = one.map(|one| one.by.to_string()).unwrap_or_default();
    let fields = html! {
        (ui::textarea(&at.field(step, "vad", "Vad ska göras?", said.title), 3, Some(LONGEST)))
        (ui::text_input(&at.field(step, "ansvar", "Vem ansvarar?", said.text).help("Helst en roll, till exempel rektor eller studieadministratören.")))
        (ui::date_input(&at.field(step, "senast", "Klar senast", by)))
    };
    let (title, button) = if one.is_some() {
        ("Ändra åtgärden", "Spara ändringen")
    } else {
        ("Planera en åtgärd", "Spara åtgärden")
    };
    at.panel(step, title, &fields, button)
}

fn gathers(at: &Page<'_>) -> Markup {
    let theme = &at.kept.theme;
    let last = theme.measures.iter().filter(|one| !one.dropped).filter_map(|one| one.state.done_on()).max();
    let mut shown: Vec<&Filed> =
        at.of.facts.iter().filter(|fact| theme.has(fact)).filter_map(|fact| at.of.filed.get(&fact.case)).collect();
    shown.sort_by_key(|filed| std::cmp::Reverse((filed.received, filed.number)));
    let columns = ["Ärende", "Kom in", "Kärna", "Läge", "I temat"].map(ui::Column::new).to_vec();
    let rows = shown.iter().map(|filed| {
        let after = last.is_some_and(|day| filed.received > day);
        let by_hand = theme.cases.contains(&filed.id);
        let row = Row::new(vec![
            html! { a href={ (at.cases) "/" (filed.id) } { (case_title(filed)) } },
            html! { (swedish::day(filed.received)) @if after { br; span.quiet.small { "Efter åtgärden" } } },
            html! { @match &filed.category { Some(slug) => (at.of.title(slug)), None => (sv::NO_CATEGORY) } },
            html! { (case_words::state(filed.state)) },
            html! {
                @if by_hand && !theme.withdrawn {
                    (ui::post_button(&at.address(Step::LetGo), &Button::plain("Ta bort").more(format!(" {} ur temat", case_title(filed))),
                        &[(READ, &at.kept.lines.len().to_string()), ("arende", &filed.id.to_string())]))
                } @else if by_hand { "Tillagt" } @else { "Genom kärnan" }
            },
        ]);
        if after { row.tone(Tone::Warn) } else { row }
    });
    let outside = at.of.gatherable(at.kept);
    let step = (Step::Gather, 0);
    let name = form::name(Step::Gather.slug(), 0, "arende");
    let ticked = at.typed.all(&name);
    let choices: Vec<Choice<'_>> = outside
        .iter()
        .map(|filed| {
            let id = filed.id.to_string();
            let core = filed.category.as_ref().map_or_else(|| sv::NO_CATEGORY.to_owned(), |slug| at.of.title(slug));
            let checked = ticked.contains(&id);
            Choice::new(id, format!("{}, {}, {}", case_title(filed), swedish::day(filed.received), core))
                .checked(checked)
        })
        .collect();
    html! {
        h2 { "Ärenden i temat" }
        (Table::new("Ärenden i temat", columns).hide_caption().stack().rows(rows.collect()).empty(ui::empty_state(
            "Inga ärenden i temat än", "Lägg till de ärenden som visar felet, eller välj kärnor som temat samlar.", &html! {})))
        @if !theme.withdrawn && !choices.is_empty() {
            (at.panel(step, "Lägg till ärenden", &ui::checkboxes(&at.field(step, "arende", "Vilka ärenden hör till temat?", String::new()), &choices), "Lägg till dem"))
        }
    }
}

fn history(at: &Page<'_>) -> Markup {
    html! {
        (ui::reveal("Historik", false, &html! {
            ol.said-lines role="list" {
                @for line in at.kept.lines.iter().rev() {
                    li {
                        p { strong { (words::happening(&line.entry.happening)) }
                            @if let Happening::Gathered { case } | Happening::LetGo { case } = &line.entry.happening {
                                @if let Some(filed) = at.of.filed.get(case) { ": " (case_title(filed)) }
                            }
                            ", " (line.person_name) " " span.quiet { (swedish::day(line.entry.day)) } }
                        @if !line.words.title.is_empty() { p.said dir="auto" { (line.words.title) } }
                        @if !line.words.text.is_empty() { p.said dir="auto" { (line.words.text) } }
                        @if let Happening::Opened { categories, .. } | Happening::Rewritten { categories } = &line.entry.happening {
                            @if !categories.is_empty() {
                                p.quiet { "Kärnor: " (swedish::list(&categories.iter().map(|slug| at.of.title(slug)).collect::<Vec<_>>())) }
                            }
                        }
                    }
                }
            }
        }))
    }
}
