//! The task list: everything that is asked of the provider, over all the authorities it serves, in one list. Reads one
//! tenant after the other and merges; no draft is opened for it.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::changes::{Standing, What};
use domain::inbox::Became;
use domain::split::Sort;
use domain::submissions::{Lock, State, StateName, Timeliness};
use domain::year::{Level, Year};
use kernel::id::kind::{Organisation, Person};
use kernel::{Day, Id, Instant, Right};
use maud::{Markup, html};
use platform::reply::Sheet;
use platform::{Acting, FormData, Me, Reply, Seat, Stop, may};

use super::view_tasks;
use crate::assignments::{Assignment, Filter, Subject};
use crate::case_watch;
use crate::changes::{self, ToldAbout};
use crate::{assignments, deficiencies, evaluations, meetings, people, samples, submissions, threads, visits, year};

/// One task as the list shows it.
#[derive(Debug, Clone)]
pub(super) struct Task {
    /// The assignment.
    pub assignment: Assignment,
    /// What the item is called.
    pub title: String,
    /// The authority's name in addresses, and its name.
    pub authority: (String, String),
    /// What the occasion is called.
    pub occasion: String,
    /// Whether it is in time.
    pub timeliness: Timeliness,
    /// Why it waits for the one who looks; `None` when it does not.
    pub waits: Option<Waits>,
    /// When the authority answered the provider's last question, where nothing has been asked since.
    pub answer: Option<Instant>,
    /// When it came by e-mail, while it waits to be signed.
    pub arrived: Option<(Instant, Became)>,
    /// When it was changed lately, by a change of the year or of the register.
    pub changed: Option<Instant>,
    /// What rows it is answered with, where they can be given to several authorities and the one who looks writes.
    pub sort: Option<Sort>,
}

/// Why a task waits for the one who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Waits {
    /// It has been returned for completion.
    Returned,
    /// It is prepared and waits for a signature that this person may give.
    Signature,
}

impl Task {
    /// Whether something is in: handed in or approved.
    pub fn is_in(&self) -> bool {
        matches!(self.assignment.state.name(), StateName::Submitted | StateName::Approved)
    }

    /// What is asked for, as a word for filters: the unit, the area or the whole.
    pub fn subject_key(&self) -> String {
        match &self.assignment.subject {
            Subject::Unit { id, .. } => format!("enhet-{id}"),
            Subject::Area { slug, .. } => format!("omrade-{slug}"),
            Subject::Provider => "helheten".to_owned(),
        }
    }

    /// The most pressing first.
    fn order(&self) -> (u8, Day) {
        let rank = match self.assignment.state.name() {
            StateName::Returned => 0,
            StateName::AwaitingSignature => 1,
            StateName::Draft => 2,
            StateName::NotStarted => 3,
            StateName::Submitted => 4,
            StateName::Approved => 5,
        };
        (rank, self.assignment.last_day())
    }
}

/// Tasks of one occasion.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// What the occasion is called.
    pub occasion: String,
    /// The authority, where the whole group is of one.
    pub authority: Option<String>,
    /// The last day of the year's document.
    pub deadline: Day,
    /// All of its tasks, the most pressing first.
    pub tasks: Vec<Task>,
}

impl Group {
    /// How many are in.
    pub fn handed_in(&self) -> usize {
        self.tasks.iter().filter(|task| task.is_in()).count()
    }
    /// How many have been given back for completion and are not in anew.
    pub fn given_back(&self) -> usize {
        self.tasks.iter().filter(|task| task.assignment.state.unanswered_return().is_some()).count()
    }
    /// What is not in and can still be handed in.
    pub fn open(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| !task.is_in() && task.assignment.lock.is_none())
    }
    /// What is not in and is locked, with the locks.
    pub fn locked(&self) -> impl Iterator<Item = (&Task, &Lock)> {
        let left = self.tasks.iter().filter(|task| !task.is_in());
        left.filter_map(|task| task.assignment.lock.as_ref().map(|lock| (task, lock)))
    }
    /// The last day of what can still be handed in, where all of it has been given one later than the occasion's.
    pub fn extended_to(&self) -> Option<Day> {
        let first = self.open().map(|task| task.assignment.due()).min();
        first.filter(|due| *due > self.deadline)
    }
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Narrowed {
    /// A unit or area, by [`Task::subject_key`].
    pub subject: Option<String>,
    /// Which states.
    pub states: States,
}

