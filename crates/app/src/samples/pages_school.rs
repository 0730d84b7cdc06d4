//! A provider's side: the cases of its own students, their study plans, and what came of a sample that is closed.

use ::store::{ReadTx, StoreError};
use domain::participations::PersonKey;
use domain::samples::{Stage, case_key, sv as words};
use kernel::Id;
use kernel::id::kind::{Organisation, Sample};
use maud::{Markup, html};
use platform::access::{Cx, may};
use platform::reply::Sheet;
use platform::{FormData, MayUpload, Path, Reply, Seat, Stop};

use super::form::Fault;
use super::model::{Drawn, Kept, PlanFile};
use super::pages::{Names, id};
use super::pages_case::{ResultRow, results};
use super::{PLANS, sending, store, sv, view_school};

type Sender = Cx<may::SendStudyPlans>;

/// A sample with the provider's own cases.
pub(super) struct Own {
    pub kept: Kept,
    pub cases: Vec<(Drawn, Vec<ResultRow>)>,
    pub names: Names,
    pub files: Vec<PlanFile>,
}

/// Which of the drawn cases are the person's to answer for.
fn own(cx: &Sender) -> Result<impl Fn(&Drawn) -> bool + Send + 'static, Stop> {
    let (provider, only) = (cx.provider()?, cx.only_units());
    Ok(move |case: &Drawn| {
        let unit = only.as_ref().is_none_or(|units| case.unit.is_some_and(|unit| units.contains(&unit)));
        case.organisation == provider && unit
    })
}

/// How many of the cases lack their study plan.
fn lacking<'c>(kept: &Kept, mut cases: impl Iterator<Item = &'c Drawn>) -> usize {
    if kept.stands.stage != Stage::Drawn {
        return 0;
    }
    let mut count = 0;
    for case in cases.by_ref() {
        count += usize::from(kept.stands.case(case.number).is_some_and(|of| of.received == 0 && !of.absent));
    }
    count
}

async fn listed(cx: &Sender) -> Result<Vec<(Kept, usize)>, Stop> {
    let own = own(cx)?;
    cx.read(move |tx| {
        let mut all = Vec::new();
        for kept in store::all(tx)? {
            let theirs: Vec<Drawn> = kept.cases.iter().filter(|case| own(case)).cloned().collect();
            if !theirs.is_empty() && kept.stands.stage != Stage::Cancelled {
                let lacking = lacking(&kept, theirs.iter());
                all.push((kept, lacking));
            }
        }
        Ok(all)
    })
    .await
}

/// The way here from a page of the provider's, where there is anything; with how many study plans wait.
///
/// # Errors
/// Where the database cannot be read.
pub async fn way_at_school(cx: &Cx<may::HandleComplaints>) -> Result<Markup, Stop> {
    if !cx.may(kernel::Right::SendStudyPlans) {
        return Ok(html! {});
    }
    let provider = cx.provider()?;
    let waits = cx
        .read(move |tx| {
            let all = store::all(tx)?;
            let of = all.iter().map(|kept| {
                let theirs: Vec<&Drawn> = kept.cases.iter().filter(|case| case.organisation == provider).collect();
                (!theirs.is_empty() && kept.stands.stage != Stage::Cancelled, lacking(kept, theirs.into_iter()))
            });
            Ok(of.filter(|(any, _)| *any).map(|(_, lacking)| lacking).collect::<Vec<usize>>())
        })
        .await?;
    Ok(html! { @if !waits.is_empty() { (view_school::way(&cx.link(PLANS), waits.iter().sum())) } })
}

/// The samples that wait for study plans of the provider, for those of its seats that send them in.
///
/// # Errors
/// Where the database cannot be read.
pub fn at_provider(
    tx: &mut ReadTx<'_>,
    (organisation, seats): (Id<Organisation>, &[Seat]),
    link: &str,
) -> Result<Markup, StoreError> {
    let theirs = |case: &Drawn| {
        let covers = |seat: &Seat| seat.unit.is_none() || seat.unit == case.unit;
        case.organisation == organisation && seats.iter().any(covers)
    };
    let mut waiting = Vec::new();
    for kept in store::all(tx)? {
        let count = lacking(&kept, kept.cases.iter().filter(|case| theirs(case)));
        if count > 0 {
            waiting.push((format!("{link}{PLANS}/{}", kept.id), sv::name(kept.number, &kept.setup.wish.title), count));
        }
    }
    Ok(view_school::waiting(&waiting))
}

/// The samples that the provider has cases in.
pub(super) async fn list(cx: Sender) -> Result<Reply, Stop> {
    let all = listed(&cx).await?;
    let authorities = crate::nav::authorities(&cx, PLANS);
    Ok(cx.show(Sheet::new(sv::PLANS, view_school::list(&cx.link(PLANS), &authorities, &all))))
}

