//! Sentences about profiles: what they say, whose they are, what is missing of one.

use domain::participations::{Field, sv as names};
use kernel::swedish::{integer, list};

/// Whose a profile is.
pub fn whose(version: Option<i64>) -> String {
    version.map_or_else(|| "Följer med".to_owned(), |version| format!("Er egen, version {}", integer(version)))
}

/// A profile that nobody reads with any more.
pub const RETIRED: &str = "Avslutad";
/// What that means.
pub const RETIRED_TEXT: &str = "Profilen föreslås inte för nya filer. Det som är inläst med den är som det var. Sparar ni en profil \
                                med samma namn igen är den i bruk på nytt.";
/// Takes a profile out of use.
pub const RETIRE: &str = "Sluta använda profilen";
/// What that does.
pub const RETIRE_TEXT: &str =
    "Den föreslås då inte för nya filer. Den finns kvar att läsa, för det som är inläst med den.";
/// A file has all there is of each person in it.
pub const COMPLETE_PER_PERSON: &str =
    "Varje elev är med med alla sina betyg: betyg som saknas för en elev i filen tas bort.";

/// Texts that stand for no value.
pub fn missing_signs(signs: &[String]) -> String {
    let quoted: Vec<String> = signs.iter().map(|sign| format!("”{sign}”")).collect();
    format!("{} läses som att värdet saknas, i alla kolumner.", list(&quoted))
}

/// Over the codes of a field.
pub fn codes_of(field: Field) -> String {
    format!("Vad värdena i {} betyder", names::field(field))
}

/// A profile was taken out of use.
pub fn profile_retired(title: &str) -> String {
    format!("Profilen ”{title}” används inte längre för nya filer.")
}

/// A profile without a name.
pub const NAME_NEEDED: &str =
    "Skriv vad profilen ska heta, till exempel källsystemets namn. Namnet behöver minst en bokstav eller siffra.";
/// The box to tick where unknown values are left.
pub const LEAVE_VALUES: &str = "Spara ändå: rader med värden som inte känns igen avvisas";

/// Values of a column that nobody knows and nobody has said anything of.
pub fn values_left(heading: &str, texts: &std::collections::BTreeSet<String>) -> String {
    const NAMED: usize = 5;
    let mut named: Vec<String> = texts.iter().take(NAMED).map(|text| format!("”{text}”")).collect();
    if texts.len() > NAMED {
        named.push(format!("{} till", texts.len() - NAMED));
    }
    format!(
        "I kolumnen {heading} känns {} inte igen, och rader med sådana värden avvisas. Välj vad de betyder, eller kryssa för \
         att spara ändå.",
        list(&named)
    )
}
