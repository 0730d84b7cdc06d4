//! A handed-in (or about to be handed in) answer in reading order, with its words: one list of parts, from which the
//! check-answers page, the receipt, its PDF and whoever reads on the authority's side are made.

use std::collections::{BTreeMap, BTreeSet};

use domain::complaints::{CASE, INVESTIGATIONS, case_of, investigation_of, is_derived, sv as words};
use domain::deviations;
use forms::{Content, TableDef, Value};

use super::sv;
use crate::results::{BesideItem, FigureTable, WorkTold, work_of_answer};
use crate::submissions::Asked;

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A statement that was signed in so many words.
    Statement(String),
    /// A question and its answer, line breaks kept. An empty answer was left out.
    Answer {
        /// The path of the field, as notes and changes name it.
        path: String,
        /// The question.
        question: String,
        /// The answer.
        text: String,
    },
    /// A heading over what follows.
    Heading(String),
    /// The authority's figures beside the answer that follows, as they were when it was given.
    Figures {
        /// Whose they are.
        heading: String,
        /// What each is called, and the figure in words.
        lines: Vec<(String, String)>,
        /// The same as tables.
        tables: Vec<FigureTable>,
        /// Where they come from, and whose the text is.
        note: String,
    },
    /// What those do who completed a vocational education, counted of the answer or beside it.
    Work(WorkTold),
    /// A table.
    Table {
        /// Its stable name.
        slug: String,
        /// What it shows.
        title: String,
        /// Stable names of its columns.
        keys: Vec<String>,
        /// Heads of its columns.
        columns: Vec<String>,
        /// Cells, as people read them.
        rows: Vec<Vec<String>>,
    },
}

/// The key of the column with the time between days.
const GAPS: &str = "investigation:gaps";

fn table(def: &TableDef, content: &Content) -> Part {
    let rows = content.rows(&def.slug).iter();
    let cell = |row: &forms::Row, column: &forms::Column| {
        row.get(&column.slug).map(|value| forms::sv::value(value, Some(&column.kind))).unwrap_or_default()
    };
    let shown: Vec<&forms::Column> = def.columns.iter().filter(|column| !column.is_hidden()).collect();
    // Where a row comes from is told where any comes from a case.
    let any = rows.clone().any(is_derived);
    let name = |row: &forms::Row| case_of(row).map(words::case).or(investigation_of(row).map(words::investigation));
    let from = |row: &forms::Row| any.then(|| name(row).unwrap_or_else(|| sv::cases::OWN_ROW.to_owned()));
    let head = |text: &str| any.then(|| text.to_owned());
    // Between the days of an investigation it is said how long it took.
    let has_days = def.slug == INVESTIGATIONS && rows.len() > 0;
    let gaps = |row: &forms::Row| has_days.then(|| words::gaps(row).join("\n"));
    let days = |text: &str| has_days.then(|| text.to_owned());
    Part::Table {
        slug: def.slug.clone(),
        title: def.title.as_sv().to_owned(),
        keys: shown.iter().map(|column| column.slug.clone()).chain(days(GAPS)).chain(head(CASE)).collect(),
        columns: shown
            .iter()
            .map(|column| column.title.as_sv().to_owned())
            .chain(days(sv::cases::GAPS))
            .chain(head(sv::cases::COMES_FROM))
            .collect(),
        rows: rows
            .map(|row| shown.iter().map(|column| cell(row, column)).chain(gaps(row)).chain(from(row)).collect())
            .collect(),
    }
}

fn answer(path: &str, question: &str, content: &Content) -> Part {
    let text = content.fields.get(path).map(|value| forms::sv::value(value, None)).unwrap_or_default();
    Part::Answer { path: path.to_owned(), question: question.to_owned(), text }
}

/// The parts of the answer, in reading order.
pub fn answers(asked: &Asked, content: &Content) -> Vec<Part> {
    match asked {
        Asked::Complaints { tables, .. } => {
            let complaints = domain::complaints::Answer::from_content(content);
            let mut parts = Vec::new();
            if complaints.none {
                parts.push(Part::Statement(domain::complaints::sv::NO_COMPLAINTS.to_owned()));
            } else {
                parts.push(table(&tables.complaints, content));
            }
            // Rows may have come after the question was answered.
            if complaints.confirmed_zero && complaints.complaints.is_empty() {
                parts.push(Part::Statement(sv::CONFIRMED_ZERO.to_owned()));
            }
            if let Some(investigations) = &tables.investigations {
                parts.push(table(investigations, content));
            }
            let comment = domain::complaints::COMMENT_FIELD;
            parts.push(answer(comment, domain::complaints::sv::COMMENT, content));
            parts
        }
        Asked::Table { table: def, rules, .. } => {
            let mut parts = Vec::new();
            let said = rules.work.iter().flat_map(|layout| work_of_answer(def, layout, content));
            parts.extend(said.filter(|told| told.tally.completed() > 0).map(Part::Work));
            if !content.rows(&def.slug).is_empty() {
                parts.push(table(def, content));
            } else if parts.is_empty() {
                parts.push(Part::Statement(sv::NOTHING_TO_REPORT.to_owned()));
            }
            parts
        }
        Asked::Narrative(asked) => asked
            .form
            .sections
            .iter()
            .flat_map(|section| {
                let texts =
                    section.fields.iter().map(|field| answer(&section.path(field), field.title.as_sv(), content));
                let named = asked.focus.as_ref().filter(|focus| focus.section == section.slug);
                texts.chain(named.map(|focus| focus_areas(&focus.areas))).collect::<Vec<_>>()
            })
            .collect(),
        Asked::Deviations(asked) => deviations::Answer::from_content(content)
            .map(|answer| of_deviations(asked, &answer, content))
            .unwrap_or_default(),
    }
}

