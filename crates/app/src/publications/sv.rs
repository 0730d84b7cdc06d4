//! Sentences of what is published.

use domain::publications::{Row, Table};
use kernel::Instant;
use kernel::swedish::{self, integer};
use stats::ShownShare;
use stats::suppression::Shown;

use super::store::TooNear;
use crate::participations::Freeze;

/// The page's name.
pub const TITLE: &str = "Publiceringar";
/// What the page for anybody is called.
pub const OPEN_TITLE: &str = "Resultat för vuxenutbildningen";
/// A number that is not shown.
pub const TOO_FEW: &str = "Dolt";
/// A number that nobody has.
pub const MISSING: &str = "Uppgift saknas";
/// Something could not be proved safe.
pub const NOT_PROVED: &str = "Listan går inte att publicera";
/// Why, and what to do.
pub const NOT_PROVED_TEXT: &str = "Det gick inte att visa att inget litet antal kan räknas ut ur tabellerna. Därför publiceras \
    ingenting. Ta bort någon uppdelning under [publications] i årets dokument och försök igen.";
/// No snapshot was taken.
pub const NO_FREEZE: &str = "Inget frystes";
/// A snapshot without a name.
pub const FREEZE_TITLE: &str = "Skriv vad frysningen ska heta, så att en rapport kan hänvisa till den.";
/// Nothing counts yet.
pub const NOTHING_TO_FREEZE: &str = "Inget är inläst än, så det finns inget att frysa.";
/// Where results are read in.
pub const IMPORTS: &str = "Inläsning av resultat";
/// The list is not there.
pub const NOT_ASKED: &str = "Först räknas det fram vilka tabeller som kan publiceras ur frysningen, och vilka tal i dem som måste \
    döljas. Det tar från någon sekund till någon minut.";
/// Has the list drawn up.
pub const ASK: &str = "Räkna fram tabellerna";
/// Has it drawn up once more.
pub const ASK_AGAIN: &str = "Räkna fram tabellerna igen";
/// The list is under way.
pub const DRAWING_UP: &str = "Tabellerna räknas fram";
/// What happens then.
pub const DRAWING_UP_TEXT: &str = "Sidan visar dem när de är klara. Du kan lämna den och komma tillbaka.";
/// The list has not come.
pub const TOOK_LONG: &str = "Tabellerna har inte kommit";

/// Since when it is awaited, and what to do.
pub fn took_long(since: Instant) -> String {
    format!(
        "De började räknas fram {} och borde vara klara. Försök igen. Händer det en gång till behöver den som driver \
         systemet se efter varför.",
        swedish::instant(since)
    )
}

/// A refusal's heading.
pub const REFUSED: &str = "Inget är publicerat";
/// Nothing was chosen.
pub const NOTHING: &str = "Kryssa för minst en tabell som inte redan är publicerad.";
/// The list is another than the one that was shown.
pub const OTHER: &str = "Listan har ändrats sedan sidan visades. Se igenom tabellerna igen och publicera sedan.";
/// A withdrawal says why.
pub const NO_REASON: &str = "Skriv varför publiceringen dras tillbaka. Skälet visas för alla.";
/// The reason is longer than fits.
pub const LONG_REASON: &str = "Skälet får vara högst 500 tecken.";
/// It is withdrawn already.
pub const WITHDRAWN_ALREADY: &str = "Publiceringen är redan tillbakadragen.";

/// That tables lie too near what is published of another snapshot.
pub fn too_near(near: &[TooNear]) -> String {
    let told: Vec<String> = near
        .iter()
        .map(|one| {
            format!("”{}” jämfört med publicering {} ({})", one.title, integer(one.number), swedish::list(&one.rows))
        })
        .collect();
    format!(
        "Tabellen skiljer sig så lite från en som redan är publicerad ur en annan frysning att skillnaden visar ett litet \
         antal: {}. Välj bort den, eller vänta tills underlaget har ändrats mer.",
        told.join("; ")
    )
}

/// What was published.
pub fn published(numbers: &[i64]) -> String {
    match numbers {
        [one] => format!("Publicering {} är gjord och kan läsas av alla.", integer(*one)),
        all => format!("{} tabeller är publicerade och kan läsas av alla.", all.len()),
    }
}

/// What has just been frozen.
pub fn frozen(freeze: &Freeze) -> String {
    format!("Frysning {} är tagen: ”{}”.", integer(freeze.number), freeze.title)
}

/// A number, or the word for why there is none.
pub fn number(shown: Shown) -> String {
    match shown {
        Shown::Count(count) => integer(count),
        Shown::Missing => MISSING.to_owned(),
        Shown::Suppressed => TOO_FEW.to_owned(),
    }
}

/// A share with one decimal: *84,2 %*; nothing where its number or base says why.
pub fn share(share: ShownShare) -> String {
    match share {
        ShownShare::Share { part, base } => stats::Share::new(part, base).map_or_else(
            |_| String::new(),
            |share| domain::indicators::sv::value(domain::indicators::Figure::of_share(share, 0)),
        ),
        ShownShare::Missing | ShownShare::Suppressed => String::new(),
    }
}

/// How much is hidden in the table.
pub fn how_much_hidden(table: &Table) -> String {
    let hidden = table.rows.iter().filter(|row| row.hides()).count();
    match hidden {
        0 => "Inget är dolt.".to_owned(),
        some => format!("{some} av {} rader har dolda tal.", table.rows.len()),
    }
}

/// Where figures come from, under a heading that says so.
pub fn source(text: &str) -> String {
    let rest = text.strip_prefix("Underlag: ").unwrap_or(text);
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What will be hidden in the table, and why.
pub fn hidden(table: &Table, smallest: i64) -> String {
    let hidden = table.rows.iter().filter(|row| row.hides()).count();
    match hidden {
        0 => "Inget behöver döljas.".to_owned(),
        some => format!(
            "{some} av {} rader har dolda tal: antalet är under {smallest}, eller så skulle ett sådant antal gå att räkna ut \
             ur det som visas i den här tabellen och de andra i listan.",
            table.rows.len()
        ),
    }
}

/// Opens a table where it is chosen.
pub fn look_at(title: &str) -> String {
    format!("Visa tabellen {title}")
}

/// The signs, explained for who reads the table.
pub fn signs(smallest: i64) -> String {
    format!(
        "0 betyder att det inte finns någon. ”{MISSING}” betyder att ingen har uppgiften. ”{TOO_FEW}” betyder att talet är dolt: \
         det är under {smallest}, eller skulle tillsammans med andra tal visa ett som är det."
    )
}

/// Whether the row has a share to tell.
pub fn has_share(row: &Row) -> bool {
    (0..row.values.len()).any(|column| matches!(row.share(column), ShownShare::Share { base: 1.., .. }))
}
