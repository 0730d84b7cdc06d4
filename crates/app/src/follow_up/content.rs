//! What was answered, ready to be read: the version, the definition it answered and the words for each of its places.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{ReadTx, StoreError};
use domain::cases::Sight;
use domain::complaints;
use forms::{Checked, Content, FieldChange, Kind, Row, RowChange, TableDef, Value};
use kernel::Right;
use platform::Seat;
use platform::access::Tools;

use crate::assignments::{Assignment, Subject};
use crate::cases;
use crate::investigations;
use crate::results::{self, AsOf, BesideItem};
use crate::submissions::{
    Asked, EMPTY_FIELD, SinceSigned, Submission, ZERO_FIELD, ask_of_version, cell_path, screen_rows, since_signed,
};
use crate::year;

use super::sv::words;

/// A version with what it answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The version.
    pub submission: Submission,
    /// What was asked; `None` where the year of that version has no such item.
    pub asked: Option<Asked>,
    /// The authority's figures that stood beside it, where whoever reads it may see results.
    pub beside: BesideItem,
    /// Where the pictures in its text are.
    pub pictures_at: String,
    /// The addresses of the cases that its rows come from, by their numbers, for whoever may see that they exist.
    pub cases: BTreeMap<i64, String>,
    /// The same of investigations.
    pub investigations: BTreeMap<i64, String>,
    /// What has changed in them since it was signed, and is not written in it.
    pub since: SinceSigned,
    /// The unit's investigations of the same days that stand in no report, since they are about somebody who signs or reviews
    /// it: for whoever is shown them.
    pub apart: Vec<(i64, String)>,
}

/// Whether an investigation about somebody so is shown to whoever has the seat at the authority.
fn is_shown(seat: &Seat, about: domain::cases::About) -> bool {
    let seen = domain::abuse::Seen { role: seat.role, chosen: false };
    seat.role.may(Right::ViewComplaints)
        && seen.party() == Some(domain::cases::Party::Authority)
        && seen.is_shown(about)
}

/// The version with the definition of the year that it pinned.
pub fn answered(tx: &mut ReadTx<'_>, assignment: &Assignment, submission: Submission) -> Result<Answered, StoreError> {
    let asked = match year::version(tx, submission.year_version)? {
        Some(published) => ask_of_version(tx, assignment, &published, &submission)?,
        None => None,
    };
    let (slug,): (String,) = tx.one(::store::global_sql!("SELECT slug FROM tenant WHERE id = $1"), &[&tx.tenant()?])?;
    let pictures_at = format!("/h/{slug}/granska/{}", assignment.id);
    Ok(Answered {
        submission,
        asked,
        beside: BesideItem::default(),
        pictures_at,
        cases: BTreeMap::new(),
        investigations: BTreeMap::new(),
        since: SinceSigned::default(),
        apart: Vec::new(),
    })
}

impl Answered {
    /// With the way to the cases that its rows come from, for somebody with the seats at the authority.
    pub fn with_cases(mut self, tx: &mut ReadTx<'_>, seats: &[Seat]) -> Result<Self, StoreError> {
        let numbers = self.content().rows(complaints::COMPLAINTS).iter().filter_map(complaints::case_of);
        for number in numbers.collect::<Vec<_>>() {
            let Some(id) = cases::numbered(tx, number)? else { continue };
            let Some(dossier) = cases::find(tx, id)? else { continue };
            let of_authority: Vec<Seat> =
                seats.iter().filter(|seat| seat.role.may(Right::ViewComplaints)).cloned().collect();
            let seen = cases::part_unchosen(&dossier.filed, &of_authority);
            if let Some(seat) =
                of_authority.first().filter(|_| seen.is_some_and(|seen| dossier.sight(&seen) != Sight::Nothing))
            {
                self.cases.insert(number, format!("/h/{}/klagomal/{id}", seat.tenant_slug));
            }
        }
        let listed = self.content().rows(complaints::INVESTIGATIONS).iter().filter_map(complaints::investigation_of);
        let listed: Vec<i64> = listed.chain(self.since.investigations.iter().map(|(number, _)| *number)).collect();
        for (filed, stands) in if listed.is_empty() { Vec::new() } else { investigations::list(tx)? } {
            let seat = seats.iter().find(|seat| is_shown(seat, stands.about));
            if let Some(seat) = seat.filter(|_| listed.contains(&filed.number)) {
                self.investigations.insert(filed.number, format!("/h/{}/krankningar/{}", seat.tenant_slug, filed.id));
            }
        }
        Ok(self)
    }

