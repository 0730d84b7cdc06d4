//! Help, accessibility, the design system.

use maud::html;
use platform::reply::Sheet;
use platform::{Open, Path, Reply, Stop};

use super::render::render;

/// The chapters, in the order they are listed: name in the address, text.
pub(super) const CHAPTERS: [(&str, &str); 11] = [
    ("borja", include_str!("../../../../docs/handbok/borja.md")),
    ("rapportor", include_str!("../../../../docs/handbok/rapportor.md")),
    ("rektor", include_str!("../../../../docs/handbok/rektor.md")),
    ("ledning", include_str!("../../../../docs/handbok/ledning.md")),
    ("handlaggare", include_str!("../../../../docs/handbok/handlaggare.md")),
    ("inlasning", include_str!("../../../../docs/handbok/inlasning.md")),
    ("registrator", include_str!("../../../../docs/handbok/registrator.md")),
    ("namnd", include_str!("../../../../docs/handbok/namnd.md")),
    ("utvarderare", include_str!("../../../../docs/handbok/utvarderare.md")),
    ("administrator", include_str!("../../../../docs/handbok/administrator.md")),
    ("granskare", include_str!("../../../../docs/handbok/granskare.md")),
];
const ACCESSIBILITY: &str = include_str!("../../../../docs/handbok/tillganglighet.md");

/// `/hjalp`: the chapters and what is in them.
pub(super) async fn contents(open: Open) -> Reply {
    let chapters: Vec<_> = CHAPTERS.iter().map(|(name, text)| (*name, render(text))).collect();
    let main = html! {
        h1 { "Hjälp" }
        p.lead { "Välj det kapitel som liknar det du gör. Varje kapitel är kort och går att skriva ut." }
        @for (name, chapter) in &chapters {
            section {
                h2 { a href={ "/hjalp/" (name) } { (chapter.title) } }
                ul { @for (at, words) in &chapter.headings {
                    li { a href={ "/hjalp/" (name) "#" (at) } { (words) } }
                } }
            }
        }
        p { a href="/tillganglighet" { "Tillgänglighetsredogörelse" } }
    };
    open.show(Sheet::new("Hjälp", main))
}

/// `/hjalp/rektor`: one chapter.
pub(super) async fn chapter(open: Open, Path(name): Path<String>) -> Result<Reply, Stop> {
    let at = CHAPTERS.iter().position(|(known, _)| *known == name).ok_or(Stop::NotFound)?;
    let chapter = render(CHAPTERS[at].1);
    let next = CHAPTERS.get(at + 1).map(|(name, text)| (*name, render(text).title));
    let main = html! {
        (chapter.body)
        p.no-print {
            a href="/hjalp" { "Alla kapitel" }
            @if let Some((name, title)) = next { " · Nästa: " a href={ "/hjalp/" (name) } { (title) } }
        }
    };
    Ok(open.show(Sheet::new(chapter.title, main).crumb("Hjälp", "/hjalp")))
}

/// `/tillganglighet`: the statement that the law asks for.
pub(super) async fn accessibility(open: Open) -> Reply {
    let text = render(ACCESSIBILITY);
    open.show(Sheet::new(text.title, text.body))
}

/// `/formsprak`: every component of the design system, in development only.
pub(super) async fn design(open: Open) -> Result<Reply, Stop> {
    if !open.settings().development {
        return Err(Stop::NotFound);
    }
    Ok(open.show(Sheet::new("Formspråk", ui::gallery()).wide()))
}
