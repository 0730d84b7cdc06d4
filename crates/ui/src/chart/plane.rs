//! The plane that points and limits are drawn in: per cent upwards, something else to the right.

use super::{Anchor, Drawing, Paint, Unit, Voice, axis, ticks, width_of};

/// Geometry of a plot with per cent upwards.
pub(super) struct Plane {
    /// Left edge of the plot.
    pub(super) left: f64,
    top: f64,
    /// Width of the plot.
    pub(super) width: f64,
    height: f64,
    low: f64,
    high: f64,
    step: f64,
}

impl Plane {
    /// A plane in which all the values lie, within 0 to 100; in a picture of that size, with so much room to the right.
    pub(super) fn of(values: &mut dyn Iterator<Item = f64>, size: (f64, f64), right: f64) -> Self {
        let (mut low, mut high) = (100.0_f64, 0.0_f64);
        for value in values {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 100.0);
        }
        let (_, step) = axis((high - low).max(10.0), Unit::Count);
        let low = ((low / step).floor() * step).max(0.0);
        let high = ((high / step).ceil() * step).min(100.0).max(low + step);
        let left = width_of(&Unit::Percent.write(high.into())) + 14.0;
        let (width, height) = (size.0 - left - right, size.1 - 58.0);
        Self { left, top: 12.0, width, height, low, high, step }
    }

    /// How far down a value stands; what lies outside stands on the edge.
    pub(super) fn y(&self, value: f64) -> f64 {
        let value = value.clamp(self.low, self.high);
        self.top + self.height - (value - self.low) / (self.high - self.low) * self.height
    }

    /// The lower edge.
    pub(super) fn foot(&self) -> f64 {
        self.top + self.height
    }

    /// The right edge.
    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Draws the grid with its per cent.
    pub(super) fn grid(&self, draw: &mut Drawing) {
        for tick in ticks(self.low, self.high, self.step) {
            draw.line((self.left, self.y(tick)), (self.right(), self.y(tick)), Paint::Grid, 1.0, false);
            let text = Unit::Percent.write(tick.into());
            draw.text((self.left - 10.0, self.y(tick) + 5.0), &text, Anchor::End, Voice::Quiet);
        }
    }

    /// A mark: a circle for what is ordinary, a square on its corner for what stands out, so that it is not told by colour
    /// alone.
    pub(super) fn mark(&self, draw: &mut Drawing, x: f64, value: f64, stands_out: bool, paint: Paint) {
        use std::fmt::Write as _;
        let (y, fill) = (self.y(value), draw.fill(paint));
        // Writing to a String cannot fail.
        let _ = if stands_out {
            write!(draw.out, r#"<path d="M{:.1} {y:.1}l6.5 -6.5l6.5 6.5l-6.5 6.5z" {fill}/>"#, x - 6.5)
        } else {
            write!(draw.out, r#"<circle cx="{x:.1}" cy="{y:.1}" r="4" {fill}/>"#)
        };
    }

    /// Whether the value stands within the plot.
    fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// A line through points, broken where there is none and where it would leave the plot.
    pub(super) fn path(&self, draw: &mut Drawing, points: &[Option<(f64, f64)>], paint: Paint, width: f64, dash: &str) {
        use std::fmt::Write as _;
        let (mut path, mut pen_down) = (String::new(), false);
        for point in points {
            match point {
                Some((x, value)) if self.holds(*value) => {
                    let _ = write!(path, "{}{x:.1} {:.1}", if pen_down { "L" } else { "M" }, self.y(*value));
                    pen_down = true;
                }
                Some(_) | None => pen_down = false,
            }
        }
        let stroke = draw.stroke(paint);
        let dash = if dash.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{dash}""#) };
        let _ = write!(draw.out, r#"<path d="{path}" stroke-width="{width}"{dash} stroke-linejoin="round" {stroke}/>"#);
    }
}
