//! Every Swedish sentence about a year: what is wrong and what to do, what words are called, whom an item is asked of.

use kernel::swedish::{day, integer, list, period};
use kernel::{Label, Period};

use super::fault::{ConfigFault, Fault, FaultKind, FieldPath, Grammar, Refers, Severity, Shape};
use super::model::{Decimal, Indicator, Item, Target, Year};
use super::words::{
    ActivityKind, ColumnKind, ColumnRole, Direction, EducationForm, Followed, FormWord, Level, Measure, Part, Regime,
    SchoolForm, Template, Word,
};
use crate::complaints;
use crate::indicators::{Term, Unsound};
use crate::reminders;

/// A fault in a document as one text: line, field, what is wrong and what to do.
pub fn config_fault(fault: &ConfigFault) -> String {
    let mark = match fault.severity() {
        Severity::Error => "",
        Severity::Notice => "Obs! ",
    };
    let field = if fault.path == FieldPath::root() { String::new() } else { format!(", fältet {}", fault.path) };
    let other = fault.other_line.map_or_else(String::new, |line| format!(" (se rad {line})"));
    let what = what(&fault.kind);
    let what = what.strip_suffix('.').unwrap_or(&what);
    format!("{mark}Rad {}{field}: {what}{other}. {}", fault.line, remedy(&fault.kind))
}

/// A fault in a year that has no lines, such as one edited in the browser.
pub fn fault(fault: &Fault) -> String {
    format!("{}: {} {}", fault.path, what(&fault.kind), remedy(&fault.kind))
}

