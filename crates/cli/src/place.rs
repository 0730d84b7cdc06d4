//! Where an installation has its things, and the application put together from them.

use std::path::PathBuf;
use std::sync::Arc;

use app::installation;
use kernel::Clock;
use platform::mail::MailSettings;
use platform::sandbox::Sandbox;
use platform::system::{SystemChance, SystemClock};
use platform::{App, Parts, Settings};
use store::Db;

use crate::trouble::{Trouble, While, say};
use crate::{Outcome, key};

/// The variable that may hold the database's address, so that a password in it stays off the command line.
const DATABASE: &str = "TERTIAL_DATABASE";

/// Where things are.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// The folder with the files that were handed in and made, and the embedded database.
    #[arg(long, value_name = "DIR", default_value = "./data")]
    pub data: PathBuf,
    /// The database: a file, or postgres://... (default: $TERTIAL_DATABASE, or tertial.db in the data folder).
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// The master key (default: master.key in a folder beside the data folder, named as it with -keys).
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Let sources of figures lie in private networks, such as a municipality's own systems. Otherwise a name that
    /// leads there is not asked.
    #[arg(long)]
    private_sources: bool,
}

/// Whether the file begins as every database of SQLite does (<https://www.sqlite.org/fileformat.html>, 1.3).
fn looks_like_sqlite(file: &std::path::Path) -> bool {
    let mut head = [0; 16];
    let read = std::fs::File::open(file).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut head));
    read.is_ok() && head == *b"SQLite format 3\0"
}

fn not_ours(address: &str) -> Trouble {
    Trouble::new(format!(
        "{} is no Tertial database: it is empty or belongs to something else. Run `tertial migrate` to make one there if \
         it is empty, or name the right one with --database",
        shown(address)
    ))
}

impl Place {
    /// Where the master key is.
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| {
            let mut name = self.data.file_name().unwrap_or_else(|| "data".as_ref()).to_owned();
            name.push("-keys");
            self.data.with_file_name(name).join("master.key")
        })
    }

    /// The database's address.
    pub fn address(&self) -> String {
        self.database
            .clone()
            .or_else(|| std::env::var(DATABASE).ok().filter(|address| !address.is_empty()))
            .unwrap_or_else(|| self.data.join("tertial.db").to_string_lossy().into_owned())
    }

    /// Opens the database that is there.
    ///
    /// # Errors
    /// When it cannot be reached, an embedded one is not made; or when it is too new for this program.
    pub fn open(&self) -> Result<Db, Trouble> {
        let db = self.open_unchecked()?;
        db.check_schema().while_(format_args!("opening the database {}", shown(&self.address())))?;
        Ok(db)
    }

    /// As [`open`](Self::open), also one that is too new for this program: for whoever looks at what is wrong.
    pub fn open_unchecked(&self) -> Result<Db, Trouble> {
        let address = self.address();
        if !address.contains("://") && !std::path::Path::new(&address).exists() {
            return Err(Trouble::new(format!(
                "there is no database at {address}. Make it with `tertial migrate`, or name it with --database"
            )));
        }
        let opened = Db::open(&address);
        // A file that is no database at all fails when it is opened; a server that cannot be reached is something else.
        if !address.contains("://") && opened.is_err() && !looks_like_sqlite(std::path::Path::new(&address)) {
            return Err(not_ours(&address));
        }
        let db = opened.while_(format_args!("opening the database {}", shown(&address)))?;
        if installation::is_ours(&db) { Ok(db) } else { Err(not_ours(&address)) }
    }

    /// The database, where there is one and it is ours: before anything is made that it may hold already.
    ///
    /// # Errors
    /// When it is named but cannot be reached, so that nobody knows.
    pub fn open_existing(&self) -> Result<Option<Db>, Trouble> {
        let address = self.address();
        if !address.contains("://") && !looks_like_sqlite(std::path::Path::new(&address)) {
            return Ok(None);
        }
        let db = Db::open(&address).while_(format_args!("opening the database {}", shown(&address)))?;
        Ok(Some(db).filter(installation::is_ours))
    }

    /// Opens the database and brings it up to date; an embedded one is made where it is missing.
    pub fn open_migrated(&self) -> Result<Db, Trouble> {
        let address = self.address();
        if !address.contains("://") {
            std::fs::create_dir_all(&self.data).while_(self.data.display())?;
        }
        let db = Db::open(&address).while_(format_args!("opening the database {}", shown(&address)))?;
        db.migrate(SystemClock.now()).while_("migrating")?;
        Ok(db)
    }

    /// The application over an open database. It sends no letters.
    pub fn app(&self, db: Db, base_url: &str, banner: Option<String>) -> Result<App, Trouble> {
        self.app_that_sends(db, base_url, banner, None)
    }

    /// The application over an open database, that sends letters as the settings say.
    pub fn app_that_sends(
        &self,
        db: Db,
        base_url: &str,
        banner: Option<String>,
        mail: Option<MailSettings>,
    ) -> Result<App, Trouble> {
        let master_key = key::read(&self.key_file())?;
        let program = std::env::current_exe().while_("finding this program")?;
        Ok(App::new(Parts {
            db,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            sandbox: Sandbox::new(program),
            master_key,
            settings: Settings {
                base_url: base_url.trim_end_matches('/').to_owned(),
                secure_cookies: base_url.starts_with("https://"),
                banner,
                development: false,
                data_dir: self.data.clone(),
                upload_limit: UPLOAD,
                private_sources: self.private_sources,
                mail,
            },
            nav: app::nav::entries,
            waits: app::case_watch::count,
            fields: app::fields::named,
        }))
    }
}

