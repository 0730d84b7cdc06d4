//! The ladders, and the form of one.

use domain::deficiencies::{Fault as LadderFault, Ladder, Ladders, Rung, RungKind, Track, sv as words};
use domain::year::{Regime, Word as _};
use maud::{Markup, html};
use ui::{Button, Choice, Field, checkboxes, radios, select, text_input};

use super::form::Fault;
use super::pages_ladders::{Choice as Agreement, NEW, SPARE, name};
use super::sv;
use crate::organisations;

/// Every ladder with its steps.
pub(super) fn list(base: &str, (version, ladders, agreements): (i64, &Ladders, &[Agreement]), decides: bool) -> Markup {
    html! {
        h1 { (sv::LADDERS) }
        p.lead { "Vilka steg huvudmannen kan ta när en brist kvarstår, i vilken ordning, och vem som beslutar." }
        @if version == 0 {
            p { "Stegarna är de som följer med programmet. De har bara de steg som en uppföljningsplan nämner. Lägg in era egna efter villkor och avtal." }
        }
        @for ladder in &ladders.ladders {
            section.box {
                h2 { (ladder.title) }
                p.quiet { (words::track(ladder.track)) ", " (for_whom(ladder, agreements)) }
                ol {
                    @for rung in &ladder.rungs { li {
                        strong { (rung.title) }
                        @let facts = facts(ladder, rung);
                        @if !facts.is_empty() { br; span.quiet { (facts) } }
                    } }
                }
                @if decides { p.no-print { a href={ (base) "/" (ladder.slug) } { "Ändra " (ladder.title.to_lowercase()) } } }
            }
        }
        @if ladders.ladders.is_empty() { (ui::empty_state("Inga stegar", "Utan en stege kan inga steg förberedas.", &html! {})) }
        @if decides { p.no-print { (ui::link_button(&format!("{base}/{NEW}"), sv::NEW_LADDER, false)) } }
    }
}

fn for_whom(ladder: &Ladder, agreements: &[Agreement]) -> String {
    if !ladder.agreements.is_empty() {
        let named = ladder.agreements.iter().map(|id| {
            agreements.iter().find(|(known, _)| known == id).map_or("ett avtal som inte finns kvar", |(_, name)| name)
        });
        return format!("bara {}", kernel::swedish::list(&named.collect::<Vec<_>>()));
    }
    ladder.regime.map_or_else(|| "alla avtal".to_owned(), |regime| organisations::regime_word(regime).to_lowercase())
}

fn facts(ladder: &Ladder, rung: &Rung) -> String {
    let mut parts = Vec::new();
    if !rung.kind.is_decided() {
        parts.push("görs i bristen, beslutas inte".to_owned());
    }
    if !rung.decided_by.is_empty() {
        parts.push(format!("beslutas av {}", rung.decided_by));
    }
    if !rung.clause.is_empty() {
        parts.push(rung.clause.clone());
    }
    let before: Vec<&str> = rung
        .requires
        .iter()
        .filter_map(|slug| ladder.rungs.iter().find(|other| other.slug == *slug))
        .map(|other| other.title.as_str())
        .collect();
    if !before.is_empty() {
        parts.push(format!("efter {}", kernel::swedish::list(&before)));
    }
    if rung.serious {
        parts.push("när en allvarlig brist kvarstår".to_owned());
    }
    if rung.appeal {
        parts.push("kan överklagas".to_owned());
    }
    if rung.answer_days > 0 {
        parts.push(format!("{} dagar för yttrande", rung.answer_days));
    }
    kernel::swedish::capitalised(&parts.join(", "))
}

/// The field that a fault belongs to.
pub(super) fn field_of(fault: LadderFault) -> String {
    match fault {
        LadderFault::Untitled | LadderFault::TooMany => "rubrik".to_owned(),
        LadderFault::Empty => name(0, "rubrik"),
        LadderFault::NoTitle(of) | LadderFault::Twice(of) => name(of, "rubrik"),
        LadderFault::NotBefore(of) | LadderFault::NotAfterPlan(of) => name(of, "kraver"),
        LadderFault::NotAuthorised(of) => name(of, "slag"),
        LadderFault::OfContract(of) | LadderFault::NoAppeal(of) => name(of, "overklagas"),
        LadderFault::NobodyDecides(of) => name(of, "beslutar"),
    }
}

