//! What is said of rows that are given to several authorities.

use documents::table::Remark;
use domain::split::To;
use kernel::Instant;
use kernel::swedish::{self, integer};

use super::giving::Outcome;
use super::model::{How, Origin, Went};

/// The page, and the way to it.
pub(super) const TITLE: &str = "Fördela mellan huvudmän";
/// The page before it is done.
pub(super) const PREVIEW: &str = "Granska fördelningen";
/// The page when it is done.
pub(super) const WHERE_TITLE: &str = "Så fördelades raderna";
/// Over a refusal.
pub(super) const REFUSED: &str = "Det går inte nu";
/// The column of a file that says where a row goes.
pub(super) const AUTHORITY: &str = "Kommun";
/// What to write in it.
pub(super) const AUTHORITY_HELP: &str = "Vilken huvudman raden ska till. Välj Alla huvudmän om alla ska ha den.";
/// In a control: to each of them.
pub(super) const ALL: &str = "alla";
/// The same as people read it.
pub(super) const EVERYBODY: &str = "Alla huvudmän";
/// A file that came without a name.
pub(super) const NAMELESS: &str = "en fil utan namn";
/// The draft of an item cannot hold more rows.
pub(super) const FULL: &str = "Utkastet rymmer inte fler rader. Inget har lagts till.";
/// Rows of a file that waited while the form was changed.
pub(super) const READ_AGAIN_TITLE: &str = "Läs in filen igen";
/// See [`READ_AGAIN_TITLE`].
pub(super) const READ_AGAIN: &str = "Redovisningen har ändrats sedan filen laddades upp, och raderna passar inte längre. Inget mer \
    fördelas. Ta bort fördelningen och ladda upp filen igen.";
/// Nothing is to go anywhere.
pub(super) const NO_ROW_ELSEWHERE: &str = "Alla rader ligger kvar här. Välj en annan huvudman för minst en rad.";
/// It is done already.
pub(super) const ALREADY: &str = "Raderna är redan fördelade. Här ser du vart de gick.";
/// What waited is thrown away.
pub(super) const DROPPED: &str = "Det som väntade är borttaget. Rader som redan är fördelade ligger kvar där de är.";
/// Something else was chosen on the page than what was looked at.
pub(super) const LOOK_AGAIN: &str = "Du valde om. Granska vad varje huvudman får nu, och fördela sedan.";

fn count(n: usize) -> String {
    integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// So many rows.
pub(super) fn rows(n: usize) -> String {
    if n == 1 { "1 rad".to_owned() } else { format!("{} rader", count(n)) }
}

/// What an item is called where several authorities' stand beside each other.
pub(super) fn item(title: &str, occasion: &str, subject: &str) -> String {
    format!("{title}, {occasion}, {subject}")
}

/// The name of the workbook.
pub(super) fn file_name(name: &str) -> String {
    format!("{} för flera huvudmän.xlsx", name.trim_end_matches(".xlsx"))
}

/// Why a file has no rows.
pub(super) fn no_rows(remarks: &[Remark]) -> String {
    let faults: Vec<&Remark> = remarks.iter().filter(|remark| remark.is_fault()).collect();
    if faults.is_empty() {
        return "Filen har inga ifyllda rader. Fyll i minst en och ladda upp den igen.".to_owned();
    }
    documents::sv::sentences(&faults).join(" ")
}

/// What the rows come from.
pub(super) fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Draft => "Rader ur utkastet".to_owned(),
        Origin::File(name) => format!("Rader ur {name}"),
    }
}

/// A row, by its number or place and what it says.
pub(super) fn row(table: Option<&str>, number: usize, says: &str) -> String {
    let table = table.map(|table| format!("{table}, ")).unwrap_or_default();
    let lead = format!("{table}rad {}", count(number));
    let lead = if table.is_empty() { lead.replacen('r', "R", 1) } else { lead };
    if says.is_empty() { lead } else { format!("{lead}: {says}") }
}

/// That somebody has to say where a row goes.
pub(super) fn say_where(number: usize, said: &str) -> String {
    if said.is_empty() {
        format!("Rad {}: välj vilken huvudman raden ska till.", count(number))
    } else {
        format!("Rad {}: ”{said}” är ingen av huvudmännen här. Välj vilken raden ska till.", count(number))
    }
}

/// Over the rows that no authority gets.
pub(super) const NOWHERE: &str = "Utan huvudman";
/// What to do about them.
pub(super) const CHOOSE_BELOW: &str =
    "Välj huvudman för dem nedan innan du fördelar, eller rätta filen och ladda upp den igen.";
/// In which order the authorities stand.
pub(super) const ORDER: &str = "Först står det som blir kvar hos huvudmannen här, sedan de andra i bokstavsordning.";

