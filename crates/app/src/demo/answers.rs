//! What the demo's providers answer: typed content for whatever an assignment asks.

use domain::complaints::{self, Answer, Tables, columns};
use domain::deviations::{self, Analysis, Deviations, FocusAnswer, FocusStatus};
use domain::health_certificates::Layout as Months;
use domain::participations::Month;
use domain::year::month_slug;
use forms::{Content, Kind, Row, TableDef, Value};
use kernel::{Chance, Day, Period, SeededChance};

use super::data::{Data, Line};
use super::sv;
use super::world::pick;
use crate::assignments::{Assignment, Subject};
use crate::submissions::Asked;

/// A number that belongs to a text, so that what is made from it is the same each time.
pub(super) fn seed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn one<'a>(lines: &'a [Line], chance: &dyn Chance, column: &str) -> &'a str {
    lines.get(pick(chance, lines.len())).map_or("", |line| line.get(column))
}

/// The answer of the assignment, written on the day.
pub(super) fn answer(data: &Data, assignment: &Assignment, asked: &Asked, period: Period, today: Day) -> Content {
    // Two providers in the same area do not write the same.
    let whose = format!("{} {} {}", assignment.item, assignment.organisation_name, assignment.subject_name());
    let chance = SeededChance::new(seed(&whose));
    match asked {
        Asked::Complaints { tables, facts, cases, .. } => {
            let taken = Taken { counted: cases.len(), from: cases.iter().map(|case| case.received).min() };
            complaint_report(data, assignment, (tables, facts), taken, period, today).to_content()
        }
        Asked::Deviations(asked) => deviation_report(data, asked, assignment, &chance).to_content(),
        Asked::Narrative(domain::narratives::Asked { form, .. }) => {
            let mut content = Content::new(form.slug.clone());
            for (path, _) in form.fields() {
                let section = path.split('.').next().unwrap_or("");
                content = content.field(path.clone(), Value::Text(narrative(data, assignment, section, &chance)));
            }
            content
        }
        Asked::Table { table, rules, .. } if rules.months.is_some() => {
            let rows = rules.months.iter().flat_map(|layout| by_month(table, layout, today, &chance)).collect();
            Content::new("table").table(table.slug.clone(), rows)
        }
        Asked::Table { table, rules, .. } => {
            let (least, more) = if rules.work.is_some() { (9, 14) } else { (2, 5) };
            let rows = (0..least + pick(&chance, more))
                .map(|number| row(data, table, assignment, number, (period, today), &chance))
                .collect();
            Content::new("table").table(table.slug.clone(), rows)
        }
    }
}

/// What the sections of a year's items are about.
fn topic(item: &str, section: &str) -> &'static str {
    match (item, section) {
        (_, "helhet") => "helhet",
        (_, "villkor") => "villkor",
        (_, "utveckling" | "utvecklingsarbete") => "utveckling",
        (_, "elevenkat" | "elevnojdhet") => "enkat",
        (_, "genomstromning" | "betyg-och-avbrott") | ("avbrottsstatistik", _) => "avbrott",
        (_, "arbete-efter-yrkesutbildning") | ("arbete-analys", _) => "arbete",
        _ => "betyg",
    }
}

/// What is written under a heading: about what the heading asks for, with figures of its own.
fn narrative(data: &Data, assignment: &Assignment, section: &str, chance: &dyn Chance) -> String {
    let topic = topic(&assignment.item, section);
    let parts: &[&str] = match section {
        "resultat" => &["resultat"],
        "orsaker" => &["orsaker"],
        "atgarder" => &["atgarder"],
        _ => &["resultat", "atgarder"],
    };
    let area = if let Subject::Area { .. } = &assignment.subject { assignment.subject_name() } else { "" };
    let (place, number) = (sv::place(area), |least: usize, of: usize| (least + pick(chance, of)).to_string());
    let mut capital = place.clone();
    capital.replace_range(..1, &place[..1].to_uppercase());
    let paragraphs: Vec<String> = parts
        .iter()
        .filter_map(|part| {
            let fitting: Vec<&Line> =
                data.narratives.iter().filter(|l| l.get("topic") == topic && l.get("part") == *part).collect();
            let line = fitting.get(pick(chance, fitting.len()))?;
            let text = line.get("text").replace("{i}", &place).replace("{I}", &capital);
            let text = text.replace("{p}", &number(62, 32)).replace("{d}", &number(3, 6));
            Some(text.replace("{n}", &number(12, 44)))
        })
        .collect();
    paragraphs.join("\n\n")
}

