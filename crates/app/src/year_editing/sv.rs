//! Sentences about the year with data in them, and what can be wrong in its forms.

use domain::indicators::{Term, sv as indicators};
use domain::participations::DateKind;
use domain::year::{ConfigFault, FaultKind, sv as words};
use kernel::swedish::{day, instant, integer};
use platform::UploadProblem;

use super::difference::Change;
use super::form::FormFault;
use crate::year::{PublishRefusal, Version};

pub const NOTE_FROM_FORM: &str = "Ändrad i formuläret";
pub const NOTE_FROM_DOCUMENT: &str = "Ändrad i dokumentet";

/// What differs, as a sentence.
pub fn change(change: &Change) -> String {
    match change {
        Change::OccasionAdded(title, last) => format!("Tillfället ”{title}” är nytt, med sista dag {}.", day(*last)),
        Change::OccasionRemoved(title) => format!("Tillfället ”{title}” försvinner."),
        Change::Deadline { title, from, to } => {
            format!("Sista dagen för ”{title}” ändras från {} till {}.", day(*from), day(*to))
        }
        Change::OccasionRenamed(from, to) => format!("Tillfället ”{from}” heter nu ”{to}”."),
        Change::ItemAdded(title, occasion) => format!("”{title}” ska lämnas in vid ”{occasion}”. Det är nytt."),
        Change::ItemRemoved(title, occasion) => format!("”{title}” ska inte längre lämnas in vid ”{occasion}”."),
        Change::ItemMoved(title, from, to) if from == to => {
            format!("”{title}” hör till ett tillfälle med ett annat stabilt namn, som också heter ”{to}”.")
        }
        Change::ItemMoved(title, from, to) => format!("”{title}” flyttas från ”{from}” till ”{to}”."),
        Change::ItemAsked(title) => format!("”{title}” gäller andra anordnare eller lämnas in på en annan nivå."),
        Change::ItemCovers(title) => format!("”{title}” omfattar andra dagar eller elever."),
        Change::ItemAnswered(title) => format!("”{title}” besvaras med andra rubriker eller kolumner."),
        Change::ItemWords(title) => format!("Texten eller mallarna för ”{title}” ändras."),
        Change::Areas(added, 0) => format!("{} tillkommer.", counted(*added, "avtalsområde", "avtalsområden")),
        Change::Areas(0, gone) => format!("{} försvinner.", counted(*gone, "avtalsområde", "avtalsområden")),
        Change::Areas(added, gone) => format!(
            "{} tillkommer och {} försvinner.",
            counted(*added, "avtalsområde", "avtalsområden"),
            counted(*gone, "avtalsområde", "avtalsområden")
        ),
        Change::Targets(number) => format!("{} ändras.", counted(*number, "målvärde", "målvärden")),
        Change::ComplaintColumns(added, gone, changed) => {
            let parts = [(added, "tillkommer"), (gone, "försvinner"), (changed, "ändras")];
            let parts: Vec<String> =
                parts.iter().filter(|(n, _)| **n > 0).map(|(n, what)| format!("{} {what}", integer_of(**n))).collect();
            format!("Kolumnerna i klagomålstabellen: {}.", kernel::swedish::list(&parts))
        }
        Change::ComplaintWords => "Texter, kategorier eller gränser för klagomål ändras.".to_owned(),
        Change::Activities => "Årets händelser i kalendern ändras.".to_owned(),
        Change::Reminders => "När påminnelser går, eller till vem, ändras.".to_owned(),
        Change::Elsewhere => "Annat ändras, till exempel mål, indikatorer, stöd för analys eller adresser.".to_owned(),
    }
}

fn integer_of(number: usize) -> String {
    integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// *1 målvärde*, *3 målvärden*.
pub fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{} {}", integer_of(number), if number == 1 { one } else { several })
}

/// Targets that nobody has decided yet, in one line: how many, which, and where to mend it.
pub fn undecided(names: &[String]) -> String {
    let many = counted(names.len(), "målvärde är inte beslutat", "målvärden är inte beslutade");
    let names = kernel::swedish::list(names);
    format!("{many}: {names}. Ändra läget under Målvärden i formuläret när ni har beslutat.")
}