/// What is wrong, as a sentence.
pub fn what(kind: &FaultKind) -> String {
    match kind {
        FaultKind::TooLarge { bytes } => {
            format!(
                "Filen är {} byte och för stor för ett årsdokument.",
                integer(i64::try_from(*bytes).unwrap_or(i64::MAX))
            )
        }
        FaultKind::NotText => "Filen är ingen textfil i UTF-8.".to_owned(),
        FaultKind::Syntax(grammar) => syntax(*grammar).to_owned(),
        FaultKind::UnknownField { name, .. } => format!("Fältet ”{name}” finns inte."),
        FaultKind::Missing => "Fältet saknas.".to_owned(),
        FaultKind::WrongShape { expected, found } => {
            format!("Här ska stå {}, men det står {}.", shape(*expected), shape(*found))
        }
        FaultKind::UnknownWord { word, .. } => format!("”{word}” är inget av orden som kan stå här."),
        FaultKind::RepeatedWord { word } => format!("”{word}” står två gånger."),
        FaultKind::NotADay { text } => format!("”{text}” är inget datum."),
        FaultKind::NumberOutside { text, whole: true, .. } => format!("Talet {text} ligger utanför gränserna."),
        FaultKind::NumberOutside { text, .. } => {
            format!("Talet {text} ligger utanför gränserna eller har för många decimaler.")
        }
        FaultKind::NotASlug { text, .. } => format!("”{text}” kan inte vara ett fast namn."),
        FaultKind::Empty => "Texten är tom.".to_owned(),
        FaultKind::EmptyList => "Listan är tom.".to_owned(),
        FaultKind::UnknownLanguage { tag } => format!("Språket ”{tag}” finns inte i systemet."),
        FaultKind::Schema { found } => format!("Dokumentet har version {found}, som det här programmet inte läser."),
        FaultKind::NotAnAddress { text } => format!("”{text}” är ingen e-postadress."),
        FaultKind::DuplicateSlug { slug, .. } => format!("Det fasta namnet ”{slug}” är redan använt."),
        FaultKind::DuplicateTitle { title, .. } => format!("Rubriken ”{title}” står redan tidigare."),
        FaultKind::UnknownReference { slug, to, .. } => format!("Det finns {} med namnet ”{slug}”.", no_such(*to)),
        FaultKind::PeriodBackwards { from, to } => {
            format!("Perioden slutar {} innan den börjar {}.", day(*to), day(*from))
        }
        FaultKind::DeadlineBeforePeriodEnd { deadline, end } => {
            format!("Sista dagen att lämna in, {}, ligger före periodens slut {}.", day(*deadline), day(*end))
        }
        FaultKind::DeadlineInAnotherYear { deadline, year } => {
            format!("Sista dagen, {}, ligger utanför {year} och de tre första månaderna därefter.", day(*deadline))
        }
        FaultKind::DeadlineOnDayOff { deadline, .. } => format!("Sista dagen, {}, är ingen arbetsdag.", day(*deadline)),
        FaultKind::OccasionWithoutItems => "Inget ska lämnas in vid tillfället.".to_owned(),
        FaultKind::NotWithThisForm { form } => format!("Fältet hör inte till formen ”{}”.", form.slug()),
        FaultKind::PartWithoutParts => {
            "Rubriken hör till en del, men redovisningspunkten lämnas inte in för både anordnare och avtalsområde.".to_owned()
        }
        FaultKind::OptionsWithoutChoice => "Kolumnen har val men är ingen valkolumn.".to_owned(),
        FaultKind::NoDaysToLieIn => {
            "Dagen ska ligga i redovisningspunktens period, men kolumnen är ingen dag eller redovisningspunkten har ingen period.".to_owned()
        }
        FaultKind::ColumnWithoutCategories => {
            "Kolumnen tar en kategori, men året har inga kategorier av klagomål.".to_owned()
        }
        FaultKind::ColumnWithoutSituations
        | FaultKind::NobodyUnreached
        | FaultKind::RoleTwice { .. }
        | FaultKind::RoleOfOtherKind { .. }
        | FaultKind::RoleMissing { .. }
        | FaultKind::PersonColumn { .. }
        | FaultKind::TextAboutHealth => columns_fault(kind),
        FaultKind::AbuseWithoutHeading => "Kolumnerna för utredningar har ingen rubrik att stå under.".to_owned(),
        FaultKind::LevelWithoutAreas => {
            "Redovisningspunkten lämnas in per avtalsområde, men året har inga avtalsområden.".to_owned()
        }
        FaultKind::ColumnWithoutAreas => "Kolumnen tar ett avtalsområde, men året har inga avtalsområden.".to_owned(),
        FaultKind::RegimeNotUsed { regime: of } => match of {
            Regime::Authorised => "Huvudmannen har inga auktoriserade anordnare.".to_owned(),
            _ => format!("Huvudmannen har inga anordnare i {}.", regime(*of)),
        },
        FaultKind::AskedOfNobody => "Ingen blir ombedd: alla redovisar i ett annat system.".to_owned(),
        FaultKind::AnalysedInItself => "Redovisningspunkten säger att den analyseras i sig själv.".to_owned(),
        FaultKind::DuplicateTarget { .. } => {
            "Det finns redan ett målvärde för samma indikator, regiform och avtalsområde.".to_owned()
        }
        FaultKind::FiguresAfterDeadline { day: of, deadline } => format!(
            "Siffrorna ska gälla {}, men sista dagen att lämna in är {}.",
            day(*of),
            day(*deadline)
        ),
        FaultKind::CarryOverInPeriod => "Dagarna som tas med i efterhand ingår redan i redovisningspunktens period.".to_owned(),
        FaultKind::CohortOverlaps { .. } => "Samma elever räknas även i en annan redovisningspunkt.".to_owned(),
        FaultKind::ItemOfOtherForm { expected } => format!("Redovisningspunkten har inte formen ”{}”.", expected.slug()),
        FaultKind::ComplaintColumn(problem) => complaints::sv::column_problem(problem),
        FaultKind::TargetWithoutDirection => {
            "Indikatorn har ingen riktning (neither) och kan därför inte ha något målvärde.".to_owned()
        }
        FaultKind::TargetOutside { unit } => format!("Målvärdet kan inte gälla {}.", measure(*unit)),
        FaultKind::ComplaintsWithDirection => {
            "Indikatorn räknar klagomål och kan därför inte ha någon riktning: att det är lätt att klaga är bra.".to_owned()
        }
        FaultKind::NumeratorAndParts => "Indikatorn har både täljare och delar.".to_owned(),
        FaultKind::DistributionWithDirection => "En fördelning har flera värden och ingen riktning.".to_owned(),
        FaultKind::PerWithPercent => "En andel i procent räknas inte per antal.".to_owned(),
        FaultKind::CountedInOtherUnit => "Det som räknas kan inte visas i den här enheten.".to_owned(),
        FaultKind::Unsound(why) => unsound(*why),
        FaultKind::NotAMeasure { text } => format!("”{text}” är ingen kod för ett mått hos källan."),
        FaultKind::Ladder(problem) => reminders::sv::problem(*problem),
        FaultKind::TargetToDecide => "Målvärdet är ännu inte beslutat.".to_owned(),
    }
}

