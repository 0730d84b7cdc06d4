//! Results from a file, at the command line. Progress and what is found go to standard error, the summary to standard
//! output. What is wrong in the file is told in Swedish, in the same words as in the browser.
//!
//! It ends with 0 when every row was taken, or said what was known; 1 when nothing was taken; 3 when the good rows were
//! taken and others were not.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;

use app::imports::{self, Done, Findings, ImportProblem, Kept, Order, Stream, Turn};
use app::participations::{self, Place as Target, Scope, SetKind, Staged, Tally};
use domain::participations::profile;
use kernel::{Chance, Clock, Day, Period};
use platform::access::Tools;
use platform::system::SystemClock;
use sha2::{Digest, Sha256};
use store::{Actor, ActorKind, WriteContext};

use crate::args::ImportOptions;
use crate::handed;
use crate::trouble::{Trouble, While, say, tell};

/// Every row was taken, or said what was known.
const ALL: u8 = 0;
/// Nothing was taken.
const NOTHING: u8 = 1;
/// The good rows were taken and others were not.
const SOME: u8 = 3;

/// So few participations may go without being named, whatever part they are of all.
const FEW: u32 = 10;

/// Reads the file in.
pub fn participations(options: &ImportOptions) -> Result<u8, Trouble> {
    let db = options.place.open()?;
    let tenant = app::installation::tenant(&db, &options.authority)?.id;
    let app = options.place.app(db, "http://localhost", None)?;
    let now = SystemClock.now();
    let as_of = options.as_of.unwrap_or_else(|| now.day());
    if as_of > now.day() {
        return Err(Trouble::new(format!("--as-of {as_of} is a day to come. Give the day the file was taken out")));
    }
    handed::refuse_itself(options.hand_back.as_deref(), &options.file)?;
    let context = WriteContext { actor: Actor::of(ActorKind::Cli), now };
    let target = Target { db: app.db().clone(), tenant, context };
    let Some(_turn) = Turn::take(&options.place.data, tenant).while_("taking the turn to read in")? else {
        return Err(Trouble::new("another import of the authority is under way. Wait until it has ended"));
    };
    if imports::clear_left_behind(&target).map_err(problem)? > 0 {
        tell("An earlier import was broken off. Nothing of it counted, and it has been taken away.");
    }
    let (sha256, size) = hash(&options.file).while_(options.file.display())?;
    let stream: Stream = Box::new(File::open(&options.file).while_(options.file.display())?);
    let mut opened = imports::open(stream, app.sandbox()).map_err(Trouble::new)?;
    for note in &opened.notes {
        tell(note);
    }
    let (known, known_until) = app.db().read_blocking(store::Scope::Tenant(tenant), |tx: &mut store::ReadTx<'_>| {
        let upto = participations::published(tx)?;
        Ok::<_, store::StoreError>((imports::profiles(tx)?, participations::known_until(tx, upto)?))
    })?;
    if let Some(until) = known_until.filter(|until| as_of < *until) {
        tell(format_args!(
            "The file was taken out on {as_of}, and what counts was taken out as late as {until}: an older file puts back \
             what has changed since."
        ));
    }
    let profile = chosen(options, &known, &mut opened)?;
    tell(format_args!("Profile: {} ({}).", profile.name(), profile.profile.title));
    let order = Order {
        kind: if options.full { SetKind::Full } else { SetKind::Delta },
        scope: scope(options)?,
        as_of,
        file_name: options.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        file_sha256: sha256,
        person: None,
        // What is not to be taken unless all of it can be is first looked through.
        dry_run: options.dry_run,
        profile,
    };
    let mut verdicts = match &options.hand_back {
        Some(_) => Some(BufWriter::new(tempfile::tempfile().while_("making a temporary file")?)),
        None => None,
    };
    let mut progress = Progress { size: if opened.converted { 0 } else { size }, told: 0 };
    let done = imports::read_in(
        &target,
        &Tools::of(&app),
        &mut *opened.text,
        &order,
        verdicts.as_mut().map(|out| out as &mut dyn Write),
        &mut |rows, bytes| progress.tell(rows, bytes),
    )
    .map_err(problem)?;
    if let (Some(path), Some(verdicts)) = (&options.hand_back, verdicts) {
        hand_back(path, &mut opened, &order, &done, verdicts)?;
    }
    found(&done.findings);
    if done.starts_unknown {
        tell(format_args!("{}. {}", imports::sv::STARTS_UNKNOWN_TITLE, imports::sv::STARTS_UNKNOWN));
    }
    end(options, &target, app.chance(), &done)
}

fn problem(problem: ImportProblem) -> Trouble {
    match problem {
        ImportProblem::Unreadable(why) => Trouble::new(why),
        ImportProblem::Waits(set) => Trouble::new(format!(
            "set {set} has been read in the browser and waits there. Take it in or let it go, then try again"
        )),
        other => other.into(),
    }
}

