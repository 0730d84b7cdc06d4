//! The form of an item: tables, headings, deviations; faults at their place, and what two people wrote side by side.

use std::collections::BTreeMap;

use domain::complaints;
use domain::own_tables::Rules;
use domain::work::Layout;
use forms::person::Why;
use forms::{Column, Fault, Kind, Place, TableDef};
use kernel::id::kind::Person;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use ui::{Button, Choice, Control, EditColumn, EditRow, EditTable, Field, Row, Tone};

use super::saving::FORM;
use super::store::{CasesSince, Opened};
use super::sv;
use super::told_faults;
use super::view_cases;
use super::view_cell::{choices, shown_value};
use super::view_conflicts;
use super::view_deviations;
use super::view_grid;
use super::view_narrative;
use super::view_tasks::for_whom;
use crate::results::BesideItem;
use crate::submissions::drafts::DraftField;
use crate::submissions::{
    Asked, EMPTY_FIELD, Earlier, Judgement, LastYear, ReturnNote, already_there, cell_of, row_numbers,
};

/// Everything the page shows.
pub(super) struct FillPage<'a> {
    pub opened: &'a Opened,
    pub notes: &'a [ReturnNote],
    /// Rows of an earlier occasion that belong here too.
    pub earlier: Option<&'a Earlier>,
    /// The authority's figures beside the text.
    pub beside: &'a BesideItem,
    /// What was written a year ago.
    pub last_year: Option<&'a LastYear>,
    /// Fields in which two have written and nobody has chosen, with the text that does not stand.
    pub two: &'a [(String, DraftField)],
    /// What has changed in the unit's cases since something was signed.
    pub since: &'a CasesSince,
    /// Who looks.
    pub person: Id<Person>,
    pub judgement: &'a Judgement,
    /// Whether every fault is shown, or only those of what has been written.
    pub show_faults: bool,
    /// Whether the rows came in a file.
    pub from_file: bool,
    /// The table that gets an empty row at its end.
    pub extra_row: &'a str,
    pub base: &'a str,
    pub now: Instant,
}

impl FillPage<'_> {
    pub(super) fn text(&self, path: &str) -> &str {
        self.opened.fields.get(path).map_or("", String::as_str)
    }
    fn autosave(&self) -> String {
        format!("{}/falt?sedd={}&{FORM}={}", self.base, self.opened.stamp(), self.opened.published.id)
    }
    fn faults(&self) -> impl Iterator<Item = &Fault> {
        // While somebody is writing, only what they have written can be wrong.
        self.judgement.faults.iter().filter(|fault| {
            self.show_faults
                || !fault.value.is_empty()
                || fault.kind == forms::FaultKind::PersonalNumber
                || (self.from_file && fault.place.row.is_some())
        })
    }
    /// What is wrong with the control, in words.
    pub fn fault(&self, control: &str) -> Option<String> {
        let here: Vec<String> = self
            .faults()
            .filter(|fault| control_of(self.opened, self.judgement, &fault.place).as_deref() == Some(control))
            .map(|fault| forms::sv::what(&fault.kind, &fault.value))
            .collect();
        (!here.is_empty()).then(|| here.join(" "))
    }
    pub(super) fn note(&self, path: &str) -> Option<String> {
        let here: Vec<&str> =
            self.notes.iter().filter(|note| note.path == path).map(|note| note.reason.as_str()).collect();
        (!here.is_empty()).then(|| here.join(" "))
    }
    pub(super) fn field<'a>(&'a self, path: &'a str, label: &'a str) -> Field<'a> {
        Field::new(path, label)
            .value(self.text(path))
            .fault(self.fault(path))
            .returned(self.note(path))
            .autosave(self.autosave())
    }
}

/// The control at the place: what the error summary links to.
pub(super) fn control_of(opened: &Opened, judgement: &Judgement, place: &Place) -> Option<String> {
    if let Some(field) = &place.field {
        return Some(field.clone());
    }
    let tables = opened.asked.tables();
    let table = match &place.sheet {
        Some(sheet) => tables.iter().find(|table| table.title.as_sv() == sheet)?,
        None => tables.first()?,
    };
    let row = usize::try_from(place.row?).ok()?.checked_sub(1)?;
    let number = judgement.rows.get(&table.slug)?.get(row)?;
    Some(EditTable::control_name(&table.slug, usize::try_from(*number).ok()?, place.column.as_deref()?))
}

