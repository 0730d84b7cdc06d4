//! What the pages look like.

use domain::case_imports::{Column, Judged, Mapping, Names, Standing, sv as words};
use kernel::id::kind::CaseFile;
use kernel::{Id, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Row, Table, Tone};

use super::looking::Seen;
use super::store::ImportRow;
use super::{sv, view_mapping};

/// The field of the file.
pub(super) const FILE: &str = "fil";
/// The field that says what was shown, see [`Seen::hash`].
pub(super) const SEEN: &str = "sett";
/// The field that says that rows which are not right are left out.
pub(super) const WITHOUT: &str = "utan-fel";

/// The most rows of each sort that the page shows at once; the others are counted.
const MOST_SHOWN: usize = 200;

pub(super) fn list(
    base: &str,
    imports: &[ImportRow],
    (versions, names): (&[(i64, Mapping)], &Names),
    fault: Option<&str>,
) -> Markup {
    let faults: Vec<(&str, &str)> = fault.map(|text| (FILE, text)).into_iter().collect();
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::TITLE) }
        p.lead { "Har ni ett eget system för synpunkter och klagomål? Hämta ut ärendena därifrån som en fil och läs in den här. \
            Då fylls redovisningen i av sig själv, och inget behöver skrivas två gånger." }
        (ui::upload_form(base, &html! {
            (ui::file_upload(&Field::new(FILE, "Fil ur ert system").fault(fault)
                .help("Kalkylblad (.xlsx) eller text (.csv, .tsv) med rubriker på kolumnerna. Högst 1 000 rader åt gången."),
                ".xlsx,.csv,.tsv,.txt", false))
            (ui::actions(&html! { (Button::primary("Se vad filen innehåller")) }))
        }))
        (ui::guide("Vad sparas ur filen?", &html! {
            p { "Bara de kolumner som ni kopplar. Inga namn behövs: koppla inga kolumner med namn, telefonnummer eller vad någon har \
                skrivit. Filen själv sparas inte, bara dess kontrollsumma. Medan du ser igenom den ligger den krypterad, \
                högst ett dygn, och bara du kan öppna den. Kolumner som inte kopplas är borta så snart ni har sagt vad de andra betyder; \
                nästa gång sparas de inte alls." }
            p { "Ärendena hanteras i ert system. Här har de ingen klocka, ger inga brev och går inte att ändra. Rätta dem där och läs \
                in dem igen. Kommunen ser att de finns, vad de gäller i stort och hur de står." }
        }))
        @if let Some((version, mapping)) = versions.first() {
            h2 { "Vad filen betyder" }
            (ui::reveal("Se vad kolumner och ord betyder", false, &html! {
                (view_mapping::said(mapping, names))
            }))
            p.quiet { "Välj en fil för att ändra. Det som redan är inläst ändras inte av det." }
            (ui::post_button(&format!("{base}/angra"), &Button::secondary("Ångra den senaste ändringen"), &[("version", &version.to_string())]))
        }
        h2 { "Inlästa filer" }
        @if imports.is_empty() {
            (ui::empty_state("Ingen fil är inläst än", "När den första filen är inläst står den här, med vad som blev av den.", &html! {}))
        } @else { (table(base, imports)) }
    }
}

fn table(base: &str, imports: &[ImportRow]) -> Markup {
    let columns = vec![
        ui::Column::new("Inläsning"),
        ui::Column::new("När och av vem"),
        ui::Column::number("Nya"),
        ui::Column::number("Ändrade"),
        ui::Column::number("Oförändrade"),
        ui::Column::number("Utanför"),
    ];
    let rows = imports.iter().map(|one| {
        Row::new(vec![
            html! { a href={ (base) "/kvitto/" (one.number) } { (sv::receipt(one.number)) } br; span.quiet.small { (one.name) } },
            html! { div { (swedish::instant(one.at)) div.quiet { (one.by) } } },
            html! { (one.added) },
            html! { (one.changed) },
            html! { (one.unchanged) },
            html! { (one.passed_over + one.left_out) },
        ])
    });
    html! { (Table::new("Inlästa filer", columns).hide_caption().stack().rows(rows.collect())) }
}

