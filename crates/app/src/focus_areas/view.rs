//! The pages of focus areas.

use maud::{Markup, html};
use ui::{
    Button, Choice, Column, Field, FileItem, Icon, Row, Table, Tone, actions, checkboxes, empty_state, error_summary,
    file_list, file_upload, form, hidden, notice, post_button, reveal, select, tag, text_input, textarea, upload_form,
};

use super::import::{AIM, Judged, Written};
use super::pages::Found;
use super::store::{FocusArea, Places};
use super::sv;

/// The page.
pub const TITLE: &str = "Fokusområden";
/// Changing one.
pub const EDIT: &str = "Ändra fokusområde";
/// The preview of a file.
pub const PREVIEW: &str = "Förhandsgranska fokusområden";
/// The page above, on the authority's side.
pub const FOLLOW_UP: &str = "Uppföljning";

fn units(focus: &FocusArea, places: &Places) -> String {
    if focus.units.is_empty() {
        return "Alla enheter".to_owned();
    }
    let names: Vec<&str> =
        places.units.iter().filter(|unit| focus.units.contains(&unit.id)).map(|unit| unit.name.as_str()).collect();
    if names.is_empty() { sv::CLOSED_UNIT.to_owned() } else { kernel::swedish::list(&names) }
}

/// The focus areas by contract area; `end` adds to each row.
fn by_area(list: &[FocusArea], places: &Places, end: Option<&dyn Fn(&FocusArea) -> Markup>) -> Markup {
    let mut areas: Vec<Option<&str>> = Vec::new();
    for focus in list {
        let area = focus.area.as_ref().map(|(_, name)| name.as_str());
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    html! {
        div.flow.aligned { @for area in areas {
            @let heading = area.unwrap_or(sv::WHOLE);
            section.flow {
                h2 { (heading) }
                (table(heading, list.iter().filter(|f| f.area.as_ref().map(|(_, name)| name.as_str()) == area), places, end))
            }
        } }
    }
}

fn table<'f>(
    caption: &str,
    list: impl Iterator<Item = &'f FocusArea>,
    places: &Places,
    end: Option<&dyn Fn(&FocusArea) -> Markup>,
) -> Markup {
    // Without anything to change it is the authority that reads.
    let aim = if end.is_some() { "Vad ni vill nå" } else { "Vad anordnaren vill nå" };
    let mut columns = vec![Column::new("Fokusområde"), Column::new(aim), Column::new("Enheter")];
    if end.is_some() {
        columns.push(Column::action("Ändra"));
    }
    let rows = list
        .map(|focus| {
            let mut cells = vec![
                html! { (focus.title) },
                html! { @if focus.aim.is_empty() { span.missing { "Inte beskrivet" } } @else { (focus.aim) } },
                html! { (units(focus, places)) },
            ];
            if let Some(end) = end {
                cells.push(end(focus));
            }
            Row::new(cells)
        })
        .collect();
    html! { (Table::new(caption.to_owned(), columns).rows(rows).hide_caption().stack()) }
}

