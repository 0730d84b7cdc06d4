//! Figures in words: what is divided by what, how a figure stands, and why there is none.

use kernel::swedish::{capitalised, integer, list};
use stats::Interval;
use stats::funnel::Standing;

use super::figure::{Figure, Missing};
use super::model::{Awaited, Formula, Term, Work};
use super::risk::{LEAST_BASE, Risk, SoFar};
use super::target::{Aim, Limit, Stands};
use crate::participations::Measure;
use crate::year::{
    Decimal,
    sv::{decimal, value as stated},
};

/// What is shown where there is no figure.
pub const MISSING: &str = "Uppgift saknas";
/// What is shown where too few stand behind a figure.
pub const TOO_FEW: &str = "Dolt";

/// What a term counts: *slutförda kursdeltaganden*.
pub const fn term(term: Term) -> &'static str {
    match term {
        Term::Counted(of) => measure(of),
        Term::Participating => "kursdeltaganden som pågick någon dag i perioden",
        Term::Students => "elever, var och en räknad en gång",
        Term::Complaints => "klagomål som kom in i perioden",
        Term::Work(of) => work(of),
        Term::Awaited(of) => awaited(of),
    }
}

const fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Started => "påbörjade kursdeltaganden",
        Measure::Completed => "slutförda kursdeltaganden",
        Measure::CompletedPassed => "slutförda kursdeltaganden med godkänt betyg",
        Measure::CompletedFailed => "slutförda kursdeltaganden med underkänt betyg",
        Measure::CompletedDash => "slutförda kursdeltaganden med streck",
        Measure::CompletedUngraded => "slutförda kursdeltaganden utan betygsbeslut",
        Measure::DroppedOut => "avbrutna kursdeltaganden",
        Measure::DropoutDecided => "beslutade avbrott",
        Measure::Ceased => "kursdeltaganden som huvudmannen beslutat ska upphöra",
        Measure::NotStarted => "kursdeltaganden som aldrig påbörjades",
        Measure::EndedUnknown => "kursdeltaganden med okänt slut",
        Measure::GradeA => "betyget A",
        Measure::GradeB => "betyget B",
        Measure::GradeC => "betyget C",
        Measure::GradeD => "betyget D",
        Measure::GradeE => "betyget E",
        Measure::GradeF => "betyget F",
        Measure::GradeVg => "betyget Väl godkänt",
        Measure::GradeG => "betyget Godkänt",
        Measure::GradeIg => "betyget Icke godkänt",
        Measure::GradedPassed => "godkända betyg",
        Measure::GradedFailed => "underkända betyg",
        Measure::Dash => "streck",
        Measure::TestPassed => "godkända prövningar",
        Measure::TestFailed => "underkända prövningar",
        Measure::TestDash => "prövningar med streck",
        Measure::Validated => "valideringar",
        Measure::StartedCompleted => "kursdeltaganden som började i perioden och hittills slutförts",
        Measure::StartedPassed => "kursdeltaganden som började i perioden och hittills slutförts med godkänt betyg",
        Measure::StartedDroppedOut => "kursdeltaganden som började i perioden och hittills avbrutits",
        Measure::StartedCeased => "kursdeltaganden som började i perioden och som huvudmannen beslutat ska upphöra",
        Measure::StartedUnknown => "kursdeltaganden som började i perioden och har ett okänt slut",
        Measure::StartedOngoing => "kursdeltaganden som började i perioden och pågår",
        Measure::SfiBeginners => "nybörjare i sfi två år tidigare",
        Measure::SfiTwoCourses => "nybörjare i sfi som klarat minst två kurser inom två år",
        Measure::WholeCompleted => "slutförda sammanhållna yrkesutbildningar",
        Measure::CombinationCompleted => "slutförda kombinationsutbildningar",
        Measure::ApprenticeCompleted => "slutförda lärlingsutbildningar",
        Measure::WholeDropped => "avbrutna sammanhållna yrkesutbildningar",
        Measure::CombinationDropped => "avbrutna kombinationsutbildningar",
        Measure::ApprenticeDropped => "avbrutna lärlingsutbildningar",
        Measure::EducationTransferred => "övergångar från en yrkesutbildning till en annan",
        Measure::EducationUnknown => "yrkesutbildningar med okänt slut",
    }
}

const fn awaited(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::SurveySatisfied => "enkätsvar som är nöjda eller mycket nöjda",
        Awaited::SurveyAnswers => "enkätsvar",
    }
}

const fn work(of: Work) -> &'static str {
    match of {
        Work::Completed => "elever som avslutat yrkesutbildning i perioden",
        Work::Answers => "elever som svarat tre månader efter yrkesutbildning",
        Work::InWork => "elever i arbete tre månader efter yrkesutbildning",
        Work::AfterInTrade => "elever i arbete inom yrket tre månader efter",
        Work::AfterOtherWork => "elever i annat arbete tre månader efter",
        Work::AfterOwnBusiness => "elever med eget företag tre månader efter",
        Work::AfterStudies => "elever i studier tre månader efter",
        Work::AfterSeeking => "arbetssökande elever tre månader efter",
        Work::AfterOther => "elever som gör något annat tre månader efter",
        Work::AfterNotReached => "elever som inte nåtts tre månader efter",
        Work::BeforeInTrade => "elever i arbete inom yrket vid start",
        Work::BeforeOtherWork => "elever i annat arbete vid start",
        Work::BeforeOwnBusiness => "elever med eget företag vid start",
        Work::BeforeStudies => "elever i studier vid start",
        Work::BeforeSeeking => "arbetssökande elever vid start",
        Work::BeforeOther => "elever som gjorde något annat vid start",
        Work::BeforeUnknown => "elever med okänd situation vid start",
    }
}

