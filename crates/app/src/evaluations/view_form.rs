//! Forms on the pages of evaluations.

use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Field};

use super::form::{Fault, READ};

/// A page with forms: where they are sent, how many lines were read, and what was typed.
#[derive(Clone, Copy)]
pub(super) struct Forms<'p> {
    pub base: &'p str,
    pub read: usize,
    pub typed: &'p FormData,
    pub faults: &'p [Fault],
}

impl Forms<'_> {
    /// Whether the form whose fields begin so was typed and has a fault.
    pub fn is_typed(&self, start: &str) -> bool {
        // Digits and names of criteria end with the part after the last stroke.
        self.faults.iter().any(|(name, _)| name.rsplit_once('-').is_some_and(|(known, _)| known == start))
    }

    /// A field of the form, with what was typed where it has a fault.
    pub fn field(&self, start: &str, part: &str, label: &'static str, or: impl Into<String>) -> Field<'static> {
        let name = format!("{start}-{part}");
        let fault = self.faults.iter().find(|(known, _)| *known == name).map(|(_, fault)| fault.clone());
        let value = if self.is_typed(start) { self.typed.get(&name).to_owned() } else { or.into() };
        Field::new(name, label).value(value).fault(fault)
    }

    /// Whether the box of that value is ticked.
    pub fn is_ticked(&self, (start, part): (&str, &str), value: &str, or: bool) -> bool {
        if !self.is_typed(start) {
            return or;
        }
        self.typed.all(&format!("{start}-{part}")).iter().any(|one| one == value)
    }

    /// A form that is folded until somebody wants it.
    pub fn panel(
        &self,
        (path, start, label): (&str, &str, &str),
        open: bool,
        hidden: &[(&str, &str)],
        fields: &Markup,
    ) -> Markup {
        html! {
            details.panel.no-print open[open || self.is_typed(start)] {
                summary { (label) }
                (ui::form(&format!("{}/{path}", self.base), &html! {
                    (ui::hidden(READ, &self.read.to_string()))
                    @for (name, value) in hidden { (ui::hidden(name, value)) }
                    (fields)
                    (ui::actions(&html! { (Button::primary(label.to_owned())) }))
                }))
            }
        }
    }

    /// A button that asks nothing more.
    pub fn button(&self, (path, label): (&str, &str), more: &str, hidden: &[(&str, &str)]) -> Markup {
        let read = self.read.to_string();
        let mut values = vec![(READ, read.as_str())];
        values.extend_from_slice(hidden);
        ui::post_button(
            &format!("{}/{path}", self.base),
            &Button::secondary(label.to_owned()).more(more.to_owned()),
            &values,
        )
    }
}
