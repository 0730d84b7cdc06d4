//! What one letter looks like: its head, what became of each file and why, its text, and what can be done.

use domain::inbox::{Became, Left, SetAside, Why, sv as words};
use kernel::id::kind::Mail;
use kernel::{Id, Instant, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Icon, Tone, Width};

use super::pages_aside::{ALL, REASON, can_be_set_aside, is_set_aside_alone};
use super::pages_decide::Choosing;
use super::standing::Standing;
use super::store::{FileHead, FileRow, Head, Letter, State};
use super::store_looking::SaidTime;
use super::{sv, view};
use crate::registry;

/// The page of a choice.
pub(super) const CHOOSE: &str = "Vad gäller filen?";

/// A file as its letter's page shows it.
pub(super) struct ShownFile {
    /// The file.
    pub file: FileRow,
    /// What it is called.
    pub head: FileHead,
    /// What it answers, in words.
    pub what: Option<String>,
    /// What it seems to answer, in words.
    pub likely: Option<String>,
    /// Whether that is signed now.
    pub is_signed: bool,
    /// Whether that was returned since the file cannot be read, and nothing has been handed in anew.
    pub asked_anew: bool,
    /// Whether such rows are about single people.
    pub about_persons: bool,
    /// How far what came in with it has come.
    pub standing: Option<Standing>,
}

impl ShownFile {
    /// Its name, or that it has none.
    pub fn name(&self) -> &str {
        if self.head.name.is_empty() { sv::NAMELESS } else { &self.head.name }
    }
}

/// A letter with all that its page shows.
pub(super) struct LetterPage {
    /// The letter.
    pub letter: Letter,
    /// What it says.
    pub head: Head,
    /// Its files.
    pub files: Vec<ShownFile>,
    /// What officers have said of when it came, the newest first.
    pub times: Vec<SaidTime>,
    /// The first of the letters that are the same, where this one is set aside for that.
    pub first: Option<Id<Mail>>,
    /// Whether something that is signed counts from when it came, so that it cannot be set aside.
    pub stays: bool,
}

impl LetterPage {
    /// What the page is called.
    pub fn title(&self) -> String {
        match self.head.subject.as_str() {
            "" if self.letter.state() == State::New => sv::IS_READ.to_owned(),
            "" => sv::NO_SUBJECT.to_owned(),
            subject => subject.to_owned(),
        }
    }

    /// Whether somebody reads it right now.
    pub fn reads(&self) -> bool {
        self.letter.state() == State::New || self.files.iter().any(|file| file.file.became() == Became::New)
    }
}

fn facts(page: &LetterPage, base: &str, officer: bool) -> Markup {
    let letter = &page.letter;
    let files: Vec<_> = page.files.iter().map(|file| (file.file.became(), file.standing)).collect();
    let mut facts: Vec<(&str, Markup)> = vec![
        ("Läge", view::standing(letter, &files, officer)),
        ("Kom in", came(page)),
        ("Avsändare", view::sender(letter)),
        ("Väg", html! { (sv::road(&letter.road)) @if let Some(by) = &letter.taken_by { " av " (by) } }),
    ];
    if let Some(at) = letter.answered_at {
        facts.push(("Besvarat", html! { (swedish::instant(at)) }));
    }
    if let Some(number) = &letter.case_number {
        facts.push(("Diarienummer", html! { (number) }));
    }
    if !officer && page.files.iter().any(|file| file.about_persons) {
        facts.push(("Sekretess", html! { (sv::ABOUT_PERSONS) }));
    }
    facts.push((
        "Original",
        html! { a href={ (base) "/" (letter.id) "/original" } download { "Hämta hela brevet (.eml)" } },
    ));
    facts.push((
        "Kontrollsumma",
        html! { span.quiet.small { "SHA\u{2011}256" } br; (ui::hash_groups(&letter.file_sha256)) },
    ));
    ui::key_values(&facts)
}

