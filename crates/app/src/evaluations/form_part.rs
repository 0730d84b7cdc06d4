//! Reading the forms of a provider's part, and of what it answers.

use domain::evaluations::{FindingKind, Grade, Outcome, Part, PartHappening, PartStep, Said, Sheet, Wish};
use kernel::id::kind::Person;
use kernel::{Day, Id};
use platform::FormData;

use super::form::{CRITERION, Fault, NUMBER, clean, people, reader};
use super::model::KeptPart;
use super::sv;
use crate::typed::Typed;

/// What the fields of the step begin with: those of a criterion or a finding carry its name.
pub(super) fn start(step: PartStep, (criterion, number): (&str, u32)) -> String {
    match step {
        PartStep::Judge | PartStep::Regrade => format!("{}-{criterion}", step.slug()),
        PartStep::Amend | PartStep::Follow => format!("{}-{number}", step.slug()),
        _ => step.slug().to_owned(),
    }
}

/// Whether everything that the step is about is one form, so that nothing that is typed elsewhere on the page is lost.
pub(super) const fn is_many(step: PartStep) -> bool {
    matches!(step, PartStep::Judge | PartStep::Regrade | PartStep::Follow)
}

/// A criterion, or a finding of the number.
pub(super) type About<'a> = (&'a str, u32);

/// What the form of the step is about, by criterion or by finding.
pub(super) fn all_of(step: PartStep, part: &Part) -> Vec<(String, u32)> {
    match step {
        PartStep::Follow => {
            part.findings.iter().filter(|one| one.is_followed()).map(|one| (String::new(), one.number)).collect()
        }
        _ => part.criteria.iter().map(|slug| (slug.clone(), 0)).collect(),
    }
}

/// What stood in the fields when the page was drawn: what was chosen, and the words. `drawn` is the part as it was then.
pub(super) fn stood(
    step: PartStep,
    (part, drawn): (&KeptPart, &Part),
    (criterion, number): About<'_>,
) -> (&'static str, Said) {
    let graded = |of: &std::collections::BTreeMap<String, domain::evaluations::Judged>| {
        of.get(criterion).map(|one| (one.grade.slug(), part.said(one.line)))
    };
    let stood = match step {
        PartStep::Judge => graded(&drawn.judged),
        PartStep::Regrade => graded(&drawn.regraded),
        _ => drawn
            .findings
            .iter()
            .find(|one| one.number == number)
            .and_then(|one| one.outcome)
            .map(|(outcome, line)| (outcome.slug(), part.said(line))),
    };
    stood.unwrap_or(("", Said::default()))
}

/// Whether somebody has typed something else than what stood there.
pub(super) fn is_touched(step: PartStep, form: &FormData, of: (&KeptPart, &Part), about: About<'_>) -> bool {
    let start = start(step, about);
    let choice = if step == PartStep::Follow { "utfall" } else { "omdome" };
    if !form.has(&format!("{start}-text")) {
        return false;
    }
    let get = |part: &str| form.get(&format!("{start}-{part}"));
    let (value, said) = stood(step, of, about);
    get(choice) != value || clean(get("text")) != said.text || clean(get("visar")) != said.evidence
}

