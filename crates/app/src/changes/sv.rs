//! Sentences about what a change did, and about what it will do.

use domain::changes::What;
use domain::changes::sv::from_to;
use kernel::Day;
use kernel::swedish::{day, integer};

use super::foreseen::{ByMail, Fate, Foreseen, Lacks};
use crate::assignments::{Cause, Change};

/// To whom it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody at the provider.
    Provider,
    /// Somebody at the authority.
    Authority,
}

impl Reader {
    /// That what is in stands.
    const fn stands(self) -> &'static str {
        match self {
            Self::Provider => "Det ni har lämnat in gäller",
            Self::Authority => "Det som är inlämnat gäller",
        }
    }
    const fn for_them(self) -> &'static str {
        match self {
            Self::Provider => "För er",
            Self::Authority => "För anordnaren",
        }
    }
}

/// Whether both are said of the same, so that they are said in one go.
pub(super) const fn is_of_same(one: &Fate, other: &Fate) -> bool {
    use Fate::{ByMail, DayGivenBack, OtherwiseGivenBack};
    matches!(
        (one, other),
        (ByMail(_), ByMail(_)) | (DayGivenBack { .. }, OtherwiseGivenBack) | (OtherwiseGivenBack, DayGivenBack { .. })
    )
}

/// What a change does to those of whom it has been said how they stand.
pub(super) fn continued(fate: &Fate) -> String {
    match fate {
        Fate::DayGivenBack { until } => {
            let until = until.map(|until| format!("Sista dag för kompletteringen blir {}. ", day(until)));
            format!(
                "{}Om redovisningen kom i tid bedöms efter när den kom in första gången.",
                until.unwrap_or_default()
            )
        }
        Fate::OtherwiseGivenBack => "Kompletteringen ska svara på den nya versionen.".to_owned(),
        Fate::ByMail(what) => by_mail(*what),
        _ => String::new(),
    }
}

/// The last day that holds where the year's own had passed.
fn passed(holds: Option<Day>, reader: Reader) -> String {
    holds.map_or_else(String::new, |until| {
        format!(" {} är sista dagen {}, eftersom den ordinarie redan hade passerat.", reader.for_them(), day(until))
    })
}

/// How what was asked stood when it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing was in.
    Open,
    /// It was in, and stands.
    In,
    /// It was in, and has been given back since or before: the completion is written by what is asked now.
    GivenBack,
    /// It was in, and has been handed in anew since.
    Anew,
}

/// What the change did. `words` is what is otherwise in the form, what it covers, or the occasion's title.
pub(super) fn told(change: &Change, then: Then, words: &str, reader: Reader) -> String {
    let on = day(change.at.day());
    let because = if change.cause == Cause::Register { ", när enheter eller avtal ändrades" } else { "" };
    let was_in = then != Then::Open;
    let stands = match then {
        Then::In => format!(" {}.", reader.stands()),
        Then::GivenBack => " Kompletteringen ska svara på det nya.".to_owned(),
        Then::Open | Then::Anew => String::new(),
    };
    match change.what {
        What::Asked => format!("Uppgiften tillkom {on}{because}.{}", passed(change.holds, reader)),
        What::AskedAgain if was_in => {
            format!("Uppgiften efterfrågas igen sedan {on}{because}.{}", judged(change, then, reader))
        }
        What::AskedAgain => {
            format!(
                "Uppgiften efterfrågas igen sedan {on}{because}. Det som var skrivet finns kvar.{}",
                passed(change.holds, reader)
            )
        }
        What::Withdrawn => format!(
            "Uppgiften utgick {on}{because} och ska inte lämnas in. Det som är skrivet sparas och kommer tillbaka om den efterfrågas igen."
        ),
        What::Left => {
            let who = if reader == Reader::Provider { "Det ni har lämnat in" } else { "Det som är inlämnat" };
            format!("Uppgiften efterfrågas sedan {on} inte längre{because}. {who} står kvar.")
        }
        What::Moved => format!("{}{}", moved(change, &on), judged(change, then, reader)),
        What::Occasion => format!("Uppgiften hör sedan {on} till ”{words}”. Sista dagen är densamma."),
        What::Form => format!("Det som ska besvaras ändrades {on}. {words}{stands}"),
        What::Covers if words.is_empty() => format!("Vad redovisningen omfattar ändrades {on}.{stands}"),
        What::Covers => format!("Vad redovisningen omfattar ändrades {on}. Nu gäller: {words}.{stands}"),
    }
}

