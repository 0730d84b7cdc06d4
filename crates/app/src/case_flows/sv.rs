//! Swedish sentences of the overview over time.

use domain::cases::flows::{At, Spread, Step};
use domain::cases::{Place, sv as words};
use kernel::swedish;
use stats::suppression::Shown;

use super::look::{By, Measure, Seen};

pub(super) const TITLE: &str = "Klagomål över tid";
pub(super) const CASES: &str = "Klagomål och synpunkter";
pub(super) const TOGETHER: &str = "Sammanlagt";
pub(super) const NO_CATEGORY: &str = "Utan kärna";
pub(super) const SHEET: &str = "Klagomål";
pub(super) const SOURCE: &str = "Ärendena i Tertial";
pub(super) const HIDDEN: &str = "Antal under fem visas inte, och inte heller de som annars skulle gå att räkna ut. Mittvärden och längsta tid visas bara där antalet visas.";
pub(super) const TIMES: &str = "Arbetsdagar från det att ärendet kom in, utan den tid då klockan har stått. Hälften fick vänta kortare än mittvärdet.";
/// Where some of the cases are handled in a provider's own system.
pub(super) const ELSEWHERE: &str = "Tider mäts inte i de ärenden som skolor läser in ur egna system.";

/// By what the cases are told apart, as a choice.
pub(super) const fn by(by: By) -> &'static str {
    match by {
        By::Time(Step::Month) => "Månad",
        By::Time(Step::Quarter) => "Kvartal",
        By::Time(Step::Year) => "År",
        By::Provider => "Anordnare",
        By::Unit => "Enhet",
    }
}

/// A period.
pub(super) fn period(step: Step, at: At) -> String {
    match step {
        Step::Month => format!("{} {}", swedish::month(at.number), at.year),
        Step::Quarter => format!("kvartal {} {}", at.number, at.year),
        Step::Year => at.year.to_string(),
    }
}

/// What is counted, as the head of a column.
pub(super) fn measure(measure: Measure, categories: &[String]) -> String {
    match measure {
        Measure::Received => "Kom in".to_owned(),
        Measure::First(Place::School) => "Till skolan".to_owned(),
        Measure::First(Place::Authority) => "Till kommunen".to_owned(),
        Measure::First(Place::Shared) => "Till båda".to_owned(),
        Measure::Escalated => "Vidare till kommunen".to_owned(),
        Measure::HandedDown => "Lämnade till skolan".to_owned(),
        Measure::Counts => "Räknas i redovisningen".to_owned(),
        Measure::Category(at) => categories.get(at).cloned().unwrap_or_else(|| NO_CATEGORY.to_owned()),
        Measure::State(state) => words::state(state).to_owned(),
        Measure::Outcome(outcome) => words::outcome(outcome).to_owned(),
        Measure::Acknowledged => "Bekräftade".to_owned(),
        Measure::Answered => "Besvarade".to_owned(),
    }
}

/// A count, or that it is not shown.
pub(super) fn count(shown: Shown) -> String {
    match shown {
        Shown::Count(n) => swedish::integer(n),
        Shown::Missing => "–".to_owned(),
        Shown::Suppressed => "För få för att visas".to_owned(),
    }
}

/// A number of working days, with half a day where the middle lies between two.
pub(super) fn days(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1}").replace('.', ",") }
}

/// What the page says first.
pub(super) fn lead(seen: &Seen) -> String {
    let when = seen.request.year.map_or_else(|| "sammanlagt".to_owned(), |year| year.to_string());
    let came = match seen.all.count(Measure::Received) {
        Shown::Count(0) | Shown::Missing => return format!("Inget ärende har kommit in {when}."),
        Shown::Count(1) => format!("1 ärende kom in {when}."),
        Shown::Count(n) => format!("{} ärenden kom in {when}.", swedish::integer(n)),
        Shown::Suppressed => format!("Några få ärenden kom in {when}."),
    };
    match seen.all.times(Measure::Answered) {
        Ok(Spread { median: Some(median), longest: Some(longest), .. }) => format!(
            "{came} Hälften av de besvarade fick svar inom {} arbetsdagar, och det längsta dröjde {longest}.",
            days(median)
        ),
        _ => came,
    }
}