/// When the letter came, who says so, and what stood there before.
fn came(page: &LetterPage) -> Markup {
    let letter = &page.letter;
    html! {
        (view::came(letter))
        @match (page.times.first(), letter.arrived_at) {
            (Some(said), _) => { ", " (sv::said_by(&said.by, said.at)) },
            (None, Some(_)) if page.head.by_letter => { ", " (sv::BY_LETTER) },
            (None, Some(_)) if letter.road == "imap" => { ", " (sv::BY_MAILBOX) },
            (None, _) => {},
        }
        @if let Some(claim) = claimed(page) { br; span.quiet.small { (sv::claimed(claim)) } }
        @for said in &page.times {
            @if let Some(before) = said.previous_at {
                br; span.quiet.small { "Före det " (swedish::instant(before)) ". " (said.by) ": " (said.reason) }
            }
        }
    }
}

/// When its sender says that it was written, where nothing says when it came: for whoever has to say so, and for nothing else.
fn claimed(page: &LetterPage) -> Option<Instant> {
    let at = page.head.dated.filter(|_| page.letter.arrived_at.is_none())?;
    Instant::from_microsecond(at.checked_mul(1_000_000)?)
}

/// Where an officer says when the letter came, or corrects it.
fn time_form(page: &LetterPage, base: &str, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let letter = &page.letter;
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| *fault);
    let asked = letter.arrived_at.is_none();
    let fields = html! {
        (ui::form(&format!("{base}/{}/tid", letter.id), &html! {
            (ui::text_input(&Field::new("dag", "Dag").width(Width::Short).autocomplete("off").help("Till exempel 2024-04-03.")
                .value(form.get("dag").to_owned()).fault(fault("dag"))))
            (ui::text_input(&Field::new("klockslag", "Klockslag").width(Width::Short).autocomplete("off").help("Till exempel 14.02.")
                .value(form.get("klockslag").to_owned()).fault(fault("klockslag"))))
            @let why = Field::new("skal-tid", if asked { "Hur vet du det?" } else { "Varför ändras tiden?" }).width(Width::Full)
                .value(form.get("skal-tid").to_owned()).fault(fault("skal-tid"));
            (ui::text_input(&if asked { why.optional() } else { why }))
            (ui::actions(&html! { @if asked { (Button::primary("Spara när brevet kom")) } @else { (Button::secondary("Rätta tiden")) } }))
        }))
    };
    html! {
        @if asked {
            h2 { "När kom brevet?" }
            p { "Skriv när det kom in till kommunen. Det avgör om det som kom är i tid." }
            (fields)
        } @else {
            details open[faults.iter().any(|(field, _)| ["dag", "klockslag", "skal-tid"].contains(field))] {
                summary { "Rätta när brevet kom" }
                p { "Det som kom med brevet räknas från den nya tiden, också om det redan är signerat. Ändringen och ditt skäl sparas." }
                (fields)
            }
        }
    }
}

/// Why the letter waits as a whole, or is set aside.
fn why(page: &LetterPage, base: &str) -> Markup {
    let letter = &page.letter;
    let aside = letter.aside.as_deref().filter(|_| letter.state() == State::Aside);
    let known = |slug: &str| serde_json::from_value::<SetAside>(serde_json::Value::String(slug.to_owned())).ok();
    html! {
        @if let Some(slug) = aside {
            (ui::notice(Tone::Info, known(slug).map_or("Lagt åt sidan", words::set_aside), &html! {
                @match (&letter.aside_reason, &letter.aside_by, letter.aside_at) {
                    (Some(reason), Some(by), Some(at)) => { p { (reason) } p.quiet { (by) ", " (swedish::instant(at)) } },
                    _ => p { "Inget i brevet har lästs in, och det får inget svar. Ta tillbaka det om det ändå ska hanteras." },
                }
                @if let Some(first) = page.first { p { a href={ (base) "/" (first) } { (sv::TO_FIRST) } } }
            }))
        }
        @if let Some(why) = letter.why().filter(|_| letter.state() == State::Waits) {
            (ui::notice(Tone::Warn, "Brevet väntar på er", &html! { p { (words::why(&why)) } }))
        }
        @if let Some(doubt) = letter.doubt() {
            (ui::notice(Tone::Warn, "Avsändaren är osäker", &html! { p { (words::why(&doubt)) } }))
        }
    }
}

fn tag(became: Became) -> Markup {
    let (tone, icon) = match became {
        Became::New => (Tone::Info, Icon::Clock),
        Became::Waits => (Tone::Warn, Icon::Question),
        Became::Draft | Became::Upload | Became::Directed => (Tone::Good, Icon::CheckCircle),
        Became::Faulty => (Tone::Warn, Icon::Warning),
        Became::Opened
        | Became::Empty
        | Became::AlreadyIn
        | Became::Locked
        | Became::Same
        | Became::Passed
        | Became::Aside => (Tone::Neutral, Icon::Circle),
    };
    ui::tag(tone, icon, words::became(became))
}

