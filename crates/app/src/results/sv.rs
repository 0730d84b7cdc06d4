//! Words of the results.

use domain::courses::SchoolForm;
use domain::indicators::{Figure, Missing, Stands, Term};
use domain::participations::{Measure, Month, Sex, StudyForm};
use domain::year::Indicator;
use kernel::Day;
use kernel::swedish::{self, integer};
use stats::Shown;
use stats::control::{Footing, Signal};
use stats::funnel::{Funnel, Spread, Standing};

use super::cohort::Cohort;
use super::look::{BY_CHANCE, Seen, Told};
use super::model::{By, Months, Stretch};
use super::reported::Reported;
use crate::participations::{Freeze, Set};

/// The heading of the whole.
pub const RESULTS: &str = "Resultat";
/// Leads to the files that results come in.
pub const EARLIER: &str = "Tidigare år";
/// A way.
pub const READ_IN: &str = "Läs in resultat ur verksamhetssystemet";
/// Leads to the vocational educations.
pub const EDUCATIONS: &str = "Yrkesutbildningar, en och en";
/// Leads to what is published for those outside.
pub const PUBLISH: &str = "Publicera resultat för utomstående";
/// Leads to what others publish.
pub const OTHERS: &str = "Källor: officiell statistik, skolenhetsregistret och andras tabeller";
/// Leads to the target sheet of the year.
pub const TARGETS: &str = "Målvärden och hur indikatorerna räknas";
/// Leads to random samples.
pub const SAMPLES: &str = "Stickprov av studieplaner mot resultat";
/// Leads to the study plans that a provider sends in.
pub const STUDY_PLANS: &str = "Studieplaner till kommunens stickprov";
/// Over the ways from the overview.
pub const MORE: &str = "Mer om resultaten";
/// Where targets differ, in place of how the whole stands to them.
pub const PER_PROVIDER: &str = "Jämförs per anordnare";
/// The rows behind a figure.
pub const ROWS: &str = "Kursdeltaganden bakom siffran";
/// Why a part of the authority is not told apart further.
pub const ONE_CHOICE: &str = "En del av verksamheten delas inte upp vidare, och visas inte månad för månad, för den som inte får \
                              läsa kursdeltaganden: uppdelningar bredvid varandra kunde röja ett litet antal.";
/// What hidden figures are called where figures are explained.
pub const HIDDEN: &str = "Dolda tal";
/// What the word for a hidden figure means.
pub const WHY_HIDDEN: &str = "”Dolt” betyder att ett litet antal annars kunde räknas ut: talets eget, eller ett som följer av det \
                              tillsammans med andra rader, perioder eller år.";
/// The whole of what is asked.
pub const ALL: &str = "Alla tillsammans";
/// The numerator of a published table.
pub const COUNT: &str = "Antal";
/// Those who began and go on still, in a published table.
pub const GOES_ON: &str = "Pågår";
/// What has to be known of a table of those who began.
pub const GOES_ON_NOTE: &str = "De som pågår räknas in i basen. Andelen ändras så länge någon av dem går kvar, och är lägst för dem som började sist.";
/// A provider that is not in the register.
pub const UNKNOWN_PROVIDER: &str = "Anordnare som inte finns i registret";
/// Where the source names no unit.
pub const NO_UNIT: &str = "Enhet framgår inte";
/// Those of whom a list tells by number alone.
pub const PROTECTED: &str = "Skyddade personuppgifter, alla avtalsområden";
/// Where the source names no contract area.
pub const NO_AREA: &str = "Avtalsområde framgår inte";

/// What is told apart by no more than how it is taught.
pub const fn taught_as(unit: domain::courses::UnitKind) -> &'static str {
    use domain::courses::UnitKind;
    match unit {
        UnitKind::Course => "kurser",
        UnitKind::CoursePart => "delkurser",
        UnitKind::Level => "nivåer enligt Gy25",
        UnitKind::LevelPart => "delar av nivåer",
        UnitKind::Orientation => "orienteringskurser",
        UnitKind::Individual => "individuella kurser",
        UnitKind::Work => "arbeten",
        UnitKind::Package => "kurspaket",
    }
}

