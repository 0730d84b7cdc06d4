//! Every Swedish sentence about large tables of text: what is wrong, where, and what to do.

use kernel::swedish::{capitalised, integer, list};

use super::cells::CellFault;
use super::{Certainty, Encoding, FoundEncoding, HandBackError, HeadingRemark, Refusal, RowFault, RowNumbers};
use crate::raw::{Kind, letters};

/// The heading over what became of each row in a file that is handed back.
pub const RESULT_HEADING: &str = "Resultat";
/// The heading over the faults of each row in a file that is handed back.
pub const FAULT_HEADING: &str = "Fel";

fn count(number: impl TryInto<i64>) -> String {
    integer(number.try_into().unwrap_or(i64::MAX))
}

/// *1 fält*, *12 fält*: the word is the same for one and for many.
fn fields(number: usize) -> String {
    format!("{} fält", count(number))
}

fn size(bytes: u64) -> String {
    match (bytes >> 20, bytes >> 10) {
        (0, 0) => format!("{} byte", count(bytes)),
        (0, kilobytes) => format!("{} kB", count(kilobytes)),
        (megabytes, _) => format!("{} MB", count(megabytes)),
    }
}

/// *kolumn C (rubriken ”Betyg”)*, or without the heading where there is none.
fn column(place: usize, heading: &str) -> String {
    let letter = letters(u32::try_from(place).unwrap_or(u32::MAX - 1));
    if heading.is_empty() { format!("kolumn {letter}") } else { format!("kolumn {letter} (”{heading}”)") }
}

/// Where a row stands: *Rad 7*, *Rad 7–9*.
pub fn place(numbers: RowNumbers) -> String {
    if numbers.last_line > numbers.line {
        format!("Rad {}–{}", count(numbers.line), count(numbers.last_line))
    } else {
        format!("Rad {}", count(numbers.line))
    }
}

/// Why a table is not read, and what to do.
pub fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::Empty => "Filen är tom. Kontrollera att du valde rätt fil och att exporten blev klar.".to_owned(),
        Refusal::OtherKind(kind) => other_kind(*kind).to_owned(),
        Refusal::OldEncoding => {
            "Filen ser ut att vara sparad med en gammal teckenkodning från DOS (kodsida 437 eller 850), som inte läses. Exportera eller spara den på nytt som UTF-8."
                .to_owned()
        }
        Refusal::Delimiter(delimiter) => format!(
            "Tecknet ”{delimiter}” kan inte skilja fälten åt. Välj semikolon, komma, tabb, lodstreck eller ett annat skiljetecken som inte är bokstav, siffra eller citattecken."
        ),
        Refusal::NoHeadings { line, looked_at, expected } => {
            let wanted = match expected.as_slice() {
                [] => String::new(),
                few if few.len() <= 5 => format!(" Kolumner som väntas: {}.", list(few)),
                many => format!(" Kolumner som väntas: {} med flera.", many[..5].join(", ")),
            };
            match line {
                Some(line) => format!(
                    "På rad {} finns ingen rubrikrad. Ange den rad där kolumnernas rubriker står.{wanted}",
                    count(*line)
                ),
                None => format!(
                    "Rubrikraden hittades inte bland filens första {} rader med innehåll. Kontrollera att det är rätt fil, ange vilken rad rubrikerna står på, eller lägg till filens rubriker i profilen.{wanted}",
                    count(*looked_at)
                ),
            }
        }
        Refusal::TooLarge { limit } => format!("Filen är större än {}. Dela upp den på flera filer.", size(*limit)),
        Refusal::TooManyRows { limit } => {
            format!("Filen har fler än {} rader. Dela upp den på flera filer.", count(*limit))
        }
        Refusal::TooManyColumns { line, limit } => format!(
            "Rad {}: raden har fler än {} kolumner. Kontrollera att rätt skiljetecken är valt.",
            count(*line),
            count(*limit)
        ),
        Refusal::CellTooLong { line, column: place, limit } => format!(
            "Rad {}, {}: cellen är längre än {}. Kontrollera att rätt skiljetecken är valt, eller korta texten.",
            count(*line),
            column(*place, ""),
            size(*limit as u64)
        ),
        Refusal::RowTooLong { line, limit } => format!(
            "Rad {}: raden är längre än {}. Kontrollera att filen är en tabell med en post per rad.",
            count(*line),
            size(*limit as u64)
        ),
        Refusal::Reading(_) => "Filen kunde inte läsas till slutet. Försök igen, eller ladda upp den på nytt.".to_owned(),
    }
}

