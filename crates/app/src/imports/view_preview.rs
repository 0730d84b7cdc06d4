//! What a file that has been read looks like: what was found, what taking it in does, and what became of it.

use maud::{Markup, html};
use ui::{Button, FaultGroup, FaultPlace, Tile, Tone};

use super::findings::{Findings, Group};
use super::opening::Sample;
use super::plan::{Outcome, Planned};
use super::store::{Run, State};
use super::view::{count, first_rows, state};
use super::{sv, view_otherwise};

/// The box that is to be ticked where much is taken away.
pub(super) const MEANT: &str = "borttagning";

/// What the page is made of that shows what is in a file.
pub(super) struct Preview<'a> {
    /// The file's address.
    pub address: &'a str,
    /// The file.
    pub run: &'a Run,
    /// What came of reading it.
    pub outcome: &'a Outcome,
    /// Its first rows.
    pub sample: &'a Sample,
    /// How many participations count today.
    pub counting: i64,
    /// Whether it has all there is of each person in it.
    pub per_person: bool,
    /// Whether it can be said once more how it is to be read.
    pub otherwise: bool,
    /// What is wrong with what was said.
    pub faults: &'a [(&'a str, String)],
}

fn tiles(outcome: &Outcome) -> Markup {
    let counts = &outcome.counts;
    let tile = |label: &'static str, figure: u32, note: &'static str| Tile {
        label: label.into(),
        figure: count(figure).into(),
        note: note.into(),
        ..Tile::default()
    };
    ui::tiles(&[
        tile("Rader i filen", counts.read, ""),
        tile("Nya", counts.added, "kursdeltaganden"),
        tile("Ändrade", counts.changed, "säger något annat än förut"),
        tile("Oförändrade", counts.unchanged, "påverkar inget"),
        tile("Tas bort", counts.removed, "finns inte längre i filen"),
        tile("Avvisade", counts.rejected, "rader med fel"),
    ])
}

fn fault_groups<'a>(groups: &[&'a Group]) -> Vec<FaultGroup<'a>> {
    groups
        .iter()
        .map(|group| FaultGroup {
            fault: if group.count > 1 { sv::rows(group.count).into() } else { "".into() },
            remedy: group.what.as_str().into(),
            places: group
                .first
                .iter()
                .map(|spot| FaultPlace {
                    sheet: "".into(),
                    row: spot.row,
                    name: "".into(),
                    column: group.field_name().into(),
                    value: spot.value.as_str().into(),
                    hidden: group.is_hidden(),
                })
                .collect(),
        })
        .collect()
}

fn found(findings: &Findings) -> Markup {
    let (bad, good): (Vec<&Group>, Vec<&Group>) = findings.groups.iter().partition(|group| group.keeps_out);
    html! {
        @if !bad.is_empty() { h2 { "Fel som håller rader utanför" } (ui::fault_groups(&fault_groups(&bad))) }
        @if !good.is_empty() {
            h2 { "Att titta på" }
            p { "Det här håller ingen rad utanför." }
            (ui::fault_groups(&fault_groups(&good)))
        }
    }
}

fn hand_back(address: &str, outcome: &Outcome) -> Markup {
    html! {
        @if outcome.counts.rejected > 0 || !outcome.findings.groups.is_empty() {
            p { a href={ (address) "/tillbaka" } download { "Hämta filen med kolumnerna Resultat och Fel" } }
        }
    }
}

/// Where the file comes from, and what it speaks of where it is a full one.
fn speaks_of(planned: &Planned, per_person: bool) -> Markup {
    html! {
        @if let Some(fetched) = &planned.fetched { p { (sv::fetched_from(&fetched.source, fetched.at)) } }
        @if planned.full || per_person {
            p { (sv::speaks_of(planned.from.zip(planned.to), planned.providers.len(), per_person)) }
        }
    }
}