/// The largest file a form takes; the reader takes no larger one either.
const UPLOAD: usize = 20 << 20;

/// The address without its password, for messages.
pub fn shown(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, rest)), Some((_, host))) => {
            let user = rest.split([':', '@']).next().unwrap_or("");
            format!("{scheme}://{user}@{host}")
        }
        _ => address.to_owned(),
    }
}

/// The host of an `http://` or `https://` address; `None` when it is no such address.
fn host(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or("");
    // A name before an @ is not where the address leads.
    let whole = match authority.strip_prefix('[') {
        Some(_) => &authority[..=authority.find(']')?],
        None => authority.split(':').next().unwrap_or(""),
    };
    (!whole.is_empty() && !authority.contains('@')).then_some(whole)
}

/// A base address as it must be.
pub fn base_url(text: &str) -> Result<(), Trouble> {
    match host(text) {
        Some(_) => Ok(()),
        None => Err(Trouble::new(format!(
            "--base-url {text} is not an address; write for example https://uppfoljning.kommun.example"
        ))),
    }
}

/// A base address that pages may be served under: https, or http on this machine itself, or any when the operator says
/// so, since without https cookies go unprotected.
pub fn served_url(text: &str, insecure: bool) -> Result<(), Trouble> {
    base_url(text)?;
    let own = host(text).is_some_and(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host));
    if text.starts_with("https://") || own || insecure {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "--base-url {text} is without TLS: passwords and sessions would go unprotected. Write https://, or give \
         --insecure-http for a test on a closed network"
    )))
}

/// Brings the schema up to date.
pub fn migrate(place: &Place) -> Outcome {
    place.open_migrated()?;
    say(format_args!("The database {} has schema {}.", shown(&place.address()), store::BINARY_SCHEMA))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://me:s@cret@db.example/t"), "postgres://me@db.example/t");
        assert_eq!(shown("postgres://db.example/t"), "postgres://db.example/t");
        assert_eq!(shown("/var/lib/tertial/tertial.db"), "/var/lib/tertial/tertial.db");
    }

    #[test]
    fn only_this_machine_itself_is_served_without_tls() {
        for (address, insecure, expected) in [
            ("https://uppfoljning.kommun.example", false, true),
            ("http://localhost:8080", false, true),
            ("http://127.0.0.1:8080/", false, true),
            ("http://[::1]:8080", false, true),
            ("http://uppfoljning.kommun.example", false, false),
            ("http://uppfoljning.kommun.example", true, true),
            ("http://localhost.evil.example", false, false),
            ("http://localhost@evil.example", false, false),
            ("http://localhost:80@evil.example", true, false),
            ("http://127.0.0.1.evil.example", false, false),
            ("http://[::1", false, false),
            ("http://", true, false),
            ("https://", false, false),
            ("ftp://localhost", true, false),
            ("uppfoljning.kommun.example", true, false),
        ] {
            assert_eq!(served_url(address, insecure).is_ok(), expected, "{address} {insecure}");
        }
    }

    #[test]
    fn the_key_lies_beside_the_data_and_not_in_it() {
        let place = Place { data: "/var/lib/tertial".into(), database: None, key_file: None, private_sources: false };
        assert_eq!(place.key_file(), PathBuf::from("/var/lib/tertial-keys/master.key"));
    }
}
