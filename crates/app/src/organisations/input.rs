//! What was typed or read from a file, as values of the register; what is wrong with it, as faults. The forms and the
//! import judge by the same functions.

use std::collections::BTreeSet;

use domain::year::{Regime, SchoolForm, Word};
use kernel::id::kind::Area;
use kernel::visible::one_line;
use kernel::{Day, Email, Id, Instant, OrgNumber, UnitCode, swedish};
use platform::FormData;

use super::model::AreaEntry;
use super::sv;

/// What a field asks for, to name it in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// The organisation number.
    OrgNumber,
    /// The name of a provider.
    ProviderName,
    /// The code of a unit.
    UnitCode,
    /// The name of a unit.
    UnitName,
    /// The name of a contract area.
    AreaName,
    /// The stable name of a contract area.
    AreaSlug,
    /// A regime.
    Regime,
    /// A first day.
    From,
    /// A last day.
    To,
    /// The contact rektor.
    Contact,
    /// The authority's name.
    AuthorityName,
    /// The board's name.
    BoardName,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Nothing was written.
    Missing(Asked),
    /// More characters than this.
    TooLong(usize),
    /// Not ten digits.
    OrgNumberShape,
    /// A personal number.
    OrgNumberPerson,
    /// The check digit is wrong.
    OrgNumberCheck,
    /// The provider is in the register already.
    ProviderKnown(String),
    /// No provider with the number.
    ProviderUnknown,
    /// Not eight digits.
    UnitCode,
    /// Another unit has the code.
    UnitCodeTaken(String),
    /// The code stands in an earlier row too.
    UnitCodeTwice(u32),
    /// The unit belongs to another provider.
    UnitElsewhere(String),
    /// Not a whole number of students.
    Students,
    /// No such school form.
    SchoolForm(String),
    /// A choice that the form does not have.
    UnknownChoice,
    /// No school form was chosen, and nothing says that there is none.
    NoSchoolForm,
    /// No such contract area; these there are.
    Area(String, Vec<String>),
    /// Several contract areas where one is asked for.
    SeveralAreas,
    /// No such regime.
    Regime,
    /// Not a day.
    Day,
    /// The last day lies before the first.
    EndsFirst,
    /// The unit would open after this day, its last.
    OpensAfterClosing(Day),
    /// Not an address.
    Email,
    /// Not a stable name.
    Slug,
    /// Another area has the stable name.
    SlugTaken(String),
    /// The same time is taken by somebody else, from and to.
    Overlap(String, Day, Option<Day>),
    /// The deputy is the contact rektor.
    OwnDeputy(String),
    /// A formula or an error value stands where a value should.
    NotAValue,
}

/// Faults by the name of their field.
pub type Faults = Vec<(&'static str, Fault)>;

/// The sentence at a field.
pub(super) fn at<'f>(faults: &'f Faults, name: &str) -> Option<&'f Fault> {
    faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| fault)
}

/// The longest name.
const LONGEST: usize = 200;

/// An organisation number.
pub fn org_number(text: &str) -> Result<OrgNumber, Fault> {
    use kernel::numbers::NotAnOrgNumber as Not;
    if text.trim().is_empty() {
        return Err(Fault::Missing(Asked::OrgNumber));
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    bare.replace(['\u{2013}', '\u{2212}'], "-").parse().map_err(|not| match not {
        Not::Shape => Fault::OrgNumberShape,
        Not::Person => Fault::OrgNumberPerson,
        Not::CheckDigit => Fault::OrgNumberCheck,
    })
}

/// A unit's code.
pub fn unit_code(text: &str) -> Result<UnitCode, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::Missing(Asked::UnitCode));
    }
    text.parse().map_err(|_| Fault::UnitCode)
}

/// A name that must be there.
pub fn name(text: &str, asked: Asked) -> Result<String, Fault> {
    let text = one_line(text);
    match text.chars().count() {
        0 => Err(Fault::Missing(asked)),
        length if length > LONGEST => Err(Fault::TooLong(LONGEST)),
        _ => Ok(text),
    }
}

/// A number of students, or none.
pub fn students(text: &str) -> Result<Option<i64>, Fault> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse::<i64>() {
        Ok(number) if (0..=100_000).contains(&number) => Ok(Some(number)),
        _ => Err(Fault::Students),
    }
}

/// A day, or none.
pub fn day(text: &str) -> Result<Option<Day>, Fault> {
    forms::typed_day(text).map_err(|_| Fault::Day)
}

/// The first day of a unit that is closed with a last one, or not at all.
pub fn open_before(first: Option<Day>, closed_on: Option<Day>) -> Result<Option<Day>, Fault> {
    match (first, closed_on) {
        (Some(first), Some(last)) if last < first => Err(Fault::OpensAfterClosing(last)),
        _ => Ok(first),
    }
}

/// A regime by its Swedish word or its stable name.
pub fn regime(text: &str) -> Result<Regime, Fault> {
    let folded = swedish::fold(text);
    if folded.is_empty() {
        return Err(Fault::Missing(Asked::Regime));
    }
    let named = |regime: Regime| {
        sv::regime_words(regime).iter().any(|word| swedish::fold(word) == folded) || regime.slug() == folded
    };
    Regime::ALL.iter().copied().find(|regime| named(*regime)).ok_or(Fault::Regime)
}

