//! What the pages look like.

use std::collections::BTreeMap;

use domain::participations::{Field, profile, sv as names};
use kernel::swedish::{self, integer};
use kernel::{Day, Instant};
use maud::{Markup, html};
use ui::{Button, Choice, Column, Icon, Row, Table, Tone};

use super::masking::of_column;
use super::opening::Sample;
use super::plan::Planned;
use super::store::{Kept, OfSet, Run, State};
use super::sv;
use crate::participations::{Freeze, Set, SetState};

/// What the first page shows.
pub(super) struct List {
    /// Files, newest first.
    pub runs: Vec<Run>,
    /// Sets, newest first.
    pub sets: Vec<Set>,
    /// The file of each, by its number.
    pub files: BTreeMap<i64, OfSet>,
    /// Who read each in.
    pub who: BTreeMap<i64, String>,
    /// Snapshots, newest first.
    pub freezes: Vec<Freeze>,
    /// Profiles.
    pub profiles: Vec<Kept>,
    /// The newest set that counts.
    pub published: i64,
    /// What is wrong with the name of a snapshot.
    pub fault: Option<&'static str>,
}

pub(super) fn count(number: u32) -> String {
    integer(number.into())
}

pub(super) fn list(base: &str, list: &List, student_system: Option<&str>) -> Markup {
    let open = |run: &&Run| matches!(run.state, State::Uploaded | State::Reading | State::Waiting);
    let open: Vec<&Run> = list.runs.iter().filter(open).collect();
    // What is not a set of its own has its rows and reasons to be looked at, as long as the file is kept.
    let bare = |run: &&Run| matches!(run.state, State::Nothing | State::Failed) && run.stored.is_some();
    let bare: Vec<&Run> = list.runs.iter().filter(bare).collect();
    html! {
        (ui::error_summary(&list.fault.iter().map(|text| ("titel", *text)).collect::<Vec<_>>()))
        h1 { (sv::TITLE) }
        p { "Här läser ni in kursdeltaganden och betyg från ert verksamhetssystem. Inget räknas förrän ni har sett vad som \
             finns i filen och valt att läsa in den." }
        p { (ui::link_button(&format!("{base}/ny"), "Läs in en fil", true)) " "
            (ui::link_button(&format!("{base}/mall"), "Hämta mallen", false)) }
        @if let Some(at) = student_system { p { a href=(at) { "Hämta ur elevsystemet (SS 12000)" } } }
        @if !open.is_empty() {
            h2 { "På väg in" }
            (runs(base, "På väg in", &open))
        }
        @if !bare.is_empty() {
            h2 { (sv::BARE) }
            (runs(base, sv::BARE, &bare))
        }
        h2 { "Inläst" }
        @if list.sets.is_empty() {
            (ui::empty_state("Inget är inläst än", "När den första filen är inläst står den här, med vad den ändrade.",
                &html! {}))
        } @else { (sets(base, list)) }
        h2 { "Frysningar" }
        p { "En frysning är en daterad bild av det som räknas. Den ändras aldrig, så en rapport kan hänvisa till den." }
        @if !list.freezes.is_empty() { (freezes(&list.freezes)) }
        @if list.published > 0 {
            (ui::form(&format!("{base}/frysning"), &html! {
                (ui::text_input(&ui::Field::new("titel", "Vad frysningen ska heta").required().fault(list.fault)
                    .help("Till exempel: Underlag till tertialrapport 1, 2024.")))
                (ui::actions(&html! { (Button::secondary("Frys det som räknas nu")) }))
            }))
        } @else {
            p.quiet { "Det går att frysa när något är inläst." }
        }
        h2 { "Profiler" }
        p { "En profil säger vad kolumnerna i en fil betyder. Den hittas på filens rubriker, och ni gör en ny när ni läser in \
             en fil med andra rubriker." }
        (profiles(base, &list.profiles))
    }
}

fn runs(base: &str, caption: &str, runs: &[&Run]) -> Markup {
    let columns = ["Fil", "Läge", "När"].map(Column::new).to_vec();
    let rows = runs.iter().map(|run| {
        let href = format!("{base}/fil/{}", run.id);
        Row::new(vec![
            html! { a href=(href) { (run.file_name) } },
            html! { @if run.state == State::Reading && run.rows_read == 0 { (sv::WAITS_ITS_TURN) } @else { (state(run.state)) } },
            html! { (swedish::instant(run.begun_at)) },
        ])
    });
    html! { (Table::new(caption, columns).hide_caption().stack().rows(rows.collect())) }
}

