//! The words of the template, and every sentence about an upload: what, where, what to do.

use documents::sv::unreadable;
use kernel::{Day, Instant, swedish};
use platform::UploadProblem;

use super::intake::{Fault, OtherTemplate};

/// A file with numbers of persons is not handed out as it came.
pub(super) const NOT_HANDED_OUT_TITLE: &str = "Filen lämnas inte ut";
/// Why, and where it is.
pub(super) const NOT_HANDED_OUT: &str = "Listan kan ha personnummer, och då lämnas filen inte ut så som den kom. Den ligger krypterad, och ni har den själva. \
     Hämta mallen om ni vill ha raderna: där är numren dolda.";

/// The first sheet.
pub const INSTRUCTIONS: &str = "Anvisning";
/// Facts of the first sheet.
pub const PROVIDER: &str = "Anordnare";
/// See [`PROVIDER`].
pub const SUBJECT: &str = "Gäller";
/// See [`PROVIDER`].
pub const OCCASION: &str = "Tillfälle";
/// See [`PROVIDER`].
pub const COVERS: &str = "Omfattar";
/// See [`PROVIDER`].
pub const ALSO: &str = "Ta också med";
/// See [`PROVIDER`].
pub const DUE: &str = "Sista dag";
/// See [`PROVIDER`].
pub const TO: &str = "Lämnas till";
/// Heading.
pub const HOW: &str = "Så gör du";
/// Heading.
pub const DEFINITION: &str = "Vad som räknas som klagomål";
/// A file with nothing in it that is asked for.
pub const NO_ROWS: &str =
    "Filen har inga ifyllda rader i mallens tabeller. Kontrollera att det är rätt fil och att den är sparad.";
/// When there is nothing to report.
pub const NO_COMPLAINTS: &str =
    "Har enheten inte haft några klagomål? Då behövs ingen arbetsbok. Svara ”Inga klagomål” på webben och signera där.";
/// When there is nothing to report.
pub const NOTHING_TO_REPORT: &str =
    "Finns det inget att redovisa? Då behövs ingen arbetsbok. Svara det på webben och signera där.";

/// How it is filled in and handed in.
pub fn steps(address: &str, numbers: bool) -> Vec<(String, String)> {
    let never = if numbers {
        "Skriv inga namn, och personnummer bara i kolumnen för dem."
    } else {
        "Skriv inga namn och inga personnummer."
    };
    [
        (
            "Fyll i",
            format!(
                "Skriv en sak per rad. Välj i listorna där det finns en. Ändra inte rubrikerna och byt inte namn på bladen. {never}"
            ),
        ),
        ("Spara", "Spara filen som Excel-arbetsbok (.xlsx). Det går bra med både Excel och LibreOffice.".to_owned()),
        (
            "Ladda upp",
            format!(
                "Logga in och öppna {address}. Där ser du raderna innan de läses in, och allt som behöver rättas på en gång."
            ),
        ),
        ("Signera", "Uppladdningen är ett utkast. Redovisningen är inlämnad först när den är signerad på webben.".to_owned()),
    ]
    .into_iter()
    .map(|(step, text)| (step.to_owned(), text))
    .collect()
}

/// That an upload came by e-mail.
pub fn by_mail(at: Instant) -> String {
    format!("Kom med e-post {}", swedish::instant(at))
}

/// *Lindblad Centrum (10000001)*.
pub fn unit(name: &str, code: &str) -> String {
    format!("{name} ({code})")
}

/// The line over a table, and the title of the file.
pub fn over_table(title: &str, subject: &str) -> String {
    format!("{title}, {subject}")
}

/// The subject of a template that is marked with no provider.
pub const BLANK: &str = "tom mall";
/// Whom such a template is for, and where a better one is.
pub const WHOEVER: &str = "Den som lämnar in. Mallen vid din uppgift är redan märkt med skola eller område.";

/// Heading over the columns of a sheet.
pub fn sheet(name: &str) -> String {
    format!("Bladet {name}")
}

