//! The pages: what has been read in, a new file, how it is to be read, how far it has come, what was found, taken in or
//! not.

use std::io::{Cursor, Write};
use std::sync::Arc;

use ::store::{Event, Housekeeping};
use axum::extract::RawQuery;
use domain::participations::profile;
use kernel::id::kind::{Import, Tenant};
use kernel::{Day, Id, Instant, Right};
use maud::Markup;
use platform::files::Unclaimed;
use platform::input::LargeUpload;
use platform::jobs::{NewJob, enqueue};
use platform::reply::Sheet;
use platform::sealed::TenantKeys;
use platform::sealed_file::{SealedFile, SealedWriter};
use platform::{Cx, FormData, Path, Received, Reply, Stop, may};
use serde_json::json;

use super::back::{Back, Last, Rehearsal};
use super::files::{self, Prepared};
use super::jobs::{self, DROP, READ, SWEEP};
use super::opening::Sample;
use super::otherwise;
use super::plan::{Outcome, Planned};
use super::run;
use super::store::{self, Kept, Run, State};
use super::{sv, view, view_preview};
use crate::participations::{self, ImportError};

/// Whoever may read results in.
pub type Keep = Cx<may::ImportResults>;
pub(super) type At = Path<(String, String)>;

/// The largest file that is taken in the browser.
const LARGEST: usize = 300 << 20;
/// After so long, in seconds, what was left of an upload is old enough to be removed.
const LEFT: i64 = 25 * 60 * 60;
/// How many rows are shown beside what is asked.
const SHOWN: usize = 8;

pub(super) fn base(cx: &Keep) -> String {
    cx.link("resultat/importer")
}

pub(super) fn address(cx: &Keep, id: Id<Import>) -> String {
    cx.link(&format!("resultat/importer/fil/{id}"))
}

/// The sheet under the results, for whoever sees those.
fn above(cx: &Keep, sheet: Sheet) -> Sheet {
    if cx.may(Right::ViewFollowUp) { sheet.crumb(sv::RESULTS, cx.link("resultat")) } else { sheet }
}

pub(super) fn sheet(cx: &Keep, title: &str, main: Markup) -> Sheet {
    above(cx, Sheet::new(title, main)).crumb(sv::TITLE, base(cx))
}

/// The file that an address names.
pub(super) async fn named(cx: &Keep, id: &str) -> Result<Run, Stop> {
    let id: Id<Import> = id.parse().map_err(|_| Stop::NotFound)?;
    cx.read(move |tx| Ok(store::run(tx, id)?)).await?.ok_or(Stop::NotFound)
}

/// What has been read in, what is on its way, and the snapshots.
pub(super) async fn list(cx: Keep) -> Result<Reply, Stop> {
    list_with(&cx, None).await
}

/// The same, with what is wrong with the name of a snapshot that somebody wanted to take there.
pub async fn list_with(cx: &Keep, fault: Option<&'static str>) -> Result<Reply, Stop> {
    let list = cx
        .read(move |tx| {
            let published = participations::published(tx)?;
            Ok(view::List {
                runs: store::runs(tx)?,
                sets: participations::sets(tx)?,
                files: store::runs_by_set(tx)?,
                who: store::who(tx)?,
                freezes: participations::freezes(tx)?,
                profiles: store::all_profiles(tx)?,
                published,
                fault,
            })
        })
        .await?;
    let student_system = cx.may(Right::ViewSources).then(|| cx.link("kallor/hamta/ss12000"));
    let main = view::list(&base(cx), &list, student_system.as_deref());
    Ok(cx.show(above(cx, Sheet::new(sv::TITLE, main).wide().with_faults(fault.is_some()))))
}

/// An empty file in our own format.
pub(super) async fn template(_cx: Keep) -> Result<Reply, Stop> {
    Ok(Reply::download(profile::template().into_bytes(), "text/csv; charset=utf-8", "kursdeltaganden.csv"))
}

