//! Tables to read: caption, sticky head and first column, numbers to the right, sorting and columns by links and forms,
//! what is filtered away, csv beside.

use maud::{Markup, Render, html};

use crate::icons::{Icon, icon};
use crate::sv;
use crate::text::{Text, classes};

/// Where a head leads to sort by it, and how it is sorted now.
#[derive(Debug, Clone)]
pub struct Sort<'a> {
    /// The address that sorts by it.
    pub href: Text<'a>,
    /// `Some(true)` when sorted descending by it, `Some(false)` ascending, `None` when not sorted by it.
    pub descending: Option<bool>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column<'a> {
    label: Text<'a>,
    number: bool,
    narrow: bool,
    sort: Option<Sort<'a>>,
    hide_label: bool,
}

impl<'a> Column<'a> {
    /// A column of text.
    pub fn new(label: impl Into<Text<'a>>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
    /// A column of numbers: to the right, figures of one width.
    pub fn number(label: impl Into<Text<'a>>) -> Self {
        Self { label: label.into(), number: true, ..Self::default() }
    }
    /// A column of actions, whose head is for screen readers only.
    pub fn action(label: impl Into<Text<'a>>) -> Self {
        Self { label: label.into(), hide_label: true, narrow: true, ..Self::default() }
    }
    /// No wider than needed, never broken.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }
    /// Can be sorted by.
    #[must_use]
    pub fn sort(mut self, sort: Sort<'a>) -> Self {
        self.sort = Some(sort);
        self
    }
    fn class(&self) -> String {
        classes(&[if self.number { "num" } else { "" }, if self.narrow { "narrow" } else { "" }])
    }
}

/// A row: one cell for each column.
#[derive(Debug, Clone, Default)]
pub struct Row<'a> {
    cells: Vec<Markup>,
    href: Option<Text<'a>>,
    tone: Option<&'static str>,
}

impl<'a> Row<'a> {
    /// A row of cells.
    pub fn new(cells: Vec<Markup>) -> Self {
        Self { cells, ..Self::default() }
    }
    /// The first cell leads there, and so does a click anywhere in the row.
    #[must_use]
    pub fn href(mut self, href: impl Into<Text<'a>>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// Marks the row (the word for it must stand in a cell).
    #[must_use]
    pub fn tone(mut self, tone: crate::Tone) -> Self {
        self.tone = Some(tone.class());
        self
    }
}

/// Which columns are shown, as a form that works without script. The name is sent once for each shown column.
#[derive(Debug, Clone)]
pub struct ColumnChoice<'a> {
    /// The page's own address.
    pub action: Text<'a>,
    /// Name of the parameter.
    pub name: Text<'a>,
    /// Key, word, whether shown.
    pub columns: Vec<(Text<'a>, Text<'a>, bool)>,
    /// Other parameters of the page that are kept.
    pub keep: Vec<(Text<'a>, Text<'a>)>,
}

/// A table to read. It is drawn by putting it into markup: `(Table::new("Anordnare", columns).rows(rows))`.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    caption: Text<'a>,
    hide_caption: bool,
    columns: Vec<Column<'a>>,
    rows: Vec<Row<'a>>,
    foot: Option<Vec<Markup>>,
    empty: Option<Markup>,
    shown: Option<(usize, usize, Text<'a>)>,
    csv: Option<Text<'a>>,
    choice: Option<ColumnChoice<'a>>,
    phone: OnPhone,
    dense: bool,
}

/// What becomes of a table on a phone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum OnPhone {
    /// It scrolls in its own frame.
    #[default]
    Scrolls,
    /// Each row is a card.
    Cards,
    /// What a row says runs on after its head.
    RunsOn,
}

impl OnPhone {
    const fn classes(self) -> &'static str {
        match self {
            Self::Scrolls => "",
            Self::Cards => "stack",
            Self::RunsOn => "stack run",
        }
    }
}

