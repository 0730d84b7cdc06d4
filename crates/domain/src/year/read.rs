//! Reading fields out of a TOML tree, keeping every fault. A field that is wrong yields a harmless stand-in, so that
//! the rest of the document is still read and checked; a document with any error is never used.

use std::cell::{Cell, RefCell};

use kernel::{Day, Label, Language, Period};
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, FaultKind, FieldPath, Shape, nearest};
use super::model::{Decimal, Slug};
use super::words::Word;

/// A day no document means: later than every period, so that comparisons with it say nothing.
const STAND_IN_DAY: (i16, i8, i8) = (9999, 12, 31);

/// Where faults go while a document is read.
#[derive(Default)]
pub(super) struct Faults {
    found: RefCell<Vec<Fault>>,
    stand_ins: Cell<u32>,
}

impl Faults {
    pub(super) fn add(&self, path: FieldPath, kind: FaultKind) {
        self.found.borrow_mut().push(Fault { path, kind });
    }
    pub(super) fn take(self) -> Vec<Fault> {
        self.found.into_inner()
    }
    /// A stable name that nothing refers to.
    pub(super) fn stand_in_slug(&self) -> Slug {
        self.stand_ins.set(self.stand_ins.get() + 1);
        Slug::stand_in(self.stand_ins.get())
    }
}

pub(super) fn shape(value: &DeValue<'_>) -> Shape {
    match value {
        DeValue::String(_) => Shape::Text,
        DeValue::Integer(_) => Shape::Whole,
        DeValue::Float(_) => Shape::Number,
        DeValue::Boolean(_) => Shape::Truth,
        DeValue::Datetime(_) => Shape::Day,
        DeValue::Array(_) => Shape::List,
        DeValue::Table(_) => Shape::Table,
    }
}

