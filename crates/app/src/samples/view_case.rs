//! One case: what was planned beside what the authority knows of the results.

use domain::samples::{Happening, Judgement, Stage, sv as words};
use kernel::id::kind::Person;
use kernel::{Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, FileItem, Row, Table, Tone};

use super::form::{Fault, LONGEST};
use super::pages_case::{ResultRow, Said, Shown, lines_of};
use super::{sv, view};

/// What is said where something has come since the page was drawn.
pub(super) const LOOK_AGAIN: &str = "Läs det nya, och spara igen om det fortfarande stämmer";

/// The case.
pub(super) fn one(
    (base, after): (&str, &Markup),
    shown: &Shown,
    person: Id<Person>,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let (kept, case) = (&shown.of.kept, &shown.case);
    let unit = shown.of.names.unit(case.unit);
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::name(kept.number, &kept.setup.wish.title)) }
        h1 { (sv::case(case.number)) }
        p { (shown.of.names.provider(case.organisation)) @if !unit.is_empty() { ", " (unit) } }
        p.quiet { "Att du har öppnat fallet står i granskningskedjan. Nyckel " code { (case.member.key) } "." }
        div."columns-2" {
            section { h2 { "Det som planerades" } (plan(base, shown)) }
            section { h2 { "Det som blev" } (results(&shown.results)) }
        }
        (judging(base, shown, person, (typed, faults)))
        (after)
        (around(base, shown))
    }
}

fn plan(base: &str, shown: &Shown) -> Markup {
    let number = shown.case.number;
    let files: Vec<_> = shown.of.files.iter().filter(|file| file.case == number).collect();
    let there: Vec<_> = files.iter().filter(|file| file.removed_at.is_none()).enumerate().collect();
    let names: Vec<(String, String, u64, String)> = there
        .iter()
        .map(|(at, file)| {
            let ending = crate::cases::files::ending(&file.media_type);
            (
                sv::plan_name(number, at + 1, ending),
                format!("{base}/fall/{number}/fil/{}", file.id),
                file.size,
                ending.to_uppercase(),
            )
        })
        .collect();
    let items: Vec<FileItem<'_>> = names
        .iter()
        .map(|(name, href, size, format)| FileItem {
            href: href.as_str().into(),
            title: name.as_str().into(),
            format: format.as_str().into(),
            bytes: Some(*size),
            note: "".into(),
        })
        .collect();
    html! {
        p { (view::plan(&shown.of.kept, &shown.case)) }
        @if items.is_empty() && !files.is_empty() { p.quiet { "Filerna är kastade." } }
        @else if !items.is_empty() { (ui::file_list(&items)) p.quiet.small { "Varje öppning av en fil står i granskningskedjan." } }
    }
}

/// The results that the authority has of the student at the provider.
fn results(rows: &[ResultRow]) -> Markup {
    let columns = vec![
        Column::new("Kurs"),
        Column::new("Började"),
        Column::new("Skulle sluta"),
        Column::new("Slutade"),
        Column::new("Utfall"),
        Column::new("Betyg"),
    ];
    let listed = rows.iter().map(|row| {
        Row::new(vec![
            html! { @if row.name.is_empty() { (row.code) } @else { (row.name) br; span.quiet.small { (row.code) @if let Some(points) = row.points { ", " (points) " p" } } } },
            html! { (swedish::day(row.started)) },
            html! { (row.planned_end.map(swedish::day).unwrap_or_default()) },
            html! { (row.outcome.ended().map(swedish::day).unwrap_or_default()) @if !row.within { br; span.quiet.small { "utanför perioden" } } },
            html! { (sv::outcome(row.outcome)) },
            html! { (sv::mark(row.outcome)) },
        ])
    });
    html! { (Table::new("Resultat", columns).hide_caption().stack().rows(listed.collect())) }
}

fn said(of: &Said) -> Markup {
    let (Happening::Assessed { judgement, .. } | Happening::Settled { judgement, .. }) = &of.happening else {
        return html! {};
    };
    let settled = matches!(of.happening, Happening::Settled { .. });
    html! {
        li {
            p { strong { (words::judgement(*judgement)) } @if settled { ", så avgjordes skillnaden" } }
            p.said { (of.words) }
            p.quiet.small { (of.name) ", " (swedish::day(of.day)) }
        }
    }
}

