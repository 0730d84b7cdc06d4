//! The list of the year's visits, and one visit.

use domain::visits::{FindingKind, Standing, Step, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row as Line, Table, Tone, tag};

use super::form::{Fault, LONGEST};
use super::look::{Noted, Opened, Row};
use super::store::Kept;
use super::{sv, view_protocol, view_sheet};
use crate::organisations::Provider;

/// Where the year's list stands.
#[expect(clippy::struct_field_names, reason = "the field's word")]
pub(super) struct Year {
    pub base: String,
    /// The page of the year compiled.
    pub board: String,
    /// The address that activities of the plan stand below.
    pub activities: String,
    pub year: i16,
    pub years: Vec<i16>,
    pub today: Day,
}

/// Where a visit stands, as a sign.
pub(super) fn sign(kept: &Kept, today: Day) -> Markup {
    let standing = kept.visit.standing();
    let (tone, icon) = match standing {
        Standing::Planned if kept.visit.is_late(today) => (Tone::Warn, Icon::Warning),
        Standing::Planned => (Tone::Info, Icon::Calendar),
        Standing::Begun => (Tone::Info, Icon::Pencil),
        Standing::WithProvider | Standing::Replied => (Tone::Info, Icon::Clock),
        Standing::Settled | Standing::Closed => (Tone::Good, Icon::CheckCircle),
        Standing::Cancelled => (Tone::Neutral, Icon::Cross),
    };
    tag(tone, icon, words::standing(standing))
}

/// What was found at a visit whose protocol is settled.
pub(super) fn found(kept: &Kept) -> Option<String> {
    let sheet = kept.settled()?;
    let [deficiencies, praise, observations] =
        [FindingKind::Deficiency, FindingKind::Praise, FindingKind::Observation].map(|kind| sheet.count(kind));
    Some(words::counts(deficiencies, praise, observations))
}

/// The sentence of the year.
pub(super) fn summary(rows: &[Row]) -> String {
    let visited = rows.iter().filter(|row| row.is_visited()).count();
    let noted = rows.iter().filter(|row| row.is_noted()).count();
    let planned = rows.iter().filter(|row| !row.is_visited() && !row.is_noted() && row.is_planned()).count();
    sv::summary(sv::Counts { visited, noted, planned, none: rows.len() - visited - noted - planned })
}

