//! What the pages look like.

use std::collections::BTreeMap;

use documents::table::Remark;
use domain::earlier::{Fault, Judged, Kind, Row as Judgement, sv as words};
use kernel::swedish::{self, integer};
use maud::{Markup, html};
use ui::{Button, Column, FaultGroup, FaultPlace, Icon, Row, Table, Tone};

use super::store::{SetRow, State};
use super::{pages, sv};

type Counts = (i64, i64, i64);
/// How many rows of a sheet are shown.
const SHOWN: usize = 5;
/// Nobody: it came in at the command line.
const OPERATORS: &str = "Driften";

fn number(count: usize) -> String {
    integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn state(state: State) -> Markup {
    let (tone, icon) = match state {
        State::Waiting => (Tone::Warn, Icon::Warning),
        State::Taken => (Tone::Good, Icon::CheckCircle),
        State::Dropped | State::Withdrawn => (Tone::Neutral, Icon::Circle),
    };
    ui::tag(tone, icon, sv::state(state))
}

pub(super) fn list(base: &str, sets: &[(Counts, SetRow)], fault: Option<&str>) -> Markup {
    let faults: Vec<(&str, &str)> = fault.iter().map(|text| ("fil", *text)).collect();
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::TITLE) }
        p { "Här läser ni in det som följdes upp innan systemet fanns: resultat, målvärden och verksamhetsberättelser. \
             Inget räknas förrän ni har sett vad som finns i filen och valt att läsa in den." }
        ol {
            li { a href={ (base) "/mall" } download { "Hämta mallen" } " och fyll i de blad ni har uppgifter till." }
            li { "Ska verksamhetsberättelser med? Lägg arbetsboken och filerna (.docx eller .pdf) i en zip-fil." }
            li { "Välj filen här. Ni får se allt som är rätt och allt som behöver rättas innan något läses in." }
        }
        (ui::upload_form(base, &html! {
            (ui::file_upload(&ui::Field::new("fil", "Ifylld mall, eller zip-fil med den").fault(fault)
                .help("Kalkylblad (.xlsx) eller zip-fil (.zip)."), ".xlsx,.zip", false))
            (ui::actions(&html! { (Button::primary("Kontrollera filen")) }))
        }))
        h2 { "Inläst" }
        @if sets.is_empty() {
            (ui::empty_state("Inget är inläst än", "När den första filen är inläst står den här, med vad som kom in.", &html! {}))
        } @else { (table(base, sets)) }
    }
}

fn table(base: &str, sets: &[(Counts, SetRow)]) -> Markup {
    let mut columns = vec![Column::new("Laddning")];
    columns.extend(["Fil", "När och av vem", "Läge", "Vad som kom in"].map(Column::new));
    let rows = sets.iter().map(|(counts, set)| {
        let came = matches!(set.state(), State::Taken | State::Withdrawn);
        Row::new(vec![
            html! { "Nr " (integer(set.number)) },
            html! { a href={ (base) "/" (set.number) } { (set.file_name) } },
            html! { div { (pages::when(set)) div.quiet { (set.by.as_deref().unwrap_or(OPERATORS)) } } },
            html! { (state(set.state())) },
            html! { @if came { (sv::came_in(*counts)) } @else { span.quiet { "Inget" } } },
        ])
    });
    html! { (Table::new("Inläst", columns).hide_caption().stack().rows(rows.collect())) }
}

