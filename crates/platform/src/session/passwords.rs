//! Passwords: hashed with Argon2id (RFC 9106) at the OWASP parameters that the crate has as its default.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};

use crate::reply::Stop;

/// The shortest password.
pub const PASSWORD_LENGTH: usize = 12;
/// A password's hash, for accounts made at the command line.
pub async fn hash(password: String) -> Result<String, Stop> {
    tokio::task::spawn_blocking(move || hash_blocking(&password))
        .await
        .map_err(Stop::failed)?
        .ok_or_else(|| Stop::broken("a password could not be hashed"))
}

/// As [`hash`], on the calling thread.
pub fn hash_blocking(password: &str) -> Option<String> {
    let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

pub(super) async fn verify(password: String, stored: Option<String>) -> bool {
    // A hash that no password gives, with the parameters in use.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    tokio::task::spawn_blocking(move || {
        let stored = stored.as_deref().unwrap_or(NOBODY);
        Argon2::default().verify_password(password.as_bytes(), stored).is_ok()
    })
    .await
    .unwrap_or(false)
}
