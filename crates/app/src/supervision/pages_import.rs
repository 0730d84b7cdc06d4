//! A published list of decisions, read in: chosen, looked through, and registered. A decision that is there already stays as it is.

use ::store::Housekeeping;
use domain::supervision::{MOST_ROWS, Record, Row, RowFault, read_rows};
use kernel::Id;
use platform::access::{Cx, may};
use platform::{FormData, MayUpload, Reply, Stop, UploadProblem};

use super::form::Fault;
use super::pages::{register_of, sheet};
use super::store::{self, About};
use super::{PAGE, sv, view_import};
use crate::organisations::{Provider, UnitEntry};
use crate::reading_files;

/// The form for choosing a file.
pub(super) async fn choose(cx: Cx<may::KeepDeficiencies>) -> Result<Reply, Stop> {
    Ok(choose_page(&cx, &[]))
}

fn choose_page(cx: &Cx<may::KeepDeficiencies>, faults: &[Fault]) -> Reply {
    let main = view_import::choose(&cx.link(&format!("{PAGE}/las-in")), cx.kit().settings().upload_limit, faults);
    cx.show(sheet(cx, sv::IMPORT, main).crumb(sv::TITLE, cx.link(PAGE)).with_faults(!faults.is_empty()))
}

/// The number that the text is; nothing where there is anything else in it, such as a name with a year.
fn whole_number(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '-' || c.is_whitespace();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (text.chars().all(is_part) && !digits.is_empty()).then_some(digits)
}

/// Whom a row is about: the authority itself, a unit by its code or name, alone or with its provider's after it, or a provider by its number or
/// name; else what is wrong.
fn about((providers, units, own): (&[Provider], &[UnitEntry], &str), text: &str) -> Result<About, String> {
    let folded = kernel::swedish::fold;
    let asked = folded(text);
    if asked == folded(own) {
        return Ok((None, None));
    }
    let number = whole_number(text);
    let is_number = |of: &str| number.as_deref() == Some(of);
    let named = |unit: &UnitEntry| {
        let provider = providers.iter().find(|one| one.id == unit.organisation);
        folded(&unit.name) == asked
            || provider.is_some_and(|one| folded(&format!("{}, {}", unit.name, one.name)) == asked)
    };
    let found: Vec<&UnitEntry> = units.iter().filter(|unit| is_number(&unit.code) || named(unit)).collect();
    match found.as_slice() {
        [] => {}
        [unit] => return Ok((Some(unit.organisation), Some(unit.id))),
        _ => return Err(sv::several(text)),
    }
    let found: Vec<&Provider> =
        providers.iter().filter(|one| is_number(&one.number) || folded(&one.name) == asked).collect();
    match found.as_slice() {
        [] => Err(sv::unknown(text)),
        [one] => Ok((Some(one.id), None)),
        _ => Err(sv::several(text)),
    }
}

/// What the file gives: rows with whom they are about, those that are there already, and faults.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub new: Vec<(Row, String)>,
    pub known: Vec<Row>,
    pub faults: Vec<RowFault>,
}

async fn looked(
    cx: &Cx<may::KeepDeficiencies>,
    (rows, mut faults): (Vec<Row>, Vec<RowFault>),
) -> Result<(Looked, Vec<(Row, About)>), Stop> {
    let (providers, units) = register_of(cx).await?;
    let own = cx.tenant_name().to_owned();
    let known = cx.read(|tx| Ok(store::numbers(tx)?)).await?;
    let (mut found, mut write) = (Looked::default(), Vec::new());
    for row in rows {
        if known.contains(&kernel::swedish::fold(&row.number)) {
            found.known.push(row);
            continue;
        }
        match about((&providers, &units, &own), &row.about) {
            Err(why) => faults.push(RowFault { row: row.row, why }),
            Ok(of) => {
                let provider = of.0.and_then(|id| providers.iter().find(|one| one.id == id));
                let unit = of.1.and_then(|id| units.iter().find(|one| one.id == id));
                let name = match (unit, provider) {
                    (Some(unit), Some(provider)) => format!("{}, {}", unit.name, provider.name),
                    (None, Some(provider)) => provider.name.clone(),
                    _ => own.clone(),
                };
                found.new.push((row.clone(), name));
                write.push((row, of));
            }
        }
    }
    faults.sort_by_key(|fault| fault.row);
    found.faults = faults;
    Ok((found, write))
}

