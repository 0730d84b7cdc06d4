//! Files that go with a case: cleaned in the child process before they touch the disk, sealed, and opened again for whoever
//! may read the case. What cannot be cleaned is not kept.

use std::io;

use ::store::ReadTx;
use documents::cleaning::{self, Format, NotClean};
use kernel::Id;
use kernel::id::kind::{CaseDocument, Tenant};
use platform::access::{Kit, Tools};
use platform::files::Files;
use platform::sandbox::{SandboxError, Task};
use platform::sealed::{Place, SealError};
use platform::{Stop, Upload, UploadProblem, UploadedFile};

use super::model::Dossier;
use super::store::{Document, documents};
use super::writing::Attached;
use domain::cases::Sight;

/// The most files that are taken at once.
pub const AT_ONCE: usize = 5;
/// The most files of one case.
pub const MOST: usize = 40;
/// What a browser is asked to offer. Phones then turn their own kind of pictures into JPEG.
pub const ACCEPT: &str = "image/jpeg,image/png,application/pdf,.docx";

/// Files of cases.
pub const OF_CASES: &str = "case_document";
/// Files of routines for complaints.
pub const OF_ROUTINES: &str = "routine";
/// Files that show how a deficiency stands.
pub const OF_DEFICIENCIES: &str = "deficiency_entry";
/// Decisions of the school inspectorate.
pub const OF_SUPERVISION: &str = "supervision_file";
/// Files that show how a term is followed.
pub const OF_TERMS: &str = "term_assessment";
/// Photos of visits.
pub const OF_VISITS: &str = "visit_photo";

const fn place<'p>(table: &'static str, row: &'p str) -> Place<'p> {
    Place { table, column: "bytes", row }
}

/// Why files are not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// None was chosen.
    None,
    /// More were chosen than are taken at once.
    TooMany(usize),
    /// Together larger than this many bytes.
    TooLarge(usize),
    /// One is empty.
    Empty,
    /// They did not come whole.
    Cut,
    /// One cannot be cleaned: which, from one, and why.
    NotClean(usize, NotClean),
}

/// Whose name a file keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The name that its sender's machine gave it.
    Kept,
    /// None: names tell of days, places and people.
    Gone,
}

/// Files that lie sealed and belong to nothing yet. Whoever has them writes them with an entry or throws them away.
#[derive(Debug, Clone)]
pub struct Taken {
    files: Files,
    tenant: Id<Tenant>,
    /// What an entry is written with.
    pub attached: Vec<Attached>,
}

impl Taken {
    /// Takes the bytes away: no entry was written.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn throw_away(self) -> Result<(), Stop> {
        let remove = move || self.attached.iter().try_for_each(|file| self.files.remove(self.tenant, &file.stored));
        Ok(platform::apart(remove).await.map_err(Stop::failed)??)
    }
}

/// The files of a form, before anything is done with them.
fn sent(upload: &Upload) -> Result<&[UploadedFile], Unfit> {
    match &upload.file {
        Err(UploadProblem::TooLarge(limit)) => Err(Unfit::TooLarge(*limit)),
        Err(UploadProblem::Empty) => Err(Unfit::Empty),
        Err(UploadProblem::Broken) => Err(Unfit::Cut),
        _ if upload.files.len() > AT_ONCE => Err(Unfit::TooMany(upload.files.len())),
        _ => Ok(&upload.files),
    }
}

