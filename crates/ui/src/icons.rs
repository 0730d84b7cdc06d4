//! Icons as inline SVG: drawn on a 20 by 20 grid with a 1.75 stroke in the text's own colour. Always beside a word, so
//! they are hidden from screen readers.

use maud::{Markup, PreEscaped};

/// What an icon means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Icon {
    Add,
    ArrowDown,
    ArrowRight,
    ArrowUp,
    Bubble,
    Calendar,
    Check,
    CheckCircle,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Circle,
    Clock,
    Cross,
    Download,
    File,
    Filter,
    Info,
    Lock,
    Menu,
    Organisation,
    Pen,
    Pencil,
    Print,
    Question,
    Return,
    Search,
    Sent,
    Stop,
    Trash,
    Upload,
    User,
    Warning,
}

impl Icon {
    /// Every icon, for the page that shows them.
    pub const ALL: &[Self] = &[
        Self::Add,
        Self::ArrowDown,
        Self::ArrowRight,
        Self::ArrowUp,
        Self::Bubble,
        Self::Calendar,
        Self::Check,
        Self::CheckCircle,
        Self::ChevronDown,
        Self::ChevronLeft,
        Self::ChevronRight,
        Self::Circle,
        Self::Clock,
        Self::Cross,
        Self::Download,
        Self::File,
        Self::Filter,
        Self::Info,
        Self::Lock,
        Self::Menu,
        Self::Organisation,
        Self::Pen,
        Self::Pencil,
        Self::Print,
        Self::Question,
        Self::Return,
        Self::Search,
        Self::Sent,
        Self::Stop,
        Self::Trash,
        Self::Upload,
        Self::User,
        Self::Warning,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Add => r#"<path d="M10 4v12M4 10h12"/>"#,
            Self::ArrowDown => r#"<path d="M10 4v12M5 11l5 5 5-5"/>"#,
            Self::ArrowRight => r#"<path d="M4 10h12M11 5l5 5-5 5"/>"#,
            Self::ArrowUp => r#"<path d="M10 16V4M5 9l5-5 5 5"/>"#,
            Self::Bubble => r#"<path d="M3 4.5h14v9H9l-4 3.5v-3.5H3z"/><path d="M6.5 8h7M6.5 10.5h4"/>"#,
            Self::Calendar => r#"<path d="M3 4.5h14V17H3zM3 8.5h14M7 2.5v4M13 2.5v4"/>"#,
            Self::Check => r#"<path d="M4 10.5l4 4 8-9"/>"#,
            Self::CheckCircle => {
                r#"<circle cx="10" cy="10" r="8.1" fill="currentColor"/><path class="cut" d="M6.3 10.4l2.6 2.6 4.9-5.5"/>"#
            }
            Self::ChevronDown => r#"<path d="M5 8l5 5 5-5"/>"#,
            Self::ChevronLeft => r#"<path d="M12.5 4.5L7 10l5.5 5.5"/>"#,
            Self::ChevronRight => r#"<path d="M7.5 4.5L13 10l-5.5 5.5"/>"#,
            Self::Circle => r#"<circle cx="10" cy="10" r="7"/>"#,
            Self::Clock => r#"<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>"#,
            Self::Cross => r#"<path d="M5 5l10 10M15 5L5 15"/>"#,
            Self::Download => r#"<path d="M10 3v10M5.5 9l4.5 4.5L14.5 9M3.5 17h13"/>"#,
            Self::File => r#"<path d="M5 2.5h6.5L15.5 6.5v11H5z"/><path d="M11.5 2.5v4h4M7.5 10.5h5.5M7.5 13.5h5.5"/>"#,
            Self::Filter => r#"<path d="M3 5h14M5.5 10h9M8.5 15h3"/>"#,
            Self::Info => r#"<circle cx="10" cy="10" r="7.5"/><path d="M10 9.3v4.7M10 6.2v.3"/>"#,
            Self::Lock => {
                r#"<path d="M4.5 9h11v8h-11z" fill="currentColor"/><path d="M6.8 9V6.3a3.2 3.2 0 0 1 6.4 0V9"/>"#
            }
            Self::Menu => r#"<path d="M3 5.5h14M3 10h14M3 14.5h14"/>"#,
            Self::Organisation => {
                r#"<path d="M3 17h14M4.5 17V8.5M15.5 17V8.5M8.2 17V8.5M11.8 17V8.5M3 8.5h14L10 3.5z"/>"#
            }
            Self::Pen => {
                r#"<path d="M3 17c2.5-4 4-8.5 5.5-8.5S8 14 9.8 14s2-2.5 3.2-2.5.8 2 4 2"/><path d="M3 5.5h5"/>"#
            }
            Self::Pencil => r#"<path d="M4 16l.8-3.6L13.2 4l2.8 2.8-8.4 8.4z"/><path d="M11.3 5.9l2.8 2.8"/>"#,
            Self::Print => r#"<path d="M6 7V3h8v4M6 14H3.5V7h13v7H14"/><path d="M6 11.5h8V17H6z"/>"#,
            Self::Question => {
                r#"<circle cx="10" cy="10" r="7.5"/><path d="M7.8 8a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.7M10 14v.3"/>"#
            }
            Self::Return => r#"<path d="M8 4L3.5 8.5 8 13"/><path d="M4 8.5h8a4.2 4.2 0 0 1 0 8.4H9"/>"#,
            Self::Search => r#"<circle cx="8.8" cy="8.8" r="5.3"/><path d="M12.8 12.8L17 17"/>"#,
            Self::Sent => r#"<path d="M3 11v6h14v-6M10 13V3.5M6 7.3l4-4 4 4"/>"#,
            Self::Stop => {
                r#"<path d="M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z" fill="currentColor"/><path class="cut" d="M10 5.8v5.2M10 13.8v.3"/>"#
            }
            Self::Trash => r#"<path d="M3.5 5.5h13M8 5.5V3h4v2.5M5 5.5l.8 11.5h8.4L15 5.5M8.3 8.5v5.5M11.7 8.5v5.5"/>"#,
            Self::Upload => r#"<path d="M10 14V4M5.5 8L10 3.5 14.5 8M3.5 17h13"/>"#,
            Self::User => {
                r#"<circle cx="10" cy="6.5" r="3.3"/><path d="M3.5 17c.4-3.6 3-5.3 6.5-5.3s6.1 1.7 6.5 5.3"/>"#
            }
            Self::Warning => {
                r#"<path d="M10 2.8L18.2 17H1.8z" fill="currentColor"/><path class="cut" d="M10 7.5v4.7M10 14.5v.3"/>"#
            }
        }
    }
}

/// The icon as inline SVG, as large as the text it stands in.
pub fn icon(icon: Icon) -> Markup {
    PreEscaped(format!(
        r#"<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>"#,
        icon.path()
    ))
}

/// The mark of the product: a year in three parts, the first one filled.
pub fn mark() -> Markup {
    PreEscaped(
        r#"<svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false"><rect class="mark-first" x="2" y="3" width="6.5" height="22" rx="1.5"/><rect class="mark-rest" x="11.3" y="3.8" width="5" height="20.4" rx="1" fill="none" stroke-width="1.6"/><rect class="mark-rest" x="20.2" y="3.8" width="5" height="20.4" rx="1" fill="none" stroke-width="1.6"/></svg>"#
            .to_owned(),
    )
}