fn moved(change: &Change, on: &str) -> String {
    match (change.from, change.to) {
        (Some(from), Some(to)) if to < change.at.day() => {
            format!("Den ordinarie sista dagen ändrades {on} {}, som då redan hade passerat.", from_to(from, to))
        }
        (Some(from), Some(to)) => format!("Sista dagen ändrades {on} {}.", from_to(from, to)),
        _ => format!("Sista dagen ändrades {on}."),
    }
}

/// What the new day means where something is in, and where another day holds.
fn judged(change: &Change, then: Then, reader: Reader) -> String {
    match (then, change.holds) {
        (Then::In, Some(until)) => format!(" {} och bedöms efter {}.", reader.stands(), day(until)),
        (Then::In, None) => format!(" {}.", reader.stands()),
        (Then::GivenBack | Then::Anew, Some(until)) => {
            format!(" Det som kom in först bedöms efter {}.", day(until))
        }
        (Then::Open, Some(until)) => format!(" {} gäller {}.", reader.for_them(), day(until)),
        (Then::Open | Then::GivenBack | Then::Anew, None) => String::new(),
    }
}

/// *1 uppgift*, *3 uppgifter*.
pub(super) fn tasks(number: usize) -> String {
    counted(number, "uppgift", "uppgifter")
}

fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{} {}", integer(i64::try_from(number).unwrap_or(i64::MAX)), if number == 1 { one } else { several })
}

