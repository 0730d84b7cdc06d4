//! Which addresses show a page: where one may be led back to. Others only take what is sent to them.

use std::sync::Arc;

use axum::http::request::Parts;

use crate::session::safe_return;

/// The patterns of the addresses that can be opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pages(Arc<[&'static str]>);

impl Pages {
    pub(crate) fn new(patterns: impl IntoIterator<Item = &'static str>) -> Self {
        Self(patterns.into_iter().collect())
    }

    /// The pages of the service that the request came to.
    pub(crate) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    fn holds(&self, path: &str) -> bool {
        let odd = path.split('/').any(|part| matches!(&*part.to_lowercase().replace("%2e", "."), "." | ".."));
        let fits = |pattern: &str| {
            let (mut wanted, mut asked) = (pattern.split('/'), path.split('/'));
            loop {
                match (wanted.next(), asked.next()) {
                    (None, None) => return true,
                    (Some(wanted), Some(asked)) if wanted == asked => {}
                    (Some(wanted), Some(asked)) if wanted.starts_with('{') && !asked.is_empty() => {}
                    _ => return false,
                }
            }
        };
        !odd && self.0.iter().any(|pattern| fits(pattern))
    }

    /// The wanted page, with what follows its path, when it is one of ours that can be opened; else the start page.
    pub(crate) fn back_to<'w>(&self, wanted: &'w str) -> &'w str {
        let path = wanted.split(['?', '#']).next().unwrap_or_default();
        if self.holds(path) { safe_return(wanted) } else { "/start" }
    }

    /// The page at the path or the nearest one above it.
    pub(crate) fn nearest<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut path = path;
        while !path.is_empty() {
            if self.holds(path) {
                return Some(path);
            }
            path = path.rsplit_once('/')?.0;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Pages {
        Pages::new(["/", "/start", "/h/{tenant}/uppgift/{assignment}", "/h/{tenant}/personer"])
    }

    #[test]
    fn one_is_led_back_to_pages_that_can_be_opened_and_nowhere_else() {
        for (wanted, expected) in [
            ("/h/ek/personer?q=a#b", "/h/ek/personer?q=a#b"),
            ("/h/ek/uppgift/7", "/h/ek/uppgift/7"),
            ("/logga-ut", "/start"),
            ("/h/ek/personer/ny", "/start"),
            ("/h/ek/uppgift/../../logga-ut", "/start"),
            ("/h/ek/uppgift/%2E%2e", "/start"),
            ("//ek/personer", "/start"),
            ("https://evil.example/start", "/start"),
            ("", "/start"),
        ] {
            assert_eq!(pages().back_to(wanted), expected, "{wanted:?}");
        }
    }

    #[test]
    fn the_nearest_page_lies_at_or_above_what_was_sent_to() {
        for (path, expected) in [
            ("/h/ek/personer/7/avsluta", Some("/h/ek/personer")),
            ("/h/ek/uppgift/7", Some("/h/ek/uppgift/7")),
            ("/h/ek/uppgift/7/lamna", Some("/h/ek/uppgift/7")),
            ("/logga-ut", None),
        ] {
            assert_eq!(pages().nearest(path), expected, "{path}");
        }
    }
}
