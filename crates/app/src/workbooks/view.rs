//! The pages of the workbook road.

use std::collections::BTreeMap;

use documents::table::Remark;
use domain::own_tables::Rules;
use domain::work;
use domain::year::ColumnRole;
use forms::{Fault, Notice, Raw, RawRow, personal};
use kernel::{Instant, swedish};
use maud::{Markup, html};
use ui::{
    Button, Choice, Column, FaultPlace, Field, FileItem, Icon, Row, Table, Tone, actions, error_summary, fault_groups,
    file_list, file_upload, form, guide, hidden, key_values, link_button, notice, post_button, radios, tag,
    upload_form, warning,
};

use super::judge::{FileContent, FileTable, Verdict, def_of, shown};
use super::older::FromOlder;
use super::pages::{Found, Overview};
use super::staging::Upload;
use super::sv;
use crate::person_numbers;
use crate::submissions::{Asked, row_numbers};

/// The page above.
pub const TASKS: &str = "Att göra";
/// This page.
pub const WORKBOOK: &str = "Arbetsbok";
/// The page of one upload.
pub const PREVIEW: &str = "Förhandsgranska";
/// A file that came without a name.
pub const NAMELESS: &str = "utan namn";

/// How many rows without fault of each table are shown.
const FIRST_ROWS: usize = 5;
/// How many rows with faults of each table are shown.
const FAULTY_ROWS: usize = 20;

fn about(found: &Found) -> Markup {
    let assignment = &found.assignment;
    let mut facts = vec![("Gäller", html! { (assignment.subject_name()) })];
    if let Some(covers) = found.published.year.item(&assignment.item).and_then(domain::year::sv::covers) {
        facts.push(("Omfattar", html! { (covers) }));
    }
    facts.push(("Sista dag", html! { (swedish::day(assignment.last_day())) }));
    key_values(&facts)
}

/// Template, upload, what has been uploaded.
pub fn overview(base: &str, overview: &Overview, closed: Option<&str>, fault: Option<&str>, limit: usize) -> Markup {
    let found = &overview.found;
    let texts = found.draft.texts();
    let rows = found.asked.tables().iter().any(|table| !row_numbers(&table.slug, &texts).is_empty());
    let megabytes = swedish::integer(i64::try_from((limit >> 20).max(1)).unwrap_or(1));
    let field = Field::new("fil", "Ifylld mall")
        .help(format!("Excel-arbetsbok (.xlsx) eller textfil med samma rubriker (.csv), högst {megabytes} MB."))
        .fault(fault);
    html! {
        @if let Some(fault) = fault { (error_summary(&[("fil", fault)])) }
        h1 { "Arbetsbok: " (found.title()) }
        (about(found))
        @if let Some(closed) = closed { (notice(Tone::Info, "Inget kan laddas upp nu", &html! { p { (closed) } })) }
        section {
            h2 { "Hämta mallen" }
            (file_list(&templates(base, rows, overview)))
            @if found.own.is_some() { p.quiet { "Mallen är huvudmannens egen och hör till just den här redovisningen. Ändra inte rubrikerna." } }
            @else { p.quiet { "Mallen hör till just den här redovisningen. Anvisningar och vad orden betyder står på första bladet." } }
        }
        @if closed.is_none() {
            section {
                h2 { "Ladda upp den ifyllda mallen" }
                p { "Du får se raderna och allt som behöver rättas innan något läses in i utkastet." }
                (upload_form(base, &html! {
                    (file_upload(&field, ".xlsx,.csv", false))
                    (actions(&html! { (Button::primary("Ladda upp och förhandsgranska")) }))
                }))
                (accepted())
            }
        }
        (latest(base, &overview.uploads))
    }
}

