//! The register of decisions, and one of them.

use std::collections::BTreeMap;

use domain::deficiencies::{Source, SourceKind, Track};
use domain::supervision::{Kind, Record, StateName, Step, sv as words, why_not};
use kernel::id::kind::Decision;
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use platform::access::{Cx, Permission};
use ui::{
    Button, Choice, Column, Field, FileItem, Icon, Row, Table, Tone, date_input, select, tag, text_input, textarea,
};

use super::form::{self, Fault, LONGEST, OURSELVES};
use super::store::{Due, Kept};
use super::{PAGE, file, sv};
use crate::cases::files;
use crate::deficiencies::{self, FromSource, Prefill};
use crate::organisations::{Provider, UnitEntry};

/// Where the page stands, and what whoever looks may do.
pub(super) struct Shown {
    pub base: String,
    pub writes: bool,
    pub today: Day,
}

fn sign(of: StateName) -> Markup {
    let (tone, icon) = match of {
        StateName::Registered => (Tone::Warn, Icon::Circle),
        StateName::Reviewed => (Tone::Info, Icon::Calendar),
        StateName::Closed => (Tone::Good, Icon::CheckCircle),
        StateName::Withdrawn => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::state(of))
}

/// Whom a decision is about.
fn about(kept: &Kept, providers: &[Provider], units: &[UnitEntry]) -> String {
    let provider = kept.organisation.and_then(|id| providers.iter().find(|one| one.id == id));
    let unit = kept.unit.and_then(|id| units.iter().find(|one| one.id == id));
    match (unit, provider) {
        (Some(unit), Some(provider)) => format!("{}, {}", unit.name, provider.name),
        (None, Some(provider)) => provider.name.clone(),
        _ => "Huvudmannen".to_owned(),
    }
}

fn late(kept: &Kept, today: Day) -> Markup {
    match kept.stands.due() {
        Some(day) if day < today => tag(Tone::Bad, Icon::Warning, &format!("Skulle ha gjorts {}", swedish::day(day))),
        Some(day) => html! { "Senast " (swedish::day(day)) },
        None => html! {},
    }
}

/// Where the words stand that are looked for: in what is registered, or in a file.
fn place(kept: &Kept, (about, files): (&str, &[String]), asked: &[String]) -> Option<String> {
    let record = &kept.stands.record;
    let said: Vec<&str> = kept.lines.iter().map(|line| words::text(&line.entry.happening)).collect();
    let own = [&record.number, &record.title, about, &record.text, &record.lines.join(" "), &said.join(" ")]
        .map(str::to_owned)
        .join(" ");
    file::found(&own, asked).or_else(|| files.iter().find_map(|text| file::found(text, asked)))
}

/// Every decision, or those in which the words stand that are looked for.
pub(super) fn list(
    shown: &Shown,
    (all, providers, units): (&[Kept], &[Provider], &[UnitEntry]),
    (asked, texts): (&str, &BTreeMap<Id<Decision>, Vec<String>>),
) -> Markup {
    let columns = vec![
        Column::new("Beslut"),
        Column::new("Gäller"),
        Column::new("Dag"),
        Column::new("Läge"),
        Column::new("Att göra"),
        Column::new("Vite"),
    ];
    let looked_for = file::words(asked);
    let found: Vec<(&Kept, Option<String>)> = all
        .iter()
        .filter_map(|kept| {
            if looked_for.is_empty() {
                return Some((kept, None));
            }
            let files = texts.get(&kept.id).map(Vec::as_slice).unwrap_or_default();
            place(kept, (&about(kept, providers, units), files), &looked_for).map(|place| (kept, Some(place)))
        })
        .collect();
    let row = |(kept, place): &(&Kept, Option<String>)| {
        let record = &kept.stands.record;
        Row::new(vec![
            html! {
                a href={ (shown.base) "/" (kept.id) } { (record.title) }
                br; span.quiet.small { (record.number) ", " (words::kind(record.kind).to_lowercase()) }
                @if let Some(place) = place { br; span.small { "… " (place) " …" } }
            },
            html! { (about(kept, providers, units)) },
            html! { (swedish::day(record.on)) },
            sign(kept.stands.state),
            late(kept, shown.today),
            html! { (record.fine.map(words::fine).unwrap_or_default()) },
        ])
    };
    html! {
        h1 { (sv::TITLE) }
        p.lead { "Beslut efter Skolinspektionens tillsyn: vad de säger, vad huvudmannen gör åt dem och vad som har gjorts." }
        @if shown.writes {
            div.no-print {
                (ui::actions(&html! {
                    (ui::link_button(&format!("{}/nytt", shown.base), sv::NEW, true))
                    a href={ (shown.base) "/las-in" } { (sv::IMPORT) }
                }))
            }
        }
        (ui::search_form(&shown.base, &html! {
            (text_input(&Field::new("sok", "Sök").value(asked.to_owned()).help("I det som är registrerat och i texten i bifogade PDF-filer.")))
            (ui::actions(&html! { (Button::secondary("Sök")) @if !asked.is_empty() { a href=(shown.base) { "Visa alla" } } }))
        }))
        (Table::new("Beslut", columns).hide_caption().stack().rows(found.iter().map(row).collect())
            .empty(ui::empty_state("Inga beslut", if asked.is_empty() { "Inget beslut är registrerat." } else { "Inget beslut har de orden. En inskannad PDF har ingen text att söka i." }, &html! {})))
    }
}