/// What a cell is called whose row has a number that no row can have.
fn cell_name(opened: &Opened, control: &str) -> Option<String> {
    opened.asked.tables().into_iter().find_map(|table| {
        let (row, column) = control.strip_prefix(table.slug.as_str())?.strip_prefix('-')?.split_once('-')?;
        Some(format!("{}, rad {row}, {}", table.title.as_sv(), table.column(column)?.title.as_sv()))
    })
}

/// What a field or cell is called, for people.
pub(super) fn field_name(opened: &Opened, path: &str) -> String {
    for table in opened.asked.tables() {
        let Some(rest) = path.strip_prefix(table.slug.as_str()).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        let Some((row, column)) = rest.split_once('.') else { continue };
        let number = row.parse::<u32>().unwrap_or(0);
        let place = row_numbers(&table.slug, &opened.fields).iter().position(|known| *known == number);
        let column = table.column(column).map_or(column, |column| column.title.as_sv());
        return match place {
            Some(place) => format!("{}, rad {}, {column}", table.title.as_sv(), place + 1),
            None => format!("{}, {column}", table.title.as_sv()),
        };
    }
    let title = opened.asked.title_of(path);
    title.unwrap_or_else(|| match path {
        EMPTY_FIELD => sv::NOTHING_TO_REPORT.to_owned(),
        path if path.starts_with("fokus-") && path.ends_with("-titel") => sv::FOCUS_TITLE.to_owned(),
        path if path.starts_with("fokus-") => sv::FOCUS_AIM.to_owned(),
        path => path.to_owned(),
    })
}

/// The page.
pub(super) fn page(page: &FillPage<'_>) -> Markup {
    let opened = page.opened;
    let assignment = &opened.assignment;
    let faults: Vec<&Fault> = page.faults().collect();
    html! {
        (told_faults::summary(opened, page.judgement, &faults))
        p.over { (for_whom(assignment)) @if let Some(covers) = domain::year::sv::covers(&opened.item) { " · " (covers) } }
        h1 { (opened.item.title.as_sv()) }
        (ui::draft_banner(&sv::not_sent(assignment, opened.item.level, page.now, true)))
        (view_conflicts::to_choose(opened, page.two, true, page.base))
        (returned(page))
        (notices(page))
        @if let Some(text) = &opened.item.instruction { p { (text.as_sv()) } }
        (view_cases::since(page.since, page.base))
        (earlier(page))
        (writing(page))
        (ui::form(&format!("{}/fyll-i", page.base), &html! {
            (ui::hidden("hela", "1"))
            (ui::hidden("sedd", &opened.stamp().to_string()))
            (ui::hidden(FORM, &opened.published.id.to_string()))
            @match &opened.asked {
                Asked::Complaints { tables, .. } => (complaint_form(page, tables)),
                Asked::Table { table, rules, .. } => (table_form(page, table, rules)),
                Asked::Narrative(asked) => (view_narrative::form(page, asked)),
                Asked::Deviations(asked) => (view_deviations::form(page, asked)),
            }
            (ui::actions(&html! {
                (Button::primary("Spara och kontrollera").name("vidare"))
                (Button::secondary("Spara utkast").name("spara"))
            }))
        }))
        p.saved-last {
            @if let Some((person, at)) = opened.draft.last() { (sv::last_saved(opened.name(person), at)) " " }
            a href=(page.base) { "Till redovisningens sida" }
        }
    }
}

fn returned(page: &FillPage<'_>) -> Markup {
    let Some(returned) = page.opened.assignment.state.unanswered_return() else { return html! {} };
    html! {
        (ui::returned_panel(&format!("{}, {}", returned.by.name, swedish::instant(returned.at)), &returned.reason, &html! {
            @if !page.notes.iter().all(|note| note.path.is_empty()) {
                ul { @for note in page.notes.iter().filter(|note| !note.path.is_empty()) {
                    li { (forms::sv::lead(&field_name(page.opened, &note.path), &note.reason)) }
                } }
            }
        }))
    }
}

/// How many notices are shown at once.
const NOTICES: usize = 12;

