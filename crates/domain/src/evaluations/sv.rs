//! Swedish sentences about joint evaluations.

use super::{
    FindingKind, Grade, Happening, Not, Outcome, PartHappening, PartState, PartStep, Refusal, Reply, Stage, StateName,
    Step,
};

/// The grade.
pub const fn grade(of: Grade) -> &'static str {
    match of {
        Grade::VeryGood => "Mycket god",
        Grade::Good => "God",
        Grade::Develop => "Behöver utvecklas",
        Grade::Deficient => "Brister",
        Grade::NotAssessed => "Inte bedömt",
    }
}

/// What the grade means.
pub const fn grade_help(of: Grade) -> &'static str {
    match of {
        Grade::VeryGood => "Fungerar väl överallt där ni har tittat, och det syns varför.",
        Grade::Good => "Fungerar. Det som kan bli bättre är smått.",
        Grade::Develop => "Fungerar delvis eller bara på vissa håll.",
        Grade::Deficient => "Fungerar inte, eller följer inte bestämmelserna.",
        Grade::NotAssessed => "Det gick inte att bedöma. Skriv varför.",
    }
}

/// What was found.
pub const fn finding(of: FindingKind) -> &'static str {
    match of {
        FindingKind::Deficiency => "Brist",
        FindingKind::Strength => "Styrka",
    }
}

/// What became of a deficiency.
pub const fn outcome(of: Outcome) -> &'static str {
    match of {
        Outcome::Mended => "Åtgärdad",
        Outcome::Partly => "Delvis åtgärdad",
        Outcome::Remains => "Kvarstår",
        Outcome::NotLooked => "Inte granskad",
    }
}

/// Where an evaluation stands.
pub const fn state(of: StateName) -> &'static str {
    match of {
        StateName::Open => "Pågår",
        StateName::Closed => "Avslutad",
        StateName::Withdrawn => "Återkallad",
    }
}

/// Where a part stands.
pub const fn part_state(of: PartState) -> &'static str {
    match of {
        PartState::Waiting => "Inget besök planerat",
        PartState::Planned => "Besök planerat",
        PartState::WithProvider => "Utkast hos anordnaren",
        PartState::Answered => "Anordnaren har svarat",
        PartState::Settled => "Första besöket fastställt",
        PartState::Returning => "Återbesök planerat",
        PartState::Done => "Klart med återbesök",
        PartState::Ended => "Avslutat i förtid",
    }
}

/// What an authority or a provider has.
pub const fn stage(of: Stage) -> &'static str {
    match of {
        Stage::Draft => "Utkast",
        Stage::Recalled => "Utkastet är taget tillbaka",
        Stage::First => "Första besöket fastställt",
        Stage::Whole => "Fastställt med återbesök",
        Stage::Reopened => "Öppnat igen",
        Stage::Ended => "Avslutat i förtid",
    }
}

/// What the button says.
pub const fn step(of: Step) -> &'static str {
    match of {
        Step::Change => "Ändra utvärderingen",
        Step::Reword => "Ändra kriteriet",
        Step::Add => "Lägg till ett kriterium",
        Step::Strike => "Stryk kriteriet",
        Step::Ask => "Fråga huvudmannen",
        Step::Release => "Lämna ut resultatet till alla",
        Step::Close => "Avsluta utvärderingen",
        Step::Reopen => "Öppna utvärderingen igen",
        Step::Withdraw => "Återkalla utvärderingen",
    }
}

/// What happened to an evaluation, as its history tells it.
pub const fn evaluation_happened(of: &Happening) -> &'static str {
    match of {
        Happening::Begun { .. } => "Utvärderingen påbörjades",
        Happening::Changed { .. } => "Utvärderingen ändrades",
        Happening::Reworded { .. } => "Ett kriterium ändrades",
        Happening::Added { .. } => "Ett kriterium lades till",
        Happening::Struck { .. } => "Ett kriterium ströks",
        Happening::Locked => "Det första omdömet eller den första iakttagelsen kom",
        Happening::Asked { .. } => "En huvudman fick frågan",
        Happening::Replied { reply: Reply::Joined { .. }, .. } => "En huvudman svarade att den deltar",
        Happening::Replied { reply: Reply::Declined, .. } => "En huvudman svarade att den inte deltar",
        Happening::Released => "Resultatet lämnades ut",
        Happening::Closed => "Utvärderingen avslutades",
        Happening::Reopened => "Utvärderingen öppnades igen",
        Happening::Withdrawn => "Utvärderingen återkallades",
    }
}

/// What the line did, by the name that the audit chain has of it: of an evaluation, or of what an authority keeps of it.
pub fn entry(slug: &str) -> Option<&'static str> {
    Some(match slug {
        "forsta-omdomet" => "Första omdömet",
        "deltar" => "En huvudman deltar",
        "deltar-inte" => "En huvudman deltar inte",
        "borja" => "Påbörja utvärderingen",
        "anordnarens-svar" => "Anordnarens svar",
        "besked" => "Besked från den som leder",
        "besok" => "När besöket är",
        other => return Step::from_slug(other).map(step).or_else(|| Stage::from_slug(other).map(stage)),
    })
}

