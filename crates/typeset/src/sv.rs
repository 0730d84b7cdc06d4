//! The words that the template sets itself.

use documents::content::sv;
use serde::Serialize;

/// Words for the template.
#[derive(Debug, Serialize)]
pub struct Words {
    contents: &'static str,
    page: &'static str,
    of: &'static str,
    reference: &'static str,
    date: &'static str,
    open: &'static str,
    close: &'static str,
}

/// The words of a Swedish document. Quotations begin and end with the same mark.
pub const SWEDISH: Words = Words {
    contents: sv::CONTENTS,
    page: sv::PAGE,
    of: sv::OF,
    reference: sv::REFERENCE,
    date: sv::DATE,
    open: sv::QUOTE,
    close: sv::QUOTE,
};
