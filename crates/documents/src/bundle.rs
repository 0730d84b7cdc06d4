//! A workbook with the files that it names, in a zip archive. The archive is looked through before anything is unpacked,
//! and everything is counted while it is; what the files are is judged by whoever asked.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::raw::{Kind, Limits, RawWorkbook, Unreadable};
use crate::{sniff, workbook};

/// A file in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleFile {
    /// Its name with its folders.
    pub name: String,
    /// Its bytes; none where it is locked.
    pub bytes: Vec<u8>,
    /// Whether it is locked with a password.
    pub locked: bool,
}

/// A workbook, and what came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// The workbook.
    pub book: RawWorkbook,
    /// The other files; nothing where the workbook came alone.
    pub files: Option<Vec<BundleFile>>,
}

/// What the machine that packed the archive put in, and nobody wrote.
fn is_debris(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.ends_with('/')
        || name.starts_with("__MACOSX/")
        || last.starts_with("._")
        || last.starts_with("~$")
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Letters that one system writes as a letter and a mark, as one again.
fn composed(name: &str) -> String {
    [("a\u{30a}", "\u{e5}"), ("a\u{308}", "\u{e4}"), ("o\u{308}", "\u{f6}"), ("e\u{301}", "\u{e9}")]
        .iter()
        .flat_map(|(from, to)| [((*from).to_owned(), (*to).to_owned()), (from.to_uppercase(), to.to_uppercase())])
        .fold(name.replace('\\', "/"), |name, (from, to)| name.replace(&from, &to))
}

/// Reads the bytes: a workbook by itself, or an archive with one.
///
/// # Errors
/// As [`workbook::read`]; and [`Unreadable::OtherKind`] where an archive has not exactly one workbook.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Bundle, Unreadable> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Unreadable::TooLarge { limit: limits.file_bytes });
    }
    // Where the end of an archive is missing, that of a workbook within it is taken for it, and it seems to begin there.
    let begins_later = |archive: ZipArchive<Cursor<&[u8]>>| archive.offset() != 0;
    if bytes.starts_with(b"PK") && ZipArchive::new(Cursor::new(bytes)).is_ok_and(begins_later) {
        return Err(Unreadable::CutOff);
    }
    // An archive of workbooks that were stored and not packed looks like a workbook: its directory tells.
    let is_archive = bytes.starts_with(b"PK") && !is_workbook(bytes);
    if !is_archive {
        return Ok(Bundle { book: workbook::read(bytes, limits)?, files: None });
    }
    let mut files = unpack(bytes, limits, Names::Whole)?;
    let is_book = |file: &BundleFile| matches!(sniff::kind(&file.bytes), Kind::Workbook | Kind::MacroWorkbook);
    let books: Vec<usize> = (0..files.len()).filter(|at| files.get(*at).is_some_and(is_book)).collect();
    let [at] = books.as_slice() else { return Err(Unreadable::OtherKind(Kind::Archive)) };
    let book = workbook::read(&files.remove(*at).bytes, limits)?;
    Ok(Bundle { book, files: Some(files) })
}

/// An archive of the files, each by its name.
///
/// # Errors
/// When a name is no name for a file in an archive.
pub fn write(files: &[(&str, &[u8])]) -> std::io::Result<Vec<u8>> {
    let mut out = crate::package::Package::new();
    for (name, bytes) in files {
        out.bytes(name, bytes)?;
    }
    out.finish()
}

fn is_workbook(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return sniff::kind(bytes) != Kind::Archive };
    archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case("[Content_Types].xml"))
}

/// What the names in an archive are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// Each with its folders, by which something else finds it: one that leads elsewhere, or that two have, is refused.
    Whole,
    /// The last part alone, which tells a person what the file is.
    Last,
}

impl Names {
    /// What the file is called. Nothing where such a name is refused.
    fn of(self, name: &str) -> Option<String> {
        match self {
            Self::Whole => {
                let leads_elsewhere =
                    name.contains('\0') || name.starts_with('/') || name.split('/').any(|part| part == "..");
                (!leads_elsewhere).then(|| name.to_owned())
            }
            Self::Last => {
                let last = name.rsplit('/').next().unwrap_or(name);
                Some(if matches!(last, "." | "..") { String::new() } else { last.replace('\0', "") })
            }
        }
    }
}