/// Takes the set in, or not, and says what came of it.
fn end(options: &ImportOptions, target: &Target, chance: &Arc<dyn Chance>, done: &Done) -> Result<u8, Trouble> {
    let Tally { rejected, .. } = done.staged.tally;
    summary(&done.staged.tally, done.staged.spared)?;
    let refused = removals(options, &done.staged);
    if options.dry_run {
        refused.iter().try_for_each(say)?;
        say("Dry run: nothing was written.")?;
        return Ok(if rejected > 0 || refused.is_some() { NOTHING } else { ALL });
    }
    if let Some(why) = refused {
        if let Some(set) = done.staged.set {
            participations::drop_set(target, set)?;
        }
        say(why)?;
        return Ok(NOTHING);
    }
    let Some(set) = done.staged.set else {
        say("Nothing to change.")?;
        return Ok(if rejected > 0 { NOTHING } else { ALL });
    };
    if rejected > 0 && !options.accept_good {
        participations::drop_set(target, set)?;
        say("Nothing was taken in, since some rows cannot be. Correct them, or give --accept-good.")?;
        return Ok(NOTHING);
    }
    let taken = participations::publish_to_condense(target, chance, set)?;
    say(format_args!("Set {set} counts from now on. Digest {}.", taken.digest.unwrap_or_default()))?;
    participations::condense(target)?;
    say("Persons are counted, each once.")?;
    Ok(if rejected > 0 { SOME } else { ALL })
}

/// Why so much is not taken away without being named: a file that is empty, cut off or of something else looks just like
/// one in which nearly everything is gone.
fn removals(options: &ImportOptions, staged: &Staged) -> Option<String> {
    let Tally { read, unchanged, changed, removed, .. } = staged.tally;
    let known = removed + staged.spared + unchanged + changed;
    let nothing_read = read == 0 && (options.full || removed > 0);
    let much = removed >= FEW && u64::from(removed) * 10 > u64::from(known);
    if options.accept_removals == Some(removed) || !(nothing_read || much) {
        return None;
    }
    let what = if nothing_read { "No row was read" } else { "The file lacks more than a tenth of what is known" };
    Some(format!(
        "Nothing was taken in. {what}, and {removed} participations of {known} would be taken away. Where that is as it \
         should be, give --accept-removals {removed}."
    ))
}

fn summary(tally: &Tally, spared: u32) -> Result<(), Trouble> {
    let Tally { read, rejected, unchanged, added, changed, removed, educations } = *tally;
    say(format_args!("rows {read}\tnew {added}\tchanged {changed}\tunchanged {unchanged}\trejected {rejected}"))?;
    say(format_args!("removed {removed}\tkept for a rejected row's sake {spared}\tvocational educations {educations}"))
}

fn found(findings: &Findings) {
    for line in findings.groups.iter().flat_map(imports::sv::group_lines) {
        tell(line);
    }
}

struct Progress {
    size: u64,
    told: u64,
}

impl Progress {
    /// A line for each twenty thousand rows.
    fn tell(&mut self, rows: u32, bytes: u64) -> bool {
        let step = u64::from(rows) / 20_000;
        if step > self.told {
            self.told = step;
            match (bytes * 100).checked_div(self.size) {
                Some(share) => tell(format_args!("{rows} rows, {share} %")),
                None => tell(format_args!("{rows} rows")),
            }
        }
        true
    }
}

fn hash(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        size += read as u64;
    }
    Ok((hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(), size))
}

fn chosen(options: &ImportOptions, known: &[Kept], opened: &mut imports::Opened) -> Result<Kept, Trouble> {
    if let Some(path) = &options.profile_file {
        let text = std::fs::read_to_string(path).while_(path.display())?;
        let profile = profile::parse(&text).map_err(|faults| {
            let all: Vec<String> = faults.iter().map(profile::sv::fault).collect();
            Trouble::new(format!("{}:\n{}", path.display(), all.join("\n")))
        })?;
        return Ok(Kept { profile, version: None });
    }
    let of_kind = opened.profile.map(str::to_owned);
    if let Some(name) = options.profile.clone().or(of_kind) {
        return known.iter().find(|kept| kept.profile.slug == name).cloned().ok_or_else(|| {
            let known: Vec<&str> = known.iter().map(|kept| kept.profile.slug.as_str()).collect();
            Trouble::new(format!("no profile is called {name}; one of {}", known.join(", ")))
        });
    }
    let found = imports::profile_for(&mut *opened.text, known).map_err(Trouble::new)?;
    found.ok_or_else(|| {
        Trouble::new(
            "no profile has the headings of the file. Name one with --profile to be told what is missing, or map the \
             columns in the browser",
        )
    })
}

fn scope(options: &ImportOptions) -> Result<Scope, Trouble> {
    let started = match (options.from, options.to) {
        (None, None) => None,
        (Some(from), Some(to)) if from <= to => Some(Period { from, to }),
        _ => return Err(Trouble::new("--from and --to go together, the first day first")),
    };
    if started.is_some() && !options.full {
        return Err(Trouble::new("--from and --to say what a full set speaks of; give --full as well"));
    }
    Ok(Scope { started, ..Scope::default() })
}

fn hand_back(
    path: &Path,
    opened: &mut imports::Opened,
    order: &Order,
    done: &Done,
    verdicts: BufWriter<File>,
) -> Result<(), Trouble> {
    let mut verdicts = verdicts.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    verdicts.rewind()?;
    // A workbook comes back as one where the name asks for it, and as text otherwise.
    let workbook = opened.workbook && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    let profile = &order.profile.profile;
    handed::write(path, |out| {
        if workbook {
            let made = imports::hand_back_workbook(&mut *opened.text, profile, &done.written, verdicts, out);
            return made.map(|_| ()).map_err(Trouble::new);
        }
        imports::hand_back(&mut *opened.text, profile, &done.written, verdicts, out).map_err(Trouble::new)
    })?;
    tell(format_args!("The file with what became of each row: {}.", path.display()));
    Ok(())
}

/// A day for an argument.
pub fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "not a day; write for example 2024-03-31".to_owned())
}