fn notices(page: &FillPage<'_>) -> Markup {
    let titles = page.opened.asked.titles();
    let all = forms::sv::notices(&page.judgement.notices, &titles);
    html! {
        @if !all.is_empty() {
            (ui::notice(Tone::Info, "Att se över", &html! {
                ul { @for notice in all.iter().take(NOTICES) { li { (sv::on_page(notice)) } } }
                @if all.len() > NOTICES { p { "och " (all.len() - NOTICES) " till." } }
            }))
        }
    }
}

fn complaint_form(page: &FillPage<'_>, tables: &complaints::Tables) -> Markup {
    let year = &page.opened.published.year;
    let none = normal_yes(page.text(complaints::NONE_FIELD));
    html! {
        section {
            @let categories = &year.complaints.categories;
            (ui::guide(sv::what_counts(categories.len()), &html! {
                p { (year.complaints.definition.as_sv()) }
                @if !categories.is_empty() { dl.facts { @for category in &year.complaints.categories {
                    div { dt { (category.title.as_sv()) } dd { (category.definition.as_sv()) } }
                } } }
            }))
            // Where cases count, that there is nothing is no answer.
            @if view_cases::of(page.opened).is_empty() || !none.is_empty() {
                (ui::checkbox(&page.field(complaints::NONE_FIELD, "Inga klagomål under perioden").value(none)
                    .help("Kryssa här i stället för att fylla i tabellen. Det är ett svar som signeras.")))
            }
        }
        (view_cases::in_form(page, &tables.complaints))
        (edit_table(page, &tables.complaints, tables.complaints.title.as_sv(), ["klagomål", "ett klagomål"]))
        (earlier_rows_link(page))
        (counts(page, tables))
        @if let Some(investigations) = &tables.investigations {
            h2 { (investigations.title.as_sv()) }
            @if let Some(help) = &investigations.help { p { (help.as_sv()) } }
            (view_cases::abuse_in_form(page, investigations))
            // Investigations have numbers of their own: a row that is typed is not called as one of them is.
            @let word = if view_cases::of_abuse(page.opened).is_empty() { ["utredning", "en utredning"] } else { ["egen utredning", "en egen utredning"] };
            (edit_table(page, investigations, "En utredning per rad", word))
        }
        h2 { (complaints::sv::COMMENT) }
        (ui::textarea(&comment(page), 4, None))
        (history_link(page, complaints::COMMENT_FIELD))
    }
}

/// The comment: demanded where the counts have fallen, never called optional where they may.
fn comment<'a>(page: &'a FillPage<'_>) -> Field<'a> {
    let field = page.field(complaints::COMMENT_FIELD, "Kommentar till hela redovisningen");
    let is_needed = |fault: &Fault| fault.place.field.as_deref() == Some(complaints::COMMENT_FIELD);
    let compared = matches!(&page.opened.asked, Asked::Complaints { facts, .. } if facts.previous.is_some());
    if page.judgement.faults.iter().any(is_needed) {
        field.required().help("Inga namn.")
    } else if compared {
        field.help("Behövs om antalet är lägre än vid förra tillfället. Inga namn.")
    } else {
        field.optional().help("Inga namn.")
    }
}

/// The field that says when the draft had last been written in as the page was drawn.
pub(super) const SEEN: &str = "sedd";

