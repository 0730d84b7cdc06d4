//! Indicators of a year changed without TOML: one filled in, their order, one taken away. What was typed is laid over a year;
//! faults name the fields. What the form does not show is kept as it was. Pure.

use domain::indicators::{Formula, Term};
use domain::year::{
    ConfigFault, Direction, FaultKind, FieldPath, Followed, Form, Indicator, Measure, Reading, Severity, Slug, Step,
    Target, Word, Year, read_document, slugged, to_toml,
};
use kernel::Label;
use platform::FormData;

use super::form::{At, FormFault, swedish};
use super::sv;

/// The fields of the form, by what the document calls them.
const FIELDS: [(&str, &str); 11] = [
    ("title", "titel"),
    ("definition", "definition"),
    ("direction", "riktning"),
    ("unit", "enhet"),
    ("goal", "mal"),
    ("level", "niva"),
    ("base", "underlag"),
    ("source", "kalla"),
    ("numerator", NUMERATOR),
    ("parts", PARTS),
    ("denominator", DENOMINATOR),
];
/// The sum that is divided.
pub const NUMERATOR: &str = "taljare";
/// The parts of a distribution.
pub const PARTS: &str = "delar";
/// The sum that is divided by.
pub const DENOMINATOR: &str = "namnare";
/// So many of the base the figure is told per.
pub const PER: &str = "per";

