//! The evaluation at the provider.

use ::store::{ReadTx, StoreError};
use domain::evaluations::{FindingKind, ResultHappening, SheetFinding, Stage, StateName, sv as words};
use kernel::id::kind::Tenant;
use kernel::{Day, Id, Right, swedish};
use maud::{Markup, html};
use platform::access::Tools;
use platform::{Account, Acting, FormData};
use ui::{Button, Column, Field, Row, Table, Tone, checkbox, textarea};

use super::form::{Fault, LONGEST};
use super::model::{KeptCopy, KeptResult};
use super::{OWN, store_copy, sv, view_authority, view_sheet};

/// For how many days a result is news on the start page.
const DAYS_OF_NEWS: i32 = 30;

/// The provider's results.
pub(super) fn list(base: &str, authorities: &Markup, all: &[(KeptResult, KeptCopy)]) -> Markup {
    let columns = vec![
        Column::new("Utvärdering"),
        Column::new("Leds av"),
        Column::new("Läge"),
        Column::new("Besök"),
        Column::new("Svara senast"),
    ];
    let row = |(kept, copy): &(KeptResult, KeptCopy)| {
        Row::new(vec![
            html! { a href={ (base) "/" (kept.id) } { (copy.stands.wish.name) } },
            html! { (copy.stands.leader) },
            view_authority::sign(kept, copy),
            html! { @if let Some((again, on, _)) = kept.planned(&copy.stands) { (swedish::capitalised(&sv::visit_on(again, on))) } },
            html! { @if asks(kept, copy) { @if let Some(until) = kept.until() { (swedish::day(until)) } } },
        ])
    };
    html! {
        h1 { (sv::OWN) }
        (authorities)
        (Table::new("Utvärderingar", columns).hide_caption().stack().rows(all.iter().map(row).collect())
            .empty(ui::empty_state("Ingen utvärdering", "När er huvudman deltar i en gemensam utvärdering står den här.", &html! {})))
    }
}

/// Whether the provider is asked to answer: not by an evaluation that is not to be.
fn asks(kept: &KeptResult, copy: &KeptCopy) -> bool {
    copy.stands.state != StateName::Withdrawn && kept.stands.open_draft().is_some()
}

/// One of them.
pub(super) fn page(
    base: &str,
    (kept, copy): (&KeptResult, &KeptCopy),
    today: Day,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let open = kept.stands.open_draft().filter(|_| asks(kept, copy));
    let newest = kept.stands.newest.and_then(|(stage, _, line)| Some((stage, kept.lines.get(line)?)));
    let nothing = |_: &SheetFinding| html! {};
    html! {
        (ui::error_summary(faults))
        h1 { (copy.stands.wish.name) }
        p { (view_authority::sign(kept, copy)) " " (copy.stands.leader) " leder utvärderingen." }
        @if let Some((Stage::Ended | Stage::Reopened, line)) = newest { p.said dir="auto" { (line.said().text) } }
        @if copy.stands.state == StateName::Withdrawn { (ui::notice(Tone::Info, "Utvärderingen är återkallad", &html! { p { "Ni behöver inte svara." } (view_authority::told(copy)) })) }
        (view_authority::visit(kept, copy, today))
        @if open.is_some() { (waits(kept, today)) }
        @if copy.stands.state != StateName::Withdrawn && kept.stands.open_draft().is_none() && kept.stands.settled().is_some_and(|settled| settled.is_corrected) { p { (sv::CORRECTED) } }
        @match kept.shown() {
            Some(sheet) => { (view_sheet::papers(base)) (view_sheet::sheet(sheet, &kept.changed(), &nothing)) }
            None => { p.quiet { "Det finns inget att läsa än. När det finns ett utkast får ni ett mejl." } }
        }
        @if kept.shown().is_none() { (view_authority::criteria(copy)) }
        @if let Some(draft) = open { (answer(base, (kept, draft), (typed, faults))) }
        (view_authority::answers(kept, true))
    }
}

