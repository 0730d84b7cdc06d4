//! A theme and what is done to it.

use ::store::Housekeeping;
use domain::case_analysis::{Entry, Happening, Refusal, sv as words};
use kernel::Id;
use kernel::id::kind::CaseTheme;
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, Path, Reply, Stop};

use super::form::{self, Fault, Step};
use super::look::{self, Asker, Door};
use super::store::{self, Words};
use super::{PAGE, sv, view, view_theme};

fn id(text: &str) -> Result<Id<CaseTheme>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// A theme.
pub(super) async fn show(
    cx: Cx<may::HandleComplaints>,
    Path((_, theme)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    page(&cx, id(&theme)?, (&FormData::default(), &[])).await
}

async fn page(cx: &Door, id: Id<CaseTheme>, (typed, faults): (&FormData, &[Fault])) -> Result<Reply, Stop> {
    let asker = Asker::of(cx)?;
    let (kept, of) = cx.read(move |tx| look::theme(tx, &asker, id)?.ok_or(Stop::NotFound)).await?;
    let base = cx.link(PAGE);
    let main = view_theme::page((&cx.link("arenden"), &format!("{base}/tema/{id}")), (&kept, &of), (typed, faults));
    let sheet =
        Sheet::new(kept.name(), main).crumb(sv::CASES, cx.link("arenden")).crumb(sv::TITLE, view::of_unit(&base, &of));
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// How a step went.
enum Went {
    Done,
    /// The same form had been sent before.
    Before,
    /// Somebody else has changed the theme since the page was read.
    Changed,
    Faults(Vec<Fault>),
    Refused(Refusal),
}

/// Whether what is to be written is what stands already, from the same hand. A new measure is the same whatever its number:
/// that is the next one each time it is sent.
fn is_same(newer: &[store::Line], made: &[(Happening, Words)], is_new: bool, asker: &Asker) -> bool {
    let same = |stands: &Happening, made: &Happening| match (stands, made) {
        (Happening::Planned { by: stands, .. }, Happening::Planned { by: made, .. }) if is_new => stands == made,
        _ => stands == made,
    };
    newer.len() >= made.len()
        && newer.iter().zip(made).all(|(line, (happening, words))| {
            line.person == asker.person && same(&line.entry.happening, happening) && line.words == *words
        })
}

/// `POST …/tema/{theme}/{step}`.
pub(super) async fn step(
    cx: Cx<may::HandleComplaints>,
    Path((_, theme, step)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let id = id(&theme)?;
    let step = Step::from_slug(&step).ok_or(Stop::NotFound)?;
    let asker = Asker::of(&cx)?;
    let sent = form.clone();
    let read: Option<usize> = form.get(form::READ).parse().ok();
    let went = cx
        .write(move |mut tx| {
            let (mut kept, of) = look::theme(&mut tx, &asker, id)?.ok_or(Stop::NotFound)?;
            let made = match form::read(step, &form, (&kept, &of)) {
                Ok(made) => made,
                Err(faults) => return Ok(tx.keep(Housekeeping::Session, Went::Faults(faults))),
            };
            // What they do was decided on what they read.
            let newer = read.and_then(|read| kept.lines.get(read..)).unwrap_or(&kept.lines);
            if !newer.is_empty() {
                let went =
                    if is_same(newer, &made, form::measure(&form) == 0, &asker) { Went::Before } else { Went::Changed };
                return Ok(tx.keep(Housekeeping::Session, went));
            }
            let today = tx.context().now.day();
            for (happening, words) in &made {
                let entry = Entry { day: today, happening: happening.clone() };
                if let Err(why) = kept.theme.add(&entry) {
                    return Ok(tx.keep(Housekeeping::Session, Went::Refused(why)));
                }
                store::add(&mut tx, &asker.tools, &kept, (happening, words, asker.person))?;
                let (person, words) = (asker.person, words.clone());
                kept.lines.push(store::Line { entry, person, person_name: String::new(), words });
            }
            Ok(tx.save_all(&[], Went::Done)?)
        })
        .await?;
    let back = cx.link(&format!("{PAGE}/tema/{id}"));
    match went {
        Went::Done | Went::Before => Ok(Reply::done(&back, sv::done(step))),
        Went::Faults(faults) if step.has_fields() => page(&cx, id, (&sent, &faults)).await,
        Went::Changed if step.has_fields() => {
            let at = form::first_field(step, form::measure(&sent));
            page(&cx, id, (&sent, &[(at, sv::CHANGED.to_owned())])).await
        }
        Went::Changed => Err(Stop::refused_back(sv::TITLE, sv::CHANGED_SHORT, &back, sv::BACK)),
        Went::Faults(_) => Err(Stop::NotFound),
        Went::Refused(why) => Err(Stop::refused_back(sv::TITLE, words::refusal(why), &back, sv::BACK)),
    }
}
