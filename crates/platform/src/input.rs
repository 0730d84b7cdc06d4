//! What people send: form fields as they were typed, and files capped while they stream in.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, RawForm, Request};

use crate::app::App;
use crate::reply::Stop;

/// The fields of a posted form, or of a query, each with all its values in order. Nothing is interpreted: fields
/// nobody asks for have no effect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormData(BTreeMap<String, Vec<String>>);

impl FormData {
    /// Reads `a=1&b=2` as browsers send it. Bytes that are not UTF-8 become the replacement character.
    pub fn parse(encoded: &[u8]) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_pairs(encoded) {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    /// From pairs, for tests and the demo.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        Self(fields)
    }

    pub(crate) fn push(&mut self, name: String, value: String) {
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

fn form_pairs(encoded: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
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
        let RawForm(bytes) = RawForm::from_request(request, app).await.map_err(|_| Stop::TooLarge)?;
        Ok(Self::parse(&bytes))
    }
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

/// A form with one file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The other fields.
    pub fields: FormData,
    /// The file, or why there is none.
    pub file: Result<UploadedFile, UploadProblem>,
}

/// How far past the limit a body is read and thrown away, so that the sender gets a page rather than a broken pipe.
const DRAIN: usize = 128 << 20;

impl FromRequest<App> for Upload {
    type Rejection = Stop;
    async fn from_request(mut request: Request, app: &App) -> Result<Self, Stop> {
        // The limit of forms without a file does not hold here; what is kept is counted below.
        DefaultBodyLimit::disable().apply(&mut request);
        let limit = app.settings().upload_limit;
        let mut fields = FormData::default();
        let Ok(mut parts) = Multipart::from_request(request, app).await else {
            return Ok(Self { fields, file: Err(UploadProblem::Broken) });
        };
        let mut file = Err(UploadProblem::Missing);
        loop {
            let mut part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(_) => return Ok(Self { fields, file: Err(UploadProblem::Broken) }),
            };
            let name = part.name().unwrap_or("").to_owned();
            let file_name = part.file_name().map(safe_name);
            let mut bytes = Vec::new();
            let mut seen = 0;
            loop {
                match part.chunk().await {
                    Ok(Some(chunk)) => {
                        seen += chunk.len();
                        if seen > DRAIN {
                            return Err(Stop::TooLarge);
                        }
                        if seen <= limit {
                            bytes.extend_from_slice(&chunk);
                        }
                    }
                    Ok(None) => break,
                    Err(_) => return Ok(Self { fields, file: Err(UploadProblem::Broken) }),
                }
            }
            match file_name {
                Some(file_name) if !(file_name.is_empty() && seen == 0) => {
                    file = if seen > limit {
                        Err(UploadProblem::TooLarge(limit))
                    } else if seen == 0 {
                        Err(UploadProblem::Empty)
                    } else {
                        Ok(UploadedFile { name: file_name, bytes: Bytes::from(bytes) })
                    };
                }
                Some(_) => {}
                None => fields.push(name, String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}")),
            }
        }
        Ok(Self { fields, file })
    }
}

/// The last part of the name, without characters that could mislead about what the file is.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    let clean: String = last
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .take(120)
        .collect();
    clean.trim_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_file_name_cannot_mislead_or_leave_its_folder() {
        assert_eq!(safe_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_name("C:\\mina\\klagomal.xlsx"), "klagomal.xlsx");
        assert_eq!(safe_name("fdp\u{202e}xslx.exe"), "fdpxslx.exe");
        assert_eq!(safe_name("..."), "");
    }
}