const fn other_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Workbook => {
            "Filen är en Excel-arbetsbok (.xlsx), fast den lästes som textfil. Välj arbetsbok som filtyp, eller spara den som CSV UTF-8."
        }
        Kind::MacroWorkbook => {
            "Filen är en arbetsbok med makron, och sådana tas inte emot. Spara den som Excel-arbetsbok (.xlsx) eller som CSV UTF-8."
        }
        Kind::BinaryWorkbook | Kind::LegacyWorkbook => {
            "Filen är en arbetsbok i ett format som inte läses (.xls eller .xlsb). Spara den som Excel-arbetsbok (.xlsx) eller som CSV UTF-8."
        }
        Kind::Encrypted => {
            "Filen är skyddad med lösenord och går inte att läsa. Ta bort lösenordet och ladda upp den igen."
        }
        Kind::OpenDocumentSpreadsheet => {
            "Filen är ett kalkylblad (.ods), fast den lästes som textfil. Spara den som CSV i UTF-8 eller som Excel-arbetsbok (.xlsx)."
        }
        Kind::TextDocument | Kind::Presentation => {
            "Filen är ett dokument och ingen tabell. Exportera uppgifterna som textfil (CSV) eller Excel-arbetsbok (.xlsx)."
        }
        Kind::Html => {
            "Filen är en webbsida. Om den kommer från ett system som kallar den .xls: öppna den i Excel och spara den som CSV UTF-8."
        }
        Kind::Xml => "Filen är en XML-fil, fast den lästes som textfil med kolumner. Välj det format som filen har.",
        Kind::Pdf => {
            "Filen är en PDF. Uppgifterna kan inte läsas ur den. Exportera dem som textfil (CSV) eller Excel-arbetsbok (.xlsx)."
        }
        Kind::Picture => "Filen är en bild. Exportera uppgifterna som textfil (CSV) eller Excel-arbetsbok (.xlsx).",
        Kind::Archive => "Filen är ett zip-arkiv. Packa upp det och ladda upp filen som ligger i det.",
        Kind::Text | Kind::Unknown => {
            "Filen är ingen textfil. Exportera uppgifterna som textfil (CSV) eller Excel-arbetsbok (.xlsx)."
        }
    }
}

/// What a person is told about the headings.
pub fn heading_remark(remark: &HeadingRemark) -> String {
    match remark {
        HeadingRemark::Missing { heading, required: true } => {
            format!("Kolumnen ”{heading}” saknas. Ta med den i exporten, eller ange i profilen vad den heter i filen.")
        }
        HeadingRemark::Missing { heading, required: false } => {
            format!("Kolumnen ”{heading}” saknas. Filen läses utan den; ta med den i exporten om den ska vara med.")
        }
        HeadingRemark::Duplicated { heading, columns } => {
            let columns: Vec<String> = columns.iter().map(|place| column(*place, "")).collect();
            format!(
                "Rubriken ”{heading}” finns flera gånger: {}. Ta bort eller byt namn på den som inte ska läsas.",
                list(&columns)
            )
        }
        HeadingRemark::Unknown { column: place, heading, like: None } => {
            format!(
                "{} känns inte igen och läses inte. Ange i profilen vad den svarar mot om den ska vara med.",
                capitalised(&column(*place, heading))
            )
        }
        HeadingRemark::Unknown { column: place, heading, like: Some(like) } => format!(
            "{} känns inte igen och läses inte. Menas ”{like}”? Ange det i så fall i profilen.",
            capitalised(&column(*place, heading))
        ),
    }
}

