//! What the pages look like.

use std::collections::BTreeMap;

use kernel::swedish::{self, integer};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Icon, Row, Table, Tone};

use super::judging::{NotRight, Report, Standing};
use super::pages::Shown;
use super::store::{FileRow, State};
use super::{figures, sv, view_mapping};

/// The field of the year and system.
pub(super) const SOURCE: &str = "kalla";
/// The field of the file.
pub(super) const FILE: &str = "fil";
/// The field of the period of a document that says none.
pub(super) const PERIOD: &str = "period";

/// The field that says what was shown, see [`super::judging::Looked::seen`].
pub(super) const SEEN: &str = "sett";

/// The value of a year and a system in the form.
pub(super) fn source(year: i16, system: &str) -> String {
    format!("{year} {system}")
}

fn state(state: State) -> Markup {
    let (tone, icon) = match state {
        State::Waiting => (Tone::Warn, Icon::Warning),
        State::Taken => (Tone::Good, Icon::CheckCircle),
        State::Dropped => (Tone::Neutral, Icon::Circle),
    };
    ui::tag(tone, icon, sv::state(state))
}

pub(super) fn list(
    base: &str,
    files: &[FileRow],
    sources: &[(i16, String)],
    sent: &FormData,
    fault: Option<(&str, &str)>,
) -> Markup {
    let faults: Vec<(&str, &str)> = fault.into_iter().collect();
    let of = |name: &str| fault.filter(|(field, _)| name == *field).map(|(_, text)| text);
    let chosen = sent.get(SOURCE);
    let values: Vec<String> = sources.iter().map(|(year, system)| source(*year, system)).collect();
    let mut choices: Vec<Choice<'_>> = Vec::new();
    for ((year, system), value) in sources.iter().zip(&values) {
        choices.push(Choice::new(value.as_str(), sv::source(*year, system)));
    }
    let only = if let [one] = values.as_slice() { one.as_str() } else { chosen };
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::TITLE) }
        p { "Skolor i egen regi kan redovisa i ett annat system. Hämta ut deras redovisningar därifrån som en fil och läs in den här, \
             så blir bilden hel. Inget sparas som redovisning förrän ni har sett vad som finns i filen." }
        @if sources.is_empty() {
            (ui::empty_state("Inget hämtas från ett annat system",
                "I årets dokument står vilka redovisningar som hämtas därifrån, under collected vid regiformen.", &html! {}))
        } @else {
            (ui::upload_form(base, &html! {
                (ui::select(&ui::Field::new(SOURCE, "År och system").value(only).fault(of("kalla")), &choices))
                (ui::file_upload(&ui::Field::new(FILE, "Fil från systemet").fault(of(FILE))
                    .help("Text (.txt, .csv) eller kalkylblad (.xlsx) med kolumnerna Organisation, Period, Mått och Värde, \
                           en adapterfil med Datum, Enhet, Mått, Kolumn och Värde, eller ett Word-dokument (.docx) med rubriker."),
                    ".txt,.csv,.tsv,.xlsx,.docx", false))
                (ui::date_input(&ui::Field::new(PERIOD, "Period, för Word-dokument utan period").value(sent.get(PERIOD))
                    .fault(of(PERIOD)).optional()))
                (ui::actions(&html! { (Button::primary("Se vad filen innehåller")) }))
            }))
        }
        @if !sources.is_empty() {
            p { a href={ (base) "/ut" } { (sv::OUT) } ": det som har lämnats in, i samma uppställningar." }
        }
        h2 { "Filer" }
        @if files.is_empty() {
            (ui::empty_state("Ingen fil är inläst än", "När den första filen är vald står den här, med vad som blev av den.", &html! {}))
        } @else { (table(base, files)) }
    }
}

fn table(base: &str, files: &[FileRow]) -> Markup {
    let columns = ["Fil", "Från", "När och av vem", "Läge", "Vad som kom in"].map(Column::new).to_vec();
    let rows = files.iter().map(|file| {
        Row::new(vec![
            html! { a href={ (base) "/" (file.number) } { (file.name) } },
            html! { (sv::source(file.year, &file.system)) },
            html! { div { (swedish::instant(file.at)) div.quiet { (file.by) } } },
            html! { (state(file.state())) },
            html! { @match came(file) { Some(count) => (sv::reports(count)), None => span.quiet { "Inget" } } },
        ])
    });
    html! { (Table::new("Filer", columns).hide_caption().stack().rows(rows.collect())) }
}

fn came(file: &FileRow) -> Option<usize> {
    file.reports.and_then(|count| usize::try_from(count).ok())
}

pub(super) fn over(base: &str, file: &FileRow) -> Markup {
    let mut pairs = vec![
        ("Från", html! { (sv::source(file.year, &file.system)) }),
        ("Valdes", html! { (swedish::instant(file.at)) ", " (file.by) }),
        ("Kom in", html! { @match came(file) { Some(count) => (sv::reports(count)), None => "Inget" } }),
    ];
    if let Some(at) = file.ended_at {
        pairs.push((sv::state(file.state()), html! { (swedish::instant(at)) }));
    }
    html! {
        h1 { (file.name) }
        p { (state(file.state())) }
        (ui::key_values(&pairs))
        p { a href=(base) { "Läs in en fil till" } }
    }
}

