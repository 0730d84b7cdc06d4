//! The forms: a new theme, and each step with one.

use std::collections::BTreeSet;

use domain::case_analysis::{Audience, Effect, Happening};
use kernel::id::kind::CaseFile;
use kernel::{Id, closed};
use platform::FormData;
use serde::{Deserialize, Serialize};

use super::look::Around;
use super::store::{Kept, Words};
use super::sv;
pub(super) use crate::typed::{Fault, name};
use crate::typed::{Limits, Typed};

/// The most of a text.
pub(super) const LONGEST: usize = 5_000;
/// How much the forms take.
const LIMITS: Limits = Limits { text: LONGEST, years: 3 };
/// The field of how many lines the theme had when the page was drawn.
pub(super) const READ: &str = "sedd";
/// The field of the measure's number.
pub(super) const MEASURE: &str = "nr";

closed! {
    /// What is done to a theme; by its name in addresses.
    Step {
        /// Change its name, cause or categories.
        Rewrite = "andra",
        /// Put cases into it.
        Gather = "lagg-till",
        /// Take one out.
        LetGo = "ta-bort",
        /// Plan a measure, or change what is said of it.
        Plan = "atgard",
        /// Say that a measure was done.
        Done = "gjord",
        /// Say what came of it.
        Follow = "uppfoljd",
        /// Take back its last step.
        Back = "angra",
        /// Say that a measure is not to be done after all.
        Drop = "stryk",
        /// Say that it is.
        Restore = "ta-tillbaka",
        /// Set the theme aside.
        Withdraw = "lagg-undan",
        /// Take it up again.
        TakeUp = "ta-fram",
    }
}

impl Step {
    /// Whether it has fields of its own, at which something can be said.
    pub const fn has_fields(self) -> bool {
        matches!(self, Self::Rewrite | Self::Gather | Self::Plan | Self::Done | Self::Follow)
    }
}

/// As the field stands on a page that draws it.
pub(super) fn as_attribute(name: &str) -> String {
    format!("name={name:?}")
}

/// The first field of the step's form.
pub(super) fn first_field(step: Step, measure: u32) -> String {
    let part = match step {
        Step::Rewrite => "namn",
        Step::Plan => "vad",
        Step::Done => "dag",
        Step::Follow => "effekt",
        _ => "arende",
    };
    name(step.slug(), measure, part)
}

/// The categories that are ticked, and those that the year has no more and the theme has.
fn categories(reader: &Typed<'_>, of: &Around, kept: &[String]) -> Vec<String> {
    let ticked: BTreeSet<&String> = reader.all("karnor").iter().collect();
    let known = of.categories.iter().map(|(slug, _)| slug);
    let gone = kept.iter().filter(|slug| !of.categories.iter().any(|(known, _)| known == *slug));
    known.chain(gone).filter(|slug| ticked.contains(slug)).cloned().collect()
}

/// The step's name in fields of a new theme.
pub(super) const NEW: &str = "nytt";

/// Reads a new theme.
pub(super) fn opened(form: &FormData, of: &Around) -> Result<(Happening, Words), Vec<Fault>> {
    let mut reader = Typed::of(form, (NEW, 0), LIMITS);
    let words = Words { title: reader.line("namn", true), text: reader.text("orsak", false) };
    let categories = categories(&reader, of, &[]);
    // Whoever does not read what is about the rektor makes themes for all.
    let audience = if of.leads { reader.one("vem", Audience::from_slug) } else { Some(Audience::Handlers) };
    reader.done(audience.map(|audience| (Happening::Opened { audience, categories }, words)))
}

/// The measure that the form is about; 0 where it is about none.
pub(super) fn measure(form: &FormData) -> u32 {
    form.get(MEASURE).parse().unwrap_or(0)
}

/// Reads a step: what happens, in order.
pub(super) fn read(
    step: Step,
    form: &FormData,
    (kept, of): (&Kept, &Around),
) -> Result<Vec<(Happening, Words)>, Vec<Fault>> {
    let measure = measure(form);
    let mut reader = Typed::of(form, (step.slug(), measure), LIMITS);
    let mut words = Words::default();
    let happening = match step {
        Step::Rewrite => {
            words = Words { title: reader.line("namn", true), text: reader.text("orsak", false) };
            Some(Happening::Rewritten { categories: categories(&reader, of, &kept.theme.categories) })
        }
        Step::Gather => return gathered(reader, kept, of),
        Step::LetGo => form.get("arende").parse().ok().map(|case| Happening::LetGo { case }),
        Step::Plan => {
            words = Words { title: reader.text("vad", true), text: reader.line("ansvar", true) };
            let measure = if measure == 0 { kept.theme.next_measure() } else { measure };
            reader.day("senast", of.today).map(|by| Happening::Planned { measure, by })
        }
        Step::Done => {
            words.text = reader.text("text", false);
            reader.past("dag", of.today).map(|on| Happening::Done { measure, on })
        }
        Step::Follow => {
            words.text = reader.text("text", true);
            let effect = reader.one("effekt", Effect::from_slug);
            effect.map(|effect| Happening::Followed { measure, effect })
        }
        Step::Back => Some(Happening::StepBack { measure }),
        Step::Drop => Some(Happening::Dropped { measure }),
        Step::Restore => Some(Happening::Restored { measure }),
        Step::Withdraw => Some(Happening::Withdrawn),
        Step::TakeUp => Some(Happening::TakenUp),
    };
    reader.done(happening.map(|happening| vec![(happening, words)]))
}

/// The cases that are ticked, of those that can be put into the theme or were put there by the same form before.
fn gathered(mut reader: Typed<'_>, kept: &Kept, of: &Around) -> Result<Vec<(Happening, Words)>, Vec<Fault>> {
    let ticked: BTreeSet<Id<CaseFile>> = reader.all("arende").iter().filter_map(|text| text.parse().ok()).collect();
    let fits = |case: &Id<CaseFile>| {
        kept.theme.cases.contains(case) || of.gatherable(kept).iter().any(|filed| filed.id == *case)
    };
    if ticked.is_empty() || !ticked.iter().all(fits) {
        reader.fault("arende", sv::CHOOSE_CASE);
        return reader.done(None);
    }
    Ok(ticked.into_iter().map(|case| (Happening::Gathered { case }, Words::default())).collect())
}