/// What the form begins with.
pub fn filled(of: &Indicator) -> FormData {
    let label = |label: Option<&Label>| label.map(|label| label.as_sv().to_owned()).unwrap_or_default();
    let formula = of.count.clone().unwrap_or_default();
    let mut fields = vec![
        ("titel", label(Some(&of.title))),
        ("definition", label(Some(&of.definition))),
        ("riktning", of.direction.slug().to_owned()),
        ("enhet", of.unit.slug().to_owned()),
        ("mal", of.goal.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("niva", of.level.map(|level| level.slug().to_owned()).unwrap_or_default()),
        ("underlag", label(of.base.as_ref())),
        ("kalla", label(of.source.as_ref())),
        (PER, formula.per.map(|per| per.to_string()).unwrap_or_default()),
    ];
    let lists = [(NUMERATOR, &formula.numerator), (PARTS, &formula.parts), (DENOMINATOR, &formula.denominator)];
    fields.extend(lists.iter().flat_map(|(name, terms)| terms.iter().map(|term| (*name, term.slug().to_owned()))));
    FormData::from_pairs(fields.iter().map(|(name, value)| (*name, value.as_str())))
}

/// What is ticked: what was there before in its order, then what is new.
fn ticked(form: &FormData, name: &str, old: &[Term]) -> Vec<Term> {
    let chosen: Vec<Term> = form.all(name).iter().filter_map(|slug| Term::from_slug(slug)).collect();
    let kept = old.iter().copied().filter(|term| chosen.contains(term));
    kept.chain(Term::ALL.iter().copied().filter(|term| chosen.contains(term) && !old.contains(term))).collect()
}

/// The formula that is filled in; nothing where nothing is ticked. A number that cannot be read is left out.
pub fn formula(form: &FormData, old: Option<&Formula>) -> Option<Formula> {
    let old = old.cloned().unwrap_or_default();
    let formula = Formula {
        numerator: ticked(form, NUMERATOR, &old.numerator),
        parts: ticked(form, PARTS, &old.parts),
        denominator: ticked(form, DENOMINATOR, &old.denominator),
        per: form.get(PER).replace([' ', '\u{a0}'], "").parse().ok(),
    };
    if formula.terms().next().is_none() { None } else { Some(formula) }
}

/// Lays the form over the indicator, or over a new one at the end: the document it becomes, and the year in it.
///
/// # Errors
/// Every fault, each with the name of its field.
pub fn laid_over(year: &Year, slug: Option<&str>, form: &FormData) -> Result<(String, Year), Vec<At>> {
    let mut year = year.clone();
    let mut faults = Vec::new();
    let all = [("titel", sv::NAME), ("definition", sv::DEFINITION), ("riktning", sv::DIRECTION), ("enhet", sv::UNIT)];
    let missing = all.into_iter().filter(|(name, _)| form.get(name).is_empty());
    faults.extend(missing.map(|(name, what)| (name.to_owned(), FormFault::Empty(what))));
    let per = form.get(PER).replace([' ', '\u{a0}'], "");
    if !per.is_empty() && !per.parse::<u32>().is_ok_and(|per| (1..=1_000_000).contains(&per)) {
        faults.push((PER.to_owned(), FormFault::NotACount(form.get(PER).to_owned())));
    }
    let at = match slug {
        Some(slug) => year.indicators.iter().position(|of| of.slug == *slug),
        None => new_slug(&year, form.get("titel")).map(|slug| {
            year.indicators.push(Indicator::named(slug, Label::sv(""), Label::sv("")));
            year.indicators.len() - 1
        }),
    };
    let Some(at) = at else {
        if faults.iter().all(|(name, _)| name != "titel") {
            faults.push(("titel".to_owned(), FormFault::NoName(form.get("titel").to_owned())));
        }
        return Err(faults);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    fill(&mut year.indicators[at], form);
    whole(&year).map_err(|faults| faults.into_iter().map(|fault| named(fault, &year, at)).collect())
}

fn fill(of: &mut Indicator, form: &FormData) {
    of.title = swedish(&of.title, form.get("titel"));
    of.definition = swedish(&of.definition, form.get("definition"));
    of.direction = Direction::from_slug(form.get("riktning")).unwrap_or(of.direction);
    of.unit = Measure::from_slug(form.get("enhet")).unwrap_or(of.unit);
    of.goal = form.get("mal").parse().ok();
    of.level = Followed::from_slug(form.get("niva"));
    of.base = label(of.base.as_ref(), form.get("underlag"));
    of.source = label(of.source.as_ref(), form.get("kalla"));
    of.count = formula(form, of.count.as_ref());
}

fn label(old: Option<&Label>, text: &str) -> Option<Label> {
    (!text.is_empty()).then(|| old.map_or_else(|| Label::sv(text), |old| swedish(old, text)))
}

fn new_slug(year: &Year, title: &str) -> Option<Slug> {
    let base = slugged(title)?;
    let mut name = base.clone();
    let mut number = 2;
    while year.indicators.iter().any(|of| of.slug == *name.as_str()) {
        let end = format!("-{number}");
        name = format!("{}{end}", base.get(..base.len().min(60 - end.len()))?.trim_end_matches('-'));
        number += 1;
    }
    name.parse().ok()
}

/// The document of the year, and the year as it is read back, so that what is kept is what was judged.
fn whole(year: &Year) -> Result<(String, Year), Vec<ConfigFault>> {
    let document = to_toml(year);
    match read_document(&document) {
        Reading { year: Some(year), .. } => Ok((document, year)),
        Reading { faults, .. } => Err(faults.into_iter().filter(|fault| fault.severity() == Severity::Error).collect()),
    }
}

/// The field that a fault in the document belongs to.
fn named(fault: ConfigFault, year: &Year, at: usize) -> At {
    let name = field_of(&fault.path, year, at, &fault.kind);
    (name, FormFault::Indicator(Box::new(fault.kind)))
}

fn field_of(path: &FieldPath, year: &Year, at: usize, kind: &FaultKind) -> String {
    let own = |name: &str| FIELDS.iter().find(|(key, _)| *key == name).map_or("", |(_, field)| *field).to_owned();
    match path.steps() {
        [Step::Key(list), Step::Index(index), Step::Key(count), Step::Key(field), ..]
            if list == "indicators" && *index == at && count == "count" =>
        {
            if field == "per" {
                PER.to_owned()
            } else {
                own(field)
            }
        }
        [Step::Key(list), Step::Index(index), Step::Key(field), ..] if list == "indicators" && *index == at => {
            own(field)
        }
        // Its targets no longer fit what it has become.
        [Step::Key(list), Step::Index(index), ..] if list == "targets" => {
            let of_this = year.targets.get(*index).is_some_and(|target| target.indicator == year.indicators[at].slug);
            match kind {
                FaultKind::TargetWithoutDirection if of_this => "riktning".to_owned(),
                FaultKind::TargetOutside { .. } if of_this => "enhet".to_owned(),
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// Where an indicator is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses<'y> {
    /// Its targets.
    pub targets: Vec<&'y Target>,
    /// Sections that show it: the item's title, the section's.
    pub sections: Vec<(&'y str, &'y str)>,
}

impl Uses<'_> {
    /// Whether nothing names it.
    pub const fn is_empty(&self) -> bool {
        self.targets.is_empty() && self.sections.is_empty()
    }
}

/// Where the year names the indicator.
pub fn uses<'y>(year: &'y Year, slug: &str) -> Uses<'y> {
    let sections = year.items.iter().flat_map(|item| {
        let own = match &item.form {
            Form::Narrative(sections) => sections.as_slice(),
            _ => &[],
        };
        let named = own.iter().filter(|section| section.indicators.iter().any(|of| *of == *slug));
        named.map(|section| (item.title.as_sv(), section.title.as_sv()))
    });
    Uses {
        targets: year.targets.iter().filter(|target| target.indicator == *slug).collect(),
        sections: sections.collect(),
    }
}

/// The year without the indicator and everything that names it.
///
/// # Errors
/// Where the document cannot do without it.
pub fn without(year: &Year, slug: &str) -> Result<(String, Year), Vec<ConfigFault>> {
    let mut year = year.clone();
    year.indicators.retain(|of| of.slug != *slug);
    year.targets.retain(|target| target.indicator != *slug);
    for item in &mut year.items {
        if let Form::Narrative(sections) = &mut item.form {
            for section in sections {
                section.indicators.retain(|of| *of != *slug);
            }
        }
    }
    whole(&year)
}

/// The name of the field with an indicator's place.
pub fn place(slug: &Slug) -> String {
    format!("plats-{slug}")
}

/// The year with its indicators in the order that is filled in: a smaller number first, the same number as before.
///
/// # Errors
/// Every place that is no number.
pub fn ordered(year: &Year, form: &FormData) -> Result<(String, Year), Vec<At>> {
    let mut faults: Vec<At> = Vec::new();
    let mut placed: Vec<(u32, usize)> = Vec::new();
    for (index, of) in year.indicators.iter().enumerate() {
        let name = place(&of.slug);
        match form.get(&name).parse() {
            Ok(number) => placed.push((number, index)),
            Err(_) => faults.push((name.clone(), FormFault::NotACount(form.get(&name).to_owned()))),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    // What was moved to a place goes before what stood there when it came from below, after when from above.
    placed.sort_by_key(|(number, index)| {
        let before = u32::try_from(*index + 1).unwrap_or(u32::MAX);
        (*number, number.cmp(&before), *index)
    });
    let mut year = year.clone();
    year.indicators = placed.iter().map(|(_, index)| year.indicators[*index].clone()).collect();
    whole(&year).map_err(|faults| {
        faults.into_iter().map(|fault| (String::new(), FormFault::Indicator(Box::new(fault.kind)))).collect()
    })
}
