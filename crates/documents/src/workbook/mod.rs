//! Workbooks (.xlsx): written from a plain description, read back as they stand.

pub mod edit;
pub mod read;
pub mod spec;
pub mod write;

#[cfg(test)]
mod testing;

pub use read::read;
pub(crate) use read::serial_day;

/// The place that a person writes as `B3`; `None` for what no workbook has.
pub fn place_of(reference: &str) -> Option<crate::raw::Place> {
    read::sheet::place(reference)
}
pub use write::{WriteError, write};

/// The media type of a workbook.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Custom document properties with this prefix are ours.
pub(crate) const STAMP_PREFIX: &str = "stamp.";

/// Writes a stamp as one line that a person can read and [`parse_stamp`] can take apart: `key=value; key=value`.
pub(crate) fn stamp_line(stamp: &std::collections::BTreeMap<String, String>) -> String {
    let quoted = |text: &str| text.replace('%', "%25").replace(';', "%3B").replace('=', "%3D");
    let pairs: Vec<String> = stamp.iter().map(|(key, value)| format!("{}={}", quoted(key), quoted(value))).collect();
    format!("{} {}", crate::sv::STAMP, pairs.join("; "))
}

/// The pairs of a line written by [`stamp_line`], or `None` when it is another text.
pub(crate) fn parse_stamp(line: &str) -> Option<std::collections::BTreeMap<String, String>> {
    let plain = |text: &str| text.trim().replace("%3D", "=").replace("%3B", ";").replace("%25", "%");
    let rest = line.trim().strip_prefix(crate::sv::STAMP)?;
    Some(rest.split(';').filter_map(|pair| pair.split_once('=')).map(|(k, v)| (plain(k), plain(v))).collect())
}
