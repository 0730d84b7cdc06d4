//! The list of those to ask, and the page that somebody has before them while they speak with one of them.

use domain::work::{Reached, Turn, Way, sv as words};
use domain::year::{ColumnRole, Word};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Column, Field, Icon, Row, Table, Tone, Width};

use super::cohort::TABLE;
use super::pages::Listing;
use super::pages_person::{MORE, NUMBER};
use super::people::{self, Asking, WHO};
use super::sv;
use crate::reports::cell_field;
use crate::submissions::cell_path;

/// What somebody sent and what was wrong with it.
pub(super) struct Said<'a> {
    pub typed: &'a FormData,
    /// The row of the one who was answered for just now.
    pub after: Option<u32>,
    pub fault: Option<(&'a str, &'a str)>,
    /// The person's whole number, where somebody has asked to see it.
    pub number: Option<&'a str>,
}

fn name(one: &Asking) -> &str {
    if one.reference.is_empty() { sv::NO_REFERENCE } else { &one.reference }
}

/// What is left about the person. Who has answered and whose start nobody knows, or whose number is none, is not asked
/// once more.
fn is_asked(one: &Asking) -> Markup {
    if one.is_early() {
        return ui::tag(Tone::Warn, Icon::Clock, sv::TOO_EARLY);
    }
    if one.turn == Turn::Now && !one.after.is_empty() {
        let said = match (one.number_fault.is_some(), one.before.is_empty()) {
            (true, _) => sv::NUMBER_TO_MEND,
            (false, true) => sv::NO_START,
            (false, false) => sv::MORE_TO_FILL_IN,
        };
        return ui::tag(Tone::Warn, Icon::Pencil, said);
    }
    let (tone, icon) = match one.turn {
        Turn::Now => (Tone::Info, Icon::Bubble),
        Turn::Later => (Tone::Warn, Icon::Clock),
        Turn::Done => (Tone::Good, Icon::CheckCircle),
    };
    ui::tag(tone, icon, sv::turn(one.turn))
}

/// The list.
pub(super) fn list(page: &Listing, item: &str, today: Day, search: &str) -> Markup {
    let all = &page.people;
    let count = |turn| people::count(all, turn);
    let shown = |turn| all.iter().filter(|one| one.turn == turn && one.fits(search)).count();
    let lack = all.iter().filter(|one| one.turn == Turn::Now && !one.after.is_empty() && !one.is_early()).count();
    let (open, done) = (shown(Turn::Now) + shown(Turn::Later), shown(Turn::Done));
    html! {
        h1 { (sv::TITLE) }
        p.lead { (sv::lead(all.len(), (count(Turn::Now) - lack, lack), count(Turn::Later), count(Turn::Done))) }
        (fetching(page, item))
        @if let Some(first) = all.iter().find(|one| one.turn == Turn::Now) {
            p { (ui::link_button(&format!("{item}/elever/{}", first.row), "Börja fråga, en elev i taget", true)) }
        }
        @if all.is_empty() {
            (ui::empty_state("Ingen elev i listan ännu", "Hämta listan om huvudmannen har uppgifterna, skriv in eleverna eller lämna in en arbetsbok.",
                &html! { a href={ (item) "/fyll-i" } { "Skriv in eleverna" } " eller " a href={ (item) "/arbetsbok" } { "använd arbetsboken" } "." }))
        } @else {
            @if all.len() > MANY {
                (ui::search_form(&format!("{item}/elever"), &html! {
                    (ui::text_input(&Field::new("q", "Sök elev på beteckning eller utbildning").value(search).width(Width::Medium)))
                    (Button::secondary("Sök"))
                }))
                @if !search.is_empty() { p { a href={ (item) "/elever" } { "Visa alla" } } }
            }
            @if open > 0 { (table(page, item, today, (false, search))) }
            @if done > 0 { (ui::reveal(&sv::done(done), open == 0, &html! { (table(page, item, today, (true, search))) })) }
            @if open + done == 0 { p { (sv::NO_HIT) } }
        }
        p { a href={ (item) "/fyll-i" } { "Visa och ändra hela tabellen" } }
    }
}