/// The focus areas that a report names, under their heading.
fn focus_areas(areas: &[deviations::FocusAsked]) -> Part {
    let one = |area: &deviations::FocusAsked| {
        let title = deviations::sv::focus_title(area);
        if area.aim.is_empty() { format!("- {title}") } else { format!("- {title}: {}", area.aim.replace('\n', " ")) }
    };
    let text = areas.iter().map(one).collect::<Vec<_>>().join("\n");
    Part::Answer { path: "focus-areas.named".to_owned(), question: sv::NAMED_FOCUS_AREAS.to_owned(), text }
}

fn of_deviations(asked: &deviations::Asked, given: &deviations::Answer, content: &Content) -> Vec<Part> {
    let titles: BTreeMap<String, String> =
        asked.focus_areas.iter().map(|focus| (focus.id.clone(), deviations::sv::focus_title(focus))).collect();
    let title = |id: &str| titles.get(id).cloned().unwrap_or_else(|| sv::GONE_FOCUS_AREA.to_owned());
    let question = |slug: &str| deviations::sv::field(slug).0;
    let mut parts = Vec::new();
    let focus = |id: &str, status: &str, parts: &mut Vec<Part>| {
        parts.push(Part::Heading(title(id)));
        let path = format!("focus-{id}.status");
        parts.push(Part::Answer { path, question: question("status").to_owned(), text: status.to_owned() });
        let path = format!("focus-{id}.comment");
        if content.fields.contains_key(&path) {
            parts.push(answer(&path, question("comment"), content));
        }
    };
    match given {
        deviations::Answer::NoDeviations { not_applicable } => {
            // The words are kept with the answer, since those words are what was signed.
            let signed = content.fields.get("statement.text").and_then(Value::as_text);
            parts.push(Part::Statement(signed.unwrap_or(deviations::sv::NO_DEVIATIONS).to_owned()));
            for id in not_applicable.keys() {
                focus(id, deviations::sv::focus_status(deviations::FocusStatus::NotApplicable), &mut parts);
            }
        }
        deviations::Answer::Deviations(found) => {
            parts.push(Part::Answer {
                path: deviations::STATEMENT_FIELD.to_owned(),
                question: deviations::sv::STATEMENT_TITLE.to_owned(),
                text: deviations::sv::option(deviations::sv::SOME).to_owned(),
            });
            for indicator in found.targets.keys() {
                let target = asked.targets.iter().find(|target| target.indicator == *indicator);
                let name = target.map_or_else(|| indicator.clone(), deviations::sv::target_title);
                parts.push(Part::Heading(name));
                let risk = format!("target-{indicator}.risk");
                parts.push(answer(&risk, question("risk"), content));
                for field in ["what", "causes", "measures"] {
                    parts.push(answer(&format!("target-{indicator}.{field}"), question(field), content));
                }
            }
            for (id, given) in &found.focus_areas {
                focus(id, deviations::sv::focus_status(given.status), &mut parts);
            }
        }
    }
    parts
}

/// The parts with the authority's figures at their places, both sides named: before the text that comments them, and the
/// risks of missing targets after the provider's own judgement.
pub fn with_figures(parts: Vec<Part>, beside: &BesideItem, authority: &str, provider: &str) -> Vec<Part> {
    let figures = |lines: Vec<(String, String)>, tables: Vec<FigureTable>, note: String| {
        // A table alone says itself where it comes from.
        let note = if lines.is_empty() { note } else { format!("{} {note}", beside.source) };
        Part::Figures { heading: sv::figures_of(authority), lines, tables, note }
    };
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    for part in parts {
        let section = match &part {
            Part::Answer { path, .. } => path.split_once('.').map(|(section, _)| section.to_owned()),
            _ => None,
        };
        if let Some(section) = section.filter(|section| told.insert(section.clone())) {
            let of = beside.figures.get(&section).map(Vec::as_slice).unwrap_or_default();
            let tables = beside.tables.get(&section).cloned().unwrap_or_default();
            if !of.is_empty() || !tables.is_empty() {
                let lines = of.iter().map(|one| (one.title.clone(), one.words.clone())).collect();
                all.push(figures(lines, tables, sv::text_of(provider)));
            }
        }
        if let Part::Answer { path, .. } = &part {
            let section = path.split_once('.').map_or("", |(section, _)| section);
            all.extend(beside.work.get(section).cloned().map(Part::Work));
        }
        all.push(part);
    }
    if !beside.risks.is_empty() {
        let lines = beside.worst_first().into_iter().map(|told| (told.title.clone(), told.words.clone())).collect();
        all.push(figures(lines, Vec::new(), sv::judgement_of(provider)));
    }
    all
}
