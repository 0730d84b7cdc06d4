//! The officer's pages: what has come, one letter, its original, and letters handed in as files.

use ::store::{Event, Housekeeping, ReadTx};
use axum::extract::RawQuery;
use documents::mail;
use domain::inbox::{Became, SetAside};
use domain::own_tables::Rules;
use kernel::id::kind::{Mail, Tenant};
use kernel::{Day, Id, Instant};
use platform::access::{Changes, Tools};
use platform::files::Files;
use platform::reply::Sheet;
use platform::{Cx, FormData, Path, Reply, Stop, Upload, UploadProblem, may};
use serde_json::json;

use super::receiving::{self, FILE_NAME, MEDIA_TYPE};
use super::standing::{Looking, Standing};
use super::store::{self, FileRow, Filter, Letter, NewLetter, State};
use super::view::{self, Listed};
use super::view_letter::{self, LetterPage, ShownFile};
use super::{PAGE, answers, mailbox, pages_changed, sorting, store_looking, sv};
use crate::submissions::originals;
use crate::{assignments, changes};

type Door = Cx<may::Review>;

/// That somebody opened a letter.
const SHOWN: &str = "mail.shown";
/// That somebody fetched it as it came.
const FETCHED: &str = "mail.fetched";

pub(super) fn id(text: &str) -> Result<Id<Mail>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// What an address asks a list for.
pub(super) fn filter(query: Option<&str>) -> Filter {
    let form = FormData::parse(query.unwrap_or_default().as_bytes());
    Filter { state: State::from_slug(form.get("lage")), sender: form.get("avsandare").chars().take(100).collect() }
}

/// What a list shows of the letters.
pub(super) fn listed(tx: &mut ReadTx<'_>, tools: &Tools, filter: &Filter, today: Day) -> Result<Listed, Stop> {
    let mut letters = store::list(tx, filter)?;
    let more = letters.len() > store::PAGE;
    letters.truncate(store::PAGE);
    let (mut lines, mut looking) = (Vec::with_capacity(letters.len()), Looking::default());
    for letter in letters {
        let subject = letter.head(tools, tx)?.subject;
        let mut files = Vec::new();
        for file in store::files(tx, letter.id)? {
            files.push((file.became(), looking.file(tx, tools, &letter, &file, today)?));
        }
        lines.push((letter, subject, files));
    }
    Ok(Listed {
        lines,
        more,
        counts: store::counts(tx)?,
        progress: mailbox::progress(tx)?,
        active: mailbox::find(tx)?.is_some_and(|one| one.active),
    })
}

/// `GET …/epost`: what has come, what waits first.
pub(super) async fn list(cx: Door, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let filter = filter(query.as_deref());
    let (asked, tools, today) = (filter.clone(), cx.kit().tools(), cx.now().day());
    let seen = cx.read(move |tx| listed(tx, &tools, &asked, today)).await?;
    let reads = seen.lines.iter().any(|(letter, ..)| letter.state() == State::New);
    let main = view::list(&cx.link(PAGE), &seen, &filter, true);
    let reply = cx.show(Sheet::new(sv::TITLE, main).crumb(view::FOLLOW_UP, cx.link("uppfoljning")).wide());
    Ok(if reads { reply.asking_again(3) } else { reply })
}

/// One letter as its page shows it on the day.
pub(super) fn shown(tx: &mut ReadTx<'_>, tools: &Tools, id: Id<Mail>, today: Day) -> Result<LetterPage, Stop> {
    let letter = store::find(tx, id)?.ok_or(Stop::NotFound)?;
    let head = letter.head(tools, tx)?;
    let (mut files, mut looking, mut stays) = (Vec::new(), Looking::default(), false);
    for file in store::files(tx, id)? {
        let standing = looking.file(tx, tools, &letter, &file, today)?;
        let what = answers::what(tx, &file)?;
        let (asked_anew, about_persons) = of_item(tx, &file)?;
        let (likely, is_signed) = match file.likely {
            Some(likely) => (sorting::words_of(tx, likely)?, pages_changed::is_signed(tx, likely)?),
            None => (None, false),
        };
        stays |= match (file.assignment, file.became()) {
            // An upload that nobody has read in holds nothing.
            (Some(_), Became::Upload) => matches!(standing, Some(Standing::Signed(_))),
            (Some(assignment), became) if became.is_arrival() => pages_changed::is_signed(tx, assignment)?,
            _ => false,
        };
        files.push(ShownFile {
            head: file.head(tools, tx)?,
            what,
            likely,
            is_signed,
            asked_anew,
            about_persons,
            standing,
            file,
        });
    }
    let times = store_looking::said_times(tx, id)?;
    let is_twice = letter.aside.as_deref() == Some(SetAside::Twice.slug());
    let first = if is_twice { store_looking::first_of_twice(tx, id)? } else { None };
    Ok(LetterPage { letter, head, files, times, first, stays })
}