/// School forms by their Swedish words or stable names, divided by commas.
pub fn school_forms(text: &str) -> Result<BTreeSet<SchoolForm>, Fault> {
    parts(text)
        .map(|part| {
            let folded = swedish::fold(part);
            let named = |form: SchoolForm| {
                sv::school_form_words(form).iter().any(|word| swedish::fold(word) == folded) || form.slug() == folded
            };
            let found = SchoolForm::ALL.iter().copied().find(|form| named(*form));
            found.ok_or_else(|| Fault::SchoolForm(part.to_owned()))
        })
        .collect()
}

/// Contract areas by name or stable name, divided by commas.
pub fn areas(text: &str, known: &[AreaEntry]) -> Result<BTreeSet<Id<Area>>, Fault> {
    let folded = swedish::fold(text);
    // A name may hold a comma of its own.
    if let Some(whole) = known.iter().find(|area| swedish::fold(&area.name) == folded) {
        return Ok(BTreeSet::from([whole.id]));
    }
    parts(text)
        .map(|part| {
            let folded = swedish::fold(part);
            let found = known.iter().find(|area| swedish::fold(&area.name) == folded || area.slug == folded);
            let names = || known.iter().map(|area| area.name.clone()).collect();
            found.map(|area| area.id).ok_or_else(|| Fault::Area(part.to_owned(), names()))
        })
        .collect()
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Takes the fields of a form one by one and gathers what is wrong with them.
#[derive(Debug)]
pub(super) struct Checker<'f> {
    form: &'f FormData,
    pub(super) faults: Faults,
}

impl<'f> Checker<'f> {
    pub(super) fn new(form: &'f FormData) -> Self {
        Self { form, faults: Faults::new() }
    }
    pub(super) fn take<T>(&mut self, field: &'static str, judge: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match judge(self.form.get(field)) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push((field, fault));
                None
            }
        }
    }
    pub(super) fn name(&mut self, field: &'static str, asked: Asked) -> Option<String> {
        self.take(field, |text| name(text, asked))
    }
    /// Text that may be empty.
    pub(super) fn note(&mut self, field: &'static str) -> Option<String> {
        self.take(field, |text| match name(text, Asked::ProviderName) {
            Ok(text) => Ok(Some(text)),
            Err(Fault::Missing(_)) => Ok(None),
            Err(fault) => Err(fault),
        })
        .flatten()
    }
    pub(super) fn email(&mut self, field: &'static str) -> Option<String> {
        self.take(field, |text| match text {
            "" => Ok(None),
            text => text.parse::<Email>().map(|email| Some(email.as_str().to_owned())).map_err(|_| Fault::Email),
        })
        .flatten()
    }
    /// First and last day, the first of which must be there.
    pub(super) fn period(&mut self, from: &'static str, to: &'static str) -> Option<(Day, Option<Day>)> {
        let first = self.take(from, |text| day(text)?.ok_or(Fault::Missing(Asked::From)));
        let last = self.take(to, day);
        match (first, last) {
            (Some(first), Some(Some(last))) if last < first => {
                self.faults.push((to, Fault::EndsFirst));
                None
            }
            (Some(first), Some(last)) => Some((first, last)),
            _ => None,
        }
    }
    /// A day that must be there.
    pub(super) fn day(&mut self, field: &'static str) -> Option<Day> {
        self.take(field, |text| day(text)?.ok_or(Fault::Missing(Asked::To)))
    }
    /// School forms as they were ticked. To have none is an answer too, which must be given.
    pub(super) fn forms(&mut self) -> BTreeSet<SchoolForm> {
        let sent = self.form.all("skolform");
        let chosen: BTreeSet<SchoolForm> = sent.iter().filter_map(|slug| SchoolForm::from_slug(slug)).collect();
        if sent.iter().any(|slug| SchoolForm::from_slug(slug).is_none()) {
            self.faults.push(("skolform", Fault::UnknownChoice));
        } else if chosen.is_empty() && self.form.get(WITHOUT_FORM) != "ja" {
            self.faults.push(("skolform", Fault::NoSchoolForm));
        }
        chosen
    }
    /// Traits of the year's document, and those that are had already.
    pub(super) fn traits(&mut self, known: &[(String, String)], own: &BTreeSet<String>) -> BTreeSet<String> {
        let is_known = |slug: &String| own.contains(slug) || known.iter().any(|(one, _)| one == slug);
        let sent = self.form.all("egenskap");
        if !sent.iter().all(is_known) {
            self.faults.push(("egenskap", Fault::UnknownChoice));
        }
        sent.iter().filter(|slug| is_known(slug)).cloned().collect()
    }
    pub(super) fn chosen_areas(&mut self, known: &[AreaEntry]) -> BTreeSet<Id<Area>> {
        let mut chosen = BTreeSet::new();
        for text in self.form.all("omrade").iter().filter(|text| !text.trim().is_empty()) {
            match known.iter().find(|area| area.id.to_string() == text.trim()) {
                Some(area) => {
                    chosen.insert(area.id);
                }
                None => self.faults.push(("omrade", Fault::UnknownChoice)),
            }
        }
        chosen
    }
    /// Whether the second of two choices was made; none is the first.
    pub(super) fn second(&mut self, field: &'static str, first: &str, second: &str) -> Option<bool> {
        self.take(field, |text| match text {
            text if text.is_empty() || text == first => Ok(false),
            text if text == second => Ok(true),
            _ => Err(Fault::UnknownChoice),
        })
    }
}

/// The box that says that there is no school form.
pub(super) const WITHOUT_FORM: &str = "utan-skolform";

/// The day a form suggests when none is written.
pub(super) fn today(now: Instant) -> String {
    now.day().to_string()
}
