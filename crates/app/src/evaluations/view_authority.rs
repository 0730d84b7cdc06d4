//! The evaluation at an authority that was asked.

use std::collections::BTreeSet;

use ::store::{ReadTx, StoreError};
use domain::deficiencies::{Source, SourceKind, Track};
use domain::evaluations::{
    FindingKind, Outcome, Reply, ResultHappening, Sheet, SheetFinding, Stage, StateName, sv as words,
};
use kernel::{Day, Right, swedish};
use maud::{Markup, html};
use platform::FormData;
use platform::access::{Cx, Permission, Tools};
use ui::{Button, Choice, Column, Icon, Row, Table, Tone, checkboxes, radios, tag, textarea};

use super::form::{Fault, LONGEST, MORE};
use super::model::{KeptCopy, KeptResult};
use super::pages_authority::Seen;
use super::view_form::Forms;
use super::{PAGE, RESULT, store_copy, sv, view, view_part, view_sheet};
use crate::deficiencies::{self, FromSource, Prefill};
use crate::organisations::Provider;

fn reply(of: &KeptCopy) -> Markup {
    match &of.stands.reply {
        None if of.stands.may_reply() => tag(Tone::Warn, Icon::Circle, "Väntar på ert svar"),
        None => tag(Tone::Neutral, Icon::Cross, "Ni svarade inte"),
        Some(Reply::Joined { .. }) => tag(Tone::Good, Icon::CheckCircle, "Ni deltar"),
        Some(Reply::Declined) => tag(Tone::Neutral, Icon::Cross, "Ni deltar inte"),
    }
}

/// The sign of what has come of the result, or that a visit is to be.
pub(super) fn sign(of: &KeptResult, copy: &KeptCopy) -> Markup {
    match of.stands.stage() {
        None if of.planned(&copy.stands).is_some() => tag(Tone::Info, Icon::Calendar, sv::VISIT_PLANNED),
        of => stage(of),
    }
}

fn stage(of: Option<Stage>) -> Markup {
    let Some(of) = of else { return tag(Tone::Neutral, Icon::Circle, "Inget resultat än") };
    let (tone, icon) = match of {
        Stage::Draft => (Tone::Info, Icon::Circle),
        Stage::First => (Tone::Info, Icon::CheckCircle),
        Stage::Whole => (Tone::Good, Icon::CheckCircle),
        Stage::Reopened => (Tone::Warn, Icon::Circle),
        Stage::Recalled | Stage::Ended => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::stage(of))
}

/// Every evaluation.
pub(super) fn list(base: &str, all: &[KeptCopy]) -> Markup {
    let columns = vec![
        Column::new("Utvärdering"),
        Column::new("Leds av"),
        Column::new("Tid"),
        Column::new("Läge"),
        Column::new("Svar"),
    ];
    let row = |kept: &KeptCopy| {
        let wish = &kept.stands.wish;
        Row::new(vec![
            html! { a href={ (base) "/" (kept.id) } { (wish.name) } },
            html! { (kept.stands.leader) },
            html! { (swedish::day(wish.from)) " till " (swedish::day(wish.to)) },
            view::sign(kept.stands.state),
            reply(kept),
        ])
    };
    html! {
        h1 { (sv::TITLE) }
        p.lead { "En region, eller en huvudman, leder en utvärdering av alla anordnare hos dem som deltar, med ett återbesök." }
        (Table::new("Utvärderingar", columns).hide_caption().stack().rows(all.iter().map(row).collect())
            .empty(ui::empty_state("Ingen utvärdering", "När någon frågar om ni vill delta står det här.", &html! {})))
    }
}

/// One of them.
pub(super) fn page<P: Permission>(cx: &Cx<P>, seen: &Seen, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let kept = &seen.kept;
    let base = cx.link(&format!("{PAGE}/{}", kept.id));
    let wish = &kept.stands.wish;
    html! {
        (ui::error_summary(faults))
        h1 { (wish.name) }
        p { (view::sign(kept.stands.state)) " " (reply(kept)) }
        p { (kept.stands.leader) " leder utvärderingen, från " (swedish::day(wish.from)) " till " (swedish::day(wish.to)) "." }
        @if !wish.about.is_empty() { p.said dir="auto" { (wish.about) } }
        (told(kept))
        @let said = kept.said(kept.stands.replied);
        @if !said.is_empty() { p.said dir="auto" { "Ni svarade: " (said) } }
        (criteria(kept))
        @if kept.stands.may_reply() && cx.may(Right::PlanActivities) { (ask(&base, seen, (typed, faults))) }
        @if let Some(compiled) = kept.released() {
            h2 { "Resultat för alla anordnare" }
            p { a href={ (base) "/resultat" } { "Resultatet som lämnades ut " (swedish::day(compiled.on)) } }
        } @else if !kept.stands.providers().is_empty() {
            p.quiet { "Resultatet för alla anordnare kommer när " (kept.stands.leader) " lämnar ut det." }
        }
        @if !kept.stands.providers().is_empty() { h2 { "Era anordnare" } (own(cx, seen)) }
        @if kept.stands.may_add() && cx.may(Right::PlanActivities) { (more(&base, seen, (typed, faults))) }
    }
}