/// Where a file is chosen.
pub(super) async fn choose(cx: Keep) -> Result<Reply, Stop> {
    Ok(cx.show(sheet(&cx, sv::NEW, view::choose(&base(&cx), None))))
}

fn refused(cx: &Keep, why: &str) -> Reply {
    cx.show(sheet(cx, sv::NEW, view::choose(&base(cx), Some(why))).with_faults(true))
}

/// Takes a file piece by piece into the sealed store, finds out what it is, and leads to what is to be done with it.
pub(super) async fn upload(cx: Keep, upload: LargeUpload) -> Result<Reply, Stop> {
    let id: Id<Import> = Id::random(cx.chance());
    let tools = cx.kit().tools();
    let (keys, known) = {
        let tools = tools.clone();
        cx.read(move |tx| Ok((tools.keys(tx)?, store::profiles(tx)?))).await?
    };
    // Should nothing come to point at what is sealed now, for whatever reason, it is gone the day after.
    let (chance, after) = (cx.kit().chance(), sweep_at(cx.tenant(), cx.now().plus_seconds(LEFT)));
    cx.write(move |mut tx| {
        enqueue(&mut tx, &*chance, &after)?;
        Ok(tx.keep(Housekeeping::Staging, ()))
    })
    .await?;
    let (received, sealed) = receive(&cx, upload, id, &keys).await;
    let (files, tenant) = (cx.kit().files().clone(), cx.tenant());
    // Dropped on any way out but the last, and with the request should the browser go.
    let (sealed, unclaimed) = sealed?;
    let name = match received?.file {
        Ok((name, _)) => name,
        Err(problem) => return Ok(refused(&cx, &sv::upload(problem))),
    };
    let sandbox = cx.kit().sandbox().clone();
    let found = {
        let files = files.clone();
        platform::apart(move || files::prepare(&files, (tenant, &keys), &sandbox, id, unclaimed, &known))
            .await
            .map_err(Stop::failed)??
    };
    let Prepared { stored, planned } = match found {
        Ok(prepared) => prepared,
        Err(why) => return Ok(refused(&cx, &why)),
    };
    let stored = stored.let_lie();
    if let Err(stop) = add(&cx, id, name, &sealed, stored.clone(), planned).await {
        files.remove(tenant, &stored)?;
        return Err(stop);
    }
    files.claim(tenant, &stored)?;
    Ok(Reply::redirect(&address(&cx, id)))
}

async fn receive(
    cx: &Keep,
    upload: LargeUpload,
    id: Id<Import>,
    keys: &Arc<TenantKeys>,
) -> (Result<Received, Stop>, Result<(SealedFile, Unclaimed), Stop>) {
    let (send, mut pieces) = tokio::sync::mpsc::channel::<axum::body::Bytes>(8);
    let (files, tenant, keys) = (cx.kit().files().clone(), cx.tenant(), keys.clone());
    let writing = platform::apart(move || {
        let mut writer = SealedWriter::new(&files, tenant, keys, &files::raw_name(id))?;
        while let Some(piece) = pieces.blocking_recv() {
            writer.write_all(&piece)?;
        }
        let sealed = writer.finish()?;
        let unclaimed = files.unclaimed(tenant, &sealed.stored)?;
        Ok::<_, std::io::Error>((sealed, unclaimed))
    });
    let received = upload.receive(LARGEST, send).await;
    let sealed = match writing.await {
        Ok(Ok(sealed)) => Ok(sealed),
        Ok(Err(error)) => Err(error.into()),
        Err(error) => Err(Stop::failed(error)),
    };
    (received, sealed)
}

async fn add(
    cx: &Keep,
    id: Id<Import>,
    file_name: String,
    sealed: &SealedFile,
    stored: String,
    planned: Planned,
) -> Result<(), Stop> {
    let (now, tenant, chance) = (cx.now(), cx.tenant(), cx.kit().chance());
    let mut run = Run::come(id, State::Uploaded, file_name, sealed, cx.account().person, now);
    // What the child made of a workbook lies beside it, and is what is read.
    (run.stored, run.plan) = (Some(stored), planned.to_json());
    cx.write(move |mut tx| {
        store::add(&mut tx, &run)?;
        enqueue(&mut tx, &*chance, &sweep_of(tenant, &run, now))?;
        let facts = json!({ "file": run.file_sha256, "size": run.size });
        Ok(tx.save(Event::about("imports.uploaded", id, facts), ())?)
    })
    .await
}

