//! The forms: a new meeting, and each step with one.

use domain::meetings::{Attends, Happening, Hours, Owner, Step};
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id};
use platform::FormData;

use super::store::{Kept, Words};
use super::sv;
pub(super) use crate::typed::{Fault, name};
use crate::typed::{Limits, Typed};

/// The most of a text.
pub(super) const LONGEST: usize = 10_000;
/// How much the forms take.
const LIMITS: Limits = Limits { text: LONGEST, years: 2 };
/// The field of how many lines the meeting had when the page was drawn.
pub(super) const READ: &str = "sedd";
/// The field of the number of a question or an action.
pub(super) const NUMBER: &str = "nr";
/// The step's name in fields of a new meeting.
pub(super) const NEW: &str = "ny";
/// The authority, where somebody who does something is chosen.
pub(super) const AUTHORITY: &str = "huvudmannen";
/// Every provider, where somebody who does something is chosen.
pub(super) const EVERYONE: &str = "alla";

/// Who sends the form: the person, and the provider that they are of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender {
    pub person: Id<Person>,
    pub provider: Option<Id<Organisation>>,
    pub today: Day,
}

fn clock(reader: &mut Typed<'_>, part: &str) -> Option<u16> {
    let typed = reader.get(part).trim().replace('.', ":");
    let read = typed.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    });
    if read.is_none() {
        reader.fault(part, sv::NO_CLOCK);
    }
    read
}

/// When, where and about what.
fn programme(reader: &mut Typed<'_>, today: Day) -> Option<(Day, Hours, Day, Words)> {
    let title = reader.line("rubrik", true);
    let on = reader.day("dag", today);
    let (from, to) = (clock(reader, "fran"), clock(reader, "till"));
    let register_by = reader.day("anmalan", today);
    let place = reader.line("plats", true);
    let text = reader.text("text", false);
    if from.zip(to).is_some_and(|(from, to)| to <= from) {
        reader.fault("till", sv::ENDS_BEFORE);
    }
    if on.is_some_and(|on| on < today) {
        reader.fault("dag", sv::PASSED);
    }
    if on.zip(register_by).is_some_and(|(on, by)| by > on) {
        reader.fault("anmalan", sv::REGISTERS_AFTER);
    }
    let words = Words { title, place, text, link: String::new() };
    Some((on?, Hours { from: from?, to: to? }, register_by?, words))
}

/// Reads a new meeting.
pub(super) fn planned(form: &FormData, today: Day) -> Result<(Happening, Words), Vec<Fault>> {
    let mut reader = Typed::of(form, (NEW, 0), LIMITS);
    let made = programme(&mut reader, today);
    reader.done(made.map(|(on, hours, register_by, words)| (Happening::Planned { on, hours, register_by }, words)))
}

/// The number that the form is about; 0 where it is about none.
pub(super) fn number(form: &FormData) -> u32 {
    form.get(NUMBER).parse().unwrap_or(0)
}

/// Reads a step: what happens, and its words. Inviting is not read here: it sends letters.
pub(super) fn read(
    step: Step,
    form: &FormData,
    (kept, sender): (&Kept, Sender),
) -> Result<(Happening, Words), Vec<Fault>> {
    let number = number(form);
    let mut reader = Typed::of(form, (step.slug(), number), LIMITS);
    let mut words = Words::default();
    let happening = match step {
        Step::Change => programme(&mut reader, sender.today).map(|(on, hours, register_by, read)| {
            words = read;
            Happening::Changed { on, hours, register_by }
        }),
        Step::Material => Some(material(&mut reader, &mut words)),
        Step::Register => registered(&mut reader, &mut words, sender),
        Step::Ask => {
            words.text = reader.text("text", true);
            Some(Happening::Asked { question: kept.stands.next_question(), organisation: sender.provider })
        }
        Step::Answer => {
            words.text = reader.text("text", true);
            Some(Happening::Answered { question: number })
        }
        Step::Note => {
            words.text = reader.text("text", true);
            Some(Happening::Noted)
        }
        Step::Agree => agreed(&mut reader, &mut words, (kept, sender.today)),
        Step::Do => {
            words.text = reader.text("text", false);
            let on = reader.past("dag", sender.today);
            on.map(|on| Happening::Done { action: number, organisation: sender.provider, on })
        }
        Step::Undo => Some(Happening::NotDone { action: number, organisation: sender.provider }),
        Step::Drop => Some(Happening::Dropped { action: number }),
        Step::Cancel => {
            words.text = reader.text("text", true);
            Some(Happening::Cancelled)
        }
        Step::Hold => Some(Happening::Held),
        Step::Restore => Some(Happening::Restored),
        Step::Invite => None,
    };
    reader.done(happening.map(|happening| (happening, words)))
}

fn material(reader: &mut Typed<'_>, words: &mut Words) -> Happening {
    words.title = reader.line("rubrik", true);
    words.text = reader.text("text", false);
    words.link = kernel::visible::one_line(reader.get("lank"));
    let is_address = words.link.starts_with("https://") || words.link.starts_with("http://");
    if !words.link.is_empty() && (!is_address || words.link.chars().count() > 500) {
        reader.fault("lank", sv::NO_ADDRESS);
    }
    if words.link.is_empty() && words.text.is_empty() {
        reader.fault("text", sv::NEEDED_MATERIAL);
    }
    Happening::Material
}

fn registered(reader: &mut Typed<'_>, words: &mut Words, sender: Sender) -> Option<Happening> {
    words.text = reader.line("text", false);
    let attends = reader.one("svar", Attends::from_slug);
    Some(Happening::Registered { person: sender.person, organisation: sender.provider?, attends: attends? })
}

fn agreed(reader: &mut Typed<'_>, words: &mut Words, (kept, today): (&Kept, Day)) -> Option<Happening> {
    words.text = reader.text("text", true);
    let by = reader.coming("dag", today);
    let owner = reader.one("vem", |text| match text {
        AUTHORITY => Some(Owner::Authority),
        EVERYONE => Some(Owner::Everyone),
        other => other.parse().ok().map(|organisation| Owner::Provider { organisation }),
    });
    Some(Happening::Agreed { action: kept.stands.next_action(), owner: owner?, by: by? })
}