/// One table of a document: asks for its fields by name, and in the end names those nobody asked for.
pub(super) struct Table<'t> {
    fields: Option<&'t DeTable<'t>>,
    path: FieldPath,
    faults: &'t Faults,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Table<'t> {
    pub(super) fn new(fields: Option<&'t DeTable<'t>>, path: FieldPath, faults: &'t Faults) -> Self {
        Self { fields, path, faults, asked: RefCell::new(Vec::new()) }
    }
    pub(super) fn at(&self, name: &str) -> FieldPath {
        self.path.key(name)
    }
    pub(super) fn fault(&self, name: &str, kind: FaultKind) {
        self.faults.add(self.at(name), kind);
    }
    fn get(&self, name: &'static str) -> Option<&'t DeValue<'t>> {
        self.asked.borrow_mut().push(name);
        self.fields?.get(name).map(toml::Spanned::get_ref)
    }
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.is_some_and(|table| table.contains_key(name))
    }
    fn wrong(&self, name: &str, expected: Shape, found: &DeValue<'_>) {
        self.fault(name, FaultKind::WrongShape { expected, found: shape(found) });
    }
    /// Says that the field must be there, unless the whole table is missing (which has been said).
    pub(super) fn missing(&self, name: &str) {
        if self.fields.is_some() {
            self.fault(name, FaultKind::Missing);
        }
    }
    /// Names the fields that nobody asked for.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        for (key, _) in self.fields.into_iter().flatten() {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                // Only fields that are not there yet can have been meant.
                let free = asked.iter().copied().filter(|known| !self.has(known));
                let suggestion = nearest(name, free);
                self.fault(name, FaultKind::UnknownField { name: name.to_owned(), suggestion });
            }
        }
    }

    pub(super) fn optional_text(&self, name: &'static str) -> Option<String> {
        let value = self.get(name)?;
        let Some(text) = value.as_str() else {
            self.wrong(name, Shape::Text, value);
            return None;
        };
        self.clean(name, text)
    }
    fn clean(&self, name: &str, text: &str) -> Option<String> {
        let text = clean(text);
        if text.is_empty() {
            self.fault(name, FaultKind::Empty);
            return None;
        }
        Some(text)
    }
    pub(super) fn optional_label(&self, name: &'static str) -> Option<Label> {
        let value = self.get(name)?;
        label(value, &self.at(name), self.faults)
    }
    pub(super) fn label(&self, name: &'static str) -> Label {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_label(name).unwrap_or_else(|| Label::sv("?"))
    }
    pub(super) fn labels(&self, name: &'static str) -> Vec<Label> {
        self.list(name, |value, path| label(value, &path, self.faults).unwrap_or_else(|| Label::sv("?")))
    }
    pub(super) fn optional_slug(&self, name: &'static str) -> Option<Slug> {
        let value = self.get(name)?;
        let Some(text) = value.as_str() else {
            self.wrong(name, Shape::Text, value);
            return Some(self.faults.stand_in_slug());
        };
        Some(slug(text, &self.at(name), self.faults))
    }
    pub(super) fn slug(&self, name: &'static str) -> Slug {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_slug(name).unwrap_or_else(|| self.faults.stand_in_slug())
    }
    pub(super) fn slugs(&self, name: &'static str) -> Vec<Slug> {
        self.list(name, |value, path| {
            if let Some(text) = value.as_str() {
                slug(text, &path, self.faults)
            } else {
                self.faults.add(path, FaultKind::WrongShape { expected: Shape::Text, found: shape(value) });
                self.faults.stand_in_slug()
            }
        })
    }
    pub(super) fn optional_word<W: Word>(&self, name: &'static str) -> Option<W> {
        let value = self.get(name)?;
        word(value, self.at(name), self.faults)
    }
    /// The word, or `stand_in` with a fault where it is missing or wrong.
    pub(super) fn word<W: Word>(&self, name: &'static str, stand_in: W) -> W {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_word(name).unwrap_or(stand_in)
    }
    pub(super) fn words<W: Word + PartialEq>(&self, name: &'static str) -> Vec<W> {
        let mut words: Vec<W> = Vec::new();
        self.list(name, |value, path| {
            if let Some(found) = word::<W>(value, path.clone(), self.faults) {
                if words.contains(&found) {
                    self.faults.add(path, FaultKind::RepeatedWord { word: found.slug().to_owned() });
                } else {
                    words.push(found);
                }
            }
        });
        words
    }
    /// A truth value that is false when left out.
    pub(super) fn flag(&self, name: &'static str) -> bool {
        let Some(value) = self.get(name) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.wrong(name, Shape::Truth, value);
            false
        })
    }
    /// As [`flag`](Self::flag), with what holds where nothing is said.
    pub(super) fn flag_or(&self, name: &'static str, otherwise: bool) -> bool {
        if self.get(name).is_some() { self.flag(name) } else { otherwise }
    }
    /// Whether all is meant, or which: `true` or a list of names.
    pub(super) fn all_or_slugs(&self, name: &'static str) -> (bool, Vec<Slug>) {
        let is_truth = self.get(name).is_some_and(|value| value.as_bool().is_some());
        if is_truth { (self.flag(name), Vec::new()) } else { (false, self.slugs(name)) }
    }
    pub(super) fn optional_whole(&self, name: &'static str, least: i64, most: i64) -> Option<i64> {
        let value = self.get(name)?;
        let Some(number) = value.as_integer() else {
            self.wrong(name, Shape::Whole, value);
            return None;
        };
        let found = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let found = found.filter(|number| (least..=most).contains(number));
        if found.is_none() {
            self.fault(name, FaultKind::NumberOutside { text: number.to_string(), least, most, whole: true });
        }
        found
    }
    /// Whole numbers within the bounds.
    pub(super) fn wholes(&self, name: &'static str, least: i64, most: i64) -> Vec<u16> {
        let numbers = self.list(name, |value, path| {
            let Some(number) = value.as_integer() else {
                self.faults.add(path, FaultKind::WrongShape { expected: Shape::Whole, found: shape(value) });
                return None;
            };
            let found = i64::from_str_radix(number.as_str(), number.radix()).ok();
            let found = found.filter(|number| (least..=most).contains(number));
            if found.is_none() {
                self.faults.add(path, FaultKind::NumberOutside { text: number.to_string(), least, most, whole: true });
            }
            found.and_then(|number| u16::try_from(number).ok())
        });
        numbers.into_iter().flatten().collect()
    }
    pub(super) fn decimal(&self, name: &'static str) -> Decimal {
        const MOST: i64 = 1_000_000_000;
        let zero = Decimal::from_thousandths(0);
        let text = match self.get(name) {
            None => {
                self.missing(name);
                return zero;
            }
            Some(DeValue::Integer(number)) if number.radix() == 10 => number.as_str(),
            Some(DeValue::Float(number)) => number.as_str(),
            Some(other) => {
                self.wrong(name, Shape::Number, other);
                return zero;
            }
        };
        match text.parse::<Decimal>() {
            Ok(number) if number.thousandths().abs() <= MOST * 1000 => number,
            _ => {
                let kind = FaultKind::NumberOutside { text: text.to_owned(), least: -MOST, most: MOST, whole: false };
                self.fault(name, kind);
                zero
            }
        }
    }
    pub(super) fn day(&self, name: &'static str) -> Day {
        let (year, month, day) = STAND_IN_DAY;
        let stand_in = Day::new(year, month, day).unwrap_or_else(|| kernel::Instant::EPOCH.day());
        let Some(value) = self.get(name) else {
            self.missing(name);
            return stand_in;
        };
        let found = match value {
            DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => match moment.date {
                Some(date) => to_day(date),
                // The parser has already said that this is no day, and at which line.
                None => return stand_in,
            },
            DeValue::Datetime(moment) => {
                self.fault(name, FaultKind::NotADay { text: moment.to_string() });
                return stand_in;
            }
            DeValue::String(text) => {
                let day = text.trim().parse().ok();
                if day.is_none() {
                    self.fault(name, FaultKind::NotADay { text: text.to_string() });
                }
                day
            }
            other => {
                self.wrong(name, Shape::Day, other);
                None
            }
        };
        found.unwrap_or(stand_in)
    }
    /// A day that may be left out.
    pub(super) fn optional_day(&self, name: &'static str) -> Option<Day> {
        // Asked for either way, so that the field is one that is known.
        let written = self.get(name).is_some();
        written.then(|| self.day(name))
    }
    /// A table `{ from, to }`, or `None` where it is absent or not whole.
    pub(super) fn optional_period(&self, name: &'static str) -> Option<Period> {
        let table = self.optional_table(name)?;
        Some(table.period_of_fields())
    }
    /// The fields `from` and `to` of this table; names the others as unknown.
    pub(super) fn period_of_fields(self) -> Period {
        let period = Period { from: self.day("from"), to: self.day("to") };
        self.finish();
        period
    }
    pub(super) fn optional_table(&self, name: &'static str) -> Option<Table<'t>> {
        let value = self.get(name)?;
        let table = value.as_table();
        if table.is_none() {
            self.wrong(name, Shape::Table, value);
        }
        Some(Table::new(table, self.at(name), self.faults))
    }
    /// The table, or one without fields and a fault where it is missing.
    pub(super) fn table(&self, name: &'static str) -> Table<'t> {
        self.optional_table(name).unwrap_or_else(|| {
            self.missing(name);
            Table::new(None, self.at(name), self.faults)
        })
    }
    /// Reads each element of a list of tables.
    pub(super) fn tables<R>(&self, name: &'static str, mut read: impl FnMut(Table<'t>) -> R) -> Vec<R> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong(name, Shape::Tables, value);
            return Vec::new();
        };
        list.iter()
            .enumerate()
            .map(|(index, element)| {
                let path = self.at(name).index(index);
                let table = element.get_ref().as_table();
                if table.is_none() {
                    let found = shape(element.get_ref());
                    self.faults.add(path.clone(), FaultKind::WrongShape { expected: Shape::Table, found });
                }
                read(Table::new(table, path, self.faults))
            })
            .collect()
    }
    fn list<R>(&self, name: &'static str, mut read: impl FnMut(&'t DeValue<'t>, FieldPath) -> R) -> Vec<R> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.wrong(name, Shape::List, value);
            return Vec::new();
        };
        list.iter().enumerate().map(|(index, element)| read(element.get_ref(), self.at(name).index(index))).collect()
    }
}

