//! The form of a term.

use std::collections::BTreeSet;

use domain::deficiencies::RungKind;
use domain::terms::{Fault as TermFault, Term, check, sv as words};
use domain::year::{Regime, Word as _};
use kernel::Day;
use platform::FormData;

use super::sv;

/// The most of a line, in characters.
pub(super) const LONGEST_LINE: usize = 200;
/// The most of a text.
pub(super) const LONGEST: usize = 5_000;

/// A fault at a field.
pub(super) type Fault = (String, String);

/// Reads the form: the term, whether it is in use, and every fault at once.
pub(super) fn read(form: &FormData, today: Day) -> (Term, bool, Vec<Fault>) {
    let mut faults: Vec<Fault> = Vec::new();
    let mut sized = |field: &str, text: String, most: usize| {
        let count = text.chars().count();
        if count > most {
            faults.push((field.to_owned(), sv::too_long(count, most)));
        }
        text
    };
    let line = |field: &str| kernel::visible::one_line(form.get(field));
    let text = |field: &str| kernel::visible::visible(form.get(field)).trim().replace("\r\n", "\n");
    let clause = sized("punkt", line("punkt"), LONGEST_LINE);
    let title = sized("rubrik", line("rubrik"), LONGEST_LINE);
    let body = sized("text", text("text"), LONGEST);
    let how = sized("hur", text("hur"), LONGEST);
    let sanction = sized("pafoljd", text("pafoljd"), LONGEST_LINE);
    let step = RungKind::from_slug(form.get("pafoljd-slag")).filter(|kind| kind.is_decided());
    let source = sized("kalla", line("kalla"), LONGEST_LINE);
    let mut day = |field: &str, needed: bool| match forms::typed_day(form.get(field).trim()) {
        Ok(Some(day)) => Some(day),
        Ok(None) if !needed => None,
        Ok(None) | Err(_) => {
            faults.push((field.to_owned(), sv::NO_DAY.to_owned()));
            None
        }
    };
    let (from, to) = (day("fran", true).unwrap_or(today), day("till", false));
    let regimes: BTreeSet<Regime> = form.all("form").iter().filter_map(|slug| Regime::from_slug(slug)).collect();
    let agreements: BTreeSet<String> = form.all("avtal").iter().cloned().collect();
    let term = Term { clause, title, text: body, how, sanction, step, regimes, agreements, from, to, source };
    for fault in check(&term) {
        faults.push((field_of(fault).to_owned(), words::fault(fault).to_owned()));
    }
    (term, form.get("anvands") == "nej", faults)
}

const fn field_of(fault: TermFault) -> &'static str {
    match fault {
        TermFault::Untitled => "rubrik",
        TermFault::NoText => "text",
        TermFault::NoHow => "hur",
        TermFault::NoRegime => "form",
        TermFault::EndsBefore => "till",
    }
}