/// What a part of a distribution is called: *A*, *Godkänt*, *Streck*.
pub fn part(of: Term) -> String {
    let short = match of {
        Term::Counted(Measure::GradeA) => "A",
        Term::Counted(Measure::GradeB) => "B",
        Term::Counted(Measure::GradeC) => "C",
        Term::Counted(Measure::GradeD) => "D",
        Term::Counted(Measure::GradeE) => "E",
        Term::Counted(Measure::GradeF) => "F",
        Term::Counted(Measure::GradeVg) => "Väl godkänt",
        Term::Counted(Measure::GradeG) => "Godkänt",
        Term::Counted(Measure::GradeIg) => "Icke godkänt",
        other => term(other),
    };
    capitalised(short)
}

fn sum(terms: &[Term]) -> String {
    match terms {
        [] => String::new(),
        [one] => term(*one).to_owned(),
        more => format!("({})", more.iter().map(|of| term(*of)).collect::<Vec<_>>().join(" + ")),
    }
}

/// The formula as it is printed: *Godkända betyg ÷ (godkända betyg + underkända betyg)*.
pub fn formula(formula: &Formula) -> String {
    let above = if formula.is_distribution() {
        let parts: Vec<String> = formula.parts.iter().map(|of| term(*of).to_owned()).collect();
        format!("Var och en av {}", list(&parts))
    } else {
        capitalised(&sum(&formula.numerator))
    };
    let below = sum(&formula.denominator);
    match formula.per {
        Some(per) => format!("{above} × {} ÷ {below}", integer(i64::from(per))),
        None => format!("{above} ÷ {below}"),
    }
}

/// Why there is no figure, and what to do where somebody can.
pub fn missing(why: Missing) -> String {
    match why {
        Missing::NoFormula => "Året säger inte hur indikatorn räknas.".to_owned(),
        Missing::Awaited(of) => format!("Systemet har inga uppgifter om {} ännu.", awaited(of)),
        Missing::NothingCounted => "Inga kursdeltaganden är inlästa för urvalet och perioden.".to_owned(),
        Missing::EndingsUnknown(..0) => "I flera fall säger källan inte hur det slutade. Det är för många för att räkna en andel."
            .to_owned(),
        Missing::EndingsUnknown(n) => format!(
            "I {} fall säger källan inte hur det slutade. Det är för många för att räkna en andel. \
             Läs in utfallen ur verksamhetssystemet.",
            integer(n)
        ),
        Missing::StartsUnknown => "Källan till en del av resultaten säger inte när kurserna började, och det behövs för att räkna \
             siffran. Så är det med betygsmeddelanden. Läs in kursdeltaganden med kursstart ur verksamhetssystemet."
            .to_owned(),
        Missing::NotCondensed => "Den senaste inläsningen är klar, men eleverna i den är inte räknade ännu. Det görs i \
             bakgrunden. Ladda om sidan om en stund."
            .to_owned(),
        Missing::WorkNotApart => "Arbete efter utbildning redovisas per enhet och avtalsområde, och inte på det här sättet.".to_owned(),
        Missing::WorkNotReported => "Ingen lista över elever som avslutat i perioden har lämnats in ännu.".to_owned(),
        Missing::OneChoiceAtATime => "Flera urval på en gång visas bara för den som får läsa kursdeltaganden, så att ingen kan \
             räkna fram ett litet antal. Välj ett urval i taget."
            .to_owned(),
        Missing::EverybodyNotApart => "Allas resultat visas inte uppdelat på kön, skolform eller studieform, så att ingen kan \
             räkna fram ett litet antal hos någon annan."
            .to_owned(),
        Missing::PersonsNotApart => "Elever räknas en gång var: för hela huvudmannen, per anordnare, enhet och avtalsområde. \
             Urvalet går inte att skilja ut. Ta bort urval av skolform, studieform, kön eller ämne, och välj antingen enhet \
             eller avtalsområde."
            .to_owned(),
        Missing::PersonsNotForMonths => "Elever räknas från januari eller juli och framåt i ett år. Välj en sådan period.".to_owned(),
        Missing::ComplaintsNotApart => "Klagomål redovisas per enhet eller anordnare. Ta bort urvalet av avtalsområde.".to_owned(),
        Missing::ComplaintsNotReported => "Ingen redovisning av klagomål som har kommit in täcker hela perioden. Välj en \
             period som är redovisad, till exempel januari–juni."
            .to_owned(),
        Missing::ComplaintsPartly { reported, asked } => format!(
            "{reported} av {asked} redovisningar av klagomål för perioden har kommit in. Talet räknas när alla har kommit in: \
             annars blir det för lågt."
        ),
        Missing::NotAPart => "Det som räknas är fler än basen. Kontrollera formeln i årets dokument.".to_owned(),
    }
}

