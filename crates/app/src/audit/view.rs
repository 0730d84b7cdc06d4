//! The auditor's pages, drawn.

use ::store::Chain;
use kernel::id::kind::Person;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use serde_json::Value as Json;
use ui::{Choice, Column, Event, Field, Icon, Row, Tab, Table, Tone, Width};

use super::jobs::Outcome;
use super::store::{Filter, Line};
use super::sv;

/// The value of `kedja` for the chain of readings.
pub(super) const READINGS: &str = "lasningar";

pub(super) struct Overview<'a> {
    pub base: &'a str,
    pub filter: &'a Filter,
    pub lines: &'a [Line],
    /// What each line is about: words, and the address where the reader may see it.
    pub things: &'a [Vec<(String, Option<String>)>],
    pub more: bool,
    pub kinds: &'a [String],
    pub people: &'a [(Id<Person>, String)],
}

impl Overview<'_> {
    /// The address's query for the same events, before the given number.
    fn query(&self, before: Option<i64>) -> String {
        let filter = self.filter;
        let mut parts = Vec::new();
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                parts.push(format!("{name}={}", value.replace('%', "%25").replace('&', "%26").replace(' ', "+")));
            }
        };
        add("kedja", (filter.chain == Chain::Read).then(|| READINGS.to_owned()));
        add("handelse", filter.kind.clone());
        add("person", filter.person.map(|id| id.to_string()));
        add("fran", filter.from.map(|day| day.to_string()));
        add("till", filter.to.map(|day| day.to_string()));
        add("om", filter.subject.map(|id| id.to_string()));
        add("fore", before.map(|seq| seq.to_string()));
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    pub(super) fn draw(&self) -> Markup {
        let readings = format!("{}?kedja={READINGS}", self.base);
        let reading = self.filter.chain == Chain::Read;
        let tabs = [
            Tab { href: self.base, label: "Ändringar", count: None, current: !reading },
            Tab { href: &readings, label: "Läsningar", count: None, current: reading },
        ];
        html! {
            h1 { (sv::TITLE) }
            p.lead { "Allt som har ändrats hos myndigheten, i den ordning det skedde. Inget kan läggas till, ändras eller \
                tas bort i efterhand utan att det märks." }
            (ui::actions(&html! {
                (ui::link_button(&format!("{}/kontroll", self.base), "Kontrollera kedjan", true))
                (ui::link_button(&format!("{}/utlamnat", self.base), "Utlämnat ur ärenden", false))
                (ui::link_button(&self.base.replace("/granskning", "/stickprov"), "Stickprov", false))
                (ui::link_button(&self.base.replace("/granskning", "/besoksprotokoll"), "Protokoll från besök", false))
            }))
            (ui::guide("Vad är en kedja?", &explanation()))
            (ui::tabs("Vilken kedja", &tabs))
            (self.form())
            (self.events())
        }
    }

    fn form(&self) -> Markup {
        let filter = self.filter;
        let kind = filter.kind.clone().unwrap_or_default();
        let person = filter.person.map(|id| id.to_string()).unwrap_or_default();
        let mut kinds = vec![Choice::new("", "Alla händelser")];
        kinds.extend(self.kinds.iter().map(|kind| Choice::new(kind.clone(), sv::kind(kind))));
        let mut people = vec![Choice::new("", "Alla personer")];
        people.extend(self.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())));
        let day = |day: Option<kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
        ui::search_form(
            self.base,
            &html! {
                @if filter.chain == Chain::Read { (ui::hidden("kedja", READINGS)) }
                @if let Some(subject) = filter.subject { (ui::hidden("om", &subject.to_string())) }
                (ui::select(&Field::new("handelse", "Händelse").value(kind), &kinds))
                (ui::select(&Field::new("person", "Person").value(person), &people))
                (ui::text_input(&Field::new("fran", "Från").value(day(filter.from)).width(Width::Short)))
                (ui::text_input(&Field::new("till", "Till").value(day(filter.to)).width(Width::Short)))
                (ui::Button::secondary("Visa"))
            },
        )
    }

    fn events(&self) -> Markup {
        let all = if self.filter.chain == Chain::Read {
            format!("{}?kedja={READINGS}", self.base)
        } else {
            self.base.to_owned()
        };
        if self.lines.is_empty() {
            let (heading, text) = if self.filter.narrows() || self.filter.before.is_some() {
                ("Inga händelser stämmer med urvalet", "Ta bort något i urvalet, eller visa alla händelser.")
            } else if self.filter.chain == Chain::Read {
                ("Ingen har läst personuppgifter i ärenden", "När någon gör det visas det här.")
            } else {
                ("Inget har hänt än", "Varje ändring visas här så snart den är gjord.")
            };
            return ui::empty_state(heading, text, &html! { a href=(all) { "Visa alla händelser" } });
        }
        let events: Vec<Event<'_>> =
            self.lines.iter().enumerate().map(|(at, line)| self.event(line, self.things.get(at))).collect();
        html! {
            div.table-tools {
                @if self.filter.narrows() { p.shown { "Ett urval visas. " a href=(all) { "Visa alla händelser" } } }
                a.csv href={ (self.base) "/csv" (self.query(None)) } download { "Hämta som csv" }
            }
            (ui::timeline(&events))
            nav.pagination aria-label="Sidor" {
                @if self.filter.before.is_some() {
                    a.step href={ (self.base) (self.query(None)) } { "Nyaste händelserna" }
                }
                @if self.more {
                    @let last = self.lines.last().map(|line| line.seq);
                    a.step href={ (self.base) (self.query(last)) } rel="next" { "Äldre händelser" }
                }
            }
        }
    }

    fn event<'b>(&self, line: &'b Line, things: Option<&Vec<(String, Option<String>)>>) -> Event<'b> {
        let (icon, tone) = look(&line.kind);
        let about = html! {
            @for (words, href) in things.into_iter().flatten() {
                p { @if let Some(href) = href { a href=(href) { (words) } } @else { (words) } }
            }
        };
        Event {
            when: format!("{}, händelse {}", swedish::instant(line.at), swedish::integer(line.seq)).into(),
            stamp: line.at.to_string().into(),
            sentence: sv::sentence(line).into(),
            more: Some(html! { (about) (self.details(line)) }),
            icon,
            tone,
        }
    }

    fn details(&self, line: &Line) -> Markup {
        let facts: Json = serde_json::from_str(&line.facts).unwrap_or_default();
        let mut rows: Vec<(String, Markup)> =
            vec![("Slag".to_owned(), html! { (sv::kind(&line.kind)) " (" code { (line.kind) } ")" })];
        if let Some(role) = &line.role {
            rows.push(("I rollen".to_owned(), html! { (sv::role(role)) }));
        }
        if let Json::Object(facts) = &facts {
            rows.extend(facts.iter().filter(|(name, value)| !value.is_null() && *name != "rows").map(
                |(name, value)| {
                    (
                        sv::fact_of(&line.kind, name).to_owned(),
                        html! {
                            @match value {
                                Json::String(text) if is_hash(text) => span.hash { (ui::hash_groups(text)) },
                                value => (sv::value_of(&line.kind, name, value)),
                            }
                        },
                    )
                },
            ));
        }
        if let Some(subject) = line.subject {
            let same = format!("{}?om={subject}", self.base);
            rows.push(("Gäller".to_owned(), html! { a href=(same) { "Alla händelser om samma sak" } }));
        }
        rows.push(("Händelsens summa".to_owned(), html! { span.hash { (ui::hash_groups(&line.hash)) } }));
        ui::reveal("Uppgifterna i händelsen", false, &ui::key_values(&rows))
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The sign of an event, by what it is about.
fn look(kind: &str) -> (Icon, Tone) {
    match kind.split('.').next().unwrap_or_default() {
        "submission" => (Icon::Sent, Tone::Good),
        "year" => (Icon::Calendar, Tone::Neutral),
        "person" | "seat" | "link" | "account" | "session" | "people" => (Icon::User, Tone::Neutral),
        "dataset" | "release" | "registration" => (Icon::File, Tone::Neutral),
        "message" | "thread" => (Icon::Bubble, Tone::Neutral),
        "assignment" => (Icon::Pencil, Tone::Neutral),
        _ => (Icon::Circle, Tone::Neutral),
    }
}

fn explanation() -> Markup {
    html! {
        p { "Varje ändring skrivs ned som en händelse i samma stund som den sparas. Händelsen får en kontrollsumma som \
            räknas fram ur händelsens egna uppgifter och ur kontrollsumman för händelsen före. Så hänger alla händelser \
            ihop, som länkar i en kedja." }
        p { "Ändrar någon ett enda tecken i en gammal händelse stämmer varken den eller någon senare länk. Tas en händelse \
            bort, eller smygs en in, går kedjan av. Kontrollen räknar om allt från början och jämför också med det som \
            har lämnats in, årets dokument, rapporterna och filerna." }
        p { "Den som styr över hela databasen kan kapa slutet av kedjan eller skriva om den från början. Därför finns \
            kontrollsumman att skriva ned: förvara den någon annanstans, så avslöjar den även det." }
    }
}

/// The outcome of a verification.
pub(super) fn check(base: &str, under_way: bool, last: Option<&(Instant, Outcome)>, tenant: &str) -> Markup {
    let own = format!("{base}/kontroll");
    html! {
        h1 { (sv::CHECK_TITLE) }
        @if under_way {
            (ui::notice(Tone::Info, "Kontrollen pågår", &html! {
                p role="status" { "Alla händelser, rader och filer läses och räknas om. Det kan ta några minuter. Du kan lämna \
                    sidan och komma tillbaka." }
                p { a href=(own) { "Visa om kontrollen är klar" } }
            }))
        }
        @if let Some((at, outcome)) = last {
            (found(outcome))
            p.when { "Kontrollerat " (swedish::instant(*at)) " för " (tenant) "." }
        } @else if !under_way {
            (ui::empty_state("Ingen kontroll är gjord än", "Kontrollen visar om något har ändrats, lagts till eller tagits bort \
                vid sidan av systemet.", &html! {}))
        }
        (ui::actions(&html! {
            @if !under_way { (ui::post_button(&own, &ui::Button::primary("Kontrollera nu"), &[])) }
            a href=(base) { "Till händelserna" }
        }))
    }
}

fn found(outcome: &Outcome) -> Markup {
    html! {
        @if outcome.faults == 0 {
            (ui::notice(Tone::Good, "Allt stämmer", &html! {
                p { (outcome.looked_at) }
                p { "Inget har ändrats, lagts till eller tagits bort sedan det skrevs." }
            }))
        } @else {
            (ui::notice(Tone::Bad, &sv::wrong_count(outcome.faults), &html! {
                p { "Ändra inget. Kontakta den som ansvarar för driften och spara den här sidan, till exempel genom att \
                    skriva ut den." }
            }))
            h2 { "Det här stämmer inte" }
            ol { @for fault in &outcome.says { li { (fault) } } }
            @if outcome.faults > outcome.says.len() {
                p { "Bara de första visas. Driften kan ta fram alla." }
            }
            p { (outcome.looked_at) }
        }
        h2 { "Skriv ned var kedjan slutar" }
        p { "Förvara uppgifterna utanför systemet, till exempel i diariet. Vid en senare kontroll ska händelsen med samma \
            nummer ha samma kontrollsumma. Då vet du att inget före den har skrivits om." }
        (heads(outcome))
    }
}

fn heads(outcome: &Outcome) -> Markup {
    let rows = outcome
        .heads
        .iter()
        .map(|(chain, seq, hash)| {
            Row::new(vec![
                html! { (chain) },
                html! { (swedish::integer(*seq)) },
                html! { @if *seq == 0 { "Kedjan är tom" } @else { span.hash { (ui::hash_groups(hash)) } } },
            ])
        })
        .collect();
    let columns = vec![Column::new("Kedja"), Column::number("Sista händelsen"), Column::new("Kontrollsumma")];
    html! { (Table::new("Var kedjorna slutar", columns).hide_caption().stack().rows(rows)) }
}
