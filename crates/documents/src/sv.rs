//! Every Swedish sentence and word of workbooks and text files: what is wrong, where, and what to do.

use kernel::swedish::{integer, list};

use crate::docx::read::{Format, Unread};
use crate::dots::NotTaken;
use crate::raw::{Kind, Unreadable, letters};
use crate::table::Remark;
use crate::workbook::spec::{Column, ColumnKind};

/// The hidden sheet that holds long drop-down lists.
pub const LISTS_SHEET: &str = "Listor";
/// The first column of a workbook that is handed back with its faults.
pub const FAULT_HEADING: &str = "Fel att rätta";
/// What stands before the pairs that tell one template from another.
pub const STAMP: &str = "Mallens märkning:";
/// The labels of a yes-or-no column.
pub const YES: &str = "Ja";
/// See [`YES`].
pub const NO: &str = "Nej";

/// Help for a column: its own, what it takes, and whether it must be filled in.
pub fn column_help(column: &Column) -> String {
    let mut parts = Vec::new();
    if column.required {
        parts.push("Måste fyllas i.".to_owned());
    }
    if !column.help.trim().is_empty() {
        parts.push(column.help.trim().to_owned());
    }
    match &column.kind {
        ColumnKind::Text => {}
        ColumnKind::Day(Some(from), Some(to)) => parts.push(format!("Datum från {from} till {to}.")),
        ColumnKind::Day(Some(from), None) => parts.push(format!("Datum från {from} och framåt.")),
        ColumnKind::Day(None, Some(to)) => parts.push(format!("Datum till och med {to}.")),
        ColumnKind::Day(None, None) => parts.push("Datum, till exempel 2024-02-29.".to_owned()),
        ColumnKind::Integer(..) => parts.push("Heltal.".to_owned()),
        ColumnKind::Decimal => parts.push("Tal, gärna med decimaler.".to_owned()),
        ColumnKind::Choice(_) => parts.push("Välj i listan.".to_owned()),
        ColumnKind::YesNo => parts.push(format!("{YES} eller {NO}.")),
    }
    parts.join(" ")
}

/// What the workbook says when a cell does not take what was typed.
pub fn column_refusal(kind: &ColumnKind) -> String {
    match kind {
        ColumnKind::Text => "Skriv text.".to_owned(),
        ColumnKind::Day(Some(from), Some(to)) => {
            format!("Skriv ett datum från {from} till {to}, på formen 2024-02-29.")
        }
        ColumnKind::Day(Some(from), None) => format!("Skriv ett datum från {from} och framåt, på formen 2024-02-29."),
        ColumnKind::Day(None, Some(to)) => format!("Skriv ett datum till och med {to}, på formen 2024-02-29."),
        ColumnKind::Day(None, None) => "Skriv ett datum på formen 2024-02-29.".to_owned(),
        ColumnKind::Integer(Some(from), Some(to)) => {
            format!("Skriv ett heltal från {} till {}.", integer((*from).into()), integer((*to).into()))
        }
        ColumnKind::Integer(Some(from), None) => format!("Skriv ett heltal, minst {}.", integer((*from).into())),
        ColumnKind::Integer(None, Some(to)) => format!("Skriv ett heltal, högst {}.", integer((*to).into())),
        ColumnKind::Integer(None, None) => "Skriv ett heltal.".to_owned(),
        ColumnKind::Decimal => "Skriv ett tal.".to_owned(),
        ColumnKind::Choice(_) => "Välj ett av alternativen i listan.".to_owned(),
        ColumnKind::YesNo => format!("Välj {YES} eller {NO}."),
    }
}

fn size(bytes: u64) -> String {
    format!("{} MB", integer(i64::try_from(bytes >> 20).unwrap_or(i64::MAX).max(1)))
}

