//! Files to fetch, each with its format and size before one clicks.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::Text;

/// One file.
#[derive(Debug, Clone)]
pub struct FileItem<'a> {
    /// Address.
    pub href: Text<'a>,
    /// What it is, in words (not its file name).
    pub title: Text<'a>,
    /// Format, such as `Excel` or `PDF`.
    pub format: Text<'a>,
    /// Size in bytes, when known.
    pub bytes: Option<u64>,
    /// A line more; empty when there is none.
    pub note: Text<'a>,
}

/// The files.
pub fn file_list(files: &[FileItem<'_>]) -> Markup {
    html! {
        ul.files role="list" {
            @for file in files { li {
                (icon(Icon::File))
                div {
                    a href=(file.href) download {
                        (file.title) " "
                        span.file-kind { "(" (file.format) @if let Some(bytes) = file.bytes { ", " (sv::size(bytes)) } ")" }
                    }
                    @if !file.note.is_empty() { p { (file.note) } }
                }
            } }
        }
    }
}