/// What has been said, as far as the person may see it, and the form for what is still to be.
fn judging(base: &str, shown: &Shown, person: Id<Person>, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let kept = &shown.of.kept;
    let assessors = kept.stands.assessors();
    let Some(case) = kept.stands.case(shown.case.number) else { return html! {} };
    let open = case.is_open(assessors);
    let seen: Vec<&Said> = shown.said.iter().filter(|one| open || one.by == Some(person)).collect();
    let hidden = !open && case.assessed.iter().any(|(by, _)| *by != person);
    let going = kept.stands.stage == Stage::Drawn;
    let own = case.of(person);
    let settling = going && case.differs(assessors) && case.settled.is_none();
    let may_assess = going && case.settled.is_none() && (!open || (assessors == 1 && own.is_some()));
    html! {
        @if !seen.is_empty() {
            h2 { "Bedömning" }
            ol.said-lines role="list" { @for one in seen.iter().rev() { (said(one)) } }
        }
        @if hidden {
            (ui::notice(Tone::Info, "Den andra har bedömt fallet", &html! { p { "Ni ser varandras bedömningar när båda är klara." } }))
        }
        @if settling {
            h2 { "Ni bedömde olika" }
            p { "Läs varandras skäl, kom överens och avgör. Det som avgörs räknas i resultatet; hur lika ni bedömde räknas på det som var och en sade först." }
            (judge_form(base, shown, ("avgor", "avgorande", "skal", "Avgör skillnaden"), None, (typed, faults)))
        }
        @if !faults.is_empty() && !may_assess && !settling { (unsaved(typed)) }
        @if may_assess {
            h2 { @if own.is_some() { "Ändra din bedömning" } @else { "Bedöm fallet" } }
            (judge_form(base, shown, ("bedom", "bedomning", "varfor", sv::ASSESS), own, (typed, faults)))
        }
    }
}

/// What was typed where there is no form for it any more.
fn unsaved(typed: &FormData) -> Markup {
    let words = [typed.get("varfor"), typed.get("skal")].join(" ");
    ui::notice(Tone::Warn, "Det du skrev är inte sparat", &html! { p.said { (words.trim()) } })
}

fn judge_form(
    base: &str,
    shown: &Shown,
    (action, field, reason, word): (&str, &'static str, &'static str, &'static str),
    own: Option<Judgement>,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let fault = |name: &str| faults.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let received = shown.of.kept.stands.case(shown.case.number).is_some_and(|case| case.received > 0);
    let choices: Vec<Choice<'_>> = Judgement::ALL
        .iter()
        .filter(|one| **one != Judgement::NoPlan || !received)
        .map(|one| Choice::new(one.slug(), words::judgement(*one)).help(words::meaning(*one)))
        .collect();
    let value = if typed.has(field) { typed.get(field) } else { own.map_or("", Judgement::slug) };
    let number = shown.case.number;
    let legend = if action == "avgor" { "Vad räknas fallet som?" } else { "Stämmer resultaten med studieplanen?" };
    html! {
        (ui::form(&format!("{base}/fall/{number}/{action}"), &html! {
            (ui::hidden("sedd", &lines_of(&shown.of.kept, number).to_string()))
            (ui::radios(&Field::new(field, legend).value(value).fault(fault(field)), &choices))
            (ui::textarea(&Field::new(reason, "Varför?").value(typed.get(reason)).fault(fault(reason)).help("Skälet förseglas och läses av er som bedömer. Skriv inget namn."), 4, Some(LONGEST)))
            (ui::actions(&html! { (Button::primary(word)) }))
        }))
    }
}

/// The cases before and after.
fn around(base: &str, shown: &Shown) -> Markup {
    let number = shown.case.number;
    html! {
        p.no-print {
            @if number > 1 { a href={ (base) "/fall/" (number - 1) } { (sv::case(number - 1)) } " · " }
            a href=(base) { "Alla fall" }
            @if number < shown.of.kept.cases.len() { " · " a href={ (base) "/fall/" (number + 1) } { (sv::case(number + 1)) } }
        }
    }
}
