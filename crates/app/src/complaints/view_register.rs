//! The forms for what was said or phoned to somebody.

use domain::cases::{About, Kind, Way, sv as words};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{Button, Choice, Field, Width, date_input, error_summary, radios, select, text_input, textarea};

use super::form::{Fault, LONGEST};
use super::pages_register::Units;
use super::sv;

/// The value for a school that is not in the list, or not known.
pub(super) const UNLISTED: &str = "saknas";
/// The value for a case that the authority keeps.
pub(super) const HERE: &str = "har";
/// The value for one that the school gets.
pub(super) const DOWN: &str = "skolan";

/// The parts of a form that both sides have.
#[derive(Debug)]
struct Parts<'p> {
    form: &'p FormData,
    faults: &'p [Fault],
    today: Day,
}

impl Parts<'_> {
    fn fault(&self, name: &str) -> Option<String> {
        self.faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone())
    }
    fn value(&self, name: &str, otherwise: &str) -> String {
        let typed = self.form.get(name);
        if typed.is_empty() { otherwise.to_owned() } else { typed.to_owned() }
    }
    fn text(&self) -> Markup {
        let field = Field::new("text", "Vad sades?").help("Med deras ord så långt det går.");
        textarea(&field.value(self.form.get("text")).fault(self.fault("text")).required(), 6, Some(LONGEST))
    }
    fn unit(&self, names: &[Choice<'_>], only: &str) -> Markup {
        let field = Field::new("enhet", "Enhet").value(self.value("enhet", only)).fault(self.fault("enhet"));
        select(&field.required(), names)
    }
    fn way(&self) -> Markup {
        let ways = [Way::Oral, Way::Phone, Way::Letter, Way::Mail].map(|way| Choice::new(way.slug(), words::way(way)));
        let field = Field::new("satt", "Hur kom det?").value(self.value("satt", Way::Oral.slug()));
        radios(&field.fault(self.fault("satt")), &ways)
    }
    fn more(&self, also: &Markup) -> Markup {
        let kinds = [Kind::Complaint, Kind::View].map(|kind| Choice::new(kind.slug(), words::kind(kind)));
        let help = format!("Lämna tomt för i dag, {}.", swedish::day(self.today));
        let received = Field::new("mottaget", "Dagen det kom").help(help).value(self.form.get("mottaget"));
        let name = Field::new("namn", "Vem sade det?").value(self.form.get("namn")).fault(self.fault("namn"));
        let wrong = ["mottaget", "namn"].iter().any(|name| self.fault(name).is_some());
        ui::reveal(
            "Mer",
            wrong,
            &html! {
                (radios(&Field::new("slag", "Vad är det?").value(self.value("slag", Kind::Complaint.slug())), &kinds))
                (also)
                (date_input(&received.fault(self.fault("mottaget"))))
                (text_input(&name.width(Width::Medium).optional().autocomplete("off")))
            },
        )
    }
}

/// The school's form.
pub(super) fn at_school(action: &str, units: &Units, form: &FormData, (faults, today): (&[Fault], Day)) -> Markup {
    let parts = Parts { form, faults, today };
    let names: Vec<Choice<'_>> = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
    let only = if let [(one, _)] = units.as_slice() { one.to_string() } else { String::new() };
    html! {
        (error_summary(faults))
        h1 { (sv::REGISTER) }
        p.lead { "Någon har sagt, ringt eller skrivit något till er. Skriv ned det medan ni minns det; resten kan vänta." }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", form.get("nyckel")))
            (parts.text())
            (parts.unit(&names, &only))
            (parts.way())
            (parts.more(&html! {}))
            div.actions { (Button::primary("Registrera")) }
        }))
    }
}

/// The authority's form: which school, and who answers.
pub(super) fn at_authority(action: &str, units: &Units, form: &FormData, (faults, today): (&[Fault], Day)) -> Markup {
    let parts = Parts { form, faults, today };
    let mut names: Vec<Choice<'_>> =
        units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect();
    names.push(Choice::new(UNLISTED, "Finns inte i listan, eller vet inte"));
    let hands = [
        Choice::new(HERE, "Vi behåller det").help("Ni svarar på det själva. Skolan ser det inte."),
        Choice::new(DOWN, "Skolan får det")
            .help("Skolan kan ofta rätta till det snabbast. Ni läser det och ser hur det går."),
    ];
    let abouts = [
        Choice::new(About::Others.slug(), words::about(About::Others)),
        Choice::new(About::Rektor.slug(), words::about(About::Rektor)).help("Då ser rektorn det inte."),
        Choice::new(About::Officer.slug(), words::about(About::Officer))
            .help("Då bestämmer processägaren vem som handlägger det, och ni andra ser det inte."),
    ];
    let school = Field::new("skola-namn", "Skolan med deras ord").help("Om den inte finns i listan.");
    html! {
        (error_summary(faults))
        h1 { (sv::REGISTER) }
        p.lead { "Någon har sagt, ringt eller skrivit något till kommunen om en utbildning. Skriv ned det medan du minns det; resten kan vänta." }
        (ui::form(action, &html! {
            (ui::hidden("nyckel", form.get("nyckel")))
            (parts.text())
            (parts.unit(&names, ""))
            (text_input(&school.value(form.get("skola-namn")).fault(parts.fault("skola-namn")).optional()))
            (parts.way())
            (radios(&Field::new("hos", "Vem svarar?").value(parts.value("hos", HERE)).fault(parts.fault("hos")), &hands))
            (parts.more(&radios(&Field::new("galler", "Vem gäller det?").value(parts.value("galler", About::Others.slug())), &abouts)))
            div.actions { (Button::primary("Registrera")) }
        }))
    }
}