/// Which states are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum States {
    /// What is not in.
    #[default]
    Left,
    /// Everything.
    All,
    /// What is in.
    In,
}

impl Narrowed {
    fn read(query: &FormData) -> Self {
        let subject = Some(query.get("for").to_owned()).filter(|text| !text.is_empty());
        let states = match query.get("visa") {
            "alla" => States::All,
            "inne" => States::In,
            _ => States::Left,
        };
        Self { subject, states }
    }

    /// Whether the task is shown.
    pub fn shows(&self, task: &Task) -> bool {
        self.subject.as_ref().is_none_or(|key| *key == task.subject_key())
            && match self.states {
                States::All => true,
                States::Left => !task.is_in(),
                States::In => task.is_in(),
            }
    }
}

/// The whole list.
#[derive(Debug, Clone, Default)]
pub(super) struct TaskList {
    /// What waits for the one who looks.
    pub waiting: Vec<Task>,
    /// Occasions that are open: late ones, then the next.
    pub open: Vec<Group>,
    /// Occasions after the next.
    pub coming: Vec<Group>,
    /// Occasions where everything is in, but for what has been returned and stands above.
    pub done: Vec<Group>,
    /// How many authorities the provider serves.
    pub authorities: usize,
    /// Every unit and area with a task: key and name.
    pub subjects: Vec<(String, String)>,
    /// What several authorities ask of the same unit.
    pub shared: Vec<Shared>,
}

/// What several authorities ask of the same unit and is still to be handed in.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    /// The most pressing of it, from which the rows can be given out.
    pub task: Task,
    /// The names of the authorities.
    pub authorities: Vec<String>,
}

impl TaskList {
    /// Whether nothing is asked at all.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.coming.is_empty() && self.done.is_empty()
    }
}

/// What one authority asks, read in one snapshot.
struct Asked {
    authority: (String, String),
    rows: Vec<AskedRow>,
    changed: Vec<ToldAbout>,
}

/// For so many days a change is told on the task list; at the item it is told always.
const LATELY: i32 = 30;

struct AskedRow {
    answer: Option<Instant>,
    arrived: Option<(Instant, Became)>,
    assignment: Assignment,
    title: String,
    occasion: String,
    level: Option<Level>,
    separate_signer: bool,
    sort: Option<Sort>,
}

/// What an item that the year asks for no more was called when it was answered.
fn old_title(tx: &mut ReadTx<'_>, assignment: &Assignment) -> Result<Option<String>, StoreError> {
    let version = changes::year_of(tx, assignment)?;
    Ok(version.and_then(|of| of.year.item(&assignment.item).map(|item| item.title.as_sv().to_owned())))
}

fn titles(year: &Year, assignment: &Assignment) -> (String, String) {
    let item = year.item(&assignment.item).map(|item| item.title.as_sv().to_owned());
    let occasion = year.occasion(&assignment.occasion).map(|occasion| occasion.title.as_sv().to_owned());
    (item.unwrap_or_else(|| assignment.item.clone()), occasion.unwrap_or_else(|| assignment.occasion.clone()))
}

