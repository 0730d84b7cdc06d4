//! How the workbooks look: one ink, one accent, hairlines, room to breathe.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const INK: u32 = 0x1D_2A_30;
const QUIET: u32 = 0x5B_6B_72;
const ACCENT: u32 = 0x0B_55_63;
const FILL: u32 = 0xE4_EF_F0;
const HAIR: u32 = 0xC9_D5_D8;
const RED: u32 = 0xA1_26_1D;
const RED_FILL: u32 = 0xFB_E4_E1;

pub(super) const FONT: &str = "Calibri";
/// Height of a line of body text, in points.
pub(super) const LINE: f64 = 15.0;

pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) heading_rule: Format,
    pub(super) term: Format,
    pub(super) fact: Format,
    pub(super) body: Format,
    pub(super) small: Format,
    pub(super) table_title: Format,
    pub(super) column: Format,
    pub(super) fault_column: Format,
    pub(super) fault_text: Format,
    pub(super) text: Format,
    pub(super) day: Format,
    pub(super) day_time: Format,
    pub(super) integer: Format,
    pub(super) decimal: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let base = || {
            Format::new()
                .set_font_name(FONT)
                .set_font_size(11)
                .set_font_color(Color::RGB(INK))
                .set_align(FormatAlign::Top)
        };
        let wrapped = || base().set_text_wrap().set_align(FormatAlign::Left);
        let boxed = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(HAIR));
        let input = || boxed(base().set_unlocked());
        let left = || input().set_align(FormatAlign::Left).set_indent(1);
        let column = wrapped()
            .set_indent(1)
            .set_bold()
            .set_font_color(Color::RGB(ACCENT))
            .set_background_color(Color::RGB(FILL))
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(HAIR))
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(Color::RGB(ACCENT));
        let heading =
            base().set_bold().set_font_size(13).set_font_color(Color::RGB(ACCENT)).set_align(FormatAlign::Bottom);
        let rule =
            |format: Format| format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(ACCENT));
        Self {
            title: base().set_bold().set_font_size(18).set_align(FormatAlign::VerticalCenter),
            heading: rule(heading.clone()),
            heading_rule: rule(base()),
            term: wrapped().set_bold(),
            fact: wrapped().set_font_color(Color::RGB(QUIET)),
            body: wrapped(),
            small: wrapped().set_font_size(8).set_font_color(Color::RGB(QUIET)),
            table_title: base().set_bold().set_font_size(14).set_align(FormatAlign::VerticalCenter),
            fault_column: column.clone().set_font_color(Color::RGB(RED)).set_background_color(Color::RGB(RED_FILL)),
            column,
            // Unlocked, so that whole rows can be deleted and sorted in a protected sheet.
            fault_text: boxed(wrapped().set_indent(1).set_unlocked().set_font_color(Color::RGB(RED))),
            // "@": what is typed stays as typed, also 1-2 and =A1.
            text: left().set_num_format("@").set_text_wrap(),
            day: left().set_num_format("yyyy\\-mm\\-dd"),
            day_time: left().set_num_format("yyyy\\-mm\\-dd\\ hh:mm"),
            integer: input().set_num_format("0").set_align(FormatAlign::Right).set_indent(1),
            decimal: input().set_align(FormatAlign::Right).set_indent(1),
        }
    }

    /// The same cell with a fault in it.
    pub(super) fn marked(format: &Format) -> Format {
        format
            .clone()
            .set_background_color(Color::RGB(RED_FILL))
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(RED))
    }

    /// The same cell without lines, for the rows that nobody has prepared.
    pub(super) fn plain(format: &Format) -> Format {
        format.clone().set_border(FormatBorder::None)
    }
}
