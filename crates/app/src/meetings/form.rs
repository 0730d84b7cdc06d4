//! The forms: a new meeting, and each step with one.

use domain::meetings::{Attends, Happening, Hours, Owner, Step};
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id};
use platform::FormData;

use super::store::{Kept, Words};
use super::sv;

/// The most of a line, in characters.
pub(super) const LONGEST_LINE: usize = 200;
/// The most of a text.
pub(super) const LONGEST: usize = 10_000;
/// How far from today a day may lie.
const LONGEST_AWAY: i32 = 2 * 366;
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

/// A fault at a field.
pub(super) type Fault = (String, String);

/// The field of the part in the form of the step, for the thing of the number (0 where it is about none).
pub(super) fn name(step: &str, number: u32, part: &str) -> String {
    if number == 0 { format!("{step}-{part}") } else { format!("{step}{number}-{part}") }
}

/// Who sends the form: the person, and the provider that they are of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender {
    pub person: Id<Person>,
    pub provider: Option<Id<Organisation>>,
    pub today: Day,
}

struct Reader<'f> {
    form: &'f FormData,
    step: &'f str,
    number: u32,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, part: &str, text: impl Into<String>) {
        self.faults.push((name(self.step, self.number, part), text.into()));
    }
    fn get(&self, part: &str) -> &str {
        self.form.get(&name(self.step, self.number, part))
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
    fn day(&mut self, part: &str, today: Day) -> Option<Day> {
        let problem = match forms::typed_day(self.get(part).trim()) {
            Ok(Some(day)) if day.days_since(today).abs() > LONGEST_AWAY => sv::FAR,
            Ok(Some(day)) => return Some(day),
            Ok(None) | Err(_) => sv::NO_DAY,
        };
        self.fault(part, problem);
        None
    }
    fn clock(&mut self, part: &str) -> Option<u16> {
        let typed = self.get(part).trim().replace('.', ":");
        let read = typed.split_once(':').and_then(|(hour, minute)| {
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        });
        if read.is_none() {
            self.fault(part, sv::NO_CLOCK);
        }
        read
    }
    /// When, where and about what.
    fn programme(&mut self, today: Day) -> Option<(Day, Hours, Day, Words)> {
        let title = self.line("rubrik", true);
        let on = self.day("dag", today);
        let (from, to) = (self.clock("fran"), self.clock("till"));
        let register_by = self.day("anmalan", today);
        let place = self.line("plats", true);
        let text = self.text("text", false);
        if from.zip(to).is_some_and(|(from, to)| to <= from) {
            self.fault("till", sv::ENDS_BEFORE);
        }
        if on.is_some_and(|on| on < today) {
            self.fault("dag", sv::PASSED);
        }
        if on.zip(register_by).is_some_and(|(on, by)| by > on) {
            self.fault("anmalan", sv::REGISTERS_AFTER);
        }
        let words = Words { title, place, text, link: String::new() };
        Some((on?, Hours { from: from?, to: to? }, register_by?, words))
    }
}

/// Reads a new meeting.
pub(super) fn planned(form: &FormData, today: Day) -> Result<(Happening, Words), Vec<Fault>> {
    let mut reader = Reader { form, step: NEW, number: 0, faults: Vec::new() };
    match reader.programme(today) {
        Some((on, hours, register_by, words)) if reader.faults.is_empty() => {
            Ok((Happening::Planned { on, hours, register_by }, words))
        }
        _ => Err(reader.faults),
    }
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
    let mut reader = Reader { form, step: step.slug(), number, faults: Vec::new() };
    let mut words = Words::default();
    let happening = match step {
        Step::Change => reader.programme(sender.today).map(|(on, hours, register_by, read)| {
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
            let on = reader.day("dag", sender.today);
            if on.is_some_and(|on| on > sender.today) {
                reader.fault("dag", sv::AHEAD);
            }
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
    match happening {
        Some(happening) if reader.faults.is_empty() => Ok((happening, words)),
        _ => Err(reader.faults),
    }
}

fn material(reader: &mut Reader<'_>, words: &mut Words) -> Happening {
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

fn registered(reader: &mut Reader<'_>, words: &mut Words, sender: Sender) -> Option<Happening> {
    words.text = reader.line("text", false);
    let attends = Attends::from_slug(reader.get("svar"));
    if attends.is_none() {
        reader.fault("svar", sv::CHOOSE);
    }
    Some(Happening::Registered { person: sender.person, organisation: sender.provider?, attends: attends? })
}

fn agreed(reader: &mut Reader<'_>, words: &mut Words, (kept, today): (&Kept, Day)) -> Option<Happening> {
    words.text = reader.text("text", true);
    let by = reader.day("dag", today);
    if by.is_some_and(|by| by < today) {
        reader.fault("dag", sv::PASSED);
    }
    let owner = match reader.get("vem") {
        AUTHORITY => Some(Owner::Authority),
        EVERYONE => Some(Owner::Everyone),
        other => other.parse().ok().map(|organisation| Owner::Provider { organisation }),
    };
    if owner.is_none() {
        reader.fault("vem", sv::CHOOSE);
    }
    Some(Happening::Agreed { action: kept.stands.next_action(), owner: owner?, by: by? })
}