/// What the way to a case is made by.
type Way<'w> = &'w dyn Fn(Id<CaseFile>) -> String;

/// A case that an import wrote.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub reference: String,
    pub row: u32,
    pub is_new: bool,
    pub case: Id<CaseFile>,
    pub number: i64,
    pub unit: String,
}

pub(super) fn receipt(way: Way<'_>, base: &str, import: &ImportRow, lines: &[Line]) -> Markup {
    let count = |count: i64| html! { (swedish::integer(count)) };
    let mut pairs = vec![
        ("Fil", html! { (import.name) }),
        ("När och av vem", html! { (swedish::instant(import.at)) ", " (import.by) }),
        ("Rader i filen", count(import.rows)),
        ("Nya ärenden", count(import.added)),
        ("Ändrade ärenden", count(import.changed)),
        ("Oförändrade", count(import.unchanged)),
    ];
    if import.passed_over > 0 {
        pairs.push(("Läses inte in, som ni har valt", count(import.passed_over)));
    }
    if import.left_out > 0 {
        pairs.push(("Utanför, med fel", count(import.left_out)));
    }
    pairs.push(("Version av kopplingarna", count(import.version)));
    pairs.push(("Filens kontrollsumma (SHA-256)", html! { code.hash { (import.sha256) } }));
    let columns = ["Ert ärendenummer", "Ärende här", "Enhet", "Rad", "Vad som skedde"].map(ui::Column::new).to_vec();
    let rows = lines.iter().map(|line| {
        Row::new(vec![
            html! { (line.reference) },
            html! { a href=(way(line.case)) { "Ärende " (line.number) } },
            html! { (line.unit) },
            html! { (line.row) },
            html! { @if line.is_new { "Nytt" } @else { "Ändrat" } },
        ])
    });
    html! {
        h1 { (sv::receipt(import.number)) }
        (ui::key_values(&pairs))
        @if !lines.is_empty() {
            h2 { "Ärenden som filen skrev" }
            (Table::new("Ärenden som filen skrev", columns).hide_caption().stack().rows(rows.collect()))
        }
        p { a href=(base) { "Läs in en fil till" } }
    }
}

pub(super) fn preview(at: &str, way: Way<'_>, seen: &Seen, of: (&FormData, &[(String, String)])) -> Markup {
    let (_, faults) = of;
    let table = &seen.file.cells.table;
    html! {
        (ui::error_summary(faults))
        h1 { "Vad finns i filen?" }
        p { strong { (seen.file.name) } ", " (sv::rows(table.rows.len())) ". Inget av det är inläst än." }
        @if !seen.file.cells.other_sheets.is_empty() {
            (ui::notice(Tone::Warn, "Bara det första bladet läses", &html! {
                p { "Filen har också " (swedish::list(&seen.file.cells.other_sheets)) ". Spara det som en egen fil om det ska läsas in." } }))
        }
        @if !seen.lacks.is_empty() {
            h2 { "Vad betyder kolumnerna?" }
            @if seen.mapping.columns.is_empty() {
                p { "Välj en gång vilken kolumn som är vad, så används det nästa gång en fil har samma rubriker. Kolumner som inte väljs \
                    läses inte och sparas inte: inga namn behövs." }
            } @else {
                p { "Filen har andra rubriker än förra gången. Välj igen." }
                @let gone: Vec<_> = seen.lacks.iter().collect();
                ul { @for one in gone { li { (words::lacking(*one)) } } }
            }
            (view_mapping::columns(at, seen, of))
        } @else {
            (view_mapping::unknown_words(at, seen))
            (judged(at, way, seen, of))
            (view_mapping::known_words(at, seen))
            (ui::reveal("Ändra vad kolumnerna betyder", faults.iter().any(|(field, _)| field.starts_with("kolumn-")), &html! {
                @if !table.unread.is_empty() { p.quiet { (sv::unread(&table.unread)) " Väljer du en av dem får du välja filen en gång till." } }
                (view_mapping::columns(at, seen, of))
            }))
        }
        (ui::actions(&html! { (ui::post_button(&format!("{at}/slang"), &Button::secondary("Läs inte in något"), &[])) }))
    }
}