/// Reads what was changed of the fields that are one form.
pub(super) fn read_many(
    step: PartStep,
    form: &FormData,
    (part, drawn): (&KeptPart, &Part),
) -> Result<Vec<(PartHappening, Said)>, Vec<Fault>> {
    let (mut made, mut faults) = (Vec::new(), Vec::new());
    for (criterion, number) in all_of(step, &part.stands) {
        if !is_touched(step, form, (part, drawn), (&criterion, number)) {
            continue;
        }
        match read_one(step, form, (&criterion, number)) {
            Ok(one) => made.push(one),
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(made) } else { Err(faults) }
}

fn read_one(
    step: PartStep,
    form: &FormData,
    (criterion, finding): About<'_>,
) -> Result<(PartHappening, Said), Vec<Fault>> {
    let mut reader = reader(form, start(step, (criterion, finding)));
    if step == PartStep::Follow {
        let outcome = reader.one("utfall", Outcome::from_slug);
        let said = Said { text: reader.text("text", true), evidence: reader.text("visar", false), ..Said::default() };
        if outcome.is_some_and(|outcome| outcome != Outcome::NotLooked) && said.evidence.is_empty() {
            reader.fault("visar", sv::NEEDS_EVIDENCE_OUTCOME);
        }
        return reader.done(outcome.map(|outcome| (PartHappening::Followed { finding, outcome }, said)));
    }
    let (grade, said) = graded(&mut reader, step);
    // A return visit that did not look leaves the first grade as it was.
    if step == PartStep::Regrade && grade == Some(Grade::NotAssessed) {
        reader.fault("omdome", sv::NOT_LOOKED);
    }
    let criterion = criterion.to_owned();
    let happening = |grade: Grade| match step {
        PartStep::Judge => PartHappening::Judged { criterion, grade },
        _ => PartHappening::Regraded { criterion, grade },
    };
    reader.done(grade.map(|grade| (happening(grade), said)))
}

/// The criterion and the finding that the form is about.
pub(super) fn about(form: &FormData) -> (String, u32) {
    (form.get(CRITERION).to_owned(), form.get(NUMBER).parse().unwrap_or(0))
}

fn graded(reader: &mut Typed<'_>, step: PartStep) -> (Option<Grade>, Said) {
    let grade = reader.one("omdome", Grade::from_slug);
    let text = reader.text("text", true);
    let evidence = reader.text("visar", false);
    if grade.is_some_and(|grade| grade != Grade::NotAssessed) && evidence.is_empty() {
        let again = step == PartStep::Regrade;
        reader.fault("visar", if again { sv::NEEDS_EVIDENCE_AGAIN } else { sv::NEEDS_EVIDENCE });
    }
    (grade, Said { text, evidence, ..Said::default() })
}

fn found(reader: &mut Typed<'_>) -> (Option<FindingKind>, Said) {
    let kind = reader.one("slag", FindingKind::from_slug);
    (kind, Said { text: reader.text("text", true), ..Said::default() })
}

/// The day of a visit, and who goes there. One that has been is put in too, within the evaluation and in its order.
fn visit(
    reader: &mut Typed<'_>,
    step: PartStep,
    (part, known, today, wish): (&KeptPart, &[(Id<Person>, String)], Day, &Wish),
) -> Option<PartHappening> {
    let on = reader.day("dag", today);
    if on.is_some_and(|on| !(wish.from..=wish.to).contains(&on)) {
        reader.fault("dag", sv::outside(wish));
    } else if step == PartStep::Return
        && let (Some(on), Some((before, _))) = (on, &part.stands.visit)
        && on <= *before
    {
        reader.fault("dag", sv::BEFORE_VISIT);
    }
    let people = people(reader, known);
    on.map(|on| match step {
        PartStep::Plan => PartHappening::Planned { on, people },
        _ => PartHappening::ReturnPlanned { on, people },
    })
}

/// Reads a step that is about one thing: what happens, and its words. Days lie within the evaluation.
pub(super) fn read(
    step: PartStep,
    form: &FormData,
    (part, known, today, wish): (&KeptPart, &[(Id<Person>, String)], Day, &Wish),
) -> Result<(PartHappening, Said), Vec<Fault>> {
    let (criterion, finding) = about(form);
    let mut reader = reader(form, start(step, (&criterion, finding)));
    let mut said = Said::default();
    let made = match step {
        PartStep::Plan | PartStep::Return => visit(&mut reader, step, (part, known, today, wish)),
        PartStep::Judge | PartStep::Regrade | PartStep::Follow => None,
        PartStep::Find | PartStep::Amend => {
            let known = |text: &str| part.stands.criteria.iter().find(|one| *one == text).cloned();
            let criterion = reader.one("kriterium", known);
            let (kind, words) = found(&mut reader);
            said = words;
            kind.zip(criterion).map(|(kind, criterion)| match step {
                PartStep::Find => PartHappening::Found { finding: part.stands.next_finding(), kind, criterion },
                _ => PartHappening::Amended { finding, kind, criterion },
            })
        }
        PartStep::Strike => Some(PartHappening::Struck { finding }),
        PartStep::Send => {
            let until = reader.day("dag", today);
            if until.is_some_and(|until| until <= today) {
                reader.fault("dag", sv::NOT_AFTER_TODAY);
            } else if until.is_some_and(|until| until > wish.to) {
                reader.fault("dag", sv::outside(wish));
            }
            until.map(|until| PartHappening::Sent { until })
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
    let mut reader = reader(form, "svar");
    let mut said = Said { text: reader.text("text", false), ..Said::default() };
    for one in sheet.into_iter().flat_map(|sheet| &sheet.findings) {
        let text = reader.text(&format!("om-{}", one.number), false);
        if !text.is_empty() {
            said.findings.insert(one.number, text);
        }
    }
    if said == Said::default() && form.get("inget") != "ja" {
        reader.fault("text", sv::NEEDED_ANSWER);
    } else if said != Said::default() && form.get("inget") == "ja" {
        reader.fault("text", sv::NOTHING_AND_WORDS);
    }
    reader.done(Some(said))
}
