//! Forms. A control, its label, help and fault are one function; every fault stands at its field in the same words as in
//! the error summary ([`crate::error_summary`]), which links to the control's id (`f-NAME`).

use maud::{Markup, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::{Text, classes, control_id, references};

/// How wide a control is; says how much is expected in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// As wide as a line of text.
    #[default]
    Full,
    /// A name, an address.
    Medium,
    /// A date, a number.
    Short,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Self::Full => "w-full",
            Self::Medium => "w-medium",
            Self::Short => "w-short",
        }
    }
}

/// What all controls have in common.
#[expect(clippy::struct_excessive_bools, reason = "each is one attribute of a control, set by a method of its own")]
#[derive(Debug, Clone, Default)]
pub struct Field<'a> {
    name: Text<'a>,
    part: Option<usize>,
    label: Text<'a>,
    help: Option<Text<'a>>,
    value: Text<'a>,
    fault: Option<Text<'a>>,
    fault_word: Option<Text<'a>>,
    optional: bool,
    required: bool,
    readonly: bool,
    autocomplete: Option<&'static str>,
    autosave: Option<Text<'a>>,
    width: Width,
    heading: bool,
    before: Option<Text<'a>>,
    guide: Option<Markup>,
    spellcheck: Option<bool>,
}

impl<'a> Field<'a> {
    /// A field with its name in the form and its label.
    pub fn new(name: impl Into<Text<'a>>, label: impl Into<Text<'a>>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }
    /// One of several groups of controls that go under the same name, counted from 0. Each control needs an id of its
    /// own, or its label belongs to another; the first group keeps the plain one, where the error summary leads.
    #[must_use]
    pub fn part(mut self, part: usize) -> Self {
        self.part = (part > 0).then_some(part);
        self
    }
    /// One sentence of help, always visible, read out with the label.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text<'a>>) -> Self {
        self.help = Some(help.into());
        self
    }
    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<Text<'a>>) -> Self {
        self.value = value.into();
        self
    }
    /// What is read aloud before its fault, on pages in other languages than Swedish.
    #[must_use]
    pub fn fault_word(mut self, word: impl Into<Text<'a>>) -> Self {
        self.fault_word = Some(word.into());
        self
    }
    /// What is wrong with it, if something is.
    #[must_use]
    pub fn fault<T: Into<Text<'a>>>(mut self, fault: Option<T>) -> Self {
        self.fault = fault.map(Into::into);
        self
    }
    /// May be left empty: the label says so. Everything else is expected.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
    /// Told to screen readers as required; the server is the one who checks.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// Shown but not to be changed.
    #[must_use]
    pub fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }
    /// What the browser may fill in (the `autocomplete` tokens of HTML).
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }
    /// Address that keeps this field's draft: the script posts `name=value` there after a pause and shows the answer's
    /// text (plain text, one short sentence) beside the field.
    #[must_use]
    pub fn autosave(mut self, address: impl Into<Text<'a>>) -> Self {
        self.autosave = Some(address.into());
        self
    }
    /// How wide it is.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }
    /// The label is the page's heading (`h1`): for one question on a page.
    #[must_use]
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }
    /// What an earlier return says about this field.
    #[must_use]
    pub fn returned<T: Into<Text<'a>>>(mut self, reason: Option<T>) -> Self {
        self.before = reason.map(Into::into);
        self
    }
    /// A longer guide that can be opened, see [`crate::guide`].
    #[must_use]
    pub fn guide(mut self, guide: Markup) -> Self {
        self.guide = Some(guide);
        self
    }
    /// Whether the browser checks the spelling.
    #[must_use]
    pub fn spellcheck(mut self, on: bool) -> Self {
        self.spellcheck = Some(on);
        self
    }

    fn id(&self) -> String {
        let id = control_id(&self.name);
        self.part.map_or_else(|| id.clone(), |part| format!("{id}-part{part}"))
    }
    fn help_id(&self) -> Option<String> {
        self.help.as_ref().map(|_| format!("{}-help", self.id()))
    }
    fn fault_id(&self) -> Option<String> {
        self.fault.as_ref().map(|_| format!("{}-fault", self.id()))
    }
    fn before_id(&self) -> Option<String> {
        self.before.as_ref().map(|_| format!("{}-return", self.id()))
    }
    fn described_by(&self, more: Option<&str>) -> Option<String> {
        references(&[self.help_id().as_deref(), more, self.before_id().as_deref(), self.fault_id().as_deref()])
    }
    fn invalid(&self) -> Option<&'static str> {
        self.fault.as_ref().map(|_| "true")
    }
    fn wrapper(&self) -> String {
        classes(&["field", if self.fault.is_some() { "field-fault" } else { "" }])
    }
    fn label_words(&self) -> Markup {
        html! { (self.label) @if self.optional { " " span.optional { "(" (sv::OPTIONAL) ")" } } }
    }
    /// Help, guide, return reason and fault, in reading order, between the label and the control.
    fn notes(&self) -> Markup {
        html! {
            @if let (Some(help), Some(id)) = (&self.help, self.help_id()) { p.help id=(id) { (help) } }
            @if let Some(guide) = &self.guide { (guide) }
            @if let (Some(reason), Some(id)) = (&self.before, self.before_id()) {
                p.field-return id=(id) { (icon(Icon::Return)) span { (reason) } }
            }
            @if let (Some(fault), Some(id)) = (&self.fault, self.fault_id()) {
                p.fault id=(id) { (icon(Icon::Stop)) span { span.hidden { (self.fault_word.as_deref().unwrap_or(sv::FAULT)) " " } (fault) } }
            }
        }
    }
    fn saved(&self) -> Markup {
        html! { @if self.autosave.is_some() { p.saved data-saved-for=(self.id()) aria-live="polite" {} } }
    }
    fn labelled(&self, control: &Markup) -> Markup {
        let label = html! { label for=(self.id()) { (self.label_words()) } };
        html! {
            div class=(self.wrapper()) {
                @if self.heading { h1.label-heading { (label) } } @else { (label) }
                (self.notes())
                (control)
                (self.saved())
            }
        }
    }
    fn grouped(&self, controls: &Markup) -> Markup {
        html! {
            fieldset class=(self.wrapper()) aria-describedby=[self.described_by(None)] {
                legend { @if self.heading { h1.label-heading { (self.label_words()) } } @else { (self.label_words()) } }
                (self.notes())
                (controls)
                (self.saved())
            }
        }
    }
    fn input(&self, kind: &str, keyboard: Option<&str>, class: &str) -> Markup {
        self.labelled(&html! {
            input id=(self.id()) type=(kind) name=(self.name) value=(self.value) inputmode=[keyboard]
                class=(classes(&["input", self.width.class(), class]))
                autocomplete=[self.autocomplete] aria-describedby=[self.described_by(None)]
                aria-invalid=[self.invalid()] aria-required=[self.required.then_some("true")] readonly[self.readonly]
                spellcheck=[self.spellcheck.map(|on| if on { "true" } else { "false" })]
                data-autosave=[self.autosave.as_deref()];
        })
    }
}

