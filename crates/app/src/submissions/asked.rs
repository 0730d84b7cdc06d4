//! What an assignment is answered with, and the judgement of an answer. The one place where web, workbook and every
//! later road meet: all of them give fields as they were typed, all get the same faults.
//!
//! Fields of a form are known by their path (`section.field`), cells of a table by `table.row.column`, where the row
//! is a number of four digits that stays with the row while others come and go.

mod judging;
mod own_table;

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::complaints::{self, Tables, from_abuse, from_cases};
use domain::deviations::{self, TargetAsked};
use domain::year::{Form, Item, Level, Part, Year};
use domain::{narratives, own_tables, work};
use forms::sv::Titles;
use forms::{Content, Fault, FormDef, Notice, Raw, TableDef};
use kernel::Day;

pub use judging::half_judged;
use judging::{judge_complaints, judge_narrative, protected_title};
pub use own_table::screen_rows;

use crate::assignments::{self, Assignment, Subject};
use crate::focus_areas;
use crate::year::Published;

/// What an assignment is answered with.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The complaint report of a unit.
    Complaints {
        /// Its two tables.
        tables: Tables,
        /// What the answer is judged by.
        facts: complaints::Facts,
        /// The rows that come from the unit's cases, where somebody has laid them beside what is typed
        /// ([`follow_cases`](super::follow_cases)).
        cases: Vec<complaints::FromCase>,
        /// Those that come from its investigations, laid there in the same step.
        investigations: Vec<complaints::FromAbuse>,
    },
    /// A deviation report, on targets or on focus areas.
    Deviations(deviations::Asked),
    /// Headings to write under.
    Narrative(narratives::Asked),
    /// A table of its own.
    Table {
        /// The table.
        table: TableDef,
        /// The day on which it would be handed in: today.
        handed_in: Day,
        /// What it is about.
        rules: own_tables::Rules,
    },
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgement {
    /// The answer as it would be handed in; `None` while it has faults.
    pub content: Option<Content>,
    /// What must be put right.
    pub faults: Vec<Fault>,
    /// What is pointed out.
    pub notices: Vec<Notice>,
    /// What is asked back and not yet answered.
    pub questions: Vec<complaints::Question>,
    /// The counts of a complaint report.
    pub counts: Option<complaints::Counts>,
    /// For each table the numbers of its rows, in their order: place 1 is the first of them.
    pub rows: BTreeMap<String, Vec<u32>>,
}

impl Judgement {
    /// Whether it can be signed.
    pub fn is_ready(&self) -> bool {
        self.content.is_some() && self.faults.is_empty() && self.questions.is_empty()
    }

    /// The rows with faults: the table and the number that the row has in the draft.
    pub fn faulty_rows(&self, asked: &Asked) -> BTreeSet<(String, u32)> {
        let tables = asked.tables();
        let place = |fault: &Fault| {
            let table = match &fault.place.sheet {
                Some(sheet) => tables.iter().find(|table| table.title.as_sv() == sheet)?,
                None => tables.first()?,
            };
            let row = usize::try_from(fault.place.row?).ok()?.checked_sub(1)?;
            Some((table.slug.clone(), *self.rows.get(&table.slug)?.get(row)?))
        };
        self.faults.iter().filter_map(place).collect()
    }
}

/// What the assignment is answered with, by the year's version and what is known today. `None` when the year has no
/// such item any more.
pub fn ask(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    published: &Published,
    today: Day,
) -> Result<Option<Asked>, StoreError> {
    let year = &*published.year;
    let Some(item) = year.item(&assignment.item) else { return Ok(None) };
    Ok(match &item.form {
        Form::Complaints => match complaints::tables(year, item) {
            Some(tables) => {
                let facts = complaint_facts(tx, assignment, year, today)?;
                Some(Asked::Complaints { tables, facts, cases: Vec::new(), investigations: Vec::new() })
            }
            None => None,
        },
        Form::TargetDeviations | Form::FocusAreaDeviations => {
            Some(Asked::Deviations(deviations_asked(tx, assignment, year, item)?))
        }
        Form::Narrative(_) => {
            let whole = item.level == Level::ProviderAndArea && assignment.subject == Subject::Provider;
            let part = if whole { Part::Provider } else { Part::Area };
            match year.form(item, part) {
                Some(form) => Some(Asked::Narrative(narrative(tx, assignment, year, form)?)),
                None => None,
            }
        }
        Form::Table(_) => own_table(tx, assignment, published, item, today)?,
    })
}

