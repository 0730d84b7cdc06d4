//! Reading forms: those of an evaluation, and what all of them share.

use domain::evaluations::{Criterion, Happening, PartState, Said, Step, Wish, free_slug};
use kernel::id::kind::{Person, Tenant};
use kernel::{Day, Id};
use platform::FormData;

use super::model::{Kept, KeptPart};
use super::sv;
pub(super) use crate::typed::{Fault, clean};
use crate::typed::{Limits, Typed};

/// The most of a text.
pub(super) const LONGEST: usize = 8_000;
/// The field of how many lines there were when the page was drawn.
pub(super) const READ: &str = "sedd";
/// The field of the criterion that a form is about.
pub(super) const CRITERION: &str = "kriterium";
/// The field of the number of a finding.
pub(super) const NUMBER: &str = "nr";
/// What the fields begin with by which an authority adds providers.
pub(super) const MORE: &str = "fler";
/// The step's name in the fields of a new evaluation.
pub(super) const NEW: &str = "ny";

/// The fields of a form whose names begin with that.
pub(super) fn reader(form: &FormData, start: impl Into<String>) -> Typed<'_> {
    Typed::new(form, start, Limits { text: LONGEST, years: 5 })
}

/// What an evaluation is called and about, and its days.
pub(super) fn wish(reader: &mut Typed<'_>, today: Day) -> Option<Wish> {
    let name = reader.line("namn", true);
    let about = reader.text("text", false);
    let (from, to) = (reader.day("fran", today), reader.day("till", today));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        reader.fault("till", sv::ENDS_BEFORE);
    }
    Some(Wish { name, about, from: from?, to: to? })
}

/// Faults where the days leave out what is planned with providers, or what they have time for.
fn holds(reader: &mut Typed<'_>, kept: &Kept, wish: &Wish) {
    let days = |part: &KeptPart| {
        let until = part.stands.draft.filter(|_| part.stands.state == PartState::WithProvider).map(|(_, until)| until);
        let visits = [&part.stands.visit, &part.stands.again];
        visits.into_iter().filter_map(|visit| Some(visit.as_ref()?.0)).chain(until).collect::<Vec<_>>()
    };
    let count = |is_outside: &dyn Fn(Day) -> bool| {
        kept.parts.iter().filter(|part| days(part).into_iter().any(is_outside)).count()
    };
    for (field, count) in [("fran", count(&|day| day < wish.from)), ("till", count(&|day| day > wish.to))] {
        if count > 0 {
            reader.fault(field, sv::leaves_out(count));
        }
    }
}

fn criterion(reader: &mut Typed<'_>, slug: String) -> Criterion {
    Criterion {
        slug,
        area: reader.line("omrade", true),
        title: reader.line("titel", true),
        looks: reader.text("ser", true),
        law: reader.line("lag", false),
    }
}

/// What the fields of the step begin with: those of a criterion carry its name.
pub(super) fn start(step: Step, about: &str) -> String {
    match step {
        Step::Reword => format!("{}-{about}", step.slug()),
        _ => step.slug().to_owned(),
    }
}

/// Reads a step, with what is said of it; asking is several things, one for each authority.
pub(super) fn read(
    step: Step,
    form: &FormData,
    (kept, authorities, today): (&Kept, &[(Id<Tenant>, String)], Day),
    fresh: &dyn Fn() -> Id<kernel::id::kind::EvaluationCopy>,
) -> Result<(Vec<Happening>, Said), Vec<Fault>> {
    let about = form.get(CRITERION).to_owned();
    let mut said = Said::default();
    let mut reader = reader(form, start(step, &about));
    let made = match step {
        Step::Change => wish(&mut reader, today).map(|wish| {
            holds(&mut reader, kept, &wish);
            vec![Happening::Changed { wish }]
        }),
        Step::Reword => Some(vec![Happening::Reworded { criterion: criterion(&mut reader, about) }]),
        Step::Add => {
            let mut criterion = criterion(&mut reader, String::new());
            criterion.slug = free_slug(&criterion.title, &kept.stands.criteria);
            Some(vec![Happening::Added { criterion }])
        }
        Step::Strike => Some(vec![Happening::Struck { slug: about }]),
        Step::Ask => {
            let open: Vec<Id<Tenant>> = authorities.iter().map(|(id, _)| *id).collect();
            let chosen = reader.some("huvudman", &open, |text| text.parse().ok());
            let asked = |authority: &Id<Tenant>| {
                let name = authorities.iter().find(|(id, _)| id == authority)?.1.clone();
                let before = kept.stands.asked.iter().find(|one| one.authority == *authority);
                let copy = before.map_or_else(fresh, |one| one.copy);
                Some(Happening::Asked { authority: *authority, name, copy })
            };
            Some(chosen.iter().filter_map(asked).collect())
        }
        Step::Release => Some(vec![Happening::Released]),
        Step::Close => Some(vec![Happening::Closed]),
        Step::Reopen | Step::Withdraw => {
            said.text = reader.text("text", true);
            Some(vec![if step == Step::Reopen { Happening::Reopened } else { Happening::Withdrawn }])
        }
    };
    reader.done(made.map(|made| (made, said)))
}

/// Reads people that are ticked.
pub(super) fn people(reader: &mut Typed<'_>, known: &[(Id<Person>, String)]) -> Vec<Id<Person>> {
    let ids: Vec<Id<Person>> = known.iter().map(|(id, _)| *id).collect();
    reader.some("utvarderare", &ids, |text| text.parse().ok())
}
