//! Setting a sample up, and choosing its size.

use domain::courses::SchoolForm;
use domain::participations::sv as forms_said;
use domain::samples::{MOST, allocate, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use stats::sampling::{Detection, size as needed};
use ui::{Button, Choice, Column, Field, Row, Table};

use super::form::{self, Fault};
use super::model::{Kept, Split};
use super::pages::Opened;
use super::sv;
use super::view::{self, Shown};
use crate::organisations::Provider;

/// The sizes that are told of beside each other.
const SIZES: [usize; 10] = [5, 10, 15, 20, 25, 30, 40, 50, 75, 100];
/// The shares of faulty cases that a size is told for, in thousandths.
const SHARES: [i64; 3] = [50, 100, 200];

fn fault(faults: &[Fault], name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone())
}

/// Asks what a sample is drawn of.
pub(super) fn ask(
    (action, key): (&str, &str),
    providers: &[Provider],
    today: Day,
    (typed, faults): (&FormData, &[Fault]),
) -> Markup {
    let value = |name: &str, or: String| if typed.has(name) { typed.get(name).to_owned() } else { or };
    // The last half year that is whole.
    let (year, half) = if today.month() > 6 { (today.year(), 1) } else { (today.year() - 1, 2) };
    let (from, to) = if half == 1 { ("01-01", "06-30") } else { ("07-01", "12-31") };
    let chosen = typed.all("anordnare");
    let of: Vec<(String, &str)> = providers.iter().map(|one| (one.id.to_string(), one.name.as_str())).collect();
    let all: Vec<Choice<'_>> =
        of.iter().map(|(id, name)| Choice::new(id.as_str(), *name).checked(chosen.contains(id))).collect();
    let mut school_forms = vec![Choice::new("alla", "Alla")];
    let named: Vec<(&str, String)> = SchoolForm::ALL
        .iter()
        .map(|form| (form.slug(), swedish::capitalised(forms_said::school_form(*form))))
        .collect();
    school_forms.extend(named.iter().map(|(slug, name)| Choice::new(*slug, name.as_str())));
    let splits: Vec<Choice<'_>> = Split::ALL.iter().map(|one| Choice::new(one.slug(), sv::split(*one))).collect();
    html! {
        (ui::error_summary(faults))
        h1 { (sv::NEW) }
        p.lead { "Säg vilka elever stickprovet ska dras ur. Populationen fryses och får en kontrollsumma. Sedan väljer du hur många fall som dras." }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", key))
            @if typed.has("aktivitet") { (ui::hidden("aktivitet", typed.get("aktivitet"))) }
            (ui::text_input(&Field::new("titel", "Vad ska stickprovet heta?").value(value("titel", String::new())).fault(fault(faults, "titel")).help("Till exempel: Studieplaner våren 2024. Skriv inga namn på elever.")))
            (ui::date_input(&Field::new("fran", "Kurser som slutade från och med").value(value("fran", format!("{year}-{from}"))).fault(fault(faults, "fran"))))
            (ui::date_input(&Field::new("till", "Till och med").value(value("till", format!("{year}-{to}"))).fault(fault(faults, "till"))))
            (ui::checkboxes(&Field::new("anordnare", "Hos vilka anordnare?").fault(fault(faults, "anordnare")).help("Välj ingen för att dra ur alla."), &all))
            (ui::select(&Field::new("skolform", "Skolform").value(value("skolform", "alla".to_owned())).fault(fault(faults, "skolform")), &school_forms))
            (ui::radios(&Field::new("grupper", "Ska det dras ur grupper?").value(value("grupper", Split::Not.slug().to_owned())).fault(fault(faults, "grupper")).help("Med grupper dras ur var och en för sig, efter hur stor den är, så att ingen blir utan."), &splits))
            p.quiet { "Ett fall är en elev hos en anordnare. Elever med skyddade personuppgifter är aldrig med, och prövningar räknas inte." }
            (ui::actions(&html! { (Button::primary("Frys populationen")) }))
        }))
    }
}