/// A table that the authority has put together itself, with the months that come back where it asks by month.
fn own_table(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    published: &Published,
    item: &Item,
    today: Day,
) -> Result<Option<Asked>, StoreError> {
    let Some(mut table) = published.year.table(item) else { return Ok(None) };
    let mut rules = own_tables::Rules::of(&published.year, item);
    if let Some(layout) = &mut rules.months {
        super::months::follow(tx, assignment, layout)?;
        layout.lay_over(&mut table, &BTreeSet::new());
    }
    Ok(Some(Asked::Table { table, handed_in: today, rules }))
}

/// What the version was answered with: as [`ask`] by the version's own year, with the focus areas that were asked about
/// when it was signed, also those that have been taken away since. `None` when the year's version has no such item.
pub fn ask_of_version(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    published: &Published,
    submission: &super::Submission,
) -> Result<Option<Asked>, StoreError> {
    let mut asked = ask(tx, assignment, published, submission.at.day())?;
    let about_focus_areas = published.year.item(&assignment.item).is_some_and(|i| i.form == Form::FocusAreaDeviations);
    match &mut asked {
        Some(Asked::Deviations(of)) if about_focus_areas => {
            of.focus_areas = focus_areas::of_version(tx, assignment, &submission.content, submission.at)?;
        }
        Some(Asked::Narrative(of)) => of.as_signed(&submission.content),
        _ => {}
    }
    if let Some(Asked::Table { table, rules: own_tables::Rules { months: Some(layout), .. }, .. }) = &mut asked {
        let named = layout.reported(&submission.content);
        layout.lay_over(table, &named);
    }
    Ok(asked)
}

/// Headings with what stands under them beside the text: the focus areas that are named, the pictures that are there.
fn narrative(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    year: &Year,
    form: FormDef,
) -> Result<narratives::Asked, StoreError> {
    let area = if let Subject::Area { id, .. } = &assignment.subject { Some(*id) } else { None };
    let named = year.focus_areas.as_ref().filter(|rules| rules.named_in.as_str() == assignment.item);
    let section = named.and_then(|rules| rules.section.as_ref()).map(ToString::to_string);
    let focus = match section.filter(|section| form.sections.iter().any(|of| of.slug == *section)) {
        Some(section) => {
            let areas = focus_areas::asked(tx, assignment.organisation, area, assignment.year)?;
            Some(narratives::Focus { section, areas })
        }
        None => None,
    };
    Ok(narratives::Asked { form, focus, pictures: super::pictures::hashes(tx, assignment.id)? })
}

fn complaint_facts(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    year: &Year,
    today: Day,
) -> Result<complaints::Facts, StoreError> {
    let students: Option<u32> = match &assignment.subject {
        Subject::Unit { id, .. } => tx
            .maybe::<(Option<u32>,)>(
                ::store::sql!("SELECT students FROM unit WHERE tenant_id = $1 AND id = $2"),
                &[id],
            )?
            .and_then(|(students,)| students),
        _ => None,
    };
    Ok(complaints::Facts {
        handed_in: today,
        students,
        zero_question_at: year.complaints.zero_question_at,
        previous: previous_counts(tx, assignment, year)?,
    })
}

