//! The authority's mailbox: where it is, what is done with letters that have been read, and how far it has been read.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use kernel::id::kind::Person;
use kernel::{Id, Instant};
use platform::FormData;
use platform::sealed::{Place, TenantKeys};
use serde::{Deserialize, Serialize};

use super::sv;

/// The one mailbox of an authority.
const SLUG: &str = "inkorg";
const PLACE: Place<'static> = Place { table: "mailbox", column: "sealed_password", row: SLUG };
/// The field of the password. Its name is one that the house never shows again.
pub(super) const PASSWORD: &str = "brevladans-losenord";

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Protection {
    /// From the first byte.
    Implicit,
    /// After a word in the clear.
    Starttls,
    /// Not at all: on a closed network only.
    None,
}

impl Protection {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Implicit, Self::Starttls, Self::None];

    /// The stable name, in forms too.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Implicit => "tls",
            Self::Starttls => "starttls",
            Self::None => "ingen",
        }
    }

    /// How well it protects; only the order means anything.
    const fn strength(self) -> u8 {
        match self {
            Self::Implicit => 2,
            Self::Starttls => 1,
            Self::None => 0,
        }
    }
}

/// What is done with a letter that is kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "then", content = "folder")]
pub(super) enum Then {
    /// It is marked as seen.
    Seen,
    /// It is moved to the folder.
    Move(String),
}

/// How the mailbox is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// The name one signs in with.
    pub user: String,
    /// The folder that is read.
    pub folder: String,
    /// What is done with a letter that is kept here.
    pub then: Then,
    /// Minutes between two readings.
    pub every_minutes: u16,
    /// The name that the server which judges senders gives itself; empty where none is believed.
    pub trusted_server: String,
    /// Whether rows about single people are to be uploaded rather than mailed.
    pub individuals_upload: bool,
    /// Whether letters that lay there before are read too.
    pub from_start: bool,
    /// Certificates (PEM) that are trusted beside those that everybody trusts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub certificates: String,
}

/// Faults by the name of their field.
pub(super) type Faults = Vec<(&'static str, &'static str)>;

impl Settings {
    /// What is proposed before anybody has said anything.
    pub fn proposed() -> Self {
        Self {
            host: String::new(),
            port: 993,
            protection: Protection::Implicit,
            user: String::new(),
            folder: "INBOX".to_owned(),
            then: Then::Seen,
            every_minutes: 5,
            trusted_server: String::new(),
            individuals_upload: true,
            from_start: false,
            certificates: String::new(),
        }
    }

    /// The fields of the form.
    pub fn to_form(&self, active: bool) -> FormData {
        let (port, minutes) = (self.port.to_string(), self.every_minutes.to_string());
        let (then, moved) = match &self.then {
            Then::Seen => ("last", ""),
            Then::Move(folder) => ("flytta", folder.as_str()),
        };
        let yes = |truth: bool| if truth { "ja" } else { "" };
        FormData::from_pairs([
            ("aktiv", yes(active)),
            ("server", self.host.as_str()),
            ("port", port.as_str()),
            ("skydd", self.protection.slug()),
            ("anvandare", self.user.as_str()),
            ("mapp", self.folder.as_str()),
            ("efter", then),
            ("till-mapp", moved),
            ("minuter", minutes.as_str()),
            ("betrodd-server", self.trusted_server.as_str()),
            ("individer-laddas-upp", yes(self.individuals_upload)),
            ("aldre-brev", yes(self.from_start)),
            ("certifikat", self.certificates.as_str()),
        ])
    }

