//! The page about letters, drawn.

use kernel::swedish;
use maud::{Markup, html};
use ui::{Button, Choice, Column, Field, Icon, Row, Tab, Table, Tone, Width};

use super::store::{Filter, LetterKind, LetterState, Line};
use super::sv;

/// What whoever looks may do and see.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    /// See people's addresses.
    pub people: bool,
    /// Have letters sent.
    pub manages: bool,
}

#[derive(Debug)]
pub(super) struct List<'a> {
    pub base: &'a str,
    pub filter: &'a Filter,
    pub lines: &'a [Line],
    pub counts: &'a [(LetterState, i64)],
    pub more: bool,
    /// Whether the installation sends letters at all.
    pub sends: bool,
    pub rights: Rights,
}

/// How far a letter has come, as a sign and a word.
fn state(state: LetterState) -> Markup {
    let (tone, icon) = match state {
        LetterState::Waiting => (Tone::Info, Icon::Clock),
        LetterState::Sent => (Tone::Good, Icon::CheckCircle),
        LetterState::GivenUp => (Tone::Bad, Icon::Warning),
    };
    ui::state::tag(tone, icon, sv::state(state))
}

/// To whom: the name, and the address for those who may see it.
fn to(line: &Line, rights: Rights) -> Markup {
    let address = line.to.address.as_deref().filter(|_| rights.people);
    if line.kind == LetterKind::Notice {
        return html! { (sv::NOTICE_TO) };
    }
    html! {
        @match (&line.to.person, address) {
            (Some((_, name)), Some(address)) => { (name) br; span.quiet.small { (address) } },
            (Some((_, name)), None) => { (name) },
            (None, Some(address)) => { (address) },
            (None, None) => { "En adress som har mejlat in" },
        }
    }
}

/// What it is about, and of what kind; of a letter about several authorities the kind alone.
fn subject(line: &Line) -> Markup {
    html! {
        @match &line.subject {
            Some(subject) => { (subject) br; span.quiet.small { (sv::kind(line.kind)) } },
            None => { (sv::kind(line.kind)) br; span.quiet.small { (sv::SHARED) } },
        }
    }
}

fn when(line: &Line, sends: bool) -> Markup {
    html! {
        @match (line.state, line.ended_at) {
            (LetterState::Sent, Some(at)) => { (swedish::instant(at)) },
            (LetterState::GivenUp, _) => { (sv::why(line.fault.as_deref().unwrap_or_default())) },
            _ if !sends => { "Skickas inte härifrån" },
            _ => {
                @if let Some(fault) = &line.fault { (sv::why(fault)) " " (sv::next(line.next_try_at)) }
                @else { "På väg" }
            }
        }
    }
}

impl List<'_> {
    pub(super) fn draw(&self) -> Markup {
        html! {
            h1 { (sv::TITLE) }
            p.lead { "Breven som systemet har skickat, och hur det gick. Inget brev innehåller personuppgifter; mottagaren loggar in \
                för att läsa mer." }
            @if !self.sends { (ui::notice(Tone::Info, sv::NO_MAIL, &html! { p { (sv::NO_MAIL_TEXT) } })) }
            @if self.rights.manages {
                div.actions {
                    (ui::post_button(&format!("{}/prov", self.base), &Button::secondary("Skicka ett provbrev till mig"), &[]))
                }
            }
            (self.tabs())
            (self.form())
            (self.table())
        }
    }

    fn tabs(&self) -> Markup {
        let number = |state| self.counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, number)| *number);
        let addresses: Vec<(String, LetterState)> =
            LetterState::ALL.iter().map(|state| (format!("{}?lage={}", self.base, state.slug()), *state)).collect();
        let mut tabs = vec![Tab { href: self.base, label: "Alla", count: None, current: self.filter.state.is_none() }];
        tabs.extend(addresses.iter().map(|(href, state)| Tab {
            href,
            label: sv::states(*state),
            count: u64::try_from(number(*state)).ok(),
            current: self.filter.state == Some(*state),
        }));
        ui::tabs("Läge", &tabs)
    }

    fn form(&self) -> Markup {
        let mut kinds = vec![Choice::new("", "Alla slag")];
        kinds.extend(LetterKind::ALL.iter().map(|kind| Choice::new(kind.slug(), sv::kind(*kind))));
        let kind = self.filter.kind.map_or("", LetterKind::slug);
        let day = self.filter.day.map(|day| day.to_string()).unwrap_or_default();
        ui::search_form(
            self.base,
            &html! {
                @if let Some(state) = self.filter.state { (ui::hidden("lage", state.slug())) }
                (ui::select(&Field::new("slag", "Slag").value(kind).width(Width::Medium), &kinds))
                (ui::date_input(&Field::new("dag", "Dag").value(day).width(Width::Short)))
                (Button::secondary("Visa"))
            },
        )
    }

    fn table(&self) -> Markup {
        let rows = self.lines.iter().map(|line| {
            Row::new(vec![
                html! { (swedish::instant(line.queued_at)) },
                subject(line),
                to(line, self.rights),
                state(line.state),
                when(line, self.sends),
            ])
            .href(format!("{}/{}", self.base, line.id))
        });
        let columns = vec![
            Column::new("Skapat"),
            Column::new("Brev"),
            Column::new("Till"),
            Column::new("Läge").narrow(),
            Column::new("Hur det gick"),
        ];
        let narrowed = self.filter.state.is_some() || self.filter.kind.is_some() || self.filter.day.is_some();
        let empty = if narrowed {
            ui::empty_state(
                "Inget brev passar",
                "Ändra urvalet, eller visa alla brev.",
                &html! {
                    a href=(self.base) { "Visa alla brev" }
                },
            )
        } else {
            ui::empty_state(
                "Inga brev än",
                "Här syns påminnelser och svar på mejl när systemet har skickat dem.",
                &html! {},
            )
        };
        html! {
            (Table::new("Brev", columns).hide_caption().stack().rows(rows.collect()).empty(empty))
            @if self.more { p { "De 200 nyaste visas. Välj en dag för att se äldre." } }
        }
    }
}

/// One letter.
pub(super) fn letter(base: &str, line: &Line, text: Option<&str>, sends: bool, rights: Rights) -> Markup {
    let mut facts = vec![
        ("Till", to(line, rights)),
        ("Slag", html! { (sv::kind(line.kind)) }),
        ("Skapat", html! { (swedish::instant(line.queued_at)) }),
        ("Läge", state(line.state)),
        ("Hur det gick", when(line, sends)),
    ];
    if line.tries > 0 {
        facts.push(("Försök", html! { (sv::tries(line.tries)) }));
    }
    // The server's words may have the address in them.
    if let Some(says) = line.says.as_deref().filter(|says| !says.is_empty() && rights.people) {
        facts.push(("Serverns svar", html! { span lang="en" { (says) } }));
    }
    html! {
        h1 { (line.subject.as_deref().unwrap_or(sv::kind(line.kind))) }
        (ui::key_values(&facts))
        @match text {
            Some(text) => { h2 { "Så står det i brevet" } pre.letter { (text) } },
            None => { p { (sv::SHARED_TEXT) } },
        }
        @if rights.manages && line.state == LetterState::GivenUp {
            (ui::post_button(&format!("{base}/{}/igen", line.id), &Button::primary("Skicka brevet igen"), &[]))
        }
        p { a href=(base) { "Alla utskick" } }
    }
}