/// The fields of what a decision says.
fn fields(typed: &dyn Fn(&str) -> Option<String>, record: Option<&Record>, faults: &[Fault]) -> Markup {
    let field = |name: &'static str, label: &'static str, or: String| {
        let fault = faults.iter().find(|(known, _)| known == name).map(|(_, fault)| fault.clone());
        Field::new(name, label).value(typed(name).unwrap_or(or)).fault(fault)
    };
    let get = |of: fn(&Record) -> String| record.map(of).unwrap_or_default();
    let kinds: Vec<Choice<'_>> = Kind::ALL.iter().map(|one| Choice::new(one.slug(), words::kind(*one))).collect();
    html! {
        (text_input(&field("nummer", "Skolinspektionens diarienummer", get(|one| one.number.clone()))))
        (select(&field("beslut", "Beslut", get(|one| one.kind.slug().to_owned())), &kinds))
        (date_input(&field("dag", "Beslutsdag", get(|one| one.on.to_string()))))
        (text_input(&field("rubrik", "Vad gäller det?", get(|one| one.title.clone()))))
        (textarea(&field("text", "Sammanfattning", get(|one| one.text.clone())).help("Skriv inga uppgifter om enskilda elever.").optional(), 5, Some(LONGEST)))
        (textarea(&field("brister", "Brister som beslutet pekar ut", get(|one| one.lines.join("\n"))).help("En brist på varje rad. Var och en kan sedan följas upp för sig.").optional(), 5, Some(LONGEST)))
        (date_input(&field("senast", "Ska vara åtgärdat eller redovisat senast", get(|one| one.deadline.map(|day| day.to_string()).unwrap_or_default())).optional()))
        (text_input(&field("vite", "Vite, i kronor", get(|one| one.fine.map(|fine| fine.to_string()).unwrap_or_default())).optional()))
        (text_input(&field("adress", "Adress på webben", get(|one| one.address.clone())).optional()))
    }
}

/// The form for a new decision.
pub(super) fn new(
    action: &str,
    (providers, units): (&[Provider], &[UnitEntry]),
    key: &str,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let fault = |name: &str| faults.iter().find(|(known, _)| known == name).map(|(_, fault)| fault.clone());
    let ids: Vec<(String, &str)> = providers.iter().map(|one| (one.id.to_string(), one.name.as_str())).collect();
    let mut whom = vec![Choice::new("", "Välj"), Choice::new(OURSELVES, "Huvudmannen själv")];
    whom.extend(ids.iter().map(|(id, name)| Choice::new(id.as_str(), *name)));
    let named = |unit: &UnitEntry| {
        let provider = providers.iter().find(|one| one.id == unit.organisation)?;
        Some((unit.id.to_string(), format!("{}, {}", unit.name, provider.name)))
    };
    let names: Vec<(String, String)> = units.iter().filter_map(named).collect();
    let mut places = vec![Choice::new("", "Hela anordnaren")];
    places.extend(names.iter().map(|(id, name)| Choice::new(id.as_str(), name.as_str())));
    let value = |name: &str| typed.has(name).then(|| typed.get(name).to_owned());
    html! {
        (ui::error_summary(faults))
        h1 { (sv::NEW) }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", key))
            (select(&Field::new("anordnare", "Vem gäller beslutet?").value(typed.get("anordnare").to_owned()).fault(fault("anordnare")), &whom))
            (select(&Field::new("enhet", "Enhet").value(typed.get("enhet").to_owned()).fault(fault("enhet")), &places))
            (fields(&value, None, faults))
            (ui::actions(&html! { (Button::primary("Registrera beslutet")) }))
        }))
    }
}

