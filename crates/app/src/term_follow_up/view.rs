//! The terms of providers.

use domain::deficiencies::{Source, SourceKind, Track};
use domain::terms::{Standing, Verdict, Voice, differ, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use platform::access::{Cx, Permission};
use ui::{Button, Choice, Column, Field, FileItem, Icon, Row as Line, Table, Tone, date_input, radios, tag, textarea};

use super::form::{self, Fault, LONGEST};
use super::look::{At, Looked, Row};
use super::store;
use super::sv;
use crate::cases::files::{self, ACCEPT};
use crate::deficiencies::{self, Prefill};

/// Where the page stands, and for which side.
pub(super) struct Shown {
    pub base: String,
    pub voice: Voice,
    pub writes: bool,
    pub limit: usize,
}

fn sign(of: Standing) -> Markup {
    let (tone, icon) = match of {
        Standing::NotMet => (Tone::Bad, Icon::Warning),
        Standing::Partly | Standing::Old => (Tone::Warn, Icon::Warning),
        Standing::NotAssessed => (Tone::Neutral, Icon::Circle),
        Standing::Met => (Tone::Good, Icon::CheckCircle),
        Standing::NotApplicable => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::standing(of))
}

fn number(count: usize) -> String {
    swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Every provider.
pub(super) fn matrix(base: &str, register: &str, rows: &[Row]) -> Markup {
    let mut columns = vec![Column::new("Anordnare")];
    columns.extend(Standing::ALL.iter().map(|one| Column::number(words::standing(*one))));
    columns.push(Column::number("Anordnaren har svarat"));
    columns.push(Column::number("Sägs olika"));
    let row = |one: &Row| {
        let mut cells = vec![html! { a href={ (base) "/" (one.provider.id) } { (one.provider.name) } }];
        cells.extend(
            one.counts.iter().map(|count| html! { @if *count == 0 { span.quiet { "–" } } @else { (number(*count)) } }),
        );
        cells.push(html! { (number(one.declared)) " av " (number(one.of)) });
        cells.push(html! { @if one.differ == 0 { span.quiet { "–" } } @else { (number(one.differ)) } });
        Line::new(cells)
    };
    html! {
        h1 { (sv::TITLE) }
        p.lead { "Villkoren som gäller för varje anordnare, hur huvudmannen bedömer dem och vad anordnaren själv säger." }
        p.no-print { a href=(register) { "Villkor och krav" } }
        (Table::new("Villkor per anordnare", columns).hide_caption().stack().rows(rows.iter().map(row).collect())
            .empty(ui::empty_state("Inget villkor gäller någon anordnare", "Lägg in villkoren först, eller hämta de medföljande.",
                &ui::link_button(register, "Till villkoren", true))))
    }
}

/// The panel in which a term that is not followed becomes a deficiency, and what it became before.
pub(super) fn to_deficiency<P: Permission>(cx: &Cx<P>, of: &Looked, at: &At) -> Markup {
    let part = at.term.id.to_string();
    let term = &at.term.term;
    let said =
        at.newest(Voice::Authority).filter(|line| matches!(line.said.verdict, Verdict::NotMet | Verdict::Partly));
    html! {
        @if let Some(line) = said {
            (deficiencies::panel(cx, &of.became, &Prefill {
                organisation: of.provider.id,
                unit: None,
                source: Source { kind: SourceKind::Term, id: of.provider.id.to_string(), part: part.clone() },
                term: Some(part.clone()),
                title: term.title.clone(),
                text: format!("{}\n\n{}", term.text, line.words.text),
                track: Track::Compliance,
            }))
        } @else {
            (deficiencies::became(cx, &of.became, &part))
        }
    }
}

/// One provider's terms.
pub(super) fn provider(
    shown: &Shown,
    of: &Looked,
    (typed, faults): (&FormData, &[Fault]),
    after: &dyn Fn(&At) -> Markup,
) -> Markup {
    html! {
        (ui::error_summary(faults))
        h1 { (of.provider.name) }
        p.lead { "Villkoren som gäller för anordnaren, hur huvudmannen bedömer dem och vad anordnaren själv säger." }
        (terms(shown, of, (typed, faults), after))
    }
}

/// The provider's own page.
pub(super) fn own(authorities: Markup, shown: &Shown, of: &Looked, (typed, faults): (&FormData, &[Fault])) -> Markup {
    html! {
        (ui::error_summary(faults))
        h1 { (sv::OWN) }
        (authorities)
        p.lead { "Villkoren som gäller för er. Svara själva hur ni följer dem. Huvudmannen ser svaret bredvid sin egen bedömning." }
        (terms(shown, of, (typed, faults), &|_| html! {}))
    }
}

fn terms(shown: &Shown, of: &Looked, (typed, faults): (&FormData, &[Fault]), after: &dyn Fn(&At) -> Markup) -> Markup {
    if of.terms.is_empty() {
        return ui::empty_state("Inga villkor", "Inget inlagt villkor gäller för anordnarens avtal i dag.", &html! {});
    }
    let (calls, rest): (Vec<&At>, Vec<&At>) = of.terms.iter().partition(|at| calls(at));
    let (unsaid, said): (Vec<&At>, Vec<&At>) = rest.into_iter().partition(|at| at.newest(shown.voice).is_none());
    let (unsaid_title, said_title) = match shown.voice {
        Voice::Authority => ("Inte bedömda", "Följs"),
        Voice::Provider => ("Inte besvarade", "Besvarade"),
    };
    let group = |title: &str, all: &[&At]| {
        html! {
            @if !all.is_empty() {
                h2 { (title) " (" (number(all.len())) ")" }
                @for at in all { (term(shown, of, at, (typed, faults), after)) }
            }
        }
    };
    html! {
        (group("Att ta tag i", &calls))
        (group(unsaid_title, &unsaid))
        (group(said_title, &said))
    }
}

/// Whether somebody has to do something about it: it is not followed, not wholly, was assessed long ago, or the two say differently.
fn calls(at: &At) -> bool {
    matches!(at.standing, Standing::NotMet | Standing::Partly | Standing::Old) || says_differ(at)
}

fn says_differ(at: &At) -> bool {
    differ(at.said(Voice::Provider), at.said(Voice::Authority))
}

fn term(
    shown: &Shown,
    of: &Looked,
    at: &At,
    (typed, faults): (&FormData, &[Fault]),
    after: &dyn Fn(&At) -> Markup,
) -> Markup {
    let is_silent = [Voice::Authority, Voice::Provider].iter().all(|voice| at.newest(*voice).is_none());
    html! {
        section.box id={ "v-" (at.term.id) } {
            h3 { @if !at.term.term.clause.is_empty() { (at.term.term.clause) " " } (at.term.term.title) }
            p { (sign(at.standing)) @if says_differ(at) { " " (tag(Tone::Warn, Icon::Warning, if shown.voice == Voice::Authority { "Sägs olika" } else { "Ni säger olika" })) } }
            p { (at.term.term.text) }
            @if !at.term.term.sanction.is_empty() { p { "Påföljd: " (at.term.term.sanction) } }
            @if is_silent { p.quiet { "Ingen har sagt hur villkoret följs." } } @else {
                div.diff-pair {
                    (side(shown, at, Voice::Authority))
                    (side(shown, at, Voice::Provider))
                }
            }
            @if shown.writes { (say(shown, of, at, (typed, faults))) } @else { (how(at)) }
            (after(at))
            (before(shown, at))
        }
    }
}

/// How it is followed up, and what it leads to where it is not followed.
fn how(at: &At) -> Markup {
    html! {
        dl.facts {
            div { dt { "Följs upp genom" } dd { (at.term.term.how) } }
            @if at.term.term.sanction.is_empty() { div { dt { "Påföljd" } dd { span.quiet { "Inte inskriven" } } } }
            div { dt { "Gäller" } dd { "från " (swedish::day(at.term.term.from)) @if let Some(last) = at.term.term.to { " till " (swedish::day(last)) } } }
        }
    }
}

fn verdict(of: Verdict) -> Markup {
    let (tone, icon) = match of {
        Verdict::Met => (Tone::Good, Icon::CheckCircle),
        Verdict::Partly => (Tone::Warn, Icon::Warning),
        Verdict::NotMet => (Tone::Bad, Icon::Warning),
        Verdict::NotApplicable => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::verdict(of))
}

fn side(shown: &Shown, at: &At, voice: Voice) -> Markup {
    html! {
        div {
            h4 { (words::voice(voice)) }
            @match at.newest(voice) {
                None => p.quiet { @if voice == Voice::Authority { "Har inte bedömt villkoret." } @else { "Har inte svarat." } },
                Some(line) => (said(shown, at, line)),
            }
        }
    }
}

fn said(shown: &Shown, at: &At, line: &store::Line) -> Markup {
    html! {
        p { (verdict(line.said.verdict)) }
        @if !line.words.text.is_empty() { p.said dir="auto" { (line.words.text) } }
        @if let Some(file) = &line.file {
            (ui::file_list(&[FileItem {
                href: format!("{}/{}/fil/{}", shown.base, at.term.id, line.number).into(),
                title: if line.words.file.is_empty() { "Belägg".to_owned() } else { line.words.file.clone() }.into(),
                format: files::ending(&file.media_type).to_uppercase().into(),
                bytes: Some(file.size),
                note: "".into(),
            }]))
        }
        p.quiet.small {
            @if line.version != at.term.number { "Om en tidigare lydelse av villkoret. " }
            "Gäller " (swedish::day(line.said.seen_on)) ", skrivet " (swedish::day(line.day))
            @if line.said.voice == shown.voice || shown.voice == Voice::Authority { " av " (line.person_name) }
        }
    }
}

fn say(shown: &Shown, of: &Looked, at: &At, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let id = at.term.id;
    let wrong = faults.iter().any(|(name, _)| name.ends_with(&format!("-{id}")));
    let field = |part: &str, label: &'static str, or: String| {
        let name = form::name(id, part);
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = if wrong { typed.get(&name).to_owned() } else { or };
        Field::new(name, label).value(value).fault(fault)
    };
    let choices: Vec<Choice<'_>> =
        Verdict::ALL.iter().map(|one| Choice::new(one.slug(), words::verdict(*one))).collect();
    let (title, what) = match shown.voice {
        Voice::Authority => ("Bedöm villkoret", "Vad vilar bedömningen på?"),
        Voice::Provider => ("Svara hur ni följer villkoret", "Hur följer ni det?"),
    };
    let text = field("text", what, String::new());
    let text = if shown.voice == Voice::Authority {
        text
    } else {
        text.help("Behövs när villkoret inte är uppfyllt.").optional()
    };
    let size = ui::sv::size(u64::try_from(shown.limit).unwrap_or(u64::MAX));
    let file = field("fil", "Belägg", String::new()).help(format!("Bild, PDF eller Word, högst {size}.")).optional();
    html! {
        details.panel.no-print open[wrong] {
            summary { (title) }
            (how(at))
            (ui::upload_form(&format!("{}/{id}", shown.base), &html! {
                (ui::hidden("version", &at.term.number.to_string()))
                (ui::hidden("sedd", &at.lines.last().map_or(0, |line| line.number).to_string()))
                (radios(&field("svar", "Hur följs villkoret?", String::new()), &choices))
                (textarea(&text, 4, Some(LONGEST)))
                (date_input(&field("dag", "Vilken dag gäller det?", of.today.to_string())))
                (ui::file_upload(&file, ACCEPT, false))
                (ui::actions(&html! { (Button::primary("Spara")) }))
            }))
        }
    }
}

fn before(shown: &Shown, at: &At) -> Markup {
    let newest: Vec<i64> = [Voice::Authority, Voice::Provider]
        .iter()
        .filter_map(|voice| at.newest(*voice))
        .map(|line| line.number)
        .collect();
    let older: Vec<&store::Line> = at.lines.iter().rev().filter(|line| !newest.contains(&line.number)).collect();
    if older.is_empty() {
        return html! {};
    }
    ui::fold(
        "Vad som sagts tidigare",
        &html! { @for line in older { h4 { (words::voice(line.said.voice)) } (said(shown, at, line)) } },
    )
}
