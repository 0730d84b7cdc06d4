//! The forms of a plan: its text, its moments and its table of results, each with numbered rows; and its adoption.
//!
//! A row is known by its number on the page. The last rows are empty, for what is added; a row that is empty or ticked away is left out.

use domain::follow_up_plan::{Adoption, Fault, Moment, MomentKind, Part, Plan, ResultRow, Section, Shows, sv as words};
use kernel::visible::{one_line, visible};
use kernel::{Day, Period};
use platform::FormData;

use super::store::Changed;
use super::sv;

/// How many empty rows a page has for what is added.
pub(super) const EMPTY: usize = 2;
/// The field that says how many lines the page had.
pub(super) const ROWS: &str = "rader";

/// A fault at a field.
pub(super) type FieldFault = (String, String);

/// The field of the row.
pub(super) fn name(part: &str, row: usize) -> String {
    format!("{part}-{row}")
}

/// A plan as a form comes to it, with what is wrong; and the row on the page that each section, moment or result stands in.
pub(super) struct Read {
    pub plan: Plan,
    pub faults: Vec<FieldFault>,
}

struct Reader<'f> {
    form: &'f FormData,
    faults: Vec<FieldFault>,
}

impl Reader<'_> {
    fn line(&self, part: &str, row: usize) -> String {
        one_line(self.form.get(&name(part, row)))
    }
    fn text(&self, part: &str, row: usize) -> String {
        visible(self.form.get(&name(part, row))).trim().to_owned()
    }
    fn has(&self, part: &str, row: usize) -> bool {
        self.form.get(&name(part, row)) == "ja"
    }
    fn day(&mut self, field: String, or: Day) -> Day {
        match forms::typed_day(self.form.get(&field)) {
            Ok(Some(day)) => return day,
            Ok(None) => self.faults.push((field, sv::NEEDED_DAY.to_owned())),
            Err(_) => self.faults.push((field, sv::NO_DAY.to_owned())),
        }
        or
    }
    fn period(&mut self, from: String, to: String, or: Period) -> Period {
        Period { from: self.day(from, or.from), to: self.day(to, or.to) }
    }
    /// How many rows the page had. A form that does not say it has not come through whole: nothing of the plan is dropped for it.
    fn rows(&mut self, first: &str) -> usize {
        match self.form.get(ROWS).parse::<usize>() {
            // No page has more rows than a plan may have, and those for what is added.
            Ok(rows @ 1..=200) => rows,
            _ => {
                self.faults.push((name(first, 1), sv::NOT_WHOLE.to_owned()));
                0
            }
        }
    }
    /// What was chosen in the row, of what can be; a fault where it is something else.
    fn chosen<T>(&mut self, part: &str, row: usize, of: impl Fn(&str) -> Option<T>, or: T) -> T {
        let field = name(part, row);
        let text = self.form.get(&field);
        if text.is_empty() {
            return or;
        }
        of(text).unwrap_or_else(|| {
            self.faults.push((field, sv::CHOOSE_ONE.to_owned()));
            or
        })
    }
}

/// Reads the form of the part, over the plan that it was drawn from. A new moment gets a name that none of those that are `gone` had, so that
/// nothing that was done of another is said to be done of it.
pub(super) fn read(part: Changed, form: &FormData, base: &Plan, gone: &[Moment]) -> Read {
    let mut reader = Reader { form, faults: Vec::new() };
    let mut plan = base.clone();
    let rows = match part {
        Changed::Begun | Changed::Restored | Changed::Text => sections(&mut reader, &mut plan),
        Changed::Moments => moments(&mut reader, &mut plan, gone),
        Changed::Results => results(&mut reader, &mut plan),
    };
    let mut faults = reader.faults;
    for fault in domain::follow_up_plan::check(&plan) {
        if let Some(field) = field(part, &fault, &rows)
            && !faults.iter().any(|(known, _)| *known == field)
        {
            faults.push((field, words::fault(fault.part, fault.wrong)));
        }
    }
    Read { plan, faults }
}

fn sections(reader: &mut Reader<'_>, plan: &mut Plan) -> Vec<usize> {
    // What somebody has written over is an example no more.
    plan.provenance = String::new();
    plan.title = one_line(reader.form.get("titel"));
    plan.subtitle = one_line(reader.form.get("underrubrik"));
    plan.holds = reader.period("fran".to_owned(), "till".to_owned(), plan.holds);
    let mut found: Vec<((i64, usize), Section)> = Vec::new();
    for row in 1..=reader.rows("rubrik") {
        let (heading, text) = (reader.line("rubrik", row), reader.text("text", row));
        if reader.has("bort", row) || (heading.is_empty() && text.is_empty()) {
            continue;
        }
        let shows = reader.chosen("visar", row, Shows::from_slug, Shows::Nothing);
        let level = reader.chosen("niva", row, |text| matches!(text, "1" | "2").then(|| u8::from(text == "2") + 1), 2);
        let own = i64::try_from(row).unwrap_or(i64::MAX);
        let place = reader.line("plats", row).parse::<i64>().unwrap_or(own).clamp(0, 1_000);
        // What is moved to a place stands at it: before what stood there when it came from below, after it when from above.
        let place = place * 2 + (place - own).signum();
        found.push(((place, row), Section { level, heading, text, shows }));
    }
    found.sort_by_key(|(place, _)| *place);
    let rows = found.iter().map(|((_, row), _)| *row).collect();
    plan.sections = found.into_iter().map(|(_, section)| section).collect();
    rows
}