/// The size, with what each proves.
pub(super) fn size(shown: &Shown<'_>, of: &Opened, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let kept = &of.kept;
    let members = kept.stands.members;
    let groups = kept.setup.groups.len();
    html! {
        (ui::error_summary(faults))
        p.kicker { (sv::TITLE) " " (kept.number) }
        h1 { (kept.setup.wish.title) }
        p { (view::stage(kept.stands.stage)) }
        p.lead { (sv::population(members, kept.setup.wish.period.from, kept.setup.wish.period.to)) }
        @if shown.draws {
            h2 { "Hur många fall ska dras?" }
            p { "Ett större urval visar mer. Så här många behövs för att hitta minst ett fall med brist med 95 % säkerhet:" }
            (needs(members))
            @if typed.has("antal") { (answer(kept, typed)) }
            (ui::form(&format!("{}/dra", shown.base), &html! {
                (ui::hidden("sedd", &kept.lines.len().to_string()))
                (ui::number_input(&Field::new("antal", "Antal fall").value(typed.get("antal")).fault(fault(faults, "antal"))
                    .help(if groups > 1 { "Minst ett ur varje grupp dras." } else { "Högst 500." })))
                (ui::radios(&Field::new("tva", "Hur många bedömer varje fall?").value(if typed.has("tva") { typed.get("tva") } else { "nej" }),
                    &[Choice::new("nej", "En"), Choice::new("ja", "Två, var för sig").help("Ingen ser den andras bedömning innan båda är klara. Då går det att säga hur lika ni bedömer.")]))
                (ui::actions(&html! { (Button::primary(sv::DRAW)) }))
            }))
            h2 { "Vad olika antal visar" }
            (proofs(kept))
            (ui::search_form(&shown.base, &html! {
                (ui::number_input(&Field::new("antal", "Ett annat antal").value(typed.get("antal"))))
                (ui::actions(&html! { (Button::secondary("Visa vad det visar")) }))
            }))
        }
        h2 { "Populationen" }
        (view::facts(shown, kept))
        (view::history(kept))
        @if shown.draws { (view::cancel(shown, kept, (typed, faults))) }
    }
}

/// How many are needed to find one, by how many are faulty at least.
fn needs(members: usize) -> Markup {
    let all = i64::try_from(members).unwrap_or(i64::MAX);
    let columns = vec![Column::new("Om minst så här stor del har en brist"), Column::number("Behövs")];
    let rows = SHARES.iter().filter_map(|share| {
        let drawn = needed(all, *share, Detection::NinetyFive)?;
        Some(Row::new(vec![
            html! { (share / 10) " % (" (swedish::integer(stats::sampling::at_least(all, *share))) " av " (swedish::integer(all)) ")" },
            html! { (swedish::integer(drawn)) },
        ]))
    });
    html! { (Table::new("Hur många som behövs", columns).hide_caption().rows(rows.collect())) }
}

/// What the size that was asked about proves.
fn answer(kept: &Kept, typed: &FormData) -> Markup {
    let counts = kept.counts();
    match form::size(typed, kept.stands.members, counts.len()) {
        Ok(size) => {
            html! { @if let Some(sizes) = allocate(&counts, size) { (ui::help_inset(&html! { p { (words::proves(&kept.strata(&sizes))) } })) } }
        }
        Err((_, text)) => html! { (ui::help_inset(&html! { p { (text) } })) },
    }
}

fn proofs(kept: &Kept) -> Markup {
    let (counts, members) = (kept.counts(), kept.stands.members);
    let mut sizes: Vec<usize> = SIZES.into_iter().filter(|size| *size < members).collect();
    if members <= MOST {
        sizes.push(members);
    }
    let said = sizes.into_iter().filter_map(|size| {
        let sizes = allocate(&counts, size)?;
        Some(Row::new(vec![
            html! { (swedish::integer(i64::try_from(size).unwrap_or(i64::MAX))) },
            html! { (words::proves(&kept.strata(&sizes))) },
        ]))
    });
    let columns = vec![Column::number("Antal"), Column::new("Vad det visar")];
    html! { (Table::new("Vad olika antal visar", columns).hide_caption().stack().rows(said.collect())) }
}