    /// With what has changed in cases and investigations since it was signed, and with the investigations that stand in no
    /// report, for somebody with the seats at the authority. Of the version that holds.
    pub fn with_changes(
        mut self,
        tx: &mut ReadTx<'_>,
        tools: &Tools,
        assignment: &Assignment,
        seats: &[Seat],
    ) -> Result<Self, StoreError> {
        let Some(published) = year::version(tx, self.submission.year_version)? else { return Ok(self) };
        self.since = since_signed(tx, tools, (assignment, &published), &self.submission)?;
        let covered = published.year.item(&assignment.item).and_then(domain::year::Item::covered);
        let (Some(Asked::Complaints { tables, .. }), Some(period)) = (&self.asked, covered) else { return Ok(self) };
        let (true, Subject::Unit { id, .. }) = (tables.investigations.is_some(), &assignment.subject) else {
            return Ok(self);
        };
        for (filed, stands) in investigations::kept_apart(tx, period)? {
            let seat = seats.iter().find(|seat| is_shown(seat, stands.about));
            if let Some(seat) = seat.filter(|_| filed.unit == *id) {
                self.apart.push((filed.number, format!("/h/{}/krankningar/{}", seat.tenant_slug, filed.id)));
            }
        }
        Ok(self)
    }

    /// With the figures that stood beside it when it was signed, for somebody who may see what the rule lets be seen.
    pub fn with_figures(
        self,
        tx: &mut ReadTx<'_>,
        assignment: &Assignment,
        rule: stats::Rule,
    ) -> Result<Self, StoreError> {
        let Some(published) = year::version(tx, self.submission.year_version)? else { return Ok(self) };
        let Some(item) = published.year.item(&assignment.item) else { return Ok(self) };
        let as_of = AsOf { set: self.submission.figures_set, rule, signed: Some(self.submission.at) };
        let beside = results::figures_beside(tx, &published, item, assignment.into(), as_of)?;
        Ok(Self { beside, ..self })
    }
}

/// A place that a return can point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its path.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// What stands there.
    pub text: String,
}

impl Answered {
    /// The content.
    pub fn content(&self) -> &Content {
        &self.submission.content
    }

    /// Whether it tells of persons one by one.
    pub fn is_about_persons(&self) -> bool {
        matches!(&self.asked, Some(Asked::Table { rules, .. }) if rules.work.is_some())
    }

    /// What is pointed out in the rows, as whoever handed them in was told.
    pub fn pointed_out(&self) -> Vec<String> {
        let Some(asked) = &self.asked else { return Vec::new() };
        let numbered = |table: &TableDef| {
            let rows = self.content().rows(&table.slug).iter().cloned().zip(1..);
            rows.map(|(row, number)| Row { source_row: Some(number), ..row }).collect::<Vec<_>>()
        };
        let notices = match asked {
            Asked::Table { table, rules, handed_in, .. } => {
                let checked = Checked { good: numbered(table), ..Checked::default() };
                screen_rows(table, rules, &checked, *handed_in).1
            }
            Asked::Complaints { tables, facts, .. } => {
                let answer = complaints::Answer {
                    complaints: numbered(&tables.complaints),
                    investigations: tables.investigations.as_ref().map(numbered).unwrap_or_default(),
                    ..complaints::Answer::from_content(self.content())
                };
                complaints::check(tables, &answer, facts).notices
            }
            _ => return Vec::new(),
        };
        forms::sv::notices(&notices, &asked.titles())
    }

    /// The tables that were asked for.
    pub fn tables(&self) -> Vec<&TableDef> {
        self.asked.as_ref().map(Asked::tables).unwrap_or_default()
    }