fn unsound(why: Unsound) -> String {
    match why {
        Unsound::Twice { other } => {
            format!("En del av det som räknas här räknas redan i {}, och skulle räknas två gånger.", counts(other))
        }
        Unsound::Unlike { other } => {
            format!(
                "Det som räknas här är något annat än {}, och kan inte läggas ihop eller jämföras med det.",
                counts(other)
            )
        }
        Unsound::Outside => {
            "Det som räknas här ingår inte i nämnaren under samma tid: andelen kan bli mer än 100 procent.".to_owned()
        }
    }
}

/// A term with its stable name, as it stands in the document: *slutförda kursdeltaganden (completed)*.
fn counts(term: Term) -> String {
    format!("{} ({})", crate::indicators::sv::term(term), term.slug())
}

const fn sound_remedy(why: Unsound) -> &'static str {
    match why {
        Unsound::Twice { .. } => "Ta bort det ena.",
        Unsound::Unlike { .. } => "Räkna elever för sig, kursdeltaganden för sig och yrkesutbildningar för sig.",
        Unsound::Outside => {
            "Lägg till det i nämnaren, eller välj det som räknas på samma dag som nämnaren: completed-passed hör ihop med \
             completed, och graded-passed med graded-failed."
        }
    }
}

const PER_OR_PERCENT: &str = "Ta bort per. Ska värdet visas per till exempel 100 elever skriver du unit = \"number\".";
const PERCENT_OR_NUMBER: &str =
    "Skriv unit = \"percent\" för en andel, eller unit = \"number\" och per för till exempel antal per 100.";
const CODE_OF_SOURCE: &str =
    "Skriv koden som källan har den. Koladas nyckeltal är N eller U och fem siffror, till exempel N18944.";

/// What to do about a file that is no document of a year by its size.
const RIGHT_FILE: &str = "Kontrollera att du valt rätt fil. Ett årsdokument är sällan större än 50 000 byte.";