/// The words of the way to the choice about a file for something that is signed.
const fn choice_of(why: Option<&Why>) -> &'static str {
    match why {
        Some(Why::CameEarlier { .. }) => "Se båda tiderna och välj",
        Some(Why::NotCompared { .. }) => "Se vad som kan göras och välj",
        _ => "Se vad som skiljer och välj",
    }
}

/// Why a file waits; of several for the same with how many still wait.
fn why_of(why: &Why, row: &FileRow, all: &[ShownFile]) -> String {
    let same = |other: &&ShownFile| {
        other.file.became() == Became::Waits
            && other.file.likely == row.likely
            && other.file.why() == Some(Why::TwoForOne)
    };
    match why {
        Why::TwoForOne => sv::for_the_same(all.iter().filter(same).count()),
        why => words::why(why),
    }
}

fn file(base: &str, shown: &ShownFile, (letter, all): (&Letter, &[ShownFile]), officer: bool) -> Markup {
    let (row, became) = (&shown.file, shown.file.became());
    let own = format!("{base}/{}/fil/{}", letter.id, row.number);
    let waits = became == Became::Waits && letter.state() == State::Waits && officer;
    let changed = row.why().is_some_and(|why| why.is_of_signed());
    // What was signed when it came may have been given back since.
    let (changed, given_back) = (changed && shown.is_signed, changed && waits && !shown.is_signed);
    html! {
        section.item {
            h3 { (shown.name()) }
            p {
                @match shown.standing {
                    Some(standing) => { @let (tone, icon) = view::tone(standing); (ui::tag(tone, icon, &sv::standing(standing))) },
                    None => (tag(became)),
                }
                " " span.quiet.small {
                    (ui::sv::size(u64::try_from(row.size).unwrap_or(0)))
                    @if shown.head.forwarded { ", i ett vidarebefordrat brev" }
                    @if !shown.head.within.is_empty() { ", i " (shown.head.within) }
                }
            }
            @if let Some(what) = &shown.what { p { (what) } }
            @if let Some(rows) = row.faulty.filter(|rows| *rows > 0 && shown.standing == Some(Standing::Left(Left::Mend))) {
                p { "När filen kom: " (sv::faulty(rows)) }
            }
            @if shown.standing == Some(Standing::Unread) { p { (sv::UNREAD) } }
            @if shown.asked_anew { p { (sv::RETURNED_UNREAD) } }
            @if given_back { p { (sv::NOT_SIGNED_ANY_MORE) } }
            @else if let Some(why) = row.why() { p { (why_of(&why, row, all)) } }
            @if let (Some(by), Some(at)) = (&row.decided_name, row.decided_at) {
                p.quiet { @if became == Became::Aside { "Lagd åt sidan av " } @else { "Valt av " } (by) ", " (swedish::instant(at)) }
            }
            @if waits && changed {
                @if let Some(likely) = &shown.likely { p { "Gäller: " strong { (likely) } } }
                p { (ui::link_button(&format!("{own}/skillnad"), choice_of(row.why().as_ref()), true)) }
            } @else if waits && letter.arrived_at.is_none() {
                // Nothing is read before it is known when it came.
                @if let Some(likely) = &shown.likely { p { "Det ser ut att vara: " strong { (likely) } } }
                p { "Skriv först när brevet kom." }
            } @else if waits {
                @if let (Some(likely), Some(id)) = (&shown.likely, row.likely) {
                    p { "Det ser ut att vara: " strong { (likely) } }
                    (ui::post_button(&own, &Button::primary("Ja, det stämmer").more(shown.name()), &[("uppgift", &id.to_string())]))
                    p { a href=(own) { "Något annat: välj vad " (shown.name()) " gäller" } }
                } @else if let Some(Why::WhichUnit { of }) = row.why() {
                    @let units: Vec<(String, String)> = of.iter().map(|one| (one.assignment.to_string(), one.subject.clone())).collect();
                    @let units: Vec<Choice<'_>> = units.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
                    (ui::form(&own, &html! {
                        (ui::select(&Field::new("uppgift", "Enhet eller område").part(usize::try_from(row.number).unwrap_or(0)).width(Width::Medium), &units))
                        (ui::actions(&html! { (Button::primary("Läs in filen där").more(shown.name())) }))
                    }))
                    p { a href=(own) { "Något annat: välj vad " (shown.name()) " gäller" } }
                } @else {
                    p { (ui::link_button(&own, "Välj vad filen gäller", true)) }
                }
            }
            @if waits && can_be_set_aside(row) {
                p { a href={ (own) "#at-sidan" } { "Hör den inte hit? Lägg " (shown.name()) " åt sidan" } }
            }
            @if officer && is_set_aside_alone(row) && letter.state() != State::Aside {
                (ui::post_button(&format!("{own}/ta-tillbaka"), &Button::plain("Ta tillbaka filen").more(shown.name()), &[]))
            }
            @if officer && row.can_be_undone() && letter.state() != State::Aside {
                (ui::post_button(&format!("{own}/angra"), &Button::plain("Ta ut filen igen").more(shown.name()), &[]))
            }
        }
    }
}