/// A year of which there is nothing to show.
pub fn no_such_year(asked: i16, shown: i16) -> String {
    format!("Det finns inga resultat för {asked}. Här visas {shown}.")
}

/// What a form of study is called.
pub const fn study_form(form: StudyForm) -> &'static str {
    match form {
        StudyForm::Unknown => "Studieform framgår inte",
        StudyForm::OnSite => "Närundervisning",
        StudyForm::Distance => "Distans",
        StudyForm::Blended => "Flex, delvis distans",
    }
}

/// What a sex is called.
pub const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Unknown => "Kön framgår inte",
        Sex::Woman => "Kvinnor",
        Sex::Man => "Män",
    }
}

/// What a school form is called, first in a cell.
pub fn school_form(form: SchoolForm) -> String {
    swedish::capitalised(domain::participations::sv::school_form(form))
}

/// What a breakdown is called in the list.
pub const fn by(by: By) -> &'static str {
    match by {
        By::Provider => "Anordnare",
        By::Unit => "Enhet",
        By::Area => "Avtalsområde",
        By::Form => "Skolform",
        By::Group => "Ämne eller kurs",
        By::StudyForm => "Studieform",
        By::Sex => "Kön",
    }
}

/// So many of what a breakdown has: *anordnare*, *enheter*.
pub const fn several(by: By) -> &'static str {
    match by {
        By::Provider => "anordnare",
        By::Unit => "enheter",
        By::Area => "avtalsområden",
        By::Form => "skolformer",
        By::Group => "ämnen eller kurser",
        By::StudyForm => "studieformer",
        By::Sex => "kön",
    }
}

/// What a part of a year is called.
pub const fn stretch(stretch: Stretch) -> &'static str {
    match stretch {
        Stretch::Year => "Hela året",
        Stretch::Quarter => "Januari–mars",
        Stretch::Spring => "Januari–juni",
        Stretch::Autumn => "Juli–december",
        Stretch::ToNovember => "Januari–november",
    }
}

/// The months in words: *januari–december 2024*.
pub fn months(months: Months) -> String {
    let name = |month: Month| swedish::month(i8::try_from(month.number() % 100).unwrap_or_default());
    if months.from == months.to {
        return format!("{} {}", name(months.from), months.year());
    }
    format!("{}–{} {}", name(months.from), name(months.to), months.year())
}

/// Where figures come from: the set, until when its figures are known, and the snapshot that is cited.
pub fn source(set: &Set, known: Day, freeze: Option<&Freeze>) -> String {
    let frozen = freeze.map(|freeze| format!(" {}.", frozen(freeze))).unwrap_or_default();
    format!(
        "Underlag: kursdeltaganden ur verksamhetssystemet, uttagna {}. Inläsning nr {}.{frozen}",
        swedish::day(known),
        set.number
    )
}

/// What a figure rests on that the providers have handed in.
pub const FROM_REPORTS: &str = "Underlag: anordnarnas redovisningar, den senast inlämnade versionen av var och en.";

/// Where figures come from, where a heading says already that it does.
pub fn without_heading(source: &str) -> String {
    swedish::capitalised(source.strip_prefix("Underlag: ").unwrap_or(source))
}

/// A snapshot as it is cited: *Frysning 3, ”Tertial 1”, 15 juli 2024*.
pub fn frozen(freeze: &Freeze) -> String {
    format!("Frysning {}, ”{}”, {}", integer(freeze.number), freeze.title, swedish::day(freeze.at.day()))
}

/// That the newest figures are shown, as a choice.
pub const NEWEST: &str = "Det nyaste underlaget";

