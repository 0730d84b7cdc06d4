//! Sentences about files with results: why they are not read, what is wrong with a row, and what became of it.

use domain::participations::profile::sv as values_of;
use domain::participations::{Field, Notice};
use kernel::numbers::NotAPersonnummer;
use kernel::swedish::{day, instant, integer, list};
use kernel::{Day, Instant};

use platform::UploadProblem;

use super::findings::Group;
use super::places::NoPlace;
use super::store::State;
use crate::participations::{Set, SetKind, SetState};

pub use deciding::*;
pub use profiles::*;

mod deciding;
mod profiles;

/// The heading over faults of a row as a whole.
pub const WHOLE_ROW: &str = "Hela raden";
/// A cell that must be filled in.
pub const EMPTY: &str = "Cellen är tom. Fyll i den.";
/// Not a course code.
pub const COURSE_CODE: &str =
    "Detta är ingen kurskod. Skriv koden med bara bokstäver och siffror, till exempel SVASVA01.";
/// A course plan of a student system that has no code.
pub const NO_CODE: &str = "Kursplanen har ingen giltig kurskod i elevsystemet, och utan den kan deltagandet inte räknas. Rätta \
                           koden där och hämta igen.";
/// Not a number of points.
pub const POINTS: &str = "Poängen ska vara mellan 0 och 10 000. Rätta talet.";
/// Rows of one education that say different things of it.
pub const DIFFERS: &str =
    "Rader om samma yrkesutbildning säger olika. Låt alla rader med dess nummer säga samma sak, eller rätta numret.";
/// Two columns that say different things.
pub const DROPOUT_AND_OUTCOME: &str = "Avbrott och utfall säger emot varandra. Behåll det som stämmer.";
/// Two rows about the same.
pub const TWICE: &str =
    "Samma kursdeltagande finns på två rader i filen: samma person, kurs, kursstart och anordnare. Ta bort den ena.";
/// Where there are too many kinds of faults to tell them apart.
pub const OTHER: &str = "Andra fel. De står i filen som lämnas tillbaka.";
/// Reading failed for a reason of ours.
pub const NOT_READ: &str = "Filen kunde inte läsas. Försök igen, eller ladda upp den på nytt.";
/// Reading was given up after several tries.
pub const GIVEN_UP: &str = "Läsningen kom aldrig till sitt slut, trots flera försök. Läses en annan fil: vänta tills den är \
                            klar. Läs sedan filen på nytt. Händer det igen: säg till den som sköter driften, för orsaken \
                            står i loggen.";
/// Reading takes more than any file may.
pub const HEAVY: &str =
    "Filen tar för mycket minne eller tid att läsa som kalkylblad. Spara den som CSV UTF-8 och läs in den.";
/// A workbook without content.
pub const NO_SHEET: &str = "Kalkylbladet har inga synliga blad med innehåll. Kontrollera att det är rätt fil.";
/// Formulas are read as what they gave.
pub const FORMULAS: &str = "Bladet har formler. De värden som formlerna senast gav har lästs.";
/// Hidden rows are read.
pub const HIDDEN_ROWS: &str = "Bladet har dolda rader. De läses som de andra.";
/// XML of another kind, whose outermost element is called that.
pub fn other_xml(root: &str) -> String {
    format!(
        "Filen är XML av ett slag som inte läses: den börjar med elementet {}. Betygsmeddelanden börjar med elementet betyg. \
         Exportera uppgifterna som textfil (CSV) eller kalkylblad.",
        forms::text::shortened(root, 40)
    )
}
/// XML that declares entities.
pub const XML_ENTITIES: &str =
    "XML-filen har en dokumenttyp eller egna entiteter, och sådana läses aldrig. Exportera den utan.";