/// The job that removes the file when its time is out, or at once where it is.
pub(super) fn sweep_of(tenant: Id<Tenant>, run: &Run, now: Instant) -> NewJob {
    sweep_at(tenant, run.expires_at.day().end().max(now))
}

fn sweep_at(tenant: Id<Tenant>, at: Instant) -> NewJob {
    let once = Some(format!("{SWEEP}:{tenant}:{}", at.day()));
    NewJob { kind: SWEEP, tenant: Some(tenant), payload: json!(null), once, run_at: at }
}

/// What a file's first rows say, as the profile finds its columns.
pub(super) async fn sample_of(
    cx: &Keep,
    run: &Run,
    profile: Option<profile::Profile>,
    rows: usize,
) -> Result<Result<Sample, String>, Stop> {
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (files, tenant, run) = (cx.kit().files().clone(), cx.tenant(), run.clone());
    let read = platform::apart(move || {
        let mut stream = files::text(&files, tenant, &keys, &run)?;
        Ok::<_, std::io::Error>(run::sample(&mut *stream, profile.as_ref(), rows))
    });
    match read.await.map_err(Stop::failed)? {
        Ok(sample) => Ok(sample),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Err(sv::GONE.to_owned())),
        Err(error) => Err(error.into()),
    }
}

/// Where a file is: asked about, being read, looked through, or over.
pub(super) async fn file(cx: Keep, Path((_, id)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    match run.state {
        State::Uploaded => asked(&cx, &run, Planned::from_json(&run.plan), query.get("profil"), &[]).await,
        State::Reading => {
            let main = view::progress(&address(&cx, run.id), &run, cx.now());
            Ok(cx.show(sheet(&cx, &run.file_name, main)).asking_again(2))
        }
        State::Waiting => preview(&cx, &run, &[]).await,
        State::Taken | State::Dropped | State::Nothing | State::Failed => {
            let outcome = Outcome::from_json(run.outcome.as_deref());
            let profile = profile_of(&cx, &Planned::from_json(&run.plan).profile).await?;
            let per_person = profile.is_some_and(|kept| kept.profile.complete_per_person);
            let main = view_preview::over(&base(&cx), &address(&cx, run.id), &run, &outcome, per_person);
            Ok(cx.show(sheet(&cx, &run.file_name, main).wide()))
        }
    }
}

/// The page that shows what is in a file that waits, and what taking it in does.
async fn preview(cx: &Keep, run: &Run, faults: &[(&str, String)]) -> Result<Reply, Stop> {
    let profile = profile_of(cx, &Planned::from_json(&run.plan).profile).await?.map(|kept| kept.profile);
    let per_person = profile.as_ref().is_some_and(|profile| profile.complete_per_person);
    let sample = sample_of(cx, run, profile, SHOWN).await?.unwrap_or_default();
    let counting = cx.read(|tx| Ok(participations::counting(tx)?)).await?;
    let mut outcome = Outcome::from_json(run.outcome.as_deref());
    // Rows of earlier files, too: for those who may read them.
    if !cx.may(Right::ReadParticipations) {
        outcome.otherwise = otherwise::Told::default();
    }
    if let Some(set) = run.set {
        otherwise::tell(cx, run.id, set, &outcome.otherwise).await?;
    }
    let at = address(cx, run.id);
    let page = view_preview::Preview {
        address: &at,
        run,
        outcome: &outcome,
        sample: &sample,
        counting,
        per_person,
        // What was fetched is read in one way.
        otherwise: Planned::from_json(&run.plan).fetched.is_none(),
        faults,
    };
    let main = view_preview::preview(&page);
    Ok(cx.show(sheet(cx, &run.file_name, main).wide().with_faults(!faults.is_empty())))
}

pub(super) async fn profile_of(cx: &Keep, slug: &str) -> Result<Option<Kept>, Stop> {
    let slug = slug.to_owned();
    let all = cx.read(|tx| Ok(store::all_profiles(tx)?)).await?;
    Ok(all.into_iter().find(|kept| kept.profile.slug == slug))
}

/// The page that asks how the file is to be read.
async fn asked(cx: &Keep, run: &Run, planned: Planned, chosen: &str, faults: &[(&str, String)]) -> Result<Reply, Stop> {
    let profiles = cx.read(|tx| Ok(store::profiles(tx)?)).await?;
    let slug = if chosen.is_empty() { planned.profile.as_str() } else { chosen };
    let profile = profiles.iter().find(|kept| kept.profile.slug == slug).cloned();
    let sample = sample_of(cx, run, profile.as_ref().map(|kept| kept.profile.clone()), SHOWN).await?;
    let page = view::Asked {
        address: &address(cx, run.id),
        run,
        planned: &planned,
        profiles: &profiles,
        profile: profile.as_ref(),
        sample: &sample,
        today: cx.now().day(),
        faults,
    };
    Ok(cx.show(sheet(cx, &run.file_name, view::asked(&page)).wide().with_faults(!faults.is_empty())))
}

/// Says how the file is to be read, and has it read.
pub(super) async fn read(cx: Keep, Path((_, id)): At, form: FormData) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let mut faults: Vec<(&str, String)> = Vec::new();
    let known = profile_of(&cx, form.get("profil")).await?;
    if known.is_none() {
        faults.push(("profil", sv::CHOOSE_PROFILE.to_owned()));
    }
    let mut day = |name: &'static str| -> Option<Day> {
        let text = form.get(name);
        if text.is_empty() {
            return None;
        }
        let day = forms::day_from_text(text, None);
        day.map_err(|_| faults.push((name, sv::NO_DAY.to_owned()))).ok()
    };
    let (as_of, from, to) = (day("uttagen"), day("fran"), day("till"));
    let full = form.get("slag") == "full";
    if form.get("slag").is_empty() {
        faults.push(("slag", sv::CHOOSE_KIND.to_owned()));
    }
    if as_of.is_some_and(|day| day > cx.now().day()) {
        faults.push(("uttagen", sv::LATER_DAY.to_owned()));
    }
    if full && (from.is_some() != to.is_some() || from.zip(to).is_some_and(|(from, to)| to < from)) {
        faults.push(("fran", sv::HALF_PERIOD.to_owned()));
    }
    let kept = Planned::from_json(&run.plan);
    let planned = Planned { profile: form.get("profil").to_owned(), full, as_of, from, to, ..kept };
    if !faults.is_empty() {
        return asked(&cx, &run, planned, "", &faults).await;
    }
    let (id, tenant, chance, name) = (run.id, cx.tenant(), cx.kit().chance(), known.map(|kept| kept.name()));
    let begun = cx
        .write(move |mut tx| {
            let mut begun = false;
            for from in [State::Uploaded, State::Failed, State::Nothing] {
                begun = begun || store::step(&mut tx, id, from, State::Reading)?;
            }
            if !begun {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            store::set_plan(&mut tx, id, &planned.to_json())?;
            let (now, payload) = (tx.context().now, jobs::payload(id));
            let job =
                NewJob { kind: READ, tenant: Some(tenant), payload, once: Some(format!("{READ}:{id}")), run_at: now };
            enqueue(&mut tx, &*chance, &job)?;
            let facts = json!({ "profile": name, "kind": planned.kind().as_str() });
            Ok(tx.save(Event::about("imports.asked", id, facts), true)?)
        })
        .await?;
    if !begun {
        return Err(not_now(&cx, &run));
    }
    Ok(Reply::redirect(&address(&cx, run.id)))
}

