//! From a year to its document: one canonical, readable text for each year, which reads back as the same year.
//! Fields that are empty or false are left out.

use std::fmt::Write as _;

use kernel::{Label, Period};

use super::indicator::Official;
use super::model::{
    Activity, Area, Authority, Collected, Column, ColumnOption, Complaints, FocusAreas, Form, Indicator, Item,
    Occasion, Publications, SCHEMA, Section, Slug, SupportStep, Target, Year,
};
use super::words::Word;
use crate::abuse::Rule;
use crate::cases::{ChaseRules, ClockRules};
use crate::indicators::Formula;
use crate::reminders::Ladder;

/// The width at which long texts are folded.
const WIDTH: usize = 110;

/// The year as a document.
pub fn to_toml(year: &Year) -> String {
    let mut out = Writer::default();
    out.field("schema", &SCHEMA.to_string());
    out.field("year", &year.year.to_string());
    out.label("title", &year.title);
    out.optional_label("provenance", year.provenance.as_ref());
    out.optional_label("introduction", year.introduction.as_ref());
    out.authority(&year.authority);
    for goal in &year.goals {
        out.heading("[[goals]]");
        out.slug("slug", &goal.slug);
        out.label("title", &goal.title);
    }
    for found in &year.traits {
        out.heading("[[traits]]");
        out.slug("slug", &found.slug);
        out.label("title", &found.title);
    }
    year.areas.iter().for_each(|area| out.area(area));
    year.occasions.iter().for_each(|occasion| out.occasion(occasion));
    year.items.iter().for_each(|item| out.item(item));
    year.activities.iter().for_each(|activity| out.activity(activity));
    out.complaints(&year.complaints);
    for situation in &year.situations {
        out.heading("[[situations]]");
        out.slug("slug", &situation.slug);
        out.label("title", &situation.title);
        out.word("means", situation.means);
    }
    year.indicators.iter().for_each(|indicator| out.indicator(indicator));
    year.targets.iter().for_each(|target| out.target(target));
    if let Some(focus) = &year.focus_areas {
        out.focus_areas(focus);
    }
    year.support.iter().for_each(|step| out.support(step));
    if let Some(publications) = &year.publications {
        out.publications(publications);
    }
    if let Some(ladder) = &year.reminders {
        out.reminders(ladder);
    }
    out.text
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn field(&mut self, name: &str, value: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{name} = {value}");
    }
    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.text, "\n{heading}");
    }
    fn slug(&mut self, name: &str, slug: &Slug) {
        self.field(name, &quoted(slug.as_str()));
    }
    fn optional_slug(&mut self, name: &str, slug: Option<&Slug>) {
        if let Some(slug) = slug {
            self.slug(name, slug);
        }
    }
    fn slugs(&mut self, name: &str, slugs: &[Slug]) {
        if !slugs.is_empty() {
            self.field(name, &strings(slugs.iter().map(Slug::as_str)));
        }
    }
    fn word<W: Word>(&mut self, name: &str, word: W) {
        self.field(name, &quoted(word.slug()));
    }
    fn optional_day(&mut self, name: &str, day: Option<kernel::Day>) {
        if let Some(day) = day {
            self.field(name, &day.to_string());
        }
    }
    fn words<W: Word>(&mut self, name: &str, words: &[W]) {
        if !words.is_empty() {
            self.field(name, &strings(words.iter().map(|word| word.slug())));
        }
    }
    fn flag(&mut self, name: &str, flag: bool) {
        if flag {
            self.field(name, "true");
        }
    }
    fn label(&mut self, name: &str, label: &Label) {
        let value = match label.translations().next() {
            None => long_text(name, label.as_sv()),
            Some(_) => translated(label),
        };
        self.field(name, &value);
    }
    fn optional_label(&mut self, name: &str, label: Option<&Label>) {
        if let Some(label) = label {
            self.label(name, label);
        }
    }

    fn authority(&mut self, authority: &Authority) {
        self.heading("[authority]");
        self.label("name", &authority.name);
        self.label("board", &authority.board);
        let regimes = authority.regimes.iter().map(|own| {
            let reports_in = own.reports_in.as_ref().map(|system| ("reports_in", quoted(system)));
            let collected = match &own.collected {
                Collected::Nothing => None,
                Collected::Everything => Some("true".to_owned()),
                Collected::Items(items) => {
                    let names: Vec<String> = items.iter().map(|item| quoted(item.as_str())).collect();
                    Some(format!("[{}]", names.join(", ")))
                }
            };
            let collected = collected.map(|what| ("collected", what));
            inline([("regime", quoted(own.regime.slug()))].into_iter().chain(reports_in).chain(collected))
        });
        self.field("regimes", &lines(regimes, ""));
    }

    fn area(&mut self, area: &Area) {
        self.heading("[[areas]]");
        self.slug("slug", &area.slug);
        self.label("title", &area.title);
        self.words("school_forms", &area.school_forms);
        self.slugs("traits", &area.traits);
        self.flag("example", area.example);
    }

    fn occasion(&mut self, occasion: &Occasion) {
        self.heading("[[occasions]]");
        self.slug("slug", &occasion.slug);
        self.label("title", &occasion.title);
        self.field("deadline", &occasion.deadline.to_string());
        if let Some(address) = &occasion.address {
            self.field("address", &quoted(address));
        }
        self.optional_label("note", occasion.note.as_ref());
        self.flag("example", occasion.example);
        self.optional_day("figures_as_of", occasion.figures_as_of);
    }

    fn item(&mut self, item: &Item) {
        self.heading("[[items]]");
        self.slug("slug", &item.slug);
        self.slug("occasion", &item.occasion);
        self.label("title", &item.title);
        self.word("level", item.level);
        self.word("form", item.form.word());
        if let Some(of) = item.period {
            self.field("period", &period(of));
        }
        if let Some(cohort) = &item.cohort {
            let forms = strings(cohort.forms.iter().map(|form| form.slug()));
            let mut fields = vec![("completed", period(cohort.completed)), ("forms", forms)];
            if !cohort.outcomes.is_empty() {
                fields.push(("outcomes", strings(cohort.outcomes.iter().map(|outcome| outcome.slug()))));
            }
            self.field("cohort", &inline(fields));
        }
        let asked = &item.applies_to;
        let regimes = asked.regimes.iter().map(|regime| regime.slug());
        let forms = asked.school_forms.iter().map(|form| form.slug());
        let applies: Vec<(&str, String)> = [
            ("regimes", strings(regimes), asked.regimes.is_empty()),
            ("school_forms", strings(forms), asked.school_forms.is_empty()),
            ("traits", strings(asked.traits.iter().map(Slug::as_str)), asked.traits.is_empty()),
        ]
        .into_iter()
        .filter_map(|(name, value, empty)| (!empty).then_some((name, value)))
        .collect();
        if !applies.is_empty() {
            self.field("applies_to", &inline(applies));
        }
        if let Some(carry) = &item.carry_over {
            let note = carry.note.as_ref().map(|note| ("note", inline_label(note)));
            self.field("carry_over", &inline([("unreported", period(carry.unreported))].into_iter().chain(note)));
        }
        self.optional_slug("analysed_in", item.analysed_in.as_ref());
        self.optional_label("instruction", item.instruction.as_ref());
        self.words("templates", &item.templates);
        self.flag("separate_signer", item.separate_signer);
        self.flag("health", item.health);
        if let Some(days) = item.numbers_kept_days {
            self.field("numbers_kept_days", &days.to_string());
        }
        self.optional_day("figures_as_of", item.figures_as_of);
        match &item.form {
            Form::Table(columns) => self.columns("columns", columns),
            Form::Narrative(sections) => sections.iter().for_each(|section| self.section(section)),
            Form::Complaints | Form::TargetDeviations | Form::FocusAreaDeviations => {}
        }
    }

    fn section(&mut self, section: &Section) {
        self.heading("[[items.sections]]");
        self.slug("slug", &section.slug);
        self.label("title", &section.title);
        self.optional_label("instruction", section.instruction.as_ref());
        if let Some(part) = section.part {
            self.word("part", part);
        }
        self.words("figures", &section.figures);
        self.slugs("indicators", &section.indicators);
        if let Some(of) = section.period {
            self.field("period", &period(of));
        }
        self.flag("required", section.required);
    }

    fn columns(&mut self, name: &str, columns: &[Column]) {
        if columns.is_empty() {
            return;
        }
        let written = columns.iter().map(|column| {
            let mut fields = vec![
                ("slug", quoted(column.slug.as_str())),
                ("title", inline_label(&column.title)),
                ("kind", quoted(column.kind.slug())),
            ];
            fields.extend(column.role.map(|role| ("role", quoted(role.slug()))));
            fields.extend(column.help.as_ref().map(|help| ("help", inline_label(help))));
            fields.extend(column.required.then(|| ("required", "true".to_owned())));
            fields.extend(column.in_period.then(|| ("in_period", "true".to_owned())));
            if !column.options.is_empty() {
                let options = column.options.iter().map(|option| {
                    inline([("slug", quoted(option.slug.as_str())), ("title", inline_label(&option.title))])
                });
                fields.push(("options", lines(options, "  ")));
            }
            inline(fields)
        });
        let written = lines(written, "");
        self.field(name, &written);
    }

    fn activity(&mut self, activity: &Activity) {
        self.heading("[[activities]]");
        self.slug("slug", &activity.slug);
        self.label("title", &activity.title);
        self.word("kind", activity.kind);
        self.field("period", &period(activity.period));
        self.optional_label("text", activity.text.as_ref());
        self.flag("every_provider", activity.every_provider);
        self.flag("example", activity.example);
    }

    fn complaints(&mut self, complaints: &Complaints) {
        self.heading("[complaints]");
        self.optional_label("principles", complaints.principles.as_ref());
        self.label("definition", &complaints.definition);
        self.optional_label("abuse_heading", complaints.abuse_heading.as_ref());
        self.optional_label("abuse_instruction", complaints.abuse_instruction.as_ref());
        if let Some(students) = complaints.zero_question_at {
            self.field("zero_question_at", &students.to_string());
        }
        self.handling(complaints);
        self.columns("columns", &complaints.columns);
        self.columns("abuse_columns", &complaints.abuse_columns);
        let lists = [
            ("[[complaints.categories]]", &complaints.categories),
            ("[[complaints.routine_criteria]]", &complaints.routine_criteria),
        ];
        for (heading, categories) in lists {
            for category in categories {
                self.heading(heading);
                self.slug("slug", &category.slug);
                self.label("title", &category.title);
                self.label("definition", &category.definition);
            }
        }
        for rule in &complaints.abuse_rules {
            self.abuse_rule(rule);
        }
        for profile in &complaints.handouts {
            self.heading("[[complaints.handouts]]");
            self.field("slug", &quoted(&profile.slug));
            self.label("title", &profile.title);
            self.optional_label("help", profile.help.as_ref());
            self.words("parts", &profile.parts);
            self.field("days", &profile.days.to_string());
        }
    }

    fn handling(&mut self, complaints: &Complaints) {
        let clock = complaints.clock;
        if clock != ClockRules::default() {
            let days = [
                ("acknowledge", clock.acknowledge.to_string()),
                ("answer", clock.answer.to_string()),
                ("extension", clock.extension.to_string()),
                ("respond", clock.respond.to_string()),
            ];
            self.field("clock", &inline(days));
        }
        let letters = complaints.letters;
        if letters != ChaseRules::default() {
            let days = [
                ("new", letters.new.to_string()),
                ("before", letters.before.to_string()),
                ("after_first", letters.after_first.to_string()),
                ("after_every", letters.after_every.to_string()),
                ("escalate_after", letters.escalate_after.to_string()),
                ("forget_address", letters.forget_address.to_string()),
            ];
            self.field("letters", &inline(days));
        }
        for (name, options) in [("measures", &complaints.measures), ("stop_reasons", &complaints.stop_reasons)] {
            if !options.is_empty() {
                let one = |option: &ColumnOption| {
                    inline([("slug", quoted(option.slug.as_str())), ("title", inline_label(&option.title))])
                };
                let all: Vec<String> = options.iter().map(one).collect();
                self.field(name, &format!("[{}]", all.join(", ")));
            }
        }
    }

    fn abuse_rule(&mut self, rule: &Rule) {
        self.heading("[[complaints.abuse_rules]]");
        self.field("from", &rule.from.to_string());
        self.optional_day("to", rule.to);
        self.label("law", &rule.law);
        self.label("trigger", &rule.trigger);
        self.label("text", &rule.text);
        let days = [
            ("tell_rektor", rule.tell_rektor),
            ("tell_authority", rule.tell_authority),
            ("notify_board", rule.notify_board),
            ("begin", rule.begin),
            ("assess", rule.assess),
            ("follow_up", rule.follow_up),
            ("evaluate", rule.evaluate),
        ];
        for (name, days) in days {
            self.field(name, &days.to_string());
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        self.heading("[[indicators]]");
        self.slug("slug", &indicator.slug);
        self.label("title", &indicator.title);
        self.label("definition", &indicator.definition);
        self.word("direction", indicator.direction);
        self.word("unit", indicator.unit);
        self.optional_slug("goal", indicator.goal.as_ref());
        if let Some(formula) = &indicator.count {
            self.formula(formula);
        }
        self.optional_label("base", indicator.base.as_ref());
        if let Some(level) = indicator.level {
            self.word("level", level);
        }
        self.optional_label("source", indicator.source.as_ref());
        if !indicator.official.is_empty() {
            let one =
                |one: &Official| inline([("source", quoted(one.source.slug())), ("measure", quoted(&one.measure))]);
            let all: Vec<String> = indicator.official.iter().map(one).collect();
            self.field("official", &format!("[{}]", all.join(", ")));
        }
    }

    fn formula(&mut self, formula: &Formula) {
        let sides =
            [("numerator", &formula.numerator), ("parts", &formula.parts), ("denominator", &formula.denominator)];
        let sides = sides
            .into_iter()
            .filter(|(_, terms)| !terms.is_empty())
            .map(|(name, terms)| (name, strings(terms.iter().map(|term| term.slug()))));
        let per = formula.per.map(|per| ("per", per.to_string()));
        self.field("count", &inline(sides.chain(per)));
    }

    fn target(&mut self, target: &Target) {
        self.heading("[[targets]]");
        self.slug("indicator", &target.indicator);
        if let Some(regime) = target.regime {
            self.word("regime", regime);
        }
        self.optional_slug("area", target.area.as_ref());
        self.field("value", &target.value.to_string());
        self.flag("example", target.example);
        self.flag("to_decide", target.to_decide);
    }

    fn focus_areas(&mut self, focus: &FocusAreas) {
        self.heading("[focus_areas]");
        self.slug("named_in", &focus.named_in);
        self.optional_slug("section", focus.section.as_ref());
        self.slug("followed_up_in", &focus.followed_up_in);
        self.flag("names_units", focus.names_units);
        self.flag("may_be_not_applicable", focus.may_be_not_applicable);
    }

    fn publications(&mut self, publications: &Publications) {
        self.heading("[publications]");
        self.words("tables", &publications.tables);
        self.slugs("indicators", &publications.indicators);
        self.field("smallest_shown", &publications.smallest_shown.to_string());
    }

    fn reminders(&mut self, ladder: &Ladder) {
        self.heading("[reminders]");
        if !ladder.before.is_empty() {
            let days: Vec<String> = ladder.before.iter().map(u16::to_string).collect();
            self.field("before", &format!("[{}]", days.join(", ")));
        }
        self.flag("on_the_day", ladder.on_the_day);
        for (name, number) in [
            ("after_first", ladder.after_first),
            ("after_every", ladder.after_every),
            ("escalate_after", ladder.escalate_after),
        ] {
            if let Some(number) = number {
                self.field(name, &number.to_string());
            }
        }
        self.words("to_before", &ladder.to_before);
        self.words("to_after", &ladder.to_after);
        self.words("to_escalated", &ladder.to_escalated);
    }

    fn support(&mut self, step: &SupportStep) {
        self.heading("[[support]]");
        self.slug("slug", &step.slug);
        self.label("title", &step.title);
        self.optional_label("text", step.text.as_ref());
        let lists = [
            ("questions", &step.questions),
            ("actions", &step.actions),
            ("pitfalls", &step.pitfalls),
            ("done", &step.done),
        ];
        for (name, labels) in lists.into_iter().filter(|(_, labels)| !labels.is_empty()) {
            self.field(name, &lines(labels.iter().map(listed), ""));
        }
        for method in &step.methods {
            self.heading("[[support.methods]]");
            self.label("title", &method.title);
            self.label("text", &method.text);
        }
    }
}

