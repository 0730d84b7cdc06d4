//! Charts as SVG made on the server: the same picture on the page and in print, always with title, description and the
//! table behind it. Bars start at zero; lines are named at their end; what is missing is a gap; the reader's own figures
//! have the accent, others greys. Hues are distinguishable with any colour vision and come in a fixed order.
//!
//! Print draws explicit colours and a font that the typesetter has; the page draws classes, so that dark mode applies.

mod bars;
mod funnel;
mod lines;
mod months;
mod plane;
mod stacked;

pub use bars::{Bar, BarChart};
pub use funnel::{FunnelChart, FunnelLimits, FunnelPoint};
pub use lines::{LineChart, Series, sparkline};
pub use months::{MonthChart, MonthPoint};
pub use stacked::{StackRow, StackedChart};

use std::fmt::Write as _;

use kernel::swedish;
use maud::{Markup, PreEscaped, html};

use crate::disclosure::reveal;
use crate::sv;
use crate::text::Text;

/// For what medium a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// A web page: classes, coloured by the style sheet in light and dark.
    Page,
    /// Paper: explicit colours, no style sheet needed.
    Print,
}

/// A value, or why there is none. Three different things, never one sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Known.
    Known(f64),
    /// Nobody told.
    Missing,
    /// Hidden, since too few people stand behind it.
    TooFew,
    /// Hidden for a reason that is told beside the picture.
    Hidden,
}

impl Value {
    /// The number, when it is known.
    pub const fn known(self) -> Option<f64> {
        match self {
            Self::Known(number) => Some(number),
            Self::Missing | Self::TooFew | Self::Hidden => None,
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Known(number)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Missing, Self::Known)
    }
}

/// In what values are counted, and so how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Per cent, 0 to 100.
    #[default]
    Percent,
    /// Things or people.
    Count,
    /// A mean, with one decimal.
    Decimal,
}

impl Unit {
    /// *84 %*, *1 234*, *3,4*, or the words for why there is no value.
    pub fn write(self, value: Value) -> String {
        match value {
            Value::Missing => sv::MISSING.to_owned(),
            Value::TooFew => sv::TOO_FEW.to_owned(),
            Value::Hidden => sv::HIDDEN.to_owned(),
            Value::Known(number) => self.number(number),
        }
    }

    fn number(self, number: f64) -> String {
        match self {
            Self::Percent => format!("{}\u{a0}%", whole(number)),
            Self::Count => whole(number),
            Self::Decimal => {
                let sign = if number < 0.0 { "\u{2212}" } else { "" };
                format!("{sign}{:.1}", number.abs()).replace('.', ",")
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounded, and `as` saturates")]
fn whole(number: f64) -> String {
    swedish::integer(number.round() as i64)
}

/// A line to compare with, with its name.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// Where it stands.
    pub value: f64,
    /// Its name, such as the word for target and its value.
    pub label: Text<'a>,
}

/// What all charts can do.
pub trait Chart {
    /// Its title, the accessible name of the picture.
    fn title(&self) -> &str;
    /// The picture, `width` pixels wide. `id` must be the chart's own on the page.
    fn svg(&self, id: &str, width: u32, palette: Palette) -> String;
    /// The same values as a table.
    fn table(&self) -> Markup;
}

/// A chart on a page: first the sentence, then the picture (one drawn for wide and one for narrow screens), then the table
/// and the source. An empty source is left out.
pub fn figure(id: &str, sentence: &str, chart: &dyn Chart, source: &str) -> Markup {
    html! {
        figure.chart {
            figcaption { (sentence) }
            div.chart-wide { (PreEscaped(chart.svg(&format!("{id}-w"), 720, Palette::Page))) }
            div.chart-narrow { (PreEscaped(chart.svg(&format!("{id}-n"), 360, Palette::Page))) }
            (reveal(sv::AS_TABLE, false, &chart.table()))
            @if !source.is_empty() { p.chart-source { (source) } }
        }
    }
}

/// What a shape is, and so how it is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paint {
    /// The reader's own.
    You,
    /// Somebody else's.
    Other,
    /// The n-th of several series.
    Hue(usize),
    /// Grid lines and axes.
    Grid,
    /// Bands of intervals.
    Band,
    /// The target line.
    Target,
}

const HUES: [&str; 5] = ["#0b5563", "#96600a", "#7263ad", "#63777d", "#45413b"];
const HUE_CLASSES: [&str; 5] = ["c-1", "c-2", "c-3", "c-4", "c-5"];

impl Paint {
    fn class(self) -> &'static str {
        match self {
            Self::You => "c-you",
            Self::Other => "c-other",
            Self::Hue(index) => HUE_CLASSES[index % HUE_CLASSES.len()],
            Self::Grid => "c-grid",
            Self::Band => "c-band",
            Self::Target => "c-target",
        }
    }
    fn colour(self) -> &'static str {
        match self {
            Self::You => HUES[0],
            Self::Other => "#838d90",
            Self::Hue(index) => HUES[index % HUES.len()],
            Self::Grid => "#dcd7cc",
            Self::Band | Self::Target => "#1b1a17",
        }
    }
}

