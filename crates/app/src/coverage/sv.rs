//! Swedish sentences about what is planned and done with each provider.

use domain::coverage::Step;
use kernel::{Day, swedish};

pub(super) const TITLE: &str = "Planerat och gjort";
pub(super) const WAITS: &str = "Uppföljningsplanen";
pub(super) const FOLLOW_UP: &str = "Uppföljning";
pub(super) const NEEDED: &str = "Skriv varför.";
pub(super) const NEEDED_DAY: &str = "Skriv en dag, till exempel 31 december 2024.";
pub(super) const NO_DAY: &str = "Det går inte att läsa som en dag. Skriv till exempel 2024-12-31.";
pub(super) const PASSED: &str = "Dagen har redan varit. Skriv en dag från i dag.";
pub(super) const AHEAD: &str = "Dagen kan inte ligga efter i dag.";
pub(super) const FAR: &str = "Dagen ligger mer än två år bort. Kontrollera årtalet.";
pub(super) const NO_PLAN: &str = "Ingen plan är fastställd";
pub(super) const NO_PLAN_TEXT: &str = "När uppföljningsplanen är fastställd står här varje anordnare och varje moment: vad som är gjort, planerat och vad som saknas.";
pub(super) const TO_PLAN: &str = "Till uppföljningsplanen";
pub(super) const CHOOSE: &str = "Välj vilket moment det gäller.";
pub(super) const ALREADY: &str = "Det var redan planerat eller gjort. Inget har ändrats.";
pub(super) const CHANGED_TITLE: &str = "Någon annan har ändrat aktiviteten";
pub(super) const CHANGED: &str = "Öppna den igen och läs vad som har hänt innan du gör något.";
pub(super) const REPORTS: &str = "Följer det som anordnarna lämnar in";

/// What the year's page is called.
pub(super) fn title(year: i16) -> String {
    format!("{TITLE} {year}")
}

/// A text that is too long.
pub(super) fn too_long(count: usize, most: usize) -> String {
    format!("Texten är {count} tecken. Den får vara högst {most}.")
}

/// What has been planned with one provider.
pub(super) fn planned(moment: &str, provider: &str, by: Day) -> String {
    format!("{moment} hos {provider} är planerat till senast {}. Öppna det för att ändra dagen.", swedish::day(by))
}

/// What has been planned with many.
pub(super) fn planned_all(moment: &str, count: usize, by: Day) -> String {
    match count {
        0 => format!("{moment} saknas inte hos någon. Inget har ändrats."),
        1 => format!("{moment} är planerat hos 1 anordnare, till senast {}.", swedish::day(by)),
        more => format!("{moment} är planerat hos {more} anordnare, till senast {}.", swedish::day(by)),
    }
}

/// What has been done with an activity.
pub(super) const fn done(step: Step) -> &'static str {
    match step {
        Step::Move => "Dagen är ändrad.",
        Step::Do => "Det är antecknat som gjort.",
        Step::TakeBack => "Det är planerat igen.",
        Step::Cancel => "Det är inställt. Saknas momentet hos anordnaren syns det.",
        Step::Restore => "Det är planerat igen.",
    }
}

/// That something was planned or done of moments that the plan has no more.
pub(super) fn gone(count: usize) -> String {
    let what = if count == 1 { "1 aktivitet hör".to_owned() } else { format!("{count} aktiviteter hör") };
    format!("{what} till moment som inte längre står i planen. De finns kvar på anordnarnas sidor.")
}

/// That a provider's agreements end within the year.
pub(super) fn ends(day: Day) -> String {
    format!("avtal till {}", swedish::day(day))
}

/// How many of a provider's reports have come in.
pub(super) fn reports(done: u32, of: u32) -> String {
    format!("{done} av {of} inlämnade")
}

pub(super) const TO_ACTIVITY: &str = "Till aktiviteten";