fn templates(base: &str, rows: bool, overview: &Overview) -> Vec<FileItem<'static>> {
    let (own, earlier) = (overview.found.own.as_ref(), overview.earlier.as_ref());
    let ordinary = |note: String| if own.is_some() { format!("{note} {}", sv::ORDINARY_WORKBOOK) } else { note };
    let item = |query: &str, title: String, note: String| FileItem {
        href: format!("{base}/mall{query}").into(),
        title: title.into(),
        format: "Excel".into(),
        bytes: None,
        note: note.into(),
    };
    let mut templates = Vec::new();
    if let Some(own) = own {
        templates.push(item("", "Huvudmannens mall".to_owned(), own.file_name.clone()));
    }
    if rows {
        let note = "Fyll på eller ändra, och ersätt sedan utkastets rader.".to_owned();
        let query = if own.is_some() { "?utkast=1" } else { "" };
        templates.push(item(query, "Mall med raderna ur utkastet".to_owned(), ordinary(note)));
    }
    if let Some(earlier) = earlier {
        templates.push(item(
            "?tidigare=1",
            sv::with_earlier(&earlier.occasion),
            ordinary(sv::earlier_note(earlier.rows)),
        ));
    }
    if own.is_some() {
        return templates;
    }
    if templates.is_empty() {
        templates.push(item("", "Mall att fylla i".to_owned(), String::new()));
    } else {
        templates.push(item("?tom=1", "Tom mall".to_owned(), String::new()));
    }
    templates
}

fn accepted() -> Markup {
    guide(
        "Det här tas emot",
        &html! {
            ul {
                li { "Mallen, ifylld i Excel eller LibreOffice och sparad som .xlsx." }
                li { "En egen arbetsbok eller csv-fil med mallens rubriker. Ordningen på kolumnerna spelar ingen roll." }
            }
            p { "Filer med makron eller lösenord tas inte emot; en .xlsm-fil utan makron läses som en vanlig arbetsbok. Formler körs aldrig: det värde som är sparat i cellen läses." }
            p { "Rader med fel stoppar inte de andra. Allt läses in i utkastet, och felen kan rättas på webben." }
        },
    )
}

fn latest(base: &str, uploads: &[Upload]) -> Markup {
    let rows = uploads
        .iter()
        .map(|upload| {
            Row::new(vec![
                html! { (upload.file_name) },
                html! { (swedish::instant(upload.at)) },
                html! { (upload.by) @if let Some(at) = upload.arrived_at { br; span.quiet.small { (sv::by_mail(at)) } } },
                html! { (sv::upload_state(upload.taken_at, upload.expires_at)) },
            ])
            .href(format!("{base}/{}", upload.id))
        })
        .collect();
    let columns = vec![Column::new("Fil"), Column::new("Uppladdad"), Column::new("Av"), Column::new("Läge")];
    html! {
        @if !uploads.is_empty() {
            section {
                h2 { "Senaste uppladdningar" }
                (Table::new("Senaste uppladdningar", columns).rows(rows).hide_caption().stack())
            }
        }
    }
}

/// An upload that has been taken in.
pub fn taken(own: &str, found: &Found, upload: &Upload) -> Markup {
    html! {
        h1 { (upload.file_name) }
        (about(found))
        (notice(Tone::Good, "Redan inläst", &html! { p { (sv::already(upload.taken_at)) } }))
        (actions(&html! {
            (link_button(own, "Till redovisningen", true))
            @if person_numbers::column(&found.asked).is_none() {
                (link_button(&format!("{own}/arbetsbok/{}/fil", upload.id), "Hämta filen som den laddades upp", false))
            }
        }))
        p.quiet { (sv::ONLY_YOURS) }
    }
}

/// An upload that has waited while the year was changed in such a way that nobody can say where its rows belong.
pub fn to_read_again(own: &str, found: &Found, upload: &Upload) -> Markup {
    html! {
        h1 { (upload.file_name) }
        (about(found))
        (notice(Tone::Warn, sv::READ_AGAIN_TITLE, &html! { p { (sv::READ_AGAIN) } }))
        (actions(&html! {
            (link_button(&format!("{own}/arbetsbok"), "Ladda upp filen igen", true))
            (post_button(&format!("{own}/arbetsbok/{}", upload.id), &Button::danger("Ta bort uppladdningen").name("gor").value("slang"), &[]))
        }))
        p.quiet { (sv::ONLY_YOURS) }
    }
}