fn judged(at: &str, way: Way<'_>, seen: &Seen, (sent, faults): (&FormData, &[(String, String)])) -> Markup {
    let looked = &seen.looked;
    let new = looked.count(|row| row.standing == Standing::New);
    let changed = looked.count(|row| matches!(row.standing, Standing::Changed(_)));
    let same = looked.count(|row| row.standing == Standing::Same);
    let passed = looked.count(|row| row.standing == Standing::LeftOut);
    let faulty = looked.count(Judged::is_faulty);
    let wrong = faults.iter().find(|(field, _)| field == WITHOUT).map(|(_, text)| text.as_str());
    html! {
        h2 { "Vad som läses in" }
        @let counts = [("Ändrade", changed), ("Oförändrade", same), ("Läses inte in, som ni har valt", passed), ("Med fel", faulty)];
        @let pairs: Vec<(&str, Markup)> = std::iter::once(("Nya", new))
            .chain(counts.into_iter().filter(|(_, count)| *count > 0))
            .map(|(name, count)| (name, html! { (count) })).collect();
        (ui::key_values(&pairs))
        @if !seen.file.cells.table.unread.is_empty() { p.quiet { (sv::unread(&seen.file.cells.table.unread)) } }
        @if !seen.mapping.columns.contains_key(&Column::Negative) {
            (ui::notice(Tone::Warn, "Inget av ärendena räknas i redovisningen", &html! {
                p { "De tre frågorna är inte kopplade. Koppla dem under Ändra vad kolumnerna betyder." } }))
        }
        @if faulty > 0 { (faulty_rows(looked)) }
        @if changed > 0 { (changed_rows(way, seen)) }
        @if new > 0 { (new_rows(seen)) }
        @if passed > 0 {
            @let rows: Vec<u32> = looked.rows.iter().filter(|row| row.standing == Standing::LeftOut).map(|row| row.row).collect();
            p.quiet { (swedish::capitalised(&forms::sv::rows(&rows))) " läses inte in: ni har valt det för enheten eller slaget." }
        }
        @if !looked.gone.is_empty() { (gone(way, seen)) }
        @if new + changed > 0 {
            (ui::form(&format!("{at}/ta-in"), &html! {
                (ui::hidden(SEEN, &seen.hash()))
                @if faulty > 0 {
                    @let field = Field::new(WITHOUT, "Rader med fel").value(sent.get(WITHOUT)).fault(wrong);
                    (ui::checkboxes(&field, &[Choice::new("ja", sv::without(faulty)).checked(sent.get(WITHOUT) == "ja")]))
                } @else if let Some(wrong) = wrong { p.error { (wrong) } }
                (ui::actions(&html! { (Button::primary(sv::take(new, changed))) }))
            }))
        } @else if faulty == 0 {
            p { "Allt i filen är redan inläst. Inget ändras." }
        } @else {
            p { "Det finns inget nytt att läsa in. Rader med fel kommer med när de är rättade." }
        }
    }
}

/// Faults: the same one once, with its rows.
fn faulty_rows(looked: &domain::case_imports::Looked) -> Markup {
    let mut groups: Vec<(String, String, String, Vec<u32>)> = Vec::new();
    for row in &looked.rows {
        let Standing::Faulty(faults) = &row.standing else { continue };
        for fault in faults {
            let (what, remedy) = words::fault(fault);
            match groups
                .iter_mut()
                .find(|(known, does, value, _)| (known, does, value) == (&what, &remedy, &fault.value))
            {
                Some((.., rows)) => rows.push(row.row),
                None => groups.push((what, remedy, fault.value.clone(), vec![row.row])),
            }
        }
    }
    html! {
        h3 { "Rader som inte kan läsas in" }
        ul { @for (what, remedy, value, rows) in &groups {
            li {
                strong { (what) }
                " " (swedish::capitalised(&forms::sv::rows(rows)))
                @if !value.is_empty() { ": ”" (forms::text::shortened(value, 80)) "”" } ". "
                (remedy)
            }
        } }
    }
}

