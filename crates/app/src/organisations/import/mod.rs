//! Providers and units from a file: the template, what a file says, what is wrong with it row by row, and taking the
//! good rows in. Taking the same file in twice changes nothing.

mod sv;

pub(super) use self::sv::{heading, sheet as sheet_name};

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError, WriteTx};
use documents::raw::{RawCell, RawWorkbook};
use documents::table::{ColumnSpec, Remark, TableReading, sheet, table_from, workbook_remarks};
use documents::workbook::spec;
use domain::year::{Regime, SchoolForm};
use kernel::id::kind::{Area, Organisation};
use kernel::{Chance, Day, Id, Instant, OrgNumber, UnitCode};

use self::sv as words;
use super::input::{self, Asked, Fault};
use super::model::{AgreementInput, AreaEntry, NewProvider, UnitInput};
use super::store;

/// One of the two tables of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One row per provider and agreement.
    Providers,
    /// One row per unit.
    Units,
}

impl Kind {
    /// Both, in the order of the template's sheets.
    pub const ALL: [Self; 2] = [Self::Providers, Self::Units];

    /// Its columns: stable name and whether each must be filled in.
    pub const fn columns(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Providers => &[
                ("nummer", true),
                ("namn", true),
                ("regiform", false),
                ("omrade", false),
                ("fran", false),
                ("till", false),
                ("diarienummer", false),
            ],
            Self::Units => &[
                ("nummer", true),
                ("kod", true),
                ("namn", true),
                ("skolformer", false),
                ("elever", false),
                ("omraden", false),
                ("oppnad", false),
            ],
        }
    }
}

/// What the register holds, as far as a file is judged against it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Names of providers by number.
    pub providers: BTreeMap<String, String>,
    /// Units by code: their provider's number and name, and the last day of the closed ones.
    pub units: BTreeMap<String, (String, String, Option<Day>)>,
    /// The contract areas.
    pub areas: Vec<AreaEntry>,
}

/// Reads what a file is judged against.
pub fn known(tx: &mut ReadTx<'_>) -> Result<Known, StoreError> {
    let providers = store::providers(tx)?;
    let by_id: BTreeMap<_, _> = providers.iter().map(|provider| (provider.id, provider)).collect();
    let units = store::units(tx)?
        .into_iter()
        .filter_map(|unit| {
            let provider = by_id.get(&unit.organisation)?;
            Some((unit.code, (provider.number.clone(), provider.name.clone(), unit.closed_on)))
        })
        .collect();
    let areas = store::areas(tx)?;
    let providers = providers.iter().map(|provider| (provider.number.clone(), provider.name.clone())).collect();
    Ok(Known { providers, units, areas })
}

/// An agreement of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    regime: Regime,
    area: Option<Id<Area>>,
    from: Day,
    to: Option<Day>,
    case_number: Option<String>,
}

/// What a good row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A provider, with an agreement where the row has one.
    Provider(OrgNumber, String, Option<Terms>),
    /// A unit of the provider with the number.
    Unit(OrgNumber, UnitSaid),
}

/// What a row says about a unit; nothing where the file has no such column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSaid {
    code: UnitCode,
    name: String,
    school_forms: Option<BTreeSet<SchoolForm>>,
    #[expect(clippy::option_option, reason = "no column, an empty cell and a number are three things")]
    students: Option<Option<i64>>,
    areas: Option<BTreeSet<Id<Area>>>,
    #[expect(clippy::option_option, reason = "no column, an empty cell and a day are three things")]
    opened_on: Option<Option<Day>>,
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRow {
    /// Which table.
    pub kind: Kind,
    /// The number in the margin.
    pub number: u32,
    /// The cells in the order of [`Kind::columns`], as text.
    pub cells: Vec<String>,
    /// What it says, when nothing is wrong with it.
    pub said: Option<Said>,
    /// What is wrong, by column.
    pub faults: Vec<(usize, Fault)>,
}

/// A whole file, judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// Its rows.
    pub rows: Vec<FileRow>,
    /// What is to be said about its shape.
    pub remarks: Vec<Remark>,
    /// Whether it is a workbook with sheets, rather than a text file.
    pub sheets: bool,
    /// The table that a text file was taken for, where its headings do not say it.
    pub guessed: Option<Kind>,
}

impl Judged {
    /// The rows that can be taken in.
    pub fn good(&self) -> impl Iterator<Item = &FileRow> {
        self.rows.iter().filter(|row| row.said.is_some())
    }
}

/// That the file was taken for the table, and what the headings are called in either.
pub fn guessed(kind: Kind) -> String {
    let headings = |kind: Kind| -> Vec<&str> {
        kind.columns().iter().filter(|(_, required)| *required).map(|(slug, _)| heading(kind, slug)).collect()
    };
    words::guessed(kind, &headings)
}