fn body(page: &LetterPage, base: &str, officer: bool) -> Markup {
    html! {
        h2 { "Bilagor" }
        @if page.files.is_empty() { p { "Brevet har inga bilagor." } }
        @for shown in &page.files { (file(base, shown, (&page.letter, &page.files), officer)) }
        h2 { "Brevets text" }
        @if page.head.text.is_empty() { p.quiet { "Ingen text." } }
        @else {
            p.quiet { "Visas som ren text. Bilder och länkar i brevet hämtas aldrig." }
            pre.letter { (page.head.text) }
        }
    }
}

pub(super) fn page(base: &str, page: &LetterPage, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let letter = &page.letter;
    let fault = faults.iter().find(|(field, _)| *field == "skal").map(|(_, fault)| *fault);
    let open = matches!(letter.state(), State::Waits | State::Done);
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::TITLE) }
        h1 { (page.title()) }
        (why(page, base))
        @if letter.state() == State::New { p { (sv::IS_READ_NOTE) } }
        @else { (facts(page, base, true)) }
        @if open { (time_form(page, base, form, faults)) }
        @if letter.state() != State::New { (body(page, base, true)) }
        @if open && page.stays {
            h2 { "Hör brevet inte hit?" }
            p { (sv::SIGNED_STAYS) }
        } @else if open {
            h2 { "Hör brevet inte hit?" }
            @if page.files.iter().any(|file| file.file.became().is_arrival()) {
                p { "Läggs brevet åt sidan tas filerna i det ut där de ligger, och brevet räknas inte som inkommen redovisning." }
            }
            (ui::form(&format!("{base}/{}/at-sidan", letter.id), &html! {
                (ui::text_input(&Field::new("skal", "Varför läggs det åt sidan?").width(Width::Full).help("Till exempel att det är besvarat för hand. Det går att ångra.")
                    .value(form.get("skal").to_owned()).fault(fault)))
                (ui::actions(&html! { (Button::secondary("Lägg brevet åt sidan")) }))
            }))
        }
        @if letter.state() == State::Aside {
            (ui::post_button(&format!("{base}/{}/ta-tillbaka", letter.id), &Button::secondary("Ta tillbaka brevet"), &[]))
        }
    }
}

/// Where a file that belongs nowhere is set aside alone.
fn aside_form(own: &str, seen: &Choosing, form: &FormData, fault: Option<&'static str>) -> Markup {
    let others = seen.page.files.iter().filter(|file| file.file.number != seen.number && can_be_set_aside(&file.file));
    let others = i64::try_from(others.count()).unwrap_or(i64::MAX);
    html! {
        h2 id="at-sidan" { "Hör filen inte hit?" }
        p { "Resten av brevet behandlas som vanligt. Filen finns kvar i brevet, och det går att ta tillbaka den." }
        (ui::form(&format!("{own}/at-sidan"), &html! {
            (ui::text_input(&Field::new(REASON, "Varför läggs filen åt sidan?").width(Width::Full).help("Till exempel att den skickades av misstag.")
                .value(form.get(REASON).to_owned()).fault(fault)))
            @if others > 0 {
                (ui::checkbox(&Field::new(ALL, sv::others_too(others)).value(form.get(ALL).to_owned())))
            }
            (ui::actions(&html! { (Button::secondary("Lägg filen åt sidan")) }))
        }))
    }
}