/// Why a file could not be read and what to do.
pub fn unreadable(why: &Unreadable) -> String {
    const AGAIN: &str =
        "Öppna den i Excel eller LibreOffice, spara den på nytt som Excel-arbetsbok (.xlsx) och ladda upp den igen.";
    match why {
        Unreadable::Empty => "Filen är tom. Kontrollera att du valde rätt fil och att den är sparad.".to_owned(),
        Unreadable::TooLarge { limit } => {
            format!("Filen är större än {}. Ta bort bilder och blad som inte hör till mallen och ladda upp den igen.", size(*limit))
        }
        Unreadable::OtherKind(kind) => other_kind(*kind),
        Unreadable::CutOff => {
            "Filen är avhuggen: slutet saknas. Det händer när en hämtning eller kopiering avbryts. Ladda upp originalet igen."
                .to_owned()
        }
        Unreadable::Damaged { part } => format!("Filen är skadad (i delen {part}). {AGAIN}"),
        Unreadable::Unpacks => {
            format!("Filen packar upp sig till mycket mer än en ifylld mall gör och har därför inte lästs. {AGAIN}")
        }
        Unreadable::Suspect => {
            format!("Filen är inte hopsatt som en vanlig arbetsbok och har därför inte lästs. {AGAIN}")
        }
        Unreadable::TooManySheets { limit } => {
            format!("Arbetsboken har fler än {limit} blad. Ta bort de blad som inte hör till mallen.")
        }
        Unreadable::TooManyRows { sheet, limit } => format!(
            "{}fler än {} rader är ifyllda. Dela upp uppgifterna på flera filer.",
            place(sheet, None, None),
            integer(i64::try_from(*limit).unwrap_or(i64::MAX))
        ),
        Unreadable::TooMuch { sheet } => format!(
            "{}arbetsboken har mer innehåll än som kan läsas på en gång. Ta bort det som inte hör till mallen eller dela upp uppgifterna på flera filer.",
            place(sheet, None, None)
        ),
        Unreadable::NoSheet => format!("Arbetsboken har inget blad med celler. {AGAIN}"),
    }
}

/// Why a Word file could not be read and what to do.
pub fn unread(why: &Unread) -> String {
    const AGAIN: &str =
        "Öppna den i Word eller LibreOffice, spara den på nytt som Word-dokument (.docx) och ladda upp den igen.";
    let kind = match why {
        Unread::Format(Format::OldWord) => "Filen är ett dokument i det äldre formatet .doc.",
        Unread::Format(Format::OpenDocument) => "Filen är ett dokument i OpenDocument-format (.odt).",
        Unread::Format(Format::RichText) => "Filen är ett RTF-dokument.",
        Unread::Format(Format::Macros) => {
            "Dokumentet innehåller makron, och sådana filer tas inte emot. Spara det som Word-dokument (.docx) utan makron och ladda upp det igen."
        }
        Unread::File(Unreadable::OtherKind(Kind::Encrypted)) => {
            "Filen är skyddad med lösenord och går inte att läsa. Ta bort lösenordet (Arkiv, Info, Skydda dokument, Kryptera med lösenord) och ladda upp den igen."
        }
        Unread::File(Unreadable::OtherKind(Kind::Pdf)) => {
            "Filen är en PDF. Texten kan inte läsas ur den. Skriv i mallen, som är ett Word-dokument (.docx)."
        }
        Unread::File(Unreadable::OtherKind(_)) => {
            "Filen är inget Word-dokument. Skriv i mallen, som är ett Word-dokument (.docx)."
        }
        Unread::File(Unreadable::Empty) => "Filen är tom. Kontrollera att du valde rätt fil och att den är sparad.",
        Unread::File(Unreadable::TooLarge { limit }) => {
            return format!("Filen är större än {}. Gör bilderna i den mindre och ladda upp den igen.", size(*limit));
        }
        Unread::File(Unreadable::CutOff) => {
            "Filen är avhuggen: slutet saknas. Det händer när en hämtning eller kopiering avbryts. Ladda upp originalet igen."
        }
        Unread::File(Unreadable::Damaged { part }) => return format!("Filen är skadad (i delen {part}). {AGAIN}"),
        Unread::File(Unreadable::Unpacks | Unreadable::TooMuch { .. }) => {
            "Filen har mycket mer innehåll än en ifylld mall har, och har därför inte lästs."
        }
        Unread::File(
            Unreadable::Suspect
            | Unreadable::TooManySheets { .. }
            | Unreadable::TooManyRows { .. }
            | Unreadable::NoSheet,
        ) => "Filen är inte hopsatt som ett vanligt dokument och har därför inte lästs.",
    };
    match why {
        Unread::Format(Format::OldWord | Format::OpenDocument | Format::RichText)
        | Unread::File(Unreadable::Suspect | Unreadable::Unpacks | Unreadable::TooMuch { .. }) => {
            format!("{kind} {AGAIN}")
        }
        _ => kind.to_owned(),
    }
}

