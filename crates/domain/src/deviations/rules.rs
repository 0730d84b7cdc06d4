//! The form that is asked, and how its parts must agree.

use std::collections::BTreeMap;

use forms::{
    ChoiceOption, Fault, FaultKind, Field, FormDef, Kind, Notice, Place, Section, Value, Values, personal, read_form,
};
use kernel::Label;

use super::model::{Analysis, Answer, Asked, Deviations, FORM, FocusAnswer, FocusAsked, FocusStatus, TargetAsked};
use super::sv::{self, Rule};
use crate::year::{Regime, Year};

/// The field of the statement: no deviations, or some.
pub const STATEMENT_FIELD: &str = "statement.answer";

/// The path of a field about a target.
pub(super) fn target_path(indicator: &str, field: &str) -> String {
    format!("target-{indicator}.{field}")
}
/// The path of a field about a focus area.
pub(super) fn focus_path(id: &str, field: &str) -> String {
    format!("focus-{id}.{field}")
}

/// The targets that a regime and area are asked about, in words.
pub fn targets_asked(year: &Year, regime: Regime, area: Option<&str>) -> Vec<TargetAsked> {
    year.targets_for(regime, area)
        .into_iter()
        .filter_map(|target| {
            let indicator = year.indicator(target.indicator.as_str())?;
            Some(TargetAsked {
                indicator: indicator.slug.to_string(),
                name: indicator.title.as_sv().to_owned(),
                target: sv::target(indicator, target),
            })
        })
        .collect()
}

/// The form for what is asked. Nothing but the statement is required by the form itself: what else is needed depends
/// on the answer, and [`read`] says it.
pub fn form(asked: &Asked) -> FormDef {
    let statement = Section {
        slug: "statement".to_owned(),
        title: Label::sv(sv::STATEMENT_TITLE),
        help: Some(Label::sv(sv::statement_help(!asked.targets.is_empty(), !asked.focus_areas.is_empty()))),
        fields: vec![field("answer", Kind::Choice { options: options(&[sv::NONE, sv::SOME]) }, true)],
    };
    let targets = asked.targets.iter().map(|target| target_section(target, asked));
    let focus_areas = asked.focus_areas.iter().map(|focus| focus_section(focus, asked));
    FormDef {
        slug: FORM.to_owned(),
        title: Label::sv(sv::TITLE),
        sections: std::iter::once(statement).chain(targets).chain(focus_areas).collect(),
    }
}

const LONG: Kind = Kind::Text { max_chars: 10_000, long: true };

fn options(slugs: &[&str]) -> Vec<ChoiceOption> {
    let option =
        |slug: &&str| ChoiceOption { slug: (*slug).to_owned(), label: Label::sv(sv::option(slug)), help: None };
    slugs.iter().map(option).collect()
}

fn field(slug: &str, kind: Kind, required: bool) -> Field {
    let (title, help) = sv::field(slug);
    let help = (!help.is_empty()).then(|| Label::sv(help));
    Field { slug: slug.to_owned(), title: Label::sv(title), help, kind, required }
}

fn target_section(target: &TargetAsked, asked: &Asked) -> Section {
    Section {
        slug: format!("target-{}", target.indicator),
        title: Label::sv(sv::target_title(target)),
        help: Some(sv::support(&asked.support)).filter(|text| !text.is_empty()).map(Label::sv),
        fields: vec![
            field("risk", Kind::YesNo, false),
            field("what", LONG, false),
            field("causes", LONG, false),
            field("measures", LONG, false),
        ],
    }
}

fn focus_section(focus: &FocusAsked, asked: &Asked) -> Section {
    let slugs: Vec<&str> = FocusStatus::ALL
        .into_iter()
        .filter(|status| asked.may_be_not_applicable || *status != FocusStatus::NotApplicable)
        .map(FocusStatus::slug)
        .collect();
    Section {
        slug: format!("focus-{}", focus.id),
        title: Label::sv(sv::focus_title(focus)),
        help: None,
        fields: vec![field("status", Kind::Choice { options: options(&slugs) }, false), field("comment", LONG, false)],
    }
}

