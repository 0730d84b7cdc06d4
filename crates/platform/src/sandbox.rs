//! Foreign files are read, and documents typeset, in a child process of the same binary with limits on memory and
//! time: a crafted file can at worst end its own child, and the memory of a large document is given back at once.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

/// What a child can be asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Read a workbook or text file.
    Read,
    /// Typeset a document as a PDF.
    Typeset,
    /// Write a document as a Word file, whose pictures are drawn in the child.
    TypesetDocx,
}

impl Task {
    /// The argument after `child`.
    pub const fn argument(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Typeset => "typeset",
            Self::TypesetDocx => "typeset-docx",
        }
    }
    /// Address space in bytes.
    const fn memory(self) -> u64 {
        match self {
            Self::Read => 512 << 20,
            Self::Typeset | Self::TypesetDocx => 2 << 30,
        }
    }
    const fn seconds(self) -> u64 {
        match self {
            Self::Read => 20,
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
    places: Arc<Semaphore>,
}

/// The largest answer, in bytes.
const MOST: u64 = 64 << 20;
/// How many children may run at once; each may take much memory.
const AT_ONCE: usize = 2;

impl Sandbox {
    /// Children of the given program, which must understand `child` with each task's argument.
    pub fn new(program: PathBuf) -> Self {
        Self { program, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Gives the child its input and waits for its answer.
    pub async fn run(&self, task: Task, input: &[u8]) -> Result<Vec<u8>, SandboxError> {
        let _place = self.places.acquire().await.map_err(|error| SandboxError::Ended(error.to_string()))?;
        let mut child = Command::new(&self.program)
            .args(["child", task.argument()])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(mut stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(SandboxError::Ended("no pipes".to_owned()));
        };
        let talk = async {
            let mut answer = Vec::new();
            let mut complaint = Vec::new();
            let mut out = stdout.take(MOST);
            let mut err = stderr.take(4096);
            let give = async {
                // A child that has seen enough closes its end; its answer then says why.
                let _ = stdin.write_all(input).await;
                drop(stdin);
            };
            let ((), read, _) = tokio::join!(give, out.read_to_end(&mut answer), err.read_to_end(&mut complaint));
            read?;
            let status = child.wait().await?;
            if status.success() {
                Ok(answer)
            } else {
                Err(SandboxError::Ended(format!("{status}: {}", String::from_utf8_lossy(&complaint).trim())))
            }
        };
        tokio::time::timeout(Duration::from_secs(task.seconds()), talk).await.map_err(|_| SandboxError::TooSlow)?
    }

    /// As [`run`](Self::run), for callers outside an async runtime.
    pub fn run_blocking(&self, task: Task, input: &[u8]) -> Result<Vec<u8>, SandboxError> {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(self.run(task, input))
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
