//! The most common edits without TOML: titles and last days of occasions, target values, columns of the complaint
//! table, when reminders go. What was typed is laid over a year; faults name the fields. Pure.

use domain::year::{
    ColumnKind, ColumnOption, ConfigFault, FaultKind, FieldPath, Reading, Severity, Slug, Step, Year, read_document,
    slugged, to_toml,
};
use kernel::{Label, Language};
use platform::FormData;

use super::{reminders, sv};

/// What is wrong in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormFault {
    /// Nothing is written where something must be: what is missing.
    Empty(&'static str),
    /// Not a day.
    NotADay {
        /// Of which occasion.
        occasion: String,
        /// What was typed.
        text: String,
    },
    /// Not a number.
    NotANumber(String),
    /// A choice without any letter that a stable name can be made of.
    NoName(String),
    /// The same choice twice.
    Twice(String),
    /// Not a whole number above zero.
    NotACount(String),
    /// Not a number of days before the last day.
    NotDaysBefore(String),
    /// The document cannot be as it would become.
    Document(Box<FaultKind>),
    /// The document cannot be as it would become, because of an indicator.
    Indicator(Box<FaultKind>),
}

/// A field's name, empty for the whole, and what is wrong there.
pub type At = (String, FormFault);

/// A target that the authority has decided.
pub const DECIDED: &str = "beslutat";
/// A target that we have invented.
pub const EXAMPLE: &str = "exempel";
/// A target that is yet to be decided.
pub const TO_DECIDE: &str = "ej-beslutat";

/// The name of an occasion's field.
pub fn occasion(index: usize, field: &str) -> String {
    format!("tillfalle-{index}-{field}")
}
/// The name of a target's field.
pub fn target(index: usize, field: &str) -> String {
    format!("mal-{index}-{field}")
}
/// The name of a complaint column's field.
pub fn column(index: usize, field: &str) -> String {
    format!("kolumn-{index}-{field}")
}