/// What may be missing in a form, first in a sentence.
pub const NAME: &str = "Namnet";
/// See [`NAME`].
pub const DEFINITION: &str = "Definitionen";
/// See [`NAME`].
pub const DIRECTION: &str = "Riktningen";
/// See [`NAME`].
pub const UNIT: &str = "Enheten";
/// See [`NAME`].
pub const OCCASION_TITLE: &str = "Tillfällets namn";
/// See [`NAME`].
pub const LAST_DAY: &str = "Sista dagen";
/// See [`NAME`].
pub const VALUE: &str = "Målvärdet";
/// See [`NAME`].
pub const HEADING: &str = "Kolumnens rubrik";
/// See [`NAME`].
pub const OPTIONS: &str = "Valen i listan";

/// What is wrong in a field of the form and what to do.
pub fn form_fault(fault: &FormFault) -> String {
    match fault {
        FormFault::Empty(what) => format!("{what} saknas. Fyll i fältet."),
        FormFault::NotADay { occasion, text } => forms::sv::not_a_day(&forms::sv::within(occasion, "sista dag"), text),
        FormFault::NotANumber(text) => {
            format!("”{text}” är inget tal. Skriv till exempel 72,5 med högst tre decimaler.")
        }
        FormFault::NoName(text) => format!("Valet ”{text}” saknar bokstäver. Skriv ett ord."),
        FormFault::Twice(text) => format!("Valet ”{text}” står två gånger. Ta bort det ena."),
        FormFault::NotACount(text) if text.is_empty() => {
            "Här saknas ett tal. Skriv ett heltal, till exempel 3.".to_owned()
        }
        FormFault::NotACount(text) => format!("”{text}” är inget heltal över noll. Skriv till exempel 100."),
        FormFault::NotDaysBefore(text) => {
            format!("”{text}” är inget antal dagar. Skriv till exempel 14, 3: först fjorton dagar före, sedan tre.")
        }
        FormFault::Indicator(kind) => indicator_fault(kind),
        FormFault::Document(kind) => format!("{} {}", words::what(kind), words::remedy(kind)),
    }
}

/// Somebody saved another version meanwhile.
pub fn stale(newest: &Version) -> String {
    let who = newest.person.as_deref().unwrap_or("Någon");
    format!(
        "{who} sparade version {} den {}, medan du arbetade. Inget av ditt är sparat än, men allt står kvar här. \
         Jämför med version {} och för in det du vill behålla därifrån. Sparar du igen blir ditt version {}.",
        newest.version,
        instant(newest.created_at),
        newest.version,
        newest.version + 1
    )
}

/// Two versions were saved at the same instant.
pub const TAKEN: &str = "Någon annan sparade en version i samma ögonblick. Din text står kvar. Spara igen.";

/// Why it is not published.
pub fn refused(refusal: PublishRefusal) -> String {
    match refusal {
        PublishRefusal::Already => "Den här versionen är redan den som gäller. Du behöver inte göra något.".to_owned(),
        PublishRefusal::Older(newest) => format!(
            "Version {newest} är nyare och redan publicerad. Vill du gå tillbaka till det som står här, öppna \
             dokumentet, spara det som en ny version och publicera den."
        ),
    }
}

/// What became of a version.
pub fn saved(version: i64, year: i16) -> String {
    format!("Version {version} av {year} är sparad som utkast. Den gäller först när du publicerar den.")
}

/// It holds from now on.
pub fn is_published(version: i64, year: i16) -> String {
    format!("Version {version} av {year} är publicerad och gäller nu.")
}

/// The year to come has been made.
pub fn copied(from: i16, year: i16) -> String {
    format!("{year} är skapat som utkast från {from}. Läs igenom det och publicera när det är klart.")
}

/// There is already such a year.
pub fn exists(year: i16) -> String {
    format!("{year} finns redan. Fortsätt i det som finns, så skrivs inget över.")
}

/// So many faults, and whether the document can be used.
pub fn found(errors: usize, notices: usize) -> String {
    match (errors, notices) {
        (0, 0) => "Dokumentet är rätt. Inget är sparat än.".to_owned(),
        (0, n) => format!("Dokumentet går att använda. {} att titta på.", counted(n, "sak", "saker")),
        (n, _) => format!("{} att rätta", counted(n, "fel", "fel")),
    }
}

/// Beside the document while it has faults; which ones is told once, in the list.
pub const NOT_YET: &str = "Dokumentet går inte att spara än. Felen står i listan Kontroll av dokumentet, med rad.";

/// A fault shortly, for the summary.
pub fn at_line(line: usize, what: &str) -> String {
    format!("Rad {}: {what}", integer(i64::try_from(line).unwrap_or(i64::MAX)))
}

/// Faults beyond those shown.
pub fn more(number: usize) -> String {
    format!("Ytterligare {} visas när du rättat de här.", counted(number, "fel", "fel"))
}