/// What to do about it, as a sentence.
pub fn remedy(kind: &FaultKind) -> String {
    match kind {
        FaultKind::TooLarge { .. } => RIGHT_FILE.to_owned(),
        FaultKind::NotText => "Öppna dokumentet i en textredigerare, spara som UTF-8 och försök igen.".to_owned(),
        FaultKind::Syntax(grammar) => mend_syntax(*grammar).to_owned(),
        FaultKind::UnknownField { suggestion, .. } => {
            meant(suggestion.as_deref(), "Ta bort fältet eller rätta stavningen.")
        }
        FaultKind::Missing => "Lägg till det.".to_owned(),
        FaultKind::WrongShape { expected, found } => format!("Skriv till exempel {}.", example(*expected, *found)),
        FaultKind::UnknownWord { allowed, suggestion, .. } => {
            meant(suggestion.as_deref(), &format!("Skriv ett av {}.", list(allowed)))
        }
        FaultKind::RepeatedWord { .. } => "Ta bort det ena.".to_owned(),
        FaultKind::NotADay { .. } => "Skriv år, månad och dag, till exempel 2024-02-29.".to_owned(),
        FaultKind::NumberOutside { least, most, whole: true, .. } => {
            format!("Skriv ett heltal från {} till {}.", integer(*least), integer(*most))
        }
        FaultKind::NumberOutside { least, most, .. } => {
            format!("Skriv ett tal från {} till {} med högst tre decimaler.", integer(*least), integer(*most))
        }
        FaultKind::NotASlug { suggestion, .. } => match suggestion {
            Some(suggestion) => {
                format!("Skriv till exempel ”{suggestion}”: små bokstäver a till z, siffror och bindestreck.")
            }
            None => "Använd små bokstäver a till z, siffror och bindestreck, med en bokstav först.".to_owned(),
        },
        FaultKind::Empty => "Skriv en text eller ta bort fältet.".to_owned(),
        FaultKind::EmptyList => "Lägg till minst en.".to_owned(),
        FaultKind::UnknownLanguage { .. } => {
            "Använd sv, sv-x-lattlast, en, ar, so, ti, fa, uk, pl eller es.".to_owned()
        }
        FaultKind::Schema { .. } => {
            format!("Skriv schema = {}, eller uppgradera programmet om dokumentet är nyare.", super::SCHEMA)
        }
        FaultKind::NotAnAddress { .. } => "Skriv till exempel kvalitet@kommun.example.".to_owned(),
        FaultKind::DuplicateSlug { .. } => "Ge den ena ett annat namn.".to_owned(),
        FaultKind::DuplicateTitle { .. } => "Ge den ena en annan rubrik, så att de går att skilja åt.".to_owned(),
        FaultKind::UnknownReference { to, suggestion, .. } => {
            meant(suggestion.as_deref(), &format!("Lägg till {} eller rätta namnet.", it(*to)))
        }
        FaultKind::PeriodBackwards { .. } => "Byt plats på dagarna eller rätta årtalet.".to_owned(),
        FaultKind::DeadlineBeforePeriodEnd { .. } => {
            "Kontrollera att det är meningen. Då behöver nästa redovisning ta med de sista dagarna.".to_owned()
        }
        FaultKind::DeadlineInAnotherYear { .. } => "Kontrollera årtalet.".to_owned(),
        FaultKind::DeadlineOnDayOff { suggestion, .. } => format!("Nästa arbetsdag är {}.", day(*suggestion)),
        FaultKind::OccasionWithoutItems => {
            "Lägg till en redovisningspunkt vid tillfället eller ta bort det.".to_owned()
        }
        FaultKind::NotWithThisForm { .. } => {
            "Ta bort fältet, eller välj formen ”narrative” för rubriker eller ”table” för kolumner.".to_owned()
        }
        FaultKind::PartWithoutParts => {
            "Ta bort part, eller ändra redovisningspunktens nivå till ”provider-and-area”.".to_owned()
        }
        FaultKind::OptionsWithoutChoice => "Ta bort options, eller skriv kind = \"choice\".".to_owned(),
        FaultKind::NoDaysToLieIn
        | FaultKind::ColumnWithoutCategories
        | FaultKind::ColumnWithoutSituations
        | FaultKind::NobodyUnreached
        | FaultKind::RoleTwice { .. }
        | FaultKind::RoleOfOtherKind { .. }
        | FaultKind::RoleMissing { .. }
        | FaultKind::PersonColumn { .. }
        | FaultKind::TextAboutHealth => columns_remedy(kind),
        FaultKind::AbuseWithoutHeading => "Lägg till abuse_heading eller ta bort abuse_columns.".to_owned(),
        FaultKind::LevelWithoutAreas => "Lägg till avtalsområdena under areas, eller välj nivån ”provider”.".to_owned(),
        FaultKind::ColumnWithoutAreas => "Lägg till avtalsområdena under areas eller välj en annan sort.".to_owned(),
        FaultKind::RegimeNotUsed { .. } => {
            "Lägg till regiformen under authority.regimes eller ta bort den här.".to_owned()
        }
        FaultKind::AskedOfNobody => "Skriv i applies_to.regimes vilka som ska lämna in här.".to_owned(),
        FaultKind::AnalysedInItself => "Ta bort analysed_in eller ange en annan redovisningspunkt.".to_owned(),
        FaultKind::DuplicateTarget { .. } => {
            "Ta bort det ena eller ange för vilket avtalsområde det gäller.".to_owned()
        }
        FaultKind::FiguresAfterDeadline { .. } => {
            "Ange en dag före sista dagen, eller ta bort figures_as_of så att de nyaste siffrorna visas.".to_owned()
        }
        FaultKind::CarryOverInPeriod => "Ange bara dagar före periodens första dag.".to_owned(),
        FaultKind::CohortOverlaps { .. } => {
            "Kontrollera perioderna, så att ingen elev redovisas två gånger.".to_owned()
        }
        FaultKind::ItemOfOtherForm { .. } => {
            "Ange en redovisningspunkt som har den formen, eller ändra redovisningspunktens form.".to_owned()
        }
        FaultKind::ComplaintColumn(problem) => complaints::sv::column_remedy(problem).to_owned(),
        FaultKind::TargetOutside { unit } => target_range(*unit).to_owned(),
        FaultKind::ComplaintsWithDirection => "Ändra direction till neither.".to_owned(),
        FaultKind::TargetWithoutDirection => "Ta bort målvärdet, eller ändra indikatorns direction.".to_owned(),
        FaultKind::NumeratorAndParts => "Behåll numerator för ett värde, parts för en fördelning.".to_owned(),
        FaultKind::DistributionWithDirection => "Skriv direction = \"neither\".".to_owned(),
        FaultKind::PerWithPercent => PER_OR_PERCENT.to_owned(),
        FaultKind::CountedInOtherUnit => PERCENT_OR_NUMBER.to_owned(),
        FaultKind::Unsound(why) => sound_remedy(*why).to_owned(),
        FaultKind::NotAMeasure { .. } => CODE_OF_SOURCE.to_owned(),
        FaultKind::Ladder(problem) => reminders::sv::remedy(*problem),
        FaultKind::TargetToDecide => "Kontrollera värdet. Ta bort raden to_decide när det är beslutat.".to_owned(),
    }
}