/// New, known and faulty rows of a sheet and a year.
fn spread(judged: &Judged) -> Markup {
    let mut all: BTreeMap<(Kind, Option<i16>), [usize; 3]> = BTreeMap::new();
    for row in &judged.rows {
        let year =
            row.said.as_ref().map(domain::earlier::Said::year).or_else(|| row.cells.first()?.trim().parse().ok());
        let at = if row.said.is_none() { 2 } else { usize::from(row.known) };
        if let Some(count) = all.entry((row.kind, year)).or_default().get_mut(at) {
            *count += 1;
        }
    }
    let mut columns = vec![Column::new("Blad"), Column::number("År")];
    columns.extend(["Kan läsas in", "Finns redan", "Behöver rättas"].map(Column::number));
    let rows = all.iter().map(|((kind, year), counts)| {
        let mut cells = vec![
            html! { (sv::sheet(*kind)) },
            html! { @match year { Some(year) => (year), None => span.quiet { "okänt" } } },
        ];
        cells.extend(counts.iter().map(|count| html! { (number(*count)) }));
        Row::new(cells)
    });
    html! { (Table::new("Rader per blad och år", columns).stack().rows(rows.collect())) }
}

fn groups(judged: &Judged) -> Vec<FaultGroup<'_>> {
    let mut all: BTreeMap<&Fault, Vec<FaultPlace<'_>>> = BTreeMap::new();
    for row in &judged.rows {
        for (at, fault) in &row.faults {
            all.entry(fault).or_default().push(place(row, *at));
        }
    }
    let group = |(fault, places)| {
        let (what, remedy) = words::parts(fault);
        FaultGroup { fault: what.into(), remedy: remedy.into(), places }
    };
    all.into_iter().map(group).collect()
}

fn place(row: &Judgement, at: usize) -> FaultPlace<'_> {
    let slug = row.kind.columns().get(at).map_or("", |(slug, _)| slug);
    FaultPlace {
        sheet: sv::sheet(row.kind).into(),
        row: row.number,
        name: "".into(),
        column: sv::heading(slug).into(),
        value: row.cells.get(at).map_or("", String::as_str).into(),
        hidden: false,
    }
}

fn first_rows(judged: &Judged, kind: Kind) -> Markup {
    let good: Vec<&Judgement> = judged.new_rows().map(|(row, _)| row).filter(|row| row.kind == kind).collect();
    let mut columns = vec![Column::number("Rad")];
    columns.extend(kind.columns().iter().map(|(slug, _)| Column::new(sv::heading(slug))));
    let rows = good.iter().take(SHOWN).map(|row| {
        let mut cells = vec![html! { (row.number) }];
        cells.extend(row.cells.iter().map(|text| html! { (text) }));
        Row::new(cells)
    });
    html! {
        @if !good.is_empty() {
            (Table::new(sv::sheet(kind), columns).dense().rows(rows.collect()))
            @if good.len() > SHOWN { p.quiet { "och " (sv::rows(good.len() - SHOWN)) " till" } }
        }
    }
}

fn remarks(all: &[Remark]) -> Markup {
    let (bad, good): (Vec<&Remark>, Vec<&Remark>) = all.iter().partition(|one| one.is_fault());
    html! {
        @if !bad.is_empty() {
            (ui::notice(Tone::Bad, "Blad som inte går att läsa", &html! { ul { @for one in &bad { li { (sv::remark(one)) } } } }))
        }
        @if !good.is_empty() {
            (ui::reveal("Att veta om bladen", false, &html! { ul { @for one in &good { li { (sv::remark(one)) } } } }))
        }
    }
}

