//! The pages on which a copy is made, and what has been made.

use domain::cases::handout::{MASK, Part, Profile, passages};
use kernel::{Day, swedish};
use maud::{Markup, html};
use platform::FormData;
use ui::{
    Button, Choice, Column, Field, Icon, Row, Table, Tone, checkboxes, error_summary, radios, text_input, textarea,
};

use super::model::{Copy, Counted, FILES, Given, Link, Logged, Made, Whole, field, goes_out};
use super::pages::Fault;
use super::{sv, view_copy};

/// The way from a case.
pub(super) fn way(href: &str) -> Markup {
    html! {
        section {
            h2 { "Lämna ut eller skicka vidare" }
            p { "En kopia för den som ska ha den, med det maskat som inte ska med. Ärendet ändras inte." }
            p { (ui::link_button(href, sv::TITLE, false)) }
        }
    }
}

/// The title of the profile; its stable name where the year has it no more.
fn titled<'p>(profiles: &'p [Profile], slug: &'p str) -> &'p str {
    profiles.iter().find(|profile| profile.slug == slug).map_or(slug, |profile| profile.title.as_sv())
}

fn asked(whole: &Whole, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone());
    let one = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(typed.get(name).to_owned()).fault(fault(name))
    };
    let profiles: Vec<Choice<'_>> = whole
        .profiles
        .iter()
        .map(|profile| {
            let help = profile.help.as_ref().map(|help| format!("{} ", help.as_sv())).unwrap_or_default();
            Choice::new(profile.slug.as_str(), profile.title.as_sv())
                .help(format!("{help}{}", sv::parts(&profile.parts)))
        })
        .collect();
    html! {
        (radios(&one("profil", "Till vem?"), &profiles))
        (text_input(&one("mottagare", "Mottagare").help("Den som begärt eller ska ha kopian. Skriv \u{201d}Allmänheten\u{201d} om ni inte frågar efter namn.").autocomplete("off")))
        (text_input(&one("andamal", "Ändamål").help("Varför den lämnas ut. Skriv inget ur ärendet: granskaren läser det här.")))
    }
}

/// The first page.
pub(super) fn ask(base: &str, whole: &Whole, (typed, faults): (&FormData, &[Fault])) -> Markup {
    let fault = |name: &str| faults.iter().find(|(field, _)| field == name).map(|(_, fault)| fault.clone());
    html! {
        (error_summary(faults))
        h1 { (sv::TITLE) }
        (view_copy::secrecy(&whole.secrecy, sv::SECRET_TEXT))
        p.lead { "Välj vem kopian är till. Sedan läser du igenom den och maskar det som inte ska med, innan något är gjort." }
        (ui::form(base, &html! {
            (asked(whole, (typed, faults)))
            div.actions { (Button::primary("Läs igenom och maska")) }
        }))
        h2 { (sv::LIST) }
        @if whole.made.is_empty() { p.quiet { "Inget har lämnats ut av ärendet härifrån." } }
        @else { (made(base, whole)) }
        h2 { "Sekretessmarkering" }
        p { "Markeringen står på ärendet och på allt som lämnas ut. Den är en varning och ingen prövning: den görs varje gång." }
        (ui::form(&format!("{base}/sekretess"), &html! {
            (text_input(&Field::new("sekretess", "Grund").value(if typed.has("sekretess") { typed.get("sekretess").to_owned() } else { whole.secrecy.clone() })
                .help("Till exempel: OSL 23 kap. 5 §, elevs personliga förhållanden.").fault(fault("sekretess"))))
            div.actions {
                (Button::secondary(if whole.secrecy.is_empty() { "Markera" } else { "Ändra markeringen" }))
                @if !whole.secrecy.is_empty() { (Button::plain("Ta bort markeringen").name("bort")) }
            }
        }))
    }
}

fn made(base: &str, whole: &Whole) -> Markup {
    let columns =
        vec![Column::new("Kopia"), Column::new("Till"), Column::new("Profil"), Column::new("Gjord"), Column::new("Av")];
    let row = |made: &Made| {
        Row::new(vec![
            html! { (sv::copy(made.number)) },
            html! { (made.recipient) br; span.quiet.small { (made.purpose) } },
            html! { (titled(&whole.profiles, &made.profile)) },
            html! { (swedish::instant(made.at)) },
            html! { (made.person_name) },
        ])
        .href(format!("{base}/{}", made.number))
    };
    html! { (Table::new(sv::LIST, columns).rows(whole.made.iter().map(row).collect()).hide_caption().stack()) }
}

