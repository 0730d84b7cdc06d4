//! The task list as people see it.

use domain::submissions::{State, StateName, Timeliness, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use ui::{Tab, TaskGroup};

use super::sv;
use super::tasks::{Group, Narrowed, States, Task, TaskList, Waits};
use crate::assignments::{Assignment, Subject};

/// The state as the design system shows it; a lock comes before what is not handed in.
pub(super) fn shown_state(assignment: &Assignment) -> ui::State {
    state_mark(assignment.state.name(), assignment.lock.is_some())
}

/// The mark of a state.
pub(super) fn state_mark(state: StateName, locked: bool) -> ui::State {
    match (state, locked) {
        (StateName::Submitted, _) => ui::State::Submitted,
        (StateName::Approved, _) => ui::State::Approved,
        (_, true) => ui::State::Locked,
        (StateName::NotStarted, false) => ui::State::NotStarted,
        (StateName::Draft, false) => ui::State::Draft,
        (StateName::AwaitingSignature, false) => ui::State::AwaitingSignature,
        (StateName::Returned, false) => ui::State::Returned,
    }
}

/// For what: the unit, the area, or the provider as a whole.
pub(super) fn for_whom(assignment: &Assignment) -> String {
    match &assignment.subject {
        Subject::Unit { name, .. } | Subject::Area { name, .. } => name.clone(),
        Subject::Provider => sv::WHOLE.to_owned(),
    }
}

fn query(narrowed: &Narrowed) -> String {
    let mut parts = Vec::new();
    if let Some(subject) = &narrowed.subject {
        parts.push(format!("for={subject}"));
    }
    match narrowed.states {
        States::Left => {}
        States::All => parts.push("visa=alla".to_owned()),
        States::In => parts.push("visa=inne".to_owned()),
    }
    if parts.is_empty() { "/start".to_owned() } else { format!("/start?{}", parts.join("&")) }
}

fn task(task: &Task, name_authority: bool, today: Day) -> ui::Task<'static> {
    let assignment = &task.assignment;
    let due = assignment.last_day();
    let (deadline, hurry) = match task.timeliness {
        // Nobody can hurry what is locked.
        _ if assignment.lock.is_some() && !task.is_in() => (swedish::day_of_year(due), None),
        Timeliness::OnTime | Timeliness::ReceivedLate => (String::new(), None),
        Timeliness::Open => (sv::due(due, today), None),
        Timeliness::Soon(_) | Timeliness::Late(_) => {
            (swedish::day_of_year(due), Some(words::timeliness(task.timeliness).into()))
        }
    };
    let mut notes = Vec::new();
    if name_authority {
        notes.push(task.authority.1.clone());
    }
    match &assignment.state {
        State::AwaitingSignature(awaiting) => notes.push(sv::prepared(&awaiting.prepared_by.name)),
        State::Submitted(submitted) => notes.push(sv::handed_in(submitted.at, task.timeliness)),
        State::Returned(returned) => notes.push(sv::returned(returned.at, returned.until)),
        State::Approved(approved) => notes.push(sv::approved(approved.at)),
        State::NotStarted | State::Draft(_) => {}
    }
    if let Some((at, became)) = task.arrived {
        notes.push(words::by_mail_waits(at, became));
    }
    if let Some(at) = task.changed {
        notes.push(sv::task_changed(at));
    }
    if let Some(at) = task.answer.filter(|_| !matches!(assignment.state, State::Approved(_))) {
        notes.push(sv::answered(at));
    }
    ui::Task {
        title: task.title.clone().into(),
        href: Some(format!("/h/{}/uppgift/{}", task.authority.0, assignment.id).into()),
        for_whom: for_whom(assignment).into(),
        state: shown_state(assignment),
        deadline: deadline.into(),
        hurry,
        note: notes.join(" · ").into(),
    }
}

fn group(group: &Group, list: &TaskList, narrowed: &Narrowed, today: Day) -> TaskGroup<'static> {
    // What waits for the one who looks stands above, once.
    let shown = group.tasks.iter().filter(|one| one.waits.is_none() && narrowed.shows(one));
    let authority = group.authority.as_ref().filter(|_| list.authorities > 1);
    TaskGroup {
        heading: sv::group_heading(&group.occasion, authority.map(String::as_str)).into(),
        note: sv::group_note(group, today).into(),
        tasks: shown.map(|one| task(one, list.authorities > 1 && group.authority.is_none(), today)).collect(),
    }
}

fn groups(groups: &[Group], list: &TaskList, narrowed: &Narrowed, today: Day) -> Vec<TaskGroup<'static>> {
    groups.iter().map(|one| group(one, list, narrowed, today)).filter(|one| !one.tasks.is_empty()).collect()
}