/// A snapshot as a choice: *Läget i frysning 3, 15 juli 2024*.
pub fn as_of_freeze(freeze: &Freeze) -> String {
    format!("Läget i frysning {}, {}", integer(freeze.number), swedish::day(freeze.at.day()))
}

/// How a count has changed: *+3*, *−2*, *oförändrat*.
pub fn change(now: i64, then: i64) -> String {
    match now - then {
        0 => "oförändrat".to_owned(),
        more if more > 0 => format!("+{}", integer(more)),
        less => format!("\u{2212}{}", integer(-less)),
    }
}

/// The sentence over the comparison with a snapshot.
pub fn since(freeze: &Freeze, changed: usize, rows: usize) -> String {
    let since = format!("Jämfört med frysning {}, {}", integer(freeze.number), swedish::day(freeze.at.day()));
    match changed {
        0 => format!("{since}, är inget ändrat."),
        all if all == rows => format!("{since}, är alla rader ändrade."),
        some => format!("{since}, är {some} av {rows} rader ändrade."),
    }
}

/// That the source ends within the period, on that day, and what is shown therefore: no more than its last whole month.
pub fn so_far(month: Month, known: Option<Day>) -> String {
    let name = swedish::month(i8::try_from(month.number() % 100).unwrap_or_default());
    match known.filter(|day| Month::of(*day) != month) {
        Some(day) => format!(
            "Underlaget räcker till och med {}. Siffrorna är till och med {name}, den sista hela månaden, för alla år.",
            swedish::day(day)
        ),
        None => format!("Underlaget räcker till och med {name}. Andra år visas till och med samma månad."),
    }
}

/// What the figure of the same months a year before is called.
pub const YEAR_BEFORE: &str = "Samma period året före";

/// How much of another year a figure is of, after it.
pub fn until(month: Month) -> String {
    let name = swedish::month(i8::try_from(month.number() % 100).unwrap_or_default());
    format!(", till och med {name}")
}

/// A month, short: *jan 24*.
pub fn month_short(month: Month) -> String {
    let name = swedish::month(i8::try_from(month.number() % 100).unwrap_or_default());
    let name: String = name.chars().take(3).collect();
    format!("{name} {:02}", month.number() / 100 % 100)
}

/// *3 211 av 3 790*; nothing where it is not shown.
pub fn part_of(figure: Figure) -> String {
    figure.counts().map_or_else(String::new, |(part, base)| format!("{} av {}", integer(part), integer(base)))
}

/// The figure with its base: *84,7 % (n = 3 790)*, or why there is none.
pub fn with_base(figure: Figure) -> String {
    let value = domain::indicators::sv::value(figure);
    match figure.counts() {
        Some((_, base)) if base > 0 => format!("{value} (n\u{a0}=\u{a0}{})", integer(base)),
        _ => value,
    }
}

/// How sure it is: *83,5–85,8 %*; nothing where there is no interval.
pub fn interval(figure: Figure) -> String {
    match figure {
        Figure::Share { interval: Some(interval), .. } => domain::indicators::sv::interval(interval),
        Figure::Share { .. } | Figure::Rate { .. } | Figure::Stated { .. } | Figure::Missing(_) | Figure::TooFew => {
            String::new()
        }
    }
}

/// What has to be said beside a figure; nothing where all is said.
pub fn remark(figure: Figure) -> String {
    match figure {
        Figure::Missing(why) => domain::indicators::sv::missing(why),
        Figure::Share { unknown, .. } if unknown < 0 => {
            "Några kursdeltaganden har ett slut som källan inte anger. De räknas inte till något utfall.".to_owned()
        }
        Figure::Share { unknown: 1, .. } => {
            "1 kursdeltagande har ett slut som källan inte anger. Det räknas inte till något utfall.".to_owned()
        }
        Figure::Share { unknown, .. } if unknown > 0 => {
            format!(
                "{} kursdeltaganden har ett slut som källan inte anger. De räknas inte till något utfall.",
                integer(unknown)
            )
        }
        Figure::Share { share, .. } if share.base() == 0 => "Ingen att räkna på i perioden.".to_owned(),
        Figure::TooFew => "Ett litet antal kunde annars räknas ut.".to_owned(),
        Figure::Stated { .. } => {
            "Inrapporterat värde utan bas. Det räknas inte ihop med andra och har ingen osäkerhet.".to_owned()
        }
        Figure::Share { .. } | Figure::Rate { .. } => String::new(),
    }
}

