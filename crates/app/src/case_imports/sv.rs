//! Words of reading in cases out of a school's own system.

use kernel::swedish;
use platform::UploadProblem;

/// The heading of it all.
pub(super) const TITLE: &str = "Läs in ur ert eget system";
/// The way to it.
pub(super) const WAY: &str = "Läs in ur ert eget system";
/// For whom that is.
pub(super) const WAY_FOR: &str = " om ni hanterar klagomål i ett sådant.";
/// The page above.
pub(super) const CASES: &str = "Klagomål och synpunkter";
/// A file that takes too much to read.
pub(super) const HEAVY: &str = "Filen är för stor att läsa. Hämta ut ett år i taget.";
/// Meanings were saved.
pub(super) const MAPPED: &str = "Kopplingarna är sparade och används nästa gång också.";
/// The file is to be chosen once more.
pub(super) const CHOOSE_AGAIN: &str =
    "Kopplingarna är sparade. En av kolumnerna var inte sparad ur filen: välj filen en gång till.";
/// Nothing was chosen.
pub(super) const NOTHING_SAID: &str = "Välj vad minst ett av orden betyder.";
/// The former meanings hold again.
pub(super) const UNDONE: &str = "Den senaste ändringen av kopplingarna är ångrad. Det som redan är inläst ligger kvar.";
/// Somebody else was there first.
pub(super) const RACED: (&str, &str) =
    ("Kopplingarna har ändrats", "Någon har ändrat dem sedan du öppnade sidan. Ladda om den och se efter.");
/// A file was thrown away.
pub(super) const DROPPED: &str = "Inget ur filen är inläst, och inget av den är sparat.";
/// A file was taken in.
pub(super) const TAKEN: &str = "Filen är inläst.";
/// Rows are not right.
pub(super) const SAY_WITHOUT: &str =
    "Några rader kan inte läsas in. Rätta dem i ert system och hämta ut filen igen, eller välj att lämna dem utanför.";
/// What would come in is not what was shown.
pub(super) const CHANGED_MEANWHILE: &str = "Något har ändrats sedan du öppnade sidan: vad orden betyder, eller det som är \
    inläst. Inget är inläst nu. Se efter vad som läses in, och läs sedan in.";
/// Nothing to take in.
pub(super) const NOTHING_NEW: (&str, &str) =
    ("Inget nytt att läsa in", "Allt i filen är redan inläst, eller lämnas utanför. Inget har ändrats.");

/// Why no file came.
pub(super) fn upload(problem: UploadProblem) -> String {
    match problem {
        UploadProblem::Missing => "Ingen fil är vald. Välj filen och försök igen.".to_owned(),
        UploadProblem::TooLarge(limit) => {
            format!("Filen är större än {} MB. Hämta ut ett år i taget.", limit >> 20)
        }
        UploadProblem::Empty => "Filen är tom. Välj en fil med innehåll.".to_owned(),
        UploadProblem::Broken => "Filen kom inte fram hel. Kontrollera nätet och välj filen en gång till.".to_owned(),
    }
}

fn number(count: usize) -> String {
    swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// So many rows.
pub(super) fn rows(count: usize) -> String {
    if count == 1 { "1 rad".to_owned() } else { format!("{} rader", number(count)) }
}

/// The button that takes in.
pub(super) fn take(new: usize, changed: usize) -> String {
    match (new, changed) {
        (new, 0) => format!(
            "Läs in {}",
            if new == 1 { "1 nytt ärende".to_owned() } else { format!("{} nya ärenden", number(new)) }
        ),
        (0, changed) => {
            format!(
                "Läs in {}",
                if changed == 1 {
                    "1 ändrat ärende".to_owned()
                } else {
                    format!("{} ändrade ärenden", number(changed))
                }
            )
        }
        (new, changed) => format!("Läs in {} nya och {} ändrade ärenden", number(new), number(changed)),
    }
}

/// What is called a receipt.
pub(super) fn receipt(number: i64) -> String {
    format!("Inläsning {number}")
}

/// That rows are left out.
pub(super) fn without(count: usize) -> String {
    if count == 1 {
        "Lämna raden med fel utanför och läs in de andra".to_owned()
    } else {
        format!("Lämna de {} raderna med fel utanför och läs in de andra", number(count))
    }
}

/// The headings of columns that are not read.
pub(super) fn unread(headings: &[String]) -> String {
    format!("Läses inte och sparas inte: {}.", swedish::list(headings))
}

/// What a word is like.
pub(super) fn like(names: &[String]) -> String {
    format!("Liknar {}.", swedish::list(names))
}

/// A file that waits no more: the button was pressed twice, perhaps.
pub(super) const GONE: &str =
    "Filen väntar inte längre: den är redan inläst, eller slängd. Här står vad som är inläst.";