    /// What the form says; every fault at once, by field.
    ///
    /// # Errors
    /// The name of each field that is wrong, with a sentence.
    pub fn from_form(form: &FormData) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut check = |fine: bool, field: &'static str, sentence: &'static str| {
            if !fine {
                faults.push((field, sentence));
            }
        };
        // A name or folder goes into a line of the protocol: nothing in it may end that line.
        let fine =
            |text: &str, most: usize| !text.is_empty() && text.len() <= most && !text.chars().any(char::is_control);
        let text = |name: &str| form.get(name).trim().to_owned();
        let host = text("server");
        let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
        check(fine(&host, 250) && is_host, "server", sv::FAULT_HOST);
        let port = form.get("port").trim().parse::<u16>().ok().filter(|port| *port > 0);
        check(port.is_some(), "port", sv::FAULT_PORT);
        let protection = Protection::ALL.into_iter().find(|one| one.slug() == form.get("skydd"));
        check(protection.is_some(), "skydd", sv::FAULT_PROTECTION);
        let (user, folder, moved) = (text("anvandare"), text("mapp"), text("till-mapp"));
        check(fine(&user, 250), "anvandare", sv::FAULT_USER);
        check(fine(&folder, 250), "mapp", sv::FAULT_FOLDER);
        let then = match form.get("efter") {
            "last" => Some(Then::Seen),
            "flytta" => Some(Then::Move(moved.clone())),
            _ => None,
        };
        check(then.is_some(), "efter", sv::FAULT_THEN);
        if matches!(then, Some(Then::Move(_))) {
            check(fine(&moved, 250) && moved != folder, "till-mapp", sv::FAULT_MOVE);
        }
        let every_minutes = form.get("minuter").trim().parse::<u16>().ok().filter(|all| (1..=1_440).contains(all));
        check(every_minutes.is_some(), "minuter", sv::FAULT_MINUTES);
        let trusted_server = text("betrodd-server");
        let one_word = !trusted_server.chars().any(|sign| sign.is_whitespace() || sign.is_control() || sign == ';');
        check(one_word && trusted_server.len() <= 250, "betrodd-server", sv::FAULT_TRUSTED);
        let certificates = form.get("certifikat").trim().to_owned();
        let good = certificates.is_empty() || clients::imap::are_certificates(&certificates);
        check(good && certificates.len() <= 100_000, "certifikat", sv::FAULT_CERTIFICATES);
        match (port, protection, then, every_minutes) {
            (Some(port), Some(protection), Some(then), Some(every_minutes)) if faults.is_empty() => Ok(Self {
                host,
                port,
                protection,
                user,
                folder,
                then,
                every_minutes,
                trusted_server,
                individuals_upload: form.get("individer-laddas-upp") == "ja",
                from_start: form.get("aldre-brev") == "ja",
                certificates,
            }),
            _ => Err(faults),
        }
    }

    /// Whether the password that was given for those settings may be used for these: to nobody else, no less protected, and
    /// to nobody who is trusted for another reason.
    pub fn may_use_password_of(&self, other: &Self) -> bool {
        let whose = |one: &Self| (one.host.to_ascii_lowercase(), one.port, one.user.clone());
        whose(self) == whose(other)
            && self.protection.strength() >= other.protection.strength()
            && self.certificates == other.certificates
    }

    /// Whether these settings read other letters than those: then it is begun anew.
    pub fn reads_other_than(&self, other: &Self) -> bool {
        let what = |one: &Self| (one.host.to_ascii_lowercase(), one.user.clone(), one.folder.clone());
        what(self) != what(other)
    }

    /// How the server is reached, with the password; also in a private network, where the installation says that it may.
    pub fn server(&self, password: &str, private: bool) -> clients::imap::Server {
        clients::imap::Server {
            host: self.host.clone(),
            port: self.port,
            protection: match self.protection {
                Protection::Implicit => clients::imap::Protection::Implicit,
                Protection::Starttls => clients::imap::Protection::StartTls,
                Protection::None => clients::imap::Protection::None,
            },
            trusted: self.certificates.clone(),
            private,
            user: self.user.clone(),
            password: password.to_owned(),
        }
    }
}

/// The mailbox as it is set up.
#[derive(Debug, Clone)]
pub(super) struct Mailbox {
    /// Whether it is read.
    pub active: bool,
    /// How.
    pub settings: Settings,
    /// Since when there is a password.
    pub password_at: Option<Instant>,
    /// When it was set up so.
    pub at: Instant,
}

row! {
    struct MailboxRow {
        active: bool,
        settings: String,
        password_at: Option<Instant>,
        at: Instant,
    }
}

/// The mailbox, where one is set up.
pub(super) fn find(tx: &mut ReadTx<'_>) -> Result<Option<Mailbox>, StoreError> {
    let found: Option<MailboxRow> = tx.maybe(
        sql!("SELECT active, settings, password_at, at FROM mailbox WHERE tenant_id = $1 AND slug = $2"),
        &[&SLUG],
    )?;
    let Some(row) = found else { return Ok(None) };
    let settings =
        serde_json::from_str(&row.settings).map_err(|error| StoreError::Damaged(format!("mailbox: {error}")))?;
    Ok(Some(Mailbox { active: row.active, settings, password_at: row.password_at, at: row.at }))
}

