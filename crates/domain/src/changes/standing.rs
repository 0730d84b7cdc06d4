//! Which of several changes still tells how it is.

use super::{FormChange, What};

/// Whether a change tells how it is now, or a later one has overtaken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is so.
    Holds,
    /// Some of its questions have been changed again.
    Partly,
    /// A later change says otherwise, or made it beside the point.
    Overtaken,
}

/// One change of an assignment, as far as a later one can overtake it.
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// What it did.
    pub what: What,
    /// Whether it said a last day of the assignment's own.
    pub says_day: bool,
    /// What it asked otherwise; empty where it is not about questions.
    pub form: &'a FormChange,
}

/// How a change stands beside those that came later for the same assignment.
///
/// * Whether it is asked is told by the newest that says so. What is asked no more has no other days or questions.
/// * A last day is overtaken by a later one, and so is an occasion that it came with.
/// * A change of questions stands until every question that it names has been changed again.
pub fn standing(change: Done<'_>, later: &[Done<'_>]) -> Standing {
    let any = |fits: fn(What) -> bool| later.iter().any(|one| fits(one.what));
    let goes = |what| matches!(what, What::Withdrawn | What::Left);
    let is_asked = |what| matches!(what, What::Asked | What::AskedAgain | What::Withdrawn | What::Left);
    let overtaken = match change.what {
        What::Asked | What::AskedAgain => any(is_asked) || change.says_day && any(|what| what == What::Moved),
        What::Withdrawn | What::Left => any(is_asked),
        What::Moved => {
            any(|what| matches!(what, What::Moved | What::Withdrawn | What::Left))
                || later.iter().any(|one| one.what == What::AskedAgain && one.says_day)
        }
        What::Occasion => any(|what| matches!(what, What::Occasion | What::Moved | What::Withdrawn | What::Left)),
        What::Covers => any(|what| matches!(what, What::Covers | What::Withdrawn | What::Left)),
        What::Form if any(goes) => true,
        What::Form => return of_form(change.form, later),
    };
    if overtaken { Standing::Overtaken } else { Standing::Holds }
}

fn of_form(form: &FormChange, later: &[Done<'_>]) -> Standing {
    if later.iter().any(|one| one.form.replaced) {
        return Standing::Overtaken;
    }
    // Under what it was called then, and under what it has been called since.
    let again = |table: &str, slug: &str, title: &str| {
        later.iter().any(|one| {
            let same = one.form.touched().any(|spot| spot.table == table && spot.slug == slug);
            same || one.form.renamed.iter().any(|(spot, before)| spot.table == table && before == title)
        })
    };
    let named: Vec<_> = form.touched().map(|spot| again(&spot.table, &spot.slug, &spot.title)).collect();
    let changed = named.iter().filter(|again| **again).count();
    match changed {
        0 => Standing::Holds,
        _ if changed == named.len() && !form.replaced => Standing::Overtaken,
        _ => Standing::Partly,
    }
}