    /// What kind of answer the field takes.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        let form = self.asked.as_ref().and_then(Asked::form)?;
        form.field(path).map(|field| field.kind.clone())
    }

    /// What the field or cell is called.
    pub fn title(&self, path: &str) -> String {
        match path {
            "" => return words::WHOLE.to_owned(),
            complaints::NONE_FIELD => return complaints::sv::NO_COMPLAINTS.to_owned(),
            complaints::COMMENT_FIELD => return complaints::sv::COMMENT.to_owned(),
            ZERO_FIELD => return words::CONFIRMED_ZERO.to_owned(),
            EMPTY_FIELD => return words::EMPTY_TABLE.to_owned(),
            _ => {}
        }
        for table in self.tables() {
            let Some(rest) = path.strip_prefix(table.slug.as_str()).and_then(|rest| rest.strip_prefix('.')) else {
                continue;
            };
            if let Some((row, column)) = rest.split_once('.') {
                let column = table.column(column).map_or(column, |column| column.title.as_sv());
                return words::cell(table.title.as_sv(), row.trim_start_matches('0'), column);
            }
        }
        if let Some(form) = self.asked.as_ref().and_then(Asked::form) {
            for section in &form.sections {
                for field in &section.fields {
                    if section.path(field) == path {
                        let (section, field) = (section.title.as_sv(), field.title.as_sv());
                        return if section == field { section.to_owned() } else { words::field(section, field) };
                    }
                }
            }
        }
        self.asked.as_ref().and_then(|asked| asked.title_of(path)).unwrap_or_else(|| path.to_owned())
    }

    /// The fields that a return can point at, with what stands in them; cells are pointed at by row and column.
    pub fn spots(&self) -> Vec<Spot> {
        let content = self.content();
        let spot = |path: &str| Spot {
            path: path.to_owned(),
            title: self.title(path),
            text: content
                .fields
                .get(path)
                .map(|value| forms::sv::value(value, self.kind(path).as_ref()))
                .unwrap_or_default(),
        };
        match &self.asked {
            Some(Asked::Complaints { .. }) => vec![spot(complaints::NONE_FIELD), spot(complaints::COMMENT_FIELD)],
            Some(Asked::Table { .. }) => vec![spot(EMPTY_FIELD)],
            Some(asked) => asked.form().map_or_else(Vec::new, |form| {
                form.fields()
                    .map(|(path, _)| path)
                    // A target that was not opened has nothing to point at but its question.
                    .filter(|path| content.fields.contains_key(path) || matches!(asked, Asked::Narrative(_)))
                    .map(|path| spot(&path))
                    .collect()
            }),
            None => content.fields.keys().map(|path| spot(path)).collect(),
        }
    }

    /// Whether the path is one that a return may point at.
    pub fn has_spot(&self, path: &str) -> bool {
        self.spots().iter().any(|spot| spot.path == path)
    }

    /// The path of a cell of what was handed in: rows are counted from 1.
    pub fn cell(&self, table: &str, row: u32, column: &str) -> Option<String> {
        let def = self.tables().into_iter().find(|def| def.slug == table)?;
        let rows = self.content().rows(table).len();
        let there = row >= 1 && usize::try_from(row).is_ok_and(|row| row <= rows) && def.column(column).is_some();
        there.then(|| cell_path(table, row, column))
    }
}

/// One place that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// What it is called.
    pub title: String,
    /// What stood there.
    pub before: String,
    /// What stands there.
    pub after: String,
}

/// What differs from the earlier version to the later, in words.
pub fn differences(earlier: &Answered, later: &Answered) -> Vec<Differs> {
    let difference = forms::diff(earlier.content(), later.content());
    let mut out = Vec::new();
    let mut fields: Vec<&FieldChange> = difference.fields.iter().collect();
    // What answers the whole comes before what it leads to.
    fields.sort_by_key(|change| !change.path.starts_with("statement."));
    for change in fields {
        // The statement in its own words follows from the choice that is shown.
        if change.path == "statement.text" || domain::narratives::is_beside(&change.path) {
            continue;
        }
        out.push(field(later.title(&change.path), later.kind(&change.path).as_ref(), change));
    }
    for (slug, changes) in &difference.tables {
        let def = later.tables().into_iter().find(|table| table.slug == *slug);
        let asked = earlier.tables().into_iter().find(|table| table.slug == *slug);
        let added = |column: &str| asked.is_some_and(|table| table.column(column).is_none());
        let filled = filled_in_many(changes, &added);
        out.extend(filled.iter().map(|(column, values)| filled_in(slug, def, column, values)));
        for change in changes {
            out.extend(row(earlier, later, slug, def, change, &|column| filled.contains_key(column)));
        }
    }
    out
}

