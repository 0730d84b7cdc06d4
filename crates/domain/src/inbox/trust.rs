//! Whether the address of a letter can be believed, by what the authority's own server wrote in its head (RFC 8601).

use super::model::Why;

/// What one server said, by method in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'a> {
    /// The name it gives itself.
    pub server: &'a str,
    /// Method and word: `dmarc`, `fail`.
    pub methods: Vec<(&'a str, &'a str)>,
}

/// Why the address is not believed; nothing where it is. Only the topmost word of the server that is believed counts:
/// whoever sends a letter can write what they like further down, or in another's name. Without such a server nothing can
/// be asked, and the address stands for itself.
pub fn trust(said: &[Said<'_>], server: Option<&str>) -> Option<Why> {
    let server = server?;
    let Some(own) = said.iter().find(|one| one.server.eq_ignore_ascii_case(server)) else {
        return Some(Why::NotJudged);
    };
    let word = |method: &str| own.methods.iter().find(|(of, _)| *of == method).map(|(_, word)| *word);
    let forged = |method: &str, said: &str| Some(Why::Forged { method: method.to_owned(), said: said.to_owned() });
    match word("dmarc") {
        // The one method that speaks of the address a person sees.
        Some("pass" | "bestguesspass") => return None,
        Some(said @ ("fail" | "permerror")) => return forged("dmarc", said),
        _ => {}
    }
    match (word("spf"), word("dkim")) {
        (Some(said @ ("fail" | "softfail" | "permerror")), _) => forged("spf", said),
        (_, Some(said @ ("fail" | "permerror"))) => forged("dkim", said),
        (Some("pass"), _) | (_, Some("pass")) => None,
        _ => Some(Why::NotJudged),
    }
}