fn fetching(page: &Listing, item: &str) -> Markup {
    let (cohort, compared) = (&page.cohort, &page.compared);
    let Some(set) = &cohort.set else { return html! {} };
    html! {
        @if !compared.new.is_empty() {
            (ui::notice(Tone::Info, "Listan kan hämtas", &html! {
                p { (sv::to_fetch(compared.new.len(), set.as_of)) " Inget ni skrivit ändras." }
                (ui::post_button(&format!("{item}/elever"), &Button::primary("Hämta listan"), &[]))
            }))
        }
        @if let Some(fetched) = &page.fetched {
            p.small.quiet { "Hämtad senast " (swedish::instant(fetched.at)) " ur inläsning " (swedish::integer(fetched.set)) ", uttagen ur källan " (swedish::day(set.as_of)) " vid senaste inläsningen." }
        }
        @if !compared.changed.is_empty() || !compared.gone.is_empty() {
            (ui::notice(Tone::Warn, "Huvudmannens uppgifter säger något annat", &html! {
                p { "Det ni skrivit står kvar. Rätta det som är fel hos er, eller fråga huvudmannen." }
                ul {
                    @for (row, differ) in &compared.changed {
                        li { a href={ (item) "/elever/" (row) } { (reference(page, *row)) } ". "
                            @for (title, stands, says) in differ { (sv::differs(title, stands, says)) " " } }
                    }
                    @for row in &compared.gone {
                        li { a href={ (item) "/elever/" (row) } { (reference(page, *row)) } " finns inte längre i huvudmannens uppgifter för perioden." }
                    }
                }
            }))
        }
        @if cohort.protected > 0 { (ui::notice(Tone::Info, "Skyddade personuppgifter", &html! { p { (sv::protected(cohort.protected)) } })) }
        @if cohort.unplaced > 0 { p.small.quiet { (sv::unplaced(cohort.unplaced)) } }
    }
}

fn reference(page: &Listing, row: u32) -> String {
    let one = page.people.iter().find(|one| one.row == row);
    one.map_or_else(String::new, |one| format!("{}, {}", name(one), one.education))
}

/// More than these are searched among.
const MANY: usize = 15;
/// The place of the answer among the columns.
const ANSWER: usize = 5;

/// Those who are done, or the others.
fn table<'a>(page: &'a Listing, item: &str, today: Day, (done, search): (bool, &str)) -> Table<'a> {
    let shown = || page.people.iter().filter(|one| (one.turn == Turn::Done) == done && one.fits(search));
    // Of those to ask mostly nobody has answered: an empty column would take the others' room.
    let answered = shown().any(|one| !one.after.is_empty());
    let mut columns = vec![
        Column::new("Elev"),
        Column::new("Utbildning"),
        Column::new("Avslutade").narrow(),
        Column::new("Kan tillfrågas från").narrow(),
        Column::new("Läge"),
        Column::new("Svar"),
        Column::new("Försök"),
        Column::new("Nådde inte?"),
    ];
    if !answered {
        columns.remove(ANSWER);
    }
    let rows = shown().map(|one| {
        let at = format!("{item}/elever/{}", one.row);
        let mut cells = vec![
            html! { a href=(at) { (name(one)) } },
            html! { (one.education) },
            html! { (one.days.1) },
            html! { @if let Some(from) = one.from { (from) @if from > today { span.hidden { " (senare)" } } } },
            is_asked(one),
            html! { @if one.after.is_empty() { span.missing { "–" } } @else { (one.after) } },
            html! { (sv::attempts(one.tries().count())) @if let Some(last) = one.tries().next_back() { br; span.small.quiet { (words::reached(last.outcome)) " " span.nowrap { (last.at.day()) } } } },
            html! { @if one.turn == Turn::Now && one.after.is_empty() {
                (ui::post_button(&at, &Button::plain("Nådde inte").more(name(one)), &[("forsok", Reached::NoAnswer.slug()), ("satt", Way::Phone.slug()), ("till", "listan"), (WHO, &one.mark())]))
            } },
        ];
        if !answered {
            cells.remove(ANSWER);
        }
        Row::new(cells)
    });
    Table::new(sv::TITLE, columns).hide_caption().stack().rows(rows.collect())
}