pub(super) fn unread(at: &str, file: &FileRow, why: &str) -> Markup {
    html! {
        h1 { (file.name) }
        (ui::notice(Tone::Bad, "Filen går inte att läsa", &html! { p { (why) } }))
        (ui::post_button(&format!("{at}/slang"), &Button::secondary("Släng filen"), &[]))
    }
}

/// Faults with their rows, the same one once.
fn faults(all: &[NotRight]) -> Markup {
    let mut groups: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    for (row, what, remedy) in all {
        groups.entry((what, remedy)).or_default().extend(*row);
    }
    for rows in groups.values_mut() {
        rows.sort_unstable();
        rows.dedup();
    }
    html! {
        ul { @for ((what, remedy), rows) in groups {
            li {
                strong { (what.trim_end_matches('.')) "." }
                @if !rows.is_empty() { " " (swedish::capitalised(&forms::sv::rows(&rows))) "." }
                @if !remedy.is_empty() { " " (remedy) }
            }
        } }
    }
}

fn standing(standing: &Standing) -> Markup {
    let (tone, icon) = match standing {
        Standing::New | Standing::Replaces(_) => (Tone::Good, Icon::CheckCircle),
        Standing::Same => (Tone::Neutral, Icon::Circle),
        Standing::Faulty => (Tone::Bad, Icon::Stop),
        Standing::Refused(_) => (Tone::Warn, Icon::Lock),
    };
    ui::tag(tone, icon, &sv::standing(standing))
}

fn reports(link: &dyn Fn(&str) -> String, all: &[Report]) -> Markup {
    let columns = ["Redovisning", "Ur filen", "Vad som händer"].map(Column::new).to_vec();
    let rows = all.iter().map(|report| {
        Row::new(vec![
            html! { a href=(link(&format!("granska/{}", report.assignment.id))) { (report.title) } },
            html! { (sv::values(report.values)) },
            html! { div {
                (standing(&report.standing))
                @if let Standing::Refused(why) = &report.standing { p.small { (why) } }
                @if !report.faults.is_empty() { (faults(&report.faults)) }
                @if !report.notices.is_empty() { ul.small { @for notice in &report.notices { li { (notice) } } } }
            } },
        ])
    });
    html! { (Table::new("Redovisningar i filen", columns).stack().rows(rows.collect())) }
}

pub(super) fn preview(link: &dyn Fn(&str) -> String, shown: &Shown, fault: Option<&str>) -> Markup {
    let looked = &shown.looked;
    let summary: Vec<(&str, &str)> = fault.iter().map(|text| ("organisation-0", *text)).collect();
    let coming = looked.coming().count();
    let new = shown.figures.as_ref().map_or(0, |judged| judged.new_rows().count());
    let known = shown.figures.as_ref().map_or(0, domain::earlier::Judged::known);
    let wrong = shown.figures.as_ref().map(|judged| figures::faults(judged, &looked.figures)).unwrap_or_default();
    let wrong = [looked.faults.clone(), wrong].concat();
    html! {
        (ui::error_summary(&summary))
        h1 { "Vad finns i filen?" }
        p { strong { (shown.file.name) } ", " (sv::source(shown.file.year, &shown.file.system)) ". Läst som "
            (domain::elsewhere::sv::layout(shown.layout)) ". Inget av det är inläst än." }
        @if !shown.notes.is_empty() {
            (ui::notice(Tone::Warn, "Det här i dokumentet läses annorlunda eller inte alls", &html! {
                ul { @for note in &shown.notes { li { (note) } } } }))
        }
        (view_mapping::mapping(shown))
        @if !looked.reports.is_empty() {
            h2 { "Redovisningar" }
            (reports(link, &looked.reports))
        }
        @if new + known > 0 {
            h2 { "Resultat" }
            p { (sv::figures(new)) " läses in som värden utan bas, med " (shown.file.system) " som källa. De visas som de är och summeras aldrig."
                @if known > 0 { " " (sv::figures(known)) " finns redan." } }
        }
        @if !wrong.is_empty() {
            h2 { "Rader som inte kan läsas in" }
            (faults(&wrong))
        }
        @if looked.gathered.passed_over > 0 { p.quiet { (sv::passed_over(looked.gathered.passed_over)) } }
        @if !looked.missing.is_empty() {
            (ui::reveal(&format!("Saknas i filen ({})", integer(i64::try_from(looked.missing.len()).unwrap_or(i64::MAX))), false,
                &html! { ul { @for (item, whose) in &looked.missing { li { (item) ": " (whose) } } } }))
        }
        @if coming + new == 0 && looked.gathered.unknown.is_empty() {
            @let is_wrong = |report: &Report| matches!(report.standing, Standing::Faulty | Standing::Refused(_));
            @if wrong.is_empty() && !looked.reports.iter().any(is_wrong) { p { (sv::ALL_KNOWN) } }
            @else { p { (sv::NOTHING_RIGHT) } }
        }
        (ui::actions(&html! {
            @if coming + new > 0 {
                @let seen = looked.seen(shown.figures.as_ref());
                (ui::post_button(&format!("{}/ta-in", shown.at), &Button::primary(sv::take(coming, new)), &[(SEEN, &seen)]))
            }
            (ui::post_button(&format!("{}/slang", shown.at), &Button::secondary("Läs inte in något"), &[]))
        }))
    }
}
