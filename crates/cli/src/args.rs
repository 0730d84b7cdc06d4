//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use kernel::Role;
use platform::address::Network;

use crate::letters::Letters;
use crate::place::Place;

/// Follow-up of the quality of adult education.
#[derive(Debug, Parser)]
#[command(name = "tertial", version, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the product with a year of invented reporting in it.
    Demo(DemoOptions),
    /// Serve the pages, and run background work beside them.
    Serve(ServeOptions),
    /// Run background work alone, for a machine that serves no pages.
    Work(WorkOptions),
    /// Bring the database's schema up to date.
    Migrate {
        /// Where things are.
        #[command(flatten)]
        place: Place,
    },
    /// The master key.
    Key {
        /// What about it.
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Authorities and regions.
    Tenant {
        /// What about them.
        #[command(subcommand)]
        command: TenantCommand,
    },
    /// People who sign in.
    User {
        /// What about them.
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Copy the database and the files to a folder, while the service runs. The master key is left out.
    Backup {
        /// Where things are.
        #[command(flatten)]
        place: Place,
        /// The folder to make; it must not be there yet.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Look for what is or soon will be wrong with this installation.
    Doctor {
        /// Where things are.
        #[command(flatten)]
        place: Place,
        /// How letters are sent.
        #[command(flatten)]
        letters: Letters,
    },
    /// Make anew the counts that are not those of what has been handed in, and persons that are not those read in.
    Recount {
        /// Where things are.
        #[command(flatten)]
        place: Place,
    },
    /// Read results in from another system.
    Import {
        /// What to read in.
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// Prove that nothing recorded has been altered, removed or put in.
    Verify(VerifyOptions),
    /// A year's document.
    Config {
        /// What about it.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Print every route: method, path, access and feature, separated by tabs.
    Routes,
    /// Read foreign files and typeset, under limits. The service starts these itself.
    #[command(hide = true)]
    Child {
        /// What to do.
        task: ChildTask,
    },
}

/// The demo.
#[derive(Debug, clap::Args)]
pub struct DemoOptions {
    /// The folder to keep it in; what is there is gone on with.
    #[arg(long, value_name = "DIR", default_value = "./demo-data")]
    pub data: PathBuf,
    /// Do one reporting occasion without serving anything, in an empty folder; --out takes what comes out of it.
    #[arg(long, requires = "out")]
    pub once: bool,
    /// Where --once leaves the template, a receipt and the board's report.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The port to serve it on, on this machine only.
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub port: u16,
    /// The form of the log, one line for each request, on standard error.
    #[arg(long, value_enum, default_value_t)]
    pub log: LogForm,
}

/// What a child does.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ChildTask {
    /// Read a workbook or text file.
    Read,
    /// Make a PDF.
    Typeset,
    /// Make a Word file.
    TypesetDocx,
    /// Draw a picture.
    Draw,
    /// Pack a foreign picture anew.
    Repack,
    /// Clean a foreign file of what it tells of its maker.
    Clean,
    /// Read a foreign web page.
    Page,
}

/// About a year's document.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Tell everything that is wrong in a document, with line, field and remedy (in Swedish, as the browser does).
    Check {
        /// The document.
        file: PathBuf,
    },
}

/// What to read in.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Course participations and grades: csv, txt, xlsx, or grade messages in XML. Ends with 0 when every row was taken or
    /// known, 1 when nothing was taken, 3 when only the good rows were.
    Participations(ImportOptions),
    /// Figures, targets and annual reports of earlier years: the filled-in template (xlsx), or a zip with it and the files
    /// that it names. Ends with 0 when every row was taken or known, 1 when nothing was taken, 3 when only the good rows were.
    Earlier(EarlierOptions),
}

/// A file with earlier years.
#[derive(Debug, clap::Args)]
pub struct EarlierOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// The file.
    pub file: PathBuf,
    /// The authority's name in addresses.
    #[arg(long, value_name = "SLUG")]
    pub authority: String,
    /// Say what would be done and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Take the good rows in although others have faults.
    #[arg(long)]
    pub accept_good: bool,
    /// Write the workbook once more with what became of each row.
    #[arg(long, value_name = "FILE")]
    pub hand_back: Option<PathBuf>,
}

