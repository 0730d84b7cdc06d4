//! The steps of the ladder: what was taken, and what can be.

use domain::deficiencies::{Action, Effect, Outcome, Party, RungKind, Sanction, SanctionState, StateName, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use ui::{Choice, Icon, Tone, date_input, radios, tag, text_input, textarea};

use super::form::LONGEST;
use super::sv;
use super::view::Page;

/// What is written of what is decided.
const DECIDES: &str = "Till exempel vitets belopp och när det ska vara betalt, eller från vilken dag något gäller. Utan text står stegets namn.";
/// How many days a provider has to answer where the ladder does not say it.
const ANSWER_DAYS: i32 = 21;

/// Every step that was taken or prepared, and the next.
pub(super) fn steps(at: &Page<'_>) -> Markup {
    let all = &at.of.kept.stands.sanctions;
    // Who follows up and decides nothing is told who takes it on.
    let is_left = at.of.party == Party::Authority
        && !at.can(Action::Propose)
        && at.of.kept.stands.state == StateName::Evaluated
        && at.of.kept.stands.evaluation.is_some_and(|last| last.effect != Effect::Yes)
        && all.iter().all(|one| one.state != SanctionState::Proposed);
    if all.is_empty() && !at.can(Action::Propose) && !is_left {
        return html! {};
    }
    html! {
        h2 id="steg" { "Åtgärder mot anordnaren" }
        @if all.is_empty() { p.quiet { "Inget steg är förberett eller beslutat." } }
        @for one in all { (step(at, one)) }
        @if at.can(Action::Propose) { (propose(at)) }
        @if is_left { p.no-print { (sv::NEXT_BY_OTHERS) } }
    }
}

fn sign(of: SanctionState) -> Markup {
    let (tone, icon) = match of {
        SanctionState::Proposed => (Tone::Info, Icon::Calendar),
        SanctionState::Decided => (Tone::Bad, Icon::Warning),
        SanctionState::Appealed => (Tone::Warn, Icon::Warning),
        SanctionState::Ended => (Tone::Good, Icon::CheckCircle),
        SanctionState::LetGo | SanctionState::Fell | SanctionState::Lifted => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::sanction(of))
}

fn step(at: &Page<'_>, one: &Sanction) -> Markup {
    let kept = &at.of.kept;
    let said = |line: usize| kept.words(line).text;
    html! {
        section.box {
            h3 { (one.rung.title) }
            p { (sign(one.state)) }
            dl.facts {
                @if !one.rung.decided_by.is_empty() { div { dt { "Beslutas av" } dd { (one.rung.decided_by) } } }
                @if !one.rung.clause.is_empty() { div { dt { "Grund" } dd { (one.rung.clause) } } }
                @if !one.agreements.is_empty() { div { dt { "Avtal" } dd { (one.agreements.join("; ")) } } }
                @if let Some(decides) = kept.decides(one) { div { dt { (sv::PAPER_DECISION[usize::from(one.decided.is_some())]) } dd.said dir="auto" { (decides) } } }
                div { dt { "Skäl som anordnaren fått" } dd.said dir="auto" { (said(one.line)) } }
                @if !one.skipping.is_empty() { div { dt { (sv::reason(one).0) } dd.said dir="auto" { (one.skipping) } } }
                div { dt { "Anordnaren får yttra sig till" } dd { (swedish::day(one.answer_by)) } }
                @for (party, line) in &one.answered { div { dt { @if *party == Party::Provider { "Anordnarens yttrande" } @else { "Yttrande, inskrivet av huvudmannen" } } dd.said dir="auto" { (said(*line)) } } }
                @if let Some((on, case_number, early, line)) = &one.decided {
                    div { dt { "Beslut" } dd { (swedish::day(*on)) ", " (case_number) } }
                    div { dt { "Skäl i beslutet" } dd.said dir="auto" { (said(*line)) } }
                    @if !early.is_empty() { div { dt { "Varför beslutet inte väntade" } dd.said dir="auto" { (early) } } }
                }
                @if let Some((on, line)) = one.after { div { dt { (words::sanction(one.state)) } dd { (swedish::day(on)) p.said dir="auto" { (said(line)) } } } }
                div { dt { "Överklagande" } dd { @if one.rung.appeal { "Beslutet kan överklagas" } @else { "Överklagas inte" } } }
            }
            @if at.of.party == Party::Authority || one.decided.is_some() {
                p.no-print {
                    @let base = format!("{}/beslut/{}", at.shown.base, one.number);
                    @let what = if one.decided.is_some() { "Beslutet" } else { "Förslaget" };
                    a href={ (base) "/pdf" } { (what) " som PDF" } " · " a href={ (base) "/docx" } { (what) " i Word" }
                }
            }
            (forms(at, one))
        }
    }
}

fn forms(at: &Page<'_>, one: &Sanction) -> Markup {
    let number = one.number;
    let proposed = one.state == SanctionState::Proposed;
    let decided = one.state == SanctionState::Decided;
    let text = |action: Action, label: &'static str| {
        let field = at.field((action, number), "text", label, String::new());
        textarea(&field, 4, Some(LONGEST))
    };
    let with_day = |action: Action, label: &'static str, why: &'static str, needed: bool| {
        let note = at.field((action, number), "text", why, String::new());
        let fields = html! {
            (date_input(&at.field((action, number), "dag", label, at.of.today.to_string())))
            (textarea(&if needed { note } else { note.optional() }, 3, Some(LONGEST)))
        };
        at.panel((action, number), (words::action(action), false), &fields)
    };
    html! {
        @if proposed && at.can(Action::Answer) {
            @let title = if at.of.party == Party::Provider { "Yttra dig" } else { "Skriv in anordnarens yttrande" };
            (at.panel((Action::Answer, number), (title, at.of.party == Party::Provider && one.answered.is_empty()), &text(Action::Answer, "Yttrande")))
        }
        @if proposed && at.can(Action::Decide) { (decide(at, one)) }
        @if proposed && at.can(Action::LetGo) { (at.panel((Action::LetGo, number), ("Avstå från beslut", false), &text(Action::LetGo, "Varför?"))) }
        @if decided && one.rung.appeal && at.can(Action::Appeal) { (with_day(Action::Appeal, "När överklagades det?", "Anteckning", false)) }
        @if one.state == SanctionState::Appealed && at.can(Action::Settle) {
            @let outcomes: Vec<Choice<'_>> = Outcome::ALL.iter().map(|one| Choice::new(one.slug(), words::outcome(*one))).collect();
            (at.panel((Action::Settle, number), (words::action(Action::Settle), false), &html! {
                (date_input(&at.field((Action::Settle, number), "dag", "När avgjordes det?", at.of.today.to_string())))
                (radios(&at.field((Action::Settle, number), "utfall", "Hur gick det?", String::new()), &outcomes))
                (textarea(&at.field((Action::Settle, number), "text", "Anteckning", String::new()).optional(), 3, Some(LONGEST)))
            }))
        }
        @if decided && at.can(Action::End) { (with_day(Action::End, "När var det fullföljt?", "Anteckning", false)) }
        @if one.state.holds() && at.can(Action::Lift) { (with_day(Action::Lift, "Från vilken dag?", "Varför?", true)) }
    }
}

