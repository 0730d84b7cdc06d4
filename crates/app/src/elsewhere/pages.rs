//! The pages: what has been read in, a file chosen, what its words mean, what it comes to, taken in or thrown away.

use std::sync::Arc;

use ::store::{Event, Housekeeping, ReadTx, StoreError, WriteTx};
use domain::elsewhere::{Layout, Line};
use domain::submissions::Road;
use domain::year::Year;
use platform::files::sha256_hex;
use platform::reply::Sheet;
use platform::{Account, Cx, FormData, Path, Reply, Seat, Stop, Upload, may};
use serde_json::json;

use super::judging::{self, Asking, Looked};
use super::meanings::{Meanings, meanings};
use super::reading::{self, Read};
use super::store::{self, FileRow, State};
use super::{PAGE, figures, sv, view, view_mapping};
use crate::submissions::{self, HandIn, originals};
use crate::{assignments, earlier, year};

pub(super) type Door = Cx<may::Review>;
type At = Path<(String, String)>;

/// The most words of a file whose meaning is said at a time.
pub(super) const MOST_WORDS: usize = 500;

fn base(cx: &Door) -> String {
    cx.link(PAGE)
}

fn address(cx: &Door, number: i64) -> String {
    cx.link(&format!("{PAGE}/{number}"))
}

pub(super) fn sheet(cx: &Door, title: &str, main: maud::Markup) -> Sheet {
    Sheet::new(title, main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning")).crumb(sv::TITLE, base(cx)).wide()
}

async fn named(cx: &Door, number: &str) -> Result<FileRow, Stop> {
    let number: i64 = number.parse().map_err(|_| Stop::NotFound)?;
    cx.read(move |tx| Ok(store::file(tx, number)?)).await?.ok_or(Stop::NotFound)
}

/// The systems that something is collected out of in the year.
fn systems(year: &Year) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (_, system) in year.items.iter().flat_map(|item| year.collected_of(item)) {
        if all.iter().all(|known| known != system) {
            all.push(system.to_owned());
        }
    }
    all
}

/// The years and systems that files can be out of, the newest year first.
fn sources(tx: &mut ReadTx<'_>) -> Result<Vec<(i16, String)>, StoreError> {
    let mut all = Vec::new();
    for of in year::published_years(tx)? {
        if let Some(published) = year::published(tx, of)? {
            all.extend(systems(&published.year).into_iter().map(|system| (of, system)));
        }
    }
    Ok(all)
}

async fn listed(cx: &Door, sent: &FormData, fault: Option<(&str, &str)>) -> Result<Reply, Stop> {
    let (files, sources) = cx.read(|tx| Ok((store::files(tx)?, sources(tx)?))).await?;
    let main = view::list(&base(cx), &files, &sources, sent, fault);
    let sheet = Sheet::new(sv::TITLE, main).crumb(sv::FOLLOW_UP, cx.link("uppfoljning")).wide();
    Ok(cx.show(sheet.with_faults(fault.is_some())))
}

/// `GET …/inlasning`.
pub(super) async fn list(cx: Door) -> Result<Reply, Stop> {
    listed(&cx, &FormData::default(), None).await
}

