//! Time and chance as parameters, so that a test, the demo and the running service differ only in what they pass in.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::time::Instant;

/// Tells what time it is. The running service passes the system's clock, tests and the demo one that they set.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// Gives random bytes. The running service passes the operating system's, tests and the demo a seeded one.
pub trait Chance: Send + Sync + fmt::Debug {
    /// Fills the slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// A clock that stands where it was put until it is moved.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that shows the given instant.
    pub fn at(instant: Instant) -> Self {
        Self(AtomicI64::new(instant.as_microsecond()))
    }

    /// Moves the clock, forwards or backwards.
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves the clock forwards by whole seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Instant::EPOCH)
    }
}

/// A repeatable source of bytes (SplitMix64, Steele, Lea and Flood 2014). Never for secrets.
#[derive(Debug)]
pub struct SeededChance(Mutex<u64>);

impl SeededChance {
    /// A source that always gives the same bytes for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}
