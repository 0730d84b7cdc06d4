//! The protocol to write in, and fields that have two versions.

use domain::visits::{Answer, Earlier, Field as Name, FindingKind, Outcome, Point, PointKind, SLOTS, sv as words};
use kernel::swedish;
use maud::{Markup, html};
use platform::{FormData, serve};
use ui::{Button, Choice, Field};

use super::look::Opened;
use super::store_protocol::{Photo, by_point};
use super::sv;

/// Where the protocol stands.
pub(super) struct Shown {
    pub base: String,
    /// What whoever writes is known by on this device.
    pub who: String,
    /// Below which addresses pages open without a network.
    pub scope: String,
    /// The most bytes of a photo.
    pub limit: usize,
}

/// Puts what was typed in place of what stands in the fields, for a page with faults.
pub(super) fn typed(of: &mut Opened, form: &FormData) {
    for (hidden, base) in form.iter() {
        let Some(name) = hidden.strip_prefix("grund:") else { continue };
        // It rests on what whoever typed it had seen.
        of.written.typed.insert(name.to_owned(), (form.get(name).to_owned(), base.to_owned()));
    }
}

type Faults = [(String, String)];

/// A field with what it rests on, and where its state is told.
fn with_state(of: &Opened, name: &Name, own: &str, control: &Markup) -> Markup {
    let name = name.to_string();
    let key = of.written.base(&name);
    let beside = of.written.protocol.field(&name).conflicts.len();
    html! {
        (control)
        (ui::hidden(&format!("grund:{name}"), &key))
        p.saved.failed[beside > 0] id={ "lage-" (name) } data-tone=[(beside > 0).then_some("bad")] role="status" {
            @if beside > 0 { "Här finns två versioner. " a href={ (own) "/krockar" } { "Se dem sida vid sida" } }
        }
    }
}

/// The whole protocol: one form, which any of its buttons saves and the script sends field by field. A form within it stands below, and
/// its fields and buttons name it.
pub(super) fn protocol(shown: &Shown, of: &Opened, faults: &Faults) -> Markup {
    let own = &shown.base;
    html! {
        (ui::error_summary(faults))
        div.protocol.flow data-protocol data-visit=(of.kept.id) data-who=(shown.who) data-version=(of.checklist.version)
            data-send={ (own) "/protokoll/falt" } data-lage={ (own) "/protokoll/lage" } data-bild={ (own) "/bild" }
            data-krockar={ (own) "/krockar" } data-omrade=(shown.scope) {
            p.kicker { (of.provider.name) ", " (words::slot(of.kept.visit.slot)) }
            h1 { (sv::PROTOCOL) }
            p.saved data-lage role="status" {}
            p.quiet.small data-redo {}
            p { a href={ (own) "/underlag" } { (sv::PACK) } " · " a href=(own) { (sv::TO_VISIT) } }
            @let photos = by_point(&of.photos);
            form.form method="post" action={ (own) "/protokoll" } novalidate data-del {
                (section("Närvarande", &text(of, own, &Name::Present, "Vilka var med?", (2, faults))))
                @if !of.earlier.is_empty() {
                    h2 { "Från förra besöket" }
                    @for one in &of.earlier { (earlier(of, own, one, faults)) }
                }
                h2 { (of.checklist.list.title) }
                @for point in of.points() {
                    @let seen = photos.get(point.slug.as_str()).map(Vec::as_slice).unwrap_or_default();
                    (of_point(shown, of, (point, seen), faults))
                }
                h2 { "Sammanfattning" }
                (section("Sammanfattning", &text(of, own, &Name::Summary, "Vad visade besöket?", (6, faults))))
            }
            (picture_forms(own, of))
            div.actions {
                a.button.primary href=(own) { "Klar med protokollet" }
                button.button.secondary type="button" hidden data-rensa { "Ta bort protokollet från den här enheten" }
            }
        }
        script src=(serve::VISITS_ADDRESS.as_str()) defer {}
    }
}

/// A point of the checklist with what was found and its photos.
fn of_point(shown: &Shown, of: &Opened, (point, seen): (&Point, &[&Photo]), faults: &Faults) -> Markup {
    let own = &shown.base;
    let further = |number: u8| Name::Text(point.slug.clone(), number).to_string();
    let more = (2..=SLOTS).any(|number| !of.written.value(&further(number)).is_empty());
    html! {
        article.point.flow role="group" aria-labelledby={ "punkt-" (point.slug) } {
            h3 id={ "punkt-" (point.slug) } { (point.title) }
            @if !point.help.is_empty() { p.quiet { (point.help) } }
            @if !point.source.is_empty() { p.quiet.small { "Källa: " (point.source) } }
            (section(&point.title, &html! {
                @if point.kind == PointKind::Judged { (answer(of, own, &point.slug)) }
                (finding(of, own, (&point.slug, 1), faults))
                details open[more] {
                    summary { "Fler iakttagelser" span.hidden { ": " (point.title) } }
                    @for number in 2..=SLOTS { (finding(of, own, (&point.slug, number), faults)) }
                }
            }))
            (pictures(shown, (&point.slug, &point.title), seen))
        }
    }
}

