//! The program as a process, in an installation of its own.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The program.
pub fn tertial() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tertial"));
    for variable in ["TERTIAL_DATABASE", "TERTIAL_SMTP", "TERTIAL_SMTP_PASSWORD", "TERTIAL_MAIL_FROM"] {
        command.env_remove(variable);
    }
    command
}

/// Runs the program with the arguments.
pub fn run(arguments: &[&str]) -> Output {
    tertial().args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// What it said on standard output and error.
pub fn said(output: &Output) -> (String, String) {
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// An installation in a folder that goes away with it.
#[derive(Debug)]
pub struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a key, a database, an authority with its year, and an administrator.
    pub fn new() -> Self {
        let installation = Self::empty();
        installation.well(&["key", "new"]);
        installation.well(&["migrate"]);
        let year = shipped("stockholm-2024.toml");
        installation.well(&[
            "tenant",
            "add",
            "--slug",
            "ekstad",
            "--name",
            "Ekstads kommun",
            "--board",
            "Utbildningsn\u{e4}mnden",
            "--municipality",
            "9999",
            "--config",
            year.to_str().unwrap(),
        ]);
        installation.well(&[
            "user",
            "add",
            "--tenant",
            "ekstad",
            "--email",
            "anna@ekstad.example",
            "--name",
            "Anna Ek",
            "--base-url",
            "https://uppfoljning.example/",
        ]);
        installation
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path in the folder, for an argument.
    pub fn at(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    /// The command with the installation's place.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = tertial();
        command.args(arguments).arg("--data").arg(self.path("data"));
        command
    }

    /// Runs the command with the installation's place.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// Runs it and expects success; gives what it printed.
    #[track_caller]
    pub fn well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (out, err) = said(&output);
        assert!(output.status.success(), "{arguments:?}: {}\n{out}{err}", output.status);
        out
    }

    /// Runs it and expects the ending; gives what it printed on both.
    #[track_caller]
    pub fn ends(&self, with: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (out, err) = said(&output);
        assert_eq!(output.status.code(), Some(with), "{arguments:?}\n{out}{err}");
        out + &err
    }

    /// Changes the database behind the program's back.
    pub fn tamper(&self, statements: &str) {
        rusqlite::Connection::open(self.path("data/tertial.db")).unwrap().execute_batch(statements).unwrap();
    }
}

/// A shipped year.
pub fn shipped(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../config").join(name)
}
