//! What Typst may see: the template, one data file, the faces. No network, no packages, no file system, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use documents::content::PictureFormat;

use crate::data::picture_name;
use crate::faces::FACES;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // `A11yExtras` has `pdf.header-cell`, which ties row headings to their rows.
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});
// File ids are interned for ever and there are 65,535 of them: the names are fixed, those of pictures by their numbers.
static TEMPLATE: LazyLock<Option<Source>> =
    LazyLock::new(|| Some(Source::new(file_id("report.typ")?, include_str!("report.typ").to_owned())));
static DATA: LazyLock<Option<FileId>> = LazyLock::new(|| file_id("data.json"));

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// The template and one document's data.
pub struct Desk {
    template: Source,
    data: Bytes,
    pictures: Vec<(FileId, Bytes)>,
}

/// The most pictures made of dots in one document.
const MOST_PICTURES: usize = 1_000;

impl Desk {
    /// A desk with this data on it, as JSON, and the pictures that it names.
    pub fn new(data: Vec<u8>, pictures: &[(PictureFormat, Vec<u8>)]) -> Option<Self> {
        let numbered = (1..).zip(pictures.iter().take(MOST_PICTURES));
        let pictures = numbered.filter_map(|(number, (format, bytes))| {
            Some((file_id(&picture_name(number, *format))?, Bytes::new(bytes.clone())))
        });
        Some(Self { template: TEMPLATE.clone()?, data: Bytes::new(data), pictures: pictures.collect() })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &FACES.book
    }
    fn main(&self) -> FileId {
        self.template.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == *DATA {
            return Ok(self.data.clone());
        }
        let picture = self.pictures.iter().find(|(of, _)| *of == id);
        picture.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        FACES.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
