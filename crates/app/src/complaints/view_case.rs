//! A case's page: what it is, what is next, its timeline, and a form for each thing that can be done now.

use std::collections::BTreeMap;

use domain::case_imports::{Column, Names, Warning, changes, sv as import_words};
use domain::cases::{
    Action, Case, ClockRules, Happening, Kind, Outcome, Party, Place, ReadIn, Refusal, Seen, Shown, Sight,
    before_closing, sv as words, why_not,
};
use domain::year::{ColumnOption, Complaints};
use kernel::id::kind::{Person, Tenant, Unit};
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{
    Button, Choice, Field, FileItem, Tone, date_input, error_summary, file_list, file_upload, notice, radios, select,
    textarea,
};

use super::form::{self, Fault, LONGEST, OFFERED, slug};
use super::pages_files::{self, may_have_files};
use super::{sv, view};
use crate::cases::files::{self, ACCEPT};
use crate::cases::{Document, Dossier, Filed, Line, Near, Who};

/// A case as somebody sees it.
#[derive(Debug)]
pub(super) struct Opened {
    pub dossier: Dossier,
    /// The words of its lines, where they are shown.
    pub said: Vec<Option<String>>,
    pub who: Who,
    /// The files of lines that are shown, with their names.
    pub files: Vec<(Document, String)>,
    /// The most bytes of files at once.
    pub limit: usize,
    pub clock: ClockRules,
    /// What can be done now.
    pub open: Vec<Action>,
    /// Who can be chosen to handle it.
    pub handlers: Vec<(Id<Person>, String)>,
    /// Which units can be said to be the one that it is about.
    pub units: Vec<(Id<Unit>, String)>,
    /// The other authorities that it can be handed over to.
    pub others: Vec<(Id<Tenant>, String)>,
    /// What the units are called that somebody has said it is about.
    pub unit_names: BTreeMap<Id<Unit>, String>,
    /// Other cases about the same.
    pub near: Near,
    /// What the provider's own system knows it by, where it is handled there.
    pub reference: Option<String>,
    pub complaints: Option<Complaints>,
    pub seen: Seen,
    pub sight: Sight,
    pub party: Party,
    pub today: Day,
}

fn option_title(options: &[ColumnOption], slug: &str) -> String {
    let found = options.iter().find(|option| option.slug.as_str() == slug);
    found.map_or_else(|| slug.to_owned(), |option| option.title.as_sv().to_owned())
}

fn title_of(complaints: &Complaints, slug: &str) -> String {
    let found = complaints.categories.iter().find(|category| category.slug.as_str() == slug);
    found.map_or_else(|| slug.to_owned(), |category| category.title.as_sv().to_owned())
}

fn facts(of: &Opened) -> Markup {
    let (case, filed) = (&of.dossier.case, &of.dossier.filed);
    let clocks = case.clocks(&of.clock, of.today);
    let category = of.complaints.as_ref().and_then(|complaints| {
        let slug = case.category.as_deref()?;
        complaints.categories.iter().find(|category| category.slug.as_str() == slug)
    });
    html! {
        dl.facts {
            div { dt { "Enhet" } dd { (filed.school_title()) @if !of.who.school.is_empty() { ". Med egna ord: " bdi { (of.who.school) } } } }
            div { dt { "Kom in" } dd { (swedish::day(case.received)) ", " (words::way(case.way).to_lowercase()) } }
            @if let Some(reference) = &of.reference { div { dt { "Ert ärendenummer" } dd { (reference) } } }
            div { dt { "Läge" } dd { (view::state(filed)) " " (words::place(case.place)) } }
            @if let Some(next) = case.next(&of.clock, of.today) {
                div { dt { "Nästa" } dd { (words::next_chip(next, next.standing(of.today))) ", senast " (swedish::day(next.day)) } }
            }
            @if let Some(last) = clocks.answer.filter(|_| case.kind != Kind::View) {
                div { dt { "Svar senast" } dd { (swedish::day(last)) @if case.extended.is_some() { " (förlängt)" } } }
            }
            @if clocks.stopped > 0 { div { dt { "Klockan har stått" } dd { (clocks.stopped) " arbetsdagar" } } }
            @if let Some(raised) = case.raised { div { dt { "Skolan" } dd { (words::raised(raised)) } } }
            @if of.sight == Sight::Words && !case.is_kept_elsewhere() {
                div { dt { "Gäller" } dd { (words::about(case.about)) } }
                div { dt { "Vem" } dd {
                    @if case.kind == Kind::Deficiency { "Skolan har anmält det själv" }
                    @else if of.who.name.is_empty() { "Anonym" } @else { (of.who.name) }
                    @if !of.who.contact.is_empty() { ", " (of.who.contact) }
                    @if !case.reachable && case.kind != Kind::Deficiency { ". Har ingen kod och nås inte här." }
                } }
            }
            @if let Some(counting) = case.counting {
                div { dt { "I redovisningen" } dd {
                    @if counting.counts() { "Räknas" @if let Some(category) = category { ": " (category.title.as_sv()) } } @else { "Räknas inte" }
                } }
            }
            @if case.is_kept_elsewhere() {
                @if let Some(day) = case.acknowledged { div { dt { "Bekräftades" } dd { (swedish::day(day)) } } }
                @if let Some(day) = case.answered { div { dt { "Besvarades" } dd { (swedish::day(day)) } } }
                @if let Some(day) = case.closed { div { dt { "Avslutades" } dd { (swedish::day(day)) } } }
            }
            @if let Some(outcome) = case.outcome { div { dt { "Utfall" } dd { (words::outcome(outcome)) } } }
            @if let Some(verdict) = case.verdict { div { dt { "Den som skrev: är det löst?" } dd { (words::verdict(verdict)) } } }
        }
    }
}

