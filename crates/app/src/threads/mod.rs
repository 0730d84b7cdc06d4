//! Questions and answers at an item. For providers to ask, for officers to answer, to one or to all.
//!
//! A provider asks at an assignment. The answer goes to that provider; an officer can also publish it, with the
//! question reworded, so that every provider sees it at the item without seeing who asked. Other features show a
//! [`panel`] of what has been said, and [`count_waiting`].

mod pages;
mod pages_officer;
mod store;
mod sv;
#[cfg(test)]
mod tests;
mod view;

pub use store::{
    Message, NewMessage, Panel, Published, Side, add, answered, count_waiting, count_waiting_at, panel, publish,
};
pub use view::panel as panel_view;

use platform::Area;

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("threads")
        .get("/h/{tenant}/uppgift/{assignment}/fraga", pages::thread)
        .post("/h/{tenant}/uppgift/{assignment}/fraga", pages::ask)
        .get("/h/{tenant}/fragor", pages_officer::inbox)
        .get("/h/{tenant}/fragor/{question}", pages_officer::question)
        .post("/h/{tenant}/fragor/{question}", pages_officer::answer)
        .post("/h/{tenant}/fragor/{question}/publicering", pages_officer::publication)
}