async fn read<P: platform::Permission>(me: &Me<P>, seat: &Seat, organisation: Id<Organisation>) -> Result<Asked, Stop> {
    let today = me.now().day();
    let authority = (seat.tenant_slug.clone(), seat.tenant_name.clone());
    me.read_in(seat.tenant, move |tx| {
        let mut rows = Vec::new();
        let current = year::current(tx, today)?;
        // What was left of the year before is still to be done.
        let before = year::published(tx, today.year() - 1)?
            .filter(|before| current.as_ref().is_none_or(|current| current.id != before.id));
        // The year to come is told as soon as it is published.
        let coming = match &current {
            Some(current) => year::published(tx, current.year.year + 1)?,
            None => None,
        };
        let answered = threads::answered(tx, organisation)?;
        for published in [before, current, coming].into_iter().flatten() {
            let year = &published.year;
            let old = year.year < today.year();
            let arrivals = submissions::arrivals_of_provider(tx, year.year, organisation)?;
            let filter = Filter { organisation: Some(organisation), ..Filter::default() };
            for assignment in assignments::list(tx, year.year, filter)? {
                let settled = matches!(assignment.state, State::Submitted(_) | State::Approved(_));
                // What is answered in another system is nothing to do here.
                if old && settled || assignment.reports_in.is_some() {
                    continue;
                }
                let (mut title, occasion) = titles(year, &assignment);
                if year.item(&assignment.item).is_none() {
                    title = old_title(tx, &assignment)?.unwrap_or(title);
                }
                let item = year.item(&assignment.item);
                let (level, separate_signer) = (item.map(|i| i.level), item.is_some_and(|i| i.separate_signer));
                let answer = answered.get(&assignment.id).copied();
                let arrived = arrivals
                    .get(&assignment.id)
                    .and_then(|all| submissions::newest_arrival(&assignment.state, all))
                    .map(|(newest, first)| (first, newest.became));
                let sort = item.and_then(|item| Sort::of(year, item));
                rows.push(AskedRow { answer, arrived, assignment, title, occasion, level, separate_signer, sort });
            }
        }
        let changed = changes::recent_of(tx, organisation, today.plus_days(-LATELY).start())?;
        Ok(Asked { authority, rows, changed })
    })
    .await
}

/// What has changed lately, said once for everything that it is said of, for the holder of the seats: how it is now, and
/// what a later change has overtaken.
fn of_seats(asked: &Asked, seats: &[Seat]) -> (Vec<Markup>, Vec<Markup>) {
    let mut said: Vec<(String, bool, Vec<&ToldAbout>)> = Vec::new();
    let sees = |one: &&ToldAbout| seats.iter().any(|seat| seat.unit.is_none() || seat.unit == one.about.unit);
    for one in asked.changed.iter().filter(sees) {
        let partly =
            if one.told.standing == Standing::Partly { format!(" {}", changes::PARTLY) } else { String::new() };
        let sentence = format!("{}: {}{partly}", one.title, one.told.sentence);
        let overtaken = one.told.standing == Standing::Overtaken;
        match said.iter_mut().find(|(known, is, _)| *known == sentence && *is == overtaken) {
            Some((_, _, of)) => of.push(one),
            None => said.push((sentence, overtaken, vec![one])),
        }
    }
    let line = |(sentence, _, of): (String, bool, Vec<&ToldAbout>)| {
        let whom: Vec<String> = of.iter().filter_map(|one| one.about.subject.clone()).collect();
        html! {
            (sentence)
            @if !whom.is_empty() { " " span.quiet { (kernel::swedish::list(&whom)) } }
            @for one in of.iter().filter(|one| is_kept(one)) {
                " " a href={ "/h/" (asked.authority.0) "/uppgift/" (one.about.assignment) } {
                    (super::sv::what_was_written(one.about.subject.as_deref().filter(|_| of.len() > 1)))
                }
            }
        }
    };
    let (overtaken, mut said): (Vec<_>, Vec<_>) = said.into_iter().partition(|(_, overtaken, _)| *overtaken);
    // What somebody has to do about it comes before what only is to be known; of each the newest first.
    said.sort_by_key(|(_, _, of)| of.iter().map(|one| weight(one)).min());
    let folded = said.split_off(said.len().min(MOST_SAID));
    let mut lines: Vec<Markup> = said.into_iter().map(line).collect();
    if !folded.is_empty() {
        let all = super::sv::changes_more(folded.len());
        let rest: Vec<Markup> = folded.into_iter().map(line).collect();
        lines.push(ui::reveal(&all, false, &html! { ul { @for one in &rest { li { (one) } } } }));
    }
    (lines, overtaken.into_iter().map(line).collect())
}

/// How much of a change its reader has to do about: first what lacks something or is asked otherwise and not in, then what
/// comes and goes, then days, then what stands as it was handed in.
fn weight(one: &ToldAbout) -> u8 {
    let is_in = one.about.received.is_some() && one.about.state != StateName::Returned.slug();
    match one.told.change.what {
        _ if one.asks_more && !is_in => 0,
        What::Form | What::Covers if !is_in => 0,
        What::Asked | What::AskedAgain | What::Withdrawn => 1,
        What::Moved if !is_in => 2,
        _ => 3,
    }
}