/// Rows of an earlier occasion, to begin from: one press where the table is empty, a choice where it has rows.
fn earlier(page: &FillPage<'_>) -> Markup {
    let Some(earlier) = page.earlier else { return html! {} };
    let fields = &page.opened.fields;
    let tables = page.opened.asked.tables();
    let seen = page.opened.stamp().to_string();
    if tables.iter().all(|table| row_numbers(&table.slug, fields).is_empty()) {
        return ui::notice(
            Tone::Info,
            &sv::belongs(&earlier.occasion),
            &html! {
                p { (sv::fetch_note(&earlier.occasion, earlier.rows)) }
            @if has_cases(page) { p { strong { (sv::PERHAPS_THERE) } } }
                @if has_cases(page) { p { strong { (sv::PERHAPS_THERE) } } }
                (ui::post_button(&format!("{}/tidigare-rader", page.base), &Button::secondary(sv::fetch(&earlier.occasion)), &[(SEEN, &seen)]))
            },
        );
    }
    // Rows that are in the draft already are not offered once more.
    let all_there = tables.iter().all(|table| {
        already_there(&page.opened.asked, &table.slug, fields, &earlier.fields).len()
            == row_numbers(&table.slug, &earlier.fields).len()
    });
    html! { @if !all_there {
        (ui::reveal(&sv::fetch(&earlier.occasion), false, &html! {
            p { (sv::fetch_note(&earlier.occasion, earlier.rows)) }
            (ui::form(&format!("{}/tidigare-rader", page.base), &html! {
                input type="hidden" name=(SEEN) value=(seen);
                (ui::radios(&Field::new("satt", "Utkastet har redan rader"), &[
                    Choice::new("lagg-till", "Lägg till efter dem som finns"),
                    Choice::new("ersatt", "Ersätt dem som finns").help("De finns kvar under Tidigare rader och kan tas tillbaka."),
                ]))
                (Button::secondary(sv::fetch(&earlier.occasion)))
            }))
        }))
    } }
}

/// Whether rows come from cases already: those of the same complaints may be among the earlier ones.
fn has_cases(page: &FillPage<'_>) -> bool {
    matches!(&page.opened.asked, Asked::Complaints { cases, .. } if !cases.is_empty())
}

fn earlier_rows_link(page: &FillPage<'_>) -> Markup {
    let tables = page.opened.asked.tables();
    let written = |path: &String| tables.iter().any(|table| cell_of(&table.slug, path).is_some());
    html! { @if page.opened.draft.fields.keys().any(written) {
        p.help { a href={ (page.base) "/historik" } { (sv::EARLIER_ROWS) } " – hur raderna såg ut före ändringar och inlästa filer." }
    } }
}

fn counts(page: &FillPage<'_>, tables: &complaints::Tables) -> Markup {
    let Some(counts) = &page.judgement.counts else { return html! {} };
    html! {
        section aria-label="Antal" {
            (ui::tiles(&tiles(counts, tables)))
            p.help { "Antalen räknas fram ur raderna när du sparar sidan. Rader med fel räknas först när de är rättade." }
        }
    }
}

/// The counts: those that count, and each core category in the order of the year's document.
pub(super) fn tiles(counts: &complaints::Counts, tables: &complaints::Tables) -> Vec<ui::Tile<'static>> {
    let tile = |label: &str, n: u32| ui::Tile {
        label: label.to_owned().into(),
        figure: swedish::integer(i64::from(n)).into(),
        ..ui::Tile::default()
    };
    let note = if counts.not_counted > 0 { sv::not_counted(counts.not_counted).into() } else { "".into() };
    let mut tiles = vec![ui::Tile { note, ..tile("Klagomål som räknas", counts.counted) }];
    tiles.extend(complaints::in_order(&tables.complaints, counts).into_iter().map(|(label, n)| tile(label, n)));
    tiles
}

/// The way to those to ask, one at a time.
pub(super) fn people_link(base: &str) -> Markup {
    html! { p { a href={ (base) "/elever" } { "Hämta listan och fråga en elev i taget" } " – gjord för telefonsamtal, också i mobilen." } }
}

/// Numbers of those who are never listed, by situation.
fn protected(page: &FillPage<'_>, layout: &Layout) -> Markup {
    let path = |code: &str| domain::work::protected_field(code);
    let written = layout.codes.iter().any(|(code, ..)| !page.text(&path(code)).is_empty());
    ui::reveal(
        "Elever med skyddade personuppgifter",
        written,
        &html! {
            p { "Skriv dem aldrig i tabellen. Ange bara hur många som är i varje situation tre månader efter. Lämna tomt om ni inte har några." }
            @for (code, _, title) in &layout.codes {
                @let (path, label) = (path(code), title.as_str());
                (ui::number_input(&page.field(&path, label).width(ui::Width::Short)))
            }
        },
    )
}

