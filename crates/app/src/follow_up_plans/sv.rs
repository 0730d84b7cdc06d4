//! Swedish sentences about the pages of follow-up plans.

use kernel::{Day, swedish};

use super::store::Changed;

pub(super) const TITLE: &str = "Uppföljningsplan";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const YEAR: &str = "Året";
pub(super) const LEAD: &str = "Planen säger vad huvudmannen följer upp under året, hos vem och hur. När den är fastställd är den låst, och momenten i den planeras hos varje anordnare.";
pub(super) const NEEDED_DAY: &str = "Skriv en dag, till exempel 31 december 2024.";
pub(super) const NO_DAY: &str = "Det går inte att läsa som en dag. Skriv till exempel 2024-12-31.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag. Fastställ planen när beslutet är fattat.";
pub(super) const NO_YEAR: &str = "Skriv ett år, till exempel 2025.";
pub(super) const NOT_WHOLE: &str =
    "Formuläret kom inte fram helt, och inget är sparat. Gå tillbaka till planen och öppna det igen.";
pub(super) const CHOOSE_ONE: &str = "Välj ett av alternativen.";
pub(super) const NO_FILE_TITLE: &str = "Filen gick inte att göra nu";
pub(super) const NO_FILE: &str = "Det tog för lång tid. Planen finns kvar. Försök igen om en stund.";
pub(super) const RESTORED: &str = "Den äldre versionen är ett utkast igen. Inget annat har försvunnit.";
pub(super) const CHOOSE: &str = "Välj vad planen ska börja från.";
pub(super) const BEGUN: &str = "Planen är påbörjad som ett utkast. Läs igenom den och ändra det som ska ändras.";
pub(super) const ADOPTED: &str = "Planen är fastställd och låst. Nu kan momenten planeras hos varje anordnare.";
pub(super) const OTHERWISE_TITLE: &str = "Någon annan har sparat en nyare version";
pub(super) const OTHERWISE: &str = "Det du skrev står kvar här nedanför. Jämför med den nyare versionen. Sparar du igen gäller det som står här, och den nyare finns kvar bland versionerna.";
pub(super) const IS_ADOPTED: &str = "Versionen är redan fastställd, och låst.";
pub(super) const NOT_NEWEST: &str = "Det finns en nyare version av planen. Fastställ den, eller läs vad som skiljer.";
pub(super) const DRAFT: &str = "Utkast, inte fastställt";
/// The head of the source: what an adoption says.
pub(super) const ADOPTION: [&str; 5] = [
    "Diarienummer",
    "Fastställd/senast uppdaterad",
    "Beslutsinstans",
    "Ansvarigt politiskt organ",
    "Ansvarig processägare",
];
/// The columns of the moments on paper.
pub(super) const MOMENT_COLUMNS: [&str; 4] = ["Moment", "Vad som görs", "Hos vem", "När"];
/// The columns of the table of results on paper.
pub(super) const RESULT_COLUMNS: [&str; 2] = ["Vad", "Hur"];
pub(super) const PROVENANCE: &str =
    "Exempel, skrivet av oss efter en plan för 2016. Ändra det till er egen innan ni fastställer den.";

/// There is one of the year.
pub(super) fn exists(year: i16) -> String {
    format!("Det finns redan en plan för {year}.")
}

/// What has been saved.
pub(super) fn saved(number: i64) -> String {
    format!("Sparat som version {number}.")
}

/// What a version changed, as the history says it.
pub(super) const fn changed(changed: Changed) -> &'static str {
    match changed {
        Changed::Begun => "påbörjade planen",
        Changed::Restored => "tog upp en äldre version",
        Changed::Text => "ändrade texten",
        Changed::Moments => "ändrade momenten",
        Changed::Results => "ändrade tabellen över resultat",
    }
}

/// What the page for changing a part is called.
pub(super) const fn part(changed: Changed) -> &'static str {
    match changed {
        Changed::Begun | Changed::Restored | Changed::Text => "Texten",
        Changed::Moments => "Momenten",
        Changed::Results => "Tabellen över resultat",
    }
}

/// The way to changing a part.
pub(super) const fn change(changed: Changed) -> &'static str {
    match changed {
        Changed::Begun | Changed::Restored | Changed::Text => "Ändra texten",
        Changed::Moments => "Ändra momenten",
        Changed::Results => "Ändra tabellen över resultat",
    }
}

/// What a version is called within a sentence.
pub(super) fn version_within(number: i64) -> String {
    format!("version {number}")
}

/// What a version is called.
pub(super) fn version(number: i64) -> String {
    format!("Version {number}")
}

/// From when to when.
pub(super) fn holds(from: Day, to: Day) -> String {
    swedish::period(kernel::Period { from, to })
}

/// How many places differ from the version.
pub(super) fn otherwise(before: i64, count: usize) -> String {
    let places = if count == 1 { "1 ställe".to_owned() } else { format!("{count} ställen") };
    format!("Det som skiljer från version {before}: {places}")
}

/// What a file is called.
pub(super) fn file_name(year: i16, number: i64, ending: &str) -> String {
    format!("uppfoljningsplan-{year}-version-{number}.{ending}")
}

pub(super) const NOTHING_CHANGED: &str = "Inget var ändrat, så ingen ny version sparades.";
pub(super) const CANNOT_ADOPT: &str = "Versionen går inte att fastställa";
pub(super) const TO_PLAN: &str = "Till planen";
pub(super) const ADOPT: &str = "Fastställ planen";
