//! The page around every page: skip link, where am I, navigation, what has just happened, content, footer.

use maud::{DOCTYPE, Markup, html};

use crate::icons::{Icon, icon, mark};
use crate::navigation::{Crumb, breadcrumbs};
use crate::state::Tone;
use crate::sv;

/// Addresses of the shipped files, with their hash in them.
#[derive(Debug, Clone, Copy)]
pub struct Assets<'a> {
    /// The style sheet.
    pub css: &'a str,
    /// The script.
    pub js: &'a str,
    /// The icon of the browser's tab (SVG).
    pub icon: &'a str,
}

/// Where the person is: always at the top left.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The authority or provider.
    pub name: &'a str,
    /// In which role one is here; empty when there is none.
    pub role: &'a str,
    /// Which year; empty when there is none.
    pub year: &'a str,
    /// Where the name leads.
    pub href: &'a str,
}

/// One entry of the navigation; five or six at most.
#[derive(Debug, Clone, Copy)]
pub struct NavItem<'a> {
    /// Address.
    pub href: &'a str,
    /// Word.
    pub label: &'a str,
    /// Whether this page belongs to it.
    pub current: bool,
    /// How many things wait there.
    pub count: Option<u64>,
}

/// Another organisation the person can act for.
#[derive(Debug, Clone, Copy)]
pub struct SwitchTo<'a> {
    /// Its name.
    pub name: &'a str,
    /// The role there.
    pub role: &'a str,
    /// The address to post to.
    pub action: &'a str,
    /// Whether it is the one the person acts for now.
    pub current: bool,
}

/// The person, and the way out.
#[derive(Debug, Clone, Copy)]
pub struct UserMenu<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The organisations the person can act for; shown when there is more than one.
    pub organisations: &'a [SwitchTo<'a>],
    /// Further links: address and word.
    pub links: &'a [(&'a str, &'a str)],
    /// The address to post to in order to sign out.
    pub sign_out: &'a str,
}

/// What has just happened.
#[derive(Debug, Clone, Copy)]
pub struct Flash<'a> {
    /// How it went.
    pub tone: Tone,
    /// In a sentence.
    pub text: &'a str,
}

/// When the session ends unless something is done; the script then offers to stay.
#[derive(Debug, Clone, Copy)]
pub struct Session<'a> {
    /// Seconds until the end when nothing is done, counted from the answer.
    pub seconds: u32,
    /// Seconds until the end whatever is done.
    pub at_most: u32,
    /// Address that prolongs it when posted to.
    pub keep: &'a str,
}

/// A page. Make one with [`Page::new`] and set what differs: `Page { place, ..Page::new(title, assets, main) }`.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the page, named where it is set")]
pub struct Page<'a> {
    /// The page's own title; the product's name is added.
    pub title: &'a str,
    /// The shipped files.
    pub assets: Assets<'a>,
    /// Content, with its own `h1`.
    pub main: Markup,
    /// Where am I.
    pub place: Option<Place<'a>>,
    /// What the person is known by on this device, so that nothing that one person keeps on it is shown to another; empty for nobody.
    pub who: &'a str,
    /// The navigation.
    pub nav: &'a [NavItem<'a>],
    /// The pages above this one, from the outermost.
    pub breadcrumbs: &'a [Crumb<'a>],
    /// The person.
    pub user: Option<UserMenu<'a>>,
    /// What has just happened.
    pub flash: &'a [Flash<'a>],
    /// A word over all pages of this environment, such as "Demo".
    pub banner: Option<&'a str>,
    /// Whether the page shows faults: its title then says so.
    pub faults: bool,
    /// Whether the content needs the whole width (matrices, reading room).
    pub wide: bool,
    /// Whether the script is loaded.
    pub script: bool,
    /// When the session ends.
    pub session: Option<Session<'a>>,
    /// Address of the search page; a search field is shown when it is there.
    pub search: Option<&'a str>,
    /// What stands in the search field.
    pub searched: &'a str,
    /// The day of the page, as it is to stand on paper.
    pub date: &'a str,
    /// Address of the accessibility statement.
    pub accessibility: &'a str,
    /// Address of help and contact.
    pub help: &'a str,
    /// Language of the page, `sv` unless it is a public page in another one.
    pub language: &'a str,
    /// Whether the language is written from right to left.
    pub right_to_left: bool,
}

impl<'a> Page<'a> {
    /// A page with nothing around it yet.
    pub fn new(title: &'a str, assets: Assets<'a>, main: Markup) -> Self {
        Self {
            title,
            assets,
            main,
            place: None,
            who: "",
            nav: &[],
            breadcrumbs: &[],
            user: None,
            flash: &[],
            banner: None,
            faults: false,
            wide: false,
            script: true,
            session: None,
            search: None,
            searched: "",
            date: "",
            accessibility: "/tillganglighet",
            help: "/hjalp",
            language: "sv",
            right_to_left: false,
        }
    }
}

/// The whole document.
pub fn shell(page: &Page<'_>) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(page.language) dir=[page.right_to_left.then_some("rtl")] {
            (head(page))
            body data-who=[(!page.who.is_empty()).then_some(page.who)] data-session=[page.session.map(|s| s.seconds)] data-session-most=[page.session.map(|s| s.at_most)] data-keep=[page.session.map(|s| s.keep)] {
                a.skip href="#innehall" { (sv::SKIP) }
                (header(page))
                @if !page.breadcrumbs.is_empty() { (breadcrumbs(page.breadcrumbs)) }
                main #innehall .(if page.wide { "wide" } else { "normal" }) tabindex="-1" {
                    p.print-head { (page.date) }
                    @for flash in page.flash { (flash_notice(*flash)) }
                    (page.main)
                }
                (footer(page))
                @if page.script { @if let Some(session) = page.session { (session_dialog(session)) } }
            }
        }
    }
}

