//! A real server of letters for tests: aiosmtpd from the Python package registry, in an environment that the first test
//! makes in the target folder.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use platform::mail::{MailSettings, Protection, SENDING, Secret};
use serde_json::Value as Json;

const PACKAGES: [&str; 2] = ["aiosmtpd==1.4.6", "trustme==1.2.1"];
const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/testing/smtp_server.py");

/// Python with what the server needs. Made beside its place and then put there whole, since tests run in several processes.
fn python() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let place = test.parent().and_then(Path::parent).unwrap().join("test-smtp");
    let python = place.join("bin/python");
    if python.exists() {
        return python;
    }
    let making = tempfile::tempdir_in(place.parent().unwrap()).unwrap();
    let folder = making.path().join("made");
    let advice = "the tests of letters need python3 with venv (Debian: python3-venv) and the Python package registry";
    let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).status();
    assert!(made.is_ok_and(|made| made.success()), "python3 -m venv failed; {advice}");
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES);
    assert!(pip.status().is_ok_and(|done| done.success()), "{PACKAGES:?} could not be installed; {advice}");
    // Another process may have been first; then this one is thrown away with its folder.
    if std::fs::rename(&folder, &place).is_err() {
        assert!(python.exists(), "{} could not be put in place", place.display());
    }
    python
}

/// The server; gone with the value.
#[derive(Debug)]
pub struct SmtpServer {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A letter that the server took.
#[derive(Debug, Clone)]
pub struct Taken(Json);

impl Taken {
    /// To whom.
    pub fn to(&self) -> &str {
        self.0["to"][0].as_str().unwrap()
    }
    /// The header of that name; every letter has each at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |pair: &&Json| pair[0].as_str().unwrap().eq_ignore_ascii_case(name);
        let found: Vec<&Json> = self.0["headers"].as_array().unwrap().iter().filter(named).collect();
        assert!(found.len() <= 1, "{name} is there {} times", found.len());
        found.first().map(|pair| pair[1].as_str().unwrap())
    }
    /// The text, decoded.
    pub fn text(&self) -> &str {
        self.0["text"].as_str().unwrap()
    }
    /// As it came over the line.
    pub fn raw(&self) -> &str {
        self.0["raw"].as_str().unwrap()
    }
    /// Whether the connection was protected.
    pub fn was_protected(&self) -> bool {
        self.0["tls"] == true
    }
    /// Which connection it came over.
    pub fn connection(&self) -> i64 {
        self.0["peer"].as_i64().unwrap()
    }
}

impl SmtpServer {
    /// Starts it with the words of its command line.
    pub fn start(words: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child =
            Command::new(python()).arg(SERVER).arg(folder.path()).args(words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("ready ").and_then(|port| port.parse().ok());
        Self { child, folder, port: port.unwrap_or_else(|| panic!("the server of letters says {line:?}")) }
    }

    /// How to send to it.
    pub fn settings(&self, protection: Protection) -> MailSettings {
        MailSettings {
            host: "localhost".to_owned(),
            port: self.port,
            protection,
            login: None,
            from: "tertial@ekstad.example".to_owned(),
            trusted: None,
            patience: SENDING,
        }
    }

    /// The same, with a name and a password.
    pub fn with_password(&self, password: &str) -> MailSettings {
        let login = Some(("tertial".to_owned(), Secret::new(password)));
        MailSettings { login, ..self.settings(Protection::Plain) }
    }

    /// The certificate of the authority that it made.
    pub fn authority(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("authority.pem")).unwrap()
    }

    /// What it has taken, oldest first.
    pub fn taken(&self) -> Vec<Taken> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
        files.sort();
        files.iter().map(|path| Taken(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())).collect()
    }

    /// Ends it, as when the machine is taken down.
    pub fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