/// How many rows no authority gets.
pub(super) fn nowhere(n: usize) -> String {
    format!("{} har ingen huvudman", rows(n))
}

/// So many rows more than are named.
pub(super) fn rows_more(n: usize) -> String {
    format!("Och {} till.", rows(n))
}

/// What the file says of where a row goes is no authority here.
pub(super) fn no_such_authority(said: &str) -> String {
    format!("”{said}” är ingen av huvudmännen här.")
}

/// The authority where the page is.
pub(super) fn here(name: &str) -> String {
    format!("{name} (här)")
}

/// When something was begun or done.
pub(super) fn entry(at: Instant, done: bool) -> String {
    let word = if done { "Fördelat" } else { "Påbörjat" };
    format!("{word} {}", swedish::instant(at))
}

/// What an authority gets.
pub(super) fn gets(rows_in: usize, there: usize, over: usize) -> String {
    let mut parts = vec![match rows_in {
        1 => "1 ny rad".to_owned(),
        n => format!("{} nya rader", count(n)),
    }];
    if over > 0 {
        parts.push(format!("{} fylls på, om samma elev", rows(over)));
    }
    if there > 0 {
        parts.push(format!("{} finns redan och läggs inte till igen", rows(there)));
    }
    format!("{}.", parts.join(", "))
}

/// Rows of a kind that the authority does not ask for.
pub(super) fn homeless(n: usize) -> String {
    format!(
        "{} är av ett slag som den här huvudmannen inte frågar efter. De går inte dit. Välj en annan huvudman.",
        rows(n)
    )
}

/// What is asked for beside.
pub(super) fn beside(titles: &[String]) -> String {
    format!("Frågar också efter {}. Det lämnas tomt. Fyll i det där innan du signerar.", quoted(titles))
}

/// How many rows lack what must be answered there.
pub(super) fn incomplete(n: usize) -> String {
    format!("{} kan inte signeras där förrän det är ifyllt.", rows(n))
}

/// What is not asked for.
pub(super) fn left_out(titles: &[String]) -> String {
    format!("{} följer inte med.", quoted(titles))
}

fn quoted(titles: &[String]) -> String {
    let quoted: Vec<String> = titles.iter().map(|title| format!("”{title}”")).collect();
    match quoted.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} och {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}

/// How many rows of a file had a personnummer.
pub(super) fn numbers(n: usize) -> String {
    format!("Personnummer i {} är inte sparade: personnummer skrivs in hos varje huvudman.", rows(n))
}

/// How many rows have gone and still stand in the draft.
pub(super) fn owed(n: usize) -> String {
    let them = if n == 1 { "den" } else { "de" };
    format!(
        "{} har gått dit {them} skulle men står också kvar i utkastet här, som inte gick att ändra då. Tryck på \
         Fördela raderna när det går, så tas {them} bort här.",
        rows(n)
    )
}

/// How many rows have faults by what is asked there.
pub(super) fn faulty(n: usize) -> String {
    format!("{} behöver rättas enligt den här huvudmannens frågor och period", rows(n))
}

/// The faults that are not shown.
pub(super) fn more(n: usize) -> String {
    if n == 1 {
        "Och 1 fel till. Det visas i utkastet där.".to_owned()
    } else {
        format!("Och {} fel till. De visas i utkastet där.", count(n))
    }
}

/// Where a row has gone.
pub(super) fn went(went: &Went) -> String {
    let place = count(went.place);
    match went.how {
        How::New => format!("ny rad {place}"),
        How::There => format!("fanns redan, rad {place}"),
        How::Over => format!("rad {place} fylldes på"),
    }
}

/// Where a row goes, as people read it.
pub(super) fn to(to: &To, name: impl Fn(&str) -> String) -> String {
    match to {
        To::Unsaid => "Inte valt".to_owned(),
        To::One(slug) => name(slug),
        To::All => EVERYBODY.to_owned(),
    }
}

/// What became of it all.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut said: Vec<String> =
        outcome.gave.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name} har {}.", rows(*n))).collect();
    if outcome.taken_out > 0 {
        said.push(format!("{} togs ur utkastet här.", rows(outcome.taken_out)));
    }
    if outcome.kept > 0 {
        said.push(format!("{} ändrades av någon under tiden och ligger kvar här också.", rows(outcome.kept)));
    }
    if outcome.owed > 0 {
        said.push(format!("{} står kvar i utkastet här också tills det går att ändra.", rows(outcome.owed)));
    }
    said.extend(outcome.refused.iter().map(|(name, why)| format!("{name} tog inte emot något: {why}")));
    if outcome.left > 0 {
        said.push(format!("{} väntar. Välj om eller försök igen.", rows(outcome.left)));
    }
    if said.is_empty() { "Inget har ändrats.".to_owned() } else { said.join(" ") }
}
