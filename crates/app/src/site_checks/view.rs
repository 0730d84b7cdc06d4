//! What the pages of the site check look like.

use domain::site_check::{Role, Standing};
use kernel::swedish;
use maud::{Markup, html};
use platform::FormData;
use ui::{
    Button, Choice, Column, Field, Icon, Row, Table, Tone, error_summary, hidden, notice, radios, text_input, textarea,
};

use super::store::{Check, Outcome, Record};
use super::sv;
use crate::organisations::Provider;

type Faults = [(String, &'static str)];

/// What the overview knows.
pub(super) struct Overview {
    pub base: String,
    pub runs: bool,
    pub all: Vec<(Provider, Record)>,
    pub days: u16,
}

/// What a provider's page knows.
pub(super) struct One {
    pub base: String,
    pub runs: bool,
    /// Where its address is changed, for whoever may.
    pub change: Option<String>,
    pub name: String,
    pub record: Record,
}

fn standing(standing: Standing) -> Markup {
    let (tone, icon) = match standing {
        Standing::Found => (Tone::Good, Icon::CheckCircle),
        Standing::Unsure => (Tone::Warn, Icon::Warning),
        Standing::Missing => (Tone::Bad, Icon::Warning),
    };
    ui::tag(tone, icon, sv::standing(standing))
}

fn fault_at(faults: &Faults, name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| field == name).map(|(_, fault)| (*fault).to_owned())
}

fn verdict(record: &Record, role: Role) -> Markup {
    match record.holds(role) {
        None => html! { span.quiet { "–" } },
        Some((holds, judgement)) => html! {
            (standing(holds))
            @if judgement.is_some() { br; span.quiet.small { "Bedömt av handläggare" } }
        },
    }
}

fn lately(record: &Record) -> Markup {
    html! {
        @if let Some(_) = record.under_way() { (sv::under_way(record.progress)) }
        @else if let Some((check, _)) = record.newest() { (swedish::day(check.ended_at.unwrap_or(check.asked_at).day())) }
        @else if record.address.is_none() { span.quiet { "Adress saknas" } }
        @else { span.quiet { "Inte kontrollerad" } }
    }
}

/// Every provider.
pub(super) fn overview(page: &Overview, typed: &FormData, faults: &Faults) -> Markup {
    let mut columns = vec![Column::new("Anordnare")];
    columns.extend(Role::ALL.iter().map(|role| Column::new(sv::role(*role)).narrow()));
    columns.push(Column::new("Kontrollerad").narrow());
    let rows = page.all.iter().map(|(provider, record)| {
        let mut cells = vec![html! { (provider.name) }];
        cells.extend(Role::ALL.iter().map(|role| verdict(record, *role)));
        cells.push(lately(record));
        Row::new(cells).href(format!("{}/anordnare/{}", page.base, provider.id))
    });
    let empty = ui::empty_state("Inga anordnare här", "När en anordnare står i registret står den här.", &html! {});
    let table = Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect()).empty(empty);
    let changed: Vec<_> = page.all.iter().filter(|(_, record)| !record.changed().is_empty()).collect();
    html! {
        (error_summary(faults))
        h1 { (sv::TITLE) }
        p.lead { "Står det på anordnarnas webbplatser hur elever når den de behöver? Systemet läser sidorna och säger vad det hittar. Det som är osäkert behöver någon titta på." }
        @if !changed.is_empty() {
            (notice(Tone::Warn, "Ändrat sedan förra kontrollen", &html! { ul {
                @for (provider, record) in &changed {
                    li { a href=(format!("{}/anordnare/{}", page.base, provider.id)) { (provider.name) } ": "
                        (record.changed().into_iter().map(sv::changed).collect::<Vec<_>>().join("; ")) }
                }
            } }))
        }
        @if page.runs {
            (ui::form(&format!("{}/alla", page.base), &html! { div.actions { (Button::primary("Kontrollera alla nu")) } }))
        }
        (table)
        h2 { "Återkommande kontroll" }
        p { (sv::scheduled(page.days)) }
        @if page.runs {
            @let days = if faults.is_empty() { page.days.to_string() } else { typed.get("dagar").to_owned() };
            (ui::form(&format!("{}/schema", page.base), &html! {
                (ui::number_input(&Field::new("dagar", "Dagar mellan kontrollerna").help("0 betyder att de bara kontrolleras när någon begär det.").value(days).fault(fault_at(faults, "dagar"))))
                div.actions { (Button::secondary("Spara")) }
            }))
        }
    }
}

/// One provider.
pub(super) fn one(page: &One, typed: &FormData, faults: &Faults, after: &dyn Fn(Role) -> Markup) -> Markup {
    let record = &page.record;
    html! {
        (error_summary(faults))
        h1 { "Webbkontroll: " (page.name) }
        @match &record.address {
            Some(address) => p { "Webbplats: " a href=(address) rel="noopener noreferrer" { (address) } },
            None => p { "Ingen webbadress är angiven. Den som sköter registret över anordnare kan lägga till den." },
        }
        @if let Some(change) = &page.change { p { a href=(change) { "Ändra webbadressen" } } }
        @if record.under_way().is_some() {
            (notice(Tone::Info, &sv::under_way(record.progress), &html! { p { "Sidorna läses en i sekunden. Sidan visar resultatet när det är klart." } }))
        } @else if page.runs && record.address.is_some() {
            (ui::form(&format!("{}/nu", page.base), &html! { div.actions { (Button::secondary("Kontrollera nu")) } }))
        }
        @match record.newest() {
            None => p.quiet { "Inget resultat ännu." },
            Some((check, outcome)) => {
                @if !record.changed().is_empty() {
                    (notice(Tone::Warn, "Ändrat sedan förra kontrollen", &html! { ul { @for one in record.changed() { li { (sv::changed(one)) } } } }))
                }
                @for role in Role::ALL {
                    (of_role(page, check, outcome, role, (typed, faults)))
                    @if outcome.of(role).is_some_and(|finding| finding.standing != Standing::Found) { (after(role)) }
                }
                (evidence(page, check, outcome))
            }
        }
        (before(page))
    }
}

