//! An occasion's reminders, drawn; and what somebody sees on their own account.

use std::collections::{BTreeMap, BTreeSet};

use domain::reminders::following;
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Tab, Table, Tone, Width};

use super::gather::{Line, Thing};
use super::pages::{Letters, Seen};
use super::{pages_account, sv};

/// What whoever looks may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    pub reminds: bool,
    pub sees_letters: bool,
    pub manages_year: bool,
}

#[derive(Debug)]
pub(super) struct Page<'a> {
    /// `/h/ekstad/`.
    pub root: String,
    pub seen: &'a Seen,
    /// Whether the installation sends letters at all.
    pub sends: bool,
    pub rights: Rights,
}

type Faults<'a> = [(&'a str, &'a str)];

fn fault<'a>(faults: &Faults<'a>, name: &str) -> Option<&'a str> {
    faults.iter().find(|(at, _)| *at == name).map(|(_, fault)| *fault)
}

fn no_mail() -> Markup {
    ui::notice(
        Tone::Info,
        "Den här installationen skickar inga brev",
        &html! { p { "Sidan visar vem som påminns. Breven väntar tills den som sköter driften har ställt in en e-postserver; \
        ingen har fått dem ännu." } },
    )
}

/// The page of an occasion.
pub(super) fn page(page: &Page<'_>, form: &FormData, faults: &Faults<'_>) -> Markup {
    let seen = page.seen;
    let year = &seen.round.published.year;
    let base = format!("{}{}", page.root, super::page(year.year, &seen.occasion));
    let title = year.occasion(&seen.occasion).map_or("", |one| one.title.as_sv());
    html! {
        (ui::error_summary(faults))
        p.kicker { (title) ", " (year.year) }
        h1 { (sv::TITLE) }
        (occasions(page))
        @if !page.sends { (no_mail()) }
        (ladder(page))
        div.actions {
            @if page.rights.reminds && seen.round.things.iter().any(|thing| thing.pause.is_none()) {
                (ui::link_button(&format!("{base}/nu"), sv::NOW_TITLE, true))
            }
            @if page.rights.sees_letters { a href={ (page.root) "utskick" } { "Alla utskick" } }
        }
        h2 { "Det som inte har kommit in" }
        (things(page))
        h2 { "Pausade påminnelser" }
        (pauses(page, &base))
        @if page.rights.reminds { (pause_form(page, &base, form, faults)) }
        h2 { "Påminnelser som har gått" }
        (reminded(page))
    }
}

fn occasions(page: &Page<'_>) -> Markup {
    let year = &page.seen.round.published.year;
    let links: Vec<String> = year
        .occasions
        .iter()
        .map(|one| format!("{}{}", page.root, super::page(year.year, one.slug.as_str())))
        .collect();
    let tabs: Vec<Tab<'_>> = year
        .occasions
        .iter()
        .zip(&links)
        .map(|(one, href)| Tab {
            href,
            label: one.title.as_sv(),
            count: None,
            current: one.slug == *page.seen.occasion,
        })
        .collect();
    ui::tabs("Rapporteringstillfällen", &tabs)
}

fn ladder(page: &Page<'_>) -> Markup {
    let published = &page.seen.round.published;
    let told = published.year.reminders.as_ref().map(domain::reminders::sv::ladder).unwrap_or_default();
    html! {
        @if told.is_empty() {
            p.lead { "Årets dokument säger inte att några påminnelser ska gå." }
        } @else {
            p.lead { "Påminnelserna går av sig själva klockan 7, ett brev till varje person. Det som är inlämnat påminns aldrig. Det som har kommit med e-post påminns som något att signera, rätta eller ladda upp." }
            ul { @for sentence in &told { li { (sentence) } } }
        }
        @if page.rights.manages_year {
            p { a href={ (page.root) "ar/version/" (published.id) "/formular#paminnelser" } { "Ändra när påminnelser går" } }
        }
    }
}

