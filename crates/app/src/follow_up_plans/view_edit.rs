//! The forms of a plan's parts and of its adoption.

use domain::follow_up_plan::{Adoption, Fault, LONGEST_TEXT, Moment, MomentKind, Plan, Section, Shows, sv as words};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Tone, Width, notice};

use super::form::{self, EMPTY, FieldFault, ROWS, name};
use super::store::{Changed, Version};
use super::sv;

/// What the form of the part holds before anybody has typed.
pub(super) fn typed(part: Changed, plan: &Plan) -> FormData {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: String| pairs.push((name, value));
    let rows = match part {
        Changed::Begun | Changed::Restored | Changed::Text => {
            put("titel".to_owned(), plan.title.clone());
            put("underrubrik".to_owned(), plan.subtitle.clone());
            put("fran".to_owned(), plan.holds.from.to_string());
            put("till".to_owned(), plan.holds.to.to_string());
            plan.sections.iter().enumerate().for_each(|(at, section)| put_section(&mut put, at + 1, section));
            plan.sections.len()
        }
        Changed::Moments => {
            plan.moments.iter().enumerate().for_each(|(at, moment)| put_moment(&mut put, at + 1, moment));
            plan.moments.len()
        }
        Changed::Results => {
            for (at, row) in plan.results.iter().enumerate() {
                put(name("vad", at + 1), row.what.clone());
                put(name("hur", at + 1), row.how.clone());
            }
            plan.results.len()
        }
    };
    pairs.push((ROWS.to_owned(), (rows + EMPTY).to_string()));
    FormData::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn put_section(put: &mut impl FnMut(String, String), row: usize, section: &Section) {
    put(name("plats", row), row.to_string());
    put(name("niva", row), section.level.to_string());
    put(name("rubrik", row), section.heading.clone());
    put(name("text", row), section.text.clone());
    put(name("visar", row), section.shows.slug().to_owned());
}

fn put_moment(put: &mut impl FnMut(String, String), row: usize, moment: &Moment) {
    put(name("moment", row), moment.title.clone());
    put(name("slag", row), moment.kind.slug().to_owned());
    put(name("beskrivning", row), moment.text.clone());
    put(name("alla", row), if moment.every_provider { "ja" } else { "" }.to_owned());
    put(name("ganger", row), moment.times.to_string());
    put(name("fran", row), moment.period.from.to_string());
    put(name("till", row), moment.period.to.to_string());
}

/// What a form holds, with what is wrong in it.
struct Typed<'t> {
    form: &'t FormData,
    faults: &'t [FieldFault],
}