/// What is wrong with a row, and what to do; where it stands is told by [`place`].
pub fn row_fault(fault: RowFault) -> String {
    match fault {
        RowFault::TooFew { fields: found, expected } => format!(
            "Raden har {} men rubrikraden {}. Kontrollera att ingen radbrytning eller ett skiljetecken har fallit bort.",
            fields(found),
            fields(expected)
        ),
        RowFault::TooMany { fields: found, expected } => format!(
            "Raden har {} men rubrikraden {}. Sätt citattecken runt text som innehåller skiljetecknet.",
            fields(found),
            fields(expected)
        ),
        RowFault::UnclosedQuote => {
            "Ett citattecken börjar här och avslutas aldrig. Raden lästes som den står. Ta bort citattecknet eller lägg till det som saknas."
                .to_owned()
        }
        RowFault::Swallowed => {
            "Ett citattecken börjar här och avslutas först på en senare rad, så att raderna däremellan inte lästes som egna rader. Ta bort citattecknet eller lägg till det som saknas."
                .to_owned()
        }
        RowFault::Unreadable => {
            "Raden har tecken som inte går att läsa med filens teckenkodning (visas som \u{fffd}). Exportera filen på nytt, eller ange rätt teckenkodning."
                .to_owned()
        }
    }
}

/// What is wrong with a cell, and what to write; which cell it is, the caller tells.
pub const fn cell_fault(fault: CellFault) -> &'static str {
    match fault {
        CellFault::NotAWholeNumber => "Detta är inget heltal. Skriv ett heltal med siffror, till exempel 100.",
        CellFault::NotANumber => "Detta är inget tal. Skriv ett tal, till exempel 12,5.",
        CellFault::TooManyDigits => "Talet har fler siffror än som kan läsas (högst 18). Kontrollera kolumnen.",
        CellFault::Ambiguous => {
            "Talet kan läsas på två sätt: som tusental eller som decimaltal. Ange decimaltecken i profilen, eller skriv talet utan tusentalsavgränsare."
        }
        CellFault::Rewritten => {
            "Talet har skrivits om till grundpotensform av ett kalkylprogram, så de sista siffrorna är borta. Hämta uppgiften på nytt ur källsystemet."
        }
        CellFault::ErrorValue => "Cellen innehåller ett felvärde från ett kalkylprogram. Skriv in det rätta värdet.",
        CellFault::NotADay => "Detta är inget datum. Skriv datumet som 2024-03-31.",
        CellFault::DayInTwoWays => {
            "Datumet kan läsas på två sätt: det framgår inte vad som är dag, månad och år. Skriv datumet som 2024-03-31."
        }
        CellFault::DayOutsideYears => "Datumet ligger utanför de år som kan anges, 1900–2199. Rätta årtalet.",
        CellFault::NoYear => "Årtalet saknas. Skriv datumet som 2024-03-31.",
        CellFault::DayNumber => {
            "Detta är ett löpnummer för en dag ur ett kalkylprogram. Skriv datumet som 2024-03-31, eller ange i profilen vilket år numren räknas från."
        }
        CellFault::NotYesNo => "Detta är varken ja eller nej. Skriv Ja eller Nej.",
    }
}

/// Which encoding was found, and how sure it is.
pub fn encoding(found: FoundEncoding) -> String {
    let name = match found.encoding {
        Encoding::Windows1252 if found.certainty == Certainty::Likely => "Windows-1252 (eller ISO-8859-1)",
        other => other.name(),
    };
    match found.certainty {
        Certainty::Given => format!("Teckenkodning: {name}, som angavs."),
        Certainty::Marked => format!("Teckenkodning: {name}, enligt filens märkning."),
        Certainty::Evident => format!("Teckenkodning: {name}."),
        Certainty::Likely => format!("Teckenkodning: troligen {name}. Kontrollera att å, ä och ö ser rätt ut."),
        Certainty::Same => "Teckenkodning: filen har bara tecken som är lika i alla kodningar.".to_owned(),
    }
}

/// Why a file could not be handed back, and what to do.
pub fn hand_back_error(why: &HandBackError) -> String {
    match why {
        HandBackError::Refused(why) => refusal(why),
        HandBackError::Failed(_) => {
            "Filen med resultat kunde inte skrivas. Försök igen; det som har lästs in påverkas inte.".to_owned()
        }
    }
}
