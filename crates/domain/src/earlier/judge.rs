//! Judging the rows: every fault of every row at once.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Id;
use kernel::id::kind::{Area, Organisation, Unit};
use kernel::swedish::fold;

use super::model::{
    Fault, FigureKey, FigureSaid, Kind, Known, KnownIndicator, ReportKey, ReportSaid, Said, TargetKey, TargetSaid, Whom,
};
use super::near::near;
use super::numbers::{self, Written};
use super::sv;
use crate::participations::Sex;
use crate::year::{Decimal, Direction, Measure, Regime};

/// The first year that is taken for one.
const FIRST_YEAR: i16 = 1990;

/// A row as it was read: a cell that holds neither text nor number is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Of which table.
    pub kind: Kind,
    /// The number in the margin.
    pub number: u32,
    /// The cells in the order of [`Kind::columns`].
    pub cells: Vec<Option<String>>,
}

/// A row that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of which table.
    pub kind: Kind,
    /// The number in the margin.
    pub number: u32,
    /// The cells as text.
    pub cells: Vec<String>,
    /// What it says, where nothing is wrong with it.
    pub said: Option<Said>,
    /// Whether exactly that is there already.
    pub known: bool,
    /// What is wrong, by column.
    pub faults: Vec<(usize, Fault)>,
}

/// Everything that was judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// Files that came with the workbook and that no row names.
    pub unnamed: Vec<String>,
}

impl Judged {
    /// The rows that say something new.
    pub fn new_rows(&self) -> impl Iterator<Item = (&Row, &Said)> {
        self.rows.iter().filter(|row| !row.known).filter_map(|row| Some((row, row.said.as_ref()?)))
    }

    /// How many rows say what is there already.
    pub fn known(&self) -> usize {
        self.rows.iter().filter(|row| row.known).count()
    }

    /// How many rows have faults.
    pub fn faulty(&self) -> usize {
        self.rows.iter().filter(|row| row.said.is_none()).count()
    }
}

/// Judges the rows of a file.
pub fn judge(inputs: &[Input], known: &Known) -> Judged {
    let mut seen = Seen::default();
    let mut rows = Vec::with_capacity(inputs.len());
    for input in inputs {
        let mut one = One { known, kind: input.kind, cells: &input.cells, faults: Vec::new() };
        one.shape();
        let said = match input.kind {
            Kind::Results => one.figure(),
            Kind::Targets => one.target(),
            Kind::Reports => one.report(),
        };
        let said = said.filter(|_| one.faults.is_empty());
        let standing = said.as_ref().map(|said| seen.stands(said, input, known));
        let mut faults = one.faults;
        let same = match standing {
            Some(Standing::Faulty(fault)) => {
                faults.push(fault);
                false
            }
            Some(Standing::Known) => true,
            Some(Standing::New) | None => false,
        };
        faults.sort_by_key(|(column, _)| *column);
        rows.push(Row {
            kind: input.kind,
            number: input.number,
            cells: input.cells.iter().map(|cell| cell.clone().unwrap_or_default()).collect(),
            said: said.filter(|_| faults.is_empty()),
            known: same,
            faults,
        });
    }
    let unnamed = unnamed(inputs, known);
    Judged { rows, unnamed }
}

/// How a row stands to what was said before it.
enum Standing {
    New,
    Known,
    Faulty((usize, Fault)),
}

/// What earlier rows of the file say.
#[derive(Default)]
struct Seen {
    figures: BTreeMap<FigureKey, u32>,
    targets: BTreeMap<TargetKey, u32>,
    reports: BTreeMap<ReportKey, u32>,
}

fn standing<K: Ord + Clone, V: PartialEq>(
    (column, number): (usize, u32),
    key: &K,
    said: &V,
    seen: &mut BTreeMap<K, u32>,
    known: &BTreeMap<K, (i64, V)>,
) -> Standing {
    if let Some(first) = seen.get(key) {
        return Standing::Faulty((column, Fault::SameTwice(*first)));
    }
    seen.insert(key.clone(), number);
    match known.get(key) {
        None => Standing::New,
        Some((_, same)) if same == said => Standing::Known,
        Some((set, _)) => Standing::Faulty((column, Fault::SaidOtherwise(*set))),
    }
}

