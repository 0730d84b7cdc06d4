//! When a letter that did not go out is tried again, and when that is given up.

use kernel::Instant;

/// Seconds between one try and the next: 1, 5, 15 and 60 minutes, and then every fourth hour. A server that asks one to
/// come back (greylisting) means minutes; one that is away means hours (RFC 5321, 4.5.4.1 asks for half an hour at
/// least once the first tries are over).
const WAITS: [i64; 5] = [60, 300, 900, 3600, 4 * 3600];
/// How long it is tried, in seconds from the first time: five days, as RFC 5321, 4.5.4.1 has it.
const PATIENCE: i64 = 5 * 86_400;
/// How old a reminder may be when it is tried for the first time, in seconds: what it says is of its day.
const REMINDER_KEEPS: i64 = 3 * 86_400;

/// When a letter that failed at `now` is tried again; `None` when it has been tried for long enough. `tries` counts those
/// that have been, `first` is when the first was.
pub fn next_try(tries: u32, first: Instant, now: Instant) -> Option<Instant> {
    let at = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX).min(WAITS.len() - 1);
    let next = now.plus_seconds(WAITS[at]);
    (next.seconds_since(first) <= PATIENCE).then_some(next)
}

/// Whether a reminder is too old to begin with: it has waited for an installation that sent nothing.
pub fn is_stale(queued: Instant, now: Instant) -> bool {
    now.seconds_since(queued) > REMINDER_KEEPS
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_waits_grow_and_end_after_five_days() {
        let first: Instant = "2024-03-15T09:00:00Z".parse().unwrap();
        let (mut now, mut tries, mut last) = (first, 1, 0);
        while let Some(next) = next_try(tries, first, now) {
            let wait = next.seconds_since(now);
            assert!(wait >= last, "{wait} after {last}");
            (now, tries, last) = (next, tries + 1, wait);
        }
        let days = now.seconds_since(first) / 86_400;
        assert!((4..=5).contains(&days), "{days}");
        assert!((30..40).contains(&tries), "{tries}");
    }

    #[test]
    fn a_clock_that_was_set_back_only_prolongs_the_trying() {
        let first: Instant = "2024-03-15T09:00:00Z".parse().unwrap();
        assert!(next_try(1, first, first.plus_seconds(-86_400)).is_some());
        assert!(!is_stale(first, first.plus_seconds(-86_400)));
        assert!(is_stale(first, first.plus_seconds(4 * 86_400)));
    }
}