/// A file with course participations.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct ImportOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// The file.
    pub file: PathBuf,
    /// The authority's name in addresses.
    #[arg(long, value_name = "SLUG")]
    pub authority: String,
    /// The mapping profile (default: the one that has the file's headings).
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// A mapping profile in a file.
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub profile_file: Option<PathBuf>,
    /// The file has all there is: what it lacks is gone. See --from and --to.
    #[arg(long, conflicts_with = "delta")]
    pub full: bool,
    /// The file has what is new or changed: what it lacks is untouched (the default).
    #[arg(long)]
    pub delta: bool,
    /// A full file has the participations that began from this day ...
    #[arg(long, value_name = "DAY", value_parser = crate::import::day)]
    pub from: Option<kernel::Day>,
    /// ... to this.
    #[arg(long, value_name = "DAY", value_parser = crate::import::day)]
    pub to: Option<kernel::Day>,
    /// The day the file was taken out of its source (default: today).
    #[arg(long, value_name = "DAY", value_parser = crate::import::day)]
    pub as_of: Option<kernel::Day>,
    /// Say what would be done and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Take the good rows in although others have faults.
    #[arg(long)]
    pub accept_good: bool,
    /// Take so many participations away, as a file says that has no rows, or lacks more than a tenth of what is known.
    #[arg(long, value_name = "N")]
    pub accept_removals: Option<u32>,
    /// Write the file once more with what became of each row. What lies there is replaced; it cannot be the file itself.
    #[arg(long, value_name = "FILE")]
    pub hand_back: Option<PathBuf>,
}

/// About the master key.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make the master key. It seals every authority's keys: keep a copy apart from the backups.
    New {
        /// Where things are.
        #[command(flatten)]
        place: Place,
    },
}

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum LogForm {
    /// A line of text.
    #[default]
    Text,
    /// A line of JSON.
    Json,
}

/// Serving.
#[derive(Debug, clap::Args)]
pub struct ServeOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// The address to listen on. Put a proxy that speaks TLS in front of it.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where people reach it: https, or http on this machine itself.
    #[arg(long, value_name = "URL")]
    pub base_url: String,
    /// Let --base-url be without TLS, for a test on a closed network. Passwords and sessions go unprotected.
    #[arg(long)]
    pub insecure_http: bool,
    /// A proxy (address or network, such as 10.0.0.0/8) whose word on where a request came from is taken: the
    /// right-most address in Forwarded or X-Forwarded-For that is no trusted proxy. May be given several times.
    #[arg(long, value_name = "ADDR/BITS")]
    pub trusted_proxy: Vec<Network>,
    /// A line shown above every page, for a test installation.
    #[arg(long, value_name = "TEXT")]
    pub banner: Option<String>,
    /// The form of the log, one line for each request, on standard error.
    #[arg(long, value_enum, default_value_t)]
    pub log: LogForm,
    /// Leave background work to `tertial work`.
    #[arg(long)]
    pub no_work: bool,
    /// How letters are sent.
    #[command(flatten)]
    pub letters: Letters,
}

/// Working.
#[derive(Debug, clap::Args)]
pub struct WorkOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// Where people reach the service, for links in what is sent.
    #[arg(long, value_name = "URL")]
    pub base_url: String,
    /// The form of the log.
    #[arg(long, value_enum, default_value_t)]
    pub log: LogForm,
    /// Do what is due now and end.
    #[arg(long)]
    pub once: bool,
    /// How letters are sent.
    #[command(flatten)]
    pub letters: Letters,
}