/// One person.
pub(super) fn person(page: &Listing, one: &Asking, item: &str, today: Day, said: &Said<'_>) -> Markup {
    let at = format!("{item}/elever/{}", one.row);
    let place = page.people.iter().position(|other| other.row == one.row).unwrap_or(0);
    let neighbour =
        |at: Option<usize>| at.and_then(|at| page.people.get(at)).map(|of| format!("{item}/elever/{}", of.row));
    let faults: Vec<(&str, &str)> = said.fault.into_iter().collect();
    html! {
        (ui::error_summary(&faults))
        p.over { (sv::left(people::count(&page.people, Turn::Now))) " " (is_asked(one)) }
        h1 { (name(one)) }
        p { (one.education) @if !one.days.1.is_empty() { ", avslutade " (one.days.1) } "." }
        @if let Some(before) = said.after.and_then(|row| page.people.iter().find(|other| other.row == row)) {
            p.no-print { a href={ (item) "/elever/" (before.row) } { "Ändra svaret för " (name(before)) } }
        }
        // Whoever phones sees the question and the way on first; what is known of the person stands below.
        (answers(page, one, &at, today, said))
        (attempts(one, &at))
        @if one.before.is_empty() { (at_the_start(page, one, &at)) }
        h2 { "Om eleven" }
        (facts(one, today, &at, said.number))
        @if one.number.is_some() { (number_form(page, one, &at, said)) }
        (others(page, one, &at, said))
        (history(page, one, item))
        nav.pager aria-label="Elever" {
            @if let Some(before) = neighbour(place.checked_sub(1)) { a href=(before) rel="prev" { "Förra eleven" } " " }
            @if let Some(after) = neighbour(place.checked_add(1)) { a href=(after) rel="next" { "Nästa elev" } " " }
            a href={ (item) "/elever" } { "Alla elever" }
        }
    }
}

/// The person's number: masked, with the way to see it, or whole where it was asked for.
fn number(one: &Asking, at: &str, masked: &str, whole: Option<&str>) -> Markup {
    html! {
        @match whole {
            Some(whole) => { strong.tabular { (whole) } " " span.small.quiet { (sv::NUMBER_LOGGED) } }
            None if masked.is_empty() => span.missing { "Ej angivet" }
            None if one.number_reference.is_empty() => {
                span.tabular { (masked) }
                @if let Some(fault) = &one.number_fault { br; span.field-fault { (fault) } }
            }
            None => { span.tabular { (masked) } " " (ui::post_button(&format!("{at}/personnummer"), &Button::plain("Visa").more("hela personnumret"), &[(WHO, &one.mark())])) }
        }
    }
}

/// Where the number of a person is written, for the first time or in place of what stands there.
fn number_form(page: &Listing, one: &Asking, at: &str, said: &Said<'_>) -> Markup {
    let fault = said.fault.filter(|(of, _)| *of == NUMBER).map(|(_, words)| words.to_owned());
    let open = fault.is_some() || one.number_fault.is_some();
    let field = Field::new(NUMBER, "Personnummer").value(said.typed.get(NUMBER)).width(Width::Medium);
    let field = field.autocomplete("off").help("Tolv siffror. Numret krypteras och visas sedan dolt.").fault(fault);
    let form = ui::form(
        at,
        &html! {
            (ui::hidden("sedd", &page.opened.stamp().to_string()))
            (ui::hidden(WHO, &one.mark()))
            (ui::text_input(&field))
            (ui::actions(&html! { (Button::secondary("Spara personnumret")) }))
        },
    );
    ui::reveal(sv::number_form(one.number_fault.is_some(), !one.number_reference.is_empty()), open, &form)
}

