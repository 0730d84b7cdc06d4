//! Study plans on their way in, from a rektor who is signed in and from whoever has a link.

use ::store::{Housekeeping, Saved, StoreError, WriteTx};
use domain::samples::{Happening, Refusal};
use kernel::Id;
use kernel::id::kind::{Person, Sample, Tenant};
use platform::access::{Kit, Tools};
use platform::sealed::TenantKeys;
use platform::{Stop, Upload, UploadProblem};

use super::store;
use crate::cases::Attached;
use crate::cases::files::{self, Names, Taken, Unfit};

/// The table that files of study plans are sealed for.
pub(super) const TABLE: &str = "sample_file";
/// The most files of one case.
const MOST: usize = 10;

/// The files of the form, cleaned and sealed, or what is wrong with them. Their names tell of the student and are not kept.
pub(super) async fn taken(
    kit: Kit<'_>,
    of: (Id<Tenant>, std::sync::Arc<TenantKeys>),
    upload: &Upload,
) -> Result<Result<Taken, String>, Stop> {
    if upload.files.is_empty() && matches!(upload.file, Err(UploadProblem::Missing)) {
        return Ok(Err(super::sv::ONE_AT_LEAST.to_owned()));
    }
    let taken = match files::take(kit, of, upload, (Names::Gone, TABLE)).await? {
        Ok(taken) if taken.attached.is_empty() => Err(Unfit::None),
        other => other,
    };
    Ok(taken.map_err(|why| crate::cases::sv::unfit(&why)))
}

/// What became of a study plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is kept.
    Yes,
    /// The rules say no.
    Refused(Refusal),
    /// The case has as many files as it may have.
    Full,
    /// The link leads nowhere any more.
    Gone,
}

/// Keeps the files with the case, or that there are none; by whoever is signed in, or by the link of the token, which is used up.
pub(super) fn keep(
    mut tx: WriteTx<'_>,
    tools: &Tools,
    (sample, case): (Id<Sample>, usize),
    attached: &[Attached],
    (person, token): (Option<Id<Person>>, Option<&str>),
) -> Result<Saved<Kept>, StoreError> {
    let Some(kept) = store::find(&mut tx, sample)? else { return Ok(tx.keep(Housekeeping::Session, Kept::Gone)) };
    let there = store::files(&mut tx, sample)?.iter().filter(|file| file.case == case).count();
    if there + attached.len() > MOST {
        return Ok(tx.keep(Housekeeping::Session, Kept::Full));
    }
    let happening = if attached.is_empty() { Happening::Absent { case } } else { Happening::Received { case } };
    // Asked before the link is used up: what is refused leaves it as it was.
    if let Some(why) = kept.stands.why_not(&happening, person) {
        return Ok(tx.keep(Housekeeping::Session, Kept::Refused(why)));
    }
    if let Some(token) = token
        && !store::use_link(&mut tx, token)?
    {
        return Ok(tx.keep(Housekeeping::Session, Kept::Gone));
    }
    match store::add(&mut tx, tools, &kept, (&happening, "", person))? {
        Err(why) => Ok(tx.keep(Housekeeping::Session, Kept::Refused(why))),
        Ok(line) => {
            store::keep_files(&mut tx, (sample, case, line), attached)?;
            tx.save_all(&[], Kept::Yes)
        }
    }
}