/// What the preview shows.
pub struct Preview<'a> {
    /// Address of the assignment.
    pub own: &'a str,
    /// What it is about.
    pub found: &'a Found,
    /// The upload.
    pub upload: &'a Upload,
    /// What it held.
    pub content: &'a FileContent,
    /// What that is worth.
    pub verdict: &'a Verdict,
    /// Why it cannot be taken in now.
    pub closed: Option<&'a str>,
    /// When the same file was taken in before.
    pub before: Option<Instant>,
    /// How many of its rows the draft has already.
    pub there: usize,
    /// How many are about somebody who stands there, and would be written over what stands there.
    pub over: usize,
    /// Whether the last day has passed.
    pub late: bool,
    /// What is wrong with the choice that was made.
    pub fault: Option<&'static str>,
}

impl Preview<'_> {
    fn page(&self) -> String {
        format!("{}/arbetsbok/{}", self.own, self.upload.id)
    }
    fn shape_faults(&self) -> Vec<&Remark> {
        self.content.remarks.iter().filter(|remark| remark.is_fault()).collect()
    }
    fn is_good(&self) -> bool {
        self.verdict.faults.is_empty() && self.verdict.faulty_rows() == 0 && self.shape_faults().is_empty()
    }
    fn title_of(&self, table: usize, column: Option<&str>) -> String {
        let def = self.content.tables.get(table).and_then(|table| def_of(&self.found.asked, table));
        let column = column.and_then(|slug| def.and_then(|def| def.column(slug)));
        let title = column.map_or_else(String::new, |column| column.title.as_sv().to_owned());
        // In the authority's own file a column is called what the file calls it.
        let heading = self.content.tables.get(table).zip(column).and_then(|(of, column)| of.headings.get(&column.slug));
        heading.map_or(title, |(heading, at)| sv::heading(heading, *at))
    }
}

/// What was found, every fault at once, the first rows, and what can become of it.
pub fn preview(p: &Preview<'_>) -> Markup {
    let (rows, faulty) = (p.content.rows(), p.verdict.faulty_rows());
    let nothing_new = p.found.says(p.content);
    html! {
        @if let Some(fault) = p.fault { (error_summary(&[("satt", fault)])) }
        h1 { "Förhandsgranska " (p.upload.file_name) }
        (about(p.found))
        @if let Some(closed) = p.closed { (notice(Tone::Warn, sv::REFUSED, &html! { p { (closed) } })) }
        (notice(if p.is_good() { Tone::Good } else { Tone::Warn }, &sv::summary(rows, faulty), &html! {
            @if nothing_new { p { (sv::NOTHING_NEW) } }
            @else if p.content.is_empty() { p { "Kontrollera att du valde rätt fil och att raderna står under rubrikerna. Finns det inget att redovisa, svara det på webben." } }
            @else if faulty > 0 {
                p { "Rader med fel läses också in, precis som de är skrivna, så att inget går förlorat. Rätta dem på webben, eller i filen och ladda upp den igen." }
            }
            @else { p { "Läs in raderna i utkastet. Redovisningen är inlämnad först när den är signerad." } }
        }))
        (notes(p))
        (faults(p))
        (first_rows(p))
        (remarks(p))
        @if p.closed.is_none() && !p.content.is_empty() && !nothing_new { (choices(p)) }
        @else { (actions(&html! {
            (link_button(p.own, "Till redovisningen", true))
            (post_button(&p.page(), &Button::danger("Ta bort uppladdningen").name("gor").value("slang"), &[]))
        })) }
    }
}