fn facts(one: &Asking, today: Day, at: &str, whole: Option<&str>) -> Markup {
    let mut facts = vec![
        ("Utbildning", html! { (one.education) }),
        ("Tid", html! { (one.days.0) " – " (one.days.1) }),
        (
            "Situation vid start",
            html! {
                @if one.before.is_empty() { span.missing { "Uppgift saknas" } } @else { (one.before) }
                @if !one.noted.is_empty() { " (noterad i efterhand, " (one.noted) ")" }
            },
        ),
    ];
    if let Some(masked) = &one.number {
        facts.insert(0, ("Personnummer", number(one, at, masked, whole)));
    }
    if let Some(from) = one.from {
        facts.push(("Kan tillfrågas från", html! {
            (swedish::day(from)) @if from > today { ". Vänta till dess: det är läget tre månader efter som frågas." }
        }));
    }
    if !one.after.is_empty() {
        facts.push(("Svar", html! { strong { (one.after) } @if !one.asked.is_empty() { ", " (one.asked) } }));
    }
    ui::key_values(&facts)
}

/// What the person did when the education began, where nobody has noted it.
fn at_the_start(page: &Listing, one: &Asking, at: &str) -> Markup {
    html! {
        h2 { "Vad gjorde eleven när utbildningen började?" }
        p.help { "Uppgiften saknas. Fråga, så märks den som noterad i efterhand i dag." }
        (ui::form(at, &html! {
            button.hidden type="submit" name="spara" value="1" tabindex="-1" aria-hidden="true" {}
            (ui::hidden("sedd", &page.opened.stamp().to_string()))
            (ui::hidden(WHO, &one.mark()))
            div.big-choices {
                @for (code, _, title) in &page.layout.codes {
                    @let title = if people::is_unreached(&page.layout, code) { sv::NOT_KNOWN } else { title.as_str() };
                    (Button::secondary(title).name("fore").value(code.as_str()))
                }
            }
        }))
    }
}

fn answers(page: &Listing, one: &Asking, at: &str, today: Day, said: &Said<'_>) -> Markup {
    let fault = |name: &str| said.fault.filter(|(of, _)| *of == name).map(|(_, words)| words.to_owned());
    let typed = said.typed.get("dag");
    let day = if typed.is_empty() && !one.asked.is_empty() { one.asked.clone() } else { typed.to_owned() };
    let day = if day.is_empty() { today.to_string() } else { day };
    let chosen = |code: &str| one.code == code;
    html! {
        h2 id="f-svar" { (sv::what_after(one.from, today)) }
        @if let Some(words) = fault("svar") { p.field-fault { (words) } }
        (ui::form(at, &html! {
            // Enter in the field of the day chooses nothing.
            button.hidden type="submit" name="spara" value="1" tabindex="-1" aria-hidden="true" {}
            (ui::hidden("sedd", &page.opened.stamp().to_string()))
            (ui::hidden(WHO, &one.mark()))
            div.big-choices {
                @for (code, _, title) in &page.layout.codes {
                    @let button = Button::secondary(title.as_str()).name("svar").value(code.as_str());
                    @if chosen(code) { (button.icon(Icon::Check).more("(valt)")) } @else { (button) }
                }
            }
            @let date = ui::date_input(&Field::new("dag", "Dagen för svaret").value(day).help("Skriv dagen innan du väljer svaret.").fault(fault("dag")));
            (ui::reveal("Fick ni svaret en annan dag?", fault("dag").is_some() || !typed.is_empty(), &date))
        }))
        @if page.layout.codes.iter().any(|(code, ..)| people::is_unreached(&page.layout, code)) {
            p.help { "Den som inte nåtts räknas aldrig som arbetssökande, utan står för sig." }
        }
    }
}

