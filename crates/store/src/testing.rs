//! Databases for tests: every test gets one of its own, on both engines.

use std::sync::atomic::{AtomicU32, Ordering};

use kernel::Instant;

use crate::{Db, Engine, StoreError};

/// The environment variable that holds the address of a PostgreSQL server on which tests may make databases.
pub const POSTGRES_ADDRESS: &str = "TERTIAL_TEST_POSTGRES";

/// A database that lasts as long as the test.
#[derive(Debug)]
pub struct TestDb {
    /// The database, migrated.
    pub db: Db,
    address: Option<(String, String)>,
    folder: Option<std::path::PathBuf>,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn unique() -> String {
    format!("tertial_test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::SeqCst))
}

impl TestDb {
    /// An empty, migrated database on the given engine.
    ///
    /// # Errors
    /// Fails, rather than skipping, when the engine is PostgreSQL and no server is named: `cargo xtask test` starts one.
    pub fn new(engine: Engine) -> Result<Self, StoreError> {
        match engine {
            Engine::Sqlite => Self::sqlite(),
            // On a thread of its own: the client has an async runtime, and a test may be inside another.
            Engine::Postgres => std::thread::spawn(Self::postgres).join().unwrap_or(Err(StoreError::Closed)),
        }
    }

    fn sqlite() -> Result<Self, StoreError> {
        let folder = std::env::temp_dir().join(unique());
        std::fs::create_dir_all(&folder)?;
        let db = Db::open_sqlite(&folder.join("test.db"))?;
        db.migrate(Instant::EPOCH)?;
        Ok(Self { db, address: None, folder: Some(folder) })
    }

    fn postgres() -> Result<Self, StoreError> {
        let server = std::env::var(POSTGRES_ADDRESS).map_err(|_| {
            StoreError::Address(format!(
                "{POSTGRES_ADDRESS} is not set: run the tests with `cargo xtask test`, which starts a PostgreSQL server"
            ))
        })?;
        let name = unique();
        let mut admin = ::postgres::Client::connect(&server, ::postgres::NoTls)?;
        let template = template(&mut admin, &server)?;
        admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
        let db = Db::open(&with_database(&server, &name))?;
        Ok(Self { db, address: Some((server, name)), folder: None })
    }

    /// The address to open the same database again.
    pub fn address(&self) -> String {
        match (&self.address, &self.folder) {
            (Some((server, name)), _) => with_database(server, name),
            (None, Some(folder)) => folder.join("test.db").to_string_lossy().into_owned(),
            (None, None) => String::new(),
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some((server, name)) = self.address.take() {
            // See `new`. A database that is left behind goes with its server.
            let dropped = std::thread::spawn(move || {
                ::postgres::Client::connect(&server, ::postgres::NoTls)?
                    .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            });
            let _ = dropped.join();
        }
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// A user of PostgreSQL who owns an empty database and is no superuser, as in service. Gone when dropped.
#[derive(Debug)]
pub struct Owner {
    server: String,
    name: String,
}

impl Owner {
    /// Makes the user, with the given attributes beyond signing in, and a database of the same name.
    pub fn new(attributes: &str) -> Result<Self, StoreError> {
        let server = std::env::var(POSTGRES_ADDRESS)
            .map_err(|_| StoreError::Address(format!("{POSTGRES_ADDRESS} is not set")))?;
        let owner = Self { server, name: unique().replace("test", "owner") };
        let name = &owner.name;
        owner.as_administrator(&format!("CREATE ROLE {name} LOGIN PASSWORD '{name}' NOSUPERUSER {attributes}"))?;
        owner.as_administrator(&format!(
            "CREATE DATABASE {name} OWNER {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ))?;
        Ok(owner)
    }

    /// The name of the user and of the database.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of the database, as this user.
    pub fn address(&self) -> Result<String, StoreError> {
        let config: ::postgres::Config = self.server.parse()?;
        let host = match config.get_hosts().first() {
            Some(::postgres::config::Host::Tcp(host)) => host.clone(),
            _ => return Err(StoreError::Address(self.server.clone())),
        };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        Ok(format!("postgres://{0}:{0}@{host}:{port}/{0}", self.name))
    }

    /// A connection as this user.
    pub fn connect(&self) -> Result<::postgres::Client, StoreError> {
        Ok(::postgres::Client::connect(&self.address()?, ::postgres::NoTls)?)
    }

    /// Runs SQL on the server as its administrator.
    pub fn as_administrator(&self, text: &str) -> Result<(), StoreError> {
        Ok(::postgres::Client::connect(&self.server, ::postgres::NoTls)?.batch_execute(text)?)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let name = &self.name;
        let _ = self.as_administrator(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        let _ = self.as_administrator(&format!("DROP ROLE IF EXISTS {name}"));
    }
}

/// The migrated database that others are copied from, made once per server and schema.
fn template(admin: &mut ::postgres::Client, server: &str) -> Result<String, StoreError> {
    let texts: String = crate::MIGRATIONS.iter().map(|migration| migration.postgres).collect();
    let name = format!("tertial_template_{}", fingerprint(texts.as_bytes()));
    // One session-wide lock around looking and making: several test processes start at the same time.
    admin.batch_execute("SELECT pg_advisory_lock(7455)")?;
    let there = admin.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])?;
    let made = if there.is_empty() {
        let draft = format!("{name}_draft");
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {draft}"))
            .and_then(|()| {
                admin.batch_execute(&format!(
                    "CREATE DATABASE {draft} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
                ))
            })
            .map_err(StoreError::from)
            .and_then(|()| {
                let mut client = ::postgres::Client::connect(&with_database(server, &draft), ::postgres::NoTls)?;
                crate::migrate::postgres(&mut client, Instant::EPOCH)?;
                Ok(client.close()?)
            })
            .and_then(|()| Ok(admin.batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {name}"))?))
    } else {
        Ok(())
    };
    admin.batch_execute("SELECT pg_advisory_unlock(7455)")?;
    made.map(|()| name)
}

/// A short stable name of a text, for the template database.
fn fingerprint(text: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(base, query)| (base, Some(query)));
    let root = base.rsplit_once('/').map_or(base, |(root, _)| root);
    query.map_or_else(|| format!("{root}/{name}"), |query| format!("{root}/{name}?{query}"))
}