/// One area in so many has targets at risk.
const AREAS_PER_RISK: usize = 4;

/// A day of the period, at the latest today.
fn some_day(period: Period, today: Day, chance: &dyn Chance) -> Day {
    let last = period.to.min(today);
    let days = usize::try_from(last.days_since(period.from)).unwrap_or(0);
    period.from.plus_days(i32::try_from(pick(chance, days + 1)).unwrap_or(0))
}

fn row(
    data: &Data,
    table: &TableDef,
    assignment: &Assignment,
    number: usize,
    (period, today): (Period, Day),
    chance: &dyn Chance,
) -> Row {
    let mut row = Row::default();
    let own = own_areas(data, assignment);
    let at = pick(chance, own.len());
    let area = own.get(at).copied().unwrap_or("");
    for column in &table.columns {
        let value = match &column.kind {
            Kind::Text { .. } => Value::Text(words(data, assignment, &column.slug, area, number, chance)),
            Kind::Day { within } => Value::Day(some_day(within.unwrap_or(period), today, chance)),
            Kind::Choice { options } => {
                let of_area = options.iter().find(|option| option.slug == area);
                match of_area.or_else(|| options.get(pick(chance, options.len()))) {
                    Some(option) => Value::Choice(option.slug.clone()),
                    None => continue,
                }
            }
            Kind::Key | Kind::Person { .. } => continue,
            Kind::YesNo => Value::YesNo(pick(chance, 4) > 0),
            Kind::Integer { min, .. } => Value::Integer(*min + i64::try_from(pick(chance, 9)).unwrap_or(0)),
        };
        row.values.insert(column.slug.clone(), value);
    }
    in_order(table, &mut row, today, chance);
    row
}

/// How many decisions, for each month that is over and each outcome.
fn by_month(table: &TableDef, layout: &Months, today: Day, chance: &dyn Chance) -> Vec<Row> {
    let Some((outcome, number)) = &layout.grid else { return Vec::new() };
    let outcomes = match table.column(outcome).map(|column| &column.kind) {
        Some(Kind::Choice { options }) => options.as_slice(),
        _ => &[],
    };
    let last = Month::ended_by(today);
    let months = layout.months().into_iter().filter(|month| *month <= last);
    months
        .flat_map(|month| outcomes.iter().enumerate().map(move |(at, outcome)| (month, at, outcome)))
        .map(|(month, at, of)| {
            let mut row = Row::default();
            row.values.insert(layout.month.clone(), Value::Choice(month_slug(month)));
            row.values.insert(outcome.clone(), Value::Choice(of.slug.clone()));
            // Most certificates are accepted.
            let n = pick(chance, if at == 0 { 9 } else { 3 });
            row.values.insert(number.clone(), Value::Integer(i64::try_from(n).unwrap_or(0)));
            row
        })
        .collect()
}

/// The vocational areas that the provider teaches at the assignment's place; all of its areas where none is.
fn own_areas<'a>(data: &'a Data, assignment: &Assignment) -> Vec<&'a str> {
    let provider = data.providers.iter().find(|line| line.get("name") == assignment.organisation_name);
    let provider = provider.map_or("", |line| line.get("slug"));
    let unit = if let Subject::Unit { .. } = &assignment.subject { Some(assignment.subject_name()) } else { None };
    let mut areas: Vec<&str> = data
        .units
        .iter()
        .filter(|line| line.get("provider") == provider && unit.is_none_or(|unit| line.get("name") == unit))
        .flat_map(|line| line.list("areas"))
        .filter(|area| assignment.area_slug().is_none_or(|own| own == *area))
        .filter(|area| data.educations.iter().any(|line| line.get("area") == *area))
        .collect();
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// The words of a column: a reference of the provider's own, an education of the area.
fn words(data: &Data, assignment: &Assignment, column: &str, area: &str, number: usize, chance: &dyn Chance) -> String {
    match column {
        "elevreferens" => {
            let first = 1 + seed(&format!("{} {}", assignment.organisation_name, assignment.subject_name())) % 800;
            format!("E{:04}", first + u64::try_from(number).unwrap_or(0) * 7)
        }
        "utbildning" => {
            let of = data.educations.iter().find(|line| line.get("area") == area).or_else(|| data.educations.first());
            let names = of.map(|line| line.list("educations")).unwrap_or_default();
            names.get(pick(chance, names.len())).map_or_else(String::new, |name| (*name).to_owned())
        }
        _ => narrative(data, assignment, column, chance),
    }
}

