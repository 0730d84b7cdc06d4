//! A protocol as it is read: what was found, photos, and what the provider had to say.

use domain::visits::{Answer, Draft, Finding, FindingKind, Outcome, Sheet, SheetPoint, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Icon, Tone, tag};

use super::store::Kept;
use super::store_protocol::{Photo, by_point};
use super::sv;

/// An answer as a sign.
pub(super) fn answer(answer: Answer) -> Markup {
    let (tone, icon) = match answer {
        Answer::Met => (Tone::Good, Icon::CheckCircle),
        Answer::Partly => (Tone::Warn, Icon::Warning),
        Answer::Not => (Tone::Bad, Icon::Warning),
        Answer::NotLooked => (Tone::Neutral, Icon::Circle),
    };
    tag(tone, icon, words::answer(answer))
}

fn kind(kind: FindingKind) -> Markup {
    let (tone, icon) = match kind {
        FindingKind::Observation => (Tone::Neutral, Icon::Info),
        FindingKind::Deficiency => (Tone::Bad, Icon::Warning),
        FindingKind::Praise => (Tone::Good, Icon::CheckCircle),
    };
    tag(tone, icon, words::finding(kind))
}

/// What stands after a finding: what it became, and what it can become.
pub(super) type After<'a> = &'a dyn Fn(&SheetPoint, &Finding) -> Markup;

/// Nothing stands after a finding.
pub(super) const NOTHING: After<'static> = &|_, _| html! {};

/// A finding in words.
fn finding(point: &SheetPoint, of: &Finding, after: After<'_>) -> Markup {
    html! { li { (kind(of.kind)) " " span.said-inline { (of.text) } (after(point, of)) } }
}

fn outcome(outcome: Option<Outcome>) -> Markup {
    match outcome {
        None => html! { span.quiet { "Inte besvarat" } },
        Some(Outcome::Fixed) => tag(Tone::Good, Icon::CheckCircle, words::outcome(Outcome::Fixed)),
        Some(other) => tag(Tone::Warn, Icon::Warning, words::outcome(other)),
    }
}

/// The protocol. `photos_at` is the address that photos stand below.
pub(super) fn sheet(of: &Sheet, photos: &[Photo], photos_at: &str, after: After<'_>) -> Markup {
    let photos = by_point(photos);
    html! {
        @if !of.present.is_empty() { h3 { "Närvarande" } p.said { (of.present) } }
        @if !of.summary.is_empty() { h3 { "Sammanfattning" } p.said { (of.summary) } }
        @if !of.earlier.is_empty() {
            h3 { "Från förra besöket" }
            @for one in &of.earlier {
                div.point.flow {
                    h4 { (one.earlier.title) }
                    p { (words::finding(one.earlier.kind)) ": " (one.earlier.text) }
                    p { (outcome(one.outcome)) " " (one.text) }
                }
            }
        }
        @for point in &of.points {
            div.point.flow {
                h3 { (point.title) }
                @if let Some(said) = point.answer { p { (answer(said)) } }
                @if point.findings.is_empty() && point.answer.is_none() { p.quiet { (sv::NOT_WRITTEN) } }
                @if !point.findings.is_empty() { ul.findings role="list" { @for one in &point.findings { (finding(point, one, after)) } } }
                @let seen = photos.get(point.slug.as_str()).map(Vec::as_slice).unwrap_or_default();
                @if !seen.is_empty() {
                    div.photos {
                        @for (number, photo) in (1..).zip(seen) {
                            figure { img src={ (photos_at) "/bild/" (photo.id) } alt={ "Foto " (number) ": " (point.title) } loading="lazy"; }
                        }
                    }
                }
            }
        }
    }
}

/// What the provider had to say of each draft, in the order in which they were sent.
pub(super) fn all_replies(kept: &Kept) -> Markup {
    html! { @for draft in &kept.visit.drafts { (replies(kept, draft)) } }
}

/// What the provider had to say of the draft.
fn replies(kept: &Kept, draft: &Draft) -> Markup {
    let sheet = kept.lines.get(draft.line).and_then(|line| line.words.sheet.as_ref());
    let title = |key: &str| {
        let mut all = sheet.into_iter().flat_map(Sheet::findings);
        all.find(|(_, finding)| finding.key == key).map(|(point, finding)| (point.title.clone(), finding.text.clone()))
    };
    html! {
        h2 { "Anordnarens svar på utkastet" }
        p.quiet { "Utkastet skickades " (swedish::day(draft.sent)) ", med svar senast " (swedish::day(draft.until)) "." }
        @if draft.replies.is_empty() { p { "Inget svar har kommit." } }
        @for (day, line) in &draft.replies {
            @let late = *day > draft.until;
            @if let Some(line) = kept.lines.get(*line) {
                @let answered = line.words.answered.clone().unwrap_or_default();
                div.version.flow {
                    p.quiet.small { (line.person) ", " (swedish::instant(line.at)) @if late { " (efter sista dagen)" } }
                    @if answered.whole.is_empty() && answered.findings.is_empty() { p { "Inget att invända." } }
                    @if !answered.whole.is_empty() { p.said dir="auto" { (answered.whole) } }
                    @for (key, text) in &answered.findings {
                        @let (point, found) = title(key).unwrap_or_default();
                        h3 { (point) }
                        p.quiet { (found) }
                        p.said dir="auto" { (text) }
                    }
                }
            }
        }
    }
}