/// Reads the chosen file, and shows what comes of it.
pub(super) async fn preview(cx: Cx<may::KeepDeficiencies>, MayUpload(upload): MayUpload) -> Result<Reply, Stop> {
    let fault = |text: String| [("fil".to_owned(), text)];
    let Some(sent) = upload.files.first() else {
        let why = match &upload.file {
            Err(UploadProblem::TooLarge(limit)) => {
                crate::cases::sv::unfit(&crate::cases::files::Unfit::TooLarge(*limit))
            }
            _ => sv::ONE_FILE.to_owned(),
        };
        return Ok(choose_page(&cx, &fault(why)));
    };
    let limits = reading_files::limits(MOST_ROWS);
    let read = reading_files::read(cx.kit().sandbox(), cx.account().person, &sent.bytes, limits).await?;
    let Ok(read) = read else { return Ok(choose_page(&cx, &fault(view_import::UNREADABLE.to_owned()))) };
    let Some((_, rows)) = reading_files::texts(&read.book) else {
        return Ok(choose_page(&cx, &fault(domain::supervision::sv::EMPTY.to_owned())));
    };
    let (found, write) = looked(&cx, read_rows(&rows, cx.now().day())).await?;
    let rows: Vec<&Row> = write.iter().map(|(row, _)| row).collect();
    let kept = serde_json::to_string(&rows)?;
    let main = view_import::preview(&cx.link(&format!("{PAGE}/las-in")), &found, (&sent.name, &kept));
    Ok(cx.show(sheet(&cx, sv::IMPORT, main).crumb(sv::TITLE, cx.link(PAGE)).wide()))
}

/// Registers what was looked through. Whom a row is about, and whether it is there already, is asked once more.
pub(super) async fn save(cx: Cx<may::KeepDeficiencies>, form: FormData) -> Result<Reply, Stop> {
    let rows: Vec<Row> = serde_json::from_str(form.get("rader")).map_err(|_| Stop::NotFound)?;
    let today = cx.now().day();
    if rows.is_empty() || rows.len() > MOST_ROWS || rows.iter().any(|row| row.wrong_days(today).is_some()) {
        return Err(Stop::refused_back(sv::IMPORT, sv::NOTHING, &cx.link(PAGE), sv::TITLE));
    }
    let (found, write) = looked(&cx, (rows, Vec::new())).await?;
    let (mut new, mut known) = (0, found.known.len());
    // In parts: whoever else writes comes in between. Where one does not succeed, those before it are in, and the same list goes on from there.
    for part in write.chunks(AT_ONCE) {
        let (of_part, known_of_part) = save_part(&cx, part.to_vec()).await?;
        new += of_part;
        known += known_of_part;
    }
    Ok(Reply::done(&cx.link(PAGE), &sv::read_in(new, known)))
}

/// How many decisions are registered in one transaction.
const AT_ONCE: usize = 100;

fn record(row: &Row) -> Record {
    Record {
        number: row.number.clone(),
        kind: row.kind,
        on: row.on,
        title: row.title.clone(),
        text: String::new(),
        lines: Vec::new(),
        deadline: row.deadline,
        fine: row.fine,
        address: String::new(),
    }
}

/// Registers those of the rows whose numbers are not known, in one transaction: how many were new, and how many were there.
async fn save_part(cx: &Cx<may::KeepDeficiencies>, part: Vec<(Row, About)>) -> Result<(usize, usize), Stop> {
    let (tools, person) = (cx.kit().tools(), cx.account().person);
    cx.write(move |mut tx| {
        let mut numbers = store::numbers(&mut tx)?;
        let (mut new, mut known) = (0, 0);
        for (row, about) in &part {
            if !numbers.insert(kernel::swedish::fold(&row.number)) {
                known += 1;
                continue;
            }
            store::register(&mut tx, Id::random(tools.chance()), *about, (&record(row), person))?;
            new += 1;
        }
        if new == 0 {
            return Ok(tx.keep(Housekeeping::Session, (0, known)));
        }
        Ok(tx.save_all(&[], (new, known))?)
    })
    .await
}
