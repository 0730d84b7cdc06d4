//! What goes between the serving process and the child that reads files for it: a request with the file's bytes, and
//! the answer. The child does nothing else, so that its memory and time can be limited by whoever starts it.
//!
//! A frame is a length in eight bytes, little end first, and that many bytes. A request is two frames (JSON, then the
//! file). So is an answer: JSON that says what was read, or why nothing was, and the rows in the form of `wire`.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::bundle::{self, BundleFile};
use crate::docx::read::{ReadDocument, Unread};
use crate::raw::{Limits, RawWorkbook, Unreadable};
use crate::{csv, docx, mail, sniff, wire, workbook};

/// What to read the bytes as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadAs {
    /// An Office Open XML workbook.
    Workbook,
    /// A text file with delimiters.
    Csv,
    /// A workbook, or a zip archive with one workbook and the files that it names.
    Bundle,
    /// An e-mail with its files.
    Mail,
    /// A Word file. Its answer is for [`hear_document`].
    Document,
}

/// The head of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRequest {
    /// What to read the bytes as.
    pub read_as: ReadAs,
    /// How much to take in.
    pub limits: Limits,
}

/// The longest head of a request.
const HEAD: u64 = 64 << 10;

/// Reads the bytes as the request says. Pure: the same bytes give the same answer.
///
/// # Errors
/// What the reader of that kind of file says.
pub fn answer(request: &ReadRequest, bytes: &[u8]) -> Result<RawWorkbook, Unreadable> {
    match request.read_as {
        ReadAs::Workbook => workbook::read(bytes, &request.limits),
        ReadAs::Csv => csv::read(bytes, &request.limits),
        ReadAs::Bundle => bundle::read(bytes, &request.limits).map(|bundle| bundle.book),
        // An e-mail has no rows: it is answered by `mail::answer`, and here only for what is larger than it may be.
        ReadAs::Mail => Err(Unreadable::NoSheet),
        ReadAs::Document => Err(Unreadable::OtherKind(sniff::kind(bytes))),
    }
}

/// What a bundle holds, without its bytes: the workbook, and each file's name and size; nothing where it came alone.
type Listed = (RawWorkbook, Option<Vec<(String, usize)>>);

/// The answer to a request for a bundle: JSON that says what is there, the rows, and the files after each other.
fn bundled(bytes: &[u8], limits: &Limits) -> io::Result<[Vec<u8>; 3]> {
    let (answer, rows, joined) = match bundle::read(bytes, limits) {
        Ok(bundle) => {
            let rows = wire::write(&bundle.book.sheets);
            let list = |files: &Vec<BundleFile>| files.iter().map(|f| (f.name.clone(), f.bytes.len())).collect();
            let listed = bundle.files.as_ref().map(list);
            let joined = bundle.files.into_iter().flatten().flat_map(|file| file.bytes).collect();
            (Ok::<Listed, Unreadable>((bundle.book, listed)), rows, joined)
        }
        Err(why) => (Err(why), Vec::new(), Vec::new()),
    };
    Ok([serde_json::to_vec(&answer)?, rows, joined])
}

/// The answer to a request for a Word file: JSON that says what is there, the sizes of its pictures in it, and the
/// pictures after each other.
fn document(read: Result<ReadDocument, Unread>) -> io::Result<[Vec<u8>; 2]> {
    let sized = read.as_ref().map(|document| {
        let sizes: Vec<usize> = document.pictures.iter().map(|picture| picture.bytes.len()).collect();
        (document, sizes)
    });
    let json = serde_json::to_vec(&sized)?;
    let joined = read.map(|document| document.pictures.into_iter().flat_map(|picture| picture.bytes).collect());
    Ok([json, joined.unwrap_or_default()])
}

/// The parent's side of a Word file, as [`hear`].
///
/// # Errors
/// When the stream ends early, or holds something else.
pub fn hear_document(input: &mut impl Read, limit: u64) -> io::Result<Result<ReadDocument, Unread>> {
    let answer: Result<(ReadDocument, Vec<usize>), Unread> = serde_json::from_slice(&frame(input, limit)?)?;
    let joined = frame(input, limit)?;
    let (mut document, sizes) = match answer {
        Ok(sized) => sized,
        Err(why) => return Ok(Err(why)),
    };
    let mut rest = joined.as_slice();
    for (picture, size) in document.pictures.iter_mut().zip(sizes) {
        let cut = rest.split_at_checked(size);
        let (bytes, after) = cut.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a picture is not there"))?;
        picture.bytes = bytes.to_vec();
        rest = after;
    }
    Ok(Ok(document))
}