/// The values that the form begins with.
pub fn filled(year: &Year) -> FormData {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (at, of) in year.occasions.iter().enumerate() {
        fields.push((occasion(at, "titel"), of.title.as_sv().to_owned()));
        fields.push((occasion(at, "dag"), of.deadline.to_string()));
    }
    for (at, of) in year.targets.iter().enumerate() {
        fields.push((target(at, "varde"), domain::year::sv::decimal(of.value)));
        let standing = match (of.to_decide, of.example) {
            (true, _) => TO_DECIDE,
            (false, true) => EXAMPLE,
            (false, false) => DECIDED,
        };
        fields.push((target(at, "lage"), standing.to_owned()));
    }
    for (at, of) in year.complaints.columns.iter().enumerate() {
        fields.push((column(at, "titel"), of.title.as_sv().to_owned()));
        fields.push((column(at, "hjalp"), of.help.as_ref().map(|help| help.as_sv().to_owned()).unwrap_or_default()));
        if of.required {
            fields.push((column(at, "kravs"), "ja".to_owned()));
        }
        if of.kind == ColumnKind::Choice {
            let options: Vec<&str> = of.options.iter().map(|option| option.title.as_sv()).collect();
            fields.push((column(at, "val"), options.join("\n")));
        }
    }
    reminders::filled(year, &mut fields);
    FormData::from_pairs(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// Lays the form over the year: the document it becomes, in canonical form, and the year in it.
///
/// # Errors
/// Every fault, each with the name of its field.
pub fn laid_over(year: &Year, form: &FormData) -> Result<(String, Year), Vec<At>> {
    let mut year = year.clone();
    let mut faults = Vec::new();
    occasions(&mut year, form, &mut faults);
    targets(&mut year, form, &mut faults);
    columns(&mut year, form, &mut faults);
    reminders::lay_over(&mut year, form, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let document = to_toml(&year);
    match read_document(&document) {
        Reading { year: Some(year), .. } => Ok((document, year)),
        Reading { faults, .. } => Err(faults.into_iter().filter(is_error).map(named).collect()),
    }
}

fn is_error(fault: &ConfigFault) -> bool {
    fault.severity() == Severity::Error
}

/// The label with another Swedish text; what stands in other languages is kept.
pub(super) fn swedish(label: &Label, text: &str) -> Label {
    label.clone().with(Language::Sv, text)
}

fn occasions(year: &mut Year, form: &FormData, faults: &mut Vec<At>) {
    for (at, of) in year.occasions.iter_mut().enumerate() {
        let (title, day) = (occasion(at, "titel"), occasion(at, "dag"));
        if form.has(&title) {
            if form.get(&title).is_empty() {
                faults.push((title, FormFault::Empty(sv::OCCASION_TITLE)));
            } else {
                of.title = swedish(&of.title, form.get(&title));
            }
        }
        if form.has(&day) {
            match forms::typed_day(form.get(&day)) {
                Ok(Some(read)) => {
                    // A day that a person has set is no longer our example.
                    of.example &= of.deadline == read;
                    of.deadline = read;
                }
                Ok(None) => faults.push((day, FormFault::Empty(sv::LAST_DAY))),
                Err(_) => {
                    let (occasion, text) = (of.title.as_sv().to_owned(), form.get(&day).to_owned());
                    faults.push((day, FormFault::NotADay { occasion, text }));
                }
            }
        }
    }
}

fn targets(year: &mut Year, form: &FormData, faults: &mut Vec<At>) {
    for (at, of) in year.targets.iter_mut().enumerate() {
        let name = target(at, "varde");
        if !form.has(&name) {
            continue;
        }
        let typed = form.get(&name);
        let number: String = typed
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '%')
            .map(|letter| match letter {
                ',' => '.',
                '\u{2212}' => '-',
                other => other,
            })
            .collect();
        match number.parse() {
            Ok(value) => of.value = value,
            Err(_) if typed.is_empty() => faults.push((name, FormFault::Empty(sv::VALUE))),
            Err(_) => faults.push((name, FormFault::NotANumber(typed.to_owned()))),
        }
        match form.get(&target(at, "lage")) {
            DECIDED => (of.to_decide, of.example) = (false, false),
            EXAMPLE => (of.to_decide, of.example) = (false, true),
            TO_DECIDE => of.to_decide = true,
            _ => {}
        }
    }
}

fn columns(year: &mut Year, form: &FormData, faults: &mut Vec<At>) {
    for (at, of) in year.complaints.columns.iter_mut().enumerate() {
        let title = column(at, "titel");
        if !form.has(&title) {
            continue;
        }
        if form.get(&title).is_empty() {
            faults.push((title, FormFault::Empty(sv::HEADING)));
        } else {
            of.title = swedish(&of.title, form.get(&title));
        }
        let help = form.get(&column(at, "hjalp"));
        of.help =
            (!help.is_empty()).then(|| of.help.as_ref().map_or_else(|| Label::sv(help), |old| swedish(old, help)));
        of.required = form.get(&column(at, "kravs")) == "ja";
        let name = column(at, "val");
        if of.kind == ColumnKind::Choice && form.has(&name) {
            match options(&of.options, form.get(&name)) {
                Ok(options) => of.options = options,
                Err(fault) => faults.push((name, fault)),
            }
        }
    }
}

/// One choice per line. A choice whose words stand as before keeps its stable name, so that what was answered with it
/// earlier is still understood; as does one that only changed its words in place, when their number is the same.
fn options(old: &[ColumnOption], text: &str) -> Result<Vec<ColumnOption>, FormFault> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err(FormFault::Empty(sv::OPTIONS));
    }
    let mut made: Vec<ColumnOption> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let same = old.iter().find(|option| option.title.as_sv() == *line);
        let in_place = || {
            let here = old.get(at).filter(|_| lines.len() == old.len())?;
            (!lines.contains(&here.title.as_sv())).then_some(here)
        };
        let option = match same.or_else(in_place) {
            Some(option) => ColumnOption { slug: option.slug.clone(), title: swedish(&option.title, line) },
            None => ColumnOption { slug: new_name(old, &made, line)?, title: Label::sv(*line) },
        };
        if made.iter().any(|other| other.slug == option.slug || other.title == option.title) {
            return Err(FormFault::Twice((*line).to_owned()));
        }
        made.push(option);
    }
    Ok(made)
}

/// A name of its own, never one that meant something else before.
fn new_name(old: &[ColumnOption], made: &[ColumnOption], line: &str) -> Result<Slug, FormFault> {
    let unnamed = || FormFault::NoName(line.to_owned());
    let base = slugged(line).ok_or_else(unnamed)?;
    let taken = |name: &str| old.iter().chain(made).any(|option| option.slug.as_str() == name);
    let mut name = base.clone();
    let mut number = 2;
    while taken(&name) {
        name = format!("{base}-{number}");
        number += 1;
    }
    name.parse().map_err(|_| unnamed())
}

/// The field of the form that a fault in the document belongs to.
fn named(fault: ConfigFault) -> At {
    (field_of(&fault.path), FormFault::Document(Box::new(fault.kind)))
}

fn field_of(path: &FieldPath) -> String {
    if let [Step::Key(of), Step::Key(field), ..] = path.steps()
        && of == "reminders"
    {
        return reminders::field_of(field).to_owned();
    }
    let (list, index, field) = match path.steps() {
        [Step::Key(list), Step::Index(index), Step::Key(field), ..] => (list.as_str(), *index, field.as_str()),
        [Step::Key(list), Step::Index(index)] => (list.as_str(), *index, ""),
        [Step::Key(complaints), Step::Key(list), Step::Index(index), rest @ ..] if complaints == "complaints" => {
            let field = match rest {
                [Step::Key(field), ..] => field.as_str(),
                _ => "",
            };
            (list.as_str(), *index, field)
        }
        _ => return String::new(),
    };
    match (list, field) {
        ("occasions", "deadline") => occasion(index, "dag"),
        ("occasions", _) => occasion(index, "titel"),
        ("targets", _) => target(index, "varde"),
        ("columns", "help") => column(index, "hjalp"),
        ("columns", "options") => column(index, "val"),
        ("columns", _) => column(index, "titel"),
        _ => String::new(),
    }
}
