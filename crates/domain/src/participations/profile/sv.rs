//! What is wrong with a profile, and what values are called.

use kernel::swedish::list;

use super::super::{Cause, Field, Road, Sex, StudyForm, Told, sv as names};
use super::codes::{Code, our_words};
use super::{Column, Fault, Holds, Nature, Problem, nature};
use crate::courses::Mark;
use crate::educations::sv as educations;

/// What a value of a coded column is called in a file, where we have a word of our own; grades are called what they are.
pub const fn value(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::Sex(Sex::Woman) => "Kvinna",
        Code::Sex(Sex::Man) => "Man",
        Code::Sex(Sex::Unknown) => "Okänt",
        Code::StudyForm(StudyForm::OnSite) => "Närundervisning",
        Code::StudyForm(StudyForm::Distance) => "Distans",
        Code::StudyForm(StudyForm::Blended) => "Flex",
        Code::StudyForm(StudyForm::Unknown) => "Okänd",
        Code::Mark(Mark::Dash) => "Streck",
        Code::Told(Told::Ongoing) => "Pågår",
        Code::Told(Told::Completed) => "Slutfört",
        Code::Told(Told::DroppedOut) => "Avbrott",
        Code::Told(Told::Ceased) => "Upphört",
        Code::Told(Told::NotStarted) => "Ej påbörjat",
        Code::Told(Told::Unknown) => "Okänt",
        Code::Cause(Cause::Unknown) => "Okänd",
        Code::Cause(Cause::Work) => "Arbete eller praktik",
        Code::Cause(Cause::Education) => "Annan utbildning",
        Code::Cause(Cause::Moved) => "Flytt",
        Code::Cause(Cause::Leave) => "Föräldraledighet eller sjukdom",
        Code::Cause(Cause::Changed) => "Byte av kurs eller anordnare",
        Code::Cause(Cause::Other) => "Annan orsak",
        Code::Road(Road::Taught) => "Undervisning",
        Code::Road(Road::Tested) => "Prövning",
        Code::Road(Road::Validated) => "Validering",
        Code::EducationKind(kind) => educations::kind(kind),
        Code::EducationOutcome(outcome) => educations::outcome(outcome),
        Code::Situation(situation) => educations::situation(situation),
        Code::Truth(true) => "Ja",
        Code::Truth(false) => "Nej",
        Code::Form(_) | Code::Mark(_) | Code::Told(Told::Nothing) | Code::Nothing => return None,
    })
}

/// What a value is called that has no word of its own in files: a school form, a grade, or no value.
pub fn word(code: Code, own: &str) -> String {
    match code {
        Code::Form(form) => names::school_form(form).to_owned(),
        Code::Nothing | Code::Told(Told::Nothing) => "Inget värde".to_owned(),
        _ => own.to_owned(),
    }
}

/// What the values of a coded field are called, as they can be written in a file.
pub fn values(field: Field) -> Vec<String> {
    our_words(field)
        .into_iter()
        .filter_map(|(word, code)| match code {
            Code::Form(form) => Some(names::school_form(form).to_owned()),
            Code::Mark(Mark::Grade(_)) => Some(word.to_owned()),
            other => value(other).map(str::to_owned),
        })
        .collect()
}

/// What a column is known by, in the middle of a sentence.
pub const fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::Personnummer => "personnummer",
        Holds::SourceId => "källsystemets eget id",
        Holds::UnitCode => "skolenhetskod",
        Holds::OrgNumber => "organisationsnummer",
        Holds::Name => "namn",
        Holds::Slug => "avtalsområdets kortnamn",
    }
}

