//! Where to go: to sign in and back again, and to act for somebody else.

use crate::account::{Acting, Seat};

/// Where to sign in, coming back to the wanted page.
pub(crate) fn sign_in_address(wanted: &str) -> String {
    if wanted.is_empty() || wanted == "/" || wanted == "/start" {
        "/logga-in".to_owned()
    } else {
        format!("/logga-in?till={}", wanted.replace('&', "%26").replace('#', "%23"))
    }
}

/// The wanted page when it is one of ours, else the start page: a link must not lead to a foreign site.
pub fn safe_return(wanted: &str) -> &str {
    let ours = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.chars().any(char::is_control);
    if ours { wanted } else { "/start" }
}

pub(crate) fn switch_address(seat: &Seat) -> String {
    match seat.acting() {
        Acting::Authority(tenant) => format!("/byt/myndighet/{tenant}"),
        Acting::Provider(organisation) => format!("/byt/anordnare/{organisation}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_never_leads_to_another_site() {
        for (wanted, expected) in [
            ("/start", "/start"),
            ("/h/ekstad/redovisning?a=b", "/h/ekstad/redovisning?a=b"),
            ("//evil.example", "/start"),
            ("https://evil.example", "/start"),
            ("/\\evil.example", "/start"),
            ("/a\r\nSet-Cookie: x", "/start"),
            ("", "/start"),
        ] {
            assert_eq!(safe_return(wanted), expected, "{wanted:?}");
        }
    }
}