/// What is looked at, as the question said it.
pub(super) fn criteria(kept: &KeptCopy) -> Markup {
    let all = &kept.stands.criteria;
    html! {
        @if !all.is_empty() {
            details.panel {
                summary { (all.len()) " kriterier" }
                p.quiet { (sv::CRITERIA_THEN) }
                @for (at, one) in all.iter().enumerate() {
                    @if at == 0 || all[at - 1].area != one.area { h3 { (one.area) } }
                    p { strong { (one.title) } br; (one.looks) @if !one.law.is_empty() { " " span.quiet.small { (one.law) } } }
                }
            }
        }
    }
}

/// When a visit is to be, or was and nothing has come of it yet.
pub(super) fn visit(kept: &KeptResult, copy: &KeptCopy, today: Day) -> Markup {
    html! { @if let Some(planned) = kept.planned(&copy.stands) { p { (sv::visit(planned, today)) } } }
}

/// Why it is not to be, or was taken up again.
pub(super) fn told(kept: &KeptCopy) -> Markup {
    let why = kept.said(kept.stands.state_told);
    let says = if kept.stands.state == StateName::Withdrawn {
        "Därför är den återkallad: "
    } else {
        "Därför öppnades den igen: "
    };
    html! { @if !why.is_empty() { p.said dir="auto" { (says) (why) } } }
}

fn own<P: Permission>(cx: &Cx<P>, seen: &Seen) -> Markup {
    let follows = cx.may(Right::ViewFollowUp);
    let columns = vec![Column::new("Anordnare"), Column::new("Läge"), Column::new("Besök"), Column::new("Svar")];
    let row = |(name, result): (&str, &KeptResult)| {
        let reads = follows || result.stands.settled().is_some();
        let answered = follows && result.stands.answered().count() > 0;
        // Who reads what is settled alone is told that it is corrected, not where the draft of the correction is.
        let is_corrected = result.stands.settled().is_some_and(|settled| settled.is_corrected);
        let told = result.stands.stage().filter(|_| reads);
        let told = told.map(|stage| if is_corrected && !follows { Stage::Reopened } else { stage });
        Row::new(vec![
            html! { @if reads && !result.lines.is_empty() { a href=(cx.link(&format!("{RESULT}/{}", result.id))) { (name) } } @else { (name) } },
            if follows && told.is_none() { sign(result, &seen.kept) } else { stage(told) },
            html! { @if let Some((again, on, _)) = result.planned(&seen.kept.stands).filter(|_| follows) { (swedish::capitalised(&sv::visit_on(again, on))) } },
            html! {
                @if answered { "Anordnaren har svarat" }
                @else if let Some(until) = result.until().filter(|_| follows && result.stands.open_draft().is_some()) { "Senast " (swedish::day(until)) }
            },
        ])
    };
    let named =
        seen.kept.stands.providers().iter().filter_map(|given| {
            Some((given.name.as_str(), seen.results.iter().find(|result| result.id == given.result)?))
        });
    let rows = named.map(row).collect();
    html! { (Table::new("Era anordnare", columns).hide_caption().stack().rows(rows)) }
}

fn ask(base: &str, seen: &Seen, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let forms = Forms { base, read: seen.kept.lines.len(), typed, faults };
    let ids: Vec<(String, &str)> = seen.providers.iter().map(|one| (one.id.to_string(), one.name.as_str())).collect();
    let providers: Vec<Choice<'_>> = ids
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), *name).checked(forms.is_ticked(("svar", "anordnare"), id, true)))
        .collect();
    let choices = [Choice::new("ja", "Ja, vi deltar"), Choice::new("nej", "Nej, vi deltar inte")];
    html! {
        h2 { "Deltar ni?" }
        (ui::form(&format!("{base}/svara"), &html! {
            (radios(&forms.field("svar", "val", "Deltar ni?", ""), &choices))
            (checkboxes(&forms.field("svar", "anordnare", "Med vilka anordnare?", "").help("Om ni deltar. Alla som inte har avslutats är valda, och ni kan lägga till fler senare."), &providers))
            (textarea(&forms.field("svar", "text", "Något att säga till den som leder?", "").help("Behövs om ni inte deltar: skriv varför."), 3, Some(LONGEST)))
            (ui::actions(&html! { (Button::primary("Skicka svaret")) }))
        }))
    }
}

