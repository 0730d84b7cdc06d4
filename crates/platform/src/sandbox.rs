//! Foreign files are read, and documents typeset, in a child process of the same binary with limits on memory and
//! time: a crafted file can at worst end its own child, and the memory of a large document is given back at once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::Id;
use kernel::id::kind::Person;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::{AcquireError, OnceCell, Semaphore};

/// What a child can be asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Read a workbook or text file.
    Read,
    /// Typeset a document as a PDF.
    Typeset,
    /// Write a document as a Word file, whose pictures are drawn in the child.
    TypesetDocx,
    /// Draw an SVG as a PNG.
    Draw,
    /// Pack a foreign picture anew.
    Repack,
    /// Clean a foreign file of what it tells of its maker.
    Clean,
    /// Read a foreign web page, or a PDF that a site leads to.
    Page,
}

impl Task {
    /// The argument after `child`.
    pub const fn argument(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Typeset => "typeset",
            Self::TypesetDocx => "typeset-docx",
            Self::Draw => "draw",
            Self::Repack => "repack",
            Self::Clean => "clean",
            Self::Page => "page",
        }
    }
    /// Address space in bytes.
    const fn memory(self) -> u64 {
        match self {
            Self::Read | Self::Draw | Self::Page => 512 << 20,
            Self::Repack | Self::Clean => 768 << 20,
            Self::Typeset | Self::TypesetDocx => 2 << 30,
        }
    }
    const fn seconds(self) -> u64 {
        match self {
            Self::Read | Self::Draw | Self::Repack | Self::Clean | Self::Page => 20,
            Self::Typeset | Self::TypesetDocx => 60,
        }
    }
}

/// Why a child gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// It took longer than it may.
    #[error("the child took too long")]
    TooSlow,
    /// It ended by itself or by a limit, without an answer.
    #[error("the child ended: {0}")]
    Ended(String),
    /// It could not be started or spoken with.
    #[error("the child could not be reached")]
    Io(#[from] std::io::Error),
}

/// Starts children of one program.
#[derive(Debug, Clone)]
pub struct Sandbox {
    program: PathBuf,
    /// Reading and typesetting do not wait for each other.
    reading: Arc<Semaphore>,
    typesetting: Arc<Semaphore>,
    readers: Arc<Readers>,
    kept: Arc<Mutex<Vec<Answer>>>,
    flights: Arc<Mutex<BTreeMap<[u8; 32], Flight>>>,
}

/// Hash of what was asked, and what was answered.
type Answer = ([u8; 32], Arc<[u8]>);

/// A child at work for everybody who asks for the same meanwhile, and what came of it.
type Flight = Arc<OnceCell<Result<Arc<[u8]>, Failed>>>;

/// Why a child gave none of those who waited for it an answer.
#[derive(Debug, Clone)]
enum Failed {
    TooSlow,
    Ended(String),
}

impl From<SandboxError> for Failed {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::TooSlow => Self::TooSlow,
            SandboxError::Ended(why) => Self::Ended(why),
            SandboxError::Io(error) => Self::Ended(error.to_string()),
        }
    }
}

impl From<Failed> for SandboxError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::TooSlow => Self::TooSlow,
            Failed::Ended(why) => Self::Ended(why),
        }
    }
}

/// Whose files are being read or wait to be: each person's one after the other, so that nobody takes every place.
#[derive(Debug, Default)]
pub(crate) struct Readers(Mutex<BTreeMap<Id<Person>, Arc<Semaphore>>>);

impl Readers {
    /// The person's turn.
    pub(crate) fn of(&self, person: Id<Person>) -> Arc<Semaphore> {
        let mut readers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever waits or reads holds theirs; the others are forgotten.
        readers.retain(|_, turn| Arc::strong_count(turn) > 1);
        readers.entry(person).or_insert_with(|| Arc::new(Semaphore::new(1))).clone()
    }
}

/// The largest answer, in bytes.
const MOST: u64 = 64 << 20;
/// How many children of each kind may run at once; each may take much memory.
const AT_ONCE: usize = 2;
/// How many answers are kept for those who ask for the same.
const MOST_KEPT: usize = 32;
/// The largest answer that is kept, in bytes.
const LARGEST_KEPT: usize = 500_000;

impl Sandbox {
    /// Children of the given program, which must understand `child` with each task's argument.
    pub fn new(program: PathBuf) -> Self {
        let places = || Arc::new(Semaphore::new(AT_ONCE));
        let (readers, kept, flights) = (Arc::default(), Arc::default(), Arc::default());
        Self { program, reading: places(), typesetting: places(), readers, kept, flights }
    }

    /// Gives the child its input and waits for its answer.
    pub async fn run(&self, task: Task, input: &[u8]) -> Result<Vec<u8>, SandboxError> {
        let places = match task {
            Task::Read | Task::Repack | Task::Clean | Task::Page => &self.reading,
            Task::Typeset | Task::TypesetDocx | Task::Draw => &self.typesetting,
        };
        let _place = places.acquire().await.map_err(|error| SandboxError::Ended(error.to_string()))?;
        self.talk(task, &[input]).await
    }