/// The lines with which the clocks went again by themselves: what was waited for has come.
fn waits_ended(lines: &[Line]) -> Vec<bool> {
    let before = |at: usize| Case::replay(lines[..at].iter().map(|line| &line.entry)).ok();
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| before(at).is_some_and(|case| case.ends_wait(&line.entry.happening)))
        .collect()
}

fn line(base: &str, of: &Opened, (line, goes): (&Line, bool), said: Option<&str>) -> Markup {
    if line.entry.shown_to(of.party) == Shown::Not {
        return html! {};
    }
    let nothing = form::nothing();
    let complaints = of.complaints.as_ref().unwrap_or(&nothing);
    let more = match &line.entry.happening {
        Happening::Acted { measure } => Some(option_title(&complaints.measures, measure)),
        Happening::Located { unit } => of.unit_names.get(unit).cloned(),
        Happening::Classified { counting, category } => Some(sv::classified(
            [counting.negative, counting.management, counting.active],
            category.as_deref().map(|slug| title_of(complaints, slug)),
        )),
        Happening::Linked { other } | Happening::Unlinked { other } => of.near.find(*other).map(view::title),
        Happening::Stopped { reason, .. } => Some(option_title(&complaints.stop_reasons, reason)),
        _ => None,
    };
    html! {
        li {
            @let worded = of.dossier.case.is_kept_elsewhere() && line.entry.happening == Happening::Worded;
            p { strong { @if worded { (sv::WORDED_ELSEWHERE) } @else { (words::happening(&line.entry.happening, line.entry.by)) } }
                @if let Some(name) = &line.person_name { ", " (name) }
                " " span.quiet { (swedish::day(line.entry.day)) } }
            @if let Some(more) = more { p { (more) } }
            @if let Happening::ReadIn(read) = &line.entry.happening { (read_in(base, of, line.number, read)) }
            @if goes { p { (sv::GOES_AGAIN) } }
            @if let Some(said) = said { p.said dir="auto" { (said) } }
            (line_files(base, of, line.number))
        }
    }
}

/// The way to the file that the row came in with, and what it said otherwise than the row before; what it said first stands
/// above, or at what changed it.
fn read_in(base: &str, of: &Opened, number: i64, read: &ReadIn) -> Markup {
    let is = &read.record;
    let cases = base.rsplit_once('/').map_or(base, |(cases, _)| cases);
    let receipt = html! { p { a href={ (cases) "/inlasning/kvitto/" (read.import) } { (sv::import(read.import)) } } };
    let before =
        of.dossier.lines.iter().take_while(|line| line.number < number).filter_map(|line| {
            if let Happening::ReadIn(read) = &line.entry.happening { Some(&read.record) } else { None }
        });
    let Some(was) = before.last() else { return receipt };
    let names = Names {
        units: Vec::new(),
        categories: of
            .complaints
            .iter()
            .flat_map(|of| &of.categories)
            .map(|one| (one.slug.to_string(), one.title.as_sv().to_owned()))
            .collect(),
    };
    // Of another unit the page says which it is now; what it is called is not known of every unit that it has been of.
    let changed: Vec<_> =
        changes(&names, (was, ""), (is, "")).into_iter().filter(|one| one.column != Column::Unit).collect();
    let said = |text: String| if text.is_empty() { sv::NOTHING.to_owned() } else { text };
    html! {
        (receipt)
        @if was.unit != is.unit { p { (sv::OTHER_UNIT) } }
        @for one in changed {
            p { (import_words::column(one.column)) ": " (said(one.is)) " " span.quiet { "(förut " (said(one.was)) ")" } }
        }
    }
}

