//! The one place that reads the machine's clock and its source of randomness.

use kernel::{Chance, Clock, Instant};

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_micros()).ok().and_then(Instant::from_microsecond).unwrap_or(Instant::EPOCH)
    }
}

/// The machine's clock moved to another time, from which it goes on: the demo's.
#[derive(Debug)]
pub struct ShiftedClock {
    from: Instant,
    started: Instant,
}

impl ShiftedClock {
    /// A clock that shows `from` now and goes on at the machine's pace.
    pub fn from(from: Instant) -> Self {
        Self { from, started: SystemClock.now() }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Instant {
        let passed = SystemClock.now().as_microsecond() - self.started.as_microsecond();
        Instant::from_microsecond(self.from.as_microsecond() + passed).unwrap_or(self.from)
    }
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "this is the chance that everything else is given")]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no secret can be made; going on would be worse than stopping.
        assert!(getrandom::fill(bytes).is_ok(), "the operating system gives no randomness");
    }
}
