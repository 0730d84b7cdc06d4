//! What the browser has written and not sent, as it is kept (`platform::unsent`).

use kernel::Day;
use platform::unsent::OPEN_SECONDS;
use platform::{Stop, Unsent};
use serde::{Deserialize, Serialize};

use super::draft::Draft;

/// How long the receipt can be shown again, where the line broke just then.
const RECEIPT_SECONDS: i64 = 900;

/// One thing at a time is kept for a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// What is being said.
    Draft(Draft),
    /// The receipt of what was sent: the text is gone from here.
    Sent(Sent),
    /// What was written in a case that was not open any more.
    Line(Typed),
}

/// What somebody is told who has sent it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The code, as it is written down.
    pub code: String,
    /// The last day to hear that it has come.
    pub acknowledge: Option<Day>,
    /// The last day of an answer.
    pub answer: Option<Day>,
}

/// What was typed into a field of the case's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Typed {
    /// The field.
    pub field: String,
    /// What was typed.
    pub text: String,
}

/// What is kept for the browser.
pub async fn kept(unsent: &Unsent) -> Result<Option<Kept>, Stop> {
    // What an earlier version of the program kept may read otherwise: then it is gone, as after an hour.
    Ok(unsent.read().await?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// What was typed in a case, where that is what is kept.
pub async fn line(unsent: &Unsent) -> Result<Option<Typed>, Stop> {
    Ok(match kept(unsent).await? {
        Some(Kept::Line(typed)) => Some(typed),
        _ => None,
    })
}

/// Keeps it, and gives the cookie; nothing where there is no room.
pub async fn keep(unsent: &Unsent, what: &Kept) -> Result<Option<String>, Stop> {
    // The code opens the case for ever: whoever comes next to the computer is not to find it long after.
    let seconds = if matches!(what, Kept::Sent(_)) { RECEIPT_SECONDS } else { OPEN_SECONDS };
    unsent.keep(&serde_json::to_string(what)?, seconds).await
}