fn decide(at: &Page<'_>, one: &Sanction) -> Markup {
    let of = (Action::Decide, one.number);
    let reasons = at.of.kept.words(one.line).text;
    let decides = at.of.kept.words(one.line).decides;
    let heard = one.is_heard(at.of.today);
    at.panel(
        of,
        ("Registrera beslutet", heard),
        &html! {
            @if !one.rung.decided_by.is_empty() { p { "Beslutas av: " (one.rung.decided_by) "." } }
            (date_input(&at.field(of, "dag", "Beslutsdag", at.of.today.to_string())))
            (text_input(&at.field(of, "nummer", "Beslutets diarienummer", String::new())))
            (textarea(&at.field(of, "beslutet", "Vad beslutas?", decides).help(DECIDES).optional(), 4, Some(LONGEST)))
            (textarea(&at.field(of, "text", "Skäl", reasons), 8, Some(LONGEST)))
            @if !heard {
                (text_input(&at.field(of, "fore", "Varför väntar beslutet inte på yttrandet?", String::new()).help(format!("Anordnaren får yttra sig till {}. Skriv inga uppgifter om enskilda.", swedish::day(one.answer_by))).optional()))
            }
        },
    )
}

/// Which agreements a step is about.
fn agreements(at: &Page<'_>) -> Markup {
    let of = (Action::Propose, 0);
    let field = at
        .field(of, "avtal", "Vilka avtal gäller det?", String::new())
        .help("Behövs för steg mot avtalet: vite, antagningsstopp, hävning och avauktorisering.")
        .optional();
    let ticked = at.typed.all(&super::form::name(Action::Propose.slug(), 0, "avtal"));
    let named: Vec<(String, String)> =
        at.of.agreements.iter().map(|one| (one.id.to_string(), sv::agreement(one))).collect();
    let choices: Vec<Choice<'_>> =
        named.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str()).checked(ticked.contains(id))).collect();
    ui::checkboxes(&field, &choices)
}