/// About authorities and regions.
#[derive(Debug, Subcommand)]
pub enum TenantCommand {
    /// Add one.
    Add(TenantOptions),
    /// Print them: name in addresses, kind and name, separated by tabs.
    List {
        /// Where things are.
        #[command(flatten)]
        place: Place,
    },
}

/// What kind of tenant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TenantKind {
    /// A municipality or other body that answers for adult education.
    #[default]
    Authority,
    /// A regional body that receives extracts.
    Region,
}

/// A new tenant.
#[derive(Debug, clap::Args)]
pub struct TenantOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// Its name in addresses: a to z, digits and hyphens.
    #[arg(long)]
    pub slug: String,
    /// Its name.
    #[arg(long)]
    pub name: String,
    /// The name of its board.
    #[arg(long)]
    pub board: String,
    /// Its municipality code, four digits.
    #[arg(long, value_name = "CODE")]
    pub municipality: Option<String>,
    /// What it is.
    #[arg(long, value_enum, default_value_t)]
    pub kind: TenantKind,
    /// A year's document to publish as its first.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// About people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Give a person a role at an authority, and print a link with which they choose a password.
    Add(UserOptions),
    /// Print a new link for a person who has lost theirs.
    Link(LinkOptions),
    /// Print who holds which role: address, name, role, provider, from, to, separated by tabs.
    List {
        /// Where things are.
        #[command(flatten)]
        place: Place,
        /// The authority's name in addresses.
        #[arg(long, value_name = "SLUG")]
        tenant: String,
    },
}

/// A person and their role.
#[derive(Debug, clap::Args)]
pub struct UserOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// The authority's name in addresses.
    #[arg(long, value_name = "SLUG")]
    pub tenant: String,
    /// The person's address, with which they sign in.
    #[arg(long)]
    pub email: String,
    /// The person's name.
    #[arg(long)]
    pub name: String,
    /// The role.
    #[arg(long, value_parser = role, default_value = "administrator")]
    pub role: Role,
    /// For roles at a provider: its organisation number. The provider must be known to the authority.
    #[arg(long, value_name = "NUMBER")]
    pub organisation: Option<String>,
    /// Where people reach the service.
    #[arg(long, value_name = "URL")]
    pub base_url: String,
}

/// A person who needs a link.
#[derive(Debug, clap::Args)]
pub struct LinkOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// The person's address.
    #[arg(long)]
    pub email: String,
    /// Where people reach the service.
    #[arg(long, value_name = "URL")]
    pub base_url: String,
}

/// What to verify, and against what.
#[derive(Debug, clap::Args)]
pub struct VerifyOptions {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// Answer in JSON.
    #[arg(long)]
    pub json: bool,
    /// A receipt that somebody holds: its reference. Only the receipt is answered for.
    #[arg(long, value_name = "REF", requires = "hash")]
    pub receipt: Option<String>,
    /// The content hash on the receipt.
    #[arg(long, value_name = "HEX", requires = "receipt")]
    pub hash: Option<String>,
    /// The number in the chain on the receipt.
    #[arg(long, value_name = "N", requires_all = ["receipt", "head"])]
    pub seq: Option<i64>,
    /// The chain's hash on the receipt.
    #[arg(long, value_name = "HEX", requires = "seq")]
    pub head: Option<String>,
    /// Write where each chain stands now to a file, to be kept somewhere else than the database.
    #[arg(long, value_name = "FILE", conflicts_with = "receipt")]
    pub write_anchor: Option<PathBuf>,
    /// Check that the chains still hold what such a file says.
    #[arg(long, value_name = "FILE", conflicts_with = "receipt")]
    pub anchor: Option<PathBuf>,
    /// Write every event as a line of JSON, for a verifier of your own (docs/verify.md).
    #[arg(long, value_name = "FILE", conflicts_with = "receipt")]
    pub export: Option<PathBuf>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_slug(text).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.slug()).collect();
        format!("no such role; one of {}", known.join(", "))
    })
}