/// XML that is not whole.
pub const BROKEN_XML: &str = "XML-filen är inte hel, eller inte skriven i UTF-8. Hämta den på nytt ur källsystemet. Ett betygsmeddelande börjar med elementet betyg.";
/// A pupil of a grade message whom nothing tells of.
pub const XML_NO_KEY: &str = "Betygsmeddelandet har en elev utan id: elementet elev ska ha attributet id. Rätta det i \
                              källsystemet och hämta filen på nytt.";
/// No column tells where.
pub const NO_PLACE_COLUMN: &str = "Ingen kolumn säger var kursen lästes. Ta med anordnare eller enhet i exporten, eller ange i profilen vad kolumnen heter.";

/// The first row is about somebody.
pub const NO_HEADINGS: &str = "Filens första rad är en person och inga rubriker. Lägg till en rad överst som säger vad varje \
                               kolumn är, eller exportera filen med rubriker, och välj den igen.";

/// Another file waits.
pub const ANOTHER_WAITS: &str =
    "En annan fil är läst och väntar på besked. Läs in den eller släng den först, och läs sedan den här filen igen.";
/// The profile is gone.
pub const NO_SUCH_PROFILE: &str = "Profilen finns inte längre. Välj en annan.";

/// The lines in which one kind of fault is told at the command line.
pub fn group_lines(group: &Group) -> Vec<String> {
    const SHOWN: usize = 5;
    let kind = if group.keeps_out { "Fel" } else { "Att titta på" };
    let count = if group.count == 1 { "1 rad".to_owned() } else { format!("{} rader", integer(group.count.into())) };
    let mut lines = vec![format!("{kind}, {count}. {}: {}", group.field_name(), group.what)];
    // A single one more is named, not counted.
    let shown = if group.first.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
    for spot in group.first.iter().take(shown) {
        let row = integer(spot.row.into());
        if group.is_hidden() || spot.value.is_empty() {
            lines.push(format!("    rad {row}"));
        } else {
            lines.push(format!("    rad {row}: ”{}”", spot.value));
        }
    }
    let named = group.first.len().min(shown);
    if group.count as usize > named {
        lines.push(format!("    och {} till", integer(i64::from(group.count) - i64::try_from(named).unwrap_or(0))));
    }
    lines
}

/// A cell of a coded column that nobody knows the meaning of.
pub fn unknown_code(field: Field) -> String {
    format!(
        "Värdet är okänt. Skriv något av {}, eller ange i profilen vad värdet betyder.",
        list(&values_of::values(field))
    )
}

/// Why a text is no personnummer; nothing where a spreadsheet has rewritten it.
pub const fn personnummer(why: Option<NotAPersonnummer>) -> &'static str {
    match why {
        None => {
            "Personnumret har skrivits om av ett kalkylprogram, så de sista siffrorna är borta. Hämta det på nytt ur \
             källsystemet, med kolumnen som text."
        }
        Some(NotAPersonnummer::CheckDigit) => {
            "Personnumrets sista siffra stämmer inte med de andra. Kontrollera numret mot källsystemet."
        }
        Some(NotAPersonnummer::Date) => "Personnumrets datum finns inte. Kontrollera numret mot källsystemet.",
        Some(NotAPersonnummer::Future) => "Personnumret har ett datum som inte har varit. Kontrollera numret.",
        Some(NotAPersonnummer::Shape) => {
            "Detta är inget personnummer. Skriv 12 siffror, ett samordningsnummer eller ett tillfälligt nummer."
        }
    }
}

/// Why a row has no place.
pub const fn no_place(why: NoPlace) -> &'static str {
    match why {
        NoPlace::Nowhere => "Raden säger inte vilken anordnare eller enhet den gäller. Fyll i någon av dem.",
        NoPlace::Unknown(Field::Unit) => {
            "Enheten finns inte i organisationsregistret. Lägg till den under Organisation, eller rätta cellen."
        }
        NoPlace::Unknown(Field::Area) => {
            "Avtalsområdet finns inte i organisationsregistret. Lägg till det under Organisation, eller rätta cellen."
        }
        NoPlace::Unknown(_) => {
            "Anordnaren finns inte i organisationsregistret. Lägg till den under Organisation, eller rätta cellen."
        }
        NoPlace::Several(_) => {
            "Flera i organisationsregistret heter så. Skriv organisationsnummer eller skolenhetskod i stället."
        }
        NoPlace::OtherProvider => "Enheten hör till en annan anordnare än raden säger. Rätta enheten eller anordnaren.",
    }
}