/// What the same unit reported at the occasion before this one, where this one asks for the same days again.
fn previous_counts(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    year: &Year,
) -> Result<Option<complaints::Counts>, StoreError> {
    let Some(item) = year.item(&assignment.item) else { return Ok(None) };
    let continued = |slug: &str| {
        year.item(slug).filter(|earlier| earlier.form == Form::Complaints && complaints::continues(item, earlier))
    };
    let earlier = assignments::earlier(tx, assignment)?;
    let Some((earlier, item)) = earlier.into_iter().find_map(|(id, slug)| Some((id, continued(&slug)?))) else {
        return Ok(None);
    };
    let Some(submission) = super::store::latest(tx, earlier)? else { return Ok(None) };
    let tables = complaints::tables(year, item);
    Ok(tables.map(|tables| complaints::counts(&tables, &complaints::Answer::from_content(&submission.content))))
}

fn deviations_asked(
    tx: &mut ReadTx<'_>,
    assignment: &Assignment,
    year: &Year,
    item: &Item,
) -> Result<deviations::Asked, StoreError> {
    let area = match &assignment.subject {
        Subject::Area { id, .. } => Some(*id),
        _ => None,
    };
    let about_targets = item.form == Form::TargetDeviations;
    let targets: Vec<TargetAsked> = if about_targets {
        assignments::regime(tx, assignment.organisation, area, assignment.deadline)?
            .map(|regime| deviations::targets_asked(year, regime, assignment.area_slug()))
            .unwrap_or_default()
    } else {
        Vec::new()
    };
    let focus_areas = if about_targets {
        Vec::new()
    } else {
        focus_areas::asked(tx, assignment.organisation, area, assignment.year - 1)?
    };
    Ok(deviations::Asked {
        targets,
        focus_areas,
        may_be_not_applicable: year.focus_areas.as_ref().is_some_and(|rules| rules.may_be_not_applicable),
        support: year.support.clone(),
    })
}

/// The path of a cell.
pub fn cell_path(table: &str, row: u32, column: &str) -> String {
    format!("{table}.{row:04}.{column}")
}

/// The numbers of the rows of a table, in order.
pub fn row_numbers(table: &str, fields: &BTreeMap<String, String>) -> Vec<u32> {
    let numbers: BTreeSet<u32> = fields
        .keys()
        .filter_map(|path| path.strip_prefix(table)?.strip_prefix('.')?.split_once('.')?.0.parse().ok())
        .collect();
    numbers.into_iter().collect()
}

impl Asked {
    /// Whether rows of the unit's cases or investigations are laid beside what is typed.
    pub fn has_rows_of_cases(&self) -> bool {
        matches!(self, Self::Complaints { cases, investigations, .. } if !cases.is_empty() || !investigations.is_empty())
    }

    /// What anybody would be asked by the item, where that is tables: for templates that are marked with no provider.
    pub fn of_tables(year: &Year, item: &Item, today: Day) -> Option<Self> {
        match &item.form {
            Form::Complaints => {
                let facts =
                    complaints::Facts { handed_in: today, students: None, zero_question_at: None, previous: None };
                let laid = |tables| Self::Complaints { tables, facts, cases: Vec::new(), investigations: Vec::new() };
                complaints::tables(year, item).map(laid)
            }
            Form::Table(_) => {
                let mut table = year.table(item)?;
                let rules = own_tables::Rules::of(year, item);
                if let Some(layout) = &rules.months {
                    layout.lay_over(&mut table, &BTreeSet::new());
                }
                Some(Self::Table { table, handed_in: today, rules })
            }
            Form::TargetDeviations | Form::FocusAreaDeviations | Form::Narrative(_) => None,
        }
    }

    /// The tables, in the order they are shown.
    pub fn tables(&self) -> Vec<&TableDef> {
        match self {
            Self::Complaints { tables, .. } => {
                [Some(&tables.complaints), tables.investigations.as_ref()].into_iter().flatten().collect()
            }
            Self::Table { table, .. } => vec![table],
            Self::Deviations(_) | Self::Narrative(_) => Vec::new(),
        }
    }