fn line_files(base: &str, of: &Opened, line: i64) -> Markup {
    let own = of.files.iter().filter(|(file, _)| file.entry == line);
    let items: Vec<FileItem<'_>> = own
        .map(|(file, name)| FileItem {
            href: format!("{base}/fil/{}", file.number).into(),
            title: pages_files::title(file.number, name).into(),
            format: files::ending(&file.media_type).to_uppercase().into(),
            bytes: u64::try_from(file.size).ok(),
            note: "".into(),
        })
        .collect();
    if items.is_empty() {
        html! {}
    } else {
        file_list(&items)
    }
}

/// The case.
pub(super) fn case((base, turn): (&str, &str), of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let case = &of.dossier.case;
    html! {
        (error_summary(faults))
        h1 { (view::title(&of.dossier.filed)) }
        @if of.sight != Sight::Words && case.is_kept_elsewhere() {
            (notice(Tone::Info, sv::ELSEWHERE_TITLE, &html! { p { (sv::ELSEWHERE_AT_SCHOOL) } }))
        } @else if of.sight != Sight::Words {
            (notice(Tone::Info, "Skolan har ärendet", &html! { p { "Ni ser att det finns och hur det går. Texten läser ni om ärendet lämnas till er." } }))
        } @else if case.is_kept_elsewhere() {
            (notice(Tone::Info, sv::ELSEWHERE_TITLE, &html! { p { (sv::ELSEWHERE) } }))
            @if case.counts() && !case.worded { p { (ui::warning(import_words::warning(Warning::CountsWithoutText))) } }
        } @else if case.moved {
            (notice(Tone::Info, sv::MOVED_TITLE, &html! { p { (sv::MOVED) } }))
        } @else if case.place == Place::Authority && of.party == Party::School {
            (notice(Tone::Info, "Kommunen har ärendet", &html! { p { "Ni kan läsa det och skriva anteckningar. Kommunen svarar." } }))
        }
        (facts(of))
        @if of.sight == Sight::Words {
            h2 { "Vad som har hänt" }
            ol.said-lines role="list" {
                @for ((one, goes), said) in of.dossier.lines.iter().zip(waits_ended(&of.dossier.lines)).zip(&of.said) {
                    (line(base, of, (one, goes), said.as_deref()))
                }
            }
            (near(base, of))
            @let open: Vec<Action> = OFFERED.iter().copied().filter(|action| of.open.contains(action) && has_form(of, *action)).collect();
            @if !open.is_empty() { h2 { "Gör något" } }
            (left_to_close(of))
            @for action in open { (panel(base, of, action, (typed, faults))) }
            @if of.open.contains(&Action::TurnAbuse) { (crate::abuse::from_case(turn)) }
            (why_it_stays(of))
        } @else if of.open.contains(&Action::Assign) {
            (panel(base, of, Action::Assign, (typed, faults)))
        }
    }
}

/// Whether an open action has a panel of its own: a link is taken away where it stands, and is made where there is something to link to.
fn has_form(of: &Opened, action: Action) -> bool {
    match action {
        Action::Unlink => false,
        Action::Link => !of.near.linkable.is_empty(),
        Action::Move => !of.others.is_empty(),
        _ => true,
    }
}

