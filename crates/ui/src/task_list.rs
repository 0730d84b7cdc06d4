//! The task list: what is due, for whom, in what state, by when, and the next thing to do.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::state::{State, state_tag};
use crate::sv;
use crate::text::{Text, slug};

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Task<'a> {
    /// What.
    pub title: Text<'a>,
    /// Where it is done; `None` when it cannot be opened yet.
    pub href: Option<Text<'a>>,
    /// For which unit or area; empty when it is for the whole provider.
    pub for_whom: Text<'a>,
    /// State.
    pub state: State,
    /// By when, in words; empty when there is no deadline.
    pub deadline: Text<'a>,
    /// Whether the deadline is near or passed: `None` when neither, otherwise in words ("3 dagar kvar").
    pub hurry: Option<Text<'a>>,
    /// A line more, such as who is waited for; empty when there is none.
    pub note: Text<'a>,
}

/// Tasks under a heading, such as an occasion.
#[derive(Debug, Clone)]
pub struct TaskGroup<'a> {
    /// Heading.
    pub heading: Text<'a>,
    /// A line under it; empty when there is none.
    pub note: Text<'a>,
    /// The tasks, the most pressing first.
    pub tasks: Vec<Task<'a>>,
}

/// The list. The whole row can be clicked.
pub fn task_list(groups: &[TaskGroup<'_>]) -> Markup {
    html! {
        @for (number, group) in groups.iter().enumerate() {
            @let id = format!("uppgifter-{number}-{}", slug(&group.heading));
            section.tasks aria-labelledby=(id) {
                div.tasks-head {
                    h2 id=(id) { (group.heading) }
                    @if !group.note.is_empty() { p { (group.note) } }
                }
                ul role="list" { @for task in &group.tasks { (item(task)) } }
            }
        }
    }
}

fn item(task: &Task<'_>) -> Markup {
    html! {
        li.task {
            div.task-what {
                @if let Some(href) = &task.href { a.task-title href=(href) { (task.title) @if !task.for_whom.is_empty() { span.hidden { ", " (task.for_whom) } } } }
                @else { span.task-title { (task.title) } }
                @if !task.for_whom.is_empty() { p.task-whom aria-hidden=[task.href.as_ref().map(|_| "true")] { (task.for_whom) } }
                @if !task.note.is_empty() { p.task-note { (task.note) } }
            }
            div.task-when {
                @if !task.deadline.is_empty() { span { span.task-by { (sv::DUE) " " } (task.deadline) } }
                @if let Some(hurry) = &task.hurry { span.hurry { (icon(Icon::Clock)) (hurry) } }
            }
            div.task-state { (state_tag(task.state)) }
        }
    }
}