fn not_now(cx: &Keep, run: &Run) -> Stop {
    Stop::refused_back(sv::NOT_NOW, sv::NOT_NOW_TEXT, &address(cx, run.id), &run.file_name)
}

/// Goes back to how the file is to be read. What was made of it is taken away.
pub(super) async fn again(cx: Keep, Path((_, id)): At, _form: FormData) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let (id, tenant, chance, set) = (run.id, cx.tenant(), cx.kit().chance(), run.set);
    let back = cx
        .write(move |mut tx| {
            let waited = store::ask_again(&mut tx, id, State::Waiting)?;
            let mut back = waited;
            for from in [State::Failed, State::Nothing] {
                back = back || store::ask_again(&mut tx, id, from)?;
            }
            let Some(set) = set.filter(|_| waited) else { return Ok(tx.keep(Housekeeping::Staging, back)) };
            let job = dropping(tenant, set, tx.context().now);
            enqueue(&mut tx, &*chance, &job)?;
            Ok(tx.save(Event::about("imports.asked-again", id, json!({ "set": set })), true)?)
        })
        .await?;
    if !back {
        return Err(not_now(&cx, &run));
    }
    // Nothing leads to the verdicts any more.
    if let Some(hash) = &run.verdicts {
        cx.kit().files().remove(tenant, hash)?;
    }
    Ok(Reply::redirect(&address(&cx, run.id)))
}