fn warnings(row: &Judged) -> Markup {
    html! { @for warning in &row.warnings { p.small { (ui::warning(words::warning(*warning))) } } }
}

fn more(count: usize) -> Markup {
    html! { @if count > MOST_SHOWN { p.quiet { "Och " (sv::rows(count - MOST_SHOWN)) " till." } } }
}

fn changed_rows(way: Way<'_>, seen: &Seen) -> Markup {
    let all: Vec<&Judged> =
        seen.looked.rows.iter().filter(|row| matches!(row.standing, Standing::Changed(_))).collect();
    let columns = ["Ert ärendenummer", "Vad som har ändrats", "Rad"].map(ui::Column::new).to_vec();
    let rows = all.iter().take(MOST_SHOWN).map(|row| {
        let changes = if let Standing::Changed(changes) = &row.standing { changes.as_slice() } else { &[] };
        Row::new(vec![
            html! { @match seen.past.get(&row.reference) {
                Some(past) => a href=(way(past.id)) { (row.reference) },
                None => (row.reference),
            } },
            html! { div { (self::changes(changes)) (warnings(row)) } },
            html! { (row.row) },
        ])
    });
    html! {
        h3 { "Ändrade" }
        (Table::new("Ändrade ärenden", columns).hide_caption().stack().rows(rows.collect()))
        (more(all.len()))
    }
}

/// What a row says otherwise than before.
fn changes(all: &[domain::case_imports::Change]) -> Markup {
    let said =
        |text: &str| if text.is_empty() { "inget".to_owned() } else { forms::text::shortened(text, 200).into_owned() };
    html! { ul { @for one in all {
        li { (words::column(one.column)) ": " (said(&one.is)) " " span.quiet { "(förut " (said(&one.was)) ")" } }
    } } }
}

fn new_rows(seen: &Seen) -> Markup {
    let all: Vec<&Judged> = seen.looked.rows.iter().filter(|row| row.standing == Standing::New).collect();
    let columns =
        ["Ert ärendenummer", "Kom in", "Enhet", "Vad", "I redovisningen", "Rad"].map(ui::Column::new).to_vec();
    let rows = all.iter().take(MOST_SHOWN).filter_map(|row| {
        let record = row.record.as_ref()?;
        let unit = seen.names.units.iter().find(|unit| unit.id == record.unit);
        let counts = record.kind != domain::cases::Kind::View && record.counting.is_some_and(domain::cases::Counting::counts);
        Some(Row::new(vec![
            html! { (row.reference) },
            html! { (swedish::day(record.received)) },
            html! { (unit.map_or("", |unit| unit.title.as_str())) },
            html! { div {
                (domain::cases::sv::kind(record.kind))
                @if let Some(category) = &record.category { ", " (seen.names.category(category)) }
                @if let Some(closed) = record.closed { br; span.quiet { "Avslutat " (swedish::day(closed)) @if let Some(outcome) = record.outcome { ": " (domain::cases::sv::outcome(outcome).to_lowercase()) } } }
            } },
            html! { div { @if counts { "Räknas" } @else { "Räknas inte" } (warnings(row)) } },
            html! { (row.row) },
        ]))
    });
    html! {
        h3 { "Nya" }
        (Table::new("Nya ärenden", columns).hide_caption().stack().rows(rows.collect()))
        (more(all.len()))
    }
}

/// What was read in before and does not stand in the file.
fn gone(way: Way<'_>, seen: &Seen) -> Markup {
    let all = &seen.looked.gone;
    let title = format!("Inlästa förut och inte med i filen ({})", all.len());
    ui::reveal(
        &title,
        false,
        &html! {
            p { "De ligger kvar: en fil tar aldrig bort något. Har ett ärende kommit hit av misstag, rätta det i ert system, till exempel \
                så att det inte räknas, och läs in det igen." }
            ul { @for reference in all.iter().take(MOST_SHOWN) {
                @if let Some(past) = seen.past.get(reference) { li { a href=(way(past.id)) { (reference) } } }
            } }
            (more(all.len()))
        },
    )
}