fn notes(p: &Preview<'_>) -> Markup {
    html! {
        @if !p.content.stamped { (notice(Tone::Info, "", &html! { p { (sv::NO_STAMP) } })) }
        @if let Some(other) = &p.content.other_unit { (warning(&sv::other_unit(other, p.found.assignment.subject_name()))) }
        @let answers = p.content.answers();
        @if !answers.is_empty() { (notice(Tone::Info, "", &html! { @for (path, text) in &answers {
            p { (sv::answers(&p.found.asked.title_of(path).unwrap_or_default(), text)) }
        } })) }
        @for answer in p.content.unclear() { (warning(&sv::unclear(&answer.at.sheet, answer.at.place, &answer.text))) }
        @if let Some(older) = &p.content.older { (from_older(older)) }
        @if p.content.date1904 { (notice(Tone::Info, "", &html! { p { (sv::DATES_1904) } })) }
        @if let Some(at) = p.before { (notice(Tone::Info, "", &html! { p { (sv::same_file(at)) } })) }
        @else if p.there > 0 { (notice(Tone::Info, "", &html! { p { (sv::rows_there(p.there, p.content.rows())) } })) }
        @if p.over > 0 { (notice(Tone::Info, "", &html! { p { (sv::rows_over(p.over)) } })) }
        @if p.late { (warning(&sv::late(p.found.assignment.last_day()))) }
    }
}

/// What became of a file that was made before the year was changed.
fn from_older(older: &FromOlder) -> Markup {
    notice(
        Tone::Warn,
        if older.waited {
            "Redovisningen har ändrats sedan filen laddades upp"
        } else {
            "Mallen är hämtad innan redovisningen ändrades"
        },
        &html! {
            p { "Filen är läst som den var, och raderna hör hemma där de ska." }
            @if !older.new.is_empty() { p { (sv::new_columns(&older.new)) } }
            @for left in &older.left_out {
                p { (sv::column_left_out(&left.heading, left.values.len())) }
                (ui::reveal(&sv::show_left_out(&left.heading), left.values.len() <= 5, &html! {
                    ul { @for (row, text) in &left.values { li { (sv::row_value(*row, text)) } } }
                }))
            }
        },
    )
}

fn faults(p: &Preview<'_>) -> Markup {
    let shape = p.shape_faults();
    let groups = groups(p);
    html! {
        @if !shape.is_empty() || !groups.is_empty() {
            section {
                h2 { "Att rätta" }
                @if !shape.is_empty() {
                    (notice(Tone::Bad, "Filens form", &html! {
                        ul { @for remark in &shape { li { (documents::sv::sentence(remark)) } } }
                    }))
                }
                (fault_groups(&groups))
                @if !groups.is_empty() {
                    p {
                        a href={ (p.page()) "/markerad" } download { "Hämta filen med felen markerade" }
                        @if p.content.own.is_some() { " (Excel). Felen står på ett eget blad, sist, med länkar till cellerna. Rätta dem och ladda upp filen igen." }
                        @else { " (Excel). Rätta i den och ladda upp den igen." }
                    }
                }
            }
        }
    }
}