pub(super) fn state(state: State) -> Markup {
    let (tone, icon) = match state {
        State::Uploaded | State::Waiting => (Tone::Warn, Icon::Warning),
        State::Reading => (Tone::Info, Icon::Info),
        State::Taken => (Tone::Good, Icon::CheckCircle),
        State::Dropped | State::Nothing => (Tone::Neutral, Icon::Circle),
        State::Failed => (Tone::Bad, Icon::Stop),
    };
    ui::tag(tone, icon, sv::state(state))
}

fn sets(base: &str, list: &List) -> Markup {
    let mut columns =
        vec![Column::new("Inläsning"), Column::new("Fil"), Column::new("Slag"), Column::new("När och av vem")];
    columns.extend(["Nya", "Ändrade", "Borttagna", "Avvisade"].map(Column::number));
    let rows = list.sets.iter().map(|set| {
        let who = if set.profile.split(' ').next() == Some(profile::FETCHED) {
            sv::FROM_STUDENT_SYSTEM
        } else {
            list.who.get(&set.number).map_or("Driften", String::as_str)
        };
        let file = list.files.get(&set.number);
        let number = html! { "Nr " (integer(set.number)) };
        Row::new(vec![
            match file {
                Some(file) => html! { a href={ (base) "/fil/" (file.id) } { (number) } },
                None => number,
            },
            html! { div { (set.file_name)
            @if set.state != SetState::Published { div.quiet { (sv::set_state(set, file.map(|file| file.state))) } }
            @if let Some(until) = file.and_then(|file| file.kept_until).filter(|_| set.tally.rejected > 0) {
                div.quiet { (sv::kept_until(until.day())) }
            } } },
            html! { div { (sv::kind(set.kind)) div.quiet { "Uttagen " (swedish::day(set.as_of)) } } },
            html! { div { (swedish::instant(set.published_at.unwrap_or(set.begun_at))) div.quiet { (who) } } },
            html! { (count(set.tally.added)) },
            html! { (count(set.tally.changed)) },
            html! { (count(set.tally.removed)) },
            html! { (count(set.tally.rejected)) },
        ])
    });
    html! { (Table::new("Inläst", columns).hide_caption().stack().dense().rows(rows.collect())) }
}

fn freezes(all: &[Freeze]) -> Markup {
    let columns =
        vec![Column::new("Frysning"), Column::new("Vad den heter"), Column::new("När"), Column::new("Till och med")];
    let rows = all.iter().map(|freeze| {
        Row::new(vec![
            html! { "Nr " (integer(freeze.number)) },
            html! { (freeze.title) },
            html! { (swedish::instant(freeze.at)) },
            html! { "inläsning " (integer(freeze.set)) },
        ])
    });
    html! { (Table::new("Frysningar", columns).hide_caption().stack().rows(rows.collect())) }
}

fn profiles(base: &str, all: &[Kept]) -> Markup {
    let columns = ["Profil", "Vad den är till för", "Vems den är"].map(Column::new).to_vec();
    let rows = all.iter().map(|kept| {
        let (profile, whose) = (&kept.profile, sv::whose(kept.version));
        Row::new(vec![
            html! { a href={ (base) "/profil/" (profile.slug) } { (profile.title) } },
            html! { (profile.about) },
            html! { @if profile.retired { (sv::RETIRED) } @else { (whose) } },
        ])
    });
    html! { (Table::new("Profiler", columns).hide_caption().stack().rows(rows.collect())) }
}

pub(super) fn choose(base: &str, fault: Option<&str>) -> Markup {
    let faults: Vec<(&str, &str)> = fault.iter().map(|text| ("fil", *text)).collect();
    html! {
        (ui::error_summary(&faults))
        h1 { (sv::NEW) }
        ol {
            li { "Välj filen. Den kontrolleras, och inget räknas." }
            li { "Säg hur den ska läsas." }
            li { "Se vad som finns i den, och läs in den eller låt bli." }
        }
        (ui::upload_form(&format!("{base}/ny"), &html! {
            (ui::file_upload(&ui::Field::new("fil", "Fil med kursdeltaganden och betyg").fault(fault)
                .help("Textfil (csv, txt), kalkylblad (xlsx) eller betygsmeddelande (xml), högst 300 MB. Skiljetecken och teckenkodning hittas."),
                ".csv,.txt,.xlsx,.xml", false))
            (ui::actions(&html! { (Button::primary("Kontrollera filen")) a href=(base) { "Avbryt" } }))
        }))
    }
}