/// Cases about the same, and those that may be.
fn near(base: &str, of: &Opened) -> Markup {
    let list = base.rsplit_once('/').map_or("", |(list, _)| list);
    let one = |filed: &Filed, action: Action, button: &str| {
        html! {
            li {
                p { a href={ (list) "/" (filed.id) } { (view::title(filed)) } " " (view::state(filed))
                    " " span.quiet { "Kom in " (swedish::day(filed.received)) } }
                @if of.open.contains(&action) {
                    (ui::post_button(&format!("{base}/{}", slug(action)), &Button::secondary(button),
                        &[(&format!("{}-val", slug(action)), &filed.number.to_string())]))
                }
            }
        }
    };
    html! {
        @if !of.near.linked.is_empty() || !of.near.similar.is_empty() {
            h2 { (sv::NEAR) }
            @if !of.near.linked.is_empty() {
                ul.said-lines role="list" { @for filed in &of.near.linked { (one(filed, Action::Unlink, "Ta bort kopplingen")) } }
            }
            @if !of.near.similar.is_empty() {
                p.quiet { (sv::SIMILAR) }
                ul.said-lines role="list" { @for filed in &of.near.similar { (one(filed, Action::Link, "Koppla ihop")) } }
            }
        }
    }
}

/// Why the case cannot go to another authority, for whoever looks for the form.
fn why_it_stays(of: &Opened) -> Markup {
    let why = match why_not(&of.dossier.case, &of.seen, Action::Move) {
        Some(Refusal::SchoolHasIt | Refusal::IsHere) => Some(Refusal::IsHere),
        Some(Refusal::Spoken) => Some(Refusal::Spoken),
        _ => None,
    };
    match why.filter(|_| !of.others.is_empty()) {
        Some(why) => ui::reveal(sv::ANOTHER_AUTHORITY, false, &html! { p { (words::refusal(why)) } }),
        None => html! {},
    }
}

/// What has to be done before the case can be closed, told before anybody tries.
fn left_to_close(of: &Opened) -> Markup {
    let left = before_closing(&of.dossier.case);
    let refused = why_not(&of.dossier.case, &of.seen, Action::Close);
    if refused.is_none_or(|why| !left.contains(&why)) {
        return html! {};
    }
    notice(Tone::Neutral, sv::BEFORE_CLOSING, &html! { ul { @for why in left { li { (words::refusal(why)) } } } })
}

fn panel(base: &str, of: &Opened, action: Action, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let name = |field: &str| format!("{}-{field}", slug(action));
    let wrong = faults.iter().any(|(field, _)| field.starts_with(&name("")));
    // What is next stands open.
    let first = of.dossier.case.next(&of.clock, of.today).is_some_and(|next| match next.what {
        domain::cases::NextWhat::Acknowledge => action == Action::Acknowledge,
        domain::cases::NextWhat::Answer => action == Action::Answer,
        domain::cases::NextWhat::Look => action == Action::Start,
        domain::cases::NextWhat::Close => action == Action::Close,
    });
    html! {
        details.panel open[wrong || (first && faults.is_empty())] {
            summary { (words::action(action)) }
            @let is_deficiency = of.dossier.case.kind == Kind::Deficiency;
            @if action == Action::Answer && is_deficiency { p.quiet { (sv::ANSWER_DEFICIENCY) } }
            @else if action == Action::Acknowledge && is_deficiency { p.quiet { (sv::ACKNOWLEDGE_DEFICIENCY) } }
            @else if action == Action::Answer && !of.dossier.case.reachable { p.quiet { (sv::ANSWER_UNREACHABLE) } }
            @else if let Some(help) = sv::help(action) { p.quiet { (help) } }
            @if action == Action::Word && of.dossier.case.about == domain::cases::About::Rektor { (notice(Tone::Warn, sv::REKTOR_SIGNS, &html! {})) }
            @let asked = html! {
                (ui::hidden(form::READ, &of.dossier.lines.len().to_string()))
                (fields(of, action, (typed, faults)))
                div.actions { (Button::primary(words::action(action))) }
            };
            @let address = format!("{base}/{}", slug(action));
            @if may_have_files(action) { (ui::upload_form(&address, &asked)) } @else { (ui::form(&address, &asked)) }
        }
    }
}

fn choices(options: &[ColumnOption]) -> Vec<Choice<'_>> {
    options.iter().map(|option| Choice::new(option.slug.as_str(), option.title.as_sv())).collect()
}