/// The same of one provider's part.
pub fn part_entry(slug: &str) -> Option<&'static str> {
    if slug == "utkastet-framme" {
        return Some("Utkastet kom fram");
    }
    PartStep::from_slug(slug).map(part_step).or_else(|| entry(slug))
}

/// What the button says.
pub const fn part_step(of: PartStep) -> &'static str {
    match of {
        PartStep::Plan => "Planera besöket",
        PartStep::Judge => "Bedöm kriteriet",
        PartStep::Find => "Lägg till en brist eller styrka",
        PartStep::Amend => "Ändra",
        PartStep::Strike => "Stryk",
        PartStep::Send => "Skicka utkastet till anordnaren",
        PartStep::Recall => "Ta tillbaka utkastet",
        PartStep::Settle => "Fastställ första besöket",
        PartStep::Return => "Planera återbesöket",
        PartStep::Follow => "Skriv vad som hänt med bristen",
        PartStep::Regrade => "Nytt omdöme",
        PartStep::Finish => "Fastställ återbesöket",
        PartStep::End => "Avsluta i förtid",
        PartStep::Reopen => "Öppna igen",
    }
}

/// What happened, as the history tells it.
pub const fn happened(of: &PartHappening) -> &'static str {
    match of {
        PartHappening::Planned { .. } => "Besöket planerades",
        PartHappening::Judged { .. } => "Ett kriterium bedömdes",
        PartHappening::Found { .. } => "En iakttagelse skrevs",
        PartHappening::Amended { .. } => "En iakttagelse ändrades",
        PartHappening::Struck { .. } => "En iakttagelse ströks",
        PartHappening::Sent { .. } => "Utkastet skickades till anordnaren",
        PartHappening::Recalled => "Utkastet togs tillbaka",
        PartHappening::Landed { .. } => "Utkastet kom fram",
        PartHappening::Answered { .. } => "Anordnaren svarade",
        PartHappening::Settled => "Första besöket fastställdes",
        PartHappening::ReturnPlanned { .. } => "Återbesöket planerades",
        PartHappening::Followed { .. } => "Det skrevs vad som har hänt med en brist",
        PartHappening::Regraded { .. } => "Ett kriterium fick ett nytt omdöme",
        PartHappening::Finished => "Återbesöket fastställdes",
        PartHappening::Ended => "Avslutades i förtid",
        PartHappening::Reopened => "Öppnades igen",
    }
}

/// Why a step is refused, and what now.
pub const fn refusal(of: Refusal) -> &'static str {
    match of {
        Refusal::Begun => "Utvärderingen är redan påbörjad.",
        Refusal::Closed => "Utvärderingen är avslutad. Öppna den först.",
        Refusal::NotClosed => "Utvärderingen pågår redan.",
        Refusal::Withdrawn => "Utvärderingen är återkallad. Öppna den först.",
        Refusal::Locked => "Det första omdömet är satt. Kriterierna går inte att ändra längre.",
        Refusal::NoSuch => "Det finns inget sådant kriterium.",
        Refusal::Criteria => "En utvärdering har minst 1 och högst 40 kriterier.",
        Refusal::Joined => "Huvudmannen deltar redan.",
        Refusal::Nobody => "Ingen huvudman deltar än.",
        Refusal::NothingSettled => "Inget besök är fastställt än.",
        Refusal::PartsLeft => "Någon anordnare är inte klar. Fastställ återbesöket, eller avsluta med en anledning.",
    }
}

/// Why a step with a part is refused, and what now.
pub const fn not(of: Not) -> &'static str {
    match of {
        Not::Over => "Utvärderingen pågår inte.",
        Not::NotPlanned => "Planera besöket först.",
        Not::NotVisited => "Dagen för besöket har inte kommit än.",
        Not::WithProvider => "Utkastet är hos anordnaren. Ta tillbaka det först, eller vänta på svaret.",
        Not::NotSent => "Skicka utkastet till anordnaren först.",
        Not::TimeRuns => "Anordnarens tid att svara har inte gått ut, och den har inte svarat.",
        Not::Interrupted => {
            "Utvärderingen var återkallad medan anordnaren hade utkastet. Ta tillbaka det och skicka det igen med en ny sista dag."
        }
        Not::NotLanded => {
            "Utkastet kom inte fram till anordnaren medan tiden gick. Ta tillbaka det och skicka det igen med en ny sista dag."
        }
        Not::GradesLeft => {
            "Alla kriterier ska ha ett omdöme först. Det som inte gick att bedöma får omdömet Inte bedömt."
        }
        Not::Settled => "Första besöket är fastställt. Öppna det igen för att rätta.",
        Not::NotSettled => "Första besöket är inte fastställt.",
        Not::NotReturning => "Planera återbesöket först.",
        Not::OutcomesLeft => "Skriv vad som har hänt med varje brist från första besöket först.",
        Not::Done => "Återbesöket är fastställt. Öppna det igen för att rätta.",
        Not::Ended => "Det är avslutat. Öppna det igen först.",
        Not::Unread => {
            "Något är skrivet eller ändrat som anordnaren inte har läst: en brist, en bedömning eller dagen för besöket. Skicka utkastet igen först."
        }
        Not::Open => "Det är öppet.",
        Not::NoSuch => "Det finns inget sådant kriterium eller ingen sådan iakttagelse.",
    }
}