/// Reads a filled-in form: the answer with what should be pointed out, or every fault at once.
///
/// "No deviations" needs nothing more, may stand beside a focus area that is no longer relevant, and contradicts every
/// other [`Mark`]. Deviations name at least one target or focus area, the causes of each risk, a status for each focus
/// area and a comment where one deviates. Text in an analysis that is not opened is a fault, so that nothing written
/// is lost in silence.
pub fn read(asked: &Asked, filled: &BTreeMap<String, String>) -> Result<(Answer, Vec<Notice>), Vec<Fault>> {
    let (values, mut faults) = understood(asked, filled);
    let mut notices = Vec::new();
    let said = values.get(STATEMENT_FIELD).and_then(Value::as_choice);
    let none = said == Some(sv::NONE);
    let mut deviations = Deviations::default();
    if none {
        let deviating: Vec<String> = marks_in(asked, &values).into_iter().map(|mark| mark.name).collect();
        if !deviating.is_empty() {
            faults.push(fault(STATEMENT_FIELD.to_owned(), &Rule::NoneAndDeviations { deviating }));
        }
    }
    for target in asked.targets.iter().filter(|_| !none) {
        if let Some(analysis) = risk(target, &values, &mut faults) {
            deviations.targets.insert(target.indicator.clone(), analysis);
        }
    }
    for focus in &asked.focus_areas {
        if let Some(answer) = status(focus, said, &values, &mut faults) {
            deviations.focus_areas.insert(focus.id.clone(), answer);
        }
    }
    if said == Some(sv::SOME) && !deviates(&deviations) {
        faults.push(fault(STATEMENT_FIELD.to_owned(), &Rule::NothingOpened));
    }
    for (path, value) in &values {
        if let Value::Text(text) = value {
            let (found, pointed_out) = personal::screen(&Place::field(path.as_str()), text);
            faults.extend(found);
            notices.extend(pointed_out);
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let answer = if none {
        let irrelevant = deviations.focus_areas.into_iter().filter(|(_, f)| f.status == FocusStatus::NotApplicable);
        Answer::NoDeviations { not_applicable: irrelevant.map(|(id, focus)| (id, focus.comment)).collect() }
    } else {
        Answer::Deviations(deviations)
    };
    Ok((answer, notices))
}

/// The values of the form and its faults. A text that is too long is still a text to the other rules.
fn understood(asked: &Asked, filled: &BTreeMap<String, String>) -> (Values, Vec<Fault>) {
    let (mut values, faults) = read_form(&form(asked), filled);
    for fault in &faults {
        if let (FaultKind::TooLong { .. }, Some(path)) = (&fault.kind, &fault.place.field) {
            values.insert(path.clone(), Value::Text(fault.value.clone()));
        }
    }
    (values, faults)
}

/// Something that is marked or written about one target or focus area, and that "no deviations" would contradict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The section of the form: `target-SLUG` or `focus-ID`.
    pub section: String,
    /// What the target or focus area is called.
    pub name: String,
    /// Whether it is marked, or only written about.
    pub marked: bool,
    /// Whether anything is written about it.
    pub written: bool,
    /// The paths that are emptied when the mark is taken away.
    pub paths: Vec<String>,
}

/// Everything that is marked or written in the form, whatever its statement says.
pub fn marks(asked: &Asked, filled: &BTreeMap<String, String>) -> Vec<Mark> {
    marks_in(asked, &understood(asked, filled).0)
}

fn marks_in(asked: &Asked, values: &Values) -> Vec<Mark> {
    let has = |path: &String| !text(values, path).is_empty();
    let targets = asked.targets.iter().map(|target| {
        let texts = ["what", "causes", "measures"].map(|field| target_path(&target.indicator, field));
        let risk = target_path(&target.indicator, "risk");
        Mark {
            section: format!("target-{}", target.indicator),
            name: target.name.clone(),
            marked: values.get(&risk).and_then(Value::as_yes_no) == Some(true),
            written: texts.iter().any(has),
            paths: std::iter::once(risk).chain(texts).collect(),
        }
    });
    let focus_areas = asked.focus_areas.iter().filter_map(|focus| {
        let (status, comment) = (focus_path(&focus.id, "status"), focus_path(&focus.id, "comment"));
        let chosen = values.get(&status).and_then(Value::as_choice).and_then(FocusStatus::from_slug);
        // No longer relevant, with or without a comment, stands beside the statement.
        (chosen != Some(FocusStatus::NotApplicable)).then(|| Mark {
            section: format!("focus-{}", focus.id),
            name: focus.title.clone(),
            marked: chosen == Some(FocusStatus::Deviates),
            written: has(&comment),
            paths: vec![status, comment],
        })
    });
    targets.chain(focus_areas).filter(|mark| mark.marked || mark.written).collect()
}

fn text(values: &Values, path: &str) -> String {
    values.get(path).and_then(Value::as_text).unwrap_or("").to_owned()
}

fn fault(path: String, rule: &Rule) -> Fault {
    let kind = FaultKind::Rule { code: rule.code().to_owned(), sentence: sv::rule(rule) };
    Fault { place: Place::field(path), kind, value: String::new() }
}

/// The analysis of a target at risk; `None` where it is not at risk.
fn risk(target: &TargetAsked, values: &Values, faults: &mut Vec<Fault>) -> Option<Analysis> {
    let path = |field| target_path(&target.indicator, field);
    let at_risk = values.get(&path("risk")).and_then(Value::as_yes_no) == Some(true);
    let analysis = Analysis {
        what: text(values, &path("what")),
        causes: text(values, &path("causes")),
        measures: text(values, &path("measures")),
    };
    if at_risk {
        if analysis.causes.is_empty() {
            faults.push(fault(path("causes"), &Rule::CausesMissing { name: target.name.clone() }));
        }
        return Some(analysis);
    }
    if analysis != Analysis::default() {
        faults.push(fault(path("risk"), &Rule::AnalysisWithoutRisk { name: target.name.clone() }));
    }
    None
}

/// The status of a focus area; `None` where it has none, which is a fault only beside deviations.
fn status(focus: &FocusAsked, said: Option<&str>, values: &Values, faults: &mut Vec<Fault>) -> Option<FocusAnswer> {
    let path = |field| focus_path(&focus.id, field);
    let chosen = values.get(&path("status")).and_then(Value::as_choice).and_then(FocusStatus::from_slug);
    let comment = text(values, &path("comment"));
    let title = || focus.title.clone();
    let Some(status) = chosen else {
        if said == Some(sv::SOME) {
            faults.push(fault(path("status"), &Rule::StatusMissing { title: title() }));
        }
        return None;
    };
    if said != Some(sv::NONE) && status == FocusStatus::Deviates && comment.is_empty() {
        faults.push(fault(path("comment"), &Rule::CommentMissing { title: title() }));
    }
    Some(FocusAnswer { status, comment })
}

fn deviates(deviations: &Deviations) -> bool {
    !deviations.targets.is_empty()
        || deviations.focus_areas.values().any(|answer| answer.status == FocusStatus::Deviates)
}

/// The answer as it would have been filled in, to begin a correction from.
pub fn written(answer: &Answer) -> BTreeMap<String, String> {
    let shown = |value: &Value| match value {
        Value::Choice(slug) => slug.clone(),
        other => forms::sv::value(other, None),
    };
    answer.to_content().fields.iter().map(|(path, value)| (path.clone(), shown(value))).collect()
}
