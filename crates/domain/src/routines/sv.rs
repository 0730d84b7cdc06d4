//! Swedish sentences about routines for complaints.

use super::{Answer, Standing};

/// What a routine is assessed by where the year's document does not say it: stable name, question, what it asks for.
pub const CRITERIA: [(&str, &str, &str); 3] = [
    (
        "principerna",
        "Stämmer rutinen med principerna?",
        "Klagomål tas emot lätt, hanteras så nära som möjligt, skyndsamt och lika för alla, och leder till åtgärd.",
    ),
    (
        "kand",
        "Är rutinen väl känd av eleverna?",
        "Eleverna vet att de kan klaga, hur de gör, och vem som svarar och när.",
    ),
    (
        "huvudmannen",
        "Säger rutinen att man kan vända sig till huvudmannen?",
        "Den som inte är nöjd med skolans hantering får veta att kommunen kan ta över, och hur man ber om det.",
    ),
];

/// How far a criterion is met.
pub const fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "Ja",
        Answer::Partly => "Delvis",
        Answer::No => "Nej",
    }
}

/// Where a routine stands.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Missing => "Saknas",
        Standing::New => "Ska bedömas",
        Standing::Due => "Ska gås igenom igen",
        Standing::Lacks => "Bedömd, något saknas",
        Standing::Meets => "Bedömd, uppfyller allt",
    }
}