/// Why a picture is not taken, after what says which.
pub fn not_taken(why: &NotTaken) -> String {
    match why {
        NotTaken::OtherFormat => "är varken PNG eller JPEG. Spara den som PNG eller JPEG.".to_owned(),
        NotTaken::TooManyDots { most } => {
            format!(
                "har fler än {} miljoner bildpunkter. Gör den mindre.",
                integer(i64::try_from(most / 1_000_000).unwrap_or(50))
            )
        }
        NotTaken::Broken => "går inte att läsa. Spara den på nytt som PNG eller JPEG.".to_owned(),
    }
}

/// A footnote, in brackets after the words that it belongs to.
pub fn footnote(text: &str) -> String {
    format!(" (fotnot: {text})")
}

/// The text alternative of a picture that nobody has described: said rather than left empty.
pub fn picture_alt(alt: &str) -> String {
    if alt.trim().is_empty() { "Bild utan beskrivning".to_owned() } else { alt.to_owned() }
}

/// In the place of a picture that is not there.
pub fn picture_gone(alt: &str) -> String {
    if alt.trim().is_empty() { "(Bilden finns inte.)".to_owned() } else { format!("(Bilden finns inte: {alt})") }
}

fn other_kind(kind: Kind) -> String {
    match kind {
        Kind::Workbook => {
            "Filen är en arbetsbok, men här väntas en textfil. Spara den som CSV (.csv) eller ladda upp den som arbetsbok."
        }
        Kind::MacroWorkbook => {
            "Arbetsboken innehåller makron, och sådana filer tas inte emot. Spara den som Excel-arbetsbok (.xlsx) utan makron och ladda upp den igen."
        }
        Kind::BinaryWorkbook => {
            "Filen är en binär arbetsbok (.xlsb). Spara den som Excel-arbetsbok (.xlsx) och ladda upp den igen."
        }
        Kind::LegacyWorkbook => {
            "Filen är en arbetsbok i det äldre formatet .xls. Spara den som Excel-arbetsbok (.xlsx) och ladda upp den igen."
        }
        Kind::Encrypted => {
            "Filen är skyddad med lösenord och går inte att läsa. Ta bort lösenordet (Arkiv, Info, Skydda arbetsbok, Kryptera med lösenord) och ladda upp den igen."
        }
        Kind::OpenDocumentSpreadsheet => {
            "Filen är ett kalkylblad i OpenDocument-format (.ods). Spara den som Excel-arbetsbok (.xlsx) och ladda upp den igen."
        }
        Kind::TextDocument => "Filen är ett textdokument, inte en arbetsbok. Fyll i mallen, som är en Excel-arbetsbok (.xlsx).",
        Kind::Presentation => "Filen är en presentation, inte en arbetsbok. Fyll i mallen, som är en Excel-arbetsbok (.xlsx).",
        Kind::Html => {
            "Filen är en webbsida, fast den kan heta .xls eller .xlsx. Öppna den i Excel, spara den som Excel-arbetsbok (.xlsx) och ladda upp den igen."
        }
        Kind::Xml => "Filen är en XML-fil. Öppna den i Excel, spara den som Excel-arbetsbok (.xlsx) och ladda upp den igen.",
        Kind::Pdf => "Filen är en PDF. Uppgifterna kan inte läsas ur den. Fyll i mallen, som är en Excel-arbetsbok (.xlsx).",
        Kind::Picture => "Filen är en bild. Uppgifterna kan inte läsas ur den. Fyll i mallen, som är en Excel-arbetsbok (.xlsx).",
        Kind::Text => {
            "Filen är en textfil (till exempel CSV), fast den kan heta .xlsx. Öppna den i Excel, spara den som Excel-arbetsbok (.xlsx) och ladda upp den igen."
        }
        Kind::Archive => {
            "Filen är ett zip-arkiv, inte en arbetsbok. Packa upp det och ladda upp arbetsboken (.xlsx) som ligger i det."
        }
        Kind::Unknown => {
            "Filen är varken en arbetsbok eller en textfil. Fyll i mallen, som är en Excel-arbetsbok (.xlsx), och ladda upp den."
        }
    }
    .to_owned()
}

