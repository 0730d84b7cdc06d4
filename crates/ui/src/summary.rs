//! What a person checks and keeps: error summary, key facts, check answers, confirmation with receipt.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::{Text, control_id};

/// All faults at the top of the page, each linking to its field (by the field's name). The same words stand at the field.
/// Nothing is drawn when there are none. Remember `Page::faults`.
pub fn error_summary<N: AsRef<str>, T: AsRef<str>>(faults: &[(N, T)]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div.error-summary role="alert" tabindex="-1" autofocus {
                h2 { (icon(Icon::Stop)) (sv::SUMMARY) }
                ul role="list" {
                    @for (name, text) in faults { li {
                        @if name.as_ref().is_empty() { (text.as_ref()) }
                        @else { a href={ "#" (control_id(name.as_ref())) } { (text.as_ref()) } }
                    } }
                }
            }
        }
    }
}

/// A fault that stands in several places.
#[derive(Debug, Clone)]
pub struct FaultLine<'a> {
    /// What is wrong, with in how many places where that is more than one.
    pub text: Text<'a>,
    /// The places: the control of each, and what it is called among the others. Of one alone the text leads there.
    pub places: Vec<(Text<'a>, Text<'a>)>,
}

/// As [`error_summary`], with each fault once and its places folded under it: what is wrong in fifty rows is one line.
/// `open` says what opens the places of one.
pub fn grouped_error_summary(groups: &[FaultLine<'_>], open: &str) -> Markup {
    let link = |control: &str, text: &str| {
        html! { @if control.is_empty() { (text) } @else { a href={ "#" (control_id(control)) } { (text) } } }
    };
    html! {
        @if !groups.is_empty() {
            div.error-summary role="alert" tabindex="-1" autofocus {
                h2 { (icon(Icon::Stop)) (sv::SUMMARY) }
                ul role="list" { @for group in groups { li {
                    @match group.places.as_slice() {
                        [] => (group.text),
                        [(control, _)] => (link(control, &group.text)),
                        many => {
                            (group.text)
                            (crate::disclosure::reveal(open, false, &html! {
                                p { @for (at, (control, name)) in many.iter().enumerate() {
                                    @if at > 0 { ", " } (link(control, name))
                                } }
                            }))
                        },
                    }
                } } }
            }
        }
    }
}

/// Facts in two columns: name and value.
pub fn key_values<K: AsRef<str>>(pairs: &[(K, Markup)]) -> Markup {
    html! { dl.facts { @for (key, value) in pairs { div { dt { (key.as_ref()) } dd { (value) } } } } }
}

/// One answer to check before handing in.
#[derive(Debug, Clone)]
pub struct CheckRow<'a> {
    /// The question, short.
    pub question: Text<'a>,
    /// What was answered; an empty one is shown as missing.
    pub answer: Markup,
    /// Where it is changed; `None` when it cannot be.
    pub change: Option<Text<'a>>,
}

/// All answers before they are handed in, each with a way to change it.
pub fn check_answers(rows: &[CheckRow<'_>]) -> Markup {
    html! {
        dl.facts.check {
            @for row in rows { div {
                dt { (row.question) }
                dd {
                    @if row.answer.0.is_empty() { span.missing { (sv::NO_ANSWER) } } @else { (row.answer) }
                }
                @if let Some(href) = &row.change {
                    dd.change { a href=(href) { (sv::CHANGE) span.hidden { " " (row.question) } } }
                }
            } }
        }
    }
}

/// What proves that something was handed in.
#[derive(Debug, Clone)]
pub struct Receipt<'a> {
    /// What has happened: the page's heading.
    pub heading: Text<'a>,
    /// What, for whom, in a line.
    pub what: Text<'a>,
    /// The reference a person can name.
    pub reference: Text<'a>,
    /// When, in Swedish.
    pub time: Text<'a>,
    /// The content's hash in hexadecimal.
    pub hash: Text<'a>,
    /// What stands before who answers for it: *Signerad av*.
    pub signer_label: Text<'a>,
    /// Who signed, or answers for it otherwise; empty when nobody does.
    pub signer: Text<'a>,
}

/// The page after something was handed in: what, receipt, what happens next. `keep` holds links to keep it (PDF, print).
pub fn confirmation(receipt: &Receipt<'_>, keep: &Markup, next: &Markup) -> Markup {
    html! {
        section.confirmation {
            div.confirmation-head {
                (icon(Icon::CheckCircle))
                div { h1 { (receipt.heading) } p { (receipt.what) } }
            }
            dl.facts {
                div { dt { (sv::RECEIPT_REFERENCE) } dd.reference { (receipt.reference) } }
                div { dt { (sv::RECEIPT_TIME) } dd { (receipt.time) } }
                @if !receipt.signer.is_empty() { div { dt { (receipt.signer_label) } dd { (receipt.signer) } } }
                div { dt { (sv::RECEIPT_HASH) } dd.hash { (hash_groups(&receipt.hash)) } }
            }
            div.keep { (keep) }
        }
        section.next { h2 { (sv::NEXT_STEPS) } (next) }
    }
}

/// Long hashes in groups of eight, so that two can be compared by eye; copied text has no spaces in it.
pub fn hash_groups(hash: &str) -> Markup {
    let letters: Vec<char> = hash.chars().collect();
    html! { code { @for group in letters.chunks(8) { span { (group.iter().collect::<String>()) } wbr; } } }
}