/// Fields with a button below them, which saves everything that is filled in.
fn section(title: &str, content: &Markup) -> Markup {
    html! {
        div.saved-part {
            (content)
            div.actions { (Button::secondary("Spara").more(title)) }
        }
    }
}

/// The forms of photos, which the fields and buttons within the protocol name.
fn picture_forms(own: &str, of: &Opened) -> Markup {
    html! {
        div hidden {
            @for point in of.points() {
                form id={ "foto-" (point.slug) } method="post" action={ (own) "/bild" } enctype="multipart/form-data" novalidate {
                    (ui::hidden("punkt", &point.slug))
                }
            }
            @for photo in of.photos.iter().filter(|photo| photo.removed_at.is_none()) {
                form id={ "foto-bort-" (photo.id) } method="post" action={ (own) "/bild/" (photo.id) "/bort" } {}
            }
        }
    }
}

fn fault_at(faults: &Faults, name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone())
}

fn text(of: &Opened, own: &str, name: &Name, label: &str, (rows, faults): (u32, &Faults)) -> Markup {
    let plain = name.to_string();
    let value = of.written.value(&plain);
    let fault = fault_at(faults, &plain);
    let field = Field::new(plain, label).value(value).fault(fault).optional();
    with_state(of, name, own, &ui::textarea(&field, rows, None))
}

fn answer(of: &Opened, own: &str, point: &str) -> Markup {
    let name = Name::Answer(point.to_owned());
    let plain = name.to_string();
    let value = of.written.value(&plain);
    let choices: Vec<Choice<'_>> = Answer::ALL.iter().map(|one| Choice::new(one.slug(), words::answer(*one))).collect();
    let field = Field::new(plain, "Bedömning").value(value);
    with_state(of, &name, own, &ui::radios(&field, &choices))
}

fn finding(of: &Opened, own: &str, (point, number): (&str, u8), faults: &Faults) -> Markup {
    let kind = Name::Kind(point.to_owned(), number);
    let plain = kind.to_string();
    let value = of.written.value(&plain);
    // Nothing chosen is an observation.
    let slug = |kind: FindingKind| if kind == FindingKind::Observation { "" } else { kind.slug() };
    let value = FindingKind::from_slug(&value).map_or("", slug);
    let choices: Vec<Choice<'_>> =
        FindingKind::ALL.iter().map(|one| Choice::new(slug(*one), words::finding(*one))).collect();
    let words_field = Name::Text(point.to_owned(), number);
    let label = if number == 1 { "Vad såg ni?".to_owned() } else { format!("Iakttagelse {number}") };
    let slag_label = if number == 1 { "Vad är det?".to_owned() } else { format!("Vad är iakttagelse {number}?") };
    let slag = Field::new(plain, slag_label).value(value);
    html! {
        (text(of, own, &words_field, &label, (3, faults)))
        (with_state(of, &kind, own, &ui::select(&slag, &choices)))
    }
}

fn earlier(of: &Opened, own: &str, one: &Earlier, faults: &Faults) -> Markup {
    let name = Name::Outcome(one.key.clone());
    let plain = name.to_string();
    let value = of.written.value(&plain);
    let choices: Vec<Choice<'_>> =
        Outcome::ALL.iter().map(|one| Choice::new(one.slug(), words::outcome(*one))).collect();
    let field = Field::new(plain, "Vad har hänt med det?").value(value);
    html! {
        article.point.flow role="group" aria-labelledby={ "forra-" (one.key) } {
            h3 id={ "forra-" (one.key) } { (one.title) }
            p.said { (words::finding(one.kind)) ": " (one.text) }
            (section(&one.title, &html! {
                (with_state(of, &name, own, &ui::radios(&field, &choices)))
                (text(of, own, &Name::OutcomeText(one.key.clone()), "Kommentar", (2, faults)))
            }))
        }
    }
}

fn pictures(shown: &Shown, (point, title): (&str, &str), seen: &[&Photo]) -> Markup {
    let own = &shown.base;
    let id = format!("bild-{point}");
    let help = format!(
        "JPEG eller PNG, högst {} MB. Uppgifter om var och när bilden togs tas bort.",
        (shown.limit >> 20).max(1)
    );
    html! {
        div.photos {
            @for (number, photo) in (1..).zip(seen) {
                figure {
                    img src={ (own) "/bild/" (photo.id) } alt={ "Foto " (number) ": " (title) } loading="lazy";
                    figcaption.small { (photo.person) ", " (swedish::instant(photo.at)) " "
                        (Button::plain("Ta bort").more(format!("foto {number}: {title}")).form(format!("foto-bort-{}", photo.id))) }
                }
            }
        }
        details.no-print {
            summary { "Lägg till foto" span.hidden { ": " (title) } }
            div.field {
                label for=(id) { "Foto: " (title) }
                p.help id={ (id) "-help" } { (help) " Fotografera inga elever." }
                input id=(id) type="file" name="fil" form={ "foto-" (point) } accept="image/jpeg,image/png" aria-describedby={ (id) "-help" } data-bild=(point);
            }
            div.actions { (Button::secondary("Spara fotot").more(title).form(format!("foto-{point}"))) }
        }
        p.saved id={ "lage-bild-" (point) } role="status" {}
    }
}

