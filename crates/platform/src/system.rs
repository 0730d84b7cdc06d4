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

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no secret can be made; going on would be worse than stopping.
        assert!(getrandom::fill(bytes).is_ok(), "the operating system gives no randomness");
    }
}