/// A fault, without its line.
pub fn fault(fault: &ConfigFault) -> (String, String) {
    (words::what(&fault.kind), words::remedy(&fault.kind))
}

/// What is wrong with an uploaded document.
pub fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj ett årsdokument som slutar på .toml.".to_owned(),
        UploadProblem::TooLarge(limit) => format!(
            "Filen är större än {} MB. Ett årsdokument är sällan större än 50 kB. Kontrollera att du valt rätt fil.",
            limit >> 20
        ),
        UploadProblem::Empty => "Filen är tom. Välj ett årsdokument med innehåll.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Försök igen.".to_owned(),
    }
}

/// Not text.
pub fn not_text(name: &str) -> String {
    format!("”{name}” är ingen textfil i UTF-8. Öppna dokumentet i en textredigerare, spara som UTF-8 och läs in igen.")
}

/// A version's place among the others: *Gäller nu*.
pub fn standing(version: &Version, published: Option<i64>) -> &'static str {
    match version.published_at {
        Some(_) if published == Some(version.version) => "Gäller nu",
        Some(_) => "Har gällt",
        None if published.is_some_and(|newest| newest > version.version) => "Ersatt utkast",
        None => "Utkast",
    }
}

/// Where lines differ.
pub fn hunk(old_line: usize, new_line: usize, under: &str) -> String {
    let place =
        if old_line == new_line { format!("Rad {new_line}") } else { format!("Rad {old_line}, nu rad {new_line}") };
    if under.is_empty() { place } else { format!("{place}, under {under}") }
}

/// A copied version's note.
pub fn copy_note(from: i16, version: i64) -> String {
    format!("Kopia av {from}, version {version}, med datum ett år senare")
}

/// It is not the right file.
pub fn not_this_file(name: &str) -> String {
    format!("”{name}” är nog inte ett årsdokument. Kontrollera att du valt rätt fil.")
}

/// The note of a version that came from a file.
pub fn note_from_file(name: &str) -> String {
    format!("Inläst från {name}")
}

/// What is wrong with an indicator in the form, in the form's own words.
fn indicator_fault(kind: &FaultKind) -> String {
    let said = match kind {
        FaultKind::EmptyList => "Inget är valt här. Välj minst en sak som räknas, eller välj ingenting alls i formeln.",
        FaultKind::NumeratorAndParts => {
            "Det finns både täljare och delar. Välj täljare för ett värde, delar för en fördelning."
        }
        FaultKind::DistributionWithDirection => "En fördelning har flera värden och ingen riktning. Välj Varken eller.",
        FaultKind::PerWithPercent => {
            "En andel i procent räknas inte per antal. Töm fältet, eller välj Antal som enhet."
        }
        FaultKind::CountedInOtherUnit => {
            "Det som räknas kan inte visas i den här enheten. Välj Procent, eller Antal och fyll i per hur många."
        }
        FaultKind::Missing => "Här saknas något. Skriv vad basen är, så att det kan stå vid varje siffra.",
        FaultKind::ComplaintsWithDirection => {
            "Indikatorn räknar klagomål och kan inte ha någon riktning: att det är lätt att klaga är bra. Välj Varken eller."
        }
        FaultKind::TargetWithoutDirection => {
            "Indikatorn har målvärden och måste ha en riktning. Ta bort målvärdena först, eller välj en riktning."
        }
        FaultKind::TargetOutside { .. } => {
            "Ett av indikatorns målvärden går inte i den här enheten. Ändra målvärdet först, eller välj en annan enhet."
        }
        other => return format!("{} {}", words::what(other), words::remedy(other)),
    };
    said.to_owned()
}

/// The day that places a count in a month.
pub const fn placed_by(kind: DateKind) -> &'static str {
    match kind {
        DateKind::Start => "efter kursens första dag",
        DateKind::End => "efter kursens sista dag",
        DateKind::Graded => "efter betygets dag",
        DateKind::FirstAbsent => "efter första frånvarodagen",
        DateKind::Decided => "efter dagen för beslutet",
        DateKind::TwoYearsOn => "två år efter första dagen i sfi",
    }
}

/// Something that can be counted, and the day that places it.
pub fn term(of: Term) -> String {
    let name = indicators::term(of);
    match of {
        Term::Counted(measure) => format!("{name} ({})", placed_by(measure.placed_by())),
        other if other.is_awaited() => format!("{name} (läses inte in än)"),
        _ => name.to_owned(),
    }
}

