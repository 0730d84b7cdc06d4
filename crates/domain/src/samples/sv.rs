//! Swedish sentences about random samples.

use kernel::swedish;
use stats::sampling::{Agreement, Cases, Detection, Stratum, detects};

use super::{Agreed, Happening, Judgement, Refusal, Share, Stage};

fn number(count: usize) -> String {
    swedish::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A share as a whole per cent; all and nothing only where it is all or nothing.
fn percent(part: i64, base: i64) -> i64 {
    if base <= 0 {
        return 0;
    }
    let rounded = (part * 200 + base) / (2 * base);
    if 0 < part && part < base { rounded.clamp(1, 99) } else { rounded }
}

/// How far a sample has come.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Frozen => "Fryst, inte draget",
        Stage::Drawn => "Pågår",
        Stage::Closed => "Avslutat",
        Stage::Cancelled => "Avbrutet",
    }
}

/// What an assessor says.
pub const fn judgement(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "Stämmer",
        Judgement::Partly => "Stämmer delvis",
        Judgement::NotMet => "Stämmer inte",
        Judgement::NoPlan => "Studieplan saknas",
        Judgement::NotAssessable => "Går inte att bedöma",
    }
}

/// What it means.
pub const fn meaning(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "Resultaten är de som var planerade, eller planen är ändrad så att de stämmer.",
        Judgement::Partly => "En del av det planerade har blivit av, eller planen är ändrad i efterhand utan skäl.",
        Judgement::NotMet => "Resultaten är andra än de planerade, och planen är inte ändrad.",
        Judgement::NoPlan => "Skolan säger att ingen plan finns, eller har inte kunnat visa någon.",
        Judgement::NotAssessable => "Underlaget räcker inte. Fallet räknas då som att det kan vara både och.",
    }
}

/// What happened, as a line of the history says it.
pub fn happening(happening: &Happening) -> String {
    match happening {
        Happening::Frozen { members, .. } => format!("Populationen frystes med {} fall", number(*members)),
        Happening::Drawn { sizes, two, .. } => {
            let who = if *two { "två bedömare" } else { "en bedömare" };
            format!("{} fall drogs, för {who}", number(sizes.values().sum()))
        }
        Happening::Received { case } => format!("Studieplanen till fall {case} kom in"),
        Happening::Absent { case } => format!("Skolan svarade att studieplan saknas i fall {case}"),
        Happening::Assessed { case, .. } => format!("Fall {case} bedömdes"),
        Happening::Settled { case, judgement: of } => {
            format!("Skillnaden i fall {case} avgjordes: {}", judgement(*of).to_lowercase())
        }
        Happening::Closed => "Stickprovet avslutades".to_owned(),
        Happening::Cancelled => "Stickprovet avbröts".to_owned(),
        Happening::ThrownAway => "Studieplanerna kastades".to_owned(),
    }
}

/// Why something is refused, and what now.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::IsDrawn => {
            "Stickprovet är redan draget. Det dras inte om. Avbryt det och börja på ett nytt om det blev fel."
        }
        Refusal::NotDrawn => "Stickprovet är inte draget än.",
        Refusal::Closed => "Stickprovet är avslutat, och ändras inte mer.",
        Refusal::Cancelled => "Stickprovet är avbrutet.",
        Refusal::Size => "Antalet passar inte populationen. Minst ett fall, högst alla, och högst 500.",
        Refusal::NoCase => "Det finns inget sådant fall i stickprovet.",
        Refusal::Enough => "Fallet är redan bedömt av så många som ska göra det.",
        Refusal::Both => "Båda har bedömt fallet, så bedömningen ligger fast. Skiljer de sig avgör ni skillnaden.",
        Refusal::HasPlan => "Studieplanen har kommit in, så den saknas inte. Läs den och bedöm fallet.",
        Refusal::NothingDiffers => "Bedömningarna skiljer sig inte, så det finns inget att avgöra.",
        Refusal::Settled => "Skillnaden är avgjord, och fallet ligger fast.",
        Refusal::Left => "Alla fall är inte bedömda och avgjorda än.",
        Refusal::Open => "Studieplanerna behövs tills stickprovet är avslutat eller avbrutet.",
        Refusal::ThrownAway => "Studieplanerna är redan kastade.",
        Refusal::Nobody => "Det gör bara den som är inloggad.",
    }
}

