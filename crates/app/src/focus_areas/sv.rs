//! The sentences of focus areas.

use kernel::swedish;
use platform::UploadProblem;

/// The area of a focus area that concerns all.
pub const WHOLE: &str = "Hela anordnaren";
/// The sheet of the file.
pub const SHEET: &str = "Fokusområden";
/// The sheet with help.
pub const HELP_SHEET: &str = "Anvisning";
/// In place of the name of a unit that has closed.
pub const CLOSED_UNIT: &str = "En enhet som inte finns längre";

/// What to do with it.
pub const HOW: &str = "Skriv ett fokusområde per rad. Spara filen och ladda upp den på sidan Fokusområden.";
/// Heading over the units.
pub const UNITS: &str = "Enheter som kan anges";
/// The columns: field, heading, help.
pub const COLUMNS: [(&str, &str, &str); 4] = [
    ("titel", "Fokusområde", "En kort benämning, som den står i årsrapporten."),
    ("syfte", "Vad ni vill nå", "Målet, så konkret det går."),
    ("omrade", "Avtalsområde", "Lämna tomt om det gäller hela anordnaren."),
    ("enheter", "Enheter", "Namn eller skolenhetskod, med komma emellan. Lämna tomt om det gäller alla enheter."),
];

/// What is wrong with a focus area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has no title.
    NoTitle,
    /// A text is too long.
    TooLong {
        /// How long.
        length: usize,
        /// The most.
        most: usize,
    },
    /// It holds what looks like a personnummer.
    PersonalNumber,
    /// The provider has no such area.
    UnknownArea(String),
    /// The provider has no such unit.
    UnknownUnit(String),
    /// It is written down already.
    Known,
    /// It stands twice in the file.
    Twice,
    /// Somebody else has changed it since the form was opened: what it is called and is to reach now.
    ChangedMeanwhile {
        /// Its title.
        title: String,
        /// Its aim.
        aim: String,
    },
    /// It concerns more than these, the units of whoever writes.
    NotYours(Vec<String>),
}

fn number(number: usize) -> String {
    swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// What, and what to do.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NoTitle => "Benämningen saknas. Skriv vad fokusområdet heter.".to_owned(),
        Fault::TooLong { length, most } => {
            format!("Texten har {} tecken och får ha högst {}. Korta den.", number(*length), number(*most))
        }
        Fault::PersonalNumber => {
            "Texten innehåller något som ser ut som ett personnummer. Ta bort det: ingen ska kunna pekas ut här."
                .to_owned()
        }
        Fault::UnknownArea(text) => {
            format!(
                "Avtalsområdet ”{text}” finns inte bland era. Välj ett i listan, eller lämna tomt om det gäller alla."
            )
        }
        Fault::UnknownUnit(text) => format!(
            "Enheten ”{text}” finns inte bland era. Skriv enhetens namn eller skolenhetskod, med komma mellan flera."
        ),
        Fault::Known => "Fokusområdet finns redan här. Välj Ändra vid det, eller skriv en annan benämning.".to_owned(),
        Fault::NotYours(own) => format!("{} {OTHERS}", only(own)),
        Fault::ChangedMeanwhile { title, aim } => {
            let aim = if aim.is_empty() { String::new() } else { format!(", med målet ”{aim}”") };
            format!(
                "Någon annan har ändrat fokusområdet sedan du öppnade det. Nu står det ”{title}”{aim}. \
                 Spara igen om det du har skrivit ska gälla."
            )
        }
        Fault::Twice => "Fokusområdet står två gånger i filen. Behåll en av raderna.".to_owned(),
    }
}

/// Who changes what concerns more than one's own units.
const OTHERS: &str = "Den som har uppdrag för hela anordnaren ändrar övriga.";

fn only(own: &[String]) -> String {
    if own.is_empty() {
        return "Ditt uppdrag gäller en enhet som är stängd, så du kan inte ändra några fokusområden.".to_owned();
    }
    format!(
        "Ditt uppdrag gäller {}, så du kan bara ändra fokusområden som gäller enbart den enheten.",
        swedish::list(own)
    )
}