fn name(thing: &Thing) -> String {
    let (subject, provider) = (thing.assignment.subject_name(), &thing.assignment.organisation_name);
    if subject == provider { provider.clone() } else { format!("{provider}: {subject}") }
}

fn things(page: &Page<'_>) -> Markup {
    let seen = page.seen;
    let rows = seen.round.things.iter().map(|thing| {
        // Whom the ladder names as it stands today.
        let only = |one: &Thing| one.assignment.id == thing.assignment.id;
        let people: BTreeSet<Id<Person>> = seen.round.told_now(seen.today, only).into_keys().collect();
        let days: BTreeSet<Day> = thing.asked.sent.iter().map(|(_, day)| *day).collect();
        let days: Vec<Day> = days.into_iter().collect();
        // Nobody's choice of one letter a week moves what holds for others.
        let next = following(&seen.round.ladder(thing.left), thing.asked.due, false, seen.today);
        let late = thing.asked.due < seen.today;
        let next = html! {
            @if thing.pause.is_some() { (ui::tag(Tone::Neutral, Icon::Clock, "Pausad")) }
            @else if people.is_empty() { (ui::tag(Tone::Warn, Icon::Warning, "Ingen att påminna")) }
            @else { (sv::next(next, seen.today)) }
        };
        Row::new(vec![
            html! {
                (name(thing)) br; span.quiet.small { (thing.title) }
                @if let Some(left) = thing.left { br; span.small { (sv::left(left)) } }
            },
            html! {
                (swedish::day(thing.asked.due))
                @if late && thing.left.is_none() { " " (ui::tag(Tone::Bad, Icon::Warning, "Försenad")) }
            },
            html! { (sv::reminded(&days)) },
            next,
            who(seen, &people),
        ])
    });
    let columns = vec![
        Column::new("Redovisning"),
        Column::new("Sista dag"),
        Column::new("Påmind"),
        Column::new("Nästa gång"),
        Column::new("Till"),
    ];
    let empty =
        ui::empty_state("Allt har kommit in", "Det finns inget att påminna om vid det här tillfället.", &html! {});
    html! { (Table::new("Det som inte har kommit in", columns).hide_caption().stack().rows(rows.collect()).empty(empty)) }
}

/// The names of those who are told of something and can be reached.
fn who(seen: &Seen, people: &BTreeSet<Id<Person>>) -> Markup {
    let names: Vec<&str> = people.iter().filter_map(|id| seen.names.get(id)).map(String::as_str).collect();
    html! {
        @if names.is_empty() {
            span.quiet { "Ingen är bekräftad och har loggat in" }
        } @else { (swedish::list(&names)) }
    }
}

fn provider_name(seen: &Seen, id: Id<Organisation>) -> String {
    let found = seen.round.things.iter().find(|thing| thing.assignment.organisation == id);
    found.map_or_else(|| "En anordnare".to_owned(), |thing| thing.assignment.organisation_name.clone())
}

fn pauses(page: &Page<'_>, base: &str) -> Markup {
    let seen = page.seen;
    let rows = seen.pauses.iter().map(|pause| {
        let item = pause
            .item
            .as_deref()
            .map(|slug| seen.round.published.year.item(slug).map_or(slug, |item| item.title.as_sv()));
        let what = match (pause.organisation.map(|id| provider_name(seen, id)), item) {
            (Some(provider), Some(item)) => format!("{provider}: {item}"),
            (Some(provider), None) => provider,
            (None, Some(item)) => format!("{item}, alla anordnare"),
            (None, None) => "Allt".to_owned(),
        };
        let button = Button::secondary("Avsluta pausen").more(format!("för {what}"));
        let action = format!("{base}/paus/{}/avsluta", pause.number);
        Row::new(vec![
            html! { (what) },
            html! { (pause.reason) },
            html! { (pause.by) ", " (swedish::day(pause.at.day())) },
            html! { @if page.rights.reminds { (ui::post_button(&action, &button, &[])) } },
        ])
    });
    let columns =
        vec![Column::new("Vad"), Column::new("Varför"), Column::new("Vem och när"), Column::action("Avsluta")];
    let empty = html! { p { "Ingenting är pausat." } };
    html! { (Table::new("Pausade påminnelser", columns).hide_caption().stack().rows(rows.collect()).empty(empty)) }
}