/// How far those who began together have come, and what that means for the figure.
pub fn unfinished(cohort: &Cohort) -> String {
    let (Shown::Count(open), Shown::Count(all)) = (cohort.open, cohort.all) else { return String::new() };
    if all == 0 {
        return String::new();
    }
    if open == 0 {
        return "Alla som började i perioden har slutat, så siffran ändras inte mer om inte underlaget rättas."
            .to_owned();
    }
    let mut out = format!(
        "{} av {} som började i perioden pågår fortfarande. Siffran är ett läge hittills, och tidigare år har hunnit längre.",
        integer(open),
        integer(all)
    );
    let young: Vec<String> =
        cohort.months.iter().filter(|began| began.mostly_open).map(|began| month(began.month)).collect();
    if !young.is_empty() {
        out.push_str(&format!(" Av dem som började i {} pågår mer än hälften.", swedish::list(&young)));
    }
    out.push_str(" Den jämförs med ett målvärde först när det som pågår inte kan ändra svaret.");
    out
}

/// A month by name: *september*.
pub fn month(month: Month) -> String {
    swedish::month(i8::try_from(month.of_year()).unwrap_or_default()).to_owned()
}

/// That some providers have students and are asked for no report at all; empty where there are none.
pub fn complaints_missing(silent: usize) -> String {
    if silent == 0 {
        return String::new();
    }
    format!(
        "{silent} anordnare har elever i basen men ingen redovisning av klagomål för perioden, så talet är för lågt."
    )
}

/// The sentence a page begins with: how many indicators stand how to their targets.
pub fn standing_of_all(told: &[Stands], of_all: usize) -> String {
    let of = |wanted: &[Stands]| told.iter().filter(|stands| wanted.contains(stands)).count();
    if told.is_empty() {
        return format!("Ingen av de {of_all} indikatorerna har både ett resultat och ett målvärde.");
    }
    let (reached, uncertain, missed) =
        (of(&[Stands::Reached]), of(&[Stands::ReachedWithin, Stands::MissedWithin]), of(&[Stands::Missed]));
    if told.len() == 1 {
        let how = match (reached, missed) {
            (1, _) => "den når målet",
            (_, 1) => "den når inte målet",
            _ => "den ligger så nära att osäkerheten avgör",
        };
        return format!("1 av {of_all} indikatorer har målvärde och resultat för hela urvalet, och {how}.");
    }
    let mut parts = Vec::new();
    for (count, words) in
        [(reached, "når målet"), (uncertain, "ligger så nära att osäkerheten avgör"), (missed, "når inte målet")]
    {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    }
    format!("{} av {of_all} indikatorer har målvärde och resultat: {}.", told.len(), swedish::list(&parts))
}

/// The sentence an indicator's page begins with.
pub fn lead(told: &Told) -> String {
    let value = domain::indicators::sv::value(told.figure);
    match (told.figure, told.figure.value()) {
        (Figure::Share { share, .. }, Some(_)) => {
            let mut out = format!("{value}: {} av {}.", integer(share.part()), integer(share.base()));
            if let Some(stands) = told.stands {
                out.push_str(&format!(" {}, {}.", domain::indicators::sv::stands(stands), told.goal.words));
            }
            out
        }
        (Figure::Missing(Missing::NothingCounted), _) => "Inga resultat finns för urvalet och perioden.".to_owned(),
        (figure, _) => format!("{value}. {}", remark(figure)).trim_end().to_owned(),
    }
}

