//! Small helpers that all components share.

use std::borrow::Cow;

/// Text that a component shows: borrowed or owned, always escaped when it is drawn.
pub type Text<'a> = Cow<'a, str>;

/// An id made of a name: letters of ASCII, digits, `-` and `_`; everything else becomes `-`.
pub(crate) fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// The id of the control with this name; what error summaries link to.
pub(crate) fn control_id(name: &str) -> String {
    format!("f-{}", slug(name))
}

/// Several class names as one, empty ones left out.
pub(crate) fn classes(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// Several ids as one reference list, or nothing.
pub(crate) fn references(parts: &[Option<&str>]) -> Option<String> {
    let joined = parts.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}
