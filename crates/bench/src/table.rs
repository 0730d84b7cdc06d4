//! Medians, percentiles and the rows that are printed.

use std::time::{Duration, Instant};

/// The present, for measuring how long something takes.
#[expect(clippy::disallowed_methods, reason = "measures how long something takes")]
pub fn started() -> Instant {
    Instant::now()
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The middle value; 0 of none.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// The smallest value that so many percent of the values do not exceed (nearest rank); 0 of none.
pub fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

/// One figure.
#[derive(Debug)]
pub struct Row<'a> {
    /// What was measured.
    pub what: &'a str,
    /// What Tertial came to.
    pub ours: String,
    /// The peer's name and what it came to.
    pub peer: String,
    /// How many times better than the peer; what it says depends on the figure.
    pub ratio: String,
    /// What was asked, and whether it is met; `None` where nothing was asked.
    pub asked: Option<(&'a str, bool)>,
}

/// Prints the head of a table of rows.
pub fn head() {
    println!("| figure | Tertial | peer | ratio | asked |");
    println!("|---|---|---|---|---|");
}

/// Prints the row.
pub fn print(row: &Row<'_>) {
    let asked = row
        .asked
        .map_or_else(|| "–".to_owned(), |(asked, met)| format!("{asked}: {}", if met { "met" } else { "NOT met" }));
    println!("| {} | {} | {} | {} | {asked} |", row.what, row.ours, row.peer, row.ratio);
}

/// How busy the machine was, for the foot of a table.
pub fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{cores} cores, load over one minute {}", load.split(' ').next().unwrap_or("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rank_is_taken() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        for (percent, expected) in [(50, 50.0), (95, 95.0), (99, 99.0), (100, 100.0)] {
            assert!((percentile(&values, percent) - expected).abs() < f64::EPSILON, "{percent}");
        }
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(percentile(&[], 95).abs() < f64::EPSILON);
    }
}