/// A sentence about a place on a sheet, said of a file that has none.
pub fn in_file(sentence: &str, sheet: &str, file: &str) -> String {
    match sentence.strip_prefix(&format!("Blad {sheet}")) {
        Some(rest) => format!("{file}{rest}"),
        None => sentence.to_owned(),
    }
}

/// Heading over what the choices of a column mean.
pub fn choices_of(column: &str) -> String {
    format!("{column}: vad valen betyder")
}

/// What the column is called that says which authority a row is for, beside its own heading.
pub const AUTHORITY_HEADINGS: &[&str] =
    &["Huvudman", "Hemkommun", "Elevens hemkommun", "Kommunens namn", "Elevens kommun"];

/// The name of the marked copy of a file.
pub fn marked_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}, fel markerade.xlsx")
}

fn megabytes(bytes: usize) -> String {
    swedish::integer(i64::try_from((bytes >> 20).max(1)).unwrap_or(i64::MAX))
}

/// Why there is nothing to preview.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Upload(UploadProblem::Missing) => {
            "Ingen fil är vald. Välj den ifyllda mallen och ladda upp den.".to_owned()
        }
        Fault::Upload(UploadProblem::TooLarge(limit)) => format!(
            "Filen är större än {} MB, och så stor är ingen ifylld mall. Ta bort bilder och blad som inte hör till mallen \
             och ladda upp den igen.",
            megabytes(*limit)
        ),
        Fault::Upload(UploadProblem::Empty) => {
            "Filen är tom. Kontrollera att du valde rätt fil och att den är sparad.".to_owned()
        }
        Fault::Upload(UploadProblem::Broken) => {
            "Filen kom inte fram hel. Kontrollera din uppkoppling och ladda upp den igen.".to_owned()
        }
        Fault::Unreadable(why) => unreadable(why),
        Fault::NoWorkbook => {
            "Filen heter .xlsx men är ingen Excel-fil, utan vanlig text. Öppna den i Excel eller LibreOffice och \
            spara den som Excel-arbetsbok (.xlsx), eller ge den namnet .csv om det är en textfil med mallens rubriker."
                .to_owned()
        }
        Fault::Heavy => {
            "Filen tog för mycket tid eller minne att läsa, mycket mer än en ifylld mall gör. Kopiera raderna \
             till en ny mall och ladda upp den."
                .to_owned()
        }
        Fault::Template(other) => other_template(other),
        Fault::TooManyRows { rows, most } => format!(
            "Filen har {} ifyllda rader och en uppladdning tar högst {}. Dela upp raderna på flera filer och välj att \
             lägga till dem i utkastet.",
            count(*rows),
            count(*most)
        ),
    }
}

fn other_template(other: &OtherTemplate) -> String {
    const GET: &str = "Hämta mallen här, kopiera dina rader till den och ladda upp den.";
    match other {
        OtherTemplate::Authority => format!("Mallen hör till en annan huvudman. {GET}"),
        OtherTemplate::Provider => format!("Mallen hör till en annan anordnare. {GET}"),
        OtherTemplate::Year(year) => format!("Mallen gäller år {year}. {GET}"),
        OtherTemplate::Item { title, occasion, subject } => {
            let what = [title, occasion, subject].map(String::as_str);
            let what = what.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            format!("Mallen gäller något annat: {what}. Ladda upp den vid den redovisningen, eller hämta mallen här.")
        }
        OtherTemplate::Subject(subject) => {
            format!("Mallen gäller {subject}. Ladda upp den vid den redovisningen, eller hämta mallen för den här.")
        }
    }
}

