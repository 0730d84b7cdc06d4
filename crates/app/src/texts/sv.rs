//! The words of running text and its pictures.

use documents::dots::NotTaken;
use kernel::swedish::{integer, list};
use platform::UploadProblem;

/// What a table in a text is called.
pub const TABLE: &str = "Tabell i texten";
/// The pictures of an item.
pub const PICTURES: &str = "Bilder";
/// The refusal's heading.
pub const REFUSED: &str = "Bilden kan inte läggas till nu";
/// The way back.
pub const BACK: &str = "Till bilderna";
/// How things are written.
pub const HOW: &[(&str, &str)] = &[
    ("Rubrik", "## Läget i vår"),
    ("Underrubrik", "### Svenska som andraspråk"),
    ("Punktlista", "- första punkten\n- andra punkten"),
    ("Numrerad lista", "1. först\n2. sedan"),
    ("Fet text i en rad", "Det är **viktigt** att veta."),
    ("Tabell", "| Kurs | Elever |\n| --- | --- |\n| Matematik 1 | 24 |"),
];
/// What to write about a picture.
pub const ALT_HELP: &str = "Skriv det en läsare behöver veta som inte ser bilden, till exempel: Stapeldiagram, godkända betyg ökar från 78 till 84 procent.";
/// Where it goes.
pub const PLACE_HELP: &str = "Bilden läggs sist under rubriken. Flytta raden i texten om den ska stå någon annanstans.";
/// Nothing was written about it.
pub const NO_ALT: &str = "Beskriv vad bilden visar.";
/// A personnummer in what was written about it.
pub const PERSONAL_NUMBER: &str = "Beskrivningen innehåller något som ser ut som ett personnummer. Ta bort det.";
/// No heading was chosen.
pub const NO_PLACE: &str = "Välj under vilken rubrik bilden ska stå.";
/// A picture that stands in a text is not removed.
pub const IN_USE: &str = "Bilden står i texten eller i något som är inlämnat. Ta först bort raden som placerar den.";
/// It is gone.
pub const REMOVED: &str = "Bilden är borttagen.";
/// The heading where a picture is kept that cannot be removed.
pub const KEPT: &str = "Bilden kan inte tas bort";

/// What files are taken.
pub fn file_help(megabytes: usize) -> String {
    format!(
        "PNG eller JPEG, högst {megabytes} MB. Bilden packas om: uppgifter om plats, kamera och upphov följer inte med. Visa inga \
         elever som kan kännas igen."
    )
}

/// Why there is no file.
pub fn no_file(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Välj en bild.".to_owned(),
        UploadProblem::TooLarge(limit) => format!("Bilden är större än {} MB. Gör den mindre.", limit >> 20),
        UploadProblem::Empty => "Filen är tom. Välj bilden på nytt.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Försök igen.".to_owned(),
    }
}

/// Why the picture is not taken.
pub fn not_taken(why: &NotTaken) -> String {
    format!("Bilden {}", documents::sv::not_taken(why))
}

/// Under which headings it stands.
pub fn used(headings: &[String]) -> String {
    if headings.is_empty() {
        "Står inte i någon text.".to_owned()
    } else {
        format!("Står under {}.", list(headings))
    }
}

/// How large it is.
pub fn size(width: i64, height: i64) -> String {
    format!("{} × {} bildpunkter.", integer(width), integer(height))
}

/// It has come.
pub fn added(heading: &str) -> String {
    format!("Bilden är tillagd sist under {heading}.")
}

/// There are as many pictures as there can be.
pub fn too_many(most: usize) -> String {
    format!(
        "Redovisningen har redan {most} bilder, och fler kan den inte ha. Ta bort en bild som inte står i texten, eller ta bort en ur texten först."
    )
}
