//! The design system: every component a person meets, as a pure function of its data. For whoever draws a page.
//!
//! A component gives markup (`maud::Markup`); label, help, fault and aria are tied together here, once. How it looks
//! stands in `assets/css`, what script adds to it in `assets/tertial.js`; both may be missing and the page
//! still works. Words of the components themselves stand in `sv.rs`; words with data come in as arguments.
//! The page `/formsprak` (development) shows all of it: [`gallery`].

mod text;

pub mod button;
pub mod calendar;
pub mod chart;
pub mod compare;
pub mod disclosure;
pub mod edit_table;
pub mod figures;
pub mod files;
pub mod form;
pub mod icons;
pub mod matrix;
pub mod navigation;
pub mod notice;
pub mod plain;
pub mod preview;
pub mod reading;
pub mod shell;
pub mod state;
pub mod summary;
pub mod sv;
pub mod table;
pub mod task_list;
pub mod thread;
pub mod timeline;
pub mod view_gallery;

pub use button::{Button, actions, link_button, post_button};
pub use calendar::{CalendarEntry, calendar};
pub use chart::{
    BarChart, Chart, FunnelChart, LineChart, MonthChart, Palette, Series, StackedChart, Target, figure, sparkline,
};
pub use compare::{Change, diff};
pub use disclosure::{fold, guide, help_inset, reveal};
pub use edit_table::{Control, EditColumn, EditRow, EditTable};
pub use figures::{Tile, meter, tiles};
pub use files::{FileItem, file_list};
pub use form::{
    Choice, Field, Width, checkbox, checkboxes, date_input, fieldset, file_upload, file_upload_saying, form, hidden,
    number_input, password_input, radios, search_form, select, text_input, textarea, upload_form, yes_no,
};
pub use icons::{Icon, icon};
pub use matrix::{Matrix, MatrixCell, MatrixColumn, MatrixRow};
pub use navigation::{Crumb, Tab, breadcrumbs, pagination, stepper, tabs};
pub use notice::{draft_banner, empty_state, locked_panel, notice, returned_panel, warning};
pub use plain::{ELSEWHERE, LEAVE, PlainPage, Tongue, plain_shell};
pub use preview::{FaultGroup, FaultPlace, fault_groups};
pub use reading::{Answer, quote, reading_room, theme_tag};
pub use shell::{Assets, Flash, NavItem, Page, Place, Session, SwitchTo, UserMenu, shell};
pub use state::{State, Tone, state_mark, state_tag, tag};
pub use summary::{
    CheckRow, FaultLine, Receipt, check_answers, confirmation, error_summary, grouped_error_summary, hash_groups,
    key_values,
};
pub use table::{Column, ColumnChoice, Row, Sort, Table};
pub use task_list::{Task, TaskGroup, task_list};
pub use text::Text;
pub use thread::{Message, thread};
pub use timeline::{Event, timeline};
pub use view_gallery::gallery;

pub use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

#[cfg(test)]
mod tests;

/// The style sheet: its parts, in the order in which they hold.
pub const STYLE: &str = concat!(
    include_str!("../../../assets/css/01-ground.css"),
    include_str!("../../../assets/css/02-shell.css"),
    include_str!("../../../assets/css/03-forms.css"),
    include_str!("../../../assets/css/04-content.css"),
    include_str!("../../../assets/css/05-lists.css"),
    include_str!("../../../assets/css/06-phone.css"),
    include_str!("../../../assets/css/07-print.css"),
    include_str!("../../../assets/css/08-plain.css"),
);
