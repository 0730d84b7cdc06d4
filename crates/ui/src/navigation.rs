//! Ways between pages: the trail above a page, tabs, page numbers, steps.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;

/// A page above this one.
#[derive(Debug, Clone, Copy)]
pub struct Crumb<'a> {
    /// Address.
    pub href: &'a str,
    /// Word.
    pub label: &'a str,
}

/// The trail of pages above this one; the page itself is its heading.
pub fn breadcrumbs(crumbs: &[Crumb<'_>]) -> Markup {
    html! {
        nav.crumbs aria-label=(sv::TRAIL) {
            ol role="list" {
                @for crumb in crumbs { li { a href=(crumb.href) { (crumb.label) } (icon(Icon::ChevronRight)) } }
            }
        }
    }
}

/// One view of the same thing; a link, so that it can be shared and works without script.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// Address.
    pub href: &'a str,
    /// Word.
    pub label: &'a str,
    /// How many there are in it.
    pub count: Option<u64>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// Tabs as links. `name` tells screen readers what they choose between.
pub fn tabs(name: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(name) { ul role="list" {
            @for tab in tabs { li {
                a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                    (tab.label)
                    @if let Some(count) = tab.count { " " span.count { (count) } }
                }
            } }
        } }
    }
}

/// Page numbers. `href` gives the address of a page; pages count from 1. Nothing is drawn for a single page.
pub fn pagination(current: usize, pages: usize, href: impl Fn(usize) -> String) -> Markup {
    let mut numbers: Vec<usize> = [1, current.saturating_sub(1), current, current + 1, pages]
        .into_iter()
        .filter(|&page| page >= 1 && page <= pages)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    html! {
        @if pages > 1 {
            nav.pagination aria-label=(sv::PAGES) {
                @if current > 1 {
                    a.step href=(href(current - 1)) rel="prev" { (icon(Icon::ChevronLeft)) (sv::PREVIOUS) }
                }
                ol role="list" {
                    @for (index, &page) in numbers.iter().enumerate() {
                        @if index > 0 && numbers[index - 1] + 1 < page { li.gap aria-hidden="true" { "…" } }
                        li {
                            a href=(href(page)) aria-label=(sv::step(page, pages))
                                aria-current=[(page == current).then_some("page")] { (page) }
                        }
                    }
                }
                @if current < pages {
                    a.step href=(href(current + 1)) rel="next" { (sv::NEXT) (icon(Icon::ChevronRight)) }
                }
            }
        }
    }
}

/// *Sida 2 av 4*, above the heading of a form in several pages.
pub fn stepper(number: usize, of: usize) -> Markup {
    html! {
        p.stepper {
            span { (sv::step(number, of)) }
            svg viewBox={ "0 0 " (of * 20) " 4" } width=(of * 20) height="4" aria-hidden="true" focusable="false" {
                @for step in 0..of {
                    rect .(if step < number { "done" } else { "left" }) x=(step * 20) y="0" width="16" height="4" rx="1" {}
                }
            }
        }
    }
}
