//! What is wrong with a row about a participation, what to look at in it, and what it is called.

use super::{Fault, Field, Measure, Notice};
use crate::courses::SchoolForm;
use crate::educations;

/// What a field is called where a file has no heading for it.
pub const fn field(field: Field) -> &'static str {
    match field {
        Field::Person => "Personnummer",
        Field::Sex => "Kön",
        Field::Protected => "Skyddade personuppgifter",
        Field::Course => "Kurskod",
        Field::Form => "Skolform",
        Field::Points => "Poäng",
        Field::PointsDone => "Genomförda poäng",
        Field::Start => "Kursstart",
        Field::End => "Kursslut",
        Field::StudyForm => "Studieform",
        Field::Provider => "Anordnare",
        Field::Unit => "Enhet",
        Field::Area => "Avtalsområde",
        Field::Grade => "Betyg",
        Field::GradedOn => "Betygsdatum",
        Field::Outcome => "Utfall",
        Field::Dropout => "Avbrott",
        Field::FirstAbsent => "Avbrottsdatum",
        Field::DecidedOn => "Beslutsdatum",
        Field::Cause => "Avbrottsorsak",
        Field::Road => "Prövning eller validering",
        Field::Education => "Yrkesutbildning",
        Field::EducationKind => "Yrkesutbildningens slag",
        Field::EducationTitle => "Yrkesutbildningens namn",
        Field::EducationStart => "Yrkesutbildningens start",
        Field::EducationPlannedEnd => "Yrkesutbildningens planerade slut",
        Field::EducationEnd => "Yrkesutbildningens slut",
        Field::EducationOutcome => "Yrkesutbildningens utfall",
        Field::Situation => "Situation vid start",
        Field::SituationNoted => "Situationen noterad",
    }
}

/// What a school form is called.
pub const fn school_form(form: SchoolForm) -> &'static str {
    match form {
        SchoolForm::Basic => "grundläggande nivå",
        SchoolForm::UpperSecondary => "gymnasial nivå",
        SchoolForm::Sfi => "svenska för invandrare",
        SchoolForm::AdaptedBasic => "anpassad utbildning på grundläggande nivå",
        SchoolForm::AdaptedUpperSecondary => "anpassad utbildning på gymnasial nivå",
    }
}

/// What is wrong, and what to do.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoForm => "Kurskoden är okänd och raden säger inte vilken skolform den hör till. Rätta koden, eller fyll i \
                          skolformen."
            .to_owned(),
        Fault::OtherForm(form) => {
            format!("Kurskoden hör till {}. Rätta koden eller skolformen.", school_form(form))
        }
        Fault::EndsBeforeStart => "Kursen slutar före sin första dag. Rätta kursstart eller kursslut.".to_owned(),
        Fault::InTheFuture(of) => {
            format!("{} ligger efter den dag då filen togs ut. Rätta datumet.", field(of))
        }
        Fault::BeforeStart(of) => format!(
            "{} ligger före kursens första dag. Rätta datumet; den som aldrig började ska ha utfallet ej påbörjat.",
            field(of)
        ),
        Fault::DecidedBeforeAbsence => {
            "Avbrottet är beslutat före den första frånvarodagen. Rätta något av datumen.".to_owned()
        }
        Fault::GradeOfUngraded => {
            "Kursen betygsätts inte: det är en orienteringskurs, en individuell kurs eller ett kurspaket. Ta bort betyget."
                .to_owned()
        }
        Fault::NotOnScale(form) => {
            format!("Betyget finns inte i den skala som gällde för {} den dagen. Rätta betyget.", school_form(form))
        }
        Fault::GradeBesideEnding => "Raden har både ett betyg och ett avbrott, ett upphörande eller ej påbörjat. Behåll det \
                                     som stämmer."
            .to_owned(),
        Fault::DropoutWithoutDay => {
            "Avbrottet saknar datum. Fyll i den första dagen av den sammanhängande frånvaron.".to_owned()
        }
        Fault::CessationWithoutDay => "Utbildningen har upphört utan beslutsdatum. Fyll i dagen för beslutet.".to_owned(),
        Fault::EndedWithoutDay => "Raden har ett betyg eller ett avslut men ingen dag för det: kursslut saknas, eller ligger \
                                   efter den dag då filen togs ut. Fyll i betygsdatum, eller den dag då kursen slutade."
            .to_owned(),
        Fault::StartFarAway => "Kursstarten ligger mer än 30 år före eller 2 år efter den dag då filen togs ut. Rätta datumet."
            .to_owned(),
        Fault::TestBesideEnding => {
            "En prövning eller validering kan inte vara ett avbrott eller ej påbörjad. Rätta något av dem.".to_owned()
        }
        Fault::TooManyPoints => "Eleven har fler genomförda poäng än kursen omfattar. Rätta poängen.".to_owned(),
        Fault::LevelTooEarly => {
            "Koden är en nivå i ämne, som gäller utbildning som påbörjas från och med 1 juli 2025. Rätta koden eller \
             kursstarten."
                .to_owned()
        }
        Fault::Education(fault) => educations::sv::fault(fault),
    }
}