impl Seen {
    fn stands(&mut self, said: &Said, input: &Input, known: &Known) -> Standing {
        let at = |slug: &str| (input.kind.at(slug), input.number);
        match said {
            Said::Figure(key, said) => standing(at("indicator"), key, said, &mut self.figures, &known.figures),
            Said::Target(key, said) => standing(at("indicator"), key, said, &mut self.targets, &known.targets),
            Said::Report(key, said) => standing(at("title"), key, said, &mut self.reports, &known.reports),
        }
    }
}

/// The last part of a path in an archive.
fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn unnamed(inputs: &[Input], known: &Known) -> Vec<String> {
    let at = Kind::Reports.at("file");
    let rows = inputs.iter().filter(|input| input.kind == Kind::Reports);
    let named: BTreeSet<String> =
        rows.filter_map(|input| input.cells.get(at)?.as_deref()).map(|name| fold(base_name(name))).collect();
    let files = known.files.iter().flatten().filter(|file| !named.contains(&fold(base_name(&file.name))));
    files.map(|file| file.name.clone()).collect()
}

/// One row under judgement.
struct One<'a> {
    known: &'a Known,
    kind: Kind,
    cells: &'a [Option<String>],
    faults: Vec<(usize, Fault)>,
}

impl One<'_> {
    fn text(&self, slug: &str) -> &str {
        self.cells.get(self.kind.at(slug)).and_then(Option::as_deref).unwrap_or_default()
    }

    fn fault(&mut self, slug: &str, fault: Fault) {
        let column = self.kind.at(slug);
        // A cell has one fault: the first.
        if self.faults.iter().all(|(at, _)| *at != column) {
            self.faults.push((column, fault));
        }
    }

    /// What holds for every cell: something where there must be, and not too long.
    fn shape(&mut self) {
        for (at, (slug, required)) in self.kind.columns().iter().enumerate() {
            let most = if *slug == "note" { 1000 } else { 200 };
            match self.cells.get(at).and_then(Option::as_deref) {
                None => self.fault(slug, Fault::NotAValue),
                Some("") if *required => self.fault(slug, Fault::Missing),
                Some(text) if text.chars().count() > most => self.fault(slug, Fault::TooLong(most)),
                Some(_) => {}
            }
        }
    }

    fn year(&mut self) -> Option<i16> {
        let text = self.text("year").to_owned();
        let Some(year) = numbers::count(&text).and_then(|year| i16::try_from(year).ok()) else {
            self.fault("year", Fault::NotAYear);
            return None;
        };
        if !(FIRST_YEAR..=self.known.this_year).contains(&year) {
            self.fault("year", Fault::YearOutside(FIRST_YEAR, self.known.this_year));
            return None;
        }
        Some(year)
    }

    fn indicator(&mut self) -> Option<KnownIndicator> {
        let known = self.known;
        let written = fold(self.text("indicator"));
        let found = known.indicators.iter().find(|one| one.slug == written || fold(&one.title) == written);
        if found.is_none() {
            let near = near(&written, known.indicators.iter().map(|one| one.title.as_str()));
            self.fault("indicator", Fault::UnknownIndicator(near));
        }
        if found.is_some_and(|one| one.formula.as_ref().is_some_and(crate::indicators::Formula::is_distribution)) {
            self.fault("indicator", Fault::NotOneValue);
        }
        found.cloned()
    }

    fn provider(&mut self) -> Option<Id<Organisation>> {
        let (known, written) = (self.known, fold(self.text("provider")));
        if written.is_empty() {
            return None;
        }
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let number = digits.strip_prefix("16").filter(|rest| rest.len() == 10).unwrap_or(&digits);
        let is = |(_, name, of): &&(Id<Organisation>, String, String)| {
            fold(name) == written || number.len() == 10 && of == number
        };
        let found: Vec<Id<Organisation>> = known.providers.iter().filter(is).map(|(id, ..)| *id).collect();
        match found[..] {
            [one] => return Some(one),
            [] => {
                let near = near(&written, known.providers.iter().map(|(_, name, _)| name.as_str()));
                self.fault("provider", Fault::UnknownProvider(near));
            }
            _ => self.fault("provider", Fault::SeveralProviders),
        }
        None
    }

    fn unit(&mut self, provider: Option<Id<Organisation>>) -> Option<(Id<Unit>, Id<Organisation>)> {
        let (known, written) = (self.known, fold(self.text("unit")));
        if written.is_empty() {
            return None;
        }
        let named: Vec<_> =
            known.units.iter().filter(|(_, name, code, _)| fold(name) == written || *code == written).collect();
        let own: Vec<_> = named.iter().filter(|unit| provider.is_none_or(|of| unit.3 == of)).collect();
        match (own.as_slice(), named.first()) {
            ([one], _) => return Some((one.0, one.3)),
            ([], Some(other)) => {
                let owner = known.providers.iter().find(|(id, ..)| *id == other.3);
                let owner = owner.map(|(_, name, _)| name.clone()).unwrap_or_default();
                self.fault("unit", Fault::UnitElsewhere(owner));
            }
            ([], None) => {
                let of = known.units.iter().filter(|unit| provider.is_none_or(|of| unit.3 == of));
                let near = near(&written, of.map(|unit| unit.1.as_str()));
                self.fault("unit", Fault::UnknownUnit(near));
            }
            _ => self.fault("unit", Fault::SeveralUnits),
        }
        None
    }

    fn area(&mut self) -> Option<Id<Area>> {
        let (known, written) = (self.known, fold(self.text("area")));
        if written.is_empty() {
            return None;
        }
        let found = known.areas.iter().find(|(_, slug, name)| *slug == written || fold(name) == written);
        if found.is_none() {
            let near = near(&written, known.areas.iter().map(|(.., name)| name.as_str()));
            self.fault("area", Fault::UnknownArea(near));
        }
        found.map(|(id, ..)| *id)
    }

    fn whom(&mut self) -> Whom {
        let provider = self.provider();
        let unit = self.unit(provider);
        Whom { provider: provider.or(unit.map(|(_, of)| of)), unit: unit.map(|(id, _)| id), area: self.area() }
    }

    fn sex(&mut self) -> Option<Sex> {
        let found = sv::sex(&fold(self.text("sex")));
        if found.is_none() {
            self.fault("sex", Fault::UnknownSex);
        }
        found.flatten()
    }

    fn count(&mut self, slug: &str) -> Option<i64> {
        let text = self.text(slug);
        if text.is_empty() {
            return None;
        }
        let found = numbers::count(text);
        if found.is_none() {
            self.fault(slug, Fault::NotACount);
        }
        found
    }

    fn value(&mut self) -> Option<Written> {
        let text = self.text("value");
        if text.is_empty() {
            return None;
        }
        let found = numbers::decimal(text);
        if found.is_none() {
            self.fault("value", Fault::NotANumber);
        }
        found
    }

    /// The counts and the value of a figure, held against each other.
    fn numbers(&mut self, indicator: &KnownIndicator) -> (Option<(i64, i64)>, Option<Written>) {
        let (part, base, value) = (self.count("part"), self.count("base"), self.value());
        let (has_part, has_base) = (!self.text("part").is_empty(), !self.text("base").is_empty());
        if has_part != has_base {
            self.fault(if has_part { "base" } else { "part" }, Fault::HalfCounted);
        } else if !has_part && self.text("value").is_empty() {
            self.fault("value", Fault::NothingSaid);
        }
        let per = indicator.formula.as_ref().and_then(|formula| formula.per);
        if let Some((part, base)) = part.zip(base) {
            match per {
                None if indicator.unit != Measure::Percent => self.fault("part", Fault::CountsDoNotFit),
                _ if base == 0 => self.fault("base", Fault::BaseZero),
                None if part > base => self.fault("part", Fault::PartAboveBase),
                _ => {
                    let per = per.map_or(100, i64::from);
                    if value.is_some_and(|value| !value.is_rounded_from(part, base, per)) {
                        self.fault("value", Fault::ValueDisagrees(sv::computed(part, base, per)));
                    }
                }
            }
        } else if let Some(value) = value {
            self.plausible(value, indicator.unit, 1000);
        }
        (part.zip(base), value)
    }

    /// A value that stands alone. Up to so many thousandths of a per cent it is more likely a share that was not made per cent.
    fn plausible(&mut self, value: Written, unit: Measure, share: i64) {
        let percent = unit == Measure::Percent;
        if value.thousandths < 0 || percent && value.thousandths > 100_000 {
            self.fault("value", Fault::ValueOutside);
        } else if percent && (1..=share).contains(&value.thousandths) {
            self.fault("value", Fault::LooksLikeShare);
        }
    }

    fn figure(&mut self) -> Option<Said> {
        let (year, indicator) = (self.year(), self.indicator());
        let (whom, sex) = (self.whom(), self.sex());
        if let Some((year, indicator)) = year.zip(indicator.as_ref())
            && self.known.counted.contains(&(year, indicator.slug.clone()))
        {
            self.fault("year", Fault::CountedAlready(year));
        }
        let (counts, value) = match &indicator {
            Some(indicator) => self.numbers(indicator),
            None => (self.count("part").zip(self.count("base")), self.value()),
        };
        let key = FigureKey { year: year?, indicator: indicator?.slug, whom, sex };
        // The counts say all that the value does, and more.
        let value = value.filter(|_| counts.is_none()).map(|value| value.thousandths);
        let (source, note) = (self.text("source").to_owned(), self.text("note").to_owned());
        Some(Said::Figure(key, FigureSaid { counts, value, source, note }))
    }

    fn regime(&mut self) -> Option<Regime> {
        let written = fold(self.text("regime"));
        if written.is_empty() {
            return None;
        }
        let found = sv::regime(&written);
        if found.is_none() {
            self.fault("regime", Fault::UnknownRegime);
        }
        found
    }

    fn target(&mut self) -> Option<Said> {
        let (year, indicator) = (self.year(), self.indicator());
        let (regime, area, value) = (self.regime(), self.area(), self.value());
        if let Some(year) = year.filter(|year| self.known.documents.contains(year)) {
            self.fault("year", Fault::YearHasDocument(year));
        }
        if indicator.as_ref().is_some_and(|one| one.direction == Direction::Neither) {
            self.fault("indicator", Fault::NoDirection);
        }
        if let Some((value, indicator)) = value.zip(indicator.as_ref()) {
            // A target of one per cent is set now and then.
            self.plausible(value, indicator.unit, 999);
        }
        let key = TargetKey { year: year?, indicator: indicator?.slug, regime, area };
        Some(Said::Target(key, TargetSaid { value: Decimal::from_thousandths(value?.thousandths) }))
    }

    fn file(&mut self) -> Option<(String, String)> {
        let (known, written) = (self.known, self.text("file").to_owned());
        if written.is_empty() {
            return None;
        }
        let Some(files) = &known.files else {
            self.fault("file", Fault::NoFiles);
            return None;
        };
        let whole: Vec<_> = files.iter().filter(|file| fold(&file.name) == fold(&written)).collect();
        let of_name = |name: &str| fold(base_name(name)) == fold(base_name(&written));
        let found = if whole.is_empty() { files.iter().filter(|file| of_name(&file.name)).collect() } else { whole };
        match found.as_slice() {
            [] => {
                let near = near(&written, files.iter().map(|file| base_name(&file.name)));
                self.fault("file", Fault::FileMissing(near));
                None
            }
            [one] if !one.readable => {
                self.fault("file", Fault::FileKind);
                None
            }
            [one] => Some((base_name(&one.name).to_owned(), one.sha256.clone())),
            _ => {
                self.fault("file", Fault::SeveralFiles);
                None
            }
        }
    }

    fn report(&mut self) -> Option<Said> {
        let (year, whom, file) = (self.year(), self.whom(), self.file());
        let title = self.text("title").to_owned();
        let key = ReportKey { year: year?, whom, title: fold(&title) };
        let (file, sha256) = file?;
        whom.provider.map(|_| Said::Report(key, ReportSaid { title, file, sha256 }))
    }
}
