//! How far what a letter brought has come, by the item itself when it is looked at: never by a word that was copied when the
//! letter was sorted.

use std::collections::BTreeMap;

use ::store::ReadTx;
use domain::inbox::{Became, Left};
use domain::submissions::StateName;
use kernel::id::kind::Assignment as AssignmentKind;
use kernel::{Day, Id, Instant};
use platform::Stop;
use platform::access::Tools;

use super::store::{FileRow, Letter};
use super::store_looking::{self, SignedVersion};
use crate::assignments::{self, Assignment};
use crate::changes;
use crate::submissions;
use crate::workbooks;

/// How far a file that came in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// This is left to do.
    Left(Left),
    /// It lies beside what the provider has written, who has not chosen.
    Chosen,
    /// It was signed that day.
    Signed(Day),
    /// Something newer is in its place.
    Replaced,
    /// It waited with the provider and does no more: they threw it away, or it grew too old.
    Dropped,
    /// Its rows are not read here, and what it answers was handed in before the letter was known: they are in nothing.
    Unread,
}

/// How far a letter has come that waits for no officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// What is left of one of its files, the most pressing first.
    File(Standing),
    /// It brought a template without a row, and nothing else.
    Empty,
    /// There is nothing left.
    Done,
}

/// What is asked once of an assignment, however many letters are looked at.
#[derive(Default)]
pub(super) struct Looking(BTreeMap<Id<AssignmentKind>, Option<Of>>);

#[derive(Clone)]
struct Of {
    assignment: Assignment,
    left: Left,
    /// The versions that were signed, the newest first.
    versions: Vec<SignedVersion>,
    /// Every file that came and was put in the draft: when it was.
    taken: Vec<Instant>,
    /// When anything was last written in the draft.
    written: Option<Instant>,
}

impl Looking {
    fn of(
        &mut self,
        tx: &mut ReadTx<'_>,
        tools: &Tools,
        id: Id<AssignmentKind>,
        today: Day,
    ) -> Result<Option<Of>, Stop> {
        if let Some(known) = self.0.get(&id) {
            return Ok(known.clone());
        }
        let found = Self::read(tx, tools, id, today)?;
        self.0.insert(id, found.clone());
        Ok(found)
    }

    fn read(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<AssignmentKind>, today: Day) -> Result<Option<Of>, Stop> {
        let Some(assignment) = assignments::find(tx, id)? else { return Ok(None) };
        let Some(published) = changes::year_of(tx, &assignment)? else { return Ok(None) };
        let came = submissions::arrivals(tx, id)?;
        let left = match came.first() {
            Some(newest) => submissions::left(tx, tools, &assignment, &published, newest, today)?,
            None => Left::Mend,
        };
        let versions = store_looking::versions(tx, id)?;
        let taken = store_looking::taken(tx, id)?;
        let written = submissions::drafts::last_written(tx, id)?;
        Ok(Some(Of { assignment, left, versions, taken, written }))
    }

    /// How far a file of the letter has come. Nothing where nothing came in with it.
    pub fn file(
        &mut self,
        tx: &mut ReadTx<'_>,
        tools: &Tools,
        letter: &Letter,
        file: &FileRow,
        today: Day,
    ) -> Result<Option<Standing>, Stop> {
        let became = file.became();
        let (Some(id), Some(came), true) = (file.assignment, letter.arrived_at, became.is_arrival()) else {
            return Ok(None);
        };
        let Some(of) = self.of(tx, tools, id, today)? else { return Ok(None) };
        // It was signed before the officer gave it back for the file's sake.
        let anew = became == Became::Faulty
            && file.decided_at.is_some_and(|decided| of.versions.iter().all(|version| version.at < decided));
        if anew && !of.versions.is_empty() {
            return Ok(Some(Standing::Left(Left::Mend)));
        }
        if became == Became::Directed {
            return Ok(Some(of.directed(letter.taken_at.max(file.decided_at.unwrap_or(came)))));
        }
        let staged = match file.staged {
            Some(staged) => workbooks::staging::stands(tx, staged)?,
            None => None,
        };
        // Of what is returned it is another word, whenever it came: it was known here only afterwards.
        let known = letter.taken_at.max(file.decided_at.unwrap_or(letter.taken_at));
        let returned = of.assignment.state.unanswered_return();
        if became == Became::Upload && staged == Some(None) && returned.is_some_and(|returned| known >= returned.at) {
            return Ok(Some(Standing::Chosen));
        }
        let signed_since = of.versions.iter().any(|version| version.at >= known);
        if became == Became::Upload && staged.is_none() && !signed_since {
            return Ok(Some(Standing::Dropped));
        }
        let own = |version: &&SignedVersion| version.file_sha256.as_deref() == Some(file.file_sha256.as_str());
        let mut after = of.versions.iter().filter(|version| version.at >= came).peekable();
        if let Some(newest) = after.peek().copied() {
            // What was to be uploaded was signed with the rows of another file.
            return Ok(Some(if own(&newest) { Standing::Signed(newest.at.day()) } else { Standing::Replaced }));
        }
        let taken = staged.flatten();
        let locked = of.assignment.lock.is_some();
        if taken.is_some_and(|taken| of.taken.iter().any(|at| *at > taken)) {
            return Ok(Some(Standing::Replaced));
        }
        // What cannot be read is not put right by what stood in the draft before it came.
        if became == Became::Faulty && of.left == Left::Sign && !of.is_sent() && of.written.is_none_or(|at| at <= came)
        {
            return Ok(Some(Standing::Left(Left::Mend)));
        }
        let waits = became == Became::Upload && taken.is_none() && !locked;
        Ok(Some(if waits { Standing::Chosen } else { Standing::Left(of.left) }))
    }
}

