//! The protocol: written field by field by the script, or section by section without it, and chosen between where two wrote.

use ::store::Housekeeping;
use axum::http::StatusCode;
use domain::visits::{Came, Edit, Field, FindingKind, Step, is_valid, sv as words, why_not};
use kernel::id::kind::Visit as VisitKind;
use kernel::{Id, Instant};
use platform::{FormData, Path, Reply, Stop};
use serde_json::{Map, Value as Json, json};

use super::look::{self, Opened};
use super::pages::{Officer, opened, sheet};
use super::store_protocol as protocol;
use super::{PAGE, sv, view_protocol};

/// How far a device's clock may be ahead, in seconds; what is said to be later came when it came.
const AHEAD: i64 = 120;
/// How long ago something can have been written on a device, in seconds.
const LONGEST_AGO: i64 = 60 * 86_400;
/// Between two texts that are kept together.
const BOTH: &str = "\n\n";

fn base(cx: &Officer, of: &Opened) -> String {
    cx.link(&format!("{PAGE}/{}", of.kept.id))
}

fn refuse(cx: &Officer, of: &Opened) -> Result<(), Stop> {
    let Some(why) = why_not(&of.kept.visit, Step::Write, of.facts()) else { return Ok(()) };
    Err(Stop::refused_back(sv::PROTOCOL, words::refusal(why), &base(cx, of), sv::TO_VISIT))
}