/// What somebody with a role for some units only can do on the page.
pub fn limited(own: &[String]) -> String {
    format!("{} {OTHERS}", only(own))
}

/// A change that is refused: heading and what to do.
pub const NOT_YOURS: &str = "Fokusområdet gäller fler än din enhet";
/// The word of the way back.
pub const BACK: &str = "Till fokusområdena";

/// Why no file was read.
pub fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj den ifyllda filen och ladda upp den.".to_owned(),
        UploadProblem::TooLarge(limit) => {
            format!(
                "Filen är större än {} MB. Ta bort det som inte hör till mallen och ladda upp den igen.",
                number(limit >> 20)
            )
        }
        UploadProblem::Empty => "Filen är tom. Kontrollera att du valde rätt fil och att den är sparad.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Ladda upp den igen.".to_owned(),
    }
}

/// The file took too much to read.
pub const HEAVY: &str =
    "Filen tog för mycket tid eller minne att läsa. Kopiera raderna till en ny mall och ladda upp den.";
/// The file has no rows.
pub const NO_ROWS: &str = "Filen har inga fokusområden. Kontrollera att raderna står under rubrikerna i mallen.";

/// More rows than are taken.
pub fn too_many(rows: usize, most: usize) -> String {
    format!("Filen har {} rader och kan ha högst {}. Dela upp den.", number(rows), number(most))
}

/// After one was added.
pub fn added(title: &str) -> String {
    format!("Fokusområdet {title} är sparat.")
}
/// After one was changed.
pub fn changed(title: &str) -> String {
    format!("Fokusområdet {title} är ändrat.")
}
/// After one was taken away.
pub const REMOVED: &str = "Fokusområdet är borttaget. Du kan lägga tillbaka det längst ner på sidan.";
/// After one was put back.
pub const RESTORED: &str = "Fokusområdet är tillbaka.";

/// After a file was taken in: how many, the titles of those that stood here already, and of those that can no longer be
/// taken in.
pub fn imported(rows: usize, known: &[String], faulty: &[String]) -> String {
    let mut text = match rows {
        0 => "Inget fokusområde är inläst.".to_owned(),
        1 => "1 fokusområde är inläst.".to_owned(),
        rows => format!("{} fokusområden är inlästa.", number(rows)),
    };
    if !known.is_empty() {
        text.push_str(&format!(" Fanns redan här: {}.", some(known)));
    }
    if !faulty.is_empty() {
        text.push_str(&format!(
            " Kunde inte läsas in: {}. Ladda upp filen igen för att se vad som behöver rättas.",
            some(faulty)
        ));
    }
    text
}

/// The first titles, and how many more.
fn some(titles: &[String]) -> String {
    const SHOWN: usize = 8;
    const LONGEST: usize = 60;
    let short = |title: &String| match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &title[..end]),
        None => title.clone(),
    };
    let mut shown: Vec<String> = titles.iter().take(SHOWN).map(short).collect();
    if titles.len() > SHOWN {
        shown.push(format!("{} till", number(titles.len() - SHOWN)));
    }
    swedish::list(&shown)
}

/// The sum of a file.
pub fn summary(good: usize, faulty: usize) -> String {
    let good = match good {
        0 => "Inget fokusområde går att läsa in".to_owned(),
        1 => "1 fokusområde går att läsa in".to_owned(),
        good => format!("{} fokusområden går att läsa in", number(good)),
    };
    match faulty {
        0 => format!("{good}."),
        1 => format!("{good}. 1 rad har något att rätta."),
        faulty => format!("{good}. {} rader har något att rätta.", number(faulty)),
    }
}

/// A fault of a row.
pub fn in_row(row: u32, column: &str, what: &str) -> String {
    format!("Rad {row}, kolumn {column}: {what}")
}