/// Why a row has no place that was fetched from a student system: nobody ever saw a file.
pub const fn no_place_fetched(why: NoPlace) -> &'static str {
    match why {
        NoPlace::Nowhere => {
            "Elevsystemet säger inte var kursen gavs. Ange organisation för aktiviteten, gruppen eller betyget där och \
             hämta igen."
        }
        NoPlace::Unknown(Field::Unit) => {
            "Elevsystemets skolenhet finns inte i organisationsregistret. Lägg till enheten under Organisation med sin \
             skolenhetskod, eller ge organisationen en skolenhetskod i elevsystemet. Hämta sedan igen."
        }
        NoPlace::Unknown(_) => {
            "Elevsystemets huvudman eller anordnare finns inte i organisationsregistret. Lägg till den under Organisation \
             med sitt organisationsnummer och hämta igen."
        }
        other => no_place(other),
    }
}

/// A value of a student system that nobody knows the meaning of.
pub fn unknown_fetched(field: Field) -> String {
    match field {
        Field::Grade => {
            "Detta är inget betyg. Betyg är A–F, VG, G, IG eller streck. Rätta betyget i elevsystemet och hämta igen."
                .to_owned()
        }
        other => unknown_code(other),
    }
}

/// How columns are shown that are not read.
pub const FORM_ALONE: &str =
    "I kolumner som inte läses visas bara hur värdena ser ut: x är en bokstav och 0 en siffra.";

/// The heading over [`STARTS_UNKNOWN`].
pub const STARTS_UNKNOWN_TITLE: &str = "Filen säger inte när kurserna började";
/// What that means for figures.
pub const STARTS_UNKNOWN: &str = "Läses den in visas inga siffror om dem som började eller deltog där och de månader som filen \
                                  gäller, till exempel genomströmning av påbörjade kurser. Betyg och godkända visas som vanligt.";

/// Which catalogue codes were checked against.
pub fn catalogue(fetched: Option<Instant>) -> String {
    match fetched {
        Some(at) => format!(
            "Kurskoderna är jämförda med kurslistan som följer med och med Kursplaner, hämtade {}.",
            instant(at)
        ),
        None => "Kurskoderna är jämförda med kurslistan som följer med.".to_owned(),
    }
}

/// Where a table comes from that nobody uploaded.
pub fn fetched_from(source: &str, at: Instant) -> String {
    format!("Hämtad ur {source} {}.", instant(at))
}

/// Who brought a set that was fetched.
pub const FROM_STUDENT_SYSTEM: &str = "Hämtad ur elevsystemet";

/// For which time a table that was fetched is complete.
pub fn complete_for(from: Day, to: Day) -> String {
    format!("Den är komplett för kursdeltaganden som började från och med {} till och med {}.", day(from), day(to))
}

/// Which field a remark is about.
pub const fn field_of_notice(notice: Notice) -> Field {
    match notice {
        Notice::UnknownCourse => Field::Course,
        Notice::OtherPoints(_) => Field::Points,
        Notice::EndedUnknown => Field::Outcome,
        Notice::GradeWithoutDay => Field::GradedOn,
        Notice::DecidedEarly => Field::DecidedOn,
        Notice::NoScale => Field::Grade,
        Notice::Education(notice) => notice.field(),
    }
}

/// The other row about the same.
pub fn same_as(other: u32) -> String {
    format!("samma som rad {}", integer(other.into()))
}

/// Which row says something else.
pub fn other_than(other: u32) -> String {
    format!("annat än rad {}", integer(other.into()))
}