impl Of {
    /// Whether somebody has sent it to whoever signs.
    fn is_sent(&self) -> bool {
        self.assignment.state.name() == StateName::AwaitingSignature
    }

    /// How far a file has come whose rows are uploaded instead: that was asked for when the letter was known here, and only
    /// what was signed after that, with rows, can hold them.
    fn directed(&self, known: Instant) -> Standing {
        match self.versions.iter().find(|version| version.at >= known && version.has_rows) {
            Some(version) => Standing::Signed(version.at.day()),
            None if matches!(self.assignment.state.name(), StateName::Submitted | StateName::Approved) => {
                Standing::Unread
            }
            None => Standing::Left(Left::Upload),
        }
    }
}

/// How far a letter has come by its files: what is most pressing of what is left, else that it is signed, and when last.
pub(super) fn whole(files: &[(Became, Option<Standing>)]) -> Whole {
    let has = |wanted: Standing| files.iter().any(|(_, standing)| *standing == Some(wanted));
    let open = [Left::Mend, Left::Upload].map(Standing::Left).into_iter();
    let open = open.chain([Standing::Unread, Standing::Chosen, Standing::Left(Left::Sign)]);
    if let Some(left) = open.into_iter().find(|wanted| has(*wanted)) {
        return Whole::File(left);
    }
    let signed = files.iter().filter_map(|(_, standing)| match standing {
        Some(Standing::Signed(day)) => Some(*day),
        _ => None,
    });
    if let Some(day) = signed.max() {
        Whole::File(Standing::Signed(day))
    } else if let Some(gone) = [Standing::Replaced, Standing::Dropped].into_iter().find(|wanted| has(*wanted)) {
        Whole::File(gone)
    } else if files.iter().any(|(became, _)| *became == Became::Empty) {
        Whole::Empty
    } else {
        Whole::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_what_is_most_pressing_of_its_files_and_never_done_while_something_is_left() {
        let day = |at: i32| Instant::EPOCH.day().plus_days(at);
        let of = |all: &[Option<Standing>]| {
            let files: Vec<_> = all.iter().map(|standing| (Became::Draft, *standing)).collect();
            whole(&files)
        };
        let (mend, sign) = (Some(Standing::Left(Left::Mend)), Some(Standing::Left(Left::Sign)));
        let signed = |at| Some(Standing::Signed(day(at)));
        assert_eq!(of(&[sign, mend, signed(1)]), Whole::File(Standing::Left(Left::Mend)));
        assert_eq!(of(&[signed(1), Some(Standing::Unread)]), Whole::File(Standing::Unread));
        assert_eq!(of(&[signed(1), sign]), Whole::File(Standing::Left(Left::Sign)));
        assert_eq!(of(&[signed(1), Some(Standing::Replaced), signed(3)]), Whole::File(Standing::Signed(day(3))));
        assert_eq!(of(&[Some(Standing::Replaced), None]), Whole::File(Standing::Replaced));
        assert_eq!(whole(&[(Became::Empty, None)]), Whole::Empty);
        assert_eq!(whole(&[(Became::Same, None), (Became::Passed, None)]), Whole::Done);
    }
}