/// Sets the mailbox up. A password that is not given stays as it is.
pub(super) fn set(
    tx: &mut WriteTx<'_>,
    keys: &TenantKeys,
    active: bool,
    settings: &Settings,
    password: Option<&str>,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let now = tx.context().now;
    let text = serde_json::to_string(settings).map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx.execute(
        sql!(
            "INSERT INTO mailbox (tenant_id, slug, active, settings, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, slug) DO UPDATE SET active = excluded.active, settings = excluded.settings,
                 person_id = excluded.person_id, at = excluded.at"
        ),
        &[&SLUG, &active, &text, &person, &now],
    )?;
    if let Some(password) = password {
        let sealed = keys.seal(PLACE, password.as_bytes())?;
        tx.execute(
            sql!("UPDATE mailbox SET sealed_password = $3, password_at = $4 WHERE tenant_id = $1 AND slug = $2"),
            &[&SLUG, &sealed, &now],
        )?;
    }
    Ok(())
}

/// The password, opened: for reading the mailbox alone.
pub(super) fn password(tx: &mut ReadTx<'_>, keys: &TenantKeys) -> Result<Option<String>, StoreError> {
    let found: Option<(Option<Vec<u8>>,)> =
        tx.maybe(sql!("SELECT sealed_password FROM mailbox WHERE tenant_id = $1 AND slug = $2"), &[&SLUG])?;
    let sealed = found.and_then(|(sealed,)| sealed);
    Ok(sealed.map(|sealed| keys.open_text(PLACE, &sealed)).transpose()?)
}

row! {
    /// How far the mailbox has been read.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub(super) struct Progress {
        /// In the numbering that the server had then.
        pub uid_validity: Option<i64>,
        /// The newest letter that was seen to.
        pub last_uid: Option<i64>,
        /// The letters that are kept and may not be marked or moved yet, with blanks between their numbers.
        pub pending: String,
        /// Since when this folder of this user is read: what lay there before is not, unless it is said so.
        pub begun_at: Option<Instant>,
        /// The letter that could not be fetched the last time.
        pub failing_uid: Option<i64>,
        /// How many times it could not.
        pub failures: i64,
        /// When it was last looked at.
        pub checked_at: Option<Instant>,
        /// What was wrong then, by its stable name.
        pub fault: Option<String>,
    }
}

impl Progress {
    /// What is to be known of a mailbox that nobody has read yet.
    pub fn begun(at: Instant) -> Self {
        Self { begun_at: Some(at), ..Self::default() }
    }

    /// The letters that are kept and may not be marked or moved yet.
    pub fn pending(&self) -> Vec<u32> {
        self.pending.split(' ').filter_map(|uid| uid.parse().ok()).collect()
    }

    /// The same with those letters.
    #[must_use]
    pub fn with_pending(self, uids: &[u32]) -> Self {
        let uids: Vec<String> = uids.iter().map(ToString::to_string).collect();
        Self { pending: uids.join(" "), ..self }
    }
}

/// How far the mailbox has been read.
pub(super) fn progress(tx: &mut ReadTx<'_>) -> Result<Progress, StoreError> {
    let found = tx.maybe(
        sql!(
            "SELECT uid_validity, last_uid, pending, begun_at, failing_uid, failures, checked_at, fault
             FROM mailbox_progress WHERE tenant_id = $1 AND slug = $2"
        ),
        &[&SLUG],
    )?;
    Ok(found.unwrap_or_default())
}

/// Writes down how far it has been read.
pub(super) fn set_progress(tx: &mut WriteTx<'_>, progress: &Progress) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "INSERT INTO mailbox_progress (tenant_id, slug, uid_validity, last_uid, pending, begun_at, failing_uid,
                 failures, checked_at, fault)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (tenant_id, slug) DO UPDATE SET uid_validity = excluded.uid_validity,
                 last_uid = excluded.last_uid, pending = excluded.pending, begun_at = excluded.begun_at,
                 failing_uid = excluded.failing_uid, failures = excluded.failures, checked_at = excluded.checked_at,
                 fault = excluded.fault"
        ),
        &[
            &SLUG,
            &progress.uid_validity,
            &progress.last_uid,
            &progress.pending,
            &progress.begun_at,
            &progress.failing_uid,
            &progress.failures,
            &progress.checked_at,
            &progress.fault,
        ],
    )
    .map(|_| ())
}