/// What the page that asks is made of.
pub(super) struct Asked<'a> {
    /// The file's address.
    pub address: &'a str,
    /// The file.
    pub run: &'a Run,
    /// What has been said so far.
    pub planned: &'a Planned,
    /// All profiles.
    pub profiles: &'a [Kept],
    /// The one that is chosen.
    pub profile: Option<&'a Kept>,
    /// The first rows, or why they cannot be read.
    pub sample: &'a Result<Sample, String>,
    /// Today.
    pub today: Day,
    /// What is wrong with what was said.
    pub faults: &'a [(&'a str, String)],
}

pub(super) fn asked(page: &Asked<'_>) -> Markup {
    let fault = |name: &str| page.faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
    let unread = page.sample.as_ref().err();
    let complete = page.profile.is_some_and(|kept| kept.profile.complete_per_person);
    html! {
        (ui::error_summary(page.faults))
        h1 { "Hur ska filen läsas?" }
        p { strong { (page.run.file_name) } ", " (sv::size(page.run.size)) }
        (origin(page.planned))
        @for note in &page.planned.notes { (ui::notice(Tone::Info, "", &html! { p { (note) } })) }
        @if let Some(why) = unread { (ui::notice(Tone::Bad, "Filen går inte att läsa", &html! { p { (why) } })) }
        (profile_part(page))
        @if let Ok(sample) = page.sample { (remarks(sample, page.profile.is_some())) (first_rows(sample, &sample.fields())) }
        @if page.profile.is_some() {
            (ui::form(&format!("{}/las", page.address), &html! {
                (ui::hidden("profil", page.profile.map_or("", |kept| &kept.profile.slug)))
                @if complete {
                    (ui::hidden("slag", "delta"))
                    (ui::notice(Tone::Info, "Varje elev är med med alla sina betyg",
                        &html! { p { "Betyg som saknas för en elev i filen tas bort. Elever som inte är med i filen påverkas inte." } }))
                } @else { (kinds(page, &fault)) }
                (ui::date_input(&ui::Field::new("uttagen", "Vilken dag togs filen ut?").fault(fault("uttagen"))
                    .value(page.planned.as_of.unwrap_or(page.today).to_string())
                    .help(sv::AS_OF_HELP)))
                (ui::actions(&html! { (Button::primary("Läs filen")) }))
            }))
        }
        (ui::post_button(&format!("{}/slang", page.address), &Button::plain("Släng filen"), &[]))
    }
}

fn profile_part(page: &Asked<'_>) -> Markup {
    let choices: Vec<Choice<'_>> =
        page.profiles.iter().map(|kept| Choice::new(kept.profile.slug.as_str(), kept.profile.title.as_str())).collect();
    let chosen = page.profile.map_or("", |kept| kept.profile.slug.as_str());
    html! {
        h2 { "Vad kolumnerna betyder" }
        @match page.profile {
            Some(kept) => p { "Profilen " strong { (kept.profile.title) } " används. " (kept.profile.about) },
            None => (ui::notice(Tone::Warn, "Ingen profil har filens rubriker",
                &html! { p { "Säg vad kolumnerna betyder, så sparas det som en profil till nästa gång." } })),
        }
        p { (ui::link_button(&format!("{}/kolumner?profil={chosen}", page.address), "Säg vad kolumnerna betyder", page.profile.is_none())) }
        (ui::reveal("Välj en annan profil", false, &html! {
            (ui::search_form(page.address, &html! {
                (ui::select(&ui::Field::new("profil", "Profil").value(chosen), &choices))
                (Button::secondary("Byt profil"))
            }))
        }))
    }
}

fn kinds(page: &Asked<'_>, fault: &dyn Fn(&str) -> Option<String>) -> Markup {
    let period = html! {
        (ui::date_input(&ui::Field::new("fran", "Kurser som började från och med").optional().fault(fault("fran"))
            .value(page.planned.from.map(|day| day.to_string()).unwrap_or_default())
            .help("Lämna tomt om filen har allt, från alla år.")))
        (ui::date_input(&ui::Field::new("till", "till och med").optional()
            .value(page.planned.to.map(|day| day.to_string()).unwrap_or_default()).help("")))
    };
    ui::radios(
        &ui::Field::new("slag", "Vad innehåller filen?").fault(fault("slag")).value(if page.planned.full {
            "full"
        } else {
            ""
        }),
        &[
            Choice::new("delta", "Det som är nytt eller ändrat")
                .help("Kursdeltaganden som inte finns i filen påverkas inte."),
            Choice::new("full", "Allt som finns")
                .help("Kursdeltaganden som inte finns i filen tas bort. Säg för vilken tid filen är komplett.")
                .reveals(period),
        ],
    )
}

