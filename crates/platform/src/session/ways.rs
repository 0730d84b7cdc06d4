//! Where to go: to sign in and back again, and to act for somebody else.

use crate::account::{Acting, Seat};

/// Where to sign in, coming back to the wanted page.
pub(crate) fn sign_in_address(wanted: &str) -> String {
    if wanted.is_empty() || wanted == "/" || wanted == "/start" {
        "/logga-in".to_owned()
    } else {
        format!("/logga-in?till={}", encode(wanted, |byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte)))
    }
}

/// Percent-encodes every byte that is not to be kept (RFC 3986).
pub(crate) fn encode(text: &str, keep: impl Fn(u8) -> bool) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii() && keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// The wanted page when it is one of ours, else the start page: a link must not lead to a foreign site.
pub(crate) fn safe_return(wanted: &str) -> &str {
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
    fn the_way_to_sign_in_keeps_the_whole_wanted_page() {
        for (wanted, expected) in [
            ("/start", "/logga-in"),
            ("/konto", "/logga-in?till=/konto"),
            ("/h/ek/lista?q=a&b=c", "/logga-in?till=/h/ek/lista%3Fq%3Da%26b%3Dc"),
            ("/h/ek/lista?q=%C3%A5+b", "/logga-in?till=/h/ek/lista%3Fq%3D%25C3%25A5%2Bb"),
            ("/h/ek/lista?q=å", "/logga-in?till=/h/ek/lista%3Fq%3D%C3%A5"),
        ] {
            let address = sign_in_address(wanted);
            assert_eq!(address, expected);
            let query = address.split_once('?').map_or("", |(_, query)| query);
            let back = crate::input::FormData::parse(query.as_bytes());
            assert_eq!(back.get("till"), if wanted == "/start" { "" } else { wanted });
        }
    }

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