/// What the list asks besides, each as a field.
fn others(page: &Listing, one: &Asking, at: &str, said: &Said<'_>) -> Markup {
    let control = |slug: &str| format!("{TABLE}-{}-{slug}", one.row);
    // What somebody typed in a column that went away meanwhile is theirs to keep.
    let begins = control("");
    let shown = |name: &str| one.others.iter().any(|cell| control(&cell.column.slug) == name);
    let gone: Vec<(&str, &str)> = said
        .typed
        .iter()
        .filter(|(name, text)| name.starts_with(&begins) && !text.is_empty() && !shown(name))
        .collect();
    if one.others.is_empty() && gone.is_empty() {
        return html! {};
    }
    let typed =
        |name: &str, text: &str| if said.typed.has(name) { said.typed.get(name).to_owned() } else { text.to_owned() };
    let fault = |name: &str| said.fault.filter(|(of, _)| *of == name).map(|(_, words)| words.to_owned());
    let form = ui::form(
        at,
        &html! {
            (ui::hidden("sedd", &page.opened.stamp().to_string()))
            (ui::hidden(WHO, &one.mark()))
            (ui::hidden(MORE, "1"))
            @for (name, text) in &gone { div id={ "f-" (name) } { p.field-fault { (fault(name).unwrap_or_default()) } blockquote { (text) } } }
            @for cell in &one.others {
                @let name = control(&cell.column.slug);
                (cell_field(&cell.column, &name, &typed(&name, &cell.text), fault(&name).or_else(|| cell.fault.clone())))
            }
            (ui::actions(&html! { (Button::secondary("Spara uppgifterna")) }))
        },
    );
    let wrong = one.others.iter().any(|cell| cell.fault.is_some() && !cell.text.is_empty());
    let open = one.lacks_more() || wrong || said.fault.is_some_and(|(name, _)| name.starts_with(&begins));
    ui::reveal(sv::MORE, open, &form)
}

fn attempts(one: &Asking, at: &str) -> Markup {
    let ways: Vec<Choice<'_>> = Way::ALL.iter().map(|way| Choice::new(way.slug(), words::way(*way))).collect();
    html! {
        h2 { "Ingen kontakt?" }
        (ui::form(at, &html! {
            (ui::hidden(WHO, &one.mark()))
            (ui::select(&Field::new("satt", "Hur försökte ni?").value(Way::Phone.slug()), &ways))
            div.big-choices {
                @for outcome in Reached::ALL.iter().filter(|outcome| **outcome != Reached::Answered) {
                    (Button::secondary(words::reached(*outcome)).name("forsok").value(outcome.slug()))
                }
            }
        }))
        @if !one.attempts.is_empty() {
            h3 { "Tidigare försök" }
            ul { @for attempt in one.attempts.iter().rev() {
                li {
                    @let said = html! { (swedish::instant(attempt.at)) ": " (words::way(attempt.way)) ", " (words::reached(attempt.outcome).to_lowercase()) " (" (attempt.name) ")" };
                    @match &attempt.taken_back {
                        Some((name, when)) => { s { (said) } " " span.small.quiet { (sv::taken_back(name, *when)) } }
                        None => {
                            (said) " "
                            (ui::post_button(&format!("{at}/forsok/{}/angra", attempt.number), &Button::plain("Ångra").more(sv::attempt_of(attempt.at)), &[(WHO, &one.mark())]))
                        }
                    }
                }
            } }
        }
    }
}

/// The way to what stood in the answer before.
fn history(page: &Listing, one: &Asking, item: &str) -> Markup {
    let path = page.layout.column(ColumnRole::After).map(|column| cell_path(TABLE, one.row, column));
    html! { @if let Some(path) = path && page.opened.draft.revision(&path) > 1 {
        p { a href={ (item) "/historik?falt=" (path) } { "Ändringar i svaret" } }
    } }
}