pub(super) fn preview(at: &str, set: &SetRow, judged: &Judged, told: &[Remark]) -> Markup {
    let new = judged.new_rows().count();
    let groups = groups(judged);
    html! {
        h1 { "Vad finns i filen?" }
        p { strong { (set.file_name) } ". Inget av det är inläst än." }
        (remarks(told))
        (spread(judged))
        @if !judged.unnamed.is_empty() {
            (ui::notice(Tone::Warn, "Filer som ingen rad nämner", &html! {
                p { (swedish::list(&judged.unnamed)) ". De läses inte in. Skriv filnamnet på bladet "
                    (sv::sheet(Kind::Reports)) " om de ska vara med." } }))
        }
        @if !groups.is_empty() {
            h2 { "Behöver rättas" }
            (ui::fault_groups(&groups))
        }
        @if !groups.is_empty() || judged.known() > 0 {
            p { a href={ (at) "/tillbaka" } download { "Hämta filen med kolumnerna Resultat och Fel" } }
        }
        @if new > 0 {
            h2 { "De första raderna som kan läsas in" }
            @for kind in Kind::ALL { (first_rows(judged, kind)) }
        } @else if groups.is_empty() {
            p { "Allt i filen är redan inläst. Inget ändras." }
        } @else {
            p { "Ingen rad kan läsas in som den är. Rätta filen och välj den igen under " (sv::TITLE) "." }
        }
        (ui::actions(&html! {
            @if new > 0 {
                (ui::post_button(&format!("{at}/ta-in"), &Button::primary(sv::take(new, judged.faulty())), &[]))
            }
            (ui::post_button(&format!("{at}/slang"), &Button::secondary("Läs inte in något"), &[]))
        }))
    }
}

pub(super) fn unread(at: &str, set: &SetRow, why: &str) -> Markup {
    html! {
        h1 { (set.file_name) }
        (ui::notice(Tone::Bad, "Filen går inte att läsa", &html! { p { (why) } }))
        (ui::post_button(&format!("{at}/slang"), &Button::secondary("Släng filen"), &[]))
    }
}

/// What became of a set that does not wait any more.
pub(super) struct Ended {
    /// What came in with it.
    pub counts: Counts,
    /// Who withdrew it, and why.
    pub withdrawn: Option<(Option<String>, String)>,
}

fn facts(set: &SetRow, ended: &Ended) -> Vec<(&'static str, Markup)> {
    let by = |name: Option<&str>| name.unwrap_or(OPERATORS).to_owned();
    let came = match set.state() {
        State::Dropped => "Inget".to_owned(),
        _ => sv::came_in(ended.counts),
    };
    let mut pairs = vec![
        ("Laddning", html! { (integer(set.number)) }),
        ("Lämnades in", html! { (pages::when(set)) ", " (by(set.by.as_deref())) }),
        ("Kom in", html! { (came) }),
    ];
    if let Some(at) = set.ended_at {
        let who = ended.withdrawn.as_ref().map(|(who, _)| format!(", {}", by(who.as_deref()))).unwrap_or_default();
        pairs.push((sv::state(set.state()), html! { (swedish::instant(at)) (who) }));
    }
    pairs
}

pub(super) fn over(base: &str, at: &str, set: &SetRow, ended: &Ended, fault: Option<&str>) -> Markup {
    let faults: Vec<(&str, &str)> = fault.iter().map(|text| ("skal", *text)).collect();
    let taken = set.state() == State::Taken;
    html! {
        (ui::error_summary(&faults))
        h1 { (set.file_name) }
        p { (state(set.state())) }
        @if let (State::Withdrawn, Some((_, reason))) = (set.state(), &ended.withdrawn) {
            (ui::notice(Tone::Info, "Laddningen är tillbakadragen", &html! {
                p { "Skäl: " (reason) }
                p { "Det som kom in visas inte längre och räknas inte. Ska rätt uppgifter in i stället: välj filen under "
                    a href=(base) { (sv::TITLE) } "." }
            }))
        }
        (ui::key_values(&facts(set, ended)))
        @if taken {
            p { a href={ (at) "/tillbaka" } download { "Hämta filen med kolumnerna Resultat och Fel" } }
            h2 { "Dra tillbaka" }
            p { "Det som kom in visas då inte längre, och rätt uppgifter kan läsas in i stället. Laddningen står kvar i listan." }
            (ui::form(&format!("{at}/dra-tillbaka"), &html! {
                (ui::textarea(&ui::Field::new("skal", "Varför?").fault(fault), 2, Some(500)))
                (ui::actions(&html! { (Button::secondary("Dra tillbaka laddningen")) }))
            }))
        }
        p { a href=(base) { "Till " (sv::TITLE) } }
    }
}