/// Whether something was begun that is asked no more: it can be read at its page.
fn is_kept(one: &ToldAbout) -> bool {
    one.told.change.what == What::Withdrawn
        && one.told.standing == Standing::Holds
        && one.about.received.is_none()
        && one.about.state != StateName::NotStarted.slug()
}

/// The most changes told on the task list at once; the others are folded, and each stands at its item too.
const MOST_SAID: usize = 6;

/// The tasks that the holder of the seats sees.
fn of_authority(asked: Asked, seats: &[Seat], person: Id<Person>, now: Instant) -> Vec<Task> {
    let Asked { authority, rows, changed } = asked;
    let newest = |id| changed.iter().filter(|one| one.about.assignment == id).map(|one| one.told.at).max();
    rows.into_iter()
        .filter(|row| seats.iter().any(|seat| row.assignment.covered_by(seat)))
        .map(|row| Task {
            timeliness: row.assignment.timeliness(now),
            waits: waits(&row, seats, person),
            sort: row.sort.filter(|_| {
                let writes = |seat: &Seat| seat.role.may(Right::EditReports) && row.assignment.covered_by(seat);
                seats.iter().any(writes)
            }),
            answer: row.answer,
            arrived: row.arrived,
            changed: newest(row.assignment.id),
            title: row.title,
            authority: authority.clone(),
            occasion: row.occasion,
            assignment: row.assignment,
        })
        .collect()
}

/// Why the task waits for the holder of the seats.
fn waits(row: &AskedRow, seats: &[Seat], person: Id<Person>) -> Option<Waits> {
    let (assignment, level, separate) = (&row.assignment, row.level, row.separate_signer);
    let covering = || seats.iter().filter(|seat| assignment.covered_by(seat));
    if assignment.lock.is_some() {
        return None;
    }
    match &assignment.state {
        State::Returned(_) => covering().any(|seat| seat.role.may(Right::EditReports)).then_some(Waits::Returned),
        State::AwaitingSignature(awaiting) => {
            let right = domain::submissions::Action::Sign.right(level?);
            let own = separate && awaiting.prepared_by.person == Some(person);
            (!own && covering().any(|seat| seat.role.may(right))).then_some(Waits::Signature)
        }
        _ => None,
    }
}

/// What several authorities ask of the same unit, by its code; of the provider as a whole likewise.
fn shared(tasks: &[Task]) -> Vec<Shared> {
    let mut found: BTreeMap<(Sort, String), Vec<&Task>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| !task.is_in() && task.assignment.lock.is_none()) {
        let of = match &task.assignment.subject {
            Subject::Unit { code, .. } => code.clone(),
            Subject::Provider => String::new(),
            Subject::Area { .. } => continue,
        };
        if let Some(sort) = task.sort {
            found.entry((sort, of)).or_default().push(task);
        }
    }
    let several = found.into_values().filter_map(|mut tasks| {
        tasks.sort_by_key(|task| task.order());
        let mut authorities: Vec<String> = tasks.iter().map(|task| task.authority.1.clone()).collect();
        authorities.sort_by(|a, b| kernel::swedish::compare(a, b));
        authorities.dedup();
        let task = tasks.first().filter(|_| authorities.len() > 1)?;
        Some(Shared { task: (*task).clone(), authorities })
    });
    several.collect()
}

/// Every unit and area that something is asked of: key and name, in Swedish order. Units of the same name stand each for
/// itself, told apart by their codes.
fn subjects(tasks: &[Task]) -> Vec<(String, String)> {
    let mut subjects: BTreeMap<(Vec<u8>, String), (String, Option<String>)> = BTreeMap::new();
    for task in tasks {
        let (name, code) = match &task.assignment.subject {
            Subject::Unit { name, code, .. } => (name.clone(), Some(code.clone())),
            Subject::Area { name, .. } => (name.clone(), None),
            Subject::Provider => continue,
        };
        subjects.insert((kernel::swedish::sort_key(&name), task.subject_key()), (name, code));
    }
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in subjects.values() {
        *named.entry(name.clone()).or_default() += 1;
    }
    subjects
        .into_iter()
        .map(|((_, key), (name, code))| match code {
            Some(code) if named.get(&name).is_some_and(|units| *units > 1) => (key, format!("{name} ({code})")),
            _ => (key, name),
        })
        .collect()
}

