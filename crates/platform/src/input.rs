//! What people send: form fields as they were typed, and files capped while they stream in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::rejection::RawFormRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, RawForm, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use kernel::Id;
use kernel::id::kind::Person;
use tokio::sync::OwnedSemaphorePermit;
use tower_http::timeout::TimeoutError;

use crate::app::App;
use crate::reply::{Stop, Unread};

/// The fields of a posted form, or of a query, each with all its values in order. Nothing is interpreted: fields
/// nobody asks for have no effect. What nobody sees (zero-width characters, direction marks, fillers) is gone, and a
/// text of them alone is empty, so that no form that asks for a text can be answered with nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormData(BTreeMap<String, Vec<String>>);

impl FormData {
    /// Reads `a=1&b=2` as browsers send it. Bytes that are not UTF-8 become the replacement character.
    pub fn parse(encoded: &[u8]) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_pairs(encoded) {
            let value = seen(&name, value);
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    /// From pairs, for tests and the demo.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name.to_owned()).or_default().push(seen(name, value.to_owned()));
        }
        Self(fields)
    }

    pub(crate) fn push(&mut self, name: String, value: String) {
        let value = seen(&name, value);
        self.0.entry(name).or_default().push(value);
    }

    /// The last value of the field, outer white space gone; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.last()).map_or("", |value| value.trim())
    }

    /// Whether the field was sent, even empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All values of the field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every field with its last value, trimmed, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, values)| Some((name.as_str(), values.last()?.trim())))
    }
}

/// Whether the field holds a secret: kept as it was typed, never shown.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    ["losenord", "password", "nuvarande"].iter().any(|word| name.contains(word))
}

/// The value without what nobody sees.
fn seen(name: &str, value: String) -> String {
    if is_secret(name) {
        return value;
    }
    match kernel::visible::visible(&value) {
        Cow::Borrowed(same) if same.len() == value.len() => value,
        other => other.into_owned(),
    }
}

pub(crate) fn form_pairs(encoded: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) =
            pair.iter().position(|byte| *byte == b'=').map_or((pair, &b""[..]), |at| (&pair[..at], &pair[at + 1..]));
        (decode(name), decode(value))
    })
}

fn decode(encoded: &[u8]) -> String {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => out.push(b' '),
            b'%' => match tail {
                [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok()).unwrap_or(0);
                    out.push(digit(*high) * 16 + digit(*low));
                    rest = after;
                }
                _ => out.push(b'%'),
            },
            other => out.push(*other),
        }
    }
    // NUL never means anything in a form, and PostgreSQL cannot store it.
    String::from_utf8_lossy(&out).replace('\0', "\u{fffd}").replace("\r\n", "\n")
}

impl FromRequest<App> for FormData {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let RawForm(bytes) = RawForm::from_request(request, app).await.map_err(not_read)?;
        Ok(Self::parse(&bytes))
    }
}

/// Why a form was not read.
fn not_read(rejection: RawFormRejection) -> Stop {
    match &rejection {
        RawFormRejection::InvalidFormContentType(_) => Stop::Unread(Unread::Kind),
        RawFormRejection::BytesRejection(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Stop::TooLarge,
        RawFormRejection::BytesRejection(error) if stalled(error) => Stop::Unread(Unread::Slow),
        _ => Stop::Unread(Unread::Broken),
    }
}

/// Whether what was sent stopped coming, rather than broke off.
fn stalled(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let late = error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::TimedOut);
        if late || error.is::<TimeoutError>() {
            return true;
        }
        next = error.source();
    }
    false
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The name the sender's machine gave it, made safe to show: no path, no control or direction characters.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Why there is no file to work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadProblem {
    /// No file was chosen.
    Missing,
    /// The file is larger than this many bytes.
    TooLarge(usize),
    /// The file is empty.
    Empty,
    /// What was sent is not a form with a file, or was cut off on the way.
    Broken,
}

/// A form with one file or several.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The other fields.
    pub fields: FormData,
    /// The file, or why there is none; the last where there are several.
    pub file: Result<UploadedFile, UploadProblem>,
    /// Every file, for a form that takes several; all of them together are no larger than one may be.
    pub files: Vec<UploadedFile>,
    /// The sender's turn, given up when the upload is dropped.
    _turn: Option<Arc<OwnedSemaphorePermit>>,
}