fn to_day(date: toml::value::Date) -> Option<Day> {
    Day::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
}

/// The text with one kind of line ends and nothing blank around it.
pub(super) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn slug(text: &str, path: &FieldPath, faults: &Faults) -> Slug {
    text.parse().unwrap_or_else(|_| {
        let kind = FaultKind::NotASlug { text: text.to_owned(), suggestion: slugged(text) };
        faults.add(path.clone(), kind);
        faults.stand_in_slug()
    })
}

/// The text made into a stable name: Swedish letters without their marks, everything else as hyphens.
pub fn slugged(text: &str) -> Option<String> {
    let mut out = String::new();
    for letter in text.to_lowercase().chars() {
        let plain = match letter {
            '\u{e5}' | '\u{e4}' => 'a',
            '\u{f6}' => 'o',
            '\u{e9}' => 'e',
            'a'..='z' | '0'..='9' => letter,
            _ => '-',
        };
        let fits = if out.is_empty() { plain.is_ascii_lowercase() } else { plain != '-' || !out.ends_with('-') };
        if fits {
            out.push(plain);
        }
    }
    out.truncate(60);
    let out = out.trim_end_matches('-');
    (!out.is_empty()).then(|| out.to_owned())
}

fn word<W: Word>(value: &DeValue<'_>, path: FieldPath, faults: &Faults) -> Option<W> {
    let Some(text) = value.as_str() else {
        faults.add(path, FaultKind::WrongShape { expected: Shape::Text, found: shape(value) });
        return None;
    };
    let found = W::from_slug(text);
    if found.is_none() {
        let allowed: Vec<&str> = W::ALL.iter().map(|word| word.slug()).collect();
        let suggestion = nearest(text, allowed.iter().copied());
        faults.add(path, FaultKind::UnknownWord { word: text.to_owned(), allowed, suggestion });
    }
    found
}

