//! Whether the address of a letter can be believed, by what the authority's own server wrote in its head (RFC 8601).

use super::model::Why;

/// What one server said, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'a> {
    /// The name it gives itself.
    pub server: &'a str,
    /// What it said.
    pub words: Vec<Word<'a>>,
}

/// One word of a server: of which method, and about which domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// `spf`, `dkim` or `dmarc`.
    pub method: &'a str,
    /// Such as `fail`.
    pub said: &'a str,
    /// The domain that was looked at; empty where it is not named.
    pub domain: &'a str,
}

/// How bad a word is: the worst of a method counts, since a sender can have good ones written beside it.
fn badness(said: &str) -> u8 {
    match said {
        "fail" => 4,
        "permerror" => 3,
        "softfail" => 2,
        "pass" => 0,
        _ => 1,
    }
}

/// Whether what holds for the domain holds for the address: it is its domain, or one above it. A name of one part is
/// above everything, and says nothing.
fn covers(domain: &str, address: &str) -> bool {
    let own = address.rsplit('@').next().unwrap_or_default().to_lowercase();
    let domain = domain.to_lowercase();
    domain.contains('.') && (own == domain || own.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.')))
}

/// Why the address is not believed; nothing where it is. Only the topmost word of the server that is believed counts:
/// whoever sends a letter can write what they like further down, or in another's name. Without such a server nothing can
/// be asked, and the address stands for itself; only that some server says outright that it is false raises doubt, since
/// nobody writes that of their own letter.
///
/// DMARC alone speaks of the address a person sees. SPF and DKIM speak of whichever domain the sender chose: without a
/// good word of DMARC one of them has to be about the address's own domain.
pub fn trust(said: &[Said<'_>], server: Option<&str>, address: &str) -> Option<Why> {
    let forged = |method: &str, said: &str| Some(Why::Forged { method: method.to_owned(), said: said.to_owned() });
    let Some(server) = server else {
        let mut words = said.iter().flat_map(|one| &one.words);
        return words
            .find(|word| word.method == "dmarc" && word.said == "fail")
            .and_then(|of| forged(of.method, of.said));
    };
    let Some(own) = said.iter().find(|one| one.server.eq_ignore_ascii_case(server)) else {
        return Some(Why::NotJudged);
    };
    let of = |method: &'static str| own.words.iter().filter(move |word| word.method == method);
    let worst = |method| of(method).map(|word| word.said).max_by_key(|said| badness(said));
    match worst("dmarc") {
        Some("pass") => {
            // A word about another address than the one that was read here says nothing of this one.
            let other = of("dmarc").any(|word| !word.domain.is_empty() && !covers(word.domain, address));
            return other.then_some(Why::NotJudged);
        }
        Some(said @ ("fail" | "permerror")) => return forged("dmarc", said),
        _ => {}
    }
    match (worst("spf"), worst("dkim")) {
        (Some(said @ ("fail" | "softfail" | "permerror")), _) => forged("spf", said),
        (_, Some(said @ ("fail" | "permerror"))) => forged("dkim", said),
        (spf, dkim) => {
            let good = |method, worst: Option<&str>| {
                worst == Some("pass") && of(method).any(|word| covers(word.domain, address))
            };
            let believed = good("spf", spf) || good("dkim", dkim);
            (!believed).then_some(Why::NotJudged)
        }
    }
}