/// The sentence a distribution's page begins with: *5 800 satta betyg och streck*.
pub fn spread(indicator: &Indicator, seen: &Seen) -> String {
    let base = seen.lead.figure.counts().map(|(_, base)| integer(base)).unwrap_or_default();
    let what = indicator.base.as_ref().map(|base| base.as_sv().to_lowercase()).unwrap_or_default();
    format!("{base} {what}.")
}

/// The sentence over the picture of a distribution: its largest part.
pub fn largest_part(seen: &Seen) -> String {
    let shown = seen.parts.iter().filter_map(|part| Some((part.figure.value()?, part)));
    let largest = shown.max_by(|(one, _), (other, _)| one.total_cmp(other));
    largest.map_or_else(String::new, |(_, part)| {
        format!(
            "{} är vanligast: {}.",
            domain::indicators::sv::part(part.term),
            domain::indicators::sv::value(part.figure)
        )
    })
}

/// What has to be said of a distribution over two scales.
pub fn scales(seen: &Seen) -> String {
    let has = |measure: Measure| seen.parts.iter().any(|part| part.term == Term::Counted(measure));
    let letters = [Measure::GradeA, Measure::GradeC, Measure::GradeE, Measure::GradeF].into_iter().any(has);
    let words = [Measure::GradeG, Measure::GradeIg].into_iter().any(has);
    if letters && words {
        "Urvalet har två betygsskalor: A–F och Godkänt–Icke godkänt. Välj en skolform för att se en i taget.".to_owned()
    } else {
        String::new()
    }
}

/// The sentence over a funnel plot.
pub fn funnel(by: By, seen: &Seen) -> String {
    let judged = seen.rows.iter().filter_map(|row| row.standing).filter(|standing| *standing != Standing::NoBase);
    let judged: Vec<Standing> = judged.collect();
    let outside = judged.iter().filter(|standing| **standing != Standing::Average).count();
    let all = judged.len();
    if outside == 0 {
        return format!("Ingen av {all} {} går att skilja från genomsnittet.", several(by));
    }
    format!("{outside} av {all} {} ligger utanför 95-procentsgränserna.", several(by))
}

/// What the limits of the funnel rest on.
pub fn funnel_limits(by: By, funnel: &Funnel) -> String {
    let inner = "Streckad linje: 95 %. Heldragen linje: 99,8 %.";
    match funnel.spread {
        Spread::Chance => {
            let exact = format!(
                "{inner} Gränserna är exakta (binomialfördelningen) och visar vad slumpen ensam ger. Av {} {} väntas i \
                 snitt {} utanför 95-procentsgränserna även om alla är lika bra.",
                funnel.units,
                several(by),
                domain::indicators::sv::number(funnel.expected_outside())
            );
            if funnel.by_chance < BY_CHANCE {
                format!(
                    "{exact} Tillsammans skiljer de sig mer än slumpen ger, men de är för få för att säga vilka som avviker \
                     eller hur mycket som beror på olika förutsättningar."
                )
            } else {
                exact
            }
        }
        Spread::Factor(_) | Spread::Between(_) => format!(
            "{inner} {} skiljer sig mer än slumpen ger. Gränserna är därför vidgade med hur mycket de skiljer sig \
             sinsemellan (Spiegelhalter 2005).",
            swedish::capitalised(several(by))
        ),
    }
}

/// The sentence over the chart of months.
pub fn months_lead(seen: &Seen) -> String {
    let signals =
        seen.months.iter().filter(|month| month.judged.as_ref().is_some_and(|j| !j.signals.is_empty())).count();
    let with_results = seen.months.iter().filter(|month| month.figure.value().is_some()).count();
    match (seen.chart.as_ref().map(|chart| chart.footing), signals) {
        (None | Some(Footing::TooFew), _) => {
            let months = match with_results {
                1 => "1 månad".to_owned(),
                more => format!("{more} månader"),
            };
            format!("Det finns {months} med resultat. Det är för få för att säga vad som är vanlig variation.")
        }
        (Some(_), 0) => "Månaderna varierar inte mer än vanligt.".to_owned(),
        (Some(_), 1) => "1 månad utmärker sig.".to_owned(),
        (Some(_), more) => format!("{more} månader utmärker sig."),
    }
}