fn fields(of: &Opened, action: Action, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let name = |field: &str| format!("{}-{field}", slug(action));
    let fault = |field: &str| faults.iter().find(|(known, _)| *known == name(field)).map(|(_, fault)| fault.clone());
    let field = |part: &'static str, label: &'static str| {
        Field::new(name(part), label).value(typed.get(&name(part)).to_owned()).fault(fault(part))
    };
    let nothing = form::nothing();
    let complaints = of.complaints.as_ref().unwrap_or(&nothing);
    let last = of.dossier.case.latest_extension(&of.clock, of.today);
    html! {
        @match action {
            Action::Act => (radios(&field("val", "Vad gjordes?"), &choices(&complaints.measures))),
            Action::Stop => {
                (radios(&field("val", "Varför?"), &choices(&complaints.stop_reasons)))
                (date_input(&field("dag", "När ska det tas upp igen?")))
            }
            Action::Extend => (date_input(&field("dag", "Ny sista dag för svar").help(format!("Längst till {}.", swedish::day(last))))),
            Action::Close => {
                @let outcomes: Vec<Choice<'_>> = Outcome::ALL.iter().map(|one| Choice::new(one.slug(), words::outcome(*one))).collect();
                (radios(&field("val", "Hur gick det?"), &outcomes))
            }
            Action::Assign => {
                @let people: Vec<Choice<'_>> = of.handlers.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
                (select(&field("val", "Vem handlägger?"), &people))
            }
            Action::Locate => {
                @let units: Vec<Choice<'_>> = of.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
                (select(&field("val", "Vilken skola gäller det?"), &units))
            }
            Action::Move => {
                @let others: Vec<Choice<'_>> = of.others.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
                (select(&field("val", "Vilken kommun hör studierna till?"), &others))
            }
            Action::Link => (ui::number_input(&field("val", "Det andra ärendets nummer"))),
            Action::Classify => (classify(of, complaints, (typed, faults))),
            _ => {}
        }
        @if form::gives_away(action, &of.dossier.case) {
            (notice(Tone::Warn, sv::KEPT_FROM_SCHOOL, &html! {}))
            (ui::checkbox(&Field::new(name(form::AGREED), sv::AGREED).value(typed.get(&name(form::AGREED)).to_owned()).fault(fault(form::AGREED))))
        }
        @if let Some(needed) = form::words(action) {
            @let label = if matches!(action, Action::Close | Action::Extend | Action::Move) { "Motivering" } else { "Text" };
            @let text = field("text", label);
            @let needed = needed || form::gives_away(action, &of.dossier.case);
            (textarea(&if needed { text } else { text.optional() }, 5, Some(LONGEST)))
        }
        @if may_have_files(action) {
            @let wrong = faults.iter().find(|(known, _)| *known == pages_files::field(action)).map(|(_, fault)| fault.clone());
            (file_upload(&Field::new(pages_files::field(action), "Filer").optional().help(sv::files_help((of.limit >> 20).max(1))).fault(wrong), ACCEPT, true))
        }
    }
}

fn classify(of: &Opened, complaints: &Complaints, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let name = |field: &str| format!("{}-{field}", slug(Action::Classify));
    let fault = |field: &str| faults.iter().find(|(known, _)| *known == name(field)).map(|(_, fault)| fault.clone());
    let counting = of.dossier.case.counting;
    let before = |answer: Option<bool>| match answer {
        Some(true) => "ja",
        Some(false) => "nej",
        None => "",
    };
    let value = |part: &str, was: &str| {
        let said = typed.get(&name(part));
        if said.is_empty() { was.to_owned() } else { said.to_owned() }
    };
    let question = |part: &'static str, label: &'static str, was: Option<bool>| {
        ui::yes_no(&Field::new(name(part), label).value(value(part, before(was))).fault(fault(part)))
    };
    let cores: Vec<Choice<'_>> = complaints
        .categories
        .iter()
        .map(|one| Choice::new(one.slug.as_str(), one.title.as_sv()).help(one.definition.as_sv()))
        .collect();
    let was = of.dossier.case.category.clone().unwrap_or_default();
    html! {
        (question("negativt", "Brast verksamheten mot personens krav och förväntningar?", counting.map(|one| one.negative)))
        (question("ledning", "Krävdes rektor eller annan ledning?", counting.map(|one| one.management)))
        (question("aktiv", "Krävdes aktiv hantering eller åtgärd?", counting.map(|one| one.active)))
        (radios(&Field::new(name("karna"), "Klagomålets kärna").value(value("karna", &was)).fault(fault("karna")), &cores))
    }
}