fn meant(suggestion: Option<&str>, otherwise: &str) -> String {
    suggestion.map_or_else(|| otherwise.to_owned(), |name| format!("Menade du ”{name}”?"))
}

const fn syntax(grammar: Grammar) -> &'static str {
    match grammar {
        Grammar::Unquoted => "Värdet är varken ett tal, ett datum eller en text inom citattecken.",
        Grammar::UnclosedText => "Texten avslutas inte, eller innehåller ett tecken som inte får stå i den.",
        Grammar::DuplicateKey => "Namnet står redan en gång på samma plats.",
        Grammar::UnclosedBracket => "En hakparentes är inte avslutad.",
        Grammar::UnclosedBrace => "En klammer är inte avslutad.",
        Grammar::Comma => "Ett kommatecken saknas eller är för mycket.",
        Grammar::Assignment => {
            "Här saknas ett likhetstecken eller ett värde, eller så finns ett likhetstecken för mycket."
        }
        Grammar::Escape => "Ett omvänt snedstreck följs av något som det inte kan följas av.",
        Grammar::TooDeep => "Listor eller tabeller ligger djupare i varandra än vad som går att läsa.",
        Grammar::Other => "Texten går inte att läsa som TOML här.",
    }
}

const fn mend_syntax(grammar: Grammar) -> &'static str {
    match grammar {
        Grammar::Unquoted => "Skriv texter inom citattecken: namn = \"text\".",
        Grammar::UnclosedText => {
            "Avsluta texten med samma slags citattecken som den börjar med. Långa texter skrivs mellan tre citattecken."
        }
        Grammar::DuplicateKey => "Behåll det ena. Ska det vara flera skriver du dem som en lista med [[namn]].",
        Grammar::UnclosedBracket => "Lägg till ] där listan eller rubriken slutar.",
        Grammar::UnclosedBrace => "Lägg till } där tabellen slutar.",
        Grammar::Comma => "Skilj värdena åt med ett kommatecken, ett mellan varje.",
        Grammar::Assignment => "Skriv ett namn, ett likhetstecken och ett värde på raden: namn = värde.",
        Grammar::Escape => "Skriv \\\\ för ett omvänt snedstreck och \\\" för ett citattecken.",
        Grammar::TooDeep => {
            "Ta bort hakparenteser eller klamrar som inte behövs; inget fält i ett årsdokument ligger så djupt."
        }
        Grammar::Other => {
            "Jämför med raderna omkring. Varje rad är en rubrik som [[items]], en kommentar som börjar med # eller namn = värde."
        }
    }
}

const fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "en text",
        Shape::Whole => "ett heltal",
        Shape::Number => "ett tal",
        Shape::Truth => "true eller false",
        Shape::Day => "ett datum",
        Shape::List => "en lista",
        Shape::Table => "en tabell",
        Shape::Tables => "en lista av tabeller",
        Shape::Label => "en text eller en text per språk",
    }
}

const fn example(expected: Shape, found: Shape) -> &'static str {
    match (expected, found) {
        (Shape::Text | Shape::Label, _) => "\"text\" inom citattecken",
        (Shape::Whole, Shape::Text) => "12 utan citattecken",
        (Shape::Whole, Shape::Number) => "12, utan decimaler",
        (Shape::Whole, _) => "12",
        (Shape::Number, Shape::Text) => "84.5 utan citattecken",
        (Shape::Number, _) => "84.5",
        (Shape::Truth, Shape::Text) => "true utan citattecken",
        (Shape::Truth, _) => "true",
        (Shape::Day, _) => "2024-02-29",
        (Shape::List, _) => "[\"ett\", \"två\"]",
        (Shape::Table, _) => "{ from = 2024-01-01, to = 2024-03-31 }",
        (Shape::Tables, _) => "[[namn]] på en egen rad och fälten under den",
    }
}

