//! What was found in a file: faults of one kind together, each with its place, before anything is taken in.

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::Text;

/// Where a fault stands in a file.
#[derive(Debug, Clone, Default)]
pub struct FaultPlace<'a> {
    /// The sheet; empty when the file has none.
    pub sheet: Text<'a>,
    /// The row, as the spreadsheet numbers it.
    pub row: u32,
    /// The column's head.
    pub column: Text<'a>,
    /// What stands there; empty cells are named as empty.
    pub value: Text<'a>,
}

/// Faults of one kind.
#[derive(Debug, Clone)]
pub struct FaultGroup<'a> {
    /// What is wrong.
    pub fault: Text<'a>,
    /// What to do about it.
    pub remedy: Text<'a>,
    /// Where; all of them, the first twenty are shown.
    pub places: Vec<FaultPlace<'a>>,
}

/// Faults in a file, grouped and located. Nothing is drawn when there are none.
pub fn fault_groups(groups: &[FaultGroup<'_>]) -> Markup {
    const SHOWN: usize = 20;
    html! {
        @if !groups.is_empty() {
            div.fault-groups {
                @for group in groups {
                    section.fault-group {
                        h3 { (icon(Icon::Stop)) span { (group.fault) " " span.fault-count { (sv::places(group.places.len())) } } }
                        p { (group.remedy) }
                        div.scroll { table.table.dense {
                            caption.hidden { (group.fault) }
                            thead { tr { @for (index, head) in sv::FAULT_PLACE.iter().enumerate() {
                                th scope="col" class=[(index == 1).then_some("num")] { (head) }
                            } } }
                            tbody { @for place in group.places.iter().take(SHOWN) { tr {
                                td { (place.sheet) }
                                td.num { (place.row) }
                                td { (place.column) }
                                td { @if place.value.is_empty() { span.missing { (sv::EMPTY_CELL) } } @else { (place.value) } }
                            } } }
                        } }
                        @if group.places.len() > SHOWN { p.quiet { (sv::more_places(group.places.len() - SHOWN)) } }
                    }
                }
            }
        }
    }
}
