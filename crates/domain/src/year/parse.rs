//! From text to a year: the grammar, then each field, then what [`check()`](super::check()) says of the whole; every
//! fault at once and each with its line.

use kernel::Period;
use toml::de::{DeTable, DeValue};

use super::check::check;
use super::fault::{ConfigFault, Fault, FaultKind, FieldPath, Grammar, Severity, Step};
use super::indicator::Official;
use super::model::{
    Activity, AppliesTo, Area, Authority, AuthorityRegime, CarryOver, Category, Cohort, Collected, Column,
    ColumnOption, Complaints, FocusAreas, Form, Goal, Indicator, Item, Occasion, Publications, SCHEMA, Section,
    Situation, SupportMethod, SupportStep, Target, Trait, Year,
};
use super::read::{Faults, Table};
use super::words::{ActivityKind, ColumnKind, Direction, FormWord, Level, Means, Measure, OfficialSource, Regime};
use crate::abuse::Rule;
use crate::cases::handout::{LONGEST_LINK, Profile};
use crate::cases::{ChaseRules, ClockRules};
use crate::indicators::Formula;
use crate::reminders::{Ladder, MOST_DAYS, MOST_REMINDERS};
use crate::work::NUMBERS_LONGEST;

/// The largest document that is read, in bytes; the shipped ones are under a twentieth of it.
pub const MOST_BYTES: usize = 1_000_000;

/// The most faults that are told of at once: more than a person mends in one go. Finding the line of each takes time in
/// proportion to the document, so that a megabyte of something else would otherwise take minutes.
pub const MOST_FAULTS: usize = 200;

/// What reading a document gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The year, where no fault is an error.
    pub year: Option<Year>,
    /// Errors and notices, in the order of their lines; no more than [`MOST_FAULTS`] that are found in the same way.
    pub faults: Vec<ConfigFault>,
}

/// Reads a document.
///
/// # Errors
/// Every error in it, in the order of their lines. Notices are only in [`read_document`]'s answer.
pub fn parse(text: &str) -> Result<Year, Vec<ConfigFault>> {
    let Reading { year, mut faults } = read_document(text);
    year.ok_or_else(|| {
        faults.retain(|fault| fault.severity() == Severity::Error);
        faults
    })
}

