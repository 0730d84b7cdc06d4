//! A file of a letter that is nobody's, set aside alone while the rest of the letter goes on; and taken back. The file
//! stays in the letter as it came.

use ::store::{Event, Housekeeping};
use domain::inbox::Became;
use platform::{Cx, FormData, Path, Reply, Stop, may};
use serde_json::json;

use super::pages::id;
use super::pages_decide::{MOST_REASON, number, show_choice};
use super::receiving::ask;
use super::store::{self, FileRow, State};
use super::{PAGE, sorting, sv};

type Door = Cx<may::Review>;
type File = Path<(String, String, String)>;

/// The field of the reason.
pub(super) const REASON: &str = "skal";
/// The field that says that all files of the letter that wait are meant.
pub(super) const ALL: &str = "alla";

/// Whether the file waits for an officer to say what it is about. One for something that is signed is looked at by itself.
pub(super) fn can_be_set_aside(file: &FileRow) -> bool {
    file.became() == Became::Waits && !file.why().is_some_and(|why| why.is_of_signed())
}

/// Whether it was set aside alone, and not with its letter.
pub(super) fn is_set_aside_alone(file: &FileRow) -> bool {
    file.became() == Became::Aside && file.decided_at.is_some() && file.why().is_some()
}

/// `POST …/epost/{mail}/fil/{number}/at-sidan`: the file belongs nowhere; and with it, where that is asked, all that wait.
pub(super) async fn set_aside(cx: Door, Path((_, mail, at)): File, form: FormData) -> Result<Reply, Stop> {
    let (letter, of, all) = (id(&mail)?, number(&at)?, form.get(ALL) == "ja");
    let reason = form.get(REASON).trim().to_owned();
    let fault = match reason.chars().count() {
        0 => Some(sv::NO_FILE_REASON),
        n if n > MOST_REASON => Some(sv::LONG_REASON),
        _ => None,
    };
    if let Some(fault) = fault {
        return show_choice(&cx, (&mail, &at), &form, &[(REASON, fault)]).await;
    }
    let person = cx.account().person;
    let said = cx
        .write(move |mut tx| {
            let whole = store::find(&mut tx, letter)?.ok_or(Stop::NotFound)?;
            let files = store::files(&mut tx, letter)?;
            let one = files.iter().find(|file| file.number == of).ok_or(Stop::NotFound)?;
            if whole.state() != State::Waits || !can_be_set_aside(one) {
                return Ok(tx.keep(Housekeeping::Staging, sv::MOVED_ON));
            }
            let meant = files.iter().filter(|file| file.number == of || (all && can_be_set_aside(file)));
            let mut events = Vec::new();
            for file in meant {
                store::refuse(&mut tx, letter, file.number, &reason, person)?;
                let facts = json!({ "mail": letter, "number": file.number, "assignment": null, "reason": reason });
                events.push(Event::about("mail.file-aside", letter, facts));
            }
            sorting::settle(&mut tx, letter)?;
            let said = if events.len() > 1 { sv::FILES_ASIDE } else { sv::FILE_ASIDE_ALONE };
            Ok(tx.save_all(&events, said)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{letter}")), said))
}

/// `POST …/epost/{mail}/fil/{number}/ta-tillbaka`: a file that was set aside alone is looked at after all.
pub(super) async fn take_back(cx: Door, Path((_, mail, at)): File) -> Result<Reply, Stop> {
    let (letter, of, tools) = (id(&mail)?, number(&at)?, cx.kit().tools());
    let said = cx
        .write(move |mut tx| {
            let whole = store::find(&mut tx, letter)?.ok_or(Stop::NotFound)?;
            let files = store::files(&mut tx, letter)?;
            let file = files.iter().find(|file| file.number == of).ok_or(Stop::NotFound)?;
            if whole.state() == State::Aside || !is_set_aside_alone(file) {
                return Ok(tx.keep(Housekeeping::Staging, sv::MOVED_ON));
            }
            store::take_file_back(&mut tx, letter, of)?;
            sorting::settle(&mut tx, letter)?;
            ask(&mut tx, &tools, letter)?;
            let facts = json!({ "mail": letter, "number": of });
            Ok(tx.save(Event::about("mail.file-back", letter, facts), sv::FILE_BACK)?)
        })
        .await?;
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{letter}")), said))
}