/// `POST …/inlasning`: takes a file, and leads to what it says. Nothing has come in yet.
pub(super) async fn upload(cx: Door, upload: Upload) -> Result<Reply, Stop> {
    let chosen = upload.fields.get("kalla").to_owned();
    let file = match &upload.file {
        Ok(file) => file.clone(),
        Err(problem) => return listed(&cx, &upload.fields, Some((view::FILE, &sv::upload(*problem)))).await,
    };
    let sources = cx.read(|tx| Ok(sources(tx)?)).await?;
    let is_chosen = |(year, system): &&(i16, String)| view::source(*year, system) == chosen;
    let Some((year, system)) = sources.iter().find(is_chosen).cloned() else {
        return listed(&cx, &upload.fields, Some((view::SOURCE, sv::NO_SOURCE))).await;
    };
    let Ok(period) = reading::period(upload.fields.get(view::PERIOD)) else {
        return listed(&cx, &upload.fields, Some((view::PERIOD, sv::NO_DAY))).await;
    };
    let given =
        reading::Given { name: &file.name, period: period.as_deref(), most_bytes: cx.kit().settings().upload_limit };
    let read = match reading::file(cx.kit().sandbox(), cx.account().person, &file.bytes, given).await? {
        Ok(read) => read,
        Err(why) => return listed(&cx, &upload.fields, Some((view::FILE, &why))).await,
    };
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (files, tenant, bytes) = (cx.kit().files().clone(), cx.tenant(), file.bytes.clone());
    let kept = platform::apart(move || originals::keep(&files, tenant, &keys, &bytes));
    let kept = kept.await.map_err(Stop::failed)??;
    let (person, sealed) = (cx.account().person, kept.clone());
    let number = cx
        .write(move |mut tx| {
            if let Some(same) = store::same_file(&mut tx, (year, &system), (&kept.sha256, period.as_deref()))? {
                return Ok(tx.keep(Housekeeping::Staging, same));
            }
            originals::add(&mut tx, &kept, &file.name, read.media_type)?;
            let number = store::add(&mut tx, (year, &system), (&kept.sha256, &file.name, period.as_deref()), person)?;
            let facts = json!({ "elsewhere_file": number, "file": kept.sha256, "system": system, "year": year });
            let subject = tx.tenant()?;
            Ok(tx.save(Event::about("elsewhere.uploaded", subject, facts), number)?)
        })
        .await?;
    // The same bytes may lie there already: then these are pointed at by nothing.
    if !cx
        .read({
            let sealed = sealed.clone();
            move |tx| Ok(originals::is_pointed_at(tx, &sealed)?)
        })
        .await?
    {
        originals::discard(cx.kit().files(), cx.tenant(), vec![sealed.sealed_sha256]).await?;
    }
    Ok(Reply::redirect(&address(&cx, number)))
}

/// The file, read once more.
async fn again(cx: &Door, file: &FileRow) -> Result<Result<Read, String>, Stop> {
    let (tools, sha256) = (cx.kit().tools(), file.sha256.clone());
    let kept = cx.read(move |tx| originals::find(tx, &tools, &sha256)?.ok_or(Stop::NotFound)).await?;
    let files = cx.kit().files().clone();
    let bytes = platform::apart(move || kept.bytes(&files)).await.map_err(Stop::failed)?;
    let bytes = bytes.map_err(Stop::unread_file)?;
    debug_assert_eq!(sha256_hex(&bytes), file.sha256);
    let most_bytes = cx.kit().settings().upload_limit;
    let given = reading::Given { name: &file.name, period: file.period.as_deref(), most_bytes };
    reading::file(cx.kit().sandbox(), cx.account().person, &bytes, given).await
}

fn asking(cx: &Door, file: &FileRow) -> Asking {
    Asking { year: file.year, system: file.system.clone(), seats: cx.seats().to_vec(), today: cx.now().day() }
}

/// What the page of a waiting file shows.
pub(super) struct Shown {
    pub(super) at: String,
    pub(super) file: FileRow,
    pub(super) layout: Layout,
    /// What is to be said about the file beside what it says.
    pub(super) notes: Vec<String>,
    pub(super) looked: Looked,
    pub(super) meanings: Meanings,
    pub(super) figures: Option<domain::earlier::Judged>,
}

/// `GET …/inlasning/{number}`.
pub(super) async fn one(cx: Door, Path((_, number)): At) -> Result<Reply, Stop> {
    let file = named(&cx, &number).await?;
    show(&cx, file, None).await
}

async fn show(cx: &Door, file: FileRow, fault: Option<&str>) -> Result<Reply, Stop> {
    let (at, title) = (address(cx, file.number), file.name.clone());
    if file.state() != State::Waiting {
        return Ok(cx.show(sheet(cx, &title, view::over(&base(cx), &file))));
    }
    let read = match again(cx, &file).await? {
        Ok(read) => read,
        Err(why) => return Ok(cx.show(sheet(cx, &title, view::unread(&at, &file, &why)))),
    };
    let (layout, notes, lines, asking) = (read.layout, read.notes, Arc::new(read.lines), asking(cx, &file));
    let seen = cx
        .read(move |tx| {
            let looked = judging::look(tx, &lines, &asking)?.ok_or(Stop::NotFound)?;
            let meanings = meanings(tx, &looked, asking.today)?;
            let figures = figures::judged(tx, &looked, &asking, asking.today)?;
            Ok((looked, meanings, figures))
        })
        .await?;
    let (looked, meanings, figures) = seen;
    let shown = Shown { at, file, layout, notes, looked, meanings, figures };
    let main = view::preview(&|rest: &str| cx.link(rest), &shown, fault);
    Ok(cx.show(sheet(cx, &title, main).with_faults(fault.is_some())))
}