/// Reads a document and tells everything there is to say about it, notices included.
pub fn read_document(text: &str) -> Reading {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MOST_BYTES {
        return not_read(1, FaultKind::TooLarge { bytes: text.len() });
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    let tree = tree.get_ref();
    let grammar: Vec<ConfigFault> =
        told_once(errors.iter().take(MOST_FAULTS).map(|error| grammar_fault(text, tree, error)).collect());
    let deep = grammar.iter().find(|fault| fault.kind == FaultKind::Syntax(Grammar::TooDeep));
    if let Some(deep) = deep {
        // What else the parser says of that line only follows from where it stopped.
        return Reading { year: None, faults: vec![deep.clone()] };
    }
    let torn = |fault: &ConfigFault| {
        matches!(
            fault.kind,
            FaultKind::Syntax(
                Grammar::UnclosedBracket
                    | Grammar::UnclosedBrace
                    | Grammar::Comma
                    | Grammar::Assignment
                    | Grammar::Other
            )
        )
    };
    if errors.len() > MOST_FAULTS || grammar.iter().any(torn) {
        // What the parser made of the rest is a guess; faults found in a guess would mislead.
        return Reading { year: None, faults: sorted(grammar) };
    }

    let reader = Faults::default();
    let year = year(Table::new(Some(tree), FieldPath::root(), &reader));
    let read = reader.take();
    // A year that is wrong all over is not asked whether it hangs together.
    let checks = if read.len() > MOST_FAULTS { Vec::new() } else { check(&year) };
    let checked: Vec<Fault> = checks.into_iter().filter(|fault| !follows(fault, &read)).collect();
    let is_error = |fault: &&Fault| fault.kind.severity() == Severity::Error;
    let errors = read.iter().chain(&checked).filter(is_error);
    let notices = read.iter().chain(&checked).filter(|fault| !is_error(fault));
    let mut faults: Vec<ConfigFault> = errors
        .chain(notices)
        .take(MOST_FAULTS)
        .map(|fault| located(text, tree, fault))
        .filter(|fault| grammar.iter().all(|other| other.line != fault.line))
        .collect();
    faults.extend(grammar);
    let faults = sorted(faults);
    let whole = faults.iter().all(|fault| fault.severity() == Severity::Notice);
    Reading { year: whole.then_some(year), faults }
}

/// Reads a document as it lies in a file. `bytes` may be its beginning alone where it has more than [`MOST_BYTES`];
/// `size` is the size of the whole.
pub fn read_bytes(bytes: &[u8], size: usize) -> Reading {
    if size.max(bytes.len()) > MOST_BYTES {
        return not_read(1, FaultKind::TooLarge { bytes: size.max(bytes.len()) });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => read_document(text),
        Ok(text) => not_read(position(text, text.find('\0').unwrap_or(0)).0, FaultKind::NotText),
        Err(error) => {
            let before = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
            not_read(before + 1, FaultKind::NotText)
        }
    }
}

/// The one fault of a document that is not read.
fn not_read(line: usize, kind: FaultKind) -> Reading {
    let fault = ConfigFault { line, column: 1, path: FieldPath::root(), kind, other_line: None };
    Reading { year: None, faults: vec![fault] }
}

/// The grammar's faults, the same fault on the same line told once.
fn told_once(grammar: Vec<ConfigFault>) -> Vec<ConfigFault> {
    let mut told: Vec<ConfigFault> = Vec::new();
    for fault in grammar {
        if told.iter().all(|other| other.line != fault.line || other.kind != fault.kind) {
            told.push(fault);
        }
    }
    told
}

fn sorted(mut faults: Vec<ConfigFault>) -> Vec<ConfigFault> {
    faults.sort_by(|a, b| (a.line, a.column, &a.path).cmp(&(b.line, b.column, &b.path)));
    faults
}

/// Whether a fault found by checking only follows from one found by reading: it stands at a stand-in.
fn follows(fault: &Fault, read: &[Fault]) -> bool {
    read.iter().any(|earlier| {
        let same_place = earlier.path.holds(&fault.path)
            || (fault.path.holds(&earlier.path) && matches!(fault.kind, FaultKind::EmptyList));
        let by_year = matches!(fault.kind, FaultKind::DeadlineInAnotherYear { .. })
            && earlier.path == FieldPath::root().key("year");
        // An unknown name may be the very list that is missing, so it never silences anything at the top.
        (same_place && !matches!(earlier.kind, FaultKind::UnknownField { .. })) || by_year
    })
}

fn grammar_fault(text: &str, tree: &DeTable<'_>, error: &toml::de::Error) -> ConfigFault {
    let span = error.span().unwrap_or(0..0);
    let (line, column) = position(text, span.start);
    let path = value_at(tree, span.start, &FieldPath::root()).unwrap_or_default();
    let written = text.get(span).unwrap_or_default();
    let message = error.message();
    let says = |part: &str| message.contains(part);
    let digits_and_hyphens = !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let kind = if says("invalid date") || (digits_and_hyphens && written.matches('-').count() == 2) {
        FaultKind::NotADay { text: written.to_owned() }
    } else {
        FaultKind::Syntax(if says("recurs") {
            Grammar::TooDeep
        } else if says("must be quoted") {
            Grammar::Unquoted
        } else if says("invalid basic string") || says("invalid literal string") || says("invalid multi-line") {
            Grammar::UnclosedText
        } else if says("duplicate key") || says("cannot extend") {
            Grammar::DuplicateKey
        } else if says("unclosed table") || says("unclosed array") {
            Grammar::UnclosedBracket
        } else if says("unclosed inline") {
            Grammar::UnclosedBrace
        } else if says("comma") {
            Grammar::Comma
        } else if says("assignment") || says("no value") || says("missing value") || says("extra `=`") {
            Grammar::Assignment
        } else if says("escape") || says("unicode value") {
            Grammar::Escape
        } else {
            Grammar::Other
        })
    };
    ConfigFault { line, column, path, kind, other_line: None }
}

/// The field whose value begins at the byte.
fn value_at(table: &DeTable<'_>, byte: usize, path: &FieldPath) -> Option<FieldPath> {
    table.iter().find_map(|(key, value)| spanned_at(value, byte, &path.key(key.get_ref())))
}

fn spanned_at(value: &toml::Spanned<DeValue<'_>>, byte: usize, path: &FieldPath) -> Option<FieldPath> {
    match value.get_ref() {
        DeValue::Table(inner) => value_at(inner, byte, path),
        DeValue::Array(inner) => {
            inner.iter().enumerate().find_map(|(index, value)| spanned_at(value, byte, &path.index(index)))
        }
        _ => (value.span().start == byte).then(|| path.clone()),
    }
}

/// Line and column, from one; the column counts characters.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

fn located(text: &str, tree: &DeTable<'_>, fault: &Fault) -> ConfigFault {
    let at_key = matches!(fault.kind, FaultKind::UnknownField { .. });
    let (line, column) = position(text, place(tree, &fault.path, at_key));
    let other_line = fault.kind.other_place().map(|path| position(text, place(tree, path, false)).0);
    ConfigFault { line, column, path: fault.path.clone(), kind: fault.kind.clone(), other_line }
}

/// The byte at which the field stands, or, where it is not there, the nearest thing around it that is.
fn place(tree: &DeTable<'_>, path: &FieldPath, at_key: bool) -> usize {
    let mut best = 0;
    let mut table = Some(tree);
    let mut list = None;
    for step in path.steps() {
        let next = match step {
            Step::Key(name) => table.and_then(|t| t.get_key_value(name.as_str())).map(|(key, value)| {
                // An implicit table has no text of its own; its key has.
                let start = if at_key || value.span().is_empty() { key.span().start } else { value.span().start };
                (start, value)
            }),
            Step::Index(index) => {
                list.and_then(|l: &toml::de::DeArray<'_>| l.get(*index)).map(|value| (value.span().start, value))
            }
        };
        let Some((start, value)) = next else { break };
        best = start;
        (table, list) = match value.get_ref() {
            DeValue::Table(inner) => (Some(inner), None),
            DeValue::Array(inner) => (None, Some(inner)),
            _ => (None, None),
        };
    }
    best
}

fn year(doc: Table<'_>) -> Year {
    schema(&doc);
    let authority = authority(doc.table("authority"));
    if !doc.has("year") {
        doc.missing("year");
    }
    let year = Year {
        authority,
        year: doc.optional_whole("year", 2000, 2200).and_then(|year| i16::try_from(year).ok()).unwrap_or(0),
        title: doc.label("title"),
        provenance: doc.optional_label("provenance"),
        introduction: doc.optional_label("introduction"),
        goals: doc.tables("goals", |t| {
            let goal = Goal { slug: t.slug("slug"), title: t.label("title") };
            t.finish();
            goal
        }),
        traits: doc.tables("traits", |t| {
            let found = Trait { slug: t.slug("slug"), title: t.label("title") };
            t.finish();
            found
        }),
        areas: doc.tables("areas", area),
        occasions: doc.tables("occasions", occasion),
        items: doc.tables("items", item),
        activities: doc.tables("activities", activity),
        complaints: complaints(doc.table("complaints")),
        situations: doc.tables("situations", |t| {
            let found =
                Situation { slug: t.slug("slug"), title: t.label("title"), means: t.word("means", Means::Other) };
            t.finish();
            found
        }),
        indicators: doc.tables("indicators", indicator),
        targets: doc.tables("targets", target),
        focus_areas: doc.optional_table("focus_areas").map(focus_areas),
        support: doc.tables("support", support),
        publications: doc.optional_table("publications").map(publications),
        reminders: doc.optional_table("reminders").map(reminders),
    };
    doc.finish();
    year
}

fn schema(doc: &Table<'_>) {
    if !doc.has("schema") {
        doc.missing("schema");
    }
    if let Some(found) = doc.optional_whole("schema", 0, i64::MAX)
        && found != SCHEMA
    {
        doc.fault("schema", FaultKind::Schema { found });
    }
}

fn authority(t: Table<'_>) -> Authority {
    let found = Authority {
        name: t.label("name"),
        board: t.label("board"),
        regimes: t.tables("regimes", |t| {
            let regime = AuthorityRegime {
                regime: t.word("regime", Regime::Procured),
                reports_in: t.optional_text("reports_in"),
                collected: match t.all_or_slugs("collected") {
                    (true, _) => Collected::Everything,
                    (false, items) if items.is_empty() => Collected::Nothing,
                    (false, items) => Collected::Items(items),
                },
            };
            t.finish();
            regime
        }),
    };
    t.finish();
    found
}

fn area(t: Table<'_>) -> Area {
    let area = Area {
        slug: t.slug("slug"),
        title: t.label("title"),
        school_forms: t.words("school_forms"),
        traits: t.slugs("traits"),
        example: t.flag("example"),
    };
    t.finish();
    area
}

fn occasion(t: Table<'_>) -> Occasion {
    let occasion = Occasion {
        slug: t.slug("slug"),
        title: t.label("title"),
        deadline: t.day("deadline"),
        address: t.optional_text("address"),
        note: t.optional_label("note"),
        example: t.flag("example"),
        figures_as_of: t.optional_day("figures_as_of"),
    };
    t.finish();
    occasion
}

fn item(t: Table<'_>) -> Item {
    let item = Item {
        slug: t.slug("slug"),
        occasion: t.slug("occasion"),
        title: t.label("title"),
        level: t.word("level", Level::Provider),
        form: form(&t),
        period: t.optional_period("period"),
        cohort: t.optional_table("cohort").map(|t| {
            let cohort =
                Cohort { completed: period(&t, "completed"), forms: t.words("forms"), outcomes: t.words("outcomes") };
            t.finish();
            cohort
        }),
        applies_to: t.optional_table("applies_to").map_or_else(AppliesTo::default, |t| {
            let found = AppliesTo {
                regimes: t.words("regimes"),
                school_forms: t.words("school_forms"),
                traits: t.slugs("traits"),
            };
            t.finish();
            found
        }),
        carry_over: t.optional_table("carry_over").map(|t| {
            let found = CarryOver { unreported: period(&t, "unreported"), note: t.optional_label("note") };
            t.finish();
            found
        }),
        analysed_in: t.optional_slug("analysed_in"),
        instruction: t.optional_label("instruction"),
        templates: t.words("templates"),
        separate_signer: t.flag("separate_signer"),
        health: t.flag("health"),
        numbers_kept_days: t
            .optional_whole("numbers_kept_days", 0, i64::from(NUMBERS_LONGEST))
            .and_then(|n| u16::try_from(n).ok()),
        figures_as_of: t.optional_day("figures_as_of"),
    };
    t.finish();
    item
}

fn period(t: &Table<'_>, name: &'static str) -> Period {
    t.table(name).period_of_fields()
}

fn form(t: &Table<'_>) -> Form {
    let known = t.optional_word::<FormWord>("form");
    if !t.has("form") {
        t.missing("form");
    }
    // Both are read whatever the form is, so that faults in them are told and neither counts as unknown.
    let sections = t.tables("sections", section);
    let columns = t.tables("columns", column);
    let misplaced = |name: &str, form: FormWord| {
        if t.has(name) && known.is_some() {
            t.fault(name, FaultKind::NotWithThisForm { form });
        }
    };
    let needed = |name: &str, none: bool| {
        if none {
            if t.has(name) { t.fault(name, FaultKind::EmptyList) } else { t.missing(name) }
        }
    };
    // A form that is missing or misspelt is read as the one without parts of its own.
    let form = known.unwrap_or(FormWord::Complaints);
    if form != FormWord::Narrative {
        misplaced("sections", form);
    }
    if form != FormWord::Table {
        misplaced("columns", form);
    }
    match form {
        FormWord::Complaints => Form::Complaints,
        FormWord::TargetDeviations => Form::TargetDeviations,
        FormWord::FocusAreaDeviations => Form::FocusAreaDeviations,
        FormWord::Narrative => {
            needed("sections", sections.is_empty());
            Form::Narrative(sections)
        }
        FormWord::Table => {
            needed("columns", columns.is_empty());
            Form::Table(columns)
        }
    }
}

fn section(t: Table<'_>) -> Section {
    let section = Section {
        slug: t.slug("slug"),
        title: t.label("title"),
        instruction: t.optional_label("instruction"),
        part: t.optional_word("part"),
        figures: t.words("figures"),
        indicators: t.slugs("indicators"),
        period: t.optional_period("period"),
        required: t.flag("required"),
    };
    t.finish();
    section
}

fn column(t: Table<'_>) -> Column {
    let column = Column {
        slug: t.slug("slug"),
        title: t.label("title"),
        kind: t.word("kind", ColumnKind::Text),
        role: t.optional_word("role"),
        help: t.optional_label("help"),
        required: t.flag("required"),
        in_period: t.flag("in_period"),
        options: t.tables("options", option),
    };
    t.finish();
    column
}

fn option(t: Table<'_>) -> ColumnOption {
    let option = ColumnOption { slug: t.slug("slug"), title: t.label("title") };
    t.finish();
    option
}

fn activity(t: Table<'_>) -> Activity {
    let activity = Activity {
        slug: t.slug("slug"),
        title: t.label("title"),
        kind: t.word("kind", ActivityKind::Other),
        period: period(&t, "period"),
        text: t.optional_label("text"),
        every_provider: t.flag("every_provider"),
        example: t.flag("example"),
    };
    t.finish();
    activity
}

fn category(t: Table<'_>) -> Category {
    let found = Category { slug: t.slug("slug"), title: t.label("title"), definition: t.label("definition") };
    t.finish();
    found
}

fn complaints(t: Table<'_>) -> Complaints {
    let found = Complaints {
        principles: t.optional_label("principles"),
        definition: t.label("definition"),
        categories: t.tables("categories", category),
        columns: t.tables("columns", column),
        abuse_heading: t.optional_label("abuse_heading"),
        abuse_instruction: t.optional_label("abuse_instruction"),
        abuse_columns: t.tables("abuse_columns", column),
        zero_question_at: t.optional_whole("zero_question_at", 1, 1_000_000).and_then(|n| u32::try_from(n).ok()),
        clock: t.optional_table("clock").map(clock).unwrap_or_default(),
        letters: t.optional_table("letters").map(case_letters).unwrap_or_default(),
        measures: t.tables("measures", option),
        stop_reasons: t.tables("stop_reasons", option),
        routine_criteria: t.tables("routine_criteria", category),
        abuse_rules: t.tables("abuse_rules", abuse_rule),
        handouts: t.tables("handouts", handout),
    };
    t.finish();
    found
}

fn working_days(t: &Table<'_>, name: &'static str, otherwise: u32) -> u32 {
    t.optional_whole(name, 0, 260).and_then(|days| u32::try_from(days).ok()).unwrap_or(otherwise)
}

fn clock(t: Table<'_>) -> ClockRules {
    let otherwise = ClockRules::default();
    let rules = ClockRules {
        acknowledge: working_days(&t, "acknowledge", otherwise.acknowledge),
        answer: working_days(&t, "answer", otherwise.answer),
        extension: working_days(&t, "extension", otherwise.extension),
        respond: working_days(&t, "respond", otherwise.respond),
    };
    t.finish();
    rules
}

fn case_letters(t: Table<'_>) -> ChaseRules {
    let otherwise = ChaseRules::default();
    let rules = ChaseRules {
        new: t.flag_or("new", otherwise.new),
        before: working_days(&t, "before", otherwise.before),
        after_first: working_days(&t, "after_first", otherwise.after_first),
        after_every: working_days(&t, "after_every", otherwise.after_every),
        escalate_after: working_days(&t, "escalate_after", otherwise.escalate_after),
        forget_address: working_days(&t, "forget_address", otherwise.forget_address),
    };
    t.finish();
    rules
}

fn handout(t: Table<'_>) -> Profile {
    let profile = Profile {
        slug: t.slug("slug").as_str().to_owned(),
        title: t.label("title"),
        help: t.optional_label("help"),
        parts: t.words("parts"),
        days: t
            .optional_whole("days", 1, i64::from(LONGEST_LINK))
            .and_then(|days| u32::try_from(days).ok())
            .unwrap_or(14),
    };
    t.finish();
    profile
}

fn abuse_rule(t: Table<'_>) -> Rule {
    let rule = Rule {
        from: t.day("from"),
        to: t.optional_day("to"),
        law: t.label("law"),
        trigger: t.label("trigger"),
        text: t.label("text"),
        tell_rektor: working_days(&t, "tell_rektor", 1),
        tell_authority: working_days(&t, "tell_authority", 1),
        notify_board: working_days(&t, "notify_board", 5),
        begin: working_days(&t, "begin", 3),
        assess: working_days(&t, "assess", 30),
        follow_up: working_days(&t, "follow_up", 20),
        evaluate: working_days(&t, "evaluate", 40),
    };
    t.finish();
    rule
}

fn indicator(t: Table<'_>) -> Indicator {
    let indicator = Indicator {
        slug: t.slug("slug"),
        title: t.label("title"),
        definition: t.label("definition"),
        direction: t.word("direction", Direction::Higher),
        unit: t.word("unit", Measure::Percent),
        goal: t.optional_slug("goal"),
        count: t.optional_table("count").map(formula),
        base: t.optional_label("base"),
        level: t.optional_word("level"),
        source: t.optional_label("source"),
        official: t.tables("official", official),
    };
    t.finish();
    indicator
}

fn official(t: Table<'_>) -> Official {
    if !t.has("measure") {
        t.missing("measure");
    }
    let official = Official {
        source: t.word("source", OfficialSource::Kolada),
        measure: t.optional_text("measure").unwrap_or_default(),
    };
    t.finish();
    official
}

fn formula(t: Table<'_>) -> Formula {
    let formula = Formula {
        numerator: t.words("numerator"),
        parts: t.words("parts"),
        denominator: t.words("denominator"),
        per: t.optional_whole("per", 1, 1_000_000).and_then(|per| u32::try_from(per).ok()),
    };
    t.finish();
    formula
}

fn target(t: Table<'_>) -> Target {
    let target = Target {
        indicator: t.slug("indicator"),
        regime: t.optional_word("regime"),
        area: t.optional_slug("area"),
        value: t.decimal("value"),
        example: t.flag("example"),
        to_decide: t.flag("to_decide"),
    };
    t.finish();
    target
}

fn focus_areas(t: Table<'_>) -> FocusAreas {
    let found = FocusAreas {
        named_in: t.slug("named_in"),
        section: t.optional_slug("section"),
        followed_up_in: t.slug("followed_up_in"),
        names_units: t.flag("names_units"),
        may_be_not_applicable: t.flag("may_be_not_applicable"),
    };
    t.finish();
    found
}

fn publications(t: Table<'_>) -> Publications {
    let shipped = Publications::default();
    let found = Publications {
        tables: t.words("tables"),
        indicators: t.slugs("indicators"),
        // Under five is never public: that is what is hidden from the authority's own people.
        smallest_shown: t
            .optional_whole("smallest_shown", 5, 1_000)
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(shipped.smallest_shown),
    };
    t.finish();
    found
}

fn reminders(t: Table<'_>) -> Ladder {
    let whole = |name, most: u16| t.optional_whole(name, 1, i64::from(most)).and_then(|n| u16::try_from(n).ok());
    let found = Ladder {
        before: t.wholes("before", 1, i64::from(MOST_DAYS)),
        on_the_day: t.flag("on_the_day"),
        after_first: whole("after_first", MOST_DAYS),
        after_every: whole("after_every", MOST_DAYS),
        escalate_after: whole("escalate_after", MOST_REMINDERS),
        to_before: t.words("to_before"),
        to_after: t.words("to_after"),
        to_escalated: t.words("to_escalated"),
    };
    t.finish();
    found
}

fn support(t: Table<'_>) -> SupportStep {
    let step = SupportStep {
        slug: t.slug("slug"),
        title: t.label("title"),
        text: t.optional_label("text"),
        questions: t.labels("questions"),
        actions: t.labels("actions"),
        methods: t.tables("methods", |m| {
            let method = SupportMethod { title: m.label("title"), text: m.label("text") };
            m.finish();
            method
        }),
        pitfalls: t.labels("pitfalls"),
        done: t.labels("done"),
    };
    t.finish();
    step
}