async fn opened(cx: &Sender, sample: Id<Sample>) -> Result<Own, Stop> {
    let own = own(cx)?;
    cx.read(move |tx| {
        let kept =
            store::find(tx, sample)?.filter(|kept| kept.stands.stage != Stage::Cancelled).ok_or(Stop::NotFound)?;
        let mut cases = Vec::new();
        for case in kept.cases.iter().filter(|case| own(case)) {
            cases.push((case.clone(), results(tx, &kept, case)?));
        }
        if cases.is_empty() {
            return Err(Stop::NotFound);
        }
        Ok(Own { names: Names::read(tx)?, files: store::files(tx, sample)?, cases, kept })
    })
    .await
}

/// The provider's cases of a sample.
pub(super) async fn show(cx: Sender, Path((_, sample)): Path<(String, String)>) -> Result<Reply, Stop> {
    let own = opened(&cx, id(&sample)?).await?;
    Ok(page(&cx, &own, (&FormData::default(), &[]), ""))
}

fn page(cx: &Sender, own: &Own, typed: (&FormData, &[Fault]), found: &str) -> Reply {
    let base = cx.link(&format!("{PLANS}/{}", own.kept.id));
    let limit = cx.kit().settings().upload_limit;
    let main = view_school::one(&base, own, limit, typed, found);
    let name = sv::name(own.kept.number, &own.kept.setup.wish.title);
    let sheet = Sheet::new(name, main).crumb(sv::PLANS, cx.link(PLANS));
    cx.show(sheet.with_faults(!typed.1.is_empty()))
}

/// Says which of the provider's cases a student is, by the number, which is kept nowhere.
pub(super) async fn check(
    cx: Sender,
    Path((_, sample)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let own = opened(&cx, id(&sample)?).await?;
    let fault = |text: &str| [("personnummer".to_owned(), text.to_owned())];
    let Ok(number) = forms::person::judge(form.get("personnummer"), cx.now().day()) else {
        return Ok(page(&cx, &own, (&form, &fault(sv::NO_NUMBER)), ""));
    };
    let tools = cx.kit().tools();
    let students =
        cx.read(move |tx| Ok(tools.keys(tx)?.lasting("student.key").map_err(::store::StoreError::from)?)).await?;
    cx.tell_reading_of("sample.student-looked-up", own.kept.id, serde_json::json!({ "number": own.kept.number }))
        .await?;
    let key = PersonKey(students.of("personnummer", number.expose()));
    let (sample, provider) = (own.kept.id.to_string(), cx.provider()?.to_string());
    let known = case_key(&sample, &provider, key);
    let nothing = FormData::default();
    Ok(match own.cases.iter().find(|(case, _)| case.member.key == known) {
        Some((case, _)) => page(&cx, &own, (&nothing, &[]), &sv::found(case.number)),
        None => page(&cx, &own, (&form, &fault(sv::NOT_IN_SAMPLE)), ""),
    })
}

/// Takes in a case's study plan, or that there is none.
pub(super) async fn send(
    cx: Sender,
    Path((_, sample, number)): Path<(String, String, usize)>,
    MayUpload(upload): MayUpload,
) -> Result<Reply, Stop> {
    let own = opened(&cx, id(&sample)?).await?;
    if !own.cases.iter().any(|(case, _)| case.number == number) {
        return Err(Stop::NotFound);
    }
    let back = cx.link(&format!("{PLANS}/{}", own.kept.id));
    let field = format!("filer-{number}");
    let absent = upload.fields.get("saknas") == "ja";
    let taken = if absent {
        None
    } else {
        let tools = cx.kit().tools();
        let keys = cx.read(move |tx| Ok(tools.keys(tx)?)).await?;
        match sending::taken(cx.kit(), (cx.tenant(), keys), &upload).await? {
            Ok(taken) => Some(taken),
            Err(text) => return Ok(page(&cx, &own, (&upload.fields, &[(field, text)]), "")),
        }
    };
    let attached = taken.as_ref().map(|taken| taken.attached.clone()).unwrap_or_default();
    let (sample, person, tools) = (own.kept.id, cx.account().person, cx.kit().tools());
    let written =
        cx.write(move |tx| Ok(sending::keep(tx, &tools, (sample, number), &attached, (Some(person), None))?)).await;
    if let Some(taken) = taken.filter(|_| !matches!(written, Ok(sending::Kept::Yes))) {
        taken.throw_away().await?;
    }
    match written? {
        sending::Kept::Yes => Ok(Reply::done(&back, if absent { sv::TOLD_ABSENT } else { sv::SENT })),
        sending::Kept::Full => Ok(page(&cx, &own, (&upload.fields, &[(field, view_school::FULL.to_owned())]), "")),
        sending::Kept::Refused(why) => Err(Stop::refused_back(sv::PLANS, words::refusal(why), &back, sv::TO_PLANS)),
        sending::Kept::Gone => Err(Stop::NotFound),
    }
}