/// *Blad Klagomål, rad 7, kolumn C:* and a space, as far as the parts are known.
fn place(sheet: &str, row: Option<u32>, column: Option<u32>) -> String {
    let mut parts = Vec::new();
    if !sheet.is_empty() {
        parts.push(format!("blad {sheet}"));
    }
    parts.extend(row.map(|row| format!("rad {row}")));
    parts.extend(column.map(|column| format!("kolumn {}", letters(column))));
    let text = parts.join(", ");
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => format!("{}{}: ", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}

fn count(count: usize) -> String {
    integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What a person is told about the shape of a file: where, what, and what to do.
pub fn sentence(remark: &Remark) -> String {
    // A text file has no sheet to begin with.
    let told = told(remark);
    let mut chars = told.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The same of several: optional columns that a row of headings lacks are told together.
pub fn sentences(remarks: &[&Remark]) -> Vec<String> {
    let absent = |remark: &Remark| match remark {
        Remark::MissingHeading { sheet, row, heading, required: false } => Some((sheet.clone(), *row, heading.clone())),
        _ => None,
    };
    let mut told_of: Vec<(String, u32)> = Vec::new();
    let mut out = Vec::new();
    for remark in remarks {
        let Some((sheet, row, _)) = absent(remark) else {
            out.push(sentence(remark));
            continue;
        };
        if told_of.contains(&(sheet.clone(), row)) {
            continue;
        }
        let same = remarks.iter().filter_map(|other| absent(other));
        let headings: Vec<String> =
            same.filter(|(of, at, _)| (of, *at) == (&sheet, row)).map(|(_, _, heading)| heading).collect();
        told_of.push((sheet.clone(), row));
        out.push(if headings.len() == 1 {
            sentence(remark)
        } else {
            let text = format!(
                "{}kolumnerna {} saknas. Filen läses utan dem. Lägg tillbaka dem som ska vara med.",
                place(&sheet, Some(row), None),
                list(&headings)
            );
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        });
    }
    out
}

fn told(remark: &Remark) -> String {
    match remark {
        Remark::MissingSheet { sheet, found } => format!(
            "Bladet {sheet} saknas. Arbetsboken har {}. Använd mallen som den är och byt inte namn på bladen.",
            if found.is_empty() { "inga blad".to_owned() } else { format!("bladen {}", list(found)) }
        ),
        Remark::HiddenSheet { sheet, read: true } => format!(
            "{}bladet är dolt men läses. Visa det (högerklicka på en flik, Ta fram) och kontrollera att det ska vara med.",
            place(sheet, None, None)
        ),
        Remark::HiddenSheet { sheet, read: false } => format!(
            "{}bladet är dolt, hör inte till mallen och läses inte. Visa det (högerklicka på en flik, Ta fram) och flytta uppgifterna till mallens blad om de ska med.",
            place(sheet, None, None)
        ),
        Remark::UnknownSheet { sheet } => {
            format!("{}bladet hör inte till mallen och läses inte. Flytta uppgifterna till mallens blad om de ska med.", place(sheet, None, None))
        }
        Remark::ExternalLinks => {
            "Arbetsboken har länkar till andra filer. De följs inte; cellernas senast sparade värden läses. Kontrollera dem i förhandsgranskningen."
                .to_owned()
        }
        Remark::NoHeadingRow { sheet, expected } => format!(
            "{}rubrikraden hittades inte bland de första 50 raderna. Lägg tillbaka rubrikerna {} i en rad, eller hämta mallen på nytt.",
            place(sheet, None, None),
            list(expected)
        ),
        Remark::MissingHeading { sheet, row, heading, required } => format!(
            "{}kolumnen {heading} saknas. {}",
            place(sheet, Some(*row), None),
            if *required {
                "Lägg tillbaka den, eller hämta mallen på nytt."
            } else {
                "Filen läses utan den. Lägg tillbaka den om den ska vara med."
            }
        ),
        Remark::ChangedHeading { sheet, row, column, found, expected } => format!(
            "{}rubriken ”{found}” finns inte i mallen. Menade du ”{expected}”? Skriv rubriken som i mallen.",
            place(sheet, Some(*row), Some(*column))
        ),
        Remark::DuplicatedHeading { sheet, row, columns, heading } => {
            let columns: Vec<String> = columns.iter().map(|column| letters(*column)).collect();
            format!(
                "{}rubriken {heading} står i flera kolumner ({}). Ta bort den kolumn som inte ska vara med.",
                place(sheet, Some(*row), None),
                list(&columns)
            )
        }
        Remark::ExtraColumn { sheet, row, column, heading } => {
            let heading = if heading.is_empty() { "en kolumn utan rubrik".to_owned() } else { format!("kolumnen ”{heading}”") };
            format!(
                "{}{heading} finns inte i mallen och läses inte. Flytta uppgifterna till en av mallens kolumner om de ska med.",
                place(sheet, Some(*row), Some(*column))
            )
        }
        Remark::SecondHeadingRow { sheet, row } => {
            format!("{}raden upprepar rubrikerna och hoppas över. Ta bort den om du vill.", place(sheet, Some(*row), None))
        }
        Remark::Merged { sheet, area } => format!(
            "{}cellerna {area} är sammanslagna, så bara den första har innehåll. Dela cellerna och fyll i varje rad för sig.",
            place(sheet, None, None)
        ),
        Remark::HiddenRows { sheet, rows, count: number } => {
            let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
            let named = if rows.len() < *number { format!("bland annat {}", list(&rows)) } else { list(&rows) };
            let said = if *number == 1 {
                format!("1 rad är dold men läses ({named}). Visa den eller ta bort filtret, och kontrollera att den ska vara med.")
            } else {
                format!(
                    "{} rader är dolda men läses ({named}). Visa dem eller ta bort filtret, och kontrollera att de ska vara med.",
                    count(*number)
                )
            };
            format!("{}{said}", place(sheet, None, None))
        }
        Remark::HiddenColumn { sheet, column, heading } => format!(
            "{}kolumnen {heading} är dold men läses. Visa den och kontrollera att uppgifterna stämmer.",
            place(sheet, None, Some(*column))
        ),
        Remark::Formulas { sheet, column, heading, first_row, count: number } => format!(
            "{}{heading} har {} (först i rad {first_row}). Formlerna körs inte; det senast sparade värdet läses. Kontrollera värdena i förhandsgranskningen.",
            place(sheet, None, Some(*column)),
            if *number == 1 { "en formel".to_owned() } else { format!("{} formler", count(*number)) }
        ),
        Remark::Outside { sheet, place: cell } => format!(
            "{}cellen {cell} ligger långt utanför tabellen och läses inte. Töm den, eller flytta uppgiften till tabellen.",
            place(sheet, None, None)
        ),
    }
}

/// The title of one of several slides with the same content: *Målvärden (2 av 3)*.
pub fn slide_of(title: &str, number: usize, of: usize) -> String {
    format!("{title} ({number} av {of})")
}
/// What the number at the foot of a slide is called by programs that list its parts.
pub const SLIDE_NUMBER: &str = "Sidnummer";
/// What the text at the foot of a slide is called by programs that list its parts.
pub const SLIDE_FOOT: &str = "Sidfot";
/// What the title of a slide is called by programs that list its parts.
pub const SLIDE_TITLE: &str = "Rubrik";
/// What the second line of the first slide is called by programs that list its parts.
pub const SLIDE_SUBTITLE: &str = "Underrubrik";
/// What text on a slide is called by programs that list its parts.
pub const SLIDE_TEXT: &str = "Text";
/// What a table on a slide is called by programs that list its parts.
pub const SLIDE_TABLE: &str = "Tabell";
/// What the notes of a slide are called by programs that list their parts.
pub const SLIDE_NOTES: &str = "Anteckningar";
/// What the picture of the slide on its notes is called by programs that list their parts.
pub const SLIDE_PICTURE: &str = "Bild";