/// What is ticked in one of the lists: *Täljare: godkända betyg*.
pub fn ticked(list: &str, terms: &[Term]) -> String {
    let names: Vec<&str> = terms.iter().map(|of| indicators::term(*of)).collect();
    match names.len() {
        0 => format!("{list}: inget valt"),
        1..=3 => format!("{list}: {}", kernel::swedish::list(&names)),
        n => format!("{list}: {} valda", integer_of(n)),
    }
}

pub const NO_FORMULA: &str = "Inget är valt. Indikatorn visas utan siffra tills formeln är vald.";
pub const INDICATORS: &str = "Indikatorer";
pub const NEW_INDICATOR: &str = "Ny indikator";
pub const NOTE_ORDER: &str = "Indikatorernas ordning ändrad";

/// The note of a version with a new, changed or removed indicator.
pub fn note_indicator(title: &str, is_new: bool) -> String {
    format!("Indikatorn ”{title}” {}", if is_new { "tillagd" } else { "ändrad" })
}
/// See [`note_indicator`].
pub fn note_removed(title: &str) -> String {
    format!("Indikatorn ”{title}” borttagen")
}

/// It must be ticked that what names the indicator goes with it.
pub const TICK_USES: &str =
    "Indikatorn används på de ställen som står i listan. Bocka i att de också ska ändras, eller avbryt.";

/// A later version than the one that is looked at.
pub fn newer(version: i64, newest: i64) -> String {
    format!(
        "Du utgår från version {version}, men version {newest} är nyare. Det du sparar utgår från version {version}."
    )
}

/// What an item under another stable name leaves behind it: drafts, and what is in.
pub fn left_behind(drafts: usize, inside: usize) -> String {
    let mut parts = Vec::new();
    if inside > 0 {
        let word = if inside == 1 { "inlämnad redovisning" } else { "inlämnade redovisningar" };
        parts.push(format!(
            "{} står kvar under det gamla namnet och räknas inte under det nya.",
            counted(inside, word, word)
        ));
    }
    if drafts > 0 {
        parts.push(format!("{} följer inte med till den nya.", counted(drafts, "påbörjat utkast", "påbörjade utkast")));
    }
    if parts.is_empty() { "Ingen har skrivit något eller lämnat in ännu.".to_owned() } else { parts.join(" ") }
}

/// Two questions that go away were said to be the same new one, or one that is no longer new.
pub const TWICE_CARRIED: &str =
    "Svaren kan bara hämtas från en fråga, och bara till en som är ny. Välj en annan, eller Frågan är borttagen.";
/// Nothing was chosen for a question that goes away.
pub const NOT_CHOSEN: &str = "Välj vart svaren hör, eller Frågan är borttagen.";
/// It was not said that an item that goes and one that comes are different.
pub const NOT_SAID_TO_DIFFER: &str =
    "Kryssa för att det är olika redovisningar. Är det samma, gå tillbaka och låt den behålla sitt stabila namn.";
/// What was chosen does not fit what is published now.
pub const CHANGED_SINCE: &str = "Något ändrades i samma ögonblick";
/// See [`CHANGED_SINCE`].
pub const LOOK_AGAIN: &str = "Inget är publicerat av det du valde. Öppna sidan igen och se vad som händer nu.";

/// The heading where another version is in force than the one that the page showed.
pub const NOT_PUBLISHED: &str = "Inget är publicerat";

/// Of consequences that are others than those on the page that was sent.
pub const OTHERWISE_NOW: &str = "Sedan du öppnade sidan har någon lämnat in, börjat skriva eller fått mer tid, så att något annat händer \
    än det som stod. Nu står det som det blir. Läs igenom det och publicera från den här sidan. Det du har valt är kvar.";

/// What has happened since the page was opened, and what to do. 0 stands for no version.
pub fn overtaken(seen: i64, now: Option<i64>, own: i64) -> String {
    let since = match (seen, now) {
        (0, Some(now)) => format!("Version {now} gäller nu, och stod inte på sidan du skickade."),
        (seen, Some(now)) => {
            format!(
                "När du öppnade sidan gällde version {seen}. Sedan dess har version {now} publicerats och gäller nu."
            )
        }
        (_, None) => "Sidan du skickade gällde en annan version.".to_owned(),
    };
    format!(
        "{since} Här står vad version {own} gör med det som gäller nu. Ska den nyare ändringen vara kvar, ta med den i en ny \
         version i stället. Annars publicerar du längst ned."
    )
}