/// What a field of the protocol is called.
fn title(of: &Opened, name: &str) -> String {
    let Some(field) = Name::parse(name) else { return name.to_owned() };
    let point = match &field {
        Name::Answer(point) | Name::Kind(point, _) | Name::Text(point, _) => {
            of.checklist.list.point(point).map(|point| point.title.clone())
        }
        Name::Outcome(key) | Name::OutcomeText(key) => {
            of.earlier.iter().find(|one| one.key == *key).map(|one| one.title.clone())
        }
        Name::Present | Name::Summary => None,
    };
    words::field(&field, &point.unwrap_or_default())
}

/// The versions of fields that something else stands in place of now.
pub(super) fn replaced(of: &Opened) -> Markup {
    let names: Vec<&str> = of.written.protocol.fields().map(|(name, _)| name).collect();
    let all: Vec<_> = names
        .into_iter()
        .map(|name| (name, of.written.replaced(name)))
        .filter(|(_, versions)| !versions.is_empty())
        .collect();
    if all.is_empty() {
        return html! {};
    }
    let body = html! {
        p { "Vad som har stått i protokollets fält och har ersatts. Det som valdes bort när två hade skrivit olika står här." }
        @for (name, versions) in &all {
            h3 { (title(of, name)) }
            @for (edit, made) in versions {
                @let said = Name::parse(name).map_or_else(|| edit.value.clone(), |field| words::value(&field, &edit.value));
                div.version { p.said dir="auto" { (said) } p.quiet.small { (made.person) ", " (swedish::instant(made.made_at)) } }
            }
        }
    };
    html! { div #tidigare-versioner { (ui::reveal("Tidigare versioner", false, &body)) } }
}

/// The fields that have two versions, side by side.
pub(super) fn conflicts(own: &str, of: &Opened) -> Markup {
    let all: Vec<(&str, usize, Option<usize>)> = of
        .written
        .protocol
        .fields()
        .flat_map(|(name, state)| state.conflicts.iter().map(move |at| (name, *at, state.current)))
        .collect();
    html! {
        h1 { (sv::CONFLICTS) }
        @if all.is_empty() {
            (ui::empty_state("Inget krockar", "Varje fält har en version.", &html! { a href={ (own) "/protokoll" } { "Till protokollet" } }))
        } @else {
            p.lead { "Två har skrivit olika i samma fält utan att ha sett varandras. Välj vad som ska stå. Den andra versionen finns kvar under ”Tidigare versioner” på besökets sida." }
        }
        @for (name, at, current) in all { (conflict(own, of, (name, at, current))) }
    }
}

fn conflict(own: &str, of: &Opened, (name, at, current): (&str, usize, Option<usize>)) -> Markup {
    let Some((other, by)) = of.written.at(at) else { return html! {} };
    let now = current.and_then(|at| of.written.at(at));
    let field = Name::parse(name);
    let said = |value: &str| field.as_ref().map_or_else(|| value.to_owned(), |field| words::value(field, value));
    let is_text = field.as_ref().is_some_and(Name::is_text);
    let base = now.map(|(edit, _)| edit.key.clone()).unwrap_or_default();
    let title = title(of, name);
    let side = |head: &'static str, value: &str, by: Option<String>| {
        html! { div.version { h3 { (head) } p.said dir="auto" { (said(value)) } @if let Some(by) = by { p.quiet.small { (by) } } } }
    };
    let who = |person: &str, at| format!("{person}, {}", swedish::instant(at));
    html! {
        section.conflict.flow {
            h2 { (title) }
            div.side-by-side {
                (side("Står i protokollet", now.map_or("", |(edit, _)| edit.value.as_str()), now.map(|(_, made)| who(&made.person, made.made_at))))
                (side("Den andra versionen", &other.value, Some(who(&by.person, by.made_at))))
            }
            (ui::form(&format!("{own}/krockar"), &html! {
                (ui::hidden("falt", name))
                (ui::hidden("grund", &base))
                (ui::hidden("andra", &other.key))
                (ui::actions(&html! {
                    (Button::secondary("Behåll det som står").name("val").value("nuvarande").more(title.clone()))
                    (Button::secondary("Ta den andra").name("val").value("andra").more(title.clone()))
                    @if is_text { (Button::secondary("Behåll båda, efter varandra").name("val").value("bada").more(title.clone())) }
                }))
            }))
        }
    }
}
