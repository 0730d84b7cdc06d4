//! Handing a case over to another authority of the installation, where whoever wrote chose the wrong one. For the features that
//! show cases; no pages of its own.
//!
//! No transaction is of two authorities. The one that hands it over closes it and queues a job in the same transaction; the job
//! packs what whoever wrote has sent, seals it anew for the other, and in one transaction there opens a case with it and lets the
//! receipt code open that. Where the other cannot take it the case is taken up again (`docs/decisions/0038-another-authority.md`).

mod jobs;
mod store;

pub use jobs::{JOBS, queue};
pub use store::{others, own_name};
