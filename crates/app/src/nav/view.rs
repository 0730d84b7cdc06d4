//! The choice of authority on pages that show one authority at a time.

use maud::{Markup, html};
use platform::{Cx, Permission};

use super::sv;

/// The same page at each of the authorities that the person acts at; nothing where there is only one. `rest` is the
/// page's address within an authority.
pub fn authorities<P: Permission>(cx: &Cx<P>, rest: &str) -> Markup {
    let mut here: Vec<(&str, &str)> = Vec::new();
    for seat in cx.account().seats_here() {
        if !here.iter().any(|(slug, _)| *slug == seat.tenant_slug) {
            here.push((&seat.tenant_slug, &seat.tenant_name));
        }
    }
    let links: Vec<String> = here.iter().map(|(slug, _)| format!("/h/{slug}/{rest}")).collect();
    let tabs: Vec<ui::Tab<'_>> = here
        .iter()
        .zip(&links)
        .map(|((slug, name), href)| ui::Tab { href, label: name, count: None, current: *slug == cx.slug() })
        .collect();
    html! { @if tabs.len() > 1 { (ui::tabs(sv::AUTHORITY, &tabs)) } }
}
