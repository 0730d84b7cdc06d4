//! Rate limits kept in memory: token buckets keyed by a salted hash, so that no address is stored anywhere.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use kernel::{Chance, Instant};
use sha2::{Digest, Sha256};

/// How many attempts a bucket holds when full.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// The most attempts at once. A school class shares one address, so this is generous.
    pub burst: u32,
    /// Seconds for one attempt to come back.
    pub refill_seconds: u32,
}

/// Attempts to sign in from one address.
pub const SIGN_IN: Limit = Limit { burst: 60, refill_seconds: 5 };

/// Pages that anybody may read, from one address: a library or a newsroom shares one.
pub const OPEN_PAGES: Limit = Limit { burst: 120, refill_seconds: 1 };

/// Receipt codes that are tried, by all together: what keeps a code is its length, and this keeps the machine.
pub const CODES: Limit = Limit { burst: 1_200, refill_seconds: 1 };

/// What people without an account write, by all together. A class, a school and a newspaper's readers may write at once.
pub const TELLING: Limit = Limit { burst: 5_000, refill_seconds: 1 };

/// Drafts of people without an account that are kept, by all together: five or so for each that is sent.
pub const UNSENT: Limit = Limit { burst: 10_000, refill_seconds: 1 };

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

/// The buckets of one process.
#[derive(Debug, Default)]
pub struct RateLimits(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    salt: [u8; 16],
    salted_on: Option<kernel::Day>,
    buckets: BTreeMap<[u8; 8], Bucket>,
}

/// Past this many buckets all are forgotten: a flood of addresses must not fill the memory.
const MOST: usize = 100_000;

impl RateLimits {
    /// Takes one attempt from the address's bucket for the purpose. `false` when it is empty.
    pub fn allow(&self, limit: Limit, purpose: &str, from: Option<IpAddr>, now: Instant, chance: &dyn Chance) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.salted_on != Some(now.day()) {
            // A new salt each day: yesterday's buckets cannot be tied to today's addresses.
            chance.fill(&mut state.salt);
            state.salted_on = Some(now.day());
            state.buckets.clear();
        }
        if state.buckets.len() > MOST {
            state.buckets.clear();
        }
        let mut hash = Sha256::new();
        hash.update(state.salt);
        hash.update(purpose);
        hash.update(from.map(|address| whose(address).to_string()).unwrap_or_default());
        let mut key = [0; 8];
        key.copy_from_slice(&hash.finalize()[..8]);
        let full = f64::from(limit.burst);
        let bucket = state.buckets.entry(key).or_insert(Bucket { tokens: full, at: now });
        #[expect(clippy::cast_precision_loss, reason = "seconds between two requests are far below 2^52")]
        let passed = now.seconds_since(bucket.at).max(0) as f64;
        bucket.tokens = (bucket.tokens + passed / f64::from(limit.refill_seconds)).min(full);
        bucket.at = now;
        if bucket.tokens < 1.0 {
            return false;
        }
        bucket.tokens -= 1.0;
        true
    }
}

/// An IPv6 address stands for its network of 64 bits: whoever has one has all of them.
fn whose(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SeededChance;

    #[test]
    fn a_class_may_try_at_once_a_flood_may_not_and_waiting_helps() {
        let (limits, chance) = (RateLimits::default(), SeededChance::new(1));
        let from = Some(IpAddr::from([127, 0, 0, 1]));
        let now = Instant::EPOCH;
        let allowed = (0..100).filter(|_| limits.allow(SIGN_IN, "x", from, now, &chance)).count();
        assert_eq!(allowed, 60);
        assert!(!limits.allow(SIGN_IN, "x", from, now, &chance));
        assert!(limits.allow(SIGN_IN, "x", from, now.plus_seconds(5), &chance));
        assert!(limits.allow(SIGN_IN, "x", Some(IpAddr::from([127, 0, 0, 2])), now, &chance));
        let own = |last| Some(IpAddr::from([0x2001, 0xdb8, 0, 0, 1, 2, 3, last]));
        assert_eq!((0..100).filter(|last| limits.allow(SIGN_IN, "x", own(*last), now, &chance)).count(), 60);
    }
}