/// What a copy would say, as it is shown before it is made.
#[derive(Debug)]
pub(super) struct Seen<'s> {
    pub profile: &'s Profile,
    pub copy: &'s Copy,
    pub counted: &'s Counted,
    pub hash: &'s str,
    /// That it was asked for and says something else than what was shown before.
    pub changed: bool,
}

/// The copy before it is made, and beside it what can be masked.
pub(super) fn preview(base: &str, whole: &Whole, typed: &FormData, seen: &Seen<'_>) -> Markup {
    let texts = seen.copy.lines.iter().map(|line| line.said.as_str()).chain([seen.copy.who.as_str()]);
    let points_out = texts.into_iter().any(|text| !forms::personal::signs(text).is_empty());
    html! {
        h1 { (sv::TITLE) }
        @if seen.changed { (ui::notice(Tone::Warn, sv::CHANGED, &html! { p { (sv::CHANGED_TEXT) } })) }
        @if !seen.counted.missed().is_empty() {
            (ui::notice(Tone::Warn, sv::MISSED, &html! {
                p { (sv::MISSED_TEXT) }
                ul { @for word in seen.counted.missed() { li { (word) } } }
            }))
        }
        @if points_out { (ui::notice(Tone::Warn, sv::SIGNS, &html! { p { (sv::SIGNS_TEXT) } })) }
        h2 { "Så blir kopian" }
        p { (seen.profile.title.as_sv()) ". " (sv::parts(&seen.profile.parts)) " " (sv::masked(seen.counted.places)) "." }
        div.card {
            (view_copy::secrecy(&whole.secrecy, sv::SECRET_COPY))
            h3 { (seen.copy.title) }
            (view_copy::copy(seen.copy))
        }
        (ui::form(base, &html! {
            (ui::hidden("sett", seen.hash))
            h2 { "Maska" }
            (textarea(&Field::new("ord", "Ord som maskas överallt").value(typed.get("ord").to_owned()).optional()
                .help("Ett namn, ett nummer eller annat på varje rad. Hela ord där det står maskas, stora som små bokstäver."), 3, None))
            @for (at, line) in whole.dossier.lines.iter().enumerate() {
                @if let Some(said) = whole.said.get(at).and_then(Option::as_deref).filter(|_| goes_out(whole, seen.profile, at)) {
                    @let name = field(line.number);
                    @let chosen = typed.all(&name);
                    @let choices: Vec<Choice<'_>> = passages(said).into_iter().enumerate().map(|(place, passage)| {
                        let value = place.to_string();
                        let checked = chosen.contains(&value);
                        Choice::new(value, passage.trim().to_owned()).checked(checked)
                    }).collect();
                    @let what = domain::cases::sv::happening(&line.entry.happening, line.entry.by);
                    (checkboxes(&Field::new(name.clone(), sv::line(&what, line.entry.day)).help("Kryssa för det som ska täckas.").optional(), &choices))
                }
            }
            @if seen.profile.has(Part::Files) && !whole.files.is_empty() {
                @let chosen = typed.all(FILES);
                @let files: Vec<Choice<'_>> = whole.files.iter().map(|(file, name)| {
                    let value = file.number.to_string();
                    let checked = chosen.contains(&value);
                    Choice::new(value, if name.is_empty() { sv::file(file.number) } else { name.clone() }).checked(checked)
                }).collect();
                (checkboxes(&Field::new(FILES, "Filer som går med").help("De kan inte maskas här: öppna dem i ärendet först. Författare, plats och kamera är borta, och namnen följer inte med.").optional(), &files))
            }
            details.panel open[false] {
                summary { "Ändra vem den är till" }
                (asked(whole, (typed, &[])))
            }
            div.actions {
                (Button::secondary("Visa hur det blir").name("gor").value("visa"))
                (Button::primary("Gör kopian").name("gor").value("kopian"))
            }
            p.quiet { "Täckt text ersätts av " (MASK) ", lika långt vad som än stod där. Ärendet har kvar hela texten." }
        }))
    }
}

