//! Reading the forms of a provider's part, and of what it answers.

use domain::evaluations::{FindingKind, Grade, Outcome, PartHappening, PartStep, Said, Sheet};
use kernel::id::kind::Person;
use kernel::{Day, Id};
use platform::FormData;

use super::form::{CRITERION, Fault, NUMBER, Reader, people};
use super::model::KeptPart;
use super::sv;

/// What the fields of the step begin with: those of a criterion or a finding carry its name.
pub(super) fn start(step: PartStep, (criterion, number): (&str, u32)) -> String {
    match step {
        PartStep::Judge | PartStep::Regrade => format!("{}-{criterion}", step.slug()),
        PartStep::Amend | PartStep::Follow => format!("{}-{number}", step.slug()),
        _ => step.slug().to_owned(),
    }
}

/// The criterion and the finding that the form is about.
pub(super) fn about(form: &FormData) -> (String, u32) {
    (form.get(CRITERION).to_owned(), form.get(NUMBER).parse().unwrap_or(0))
}

fn graded(reader: &mut Reader<'_>) -> (Option<Grade>, Said) {
    let grade = Grade::from_slug(reader.get("omdome"));
    if grade.is_none() {
        reader.fault("omdome", sv::CHOOSE);
    }
    let text = reader.text("text", true);
    let evidence = reader.text("visar", false);
    if grade.is_some_and(|grade| grade != Grade::NotAssessed) && evidence.is_empty() {
        reader.fault("visar", sv::NEEDS_EVIDENCE);
    }
    (grade, Said { text, evidence, ..Said::default() })
}

fn found(reader: &mut Reader<'_>) -> (Option<FindingKind>, Said) {
    let kind = FindingKind::from_slug(reader.get("slag"));
    if kind.is_none() {
        reader.fault("slag", sv::CHOOSE);
    }
    (kind, Said { text: reader.text("text", true), ..Said::default() })
}

/// Reads a step: what happens, and its words.
pub(super) fn read(
    step: PartStep,
    form: &FormData,
    (part, known, today): (&KeptPart, &[(Id<Person>, String)], Day),
) -> Result<(PartHappening, Said), Vec<Fault>> {
    let (criterion, finding) = about(form);
    let mut reader = Reader::new(form, start(step, (&criterion, finding)));
    let mut said = Said::default();
    let made = match step {
        PartStep::Plan | PartStep::Return => {
            let on = reader.day("dag", today);
            if on.is_some_and(|on| on < today) {
                reader.fault("dag", sv::PASSED);
            }
            let people = people(&mut reader, known);
            on.map(|on| match step {
                PartStep::Plan => PartHappening::Planned { on, people },
                _ => PartHappening::ReturnPlanned { on, people },
            })
        }
        PartStep::Judge | PartStep::Regrade => {
            let (grade, words) = graded(&mut reader);
            // A return visit that did not look leaves the first grade as it was.
            if step == PartStep::Regrade && grade == Some(Grade::NotAssessed) {
                reader.fault("omdome", sv::NOT_LOOKED);
            }
            said = words;
            grade.map(|grade| match step {
                PartStep::Judge => PartHappening::Judged { criterion, grade },
                _ => PartHappening::Regraded { criterion, grade },
            })
        }
        PartStep::Find | PartStep::Amend => {
            let criterion = reader.get("kriterium").to_owned();
            if !part.stands.criteria.contains(&criterion) {
                reader.fault("kriterium", sv::CHOOSE);
            }
            let (kind, words) = found(&mut reader);
            said = words;
            kind.map(|kind| match step {
                PartStep::Find => PartHappening::Found { finding: part.stands.next_finding(), kind, criterion },
                _ => PartHappening::Amended { finding, kind, criterion },
            })
        }
        PartStep::Strike => Some(PartHappening::Struck { finding }),
        PartStep::Send => {
            let until = reader.day("dag", today);
            if until.is_some_and(|until| until <= today) {
                reader.fault("dag", sv::PASSED);
            }
            until.map(|until| PartHappening::Sent { until })
        }
        PartStep::Follow => {
            let outcome = Outcome::from_slug(reader.get("utfall"));
            if outcome.is_none() {
                reader.fault("utfall", sv::CHOOSE);
            }
            said.text = reader.text("text", true);
            said.evidence = reader.text("visar", false);
            if outcome.is_some_and(|outcome| outcome != Outcome::NotLooked) && said.evidence.is_empty() {
                reader.fault("visar", sv::NEEDS_EVIDENCE);
            }
            outcome.map(|outcome| PartHappening::Followed { finding, outcome })
        }
        PartStep::Recall => Some(PartHappening::Recalled),
        PartStep::Settle => Some(PartHappening::Settled),
        PartStep::Finish => Some(PartHappening::Finished),
        PartStep::End => {
            said.text = reader.text("text", true);
            Some(PartHappening::Ended)
        }
        PartStep::Reopen => {
            said.text = reader.text("text", true);
            Some(PartHappening::Reopened)
        }
    };
    reader.done(made.map(|happening| (happening, said)))
}

/// Reads what a provider says of a draft: as a whole, and of findings.
pub(super) fn answer(form: &FormData, sheet: Option<&Sheet>) -> Result<Said, Vec<Fault>> {
    let mut reader = Reader::new(form, "svar");
    let mut said = Said { text: reader.text("text", false), ..Said::default() };
    for one in sheet.into_iter().flat_map(|sheet| &sheet.findings) {
        let text = reader.text(&format!("om-{}", one.number), false);
        if !text.is_empty() {
            said.findings.insert(one.number, text);
        }
    }
    if said == Said::default() && form.get("inget") != "ja" {
        reader.fault("text", sv::NEEDED_ANSWER);
    }
    reader.done(Some(said))
}
