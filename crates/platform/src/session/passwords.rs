//! Passwords: hashed with Argon2id (RFC 9106) at the OWASP parameters that the crate has as its default.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};

use tokio::sync::Semaphore;

use crate::reply::Stop;

/// The shortest password.
pub const PASSWORD_LENGTH: usize = 12;
/// How many passwords are worked on at once: each takes 19 MiB and a core, and they come before anybody is known.
const AT_ONCE: usize = 3;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// Runs the work apart from the threads that answer, a few at a time. `None` when it panicked.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let turn = TURNS.acquire().await.ok()?;
    // The turn goes with the work: whoever asked may leave, and the work goes on all the same.
    let done = store::apart(move || {
        let _turn = turn;
        work()
    });
    done.await.ok()
}

/// A password's hash, for accounts made at the command line.
pub async fn hash(password: String) -> Result<String, Stop> {
    in_turn(move || hash_blocking(&password))
        .await
        .flatten()
        .ok_or_else(|| Stop::broken("a password could not be hashed"))
}

/// As [`hash`], on the calling thread.
pub fn hash_blocking(password: &str) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

/// Whether the password gives the hash. Without one the same work is done for a no, so that the time tells nothing.
pub(crate) async fn verify(password: String, stored: Option<String>) -> bool {
    // A hash that no password gives, with the parameters in use.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    in_turn(move || {
        let stored = stored.as_deref().unwrap_or(NOBODY);
        Argon2::default().verify_password(password.as_bytes(), stored).is_ok()
    })
    .await
    .unwrap_or(false)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn only_a_few_passwords_are_worked_on_at_once() {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        runtime.block_on(async {
            let work = || {
                MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                for _ in 0..1000 {
                    std::thread::yield_now();
                }
                NOW.fetch_sub(1, Ordering::SeqCst);
            };
            let all: Vec<_> = (0..40).map(|_| tokio::spawn(in_turn(work))).collect();
            for one in all {
                assert_eq!(one.await.unwrap(), Some(()));
            }
        });
        let most = MOST.load(Ordering::SeqCst);
        assert!((1..=AT_ONCE).contains(&most), "{most}");
    }
}