/// An SVG being written.
struct Drawing {
    out: String,
    palette: Palette,
}

impl Drawing {
    fn new(id: &str, title: &str, description: &str, size: (f64, f64), palette: Palette) -> Self {
        let (width, height) = size;
        let font = match palette {
            Palette::Page => r#" class="chart-svg""#,
            Palette::Print => r#" font-family="Libertinus Serif, serif""#,
        };
        let mut out = String::new();
        let id = escape(id);
        let _ = write!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" role="img" aria-labelledby="{id}-t {id}-d"{font} font-size="14"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
            escape(title),
            escape(description)
        );
        Self { out, palette }
    }

    fn fill(&self, paint: Paint) -> String {
        match self.palette {
            Palette::Page => format!(r#"class="{}""#, paint.class()),
            Palette::Print if paint == Paint::Band => {
                format!(r##"fill="{}" stroke="#ffffff" stroke-width="1""##, paint.colour())
            }
            Palette::Print => format!(r#"fill="{}""#, paint.colour()),
        }
    }

    fn stroke(&self, paint: Paint) -> String {
        match self.palette {
            Palette::Page => format!(r#"class="{} c-line""#, paint.class()),
            Palette::Print => format!(r#"fill="none" stroke="{}""#, paint.colour()),
        }
    }

    fn rect(&mut self, at: (f64, f64), size: (f64, f64), paint: Paint) {
        let fill = self.fill(paint);
        let _ = write!(
            self.out,
            r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" {fill}/>"#,
            at.0,
            at.1,
            size.0.max(0.0),
            size.1
        );
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint, width: f64, dashed: bool) {
        let stroke = self.stroke(paint);
        let dash = if dashed { r#" stroke-dasharray="5 4""# } else { "" };
        let _ = write!(
            self.out,
            r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke-width="{width}"{dash} {stroke}/>"#,
            from.0, from.1, to.0, to.1
        );
    }

    fn text(&mut self, at: (f64, f64), text: &str, anchor: Anchor, voice: Voice) {
        let class = match (self.palette, voice) {
            (Palette::Page, Voice::Plain) => r#"class="c-text""#,
            (Palette::Page, Voice::Quiet) => r#"class="c-quiet""#,
            (Palette::Page, Voice::Strong) => r#"class="c-text c-strong""#,
            (Palette::Page, Voice::OnColour) => r#"class="c-on""#,
            (Palette::Print, Voice::Plain) => {
                r##"fill="#1b1a17" paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round""##
            }
            (Palette::Print, Voice::Quiet) => {
                r##"fill="#55514a" paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round""##
            }
            (Palette::Print, Voice::Strong) => {
                r##"fill="#1b1a17" font-weight="700" paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round""##
            }
            (Palette::Print, Voice::OnColour) => r##"fill="#ffffff""##,
        };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let _ = write!(self.out, r#"<text x="{:.1}" y="{:.1}"{anchor} {class}>{}</text>"#, at.0, at.1, escape(text));
    }

    /// The lines of a label under one another, the first on the base line.
    fn label(&mut self, at: (f64, f64), lines: &[String], anchor: Anchor, voice: Voice) {
        let mut base = at.1;
        for line in lines {
            self.text((at.0, base), line, anchor, voice);
            base += LABEL_LINE;
        }
    }

    fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }
}

#[derive(Debug, Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, Copy)]
enum Voice {
    Plain,
    Quiet,
    Strong,
    OnColour,
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Control characters are not allowed in XML.
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// About how wide a text is at 14 pixels, in the widest of the fonts that a reader may have (`DejaVu` Sans): a label that is
/// thought narrower than it is loses its first letters at the edge.
fn width_of(text: &str) -> f64 {
    text.chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | '.' | ',' | ':' | '\'' | '|' | ' ' | '\u{a0}' => 4.5,
            't' | 'f' | 'r' | '(' | ')' | '-' | '\u{2013}' => 5.8,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 13.6,
            letter if letter.is_uppercase() => 10.2,
            _ => 8.8,
        })
        .sum()
}

/// As [`width_of`], in the voice it is written in: bold letters are wider.
fn width_in(text: &str, voice: Voice) -> f64 {
    match voice {
        Voice::Strong => width_of(text) * 1.13,
        Voice::Plain | Voice::Quiet | Voice::OnColour => width_of(text),
    }
}

/// How far apart the lines of a label stand.
const LABEL_LINE: f64 = 16.0;

/// A label on one line, or on two where it does not fit on one. What does not fit on two either is cut.
fn label_lines(text: &str, room: f64, voice: Voice) -> Vec<String> {
    // Room is compared with plain letters, so that cutting counts alike.
    let room = room / (width_in("n", voice) / width_of("n"));
    if width_of(text) <= room {
        return vec![text.to_owned()];
    }
    let mut first = String::new();
    for word in text.split_inclusive(' ') {
        if !first.is_empty() && width_of(&format!("{first}{}", word.trim_end())) > room {
            break;
        }
        first.push_str(word);
    }
    match text.get(first.len()..) {
        Some(rest) if !rest.is_empty() => vec![fitted(first.trim_end(), room), fitted(rest, room)],
        _ => vec![fitted(text, room)],
    }
}

/// The text, cut with an ellipsis where it is wider than there is room for. The table has it whole.
fn fitted(text: &str, room: f64) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        out.push(letter);
        if width_of(&out) > room - 10.0 {
            out.pop();
            break;
        }
    }
    format!("{}\u{2026}", out.trim_end())
}

/// The round number at or above `number` that an axis can end at, and the step between its grid lines.
fn axis(number: f64, unit: Unit) -> (f64, f64) {
    if unit == Unit::Percent && number > 60.0 && number <= 100.0 {
        return (100.0, 25.0);
    }
    if !number.is_finite() || number <= 0.0 {
        return (1.0, 1.0);
    }
    let mut step = 10_f64.powf((number / 4.0).log10().floor());
    for factor in [1.0, 2.0, 5.0, 10.0] {
        if step * factor * 4.0 >= number {
            step *= factor;
            break;
        }
    }
    if unit == Unit::Count {
        step = step.max(1.0);
    }
    ((number / step).ceil() * step, step)
}

/// The grid values from `from` to `to`.
fn ticks(from: f64, to: f64, step: f64) -> Vec<f64> {
    let mut values = Vec::new();
    let mut at = from;
    while at <= to + step / 1000.0 && values.len() < 20 {
        values.push(at);
        at += step;
    }
    values
}