pub(crate) fn unpack(bytes: &[u8], limits: &Limits, names: Names) -> Result<Vec<BundleFile>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::CutOff)?;
    if archive.len() > limits.parts || archive.has_overlapping_entries().map_err(|_| Unreadable::CutOff)? {
        return Err(Unreadable::Suspect);
    }
    let mut left = limits.unpacked_bytes;
    let mut files: Vec<BundleFile> = Vec::new();
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(|_| Unreadable::CutOff)?;
        if raw.encrypted() {
            // The name of a locked file stands in the open.
            let name = raw.name().map(|name| composed(&name)).unwrap_or_default();
            match names.of(&name) {
                Some(own) if names == Names::Last && !is_debris(&name) => {
                    files.push(BundleFile { name: own, bytes: Vec::new(), locked: true });
                    continue;
                }
                _ => return Err(Unreadable::OtherKind(Kind::Encrypted)),
            }
        }
        drop(raw);
        let mut entry = archive.by_index(index).map_err(|_| Unreadable::CutOff)?;
        // What is not UTF-8 is in the code page of the machine's beginnings, which the archive reader knows.
        let name = match std::str::from_utf8(entry.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => entry.name().map_err(|_| Unreadable::Suspect)?.into_owned(),
        };
        let name = composed(&name);
        let own = names.of(&name).ok_or(Unreadable::Suspect)?;
        if is_debris(&name) {
            continue;
        }
        let mut out = Vec::new();
        (&mut entry).take(left + 1).read_to_end(&mut out).map_err(|_| Unreadable::Damaged { part: name.clone() })?;
        left = left.checked_sub(out.len() as u64).ok_or(Unreadable::Unpacks)?;
        if names == Names::Whole && files.iter().any(|file| file.name == own) {
            return Err(Unreadable::Suspect);
        }
        files.push(BundleFile { name: own, bytes: out, locked: false });
    }
    Ok(files)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::workbook::spec;

    fn book() -> Vec<u8> {
        let sheet = spec::Instructions { name: "Blad".to_owned(), title: "Titel".to_owned(), blocks: Vec::new() };
        let workbook = spec::Workbook {
            title: "Bok".to_owned(),
            author: "Test".to_owned(),
            language: "sv-SE".to_owned(),
            created: "2024-03-15T09:00:00Z".parse().unwrap(),
            sheets: vec![spec::Sheet::Instructions(sheet)],
            stamp: std::collections::BTreeMap::new(),
        };
        workbook::write(&workbook).unwrap()
    }

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            out.start_file(*name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored))
                .unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    /// An archive of a workbook and those files.
    pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let book = book();
        let mut all: Vec<(&str, &[u8])> = vec![("mall.xlsx", &book)];
        all.extend(files);
        packed(&all)
    }

    #[test]
    fn a_workbook_comes_alone_or_with_its_files_and_debris_is_passed_over() {
        let limits = Limits::default();
        let alone = read(&book(), &limits).unwrap();
        assert!(alone.files.is_none() && alone.book.sheets[0].name == "Blad");
        let files: [(&str, &[u8]); 4] = [
            ("a/ra\u{308}tt.pdf", b"%PDF-1.7"),
            ("__MACOSX/._x.pdf", b"x"),
            (".DS_Store", b"x"),
            ("~$mall.xlsx", b"x"),
        ];
        let bundle = read(&archive(&files), &limits).unwrap();
        let names: Vec<String> = bundle.files.unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["a/r\u{e4}tt.pdf"]);
    }

    #[test]
    fn what_is_no_bundle_is_refused() {
        let (book, limits) = (book(), Limits::default());
        let kind = |bytes: &[u8]| read(bytes, &limits).unwrap_err();
        assert_eq!(kind(&packed(&[("a.pdf", b"%PDF-1.7")])), Unreadable::OtherKind(Kind::Archive));
        assert_eq!(kind(&packed(&[("a.xlsx", &book), ("b.xlsx", &book)])), Unreadable::OtherKind(Kind::Archive));
        assert_eq!(kind(&archive(&[("../a.pdf", b"%PDF-1.7")])), Unreadable::Suspect);
        assert_eq!(kind(b"%PDF-1.7"), Unreadable::OtherKind(Kind::Pdf));
        let large = archive(&[("a.pdf", &[0; 5000])]);
        let small = Limits { unpacked_bytes: 4000 + book.len() as u64, ..Limits::default() };
        assert_eq!(read(&large, &small).unwrap_err(), Unreadable::Unpacks);
        assert!(read(&large[..large.len() - 40], &limits).is_err());
    }
}