    /// The form of headings or questions, where there is one.
    pub fn form(&self) -> Option<FormDef> {
        match self {
            Self::Deviations(asked) => Some(deviations::form(asked)),
            Self::Narrative(asked) => Some(asked.form.clone()),
            Self::Complaints { .. } | Self::Table { .. } => None,
        }
    }

    /// The titles that sentences about faults use.
    pub fn titles(&self) -> Titles {
        let tables = Titles::of_tables(self.tables());
        let form = self.form().unwrap_or_else(|| self.statement());
        tables.and(Titles::of_form(&form))
    }

    /// The fields beside the tables, for their titles.
    fn statement(&self) -> FormDef {
        let field = |path: &str, title: &str| forms::Field {
            slug: path.rsplit_once('.').map_or(path, |(_, slug)| slug).to_owned(),
            title: kernel::Label::sv(title),
            help: None,
            kind: forms::Kind::YesNo,
            required: false,
        };
        let fields = match self {
            Self::Table { rules, .. } => {
                let protected = rules.work.iter().flat_map(|layout| &layout.codes);
                let protected = protected.map(|(code, _, title)| field(&work::protected_field(code), title));
                std::iter::once(field(EMPTY_FIELD, complaints::sv::STATEMENT)).chain(protected).collect()
            }
            Self::Complaints { .. } | Self::Deviations(_) | Self::Narrative(_) => vec![
                field(complaints::NONE_FIELD, complaints::sv::STATEMENT),
                field(complaints::COMMENT_FIELD, complaints::sv::COMMENT),
            ],
        };
        let title = kernel::Label::sv(complaints::sv::STATEMENT);
        let section = forms::Section { slug: "statement".to_owned(), title: title.clone(), help: None, fields };
        FormDef {
            slug: "statement".to_owned(),
            title,
            sections: vec![section].into_iter().chain(self.derived()).collect(),
        }
    }

    /// The rows that come from cases, and those from investigations, as a section each, for their titles.
    fn derived(&self) -> Vec<forms::Section> {
        let Self::Complaints { cases, investigations, .. } = self else { return Vec::new() };
        let field = |number: i64, title: String| forms::Field {
            slug: number.to_string(),
            title: kernel::Label::sv(title),
            help: None,
            kind: forms::Kind::YesNo,
            required: false,
        };
        let title = kernel::Label::sv(complaints::sv::STATEMENT);
        let section =
            |slug: &str, fields| forms::Section { slug: slug.to_owned(), title: title.clone(), help: None, fields };
        let of_case = |case: &complaints::FromCase| field(case.number, complaints::sv::case(case.number));
        let of_abuse = |one: &complaints::FromAbuse| field(one.number, complaints::sv::investigation(one.number));
        vec![
            section(from_cases::SECTION, cases.iter().map(of_case).collect()),
            section(from_abuse::SECTION, investigations.iter().map(of_abuse).collect()),
        ]
    }

    /// The title of a field that is no cell.
    pub fn title_of(&self, path: &str) -> Option<String> {
        match (self, path) {
            (Self::Complaints { .. }, complaints::NONE_FIELD) => return Some(complaints::sv::NO_COMPLAINTS.to_owned()),
            (Self::Complaints { .. }, complaints::COMMENT_FIELD) => return Some(complaints::sv::COMMENT.to_owned()),
            (Self::Table { rules, .. }, path) => return protected_title(rules, path),
            _ => {}
        }
        let form = self.form()?;
        let section = form.sections.iter().find(|section| path.starts_with(&format!("{}.", section.slug)))?;
        let (section, field) = (section.title.as_sv(), form.field(path)?.title.as_sv());
        Some(if section == field { section.to_owned() } else { forms::sv::within(section, &field.to_lowercase()) })
    }