const fn no_such(to: Refers) -> &'static str {
    match to {
        Refers::Occasion => "inget tillfälle",
        Refers::Item => "ingen redovisningspunkt",
        Refers::Section => "ingen rubrik i redovisningspunkten",
        Refers::Area => "inget avtalsområde",
        Refers::Indicator => "ingen indikator",
        Refers::Goal => "inget mål",
        Refers::Trait => "ingen egenskap",
    }
}

const fn it(to: Refers) -> &'static str {
    match to {
        Refers::Occasion => "tillfället under occasions",
        Refers::Item => "redovisningspunkten under items",
        Refers::Section => "rubriken under redovisningspunktens sections",
        Refers::Area => "avtalsområdet under areas",
        Refers::Indicator => "indikatorn under indicators",
        Refers::Goal => "målet under goals",
        Refers::Trait => "egenskapen under traits",
    }
}

/// *upphandlad regi*.
pub const fn regime(regime: Regime) -> &'static str {
    match regime {
        Regime::Procured => "upphandlad regi",
        Regime::Authorised => "auktorisation",
        Regime::OwnRun => "egen regi",
    }
}

/// At what level: *per enhet*.
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Unit => "per enhet",
        Level::Area => "per avtalsområde",
        Level::Provider => "per anordnare",
        Level::ProviderAndArea => "per anordnare och per avtalsområde",
        Level::Individual => "per enhet, en rad per elev",
    }
}

/// *Grundläggande nivå*.
pub const fn school_form(form: SchoolForm) -> &'static str {
    match form {
        SchoolForm::Basic => "grundläggande nivå",
        SchoolForm::UpperSecondary => "gymnasial nivå",
        SchoolForm::AdaptedBasic => "anpassad utbildning på grundläggande nivå",
        SchoolForm::AdaptedUpperSecondary => "anpassad utbildning på gymnasial nivå",
        SchoolForm::Sfi => "sfi",
    }
}

/// *yrkesutbildning*.
pub const fn education_form(form: EducationForm) -> &'static str {
    match form {
        EducationForm::Vocational => "yrkesutbildning",
        EducationForm::Combination => "kombinationsutbildning",
    }
}

/// What an item is answered with.
pub const fn form(form: FormWord) -> &'static str {
    match form {
        FormWord::Complaints => "tabell över klagomål",
        FormWord::TargetDeviations => "avvikelser från målvärden",
        FormWord::FocusAreaDeviations => "avvikelser i fokusområden",
        FormWord::Narrative => "text under rubriker",
        FormWord::Table => "tabell",
    }
}

/// *Excel-mall*.
pub const fn template(template: Template) -> &'static str {
    match template {
        Template::Xlsx => "Excelmall (xlsx)",
        Template::Docx => "Wordmall (docx)",
    }
}

/// Which part of a provider-and-area item.
pub const fn part(part: Part) -> &'static str {
    match part {
        Part::Provider => "anordnaren som helhet",
        Part::Area => "avtalsområdet",
    }
}

/// Which way is better.
pub const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "högre är bättre",
        Direction::Lower => "lägre är bättre",
        Direction::Neither => "har inget målvärde",
    }
}

/// What kind of activity.
pub const fn activity(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Meeting => "möte",
        ActivityKind::Visits => "verksamhetsbesök",
        ActivityKind::Survey => "elevenkät",
        ActivityKind::Evaluation => "utvärdering",
        ActivityKind::Supervision => "tillsyn",
        ActivityKind::Statistics => "statistik",
        ActivityKind::Compilation => "sammanställning",
        ActivityKind::Feedback => "återkoppling",
        ActivityKind::Other => "övrigt",
    }
}

/// What a column takes.
pub const fn column(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "kort text",
        ColumnKind::LongText => "längre text",
        ColumnKind::Day => "dag",
        ColumnKind::Count => "antal",
        ColumnKind::YesNo => "ja eller nej",
        ColumnKind::Choice => "val ur lista",
        ColumnKind::Category => "klagomålets kärna",
        ColumnKind::Area => "avtalsområde",
        ColumnKind::Situation => "situation",
        ColumnKind::Month => "månad",
        ColumnKind::Key => "systemets beteckning, dold",
        ColumnKind::Person => "personnummer, krypterat",
    }
}

