//! From the year to `forms`: the table or form that an item is answered with, with the year's categories and contract
//! areas as choices and the item's days as limits. Every road (web, workbook, e-mail, API) uses what is made here.

use std::collections::BTreeMap;

use forms::{ChoiceOption, FormDef, Kind, TableDef};
use kernel::{Label, Period, swedish};

use super::model::{Area, Category, Column, ColumnOption, Form, Item, Situation, Slug, Year};
use super::words::{ColumnKind, Level, Part};
use crate::participations::Month;

/// The most characters in a text on one line.
const LINE: u32 = 200;
/// The most characters in a cell with several lines.
const CELL: u32 = 4_000;
/// The most characters under a heading of a narrative form.
const SECTION: u32 = 20_000;
/// The most of anything that is counted in one cell.
const MOST: i64 = 1_000_000;

/// The stable name of the one field under each heading of a narrative form.
pub const TEXT_FIELD: &str = "text";

impl Item {
    /// The first and last day of what the item covers, carried-over days included; `None` where it covers no days.
    pub fn covered(&self) -> Option<Period> {
        let own = self.period.or(self.cohort.as_ref().map(|cohort| cohort.completed))?;
        Some(match &self.carry_over {
            None => own,
            Some(carry) => Period { from: own.from.min(carry.unreported.from), to: own.to.max(carry.unreported.to) },
        })
    }
}

impl Year {
    /// The table an item is answered with; `None` where it is answered in another way. Of complaints it is the table
    /// of complaints; investigations of abusive treatment have [`Self::abuse_table`].
    pub fn table(&self, item: &Item) -> Option<TableDef> {
        match &item.form {
            Form::Complaints => {
                let help = item.instruction.clone().or_else(|| Some(self.complaints.definition.clone()));
                Some(self.table_of(item, "complaints", item.title.clone(), help, &self.complaints.columns))
            }
            Form::Table(columns) => {
                Some(self.table_of(item, "rows", item.title.clone(), item.instruction.clone(), columns))
            }
            Form::TargetDeviations | Form::FocusAreaDeviations | Form::Narrative(_) => None,
        }
    }

    /// The table of investigations of abusive treatment and discrimination that belongs to a complaint item; `None`
    /// for other items and where the authority has no such heading.
    pub fn abuse_table(&self, item: &Item) -> Option<TableDef> {
        let heading = self.complaints.abuse_heading.clone().filter(|_| item.form == Form::Complaints)?;
        let help = self.complaints.abuse_instruction.clone();
        Some(self.table_of(item, "abuse", heading, help, &self.complaints.abuse_columns))
    }

    /// The headings an item is answered under, for the provider as a whole or for one contract area: a section per
    /// heading, each with the one field [`TEXT_FIELD`]. `None` where it is answered in another way or where no heading
    /// belongs to the part.
    pub fn form(&self, item: &Item, part: Part) -> Option<FormDef> {
        let Form::Narrative(sections) = &item.form else { return None };
        let sections: Vec<forms::Section> = sections
            .iter()
            .filter(|section| item.level != Level::ProviderAndArea || section.part.is_none_or(|of| of == part))
            .map(|section| forms::Section {
                slug: section.slug.to_string(),
                title: section.title.clone(),
                help: section.instruction.clone(),
                fields: vec![forms::Field {
                    slug: TEXT_FIELD.to_owned(),
                    title: section.title.clone(),
                    help: None,
                    kind: Kind::Text { max_chars: SECTION, long: true },
                    required: section.required,
                }],
            })
            .collect();
        (!sections.is_empty()).then(|| FormDef { slug: item.slug.to_string(), title: item.title.clone(), sections })
    }

    fn table_of(&self, item: &Item, slug: &str, title: Label, help: Option<Label>, columns: &[Column]) -> TableDef {
        let columns = columns
            .iter()
            .map(|column| forms::Column {
                slug: column.slug.to_string(),
                title: column.title.clone(),
                help: column.help.clone(),
                kind: self.kind(item, column),
                required: column.required,
            })
            .collect();
        TableDef { slug: slug.to_owned(), title, help, columns }
    }

    fn kind(&self, item: &Item, column: &Column) -> Kind {
        match column.kind {
            ColumnKind::Text => Kind::Text { max_chars: LINE, long: false },
            ColumnKind::LongText => Kind::Text { max_chars: CELL, long: true },
            ColumnKind::Day => Kind::Day { within: item.covered().filter(|_| column.in_period) },
            ColumnKind::Count => Kind::Integer { min: 0, max: MOST },
            ColumnKind::YesNo => Kind::YesNo,
            ColumnKind::Key => Kind::Key,
            ColumnKind::Person => Kind::Person { known: BTreeMap::new() },
            ColumnKind::Month => Kind::Choice { options: months(item.covered()) },
            ColumnKind::Situation => {
                let choice = |Situation { slug, title, .. }: &Situation| choice(slug, title, None);
                Kind::Choice { options: self.situations.iter().map(choice).collect() }
            }
            ColumnKind::Choice => {
                let choice = |ColumnOption { slug, title }: &ColumnOption| choice(slug, title, None);
                Kind::Choice { options: column.options.iter().map(choice).collect() }
            }
            ColumnKind::Category => {
                let choice = |Category { slug, title, definition }: &Category| choice(slug, title, Some(definition));
                Kind::Choice { options: self.complaints.categories.iter().map(choice).collect() }
            }
            ColumnKind::Area => {
                let choice = |Area { slug, title, .. }: &Area| choice(slug, title, None);
                Kind::Choice { options: self.areas.iter().map(choice).collect() }
            }
        }
    }
}

fn choice(slug: &Slug, label: &Label, help: Option<&Label>) -> ChoiceOption {
    ChoiceOption { slug: slug.to_string(), label: label.clone(), help: help.cloned() }
}

/// The months of the days, each to choose.
fn months(covered: Option<Period>) -> Vec<ChoiceOption> {
    let Some(Period { from, to }) = covered else { return Vec::new() };
    month_choices((Month::of(from).number()..=Month::of(to).number()).filter_map(Month::from_number))
}

/// Months to choose, by their stable names.
pub(crate) fn month_choices(months: impl Iterator<Item = Month>) -> Vec<ChoiceOption> {
    months
        .map(|month| ChoiceOption { slug: month_slug(month), label: Label::sv(month_name(month)), help: None })
        .collect()
}

/// The stable name of a month that can be chosen, such as `m2024-01`.
pub fn month_slug(month: Month) -> String {
    format!("m{:04}-{:02}", month.number() / 100, month.number() % 100)
}

/// The month with that stable name.
pub fn month_of_slug(slug: &str) -> Option<Month> {
    let (year, month) = slug.strip_prefix('m')?.split_once('-')?;
    Month::from_number(year.parse::<u32>().ok()? * 100 + month.parse::<u32>().ok().filter(|of| (1..=12).contains(of))?)
}

/// What it is called.
pub fn month_name(month: Month) -> String {
    let of_year = i8::try_from(month.number() % 100).unwrap_or_default();
    format!("{} {}", swedish::month(of_year), month.number() / 100)
}
