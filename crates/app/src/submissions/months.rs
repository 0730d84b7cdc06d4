//! Months that were never reported: they come back in the next item that asks by month, by what has come in and not only by
//! what the document names.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::health_certificates::{self, Layout};
use domain::participations::Month;
use forms::Value;

use super::asked::EMPTY_FIELD;
use crate::assignments::{self, Assignment, Filter};
use crate::year;

/// Takes in what the same unit was asked for by month earlier this year and the year before, and what has come in.
pub(super) fn follow(tx: &mut ReadTx<'_>, assignment: &Assignment, layout: &mut Layout) -> Result<(), StoreError> {
    let (mut asked, mut reported) = (BTreeSet::new(), BTreeSet::new());
    for of in [assignment.year - 1, assignment.year] {
        let Some(published) = year::published(tx, of)? else { continue };
        let filter = Filter { organisation: Some(assignment.organisation), ..Filter::default() };
        let others = assignments::list(tx, of, filter)?;
        let earlier = |other: &&Assignment| {
            other.id != assignment.id && other.subject == assignment.subject && other.deadline < assignment.deadline
        };
        for other in others.iter().filter(earlier) {
            let Some((of_other, months)) = health_certificates::asked(&published.year, &other.item) else { continue };
            if other.submissions > 0
                && let Some(submission) = super::store::latest(tx, other.id)?
            {
                let content = &submission.content;
                reported.extend(of_other.reported(content));
                if content.fields.get(EMPTY_FIELD).and_then(Value::as_yes_no) == Some(true) {
                    // Nothing was decided in the months that were over then.
                    let over = Month::ended_by(submission.at.day());
                    reported.extend(months.iter().copied().filter(|month| *month <= over));
                }
            }
            asked.extend(months);
        }
    }
    layout.follow(&asked, &reported);
    Ok(())
}
