//! Sentences for whoever decides whether a file is taken in: what it takes away and changes, and the way back.

use kernel::Day;
use kernel::swedish::{day, integer};

use super::rows;
use crate::imports::plan::Counts;
use crate::participations::{Set, Tally};

/// What a full file takes away; another remedy where it was fetched.
pub fn removed(removed: u32, counting: i64, fetched: bool) -> String {
    if (removed, counting, fetched) == (1, 1, false) {
        return "Det enda kursdeltagande som räknas i dag finns inte i filen och tas bort. Stämmer det inte: läs inte in något, \
                och säg i stället att filen har det som är nytt eller ändrat, eller för vilken tid den är komplett."
            .to_owned();
    }
    let (removed, counting) = (integer(removed.into()), integer(counting));
    if fetched {
        return format!(
            "{removed} av de {counting} kursdeltaganden som räknas i dag finns inte i källan och tas bort. Stämmer det inte: läs \
             inte in något, och be en administratör ändra från vilken dag eller hos vilka anordnare elevsystemet har allt."
        );
    }
    format!(
        "{removed} av de {counting} kursdeltaganden som räknas i dag finns inte i filen och tas bort. Stämmer det inte: läs inte \
         in något, och säg i stället att filen har det som är nytt eller ändrat, eller för vilken tid den är komplett."
    )
}

/// The headings of what a file takes away and changes.
pub const OTHERWISE: [&str; 10] =
    ["Vad som händer", "Kurskod", "Kursstart", "Anordnare", "Enhet", "Uppgift", "Förut", "I filen", "Inläsning", "Rad"];
/// Lists of rows are not for everybody who reads files in.
pub const FOR_READERS: &str = "Listan visas för den som får läsa kursdeltaganden";
/// Why nothing is listed.
pub const LISTS_FOR_READERS: &str = "Vilka kursdeltaganden som tas bort och ändras ser den som får läsa kursdeltaganden. De som \
                                     gäller personer med skyddade personuppgifter visas aldrig.";
/// A participation goes.
pub const GOES: &str = "Tas bort";
/// A participation is told of otherwise.
pub const CHANGES: &str = "Ändras";
/// The day on which a course is to end.
pub const PLANNED_END: &str = "Planerat kursslut";
/// A row belonged to a vocational education.
pub const ONE_EDUCATION: &str = "En yrkesutbildning";
/// A row belongs to another vocational education than before.
pub const OTHER_EDUCATION: &str = "En annan yrkesutbildning";

/// Opens the list of what goes.
pub fn which_go(shown: usize, all: u32) -> String {
    which("som tas bort", shown, all)
}

/// Opens the list of what changes.
pub fn which_change(shown: usize, all: u32) -> String {
    which("som ändras", shown, all)
}

fn which(what: &str, shown: usize, all: u32) -> String {
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    let all = i64::from(all);
    if shown == all {
        format!("Kursdeltaganden {what} ({})", integer(all))
    } else {
        format!("Kursdeltaganden {what} ({} av {} visas)", integer(shown), integer(all))
    }
}

/// What the lists leave out.
pub const LISTS_LEAVE_OUT: &str = "Listorna visar inte vem det gäller. Personer med skyddade personuppgifter räknas men står aldrig i dem. Att du har läst \
     listorna står i granskningskedjan.";

/// Leads to all of it as a text file, which has so many of each at most.
pub fn otherwise_file(removed: u32, changed: u32, at_most: u32) -> String {
    let all = "Hämta allt som tas bort och ändras som textfil (csv)";
    if removed.max(changed) <= at_most {
        all.to_owned()
    } else {
        format!(
            "Hämta de första {} som tas bort och de första {} som ändras som textfil (csv)",
            integer(at_most.into()),
            integer(at_most.into())
        )
    }
}

/// What that file is called.
pub fn otherwise_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}-skillnader.csv")
}

/// What stays for a rejected row's sake.
pub fn spared(number: u32) -> String {
    if number == 1 {
        return "1 kursdeltagande finns inte bland de godkända raderna men blir kvar, eftersom en avvisad rad kan gälla det."
            .to_owned();
    }
    format!(
        "{} kursdeltaganden finns inte bland de godkända raderna men blir kvar, eftersom en avvisad rad kan gälla dem.",
        integer(number.into())
    )
}

/// For what a full file says what there is: which time, at how many providers, of whom.
pub fn speaks_of(started: Option<(Day, Day)>, providers: usize, per_person: bool) -> String {
    let mut told = String::from("Filen säger allt som finns");
    if per_person {
        told.push_str(" för de elever som är med i den");
    }
    match started {
        Some((from, to)) => {
            told.push_str(&format!(
                " om kursdeltaganden som började från och med {} till och med {}",
                day(from),
                day(to)
            ));
        }
        None => told.push_str(", oavsett när kursen började"),
    }
    match providers {
        0 => {}
        1 => told.push_str(", hos en anordnare"),
        more => told.push_str(&format!(", hos {more} anordnare")),
    }
    told.push_str(". Bara där tas något bort.");
    told
}

/// How what goes can come back.
pub const fn way_back(fetched: bool) -> &'static str {
    if fetched {
        "Det finns ingen knapp som ångrar. Vägen tillbaka är att rätta i elevsystemet och hämta igen: det som finns där kommer \
         då tillbaka."
    } else {
        "Det finns ingen knapp som ångrar. Vägen tillbaka är att läsa in den förra kompletta filen en gång till som ”Allt som \
         finns”, för samma tid och med den dag då den togs ut: det som togs bort kommer då tillbaka. Se till att ha kvar den \
         filen innan du går vidare."
    }
}

/// The box to tick where much goes.
pub fn meant(removed: u32) -> String {
    format!("Ja, {} kursdeltaganden ska bort", integer(removed.into()))
}

/// It was not ticked.
pub fn not_meant(removed: u32) -> String {
    format!(
        "Kryssa i att {} kursdeltaganden ska bort, eller välj att inte läsa in något. Inget har lästs in än.",
        integer(removed.into())
    )
}

/// The button that takes in: it says what it takes away.
pub fn take_words(counts: &Counts) -> String {
    let good = counts.good();
    match (counts.removed, good) {
        (0, _) if counts.rejected > 0 => "Läs in de rader som går".to_owned(),
        (0, _) => format!("Läs in {}", rows(counts.read)),
        (removed, 0) => format!("Ta bort {}", participations(removed)),
        (removed, good) => format!("Ta bort {} och läs in {}", integer(removed.into()), rows(good)),
    }
}

/// *1 kursdeltagande*, *12 kursdeltaganden*.
pub fn participations(number: u32) -> String {
    if number == 1 { "1 kursdeltagande".to_owned() } else { format!("{} kursdeltaganden", integer(number.into())) }
}

/// What has just been taken in.
pub fn taken(set: &Set) -> String {
    let Tally { added, changed, removed, .. } = set.tally;
    let told = |number: u32, [one, more]: [&str; 2]| {
        format!("{} {}", integer(number.into()), if number == 1 { one } else { more })
    };
    format!(
        "Inläsning {} räknas nu: {}, {} och {} {}.",
        integer(set.number),
        told(added, ["nytt", "nya"]),
        told(changed, ["ändrat", "ändrade"]),
        told(removed, ["borttaget", "borttagna"]),
        if removed == 1 { "kursdeltagande" } else { "kursdeltaganden" }
    )
}