/// What the limits of the months rest on.
pub fn months_limits(footing: Footing) -> &'static str {
    match footing {
        Footing::TooFew => "Gränser dras först vid 12 månader.",
        Footing::Trial => {
            "Preliminära gränser: de bygger på färre än 20 månader och kan flytta sig när fler kommer till. En månad \
             utanför är en fråga att ställa, inget svar."
        }
        Footing::Settled => "Gränserna visar vanlig variation. En månad utanför är en fråga att ställa, inget svar.",
    }
}

/// What the limits are called at their end.
pub const fn limits_name(footing: Footing) -> &'static str {
    match footing {
        Footing::TooFew => "",
        Footing::Trial => "prel. gränser",
        Footing::Settled => "gränser",
    }
}

/// What stands out about a month.
pub fn signals<'a>(signals: impl IntoIterator<Item = &'a Signal>) -> String {
    let words: Vec<&str> = signals
        .into_iter()
        .map(|signal| match signal {
            Signal::Above => "Över övre gränsen",
            Signal::Below => "Under nedre gränsen",
            Signal::ShiftUp => "En av minst åtta i rad över genomsnittet",
            Signal::ShiftDown => "En av minst åtta i rad under genomsnittet",
            Signal::TrendUp => "En av minst sex i rad som stiger",
            Signal::TrendDown => "En av minst sex i rad som sjunker",
        })
        .collect();
    words.join(". ")
}

/// A figure beside a text: *84,2 % (n = 512), osäkerhet 80,8–87,1 %. Mål minst 88 %. Alla anordnare 83,1 % (n = 4 020).*
pub fn beside(told: &Told, everybody: Figure, period: Months) -> String {
    let mut out = format!("{}: {}", swedish::capitalised(&months(period)), with_base(told.figure));
    let sure = interval(told.figure);
    if !sure.is_empty() {
        out.push_str(&format!(", osäkerhet {sure}"));
    }
    out.push('.');
    if !told.goal.words.is_empty() {
        out.push_str(&format!(" Målvärde {}.", told.goal.words));
    }
    if told.earlier.value().is_some() {
        out.push_str(&format!(" {YEAR_BEFORE}: {}.", with_base(told.earlier)));
    }
    out.push_str(&format!(" Alla anordnare tillsammans {}.", with_base(everybody)));
    out
}

/// A distribution beside a text: *Januari–juni 2024: A 12 %, B 20 % (n = 240).*
pub fn spread_beside(seen: &Seen, period: Months) -> String {
    let parts: Vec<String> = seen
        .parts
        .iter()
        .map(|part| {
            let (name, value) = (domain::indicators::sv::part(part.term), domain::indicators::sv::value(part.figure));
            format!("{name} {value}")
        })
        .collect();
    let base = seen.lead.figure.counts().map(|(_, base)| format!(" (n\u{a0}=\u{a0}{})", integer(base)));
    format!("{}: {}{}.", swedish::capitalised(&months(period)), parts.join(", "), base.unwrap_or_default())
}

/// In place of a risk that rests on too few to be told to whoever looks.
pub const RISK_HIDDEN: &str = "Beräknad risk visas inte för dig: ett litet antal kunde annars räknas ut.";