fn filters(list: &TaskList, narrowed: &Narrowed) -> Markup {
    let tasks = || list.open.iter().chain(&list.coming).chain(&list.done).flat_map(|group| &group.tasks);
    let count = |states| {
        let narrowed = Narrowed { states, ..narrowed.clone() };
        u64::try_from(tasks().filter(|one| narrowed.shows(one)).count()).ok()
    };
    let href = |states| query(&Narrowed { states, ..narrowed.clone() });
    let states = [(States::Left, "Kvar att lämna"), (States::In, "Inlämnade"), (States::All, "Alla")];
    let hrefs = states.map(|(state, _)| href(state));
    let state_tabs: Vec<Tab<'_>> = states
        .iter()
        .zip(&hrefs)
        .map(|((state, label), href)| Tab { href, label, count: count(*state), current: *state == narrowed.states })
        .collect();
    html! {
        (ui::tabs("Visa", &state_tabs))
        @if list.subjects.len() > 1 {
            @let chosen = list.subjects.iter().find(|(key, _)| narrowed.subject.as_ref() == Some(key));
            @if let Some((_, name)) = chosen {
                p { "Du ser bara " strong { (name) } ". "
                    a href=(query(&Narrowed { subject: None, ..narrowed.clone() })) { "Visa alla enheter och områden" } }
            } @else {
                (ui::reveal("Visa bara en enhet eller ett avtalsområde", false, &html! {
                    ul { @for (key, name) in &list.subjects {
                        li { a href=(query(&Narrowed { subject: Some(key.clone()), ..narrowed.clone() })) { (name) } }
                    } }
                }))
            }
        }
    }
}

/// The start page. The note is about people who are new at the provider; beside is what else the authority does with it.
pub(super) fn start(
    name: &str,
    list: &TaskList,
    narrowed: &Narrowed,
    (note, beside): (&Markup, &Markup),
    today: Day,
) -> Markup {
    let waiting: Vec<ui::Task<'static>> =
        list.waiting.iter().map(|one| task(one, list.authorities > 1, today)).collect();
    let open = groups(&list.open, list, narrowed, today);
    let coming = groups(&list.coming, list, narrowed, today);
    // An occasion that is done stands folded as it is: nothing of it is left to hand in.
    let whole = match narrowed.states {
        States::Left => Narrowed { states: States::All, ..narrowed.clone() },
        States::All | States::In => narrowed.clone(),
    };
    let done = groups(&list.done, list, &whole, today);
    html! {
        h1 { (sv::TASKS) }
        (note)
        @if list.is_empty() {
            (ui::empty_state(
                "Inget att lämna in just nu",
                &format!("Hej {name}! När myndigheten har publicerat årets redovisningar står de här, med sista dag och läge. \
                          Saknar du något? Kontakta myndigheten: enheten eller avtalet kan behöva läggas till."),
                &html! {},
            ))
            (beside)
        } @else {
            p.lead { (sv::lead(list, today)) }
            @if !waiting.is_empty() {
                (ui::task_list(&[TaskGroup {
                    heading: "Väntar på dig".into(),
                    note: sv::waiting_note(
                        list.waiting.iter().filter(|one| one.waits == Some(Waits::Signature)).count(),
                        list.waiting.iter().filter(|one| one.waits == Some(Waits::Returned)).count(),
                    ).into(),
                    tasks: waiting,
                }]))
            }
            @if open.is_empty() { (beside) }
            (filters(list, narrowed))
            (ui::task_list(&open))
            @if open.is_empty() && narrowed.states == States::Left && list.open.iter().any(|group| group.handed_in() > 0) {
                p.quiet { (sv::NOTHING_LEFT) " " a href=(query(&Narrowed { states: States::In, ..narrowed.clone() })) { (sv::SHOW_HANDED_IN) } }
            } @else if open.is_empty() && coming.is_empty() && done.is_empty() && list.waiting.is_empty() {
                (ui::empty_state("Inget här", "Inget stämmer med det du har valt att visa.",
                    &html! { a href="/start?visa=alla" { "Visa allt" } }))
            }
            @if !list.shared.is_empty() {
                (ui::reveal(sv::SHARED, false, &html! {
                    p { "Skriv raderna en gång och låt varje huvudman få sin del." }
                    ul { @for one in &list.shared { li {
                        a href={ "/h/" (one.task.authority.0) "/uppgift/" (one.task.assignment.id) "/fordela" } {
                            (one.task.title) ", " (for_whom(&one.task.assignment)) }
                        ": " (sv::authorities(&one.authorities))
                    } } }
                }))
            }
            @if !open.is_empty() { (beside) }
            @if !coming.is_empty() {
                (ui::reveal(&sv::coming(&list.coming), open.is_empty(), &ui::task_list(&coming)))
            }
            @if !done.is_empty() {
                (ui::reveal(&sv::done(&list.done), false, &ui::task_list(&done)))
            }
        }
    }
}
