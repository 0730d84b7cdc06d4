//! Swedish words of a provider's own system: what columns are called, what they may be called in a file, and what is wrong with a
//! row and what to do about it.

use kernel::swedish;

use super::judge::{Fault, FaultKind, Warning};
use super::mapping::{Column, Lacking, NO, Topic, YES};
use super::table::{MOST_ROWS, Wrong};
use crate::cases::{Kind, Outcome, sv as words};

/// What a column is called.
pub const fn column(column: Column) -> &'static str {
    match column {
        Column::Reference => "Ärendenummer",
        Column::Received => "Dagen det kom in",
        Column::Unit => "Enhet",
        Column::Kind => "Synpunkt eller klagomål",
        Column::Category => "Klagomålets kärna",
        Column::Negative => "Brast verksamheten mot personens krav och förväntningar?",
        Column::Active => "Krävdes aktiv hantering eller åtgärd?",
        Column::Management => "Krävdes rektor eller annan ledning?",
        Column::Acknowledged => "Dagen det bekräftades",
        Column::Answered => "Dagen för första svaret",
        Column::Closed => "Dagen det avslutades",
        Column::Outcome => "Utfall",
        Column::Text => "Redovisningens text",
    }
}

/// What is to be known of a column when one chooses it.
pub const fn help(column: Column) -> Option<&'static str> {
    match column {
        Column::Reference => Some("Det som ert system känner igen ärendet på. Aldrig ett personnummer."),
        Column::Text => Some("Kort och utan namn: vad det gällde och hur det hanterades. Så står det i redovisningen."),
        _ => None,
    }
}

/// What a file may call the column, folded.
pub(super) const fn called(column: Column) -> &'static [&'static str] {
    match column {
        Column::Reference => &[
            "ärendenummer",
            "ärendenr",
            "ärende nr",
            "ärende-id",
            "ärendeid",
            "ärende",
            "diarienummer",
            "dnr",
            "referens",
            "referensnummer",
            "nummer",
            "nr",
            "id",
        ],
        Column::Received => &[
            "dagen det kom in",
            "inkom",
            "inkommet",
            "inkommen",
            "inkommet datum",
            "inkom datum",
            "mottaget",
            "mottagen",
            "mottaget datum",
            "ankomstdatum",
            "datum",
            "registrerat",
            "registreringsdatum",
            "skapad",
            "skapat",
        ],
        Column::Unit => &["enhet", "skola", "skolenhet", "enhetsnamn", "skolenhetskod", "enhetskod", "verksamhet"],
        Column::Kind => &["synpunkt eller klagomål", "slag", "typ", "ärendetyp", "typ av ärende"],
        Column::Category => {
            &["klagomålets kärna", "kärna", "kärnkategori", "kategori", "huvudkategori", "område", "ämne"]
        }
        Column::Negative => {
            &["brast verksamheten mot personens krav och förväntningar?", "negativt", "negativ", "brist", "brast"]
        }
        Column::Active => &["krävdes aktiv hantering eller åtgärd?", "aktiv hantering", "aktiv", "åtgärd krävdes"],
        Column::Management => &[
            "krävdes rektor eller annan ledning?",
            "ledning",
            "ledningen",
            "rektor",
            "rektor inblandad",
            "ledning inblandad",
        ],
        Column::Acknowledged => &[
            "dagen det bekräftades",
            "bekräftat",
            "bekräftad",
            "bekräftelse",
            "mottagningsbekräftelse",
            "bekräftat datum",
        ],
        Column::Answered => &[
            "dagen för första svaret",
            "besvarat",
            "besvarad",
            "första svar",
            "svar",
            "svarsdatum",
            "återkoppling",
            "återkopplat",
        ],
        Column::Closed => &[
            "dagen det avslutades",
            "avslutat",
            "avslutad",
            "avslut",
            "avslutsdatum",
            "avslutat datum",
            "stängt",
            "stängd",
            "klart",
        ],
        Column::Outcome => &["utfall", "resultat", "utfall av ärendet"],
        Column::Text => &[
            "redovisningens text",
            "text till redovisningen",
            "redovisningstext",
            "sammanfattning",
            "beskrivning i korthet",
        ],
    }
}

/// What the words are about, as a heading.
pub const fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Unit => "Enheter",
        Topic::Kind => "Synpunkt eller klagomål",
        Topic::Category => "Klagomålets kärna",
        Topic::Answer => "Ja och nej",
        Topic::Outcome => "Utfall",
    }
}

/// What a word says by itself, folded.
pub(super) fn plain(topic: Topic, folded: &str) -> Option<&'static str> {
    match topic {
        Topic::Kind => match folded {
            "klagomål" | "klagomal" => Some(Kind::Complaint.slug()),
            "synpunkt" => Some(Kind::View.slug()),
            _ => None,
        },
        Topic::Answer => match folded {
            "ja" | "j" | "sant" | "true" | "1" => Some(YES),
            "nej" | "n" | "falskt" | "false" | "0" => Some(NO),
            _ => None,
        },
        Topic::Outcome => {
            let same = |one: &&Outcome| swedish::fold(words::outcome(**one)) == folded;
            Outcome::ALL.iter().find(same).map(|one| one.slug())
        }
        Topic::Unit | Topic::Category => None,
    }
}