/// Carried in the request once it is known who sends it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sender(pub(crate) Id<Person>);

/// How far past the limit of files a body is read and thrown away, so that the sender gets a page rather than a broken
/// pipe.
const DRAIN: usize = 128 << 20;
/// How many parts a form may have.
const PARTS: usize = 200;
/// How many bytes the names and the fields that are no files may have together.
const FIELDS: usize = 1 << 20;

impl FromRequest<App> for Upload {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        // One file at a time from each person, before a byte of it is read: each lies in memory until it has been dealt
        // with. The next one waits on its way here.
        let turn = match request.extensions().get::<Sender>() {
            Some(Sender(person)) => {
                let turn = app.0.senders.of(*person).acquire_owned().await.map_err(Stop::failed)?;
                Some(Arc::new(turn))
            }
            None => {
                let place = app.0.strangers.clone().acquire_owned().await.map_err(Stop::failed)?;
                Some(Arc::new(place))
            }
        };
        Ok(Upload { _turn: turn, ..read_upload(request, app.settings().upload_limit).await? })
    }
}

/// A form that may have files and need not: sent in either way that browsers send forms.
#[derive(Debug, Clone)]
pub struct MayUpload(pub Upload);

impl FromRequest<App> for MayUpload {
    type Rejection = Stop;
    async fn from_request(request: Request, app: &App) -> Result<Self, Stop> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Ok(Self(Upload::from_request(request, app).await?));
        }
        let fields = FormData::from_request(request, app).await?;
        Ok(Self(Upload { fields, file: Err(UploadProblem::Missing), files: Vec::new(), _turn: None }))
    }
}

/// Reads a form with one file of at most `limit` bytes. Whatever is sent, no more is kept than that and [`FIELDS`].
async fn read_upload(mut request: Request, limit: usize) -> Result<Upload, Stop> {
    // Instead of the limit of forms without a file: the whole body, whatever its parts.
    DefaultBodyLimit::max(limit.saturating_add(DRAIN)).apply(&mut request);
    let mut upload =
        Upload { fields: FormData::default(), file: Err(UploadProblem::Missing), files: Vec::new(), _turn: None };
    let Ok(parts) = Multipart::from_request(request, &()).await else {
        return Ok(Upload { file: Err(UploadProblem::Broken), ..upload });
    };
    match read_parts(parts, limit, &mut upload).await {
        Ok(()) => Ok(upload),
        Err(Cut::TooMuch) => Err(Stop::TooLarge),
        Err(Cut::Slow) => Err(Stop::Unread(Unread::Slow)),
        Err(Cut::Broken) => Ok(Upload { file: Err(UploadProblem::Broken), ..upload }),
    }
}

/// Why a form was not read to its end.
enum Cut {
    TooMuch,
    Slow,
    Broken,
}

impl From<MultipartError> for Cut {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooMuch,
            _ if stalled(&error) => Self::Slow,
            _ => Self::Broken,
        }
    }
}