fn specs(kind: Kind) -> Vec<ColumnSpec> {
    kind.columns()
        .iter()
        .map(|(slug, required)| ColumnSpec {
            slug: (*slug).to_owned(),
            heading: heading(kind, slug).to_owned(),
            aliases: words::aliases(kind, slug).iter().map(|alias| (*alias).to_owned()).collect(),
            required: *required,
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "guarded: whole and below 2^53")]
fn text(cell: Option<&RawCell>) -> Result<String, Fault> {
    match cell.map(RawCell::value) {
        None | Some(RawCell::Empty) => Ok(String::new()),
        Some(RawCell::Text(text)) => Ok(text.replace('\u{a0}', " ").trim().to_owned()),
        Some(RawCell::Number(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Ok((*number as i64).to_string())
        }
        Some(RawCell::Number(number)) => Ok(number.to_string()),
        Some(RawCell::Day(day) | RawCell::DateTime(day, _)) => Ok(day.to_string()),
        Some(RawCell::Bool(_) | RawCell::Error(_) | RawCell::Formula { .. }) => Err(Fault::NotAValue),
    }
}

/// Judges a file as it was read.
pub fn judge(workbook: &RawWorkbook, known: &Known) -> Judged {
    let mut judged = Judged { sheets: workbook.sheets.iter().any(|sheet| !sheet.name.is_empty()), ..Judged::default() };
    let mut readings: Vec<(Kind, TableReading)> = Vec::new();
    if judged.sheets {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| words::sheet(*kind)).collect();
        let there: Vec<&str> = names.iter().copied().filter(|name| sheet(workbook, name).is_some()).collect();
        // One of the two sheets is enough; that both are missing is said.
        let asked = if there.is_empty() { &names } else { &there };
        judged.remarks = workbook_remarks(workbook, asked, &[words::INSTRUCTIONS]);
        for kind in Kind::ALL {
            if let Some(found) = sheet(workbook, words::sheet(kind)) {
                readings.push((kind, table_from(found, &specs(kind))));
            }
        }
    } else if let Some(only) = workbook.sheets.first() {
        let best = Kind::ALL.map(|kind| (kind, table_from(only, &specs(kind))));
        let best = best.into_iter().max_by_key(|(_, reading)| reading.columns.len());
        judged.guessed = best.as_ref().filter(|(_, reading)| reading.has_fault()).map(|(kind, _)| *kind);
        readings.extend(best);
    }
    for (kind, reading) in readings {
        take(kind, &reading, known, &mut judged);
    }
    judged
}

fn take(kind: Kind, reading: &TableReading, known: &Known, judged: &mut Judged) {
    judged.remarks.extend(reading.remarks.iter().cloned());
    if reading.has_fault() {
        return;
    }
    let mut codes: BTreeMap<String, u32> = BTreeMap::new();
    let in_file: BTreeSet<String> = judged
        .good()
        .filter_map(|row| match &row.said {
            Some(Said::Provider(number, ..)) => Some(number.as_digits().to_owned()),
            _ => None,
        })
        .collect();
    for row in &reading.rows {
        let mut faults = Vec::new();
        let cells: Vec<String> = kind
            .columns()
            .iter()
            .enumerate()
            .map(|(index, (slug, _))| {
                text(row.cells.get(slug)).unwrap_or_else(|fault| {
                    faults.push((index, fault));
                    String::new()
                })
            })
            .collect();
        let has = |slug: &str| reading.columns.contains_key(slug);
        let said = match kind {
            Kind::Providers => provider(&cells, known, &mut faults),
            Kind::Units => unit(&cells, has, known, &in_file, &mut codes, row.number, &mut faults),
        };
        let said = said.filter(|_| faults.is_empty());
        judged.rows.push(FileRow { kind, number: row.number, cells, said, faults });
    }
}

fn kept<T>(faults: &mut Vec<(usize, Fault)>, column: usize, found: Result<T, Fault>) -> Option<T> {
    // A cell that could not be read at all has its fault already.
    found
        .map_err(|fault| {
            if faults.iter().all(|(at, _)| *at != column) {
                faults.push((column, fault));
            }
        })
        .ok()
}

fn provider(cells: &[String], known: &Known, faults: &mut Vec<(usize, Fault)>) -> Option<Said> {
    let [number, name, regime, area, from, to, case] = cells else { return None };
    let number = kept(faults, 0, input::org_number(number));
    let name = kept(faults, 1, input::name(name, Asked::ProviderName));
    let agreement = [regime, area, from, to, case].iter().any(|cell| !cell.is_empty());
    let terms = if agreement {
        let regime = kept(faults, 2, input::regime(regime));
        let one = |areas: BTreeSet<_>| if areas.len() > 1 { Err(Fault::SeveralAreas) } else { Ok(areas) };
        let area = kept(faults, 3, input::areas(area, &known.areas).and_then(one));
        let from = kept(faults, 4, input::day(from).and_then(|day| day.ok_or(Fault::Missing(Asked::From))));
        let to = kept(faults, 5, input::day(to));
        if let (Some(from), Some(Some(to))) = (from, to)
            && to < from
        {
            faults.push((5, Fault::EndsFirst));
        }
        let case_number = Some(case.clone()).filter(|case| !case.is_empty());
        Some(Terms { regime: regime?, area: area?.into_iter().next(), from: from?, to: to?, case_number })
    } else {
        None
    };
    Some(Said::Provider(number?, name?, terms))
}

fn unit(
    cells: &[String],
    has: impl Fn(&str) -> bool,
    known: &Known,
    in_file: &BTreeSet<String>,
    codes: &mut BTreeMap<String, u32>,
    row: u32,
    faults: &mut Vec<(usize, Fault)>,
) -> Option<Said> {
    let [number, code, name, forms, students, areas, opened] = cells else { return None };
    let number = kept(faults, 0, input::org_number(number));
    let code = kept(faults, 1, input::unit_code(code));
    if let Some(number) = &number {
        let digits = number.as_digits();
        if !known.providers.contains_key(digits) && !in_file.contains(digits) {
            faults.push((0, Fault::ProviderUnknown));
        }
        let elsewhere = code.as_ref().and_then(|code| known.units.get(code.as_str()));
        if let Some((_, name, _)) = elsewhere.filter(|(owner, ..)| owner != digits) {
            faults.push((1, Fault::UnitElsewhere(name.clone())));
        }
    }
    if let Some(code) = &code {
        match codes.get(code.as_str()) {
            Some(first) => faults.push((1, Fault::UnitCodeTwice(*first))),
            None => {
                codes.insert(code.as_str().to_owned(), row);
            }
        }
    }
    let name = kept(faults, 2, input::name(name, Asked::UnitName));
    let forms = kept(faults, 3, input::school_forms(forms));
    let students = kept(faults, 4, input::students(students));
    let areas = kept(faults, 5, input::areas(areas, &known.areas));
    let closed_on = code.as_ref().and_then(|code| known.units.get(code.as_str())).and_then(|unit| unit.2);
    let opened_on = kept(faults, 6, input::day(opened).and_then(|first| input::open_before(first, closed_on)));
    let said = UnitSaid {
        code: code?,
        name: name?,
        school_forms: Some(forms?).filter(|_| has("skolformer")),
        students: Some(students?).filter(|_| has("elever")),
        areas: Some(areas?).filter(|_| has("omraden")),
        opened_on: Some(opened_on?).filter(|_| has("oppnad")),
    };
    Some(Said::Unit(number?, said))
}

/// What taking a file in changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New providers.
    pub providers: usize,
    /// New agreements.
    pub agreements: usize,
    /// Agreements with another last day or case number.
    pub agreements_changed: usize,
    /// New units.
    pub units: usize,
    /// Changed units.
    pub units_changed: usize,
}