/// What to look at.
pub fn notice(notice: Notice) -> String {
    match notice {
        Notice::UnknownCourse => "Kurskoden finns inte i kurslistan.".to_owned(),
        Notice::OtherPoints(points) => format!("Kurslistan säger {points} poäng."),
        Notice::EndedUnknown => {
            "Kursen är slut, men raden säger inte hur. Den räknas som avslutad på okänt sätt, och andelar som behöver veta \
             det visas inte."
                .to_owned()
        }
        Notice::GradeWithoutDay => "Betyget saknar datum. Kursens sista dag används.".to_owned(),
        Notice::DecidedEarly => {
            "Avbrottet är beslutat tidigare än efter tre veckors sammanhängande frånvaro. Kontrollera datumen.".to_owned()
        }
        Notice::NoScale => "Ingen betygsskala är känd för kursen den dagen.".to_owned(),
        Notice::Education(notice) => educations::sv::notice(notice).to_owned(),
    }
}

/// What a measure is called, in the middle of a sentence.
pub const fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Started => "påbörjade kursdeltaganden",
        Measure::Completed => "slutförda kursdeltaganden",
        Measure::CompletedPassed => "slutförda med godkänt betyg",
        Measure::CompletedFailed => "slutförda med icke godkänt betyg",
        Measure::CompletedDash => "slutförda med streck",
        Measure::CompletedUngraded => "slutförda utan betyg",
        Measure::DroppedOut => "avbrott",
        Measure::DropoutDecided => "avbrott, efter beslutsdag",
        Measure::Ceased => "upphörda kursdeltaganden",
        Measure::NotStarted => "ej påbörjade kursdeltaganden",
        Measure::EndedUnknown => "avslutade på okänt sätt",
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
        Measure::GradedFailed => "icke godkända betyg",
        Measure::Dash => "streck",
        Measure::TestPassed => "godkända prövningar",
        Measure::TestFailed => "icke godkända prövningar",
        Measure::TestDash => "prövningar med streck",
        Measure::Validated => "valideringar",
        Measure::StartedCompleted => "påbörjade som hittills slutförts",
        Measure::StartedPassed => "påbörjade som hittills slutförts med godkänt betyg",
        Measure::StartedDroppedOut => "påbörjade som hittills avbrutits",
        Measure::StartedCeased => "påbörjade som hittills upphört",
        Measure::StartedUnknown => "påbörjade som slutat på okänt sätt",
        Measure::StartedOngoing => "påbörjade som pågår",
        Measure::SfiBeginners => "nybörjare i sfi två år tidigare",
        Measure::SfiTwoCourses => "nybörjare i sfi som klarat minst två kurser inom två år",
        Measure::WholeCompleted => "slutförda sammanhållna yrkesutbildningar",
        Measure::CombinationCompleted => "slutförda kombinationsutbildningar",
        Measure::ApprenticeCompleted => "slutförda lärlingsutbildningar",
        Measure::WholeDropped => "avbrutna sammanhållna yrkesutbildningar",
        Measure::CombinationDropped => "avbrutna kombinationsutbildningar",
        Measure::ApprenticeDropped => "avbrutna lärlingsutbildningar",
        Measure::EducationTransferred => "övergångar från en yrkesutbildning till en annan",
        Measure::EducationUnknown => "yrkesutbildningar som slutat på okänt sätt",
    }
}