/// The panel in which a deficiency that the decision names becomes one of ours, and what it became before.
pub(super) fn to_deficiency<P: Permission>(
    cx: &Cx<P>,
    kept: &Kept,
    (at, line): (usize, &str),
    became: &[FromSource],
) -> Markup {
    let part = domain::supervision::part(line);
    let source = Source { kind: SourceKind::Supervision, id: kept.id.to_string(), part: part.clone() };
    let title: String = line.chars().take(120).collect();
    html! {
        // Older ones are known by their place in the list.
        (deficiencies::became(cx, became, &at.to_string()))
        @if let Some(organisation) = kept.organisation {
            (deficiencies::panel(cx, became, &Prefill {
                organisation, unit: kept.unit, source, term: None, title, text: line.to_owned(), track: Track::Compliance,
            }))
        } @else {
            (deficiencies::became(cx, became, &part))
        }
    }
}

/// One decision.
pub(super) fn page(
    shown: &Shown,
    (kept, providers, units): (&Kept, &[Provider], &[UnitEntry]),
    (limit, after): (usize, &dyn Fn(usize, &str) -> Markup),
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let record = &kept.stands.record;
    let can = |step: Step| shown.writes && why_not(&kept.stands, step).is_none();
    let mut pairs = vec![
        ("Diarienummer", html! { (record.number) }),
        ("Beslut", html! { (words::kind(record.kind)) ", " (swedish::day(record.on)) }),
        ("Gäller", html! { (about(kept, providers, units)) }),
    ];
    if let Some(day) = record.deadline {
        pairs.push(("Senast", html! { (swedish::day(day)) }));
    }
    if let Some(fine) = record.fine {
        pairs.push(("Vite", html! { (words::fine(fine)) }));
    }
    if !record.address.is_empty() {
        pairs.push(("På webben", html! { a href=(record.address) rel="noopener noreferrer" { (record.address) } }));
    }
    html! {
        (ui::error_summary(faults))
        h1 { (record.title) }
        p { (sign(kept.stands.state)) " " (late(kept, shown.today)) }
        (ui::key_values(&pairs))
        @if !record.text.is_empty() { p.said dir="auto" { (record.text) } }
        @if !record.lines.is_empty() {
            h2 { "Brister som beslutet pekar ut" }
            @for (at, line) in record.lines.iter().enumerate() { section.box { p.said dir="auto" { (line) } (after(at, line)) } }
        }
        @if [Step::Review, Step::Follow, Step::Close, Step::Reopen].into_iter().any(can) {
            h2 { "Nästa steg" }
            @for step in [Step::Review, Step::Follow, Step::Close, Step::Reopen] { @if can(step) { (panel(shown, kept, step, (typed, faults))) } }
        }
        (attached(shown, kept, limit, faults))
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in kept.lines.iter().rev() {
                li {
                    p { (words::happening(&line.entry.happening)) }
                    @let said = words::text(&line.entry.happening);
                    @if !said.is_empty() { p.said dir="auto" { (said) } }
                    p.quiet.small { (line.person_name) ", " (swedish::day(line.entry.day)) }
                }
            }
        }
        @if can(Step::Change) { (change(shown, kept, (typed, faults))) }
        @if can(Step::Withdraw) { (panel(shown, kept, Step::Withdraw, (typed, faults))) }
    }
}

fn attached(shown: &Shown, kept: &Kept, limit: usize, faults: &[Fault]) -> Markup {
    let fault = faults.iter().find(|(name, _)| name == "fil").map(|(_, text)| text.clone());
    let size = ui::sv::size(u64::try_from(limit).unwrap_or(u64::MAX));
    let item = |of: &super::store::FileOf| FileItem {
        href: format!("{}/fil/{}", shown.base, of.number).into(),
        title: if of.name.is_empty() { format!("Fil {}", of.number) } else { of.name.clone() }.into(),
        format: files::ending(&of.media_type).to_uppercase().into(),
        bytes: Some(of.size),
        note: if of.searched { "Texten går att söka i" } else { "Ingen text att söka i" }.into(),
    };
    let items: Vec<FileItem<'_>> = kept.files.iter().map(item).collect();
    html! {
        h2 { "Beslutet som fil" }
        @if items.is_empty() { p.quiet { "Ingen fil är tillagd." } } @else { (ui::file_list(&items)) }
        @if shown.writes {
            details.panel.no-print open[fault.is_some()] {
                summary { "Lägg till en fil" }
                (ui::upload_form(&format!("{}/fil", shown.base), &html! {
                    (ui::file_upload(&Field::new("fil", "Fil").help(format!("PDF, Word eller bild, högst {size}. Texten i en PDF sparas så att den går att söka i. Lägg inte till ett beslut med uppgifter om enskilda elever.")).fault(fault), files::ACCEPT, false))
                    (ui::actions(&html! { (Button::primary("Lägg till filen")) }))
                }))
            }
        }
    }
}