/// The parent's side of a bundle, as [`hear`].
///
/// # Errors
/// When the stream ends early, or holds something else.
pub fn hear_bundle(input: &mut impl Read, limit: u64, cells: usize) -> io::Result<Result<bundle::Bundle, Unreadable>> {
    let answer: Result<Listed, Unreadable> = serde_json::from_slice(&frame(input, limit)?)?;
    let (rows, joined) = (frame(input, limit)?, frame(input, limit)?);
    let damaged = |what: &'static str| io::Error::new(io::ErrorKind::InvalidData, what);
    let (mut book, listed) = match answer {
        Ok(listed) => listed,
        Err(why) => return Ok(Err(why)),
    };
    wire::read(&rows, &mut book.sheets, cells).ok_or_else(|| damaged("no rows in the answer"))?;
    let Some(listed) = listed else { return Ok(Ok(bundle::Bundle { book, files: None })) };
    let mut rest = joined.as_slice();
    let mut files = Vec::with_capacity(listed.len());
    for (name, size) in listed {
        let (bytes, after) = rest.split_at_checked(size).ok_or_else(|| damaged("a file is not in the answer"))?;
        files.push(BundleFile { name, bytes: bytes.to_vec(), locked: false });
        rest = after;
    }
    Ok(Ok(bundle::Bundle { book, files: Some(files) }))
}

/// The child's side: one request in, one answer out. A file larger than the limit is answered without being read.
///
/// # Errors
/// When the streams fail or do not hold a request; a file that cannot be read is an answer, not an error.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let head = frame(input, HEAD)?;
    let request: ReadRequest = serde_json::from_slice(&head)?;
    let length = length(input)?;
    if request.read_as == ReadAs::Bundle && length <= request.limits.file_bytes {
        for frame in bundled(&exactly(input, length)?, &request.limits)? {
            output.write_all(&(frame.len() as u64).to_le_bytes())?;
            output.write_all(&frame)?;
        }
        return output.flush();
    }
    if request.read_as == ReadAs::Mail {
        let frames = if length > request.limits.file_bytes {
            [serde_json::to_vec(&Err::<mail::Mail, _>(mail::NoMail::TooLarge))?, Vec::new()]
        } else {
            mail::answer(&exactly(input, length)?)?
        };
        for frame in frames {
            output.write_all(&(frame.len() as u64).to_le_bytes())?;
            output.write_all(&frame)?;
        }
        return output.flush();
    }
    if request.read_as == ReadAs::Document {
        let read = if length > request.limits.file_bytes {
            Err(Unreadable::TooLarge { limit: request.limits.file_bytes }.into())
        } else {
            docx::read::read(&exactly(input, length)?, &request.limits)
        };
        for frame in document(read)? {
            output.write_all(&(frame.len() as u64).to_le_bytes())?;
            output.write_all(&frame)?;
        }
        return output.flush();
    }
    let result = if length > request.limits.file_bytes {
        Err(Unreadable::TooLarge { limit: request.limits.file_bytes })
    } else {
        answer(&request, &exactly(input, length)?)
    };
    let json = serde_json::to_vec(&result)?;
    let rows = result.map(|book| wire::write(&book.sheets)).unwrap_or_default();
    // The third of a bundle's frames, its files, is empty where it was not read.
    let frames = if request.read_as == ReadAs::Bundle { vec![json, rows, Vec::new()] } else { vec![json, rows] };
    for frame in frames {
        output.write_all(&(frame.len() as u64).to_le_bytes())?;
        output.write_all(&frame)?;
    }
    output.flush()
}

/// What comes before the file's bytes in a request, for whoever would rather not copy them.
///
/// # Errors
/// When the request cannot be written as JSON.
pub fn head(request: &ReadRequest, file_bytes: usize) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(request)?;
    Ok([&(json.len() as u64).to_le_bytes()[..], &json, &(file_bytes as u64).to_le_bytes()].concat())
}