/// That a figure is not counted here, how it was given, and who said it.
pub fn reported(reported: &Reported) -> String {
    let how = match reported.figure {
        Figure::Stated { .. } => "Uppgivet värde utan bas",
        Figure::Share { .. } | Figure::Rate { .. } | Figure::Missing(_) | Figure::TooFew => "Inrapporterade antal",
    };
    let note = reported.note.trim_end_matches('.');
    let note = if note.is_empty() { String::new() } else { format!(" {note}.") };
    format!("{how}. Källa: {}.{note}", reported.source.trim_end_matches('.'))
}

/// That figures were loaded for parts of what is asked and not for the whole.
pub fn reported_apart(parts: &[By], narrowed: bool) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("per {}", by(*part).to_lowercase())).collect();
    let whole = if narrowed { "för hela urvalet" } else { "för alla tillsammans" };
    format!("Det finns inlästa siffror {}, men ingen {whole}.", swedish::list(&parts))
}

/// Where the figures of parts are to be found, after [`reported_apart`].
pub const SEE_TABLE: &str = "Se tabellen längre ned.";
/// How they are found where the page tells others apart.
pub const TELL_APART: &str = "Välj det under ”Dela upp på” för att se dem.";
/// Over a table whose rows all have the same source.
pub const ALL_FROM: &str = "Alla rader:";

/// The heading of where the figure of a year comes from.
pub const WHERE_FROM: &str = "Källa";
/// That a figure is counted of what was read in.
pub const COUNTED_HERE: &str = "Räknat här ur kursdeltaganden.";
/// That there is a loaded figure beside the counted one.
pub const ALSO_REPORTED: &str = "Det finns också en inrapporterad siffra. Den som räknas här visas före den.";
/// What the years' table says where some were loaded.
pub const YEARS_REPORTED: &str = "Siffror som räknas här visas före inrapporterade. Inrapporterade siffror gäller hela år. Ett \
    uppgivet värde utan bas räknas inte ihop med andra och har ingen osäkerhet.";
/// What is not frozen.
pub const NOT_FROZEN: &str = "Klagomål följer redovisningarna och fryses inte: de visas som de är i dag. Det gäller också inrapporterade siffror.";
/// That loaded figures are not frozen.
pub const LOADED_NOT_FROZEN: &str = "Inrapporterade siffror fryses inte: de visas som de är i dag.";

/// What of the complaints per student is frozen, and what is not.
pub fn complaints_not_frozen(freeze: &str) -> String {
    format!(
        "Klagomål följer redovisningarna och fryses inte: klagomålen är de som är redovisade i dag. Eleverna som de räknas på är \
         de som gällde när ”{freeze}” frystes."
    )
}

/// That complaints beside a report are those of today.
pub const COMPLAINTS_NOT_FROZEN: &str = "Klagomål följer redovisningarna och fryses inte.";
/// Leads to the picture of one provider.
pub const ONE_PAGE: &str = "Alla indikatorer, redovisningar och fokusområden på en sida";
/// Over the list of providers, each with a picture of its own.
pub const ONE_AT_A_TIME: &str = "En anordnare i taget, med alla indikatorer på en sida";

/// All contract areas together.
pub const WORK_ALL: &str = "Alla avtalsområden";
/// The first bar of the picture of change.
pub const AT_START: &str = "Vid start";
/// The second.
pub const THREE_MONTHS_AFTER: &str = "Tre månader efter";
/// The parts of the bars.
pub const WORK_PARTS: [&str; 5] =
    ["Arbete inom yrket", "Annat arbete eller eget företag", "Studier", "Arbetssökande eller annat", "Uppgift saknas"];

/// What the picture of change is called.
pub fn work_title(name: &str) -> String {
    format!("Från start till tre månader efter: {name}")
}