fn table_form(page: &FillPage<'_>, table: &TableDef, rules: &Rules) -> Markup {
    let empty = normal_yes(page.text(EMPTY_FIELD));
    html! {
        @if rules.work.is_some() { (people_link(page.base)) }
        (ui::checkbox(&page.field(EMPTY_FIELD, sv::NOTHING_TO_REPORT).value(empty)
            .help("Kryssa här i stället för att fylla i tabellen. Det är ett svar som signeras.")))
        @let grid = rules.months.as_ref().and_then(|layout| view_grid::grid(page, table, layout, page.now.day()));
        @match grid {
            Some(grid) => (grid),
            None => (edit_table(page, table, table.title.as_sv(), ["rad", "en rad"])),
        }
        (earlier_rows_link(page))
        @if let Some(layout) = &rules.work { (protected(page, layout)) }
    }
}

pub(super) fn normal_yes(text: &str) -> &'static str {
    if text.trim().is_empty() || forms::text::fold(text) == "nej" { "" } else { "ja" }
}

fn edit_table(page: &FillPage<'_>, table: &TableDef, caption: &str, words: [&str; 2]) -> Markup {
    let mut numbers = row_numbers(&table.slug, &page.opened.fields);
    // From 1, as the rows of a version that has come in are counted.
    let next = numbers.last().map_or(1, |last| last + 1);
    if (numbers.is_empty() || page.extra_row == table.slug) && next <= 9_999 {
        numbers.push(next);
    }
    // What the system knows a row by stays with it unseen; a page that is sent leaves it as it is.
    let shown: Vec<&Column> = table.columns.iter().filter(|column| !column.is_hidden()).collect();
    let mut foreign: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let rows: Vec<EditRow<'_>> = numbers
        .iter()
        .map(|number| {
            let mut row = EditRow { number: usize::try_from(*number).ok(), ..EditRow::default() };
            for column in &shown {
                let path = crate::submissions::cell_path(&table.slug, *number, &column.slug);
                let (value, more) = shown_value(column, page.text(&path));
                foreign.entry(&column.slug).or_default().extend(more);
                row.values.push(value.into());
                let control = EditTable::control_name(&table.slug, row.number.unwrap_or(0), &column.slug);
                row.faults.push(page.fault(&control).map(Into::into));
                row.returned.push(page.note(&path).map(Into::into));
            }
            row
        })
        .collect();
    let columns = shown.iter().map(|column| {
        let control = match (&column.kind, choices(column)) {
            (_, Some(known)) => {
                let more = foreign.get(column.slug.as_str()).cloned().unwrap_or_default();
                let more = more.into_iter().map(|text| (text.clone(), format!("”{text}” (finns inte i listan)")));
                Control::Select(known.into_iter().chain(more).map(|(value, label)| Choice::new(value, label)).collect())
            }
            (Kind::Day { .. }, None) => Control::Date,
            (Kind::Integer { .. }, None) => Control::Number,
            (Kind::Text { long: true, .. }, None) => Control::LongText,
            _ => Control::Text,
        };
        let help = column.help.as_ref().map_or("", |help| help.as_sv());
        let help =
            if help.is_empty() && matches!(column.kind, Kind::Day { .. }) { "Till exempel 2024-02-29." } else { help };
        EditColumn::new(column.slug.as_str(), column.title.as_sv(), control).help(help)
    });
    let edit = EditTable {
        name: table.slug.as_str().into(),
        caption: caption.into(),
        columns: columns.collect(),
        rows,
        row_word: words[0].into(),
        row_word_article: words[1].into(),
        autosave: Some(page.autosave().into()),
    };
    html! { (edit) }
}

pub(super) fn limit(kind: &Kind) -> Option<usize> {
    match kind {
        Kind::Text { max_chars, .. } => usize::try_from(*max_chars).ok(),
        _ => None,
    }
}

pub(super) fn history_link(page: &FillPage<'_>, path: &str) -> Markup {
    html! {
        @if page.opened.draft.revision(path) > 1 {
            p.help { a href={ (page.base) "/historik?falt=" (path) } { "Ändringar i fältet" } }
        }
    }
}

/// The steps of support for the analysis: help that can be opened, each with the way to its whole guide.
pub(super) fn support(page: &FillPage<'_>, steps: &[domain::year::SupportStep]) -> Markup {
    let (tenant, _) = page.base.split_once("/uppgift/").unwrap_or_default();
    let guides = format!("{tenant}/ar/{}/stod", page.opened.assignment.year);
    ui::guide(
        "Stöd för analysen, i sex steg att använda om ni vill",
        &html! {
            ol { @for step in steps {
                li {
                    a href={ (guides) "/" (step.slug) } { strong { (step.title.as_sv()) } }
                    @if let Some(text) = &step.text { " " (text.as_sv()) }
                    @if !step.questions.is_empty() { ul { @for question in &step.questions { li { (question.as_sv()) } } } }
                }
            } }
            p { a href=(guides) { "Alla steg, med metoder och fallgropar" } }
        },
    )
}

