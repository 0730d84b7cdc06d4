//! A table to fill in: one row for each thing. On a phone each row is a card, and so it is everywhere where the columns
//! are too many to stand beside each other with what is wrong in them. Rows are added and removed by buttons that
//! post the form, so it works without script; with script a row is added from a template at once.
//!
//! A control is named `NAME-INDEX-KEY` (`rad-0-mottaget`). The buttons send `NAME-lagg-till=1` and `NAME-ta-bort=INDEX`;
//! pressing Enter in a field sends neither, but `NAME-spara=1`.

use maud::{Markup, Render, html};

use crate::disclosure::guide;
use crate::form::Choice;
use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::{Text, classes, control_id, references, slug};

/// How a column is filled in.
#[derive(Debug, Clone)]
pub enum Control<'a> {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// `2024-02-29`.
    Date,
    /// A number.
    Number,
    /// One of a list.
    Select(Vec<Choice<'a>>),
    /// A box to tick, value `ja`.
    Check,
}

impl Control<'_> {
    /// How much room it takes in a card.
    fn width(&self) -> &'static str {
        match self {
            Control::LongText => "cell-long",
            Control::Text => "cell-text",
            // The questions that are answered with yes or no are sentences.
            Control::Select(choices) if choices.iter().any(|choice| choice.value() == "nej") => "cell-question",
            Control::Select(_) | Control::Date | Control::Number | Control::Check => "cell-short",
        }
    }
}

/// A column to fill in.
#[derive(Debug, Clone)]
pub struct EditColumn<'a> {
    /// Name of the value in the form.
    pub key: Text<'a>,
    /// Head.
    pub label: Text<'a>,
    /// One sentence under the head; empty when there is none.
    pub help: Text<'a>,
    /// How it is filled in.
    pub control: Control<'a>,
}

impl<'a> EditColumn<'a> {
    /// A column without help.
    pub fn new(key: impl Into<Text<'a>>, label: impl Into<Text<'a>>, control: Control<'a>) -> Self {
        Self { key: key.into(), label: label.into(), help: "".into(), control }
    }
    /// One sentence under the head.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text<'a>>) -> Self {
        self.help = help.into();
        self
    }
}

/// A row: values and faults, one for each column.
#[derive(Debug, Clone, Default)]
pub struct EditRow<'a> {
    /// What stands in each column.
    pub values: Vec<Text<'a>>,
    /// What is wrong in each column; may be shorter than the values.
    pub faults: Vec<Option<Text<'a>>>,
    /// What was said about each column when it was returned; may be shorter than the values.
    pub returned: Vec<Option<Text<'a>>>,
    /// The INDEX in the names of its controls, where it must stay the same while other rows come and go; its place
    /// among the rows where absent.
    pub number: Option<usize>,
}

/// The whole table; stands inside a [`crate::form`]. Draw it by putting it into markup.
#[derive(Debug, Clone)]
pub struct EditTable<'a> {
    /// First part of all its names.
    pub name: Text<'a>,
    /// Caption.
    pub caption: Text<'a>,
    /// Columns.
    pub columns: Vec<EditColumn<'a>>,
    /// Rows.
    pub rows: Vec<EditRow<'a>>,
    /// What a row is, such as the word for complaint.
    pub row_word: Text<'a>,
    /// The same with its article, such as the words for "a complaint".
    pub row_word_article: Text<'a>,
    /// Address that keeps drafts, see [`crate::Field::autosave`].
    pub autosave: Option<Text<'a>>,
}

/// From how many columns each row is a card.
const CARDS_FROM: usize = 7;