/// The visits of the year.
pub(super) fn year(shown: &Year, rows: &[Row]) -> Markup {
    let columns =
        vec![Column::new("Anordnare"), Column::new("Besök"), Column::new("Läge"), Column::new("Att göra eller utfall")];
    let lines = rows.iter().flat_map(|row| {
        let name = || html! { a href={ (shown.base) "/hos/" (row.provider.id) } { (row.provider.name) } };
        let plan = format!("{}/nytt?anordnare={}", shown.base, row.provider.id);
        let whose = || html! { span.hidden { " besök hos " (row.provider.name) } };
        let line = |kept: &Kept| {
            let waits = kept.waits(shown.today);
            let cells = vec![
                name(),
                html! { a href={ (shown.base) "/" (kept.id) } { (words::slot(kept.visit.slot)) } },
                sign(kept, shown.today),
                html! {
                    @if let Some(text) = &waits { (text) }
                    @if let Some(text) = found(kept) { @if waits.is_some() { br; } (text) }
                },
            ];
            (Some(kept.visit.slot.day), Line::new(cells))
        };
        let mut all: Vec<(Option<Day>, Line<'_>)> = row.visits.iter().map(line).collect();
        all.extend(row.noted.iter().map(|noted| {
            let cells = vec![
                name(),
                html! { a href={ (shown.activities) "/" (noted.activity) } { (sv::noted(noted.on)) } },
                tag(Tone::Neutral, Icon::Info, sv::NOTED),
                html! { a href=(plan) { "Lägg in" (whose()) } },
            ];
            (Some(noted.on), Line::new(cells))
        }));
        if all.is_empty() {
            let cells = vec![
                name(),
                html! { span.quiet { "Inget" } },
                tag(Tone::Warn, Icon::Circle, "Saknas"),
                html! { a href=(plan) { "Planera" (whose()) } },
            ];
            all.push((None, Line::new(cells)));
        }
        all
    });
    // By day; those that have nothing last.
    let mut lines: Vec<(Option<Day>, Line<'_>)> = lines.collect();
    lines.sort_by_key(|(day, _)| (day.is_none(), *day));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|(_, line)| line).collect();
    html! {
        p.kicker { (sv::TITLE)
            @for other in shown.years.iter().filter(|other| **other != shown.year) {
                " · " a href={ (shown.base) "/ar/" (other) } { (other) }
            }
        }
        h1 { (sv::title(shown.year)) }
        p.lead { (summary(rows)) }
        div.actions.no-print {
            (ui::link_button(&format!("{}/nytt", shown.base), sv::NEW, true))
            a href={ (shown.base) "/checklista/" (shown.year) } { (sv::CHECKLIST) }
            a href={ (shown.board) "/" (shown.year) } { "Sammanställt för nämnden" }
        }
        (Table::new("Besök", columns).hide_caption().stack().rows(lines)
            .csv(format!("{}/ar/{}?format=csv", shown.base, shown.year))
            .empty(ui::empty_state("Ingen anordnare har avtal under året", "Lägg in avtalen i organisationen.", &html! {})))
    }
}

/// Every visit to a provider.
pub(super) fn of_provider(
    (base, activities): (&str, &str),
    provider: &Provider,
    (visits, noted): (&[Kept], &[Noted]),
    today: Day,
) -> Markup {
    html! {
        h1 { (provider.name) }
        p.lead { "Alla besök hos anordnaren, det senaste först." }
        div.actions.no-print { (ui::link_button(&format!("{base}/nytt?anordnare={}", provider.id), sv::NEW, true)) }
        @if visits.is_empty() && noted.is_empty() { p.quiet { "Inget besök är planerat eller gjort." } }
        ul.said-lines role="list" {
            @for kept in visits.iter().rev() {
                li {
                    p { a href={ (base) "/" (kept.id) } { (words::slot(kept.visit.slot)) } " " (sign(kept, today)) }
                    @if let Some(text) = found(kept) { p.quiet { (text) } }
                }
            }
            @for one in noted.iter().rev() {
                li { p { a href={ (activities) "/" (one.activity) } { (sv::noted(one.on)) } } }
            }
        }
    }
}

/// Where a visit's page stands, and what whoever looks may do.
pub(super) struct One {
    pub base: String,
    /// The provider's page in the follow-up.
    pub follow_up: String,
    pub open: Vec<Step>,
    /// The day that the provider is given where nobody says another.
    pub until: Day,
    pub activities: String,
    /// What the settled protocol calls a deficiency and nobody has made one of.
    pub left: Vec<String>,
}

/// The box that is ticked where a protocol is settled though the provider has not read all of it.
pub(super) const SETTLE_UNREAD: &str = "faststall-anda";

/// When, where and who.
pub(super) fn facts(of: &Opened) -> Markup {
    let (plan, units) = (of.kept.plan(), of.unit_names());
    html! {
        dl.facts {
            div { dt { "Tid" } dd { (words::slot(of.kept.visit.slot)) } }
            div { dt { "Enheter" } dd { @if units.is_empty() { "Hela anordnaren" } @else { (units.join(", ")) } } }
            div { dt { "Plats" } dd { @if plan.place.is_empty() { span.quiet { "Inte angiven" } } @else { (plan.place) } } }
            div { dt { "Deltagare" } dd {
                @if of.people.is_empty() && plan.others.is_empty() { span.quiet { "Inga valda" } }
                (of.people.join(", "))
                @if !of.people.is_empty() && !plan.others.is_empty() { "; " }
                (plan.others)
            } }
        }
    }
}

/// A visit, what waits and what can be done with it.
pub(super) fn one(
    shown: &One,
    of: &Opened,
    (typed, faults): (&FormData, &[Fault]),
    after: view_sheet::After<'_>,
) -> Markup {
    let own = format!("{}/{}", shown.base, of.kept.id);
    let can = |step: Step| shown.open.contains(&step);
    let conflicts = of.written.protocol.conflicts();
    html! {
        (ui::error_summary(faults))
        p.kicker { a href={ (shown.base) "/hos/" (of.provider.id) } { (of.provider.name) } }
        h1 { (of.kept.name()) }
        p { (sign(&of.kept, of.today)) @if let Some(text) = of.kept.waits(of.today) { " " (text) } }
        (with_provider(&own, of, can(Step::Settle)))
        @if conflicts > 0 {
            (ui::notice(Tone::Warn, "Två har skrivit olika", &html! {
                p { (words::refusal(domain::visits::Refusal::Conflicts(conflicts))) " " a href={ (own) "/krockar" } { "Se dem sida vid sida" } }
            }))
        }
        (facts(of))
        div.actions.no-print {
            @if can(Step::Write) { (ui::link_button(&format!("{own}/protokoll"), if of.is_begun() { "Fortsätt på protokollet" } else { "Öppna protokollet" }, true)) }
            a href={ (own) "/underlag" } { (sv::PACK) }
            @if of.is_begun() { a href={ (own) "/fil/pdf" } { "Protokollet som PDF" } a href={ (own) "/fil/docx" } { "Som Word" } }
            @if can(Step::Change) { a href={ (own) "/andra" } { (words::step(Step::Change)) } }
            a href=(shown.follow_up) { "Anordnarens redovisningar" }
        }
        (bound(shown, of))
        @for step in [Step::Invite, Step::Send, Step::Settle, Step::Close, Step::Cancel] {
            @if can(step) { (panel(&own, shown, of, step, (typed, faults))) }
        }
        (view_sheet::all_replies(&of.kept))
        @match of.kept.settled() {
            Some(sheet) => { h2 { "Fastställt protokoll" } (view_sheet::sheet(sheet, &of.photos, &own, after)) }
            None => @if of.is_begun() { h2 { "Protokollet som det är nu" } (view_sheet::sheet(&of.sheet(), &of.photos, &own, view_sheet::NOTHING)) },
        }
        (view_protocol::replaced(of))
        h2 { "Vad som har hänt" }
        ol.said-lines role="list" {
            @for line in of.kept.lines.iter().rev() {
                li {
                    p { (words::happening(&line.entry.happening)) }
                    @if !line.words.note.is_empty() { p.said { (line.words.note) } }
                    p.quiet.small { (line.person) ", " (swedish::instant(line.at)) }
                }
            }
        }
    }
}

/// That the provider has the draft and until when, and what the protocol says now that it has not read.
fn with_provider(own: &str, of: &Opened, settles: bool) -> Markup {
    let unread = of.unread();
    html! {
        @if let (Standing::WithProvider, Some(draft)) = (of.standing(), of.kept.visit.draft()) {
            (ui::notice(Tone::Info, "Utkastet är hos anordnaren", &html! {
                p { "Skickat " (swedish::day(draft.sent)) ". Anordnaren har till och med " (swedish::day(draft.until)) " på sig att svara." }
            }))
        }
        @if !unread.is_empty() {
            (ui::notice(Tone::Warn, sv::UNREAD, &html! {
                ul { @for one in &unread { li { (one) } } }
                p { a href={ (own) "#steg-utkast" } { "Skicka utkastet igen" } " så att anordnaren får läsa det"
                    @if settles { ", innan protokollet fastställs" } "." }
            }))
        }
    }
}

/// What the visit follows on, what follows on it, and what of the plan it is.
fn bound(shown: &One, of: &Opened) -> Markup {
    let link = |kept: &Kept| html! { a href={ (shown.base) "/" (kept.id) } { (kept.name()) ", " (swedish::day(kept.visit.slot.day)) } };
    html! {
        @if let Some(before) = &of.before { p { "Följer på " (link(before)) ". Det som sågs då frågas om i protokollet." } }
        @for after in &of.after { p { "Följs av " (link(after)) "." } }
        @if let Some(activity) = of.kept.activity {
            p.quiet { a href={ (shown.activities) "/" (activity) } { "Hör till uppföljningsplanen" } ". När protokollet fastställs antecknas momentet som gjort." }
        }
    }
}

/// What a step does, in a sentence beside its button.
const fn explained(step: Step) -> &'static str {
    match step {
        Step::Invite => {
            "Varje deltagare med konto får ett brev som kalendern läser. Ändras besöket skickar du en ny inbjudan."
        }
        Step::Send => {
            "Anordnaren läser protokollet som det är nu, och kontrollerar att det som står är riktigt. Fem arbetsdagar om inget annat anges."
        }
        Step::Settle => "Protokollet låses som det är nu. Nämnden och revisorerna kan läsa det.",
        Step::Close => "Ett nytt besök planeras direkt, och frågar om det som sågs den här gången.",
        Step::Cancel => "Den som är inbjuden får veta det i ett brev.",
        Step::Change | Step::Write | Step::Reply => "",
    }
}