/// The job that takes away what a set was that nobody wants.
fn dropping(tenant: Id<Tenant>, set: i64, now: Instant) -> NewJob {
    let once = Some(format!("{DROP}:{tenant}:{set}"));
    NewJob { kind: DROP, tenant: Some(tenant), payload: json!({ "set": set }), once, run_at: now }
}

/// Takes in the rows that can come in. Where that takes much away, it has to be said that it is meant.
pub(super) async fn take(cx: Keep, Path((_, id)): At, form: FormData) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let Some(set) = run.set.filter(|_| run.state == State::Waiting) else { return Err(not_now(&cx, &run)) };
    let (digest, counting) =
        cx.read(move |tx| Ok((participations::digest_to_publish(tx, set)?, participations::counting(tx)?))).await?;
    let counts = Outcome::from_json(run.outcome.as_deref()).counts;
    if counts.takes_much(counting) && form.get(view_preview::MEANT) != "ja" {
        let faults = [(view_preview::MEANT, sv::not_meant(counts.removed))];
        return preview(&cx, &run, &faults).await;
    }
    let (id, chance, sweep) = (run.id, cx.kit().chance(), sweep_of(cx.tenant(), &run, cx.now()));
    let taken = cx
        .write(move |mut tx| {
            if !store::step(&mut tx, id, State::Waiting, State::Taken)? {
                return Ok(tx.keep(Housekeeping::Staging, None));
            }
            enqueue(&mut tx, &*chance, &sweep)?;
            match participations::publish_in(&mut tx, set, &digest) {
                Ok((set, event)) => {
                    let condense = participations::condensing(tx.tenant()?, set.number, tx.context().now);
                    enqueue(&mut tx, &*chance, &condense)?;
                    Ok(tx.save(event, Some(set))?)
                }
                Err(ImportError::Store(error)) => Err(error.into()),
                Err(_) => Err(Stop::refused(sv::NOT_NOW, sv::NOT_NOW_TEXT)),
            }
        })
        .await?;
    match taken {
        Some(set) => Ok(Reply::done(&base(&cx), &sv::taken(&set))),
        None => Err(not_now(&cx, &run)),
    }
}