impl EditTable<'_> {
    fn has_cards(&self) -> bool {
        self.columns.len() >= CARDS_FROM
    }

    /// What the columns are for, where their heads are not seen.
    fn column_guide(&self) -> Markup {
        let helped = || self.columns.iter().filter(|column| !column.help.is_empty());
        html! {
            @if self.has_cards() && helped().next().is_some() {
                (guide(sv::COLUMN_GUIDE, &html! { dl.facts { @for column in helped() {
                    div { dt { (column.label) } dd id=(self.head_id(&column.key)) { (column.help) } }
                } } }))
            }
        }
    }

    /// The name of the control in that row and column; what the error summary is given.
    pub fn control_name(name: &str, row: usize, key: &str) -> String {
        format!("{name}-{row}-{key}")
    }

    fn head_id(&self, key: &str) -> String {
        format!("{}-head-{}", slug(&self.name), slug(key))
    }

    /// The cell of the column at `position`; `index` and `number` as in [`Self::row`].
    fn cell(&self, position: usize, (index, number): (&str, &str), row: &EditRow<'_>) -> Markup {
        let Some(column) = self.columns.get(position) else { return html! {} };
        let said = |all: &[Option<Text<'_>>]| all.get(position).and_then(|text| text.as_deref().map(str::to_owned));
        let (fault, returned) = (said(&row.faults), said(&row.returned));
        let value = row.values.get(position).map_or("", |value| value);
        let name = format!("{}-{index}-{}", self.name, column.key);
        let id = control_id(&name);
        let fault_id = fault.as_ref().map(|_| format!("{id}-fault"));
        let returned_id = returned.as_ref().map(|_| format!("{id}-return"));
        let help_id = (!column.help.is_empty()).then(|| self.head_id(&column.key));
        let described = references(&[help_id.as_deref(), returned_id.as_deref(), fault_id.as_deref()]);
        let label = sv::within(&column.label, &sv_row(&self.row_word, number));
        let invalid = fault.as_ref().map(|_| "true");
        let save = self.autosave.as_deref();
        html! {
            td role="cell" data-label=(column.label)
                class=(classes(&[column.control.width(), if fault.is_some() { "cell-fault" } else { "" }])) {
                @match &column.control {
                    Control::Select(choices) => select.input id=(id) name=(name) aria-label=(label) data-autosave=[save]
                        aria-describedby=[described] aria-invalid=[invalid] {
                        option value="" { (sv::CHOOSE) }
                        @for choice in choices {
                            option value=(choice.value()) selected[!value.is_empty() && choice.value() == value] { (choice.label()) }
                        }
                    },
                    Control::LongText => textarea.input id=(id) name=(name) rows="2" aria-label=(label) data-autosave=[save]
                        aria-describedby=[described] aria-invalid=[invalid] { (value) },
                    Control::Check => input id=(id) type="checkbox" name=(name) value="ja" checked[value == "ja"]
                        aria-label=(label) aria-describedby=[described] aria-invalid=[invalid] data-autosave=[save];,
                    Control::Text | Control::Date | Control::Number => input id=(id) type="text" name=(name) value=(value)
                        class=(classes(&["input", match column.control {
                            Control::Date => "date",
                            Control::Number => "number",
                            _ => "",
                        }]))
                        inputmode=[match column.control {
                            Control::Date => Some("numeric"),
                            Control::Number => Some("decimal"),
                            _ => None,
                        }]
                        autocomplete="off" aria-label=(label) aria-describedby=[described] aria-invalid=[invalid]
                        data-autosave=[save];,
                }
                @if returned.is_some() || fault.is_some() { div.cell-notes {
                    @if let (Some(returned), Some(returned_id)) = (returned, returned_id) {
                        p.field-return id=(returned_id) { (icon(Icon::Return)) span { (returned) } }
                    }
                    @if let (Some(fault), Some(fault_id)) = (fault, fault_id) {
                        p.fault id=(fault_id) { (icon(Icon::Stop)) span { span.hidden { (sv::FAULT) " " } (fault) } }
                    }
                } }
            }
        }
    }

    /// `index` and `number` are text, since the template row has placeholders for both.
    fn row(&self, index: &str, number: &str, row: &EditRow<'_>) -> Markup {
        html! {
            tr role="row" data-row {
                th.row-number scope="row" role="rowheader" { span.row-word { (sv_row(&self.row_word, "")) " " } (number) }
                @for position in 0..self.columns.len() { (self.cell(position, (index, number), row)) }
                td.row-remove role="cell" {
                    button.button.plain type="submit" name={ (self.name) "-ta-bort" } value=(index) formnovalidate data-remove-row {
                        (icon(Icon::Trash)) span { (sv::REMOVE_ROW) } span.hidden { " " (number) }
                    }
                }
            }
        }
    }
}

fn sv_row(word: &str, number: &str) -> String {
    let mut letters = word.chars();
    let upper: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{upper}{} {number}", letters.as_str()).trim_end().to_owned()
}

impl Render for EditTable<'_> {
    fn render(&self) -> Markup {
        html! {
            div.edit-table data-rows=(self.name) {
                // The first submit button of a form is the one that Enter presses: never one that removes a row.
                button.hidden type="submit" name={ (self.name) "-spara" } value="1" tabindex="-1" aria-hidden="true" {}
                (self.column_guide())
                div.scroll {
                    table class=(classes(&["table", "stack", "edit", if self.has_cards() { "cards" } else { "" }])) role="table" {
                        caption { (self.caption) }
                        thead role="rowgroup" { tr role="row" {
                            th scope="col" role="columnheader" { span.hidden { (sv::ROW_NUMBER) } }
                            @for column in &self.columns {
                                th scope="col" role="columnheader" {
                                    (column.label)
                                    @if !column.help.is_empty() && !self.has_cards() { p.help id=(self.head_id(&column.key)) { (column.help) } }
                                }
                            }
                            th scope="col" role="columnheader" { span.hidden { (sv::REMOVE_ROW) } }
                        } }
                        tbody role="rowgroup" {
                            @for (index, row) in self.rows.iter().enumerate() {
                                (self.row(&row.number.unwrap_or(index).to_string(), &(index + 1).to_string(), row))
                            }
                        }
                    }
                }
                template { (self.row("__RAD__", "__NR__", &EditRow::default())) }
                @if self.autosave.is_some() { p.saved aria-live="polite" {} }
                button.button.secondary type="submit" name={ (self.name) "-lagg-till" } value="1" formnovalidate data-add-row {
                    (icon(Icon::Add)) (sv::add_row(&self.row_word_article))
                }
            }
        }
    }
}
