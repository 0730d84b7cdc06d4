//! The binary `tertial`: for whoever runs the service. Messages are in English; what a person in the browser would also
//! see (faults in a year's document) is in Swedish, in the same words.
//!
//! It ends with 0 when all is well, 1 when something is wrong or was found wrong, 2 when the command line is. `import` says
//! more with 3.

mod args;
mod backup;
mod child;
mod config;
mod demo;
mod doctor;
mod earlier;
mod handed;
mod import;
mod key;
mod letters;
mod people;
mod place;
mod routes;
mod serve;
mod tenants;
mod trouble;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command, ConfigCommand, ImportCommand, KeyCommand, TenantCommand, UserCommand};
use trouble::Trouble;

/// What a command gives: whether it found all well.
type Outcome = Result<bool, Trouble>;

fn main() -> ExitCode {
    let command = Args::parse().command;
    if let Command::Import { command } = &command {
        let ended = match command {
            ImportCommand::Participations(options) => import::participations(options),
            ImportCommand::Earlier(options) => earlier::load(options),
        };
        return match ended {
            Ok(code) => ExitCode::from(code),
            Err(trouble) => {
                trouble::tell(format_args!("tertial: {trouble}"));
                ExitCode::from(1)
            }
        };
    }
    match run(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(trouble) => {
            trouble::tell(format_args!("tertial: {trouble}"));
            ExitCode::from(1)
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Import { command: ImportCommand::Participations(options) } => {
            import::participations(&options).map(|code| code == 0)
        }
        Command::Import { command: ImportCommand::Earlier(options) } => earlier::load(&options).map(|code| code == 0),
        Command::Child { task } => child::run(task),
        Command::Demo(options) => demo::run(&options),
        Command::Routes => routes::print(),
        Command::Config { command: ConfigCommand::Check { file } } => config::check(&file),
        Command::Key { command: KeyCommand::New { place } } => key::new(&place),
        Command::Migrate { place } => place::migrate(&place),
        Command::Serve(options) => serve::serve(&options),
        Command::Work(options) => serve::work(&options),
        Command::Tenant { command: TenantCommand::Add(options) } => tenants::add(&options),
        Command::Tenant { command: TenantCommand::List { place } } => tenants::list(&place),
        Command::User { command: UserCommand::Add(options) } => people::add(&options),
        Command::User { command: UserCommand::Link(options) } => people::link(&options),
        Command::User { command: UserCommand::List { place, tenant } } => people::list(&place, &tenant),
        Command::Backup { place, to } => backup::backup(&place, &to),
        Command::Doctor { place, letters } => doctor::examine(&place, &letters),
        Command::Recount { place } => doctor::recount(&place),
        Command::Verify(options) => verify::verify(&options),
    }
}