/// The provider's own: what stands, adding one, from a file, what was taken away.
pub fn overview(
    choice: &Markup,
    base: &str,
    found: &Found,
    typed: &Written,
    faults: &[(&'static str, String)],
) -> Markup {
    let remove = |focus: &FocusArea| {
        let id = focus.id.to_string();
        let button = Button::plain("Ta bort").more(focus.title.as_str());
        html! {
            @if found.places.may_change(&focus.units) {
                div.row {
                    a href={ (base) "/" (id) "/andra" } { "Ändra" span.hidden { " " (focus.title) } }
                    (post_button(&format!("{base}/ta-bort"), &button, &[("id", &id)]))
                }
            }
        }
    };
    html! {
        (error_summary(faults))
        h1 { "Fokusområden från årsrapporten " (found.year) }
        (choice)
        @if found.asked { p.lead {
            "Fokusområdena kommer tillbaka i avvikelserapporten för fokusområden " (found.year + 1) ". "
            "Där berättar ni om arbetet går som ni tänkt, eller att ett fokusområde inte längre är aktuellt."
        } } @else {
            p.lead { "Huvudmannens år frågar inte efter fokusområden, så här finns inget ni behöver göra." }
        }
        @if found.places.only.is_some() {
            @let own: Vec<String> = found.places.own_units().map(|unit| unit.name.clone()).collect();
            p { (sv::limited(&own)) }
        }
        @if found.list.is_empty() && found.asked {
            (empty_state(
                "Inga fokusområden ännu",
                "Skriv in dem ett och ett här nedanför, eller läs in dem från en fil. Utan fokusområden frågar \
                 avvikelserapporten inte efter några.",
                &html! {},
            ))
        } @else { (by_area(&found.list, &found.places, Some(&remove))) }
        @if found.asked {
            (add_form(base, found, typed, faults))
            (from_file(base, faults))
        }
        (taken_away(base, found))
    }
}

fn said<'f>(faults: &'f [(&'static str, String)], field: &str) -> Option<&'f str> {
    faults.iter().find(|(of, _)| *of == field).map(|(_, words)| words.as_str())
}

/// The fields of a focus area, to add one or to change one.
fn fields(found: &Found, typed: &Written, faults: &[(&'static str, String)]) -> Markup {
    let title = Field::new("titel", "Fokusområde")
        .help("En kort benämning, som den står i årsrapporten.")
        .value(typed.title.as_str())
        .fault(said(faults, "titel"));
    let aim = Field::new("syfte", "Vad ni vill nå").value(typed.aim.as_str()).optional().fault(said(faults, "syfte"));
    let area = Field::new("omrade", "Avtalsområde").value(typed.area.as_str()).fault(said(faults, "omrade"));
    let mut areas = vec![Choice::new("", sv::WHOLE)];
    areas.extend(found.places.areas.iter().map(|area| Choice::new(area.id.to_string(), area.name.as_str())));
    let limited = found.places.only.is_some();
    let units = Field::new("enheter", "Enheter").fault(said(faults, "enheter"));
    let units = if limited { units } else { units.help("Välj ingen om det gäller alla.").optional() };
    let list: Vec<Choice<'_>> = found
        .places
        .own_units()
        .map(|unit| {
            let id = unit.id.to_string();
            // The only unit somebody may write for is chosen from the start.
            let checked = typed.units.contains(&id) || (limited && typed.units.is_empty());
            Choice::new(id, unit.name.as_str()).checked(checked)
        })
        .collect();
    html! {
        (text_input(&title))
        (textarea(&aim, 3, Some(AIM)))
        @if !found.places.areas.is_empty() { (select(&area, &areas)) }
        @if limited || list.len() > 1 { (checkboxes(&units, &list)) }
    }
}

fn add_form(base: &str, found: &Found, typed: &Written, faults: &[(&'static str, String)]) -> Markup {
    html! {
        section {
            h2 { "Lägg till ett fokusområde" }
            (form(base, &html! {
                (fields(found, typed, faults))
                (actions(&html! { (Button::primary("Spara fokusområdet")) }))
            }))
        }
    }
}

/// Changing one.
pub fn edit(
    base: &str,
    found: &Found,
    focus: &FocusArea,
    typed: &Written,
    mark: &str,
    faults: &[(&'static str, String)],
) -> Markup {
    html! {
        (error_summary(faults))
        h1 { "Ändra " (focus.title) }
        p.lead { "Det ni redan har skrivit om fokusområdet i avvikelserapporten står kvar." }
        (form(&format!("{base}/{}/andra", focus.id), &html! {
            (hidden("sedd", mark))
            (fields(found, typed, faults))
            (actions(&html! {
                (Button::primary("Spara ändringen"))
                a.button.secondary href=(base) { "Avbryt" }
            }))
        }))
    }
}

fn from_file(base: &str, faults: &[(&'static str, String)]) -> Markup {
    let field = Field::new("fil", "Ifylld fil")
        .help("Excel-arbetsbok (.xlsx) eller textfil med samma rubriker (.csv).")
        .fault(said(faults, "fil"));
    let files = [FileItem {
        href: format!("{base}/mall").into(),
        title: "Mall för fokusområden".into(),
        format: "Excel".into(),
        bytes: None,
        note: "".into(),
    }];
    html! {
        (reveal("Läs in flera från en fil", said(faults, "fil").is_some(), &html! {
            (file_list(&files))
            (upload_form(&format!("{base}/fil"), &html! {
                (file_upload(&field, ".xlsx,.csv", false))
                (actions(&html! { (Button::secondary("Ladda upp och förhandsgranska")) }))
            }))
        }))
    }
}

fn taken_away(base: &str, found: &Found) -> Markup {
    let restore = |focus: &FocusArea| {
        let id = focus.id.to_string();
        let button = Button::plain("Lägg tillbaka").more(focus.title.as_str());
        html! {
            @if found.places.may_change(&focus.units) {
                (post_button(&format!("{base}/lagg-tillbaka"), &button, &[("id", &id)]))
            }
        }
    };
    html! {
        @if !found.removed.is_empty() {
            section {
                h2 { "Borttagna" }
                (table("Borttagna", found.removed.iter(), &found.places, Some(&restore)))
            }
        }
    }
}

/// One provider's, to read.
pub fn of_provider(name: &str, found: &Found) -> Markup {
    html! {
        h1 { "Fokusområden " (found.year) ": " (name) }
        p.lead {
            "Anordnaren har angett dem från sin årsrapport. De följs upp i avvikelserapporten för fokusområden "
            (found.year + 1) "."
        }
        @if found.list.is_empty() {
            (empty_state("Inga fokusområden angivna", "Anordnaren skriver in dem på sin sida Fokusområden.", &html! {}))
        } @else { (by_area(&found.list, &found.places, None)) }
    }
}

/// What a file says.
pub fn preview(base: &str, name: &str, judged: &Judged) -> Markup {
    let (good, faulty): (Vec<_>, Vec<_>) = judged.rows.iter().partition(|row| row.faults.is_empty());
    let heading =
        |field: &str| sv::COLUMNS.iter().find(|(slug, ..)| *slug == field).map_or("", |(_, heading, _)| heading);
    let rows = judged
        .rows
        .iter()
        .map(|row| {
            Row::new(vec![
                html! { (row.number) },
                html! { (row.written.title) },
                html! { (row.written.aim) },
                html! { @if row.written.area.is_empty() { (sv::WHOLE) } @else { (row.written.area) } },
                html! { (row.written.units.join(", ")) },
                if row.faults.is_empty() {
                    tag(Tone::Good, Icon::Check, "Läses in")
                } else {
                    tag(Tone::Bad, Icon::Stop, "Att rätta")
                },
            ])
        })
        .collect();
    let columns = vec![
        Column::number("Rad").narrow(),
        Column::new("Fokusområde"),
        Column::new("Vad ni vill nå"),
        Column::new("Avtalsområde"),
        Column::new("Enheter"),
        Column::new("Läge").narrow(),
    ];
    html! {
        h1 { "Förhandsgranska " (name) }
        (notice(if faulty.is_empty() { Tone::Good } else { Tone::Warn }, &sv::summary(good.len(), faulty.len()), &html! {
            @if faulty.is_empty() { p { "Inget är sparat ännu." } }
            @else { p { "Rader med fel läses inte in nu. Rätta dem i filen och ladda upp den igen; det som redan är inläst läses inte in två gånger." } }
        }))
        @if !faulty.is_empty() {
            section.flow {
                h2 { "Att rätta" }
                ul { @for row in &faulty { @for (field, fault) in &row.faults {
                    li { (sv::in_row(row.number, heading(field), &sv::fault(fault))) }
                } } }
            }
        }
        @if !judged.remarks.is_empty() {
            section.flow {
                h2 { "Att känna till" }
                ul { @for remark in documents::sv::sentences(&judged.remarks.iter().collect::<Vec<_>>()) { li { (remark) } } }
            }
        }
        section {
            h2 { "Raderna" }
            (Table::new("Raderna i filen", columns).rows(rows).hide_caption().dense())
        }
        (form(&format!("{base}/fil/las-in"), &html! {
            @for (index, row) in good.iter().enumerate() {
                (hidden(&format!("rad-{index}-titel"), &row.written.title))
                (hidden(&format!("rad-{index}-syfte"), &row.written.aim))
                (hidden(&format!("rad-{index}-omrade"), &row.written.area))
                @for unit in &row.written.units { (hidden(&format!("rad-{index}-enhet"), unit)) }
            }
            (actions(&html! {
                @if !good.is_empty() { (Button::primary("Läs in fokusområdena")) }
                a.button.secondary href=(base) { "Avbryt" }
            }))
        }))
    }
}