fn standing(link: &Link, today: Day) -> Markup {
    html! {
        @if let Some(at) = link.opened_at { (ui::tag(Tone::Good, Icon::CheckCircle, &format!("Öppnad {}", swedish::instant(at)))) }
        @else if let Some(at) = link.revoked_at { (ui::tag(Tone::Neutral, Icon::Circle, &format!("Återkallad {}", swedish::instant(at)))) }
        @else if link.holds(today) { (ui::tag(Tone::Info, Icon::Clock, &sv::until(link.until))) }
        @else { (ui::tag(Tone::Neutral, Icon::Circle, &format!("Gick ut {}", swedish::day(link.until)))) }
    }
}

/// A copy with its links.
pub(super) fn one(
    base: &str,
    (whole, made): (&Whole, &Made),
    (given, links): (&Given, &[Link]),
    new_link: Option<&str>,
) -> Markup {
    let columns = vec![Column::new("Länk"), Column::new("Gjord"), Column::new("Läge"), Column::action("Återkalla")];
    let row = |link: &Link| {
        let number = link.number.to_string();
        Row::new(vec![
            html! { (link.number) },
            html! { (swedish::instant(link.at)) ", " (link.person_name) },
            standing(link, whole.today),
            html! {
                @if link.holds(whole.today) {
                    (ui::post_button(&format!("{base}/aterkalla"), &Button::danger("Återkalla").more(format!("länk {number}")), &[("lank", &number)]))
                }
            },
        ])
    };
    html! {
        h1 { (sv::copy(made.number)) }
        p.lead { "Till " (made.recipient) ". " (made.purpose) }
        dl.facts.no-print {
            div { dt { "Profil" } dd { (titled(&whole.profiles, &made.profile)) } }
            div { dt { "Gjord" } dd { (swedish::instant(made.at)) ", " (made.person_name) } }
            div { dt { "Maskning" } dd { (sv::masked(made.masked)) } }
            div { dt { "Kontrollsumma" } dd { (ui::hash_groups(&made.sha256)) } }
        }
        section.no-print {
            h2 { "Länkar" }
            @if let Some(address) = new_link {
                (ui::notice(Tone::Info, "Länken visas bara nu", &html! {
                    p { "Skicka den till mottagaren. Den går att öppna en gång, och ni ser här när det sker." }
                    p { code.nowrap-off { (address) } }
                }))
            }
            @if !links.is_empty() { (Table::new("Länkar", columns).rows(links.iter().map(row).collect()).hide_caption().stack()) }
            (ui::form(&format!("{base}/lank"), &html! { div.actions { (Button::primary("Gör en länk")) } }))
        }
        h2 { "Kopian" }
        (view_copy::secrecy(&given.secrecy, sv::SECRET_COPY))
        (view_copy::copy(&given.copy))
    }
}

/// Everything that was handed out, for the auditor.
pub(super) fn log(log: &[Logged], profiles: &[Profile], today: Day) -> Markup {
    let columns = vec![
        Column::new("Ärende"),
        Column::new("Till"),
        Column::new("Profil"),
        Column::new("Gjord"),
        Column::new("Länk"),
    ];
    let link = |one: &Logged| {
        let Some((number, until)) = one.link.zip(one.until) else { return html! { span.quiet { "Ingen" } } };
        let (opened_at, revoked_at) = (one.opened_at, one.revoked_at);
        let shown =
            Link { number, person_name: String::new(), at: one.at, until, opened_at, revoked_at, revoked_by: None };
        html! { (number) " " (standing(&shown, today)) }
    };
    let row = |one: &Logged| {
        Row::new(vec![
            html! { "Ärende " (one.case_number) br; (sv::copy(one.number)) },
            html! { (one.recipient) br; span.quiet.small { (one.purpose) } },
            html! { (titled(profiles, &one.profile)) @if !one.secrecy.is_empty() { br; (ui::tag(Tone::Warn, Icon::Warning, sv::SECRET)) } },
            html! { (swedish::instant(one.at)) br; (one.person_name) ", " (sv::side(&one.party).to_lowercase()) },
            link(one),
        ])
    };
    html! {
        h1 { (sv::LIST) }
        p.lead { "Kopior av ärenden som har lämnats ut eller skickats vidare: vem som gjorde dem, till vem, varför, och när länken öppnades. Vad som står i dem visas inte här." }
        @if log.is_empty() { (ui::empty_state("Inget är utlämnat", "Här står varje kopia som görs av ett ärende.", &html! {})) }
        @else { (Table::new(sv::LIST, columns).rows(log.iter().map(row).collect()).hide_caption().stack()) }
    }
}