    /// Whether the path is one that can be answered. Anything else that is sent is passed over.
    pub fn knows(&self, path: &str) -> bool {
        if let Some((table, rest)) = path.split_once('.')
            && let Some(def) = self.tables().into_iter().find(|def| def.slug == table)
        {
            return rest.split_once('.').is_some_and(|(row, column)| {
                row.len() == 4 && row.parse::<u32>().is_ok() && def.column(column).is_some()
            });
        }
        match self {
            Self::Complaints { .. } => [complaints::NONE_FIELD, complaints::COMMENT_FIELD, ZERO_FIELD].contains(&path),
            Self::Deviations(_) | Self::Narrative(_) => self.form().is_some_and(|form| form.field(path).is_some()),
            Self::Table { rules, .. } => path == EMPTY_FIELD || protected_title(rules, path).is_some(),
        }
    }

    /// What people see of the text of a field: as it was typed, but of a person's number what may be shown.
    pub fn shown(&self, path: &str, text: &str) -> String {
        match self.kind_of_cell(path) {
            Some(forms::Kind::Person { known }) => forms::person::shown(text, known),
            _ => text.to_owned(),
        }
    }

    /// Whether the field is a person's number.
    pub fn is_number(&self, path: &str) -> bool {
        matches!(self.kind_of_cell(path), Some(forms::Kind::Person { .. }))
    }

    /// The kind of the column that the cell is of.
    fn kind_of_cell(&self, path: &str) -> Option<&forms::Kind> {
        let (table, rest) = path.split_once('.')?;
        let def = self.tables().into_iter().find(|def| def.slug == table)?;
        Some(&def.column(rest.split_once('.')?.1)?.kind)
    }

    /// The text of a field written in one way: as what it is understood as, or as it was typed.
    pub fn understood(&self, path: &str, text: &str) -> String {
        let cell = path.split_once('.').and_then(|(table, rest)| {
            let def = self.tables().into_iter().find(|def| def.slug == table)?;
            def.column(rest.split_once('.')?.1)
        });
        match cell.map(|column| (forms::parse(column, &Raw::text(text)), &column.kind)) {
            Some((Ok(Some(value)), kind)) => forms::sv::typed(&value, Some(kind)),
            Some((Ok(None), _)) => String::new(),
            Some((Err(_), _)) | None => text.to_owned(),
        }
    }

    /// Judges the fields as they were typed.
    pub fn judge(&self, fields: &BTreeMap<String, String>) -> Judgement {
        match self {
            Self::Complaints { tables, facts, cases, investigations } => {
                judge_complaints(tables, facts, (cases, investigations), fields)
            }
            Self::Deviations(asked) => match deviations::read(asked, fields) {
                Ok((answer, notices)) => {
                    Judgement { content: Some(answer.to_signed(asked)), notices, ..Judgement::default() }
                }
                Err(faults) => Judgement { faults, ..Judgement::default() },
            },
            Self::Narrative(asked) => judge_narrative(asked, fields),
            Self::Table { table, handed_in, rules } => own_table::judge(table, rules, *handed_in, fields),
        }
    }

    /// The fields that the content would have been typed as, to begin a correction from. Rows that come from cases were
    /// not typed.
    pub fn written(&self, content: &Content) -> BTreeMap<String, String> {
        let mut fields = BTreeMap::new();
        for table in self.tables() {
            let typed = content.rows(&table.slug).iter().filter(|row| !complaints::is_derived(row));
            for (index, row) in typed.enumerate() {
                let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                for (column, value) in &row.values {
                    let kind = table.column(column).map(|column| &column.kind);
                    fields.insert(cell_path(&table.slug, number, column), forms::sv::typed(value, kind));
                }
            }
        }
        match self {
            Self::Deviations(_) => {
                if let Some(answer) = deviations::Answer::from_content(content) {
                    fields.extend(deviations::written(&answer));
                }
            }
            _ => {
                for (path, value) in content.fields.iter().filter(|(path, _)| !narratives::is_beside(path)) {
                    fields.insert(path.clone(), forms::sv::value(value, None));
                }
            }
        }
        fields
    }
}

/// The answer to the question about a zero.
pub const ZERO_FIELD: &str = "statement.confirmed-zero";
/// The statement that a table of its own is empty because there is nothing to report.
pub const EMPTY_FIELD: &str = "statement.empty";
