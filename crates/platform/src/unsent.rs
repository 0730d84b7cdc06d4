//! What somebody without an account has written and not sent yet, so that going back, loading a page again, another
//! language and a lost connection lose nothing of it, without script.
//!
//! It is kept here rather than in the browser, where a cookie is too small for it, and rather than in the page alone, which
//! going back would have to send once more. The text lies sealed under the master key and a secret that only the browser's
//! cookie has: the database and its backups cannot be read for it, and when the cookie is gone nobody can open it. It
//! opens for an hour after it was last written, and is taken away when it is sent or the page is left quickly.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::Instant;
use store::{Actor, ActorKind, Housekeeping, ReadTx, Scope, StoreError, WriteContext, global_sql};

use crate::app::{App, Settings};
use crate::reply::Stop;
use crate::{rate, session};

/// How long after it was last written something opens again, at the most.
pub const OPEN_SECONDS: i64 = 3600;
/// The most bytes that are kept: more than anything that can be sent. What is longer stays in its page.
const LARGEST: usize = 128 << 10;
/// Characters of a secret: 32 random bytes in base64.
const SECRET: usize = 43;

/// What the browser that asks has written and not sent.
#[derive(Debug)]
pub struct Unsent {
    app: App,
    secret: Option<String>,
}

impl FromRequestParts<App> for Unsent {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Stop> {
        let secret = session::read_cookie(&parts.headers, cookie_name(app.settings()));
        Ok(Self { app: app.clone(), secret: secret.filter(|secret| secret.len() == SECRET) })
    }
}

impl Unsent {
    fn now(&self) -> Instant {
        self.app.clock().now()
    }

    fn context(&self) -> WriteContext {
        WriteContext { actor: Actor::of(ActorKind::Anonymous), now: self.now().day().start() }
    }

    /// The text that was kept last, where it opens still.
    pub async fn read(&self) -> Result<Option<String>, Stop> {
        let Some(secret) = &self.secret else { return Ok(None) };
        let finder = self.app.keys().finder(secret);
        let find =
            move |tx: &mut ReadTx<'_>| tx.maybe(global_sql!("SELECT sealed FROM unsent WHERE finder = $1"), &[&finder]);
        let found: Option<(Vec<u8>,)> = self.app.0.db.read::<_, StoreError>(Scope::Global, find).await?;
        Ok(found.and_then(|(sealed,)| self.opened(&self.app.keys().open_with(secret, &sealed)?)))
    }

    fn opened(&self, plain: &[u8]) -> Option<String> {
        let (ends, text) = plain.split_at_checked(8)?;
        let ends = Instant::from_microsecond(i64::from_be_bytes(ends.try_into().ok()?))?;
        // A clock that was set back opens nothing for longer than was said.
        let left = ends.seconds_since(self.now());
        (0..=OPEN_SECONDS).contains(&left).then(|| String::from_utf8(text.to_vec()).ok()).flatten()
    }

    /// Keeps the text for so many seconds instead of what was kept before, and gives the cookie that opens it; nothing where
    /// more is written by all together than there is room for.
    pub async fn keep(&self, text: &str, seconds: i64) -> Result<Option<String>, Stop> {
        let (now, chance) = (self.now(), &**self.app.chance());
        if text.len() > LARGEST || !self.app.0.limits.allow(rate::UNSENT, "unsent", None, now, chance) {
            return Ok(None);
        }
        let secret = self.secret.clone().unwrap_or_else(|| session::new_token(chance));
        let mut plain = now.plus_seconds(seconds.min(OPEN_SECONDS)).as_microsecond().to_be_bytes().to_vec();
        plain.extend_from_slice(text.as_bytes());
        let (finder, sealed) = (self.app.keys().finder(&secret), self.app.keys().seal_with(&secret, &plain, chance));
        let today = now.day();
        self.app
            .0
            .db
            .write::<_, StoreError>(Scope::Global, self.context(), move |mut tx| {
                tx.execute(
                    global_sql!(
                        "INSERT INTO unsent (finder, day, sealed) VALUES ($1, $2, $3)
                         ON CONFLICT (finder) DO UPDATE SET day = excluded.day, sealed = excluded.sealed"
                    ),
                    &[&finder, &today, &sealed],
                )?;
                // Yesterday's may have been written a minute ago.
                tx.execute(global_sql!("DELETE FROM unsent WHERE day < $1"), &[&today.plus_days(-1)])?;
                Ok(tx.keep(Housekeeping::Unsent, ()))
            })
            .await?;
        Ok(Some(written(self.app.settings(), &secret, None)))
    }

    /// Takes it away, and gives the cookie that ends the browser's half.
    pub async fn forget(&self) -> Result<String, Stop> {
        if let Some(secret) = &self.secret {
            let finder = self.app.keys().finder(secret);
            self.app
                .0
                .db
                .write::<_, StoreError>(Scope::Global, self.context(), move |mut tx| {
                    tx.execute(global_sql!("DELETE FROM unsent WHERE finder = $1"), &[&finder])?;
                    Ok(tx.keep(Housekeeping::Unsent, ()))
                })
                .await?;
        }
        Ok(written(self.app.settings(), "", Some(0)))
    }
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-utkast" } else { "utkast" }
}

/// Without a time of its own it goes when the browser is closed.
fn written(settings: &Settings, value: &str, seconds: Option<i64>) -> String {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{}={value}; Path=/{age}; HttpOnly; SameSite=Lax{secure}", cookie_name(settings))
}