/// What a cell of the column is, for the description of a format.
pub fn described(column: &Column) -> String {
    match nature(column.field) {
        Nature::Key(ways) => {
            let ways = if column.holds.is_empty() { ways } else { &column.holds };
            ways.iter().map(|way| holds(*way)).collect::<Vec<_>>().join(" eller ")
        }
        Nature::Coded => values(column.field).join(" · "),
        Nature::Code => "kurskod, till exempel SVASVA01 eller SFIKUD93".to_owned(),
        Nature::Day => "datum, till exempel 2024-03-31".to_owned(),
        Nature::Whole => "heltal, till exempel 100".to_owned(),
        Nature::Text => match column.field {
            Field::Education => "källsystemets nummer eller id, till exempel U-2023-17".to_owned(),
            _ => "text, till exempel Undersköterska".to_owned(),
        },
    }
}

fn somewhere(at: &str) -> String {
    match at.strip_prefix("columns ") {
        Some(number) => format!("Kolumn {number} i profilen: "),
        None => String::new(),
    }
}

/// What is wrong, where, and what to do.
pub fn fault(fault: &Fault) -> String {
    let what = match &fault.problem {
        Problem::Syntax(line) => format!("Rad {line} är inte skriven som TOML. Jämför med en medföljande profil."),
        Problem::TooLarge => "Profilen är för stor. Kontrollera att det är rätt fil.".to_owned(),
        Problem::Unknown(name) => format!("”{name}” finns inte i en profil. Ta bort det eller rätta stavningen."),
        Problem::Missing(name) => format!("”{name}” saknas. Lägg till det."),
        Problem::Shape(name) => format!("”{name}” är skrivet på fel sätt. Jämför med en medföljande profil."),
        Problem::BadSlug(slug) => format!(
            "Kortnamnet ”{slug}” går inte att använda. Skriv högst 40 tecken: små bokstäver a–z, siffror och bindestreck."
        ),
        Problem::NoSuchField(name) => {
            let known: Vec<&str> = Field::ALL.iter().map(|field| field.slug()).collect();
            format!("Fältet ”{name}” finns inte. Välj något av {}.", list(&known))
        }
        Problem::FieldTwice(field) => {
            format!("Två kolumner är {}. Behåll en, och lägg den andras rubrik till den.", names::field(*field))
        }
        Problem::NoHeading => "Kolumnen saknar rubrik. Skriv minst en rubrik som den kan ha i filen.".to_owned(),
        Problem::HeadingTwice(heading, other) => {
            format!("Rubriken ”{heading}” står också för {}. Låt den stå i en av dem.", names::field(*other))
        }
        Problem::NotCoded(field) => {
            format!("{} har inga koder att översätta. Ta bort dem.", names::field(*field))
        }
        Problem::NoSuchValue(field, word) => {
            let known: Vec<&str> = our_words(*field).into_iter().map(|(word, _)| word).collect();
            format!("”{word}” är inget värde för {}. Välj något av {}.", names::field(*field), list(&known))
        }
        Problem::CodeTwice(code) => {
            format!("Koden ”{code}” finns två gånger med olika värden. Behåll den som stämmer.")
        }
        Problem::NotHeld(field, word) => {
            let known: Vec<&str> = match nature(*field) {
                Nature::Key(ways) => ways.iter().map(|way| way.word()).collect(),
                _ => Vec::new(),
            };
            if known.is_empty() {
                format!("{} slås inte upp i något register. Ta bort ”{word}”.", names::field(*field))
            } else {
                format!("{} slås inte upp genom ”{word}”. Välj något av {}.", names::field(*field), list(&known))
            }
        }
        Problem::BadEmpty(field, word) => format!(
            "En tom cell i {} kan inte betyda ”{word}”. Skriv missing, fault eller ett av fältets värden.",
            names::field(*field)
        ),
        Problem::NoField(field) => {
            format!("Ingen kolumn är {}. Utan den går inget att räkna.", names::field(*field))
        }
        Problem::NoPlace => {
            "Ingen kolumn säger var kursen lästes. Ange vilken kolumn som är Anordnare eller Enhet.".to_owned()
        }
        Problem::BadEpoch(text) => {
            format!("”{text}” är inget år som kalkylprogram räknar dagar från. Skriv 1900 eller 1904.")
        }
    };
    format!("{}{what}", somewhere(&fault.at))
}
