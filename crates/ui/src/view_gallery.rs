//! The page `/formsprak`.
use maud::{Markup, html};
/// Every component.
pub fn gallery() -> Markup { html! { h1 { "Formspråk" } } }
