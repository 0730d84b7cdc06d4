//! The page around pages for people without an account: a service's name, the languages, a way to leave quickly. Nothing
//! of it is in Swedish by itself, and nothing of it asks anybody who they are.

use maud::{DOCTYPE, Markup, html};

use crate::icons::mark;
use crate::shell::Assets;

/// A language that the page is there in.
#[derive(Debug, Clone, Copy)]
pub struct Tongue<'a> {
    /// Its tag (BCP 47).
    pub tag: &'a str,
    /// Its own name in itself.
    pub name: &'a str,
    /// Where the page is in it.
    pub href: &'a str,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    /// Whether it is this page's.
    pub current: bool,
}

/// A page for people without an account.
#[derive(Debug, Clone)]
pub struct PlainPage<'a> {
    /// The page's own title; the service's name is added.
    pub title: &'a str,
    /// What the service is called.
    pub service: &'a str,
    /// Where the service begins.
    pub home: &'a str,
    /// The languages.
    pub tongues: &'a [Tongue<'a>],
    /// The form of the page that another language is chosen through, so that what was written comes along: its id, the value of
    /// its `till`, and the value that Enter sends in a field. Without one the languages are links.
    pub keeps: Option<(&'a str, &'a str, &'a str)>,
    /// The word for choosing one.
    pub choose: &'a str,
    /// The words of the skip link.
    pub skip: &'a str,
    /// The words of the button that leaves, and what is said of it.
    pub leave: (&'a str, &'a str),
    /// The shipped files.
    pub assets: Assets<'a>,
    /// A word over all pages of this environment, such as "Demo".
    pub banner: Option<&'a str>,
    /// Content, with its own `h1`.
    pub main: Markup,
}

/// Where the button that leaves leads in the end: somewhere that tells nobody anything, and that the history then ends at.
pub const ELSEWHERE: &str = "https://www.smhi.se/";

/// Where it leads first: there everything that the browser keeps of what was written is taken away.
pub const LEAVE: &str = "/lamna";

/// The whole document.
pub fn plain_shell(page: &PlainPage<'_>) -> Markup {
    let here = page.tongues.iter().find(|tongue| tongue.current);
    let (tag, right_to_left) = here.map_or(("sv", false), |tongue| (tongue.tag, tongue.right_to_left));
    html! {
        (DOCTYPE)
        html lang=(tag) dir=[right_to_left.then_some("rtl")] {
            head {
                meta charset="utf-8";
                title { (page.title) " – " (page.service) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                link rel="icon" type="image/svg+xml" href=(page.assets.icon);
                link rel="stylesheet" href=(page.assets.css);
                script src=(page.assets.js) defer {}
            }
            body.plain {
                a.skip href="#innehall" { (page.skip) }
                header.top {
                    @if let Some(banner) = page.banner { p.environment { (banner) } }
                    div.top-row {
                        a.place href=(page.home) { (mark()) span.place-words { strong { (page.service) } } }
                        a.leave href=(LEAVE) rel="noreferrer nofollow" data-leave { (page.leave.0) }
                    }
                }
                (tongues(page))
                main #innehall .normal tabindex="-1" { (page.main) }
                footer.bottom { p.leave-help { (page.leave.1) } }
            }
        }
    }
}

fn tongues(page: &PlainPage<'_>) -> Markup {
    html! {
        nav.tongues aria-label=(page.choose) {
            // Enter in a field presses the first button of its form, and that must not be another language.
            @if let Some((form, _, enter)) = page.keeps {
                button.hidden type="submit" form=(form) name="till" value=(enter) tabindex="-1" aria-hidden="true" {}
            }
            @match page.tongues.iter().find(|tongue| tongue.current) {
                // In the middle of writing the other languages are one step away, and the page begins with what it asks.
                Some(current) if page.keeps.is_some() => {
                    details { summary { (page.choose) ": " strong { (current.name) } } (list(page)) }
                }
                _ => (list(page)),
            }
        }
    }
}

fn list(page: &PlainPage<'_>) -> Markup {
    html! {
        ul role="list" {
            @for tongue in page.tongues { li { (one(page, tongue)) } }
        }
    }
}

fn one(page: &PlainPage<'_>, tongue: &Tongue<'_>) -> Markup {
    let direction = if tongue.right_to_left { "rtl" } else { "ltr" };
    let current = tongue.current.then_some("true");
    html! {
        @match page.keeps {
            Some((form, value, _)) if !tongue.current => {
                button type="submit" form=(form) formaction=(tongue.href) name="till" value=(value) lang=(tongue.tag) dir=(direction) {
                    (tongue.name)
                }
            }
            _ => {
                a href=(tongue.href) lang=(tongue.tag) hreflang=(tongue.tag) dir=(direction) aria-current=[current] { (tongue.name) }
            }
        }
    }
}
