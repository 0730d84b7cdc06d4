//! Pictures that stand in what a provider writes. Each lies sealed, packed anew from what was chosen, under a name made of
//! its bytes: the same picture twice is one, and a name never comes to mean another picture.

use std::collections::BTreeMap;
use std::io;

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use documents::content::{Picture, PictureFormat};
use documents::dots::Dots;
use kernel::id::kind::{Assignment as AssignmentKind, Person};
use kernel::{Id, Instant};
use platform::access::Tools;
use platform::files::{Files, sha256_hex};

use super::originals::{self, Kept, Original};

row! {
    /// A picture of an assignment.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PictureRow {
        /// Its name.
        pub name: String,
        /// Hash of its bytes.
        pub file_sha256: String,
        /// Dots across.
        pub width: i64,
        /// Dots down.
        pub height: i64,
        /// When it came.
        pub at: Instant,
    }
}

/// The name of a picture with these bytes: letters alone, so that nothing in it looks like a number of anybody's.
pub fn name_of(bytes: &[u8]) -> String {
    let letter = |digit: u8| match digit {
        b'0'..=b'9' => char::from(digit - b'0' + b'g'),
        other => char::from(other),
    };
    let letters: String = sha256_hex(bytes).bytes().take(20).map(letter).collect();
    format!("bild-{letters}")
}

/// Every picture of the assignment, the newest first.
pub fn of_assignment(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<Vec<PictureRow>, StoreError> {
    tx.all(
        sql!(
            "SELECT name, file_sha256, width, height, at FROM picture
             WHERE tenant_id = $1 AND assignment_id = $2 ORDER BY at DESC, name"
        ),
        &[&assignment],
    )
}

/// The hash of every picture of the assignment, by its name.
pub fn hashes(tx: &mut ReadTx<'_>, assignment: Id<AssignmentKind>) -> Result<BTreeMap<String, String>, StoreError> {
    Ok(of_assignment(tx, assignment)?.into_iter().map(|picture| (picture.name, picture.file_sha256)).collect())
}

/// The picture as it was packed anew, kept sealed and waiting for its row.
#[derive(Debug, Clone)]
pub struct NewPicture {
    /// Its name.
    pub name: String,
    /// Where its bytes lie.
    pub kept: Kept,
    /// How they are to be read.
    pub format: PictureFormat,
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
}

impl NewPicture {
    /// Of dots whose bytes are kept.
    pub fn new(dots: &Dots, kept: Kept) -> Self {
        Self { name: name_of(&dots.bytes), kept, format: dots.format, width: dots.width, height: dots.height }
    }
}

/// The most pictures of an assignment: more than anybody looks at, and few enough for a document of all parts.
pub const MOST: usize = 40;

/// Writes the picture's row; one that is there already stays as it is. `true` when it is new.
pub fn add(
    tx: &mut WriteTx<'_>,
    assignment: Id<AssignmentKind>,
    person: Id<Person>,
    new: &NewPicture,
) -> Result<bool, StoreError> {
    let now = tx.context().now;
    let file = format!("{}.{}", new.name, new.format.ending());
    originals::add(tx, &new.kept, &file, new.format.media_type())?;
    let (width, height) = (i64::from(new.width), i64::from(new.height));
    let added = tx.execute(
        sql!(
            "INSERT INTO picture (tenant_id, assignment_id, name, file_sha256, width, height, person_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
        ),
        &[&assignment, &new.name, &new.kept.sha256, &width, &height, &person, &now],
    )?;
    Ok(added == 1)
}

/// Removes the picture's row; its bytes go with the next sweep of what nothing speaks of. `false` when there is none.
pub fn remove(tx: &mut WriteTx<'_>, assignment: Id<AssignmentKind>, name: &str) -> Result<bool, StoreError> {
    let removed = tx.execute(
        sql!("DELETE FROM picture WHERE tenant_id = $1 AND assignment_id = $2 AND name = $3"),
        &[&assignment, &name],
    )?;
    Ok(removed == 1)
}

/// Pictures that are known, ready to be read outside the transaction.
#[derive(Debug, Clone, Default)]
pub struct Pictures(Vec<(PictureRow, Original)>);

/// The assignment's pictures among the names. The caller has asked whether they may be seen.
pub fn find(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    assignment: Id<AssignmentKind>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Pictures, StoreError> {
    let mut found = Vec::new();
    for row in of_assignment(tx, assignment)? {
        if wanted(&row.name)
            && let Some(original) = originals::find(tx, tools, &row.file_sha256)?
        {
            found.push((row, original));
        }
    }
    Ok(Pictures(found))
}

impl Pictures {
    /// With more.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Reads their bytes. Waits for the disk: never on a thread that serves requests.
    ///
    /// # Errors
    /// `NotFound`, or `InvalidData` when the bytes are not what their hash says.
    pub fn read(&self, files: &Files) -> io::Result<BTreeMap<String, Picture>> {
        let one = |(row, original): &(PictureRow, Original)| {
            let bytes = original.bytes(files)?;
            let format = PictureFormat::of(&bytes).ok_or(io::ErrorKind::InvalidData)?;
            let side = |dots: i64| u32::try_from(dots).unwrap_or(1);
            let (width, height) = (side(row.width), side(row.height));
            let name = row.name.clone();
            Ok((name.clone(), Picture { name, format, bytes, width, height, alt: String::new() }))
        };
        self.0.iter().map(one).collect()
    }
}