async fn read_parts(mut parts: Multipart, limit: usize, upload: &mut Upload) -> Result<(), Cut> {
    let (mut count, mut in_files, mut in_fields) = (0, 0, 0);
    while let Some(mut part) = parts.next_field().await? {
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(safe_name);
        count += 1;
        in_fields += name.len();
        if count > PARTS || in_fields > FIELDS {
            return Err(Cut::TooMuch);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await? {
            if file_name.is_none() {
                in_fields += chunk.len();
                if in_fields > FIELDS {
                    return Err(Cut::TooMuch);
                }
            } else {
                in_files += chunk.len();
                if in_files > limit {
                    // Nothing of it will be used: what is still to come is only read past.
                    bytes = Vec::new();
                    continue;
                }
            }
            bytes.extend_from_slice(&chunk);
        }
        match file_name {
            Some(_) if in_files > limit => upload.file = Err(UploadProblem::TooLarge(limit)),
            // The browser sends a part without a name when no file was chosen.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(_) if bytes.is_empty() => upload.file = Err(UploadProblem::Empty),
            Some(name) => {
                let file = UploadedFile { name, bytes: Bytes::from(bytes) };
                upload.files.push(file.clone());
                upload.file = Ok(file);
            }
            None => upload.fields.push(name, String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}")),
        }
    }
    Ok(())
}

/// A form with one file that may be larger than memory: its bytes are handed on as they come.
#[derive(Debug)]
pub struct LargeUpload(Result<Multipart, UploadProblem>);

/// What came with a [`LargeUpload`].
#[derive(Debug, Clone)]
pub struct Received {
    /// The other fields.
    pub fields: FormData,
    /// The file's name and size, or why there is none.
    pub file: Result<(String, u64), UploadProblem>,
}

/// The largest file that any form takes piece by piece.
const LARGEST: usize = 2 << 30;

impl FromRequest<App> for LargeUpload {
    type Rejection = Stop;
    async fn from_request(mut request: Request, _: &App) -> Result<Self, Stop> {
        DefaultBodyLimit::max(LARGEST + DRAIN).apply(&mut request);
        Ok(Self(Multipart::from_request(request, &()).await.map_err(|_| UploadProblem::Broken)))
    }
}

impl LargeUpload {
    /// Reads the form and hands the file's bytes to `pieces`, at most `limit` of them. A reader that has gone is as good
    /// as one that has heard enough: what is still to come is read past.
    ///
    /// # Errors
    /// When the form is larger than any form of ours, or stops coming.
    pub async fn receive(self, limit: usize, pieces: tokio::sync::mpsc::Sender<Bytes>) -> Result<Received, Stop> {
        let mut received = Received { fields: FormData::default(), file: Err(UploadProblem::Missing) };
        let parts = match self.0 {
            Ok(parts) => parts,
            Err(problem) => return Ok(Received { file: Err(problem), ..received }),
        };
        match hand_on(parts, limit, &pieces, &mut received).await {
            Ok(()) => Ok(received),
            Err(Cut::TooMuch) => Err(Stop::TooLarge),
            Err(Cut::Slow) => Err(Stop::Unread(Unread::Slow)),
            Err(Cut::Broken) => Ok(Received { file: Err(UploadProblem::Broken), ..received }),
        }
    }
}

async fn hand_on(
    mut parts: Multipart,
    limit: usize,
    pieces: &tokio::sync::mpsc::Sender<Bytes>,
    received: &mut Received,
) -> Result<(), Cut> {
    let (mut count, mut in_fields, mut taken) = (0, 0, false);
    while let Some(mut part) = parts.next_field().await? {
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(safe_name);
        count += 1;
        in_fields += name.len();
        let (mut bytes, mut size) = (Vec::new(), 0_usize);
        while let Some(chunk) = part.chunk().await? {
            size += chunk.len();
            if file_name.is_none() {
                in_fields += chunk.len();
                bytes.extend_from_slice(&chunk);
            } else if !taken && size <= limit {
                let _ = pieces.send(chunk).await;
            }
            if in_fields > FIELDS {
                return Err(Cut::TooMuch);
            }
        }
        if count > PARTS {
            return Err(Cut::TooMuch);
        }
        match file_name {
            Some(_) if taken => {}
            Some(_) if size > limit => received.file = Err(UploadProblem::TooLarge(limit)),
            // The browser sends a part without a name when no file was chosen.
            Some(name) if name.is_empty() && size == 0 => {}
            Some(_) if size == 0 => received.file = Err(UploadProblem::Empty),
            Some(name) => {
                received.file = Ok((name, size as u64));
                taken = true;
            }
            None => received.fields.push(name, String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}")),
        }
    }
    Ok(())
}

/// The most characters of a file's name that are kept.
const LONGEST_NAME: usize = 200;

/// The last part of the name, without characters that could mislead about what the file is.
pub(crate) fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    let clean = kernel::visible::one_line(&clean);
    let clean = clean.trim_matches(['.', ' ']);
    // The ending says what the file is, so a long name is cut before it.
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, format!(".{ending}")),
        _ => (clean, String::new()),
    };
    let room = LONGEST_NAME - ending.chars().count();
    stem.chars().take(room).chain(ending.chars()).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use axum::body::Body;
    use axum::http::header::CONTENT_TYPE;

    use super::*;

    /// A form of parts, each a disposition and so many bytes, repeated; made as it is read.
    fn sent(parts: Vec<(&'static str, usize)>, times: usize) -> Request {
        let pieces = (0..times).flat_map(move |_| parts.clone()).flat_map(|(disposition, length)| {
            let head = format!("--grans\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
            let chunk = Bytes::from(vec![b'a'; length.min(1 << 20)]);
            let body = (0..length.div_ceil(1 << 20)).map(move |_| chunk.clone());
            std::iter::once(Bytes::from(head)).chain(body).chain([Bytes::from_static(b"\r\n")])
        });
        let pieces = pieces.chain([Bytes::from_static(b"--grans--\r\n")]);
        let mut pieces = pieces.map(|piece| Ok::<_, std::io::Error>(hyper::body::Frame::data(piece)));
        let body = Body::new(crate::serve::tests::Pieces(Box::new(move || pieces.next())));
        Request::post("/").header(CONTENT_TYPE, "multipart/form-data; boundary=grans").body(body).unwrap()
    }

    fn read(parts: Vec<(&'static str, usize)>, times: usize) -> Result<Upload, Stop> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(read_upload(sent(parts, times), 10 << 20))
    }

    #[test]
    fn a_form_with_one_file_is_read() {
        let upload = read(vec![("name=\"a\"", 3), ("name=\"fil\"; filename=\"b.xlsx\"", 10 << 20)], 1).unwrap();
        assert_eq!(upload.fields.get("a"), "aaa");
        let file = upload.file.unwrap();
        assert_eq!((file.name.as_str(), file.bytes.len()), ("b.xlsx", 10 << 20));
    }

    #[test]
    fn a_persons_next_file_is_not_read_before_the_one_at_hand_has_been_dealt_with() {
        let test = store::testing::TestDb::new(store::Engine::Sqlite).unwrap();
        let (app, _) = crate::jobs::tests::with_jobs(&test, &[]);
        let [one, other] = [1, 2].map(|seed| Id::<Person>::random(&kernel::SeededChance::new(seed)));
        let from = |person| {
            let mut request = sent(vec![("name=\"fil\"; filename=\"b.xlsx\"", 1)], 1);
            request.extensions_mut().insert(Sender(person));
            Upload::from_request(request, &app)
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let first = from(one).await.unwrap();
            let mut second = Box::pin(from(one));
            assert!(tokio::time::timeout(std::time::Duration::ZERO, &mut second).await.is_err(), "it waits");
            assert!(from(other).await.is_ok(), "another person's does not");
            assert_eq!(first.file.clone().unwrap().bytes.len(), 1);
            drop(first);
            assert!(second.await.unwrap().file.is_ok());
        });
    }

    #[test]
    fn a_file_past_the_limit_is_told_with_the_limit_and_an_endless_one_is_cut() {
        const FILE: &str = "name=\"fil\"; filename=\"b.xlsx\"";
        for (parts, times) in [(vec![(FILE, 11 << 20)], 1), (vec![(FILE, 6 << 20)], 2), (vec![(FILE, 1 << 20)], 60)] {
            assert_eq!(read(parts, times).unwrap().file.unwrap_err(), UploadProblem::TooLarge(10 << 20));
        }
        assert!(matches!(read(vec![(FILE, 300 << 20)], 1), Err(Stop::TooLarge)));
        assert!(matches!(read(vec![(FILE, 5 << 20)], 40), Err(Stop::TooLarge)));
    }

    fn received(parts: Vec<(&'static str, usize)>, limit: usize) -> (Result<Received, Stop>, usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut request = sent(parts, 1);
            DefaultBodyLimit::max(LARGEST + DRAIN).apply(&mut request);
            let upload = LargeUpload(Multipart::from_request(request, &()).await.map_err(|_| UploadProblem::Broken));
            let (pieces, mut coming) = tokio::sync::mpsc::channel::<Bytes>(4);
            let counted = async {
                let mut size = 0;
                while let Some(piece) = coming.recv().await {
                    size += piece.len();
                }
                size
            };
            tokio::join!(upload.receive(limit, pieces), counted)
        })
    }

    #[test]
    fn a_large_file_is_handed_on_piece_by_piece_and_never_past_its_limit() {
        const FILE: &str = "name=\"fil\"; filename=\"b.csv\"";
        let (outcome, size) = received(vec![("name=\"a\"", 3), (FILE, 30 << 20)], 40 << 20);
        let outcome = outcome.unwrap();
        assert_eq!((outcome.fields.get("a"), outcome.file), ("aaa", Ok(("b.csv".to_owned(), 30 << 20))));
        assert_eq!(size, 30 << 20);
        let (outcome, size) = received(vec![(FILE, 30 << 20)], 10 << 20);
        assert_eq!(outcome.unwrap().file, Err(UploadProblem::TooLarge(10 << 20)));
        assert!(size <= 10 << 20, "{size}");
        let (outcome, _) = received(vec![("name=\"fil\"; filename=\"\"", 0)], 10);
        assert_eq!(outcome.unwrap().file, Err(UploadProblem::Missing));
    }

    #[test]
    fn fields_that_are_no_files_have_a_limit_together_in_bytes_and_in_number() {
        assert!(read(vec![("name=\"a\"", 1000)], 200).unwrap().fields.all("a").len() == 200);
        assert!(matches!(read(vec![("name=\"a\"", 20 << 20)], 200), Err(Stop::TooLarge)));
        assert!(matches!(read(vec![("name=\"a\"", 100_000)], 20), Err(Stop::TooLarge)));
        assert!(matches!(read(vec![("name=\"a\"", 0)], 201), Err(Stop::TooLarge)));
    }

    #[test]
    fn form_fields_are_decoded_and_odd_bytes_never_break() {
        let data = FormData::parse(b"a=1+2&b=%C3%A5&a=3&broken=%zz%4&nul=%00&=x&empty");
        assert_eq!(data.get("a"), "3");
        assert_eq!(data.all("a"), ["1 2", "3"]);
        assert_eq!(data.get("b"), "\u{e5}");
        assert_eq!(data.get("broken"), "%zz%4");
        assert_eq!(data.get("nul"), "\u{fffd}");
        assert!(data.has("empty"));
        assert_eq!(FormData::parse(b"x=%ff").get("x"), "\u{fffd}");
    }

    #[test]
    fn what_nobody_sees_is_no_text_and_secrets_are_left_alone() {
        let data = FormData::parse("a=%E2%80%8B&b=x%E2%80%AEy&c=%E3%85%A4+%C2%AD&losenord=a%C2%ADb".as_bytes());
        assert_eq!([data.get("a"), data.get("b"), data.get("c")], ["", "xy", ""]);
        assert_eq!(data.get("losenord"), "a\u{ad}b");
        assert_eq!(FormData::from_pairs([("a", "\u{2060}")]).get("a"), "");
    }

    /// Form data out of a body that ends as it ends.
    fn form(kind: &str, end: Option<std::io::Error>, limit: usize) -> Result<(), String> {
        let mut pieces = vec![end.map(Err), Some(Ok(hyper::body::Frame::data(Bytes::from_static(b"a=ett"))))];
        let body = Body::new(crate::serve::tests::Pieces(Box::new(move || pieces.pop().flatten())));
        let mut request = Request::post("/").header(CONTENT_TYPE, kind).body(body).unwrap();
        DefaultBodyLimit::max(limit).apply(&mut request);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = runtime.block_on(RawForm::from_request(request, &()));
        read.map(|_| ()).map_err(|rejection| format!("{:?}", not_read(rejection)))
    }

    #[test]
    fn a_form_that_cannot_be_read_is_told_why() {
        const FORM: &str = "application/x-www-form-urlencoded";
        assert_eq!(form(FORM, None, 100), Ok(()));
        assert_eq!(form(FORM, None, 3), Err("TooLarge".to_owned()));
        assert_eq!(form("application/json", None, 100), Err("Unread(Kind)".to_owned()));
        assert_eq!(form(FORM, Some(ErrorKind::TimedOut.into()), 100), Err("Unread(Slow)".to_owned()));
        assert_eq!(form(FORM, Some(ErrorKind::ConnectionReset.into()), 100), Err("Unread(Broken)".to_owned()));
    }

    #[test]
    fn a_file_name_cannot_mislead_or_leave_its_folder() {
        assert_eq!(safe_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_name("C:\\mina\\klagomal.xlsx"), "klagomal.xlsx");
        assert_eq!(safe_name("fdp\u{202e}xslx.exe"), "fdpxslx.exe");
        assert_eq!(safe_name("..."), "");
        let long = safe_name(&format!("{}.xlsx", "\u{e5}".repeat(5000)));
        assert_eq!((long.chars().count(), long.ends_with("\u{e5}.xlsx")), (LONGEST_NAME, true));
        assert_eq!(safe_name(&"a.".repeat(300)).chars().count(), LONGEST_NAME);
    }
}