/// The protocol to write in.
pub(super) async fn show(cx: Officer, Path((_, visit)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    refuse(&cx, &of)?;
    Ok(page(&cx, &of, &[]))
}

fn page(cx: &Officer, of: &Opened, faults: &[(String, String)]) -> Reply {
    let shown = view_protocol::Shown {
        base: base(cx, of),
        who: platform::reply::known_by(cx.account().person),
        scope: cx.link(&format!("{PAGE}/")),
        limit: cx.kit().settings().upload_limit,
    };
    let main = view_protocol::protocol(&shown, of, faults);
    let sheet = sheet(cx, format!("{}: {}", sv::PROTOCOL, of.provider.name), main);
    cx.show(sheet.crumb(of.kept.name(), base(cx, of)).with_faults(!faults.is_empty()))
}

/// The fields that a protocol has, by their names.
fn is_field(of: &Opened, name: &str) -> Option<Field> {
    let field = Field::parse(name)?;
    let known = match &field {
        Field::Present | Field::Summary => true,
        Field::Answer(point) | Field::Kind(point, _) | Field::Text(point, _) => {
            of.checklist.list.point(point).is_some()
        }
        Field::Outcome(key) | Field::OutcomeText(key) => of.earlier.iter().any(|one| one.key == *key),
    };
    known.then_some(field)
}

/// Whether the text can be the key of an edit: what devices make up is not trusted to be short.
fn is_key(key: &str) -> bool {
    key.parse::<Id<VisitKind>>().is_ok()
}

/// When it was written, as the device says where that can be so.
fn made_at(said: &str, now: Instant) -> Instant {
    let said: Option<Instant> = said.parse().ok();
    let possible = |at: &Instant| (-AHEAD..=LONGEST_AGO).contains(&now.seconds_since(*at));
    said.filter(possible).unwrap_or(now)
}

/// Writes the edits in one transaction, in their order; what came of each.
async fn write(
    cx: &Officer,
    id: Id<VisitKind>,
    version: i64,
    edits: Vec<(Edit, Instant)>,
) -> Result<Option<Vec<Came>>, Stop> {
    let (tools, today, person) = (cx.kit().tools(), cx.now().day(), cx.account().person);
    cx.write(move |mut tx| {
        let (mut all, mut changed) = (Vec::new(), false);
        for (edit, made) in &edits {
            let of = look::opened(&mut tx, &tools, id, today)?;
            if why_not(&of.kept.visit, Step::Write, of.facts()).is_some() {
                return Ok(tx.keep(Housekeeping::Session, None));
            }
            let (came, wrote) = protocol::write(&mut tx, &tools, (&of.kept, version), (edit, *made, person))?;
            all.push(came);
            changed |= wrote;
        }
        if changed { Ok(tx.save_all(&[], Some(all))?) } else { Ok(tx.keep(Housekeeping::Session, Some(all))) }
    })
    .await
}

/// The version of the checklist that the page had: that of the protocol where it is begun.
fn version(of: &Opened) -> i64 {
    of.kept.visit.begun.unwrap_or(of.checklist.version)
}

fn told(status: StatusCode, kom: &str, more: &[(&str, &str)]) -> Reply {
    let mut answer = Map::from_iter([("kom".to_owned(), Json::from(kom))]);
    answer.extend(more.iter().map(|(name, value)| ((*name).to_owned(), Json::from(*value))));
    Reply::json(status, Json::Object(answer).to_string())
}

/// Takes one edit of a field from the script.
pub(super) async fn take(cx: Officer, Path((_, visit)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    // The device may hold what somebody else wrote, who is signed out: it goes under nobody else's name.
    if form.get("vem") != platform::reply::known_by(cx.account().person) {
        return Ok(told(StatusCode::CONFLICT, "vem", &[("varfor", sv::OTHER_PERSON)]));
    }
    if let Some(why) = why_not(&of.kept.visit, Step::Write, of.facts()) {
        return Ok(told(StatusCode::CONFLICT, "last", &[("varfor", &words::refusal(why))]));
    }
    let name = form.get("falt");
    let no = |why: &str| Ok(told(StatusCode::UNPROCESSABLE_ENTITY, "nej", &[("varfor", why)]));
    let Some(field) = is_field(&of, name) else { return no(sv::UNKNOWN) };
    let (value, base, key) = (form.get("varde").to_owned(), form.get("grund"), form.get("nyckel"));
    if !is_valid(&field, &value) || !is_key(key) || !(base.is_empty() || is_key(base)) {
        return no(sv::INVALID);
    }
    let edit =
        Edit { field: name.to_owned(), key: key.to_owned(), base: base.to_owned(), settles: String::new(), value };
    let made = made_at(form.get("tid"), cx.now());
    let came = write(&cx, of.kept.id, version(&of), vec![(edit, made)]).await?;
    let Some(came) = came.and_then(|all| all.first().copied()) else {
        return Ok(told(StatusCode::CONFLICT, "last", &[("varfor", sv::CHANGED)]));
    };
    let of = opened(&cx, &visit).await?;
    let now = of.written.current(name).map(|(edit, _)| edit.key.clone()).unwrap_or_default();
    Ok(told(StatusCode::OK, sv::came(came), &[("nyckel", &now)]))
}

/// The protocol as it stands, for the script.
pub(super) async fn state(cx: Officer, Path((_, visit)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    let mut fields = Map::new();
    for (name, state) in of.written.protocol.fields() {
        let Some((edit, made)) = of.written.current(name) else { continue };
        let beside = state.conflicts.iter().filter_map(|at| of.written.at(*at)).map(|(edit, _)| edit.key.clone());
        let one = json!({
            "nyckel": edit.key,
            "varde": edit.value,
            "av": made.person,
            "tid": made.made_at.to_string(),
            "krockar": beside.collect::<Vec<_>>(),
        });
        fields.insert(name.to_owned(), one);
    }
    let open = why_not(&of.kept.visit, Step::Write, of.facts()).is_none();
    let answer = json!({ "falt": fields, "last": !open, "vem": platform::reply::known_by(cx.account().person) });
    Ok(Reply::json(StatusCode::OK, answer.to_string()))
}

/// Whether both say the same in the field: that nothing is chosen of what a finding is, is an observation.
fn says_same(field: &Field, one: &str, other: &str) -> bool {
    let plain = |value| match field {
        Field::Kind(..) if value == FindingKind::Observation.slug() => "",
        _ => value,
    };
    plain(one) == plain(other)
}

/// Saves what is filled in without script, whichever button was pressed: each field that says something else than what it rests on.
pub(super) async fn save(cx: Officer, Path((_, visit)): Path<(String, String)>, form: FormData) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    refuse(&cx, &of)?;
    let (mut edits, mut faults) = (Vec::new(), Vec::new());
    for (hidden, base) in form.iter() {
        let Some(name) = hidden.strip_prefix("grund:") else { continue };
        let Some(field) = is_field(&of, name) else { continue };
        let value = form.get(name).to_owned();
        if !is_valid(&field, &value) {
            faults.push((name.to_owned(), sv::INVALID.to_owned()));
            continue;
        }
        // What was not touched says what it rested on: where somebody else has changed it since, nothing is to be said here.
        let rested = of.written.edits.iter().find(|edit| edit.key == base).map(|edit| edit.value.as_str());
        if says_same(&field, &value, rested.unwrap_or_default()) || !(base.is_empty() || is_key(base)) {
            continue;
        }
        let key = Id::<VisitKind>::random(cx.chance()).to_string();
        let edit = Edit { field: name.to_owned(), key, base: base.to_owned(), settles: String::new(), value };
        edits.push((edit, cx.now()));
    }
    if !faults.is_empty() {
        let mut of = of;
        view_protocol::typed(&mut of, &form);
        return Ok(page(&cx, &of, &faults));
    }
    let back = base(&cx, &of);
    if edits.is_empty() {
        return Ok(Reply::done(&format!("{back}/protokoll"), sv::SAVED));
    }
    let came = write(&cx, of.kept.id, version(&of), edits).await?;
    let Some(came) = came else {
        return Err(Stop::refused_back(sv::CHANGED_TITLE, sv::CHANGED, &back, sv::TO_VISIT));
    };
    if came.contains(&Came::Conflict) {
        return Ok(Reply::done(&format!("{back}/krockar"), sv::CLASHED));
    }
    Ok(Reply::done(&format!("{back}/protokoll"), sv::SAVED))
}

/// The fields that have two versions, side by side.
pub(super) async fn conflicts(cx: Officer, Path((_, visit)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    let main = view_protocol::conflicts(&base(&cx, &of), &of);
    let sheet = sheet(&cx, sv::CONFLICTS, main).crumb(of.kept.name(), base(&cx, &of));
    Ok(cx.show(sheet.crumb(sv::PROTOCOL, format!("{}/protokoll", base(&cx, &of))).wide()))
}

/// Chooses between two versions of a field.
pub(super) async fn choose(
    cx: Officer,
    Path((_, visit)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let of = opened(&cx, &visit).await?;
    refuse(&cx, &of)?;
    let name = form.get("falt").to_owned();
    let field = is_field(&of, &name).ok_or(Stop::NotFound)?;
    let (base_key, other_key) = (form.get("grund"), form.get("andra"));
    let find = |key: &str| of.written.edits.iter().find(|edit| edit.key == key && edit.field == name);
    let other = find(other_key).ok_or(Stop::NotFound)?;
    let current = find(base_key).map(|edit| edit.value.clone()).unwrap_or_default();
    let value = match form.get("val") {
        "nuvarande" => current,
        "andra" => other.value.clone(),
        "bada" if field.is_text() && current.is_empty() => other.value.clone(),
        "bada" if field.is_text() && other.value.is_empty() => current,
        "bada" if field.is_text() => format!("{current}{BOTH}{}", other.value),
        _ => return Err(Stop::NotFound),
    };
    let back = format!("{}/krockar", base(&cx, &of));
    if !is_valid(&field, &value) {
        return Err(Stop::refused_back(sv::CONFLICTS, sv::INVALID, &back, sv::CONFLICTS));
    }
    let edit = Edit {
        field: name,
        key: Id::<VisitKind>::random(cx.chance()).to_string(),
        base: base_key.to_owned(),
        settles: other_key.to_owned(),
        value,
    };
    let came = write(&cx, of.kept.id, version(&of), vec![(edit, cx.now())]).await?;
    match came.as_deref() {
        Some([Came::Saved]) => {
            let left = opened(&cx, &visit).await?.written.protocol.conflicts();
            let to = if left == 0 { format!("{}/protokoll", base(&cx, &of)) } else { back };
            Ok(Reply::done(&to, sv::CHOSEN))
        }
        _ => Err(Stop::refused_back(sv::CONFLICTS, words::came(Came::Overtaken), &back, sv::CONFLICTS)),
    }
}