/// Whether the item went back since the file cannot be read, and whether such rows are about single people.
fn of_item(tx: &mut ReadTx<'_>, file: &FileRow) -> Result<(bool, bool), Stop> {
    let Some(id) = file.assignment.or(file.likely) else { return Ok((false, false)) };
    let Some(assignment) = assignments::find(tx, id)? else { return Ok((false, false)) };
    let returned = assignment.state.unanswered_return().map(|returned| returned.at);
    let asked_anew = file.became() == Became::Faulty && returned.is_some() && returned == file.decided_at;
    let published = changes::year_of(tx, &assignment)?;
    let about_persons = published.as_ref().is_some_and(|published| {
        let item = published.year.item(&assignment.item);
        item.is_some_and(|item| Rules::are_about_persons(&published.year, item))
    });
    Ok((asked_anew, about_persons))
}

/// For how long one line tells that somebody looks at a letter, in seconds. The page asks again by itself every other second
/// while a letter is read, and whoever decides on five files sees it five times: that is one reading, and a hundred lines of
/// it would hide the ones that matter. Long enough for one sitting, short enough that coming back is seen.
const ONE_READING: i64 = 600;

/// Tells in the chain of readings that somebody opened a letter: people write about people.
pub(super) async fn tell_shown<P: Changes>(cx: &Cx<P>, id: Id<Mail>) -> Result<(), Stop> {
    let (person, since) = (cx.account().person, cx.now().plus_seconds(-ONE_READING));
    if cx.read(move |tx| Ok(store_looking::shown_since(tx, SHOWN, id, person, since)?)).await? {
        return Ok(());
    }
    tell(cx, id, SHOWN).await
}

/// The same of a letter that was fetched, each time: what is taken along can be passed on.
async fn tell<P: Changes>(cx: &Cx<P>, id: Id<Mail>, kind: &'static str) -> Result<(), Stop> {
    cx.write(move |tx| Ok(tx.keep_reading_log(&[Event::about(kind, id, json!({ "mail": id }))])?)).await
}