/// For how long somebody who wrote is said to be writing, in minutes.
const WRITING: i64 = 10;

/// Who else is writing now, and where.
fn writing(page: &FillPage<'_>) -> Markup {
    let opened = page.opened;
    let mut latest: BTreeMap<Id<Person>, (&str, Instant)> = BTreeMap::new();
    for (path, field) in &opened.draft.fields {
        let newest = latest.entry(field.person).or_insert((path, field.at));
        if field.at > newest.1 {
            *newest = (path, field.at);
        }
    }
    let minutes = |at: Instant| (page.now.as_microsecond() - at.as_microsecond()) / 60_000_000;
    let said: Vec<String> = latest
        .into_iter()
        .filter(|(person, (_, at))| *person != page.person && minutes(*at) < WRITING)
        .map(|(person, (path, at))| sv::writing(opened.name(person), &field_name(opened, path), minutes(at)))
        .collect();
    html! {
        @if !said.is_empty() {
            (ui::notice(Tone::Info, "Fler skriver nu", &html! {
                ul { @for one in &said { li { (one) } } }
                p.small { "Skriver ni i samma fält visas båda texterna, och ni väljer." }
            }))
        }
    }
}

/// Cells that hold no number of a person: each with its row and the way there, what was typed, which is kept nowhere, and
/// what is wrong with it. Everything else that was sent is saved.
pub(super) fn no_numbers(opened: &Opened, faults: &[(String, Why)], typed: &[(String, String)], base: &str) -> Markup {
    let rows = faults.iter().map(|(path, why)| {
        let written = typed.iter().find(|(of, _)| of == path).map_or("", |(_, text)| text.as_str());
        let (name, at) = told_faults::row_of_cell(opened, path, base);
        Row::new(vec![html! { a href=(at) { (name) } }, html! { (written) }, html! { (forms::sv::person(*why)) }])
    });
    let columns = vec![ui::Column::new("Rad"), ui::Column::new("Så skrev du"), ui::Column::new("Att göra")];
    html! {
        h1 { (sv::no_numbers(faults.len())) }
        p { (sv::REST_IS_SAVED) " " (sv::NUMBERS_SHOWN_ONCE) }
        (ui::Table::new(sv::no_numbers(faults.len()), columns).rows(rows.collect()).hide_caption().stack())
        p { a href={ (base) "/fyll-i" } { (sv::BACK_TO_TABLE) } }
    }
}

/// What could not be saved, with what was typed, to copy from.
/// The same of what was written under questions that are asked no more, by what they were called.
pub(super) fn asked_no_more(typed: &[(String, String)], base: &str) -> Markup {
    html! {
        h1 { "Det du skrev är inte sparat" }
        (ui::notice(Tone::Warn, "", &html! { p { (sv::ASKED_NO_MORE) } }))
        p { "Här är texten, så att du kan kopiera den:" }
        @for (number, (title, text)) in (1..).zip(typed) {
            (ui::textarea(&Field::new(format!("utgatt-{number}"), title.as_str()).value(text.as_str()).readonly(), 6, None))
        }
        p { a href={ (base) "/fyll-i" } { "Till formuläret som det är nu" } }
    }
}

pub(super) fn not_saved(opened: &Opened, why: &str, typed: &[(String, String)], base: &str) -> Markup {
    html! {
        h1 { "Det du skrev är inte sparat" }
        (ui::notice(Tone::Warn, "", &html! { p { (why) } }))
        @if !typed.is_empty() {
            p { "Här är texten, så att du kan kopiera den:" }
            @for (path, text) in typed {
                (ui::textarea(&Field::new(path.as_str(), cell_name(opened, path).unwrap_or_else(|| field_name(opened, path))).value(text.as_str()).readonly(), 6, None))
            }
        }
        p { a href=(base) { "Till redovisningens sida" } }
    }
}
