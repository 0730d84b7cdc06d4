//! Swedish words of the unit's own analysis.

use kernel::swedish;

use super::{Against, Audience, Effect, Happening, MeasureState, Refusal, Standing};

/// Who reads a theme.
pub const fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Handlers => "Alla hos er som hanterar enhetens ärenden",
        Audience::Management => "Bara ledningen",
    }
}

/// What came of a measure.
pub const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Yes => "Den gjorde det den skulle",
        Effect::Partly => "Den hjälpte delvis",
        Effect::No => "Den hjälpte inte",
    }
}

/// What a period is laid beside.
pub const fn against(against: Against) -> &'static str {
    match against {
        Against::Before => "Lika många dagar närmast före",
        Against::YearBefore => "Samma dagar året före",
    }
}

/// Where a measure stands.
pub const fn state(state: MeasureState) -> &'static str {
    match state {
        MeasureState::Planned => "Planerad",
        MeasureState::Done { .. } => "Gjord",
        MeasureState::Followed { .. } => "Uppföljd",
    }
}

/// Where a theme stands as a whole.
pub fn standing(standing: Standing) -> String {
    match standing {
        Standing::NoMeasure => "Ingen åtgärd än".to_owned(),
        Standing::Planned(by) => format!("Åtgärd planerad till {}", swedish::day(by)),
        Standing::Quiet(on) => format!("Inget nytt sedan åtgärden {}", swedish::day(on)),
        Standing::Recurs(1, on) => format!("Återkommer: 1 nytt ärende sedan åtgärden {}", swedish::day(on)),
        Standing::Recurs(since, on) => format!("Återkommer: {since} nya ärenden sedan åtgärden {}", swedish::day(on)),
    }
}

/// What has happened to a theme.
pub fn happening(happening: &Happening) -> String {
    match happening {
        Happening::Opened { .. } => "Temat skrevs".to_owned(),
        Happening::Rewritten { .. } => "Temat ändrades".to_owned(),
        Happening::Gathered { .. } => "Ett ärende lades till".to_owned(),
        Happening::LetGo { .. } => "Ett ärende togs bort ur temat".to_owned(),
        Happening::Planned { measure, by } => format!("Åtgärd {measure} planerades till {}", swedish::day(*by)),
        Happening::Done { measure, on } => format!("Åtgärd {measure} gjordes {}", swedish::day(*on)),
        Happening::Followed { measure, effect: came } => {
            format!("Åtgärd {measure} följdes upp: {}", effect(*came).to_lowercase())
        }
        Happening::StepBack { measure } => format!("Det senaste steget för åtgärd {measure} ångrades"),
        Happening::Dropped { measure } => format!("Åtgärd {measure} ströks"),
        Happening::Restored { measure } => format!("Åtgärd {measure} togs tillbaka"),
        Happening::Withdrawn => "Temat lades undan".to_owned(),
        Happening::TakenUp => "Temat togs fram igen".to_owned(),
    }
}

/// Why something cannot be done, and what to do.
pub const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Withdrawn => "Temat är undanlagt. Ta fram det igen först.",
        Refusal::InUse => "Temat är inte undanlagt.",
        Refusal::Gathered => "Ärendet finns redan i temat.",
        Refusal::NotGathered => {
            "Ärendet är inte tillagt i temat. Det finns med genom sin kärna: ändra temats kärnor om det inte hör dit."
        }
        Refusal::NoMeasure => "Temat har ingen sådan åtgärd.",
        Refusal::Dropped => "Åtgärden är struken. Ta tillbaka den först.",
        Refusal::NotDropped => "Åtgärden är inte struken.",
        Refusal::Done => "Åtgärden är redan gjord.",
        Refusal::NotDone => "Åtgärden är inte gjord än.",
        Refusal::Followed => "Åtgärden är redan uppföljd. Ångra uppföljningen om den ska göras om.",
    }
}