/// The form of a ladder.
pub(super) fn edit(
    action: &str,
    (version, (ladder, days), agreements): (i64, (&Ladder, &[String]), &[Agreement]),
    new: bool,
    faults: &[Fault],
) -> Markup {
    let fault = |name: &str| faults.iter().find(|(known, _)| known == name).map(|(_, fault)| fault.clone());
    let tracks: Vec<Choice<'_>> = Track::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), words::track(*one)).help(words::track_help(*one)))
        .collect();
    let mut regimes = vec![Choice::new("", "Alla avtal")];
    regimes.extend(Regime::ALL.iter().map(|one| Choice::new(one.slug(), organisations::regime_word(*one))));
    let own: Vec<Choice<'_>> = agreements
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), name.as_str()).checked(ladder.agreements.contains(id)))
        .collect();
    html! {
        (ui::error_summary(faults))
        h1 { @if new { (sv::NEW_LADDER) } @else { (ladder.title) } }
        (ui::form(action, &html! {
            (ui::hidden("sedd", &version.to_string()))
            (text_input(&Field::new("rubrik", "Vad heter stegen?").value(ladder.title.clone()).fault(fault("rubrik"))))
            (radios(&Field::new("spar", "Spår").value(ladder.track.slug()), &tracks))
            (select(&Field::new("form", "Gäller för").value(ladder.regime.map(|one| one.slug().to_owned()).unwrap_or_default()), &regimes))
            @if !own.is_empty() {
                details.panel open[!ladder.agreements.is_empty()] { summary { "Bara för vissa avtal" }
                    (checkboxes(&Field::new("avtal", "Avtal").help("Kryssa inget om stegen gäller alla avtal av formen."), &own))
                }
            }
            @for at in 0..ladder.rungs.len() + SPARE { (step((ladder, days), at, &fault)) }
            (ui::actions(&html! { (Button::primary("Spara stegen")) }))
        }))
        @if !new {
            details.panel { summary { "Ta bort stegen" }
                p { "Det som redan är förberett eller beslutat efter stegen ändras inte." }
                (ui::post_button(&format!("{action}/ta-bort"), &Button::danger("Ta bort stegen"), &[("sedd", &version.to_string())]))
            }
        }
    }
}

fn step((ladder, days): (&Ladder, &[String]), at: usize, fault: &dyn Fn(&str) -> Option<String>) -> Markup {
    let rung = ladder.rungs.get(at);
    let text = |part: &str, label: &'static str, value: String| {
        let name = name(at, part);
        let fault = fault(&name);
        Field::new(name, label).value(value).fault(fault)
    };
    let kinds: Vec<Choice<'_>> = RungKind::ALL.iter().map(|one| Choice::new(one.slug(), words::rung(*one))).collect();
    let before: Vec<Choice<'_>> = ladder
        .rungs
        .iter()
        .enumerate()
        .map(|(place, other)| (place, other, rung.is_some_and(|rung| rung.requires.contains(&other.slug))))
        // One that it asks for and that comes after it is shown, so that it can be taken out.
        .filter(|(place, _, chosen)| *place < at || *chosen)
        .map(|(_, other, chosen)| Choice::new(other.slug.as_str(), other.title.as_str()).checked(chosen))
        .collect();
    let count = ladder.rungs.len().max(at + 1);
    let places: Vec<(String, String)> =
        (1..=count).map(|place| (place.to_string(), format!("Nummer {place}"))).collect();
    let places: Vec<Choice<'_>> =
        places.iter().map(|(value, label)| Choice::new(value.as_str(), label.as_str())).collect();
    let stands = rung.filter(|rung| rung.answer_days > 0).map(|rung| rung.answer_days.to_string());
    let days = days.get(at).cloned().or(stands).unwrap_or_default();
    let kind = rung.map_or(RungKind::Remark, |rung| rung.kind);
    let yes = |part: &str, label: &'static str, on: bool| {
        let name = name(at, part);
        let fault = fault(&name);
        checkboxes(&Field::new(name, label).fault(fault), &[Choice::new("ja", "Ja").checked(on)])
    };
    let get = |of: fn(&Rung) -> String| rung.map(of).unwrap_or_default();
    let body = html! {
        @if let Some(rung) = rung { (ui::hidden(&name(at, "namn"), &rung.slug)) }
        (text_input(&text("rubrik", "Vad heter steget?", get(|rung| rung.title.clone()))))
        (select(&text("slag", "Sort", kind.slug().to_owned()), &kinds))
        (text_input(&text("beslutar", "Vem beslutar?", get(|rung| rung.decided_by.clone())).help("Behövs för varje steg som beslutas.")))
        (text_input(&text("grund", "Grund", get(|rung| rung.clause.clone())).help("Villkor, avtalspunkt eller lag.").optional()))
        @if !before.is_empty() { (checkboxes(&text("kraver", "Vad ska ha gjorts före?", String::new()), &before)) }
        @if rung.is_none() && at > 0 { (yes("fore", "Ska steget före vara gjort först?", true)) }
        (yes("allvarlig", "Krävs att en allvarlig brist kvarstår?", rung.is_some_and(|rung| rung.serious)))
        (yes("overklagas", "Kan beslutet överklagas?", rung.is_some_and(|rung| rung.appeal)))
        (text_input(&text("dagar", "Dagar för yttrande", days).optional()))
        @if count > 1 { (select(&text("plats", "Plats i stegen", (at + 1).to_string()).help("Välj en annan plats för att flytta steget dit."), &places)) }
        @if rung.is_some() { (yes("bort", "Ta bort steget?", false)) }
    };
    let title = rung.map_or_else(|| format!("Nytt steg {}", at + 1), |rung| format!("Steg {}: {}", at + 1, rung.title));
    let wrong = ["rubrik", "slag", "beslutar", "grund", "kraver", "overklagas", "dagar"]
        .iter()
        .any(|part| fault(&name(at, part)).is_some());
    html! { details.panel open[rung.is_some() || wrong || ladder.rungs.is_empty()] { summary { (title) } (body) } }
}