/// `POST …/inlasning/{number}/koppla`: says what words mean, from now on.
pub(super) async fn map(cx: Door, Path((_, number)): At, form: FormData) -> Result<Reply, Stop> {
    let file = named(&cx, &number).await?;
    if file.state() != State::Waiting {
        return Err(raced(&cx, file.number));
    }
    let Ok(read) = again(&cx, &file).await? else { return show(&cx, file, None).await };
    let (lines, asking, person, system) =
        (Arc::new(read.lines), asking(&cx, &file), cx.account().person, file.system.clone());
    let said = cx
        .write(move |mut tx| {
            let looked = judging::look(&mut tx, &lines, &asking)?.ok_or(Stop::NotFound)?;
            let meanings = meanings(&mut tx, &looked, asking.today)?;
            let mapping = said(&form, &looked, &meanings);
            if mapping == looked.mapping {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            let version = store::save_mapping(&mut tx, &system, &mapping, person)?;
            let facts = json!({ "system": system, "version": version });
            let subject = tx.tenant()?;
            Ok(tx.save(Event::about("elsewhere.mapped", subject, facts), true)?)
        })
        .await?;
    if said {
        Ok(Reply::done(&address(&cx, file.number), sv::MAPPED))
    } else {
        show(&cx, file, Some(sv::NOTHING_SAID)).await
    }
}

/// The mapping with what the form says of the words of the file. What is not chosen stays as it is.
fn said(form: &FormData, looked: &Looked, meanings: &Meanings) -> domain::elsewhere::Mapping {
    let mut mapping = looked.mapping.clone();
    for at in 0..MOST_WORDS {
        let word = form.get(&view_mapping::word(view_mapping::ORGANISATION, at));
        if let Some(whom) = meanings.whom(form.get(&view_mapping::field(view_mapping::ORGANISATION, at)))
            && let Some(written) = looked.gathered.organisations.get(word)
        {
            mapping.set_whom(written, whom);
        }
        let word = form.get(&view_mapping::word(view_mapping::MEASURE, at));
        let occasion = form.get(&view_mapping::occasion(at));
        if let Some(goal) = meanings.goal(occasion, form.get(&view_mapping::field(view_mapping::MEASURE, at)))
            && let Some(written) = looked.gathered.measures.get(&(occasion.to_owned(), word.to_owned()))
        {
            mapping.set_goal(occasion, written, &goal);
        }
    }
    mapping
}

fn raced(cx: &Door, number: i64) -> Stop {
    let (title, text) = sv::RACED;
    Stop::refused_back(title, text, &address(cx, number), sv::TITLE)
}

/// What came of taking in.
enum Took {
    Reports(usize, usize),
    Nothing,
    /// It is not what was shown.
    Changed,
    Raced,
}

/// Who takes in what.
pub(super) struct Taking {
    pub(super) file: FileRow,
    pub(super) lines: Vec<Line>,
    pub(super) asking: Asking,
    pub(super) account: Account,
    pub(super) seats: Vec<Seat>,
    pub(super) tools: platform::access::Tools,
}

/// `POST …/inlasning/{number}/ta-in`: what is right comes in, where it is what was shown.
pub(super) async fn take(cx: Door, Path((_, number)): At, form: FormData) -> Result<Reply, Stop> {
    let file = named(&cx, &number).await?;
    let number = file.number;
    if file.state() != State::Waiting {
        return Err(raced(&cx, number));
    }
    let read = again(&cx, &file).await?.map_err(|why| Stop::refused(sv::TITLE, why))?;
    let taking = Arc::new(Taking {
        asking: asking(&cx, &file),
        file,
        lines: read.lines,
        account: cx.account().clone(),
        seats: cx.seats().to_vec(),
        tools: cx.kit().tools(),
    });
    let seen = form.get(view::SEEN).to_owned();
    let took = cx
        .write(move |mut tx| {
            if store::file(&mut tx, number)?.is_none_or(|now| now.state() != State::Waiting) {
                return Ok(tx.keep(Housekeeping::Staging, Took::Raced));
            }
            let (looked, judged) = look_again(&mut tx, &taking)?;
            let comes = looked.coming().next().is_some()
                || judged.as_ref().is_some_and(|judged| judged.new_rows().next().is_some());
            if comes && looked.seen(judged.as_ref()) != seen {
                return Ok(tx.keep(Housekeeping::Staging, Took::Changed));
            }
            let (events, reports, figures) = take_looked(&mut tx, &taking, (&looked, judged))?;
            if reports == 0 && figures == 0 {
                return Ok(tx.keep(Housekeeping::Staging, Took::Nothing));
            }
            Ok(tx.save_all(&events, Took::Reports(reports, figures))?)
        })
        .await?;
    match took {
        Took::Reports(reports, figures) => Ok(Reply::done(&address(&cx, number), &sv::taken(reports, figures))),
        Took::Nothing => {
            let (title, text) = sv::NOTHING_NEW;
            Err(Stop::refused_back(title, text, &address(&cx, number), sv::TITLE))
        }
        Took::Raced => Err(raced(&cx, number)),
        Took::Changed => {
            let file = cx.read(move |tx| Ok(store::file(tx, number)?)).await?.ok_or(Stop::NotFound)?;
            show(&cx, file, Some(sv::CHANGED_MEANWHILE)).await
        }
    }
}

/// What the file comes to now.
fn look_again(tx: &mut ReadTx<'_>, taking: &Taking) -> Result<(Looked, Option<domain::earlier::Judged>), Stop> {
    let looked = judging::look(tx, &taking.lines, &taking.asking)?.ok_or(Stop::NotFound)?;
    let judged = figures::judged(tx, &looked, &taking.asking, taking.asking.today)?;
    Ok((looked, judged))
}

/// Takes in what is right, in one transaction: the events, how many reports and how many figures.
pub(super) fn take_in(tx: &mut WriteTx<'_>, taking: &Taking) -> Result<(Vec<Event>, usize, usize), Stop> {
    let (looked, judged) = look_again(tx, taking)?;
    take_looked(tx, taking, (&looked, judged))
}

fn take_looked(
    tx: &mut WriteTx<'_>,
    taking: &Taking,
    (looked, judged): (&Looked, Option<domain::earlier::Judged>),
) -> Result<(Vec<Event>, usize, usize), Stop> {
    let file = &taking.file;
    let (mut events, mut reports) = (Vec::new(), 0);
    for report in looked.coming() {
        let Some(content) = &report.content else { continue };
        let assignment = assignments::find(tx, report.assignment.id)?.ok_or(Stop::NotFound)?;
        let what = HandIn {
            assignment: &assignment,
            published: &looked.published,
            content,
            road: Road::Api,
            file_sha256: Some(&file.sha256),
            prepared_by: taking.account.person,
            account: &taking.account,
            seats: &taking.seats,
        };
        if let Ok((_, _, event)) = submissions::hand_in(tx, &taking.tools, &what)? {
            events.push(event);
            reports += 1;
        }
    }
    let mut figures = 0;
    if let Some(judged) = judged {
        figures = judged.new_rows().count();
        events.extend(earlier::take_figures(tx, (&file.sha256, &file.name), taking.account.person, &judged)?);
    }
    let count = i64::try_from(reports).unwrap_or(i64::MAX);
    if reports > 0 || figures > 0 {
        store::end(tx, file.number, State::Taken, taking.account.person, Some((looked.version, count)))?;
        let facts = json!({
            "elsewhere_file": file.number, "file": file.sha256, "system": file.system, "reports": count,
            "mapping": looked.version,
        });
        events.push(Event::about("elsewhere.taken", tx.tenant()?, facts));
    }
    Ok((events, reports, figures))
}

/// `POST …/inlasning/{number}/slang`: takes nothing in.
pub(super) async fn drop(cx: Door, Path((_, number)): At, _form: FormData) -> Result<Reply, Stop> {
    let file = named(&cx, &number).await?;
    let (number, person, system) = (file.number, cx.account().person, file.system.clone());
    let done = cx
        .write(move |mut tx| {
            if !store::end(&mut tx, number, State::Dropped, person, None)? {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            let facts = json!({ "elsewhere_file": number, "system": system });
            let subject = tx.tenant()?;
            Ok(tx.save(Event::about("elsewhere.dropped", subject, facts), true)?)
        })
        .await?;
    if done { Ok(Reply::done(&base(&cx), sv::DROPPED)) } else { Err(raced(&cx, number)) }
}