/// One line of text.
pub fn text_input(field: &Field<'_>) -> Markup {
    field.input("text", None, "")
}

/// A password. Pasting is never hindered.
pub fn password_input(field: &Field<'_>) -> Markup {
    // What was typed is never sent back in a page.
    Field { value: "".into(), ..field.clone() }.input("password", None, "")
}

/// A whole or decimal number. A text field with the number keyboard: number fields lose what they do not understand.
pub fn number_input(field: &Field<'_>) -> Markup {
    Field { width: Width::Short, ..field.clone() }.input("text", Some("decimal"), "number")
}

/// A date in one field, `2024-12-09` or in words; says so when no other help is given.
pub fn date_input(field: &Field<'_>) -> Markup {
    let help = field.help.clone().or(Some(sv::DATE_HELP.into()));
    // No keyboard of digits: on some phones it has no hyphen, and months are written in letters too.
    Field { help, width: Width::Short, autocomplete: Some("off"), ..field.clone() }.input("text", None, "date")
}

/// Several lines of text, with the number of characters allowed when there is a limit.
pub fn textarea(field: &Field<'_>, rows: u32, limit: Option<usize>) -> Markup {
    let count_id = format!("{}-count", field.id());
    field.labelled(&html! {
        textarea.input id=(field.id()) name=(field.name) rows=(rows) data-limit=[limit]
            aria-describedby=[field.described_by(limit.map(|_| count_id.as_str()))] aria-invalid=[field.invalid()]
            aria-required=[field.required.then_some("true")] readonly[field.readonly] autocomplete=[field.autocomplete]
            data-autosave=[field.autosave.as_deref()] {
            // A first line break in a textarea is dropped by HTML; one more keeps the person's own.
            @if field.value.starts_with('\n') { "\n" }
            (field.value)
        }
        @if let Some(limit) = limit { p.count-note id=(count_id) { (sv::at_most(limit)) } }
    })
}

