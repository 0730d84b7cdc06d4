//! Sentences about changes of a year.

use kernel::Day;
use kernel::swedish::{day, list};

use super::form::FormChange;
use super::year::Otherwise;

/// Two days, the month said once where it is the same: *från 8 till 15 april 2024*.
pub fn from_to(from: Day, to: Day) -> String {
    if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("från {} till {}", from.day_of_month(), day(to))
    } else {
        format!("från {} till {}", day(from), day(to))
    }
}

/// What a version of a year says otherwise: what it is about, and what is said of it.
pub fn otherwise(of: &Otherwise) -> (String, String) {
    match of {
        Otherwise::Day { occasion, from, to } => {
            (occasion.clone(), format!("Sista dagen flyttades {}.", from_to(*from, *to)))
        }
        Otherwise::Asked { item } => (item.clone(), "Efterfrågas nu.".to_owned()),
        Otherwise::Gone { item } => (item.clone(), "Efterfrågas inte längre.".to_owned()),
        Otherwise::Form { item, change } => (item.clone(), form(change)),
        Otherwise::Covers { item, covers } if covers.is_empty() => (item.clone(), "Gäller andra dagar.".to_owned()),
        Otherwise::Covers { item, covers } => (item.clone(), format!("Gäller nu: {covers}.")),
    }
}

/// What the form asks otherwise, without tense, so that it can be said before and after: *Nytt: Ålder (måste fyllas i).
/// Frågas inte längre: Kön.*
pub fn form(change: &FormChange) -> String {
    let mut parts = Vec::new();
    if change.replaced {
        parts.push("Redovisningen besvaras på ett annat sätt.".to_owned());
    }
    let named = |word: &str, names: Vec<String>| (!names.is_empty()).then(|| format!("{word}: {}.", list(&names)));
    let added = change.added.iter().map(|(spot, required)| {
        if *required { format!("”{}” (måste fyllas i)", spot.title) } else { format!("”{}”", spot.title) }
    });
    let spots = |spots: &[super::Spot]| spots.iter().map(|spot| format!("”{}”", spot.title)).collect::<Vec<_>>();
    let renamed = change.renamed.iter().filter(|(spot, before)| spot.title != *before);
    parts.extend(named("Nytt", added.collect()));
    if !change.replaced {
        parts.extend(named("Frågas inte längre", spots(&change.removed)));
    }
    parts.extend(named(
        "Nytt namn",
        renamed.map(|(spot, before)| format!("”{before}” heter nu ”{}”", spot.title)).collect(),
    ));
    parts.extend(named("Måste nu fyllas i", spots(&change.required)));
    let listed = |spot: &&super::Spot| change.choices.iter().any(|of| of.spot == **spot);
    let others: Vec<super::Spot> = change.otherwise.iter().filter(|spot| !listed(spot)).cloned().collect();
    parts.extend(named("Tar emot andra svar", spots(&others)));
    parts.extend(change.choices.iter().map(choices));
    if parts.is_empty() {
        parts.push("Bara texter har ändrats.".to_owned());
    }
    parts.join(" ")
}

/// *Andra val i ”Anmält av”: ”Anhörig” går bort, ”Närstående” är nytt.*
fn choices(of: &super::Choices) -> String {
    let quoted =
        |labels: &mut dyn Iterator<Item = &String>| list(&labels.map(|one| format!("”{one}”")).collect::<Vec<_>>());
    let mut parts = Vec::new();
    if !of.gone.is_empty() {
        parts.push(format!("{} går bort", quoted(&mut of.gone.iter().map(|(_, label)| label))));
    }
    if !of.new.is_empty() {
        let word = if of.new.len() == 1 { "är nytt" } else { "är nya" };
        parts.push(format!("{} {word}", quoted(&mut of.new.iter())));
    }
    parts.extend(of.renamed.iter().map(|(before, now)| format!("”{before}” heter nu ”{now}”")));
    format!("Andra val i ”{}”: {}.", of.spot.title, parts.join(", "))
}
