//! What has changed in a year while it runs, and for whom; and what is in by an earlier form, given back for completion in
//! one go.

use std::collections::{BTreeMap, BTreeSet};

use domain::changes::What;
use domain::submissions::{Action, By, State, StateName};
use kernel::id::kind::{Assignment as AssignmentKind, YearVersion};
use kernel::{Day, Id, Instant};
use platform::reply::Sheet;
use platform::{Account, Cx, FormData, Path, Reply, Seat, Stop, may};
use serde_json::json;
use store::{Event, ReadTx, WriteTx};

use super::decisions::{self, Fault, Faults};
use super::{sv, view_changes};
use crate::assignments;
use crate::changes::{self, Reader, ToldAbout};
use crate::submissions;
use crate::year;

/// The address of the page, within the authority.
pub(super) fn address(year: i16) -> String {
    format!("uppfoljning/{year}/andringar")
}

/// What changes have done to the year's assignments, the newest first. A year is published at most a year before it
/// begins.
pub(super) fn of_year(tx: &mut ReadTx<'_>, year: i16) -> Result<Vec<ToldAbout>, Stop> {
    let Some(first) = Day::new(year - 1, 1, 1) else { return Ok(Vec::new()) };
    let mut all = changes::recent(tx, first.start(), Reader::Authority)?;
    all.retain(|one| one.about.year == year);
    Ok(all)
}

/// One change of an item, with everybody whom it touched.
pub(super) struct Group<'a> {
    pub at: Instant,
    pub title: &'a str,
    pub item: &'a str,
    pub what: What,
    /// What is said, each with those of whom it is said.
    pub said: BTreeMap<&'a str, Vec<&'a ToldAbout>>,
}

impl Group<'_> {
    /// What is in by the earlier form, lacks something and can be given back.
    pub fn lacking(&self) -> Vec<&ToldAbout> {
        let all = self.said.values().flatten();
        // What another system gave is mended there, and not given back here.
        let can_be =
            |one: &&&ToldAbout| one.about.state == StateName::Submitted.slug() && one.about.reports_in.is_none();
        all.filter(|one| one.asks_more).filter(can_be).copied().collect()
    }
}

/// The changes of the year, those of one moment and item together.
pub(super) fn groups(all: &[ToldAbout]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places: BTreeMap<(Instant, Id<YearVersion>, &str, What), usize> = BTreeMap::new();
    for one in all {
        let change = &one.told.change;
        let at = *places.entry((change.at, change.version, &one.about.item, change.what)).or_insert_with(|| {
            let (title, item) = (one.title.as_str(), one.about.item.as_str());
            groups.push(Group { at: change.at, title, item, what: change.what, said: BTreeMap::new() });
            groups.len() - 1
        });
        groups[at].said.entry(&one.told.sentence).or_default().push(one);
    }
    groups
}

async fn show<P: platform::Permission>(cx: &Cx<P>, year: i16, form: &FormData, faults: &Faults) -> Result<Reply, Stop> {
    let all = cx
        .read(move |tx| {
            year::published(tx, year)?.ok_or(Stop::NotFound)?;
            of_year(tx, year)
        })
        .await?;
    let back = cx.link(&format!("uppfoljning/{year}"));
    let may_return = cx.may(kernel::Right::Review);
    let main = view_changes::page(&cx.link(""), &cx.link(&address(year)), &groups(&all), may_return, form, faults);
    let sheet = Sheet::new(sv::CHANGED, main).crumb("Uppföljning", back).year(year);
    Ok(cx.show(sheet.with_faults(!faults.is_empty())))
}

/// The page.
pub(super) async fn page(cx: Cx<may::ViewFollowUp>, Path((_, year)): Path<(String, String)>) -> Result<Reply, Stop> {
    let year = year.parse().map_err(|_| Stop::NotFound)?;
    show(&cx, year, &FormData::default(), &Faults::new()).await
}

/// What is given back, why, and by when a completion is wanted.
#[derive(Debug, Clone)]
struct Chosen {
    those: BTreeSet<Id<AssignmentKind>>,
    reason: String,
    until: Option<Day>,
}

