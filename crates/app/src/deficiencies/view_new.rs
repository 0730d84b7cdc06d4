//! A new deficiency: the form of its own, and the panel in which something that was found becomes one.

use domain::deficiencies::{Severity, SourceKind, StateName, Track, sv as words};
use kernel::Id;
use kernel::id::kind::Deficiency;
use maud::{Markup, html};
use platform::FormData;
use platform::access::{Cx, Permission};
use ui::{Button, Choice, Field, radios, select, text_input, textarea};

use super::form::{self, Fault, LONGEST, NEW};
use super::model::{FromSource, Prefill};
use super::{ONE, PAGE, sv, view};
use crate::organisations::{Provider, UnitEntry};

fn name(part: &str) -> String {
    form::name(NEW, 0, part)
}

fn severities(field: &Field<'_>) -> Markup {
    let choices: Vec<Choice<'_>> = Severity::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), words::severity(*one)).help(words::severity_help(*one)))
        .collect();
    radios(field, &choices)
}

fn tracks(field: &Field<'_>) -> Markup {
    let choices: Vec<Choice<'_>> = Track::ALL
        .iter()
        .map(|one| Choice::new(one.slug(), words::track(*one)).help(words::track_help(*one)))
        .collect();
    radios(field, &choices)
}

/// The form.
pub(super) fn new(
    action: &str,
    (providers, units): (&[Provider], &[UnitEntry]),
    key: &str,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let field = |part: &str, label: &'static str| {
        let name = name(part);
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = typed.get(&name).to_owned();
        Field::new(name, label).value(value).fault(fault)
    };
    let ids: Vec<(String, &str)> = providers.iter().map(|one| (one.id.to_string(), one.name.as_str())).collect();
    let mut chosen = vec![Choice::new("", "Välj")];
    chosen.extend(ids.iter().map(|(id, name)| Choice::new(id.as_str(), *name)));
    let of = |unit: &UnitEntry| {
        let provider = providers.iter().find(|one| one.id == unit.organisation)?;
        unit.closed_on.is_none().then(|| (unit.id.to_string(), format!("{}, {}", unit.name, provider.name)))
    };
    let names: Vec<(String, String)> = units.iter().filter_map(of).collect();
    let mut places = vec![Choice::new("", "Hela anordnaren")];
    places.extend(names.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str())));
    let kinds: Vec<Choice<'_>> =
        SourceKind::ALL.iter().map(|one| Choice::new(one.slug(), words::source(*one))).collect();
    let kind = field("kalla", "Var upptäcktes bristen?");
    let kind = if typed.has(&name("kalla")) { kind } else { kind.value(SourceKind::Other.slug()) };
    html! {
        (ui::error_summary(faults))
        h1 { (sv::NEW) }
        p.lead { "Anordnaren ser bristen först när du meddelar den eller begär en handlingsplan." }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", key))
            @for part in ["kalla-id", "kalla-del", "villkor"] { (ui::hidden(&name(part), typed.get(&name(part)))) }
            (select(&field("anordnare", "Anordnare"), &chosen))
            (select(&field("enhet", "Enhet"), &places))
            (text_input(&field("rubrik", "Vad kallas bristen?").help("Kort. Skriv inga namn på elever.")))
            (textarea(&field("text", "Vad brister?").help("Anordnaren läser texten. Skriv inga uppgifter om enskilda elever."), 8, Some(LONGEST)))
            (select(&kind, &kinds))
            (tracks(&field("spar", "Spår")))
            (severities(&field("allvar", "Hur allvarlig är bristen?")))
            (ui::actions(&html! { (Button::primary("Lägg in bristen")) }))
        }))
    }
}

/// What something that was found has become, and a folded form in which it becomes a deficiency: its words stand there already. Where one is
/// open the form says that it is one more. No form where whoever looks may not enter any.
pub fn panel<P: Permission>(cx: &Cx<P>, all: &[FromSource], known: &Prefill) -> Markup {
    let links = became(cx, all, &known.source.part);
    if !cx.may(kernel::Right::KeepDeficiencies) {
        return links;
    }
    let is_open = |one: &FromSource| !matches!(one.state, StateName::Closed | StateName::Withdrawn);
    let label =
        if all.iter().any(|one| one.part == known.source.part && is_open(one)) { sv::ONE_MORE } else { sv::MAKE };
    let key = Id::<Deficiency>::random(&*cx.kit().chance()).to_string();
    let source = &known.source;
    // Several of them may stand on one page: each field keeps an identifier of its own.
    let part = usize::try_from(u32::from_str_radix(&key[..7], 16).unwrap_or(1)).unwrap_or(1);
    let field = |name_of: &str, label: &'static str, value: &str| {
        Field::new(name(name_of), label).value(value.to_owned()).part(part)
    };
    html! {
        (links)
        details.panel.no-print {
            summary { (label) }
            (ui::form(&cx.link(&format!("{PAGE}/ny")), &html! {
                (ui::hidden("nyckel", &key))
                (ui::hidden(&name("anordnare"), &known.organisation.to_string()))
                (ui::hidden(&name("enhet"), &known.unit.map(|unit| unit.to_string()).unwrap_or_default()))
                (ui::hidden(&name("kalla"), source.kind.slug()))
                (ui::hidden(&name("kalla-id"), &source.id))
                (ui::hidden(&name("kalla-del"), &source.part))
                (ui::hidden(&name("villkor"), known.term.as_deref().unwrap_or_default()))
                (text_input(&field("rubrik", "Vad kallas bristen?", &known.title)))
                (textarea(&field("text", "Vad brister?", &known.text).help("Anordnaren läser texten. Skriv inga uppgifter om enskilda elever."), 6, Some(LONGEST)))
                (tracks(&field("spar", "Spår", known.track.slug())))
                (severities(&field("allvar", "Hur allvarlig är bristen?", "")))
                (ui::actions(&html! { (Button::primary("Lägg in bristen")) }))
            }))
        }
    }
}

/// What the part of a source became: a link to each deficiency, and where it stands.
pub fn became<P: Permission>(cx: &Cx<P>, all: &[FromSource], part: &str) -> Markup {
    html! {
        @for one in all.iter().filter(|one| one.part == part) {
            p { a href=(cx.link(&format!("{ONE}/{}", one.id))) { (sv::number(one.number)) } " " (sign(one.state)) }
        }
    }
}

fn sign(state: StateName) -> Markup {
    view::state(state)
}