fn head(page: &Page<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            title {
                @if page.faults { (sv::FAULT_TITLE) }
                (page.title)
                @if let Some(place) = page.place { " – " (place.name) }
                " – " (sv::PRODUCT)
            }
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="format-detection" content="telephone=no";
            link rel="icon" type="image/svg+xml" href=(page.assets.icon);
            link rel="stylesheet" href=(page.assets.css);
            @if page.script { script src=(page.assets.js) defer {} }
        }
    }
}

fn header(page: &Page<'_>) -> Markup {
    html! {
        header.top {
            @if let Some(banner) = page.banner { p.environment { (banner) } }
            div.top-row {
                (place(page.place))
                div.top-tools {
                    @if let Some(action) = page.search { (search(action, page.searched)) }
                    @if let Some(user) = page.user { (user_menu(&user)) }
                }
            }
            @if !page.nav.is_empty() { (nav(page.nav)) }
        }
    }
}

fn place(place: Option<Place<'_>>) -> Markup {
    html! {
        @if let Some(place) = place {
            a.place href=(place.href) {
                (mark())
                span.place-words {
                    strong { (place.name) }
                    span.place-more {
                        @if !place.role.is_empty() { span { (place.role) } }
                        @if !place.year.is_empty() { span { (place.year) } }
                    }
                }
            }
        } @else {
            a.place href="/" { (mark()) span.place-words { strong { (sv::PRODUCT) } } }
        }
    }
}

fn search(action: &str, searched: &str) -> Markup {
    html! {
        form.search role="search" action=(action) method="get" {
            label.hidden for="sok" { (sv::SEARCH) }
            input #sok type="search" name="q" value=(searched) placeholder=(sv::SEARCH);
            button type="submit" { (icon(Icon::Search)) span.hidden { (sv::SEARCH) } }
        }
    }
}

fn user_menu(user: &UserMenu<'_>) -> Markup {
    html! {
        details.menu.user-menu {
            summary { (icon(Icon::User)) span { (user.name) } (icon(Icon::ChevronDown)) }
            div.menu-body {
                @if user.organisations.len() > 1 {
                    p.menu-head { (sv::SWITCH) }
                    ul role="list" {
                        @for to in user.organisations { li {
                            @if to.current {
                                p.menu-item aria-current="true" {
                                    (icon(Icon::Check)) span { strong { (to.name) } small { (to.role) } }
                                }
                            } @else {
                                form method="post" action=(to.action) {
                                    button.menu-item type="submit" { span { strong { (to.name) } small { (to.role) } } }
                                }
                            }
                        } }
                    }
                }
                @if !user.links.is_empty() {
                    ul role="list" { @for (href, label) in user.links { li { a.menu-item href=(href) { (label) } } } }
                }
                form method="post" action=(user.sign_out) { button.menu-item type="submit" { (sv::SIGN_OUT) } }
            }
        }
    }
}

fn nav(items: &[NavItem<'_>]) -> Markup {
    let current = items.iter().find(|item| item.current).map_or("", |item| item.label);
    let list = html! {
        ul role="list" {
            @for item in items { li {
                a href=(item.href) aria-current=[item.current.then_some("true")] {
                    (item.label)
                    @if let Some(count) = item.count.filter(|&count| count > 0) { " " span.count { (count) } }
                }
            } }
        }
    };
    // Two copies, one of which the style sheet takes away: a `details` cannot be held open on wide screens without script.
    html! {
        nav.bar aria-label=(sv::NAVIGATION) { (list) }
        nav.bar-phone aria-label=(sv::NAVIGATION) {
            details { summary { (icon(Icon::Menu)) span { (sv::MENU) } span.bar-current { (current) } } (list) }
        }
    }
}

fn flash_notice(flash: Flash<'_>) -> Markup {
    html! {
        div class={ "flash " (flash.tone.class()) } role="status" { (icon(flash.tone.icon())) p { (flash.text) } }
    }
}

fn footer(page: &Page<'_>) -> Markup {
    let place = page.place.map(|place| place.name);
    html! {
        footer.bottom {
            div.bottom-row {
                ul role="list" {
                    li { a href=(page.help) { (sv::HELP) } }
                    li { a href=(page.accessibility) { (sv::ACCESSIBILITY) } }
                }
                p { (mark()) span { (sv::PRODUCT) } }
            }
            p.print-source { (sv::printed(place)) @if !page.date.is_empty() { ", " (page.date) } }
        }
    }
}

fn session_dialog(session: Session<'_>) -> Markup {
    html! {
        dialog #session-varning aria-labelledby="session-rubrik" {
            h2 #session-rubrik { (sv::SESSION_ENDS) }
            p data-stay="" { (sv::SESSION_TEXT) }
            p data-last="" hidden { (sv::SESSION_LAST) }
            form method="post" action=(session.keep) data-stay="" { button.button.primary type="submit" { (sv::SESSION_STAY) } }
            form method="dialog" data-last="" hidden { button.button.primary type="submit" { (sv::SESSION_SAVE) } }
        }
    }
}
