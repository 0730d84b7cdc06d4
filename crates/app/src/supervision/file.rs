//! The text of a decision's file, as it is searched.

use domain::site_check::{NotRead, WebPage};
use platform::Stop;
use platform::access::{Cx, Permission};
use platform::sandbox::{SandboxError, Task};

/// The most of a file's text that is kept, in characters.
const MOST: usize = 400_000;

/// What the PDF says, in lines; empty where nothing of it can be read as text, such as a scanned page.
pub(super) async fn said<P: Permission>(cx: &Cx<P>, bytes: &[u8]) -> Result<String, Stop> {
    if !bytes.starts_with(b"%PDF-") {
        return Ok(String::new());
    }
    let request = documents::web_page::request("application/pdf", bytes);
    let answer = match cx.kit().sandbox().run(Task::Page, &request).await {
        Ok(answer) => answer,
        Err(SandboxError::Io(error)) => return Err(error.into()),
        // One that ends its child has no text that anybody reads here; the file itself is kept.
        Err(SandboxError::TooSlow | SandboxError::Ended(_)) => return Ok(String::new()),
    };
    let read: Result<WebPage, NotRead> = serde_json::from_slice(&answer)?;
    let Ok(page) = read else { return Ok(String::new()) };
    let text = page.blocks.iter().map(|block| block.text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    Ok(in_one_line(&text.join("\n")).chars().take(MOST).collect())
}

/// What follows a part of a word whose end is said later, so that the hyphen before it parts no word: as in `upp- och ned`.
const LATER: [&str; 3] = ["och", "eller", "samt"];

/// The text with a space for each white space, and words that were parted at the end of a line in one.
fn in_one_line(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let goes_on = first.starts_with(char::is_lowercase) && !LATER.contains(&first);
        match whole.strip_suffix(HYPHENS).filter(|before| before.ends_with(char::is_alphabetic)).map(str::len) {
            Some(length) if goes_on => whole.truncate(length),
            _ if whole.is_empty() => {}
            _ => whole.push(' '),
        }
        whole.push_str(first);
        for word in words {
            whole.push(' ');
            whole.push_str(word);
        }
    }
    whole
}

/// What may part a word at the end of a line.
const HYPHENS: [char; 3] = ['-', '\u{ad}', '\u{2010}'];

/// The text as it is compared: hyphens are none, so that a word is found whether it was parted or not.
fn compared(text: &str) -> String {
    kernel::swedish::fold(text).replace(HYPHENS, "")
}

/// How much of a text stands around what was looked for, in characters each way.
const AROUND: usize = 90;

/// The place in the text where all the words stand, the first of them with what is around it; nothing where one of them is missing.
pub(super) fn found(text: &str, words: &[String]) -> Option<String> {
    // Files that were taken in before have their lines still.
    let text = in_one_line(text);
    let folded = compared(&text);
    let first = words.first()?;
    if !words.iter().all(|word| folded.contains(word.as_str())) {
        return None;
    }
    // Folding may change how long a text is: the place is told of as a share of it.
    let at = folded.find(first.as_str())?;
    let before = folded.get(..at)?.chars().count();
    let (all, of) = (text.chars().count(), folded.chars().count().max(1));
    let place = before * all / of;
    let from = place.saturating_sub(AROUND);
    let cut: String = text.chars().skip(from).take(AROUND * 2 + first.chars().count()).collect();
    Some(cut.trim().to_owned())
}

/// The words that are looked for, as texts are compared.
pub(super) fn words(asked: &str) -> Vec<String> {
    compared(asked).split_whitespace().map(str::to_owned).take(8).collect()
}