fn moments(reader: &mut Reader<'_>, plan: &mut Plan, gone: &[Moment]) -> Vec<usize> {
    let before = std::mem::take(&mut plan.moments);
    let mut rows = Vec::new();
    for row in 1..=reader.rows("moment") {
        let (title, text) = (reader.line("moment", row), reader.text("beskrivning", row));
        if reader.has("bort", row) || (title.is_empty() && text.is_empty()) {
            continue;
        }
        let kind = reader.chosen("slag", row, MomentKind::from_slug, MomentKind::Other);
        // A moment keeps its stable name, whatever it comes to be called: what is planned is known by it. One that is called
        // otherwise and is of another kind is another moment, written over the old one.
        let same = |moment: &&Moment| moment.kind == kind || moment.title == title;
        let kept = before.get(row - 1).filter(same).map(|moment| moment.slug.clone());
        let slug = kept.unwrap_or_else(|| {
            let all =
                Plan { moments: before.iter().chain(&plan.moments).chain(gone).cloned().collect(), ..plan.clone() };
            all.free_slug(&title)
        });
        let period = reader.period(name("fran", row), name("till", row), plan.holds);
        let times = reader.line("ganger", row);
        let every_provider = reader.has("alla", row);
        // How often is asked of what every provider is to have.
        let times = if every_provider { times.parse().unwrap_or(0) } else { 1 };
        plan.moments.push(Moment { slug, title, kind, text, every_provider, times, period });
        rows.push(row);
    }
    rows
}

fn results(reader: &mut Reader<'_>, plan: &mut Plan) -> Vec<usize> {
    plan.results.clear();
    let mut rows = Vec::new();
    for row in 1..=reader.rows("vad") {
        let (what, how) = (reader.line("vad", row), reader.line("hur", row));
        if what.is_empty() && how.is_empty() {
            continue;
        }
        plan.results.push(ResultRow { what, how });
        rows.push(row);
    }
    rows
}

/// The field of the form at which a fault stands; nothing for what another form is about.
fn field(part: Changed, fault: &Fault, rows: &[usize]) -> Option<String> {
    let at = |prefix: &str, place: usize| rows.get(place).map(|row| name(prefix, *row));
    match (part, fault.part) {
        (Changed::Text, Part::Title) => Some("titel".to_owned()),
        (Changed::Text, Part::Subtitle) => Some("underrubrik".to_owned()),
        (Changed::Text, Part::Holds) => Some("fran".to_owned()),
        (Changed::Text, Part::Sections) => Some(name("rubrik", 1)),
        (Changed::Text, Part::Level) => at("niva", 0),
        (Changed::Text, Part::Heading(place)) => at("rubrik", place),
        (Changed::Text, Part::Text(place)) => at("text", place),
        (Changed::Text, Part::Shows(place)) => at("visar", place),
        // What stands in no section is mended where sections are written.
        (Changed::Text, Part::Moments | Part::Results) => Some(name("visar", 1)),
        (Changed::Moments, Part::MomentTitle(place)) => at("moment", place),
        (Changed::Moments, Part::MomentText(place)) => at("beskrivning", place),
        (Changed::Moments, Part::MomentTimes(place)) => at("ganger", place),
        (Changed::Moments, Part::MomentPeriod(place)) => at("fran", place),
        (Changed::Moments, Part::Moments) if fault.wrong != domain::follow_up_plan::Wrong::NotShown => {
            Some(name("moment", 1))
        }
        (Changed::Results, Part::What(place)) => at("vad", place),
        (Changed::Results, Part::How(place)) => at("hur", place),
        (Changed::Results, Part::Results) if fault.wrong != domain::follow_up_plan::Wrong::NotShown => {
            Some(name("vad", 1))
        }
        _ => None,
    }
}

/// The fields of an adoption, in the order of [`Adoption::faults`].
pub(super) const ADOPTION: [&str; 4] = ["diarienummer", "beslutsinstans", "organ", "processagare"];

/// Reads the form of an adoption.
pub(super) fn adoption(form: &FormData, today: Day) -> Result<Adoption, Vec<FieldFault>> {
    let line = |at: usize| one_line(form.get(ADOPTION[at]));
    let mut faults = Vec::new();
    let on = match forms::typed_day(form.get("dag")) {
        Ok(Some(day)) if day > today => Err(sv::AHEAD),
        Ok(Some(day)) => Ok(day),
        Ok(None) => Err(sv::NEEDED_DAY),
        Err(_) => Err(sv::NO_DAY),
    };
    let on = on.unwrap_or_else(|fault| {
        faults.push(("dag".to_owned(), fault.to_owned()));
        today
    });
    let adoption =
        Adoption { case_number: line(0), on, decided_by: line(1), political_body: line(2), process_owner: line(3) };
    for (at, wrong) in adoption.faults() {
        faults.push((ADOPTION[at].to_owned(), words::fault(Part::Subtitle, wrong)));
    }
    if faults.is_empty() { Ok(adoption) } else { Err(faults) }
}