fn label(value: &DeValue<'_>, path: &FieldPath, faults: &Faults) -> Option<Label> {
    match value {
        DeValue::String(text) => {
            let text = clean(text);
            if text.is_empty() {
                faults.add(path.clone(), FaultKind::Empty);
                return None;
            }
            Some(Label::sv(text))
        }
        DeValue::Table(table) => {
            let mut texts = serde_json::Map::new();
            for (key, value) in table {
                let tag: &str = key.get_ref();
                let at = path.key(tag);
                let Some(text) = value.get_ref().as_str() else {
                    let found = shape(value.get_ref());
                    faults.add(at, FaultKind::WrongShape { expected: Shape::Text, found });
                    continue;
                };
                let text = clean(text);
                if serde_json::from_value::<Language>(tag.into()).is_err() {
                    faults.add(at, FaultKind::UnknownLanguage { tag: tag.to_owned() });
                } else if text.is_empty() {
                    faults.add(at, FaultKind::Empty);
                } else {
                    texts.insert(tag.to_owned(), text.into());
                }
            }
            if !table.contains_key("sv") {
                faults.add(path.key("sv"), FaultKind::Missing);
            }
            serde_json::from_value(texts.into()).ok()
        }
        other => {
            faults.add(path.clone(), FaultKind::WrongShape { expected: Shape::Label, found: shape(other) });
            None
        }
    }
}