/// Days in the order in which they must have come: begun, finished, asked three months later and answered.
fn in_order(table: &TableDef, row: &mut Row, today: Day, chance: &dyn Chance) {
    let days = |least: i32, of: usize| least + i32::try_from(pick(chance, of)).unwrap_or(0);
    let Some(finished) = row.day("avslutade") else { return };
    let (begun, asked) = (finished.plus_days(-days(200, 300)), finished.plus_days(days(90, 14)));
    let mut set = |slug: &str, day: Option<Day>| {
        if table.column(slug).is_some() {
            row.values.remove(slug);
            row.values.extend(day.map(|day| (slug.to_owned(), Value::Day(day))));
        }
    };
    set("startade", Some(begun));
    // Most situations were noted when the education began, some are remembered.
    set("fore-noterad", Some(finished).filter(|_| pick(chance, 6) == 0));
    // Whoever has not been asked yet, or has not answered, has no day.
    let answered = asked <= today;
    set("uppfoljd", Some(asked).filter(|_| answered));
    if !answered {
        row.values.insert("situation-efter".to_owned(), Value::Choice("ej-svar".to_owned()));
    } else if row.choice("situation-efter") == Some("ej-svar") {
        row.values.remove("uppfoljd");
    }
}

/// What the unit has taken as cases, which nobody types.
#[derive(Debug, Clone, Copy)]
struct Taken {
    counted: usize,
    /// Since when it takes complaints so: only what came before is typed.
    from: Option<Day>,
}

fn complaint_report(
    data: &Data,
    assignment: &Assignment,
    (tables, facts): (&Tables, &complaints::Facts),
    taken: Taken,
    period: Period,
    today: Day,
) -> Answer {
    // The unit's year is the same at every occasion; each report takes what had been received by then.
    let chance = SeededChance::new(seed(assignment.subject_name()));
    let students = usize::try_from(facts.students.unwrap_or(100)).unwrap_or(100);
    let many = match &assignment.subject {
        Subject::Unit { .. } => students / 70 + pick(&chance, 4),
        _ => 6,
    };
    let whole_year = Period { from: period.from, to: period.from.plus_days(333) };
    let mut answer = Answer::default();
    for number in 0..many {
        // Each complaint has a chance of its own: which of them are left out must not change the others.
        let chance = SeededChance::new(seed(&format!("{} {number}", assignment.subject_name())));
        let received = some_day(whole_year, whole_year.to, &chance);
        let line = &data.complaints[pick(&chance, data.complaints.len())];
        let counting = [pick(&chance, 12) > 0, pick(&chance, 9) > 0, pick(&chance, 7) > 0];
        if received > period.to || received > today || taken.from.is_some_and(|from| received >= from) {
            continue;
        }
        let mut complaint = row(data, &tables.complaints, assignment, number, (period, today), &chance);
        let mut set = |slug: &str, value: Value| {
            if tables.complaints.column(slug).is_some() {
                complaint.values.insert(slug.to_owned(), value);
            }
        };
        set(columns::RECEIVED, Value::Day(received));
        set(columns::CATEGORY, Value::Choice(line.get("category").to_owned()));
        set(columns::ABOUT, Value::Text(line.get("about").to_owned()));
        set(columns::ACTION, Value::Text(line.get("action").to_owned()));
        set(columns::STATUS, Value::Choice(line.get("status").to_owned()));
        for (slug, yes) in columns::COUNTING.iter().zip(counting) {
            set(slug, Value::YesNo(yes));
        }
        answer.complaints.push(complaint);
    }
    answer.complaints.sort_by_key(|row| row.day(columns::RECEIVED));
    if let Some(table) = &tables.investigations
        && pick(&chance, 4) == 0
        && let Some(found) = investigation(data, table, assignment, (period, today), &chance)
    {
        answer.investigations.push(found);
    }
    let counted = complaints::counts(tables, &answer).counted;
    if answer.complaints.is_empty() && taken.counted == 0 {
        answer.none = true;
    }
    if counted == 0 && taken.counted == 0 {
        answer.confirmed_zero = true;
        answer.comment = one(&data.zero_answers, &chance, "answer").to_owned();
    }
    answer
}

