//! One file being read into its set: every row held against what is known, and written while the next are read.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use ::store::{Event, Housekeeping, StoreError, WriteTx};
use domain::courses::SchoolForm;
use domain::educations::overlap;
use domain::participations::{Checked, Notice, Participation, PersonKey, check, counts};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::educations::{self, Change, InFile, RowOf};
use super::import::{CHUNK, ImportError, Incoming, Place, Plan, Source, Verdict, digest, with_gone};
use super::lookup::Lookup;
use super::packed::{Packed, Rows};
use super::registers::{New, Registers};
use super::store::{self, CellKey, Set, SetKind, SetState, Tally};

/// How many chunks may wait for the writer while the next are read.
const AHEAD: usize = 2;
/// How long the writer rests after a chunk: SQLite lets whoever asks just then write, and keeps no queue.
const PAUSE: Duration = Duration::from_millis(2);
/// How many rows lie between two reports of progress.
const PROGRESS: u32 = 1_000;

/// What the file says of a participation that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// Nothing yet.
    Nothing,
    /// What was known.
    Same,
    /// That it is there; it was not known.
    New,
    /// Something else than before.
    Other,
    /// Something in two rows, neither of which is taken.
    Twice,
}

/// What is known of a participation while a file is read.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// The hash of what holds, where something does.
    held: Option<u64>,
    /// The file's row about it.
    row: u32,
    /// What that row says.
    said: Said,
}

/// What makes two rows the same participation: student, course, first day, provider and road.
type Key = (u32, u32, i64, u32, i64);

fn hash(packed: &Packed) -> u64 {
    let mut hasher = DefaultHasher::new();
    packed.hash(&mut hasher);
    hasher.finish()
}

/// A file being read.
pub struct Work<'a> {
    place: &'a Place,
    plan: &'a Plan,
    /// The newest set that counts.
    base: i64,
    registers: Registers,
    known: Lookup<Key, Known>,
    /// The set that is written; none in a dry run.
    pub set: Option<i64>,
    cells: Lookup<CellKey, i64>,
    /// The vocational educations that hold, and those that the file tells of.
    educations: InFile,
    /// How the rows fell out.
    pub tally: Tally,
    /// Earlier rows of participations that came twice and have been written.
    take_back: BTreeSet<u32>,
    /// Persons that a rejected row is about: what is known of them stays.
    spared: BTreeSet<PersonKey>,
    /// Persons that the file speaks of, where its scope asks.
    in_file: BTreeSet<PersonKey>,
    /// What the rows that have been written are, for the digest; nothing where some were taken back.
    written: Option<Sha256>,
    /// Whether a rejected row does not even say whom it is about, or somebody of whom nothing holds: then everything stays.
    spare_all: bool,
}

/// Hands a chunk to whoever writes.
type Writer<'a> = dyn FnMut(Rows, New) -> Result<(), ImportError> + 'a;

impl<'a> Work<'a> {
    /// Begins a set, unless it is a dry run, and learns what is known.
    pub fn begin(place: &'a Place, plan: &'a Plan, dry_run: bool) -> Result<Self, ImportError> {
        let set = if dry_run { None } else { Some(begin_set(place, plan)?) };
        let (base, registers, known, held) = place.db.read_blocking(place.scope(), |tx| {
            let (base, registers) = (store::published(tx)?, store::registers(tx)?);
            let (mut registers, mut known) = (registers, Lookup::default());
            store::current(tx, base, |_, _, packed| {
                known.insert(registers.key(&packed), Known { held: Some(hash(&packed)), row: 0, said: Said::Nothing });
                registers.education_in_use(packed.education());
                Ok(())
            })?;
            Ok::<_, StoreError>((base, registers, known, educations::educations_after(tx, base)?))
        })?;
        Ok(Self {
            place,
            plan,
            base,
            registers,
            known,
            set,
            cells: Lookup::default(),
            educations: InFile::of(held),
            tally: Tally::default(),
            take_back: BTreeSet::new(),
            spared: BTreeSet::new(),
            in_file: BTreeSet::new(),
            written: Some(Sha256::new()),
            spare_all: false,
        })
    }