/// One choice of several.
#[derive(Debug, Clone, Default)]
pub struct Choice<'a> {
    value: Text<'a>,
    label: Text<'a>,
    help: Option<Text<'a>>,
    checked: bool,
    disabled: bool,
    reveals: Option<Markup>,
    below: Option<Markup>,
}

impl<'a> Choice<'a> {
    /// A choice: the value sent and the word shown.
    pub fn new(value: impl Into<Text<'a>>, label: impl Into<Text<'a>>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }
    /// What it means.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text<'a>>) -> Self {
        self.help = Some(help.into());
        self
    }
    /// Chosen. For radios and selects the field's value says it as well.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }
    /// Cannot be chosen now.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
    /// Questions that follow from it; hidden by the style sheet until it is chosen, sent whether shown or not.
    #[must_use]
    pub fn reveals(mut self, controls: Markup) -> Self {
        self.reveals = Some(controls);
        self
    }
    /// What is chosen, to look at before choosing it: shown whether it is chosen or not.
    #[must_use]
    pub fn below(mut self, shown: Markup) -> Self {
        self.below = Some(shown);
        self
    }
    pub(crate) fn value(&self) -> &str {
        &self.value
    }
    pub(crate) fn label(&self) -> &str {
        &self.label
    }
}

/// A list to choose one from. For up to seven choices, radios are easier.
pub fn select(field: &Field<'_>, choices: &[Choice<'_>]) -> Markup {
    field.labelled(&html! {
        select.input id=(field.id()) name=(field.name) .(field.width.class()) autocomplete=[field.autocomplete]
            aria-describedby=[field.described_by(None)] aria-invalid=[field.invalid()]
            aria-required=[field.required.then_some("true")] data-autosave=[field.autosave.as_deref()] {
            @if !choices.iter().any(|choice| choice.value.is_empty()) { option value="" { (sv::CHOOSE) } }
            @for choice in choices {
                option value=(choice.value) selected[choice.checked || choice.value == field.value]
                    disabled[choice.disabled] { (choice.label) }
            }
        }
    })
}

fn choice_id(field: &Field<'_>, index: usize) -> String {
    // The first has the field's own id, so that the error summary's link lands on it.
    if index == 0 { field.id() } else { format!("{}-{}", field.id(), index + 1) }
}