fn of_role(page: &One, check: &Check, outcome: &Outcome, role: Role, (typed, faults): (&FormData, &Faults)) -> Markup {
    let Some(finding) = outcome.of(role) else { return html! {} };
    let judged: Vec<_> = page.record.judgements.iter().filter(|one| one.role == role).collect();
    let (place, contact) = (sv::place(finding), sv::contact(&finding.contact));
    html! {
        h2 { (sv::role(role)) }
        p { (verdict(&page.record, role)) }
        dl.facts {
            div { dt { "Kontrollen säger" } dd { (sv::standing(finding.standing)) ". " (sv::why(finding.why))
                @if let Some(not) = outcome.not_read(finding) { " Varför: " (sv::not_read(not)) "." } } }
            @if !contact.is_empty() { div { dt { "Kontakt" } dd { (contact) } } }
            @if let Some(sentence) = &finding.sentence { div { dt { "Mening" } dd { p.said dir="auto" { (sentence) } } } }
            @if !place.is_empty() { div { dt { "Under rubriken" } dd { (place) } } }
            @if let Some(address) = &finding.page { div { dt { "Sida" } dd { a href=(address) rel="noopener noreferrer" { (address) } } } }
        }
        @for one in &judged {
            p { (swedish::day(one.at.day())) ", " (one.person) ": " (sv::standing(one.standing).to_lowercase()) ". " (one.note) }
        }
        @if page.runs {
            @let own = typed.get("roll") == role.slug();
            @let value = |name: &str| if own { typed.get(&format!("{name}-{}", role.slug())).to_owned() } else { String::new() };
            details.panel open[own && !faults.is_empty()] {
                summary { "Bekräfta eller rätta: " (sv::role(role)) }
                (ui::form(&format!("{}/bedom", page.base), &html! {
                    (hidden("nr", &check.number.to_string()))
                    (hidden("roll", role.slug()))
                    (radios(&Field::new(format!("galler-{}", role.slug()), "Vad gäller?").value(value("galler")).fault(fault_at(faults, &format!("galler-{}", role.slug()))), &[
                        Choice::new("found", "Kontaktuppgiften finns"), Choice::new("missing", "Kontaktuppgiften saknas")]))
                    (textarea(&Field::new(format!("anteckning-{}", role.slug()), "Anteckning").help("Hur vet du det?").value(value("anteckning")).fault(fault_at(faults, &format!("anteckning-{}", role.slug()))), 3, Some(2_000)))
                    div.actions { (Button::secondary("Spara bedömningen")) }
                }))
            }
        }
    }
}

/// The pages that were read, to keep.
fn evidence(page: &One, check: &Check, outcome: &Outcome) -> Markup {
    ui::fold(
        "Sidor som lästes",
        &html! {
            p { "Varje sida finns kvar så som den var, som en fil att hämta." }
            ul {
                @for (at, read) in outcome.pages.iter().enumerate() {
                    li {
                        (read.address.as_deref().unwrap_or(&read.asked)) br;
                        @match &read.sha256 {
                            Some(hash) => {
                                a href=(format!("{}/sida/{}/{at}", page.base, check.number)) { "Hämta sidan" } " "
                                span.quiet.small { (swedish::instant(read.at)) ", SHA-256 " (hash) }
                                @if let Some(not) = &read.not { br; span.small { "Lästes inte: " (sv::not_read(not)) "." } }
                            }
                            None => span.small { "Lästes inte: " (sv::not_read(read.not.as_deref().unwrap_or_default())) "." },
                        }
                    }
                }
            }
            @if outcome.left > 0 { p { "Kontaktsidor som inte hanns med: " (outcome.left) "." } }
        },
    )
}

/// The checks before.
fn before(page: &One) -> Markup {
    let earlier: Vec<&Check> = page.record.checks.iter().filter(|check| check.ended_at.is_some()).skip(1).collect();
    if earlier.is_empty() {
        return html! {};
    }
    ui::fold(
        "Tidigare kontroller",
        &html! { ul { @for check in earlier { li {
            (swedish::day(check.asked_at.day())) ": "
            @match &check.outcome {
                None => "avbröts",
                Some(outcome) => (Role::ALL.iter().filter_map(|role| {
                    let finding = outcome.of(*role)?;
                    Some(format!("{} {}", sv::role(*role), sv::standing(finding.standing).to_lowercase()))
                }).collect::<Vec<_>>().join(", ")),
            }
        } } } },
    )
}

/// Where a provider's site begins.
pub(super) fn address(action: &str, name: &str, form: &FormData, faults: &Faults) -> Markup {
    html! {
        (error_summary(faults))
        h1 { "Webbadress: " (name) }
        p { "Där börjar webbkontrollen av anordnarens webbplats. Lämna fältet tomt om det inte finns någon." }
        (ui::form(action, &html! {
            (text_input(&Field::new("adress", "Webbadress").value(form.get("adress")).fault(fault_at(faults, "adress"))))
            div.actions { (Button::primary("Spara")) }
        }))
    }
}
