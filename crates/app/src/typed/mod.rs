//! What is typed in the fields of a form: lines, texts, days and choices, with a fault at the field where it cannot be taken. Names of fields
//! begin with what the form does, so that several forms can stand on one page.

mod sv;
#[cfg(test)]
mod tests;

pub use sv::too_long;

use kernel::Day;
use platform::FormData;

/// The most of a line, in characters.
pub const LONGEST_LINE: usize = 200;

/// A fault at a field: the field's name, and what is said of it.
pub type Fault = (String, String);

/// How much the feature's forms take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most of a text, in characters.
    pub text: usize,
    /// How many years a day may lie from today, at most 5.
    pub years: u8,
}

/// Whether something has to be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed<'w> {
    /// It may be left out.
    No,
    /// It has to be there.
    Yes,
    /// It has to be there, and where it is not this is said.
    Saying(&'w str),
}

impl From<bool> for Needed<'_> {
    fn from(needed: bool) -> Self {
        if needed { Self::Yes } else { Self::No }
    }
}

impl<'w> From<Option<&'w str>> for Needed<'w> {
    fn from(says: Option<&'w str>) -> Self {
        says.map_or(Self::No, Self::Saying)
    }
}

/// The field of the part in the form of the step, for the thing of the number (0 where it is about none).
pub fn name(step: &str, number: u32, part: &str) -> String {
    format!("{}-{part}", start(step, number))
}

fn start(step: &str, number: u32) -> String {
    if number == 0 { step.to_owned() } else { format!("{step}{number}") }
}

/// A text as it is kept: what is seen of it, with one kind of line break.
pub fn clean(text: &str) -> String {
    kernel::visible::visible(text).trim().replace("\r\n", "\n")
}

/// The fields of a form, whose names begin with the same, and what is wrong in them.
#[derive(Debug)]
pub struct Typed<'f> {
    form: &'f FormData,
    start: String,
    number: u32,
    limits: Limits,
    faults: Vec<Fault>,
}

impl<'f> Typed<'f> {
    /// The form whose fields begin with that.
    pub fn new(form: &'f FormData, start: impl Into<String>, limits: Limits) -> Self {
        Self { form, start: start.into(), number: 0, limits, faults: Vec::new() }
    }

    /// The form of the step, for the thing of the number (0 where it is about none).
    pub fn of(form: &'f FormData, (step, number): (&str, u32), limits: Limits) -> Self {
        Self { number, ..Self::new(form, start(step, number), limits) }
    }

    /// The number of the thing that the form is about; 0 where it is about none.
    pub const fn number(&self) -> u32 {
        self.number
    }

    fn name(&self, part: &str) -> String {
        format!("{}-{part}", self.start)
    }

    /// What stands in the field as it was sent; empty where it was not.
    pub fn get(&self, part: &str) -> &'f str {
        self.form.get(&self.name(part))
    }

    /// Everything that was sent under the field's name.
    pub fn all(&self, part: &str) -> &'f [String] {
        self.form.all(&self.name(part))
    }

    /// Says what is wrong at the field.
    pub fn fault(&mut self, part: &str, says: impl Into<String>) {
        let name = self.name(part);
        self.faults.push((name, says.into()));
    }

    /// Whether anything is wrong so far.
    pub const fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    /// A line.
    pub fn line<'w>(&mut self, part: &str, needed: impl Into<Needed<'w>>) -> String {
        self.line_within(part, needed, LONGEST_LINE)
    }

    /// A line of so many characters at most.
    pub fn line_within<'w>(&mut self, part: &str, needed: impl Into<Needed<'w>>, most: usize) -> String {
        let line = kernel::visible::one_line(self.get(part));
        self.sized(part, line, needed.into(), most)
    }

    /// A text.
    pub fn text<'w>(&mut self, part: &str, needed: impl Into<Needed<'w>>) -> String {
        let text = clean(self.get(part));
        self.sized(part, text, needed.into(), self.limits.text)
    }

    fn sized(&mut self, part: &str, text: String, needed: Needed<'_>, most: usize) -> String {
        let count = text.chars().count();
        match needed {
            Needed::Yes if text.is_empty() => self.fault(part, sv::NEEDED),
            Needed::Saying(says) if text.is_empty() => self.fault(part, says),
            _ if count > most => self.fault(part, too_long(count, most)),
            _ => {}
        }
        text
    }

    /// A day, not too far from today.
    pub fn day(&mut self, part: &str, today: Day) -> Option<Day> {
        let years = self.limits.years;
        let says = match forms::typed_day(self.get(part).trim()) {
            Ok(Some(day)) if day.days_since(today).abs() > i32::from(years) * 366 => sv::far(years),
            Ok(Some(day)) => return Some(day),
            Ok(None) => sv::NO_DAY.to_owned(),
            Err(why) => sv::not_a_day(&why),
        };
        self.fault(part, says);
        None
    }

    /// A day that has come.
    pub fn past(&mut self, part: &str, today: Day) -> Option<Day> {
        let day = self.day(part, today)?;
        if day > today {
            self.fault(part, sv::AHEAD);
        }
        (day <= today).then_some(day)
    }

    /// A day that has not passed.
    pub fn coming(&mut self, part: &str, today: Day) -> Option<Day> {
        let day = self.day(part, today)?;
        if day < today {
            self.fault(part, sv::PASSED);
        }
        (day >= today).then_some(day)
    }

    /// What is chosen of several.
    pub fn one<T>(&mut self, part: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let chosen = read(self.get(part));
        if chosen.is_none() {
            self.fault(part, sv::CHOOSE);
        }
        chosen
    }

    /// Those of the known that are ticked, at least one.
    pub fn some<T: Copy + PartialEq>(&mut self, part: &str, known: &[T], read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut chosen: Vec<T> = Vec::new();
        for one in self.all(part).iter().filter_map(|text| read(text.trim())) {
            if known.contains(&one) && !chosen.contains(&one) {
                chosen.push(one);
            }
        }
        if chosen.is_empty() {
            self.fault(part, sv::CHOOSE_SOME);
        }
        chosen
    }

    /// What was read, unless something is wrong.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn done<T>(self, read: Option<T>) -> Result<T, Vec<Fault>> {
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ => Err(self.faults),
        }
    }
}