fn count(number: usize) -> String {
    swedish::integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// *12 rader*.
pub fn rows(number: usize) -> String {
    if number == 1 { "1 rad".to_owned() } else { format!("{} rader", count(number)) }
}

/// The sum of the preview, in a sentence.
pub fn summary(all: usize, faulty: usize) -> String {
    match (all, faulty) {
        (0, _) => "Filen har inga ifyllda rader.".to_owned(),
        (1, 0) => "Raden går att läsa in som den är.".to_owned(),
        (all, 0) => format!("Alla {} rader går att läsa in som de är.", count(all)),
        (1, _) => "Raden har något att rätta.".to_owned(),
        (all, faulty) if all == faulty => format!("Alla {} rader har något att rätta.", count(all)),
        (all, 1) => format!("{} av {} rader är utan fel. 1 rad har något att rätta.", count(all - 1), count(all)),
        (all, faulty) => {
            format!(
                "{} av {} rader är utan fel. {} rader har något att rätta.",
                count(all - faulty),
                count(all),
                count(faulty)
            )
        }
    }
}

/// Said at a template that is ours, where the authority has one of its own.
pub const ORDINARY_WORKBOOK: &str = "Det är den vanliga arbetsboken, inte huvudmannens mall. Båda tas emot.";
/// Another unit stands in the file than the one that it is for.
pub fn other_unit(stands: &str, unit: &str) -> String {
    format!(
        "I arbetsboken står {stands}, men den gäller {unit}. Kontrollera att det är rätt rader innan du läser in dem."
    )
}
/// No stamp.
pub const NO_STAMP: &str = "Filen saknar mallens märkning, så vi kan inte se vilken enhet och vilket år den gäller. Kontrollera att \
    det är rätt fil innan du läser in den.";
/// The 1904 system.
pub const DATES_1904: &str =
    "Arbetsboken räknar datum från 1904, som Excel för Mac gjorde förr. Datumen är omräknade. Kontrollera dem nedan.";

/// The same file has been taken in before.
pub fn same_file(at: Instant) -> String {
    format!(
        "Samma fil lästes in {}. Lägger du till dess rader kommer bara de med som inte redan står i utkastet.",
        swedish::instant(at)
    )
}

/// Rows of the file that the draft has already.
pub fn rows_there(there: usize, all: usize) -> String {
    if there == all {
        return "Filens alla rader står redan i utkastet.".to_owned();
    }
    format!(
        "{} av filens {} står redan i utkastet. Lägger du till filens rader kommer bara de andra med.",
        count(there),
        rows(all)
    )
}

/// To put the file's rows after those of the draft.
pub const ADD: &str = "Lägg till filens rader efter dem som finns";
/// The same where some are about somebody who stands there.
pub const ADD_AND_UPDATE: &str = "Uppdatera raderna som finns och lägg till de nya";

/// Rows of the file about somebody who stands in the draft.
pub fn rows_over(over: usize) -> String {
    if over == 1 {
        return "1 rad gäller en elev som redan står i utkastet. Uppdaterar du skrivs den över; det filen lämnar tomt står kvar.".to_owned();
    }
    format!(
        "{} rader gäller elever som redan står i utkastet. Uppdaterar du skrivs de över; det filen lämnar tomt står kvar.",
        count(over)
    )
}

/// What was taken in, and that the draft had some of the rows.
pub fn and_left_out(said: String, left_out: usize) -> String {
    match left_out {
        0 => said,
        1 => format!("{said} 1 rad stod redan där och lades inte till en gång till."),
        left_out => format!("{said} {} rader stod redan där och lades inte till en gång till.", count(left_out)),
    }
}

/// The same file waits already.
pub fn waits_already(at: Instant, name: &str) -> String {
    format!(
        "Samma fil laddades upp {} som {name} och väntar på att läsas in. Den visas här, läst på nytt.",
        swedish::instant(at)
    )
}

/// The draft already says what the file says.
pub const NOTHING_NEW: &str = "Utkastet innehåller redan precis de här raderna. Det finns inget att läsa in.";

/// The last day has passed.
pub fn late(due: Day) -> String {
    format!(
        "Sista dagen var {}. Raderna läses in ändå, och redovisningen märks som inlämnad efter sista dagen.",
        swedish::day(due)
    )
}

/// After the rows have been taken in.
pub fn taken(rows: usize, faulty: usize, replaced: bool, late: Option<Day>) -> String {
    let mut text = match (rows, replaced) {
        (1, true) => "1 rad är inläst och ersätter det som stod i utkastet.".to_owned(),
        (rows, true) => format!("{} rader är inlästa och ersätter det som stod i utkastet.", count(rows)),
        (1, false) => "1 rad är inläst i utkastet.".to_owned(),
        (rows, false) => format!("{} rader är inlästa i utkastet.", count(rows)),
    };
    match faulty {
        0 => {}
        1 => text.push_str(" 1 av dem har något att rätta innan redovisningen kan signeras."),
        faulty => {
            text.push_str(&format!(" {} av dem har något att rätta innan redovisningen kan signeras.", count(faulty)));
        }
    }
    if let Some(due) = late {
        text.push_str(&format!(
            " Sista dagen var {}; redovisningen märks som inlämnad efter sista dagen.",
            swedish::day(due)
        ));
    }
    text
}

/// Confirmed a second time.
pub fn already(at: Option<Instant>) -> String {
    match at {
        Some(at) => format!("Filen är redan inläst, {}. Inget mer har ändrats.", swedish::instant(at)),
        None => "Filen är redan inläst. Inget mer har ändrats.".to_owned(),
    }
}

/// Thrown away.
pub fn dropped(name: &str) -> String {
    format!("Uppladdningen {name} är borttagen. Utkastet är orört.")
}

/// Somebody has written in the draft since the preview was shown.
pub const CHANGED_MEANWHILE: &str = "Någon har skrivit i utkastet sedan du öppnade sidan. Inget har lästs in. Se efter vad som står där \
    nu och välj sedan igen.";
/// The year was changed between the preview and its confirmation.
pub const FORM_CHANGED: &str = "Redovisningen har ändrats sedan du öppnade sidan. Inget har lästs in. Se efter vad som följer med \
    och välj sedan igen.";
/// A file that waited while the year was changed.
pub const READ_AGAIN_TITLE: &str = "Läs in filen igen";
/// See [`READ_AGAIN_TITLE`].
pub const READ_AGAIN: &str = "Redovisningen har ändrats sedan filen laddades upp, och raderna passar inte längre. Inget har lästs in. \
    Ladda upp filen igen.";
/// How to go on was not said.
pub const CHOOSE_HOW: &str = "Utkastet har redan rader. Välj om filens rader ska ersätta dem eller läggas till.";
/// Adding the same file again.
pub const NOT_TWICE: &str = "Filens alla rader står redan i utkastet. Välj att ersätta, eller ta bort uppladdningen.";
/// Heading of a refusal.
pub const REFUSED: &str = "Filen kan inte läsas in nu";
/// The way back from a refusal.
pub const BACK: &str = "Tillbaka till arbetsboken";

/// Why the rows cannot be taken in now, and that they are kept.
pub fn refused(why: &str, until: Instant) -> String {
    format!("{why} Uppladdningen finns kvar till {}.", swedish::day(until.day()))
}

/// No workbook is asked for here.
pub const NO_TABLES: &str = "Den här redovisningen besvaras med text och har ingen arbetsbok. Fyll i den på webben.";
/// Heading of the same.
pub const NO_TABLES_TITLE: &str = "Ingen arbetsbok här";

/// More rows than a draft holds.
pub const DRAFT_FULL: &str =
    "Utkastet skulle få fler än 9 999 rader. Välj att ersätta, eller ta bort rader på webben först.";

/// Where a file stands among the uploads.
pub fn upload_state(taken: Option<Instant>, expires: Instant) -> String {
    match taken {
        Some(at) => format!("Inläst {}", swedish::instant(at)),
        None => format!("Väntar på att läsas in, till {}", swedish::day(expires.day())),
    }
}

/// Which rows the preview shows, when not all of them.
pub fn shown_rows(faulty: (usize, usize), good: (usize, usize)) -> String {
    let first = |(shown, of): (usize, usize), what: &str| match (shown, of) {
        (_, 0) => String::new(),
        (shown, of) if shown == of => format!("{} {what}", rows(of)),
        (shown, of) => format!("de första {} av {} {what}", count(shown), rows(of)),
    };
    let parts = [first(faulty, "med något att rätta"), first(good, "utan fel")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("Här visas {}.", swedish::list(&parts))
}

/// A fault of a row, with its column.
pub fn at_column(column: &str, what: &str) -> String {
    forms::sv::lead(column, what)
}

/// Whose an uploaded file is.
pub const ONLY_YOURS: &str = "Filen är er egen. Huvudmannen läser det ni signerar, aldrig själva filen.";

/// Which version of a document, in a file name.
pub fn version(number: i64) -> String {
    format!("version {number}")
}
/// In place of a text that must not be shown again.
pub const HIDDEN: &str = "visas inte här";
/// A template that begins with what was handed in at an earlier occasion.
pub fn with_earlier(occasion: &str) -> String {
    format!("Mall med raderna från {occasion}")
}
/// What there is in it.
pub fn earlier_note(number: usize) -> String {
    format!("{} som ni lämnade in då och som ska med även nu. Fyll på med det nya.", rows(number))
}

/// A column of the authority's own file.
pub fn heading(heading: &str, column: u32) -> String {
    format!("{heading} (kolumn {})", documents::raw::letters(column))
}
/// The button that takes a file in.
pub fn take_in(number: usize) -> String {
    if number == 0 { "Läs in svaret i utkastet".to_owned() } else { format!("Läs in {} i utkastet", rows(number)) }
}
/// What a file answers beside its tables.
pub fn answers(title: &str, text: &str) -> String {
    format!("Filen svarar också: {title}: {text}")
}
/// An answer that says neither yes nor no.
pub fn unclear(sheet: &str, at: documents::raw::Place, text: &str) -> String {
    format!("Bladet {sheet}, cell {at}: {text} går inte att förstå som ja eller nej. Svaret läses inte in.")
}
/// What stands over the faults of a file.
pub const FAULTS_TITLE: &str =
    "Det här behöver rättas. Rätta på de andra bladen, spara och ladda upp filen igen. Det här bladet läses inte in.";
/// Where a fault is.
pub const FAULT_CELL: &str = "Cell";
/// On which sheet.
pub const FAULT_SHEET: &str = "Blad";
/// Under which heading.
pub const FAULT_COLUMN: &str = "Rubrik";
/// What is wrong.
pub const FAULT_WHAT: &str = "Att rätta";
/// A row as a whole.
pub fn fault_row(row: u32) -> String {
    format!("Rad {row}")
}

/// Columns that a file made before the change could not have.
pub fn new_columns(new: &[(String, bool)]) -> String {
    let names: Vec<String> = new
        .iter()
        .map(
            |(heading, required)| {
                if *required { format!("”{heading}” (måste fyllas i)") } else { format!("”{heading}”") }
            },
        )
        .collect();
    format!(
        "Nytt sedan mallen hämtades: {}. Fyll i det på webben när raderna är inlästa, eller hämta mallen på nytt.",
        swedish::list(&names)
    )
}

/// A column that is asked no more.
pub fn column_left_out(heading: &str, values: usize) -> String {
    let values = if values == 1 {
        "1 svar".to_owned()
    } else {
        format!("{} svar", swedish::integer(i64::try_from(values).unwrap_or(i64::MAX)))
    };
    format!("”{heading}” efterfrågas inte längre. {values} i den kolumnen läses inte in; de står kvar i filen.")
}

/// To what stood in it.
pub fn show_left_out(heading: &str) -> String {
    format!("Visa det som står under ”{heading}”")
}

/// *Rad 14: Samtal*
pub fn row_value(row: u32, text: &str) -> String {
    format!("Rad {row}: {text}")
}

/// A file that waits no more.
pub const GONE_TITLE: &str = "Filen väntar inte längre";
/// See [`GONE_TITLE`].
pub const GONE: &str = "Någon hos er har slängt den, den har blivit för gammal, eller så har huvudmannen tagit ut den ur brevet. Inget är inläst, och det som står i utkastet är orört. Ladda upp filen om den ska med.";