impl Typed<'_> {
    fn field(&self, name: &str, label: &'static str) -> Field<'static> {
        let fault = self.faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
        Field::new(name.to_owned(), label).value(self.form.get(name).to_owned()).fault(fault)
    }
    fn at(&self, part: &str, row: usize, label: &'static str) -> Field<'static> {
        self.field(&name(part, row), label)
    }
    /// The fields of a row under what it is called, open where something is wrong in it.
    fn folded(&self, row: usize, title: &str, fields: &Markup) -> Markup {
        let end = format!("-{row}");
        let wrong = self.faults.iter().any(|(field, _)| field.ends_with(&end));
        html! { details.panel open[wrong] { summary { (title) } (fields) } }
    }
    fn rows(&self) -> usize {
        self.form.get(ROWS).parse::<usize>().unwrap_or(EMPTY).min(200)
    }
}

/// The page of a part.
pub(super) fn page(
    base: &str,
    version: &Version,
    part: Changed,
    (typed, faults, newer): (&FormData, &[FieldFault], Option<i64>),
) -> Markup {
    let of = Typed { form: typed, faults };
    let action = format!("{base}/{}/andra/{}", version.number, part.slug());
    html! {
        (ui::error_summary(faults))
        @if let Some(newer) = newer {
            (notice(Tone::Warn, sv::OTHERWISE_TITLE, &html! {
                p { (sv::OTHERWISE) }
                p { a href={ (base) "/" (newer) } target="_blank" rel="noopener" { (sv::version(newer)) " (öppnas i en ny flik)" } }
            }))
        }
        h1 { (sv::change(part)) }
        (ui::form(&action, &html! {
            (ui::hidden("sedd", &newer.map_or_else(|| seen(typed, version), |newer| newer.to_string())))
            (ui::hidden(ROWS, &of.rows().to_string()))
            @match part {
                Changed::Begun | Changed::Restored | Changed::Text => (sections(&of)),
                Changed::Moments => (moments(&of)),
                Changed::Results => (results(&of)),
            }
            (ui::actions(&html! {
                (Button::primary("Spara"))
                a.button.secondary href=(base) { "Avbryt" }
            }))
        }))
    }
}

fn seen(typed: &FormData, version: &Version) -> String {
    if typed.has("sedd") { typed.get("sedd").to_owned() } else { version.number.to_string() }
}

fn remove(of: &Typed<'_>, row: usize, what: &'static str) -> Markup {
    ui::checkbox(&of.at("bort", row, what))
}

fn sections(of: &Typed<'_>) -> Markup {
    let shows: Vec<Choice<'_>> = Shows::ALL.iter().map(|one| Choice::new(one.slug(), words::shows(*one))).collect();
    let levels = [Choice::new("1", "Huvudrubrik"), Choice::new("2", "Underrubrik")];
    let rows = of.rows();
    html! {
        (ui::text_input(&of.field("titel", "Planens titel").required()))
        (ui::text_input(&of.field("underrubrik", "Raden under titeln").optional()))
        (ui::date_input(&of.field("fran", "Gäller från och med")))
        (ui::date_input(&of.field("till", "Gäller till och med")))
        p.quiet { "Avsnitten visas i den ordning som platserna säger. En tom rad skiljer stycken åt, och en rad som börjar med ett bindestreck blir en punkt i en lista." }
        @for row in 1..=rows {
            @let heading = of.form.get(&name("rubrik", row)).to_owned();
            @let legend = if heading.is_empty() { "Nytt avsnitt".to_owned() } else { heading };
            (of.folded(row, &legend, &html! {
                (ui::text_input(&of.at("rubrik", row, "Rubrik")))
                (ui::select(&of.at("niva", row, "Slag av rubrik").value(level(of, row)), &levels))
                (ui::textarea(&of.at("text", row, "Text").optional(), 8, Some(LONGEST_TEXT)))
                (ui::select(&of.at("visar", row, "Vad som står under texten").value(shown(of, row)), &shows))
                (ui::number_input(&of.at("plats", row, "Plats").width(Width::Short).value(place(of, row))))
                @if row + EMPTY <= rows { (remove(of, row, "Ta bort avsnittet")) }
            }))
        }
    }
}

fn level(of: &Typed<'_>, row: usize) -> String {
    if of.form.get(&name("niva", row)) == "1" { "1" } else { "2" }.to_owned()
}

fn shown(of: &Typed<'_>, row: usize) -> String {
    let value = of.form.get(&name("visar", row));
    if value.is_empty() { Shows::Nothing.slug().to_owned() } else { value.to_owned() }
}

fn place(of: &Typed<'_>, row: usize) -> String {
    let value = of.form.get(&name("plats", row));
    if value.is_empty() { row.to_string() } else { value.to_owned() }
}

fn moments(of: &Typed<'_>) -> Markup {
    let kinds: Vec<Choice<'_>> = MomentKind::ALL.iter().map(|one| Choice::new(one.slug(), words::kind(*one))).collect();
    let rows = of.rows();
    html! {
        p.quiet { "Det som gäller varje anordnare planeras och följs hos var och en. Det andra är kommunens eget." }
        @for row in 1..=rows {
            @let title = of.form.get(&name("moment", row)).to_owned();
            @let legend = if title.is_empty() { "Nytt moment".to_owned() } else { title };
            (of.folded(row, &legend, &html! {
                (ui::text_input(&of.at("moment", row, "Vad heter momentet?")))
                (ui::select(&of.at("slag", row, "Slag"), &kinds))
                (ui::textarea(&of.at("beskrivning", row, "Vad görs, och vad blir det av det?").optional(), 4, Some(LONGEST_TEXT)))
                (ui::checkbox(&of.at("alla", row, "Varje anordnare ska ha det")))
                (ui::number_input(&of.at("ganger", row, "Hur många gånger minst, hos varje anordnare?").width(Width::Short).value(times(of, row))))
                (ui::date_input(&of.at("fran", row, "Från och med")))
                (ui::date_input(&of.at("till", row, "Till och med")))
                @if row + EMPTY <= rows { (remove(of, row, "Ta bort momentet")) }
            }))
        }
    }
}

fn times(of: &Typed<'_>, row: usize) -> String {
    let value = of.form.get(&name("ganger", row));
    if value.is_empty() { "1".to_owned() } else { value.to_owned() }
}

fn results(of: &Typed<'_>) -> Markup {
    html! {
        p.quiet { "En rad som är tom tas bort." }
        @for row in 1..=of.rows() {
            (ui::fieldset(&format!("Rad {row}"), None, &html! {
                (ui::text_input(&of.at("vad", row, "Vad följs upp?")))
                (ui::text_input(&of.at("hur", row, "Hur, och av vem?")))
            }))
        }
    }
}

/// The form of an adoption, with what the one before said, and what has to be mended first.
pub(super) fn adoption(
    base: &str,
    version: &Version,
    (before, left): (Option<&Adoption>, &[Fault]),
    (typed, faults): (&FormData, &[FieldFault]),
) -> Markup {
    let of = Typed { form: typed, faults };
    let field = |name: &'static str, label: &'static str, was: Option<&String>| {
        let field = of.field(name, label);
        let field = if typed.has(name) { field } else { field.value(was.cloned().unwrap_or_default()) };
        ui::text_input(&field.required().autocomplete("off"))
    };
    html! {
        (ui::error_summary(faults))
        h1 { (sv::ADOPT) }
        p.lead { "När beslutet är fattat antecknar ni det här. Version " (version.number) " låses då, och gäller tills en ny version fastställs." }
        @if !left.is_empty() {
            (notice(Tone::Warn, "Det här behöver ändras i planen först", &html! {
                ul { @for fault in left { li { @if let Some(name) = words::name(&version.plan, fault.part) { strong { (name) ": " } } (words::fault(fault.part, fault.wrong)) } } }
            }))
        }
        (ui::form(&format!("{base}/{}/faststall", version.number), &html! {
            (field(form::ADOPTION[0], "Diarienummer", None))
            (ui::date_input(&of.field("dag", "Dag för beslutet")))
            (field(form::ADOPTION[1], "Beslutsinstans", before.map(|one| &one.decided_by)))
            (field(form::ADOPTION[2], "Ansvarigt politiskt organ", before.map(|one| &one.political_body)))
            (field(form::ADOPTION[3], "Ansvarig processägare", before.map(|one| &one.process_owner)))
            (ui::actions(&html! {
                (Button::primary("Fastställ och lås"))
                a.button.secondary href=(base) { "Avbryt" }
            }))
        }))
    }
}
