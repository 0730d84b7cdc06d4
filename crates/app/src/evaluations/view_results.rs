//! Everybody's results: every provider by every criterion, how the grades are spread, and what was found and mended.

use domain::evaluations::{Compiled, Counts, FindingKind, Grade, PartState, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Column, Row, Table};

use super::{view, view_sheet};

fn cell((first, again): (Option<Grade>, Option<Grade>)) -> Markup {
    match (first, again) {
        (None, _) => html! { span.quiet { "–" } },
        (Some(first), Some(again)) if again != first => {
            html! { div { (view_sheet::grade(first)) } div { span.quiet { "blev" } " " (view_sheet::grade(again)) } }
        }
        (Some(first), _) => html! { (view_sheet::grade(first)) },
    }
}

/// What was found at one, in words.
pub(super) fn found(of: Counts) -> String {
    if of.deficiencies == 0 {
        return "Inga brister".to_owned();
    }
    let mut parts =
        vec![if of.deficiencies == 1 { "1 brist".to_owned() } else { format!("{} brister", of.deficiencies) }];
    for (count, word) in [
        (of.mended, if of.mended == 1 { "åtgärdad" } else { "åtgärdade" }),
        (of.partly, if of.partly == 1 { "delvis åtgärdad" } else { "delvis åtgärdade" }),
        (of.remain, "kvarstår"),
        (of.not_looked, if of.not_looked == 1 { "inte granskad" } else { "inte granskade" }),
        (of.unsaid(), if of.unsaid() == 1 { "inte uppföljd än" } else { "inte uppföljda än" }),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    parts.join(", ")
}

/// The page.
pub(super) fn page(base: &str, of: &Compiled) -> Markup {
    let (first, whole) = of.settled();
    let counts = of.counts();
    html! {
        h1 { "Resultat: " (of.name) }
        p.lead { (first) " av " (of.rows.len()) " anordnare har ett fastställt första besök, " (whole) " också ett fastställt återbesök. " (found(counts)) ". Läget " (swedish::day(of.on)) "." }
        p.no-print {
            a href={ (base) "/resultat/pdf" } download { "Hämta som PDF" } " · "
            a href={ (base) "/resultat/docx" } download { "Hämta som Word" } " · "
            a href={ (base) "/resultat/csv" } download { "Hämta tabellen som csv" }
        }
        (matrix(of))
        (spread(of))
        (findings(of))
    }
}

fn matrix(of: &Compiled) -> Markup {
    let mut columns = vec![Column::new("Anordnare")];
    columns.extend(of.criteria.iter().map(|one| Column::new(one.title.as_str())));
    let is_settled = |row: &&domain::evaluations::Row| row.grades.iter().any(|(first, _)| first.is_some());
    let row = |row: &domain::evaluations::Row| {
        let mut cells = vec![html! {
            (row.provider) br; span.quiet.small { (row.authorities.join(", ")) }
            br; (state(row))
        }];
        cells.extend(row.grades.iter().map(|grades| cell(*grades)));
        Row::new(cells)
    };
    html! {
        h2 { "Omdömen" }
        p.quiet { "Bara det som är fastställt står här. Där återbesöket ändrade omdömet står båda." }
        // On paper a dozen criteria beside each other do not fit a page: the file has them below each other.
        p.print-only.quiet { "Omdömena för varje anordnare står i filen som hämtas som PDF." }
        div.no-print {
            (Table::new("Omdömen", columns).hide_caption().stack().dense().rows(of.rows.iter().filter(is_settled).map(row).collect())
                .empty(ui::empty_state("Inget är fastställt än", "När ett första besök är fastställt står omdömena här.", &html! {})))
        }
        @let rest: Vec<_> = of.rows.iter().filter(|row| !is_settled(row)).collect();
        @if !rest.is_empty() {
            h3 { "Inget fastställt än" }
            ul.said-lines role="list" {
                @for row in rest { li { p { (row.provider) ", " (row.authorities.join(", ")) } p { (state(row)) } } }
            }
        }
    }
}

/// Where the part stands, and why it was ended.
fn state(of: &domain::evaluations::Row) -> Markup {
    html! { (view::part_sign(of.state)) @if of.state == PartState::Ended { br; span.small dir="auto" { (of.why) } } }
}

fn spread(of: &Compiled) -> Markup {
    let mut columns = vec![Column::new("Kriterium")];
    columns.extend(Grade::ALL.iter().map(|grade| Column::new(words::grade(*grade))));
    let row = |(at, one): (usize, &domain::evaluations::Criterion)| {
        let spread = of.distribution(at);
        let mut cells = vec![html! { (one.title) }];
        cells.extend(spread.first.iter().zip(spread.now).map(|(first, now)| {
            html! { @if *first == now { (now) } @else { (first) " före, " (now) " efter" } }
        }));
        Row::new(cells)
    };
    html! {
        h2 { "Så fördelas omdömena" }
        p.quiet { "Antal anordnare. Före är efter första besöket, efter är med återbesöken." }
        (Table::new("Fördelning", columns).hide_caption().stack().rows(of.criteria.iter().enumerate().map(row).collect()))
    }
}

fn findings(of: &Compiled) -> Markup {
    let title = |slug: &str| of.criteria.iter().find(|one| one.slug == slug).map_or("", |one| one.title.as_str());
    html! {
        h2 { "Brister och styrkor" }
        @for row in of.rows.iter().filter(|row| !row.findings.is_empty()) {
            h3 { (row.provider) }
            p.quiet { (found(row.counts())) }
            ul.said-lines role="list" {
                @for one in &row.findings {
                    li {
                        p {
                            (view_sheet::finding(one.kind)) " nr " (one.number) ", " (title(&one.criterion))
                            @if let Some(outcome) = one.outcome { " " (view_sheet::outcome(outcome)) }
                            @else if one.kind == FindingKind::Deficiency { " " span.quiet { "Inte uppföljd än" } }
                        }
                        p.said dir="auto" { (one.text) }
                    }
                }
            }
        }
        @if of.rows.iter().all(|row| row.findings.is_empty()) { p.quiet { "Inget är fastställt än." } }
    }
}
