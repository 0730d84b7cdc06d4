//! Why a page was not read, by the names under which checks keep it.

use clients::Fault;
use clients::pages::NotFetched;
use domain::site_check::NotRead;

/// The site asks programs not to read it.
pub(super) const DISALLOWED: &str = "disallowed";
/// It is no address of a page.
pub(super) const NOT_AN_ADDRESS: &str = "not-an-address";
/// Nobody goes by that name.
pub(super) const NO_SUCH_NAME: &str = "no-such-name";
/// Whoever goes by that name does not answer there.
pub(super) const REFUSED: &str = "refused";
/// It leads into a private network.
pub(super) const PRIVATE: &str = "private";
/// It took longer than it may.
pub(super) const TOO_SLOW: &str = "too-slow";
/// There is more of it than is read.
pub(super) const TOO_LARGE: &str = "too-large";
/// It leads on to somebody else.
pub(super) const ELSEWHERE: &str = "elsewhere";
/// It is no web page.
pub(super) const OTHER_KIND: &str = "other-kind";
/// It cannot be opened.
pub(super) const BROKEN: &str = "broken";
/// It cannot be reached for another reason.
pub(super) const UNREACHABLE: &str = "unreachable";
/// Before the status that came in place of a page.
pub(super) const STATUS: &str = "status-";

/// Why nothing came.
pub(super) fn fetched(not: &NotFetched) -> String {
    let fault = match not {
        NotFetched::Disallowed => return DISALLOWED.to_owned(),
        NotFetched::Fault(fault) => fault,
    };
    let plain = match fault {
        Fault::NotAnAddress { .. } | Fault::NotProtected { .. } => NOT_AN_ADDRESS,
        Fault::Private { .. } => PRIVATE,
        Fault::TooSlow { .. } => TOO_SLOW,
        Fault::TooLarge { .. } => TOO_LARGE,
        Fault::LeadsElsewhere { .. } => ELSEWHERE,
        Fault::OtherKind { .. } => OTHER_KIND,
        Fault::Status { came, .. } => return format!("{STATUS}{}", came.status),
        Fault::Unreachable { why, .. } => unreachable(why),
        _ => UNREACHABLE,
    };
    plain.to_owned()
}

/// What the layer below says of somebody who cannot be reached.
fn unreachable(why: &str) -> &'static str {
    let why = why.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if says(&["host not found", "lookup", "resolve", "name or service", "no address"]) {
        NO_SUCH_NAME
    } else if says(&["refused"]) {
        REFUSED
    } else {
        UNREACHABLE
    }
}

/// Why what came could not be read; nothing where there was no such page, which is an answer.
pub(super) const fn opened(not: NotRead) -> Option<&'static str> {
    match not {
        NotRead::Disallowed => Some(DISALLOWED),
        NotRead::Unreachable => Some(UNREACHABLE),
        NotRead::TooLarge => Some(TOO_LARGE),
        NotRead::Broken => Some(BROKEN),
        NotRead::OtherKind => Some(OTHER_KIND),
        NotRead::NotThere => None,
    }
}