/// What a sample of the strata proves, in words: with 95 %, where no fault is accepted.
pub fn proves(strata: &[Stratum]) -> String {
    let (all, drawn) = strata.iter().fold((0, 0), |(all, drawn), one| (all + one.population, drawn + one.drawn));
    let (all_said, drawn_said) = (swedish::integer(all), swedish::integer(drawn));
    match detects(strata, Detection::NinetyFive) {
        None => "Inget är draget, så inget är visat.".to_owned(),
        Some(_) if drawn >= all => format!("Alla {all_said} fall ingår, så resultatet gäller utan osäkerhet."),
        Some(1) => {
            format!("Om minst ett av alla {all_said} fall har någon brist, hittar urvalet det med 95 % säkerhet.")
        }
        Some(faulty) => format!(
            "Om minst {} av {all_said} fall ({}\u{a0}%) har någon brist, hittar ett urval på {drawn_said} minst ett av dem med 95 % säkerhet.",
            swedish::integer(faulty),
            percent(faulty, all),
        ),
    }
}

fn range(cases: Cases, population: i64) -> String {
    let Cases { low, high } = cases;
    if low == high {
        return format!("{} ({}\u{a0}%)", swedish::integer(low), percent(low, population));
    }
    format!(
        "mellan {} och {} ({}\u{2013}{}\u{a0}%)",
        swedish::integer(low),
        swedish::integer(high),
        percent(low, population),
        percent(high, population),
    )
}

/// What a share of the sample says of all, in words.
pub fn says(share: &Share, drawn: usize, population: usize, what: &str) -> String {
    let all = i64::try_from(population).unwrap_or(i64::MAX);
    if drawn >= population && share.cases.low == share.cases.high {
        format!("Alla är granskade: {what} i {} av {}.", number(share.found), number(population))
    } else {
        format!(
            "I urvalet {what} i {} av {}. Av alla {} gäller det {}, med minst 95 % säkerhet.",
            number(share.found),
            number(drawn),
            swedish::integer(all),
            range(share.cases, all)
        )
    }
}

/// The fewest cases that a figure of agreement is told of in words.
const FEW: i64 = 10;

/// How far those who assessed agreed, in words.
pub fn agreed(of: Agreed) -> String {
    match of {
        Agreed::Pair(agreement) => agreed_by_two(agreement),
        Agreed::Several { assessors, cases, same } => format!(
            "{} har bedömt, två i varje fall. De två som bedömde ett fall sade lika i {} av {} fall. Cohens kappa räknas inte ut när det inte är samma två i alla fall.",
            number(assessors),
            number(same),
            number(cases)
        ),
    }
}

/// How far two assessors agreed, in words: the figure with two decimals, what it means after Landis and Koch (Biometrics 33, 1977), and when
/// it cannot be said.
fn agreed_by_two(agreement: Agreement) -> String {
    match agreement {
        Agreement::NoCases => "Inget fall är bedömt av två, så hur lika de bedömer går inte att säga.".to_owned(),
        Agreement::Undefined { cases } => format!(
            "De två bedömde alla {} fall lika, och alla på samma sätt. Då går överensstämmelsen inte att räkna ut: det finns inget som slumpen kunde ha gjort annorlunda.",
            swedish::integer(cases)
        ),
        Agreement::Kappa { cases, same, kappa } => {
            let share = format!("De två bedömde {} av {} fall lika.", swedish::integer(same), swedish::integer(cases));
            if cases < FEW {
                return format!(
                    "{share} Fallen är för få för att säga hur mycket av det som är slump (färre än {FEW})."
                );
            }
            let word = match kappa {
                low if low < 0.0 => "sämre än slumpen",
                low if low <= 0.20 => "svag",
                low if low <= 0.40 => "någorlunda",
                low if low <= 0.60 => "måttlig",
                low if low <= 0.80 => "god",
                _ => "mycket god",
            };
            let figure = format!("{kappa:.2}").replace('-', "\u{2212}").replace('.', ",");
            format!(
                "{share} Cohens kappa är {figure}: överensstämmelsen är {word} när slumpen räknats bort (0 är slump, 1 är helt lika)."
            )
        }
    }
}
