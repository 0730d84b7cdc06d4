//! The figures asked of the product, each beside a named peer measured in the same run. For developers: run by
//! `cargo xtask bench`, which builds this and the program and says where they are.
//!
//! Each bench makes its own data in a folder of its own under the target folder, runs the program as it is shipped
//! (the binary in `$TERTIAL_BIN`, over loopback where pages are concerned), repeats in turns with the peer, and prints
//! medians.

mod http;
mod mail_road;
mod pages;
mod participations;
mod peers;
mod picture;
mod server;
mod site_check;
mod start;
mod submissions;
mod sv;
mod table;
mod verify;
mod voice;
mod workbook;
mod world;

use std::process::ExitCode;

/// What goes wrong is told to a developer as a sentence; nobody branches on it.
pub type Outcome<T = ()> = Result<T, String>;

/// Tells an error as a sentence with what was tried.
pub fn trouble<E: std::fmt::Display>(what: &str) -> impl Fn(E) -> String {
    move |error| format!("{what}: {error}")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["participations"] => participations::run(),
        ["participations", "--postgres", _] => participations::run_postgres(),
        ["participations", "--workbook"] => participations::run_workbook(),
        ["picture"] => picture::run(None),
        ["picture", "--postgres", address] => picture::run(Some(address)),
        ["workbook"] => workbook::run(),
        ["pages"] => pages::run(None),
        ["pages", "--postgres", address] => pages::run(Some(address)),
        ["submissions"] => submissions::run(),
        ["mail-road"] => mail_road::run(),
        ["voice"] => voice::run(),
        ["site-check"] => site_check::run(),
        ["start"] => start::run(),
        ["verify"] => verify::run(),
        _ => Err("participations [--postgres ADDRESS or --workbook], picture [--postgres ADDRESS], workbook, pages [--postgres ADDRESS], submissions, mail-road, voice, site-check, start or verify".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
