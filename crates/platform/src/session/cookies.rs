//! The cookies: the session's own, and the notice that one page leaves for the next.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::app::Settings;

/// Ends the notice of what has just been done.
pub const CLEAR_FLASH: &str = "flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

pub(super) fn cookie_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-tertial" } else { "tertial" }
}

pub(super) fn cookie(settings: &Settings, value: &str, seconds: i64) -> String {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(settings))
}

pub(crate) fn read_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

/// The notice that the page before left.
pub(crate) fn flash(parts: &Parts) -> Option<(String, String)> {
    let value = read_cookie(&parts.headers, "flash").filter(|value| !value.is_empty())?;
    let (tone, text) = value.split_once('.')?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    Some((tone.to_owned(), text))
}

pub(crate) fn flash_cookie(tone: &str, text: &str) -> String {
    format!("flash={tone}.{}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", URL_SAFE_NO_PAD.encode(text))
}