/// A list with one value a line.
fn lines(values: impl Iterator<Item = String>, indent: &str) -> String {
    let mut out = "[\n".to_owned();
    for value in values {
        let _ = writeln!(out, "{indent}  {value},");
    }
    out.push_str(indent);
    out.push(']');
    out
}

fn strings<'a>(values: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", values.map(quoted).collect::<Vec<_>>().join(", "))
}

fn inline<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let fields: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{{ {} }}", fields.join(", "))
}

fn period(period: Period) -> String {
    inline([("from", period.from.to_string()), ("to", period.to.to_string())])
}

/// A text in a list of sentences: folded as any long text.
fn listed(label: &Label) -> String {
    if label.translations().next().is_none() { long_text("  ,", label.as_sv()) } else { translated(label) }
}

fn inline_label(label: &Label) -> String {
    if label.translations().next().is_none() { quoted(label.as_sv()) } else { translated(label) }
}

fn translated(label: &Label) -> String {
    let others = label.translations().map(|(language, text)| {
        let tag = serde_json::to_value(language).ok().and_then(|tag| tag.as_str().map(str::to_owned));
        // Every language writes as its tag; a hyphen is allowed in a bare key.
        (tag.unwrap_or_default(), quoted(text))
    });
    let mut fields = vec![("sv".to_owned(), quoted(label.as_sv()))];
    fields.extend(others);
    inline(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

fn escaped(letter: char, out: &mut String) {
    match letter {
        '\\' => out.push_str("\\\\"),
        '"' => out.push_str("\\\""),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        control if control.is_control() => {
            let _ = write!(out, "\\u{:04X}", u32::from(control));
        }
        other => out.push(other),
    }
}

/// The text on one line, in quotation marks.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    text.chars().for_each(|letter| escaped(letter, &mut out));
    out.push('"');
    out
}

/// The text in quotation marks; a long one folded over several lines, each ending in a backslash.
fn long_text(name: &str, text: &str) -> String {
    let one_line = quoted(text);
    if name.chars().count() + one_line.chars().count() + 3 <= WIDTH && !text.contains('\n') {
        return one_line;
    }
    let mut out = "\"\"\"".to_owned();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        // After a fold the reader drops white space, so a line that begins with some is not folded before.
        if !line.starts_with(' ') {
            out.push_str("\\\n  ");
        }
        folded(line, &mut out);
    }
    out.push_str("\"\"\"");
    out
}

/// One line of text, folded after a space and before a word: the reader drops every white space after a fold.
fn folded(line: &str, out: &mut String) {
    let mut width = 2;
    for (at, word) in line.split(' ').enumerate() {
        let mut text = String::new();
        word.chars().for_each(|letter| escaped(letter, &mut text));
        if at > 0 {
            out.push(' ');
            width += 1;
            if width + text.chars().count() > WIDTH && !word.is_empty() {
                out.push_str("\\\n  ");
                width = 2;
            }
        }
        width += text.chars().count();
        out.push_str(&text);
    }
}