/// The change in a sentence: how many worked of those of whom it is known, at both ends, and of how many it is not.
pub fn work_change(name: &str, (before, known): (i64, i64), after: i64, all: i64, unknown: i64) -> String {
    let of = |n: i64| if n == 1 { "1 elev".to_owned() } else { format!("{} elever", integer(n)) };
    let answered = all - unknown;
    let start = if known < all {
        format!("{} av {} som det finns uppgift om", integer(before), integer(known))
    } else {
        format!("{} av {}", integer(before), integer(all))
    };
    let end = if unknown > 0 || known < all {
        format!("{} av {} som svarat", integer(after), integer(answered))
    } else {
        integer(after)
    };
    let lacks = [(all - known, "från starten"), (unknown, "efteråt")];
    let lacks: String = lacks
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, when)| format!(" Om {} saknas uppgift {when}.", of(*n)))
        .collect();
    format!("{name}: {start} arbetade när utbildningen började, {end} tre månader efter den.{lacks}")
}

/// The head of the column with the known share of all.
pub const OF_ALL_COMPLETED: &str = "Av alla som avslutat";
/// The same in files, in per cent: what is known, and the highest that it can be.
pub const OF_ALL_COLUMNS: [&str; 2] = ["Av alla som avslutat (känt)", "Av alla som avslutat (högst)"];

/// How many of them have protected identities.
pub fn work_protected(n: i64) -> String {
    format!("Skyddade personuppgifter: {}. De ingår i antalen och står inte i listan.", integer(n))
}

/// A situation in the text alternative of the picture.
pub fn work_row(title: &str, before: i64, after: i64) -> String {
    format!("{title}: {} vid start, {} efter.", integer(before), integer(after))
}

/// A situation in a document.
pub fn work_pair(before: i64, after: i64) -> String {
    format!("{} vid start, {} tre månader efter", integer(before), integer(after))
}

/// What has to be said beside a share of those who answered: the known share of all, and what nobody knows.
pub fn work_shares(tally: &domain::work::Tally) -> Vec<String> {
    let mut told = domain::work::sv::shares(tally);
    // The figure itself is the first of them.
    if tally.answers() > 0 {
        told.remove(0);
    }
    told
}

/// When those completed who are told of, where that is not all of the period.
pub fn work_completed_in(of: Months) -> String {
    format!("Siffran gäller dem som avslutade {}, enligt inlämnade listor.", months(of))
}

/// How many lists are missing; nothing where none is.
pub fn work_lists(reported: usize, asked: usize) -> Option<String> {
    (reported < asked).then(|| format!("{reported} av {asked} listor har lämnats in."))
}

/// That what is told of work follows the lists.
pub const WORK_NOT_FROZEN: &str = "Siffrorna om arbete följer de listor som är inlämnade och fryses inte.";
/// The heads of a table of figures.
pub const FIGURE_COLUMNS: [&str; 5] = ["Mått", "Resultat", "Antal (n)", "Osäkerhet", "Målvärde"];
/// Where there is no figure.
pub const NO_FIGURE: &str = "–";
/// What a table of complaints shows.
pub const COMPLAINTS_BY_CATEGORY: &str = "Era klagomål i år, efter kategori";
/// Its heads.
pub const COMPLAINT_COLUMNS: [&str; 2] = ["Kategori", "Antal"];

/// What a table of figures shows.
pub fn figures_of_months(period: Months) -> String {
    format!("Era resultat, {}", months(period))
}

/// Where the complaints come from.
pub fn own_complaints(reported: usize, asked: usize, frozen: Day, of_area: bool) -> String {
    let of = match (reported, asked) {
        (_, 0) if of_area => "Ingen enhet har bara det här avtalsområdet.".to_owned(),
        (_, 0) => "Ingen redovisning av klagomål begärs av er i år.".to_owned(),
        (reported, asked) if reported == asked => "Ur de redovisningar av klagomål som ni har lämnat in.".to_owned(),
        (reported, asked) => {
            format!("Ur de redovisningar av klagomål som ni har lämnat in: {reported} av {asked} har kommit in.")
        }
    };
    let mixed = if of_area { " Enheter med flera avtalsområden räknas inte med här." } else { "" };
    format!("{of}{mixed} Det som har kommit in till och med {} räknas.", swedish::day(frozen))
}
