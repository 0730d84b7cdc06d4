//! What a new password must be (NIST SP 800-63B \u{a7} 3.1.1: long rather than strange, no rules about kinds of
//! characters).

use std::collections::BTreeSet;

use platform::session::PASSWORD_LENGTH;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weakness {
    /// Nothing was written.
    Missing,
    /// So many characters are too few.
    TooShort(usize),
    /// Longer than any person types.
    TooLong,
    /// Few different characters.
    TooPlain,
    /// The person's own address or name is most of it.
    Personal,
    /// The two are not the same.
    Differ,
}

/// The longest password.
const LONGEST: usize = 200;

/// The faults of a chosen password by field: `losenord` or `losenord-igen`.
pub(super) fn judge(password: &str, again: &str, name: &str, email: &str) -> Vec<(&'static str, Weakness)> {
    let length = password.chars().count();
    let different: BTreeSet<char> = password.chars().collect();
    let folded = kernel::swedish::fold(password);
    let local = email.split('@').next().unwrap_or_default();
    let rest = [email, local, name]
        .iter()
        .filter(|own| own.chars().count() >= 4)
        .fold(folded, |rest, own| rest.replace(&kernel::swedish::fold(own), ""));
    let weakness = if password.is_empty() {
        Some(Weakness::Missing)
    } else if length < PASSWORD_LENGTH {
        Some(Weakness::TooShort(length))
    } else if length > LONGEST {
        Some(Weakness::TooLong)
    } else if different.len() < 5 {
        Some(Weakness::TooPlain)
    } else if rest.chars().count() < 6 {
        Some(Weakness::Personal)
    } else {
        None
    };
    match weakness {
        Some(weakness) => vec![("losenord", weakness)],
        None if password != again => vec![("losenord-igen", Weakness::Differ)],
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_its_own() {
        for (password, again, expected) in [
            ("", "", Some(Weakness::Missing)),
            ("kort", "kort", Some(Weakness::TooShort(4))),
            ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", Some(Weakness::TooPlain)),
            ("anna.berg@skola.example", "anna.berg@skola.example", Some(Weakness::Personal)),
            ("Anna Berg 2024", "Anna Berg 2024", Some(Weakness::Personal)),
            ("gr\u{e5} h\u{e4}st i regn", "gr\u{e5} h\u{e4}st i regm", Some(Weakness::Differ)),
            ("gr\u{e5} h\u{e4}st i regn", "gr\u{e5} h\u{e4}st i regn", None),
        ] {
            let found = judge(password, again, "Anna Berg", "anna.berg@skola.example");
            assert_eq!(found.first().map(|(_, weakness)| *weakness), expected, "{password:?}");
        }
    }
}