/// The parent's side: writes a request.
///
/// # Errors
/// When the stream fails.
pub fn ask(output: &mut impl Write, request: &ReadRequest, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&head(request, bytes.len())?)?;
    // A child that has answered without reading the file closes its end; the answer is still there to be read.
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The parent's side: reads the answer, of frames of at most `limit` bytes and at most so many cells.
///
/// # Errors
/// When the stream ends early (the child ran out of memory or time), or holds something else.
pub fn hear(input: &mut impl Read, limit: u64, cells: usize) -> io::Result<Result<RawWorkbook, Unreadable>> {
    let mut answer: Result<RawWorkbook, Unreadable> = serde_json::from_slice(&frame(input, limit)?)?;
    let rows = frame(input, limit)?;
    if let Ok(book) = &mut answer {
        wire::read(&rows, &mut book.sheets, cells)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no rows in the answer"))?;
    }
    Ok(answer)
}

/// The parent's side of an e-mail, as [`hear`].
///
/// # Errors
/// When the stream ends early, or holds something else.
pub fn hear_mail(input: &mut impl Read, limit: u64) -> io::Result<Result<mail::Opened, mail::NoMail>> {
    let answer: Result<mail::Mail, mail::NoMail> = serde_json::from_slice(&frame(input, limit)?)?;
    let joined = frame(input, limit)?;
    mail::heard(answer, &joined)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a file of the e-mail is not in the answer"))
}

fn length(input: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    input.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn frame(input: &mut impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let length = length(input)?;
    if length > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame longer than allowed"));
    }
    exactly(input, length)
}

// Reserves what has come rather than what was announced.
fn exactly(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    input.take(length).read_to_end(&mut out)?;
    if out.len() as u64 == length { Ok(out) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn talk(request: &ReadRequest, bytes: &[u8]) -> Result<RawWorkbook, Unreadable> {
        let (mut there, mut back) = (Vec::new(), Vec::new());
        ask(&mut there, request, bytes).unwrap();
        serve(&mut there.as_slice(), &mut back).unwrap();
        hear(&mut back.as_slice(), 1 << 30, request.limits.cells).unwrap()
    }

    #[test]
    fn the_child_answers_what_the_reader_says() {
        let mut request = ReadRequest { read_as: ReadAs::Csv, limits: Limits::default() };
        let bytes = "Namn;Antal\r\n\u{c5}sa;3\r\n".as_bytes();
        assert_eq!(talk(&request, bytes), csv::read(bytes, &request.limits));
        assert!(talk(&request, bytes).is_ok());
        request.read_as = ReadAs::Workbook;
        assert_eq!(talk(&request, bytes), Err(Unreadable::OtherKind(crate::raw::Kind::Text)));
        request.limits.file_bytes = 3;
        assert_eq!(talk(&request, bytes), Err(Unreadable::TooLarge { limit: 3 }));
    }

    #[test]
    fn a_bundle_comes_with_its_files_or_says_why_not() {
        let mut request = ReadRequest { read_as: ReadAs::Bundle, limits: Limits::default() };
        let talk = |request: &ReadRequest, bytes: &[u8]| {
            let (mut there, mut back) = (Vec::new(), Vec::new());
            ask(&mut there, request, bytes).unwrap();
            serve(&mut there.as_slice(), &mut back).unwrap();
            hear_bundle(&mut back.as_slice(), 1 << 30, request.limits.cells).unwrap()
        };
        let archive = bundle::tests::archive(&[("mapp/rapport.pdf", b"%PDF-1.7 ett"), ("tom.docx", b"")]);
        let bundle = talk(&request, &archive).unwrap();
        assert_eq!(bundle, bundle::read(&archive, &request.limits).unwrap());
        assert_eq!(bundle.files.unwrap()[0].bytes, b"%PDF-1.7 ett");
        request.limits.file_bytes = 3;
        assert_eq!(talk(&request, &archive), Err(Unreadable::TooLarge { limit: 3 }));
    }

    #[test]
    fn a_broken_off_conversation_is_an_error_and_not_a_panic() {
        let mut there = Vec::new();
        ask(&mut there, &ReadRequest { read_as: ReadAs::Csv, limits: Limits::default() }, b"a;b").unwrap();
        for end in 0..there.len() {
            assert!(serve(&mut &there[..end], &mut Vec::new()).is_err());
        }
        assert!(hear(&mut [255_u8; 20].as_slice(), 1 << 20, 9).is_err());
    }
}