fn waits(kept: &KeptResult, today: Day) -> Markup {
    let until = kept.until();
    let elsewhere =
        kept.stands.answered().filter_map(|line| kept.lines.get(line)).find_map(|line| match &line.happening {
            ResultHappening::Elsewhere { name, .. } => Some(name.clone()),
            _ => None,
        });
    let answered = kept.stands.answered().count() > 0;
    let changed = kept.changed();
    let criteria = kept.shown().map(|sheet| sheet.criteria.as_slice()).unwrap_or_default();
    let changed: Vec<&str> =
        criteria.iter().filter(|one| changed.contains(&one.slug)).map(|one| one.title.as_str()).collect();
    html! {
        (ui::notice(Tone::Info, "Det här är ett utkast", &html! {
            @match (answered, until) {
                (true, _) => { p { "Ni har svarat" @if let Some(name) = &elsewhere { " genom " (name) } ". Ni kan lägga till mer tills besöket är fastställt." } }
                (false, Some(until)) if until < today => { p { "Sista dagen att svara var " (swedish::day(until)) ". Ni kan svara tills besöket är fastställt." } }
                (false, Some(until)) => { p { "Läs utkastet och svara senast " (swedish::day(until)) ". Skriv vad som är fel, och vad ni vill tillägga." } }
                (false, None) => { p { "Läs utkastet och svara." } }
            }
            @if !changed.is_empty() { p { (sv::CHANGED_SINCE) ": " (swedish::list(&changed)) "." } }
        }))
    }
}

fn answer(base: &str, (kept, draft): (&KeptResult, usize), (typed, faults): (&FormData, &[Fault])) -> Markup {
    let field = |name: String, label: String| {
        let fault = faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = typed.get(&name).to_owned();
        Field::new(name, label).value(value).fault(fault)
    };
    let findings = kept.shown().map(|sheet| sheet.findings.as_slice()).unwrap_or_default();
    let of = |one: &SheetFinding| {
        let kind = words::finding(one.kind).to_lowercase();
        let kind = if one.kind == FindingKind::Deficiency { format!("{kind}en") } else { format!("{kind}n") };
        field(format!("svar-om-{}", one.number), format!("Om {kind} nr {}", one.number)).optional()
    };
    html! {
        h2 { "Ert svar" }
        (ui::form(&format!("{base}/svara"), &html! {
            (ui::hidden("sedd", &draft.to_string()))
            (textarea(&field("svar-text".to_owned(), "Svar på utkastet".to_owned()).help("Skriv inga uppgifter om enskilda elever.").optional(), 6, Some(LONGEST)))
            @for one in findings { (textarea(&of(one), 3, Some(LONGEST))) }
            (checkbox(&Field::new("inget", "Vi har inget att säga om utkastet").value(typed.get("inget").to_owned())))
            (ui::actions(&html! { (Button::primary("Skicka svaret")) }))
        }))
    }
}

/// What waits for the provider that the account acts for: drafts to answer. `link` gives an address within the authority.
///
/// # Errors
/// Where the database cannot be read.
pub fn at_school(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (account, tenant, today): (&Account, Id<Tenant>, Day),
    link: impl Fn(&str) -> String,
) -> Result<Markup, StoreError> {
    let Some(Acting::Provider(provider)) = account.acting else { return Ok(html! {}) };
    if !account.seats_here().any(|seat| seat.tenant == tenant && seat.role.may(Right::AnswerVisits)) {
        return Ok(html! {});
    }
    let text = |kept: &KeptResult, copy: &KeptCopy| {
        let until = kept.until().map(swedish::day).unwrap_or_default();
        let is_news = kept.lines.last().is_some_and(|line| today.days_since(line.day) <= DAYS_OF_NEWS);
        match kept.stands.stage() {
            Some(Stage::Draft) if kept.stands.answered().count() > 0 => Some("utkastet är besvarat".to_owned()),
            Some(Stage::Draft) if kept.until().is_some_and(|until| until < today) => {
                Some(format!("utkast att läsa, skulle ha besvarats {until}"))
            }
            Some(Stage::Draft) => Some(format!("utkast att läsa, svara senast {until}")),
            stage => match kept.planned(&copy.stands).filter(|(_, on, _)| *on >= today) {
                Some((again, on, _)) => Some(sv::visit_on(again, on)),
                None if matches!(stage, Some(Stage::First | Stage::Whole)) && is_news => {
                    Some("resultatet är fastställt".to_owned())
                }
                None => None,
            },
        }
    };
    let mut lines: Vec<(String, String, String)> = Vec::new();
    for kept in store_copy::results_of(tx, tools, provider)? {
        let Some(copy) = store_copy::find(tx, tools, (kept.copy, false))? else { continue };
        let Some(text) = text(&kept, &copy) else { continue };
        if copy.stands.state != StateName::Withdrawn {
            lines.push((link(&format!("{OWN}/{}", kept.id)), copy.stands.wish.name, text));
        }
    }
    Ok(html! {
        @if !lines.is_empty() {
            section.waiting-cases {
                h2 { (sv::OWN) }
                ul { @for (href, name, text) in &lines { li { a href=(href) { (name) } ": " (text) } } }
            }
        }
    })
}