/// Cleans and seals the files of a form, to belong to a row of the table.
///
/// # Errors
/// The inner one is about the files; the outer when the child or the disk cannot be reached.
pub async fn take(
    kit: Kit<'_>,
    (tenant, keys): (Id<Tenant>, std::sync::Arc<platform::sealed::TenantKeys>),
    upload: &Upload,
    (names, table): (Names, &'static str),
) -> Result<Result<Taken, Unfit>, Stop> {
    let sent = match sent(upload) {
        Ok(sent) => sent,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let mut clean = Vec::with_capacity(sent.len());
    for (at, file) in (1..).zip(sent) {
        let cleaned = match kit.sandbox().run(Task::Clean, &file.bytes).await {
            Ok(said) => cleaning::answer(&said),
            Err(SandboxError::Io(error)) => return Err(error.into()),
            // What ends the child is no file that anybody should open.
            Err(SandboxError::TooSlow | SandboxError::Ended(_)) => Err(NotClean::Broken),
        };
        match cleaned {
            Ok(cleaned) => clean.push((file.name.clone(), cleaned)),
            Err(why) => return Ok(Err(Unfit::NotClean(at, why))),
        }
    }
    let (files, chance) = (kit.files().clone(), kit.chance());
    let seal = move || -> io::Result<Taken> {
        let mut taken = Taken { files: files.clone(), tenant, attached: Vec::with_capacity(clean.len()) };
        for (name, cleaned) in clean {
            let id = Id::<CaseDocument>::random(&*chance);
            let sealed = keys.seal(place(table, &id.to_string()), &cleaned.bytes).map_err(damaged)?;
            taken.attached.push(Attached {
                id,
                name: if names == Names::Kept { with_ending(&name, cleaned.format.ending()) } else { String::new() },
                media_type: cleaned.format.media_type().to_owned(),
                size: cleaned.bytes.len() as u64,
                stored: files.keep(tenant, &sealed)?,
            });
        }
        Ok(taken)
    };
    Ok(Ok(platform::apart(seal).await.map_err(Stop::failed)??))
}

/// The name with the ending of what the file is now.
fn with_ending(name: &str, ending: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.{ending}")
}

/// The ending of a file of this kind.
pub fn ending(media_type: &str) -> &'static str {
    let known = [Format::Png, Format::Jpeg, Format::Pdf, Format::Word];
    known.into_iter().find(|format| format.media_type() == media_type).map_or("bin", Format::ending)
}

fn damaged(error: SealError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// A file of a case that can be read outside the transaction.
#[derive(Debug)]
pub struct Opened {
    keys: std::sync::Arc<platform::sealed::TenantKeys>,
    document: Document,
    /// What it is called.
    pub name: String,
}

impl Opened {
    /// What it is called when it is fetched: its own name, or this with the ending of what it is.
    pub fn file_name(&self, otherwise: &str) -> String {
        if self.name.is_empty() {
            format!("{otherwise}.{}", ending(&self.document.media_type))
        } else {
            self.name.clone()
        }
    }
    /// What kind of file it is.
    pub fn media_type(&self) -> &str {
        &self.document.media_type
    }
    /// Reads and opens it. Waits for the disk: never on a thread that serves requests.
    ///
    /// # Errors
    /// When it is gone or damaged.
    pub fn bytes(&self, files: &Files, tenant: Id<Tenant>) -> io::Result<Vec<u8>> {
        read((files, tenant), &self.keys, (OF_CASES, self.document.id, &self.document.stored))
    }
}

/// Reads and opens a file that belongs to a row of the table. Waits for the disk: never on a thread that serves requests.
///
/// # Errors
/// When it is gone or damaged.
pub fn read(
    (files, tenant): (&Files, Id<Tenant>),
    keys: &platform::sealed::TenantKeys,
    (table, id, stored): (&'static str, Id<CaseDocument>, &str),
) -> io::Result<Vec<u8>> {
    let sealed = files.read(tenant, stored)?;
    keys.open(place(table, &id.to_string()), &sealed).map_err(damaged)
}

/// Seals and keeps a file of a case. Waits for the disk: never on a thread that serves requests.
///
/// # Errors
/// When the disk refuses.
pub fn keep(
    (files, tenant): (&Files, Id<Tenant>),
    keys: &platform::sealed::TenantKeys,
    id: Id<CaseDocument>,
    bytes: &[u8],
) -> io::Result<String> {
    let sealed = keys.seal(place(OF_CASES, &id.to_string()), bytes).map_err(damaged)?;
    files.keep(tenant, &sealed)
}

/// The file with the number in the case, for whoever sees the case so; nothing where there is none or it is not for them.
///
/// # Errors
/// When the database cannot be read.
pub fn opened(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    dossier: &Dossier,
    number: i64,
    with: (Sight, domain::cases::Party),
) -> Result<Option<Opened>, ::store::StoreError> {
    let found = documents(tx, tools, dossier, with)?.into_iter().find(|(document, _)| document.number == number);
    let Some((document, name)) = found else { return Ok(None) };
    Ok(Some(Opened { keys: tools.keys(tx)?, document, name }))
}