/// How a row fell out, for the column Resultat.
pub const fn result(code: u8) -> &'static str {
    match code {
        0 => "Oförändrad",
        1 => "Ny",
        2 => "Ändrad",
        _ => "Avvisad",
    }
}

/// Which sheet was read, where there are several.
pub fn first_sheet(name: &str) -> String {
    format!("Kalkylbladet har flera blad med innehåll. Bara ”{name}” läses.")
}

/// What a grade message holds.
pub fn message(pupils: u64, grades: u64) -> String {
    let count = |number: u64| integer(i64::try_from(number).unwrap_or(i64::MAX));
    let word = if pupils == 1 { "elev" } else { "elever" };
    format!("Betygsmeddelande: {} {word}, {} kursbetyg.", count(pupils), count(grades))
}

/// Grades of other school forms, which are not read.
pub fn elsewhere(grades: u64) -> String {
    format!(
        "{} betyg från andra skolformer än vuxenutbildningens läses inte.",
        integer(i64::try_from(grades).unwrap_or(i64::MAX))
    )
}

/// Leads to the results.
pub const RESULTS: &str = "Resultat";
/// The feature's name.
pub const TITLE: &str = "Inläsning av resultat";
/// The page where a file is chosen.
pub const NEW: &str = "Läs in en fil";
/// The page where columns are mapped.
pub const MAPPING: &str = "Säg vad kolumnerna betyder";
/// The file has been removed.
pub const GONE: &str = "Filen är borttagen. Läs in den på nytt om den behövs.";
/// No profile was chosen.
pub const CHOOSE_PROFILE: &str = "Välj en profil, eller säg vad kolumnerna betyder.";
/// Neither full nor delta was chosen.
pub const CHOOSE_KIND: &str = "Säg om filen har allt eller bara det som är nytt.";
/// What the day means on which a file was taken out.
pub const AS_OF_HELP: &str = "Inget i filen kan ha hänt senare, och kurser som inte är slut den dagen räknas som pågående. När \
                              filen är inläst räknas hela underlaget som komplett till och med den dagen, också när filen \
                              bara har det som är nytt.";
/// Not a day.
pub const NO_DAY: &str = "Detta är inget datum. Skriv till exempel 2024-03-31.";
/// A day that has not been.
pub const LATER_DAY: &str = "Dagen har inte varit. Skriv dagen då filen togs ut ur källsystemet.";
/// Half a period, or one that ends before it begins.
pub const HALF_PERIOD: &str = "Fyll i både första och sista dagen, den första först, eller ingen av dem.";
/// A profile's name that another has.
pub const NAME_TAKEN: &str = "Det finns redan en annan profil med det namnet. Ge profilen ett eget namn.";
/// A file that somebody else brought.
pub const NOT_YOURS: &str = "Filen kan bara hämtas av den som läste in den";
/// Why it cannot be fetched.
pub const NOT_YOURS_WHY: &str = "Den innehåller personuppgifter. Den som har rätt att läsa kursdeltaganden kan också hämta den, \
                                 och det står då i granskningskedjan.";
/// Something that cannot be done now.
pub const NOT_NOW: &str = "Det går inte nu";
/// Why it cannot be done now.
pub const NOT_NOW_TEXT: &str = "Filen har kommit längre sedan sidan visades. Gå till filen och se var den är.";
/// A set was let go.
pub const LET_GO: &str = "Inget lästes in. Filen är slängd.";

/// Why no file came, and what to do.
pub fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj filen och försök igen.".to_owned(),
        UploadProblem::TooLarge(limit) => {
            format!(
                "Filen är större än {} MB. Dela upp den på flera filer, eller läs in den med tertial import.",
                limit >> 20
            )
        }
        UploadProblem::Empty => "Filen är tom. Kontrollera att exporten blev klar.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned(),
    }
}

