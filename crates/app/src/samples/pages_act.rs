//! Drawing, giving up, closing, throwing study plans away, and one-time links.

use ::store::{Housekeeping, StoreError, WriteTx};
use domain::samples::{Happening, Population, Refusal, Stage, allocate, draw, sv as words};
use kernel::Id;
use kernel::id::kind::{Organisation, Sample};
use platform::access::{Cx, Tools, may};
use platform::{FormData, Path, Reply, Stop, session};

use super::form::{self, Fault};
use super::gather::{self, Student};
use super::model::Kept;
use super::pages::{Opened, id, opened, page};
use super::{PAGE, PLANS, store, sv};
use crate::mail::{self, LetterKind, NewLetter, Recipient};

type Drawer = Cx<may::DrawSamples>;

/// How many days a link holds.
const DAYS: i32 = 7;

/// What became of a step.
pub(super) enum Done {
    /// It is written.
    Written,
    /// The rules say no.
    Refused(Refusal),
    /// Something has happened since the page was drawn.
    Changed,
}

/// That it was not done, and why.
pub(super) fn refusal(title: &str, done: &Done, back: &str, word: &str) -> Stop {
    match done {
        Done::Refused(why) => Stop::refused_back(title, words::refusal(*why), back, word),
        Done::Changed | Done::Written => Stop::refused_back(sv::CHANGED_TITLE, sv::CHANGED, back, word),
    }
}