/// Those of the authority's providers that are not in it, to be added.
fn more(base: &str, seen: &Seen, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let forms = Forms { base, read: seen.kept.lines.len(), typed, faults };
    let is_in = |one: &Provider| seen.kept.stands.providers().iter().any(|given| given.organisation == one.id);
    let left: Vec<(String, &str)> =
        seen.providers.iter().filter(|one| !is_in(one)).map(|one| (one.id.to_string(), one.name.as_str())).collect();
    if left.is_empty() {
        return html! {};
    }
    let choices: Vec<Choice<'_>> = left
        .iter()
        .map(|(id, name)| Choice::new(id.as_str(), *name).checked(forms.is_ticked((MORE, "anordnare"), id, false)))
        .collect();
    let field = forms.field(MORE, "anordnare", "Vilka anordnare?", "");
    let help = "De som läggs till får besök som de andra. En anordnare som är med går inte att ta bort.";
    forms.panel((MORE, MORE, sv::ADD), false, &[], &checkboxes(&field.help(help), &choices))
}

/// A provider's result; a draft is shown to those alone who may read it.
pub(super) fn result<P: Permission>(
    cx: &Cx<P>,
    (kept, copy, name): (&KeptResult, &KeptCopy, &str),
    became: &[FromSource],
    draft: bool,
) -> Markup {
    let of: Option<&Sheet> = if draft { kept.shown() } else { kept.settled() };
    let after = |found: &SheetFinding| to_deficiency(cx, kept, found, became, draft);
    let newest = kept.stands.newest.and_then(|(stage, _, line)| Some((stage, kept.lines.get(line)?)));
    let follows = cx.may(Right::ViewFollowUp);
    let is_corrected = kept.stands.settled().is_some_and(|settled| settled.is_corrected);
    html! {
        h1 { (name) }
        p { @if is_corrected && !follows { (stage(Some(Stage::Reopened))) } @else { (sign(kept, copy)) } }
        @if let Some((Stage::Ended | Stage::Reopened, line)) = newest { p.said dir="auto" { (line.said().text) } }
        @if !draft && is_corrected { p { (sv::CORRECTED) } }
        @if follows { (visit(kept, copy, cx.now().day())) }
        @match of {
            Some(of) => { (view_sheet::papers(&cx.link(&format!("{RESULT}/{}", kept.id)))) (view_sheet::sheet(of, &if draft { kept.changed() } else { BTreeSet::new() }, &after)) }
            None => { p.quiet { "Det finns inget att läsa än." } }
        }
        (answers(kept, follows))
    }
}

/// What the provider has said, here and through other authorities.
pub(super) fn answers(kept: &KeptResult, reads_all: bool) -> Markup {
    let all = kept.answers(reads_all);
    html! {
        @if !all.is_empty() { h2 { "Anordnarens svar" } }
        @for (line, is_earlier) in all {
            section.box {
                (view_part::said(&line.said()))
                p.quiet.small {
                    (line.person_name) ", " (swedish::day(line.day))
                    @if let ResultHappening::Elsewhere { name, .. } = &line.happening { ", genom " (name) }
                    @if is_earlier { ", " (sv::EARLIER_DRAFT) }
                }
            }
        }
    }
}

fn to_deficiency<P: Permission>(
    cx: &Cx<P>,
    kept: &KeptResult,
    found: &SheetFinding,
    became: &[FromSource],
    draft: bool,
) -> Markup {
    let part = found.number.to_string();
    let is_mended = found.outcome.as_ref().is_some_and(|of| of.outcome == Outcome::Mended);
    let is_corrected = kept.stands.settled().is_some_and(|settled| settled.is_corrected);
    if draft || is_corrected || is_mended || found.kind != FindingKind::Deficiency {
        return html! { (deficiencies::became(cx, became, &part)) };
    }
    let source = Source { kind: SourceKind::Evaluation, id: kept.id.to_string(), part: part.clone() };
    let title: String = found.text.lines().next().unwrap_or_default().chars().take(120).collect();
    html! {
        (deficiencies::panel(cx, became, &Prefill {
            organisation: kept.organisation,
            unit: None,
            source,
            term: None,
            title,
            text: found.text.clone(),
            track: Track::Quality,
        }))
    }
}

/// What waits for the authority: questions without an answer. `link` gives an address within the authority.
///
/// # Errors
/// Where the database cannot be read.
pub fn at_authority(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    may_reply: bool,
    link: impl Fn(&str) -> String,
) -> Result<Markup, StoreError> {
    if !may_reply {
        return Ok(html! {});
    }
    let mut all = store_copy::all(tx, tools)?;
    all.retain(|kept| kept.stands.may_reply());
    Ok(html! {
        @if !all.is_empty() {
            section.waiting-cases {
                h2 { (sv::TITLE) }
                ul {
                    @for kept in &all {
                        li { a href=(link(&format!("{PAGE}/{}", kept.id))) { (kept.stands.wish.name) } ": " (kept.stands.leader) " frågar om ni deltar" }
                    }
                }
            }
        }
    })
}