/// How far a file has come.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Uploaded => "Väntar på hur den ska läsas",
        State::Reading => "Läses",
        State::Waiting => "Läst, väntar på besked",
        State::Taken => "Inläst",
        State::Dropped => "Slängd",
        State::Nothing => "Ändrar ingenting",
        State::Failed => "Gick inte att läsa",
    }
}

/// What became of a file that is over.
pub const fn over(state: State) -> &'static str {
    match state {
        State::Taken => "Raderna räknas.",
        State::Dropped => "Inget av filen räknas.",
        _ => "",
    }
}

/// How far a set has come that is not counted, whose file has come so far. What was let go is still cleared away for a
/// while, and is over all the same.
pub const fn set_state(set: &Set, file: Option<State>) -> &'static str {
    match (set.state, file) {
        (SetState::Staging, Some(State::Waiting)) => "Väntar på besked, räknas inte än",
        // Read to its end, and no file waits with it.
        (SetState::Staging, None) if set.digest.is_some() => "Lästes inte in",
        (SetState::Staging, None | Some(State::Reading)) => "Räknas inte än",
        (SetState::Published, _) => "Räknas",
        (SetState::Dropped | SetState::Staging, _) => "Lästes inte in",
    }
}

/// Goes back to how a file is to be read.
pub const OTHERWISE_READ: &str = "Läs filen på ett annat sätt";

/// Files that were read and are no set.
pub const BARE: &str = "Filer som inte blev någon inläsning";

/// Until when rejected rows can be looked at.
pub fn kept_until(until: Day) -> String {
    format!("Avvisade rader går att hämta till {}", day(until))
}

/// What is kept of a file, and until when.
pub fn kept(until: Day, read: bool) -> String {
    if !read {
        return format!("Filen sparas krypterad till {} och tas sedan bort.", day(until));
    }
    format!(
        "Filen, vad som står i de avvisade raderna och filen med kolumnerna Resultat och Fel sparas krypterade till {} och \
         tas sedan bort. Hur många rader som avvisades, och varför, står kvar.",
        day(until)
    )
}

/// What is gone of a file.
pub const NO_LONGER_KEPT: &str = "Filen är borttagen, eftersom dess tid är ute. Hur raderna föll ut står kvar. Behövs raderna: hämta dem ur källsystemet.";

/// What happens to a file that nobody says anything of.
pub fn waits_until(until: Day) -> String {
    format!("Filen väntar till {}. Har ingen läst in den då slängs den.", day(until))
}

/// What a file was taken for.
pub const fn kind(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Full => "Allt som finns",
        SetKind::Delta => "Nytt och ändrat",
    }
}

/// A size.
pub fn size(bytes: i64) -> String {
    match bytes {
        0..1_024 => format!("{} byte", integer(bytes)),
        1_024..1_048_576 => format!("{} kB", integer(bytes >> 10)),
        _ => format!("{} MB", integer(bytes >> 20)),
    }
}

/// *1 rad*, *12 rader*.
pub fn rows(number: u32) -> String {
    if number == 1 { "1 rad".to_owned() } else { format!("{} rader", integer(number.into())) }
}

/// How many rows have been read.
pub fn rows_so_far(number: i64) -> String {
    if number == 1 { "1 rad läst".to_owned() } else { format!("{} rader lästa", integer(number)) }
}

/// Reading has not begun.
pub const WAITS_ITS_TURN: &str = "Väntar på sin tur";
/// What that means.
pub const WAITS_ITS_TURN_TEXT: &str =
    "Läsningen har inte börjat. Filer läses en i taget, och den här läses så snart det som pågår är klart.";

/// What the file that is handed back is called.
pub fn back_name(name: &str, workbook: bool) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}-resultat.{}", if workbook { "xlsx" } else { "csv" })
}

/// A profile was saved.
pub fn profile_saved(title: &str, version: i64) -> String {
    format!("Profilen ”{title}” är sparad som version {}.", integer(version))
}
