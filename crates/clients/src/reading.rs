//! Reading answers leniently: a field that is missing, null or of another type is absent; what cannot do without it is
//! skipped and told.

use kernel::Day;
use serde_json::Value;

use crate::fault::Fault;
use crate::http::Answer;

/// Something in an answer that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Skipped {
    /// Where it stood.
    pub place: String,
    /// What it lacked.
    pub lacks: String,
}

/// The text of a field; numbers are taken as they are written. Empty text is absent.
pub(crate) fn text(value: &Value, name: &str) -> Option<String> {
    let text = match value.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The first of the fields that has text.
pub(crate) fn either(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(value, name))
}

/// A day; a date and time counts as its day.
pub(crate) fn day(value: &Value, name: &str) -> Option<Day> {
    text(value, name)?.get(..10)?.parse().ok()
}

/// Truth, also where it is written as text.
pub(crate) fn truth(value: &Value, name: &str) -> Option<bool> {
    match value.get(name)? {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "ja" => Some(true),
            "false" | "nej" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A whole number, also where it is written as text.
pub(crate) fn whole(value: &Value, name: &str) -> Option<i64> {
    match value.get(name)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The elements of a list; none where there is no list.
pub(crate) fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a list: of text, or of objects with a code.
pub(crate) fn texts(value: &Value, name: &str) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        other => either(other, &["code", "schoolTypePart", "name"]),
    };
    list(value, name).iter().filter_map(one).filter(|text| !text.is_empty()).collect()
}

/// The identifier behind a reference: `{"id": …}` or the identifier itself.
pub(crate) fn reference(value: &Value, name: &str) -> Option<String> {
    match value.get(name)? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        other => text(other, "id"),
    }
}

/// The list that an answer consists of, found under one of the paths.
///
/// # Errors
/// When there is none: the answer has another shape than the published one.
pub(crate) fn rows<'a>(answer: &'a Answer, paths: &[&str]) -> Result<&'a [Value], Fault> {
    paths
        .iter()
        .find_map(|path| answer.json.pointer(path).and_then(Value::as_array))
        .map(Vec::as_slice)
        .ok_or_else(|| answer.other_shape(format!("no list at {}", paths.join(" or "))))
}

/// A part of an address, with what an address cannot hold percent-encoded.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// The base of an address without a slash at its end.
pub(crate) fn base(address: &str) -> String {
    address.trim().trim_end_matches('/').to_owned()
}