impl Preview<'_> {
    /// What whoever filled in the file knows the row by, where the table has a column for that.
    fn name_of(&self, table: usize, row: Option<u32>) -> String {
        let Asked::Table { rules: Rules { work: Some(layout), .. }, .. } = &self.found.asked else {
            return String::new();
        };
        let cell = layout.column(ColumnRole::Reference).and_then(|column| self.cell(table, row, column));
        let name = cell.map(Raw::shown).unwrap_or_default();
        let name = forms::text::shortened(name.trim(), work::LONGEST_REFERENCE).into_owned();
        if personal::is_hidden(&name) { String::new() } else { name }
    }

    fn cell(&self, table: usize, row: Option<u32>, column: &str) -> Option<&Raw> {
        // Rows stand as they were read, from the top.
        let rows = &self.content.tables.get(table)?.rows;
        let at = rows.binary_search_by_key(&row, |of| of.source_row).ok()?;
        row.and_then(|_| rows[at].cells.get(column))
    }

    /// Where a fault stands, with what stands there: of a rule that names no value what the cell holds.
    fn place_of(&self, table: usize, fault: &Fault, (sheet, column): (&str, &str)) -> FaultPlace<'static> {
        let slug = fault.place.column.as_deref();
        let def = self.content.tables.get(table).and_then(|table| def_of(&self.found.asked, table));
        let of = def.zip(slug).and_then(|(def, slug)| def.column(slug));
        let number = of.is_some_and(|column| matches!(column.kind, forms::Kind::Person { .. }));
        let cell = of.and_then(|column| Some(shown(column, self.cell(table, fault.place.row, &column.slug)?)));
        // Of what is no number its beginning alone came along, and of a name not even that.
        let value = cell.filter(|_| number || fault.value.is_empty()).unwrap_or_else(|| fault.value.clone());
        FaultPlace {
            sheet: sheet.to_owned().into(),
            row: fault.place.row.unwrap_or(0),
            name: self.name_of(table, fault.place.row).into(),
            column: column.to_owned().into(),
            hidden: fault.kind == forms::FaultKind::PersonalNumber
                || personal::is_hidden(&value)
                || (number && forms::person::is_left_out(&value)),
            value: value.into(),
        }
    }
}

fn groups<'p>(p: &'p Preview<'_>) -> Vec<ui::FaultGroup<'p>> {
    // What is said in the same words of the same column is said once.
    let mut order: Vec<(usize, Option<&str>, String)> = Vec::new();
    let mut grouped: BTreeMap<(usize, Option<&str>, String), Vec<&Fault>> = BTreeMap::new();
    for (table, fault) in &p.verdict.faults {
        let key = (*table, fault.place.column.as_deref(), forms::sv::what(&fault.kind, &fault.value));
        if !grouped.contains_key(&key) {
            order.push(key.clone());
        }
        grouped.entry(key).or_default().push(fault);
    }
    order
        .into_iter()
        .filter_map(|key| {
            let faults = grouped.get(&key)?;
            let column = p.title_of(key.0, key.1);
            // A text file has no sheets; its own name says where.
            let sheet = p.content.tables.get(key.0).map(|table| table.sheet.as_str()).filter(|sheet| !sheet.is_empty());
            let sheet = sheet.unwrap_or(&p.upload.file_name);
            Some(ui::FaultGroup {
                fault: "".into(),
                remedy: key.2.into(),
                places: faults.iter().map(|fault| p.place_of(key.0, fault, (sheet, &column))).collect(),
            })
        })
        .collect()
}

fn first_rows(p: &Preview<'_>) -> Markup {
    html! {
        @for (index, table) in p.content.tables.iter().enumerate() {
            @if let (Some(def), false) = (def_of(&p.found.asked, table), table.rows.is_empty()) {
                section {
                    h2 { (def.title.as_sv()) }
                    (rows_of(p, index, table, def))
                }
            }
        }
    }
}