/// A number with at most one decimal, rounded half up, as it is read: *84,2*, *84*.
#[expect(clippy::cast_possible_truncation, reason = "a percentage, and `as` saturates")]
pub fn number(value: f64) -> String {
    decimal(Decimal::from_thousandths((value * 10.0 + 0.5).floor() as i64 * 100))
}

/// The value: *84,2 %*, *1,3 per 100*, or why there is none.
pub fn value(figure: Figure) -> String {
    match (figure, figure.value()) {
        (Figure::Share { share, .. }, Some(_)) => {
            // Rounded in whole numbers, as every share is.
            let tenths = share.percent(1).unwrap_or_default();
            format!("{}\u{a0}%", decimal(Decimal::from_thousandths(tenths * 100)))
        }
        (Figure::Rate { per, .. }, Some(value)) => format!("{} per {}", number(value), integer(i64::from(per))),
        (Figure::Stated { thousandths, unit }, _) => stated(Decimal::from_thousandths(thousandths), unit),
        (Figure::TooFew, _) => TOO_FEW.to_owned(),
        (Figure::Share { .. } | Figure::Rate { .. } | Figure::Missing(_), _) => MISSING.to_owned(),
    }
}

/// How sure it is: *81,0–87,1 %*; `None` where there is no interval.
pub fn interval(interval: Interval) -> String {
    format!("{}–{}\u{a0}%", number(interval.low * 100.0), number(interval.high * 100.0))
}

/// A target: *minst 88 %*.
pub fn limit(limit: Limit) -> String {
    let word = match limit.aim {
        Aim::AtLeast => "minst",
        Aim::AtMost => "högst",
    };
    format!("{word} {}\u{a0}%", decimal(Decimal::from_thousandths(limit.thousandths)))
}

/// How a figure stands to its target, in few words.
pub const fn stands(stands: Stands) -> &'static str {
    match stands {
        Stands::Reached => "Når målet",
        Stands::ReachedWithin => "Når målet, men osäkert",
        Stands::MissedWithin => "Går inte att skilja från målet",
        Stands::Missed => "Når inte målet",
    }
}

/// Where a share lies among those of all providers.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NoBase => MISSING,
        Standing::Low => "Under genomsnittet",
        Standing::PerhapsLow => "Kanske under genomsnittet",
        Standing::Average => "Går inte att skilja från genomsnittet",
        Standing::PerhapsHigh => "Kanske över genomsnittet",
        Standing::High => "Över genomsnittet",
    }
}

/// How likely something is, no more exactly than anybody knows: *omkring 70 %*.
fn likely(probability: f64) -> String {
    match probability * 100.0 {
        percent if percent < 2.5 => "mindre än 5\u{a0}%".to_owned(),
        percent if percent > 97.5 => "mer än 95\u{a0}%".to_owned(),
        percent => format!("omkring {:.0}\u{a0}%", (percent / 5.0).round() * 5.0),
    }
}

/// Where the likelihood stands in the sentence on a risk, and the words before it.
const OVER: &str = " missas när året är slut: ";
/// The likelihoods that are low, as they are told: of four years like it the target is reached in at least three.
const LOW: [&str; 6] = ["mindre än 5", "omkring 5", "omkring 10", "omkring 15", "omkring 20", "omkring 25"];

/// Whether the sentence on a risk tells of one that is so low that a judgement that the target will be missed calls for a
/// word. A sentence that no risk is computed, or that it is hidden, tells of none.
pub fn tells_of_low_risk(sentence: &str) -> bool {
    let told = sentence.split_once(OVER).and_then(|(_, after)| after.split_once("\u{a0}%"));
    told.is_some_and(|(likely, _)| LOW.contains(&likely))
}

/// The risk of missing a target, in one sentence: what it is, what it rests on and how unsure it is.
pub fn risk(risk: &Risk, so_far: &SoFar, limit: Limit) -> String {
    let target = self::limit(limit);
    match risk {
        Risk::Said(said) => format!(
            "Beräknad risk att målet {target}{OVER}{}. Resultatet hittills är {} (n\u{a0}=\u{a0}{}), \
             och årets värde hamnar troligen mellan {}. Vi har räknat med att lika stor del av årets elever återstår som förra året.",
            likely(said.risk),
            value(Figure::of_share(so_far.share, 0)),
            integer(so_far.share.base()),
            interval(said.share_between).replace('–', " och "),
        ),
        Risk::TooFew(0) => "Ingen risk är beräknad: det finns inga resultat hittills i år.".to_owned(),
        Risk::TooFew(base) => format!(
            "Ingen risk är beräknad: hittills i år finns {} att räkna på, och det behövs minst {}.",
            integer(*base),
            LEAST_BASE
        ),
        Risk::NoYearBefore => {
            "Ingen risk är beräknad: utan föregående års resultat går det inte att veta hur många som tillkommer."
                .to_owned()
        }
    }
}