/// *4 uppgifter tillkommer, 2 utgår, 1 inlämnad står kvar*; nothing where nothing happens.
pub fn summary(foreseen: &Foreseen) -> Option<String> {
    let of = |fits: fn(&Fate) -> bool| {
        let groups = foreseen.items.iter().flat_map(|item| &item.groups);
        groups.filter(|group| fits(&group.fate)).map(|group| group.names.len()).sum::<usize>()
    };
    let added = of(|fate| matches!(fate, Fate::Asked { .. }));
    let again = of(|fate| matches!(fate, Fate::Again { .. } | Fate::AgainIn { .. } | Fate::ByMail(ByMail::Again)));
    let gone = of(|fate| matches!(fate, Fate::Withdrawn { .. }));
    let stays = of(|fate| matches!(fate, Fate::Left));
    let moved = of(Fate::gets_another_day);
    let keeps = of(Fate::keeps_its_day);
    let mailed = of(|fate| *fate == Fate::ByMail(ByMail::Left));
    let number = |number: usize| integer(i64::try_from(number).unwrap_or(i64::MAX));
    let mut parts = Vec::new();
    if added > 0 {
        parts.push(format!("{} tillkommer", tasks(added)));
    }
    if again > 0 {
        parts.push(format!("{} kommer tillbaka", if parts.is_empty() { tasks(again) } else { number(again) }));
    }
    if gone > 0 {
        parts.push(format!("{} utgår", if parts.is_empty() { tasks(gone) } else { number(gone) }));
    }
    if stays > 0 {
        let form = if stays == 1 { "inlämnad" } else { "inlämnade" };
        parts.push(format!("{} {form} står kvar", number(stays)));
    }
    if mailed > 0 {
        parts.push(format!("{} som kom med e-post och väntar på underskrift står kvar", number(mailed)));
    }
    if moved > 0 {
        parts.push(format!("{} får en annan sista dag", if parts.is_empty() { tasks(moved) } else { number(moved) }));
    }
    if keeps > 0 {
        let what = if parts.is_empty() { tasks(keeps) } else { number(keeps) };
        parts.push(format!("{what} behåller sin sista dag"));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What a change will do to those of a group; how many they are stands first.
pub(super) fn fate(fate: &Fate, number: usize) -> String {
    let n = integer(i64::try_from(number).unwrap_or(i64::MAX));
    let has = |one: &str, several: &str| format!("{n} {}", if number == 1 { one } else { several });
    match fate {
        Fate::Asked { until } => {
            format!("{}{}", has("uppgift tillkommer.", "uppgifter tillkommer."), passed_until(*until))
        }
        Fate::Again { until, drafted } => {
            let back = if *drafted { " Det som var skrivet kommer tillbaka." } else { "" };
            let said = has("uppgift efterfrågas igen.", "uppgifter efterfrågas igen.");
            format!("{said}{back}{}", passed_until(*until))
        }
        Fate::AgainIn { judged } => {
            let said = has("uppgift kommer tillbaka", "uppgifter kommer tillbaka");
            let by = judged.map_or_else(String::new, |until| format!(" och bedöms efter {}", day(until)));
            format!(
                "{said}, redan inlämna{}. Det som är inlämnat gäller som det är{by}.",
                if number == 1 { "d" } else { "de" }
            )
        }
        Fate::Withdrawn { drafted: false } => has("uppgift utgår.", "uppgifter utgår."),
        Fate::Withdrawn { drafted: true } => format!(
            "{} Utkast sparas och kommer tillbaka om uppgiften efterfrågas igen.",
            has("påbörjad uppgift utgår.", "påbörjade uppgifter utgår.")
        ),
        Fate::Left => format!("{n} har lämnat in. Det står kvar."),
        Fate::DayIn { becomes_in_time: true, .. } => format!(
            "{n} lämnade in efter den sista dag som gäller nu, och räknas som i tid när versionen är publicerad. Så \
             förblir det, också om dagen flyttas tillbaka."
        ),
        Fate::DayIn { judged: None, .. } => format!("{n} har lämnat in. Det gäller."),
        Fate::DayIn { judged: Some(until), .. } => {
            format!("{n} har lämnat in. Det gäller och bedöms efter {}, så ingen blir sen i efterhand.", day(*until))
        }
        Fate::DayOpen => format!("{n} har inte lämnat in och får den nya dagen."),
        Fate::DayExtended { until } => format!("{n} har fått mer tid, till {}. Det gäller fortfarande.", day(*until)),
        Fate::DayOvertaken { had } => {
            format!(
                "{n} hade fått mer tid, till {}. Den nya sista dagen är minst lika sen och gäller i stället.",
                day(*had)
            )
        }
        Fate::DayPassed { until, as_before } => {
            let still = if *as_before { " som förut" } else { "" };
            format!("{n} har inte lämnat in. Den nya dagen har passerat, så för dem gäller {}{still}.", day(*until))
        }
        Fate::DayLate { since, as_before: true } => {
            let late = has("är redan försenad.", "är redan försenade.");
            format!("{late} Sista dagen är kvar, {}.", day(*since))
        }
        Fate::DayLate { since, as_before: false } => {
            let late = has("är redan försenad och förblir det.", "är redan försenade och förblir det.");
            format!("{late} Sista dagen blir {}, som också har passerat.", day(*since))
        }
        Fate::Occasion => {
            has("uppgift flyttas dit, med samma sista dag.", "uppgifter flyttas dit, med samma sista dag.")
        }
        Fate::OtherwiseIn { lacks: Lacks::Nothing } => format!("{n} har redan lämnat in. Det som är inlämnat gäller."),
        Fate::OtherwiseIn { lacks: Lacks::CanBeReturned } => format!(
            "{n} har redan lämnat in. Det som är inlämnat gäller, men saknar det som måste fyllas i. När versionen är \
             publicerad kan det lämnas tillbaka för komplettering på sidan Ändringar under året."
        ),
        Fate::OtherwiseIn { lacks: Lacks::Approved } => format!(
            "{} Det som är inlämnat gäller, fast det saknar det som nu måste fyllas i. Det som är godkänt lämnas inte tillbaka.",
            has("är redan godkänd.", "är redan godkända.")
        ),
        Fate::OtherwiseIn { lacks: Lacks::Elsewhere } => format!(
            "{n} har redan kommit in ur ett annat system. Det som är inläst gäller, men saknar det som måste fyllas i. Det rättas där \
             och läses in på nytt."
        ),
        Fate::DayGivenBack { .. } | Fate::OtherwiseGivenBack => format!(
            "{} {}",
            has("är återlämnad för komplettering.", "är återlämnade för komplettering."),
            continued(fate)
        ),
        Fate::OtherwiseOpen => format!("{n} har inte lämnat in och svarar efter den nya versionen."),
        Fate::ByMail(_) => format!("{n} kom in med e-post och väntar på underskrift. {}", continued(fate)),
        Fate::DraftLeftOver => format!(
            "{n} har skrivit i det som inte längre frågas. Det sparas i historiken och visas för dem vid uppgiften. Vilka de är visas inte: ett utkast är anordnarens eget."
        ),
    }
}

/// The last day that holds where the year's own has passed, before it is so.
fn passed_until(until: Option<Day>) -> String {
    until.map_or_else(String::new, |until| {
        format!(" Den ordinarie sista dagen har passerat. Sista dag blir {}.", day(until))
    })
}

/// What becomes of what came by e-mail and waits to be signed.
fn by_mail(what: ByMail) -> String {
    match what {
        ByMail::Left => "Det står kvar.".to_owned(),
        ByMail::Again => "Uppgiften efterfrågas igen, och det som kom gäller som det är.".to_owned(),
        ByMail::Day { judged, unread } => {
            let judged = judged.map(|until| format!(" och bedöms efter {}, så ingen blir sen i efterhand", day(until)));
            let unread = if unread {
                " Ingen har läst in filen: signerar anordnaren utan att läsa in den räknas det från underskriften."
            } else {
                ""
            };
            format!("Det räknas från när det kom{}.{unread}", judged.unwrap_or_default())
        }
        ByMail::Otherwise => "Det signeras efter den nya versionen.".to_owned(),
    }
}

pub(super) const MANY_NAMES: usize = 8;

/// The heading over what a change will do.
pub(super) const FORESEEN: &str = "Det här händer";
/// Nothing of what is asked becomes otherwise.
pub(super) const NOTHING: &str = "Ingen uppgift tillkommer, utgår eller ändras.";
/// The heading of the notice at an item and on the task list.
pub(super) const CHANGED: &str = "Ändrat under året";

/// What opens the changes beside the newest.
pub(super) fn more_changes(number: usize) -> String {
    match number {
        1 => "Visa en ändring till".to_owned(),
        more => format!("Visa {} ändringar till", integer(i64::try_from(more).unwrap_or(i64::MAX))),
    }
}

/// The subject of the letter.
pub(super) fn subject(number: usize) -> String {
    format!("Ändrat i det ni ska redovisa: {}", tasks(number))
}

/// Where the letter leads.
pub(super) const LINK: &str = "Se era uppgifter";

/// The first paragraph of the letter.
pub(super) fn opening(authority: &str) -> String {
    format!("{authority} har ändrat det som ska redovisas. Det här gäller er:")
}

/// Another last day, before it is so.
pub(super) fn day_moves(from: Day, to: Day, today: Day) -> String {
    if to < today {
        return format!(
            "Den ordinarie sista dagen ändras {}, som redan har passerat. Ingen blir sen av det.",
            from_to(from, to)
        );
    }
    format!("Sista dagen ändras {}.", from_to(from, to))
}

/// Said after a sentence of which a part is not so any more.
pub const PARTLY: &str = "En del av det har ändrats igen senare.";
/// Said after one that is not so any more.
pub const OVERTAKEN: &str = "Ändrat igen senare.";

/// The fold of what later changes have overtaken.
pub(super) fn overtaken(number: usize) -> String {
    match number {
        1 => "1 tidigare ändring som inte gäller längre".to_owned(),
        _ => {
            format!("{} tidigare ändringar som inte gäller längre", integer(i64::try_from(number).unwrap_or(i64::MAX)))
        }
    }
}

/// How many answers have chosen what can be chosen no more: drafts, and what is in.
pub(super) fn choices_used(title: &str, drafts: usize, inside: usize) -> String {
    let mut parts = Vec::new();
    if drafts > 0 {
        parts.push(format!(
            "{} har ett svar på frågan. Står där ett val som går bort behövs ett annat innan det lämnas in",
            counted(drafts, "utkast", "utkast")
        ));
    }
    if inside > 0 {
        let form = if inside == 1 { "inlämnad redovisning" } else { "inlämnade redovisningar" };
        let number = integer(i64::try_from(inside).unwrap_or(i64::MAX));
        parts.push(format!("{number} {form} har val som går bort. Det som är inlämnat står kvar som det är"));
    }
    if parts.is_empty() {
        return format!("”{title}”: inget utkast och inget inlämnat har de val som går bort.");
    }
    format!("”{title}”: {}.", parts.join(". "))
}

/// Other days or people, before it is so.
pub(super) fn covers(words: &str) -> String {
    format!("Redovisningen omfattar något annat. Nytt: {words}.")
}

/// Another occasion, before it is so.
pub(super) fn occasion(title: &str) -> String {
    format!("Uppgiften flyttas till ”{title}”.")
}

/// Names beyond those shown at once.
pub(super) fn show_names(number: usize) -> String {
    format!("Visa alla {}", integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// Lines of a letter beyond those it tells: one task may have several.
pub(super) fn more(number: usize) -> String {
    format!("Det finns {} till. Alla står bland era uppgifter.", counted(number, "ändring", "ändringar"))
}

/// The heading where somebody sends what is asked no more.
pub(super) const GONE: &str = "Uppgiften efterfrågas inte längre";
/// Where nothing tells when it went.
pub(super) const GONE_WITHOUT_DAY: &str = "Uppgiften har utgått och ska inte lämnas in.";
/// What that means for what was written.
pub(super) const GONE_KEPT: &str = "Det du skickade nu är inte sparat. Det ni hade skrivit innan finns kvar att läsa, kopiera och \
    hämta. Fråga huvudmannen om ni tror att det är fel.";
/// The same where nothing had been written.
pub(super) const GONE_EMPTY: &str =
    "Inget är sparat, och ni behöver inte göra något. Fråga huvudmannen om ni tror att det är fel.";
/// The way to what was written.
pub(super) const TO_WRITTEN: &str = "Till det ni har skrivit";
/// The way to what is asked.
pub(super) const TO_TASKS: &str = "Till uppgifterna";