fn choices(field: &Field<'_>, choices: &[Choice<'_>], kind: &str) -> Markup {
    html! {
        @for (index, choice) in choices.iter().enumerate() {
            @let id = choice_id(field, index);
            @let help_id = choice.help.as_ref().map(|_| format!("{id}-choice-help"));
            @let checked = choice.checked || (kind == "radio" && !field.value.is_empty() && choice.value == field.value);
            div.choice {
                input id=(id) type=(kind) name=(field.name) value=(choice.value) checked[checked]
                    disabled[choice.disabled] aria-describedby=[help_id.as_deref()]
                    data-autosave=[field.autosave.as_deref()];
                label for=(id) { (choice.label) }
                @if let (Some(help), Some(help_id)) = (&choice.help, &help_id) { p.help id=(help_id) { (help) } }
                @if let Some(below) = &choice.below { div.below { (below) } }
                @if let Some(reveals) = &choice.reveals { div.reveals { (reveals) } }
            }
        }
    }
}

/// One of a few.
pub fn radios(field: &Field<'_>, list: &[Choice<'_>]) -> Markup {
    field.grouped(&html! { div.choices { (choices(field, list, "radio")) } })
}

/// Yes or no, side by side: `ja` and `nej`. Nothing is chosen beforehand.
pub fn yes_no(field: &Field<'_>) -> Markup {
    let list = [Choice::new("ja", sv::YES), Choice::new("nej", sv::NO)];
    field.grouped(&html! { div.choices.choices-inline { (choices(field, &list, "radio")) } })
}

/// Any number of a few; the name is sent once for each that is checked.
pub fn checkboxes(field: &Field<'_>, list: &[Choice<'_>]) -> Markup {
    field.grouped(&html! { div.choices { (choices(field, list, "checkbox")) } })
}

/// A single box to tick, such as a confirmation. Its value is `ja`; checked when the field's value is.
pub fn checkbox(field: &Field<'_>) -> Markup {
    html! {
        div class=(field.wrapper()) {
            (field.notes())
            div.choice {
                input id=(field.id()) type="checkbox" name=(field.name) value="ja" checked[field.value == "ja"]
                    aria-describedby=[field.described_by(None)] aria-invalid=[field.invalid()]
                    data-autosave=[field.autosave.as_deref()];
                label for=(field.id()) { (field.label_words()) }
            }
            (field.saved())
        }
    }
}

/// A file. `accept` as in HTML (`.xlsx,.csv`); with script it also takes a dropped file.
pub fn file_upload(field: &Field<'_>, accept: &str, multiple: bool) -> Markup {
    file_upload_saying(field, accept, multiple, sv::CHOOSE_FILE)
}

/// As [`file_upload`], in the words of another language.
pub fn file_upload_saying(field: &Field<'_>, accept: &str, multiple: bool, choose: &str) -> Markup {
    field.labelled(&html! {
        div.drop {
            (icon(Icon::Upload))
            p aria-hidden="true" { (choose) }
            input id=(field.id()) type="file" name=(field.name) accept=(accept) multiple[multiple]
                aria-describedby=[field.described_by(None)] aria-invalid=[field.invalid()];
        }
    })
}

/// Fields that belong together, under a heading.
pub fn fieldset(legend: &str, help: Option<&str>, fields: &Markup) -> Markup {
    html! {
        fieldset.group {
            legend { (legend) }
            @if let Some(help) = help { p.help { (help) } }
            (fields)
        }
    }
}

/// A value that goes with the form unseen.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A form that changes something. The browser's own checks are off: ours speak Swedish and show all faults at once.
/// With script, leaving the page with unsaved text asks first.
pub fn form(action: &str, content: &Markup) -> Markup {
    html! { form.form method="post" action=(action) novalidate data-guard { (content) } }
}

/// A form with files in it.
pub fn upload_form(action: &str, content: &Markup) -> Markup {
    html! { form.form method="post" action=(action) enctype="multipart/form-data" novalidate { (content) } }
}

/// A form that only asks (GET): filters and searches, in one row.
pub fn search_form(action: &str, content: &Markup) -> Markup {
    html! { form.filters method="get" action=(action) novalidate { (content) } }
}