fn arrange(tasks: Vec<Task>, authorities: usize, today: Day, narrowed: &Narrowed) -> TaskList {
    let mut list = TaskList { authorities, ..TaskList::default() };
    list.subjects = subjects(&tasks);
    list.shared = shared(&tasks);
    let mut groups: BTreeMap<(Day, String), Vec<Task>> = BTreeMap::new();
    for task in tasks {
        if task.waits.is_some() && narrowed.shows(&task) {
            list.waiting.push(task.clone());
        }
        groups.entry((task.assignment.deadline, task.occasion.clone())).or_default().push(task);
    }
    list.waiting.sort_by_key(|task| (task.waits, task.assignment.last_day()));
    let mut next: Option<Day> = None;
    for ((deadline, occasion), mut tasks) in groups {
        tasks.sort_by_key(Task::order);
        let first = tasks.first().map(|task| task.authority.1.clone());
        let authority = first.filter(|name| tasks.iter().all(|task| task.authority.1 == *name));
        let group = Group { occasion, authority, deadline, tasks };
        // What waits for the one who looks stands above: an old occasion is not opened again for it.
        let all_in = group.tasks.iter().all(|task| task.is_in() || task.waits == Some(Waits::Returned));
        if deadline < today {
            if all_in { list.done.push(group) } else { list.open.push(group) }
        } else if next.is_none_or(|next| deadline == next) {
            next = Some(deadline);
            list.open.push(group);
        } else {
            list.coming.push(group);
        }
    }
    list
}

/// Who waits for the word of the one who looks, as somebody in the provider's management at the authority.
async fn to_confirm(
    me: &Me<may::OwnAccount>,
    authority: &Seat,
    organisation: Id<Organisation>,
    seats: &[Seat],
    today: Day,
) -> Result<Vec<people::WaitingSeat>, Stop> {
    let managing: Vec<&Seat> =
        seats.iter().filter(|seat| seat.tenant == authority.tenant && seat.role.may(Right::ManageOwnPeople)).collect();
    if managing.is_empty() {
        return Ok(Vec::new());
    }
    let units: Option<Vec<_>> = managing.iter().map(|seat| seat.unit).collect();
    me.read_in(authority.tenant, move |tx| Ok(people::waiting_for(tx, organisation, units.as_deref(), today)?)).await
}