/// Takes nothing in.
pub(super) async fn let_go(cx: Keep, Path((_, id)): At, _form: FormData) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let (id, tenant, chance, set) = (run.id, cx.tenant(), cx.kit().chance(), run.set);
    let (silent, sweep) = (run.is_silent(cx.now()), sweep_of(tenant, &run, cx.now()));
    let gone = cx
        .write(move |mut tx| {
            let waited = store::step(&mut tx, id, State::Waiting, State::Dropped)?;
            let dropped = waited
                || store::step(&mut tx, id, State::Uploaded, State::Dropped)?
                || silent && store::step(&mut tx, id, State::Reading, State::Dropped)?;
            if !dropped {
                return Ok(tx.keep(Housekeeping::Staging, false));
            }
            enqueue(&mut tx, &*chance, &sweep)?;
            if let Some(set) = set.filter(|_| waited) {
                let job = dropping(tenant, set, tx.context().now);
                enqueue(&mut tx, &*chance, &job)?;
            }
            Ok(tx.save(Event::about("imports.let-go", id, json!({ "set": set })), true)?)
        })
        .await?;
    if gone { Ok(Reply::done(&base(&cx), sv::LET_GO)) } else { Err(not_now(&cx, &run)) }
}

/// The file back, with what became of each row.
pub(super) async fn back(cx: Keep, Path((_, id)): At) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let Some(written) = Outcome::from_json(run.outcome.as_deref()).written else { return Err(Stop::NotFound) };
    // It names everybody in it: for whoever has the file already, and for those who may read the rows.
    if run.person != cx.account().person && !cx.may(Right::ReadParticipations) {
        return Err(Stop::refused(sv::NOT_YOURS, sv::NOT_YOURS_WHY));
    }
    cx.tell_reading("imports.file-read", json!({ "import": id, "file": run.file_sha256 })).await?;
    let profile = profile_of(&cx, &Planned::from_json(&run.plan).profile).await?.ok_or(Stop::NotFound)?;
    let tools = cx.kit().tools();
    let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
    let (files, tenant) = (cx.kit().files().clone(), cx.tenant());
    let workbook = Planned::from_json(&run.plan).workbook;
    let name = sv::back_name(&run.file_name, workbook);
    let rehearsed = platform::apart(move || {
        let mut source = files::text(&files, tenant, &keys, &run)?;
        let verdicts = || files::verdicts(&files, tenant, &keys, &run);
        if workbook {
            let (out, profile) = (Cursor::new(Vec::new()), &profile.profile);
            let made = run::hand_back_workbook(&mut *source, profile, &written, verdicts()?, out);
            return Ok::<_, std::io::Error>(made.map(|book| Back::Made(book.into_inner())));
        }
        let mut rehearsal = Rehearsal::default();
        let done = run::hand_back(&mut *source, &profile.profile, &written, verdicts()?, &mut rehearsal);
        let again = verdicts()?;
        Ok(done.map(|()| {
            Back::Writes(Box::new(move |out: &mut dyn Write| {
                let mut last = Last::after(&rehearsal, out);
                run::hand_back(&mut *source, &profile.profile, &written, again, &mut last)
                    .map_err(std::io::Error::other)
            }))
        }))
    });
    match rehearsed.await.map_err(Stop::failed)? {
        Ok(Ok(Back::Made(bytes))) => Ok(Reply::download(bytes, documents::workbook::MEDIA_TYPE, &name)),
        Ok(Ok(Back::Writes(write))) => Ok(Reply::download_made("text/csv", &name, write)),
        Ok(Err(why)) => Err(Stop::refused(sv::NOT_NOW, why)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Stop::refused(sv::NOT_NOW, sv::GONE)),
        Err(error) => Err(error.into()),
    }
}

/// What a file that waits takes away and changes, as a text file.
pub(super) async fn otherwise(cx: Keep, Path((_, id)): At) -> Result<Reply, Stop> {
    let run = named(&cx, &id).await?;
    let set = run.set.filter(|_| run.state == State::Waiting).ok_or(Stop::NotFound)?;
    if !cx.may(Right::ReadParticipations) {
        return Err(Stop::refused(sv::FOR_READERS, sv::LISTS_FOR_READERS));
    }
    let told = cx.read(move |tx| Ok(otherwise::told(tx, set, otherwise::IN_FILE)?)).await?;
    otherwise::tell(&cx, run.id, set, &told).await?;
    let name = sv::otherwise_name(&run.file_name);
    Ok(Reply::download(otherwise::csv(&told).into_bytes(), "text/csv; charset=utf-8", &name))
}