/// The next step: what it asks for, and what is missing, is said at each.
fn propose(at: &Page<'_>) -> Markup {
    let of = (Action::Propose, 0);
    let stands = &at.of.kept.stands;
    let mut all: Vec<(String, String, String)> = Vec::new();
    for ladder in &at.of.ladders {
        for rung in ladder.rungs.iter().filter(|rung| rung.kind.is_decided()) {
            let Some(proposal) = at.of.proposal(ladder, &rung.slug) else { continue };
            let lacking = stands.lacking(&proposal);
            let mut help = vec![ladder.title.clone()];
            if !proposal.decided_by.is_empty() {
                help.push(format!("beslutas av {}", proposal.decided_by));
            }
            if proposal.kind == RungKind::AsTheTermSays && !at.of.term_has_sanction() {
                help.push("villkoret har ingen påföljd i registret".to_owned());
            }
            let mut help = help.join(", ");
            if !lacking.is_empty() {
                let lacking: Vec<String> = lacking.iter().map(words::lacking).collect();
                help = format!("{help}. Saknas: {}", swedish::list(&lacking));
            }
            all.push((format!("{}/{}", ladder.slug, rung.slug), proposal.title, help));
        }
    }
    let choices: Vec<Choice<'_>> = all
        .iter()
        .map(|(value, title, help)| Choice::new(value.as_str(), title.as_str()).help(help.as_str()))
        .collect();
    let days = at.of.ladders.iter().flat_map(|ladder| &ladder.rungs).map(|rung| i32::from(rung.answer_days)).max();
    let day = at.of.today.plus_days(days.filter(|days| *days > 0).unwrap_or(ANSWER_DAYS)).to_string();
    let fields = html! {
        @if choices.is_empty() {
            p { "Ingen stege gäller för anordnarens avtal i det här spåret." }
            p { a href={ (at.shown.root) (super::PAGE) "/stegar" } { (sv::LADDERS) } }
        } @else {
            p { "Anordnaren får veta vad som förbereds och varför, och kan yttra sig innan något beslutas." }
            (radios(&at.field(of, "steg", "Vilket steg?", String::new()), &choices))
            @if at.of.agreements.len() > 1 { (agreements(at)) }
            (textarea(&at.field(of, "beslutet", "Vad föreslås?", String::new()).help(DECIDES).optional(), 4, Some(LONGEST)))
            (textarea(&at.field(of, "text", "Skäl", String::new()).help("Anordnaren läser dem. De kan ändras i beslutet."), 8, Some(LONGEST)))
            (date_input(&at.field(of, "dag", "Anordnaren får yttra sig till", day)))
            (text_input(&at.field(of, "hoppar", "Varför tas steget trots att något saknas?", String::new()).help("Bara när det står att något saknas, eller när tiden att yttra sig blir kortare än stegen säger. Skriv inga uppgifter om enskilda.").optional()))
        }
    };
    if choices.is_empty() {
        return html! { details.panel.no-print { summary { "Förbered nästa steg" } (fields) } };
    }
    let open = at.is_typed(Action::Propose, 0);
    at.panel((Action::Propose, 0), ("Förbered nästa steg", open), &fields)
}