/// Does what the form of the action says.
pub(super) async fn act(
    cx: Drawer,
    Path((_, sample, action)): Path<(String, String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let of = opened(&cx, id(&sample)?).await?;
    match action.as_str() {
        "dra" => draw_it(&cx, &of, &form).await,
        "avbryt" => match form::reason(&form) {
            Ok(text) => step(&cx, &of, &form, (Happening::Cancelled, text, sv::CANCELLED)).await,
            Err(fault) => Ok(page(&cx, &of, (&form, &[fault]), &[])),
        },
        "avsluta" => step(&cx, &of, &form, (Happening::Closed, String::new(), sv::CLOSED)).await,
        "kasta" => throw_away(&cx, &of, &form).await,
        "lankar" => links(&cx, &of).await,
        "aterkalla" => revoke(&cx, &of).await,
        _ => Err(Stop::NotFound),
    }
}

/// The sample as it stands in the transaction, where its history is still what the form was drawn from.
fn as_seen(tx: &mut WriteTx<'_>, sample: Id<Sample>, seen: Option<usize>) -> Result<Option<Kept>, StoreError> {
    Ok(store::find(tx, sample)?.filter(|kept| seen == Some(kept.lines.len())))
}

fn seen(form: &FormData) -> Option<usize> {
    form.get("sedd").parse().ok()
}

async fn step(
    cx: &Drawer,
    of: &Opened,
    form: &FormData,
    (happening, text, said): (Happening, String, &str),
) -> Result<Reply, Stop> {
    let back = cx.link(&format!("{PAGE}/{}", of.kept.id));
    let (sample, seen, person, tools) = (of.kept.id, seen(form), cx.account().person, cx.kit().tools());
    let done = cx
        .write(move |mut tx| {
            let Some(kept) = as_seen(&mut tx, sample, seen)? else {
                return Ok(tx.keep(Housekeeping::Session, Done::Changed));
            };
            match store::add(&mut tx, &tools, &kept, (&happening, &text, Some(person)))? {
                Ok(_) => {
                    // What is not gone on with asks nobody for more.
                    store::revoke_links(&mut tx, &kept)?;
                    Ok(tx.save_all(&[], Done::Written)?)
                }
                Err(why) => Ok(tx.keep(Housekeeping::Session, Done::Refused(why))),
            }
        })
        .await?;
    match done {
        Done::Written => Ok(Reply::done(&back, said)),
        other => Err(refusal(sv::TITLE, &other, &back, sv::TO_SAMPLE)),
    }
}

/// Draws: the population was frozen in a transaction before this one, and only now is there a seed.
async fn draw_it(cx: &Drawer, of: &Opened, form: &FormData) -> Result<Reply, Stop> {
    let back = cx.link(&format!("{PAGE}/{}", of.kept.id));
    if of.kept.stands.stage != Stage::Frozen {
        return Err(refusal(sv::TITLE, &Done::Refused(Refusal::IsDrawn), &back, sv::TO_SAMPLE));
    }
    let counts = of.kept.counts();
    let fault = |text: String| -> Vec<Fault> { vec![("antal".to_owned(), text)] };
    let size = match form::size(form, of.kept.stands.members, counts.len()) {
        Ok(size) => size,
        Err(wrong) => return Ok(page(cx, of, (form, &[wrong]), &[])),
    };
    let Some(sizes) = allocate(&counts, size) else {
        return Ok(page(cx, of, (form, &fault(sv::NO_SIZE.to_owned())), &[]));
    };
    let (sample, wish, set) = (of.kept.id, of.kept.setup.wish.clone(), of.kept.setup.set);
    // Who is behind which key is taken from the same rows as the population was, which never change.
    let students = cx.read(move |tx| Ok(gather::gather(tx, &wish, set, sample)?)).await?.students;
    let members = students.iter().map(|student| student.member.clone()).collect();
    let population = Population::new(members).ok().filter(|now| now.sha256() == of.kept.stands.sha256);
    let Some(population) = population else {
        return Err(Stop::broken(&format!("sample {sample}: the rows behind the population are not what they were")));
    };
    let (seen, person, tools, two) = (seen(form), cx.account().person, cx.kit().tools(), form.get("tva") == "ja");
    let sends = cx.kit().settings().mail.is_some();
    let done = cx
        .write(move |mut tx| {
            let Some(kept) = as_seen(&mut tx, sample, seen)? else {
                return Ok(tx.keep(Housekeeping::Session, Done::Changed));
            };
            let mut bytes = [0; 32];
            tools.chance().fill(&mut bytes);
            let seed = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            let drawn = draw(&population, &sizes, &seed);
            let happening = Happening::Drawn { seed, sizes: sizes.clone(), two };
            match store::add(&mut tx, &tools, &kept, (&happening, "", Some(person)))? {
                Ok(_) => {
                    let cases: Vec<Student> = drawn
                        .iter()
                        .filter_map(|member| students.iter().find(|student| student.member == *member).cloned())
                        .collect();
                    store::keep_cases(&mut tx, sample, &cases)?;
                    if sends {
                        tell(&mut tx, &tools, sample, cases.iter().map(|case| case.organisation))?;
                    }
                    Ok(tx.save_all(&[], Done::Written)?)
                }
                Err(why) => Ok(tx.keep(Housekeeping::Session, Done::Refused(why))),
            }
        })
        .await?;
    match done {
        Done::Written => Ok(Reply::done(&back, sv::DRAWN)),
        other => Err(refusal(sv::TITLE, &other, &back, sv::TO_SAMPLE)),
    }
}

/// Queues a letter to the rektors and the management of the providers: that there are study plans to send in, and where.
fn tell(
    tx: &mut WriteTx<'_>,
    tools: &Tools,
    sample: Id<Sample>,
    providers: impl Iterator<Item = Id<Organisation>>,
) -> Result<(), StoreError> {
    let providers: std::collections::BTreeSet<Id<Organisation>> = providers.collect();
    let (slug, today) = (tenant_slug(tx)?, tx.context().now.day());
    for reach in mail::reachable(tx, today)? {
        let theirs = reach.organisation.is_some_and(|organisation| providers.contains(&organisation));
        if !theirs || !reach.role.may(kernel::Right::SendStudyPlans) {
            continue;
        }
        let letter = NewLetter {
            to: Recipient::Person(reach.person),
            kind: LetterKind::ToRead,
            subject: sv::LETTER_SUBJECT.to_owned(),
            paragraphs: sv::LETTER.iter().map(|&paragraph| paragraph.to_owned()).collect(),
            link: Some((sv::LETTER_LINK.to_owned(), format!("/h/{slug}/{PLANS}/{sample}"))),
            in_reply_to: None,
            once: Some(format!("sample:{}:{sample}", reach.person)),
        };
        mail::queue(tx, tools, &letter)?;
    }
    Ok(())
}

fn tenant_slug(tx: &mut WriteTx<'_>) -> Result<String, StoreError> {
    let tenant = tx.tenant()?;
    let (slug,): (String,) = tx.one(::store::global_sql!("SELECT slug FROM tenant WHERE id = $1"), &[&tenant])?;
    Ok(slug)
}

/// Says that the study plans are thrown away, and then takes their bytes away.
async fn throw_away(cx: &Drawer, of: &Opened, form: &FormData) -> Result<Reply, Stop> {
    let back = cx.link(&format!("{PAGE}/{}", of.kept.id));
    let (sample, seen, person, tools) = (of.kept.id, seen(form), cx.account().person, cx.kit().tools());
    let (done, stored) = cx
        .write(move |mut tx| {
            let Some(kept) = as_seen(&mut tx, sample, seen)? else {
                return Ok(tx.keep(Housekeeping::Session, (Done::Changed, Vec::new())));
            };
            let files = store::files(&mut tx, sample)?;
            match store::add(&mut tx, &tools, &kept, (&Happening::ThrownAway, "", Some(person)))? {
                Ok(_) => {
                    store::throw_away(&mut tx, sample)?;
                    let stored: Vec<String> = files.into_iter().map(|file| file.stored).collect();
                    Ok(tx.save_all(&[], (Done::Written, stored))?)
                }
                Err(why) => Ok(tx.keep(Housekeeping::Session, (Done::Refused(why), Vec::new()))),
            }
        })
        .await?;
    if !matches!(done, Done::Written) {
        return Err(refusal(sv::TITLE, &done, &back, sv::TO_SAMPLE));
    }
    let (disk, tenant) = (cx.kit().files().clone(), cx.tenant());
    let remove = move || stored.iter().try_for_each(|hash| disk.remove(tenant, hash));
    platform::apart(remove).await.map_err(Stop::failed)??;
    Ok(Reply::done(&back, sv::THROWN))
}

/// Makes a link for each case whose study plan is lacking, and shows them this once.
async fn links(cx: &Drawer, of: &Opened) -> Result<Reply, Stop> {
    let back = cx.link(&format!("{PAGE}/{}", of.kept.id));
    if of.kept.stands.stage != Stage::Drawn {
        return Err(refusal(sv::TITLE, &Done::Refused(Refusal::Closed), &back, sv::TO_SAMPLE));
    }
    let lacking =
        of.kept.cases.iter().filter(|case| {
            of.kept.stands.case(case.number).is_some_and(|stands| stands.received == 0 && !stands.absent)
        });
    let tokens: Vec<(usize, String)> = lacking.map(|case| (case.number, session::new_token(cx.chance()))).collect();
    if tokens.is_empty() {
        return Ok(Reply::done(&back, sv::NO_LINKS_LEFT));
    }
    let (sample, person, until, made) =
        (of.kept.id, cx.account().person, cx.now().day().plus_days(DAYS), tokens.clone());
    cx.write(move |mut tx| {
        let kept = store::find(&mut tx, sample)?.ok_or(Stop::NotFound)?;
        store::make_links(&mut tx, &kept, (&made, until), person)?;
        Ok(tx.save_all(&[], ())?)
    })
    .await?;
    let (base, slug) = (&cx.kit().settings().base_url, cx.slug());
    let shown: Vec<(usize, String)> =
        tokens.into_iter().map(|(case, token)| (case, format!("{base}/studieplan/{slug}/{token}"))).collect();
    let of = opened(cx, sample).await?;
    Ok(page(cx, &of, (&FormData::default(), &[]), &shown))
}

/// Takes every link back that still leads somewhere.
async fn revoke(cx: &Drawer, of: &Opened) -> Result<Reply, Stop> {
    let sample = of.kept.id;
    let revoked = cx
        .write(move |mut tx| {
            let kept = store::find(&mut tx, sample)?.ok_or(Stop::NotFound)?;
            match store::revoke_links(&mut tx, &kept)? {
                0 => Ok(tx.keep(Housekeeping::Session, false)),
                _ => Ok(tx.save_all(&[], true)?),
            }
        })
        .await?;
    let said = if revoked { sv::REVOKED } else { sv::NOT_REVOKED };
    Ok(Reply::done(&cx.link(&format!("{PAGE}/{sample}")), said))
}