/// What is wrong, and what to do about it.
pub fn fault(of: &Fault) -> (String, String) {
    let name = column(of.column);
    let both = |what: &str, remedy: &str| (what.to_owned(), remedy.to_owned());
    match &of.kind {
        FaultKind::Empty => (format!("{name} är tomt."), "Fyll i det i ert system och hämta ut filen igen.".to_owned()),
        FaultKind::LongReference => {
            both("Ärendenumret är längre än 60 tecken.", "Koppla en kolumn som bara har ärendets nummer.")
        }
        FaultKind::PersonalNumber => both(
            "Ärendenumret ser ut som ett personnummer.",
            "Koppla en kolumn som har ert systems eget nummer. Personnummer läses inte in.",
        ),
        FaultKind::Twice(rows) => (
            "Samma ärendenummer står på flera rader.".to_owned(),
            format!("Det står också på {}. Behåll en av raderna i filen.", forms::sv::rows(rows)),
        ),
        FaultKind::NotADay => (
            format!("{name} är ingen dag som går att läsa."),
            "Skriv dagen som 2024-03-15 eller 15 mars 2024.".to_owned(),
        ),
        FaultKind::TwoReadings(first, second) => (
            format!("{name} kan läsas på två sätt: {} eller {}.", swedish::day(*first), swedish::day(*second)),
            "Skriv dagen som 2024-03-15.".to_owned(),
        ),
        FaultKind::Future => (
            format!("{name} ligger efter i dag."),
            "Rätta dagen i ert system, eller vänta tills den har kommit.".to_owned(),
        ),
        FaultKind::BeforeReceived(received) => (
            format!("{name} ligger före dagen det kom in, {}.", swedish::day(*received)),
            "Rätta den ena av dagarna i ert system.".to_owned(),
        ),
        FaultKind::Unknown(_) => {
            (format!("{name}: ordet har inte funnits i en fil förut."), "Välj vad det betyder här ovanför.".to_owned())
        }
        FaultKind::NotYourUnit(unit) => (
            format!("Raden gäller {unit}, där du inte arbetar."),
            "Den som arbetar där läser in raden. Du kan läsa in de andra utan den.".to_owned(),
        ),
        FaultKind::NoCategory => both(
            "Klagomålet räknas i redovisningen och har ingen kärna.",
            "Välj kärna i ert system. Finns ingen sådan kolumn kopplad, koppla den.",
        ),
        FaultKind::HalfAnswered => both(
            "De tre frågorna är besvarade till hälften.",
            "Svara ja eller nej på alla tre i ert system, eller lämna alla tomma.",
        ),
        FaultKind::OutcomeOpen => both(
            "Ärendet har ett utfall men ingen dag då det avslutades.",
            "Fyll i dagen i ert system, eller ta bort utfallet.",
        ),
        FaultKind::NoOutcome => both("Ärendet är avslutat utan utfall.", "Fyll i utfallet i ert system."),
        FaultKind::LongText(length) => (
            format!("Texten är {length} tecken."),
            "Den får vara högst 20 000. Korta den: redovisningen behöver några meningar.".to_owned(),
        ),
    }
}

/// What is pointed out of a row that is right.
pub const fn warning(of: Warning) -> &'static str {
    match of {
        Warning::CountsWithoutText => {
            "Räknas men har ingen text. Redovisningen kan inte signeras förrän texten är inläst."
        }
        Warning::PersonalNumber => {
            "Texten har något som ser ut som ett personnummer. Redovisningen kan inte signeras med det. Ta bort det i ert system och läs in igen."
        }
    }
}

/// What keeps a mapping from reading a file.
pub fn lacking(of: Lacking) -> String {
    match of {
        Lacking::Column(of) => format!("Välj vilken kolumn som är: {}.", column(of).to_lowercase()),
        Lacking::Unit => "Välj vilken kolumn som är enheten, eller en enhet som gäller alla rader.".to_owned(),
        Lacking::Kind => "Välj en kolumn, eller vad som gäller alla rader.".to_owned(),
        Lacking::Questions => {
            "Koppla alla tre frågorna eller ingen. Samma kolumn kan svara på flera av dem.".to_owned()
        }
        Lacking::Heading(of) => format!("Filen har ingen kolumn med den rubrik som var {}.", column(of).to_lowercase()),
    }
}

/// Why a file is no table.
pub fn wrong(of: Wrong) -> String {
    match of {
        Wrong::Empty => "Filen är tom. Välj en fil med rubriker och rader.".to_owned(),
        Wrong::NoHeadings => {
            "Filen har ingen rad med rubriker. Hämta ut den med rubriker på kolumnerna och välj den igen.".to_owned()
        }
        Wrong::NoRows => "Filen har rubriker men inga rader under dem. Inget läses in.".to_owned(),
        Wrong::TooMany(count) => format!(
            "Filen har {} rader. Högst {} läses in på en gång: hämta ut ett år i taget.",
            swedish::integer(i64::try_from(count).unwrap_or(i64::MAX)),
            swedish::integer(i64::try_from(MOST_ROWS).unwrap_or(i64::MAX))
        ),
    }
}