fn pause_form(page: &Page<'_>, base: &str, form: &FormData, faults: &Faults<'_>) -> Markup {
    let seen = page.seen;
    let providers: BTreeMap<String, Id<Organisation>> = seen
        .round
        .things
        .iter()
        .map(|thing| (thing.assignment.organisation_name.clone(), thing.assignment.organisation))
        .collect();
    let mut named: Vec<(String, Id<Organisation>)> = providers.into_iter().collect();
    named.sort_by(|a, b| swedish::compare(&a.0, &b.0));
    let mut organisations = vec![Choice::new("", "Alla anordnare")];
    organisations.extend(named.iter().map(|(name, id)| Choice::new(id.to_string(), name.as_str())));
    let mut items = vec![Choice::new("", "Alla redovisningar")];
    items.extend(
        seen.round
            .published
            .year
            .items_of(&seen.occasion)
            .map(|item| Choice::new(item.slug.as_str(), item.title.as_sv())),
    );
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(form.get(name).to_owned()).fault(fault(faults, name)).width(Width::Medium)
    };
    ui::reveal(
        "Pausa påminnelser",
        !faults.is_empty(),
        &ui::form(
            &format!("{base}/paus"),
            &html! {
                p { "Pausen gäller tills du avslutar den. Sista dagen ändras inte." }
                (ui::select(&field("anordnare", "Anordnare"), &organisations))
                (ui::select(&field("redovisning", "Redovisning"), &items))
                (ui::textarea(&field("skal", "Varför").help("Står på den här sidan och i granskningsloggen."), 2, Some(500)))
                (ui::actions(&html! { (Button::primary("Pausa påminnelserna")) }))
            },
        ),
    )
}

fn reminded(page: &Page<'_>) -> Markup {
    let rows = page.seen.reminded.iter().map(|one| {
        let things = if one.things == 1 { "1 redovisning".to_owned() } else { format!("{} redovisningar", one.things) };
        let row = Row::new(vec![
            html! { (swedish::day(one.day)) },
            html! { (one.name) },
            html! { (things) },
            html! { (sv::letter(&one.state)) },
        ]);
        if page.rights.sees_letters { row.href(format!("{}utskick/{}", page.root, one.letter)) } else { row }
    });
    let columns = vec![Column::new("Dag"), Column::new("Till"), Column::new("Om"), Column::new("Brevet")];
    let empty = html! { p { "Ingen påminnelse har gått än." } };
    html! { (Table::new("Påminnelser som har gått", columns).hide_caption().stack().rows(rows.collect()).empty(empty)) }
}

/// Reminding now, before it is done.
#[derive(Debug)]
pub(super) struct Preview<'a> {
    pub base: &'a str,
    pub seen: &'a Seen,
    /// The providers that are chosen.
    pub only: &'a BTreeSet<Id<Organisation>>,
    pub missing: &'a BTreeMap<Id<Organisation>, String>,
    pub letters: &'a Letters,
    /// Who has had a letter today.
    pub had: &'a BTreeSet<Id<Person>>,
    pub sends: bool,
    pub fault: Option<&'a str>,
}