pub(super) fn preview(page: &Preview<'_>) -> Markup {
    let (address, outcome) = (page.address, page.outcome);
    let planned = Planned::from_json(&page.run.plan);
    html! {
        (ui::error_summary(page.faults))
        h1 { "Vad finns i filen?" }
        p { strong { (page.run.file_name) } ". " (sv::kind(planned.kind())) ". Inget av det räknas än." }
        (speaks_of(&planned, page.per_person))
        (tiles(outcome))
        (goes(page, planned.fetched.is_some()))
        @if outcome.counts.spared > 0 { p { (sv::spared(outcome.counts.spared)) } }
        @if outcome.starts_unknown { (ui::notice(Tone::Warn, sv::STARTS_UNKNOWN_TITLE, &html! { p { (sv::STARTS_UNKNOWN) } })) }
        (view_otherwise::section(address, outcome))
        @if let Some(written) = &outcome.written {
            @if !written.remarks.is_empty() {
                (ui::reveal("Att veta om rubrikerna", false, &html! { ul { @for text in &written.remarks { li { (text) } } } }))
            }
        }
        (found(&outcome.findings))
        p.quiet { (sv::catalogue(outcome.courses_at)) }
        (hand_back(address, outcome))
        (first_rows(page.sample, &page.sample.fields()))
        (decision(page))
        p.quiet { (sv::waits_until(page.run.expires_at.day())) }
    }
}

/// What a full file takes away, and the way back from it.
fn goes(page: &Preview<'_>, fetched: bool) -> Markup {
    let removed = page.outcome.counts.removed;
    let large = i64::from(removed) * 10 > page.counting;
    html! {
        @if removed > 0 {
            (ui::notice(if large { Tone::Warn } else { Tone::Info }, "Det som tas bort", &html! {
                p { (sv::removed(removed, page.counting, fetched)) }
                p { (sv::way_back(fetched)) }
            }))
        }
    }
}

/// The buttons. Where much goes its number is ticked off first.
fn decision(page: &Preview<'_>) -> Markup {
    let (address, counts) = (page.address, &page.outcome.counts);
    let fault = page.faults.iter().find(|(field, _)| *field == MEANT).map(|(_, text)| text.as_str());
    html! {
        (ui::form(&format!("{address}/ta-in"), &html! {
            @if counts.takes_much(page.counting) {
                (ui::checkbox(&ui::Field::new(MEANT, sv::meant(counts.removed)).required().fault(fault)))
            }
            (ui::actions(&html! {
                (Button::primary(sv::take_words(counts)))
                (Button::secondary("Läs inte in något").action(format!("{address}/slang")))
                @if page.otherwise { (Button::secondary(sv::OTHERWISE_READ).action(format!("{address}/igen"))) }
            }))
        }))
    }
}

pub(super) fn over(base: &str, address: &str, run: &Run, outcome: &Outcome, per_person: bool) -> Markup {
    let again = matches!(run.state, State::Failed | State::Nothing) && run.stored.is_some();
    html! {
        h1 { (run.file_name) }
        p { (state(run.state)) }
        (speaks_of(&Planned::from_json(&run.plan), per_person))
        @match (&run.state, &outcome.why) {
            (State::Failed, Some(why)) => (ui::notice(Tone::Bad, "Filen lästes inte", &html! { p { (why) } })),
            (State::Nothing, _) if outcome.counts.rejected == outcome.counts.read && outcome.counts.read > 0 => {
                p { "Ingen rad gick att läsa in. Alla har något att rätta." }
            }
            (State::Nothing, _) => p { "Filen ändrar ingenting: det som kan läsas in är redan inläst." },
            _ => p { (sv::over(run.state)) },
        }
        @if outcome.counts.read > 0 {
            (tiles(outcome))
            (found(&outcome.findings))
            @if run.stored.is_some() && run.verdicts.is_some() { (hand_back(address, outcome)) }
        }
        @if run.stored.is_some() {
            p.quiet { (sv::kept(run.expires_at.day(), outcome.counts.read > 0)) }
        } @else if outcome.counts.read > 0 {
            p.quiet { (sv::NO_LONGER_KEPT) }
        }
        @if again { (ui::post_button(&format!("{address}/igen"), &Button::secondary(sv::OTHERWISE_READ), &[])) }
        p { a href=(base) { "Till inläsningen" } }
    }
}