fn panel(own: &str, shown: &One, of: &Opened, step: Step, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| faults.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let note = format!("{}-text", step.slug());
    let here = typed.has(&note) || typed.has("nytt-besok") && step == Step::Close;
    let value = |name: &str, or: &str| if here { typed.get(name).to_owned() } else { or.to_owned() };
    let label = if step == Step::Cancel { "Varför?" } else { "Anteckning" };
    let field = Field::new(note.clone(), label).value(value(&note, "")).fault(fault(&note));
    let unread = of.unread();
    let again = step == Step::Send && of.kept.visit.draft().is_some();
    let main = matches!(step, Step::Settle | Step::Close)
        || step == Step::Send && (!again || !unread.is_empty())
        || step == Step::Invite && of.kept.visit.invited.is_some();
    let label = if again { "Skicka utkastet igen" } else { words::step(step) };
    html! {
        details.panel.no-print id={ "steg-" (step.slug()) } open[(here && !faults.is_empty()) || main] {
            summary { (label) }
            p.quiet { (explained(step)) }
            @if step == Step::Close && !shown.left.is_empty() {
                (ui::notice(Tone::Warn, "Brister som inte är upplagda", &html! {
                    p { "Protokollet har brister som ingen har gjort till en brist att följa upp. De står kvar i protokollet också när besöket är avslutat." }
                    ul { @for one in &shown.left { li { (one) } } }
                }))
            }
            (ui::form(&format!("{own}/steg/{}", step.slug()), &html! {
                (ui::hidden("sedd", &of.kept.lines.len().to_string()))
                @if step == Step::Send {
                    (ui::date_input(&Field::new("utkast-dag", "Anordnaren svarar senast").value(value("utkast-dag", &shown.until.to_string())).fault(fault("utkast-dag"))))
                }
                @if step == Step::Settle && !unread.is_empty() {
                    (ui::checkbox(&Field::new(SETTLE_UNREAD, sv::SETTLE_UNREAD).value(value(SETTLE_UNREAD, "")).fault(fault(SETTLE_UNREAD))))
                }
                @if step == Step::Close {
                    (ui::radios(&Field::new("nytt-besok", "Behövs ett nytt besök?").value(value("nytt-besok", "")).fault(fault("nytt-besok")), &[
                        Choice::new("ja", "Ja").reveals(ui::date_input(&Field::new("avsluta-dag", "När?").value(value("avsluta-dag", "")).fault(fault("avsluta-dag")))),
                        Choice::new("nej", "Nej"),
                    ]))
                }
                (ui::textarea(&if step == Step::Cancel { field } else { field.optional() }, 3, Some(LONGEST)))
                (ui::actions(&html! { (if step == Step::Cancel { Button::danger(label) } else { Button::primary(label) }) }))
            }))
        }
    }
}