/// The provider's start page: the task list over every authority it serves.
///
/// # Errors
/// [`Stop::NotFound`] for somebody who does not act for a provider.
pub async fn start_page(me: &Me<may::OwnAccount>, query: Option<&str>) -> Result<Reply, Stop> {
    let Some(Acting::Provider(organisation)) = me.account().acting else { return Err(Stop::NotFound) };
    let (now, narrowed) = (me.now(), Narrowed::read(&FormData::parse(query.unwrap_or("").as_bytes())));
    let all: Vec<Seat> = me.account().seats_here().cloned().collect();
    let (mut tasks, mut newcomers, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    let (mut changed, mut overtaken): (Vec<Markup>, Vec<Markup>) = (Vec::new(), Vec::new());
    // Cases stand above the tasks; what else the authority does with the provider below those that wait and before those that are done.
    let (mut cases, mut beside): (Vec<Markup>, Vec<Markup>) = (Vec::new(), Vec::new());
    let authorities = me.tenants();
    for authority in &authorities {
        let seats: Vec<Seat> = all
            .iter()
            .filter(|seat| seat.tenant == authority.tenant && seat.role.may(Right::ViewOwnReports))
            .cloned()
            .collect();
        let asked = read(me, authority, organisation).await?;
        let (now_so, before) = of_seats(&asked, &seats);
        changed.extend(now_so);
        overtaken.extend(before);
        let person = me.account().person;
        tasks.extend(of_authority(asked, &seats, person, now));
        let new = me.read_in(authority.tenant, move |tx| Ok(people::newcomers(tx, organisation, person, now)?)).await?;
        let page = format!("/h/{}/{}", authority.tenant_slug, people::AT_PROVIDER);
        waiting.push((page.clone(), to_confirm(me, authority, organisation, &all, now.day()).await?));
        newcomers.push((page, new));
        let (account, tenant) = (me.account().clone(), authority.tenant);
        let awaited = me.read_in(tenant, move |tx| Ok(case_watch::awaited(tx, &account, tenant, now.day())?)).await?;
        let name = (authorities.len() > 1).then_some(authority.tenant_name.as_str());
        let link = |rest: &str| format!("/h/{}/{rest}", authority.tenant_slug);
        cases.push(case_watch::section(&awaited, name, link, now.day()));
        beside.push(found(me, authority, (organisation, &all), now.day()).await?);
        let (account, tools, slug) = (me.account().clone(), me.kit().tools(), authority.tenant_slug.clone());
        let at_school = move |tx: &mut ReadTx<'_>| {
            let link = |rest: &str| format!("/h/{slug}/{rest}");
            let visited = visits::at_school(tx, &tools, (&account, tenant, now.day()), link)?;
            let evaluated = evaluations::at_school(tx, &tools, (&account, tenant, now.day()), link)?;
            Ok(html! { (visited) (evaluated) })
        };
        beside.push(me.read_in(tenant, at_school).await?);
        beside.push(plans(me, authority, (organisation, &all)).await?);
    }
    let notes = html! {
        @if !me.account().waiting.is_empty() {
            (ui::notice(ui::Tone::Info, super::sv::OWN_WAITING, &people::own_waiting(&me.account().waiting)))
        }
        // One page is enough to answer on: each shows those of every authority.
        @if let Some((page, seats)) = waiting.iter().max_by_key(|(_, seats)| seats.len()) { (people::waiting_note(page, seats)) }
        (people::newcomers_note(&newcomers, now))
        (changes::notice(&changed, &overtaken))
        @for one in &cases { (one) }
    };
    // The menu goes to the authority whose day is nearest.
    let left = tasks.iter().filter(|task| !matches!(task.assignment.state, State::Submitted(_) | State::Approved(_)));
    let near = left.min_by_key(|task| task.assignment.due()).map(|task| task.authority.0.clone()).unwrap_or_default();
    let list = arrange(tasks, authorities.len(), now.day(), &narrowed);
    let beside = html! { @for one in &beside { (one) } };
    let page = view_tasks::start(&me.account().name, &list, &narrowed, (&notes, &beside), now.day());
    Ok(me.show(Sheet::new(super::sv::TASKS, page).near(&near)))
}

/// The study plans that random samples wait for, for those who send them in.
async fn plans(
    me: &Me<may::OwnAccount>,
    authority: &Seat,
    (organisation, all): (Id<Organisation>, &[Seat]),
) -> Result<Markup, Stop> {
    let sends = |seat: &&Seat| seat.tenant == authority.tenant && seat.role.may(Right::SendStudyPlans);
    let own: Vec<Seat> = all.iter().filter(sends).cloned().collect();
    if own.is_empty() {
        return Ok(html! {});
    }
    let link = format!("/h/{}/", authority.tenant_slug);
    me.read_in(authority.tenant, move |tx| Ok(samples::at_provider(tx, (organisation, &own), &link)?)).await
}

/// What the authority has found at the provider, for those who answer for it.
async fn found(
    me: &Me<may::OwnAccount>,
    authority: &Seat,
    (organisation, all): (Id<Organisation>, &[Seat]),
    today: Day,
) -> Result<Markup, Stop> {
    let answers = |seat: &&Seat| seat.tenant == authority.tenant && seat.role.may(Right::AnswerDeficiencies);
    let own: Vec<Seat> = all.iter().filter(answers).cloned().collect();
    if own.is_empty() {
        return Ok(html! {});
    }
    let link = format!("/h/{}/", authority.tenant_slug);
    let name = (me.tenants().len() > 1).then(|| authority.tenant_name.clone());
    let (tools, person) = (me.kit().tools(), me.account().person);
    me.read_in(authority.tenant, move |tx| {
        let meetings = meetings::at_provider(tx, (&tools, person), organisation, (today, &link))?;
        let found = deficiencies::at_provider(tx, (organisation, (person, &own)), today, (&link, name.as_deref()))?;
        Ok(html! { (meetings) (found) })
    })
    .await
}