/// The page of a letter, with what is wrong with what was sent to it.
pub(super) async fn show(
    cx: &Door,
    id: Id<Mail>,
    form: &FormData,
    faults: &[(&'static str, &'static str)],
) -> Result<Reply, Stop> {
    let (tools, today) = (cx.kit().tools(), cx.now().day());
    let page = cx.read(move |tx| shown(tx, &tools, id, today)).await?;
    tell_shown(cx, id).await?;
    let reads = page.reads();
    let title = page.title();
    let main = view_letter::page(&cx.link(PAGE), &page, form, faults);
    let sheet = Sheet::new(title, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults(!faults.is_empty());
    let reply = cx.show(sheet);
    Ok(if reads { reply.asking_again(2) } else { reply })
}

/// `GET …/epost/{mail}`: one letter.
pub(super) async fn letter(cx: Door, Path((_, mail)): Path<(String, String)>) -> Result<Reply, Stop> {
    show(&cx, id(&mail)?, &FormData::default(), &[]).await
}

/// The letter as it came.
pub(super) async fn download<P: Changes>(cx: &Cx<P>, id: Id<Mail>) -> Result<Reply, Stop> {
    let tools = cx.kit().tools();
    let file = cx
        .read(move |tx| {
            let letter: Letter = store::find(tx, id)?.ok_or(Stop::NotFound)?;
            originals::find(tx, &tools, &letter.file_sha256)?.ok_or(Stop::NotFound)
        })
        .await?;
    tell(cx, id, FETCHED).await?;
    let files: Files = cx.kit().files().clone();
    let bytes = platform::apart(move || file.bytes(&files)).await.map_err(Stop::failed)?;
    Ok(Reply::download(bytes.map_err(Stop::unread_file)?, MEDIA_TYPE, FILE_NAME))
}

/// `GET …/epost/{mail}/original`.
pub(super) async fn original(cx: Door, Path((_, mail)): Path<(String, String)>) -> Result<Reply, Stop> {
    download(&cx, id(&mail)?).await
}

fn show_form(cx: &Door, form: &FormData, faults: &[(&'static str, String)]) -> Reply {
    let limit = cx.kit().settings().upload_limit;
    let main = view::hand_in(&cx.link(&format!("{PAGE}/lamna-in")), form, faults, limit);
    cx.show(Sheet::new(sv::HAND_IN, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults(!faults.is_empty()))
}

/// `GET …/epost/lamna-in`.
pub(super) async fn hand_in_form(cx: Door) -> Result<Reply, Stop> {
    Ok(show_form(&cx, &FormData::default(), &[]))
}

/// When the letters came, where their heads do not say: nothing where nobody says either.
pub(super) fn came(form: &FormData, now: Instant) -> Result<Option<Instant>, (&'static str, &'static str)> {
    let (day, time) = (form.get("dag").trim(), form.get("klockslag").trim());
    if day.is_empty() && time.is_empty() {
        return Ok(None);
    }
    let day = forms::typed_day(day).ok().flatten().ok_or(("dag", sv::FAULT_DAY))?;
    let (hour, minute) = time.split_once(['.', ':']).ok_or(("klockslag", sv::FAULT_TIME))?;
    let read = |text: &str, most: i64| text.parse::<i64>().ok().filter(|number| (0..=most).contains(number));
    let (hour, minute) = read(hour, 23).zip(read(minute, 59)).ok_or(("klockslag", sv::FAULT_TIME))?;
    let at = at(day, hour, minute).ok_or(("klockslag", sv::NO_SUCH_TIME))?;
    if at < now.plus_seconds(-OLDEST) {
        return Err(("dag", sv::FAULT_OLD));
    }
    if at > now { Err(("dag", sv::FAULT_DAY)) } else { Ok(Some(at)) }
}

/// How long ago a letter can have come that somebody hands in, in seconds: two years. Whoever writes another year has
/// mistyped it.
const OLDEST: i64 = 2 * 366 * 24 * 60 * 60;

/// The instant at which clocks showed that time on that day: the first where they showed it twice, in the provider's favour;
/// none where they went past it.
pub(super) fn at(day: Day, hour: i64, minute: i64) -> Option<Instant> {
    let plain = day.start().plus_seconds(hour * 3_600 + minute * 60);
    let shows = |at: &Instant| {
        let (shown_hour, shown_minute) = at.hour_minute();
        at.day() == day && i64::from(shown_hour) == hour && i64::from(shown_minute) == minute
    };
    [-3_600, 0, 3_600].into_iter().map(|shift| plain.plus_seconds(shift)).find(shows)
}

/// `POST …/epost/lamna-in`: letters as files, several at once.
pub(super) async fn hand_in(cx: Door, upload: Upload) -> Result<Reply, Stop> {
    let mut faults: Vec<(&'static str, String)> = Vec::new();
    match (&upload.file, upload.files.is_empty()) {
        (Ok(_), _) | (Err(UploadProblem::Missing | UploadProblem::Empty), false) => {}
        (Err(UploadProblem::TooLarge(_)), _) => faults.push(("fil", sv::TOO_LARGE.to_owned())),
        (Err(UploadProblem::Broken), _) => faults.push(("fil", sv::NOT_WHOLE.to_owned())),
        (Err(UploadProblem::Empty), true) => faults.push(("fil", sv::EMPTY_FILE.to_owned())),
        (Err(_), true) => faults.push(("fil", sv::NO_FILE.to_owned())),
    }
    // Told at once, and nothing of it kept: what is no letter is no record of one, and would wait for whoever handed it in.
    if faults.is_empty() {
        let none = upload.files.iter().filter_map(|file| Some((mail::no_letter(&file.bytes)?, file.name.as_str())));
        let none: Vec<_> = none.collect();
        if !none.is_empty() {
            faults.push(("fil", sv::no_letter(&none)));
        }
    }
    let came = came(&upload.fields, cx.now()).unwrap_or_else(|(field, fault)| {
        faults.push((field, fault.to_owned()));
        None
    });
    if !faults.is_empty() {
        return Ok(show_form(&cx, &upload.fields, &faults));
    }
    let (mut new, mut known, mut only) = (0, 0, None);
    for file in &upload.files {
        let (id, is_new) = keep(&cx, &file.bytes, came).await?;
        only = Some(id);
        if is_new { new += 1 } else { known += 1 }
    }
    let to = match only {
        Some(id) if upload.files.len() == 1 => cx.link(&format!("{PAGE}/{id}")),
        _ => cx.link(PAGE),
    };
    Ok(Reply::done(&to, &sv::handed_in(new, known)))
}

/// Keeps one letter; whether it is new.
async fn keep(cx: &Door, bytes: &[u8], arrived_at: Option<Instant>) -> Result<(Id<Mail>, bool), Stop> {
    let (files, tenant, tools): (Files, Id<Tenant>, Tools) = (cx.kit().files().clone(), cx.tenant(), cx.kit().tools());
    let (of_keys, bytes) = (tools.clone(), bytes.to_vec());
    let keys = cx.read(move |tx| Ok(of_keys.keys(tx)?)).await?;
    let keep = move || originals::keep(&files, tenant, &keys, &bytes);
    let file = platform::apart(keep).await.map_err(Stop::failed)??;
    let new =
        NewLetter { file_sha256: file.sha256.clone(), road: "file", arrived_at, taken_by: Some(cx.account().person) };
    let (sealed, person) = (file.sealed_sha256.clone(), cx.account().person);
    let (id, is_new) = cx
        .write(move |mut tx| match receiving::keep(&mut tx, &tools, &file, &new)? {
            (id, Some(event)) => {
                // Who says when it came is kept with the letter.
                if let Some(at) = new.arrived_at {
                    store_looking::say_time(&mut tx, id, (at, None), "", person)?;
                }
                Ok(tx.save(event, (id, true))?)
            }
            (id, None) => Ok(tx.keep(Housekeeping::Staging, (id, false))),
        })
        .await?;
    if !is_new {
        originals::discard(cx.kit().files(), tenant, vec![sealed]).await?;
    }
    Ok((id, is_new))
}