impl<'a> Table<'a> {
    /// A table with its caption and columns.
    pub fn new(caption: impl Into<Text<'a>>, columns: Vec<Column<'a>>) -> Self {
        Self { caption: caption.into(), columns, ..Self::default() }
    }
    /// Its rows.
    #[must_use]
    pub fn rows(mut self, rows: Vec<Row<'a>>) -> Self {
        self.rows = rows;
        self
    }
    /// A last row of sums, one cell for each column.
    #[must_use]
    pub fn foot(mut self, cells: Vec<Markup>) -> Self {
        self.foot = Some(cells);
        self
    }
    /// The caption is for screen readers only: a heading just above says the same.
    #[must_use]
    pub fn hide_caption(mut self) -> Self {
        self.hide_caption = true;
        self
    }
    /// What stands there when there are no rows.
    #[must_use]
    pub fn empty(mut self, empty: Markup) -> Self {
        self.empty = Some(empty);
        self
    }
    /// So many of so many are shown; the address shows all.
    #[must_use]
    pub fn shown(mut self, shown: usize, of: usize, show_all: impl Into<Text<'a>>) -> Self {
        self.shown = Some((shown, of, show_all.into()));
        self
    }
    /// Address of the same rows as csv.
    #[must_use]
    pub fn csv(mut self, href: impl Into<Text<'a>>) -> Self {
        self.csv = Some(href.into());
        self
    }
    /// Lets the person choose columns.
    #[must_use]
    pub fn columns_choice(mut self, choice: ColumnChoice<'a>) -> Self {
        self.choice = Some(choice);
        self
    }
    /// On a phone each row becomes a card; without it the table scrolls in its own frame.
    #[must_use]
    pub fn stack(mut self) -> Self {
        self.phone = OnPhone::Cards;
        self
    }
    /// As [`Table::stack`], for many rows that are alike: on a phone what a row says runs on after its head.
    #[must_use]
    pub fn run(mut self) -> Self {
        self.phone = OnPhone::RunsOn;
        self
    }
    /// Less air, for many rows.
    #[must_use]
    pub fn dense(mut self) -> Self {
        self.dense = true;
        self
    }

    fn tools(&self) -> Markup {
        let filtered = self.shown.as_ref().filter(|(shown, of, _)| shown < of);
        html! {
            @if filtered.is_some() || self.csv.is_some() || self.choice.is_some() {
                div.table-tools {
                    @if let Some((shown, of, href)) = filtered {
                        p.shown { (icon(Icon::Filter)) (sv::shown(*shown, *of)) " " a href=(href) { (sv::SHOW_ALL) } }
                    }
                    @if let Some(choice) = &self.choice { (column_choice(choice)) }
                    @if let Some(csv) = &self.csv { a.csv href=(csv) download { (icon(Icon::Download)) (sv::AS_CSV) } }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            thead role="rowgroup" { tr role="row" {
                @for column in &self.columns {
                    @let sorted = column.sort.as_ref().and_then(|sort| sort.descending);
                    th scope="col" role="columnheader" class=(column.class())
                        aria-sort=[sorted.map(|down| if down { "descending" } else { "ascending" })] {
                        @if let Some(sort) = &column.sort {
                            a.sort href=(sort.href) {
                                (column.label)
                                @match sorted {
                                    Some(true) => (icon(Icon::ArrowDown)),
                                    Some(false) => (icon(Icon::ArrowUp)),
                                    None => {},
                                }
                            }
                        } @else if column.hide_label { span.hidden { (column.label) } } @else { (column.label) }
                    }
                }
            } }
        }
    }

    fn row(&self, row: &Row<'_>) -> Markup {
        let class = classes(&[row.tone.unwrap_or(""), if row.href.is_some() { "row-link" } else { "" }]);
        html! {
            tr role="row" class=[(!class.is_empty()).then_some(class)] {
                @for (index, cell) in row.cells.iter().enumerate() {
                    @let column = self.columns.get(index);
                    @let class = column.map(Column::class).filter(|class| !class.is_empty());
                    @if index == 0 {
                        th scope="row" role="rowheader" class=[class] {
                            @if let Some(href) = &row.href { a href=(href) { (cell) } } @else { (cell) }
                        }
                    } @else {
                        td role="cell" class=[class] data-label=[column.map(|column| &column.label)] { (cell) }
                    }
                }
            }
        }
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        if self.rows.is_empty()
            && let Some(empty) = &self.empty
        {
            return html! { (self.tools()) (empty) };
        }
        let class = classes(&["table", self.phone.classes(), if self.dense { "dense" } else { "" }]);
        // Explicit roles: a table that is laid out as cards loses its own in some browsers.
        html! {
            div.table-block {
                (self.tools())
                div.scroll role="region" aria-label=(self.caption) tabindex="0" {
                    table class=(class) role="table" {
                        caption .hidden[self.hide_caption] { (self.caption) }
                        (self.head())
                        tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                        @if let Some(cells) = &self.foot {
                            tfoot role="rowgroup" { (self.row(&Row::new(cells.clone()))) }
                        }
                    }
                }
            }
        }
    }
}

fn column_choice(choice: &ColumnChoice<'_>) -> Markup {
    html! {
        details.menu.columns {
            summary { (sv::COLUMNS) (icon(Icon::ChevronDown)) }
            form.menu-body method="get" action=(choice.action) {
                @for (name, value) in &choice.keep { input type="hidden" name=(name) value=(value); }
                @for (key, label, shown) in &choice.columns {
                    @let id = format!("kol-{}", crate::text::slug(key));
                    div.choice.small {
                        input id=(id) type="checkbox" name=(choice.name) value=(key) checked[*shown];
                        label for=(id) { (label) }
                    }
                }
                button.button.secondary type="submit" { (sv::SHOW_COLUMNS) }
            }
        }
    }
}