    /// Reads the source to its end, while another thread writes.
    pub fn read(
        &mut self,
        source: &mut dyn Source,
        verdict: &mut dyn FnMut(u32, Verdict<'_>),
        progress: &mut dyn FnMut(u32) -> bool,
    ) -> Result<(), ImportError> {
        let Some(set) = self.set else { return self.rows(source, verdict, progress, &mut |_, _| Ok(())) };
        let place = self.place.clone();
        std::thread::scope(|threads| {
            let (chunks, waiting) = sync_channel::<(Rows, New)>(AHEAD);
            let writer = threads.spawn(move || {
                let mut written = Sha256::new();
                waiting.into_iter().try_for_each(|(rows, new)| {
                    rows.each_bytes(|number, bytes| {
                        written.update(number.to_be_bytes());
                        written.update(bytes);
                    });
                    write_chunk(&place, set, rows, new)?;
                    // Others who wait to write, from another process above all, come before the next chunk.
                    std::thread::sleep(PAUSE);
                    Ok::<_, ImportError>(())
                })?;
                Ok::<_, ImportError>(written)
            });
            let hand_over = &mut |rows, new| chunks.send((rows, new)).map_err(|_| ImportError::Stopped);
            let read = self.rows(source, verdict, progress, hand_over);
            drop(chunks);
            let written = writer.join().unwrap_or(Err(ImportError::Store(StoreError::Closed)));
            let written = written.map(|written| self.written = Some(written));
            // The writer's reason is the better one: without a writer the reader only sees that nobody takes its rows.
            written.and(read)
        })
    }

    fn rows(
        &mut self,
        source: &mut dyn Source,
        verdict: &mut dyn FnMut(u32, Verdict<'_>),
        progress: &mut dyn FnMut(u32) -> bool,
        hand_over: &mut Writer<'_>,
    ) -> Result<(), ImportError> {
        let mut rows = Rows::with_capacity(CHUNK);
        while let Some(Incoming { row, read }) = source.next(&mut self.registers)? {
            self.tally.read += 1;
            match read {
                Err(rejected) => {
                    self.reject(rejected.person);
                    verdict(row, Verdict::Unread { rejected: &rejected, other: source.same_as() });
                }
                Ok((raw, facts)) => match check(&raw, &facts) {
                    Err(faults) => {
                        self.reject(Some(raw.person));
                        let notices: &[Notice] = if facts.in_catalogue { &[] } else { &[Notice::UnknownCourse] };
                        verdict(row, Verdict::Broken { faults: &faults, notices, other: source.same_as() });
                    }
                    Ok(checked) => {
                        if self.plan.scope.persons_in_file {
                            self.in_file.insert(raw.person);
                        }
                        self.take(row, &checked, &mut rows, verdict);
                    }
                },
            }
            if rows.len() == CHUNK {
                let full = std::mem::replace(&mut rows, Rows::with_capacity(CHUNK));
                hand_over(full, self.registers.take_new())?;
            }
            if self.tally.read.is_multiple_of(PROGRESS) && !progress(self.tally.read) {
                return Err(ImportError::Stopped);
            }
        }
        self.in_file.extend(source.without_rows());
        progress(self.tally.read);
        hand_over(rows, self.registers.take_new())
    }

    fn reject(&mut self, person: Option<PersonKey>) {
        self.tally.rejected += 1;
        match person {
            Some(person) => {
                self.spared.insert(person);
            }
            None => self.spare_all = true,
        }
    }

    /// Takes a row that may come in.
    fn take(&mut self, row: u32, checked: &Checked, rows: &mut Rows, verdict: &mut dyn FnMut(u32, Verdict<'_>)) {
        let one = &checked.participation;
        let student = self.registers.student(one.person);
        let packed = Packed::of(one, student);
        if self.differs(row, checked, verdict) {
            return;
        }
        let new = Known { held: None, row, said: Said::Nothing };
        let known = match self.known.entry(self.registers.key(&packed)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(new),
        };
        if known.said != Said::Nothing {
            let other = known.row;
            let before = std::mem::replace(&mut known.said, Said::Twice);
            if before != Said::Twice {
                self.undo(other, before);
                verdict(other, Verdict::Twice { other: row });
            }
            self.reject(Some(one.person));
            verdict(row, Verdict::Twice { other });
            return;
        }
        known.row = row;
        known.said = match known.held {
            Some(held) if held == hash(&packed) => Said::Same,
            Some(_) => Said::Other,
            None => Said::New,
        };
        let said = known.said;
        let mut notices = checked.notices.clone();
        notices.extend(self.belongs(row, checked, student, &packed));
        let notices = &notices[..];
        let (counted, verdict_of) = match said {
            Said::Same => (&mut self.tally.unchanged, Verdict::Unchanged(notices)),
            Said::Other => (&mut self.tally.changed, Verdict::Changed(notices)),
            _ => (&mut self.tally.added, Verdict::Added(notices)),
        };
        *counted += 1;
        if said != Said::Same {
            rows.push(row, &packed);
            self.count(one, 1);
        }
        verdict(row, verdict_of);
    }

    /// Holds what the row says of its education against earlier rows. Where they differ, none of them is taken.
    fn differs(&mut self, row: u32, checked: &Checked, verdict: &mut dyn FnMut(u32, Verdict<'_>)) -> bool {
        let one = &checked.participation;
        let differs = one.education.and_then(|number| self.educations.differs(number, checked.education.as_ref()));
        let Some(differs) = differs else { return false };
        for key in differs.earlier {
            let Some(known) = self.known.get_mut(&key).filter(|known| known.said != Said::Twice) else { continue };
            let (earlier, before) = (known.row, std::mem::replace(&mut known.said, Said::Twice));
            self.undo(earlier, before);
            verdict(earlier, Verdict::Differs { other: row, fields: &differs.fields });
        }
        self.reject(Some(one.person));
        verdict(row, Verdict::Differs { other: differs.other, fields: &differs.fields });
        true
    }

    /// Takes in that the row belongs to its education, and gives what is odd about that.
    fn belongs(&mut self, row: u32, checked: &Checked, student: u32, packed: &Packed) -> Option<Notice> {
        let one = &checked.participation;
        let number = one.education?;
        let key = self.registers.key(packed);
        let is_sfi = one.form == SchoolForm::Sfi;
        let of = RowOf { row, key, student, sex: one.sex, place: one.place, is_sfi };
        if !self.educations.tell(number, checked.education.as_ref(), of) {
            return None;
        }
        // The group has its number before the rows are handed over, which tells the chain of it.
        self.registers.education_group();
        let says = checked.education.as_ref()?;
        let provider = self.registers.provider_of(one.place);
        let mut others = self.educations.others(student, number);
        let overlaps = others.any(|(other, at)| self.registers.provider_of(at) == provider && overlap(says, other));
        overlaps.then_some(Notice::Education(domain::educations::Notice::Overlaps))
    }

    /// Makes the first row about a participation that came twice as though it had been rejected.
    fn undo(&mut self, row: u32, said: Said) {
        self.tally.rejected += 1;
        let counted = match said {
            Said::Same => &mut self.tally.unchanged,
            Said::Other => &mut self.tally.changed,
            Said::New | Said::Nothing | Said::Twice => &mut self.tally.added,
        };
        *counted -= 1;
        if said != Said::Same {
            self.take_back.insert(row);
        }
    }

    fn count(&mut self, one: &Participation, by: i64) {
        let Some((_, _, group)) = self.registers.course_facts(one.course) else { return };
        let cells = &mut self.cells;
        counts(one, |measure, month| {
            let key = CellKey {
                measure,
                month,
                place: one.place,
                group,
                study_form: one.study_form.code(),
                sex: one.sex.code(),
            };
            *cells.entry(key).or_default() += by;
        });
    }

    /// What is left when all rows are read: rows that came twice go, what changed or is no longer there is marked, cells
    /// are written. Gives how many participations were spared.
    pub fn finish(&mut self) -> Result<u32, ImportError> {
        let persons = self.registers.students_by_number();
        self.take_back_rows(&persons)?;
        let (gone, spared) = self.gone(&persons)?;
        let change = self.settle_educations();
        let Some(set) = self.set.filter(|_| self.tally.changes()) else { return Ok(spared) };
        let written = self.written.take();
        for part in gone.chunks(CHUNK) {
            let part = part.to_vec();
            self.keep(set, move |tx| store::mark_gone(tx, set, &part))?;
        }
        self.write_educations(set, &change)?;
        let mut cells: Vec<(CellKey, i64)> = self.cells.drain().filter(|(_, n)| *n != 0).collect();
        cells.sort_unstable();
        for part in cells.chunks(CHUNK) {
            let part = part.to_vec();
            self.keep(set, move |tx| store::append_cells(tx, set, &part))?;
        }
        let tally = self.tally;
        let digest = match written {
            Some(written) => with_gone(written, &gone, &change),
            None => self.place.db.read_blocking(self.place.scope(), |tx| digest(tx, set))?,
        };
        self.place.db.write_blocking(self.place.scope(), self.place.context.clone(), move |mut tx| {
            still_read_into(&mut tx, set)?;
            store::end(&mut tx, set, SetState::Staging, &tally, Some(&digest), None)?;
            let event = Event::about("participations.read", tx.tenant()?, json!({ "set": set, "rows": tally }));
            Ok::<_, ImportError>(tx.save(event, ())?)
        })?;
        Ok(spared)
    }

    /// Which educations come and go, with their counts.
    fn settle_educations(&mut self) -> Change {
        let taken =
            |key: &Key| self.known.get(key).is_some_and(|known| !matches!(known.said, Said::Nothing | Said::Twice));
        let (group, full) = (self.registers.education_group_met(), self.plan.kind == SetKind::Full);
        let (change, counted) = self.educations.settle(group, full, taken, |place| self.registers.provider_of(place));
        let told: BTreeSet<u32> = counted.iter().map(|(one, _)| one.number).collect();
        self.tally.educations = u32::try_from(told.len()).unwrap_or(u32::MAX);
        for (one, by) in &counted {
            one.count(|key| *self.cells.entry(key).or_default() += by);
        }
        change
    }

    fn write_educations(&self, set: i64, change: &Change) -> Result<(), ImportError> {
        for part in change.rows.chunks(CHUNK) {
            let part = part.to_vec();
            self.keep(set, move |tx| educations::append(tx, set, &part))?;
        }
        for part in change.gone.chunks(CHUNK) {
            let part = part.to_vec();
            self.keep(set, move |tx| educations::mark_gone(tx, set, &part))?;
        }
        Ok(())
    }

    /// Writes something of the set, as long as it is still to be read into.
    fn keep(
        &self,
        set: i64,
        change: impl Fn(&mut WriteTx<'_>) -> Result<u64, StoreError> + Send + 'static,
    ) -> Result<u64, ImportError> {
        self.place.db.write_blocking(self.place.scope(), self.place.context.clone(), move |mut tx| {
            still_read_into(&mut tx, set)?;
            let changed = change(&mut tx)?;
            Ok::<_, ImportError>(tx.keep(Housekeeping::UnpublishedSet, changed))
        })
    }

    /// Takes rows back that have been written and then came once more, with their counts.
    fn take_back_rows(&mut self, persons: &Lookup<u32, PersonKey>) -> Result<(), ImportError> {
        let Some(set) = self.set else { return Ok(()) };
        let rows = std::mem::take(&mut self.take_back);
        if rows.is_empty() {
            return Ok(());
        }
        self.written = None;
        let mut found = Vec::new();
        self.place.db.read_blocking(self.place.scope(), |tx| {
            store::rows_of(tx, set, |number, packed| {
                if rows.contains(&number) {
                    found.push(packed);
                }
                Ok(())
            })
        })?;
        for packed in found {
            let one = self.unpack(&packed, persons)?;
            self.spared.insert(one.person);
            self.count(&one, -1);
        }
        let rows: Vec<u32> = rows.into_iter().collect();
        for part in rows.chunks(CHUNK) {
            let part = part.to_vec();
            self.keep(set, move |tx| part.iter().try_fold(0, |all, row| Ok(all + store::take_back(tx, set, *row)?)))?;
        }
        Ok(())
    }

    fn unpack(&self, packed: &Packed, persons: &Lookup<u32, PersonKey>) -> Result<Participation, StoreError> {
        let person = persons.get(&packed.student()).copied();
        let facts = self.registers.course_facts(packed.course());
        person
            .zip(facts)
            .and_then(|(person, (form, unit, _))| packed.unpack(person, form, unit))
            .ok_or_else(|| StoreError::Damaged(format!("a participation of student {}", packed.student())))
    }

    /// Which rows that hold are gone in the new set, their counts taken off; and how many stay although the file lacks
    /// them.
    fn gone(&mut self, persons: &Lookup<u32, PersonKey>) -> Result<(Vec<(i64, u32)>, u32), ImportError> {
        let full = self.plan.kind == SetKind::Full;
        let (mut gone, mut off, mut spared) = (Vec::new(), Vec::new(), 0);
        if self.base == 0 || !(full || self.tally.changed > 0) {
            return Ok((gone, spared));
        }
        self.spare_all |= !self.plan.scope.persons_certain && self.spares_unknown(persons);
        let mut removed = 0;
        let mut stay = BTreeSet::new();
        let this = &*self;
        this.place.db.read_blocking(this.place.scope(), |tx| {
            store::current(tx, this.base, |set, row, packed| {
                let said = this.known.get(&this.registers.key(&packed)).map_or(Said::Nothing, |known| known.said);
                let goes = match said {
                    Said::Other => true,
                    Said::Nothing if full => {
                        let one = this.unpack(&packed, persons)?;
                        let within = this.within(&one);
                        let stays = this.spare_all || this.spared.contains(&one.person);
                        spared += u32::from(within && stays);
                        removed += u32::from(within && !stays);
                        within && !stays
                    }
                    _ => false,
                };
                if goes {
                    gone.push((set, row));
                    off.push(packed);
                } else {
                    stay.extend(packed.education());
                }
                Ok::<_, StoreError>(())
            })
        })?;
        self.tally.removed = removed;
        self.educations.stay = Some(stay);
        for packed in off {
            let one = self.unpack(&packed, persons)?;
            self.count(&one, -1);
        }
        // In the order of the digest, whatever the engine gave.
        gone.sort_unstable();
        Ok((gone, spared))
    }

    /// Whether a rejected row is about somebody of whom nothing holds: then what it says of the person may be what is wrong
    /// with it, and it may be about anybody.
    fn spares_unknown(&self, persons: &Lookup<u32, PersonKey>) -> bool {
        if self.spared.is_empty() {
            return false;
        }
        let numbers: BTreeSet<u32> =
            persons.iter().filter(|(_, person)| self.spared.contains(person)).map(|(number, _)| *number).collect();
        let held = self.known.iter().filter(|((student, ..), known)| known.held.is_some() && numbers.contains(student));
        let held: BTreeSet<u32> = held.map(|((student, ..), _)| *student).collect();
        held.len() < self.spared.len()
    }

    fn within(&self, one: &Participation) -> bool {
        let scope = &self.plan.scope;
        (!scope.persons_in_file || self.in_file.contains(&one.person))
            && scope.started.is_none_or(|period| period.contains(one.started))
            && (scope.forms.is_empty() || scope.forms.contains(&one.form))
            && (scope.providers.is_empty()
                || self.registers.spot(one.place).is_some_and(|spot| scope.providers.contains(&spot.organisation)))
    }
}

/// Begins a set, unless another is under way.
fn begin_set(place: &Place, plan: &Plan) -> Result<i64, ImportError> {
    let plan = plan.clone();
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        if let Some(open) = store::sets(&mut tx)?.into_iter().find(|set| set.state == SetState::Staging) {
            return Err(ImportError::UnderWay { set: open.number, waits: open.tally.changes() });
        }
        let set = Set {
            number: 0,
            kind: plan.kind,
            state: SetState::Staging,
            profile: plan.profile.clone(),
            scope: serde_json::to_string(&plan.scope).unwrap_or_default(),
            as_of: plan.as_of,
            file_name: plan.file_name.clone(),
            file_sha256: plan.file_sha256.clone(),
            tally: Tally::default(),
            digest: None,
            person: plan.person,
            begun_at: tx.context().now,
            published_at: None,
        };
        let number = store::begin(&mut tx, &set)?;
        let event = Event::about(
            "participations.begun",
            tx.tenant()?,
            json!({ "set": number, "kind": plan.kind.as_str(), "file": plan.file_sha256, "as_of": plan.as_of }),
        );
        Ok(tx.save(event, number)?)
    })
}

/// Whoever else reads in may take this set for left behind: one that works with the same database from another data folder
/// cannot see who holds the [`Turn`](crate::imports::Turn). Then nothing more of it is written.
fn still_read_into(tx: &mut WriteTx<'_>, set: i64) -> Result<(), ImportError> {
    if store::is_staging(tx, set)? { Ok(()) } else { Err(ImportError::TakenAway { set }) }
}

/// Writes a chunk. New courses and places are told in the chain; students and rows are of the set.
fn write_chunk(place: &Place, set: i64, rows: Rows, new: New) -> Result<(), ImportError> {
    let shared = Arc::new((rows, new));
    place.db.write_blocking(place.scope(), place.context.clone(), move |mut tx| {
        let (rows, new) = &*shared;
        still_read_into(&mut tx, set)?;
        store::add_new(&mut tx, new)?;
        store::append(&mut tx, set, rows)?;
        if new.is_quiet() {
            return Ok(tx.keep(Housekeeping::UnpublishedSet, ()));
        }
        let codes: Vec<&str> = new.courses.iter().map(|course| course.code.as_str()).collect();
        let event = Event::about("participations.courses-met", tx.tenant()?, json!({ "set": set, "courses": codes }));
        Ok::<_, ImportError>(tx.save(event, ())?)
    })
}