/// To whom letters would go, and how one reads.
pub(super) fn preview(page: &Preview<'_>) -> Markup {
    let mut named: Vec<(&String, Id<Organisation>)> = page.missing.iter().map(|(id, name)| (name, *id)).collect();
    named.sort_by(|a, b| swedish::compare(a.0, b.0));
    let choices: Vec<Choice<'_>> = named
        .iter()
        .map(|(name, id)| Choice::new(id.to_string(), name.as_str()).checked(page.only.contains(id)))
        .collect();
    let faults: Vec<(&str, &str)> = page.fault.map(|fault| ("anordnare", fault)).into_iter().collect();
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::NOW_TITLE) }
        p.lead { "Alla som saknar något hos de valda anordnarna får ett brev var. Den som redan har fått en påminnelse i dag får ingen till." }
        @if !page.sends { (no_mail()) }
        @if choices.is_empty() {
            (ui::empty_state("Allt har kommit in", "Det finns inget att påminna om.", &html! {
                a href=(page.base) { "Tillbaka till påminnelserna" }
            }))
        } @else {
            (recipients(page))
            @if let Some((_, lines)) = page.letters.first() { (sample(lines, page.seen.today)) }
            (ui::form(&format!("{}/nu", page.base), &html! {
                (ui::checkboxes(&Field::new("anordnare", "Anordnare").fault(page.fault), &choices))
                (ui::actions(&html! {
                    (Button::primary("Skicka påminnelserna"))
                    a.button.secondary href=(page.base) { "Avbryt" }
                }))
            }))
        }
    }
}

fn recipients(page: &Preview<'_>) -> Markup {
    let rows = page.letters.iter().map(|(person, lines)| {
        let things: Vec<String> = lines.iter().map(|line| format!("{} ({})", line.title, line.subject)).collect();
        Row::new(vec![
            html! { (page.seen.names.get(person).map_or("", String::as_str)) },
            html! { (things.join(", ")) },
            html! {
                @if page.had.contains(person) { (ui::tag(Tone::Neutral, Icon::Clock, "Påmind i dag")) }
                @else { (ui::tag(Tone::Info, Icon::Sent, "Får ett brev")) }
            },
        ])
    });
    let columns = vec![Column::new("Till"), Column::new("Om"), Column::new("Brev").narrow()];
    let empty = html! { p { (sv::NOBODY) } };
    html! {
        h2 { "Till dem går breven" }
        (Table::new("Mottagare", columns).hide_caption().stack().rows(rows.collect()).empty(empty))
    }
}

fn sample(lines: &[Line], today: Day) -> Markup {
    html! {
        h2 { "Så läser den första sitt brev" }
        p { strong { (sv::subject(lines, today)) } }
        pre.letter { (sv::paragraphs(lines, today, true).join("\n\n")) }
    }
}

/// What part somebody has in what is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// They write or sign it.
    Provider,
    /// They are told when it is missing all the same.
    Authority,
    /// None.
    Neither,
}

/// What letters somebody gets, on their own account; nothing for those who get none.
pub(super) fn own(part: Part, weekly: bool, sends: bool) -> Markup {
    html! {
        @if part != Part::Neither {
            h2 { "Brev till dig" }
            @if !sends { p.quiet { "Den här installationen skickar inga brev." } }
            @if part == Part::Provider {
                p { "Du får ett brev när något som du lämnar in eller signerar snart ska vara inne, på sista dagen och när den har passerat. \
                    Det blir högst ett brev om dagen, för alla huvudmän tillsammans." }
                (ui::form("/konto/brev", &html! {
                    (ui::radios(&Field::new("hur-ofta", "Före sista dagen vill jag ha brev")
                        .value(if weekly { pages_account::WEEKLY } else { "steg" }), &[
                        Choice::new("steg", "De dagar som huvudmannen har bestämt"),
                        Choice::new(pages_account::WEEKLY, "En gång i veckan, på måndagar"),
                    ]))
                    (ui::actions(&html! { (Button::secondary("Spara hur ofta")) }))
                }))
            } @else {
                p { "Du får ett brev när en anordnare saknar något trots flera påminnelser, om året är ordnat så." }
            }
        }
    }
}