fn read_form(form: &FormData, today: Day) -> (Chosen, Faults) {
    let mut faults = Faults::new();
    let reason = form.get("motivering").to_owned();
    if reason.is_empty() {
        faults.push(("motivering".to_owned(), Fault::NoReturnReason));
    }
    faults.extend(decisions::too_long(&reason).map(|fault| ("motivering".to_owned(), fault)));
    let until = decisions::read_day(form.get("senast"), today).unwrap_or_else(|fault| {
        faults.push(("senast".to_owned(), fault));
        None
    });
    let those: BTreeSet<Id<AssignmentKind>> = form.all("val").iter().filter_map(|id| id.parse().ok()).collect();
    if those.is_empty() {
        faults.push(("val".to_owned(), Fault::NothingChosen));
    }
    (Chosen { those, reason, until }, faults)
}

/// Returns one of them by the same rules as at the item itself; `None` where they say no.
fn give_back_one(
    tx: &mut WriteTx<'_>,
    (id, year): (Id<AssignmentKind>, i16),
    chosen: &Chosen,
    (account, seats): (&Account, &[Seat]),
) -> Result<Option<Event>, Stop> {
    let Some(one) = assignments::find(tx, id)?.filter(|one| one.year == year) else { return Ok(None) };
    let Some(published) = changes::year_of(tx, &one)? else { return Ok(None) };
    let Some(item) = published.year.item(&one.item) else { return Ok(None) };
    let Some(Ok(seen)) = one.seat_for(item, seats, false, Action::Return) else { return Ok(None) };
    let Some(latest) = submissions::latest(tx, one.id)? else { return Ok(None) };
    let by = By { person: Some(account.person), name: account.name.clone() };
    let (now, until) = (tx.context().now, chosen.until);
    let Ok(returned) = one.state.clone().return_for_completion(&seen, &chosen.reason, until, by, now) else {
        return Ok(None);
    };
    submissions::add_return_note(tx, latest.id, "", &returned.reason, account.person)?;
    let facts = json!({
        "assignment": one.id, "number": latest.number, "reason": returned.reason, "until": until, "places": [],
    });
    assignments::set_state(tx, one.id, &State::from(returned))?;
    Ok(Some(Event::about("submission.returned", latest.id, facts)))
}

/// Gives back for completion what was chosen.
pub(super) async fn give_back(
    cx: Cx<may::Review>,
    Path((_, year)): Path<(String, String)>,
    form: FormData,
) -> Result<Reply, Stop> {
    let year: i16 = year.parse().map_err(|_| Stop::NotFound)?;
    let (chosen, mut faults) = read_form(&form, cx.now().day());
    let wanted = chosen.those.clone();
    let last = cx
        .read(move |tx| {
            let mut last: Option<Day> = None;
            for id in &wanted {
                last = last.max(assignments::find(tx, *id)?.filter(|one| one.year == year).map(|one| one.due()));
            }
            Ok(last)
        })
        .await?;
    // The item's own last day holds all the same, so an earlier one would promise what is not.
    if let (Some(until), Some(last)) = (chosen.until, last)
        && until < last
    {
        faults.push(("senast".to_owned(), Fault::BeforeDue(last)));
    }
    if !faults.is_empty() {
        return show(&cx, year, &form, &faults).await;
    }
    let (account, seats, back) = (cx.account().clone(), cx.seats().to_vec(), cx.link(&address(year)));
    let (done, refused) = cx
        .write(move |mut tx| {
            let mut events = Vec::new();
            for id in &chosen.those {
                events.extend(give_back_one(&mut tx, (*id, year), &chosen, (&account, &seats))?);
            }
            if events.is_empty() {
                return Err(Stop::refused(sv::NOTHING_GIVEN_BACK, sv::LOOK_AGAIN));
            }
            let (done, refused) = (events.len(), chosen.those.len() - events.len());
            Ok(tx.save_all(&events, (done, refused))?)
        })
        .await?;
    Ok(Reply::done(&back, &sv::given_back(done, refused)))
}