/// *72,5*, with a decimal comma and \u{2212} for minus.
pub fn decimal(number: Decimal) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("\u{2212}", digits));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let whole = integer(whole.parse().unwrap_or(0));
    part.map_or_else(|| format!("{sign}{whole}"), |part| format!("{sign}{whole},{part}"))
}

/// A value in the indicator's measure: *72,5 %*.
pub fn value(number: Decimal, unit: Measure) -> String {
    let number = decimal(number);
    match unit {
        Measure::Percent => format!("{number}\u{a0}%"),
        Measure::Number => number,
        Measure::Weeks => format!("{number}\u{a0}veckor"),
        Measure::Points => format!("{number}\u{a0}poäng"),
    }
}

/// What an indicator is counted in: *procent*.
pub const fn measure(unit: Measure) -> &'static str {
    match unit {
        Measure::Percent => "procent",
        Measure::Number => "antal",
        Measure::Weeks => "veckor",
        Measure::Points => "poäng",
    }
}

/// Which targets there can be, as something to do.
pub const fn target_range(unit: Measure) -> &'static str {
    match unit {
        Measure::Percent => "Skriv ett tal från 0 till 100.",
        Measure::Number | Measure::Weeks => "Skriv ett tal som är noll eller större.",
        Measure::Points => "Skriv ett tal.",
    }
}

/// The finest level at which an indicator is followed: *enheten*.
pub const fn followed(level: Followed) -> &'static str {
    match level {
        Followed::Authority => "hela kommunen",
        Followed::Provider => "anordnaren",
        Followed::Area => "avtalsområdet",
        Followed::Unit => "enheten",
    }
}

/// A target as it is read: *minst 72,5 % (exempelvärde)*.
pub fn target(target: &Target, indicator: &Indicator) -> String {
    let limit = match indicator.direction {
        Direction::Higher => "minst",
        Direction::Lower => "högst",
        Direction::Neither => "",
    };
    let mut marks = Vec::new();
    if target.example {
        marks.push("exempelvärde");
    }
    if target.to_decide {
        marks.push("ej beslutat");
    }
    let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
    format!("{limit} {}{marks}", value(target.value, indicator.unit)).trim_start().to_owned()
}

/// What the item covers: its period, or whom its cohort counts; `None` where the document says nothing.
pub fn covers(item: &Item) -> Option<String> {
    if let Some(of) = item.period {
        return Some(period(of));
    }
    let cohort = item.cohort.as_ref()?;
    let forms: Vec<&str> = cohort.forms.iter().map(|form| education_form(*form)).collect();
    Some(format!("Elever som avslutat {} {}", forms.join(" eller "), period(cohort.completed)))
}

/// Carried-over days: *Även orapporterat från 1 december\u{2013}31 december 2023*.
pub fn carries_over(item: &Item) -> Option<String> {
    let carry = item.carry_over.as_ref()?;
    Some(format!("Även det som inte redovisats för {}", period(carry.unreported)))
}

/// What is said where complaints of the end of the year before are reported afterwards.
pub(super) fn late_complaints(days: Period) -> Label {
    Label::sv(format!("Ta också med klagomål som kom in {}. De kom efter förra årets sista redovisning.", period(days)))
}

/// Whom the item is asked of: *Anordnare i upphandlad regi med yrkesutbildning eller kombinationsutbildning*.
pub fn asked_of(year: &Year, item: &Item) -> String {
    let regimes: Vec<&str> = year.regimes_of(item).into_iter().map(regime).collect();
    let traits: Vec<String> = item
        .applies_to
        .traits
        .iter()
        .filter_map(|slug| year.traits.iter().find(|found| found.slug == *slug))
        .map(|found| lower(found.title.as_sv()))
        .collect();
    let forms: Vec<&str> = item.applies_to.school_forms.iter().map(|form| school_form(*form)).collect();
    let has: Vec<String> =
        [forms.join(" eller "), traits.join(" eller ")].into_iter().filter(|text| !text.is_empty()).collect();
    let asked = format!("Anordnare i {}", list(&regimes));
    if has.is_empty() { asked } else { format!("{asked} med {}", has.join(" och ")) }
}