    /// As [`run`](Self::run) for input that gives the same bytes each time: the last few answers are kept, so that a paper
    /// which anybody may ask for is set once; and whoever asks while it is being set waits for that one child, also where
    /// it gives nothing.
    ///
    /// # Errors
    /// As [`run`](Self::run); what failed is not kept.
    pub async fn run_kept(&self, task: Task, input: &[u8]) -> Result<Vec<u8>, SandboxError> {
        let key = <[u8; 32]>::from(Sha256::digest([task.argument().as_bytes(), input].concat()));
        if let Some(answer) = self.kept(&key) {
            return Ok(answer.to_vec());
        }
        let flight = {
            let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
            // Whoever waits holds theirs; those that are over are forgotten.
            flights.retain(|_, flight| Arc::strong_count(flight) > 1);
            flights.entry(key).or_default().clone()
        };
        let set = async {
            // It may have been set between the look and the flight.
            if let Some(answer) = self.kept(&key) {
                return Ok(answer);
            }
            let answer: Arc<[u8]> = self.run(task, input).await?.into();
            self.keep(key, &answer);
            Ok(answer)
        };
        // A caller who goes away takes nothing with them: the next one who waits begins anew.
        Ok(flight.get_or_init(|| set).await.clone()?.to_vec())
    }

    /// The answer that is kept, which then stands last and goes last.
    fn kept(&self, key: &[u8; 32]) -> Option<Arc<[u8]>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(of, _)| of == key)?;
        let found = kept.remove(at);
        kept.push(found.clone());
        Some(found.1)
    }

    /// Keeps a good answer. A refusal is written as JSON; whoever asks again may meet a program that knows better.
    fn keep(&self, key: [u8; 32], answer: &Arc<[u8]>) {
        if answer.len() > LARGEST_KEPT || answer.starts_with(b"{") {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.iter().any(|(of, _)| *of == key) {
            kept.push((key, answer.clone()));
            let over = kept.len().saturating_sub(MOST_KEPT);
            kept.drain(..over);
        }
    }

    /// Lets a child pack the person's picture anew, after those files of theirs that are being read.
    pub async fn repack_for(&self, person: Id<Person>, picture: &[u8]) -> Result<Vec<u8>, SandboxError> {
        self.in_turn(person, Task::Repack, &[picture]).await
    }

    /// Lets a child read the person's file, after those of theirs that are being read. The input comes in pieces, so
    /// that a large one need not be copied together.
    pub async fn read_for(&self, person: Id<Person>, input: &[&[u8]]) -> Result<Vec<u8>, SandboxError> {
        self.in_turn(person, Task::Read, input).await
    }

    async fn in_turn(&self, person: Id<Person>, task: Task, input: &[&[u8]]) -> Result<Vec<u8>, SandboxError> {
        let ended = |error: AcquireError| SandboxError::Ended(error.to_string());
        let turn = self.readers.of(person);
        let _turn = turn.acquire().await.map_err(ended)?;
        let _place = self.reading.acquire().await.map_err(ended)?;
        self.talk(task, input).await
    }

    async fn talk(&self, task: Task, input: &[&[u8]]) -> Result<Vec<u8>, SandboxError> {
        let mut command = Command::new(&self.program);
        command.args(["child", task.argument()]).env_clear();
        talk(command, input, Duration::from_secs(task.seconds()), MOST).await
    }

    /// As [`run`](Self::run), for callers outside an async runtime.
    pub fn run_blocking(&self, task: Task, input: &[u8]) -> Result<Vec<u8>, SandboxError> {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(self.run(task, input))
    }
}

/// One round with a child. It is ended when its time is over or it says more than `most` bytes.
async fn talk(mut command: Command, input: &[&[u8]], time: Duration, most: u64) -> Result<Vec<u8>, SandboxError> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true).spawn()?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(SandboxError::Ended("no pipes".to_owned()));
    };
    let talk = async {
        let mut answer = Vec::new();
        let mut complaint = Vec::new();
        let mut out = stdout.take(most + 1);
        let mut err = stderr.take(4096);
        let give = async {
            for piece in input {
                // A child that has seen enough closes its end; its answer then says why.
                if stdin.write_all(piece).await.is_err() {
                    break;
                }
            }
            drop(stdin);
            Ok(())
        };
        let hear = async {
            out.read_to_end(&mut answer).await?;
            // A child that goes on after that would wait for ever for somebody to read: it is left, and so ended.
            if answer.len() as u64 > most { Err(SandboxError::Ended("it said too much".to_owned())) } else { Ok(()) }
        };
        let complain = async {
            err.read_to_end(&mut complaint).await?;
            Ok(())
        };
        tokio::try_join!(give, hear, complain)?;
        let status = child.wait().await?;
        if status.success() {
            Ok(answer)
        } else {
            Err(SandboxError::Ended(format!("{status}{}", place_of_panic(&complaint))))
        }
    };
    tokio::time::timeout(time, talk).await.map_err(|_| SandboxError::TooSlow)?
}

