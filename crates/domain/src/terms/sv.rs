//! Swedish sentences about terms.

use super::{Fault, Standing, Verdict, Voice};

/// How far a term is followed.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "Uppfyllt",
        Verdict::Partly => "Delvis uppfyllt",
        Verdict::NotMet => "Inte uppfyllt",
        Verdict::NotApplicable => "Gäller inte här",
    }
}

/// Who says so.
pub const fn voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Provider => "Anordnaren",
        Voice::Authority => "Huvudmannen",
    }
}

/// Where a term stands.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NotMet => "Inte uppfyllt",
        Standing::Partly => "Delvis uppfyllt",
        Standing::NotAssessed => "Inte bedömt",
        Standing::Old => "Ska bedömas igen",
        Standing::Met => "Uppfyllt",
        Standing::NotApplicable => "Gäller inte här",
    }
}

/// What is wrong with a term, and what now.
pub const fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Untitled => "Skriv vad villkoret heter.",
        Fault::NoText => "Skriv vad villkoret kräver.",
        Fault::NoHow => "Skriv hur villkoret följs upp.",
        Fault::NoRegime => "Välj minst en form av avtal som villkoret gäller för.",
        Fault::EndsBefore => "Sista dagen ligger före den första. Ändra en av dem.",
    }
}