/// The text as it stands inside a sentence: a first capital goes, unless it begins an abbreviation.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// The year as one table in Markdown, a row per item: for documentation and for comparing with the authority's own
/// instructions.
pub fn markdown(year: &Year) -> String {
    let mut out = format!("# {}\n\n", year.title.as_sv());
    out.push_str("| Tillfälle | Sista dag | Redovisningspunkt | Nivå | Gäller | Även | Lämnas av | Analyseras i |\n");
    out.push_str("|---|---|---|---|---|---|---|---|\n");
    for occasion in &year.occasions {
        for item in year.items_of(occasion.slug.as_str()) {
            let analysed = item.analysed_in.as_ref().and_then(|slug| year.item(slug.as_str()));
            let example = if occasion.example { " (exempel)" } else { "" };
            let cells = [
                occasion.title.as_sv().to_owned(),
                format!("{}{example}", day(occasion.deadline)),
                item.title.as_sv().to_owned(),
                level(item.level).to_owned(),
                covers(item).unwrap_or_default(),
                carries_over(item).unwrap_or_default(),
                asked_of(year, item),
                analysed.map_or_else(String::new, |other| other.title.as_sv().to_owned()),
            ];
            out.push_str("| ");
            out.push_str(&cells.map(|cell| cell.replace('|', "\\|").replace('\n', " ")).join(" | "));
            out.push_str(" |\n");
        }
    }
    out
}

/// What is wrong with columns, and with the list of what people do.
fn columns_fault(kind: &FaultKind) -> String {
    match kind {
        FaultKind::ColumnWithoutSituations => {
            "Kolumnen tar en situation, men året har ingen lista över situationer.".to_owned()
        }
        FaultKind::NobodyUnreached => {
            "Listan över situationer saknar en kod för dem som ingen nått eller som inte svarat.".to_owned()
        }
        FaultKind::RoleTwice { role } => format!("Två kolumner har rollen ”{}”.", role.slug()),
        FaultKind::RoleOfOtherKind { role } => format!("Kolumnen kan inte ha rollen ”{}”.", role.slug()),
        FaultKind::RoleMissing { role } => format!("Ingen kolumn har rollen ”{}”, som behövs här.", role.slug()),
        FaultKind::PersonColumn { required: false } => {
            "Personnummer tas bara emot i en lista över elever efter en utbildning.".to_owned()
        }
        FaultKind::PersonColumn { required: true } => {
            "Kolumnen för personnummer kan inte vara obligatorisk: alla elever har inget.".to_owned()
        }
        FaultKind::TextAboutHealth => "Kolumnen tar text, men redovisningspunkten gäller någons hälsa.".to_owned(),
        _ => String::new(),
    }
}

/// What to do about it.
fn columns_remedy(kind: &FaultKind) -> String {
    match kind {
        FaultKind::NoDaysToLieIn => {
            "Ta bort in_period, skriv kind = \"day\" eller ge redovisningspunkten en period.".to_owned()
        }
        FaultKind::ColumnWithoutCategories => {
            "Lägg till kategorierna under complaints.categories eller välj en annan sort.".to_owned()
        }
        FaultKind::ColumnWithoutSituations => "Lägg till listan under situations eller välj en annan sort.".to_owned(),
        FaultKind::NobodyUnreached => "Lägg till en kod med means = \"not-reached\".".to_owned(),
        FaultKind::RoleTwice { .. } => "Behåll rollen på en av dem.".to_owned(),
        FaultKind::RoleOfOtherKind { role: ColumnRole::EducationForm } => {
            "Skriv kind = \"choice\" och låt valen heta vocational och combination.".to_owned()
        }
        FaultKind::RoleOfOtherKind { role } => format!("Skriv kind = \"{}\" eller ta bort role.", role.kind().slug()),
        FaultKind::RoleMissing { role } => format!("Skriv role = \"{}\" på den kolumn som tar det.", role.slug()),
        FaultKind::PersonColumn { required: false } => {
            "Skriv role = \"person\" i en tabell som också har rollerna completed och after, eller ta bort kolumnen."
                .to_owned()
        }
        FaultKind::PersonColumn { required: true } => "Ta bort required.".to_owned(),
        FaultKind::TextAboutHealth => "Ta bort kolumnen, eller låt den ta val, månad eller antal.".to_owned(),
        _ => String::new(),
    }
}