impl Counts {
    /// Whether everything stood there already.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Takes the good rows in.
pub fn apply(tx: &mut WriteTx<'_>, chance: &dyn Chance, judged: &Judged) -> Result<Counts, StoreError> {
    let mut counts = Counts::default();
    let mut ids: BTreeMap<String, Id<Organisation>> =
        store::providers(tx)?.into_iter().map(|provider| (provider.number, provider.id)).collect();
    let mut agreements = store::agreements(tx)?;
    for row in judged.good() {
        let Some(Said::Provider(number, name, terms)) = &row.said else { continue };
        let organisation = match ids.get(number.as_digits()) {
            Some(id) => *id,
            None => {
                let new = NewProvider {
                    number: number.clone(),
                    name: name.clone(),
                    contact_email: None,
                    traits: BTreeSet::new(),
                };
                let (id, _) = store::add_provider(tx, chance, &new)?;
                ids.insert(number.as_digits().to_owned(), id);
                counts.providers += 1;
                id
            }
        };
        let Some(terms) = terms else { continue };
        let Terms { regime, area, from, to, case_number } = terms.clone();
        let wanted = AgreementInput { organisation, area, regime, from, to, case_number };
        let same = |terms: &AgreementInput| {
            (terms.organisation, terms.area, terms.regime, terms.from) == (organisation, area, regime, from)
        };
        match agreements.iter().find(|entry| same(&entry.terms)) {
            Some(entry) if entry.terms == wanted => {}
            Some(entry) => {
                store::change_agreement(tx, entry.id, &wanted)?;
                counts.agreements_changed += 1;
            }
            None => {
                store::add_agreement(tx, chance, &wanted)?;
                counts.agreements += 1;
                agreements = store::agreements(tx)?;
            }
        }
    }
    apply_units(tx, chance, judged, &ids, &mut counts)?;
    Ok(counts)
}

fn apply_units(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    judged: &Judged,
    ids: &BTreeMap<String, Id<Organisation>>,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let units: BTreeMap<_, _> = store::units(tx)?.into_iter().map(|unit| (unit.code.clone(), unit)).collect();
    for row in judged.good() {
        let Some(Said::Unit(number, said)) = &row.said else { continue };
        let Some(organisation) = ids.get(number.as_digits()).copied() else { continue };
        let before = units.get(said.code.as_str()).filter(|unit| unit.organisation == organisation);
        let wanted = UnitInput {
            organisation,
            code: said.code.clone(),
            name: said.name.clone(),
            school_forms: said
                .school_forms
                .clone()
                .unwrap_or_else(|| before.map(|unit| unit.school_forms.clone()).unwrap_or_default()),
            traits: before.map(|unit| unit.traits.clone()).unwrap_or_default(),
            students: said.students.unwrap_or_else(|| before.and_then(|unit| unit.students)),
            opened_on: said.opened_on.unwrap_or_else(|| before.and_then(|unit| unit.opened_on)),
            areas: said.areas.clone().unwrap_or_else(|| before.map(|unit| unit.areas.clone()).unwrap_or_default()),
        };
        match before {
            Some(unit)
                if (&unit.name, &unit.school_forms, unit.students, &unit.areas, unit.opened_on)
                    == (&wanted.name, &wanted.school_forms, wanted.students, &wanted.areas, wanted.opened_on) => {}
            Some(unit) => {
                store::change_unit(tx, unit.id, &wanted)?;
                counts.units_changed += 1;
            }
            None => {
                store::add_unit(tx, chance, &wanted)?;
                counts.units += 1;
            }
        }
    }
    Ok(())
}

fn table(kind: Kind, areas: &[AreaEntry], rows: Vec<spec::Row>, empty_rows: u32) -> spec::Sheet {
    let columns = kind
        .columns()
        .iter()
        .map(|(slug, required)| spec::Column {
            slug: (*slug).to_owned(),
            heading: heading(kind, slug).to_owned(),
            help: words::help(kind, slug, areas),
            width: words::width(slug),
            // Everything is typed as text: codes keep their zeros, and what is wrong is said by us and not by the
            // workbook, which would refuse to let it be pasted.
            kind: match *slug {
                "regiform" => spec::ColumnKind::Choice(words::regimes()),
                "elever" => spec::ColumnKind::Integer(Some(0), Some(100_000)),
                "fran" | "till" | "oppnad" => spec::ColumnKind::Day(None, None),
                _ => spec::ColumnKind::Text,
            },
            required: *required,
        })
        .collect();
    spec::Sheet::Table(spec::Table { name: words::sheet(kind).to_owned(), title: None, columns, rows, empty_rows })
}

fn workbook(now: Instant, sheets: Vec<spec::Sheet>) -> spec::Workbook {
    spec::Workbook {
        title: words::TITLE.to_owned(),
        author: "Tertial".to_owned(),
        language: "sv-SE".to_owned(),
        created: now,
        sheets,
        stamp: BTreeMap::from([("mall".to_owned(), "organisation".to_owned())]),
    }
}

/// The template to fill in.
pub fn template(now: Instant, areas: &[AreaEntry]) -> spec::Workbook {
    let mut sheets = vec![spec::Sheet::Instructions(spec::Instructions {
        name: words::INSTRUCTIONS.to_owned(),
        title: words::TITLE.to_owned(),
        blocks: words::instructions(areas),
    })];
    sheets.extend(Kind::ALL.map(|kind| table(kind, areas, Vec::new(), 200)));
    workbook(now, sheets)
}

/// The file back, with what is wrong marked in it.
pub fn marked(now: Instant, judged: &Judged, areas: &[AreaEntry]) -> spec::Workbook {
    let sheets = Kind::ALL.map(|kind| {
        let rows = judged.rows.iter().filter(|row| row.kind == kind).map(|row| spec::Row {
            cells: row
                .cells
                .iter()
                .map(|cell| if cell.is_empty() { RawCell::Empty } else { RawCell::Text(cell.as_str().into()) })
                .collect(),
            marks: row.faults.iter().map(|(column, fault)| (*column, super::sv::fault(fault))).collect(),
            fault: (!row.faults.is_empty())
                .then(|| row.faults.iter().map(|(_, fault)| super::sv::fault(fault)).collect::<Vec<_>>().join(" ")),
        });
        table(kind, areas, rows.collect(), 50)
    });
    workbook(now, sheets.to_vec())
}
