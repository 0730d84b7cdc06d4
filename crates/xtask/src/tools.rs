//! The programs the tests need beside Rust: found where they are, installed with apt where they are missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{output, shown_run};
use crate::{Outcome, postgres};

/// The oldest Node that the browser tests' packages run on.
const OLDEST_NODE: u32 = 20;
/// The Node that is brought from the npm registry where the machine's is older.
const BROUGHT_NODE: &str = "node@22";

/// A thing the tests need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// PostgreSQL's server programs.
    Postgres,
    /// Chromium, driven by the journeys.
    Chromium,
    /// LibreOffice without its windows.
    Office,
    /// Node and npm.
    Node,
    /// `pdftotext`, `pdftoppm`.
    Poppler,
    /// Python that can make environments of its own.
    Python,
    /// Dovecot, a mailbox on the loopback, and OpenSSL, which makes its certificate.
    Dovecot,
}

impl Need {
    fn is_here(self) -> bool {
        match self {
            Self::Postgres => postgres::programs().is_some(),
            Self::Chromium => chromium().is_some(),
            Self::Office => {
                on_path("soffice").is_some() && ["libsclo.so", "libswlo.so", "libsdlo.so"].into_iter().all(office_part)
            }
            Self::Node => on_path("node").is_some() && on_path("npm").is_some(),
            Self::Poppler => on_path("pdftotext").is_some() && on_path("pdftoppm").is_some(),
            Self::Python => output(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok(),
            Self::Dovecot => Path::new("/usr/sbin/dovecot").exists() && on_path("openssl").is_some(),
        }
    }

    /// Debian's packages, and what for.
    fn packages(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Postgres => (&["postgresql"], "every statement is tested on PostgreSQL too"),
            Self::Chromium => (&["chromium"], "the journeys run in a browser"),
            Self::Office => (
                &["libreoffice-calc-nogui", "libreoffice-writer-nogui", "libreoffice-impress-nogui"],
                "workbooks are opened and saved again as people do, slides are printed",
            ),
            // Node from another source brings its own npm and refuses Debian's.
            Self::Node if on_path("node").is_some() => (&["npm"], "the journeys' packages come from the npm registry"),
            Self::Node => (&["nodejs", "npm"], "the journeys are written for Node"),
            Self::Python => (&["python3-venv"], "letters are sent to a server of the tests' own, written in Python"),
            Self::Poppler => (&["poppler-utils"], "text and pages of PDFs are looked at"),
            Self::Dovecot => (&["dovecot-imapd", "openssl"], "letters are fetched out of a real mailbox"),
        }
    }
}

fn office_part(library: &str) -> bool {
    ["/usr/lib/libreoffice/program", "/opt/libreoffice/program"].iter().any(|dir| Path::new(dir).join(library).exists())
        // Another layout than Debian's: believe the launcher.
        || !Path::new("/usr/lib/libreoffice/program").exists()
}

/// Where the program lies on the path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// The browser: `$CHROMIUM`, else the first known name on the path.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path))
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// Makes sure that everything in `needs` is there; installs what is not, unless `install` is false.
pub fn provide(needs: &[Need], install: bool) -> Outcome {
    let missing: Vec<Need> = needs.iter().copied().filter(|need| !need.is_here()).collect();
    if missing.is_empty() {
        println!("everything the tests need is installed");
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages().0).copied().collect();
    for need in &missing {
        println!("missing: {} ({})", need.packages().0.join(", "), need.packages().1);
    }
    let by_hand = format!("sudo apt-get update && sudo apt-get install --no-install-recommends {}", packages.join(" "));
    if !install || on_path("apt-get").is_none() {
        return Err(format!(
            "The tests need these packages (Debian's names). Install them and run again:\n  {by_hand}"
        ));
    }
    if !is_root() && output(Command::new("sudo").args(["-n", "true"])).is_err() {
        return Err(format!(
            "Installing needs root, and sudo asks for a password here. Run this, then again:\n  {by_hand}"
        ));
    }
    println!("installing {}", packages.join(", "));
    let wrong = |message| format!("{message}\nThe packages could not be installed. By hand:\n  {by_hand}");
    apt(&["update", "-qq"]).map_err(wrong)?;
    let words: Vec<&str> =
        ["install", "-y", "-qq", "--no-install-recommends"].into_iter().chain(packages.iter().copied()).collect();
    apt(&words).map_err(wrong)?;
    match missing.iter().find(|need| !need.is_here()) {
        None => Ok(()),
        Some(Need::Postgres) => Err(String::from("This system's PostgreSQL is older than 15; install a newer one.")),
        Some(need) => Err(format!("{} is installed but its programs are not found", need.packages().0.join(", "))),
    }
}

fn apt(words: &[&str]) -> Outcome {
    let mut command = if is_root() { Command::new("env") } else { Command::new("sudo") };
    if !is_root() {
        command.args(["-n", "env"]);
    }
    // Nothing may ask a question; a running dpkg is waited for.
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]).args(words);
    shown_run(&mut command)
}

/// Node and npm that are new enough for the journeys: the machine's, or one brought into `e2e/.node` with npm.
#[derive(Debug)]
pub struct Node {
    /// The folder to put first on the path, where one was brought.
    folder: Option<PathBuf>,
}

impl Node {
    /// Finds or brings a Node.
    pub fn find(e2e: &Path) -> Outcome<Self> {
        let machines = version("node");
        if machines.is_some_and(|version| version >= OLDEST_NODE) {
            return Ok(Self { folder: None });
        }
        let bin = e2e.join(".node/node_modules/node/bin");
        let brought = || version(&bin.join("node").to_string_lossy()).is_some_and(|version| version >= OLDEST_NODE);
        if !brought() {
            println!("this machine's node is older than {OLDEST_NODE}: bringing {BROUGHT_NODE} from the npm registry");
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
            shown_run(npm.arg(e2e.join(".node")).arg(BROUGHT_NODE))?;
        }
        if brought() {
            Ok(Self { folder: Some(bin) })
        } else {
            Err(format!("{BROUGHT_NODE} was installed but does not run; install Node {OLDEST_NODE} or newer"))
        }
    }

    /// A command of Node's (`node`, `npm`) with the right one found first.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        if let Some(folder) = &self.folder {
            let rest = std::env::var_os("PATH").unwrap_or_default();
            let all = std::iter::once(folder.clone()).chain(std::env::split_paths(&rest));
            if let Ok(path) = std::env::join_paths(all) {
                command.env("PATH", path);
            }
            if program == "node" {
                let mut exact = Command::new(folder.join("node"));
                for (key, value) in command.get_envs() {
                    exact.env(key, value.unwrap_or_default());
                }
                return exact;
            }
        }
        command
    }
}

fn version(node: &str) -> Option<u32> {
    output(Command::new(node).arg("--version")).ok()?.trim_start_matches('v').split('.').next()?.parse().ok()
}