pub(super) fn choose(base: &str, seen: &Choosing, form: &FormData, faults: &[(&'static str, &'static str)]) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| *fault);
    let own = format!("{base}/{}/fil/{}", seen.page.letter.id, seen.number);
    let name = seen.page.files.iter().find(|file| file.file.number == seen.number).map_or("", ShownFile::name);
    let ids: Vec<(String, &str)> = seen.providers.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let providers: Vec<Choice<'_>> = ids.iter().map(|(id, name)| Choice::new(id.as_str(), *name)).collect();
    let items: Vec<(String, &str)> = seen.items.iter().map(|(id, words)| (id.to_string(), words.as_str())).collect();
    let items: Vec<Choice<'_>> = items.iter().map(|(id, words)| Choice::new(id.clone(), (*words).to_owned())).collect();
    let all = Choice::new(String::new(), "Alla tillfällen".to_owned());
    let occasions = seen.occasions.iter().map(|(key, title)| Choice::new(key.clone(), title.clone()));
    let occasions: Vec<Choice<'_>> = std::iter::once(all).chain(occasions).collect();
    let provider = seen.provider.map(|id| id.to_string()).unwrap_or_default();
    let can_be_aside =
        seen.page.files.iter().any(|file| file.file.number == seen.number && can_be_set_aside(&file.file));
    html! {
        (ui::error_summary(faults))
        p.kicker { (name) }
        h1 { (CHOOSE) }
        p { "Filen läses sedan som om den hade känts igen. Den räknas som inkommen när brevet kom." }
        (ui::search_form(&own, &html! {
            (ui::select(&Field::new("anordnare", "Anordnare").value(provider.clone()).width(Width::Medium), &providers))
            @if seen.provider.is_some() {
                (ui::select(&Field::new("tillfalle", "Tillfälle").value(seen.occasion.clone()).width(Width::Medium), &occasions))
            }
            (Button::secondary("Visa vad anordnaren ska redovisa"))
        }))
        @if seen.provider.is_some() {
            @if seen.items.is_empty() { p { "Inget efterfrågas av den anordnaren just nu." } }
            @else {
                (ui::form(&own, &html! {
                    (ui::hidden("anordnare", &provider))
                    (ui::hidden("tillfalle", &seen.occasion))
                    (ui::select(&Field::new("uppgift", "Redovisning").fault(fault("uppgift")).width(Width::Full), &items))
                    (ui::actions(&html! { (Button::primary("Läs in filen här")) }))
                }))
            }
        }
        @if can_be_aside { (aside_form(&own, seen, form, fault(REASON))) }
    }
}

pub(super) fn to_register(base: &str, page: &LetterPage, form: &FormData, faults: &[(&'static str, String)]) -> Markup {
    let letter = &page.letter;
    let fault = |name: &str| faults.iter().find(|(field, _)| *field == name).map(|(_, fault)| fault.clone());
    let value = |name: &str, stored: Option<&String>| {
        if form.has(name) { form.get(name).to_owned() } else { stored.cloned().unwrap_or_default() }
    };
    let button = if letter.case_number.is_some() { "Spara ändringen" } else { "Registrera brevet" };
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::TITLE) }
        h1 { (page.title()) }
        (facts(page, base, false))
        h2 { @if letter.case_number.is_some() { "Ändra registreringen" } @else { "Registrera" } }
        (ui::form(&format!("{base}/{}", letter.id), &html! {
            (ui::hidden("sedd", &registry::registration_seen(letter.case_number.as_deref(), letter.note.as_deref())))
            (ui::text_input(&Field::new("diarienummer", "Diarienummer").width(Width::Medium).required().autocomplete("off")
                .help("Till exempel UTB 2024/123.")
                .value(value("diarienummer", letter.case_number.as_ref())).fault(fault("diarienummer"))))
            (ui::textarea(&Field::new("notering", "Notering").optional()
                .help("Diariet är offentligt. Skriv inget som kan omfattas av sekretess.")
                .value(value("notering", letter.note.as_ref())).fault(fault("notering")), 2, Some(registry::MOST_NOTE)))
            (ui::actions(&html! { (Button::primary(button)) }))
        }))
        (body(page, base, false))
    }
}
