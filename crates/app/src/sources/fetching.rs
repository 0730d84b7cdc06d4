//! What is asked of each source, and what is read out of the answers. Knows no database.

use clients::kolada::{Figure, Kolada, Measure};
use clients::pxweb::Table;
use clients::register::{Contract, EducationProvider, Register};
use clients::syllabus::Syllabus;
use clients::{Fault, Http, Skipped};
use serde::{Deserialize, Serialize};

use super::mirror;
use super::settings::{SourceKind, SourceSettings};
use crate::course_catalogue::CoursesRead;

/// The school types of municipal adult education in the course catalogue.
const SCHOOL_TYPES: [&str; 5] = ["VUXGR", "VUXGY", "VUXSFI", "VUXGRAN", "VUXGYAN"];

/// What was fetched of key figures and statistics, beside the figures themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresRead {
    /// What the measures are called and how they are defined.
    pub measures: Vec<Measure>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
}

/// What was fetched of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRead {
    /// The providers that concern the authority.
    pub providers: Vec<EducationProvider>,
    /// The contracts that the municipality has reported.
    pub contracts: Vec<Contract>,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
}

/// What a fetch gave.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    /// Figures.
    pub figures: Vec<Figure>,
    /// What is no figure, as JSON.
    pub content: String,
    /// How many figures, providers and contracts, or courses.
    pub found: usize,
}

/// About how many requests the fetch makes, for who waits.
pub fn expected(kind: SourceKind, settings: &SourceSettings, own: &[String]) -> usize {
    let parts = |number: usize| number.div_ceil(25).max(1);
    match kind {
        SourceKind::StudentSystem => mirror::READ.len() + 1,
        SourceKind::Register => 2 + 2 * own.len(),
        SourceKind::Kolada => parts(settings.measures.len()) * (parts(settings.places().len()) + 1),
        SourceKind::Statistics => 2 * settings.addresses.len(),
        SourceKind::Courses => SCHOOL_TYPES.len(),
    }
}

/// Asks the source. `own` are the organisation numbers of the authority's providers, `year` the present one.
///
/// # Errors
/// See [`Fault`].
pub fn fetch(
    kind: SourceKind,
    http: &Http,
    settings: &SourceSettings,
    own: &[String],
    year: i16,
) -> Result<Fetched, Fault> {
    let address = settings.addresses.first().map_or("", String::as_str);
    match kind {
        SourceKind::Register => register(&Register::new(http, address), &settings.org_number, own),
        SourceKind::Kolada => kolada(&Kolada::new(http, address), settings, year),
        SourceKind::Statistics => statistics(http, settings),
        SourceKind::Courses => courses(&Syllabus::new(http, address)),
        // It is read into its mirror (`pulling`), not into figures.
        SourceKind::StudentSystem => Err(Fault::NotAnAddress { asked: address.to_owned() }),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn kolada(kolada: &Kolada<'_>, settings: &SourceSettings, year: i16) -> Result<Fetched, Fault> {
    let years: Vec<i16> = (year - settings.years..=year).collect();
    let measures = kolada.measures(&settings.measures)?;
    let (figures, skipped) = kolada.figures(&settings.measures, &settings.places(), &years)?;
    let found = figures.len();
    Ok(Fetched { figures, content: json(&FiguresRead { measures, skipped }), found })
}

fn statistics(http: &Http, settings: &SourceSettings) -> Result<Fetched, Fault> {
    let (mut figures, mut read) = (Vec::new(), FiguresRead::default());
    for address in &settings.addresses {
        let given = Table::new(http, address).figures(&settings.places())?;
        // The table's name makes its measures its own; figures of several tables lie side by side.
        let table = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let id = |measure: &str| if measure.is_empty() { table.to_owned() } else { format!("{table}/{measure}") };
        for (measure, words) in &given.measures {
            let title = if words.is_empty() { given.title.clone() } else { words.clone() };
            read.measures.push(Measure { id: id(measure), title, description: given.title.clone() });
        }
        figures.extend(given.figures.into_iter().map(|figure| Figure { measure: id(&figure.measure), ..figure }));
    }
    let found = figures.len();
    Ok(Fetched { figures, content: json(&read), found })
}

fn register(register: &Register<'_>, organizer: &str, own: &[String]) -> Result<Fetched, Fault> {
    let (listed, mut skipped) = register.education_providers()?;
    let (contracts, more) = register.contracts(organizer)?;
    skipped.extend(more);
    let contracts = contracts.iter().map(|contract| register.contract(contract)).collect::<Result<Vec<_>, Fault>>()?;
    let ours = |one: &&EducationProvider| {
        own.contains(&one.org_number) || contracts.iter().any(|contract| contract.provider == one.org_number)
    };
    let providers =
        listed.iter().filter(ours).map(|one| register.education_provider(one)).collect::<Result<Vec<_>, Fault>>()?;
    let found = providers.len() + contracts.len();
    Ok(Fetched { figures: Vec::new(), content: json(&RegisterRead { providers, contracts, skipped }), found })
}

fn courses(syllabus: &Syllabus<'_>) -> Result<Fetched, Fault> {
    let mut read = CoursesRead::default();
    for school_type in SCHOOL_TYPES {
        let (courses, skipped) = syllabus.courses(school_type)?;
        read.courses.extend(courses);
        read.skipped.extend(skipped);
    }
    let found = read.courses.len();
    Ok(Fetched { figures: Vec::new(), content: json(&read), found })
}