pub(super) fn remarks(sample: &Sample, with_profile: bool) -> Markup {
    let (bad, good): (Vec<_>, Vec<_>) = sample.remarks.iter().partition(|(fault, _)| *fault);
    html! {
        @if with_profile && !bad.is_empty() {
            (ui::notice(Tone::Bad, "Rubrikerna behöver rättas", &html! { ul { @for (_, text) in &bad { li { (text) } } } }))
        }
        @if with_profile && !good.is_empty() {
            (ui::reveal("Att veta om rubrikerna", false, &html! { ul { @for (_, text) in &good { li { (text) } } } }))
        }
    }
}

/// The file's first rows, with what each column is under its heading. Of columns that are not read the form alone is shown.
pub(super) fn first_rows(sample: &Sample, fields: &BTreeMap<usize, Field>) -> Markup {
    let known = |at: usize| fields.get(&at).map(|field| names::field(*field));
    let mut columns = vec![Column::number("Rad")];
    columns.extend(sample.headings.iter().map(|heading| Column::new(heading.as_str())));
    let mut rows = Vec::new();
    // Where every heading is what we call it there is nothing to say under it.
    let otherwise = sample.headings.iter().enumerate().any(|(at, heading)| known(at) != Some(heading.as_str()));
    if !fields.is_empty() && otherwise {
        let mut cells = vec![html! {}];
        cells.extend((0..sample.headings.len()).map(|at| match known(at) {
            Some(name) => html! { strong { (name) } },
            None => html! { span.quiet { "läses inte" } },
        }));
        rows.push(Row::new(cells));
    }
    rows.extend(sample.rows.iter().map(|(number, cells)| {
        let mut all = vec![html! { (number) }];
        let cell = |at: usize| cells.get(at).map(|cell| of_column(cell, fields.get(&at).copied())).unwrap_or_default();
        all.extend((0..sample.headings.len()).map(|at| whole(&cell(at))));
        Row::new(all)
    }));
    html! {
        h2 { "De första raderna" }
        (Table::new("De första raderna", columns).hide_caption().dense().rows(rows))
        @if sample.rows.is_empty() { p { "Filen har inga rader under rubrikerna." } }
        @else { p.quiet { "Personnummer visas utan de fyra sista." @if fields.len() < sample.headings.len() { " " (sv::FORM_ALONE) } } }
    }
}

/// A cell as it is shown: one short word, such as a day, is not broken at its hyphens.
fn whole(cell: &str) -> Markup {
    const SHORT: usize = 16;
    let short = cell.chars().count() <= SHORT && !cell.contains(char::is_whitespace);
    html! { @if short && cell.contains('-') { span.nowrap { (cell) } } @else { (cell) } }
}

pub(super) fn progress(address: &str, run: &Run, now: Instant) -> Markup {
    let share = |of: i64| u32::try_from((run.bytes_read * 100).checked_div(of).unwrap_or(0).min(100)).unwrap_or(0);
    let converted = Planned::from_json(&run.plan).converted;
    let waits = run.rows_read == 0 && run.bytes_read == 0;
    html! {
        h1 { @if waits { "Filen väntar på att läsas" } @else { "Filen läses" } }
        p { strong { (run.file_name) } ", " (sv::size(run.size)) }
        (origin(&Planned::from_json(&run.plan)))
        @if waits {
            p role="status" { strong { (sv::WAITS_ITS_TURN) } ". " (sv::WAITS_ITS_TURN_TEXT) }
        } @else if converted || run.bytes_read == 0 {
            p role="status" { (sv::rows_so_far(run.rows_read)) }
        } @else {
            div role="status" { (ui::meter(&sv::rows_so_far(run.rows_read), share(run.size), 100)) }
        }
        p { "Sidan hämtas om av sig själv. Du kan lämna den: filen läses ändå, och finns kvar under Inläsning." }
        @if run.is_silent(now) {
            (ui::notice(Tone::Warn, "Läsningen har inte hörts av på en stund",
                &html! { p { "Den tas upp igen av sig själv. Händer inget: släng filen och läs in den på nytt." } }))
            (ui::post_button(&format!("{address}/slang"), &Button::secondary("Släng filen"), &[]))
        }
        p { a href=(address) { "Hämta om nu" } }
    }
}

/// Where a table comes from that nobody uploaded, and for which time it is complete.
pub(super) fn origin(planned: &Planned) -> Markup {
    html! {
        @if let Some(fetched) = &planned.fetched {
            p { (sv::fetched_from(&fetched.source, fetched.at)) " "
                @if let Some((from, to)) = planned.from.zip(planned.to) { (sv::complete_for(from, to)) } }
        }
    }
}