fn panel(shown: &Shown, kept: &Kept, step: Step, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let field = |part: &str, label: &'static str, or: String| {
        let name = form::name(step, part);
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = if typed.has(&name) { typed.get(&name).to_owned() } else { or };
        Field::new(name, label).value(value).fault(fault)
    };
    let wrong = faults.iter().any(|(name, _)| name.starts_with(&format!("{}-", step.slug())));
    let open = step == Step::Review && kept.stands.state == StateName::Registered;
    let label = match step {
        Step::Review => "Vad betyder beslutet, och vem gör vad?",
        Step::Follow => "Vad har gjorts, och vad visar det?",
        _ => "Varför?",
    };
    html! {
        details.panel.no-print open[open || wrong] {
            summary { (words::step(step)) }
            (ui::form(&format!("{}/steg/{}", shown.base, step.slug()), &html! {
                (ui::hidden("sedd", &kept.lines.len().to_string()))
                (textarea(&field("text", label, String::new()), 5, Some(LONGEST)))
                @if step == Step::Review { (date_input(&field("dag", "Ska vara klart senast", String::new()).optional())) }
                @if step == Step::Follow { (date_input(&field("dag", "Vilken dag?", shown.today.to_string()))) }
                (ui::actions(&html! { (Button::primary(words::step(step))) }))
            }))
        }
    }
}

fn change(shown: &Shown, kept: &Kept, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let wrong = faults.iter().any(|(name, _)| !name.contains('-') && name != "fil");
    let value = |name: &str| (wrong && typed.has(name)).then(|| typed.get(name).to_owned());
    let own = if wrong { faults } else { &[] };
    html! {
        details.panel.no-print open[wrong] {
            summary { (words::step(Step::Change)) }
            (ui::form(&format!("{}/steg/{}", shown.base, Step::Change.slug()), &html! {
                (ui::hidden("sedd", &kept.lines.len().to_string()))
                (ui::hidden("anordnare", &kept.organisation.map_or_else(|| OURSELVES.to_owned(), |id| id.to_string())))
                (ui::hidden("enhet", &kept.unit.map(|id| id.to_string()).unwrap_or_default()))
                (fields(&value, Some(&kept.stands.record), own))
                (ui::actions(&html! { (Button::primary("Spara")) }))
            }))
        }
    }
}

/// The decisions on a provider, as a section of a page about it: orders and fines, open ones first.
pub fn at_one<P: Permission>(cx: &Cx<P>, all: &[Kept], today: Day) -> Markup {
    let mut shown: Vec<&Kept> = all.iter().filter(|kept| kept.stands.state != StateName::Withdrawn).collect();
    shown.sort_by_key(|kept| kept.stands.state == StateName::Closed);
    html! {
        h2 { (sv::TITLE) }
        @if shown.is_empty() { p.quiet { "Inget beslut om anordnaren är registrerat." } }
        ul.said-lines role="list" {
            @for kept in shown {
                li { p {
                    a href=(cx.link(&format!("{PAGE}/{}", kept.id))) { (kept.stands.record.title) }
                    " " (sign(kept.stands.state)) " " (late(kept, today))
                    br; span.quiet { (words::kind(kept.stands.record.kind)) ", " (swedish::day(kept.stands.record.on)) @if let Some(fine) = kept.stands.record.fine { ", vite " (words::fine(fine)) } }
                } }
            }
        }
        p.no-print { a href=(cx.link(PAGE)) { "Alla beslut" } }
    }
}

/// What has a day, as a section of the authority's start page; nothing where nothing does.
pub fn at_authority(link: &str, all: &[Due], today: Day) -> Markup {
    let late = all.iter().filter(|one| one.day < today).count();
    let Some(first) = all.iter().map(|one| one.day).min() else { return html! {} };
    html! {
        section {
            h2 { (sv::TITLE) }
            p { a href={ (link) (PAGE) } { (sv::waits((all.len(), late), first)) } }
        }
    }
}