/// From so many rows a column that the year has added is said once: it is in every row, and the few that also differ
/// otherwise would not be seen for it.
const IN_MANY: usize = 5;

/// The columns that were not asked before and are filled in in many rows, with what stands there now.
fn filled_in_many<'c>(changes: &'c [RowChange], added: &dyn Fn(&str) -> bool) -> BTreeMap<&'c str, Vec<&'c Value>> {
    let mut filled: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    let mut otherwise: BTreeSet<&str> = BTreeSet::new();
    for change in changes {
        let RowChange::Changed { columns, .. } = change else { continue };
        for column in columns {
            match (&column.old, &column.new) {
                (None, Some(value)) => filled.entry(&column.path).or_default().push(value),
                _ => {
                    otherwise.insert(&column.path);
                }
            }
        }
    }
    filled.retain(|column, values| added(column) && values.len() >= IN_MANY && !otherwise.contains(column));
    filled
}

/// Such a column, with the answers that most rows have.
fn filled_in(slug: &str, def: Option<&TableDef>, column: &str, values: &[&Value]) -> Differs {
    /// So many different answers are told.
    const TOLD: usize = 6;
    let known = def.and_then(|def| def.column(column));
    let title = known.map_or(column, |column| column.title.as_sv());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(forms::sv::value(value, known.map(|column| &column.kind))).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = counts.len().saturating_sub(TOLD);
    let told: Vec<String> = counts.iter().take(TOLD).map(|(text, count)| words::answer_in_rows(text, *count)).collect();
    Differs {
        title: words::filled_in(def.map_or(slug, |def| def.title.as_sv()), title, values.len()),
        before: String::new(),
        after: words::and_more_answers(told.join("\n"), more),
    }
}

fn field(title: String, kind: Option<&Kind>, change: &FieldChange) -> Differs {
    let text = |value: &Option<Value>| value.as_ref().map(|value| forms::sv::value(value, kind)).unwrap_or_default();
    Differs { title, before: text(&change.old), after: text(&change.new) }
}

/// A row that differs; `said` tells which columns are said of all rows at once.
fn row(
    earlier: &Answered,
    later: &Answered,
    slug: &str,
    def: Option<&TableDef>,
    change: &RowChange,
    said: &dyn Fn(&str) -> bool,
) -> Vec<Differs> {
    let title = def.map_or(slug, |def| def.title.as_sv());
    let place = |answered: &Answered, row: &Row| {
        let at = answered.content().rows(slug).iter().position(|candidate| candidate.values == row.values);
        at.map_or_else(String::new, |at| (at + 1).to_string())
    };
    match change {
        RowChange::Added(row) => vec![Differs {
            title: words::row_added(title, &place(later, row)),
            before: String::new(),
            after: row_words(def, row),
        }],
        RowChange::Removed(row) => vec![Differs {
            title: words::row_removed(title, &place(earlier, row)),
            before: row_words(def, row),
            after: String::new(),
        }],
        RowChange::Changed { new, columns, .. } => columns
            .iter()
            .filter(|change| !said(&change.path))
            .map(|change| {
                let column = def.and_then(|def| def.column(&change.path));
                let of_row = [complaints::CASE, complaints::INVESTIGATION].contains(&change.path.as_str());
                let other = if of_row { words::COMES_FROM } else { change.path.as_str() };
                let name = column.map_or(other, |column| column.title.as_sv());
                field(words::cell(title, &place(later, new), name), column.map(|column| &column.kind), change)
            })
            .collect(),
    }
}

/// *Mottaget: 2024-02-29. Kategori: …*, in the order of the columns.
fn row_words(def: Option<&TableDef>, row: &Row) -> String {
    let parts: Vec<String> = match def {
        Some(def) => def
            .columns
            .iter()
            .filter_map(|column| {
                let value = row.get(&column.slug)?;
                Some(format!("{}: {}", column.title.as_sv(), forms::sv::value(value, Some(&column.kind))))
            })
            .collect(),
        None => row.values.values().map(|value| forms::sv::value(value, None)).collect(),
    };
    parts.join("\n")
}