/// The rows with something to mend, and the first of the others.
fn rows_of(p: &Preview<'_>, index: usize, table: &FileTable, def: &forms::TableDef) -> Markup {
    let mut columns = vec![Column::number("Rad").narrow()];
    columns.extend(def.columns.iter().filter(|column| !column.is_hidden()).map(|column| {
        let head = Column::new(column.title.as_sv());
        if matches!(column.kind, forms::Kind::Day { .. }) { head.narrow() } else { head }
    }));
    columns.push(Column::new("Läge").narrow());
    let is_faulty = |row: &RawRow| row.source_row.is_some_and(|number| p.verdict.faulty[index].contains(&number));
    let (faulty, good): (Vec<&RawRow>, Vec<&RawRow>) = table.rows.iter().partition(|row| is_faulty(row));
    let line = |row: &RawRow, mark: Markup| {
        let mut cells = vec![html! { @if let Some(number) = row.source_row { (number) } }];
        cells.extend(def.columns.iter().filter(|column| !column.is_hidden()).map(|column| {
            let text = row.cells.get(&column.slug).map(|cell| shown(column, cell)).unwrap_or_default();
            html! { @if personal::is_hidden(&text) { span.missing { (sv::HIDDEN) } } @else { (text) } }
        }));
        cells.push(mark);
        Row::new(cells)
    };
    let (bad_shown, good_shown) = (faulty.len().min(FAULTY_ROWS), good.len().min(FIRST_ROWS));
    let mut rows: Vec<Row<'_>> =
        faulty.iter().take(bad_shown).map(|row| line(row, tag(Tone::Bad, Icon::Stop, "Att rätta"))).collect();
    rows.extend(good.iter().take(good_shown).map(|row| line(row, tag(Tone::Good, Icon::Check, "Utan fel"))));
    html! {
        @if rows.len() < table.rows.len() {
            p.quiet { (sv::shown_rows((bad_shown, faulty.len()), (good_shown, good.len()))) }
        }
        (Table::new(def.title.as_sv(), columns).rows(rows).hide_caption().dense())
    }
}

fn remarks(p: &Preview<'_>) -> Markup {
    let of_shape: Vec<_> = p.content.remarks.iter().filter(|remark| !remark.is_fault()).collect();
    let mut said: Vec<String> = documents::sv::sentences(&of_shape);
    let on_its_sheet = |(table, notice): &(usize, Notice)| {
        let def = p.content.tables.get(*table).and_then(|table| def_of(&p.found.asked, table));
        let sheet = def.map(|def| def.title.as_sv().to_owned());
        Notice { place: forms::Place { sheet, ..notice.place.clone() }, ..notice.clone() }
    };
    let notices: Vec<Notice> = p.verdict.notices.iter().map(on_its_sheet).collect();
    let told = forms::sv::notices(&notices, &p.found.asked.titles());
    // A text file has no sheets; its own name says where.
    let sheets = p.content.tables.iter().any(|table| !table.sheet.is_empty());
    said.extend(told.into_iter().map(
        |sentence| match notices.first().and_then(|notice| notice.place.sheet.as_deref()) {
            Some(sheet) if !sheets => sv::in_file(&sentence, sheet, &p.upload.file_name),
            _ => sentence,
        },
    ));
    html! {
        @if !said.is_empty() {
            section.flow {
                h2 { "Att känna till" }
                p { "Det här hindrar inte att raderna läses in." }
                ul { @for sentence in &said { li { (sentence) } } }
            }
        }
    }
}

fn choices(p: &Preview<'_>) -> Markup {
    let has_rows = p.found.has_rows(p.content);
    let mut ways = vec![
        Choice::new("ersatt", "Ersätt raderna i utkastet med filens")
            .help("Raderna som står där nu finns kvar i historiken och kan tas tillbaka."),
    ];
    if p.there < p.content.rows() {
        let way = if p.over > 0 { sv::ADD_AND_UPDATE } else { sv::ADD };
        ways.push(Choice::new("lagg-till", way));
    }
    let field = Field::new("satt", "Utkastet har redan rader").fault(p.fault.filter(|fault| *fault == sv::CHOOSE_HOW));
    let rows = p.content.rows();
    let label = sv::take_in(rows);
    html! {
        section {
            h2 { "Läs in i utkastet" }
            (form(&p.page(), &html! {
                (hidden("sett", &p.found.revision().to_string()))
                (hidden("version", &p.found.published.id.to_string()))
                @if has_rows { (radios(&field, &ways)) }
                (actions(&html! {
                    (Button::primary(label.as_str()))
                    (Button::danger("Ta bort uppladdningen").name("gor").value("slang"))
                }))
            }))
        }
    }
}