/// Where the child gave up, from what it said last. No more of it: a panic may quote what stood in the file, and the log
/// is no place for that.
fn place_of_panic(complaint: &[u8]) -> String {
    let text = String::from_utf8_lossy(complaint);
    let place = text.split_once("panicked at ").and_then(|(_, rest)| rest.lines().next()).unwrap_or_default();
    let is_place = |text: &str| text.contains(".rs:") && !text.contains(char::is_whitespace);
    match place.trim_end_matches(':') {
        place if is_place(place) => format!(", panicked at {place}"),
        _ => String::new(),
    }
}

/// What the child does first: takes its limits on, before it touches a byte of its input.
pub fn confine(task: Task) -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, limit(task.memory()))?;
    setrlimit(Resource::Cpu, limit(task.seconds()))?;
    setrlimit(Resource::Fsize, limit(0))?;
    setrlimit(Resource::Core, limit(0))?;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[tokio::test]
    async fn a_child_that_says_too_much_is_ended_at_once() {
        const HOUR: Duration = Duration::from_hours(1);
        let endless = talk(shell("exec cat /dev/zero"), &[], HOUR, 1 << 20).await;
        assert!(matches!(endless, Err(SandboxError::Ended(why)) if why.contains("too much")));
        let input = [&b"ett"[..], b" och ", b"ett"];
        assert_eq!(talk(shell("cat"), &input, HOUR, 11).await.unwrap(), b"ett och ett");
        assert!(talk(shell("cat"), &input, HOUR, 10).await.is_err());
        // One that never comes to an end, so that it cannot be done before it is first looked at.
        let late = talk(shell("exec cat /dev/zero"), &[], Duration::ZERO, u64::MAX - 1).await;
        assert!(matches!(late, Err(SandboxError::TooSlow)));
    }

    #[tokio::test]
    async fn what_a_child_says_when_it_fails_is_not_handed_on_but_for_the_place() {
        let script =
            "echo \"thread 'main' panicked at crates/documents/src/raw.rs:12:5:\nrow 'Anna Berg'\" >&2; exit 101";
        let failed = talk(shell(script), &[], Duration::from_hours(1), 9).await.unwrap_err().to_string();
        assert!(failed.contains("101") && failed.contains("raw.rs:12:5") && !failed.contains("Anna"), "{failed}");
        let failed = talk(shell("echo panicked at Anna Berg >&2; exit 3"), &[], Duration::from_hours(1), 9).await;
        let failed = failed.unwrap_err().to_string();
        assert!(failed.contains('3') && !failed.contains("Anna"), "{failed}");
    }

    /// A program that counts how often it is started and answers with the words.
    fn counting(folder: &std::path::Path, answer: &str) -> Sandbox {
        use std::os::unix::fs::PermissionsExt;
        let program = folder.join("child");
        let script = format!("#!/bin/sh\necho started >> \"$0.count\"\n{answer}\n");
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        Sandbox::new(program)
    }

    fn started(folder: &std::path::Path) -> usize {
        std::fs::read_to_string(folder.join("child.count")).unwrap().lines().count()
    }

    #[tokio::test]
    async fn what_many_ask_for_at_once_is_set_once_for_all_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = counting(folder.path(), "echo satt");
        let one = || sandbox.run_kept(Task::Typeset, b"papper");
        let (a, b, c, other) = tokio::join!(one(), one(), one(), sandbox.run_kept(Task::Typeset, b"annat"));
        assert!([a, b, c, other].into_iter().all(|answer| answer.unwrap() == b"satt\n"));
        assert_eq!(started(folder.path()), 2, "one for each paper");
        one().await.unwrap();
        assert_eq!(started(folder.path()), 2, "it is kept");
    }

    #[tokio::test]
    async fn what_fails_fails_for_all_who_waited_and_is_tried_again_by_whoever_comes_after() {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = counting(folder.path(), "exit 3");
        let one = || sandbox.run_kept(Task::Typeset, b"papper");
        let (a, b) = tokio::join!(one(), one());
        assert!(matches!((a, b), (Err(SandboxError::Ended(_)), Err(SandboxError::Ended(_)))));
        assert_eq!(started(folder.path()), 1);
        assert!(one().await.is_err());
        assert_eq!(started(folder.path()), 2);
        assert!(sandbox.flights.lock().unwrap().len() <= 1);
    }

    #[test]
    fn each_person_has_one_turn_and_is_forgotten_afterwards() {
        let readers = Readers::default();
        let [one, other] = [1, 2].map(|seed| Id::<Person>::random(&kernel::SeededChance::new(seed)));
        let first = readers.of(one);
        let turn = first.try_acquire().unwrap();
        assert!(readers.of(one).try_acquire().is_err(), "a second file of the same person waits");
        assert!(readers.of(other).try_acquire().is_ok(), "another person's does not");
        drop(turn);
        drop(first);
        let _ = readers.of(other);
        assert_eq!(readers.0.lock().unwrap().len(), 1);
    }
}
