//! Results as they come from a student administration system: course participations, read in sets, published together or
//! not at all, and condensed into counts. For the authority's quality officers, and for every figure that is computed.
//!
//! A row never changes: a later set says that it is gone and brings what holds instead, so that what held at any time, a
//! frozen snapshot, is a number. Cells hold how each set changed each count; what holds is their sum. Persons are no sum:
//! they are counted anew after each set, in the background.

mod cells;
mod educations;
mod import;
mod jobs;
mod kept;
mod lookup;
mod otherwise;
mod packed;
mod persons;
mod persons_store;
mod reading;
mod registers;
mod rows;
mod standpoint;
mod store;
mod student;
pub mod sv;
#[cfg(test)]
pub(crate) mod tests;
mod undated;

pub use cells::{Difference, rebuilt, recount};
pub use educations::{Stored, educations_after, educations_of, protected_in_education};
pub use import::{
    ImportError, Incoming, Place, Plan, Rejected, Scope, Source, Staged, Verdict, clear_dropped, digest,
    digest_to_publish, drop_set, publish, publish_in, publish_to_condense, stage,
};
pub use jobs::{JOBS, condensing};
pub use kept::{Counted, counted_after};
pub(crate) use lookup::Lookup;
pub use otherwise::{Otherwise, otherwise};
pub use persons::{Part, PersonCounts, Persons, condense, condense_anew, counted, differing, lacking, persons_after};
pub use persons_store::as_of as known_until;
pub use registers::{Catalogue, Course, EducationKey, Group, Listed, Registers, Spot, unit_from_slug};
pub use rows::{RowAt, ongoing_by_student, rows_at, rows_of_student, student_keys, student_rows};
pub use standpoint::{freeze_of, set_as_of};
pub use store::{
    CellKey, Freeze, Set, SetKind, SetState, Tally, cells, counting, freeze, freezes, groups, left_of_none, places,
    published, set, sets,
};
pub use student::{KnownStudent, known_student};
pub use undated::undated;