fn investigation(
    data: &Data,
    table: &TableDef,
    assignment: &Assignment,
    (period, today): (Period, Day),
    chance: &dyn Chance,
) -> Option<Row> {
    let learned = period.from.plus_days(30 + i32::try_from(pick(chance, 20)).unwrap_or(0));
    let done = learned.plus_days(24);
    if done > today || done > period.to {
        return None;
    }
    let line = data.investigations.get(pick(chance, data.investigations.len()))?;
    let mut row = row(data, table, assignment, 0, (period, today), chance);
    for (slug, day) in [
        (columns::LEARNED, learned),
        (columns::REKTOR, learned),
        (columns::CONTACT_REKTOR, learned.plus_days(1)),
        (columns::BOARD, learned.plus_days(2)),
        (columns::DONE, done),
    ] {
        if table.column(slug).is_some() {
            row.values.insert(slug.to_owned(), Value::Day(day));
        }
    }
    if line.get("result") == columns::ONGOING {
        row.values.remove(columns::DONE);
    }
    for column in &table.columns {
        let from_line = match &column.kind {
            Kind::Choice { options } => ["concerns", "result"]
                .iter()
                .map(|name| line.get(name))
                .find(|slug| options.iter().any(|option| option.slug == **slug))
                .map(|slug| Value::Choice(slug.to_owned())),
            Kind::Text { .. } => Some(Value::Text(line.get("measures").to_owned())),
            _ => None,
        };
        row.values.extend(from_line.map(|value| (column.slug.clone(), value)));
    }
    Some(row)
}

/// The provider's place among those with a unit in the area.
fn rank(data: &Data, assignment: &Assignment, area: &str) -> Option<usize> {
    let provider = data.providers.iter().find(|line| line.get("name") == assignment.organisation_name)?;
    let mut there: Vec<&str> =
        data.units.iter().filter(|line| line.list("areas").contains(&area)).map(|line| line.get("provider")).collect();
    there.sort_unstable();
    there.dedup();
    there.iter().position(|slug| *slug == provider.get("slug"))
}

fn deviation_report(
    data: &Data,
    asked: &deviations::Asked,
    assignment: &Assignment,
    chance: &dyn Chance,
) -> deviations::Answer {
    let area = assignment.area_slug().unwrap_or("");
    let mut found = Deviations::default();
    // Most areas are on their way to their targets; where one is not, it is seldom alone.
    let at_risk = pick(chance, AREAS_PER_RISK) == 0;
    for target in asked.targets.iter().filter(|_| at_risk) {
        let fitting: Vec<&Line> = data
            .deviations
            .iter()
            .filter(|line| line.get("indicator") == target.indicator && [area, ""].contains(&line.get("area")))
            .collect();
        // Each provider in the area has a text of its own, as long as there are any.
        let any = pick(chance, fitting.len());
        let own = rank(data, assignment, area).unwrap_or(any) % fitting.len().max(1);
        if let (Some(line), 0) = (fitting.get(own), pick(chance, 2)) {
            // The text tells what, why and what next in three or four sentences.
            let sentences: Vec<&str> = line.get("analysis").split_inclusive(". ").collect();
            let middle = sentences.len().div_ceil(2);
            let (causes, measures) = sentences.split_at(middle);
            found.targets.insert(
                target.indicator.clone(),
                Analysis {
                    what: String::new(),
                    causes: causes.concat().trim().to_owned(),
                    measures: measures.concat().trim().to_owned(),
                },
            );
        }
    }
    for focus in &asked.focus_areas {
        let (status, comment) = match pick(chance, 6) {
            0 => (FocusStatus::Deviates, sv::focus_deviates(pick(chance, 5), 4 + pick(chance, 20))),
            // Most write nothing where all goes well; who does writes about that focus area.
            1 => {
                let line = data.focus_areas.iter().find(|line| line.get("title") == focus.title);
                (FocusStatus::OnPlan, line.map_or("", |line| line.get("follow_up")).to_owned())
            }
            _ => (FocusStatus::OnPlan, String::new()),
        };
        found.focus_areas.insert(focus.id.clone(), FocusAnswer { status, comment });
    }
    let deviates =
        !found.targets.is_empty() || found.focus_areas.values().any(|focus| focus.status == FocusStatus::Deviates);
    if deviates {
        deviations::Answer::Deviations(found)
    } else {
        deviations::Answer::NoDeviations { not_applicable: std::collections::BTreeMap::new() }
    }
}
