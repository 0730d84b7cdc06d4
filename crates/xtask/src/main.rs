//! The developers' commands: `cargo xtask test`, `check`, `bench`, `long`. Not part of the product.
//!
//! Built first and often, so it leans on little beside the standard library.

mod bench;
mod browser;
mod check;
mod features;
mod layers;
mod postgres;
mod rules;
mod run;
mod test;
mod tokens;
mod tools;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What goes wrong here is told to a developer as a sentence; nobody branches on it.
type Outcome<T = ()> = Result<T, String>;

/// The developers' commands of Tertial.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what the tests need where it is missing, and run all of them
    #[command(alias = "ci")]
    Test(test::Options),
    /// The fast part: formatting, dependency directions, house rules
    Check,
    /// Run the benchmarks of bench/ (all, or those named)
    Bench {
        /// Names as in bench/benches.txt
        names: Vec<String>,
    },
    /// List the long runs, or run one
    Long {
        /// Name as in bench/long.txt
        name: Option<String>,
    },
}

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let outcome = root.canonicalize().map_err(|error| format!("{}: {error}", root.display())).and_then(|root| {
        match Arguments::parse().command {
            Command::Test(options) => test::all(&root, &options),
            Command::Check => check::all(&root),
            Command::Bench { names } => bench::run(&root, "bench/benches.txt", &names),
            Command::Long { name: None } => bench::list(&root, "bench/long.txt"),
            Command::Long { name: Some(name) } => bench::run(&root, "bench/long.txt", &[name]),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if !message.is_empty() {
                eprintln!("{message}");
            }
            ExitCode::FAILURE
        }
    }
}
