//! Buttons: one primary on a page, verbs on them.

use maud::{Markup, Render, html};

use crate::icons::{Icon, icon};
use crate::text::{Text, classes};

/// A button that submits the form it stands in.
#[derive(Debug, Clone)]
pub struct Button<'a> {
    label: Text<'a>,
    kind: &'static str,
    name: Option<Text<'a>>,
    value: Text<'a>,
    icon: Option<Icon>,
    more: Option<Text<'a>>,
    action: Option<Text<'a>>,
    id: Option<Text<'a>>,
    form: Option<Text<'a>>,
}

impl<'a> Button<'a> {
    fn new(label: impl Into<Text<'a>>, kind: &'static str) -> Self {
        let label = label.into();
        Self { label, kind, name: None, value: "1".into(), icon: None, more: None, action: None, id: None, form: None }
    }
    /// The one thing to do on the page.
    pub fn primary(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, "primary")
    }
    /// Another thing one can do.
    pub fn secondary(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, "secondary")
    }
    /// Something that takes away.
    pub fn danger(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, "danger")
    }
    /// A button that looks like a link, for small things beside text.
    pub fn plain(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, "plain")
    }
    /// Which button was pressed: the name sent with the form; its value is `1` unless set.
    #[must_use]
    pub fn name(mut self, name: impl Into<Text<'a>>) -> Self {
        self.name = Some(name.into());
        self
    }
    /// The value sent with the name.
    #[must_use]
    pub fn value(mut self, value: impl Into<Text<'a>>) -> Self {
        self.value = value.into();
        self
    }
    /// An icon before the word.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
    /// Words for screen readers only, where the same label stands several times on the page.
    #[must_use]
    pub fn more(mut self, more: impl Into<Text<'a>>) -> Self {
        self.more = Some(more.into());
        self
    }
    /// Sends the form to another address than its own.
    #[must_use]
    pub fn action(mut self, action: impl Into<Text<'a>>) -> Self {
        self.action = Some(action.into());
        self
    }
    /// Submits the form of that id, which stands elsewhere on the page.
    #[must_use]
    pub fn form(mut self, id: impl Into<Text<'a>>) -> Self {
        self.form = Some(id.into());
        self
    }
    /// The button's id.
    #[must_use]
    pub fn id(mut self, id: impl Into<Text<'a>>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        html! {
            button type="submit" class=(classes(&["button", self.kind])) id=[self.id.as_deref()]
                name=[self.name.as_deref()] value=[self.name.as_ref().map(|_| &self.value)]
                formaction=[self.action.as_deref()] form=[self.form.as_deref()] {
                @if let Some(sign) = self.icon { (icon(sign)) }
                (self.label)
                @if let Some(more) = &self.more { span.hidden { " " (more) } }
            }
        }
    }
}

/// A link that looks like a button: leads to another page, changes nothing.
pub fn link_button(href: &str, label: &str, primary: bool) -> Markup {
    html! { a class=(classes(&["button", if primary { "primary" } else { "secondary" }])) href=(href) { (label) } }
}

/// A form of one button. `values` are sent with it.
pub fn post_button(action: &str, button: &Button<'_>, values: &[(&str, &str)]) -> Markup {
    html! {
        form.inline method="post" action=(action) {
            @for (name, value) in values { input type="hidden" name=(name) value=(value); }
            (button)
        }
    }
}

/// The row of buttons under a form. On a phone it stays within reach of the thumb.
pub fn actions(buttons: &Markup) -> Markup {
    html! { div.actions { (buttons) } }
}
