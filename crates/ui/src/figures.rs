//! Figures: tiles with a number, its base and where it leads; meters.

use maud::{Markup, html};

use crate::text::Text;

/// A figure worth a tile.
#[derive(Debug, Clone, Default)]
pub struct Tile<'a> {
    /// What it is.
    pub label: Text<'a>,
    /// The figure, or a word where there is none.
    pub figure: Text<'a>,
    /// Its base, such as `n = 120`; empty when it is a count.
    pub base: Text<'a>,
    /// A line more, such as its target; empty when there is none.
    pub note: Text<'a>,
    /// Where it can be followed down; empty when nowhere.
    pub href: Text<'a>,
    /// A small picture, such as a [`crate::sparkline`].
    pub picture: Option<Markup>,
}

/// A row of tiles.
pub fn tiles(tiles: &[Tile<'_>]) -> Markup {
    html! {
        dl.tiles { @for tile in tiles {
            div.tile {
                dt { @if tile.href.is_empty() { (tile.label) } @else { a href=(tile.href) { (tile.label) } } }
                dd {
                    span.figure { (tile.figure) }
                    @if !tile.base.is_empty() { " " span.base { (tile.base) } }
                    @if let Some(picture) = &tile.picture { (picture) }
                    @if !tile.note.is_empty() { span.tile-note { (tile.note) } }
                }
            }
        } }
    }
}

/// How far something has come: the sentence says it, the bar shows it.
pub fn meter(sentence: &str, done: u32, of: u32) -> Markup {
    let width = if of == 0 { 0 } else { (u64::from(done.min(of)) * 400 + u64::from(of) / 2) / u64::from(of) };
    html! {
        div.meter {
            p { (sentence) }
            svg viewBox="0 0 400 8" preserveAspectRatio="none" width="100%" height="8" aria-hidden="true" focusable="false" {
                rect.meter-rest x="0" y="0" width="400" height="8" {}
                rect.meter-done x="0" y="0" width=(width) height="8" {}
            }
        }
    }
}
