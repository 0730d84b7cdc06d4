//! Horizontal bars: one value for each of many.

use kernel::swedish;
use maud::{Markup, Render, html};

use super::{
    Anchor, Chart, Drawing, LABEL_LINE, Paint, Palette, Target, Unit, Value, Voice, axis, label_lines, ticks, width_in,
    width_of,
};
use crate::sv;
use crate::table::{Column, Row, Table};
use crate::text::Text;

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar<'a> {
    /// Whose.
    pub label: Text<'a>,
    /// How much.
    pub value: Value,
    /// Out of how many; shown as `n = 120`.
    pub base: Option<u64>,
    /// Between which values it may lie.
    pub interval: Option<(f64, f64)>,
    /// Whether it is the reader's own.
    pub you: bool,
}

/// Bars in the order given (sort them by what matters).
#[derive(Debug, Clone)]
pub struct BarChart<'a> {
    /// Title.
    pub title: Text<'a>,
    /// What the picture says, in a sentence or two.
    pub description: Text<'a>,
    /// What the bars are, as the first head of the table, such as `Anordnare`.
    pub kind: Text<'a>,
    /// In what the values are counted.
    pub unit: Unit,
    /// The bars.
    pub bars: Vec<Bar<'a>>,
    /// A line across all of them.
    pub target: Option<Target<'a>>,
}

impl BarChart<'_> {
    fn largest(&self) -> f64 {
        let values = self.bars.iter().flat_map(|bar| [bar.value.known(), bar.interval.map(|i| i.1)]).flatten();
        values.chain(self.target.as_ref().map(|target| target.value)).fold(0.0, f64::max)
    }
    fn voice(bar: &Bar<'_>) -> Voice {
        if bar.you { Voice::Strong } else { Voice::Plain }
    }
    fn value_text(&self, bar: &Bar<'_>) -> String {
        let value = self.unit.write(bar.value);
        match (bar.value, bar.base) {
            (Value::Known(_), Some(n)) => format!("{value} ({})", sv::base(n)),
            _ => value,
        }
    }
}

impl Chart for BarChart<'_> {
    fn title(&self) -> &str {
        &self.title
    }

    fn svg(&self, id: &str, width: u32, palette: Palette) -> String {
        let width = f64::from(width);
        let wide = width >= 520.0;
        let longest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let left = if wide {
            longest(&mut self.bars.iter().map(|bar| width_in(&bar.label, Self::voice(bar)))).min(width * 0.36) + 12.0
        } else {
            0.0
        };
        let right = longest(&mut self.bars.iter().map(|bar| width_in(&self.value_text(bar), Self::voice(bar)))) + 14.0;
        let room = (width - left - right).max(60.0);
        let labels: Vec<Vec<String>> = self
            .bars
            .iter()
            .map(|bar| label_lines(&bar.label, if wide { left - 12.0 } else { width }, Self::voice(bar)))
            .collect();
        let more = if labels.iter().any(|lines| lines.len() > 1) { LABEL_LINE } else { 0.0 };
        let top = if self.target.is_some() { 30.0 } else { 8.0 };
        let pitch = more + if wide { 30.0 } else { 46.0 };
        #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
        let plot = pitch * self.bars.len() as f64;
        let (max, step) = axis(self.largest(), self.unit);
        let x = |value: f64| left + value / max * room;

        let mut draw = Drawing::new(id, &self.title, &self.description, (width, top + plot + 26.0), palette);
        for tick in ticks(0.0, max, step) {
            draw.line((x(tick), top), (x(tick), top + plot), Paint::Grid, 1.0, false);
            let anchor = if wide || tick > 0.0 { Anchor::Middle } else { Anchor::Start };
            draw.text((x(tick), top + plot + 18.0), &self.unit.write(tick.into()), anchor, Voice::Quiet);
        }
        // Bars first, then the target, then words: no line crosses a word.
        let places = |index: usize| {
            #[expect(clippy::cast_precision_loss, reason = "a count of bars")]
            let y = top + pitch * index as f64;
            if wide { (y, y + 6.0 + more / 2.0, 18.0) } else { (y, y + 22.0 + more, 16.0) }
        };
        for (index, bar) in self.bars.iter().enumerate() {
            let (_, bar_top, thick) = places(index);
            if let Some(value) = bar.value.known() {
                draw.rect(
                    (x(0.0), bar_top),
                    (x(value) - x(0.0), thick),
                    if bar.you { Paint::You } else { Paint::Other },
                );
                if let Some((low, high)) = bar.interval {
                    draw.rect((x(low), bar_top + thick / 2.0 - 2.0), (x(high) - x(low), 4.0), Paint::Band);
                }
            }
        }
        if let Some(target) = &self.target {
            let at = x(target.value);
            draw.line((at, top - 6.0), (at, top + plot), Paint::Target, 1.5, true);
            let half = width_of(&target.label) / 2.0;
            draw.text(
                (at.clamp(half, (width - half).max(half)), top - 12.0),
                &target.label,
                Anchor::Middle,
                Voice::Plain,
            );
        }
        for (index, bar) in self.bars.iter().enumerate() {
            let (y, bar_top, thick) = places(index);
            let base = bar_top + thick / 2.0 + 5.0;
            let (voice, lines) = (Self::voice(bar), &labels[index]);
            // One line of two stands next to the bar.
            let spare = if lines.len() > 1 { 0.0 } else { more };
            if wide {
                draw.label((left - 12.0, base + (spare - more) / 2.0), lines, Anchor::End, voice);
            } else {
                draw.label((0.0, y + 15.0 + spare), lines, Anchor::Start, voice);
            }
            let voice = if bar.value.known().is_some() { voice } else { Voice::Quiet };
            // Values stand in a column of their own, where no bar or line meets them; a reason stands in the bar's place.
            let at = if bar.value.known().is_some() { left + room + 12.0 } else { x(0.0) + 8.0 };
            draw.text((at, base), &self.value_text(bar), Anchor::Start, voice);
        }
        draw.finish()
    }

    fn table(&self) -> Markup {
        let based = self.bars.iter().any(|bar| bar.base.is_some());
        let ranged = self.bars.iter().any(|bar| bar.interval.is_some());
        let mut columns = vec![Column::new(&*self.kind), Column::number(&*self.title)];
        if based {
            columns.push(Column::number("n"));
        }
        if ranged {
            columns.push(Column::number(sv::INTERVAL));
        }
        let rows = self.bars.iter().map(|bar| {
            let mut cells = vec![html! { (bar.label) }, html! { (self.unit.write(bar.value)) }];
            if based {
                cells.push(
                    html! { @if let Some(n) = bar.base { (swedish::integer(i64::try_from(n).unwrap_or(i64::MAX))) } },
                );
            }
            if ranged {
                cells.push(html! { @if let Some((low, high)) = bar.interval { (sv::range(self.unit, low, high)) } });
            }
            Row::new(cells)
        });
        Table::new(&*self.title, columns).hide_caption().dense().rows(rows.collect()).render()
    }
}
