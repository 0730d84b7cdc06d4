//! The forms: a new theme, and each step with one.

use std::collections::BTreeSet;

use domain::case_analysis::{Audience, Effect, Happening};
use kernel::id::kind::CaseFile;
use kernel::{Day, Id, closed};
use platform::FormData;
use serde::{Deserialize, Serialize};

use super::look::Around;
use super::store::{Kept, Words};
use super::sv;

/// The most of a name, in characters.
pub(super) const LONGEST_LINE: usize = 200;
/// The most of a text.
pub(super) const LONGEST: usize = 5_000;
/// How far from today a day may lie.
const LONGEST_AWAY: i32 = 3 * 366;
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

/// A fault at a field.
pub(super) type Fault = (String, String);

/// The field of the part in the form of the step, for the measure (0 where it is about none).
pub(super) fn name(step: &str, measure: u32, part: &str) -> String {
    if measure == 0 { format!("{step}-{part}") } else { format!("{step}{measure}-{part}") }
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

struct Reader<'f> {
    form: &'f FormData,
    step: &'f str,
    measure: u32,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, part: &str, text: impl Into<String>) {
        self.faults.push((name(self.step, self.measure, part), text.into()));
    }
    fn get(&self, part: &str) -> &str {
        self.form.get(&name(self.step, self.measure, part))
    }
    fn line(&mut self, part: &str, needed: bool) -> String {
        let line = kernel::visible::one_line(self.get(part));
        self.sized(part, line, needed, LONGEST_LINE)
    }
    fn text(&mut self, part: &str, needed: bool) -> String {
        let text = kernel::visible::visible(self.get(part)).trim().replace("\r\n", "\n");
        self.sized(part, text, needed, LONGEST)
    }
    fn sized(&mut self, part: &str, text: String, needed: bool, most: usize) -> String {
        let count = text.chars().count();
        if needed && text.is_empty() {
            self.fault(part, sv::NEEDED);
        } else if count > most {
            self.fault(part, sv::too_long(count, most));
        }
        text
    }
    fn day(&mut self, part: &str, today: Day, ahead: bool) -> Option<Day> {
        let problem = match forms::typed_day(self.get(part).trim()) {
            Ok(Some(day)) if !ahead && day > today => sv::AHEAD,
            Ok(Some(day)) if day.days_since(today).abs() > LONGEST_AWAY => sv::FAR,
            Ok(Some(day)) => return Some(day),
            Ok(None) | Err(_) => sv::NO_DAY,
        };
        self.fault(part, problem);
        None
    }
    /// The categories that are ticked, and those that the year has no more and the theme has.
    fn categories(&self, of: &Around, kept: &[String]) -> Vec<String> {
        let ticked: BTreeSet<&String> = self.form.all(&name(self.step, self.measure, "karnor")).iter().collect();
        let known = of.categories.iter().map(|(slug, _)| slug);
        let gone = kept.iter().filter(|slug| !of.categories.iter().any(|(known, _)| known == *slug));
        known.chain(gone).filter(|slug| ticked.contains(slug)).cloned().collect()
    }
}

/// The step's name in fields of a new theme.
pub(super) const NEW: &str = "nytt";

/// Reads a new theme.
pub(super) fn opened(form: &FormData, of: &Around) -> Result<(Happening, Words), Vec<Fault>> {
    let mut reader = Reader { form, step: NEW, measure: 0, faults: Vec::new() };
    let words = Words { title: reader.line("namn", true), text: reader.text("orsak", false) };
    let categories = reader.categories(of, &[]);
    // Whoever does not read what is about the rektor makes themes for all.
    let audience = if of.leads { Audience::from_slug(reader.get("vem")) } else { Some(Audience::Handlers) };
    if audience.is_none() {
        reader.fault("vem", sv::CHOOSE);
    }
    match audience {
        Some(audience) if reader.faults.is_empty() => Ok((Happening::Opened { audience, categories }, words)),
        _ => Err(reader.faults),
    }
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
    let mut reader = Reader { form, step: step.slug(), measure, faults: Vec::new() };
    let mut words = Words::default();
    let happening = match step {
        Step::Rewrite => {
            words = Words { title: reader.line("namn", true), text: reader.text("orsak", false) };
            Some(Happening::Rewritten { categories: reader.categories(of, &kept.theme.categories) })
        }
        Step::Gather => return gathered(reader, kept, of),
        Step::LetGo => form.get("arende").parse().ok().map(|case| Happening::LetGo { case }),
        Step::Plan => {
            words = Words { title: reader.text("vad", true), text: reader.line("ansvar", true) };
            let measure = if measure == 0 { kept.theme.next_measure() } else { measure };
            reader.day("senast", of.today, true).map(|by| Happening::Planned { measure, by })
        }
        Step::Done => {
            words.text = reader.text("text", false);
            reader.day("dag", of.today, false).map(|on| Happening::Done { measure, on })
        }
        Step::Follow => {
            words.text = reader.text("text", true);
            let effect = Effect::from_slug(reader.get("effekt"));
            if effect.is_none() {
                reader.fault("effekt", sv::CHOOSE);
            }
            effect.map(|effect| Happening::Followed { measure, effect })
        }
        Step::Back => Some(Happening::StepBack { measure }),
        Step::Drop => Some(Happening::Dropped { measure }),
        Step::Restore => Some(Happening::Restored { measure }),
        Step::Withdraw => Some(Happening::Withdrawn),
        Step::TakeUp => Some(Happening::TakenUp),
    };
    match happening {
        Some(happening) if reader.faults.is_empty() => Ok(vec![(happening, words)]),
        _ => Err(reader.faults),
    }
}

/// The cases that are ticked, of those that can be put into the theme or were put there by the same form before.
fn gathered(mut reader: Reader<'_>, kept: &Kept, of: &Around) -> Result<Vec<(Happening, Words)>, Vec<Fault>> {
    let ticked: BTreeSet<Id<CaseFile>> =
        reader.form.all(&name(reader.step, 0, "arende")).iter().filter_map(|text| text.parse().ok()).collect();
    let fits = |case: &Id<CaseFile>| {
        kept.theme.cases.contains(case) || of.gatherable(kept).iter().any(|filed| filed.id == *case)
    };
    if ticked.is_empty() || !ticked.iter().all(fits) {
        reader.fault("arende", sv::CHOOSE_CASE);
        return Err(reader.faults);
    }
    Ok(ticked.into_iter().map(|case| (Happening::Gathered { case }, Words::default())).collect())
}
