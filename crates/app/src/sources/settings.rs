//! Which sources there are, and what each has to be told.

use kernel::id::kind::Organisation;
use kernel::{Day, Id, OrgNumber};
use platform::FormData;
use serde::{Deserialize, Serialize};

use super::sv;
use crate::course_catalogue;

/// A source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// The municipality's own student system, over SS 12000.
    StudentSystem,
    /// The register of providers, their right to set grades, and contracts.
    Register,
    /// Key figures of municipalities.
    Kolada,
    /// Tables of a statistics database.
    Statistics,
    /// The course catalogue.
    Courses,
}

impl SourceKind {
    /// Every one, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::StudentSystem, Self::Register, Self::Kolada, Self::Statistics, Self::Courses];

    /// The stable name, in addresses too.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::StudentSystem => "ss12000",
            Self::Register => "skolenhetsregistret",
            Self::Kolada => "kolada",
            Self::Statistics => "statistikdatabasen",
            Self::Courses => course_catalogue::SOURCE,
        }
    }

    /// What has that stable name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// Where it is, unless somebody says otherwise.
    const fn address(self) -> &'static str {
        match self {
            Self::Register => "https://api.skolverket.se/skolenhetsregistret",
            Self::Kolada => "https://api.kolada.se/v3",
            Self::StudentSystem | Self::Statistics => "",
            Self::Courses => "https://api.skolverket.se/syllabus/v1",
        }
    }

    /// Whether it is asked about places.
    pub const fn has_places(self) -> bool {
        matches!(self, Self::Kolada | Self::Statistics)
    }
}

/// What a source is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSettings {
    /// Where it is; several for tables of a statistics database.
    pub addresses: Vec<String>,
    /// The own municipality's code.
    pub municipality: String,
    /// The own organisation number, ten digits.
    pub org_number: String,
    /// Codes of places to compare with.
    pub compared: Vec<String>,
    /// Key figures.
    pub measures: Vec<String>,
    /// How many years back.
    pub years: i16,
    /// How many days lie between two fetches.
    pub every_days: u16,
    /// The first day of course starts that a student system is asked to tell of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day: Option<Day>,
    /// The providers whose participations a student system has all of; all where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<Id<Organisation>>,
}

/// Key figures that are proposed: passed of those who completed or dropped out, of those who completed, and two courses
/// passed by beginners in sfi.
const MEASURES: [&str; 8] = ["N18944", "N18945", "N18946", "N18961", "N18947", "N18948", "N18949", "N18409"];

impl SourceSettings {
    /// What is proposed before somebody has said anything.
    pub fn proposed(kind: SourceKind) -> Self {
        Self {
            addresses: vec![kind.address().to_owned()],
            first_day: None,
            providers: Vec::new(),
            municipality: String::new(),
            org_number: String::new(),
            compared: Vec::new(),
            measures: if kind == SourceKind::Kolada { MEASURES.map(str::to_owned).to_vec() } else { Vec::new() },
            years: 5,
            every_days: if matches!(kind, SourceKind::Register | SourceKind::StudentSystem) { 1 } else { 30 },
        }
    }

    /// Own place first, then those compared with, none twice.
    pub fn places(&self) -> Vec<String> {
        let mut places = vec![self.municipality.clone()];
        places.extend(self.compared.iter().cloned());
        let mut seen = std::collections::BTreeSet::new();
        places.retain(|place| !place.is_empty() && seen.insert(place.clone()));
        places
    }

    /// The fields of the form.
    pub fn to_form(&self, active: bool) -> FormData {
        let (years, days) = (self.years.to_string(), self.every_days.to_string());
        let (addresses, compared, measures) =
            (self.addresses.join("\n"), self.compared.join(" "), self.measures.join(" "));
        let first_day = self.first_day.map(|day| day.to_string()).unwrap_or_default();
        let providers: Vec<String> = self.providers.iter().map(ToString::to_string).collect();
        let providers = providers.iter().map(|id| ("anordnare", id.as_str()));
        let fixed = [
            ("aktiv", if active { "ja" } else { "" }),
            ("adress", addresses.as_str()),
            ("kommun", self.municipality.as_str()),
            ("orgnummer", self.org_number.as_str()),
            ("jamfor", compared.as_str()),
            ("nyckeltal", measures.as_str()),
            ("ar", years.as_str()),
            ("dagar", days.as_str()),
            ("fran", first_day.as_str()),
        ];
        FormData::from_pairs(fixed.into_iter().chain(providers))
    }

    /// What the form says; every fault at once, by field.
    ///
    /// # Errors
    /// The name of each field that is wrong, with a sentence.
    pub fn from_form(kind: SourceKind, form: &FormData) -> Result<Self, Vec<(&'static str, &'static str)>> {
        let mut faults = Vec::new();
        let mut check = |fine: bool, field: &'static str, sentence: &'static str| {
            if !fine {
                faults.push((field, sentence));
            }
        };
        let words = |name: &str| -> Vec<String> {
            form.get(name)
                .split([' ', ',', ';', '\n', '\t'])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let addresses = words("adress");
        let whole = addresses.iter().all(|address| address.starts_with("https://") || address.starts_with("http://"));
        check(!addresses.is_empty() && whole && addresses.len() <= 20, "adress", sv::FAULT_ADDRESS);
        check(kind == SourceKind::Statistics || addresses.len() <= 1, "adress", sv::FAULT_ONE_ADDRESS);
        let bare = addresses.iter().all(|address| !address.contains(['@', '?', '#']));
        check(kind != SourceKind::StudentSystem || bare, "adress", sv::FAULT_BARE_ADDRESS);
        let code = |code: &String| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        // Groups of municipalities in Kolada are a G with digits, counties four digits, the nation 0000.
        let place = |place: &String| place.len() <= 8 && place.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let municipality = form.get("kommun").to_owned();
        let compared = words("jamfor");
        if kind.has_places() {
            check(code(&municipality), "kommun", sv::FAULT_MUNICIPALITY);
            check(compared.iter().all(place) && compared.len() <= 40, "jamfor", sv::FAULT_PLACES);
        }
        let number = form.get("orgnummer").parse::<OrgNumber>();
        if kind == SourceKind::Register {
            check(number.is_ok(), "orgnummer", sv::FAULT_ORG_NUMBER);
        }
        let measures: Vec<String> = words("nyckeltal").into_iter().map(|word| word.to_ascii_uppercase()).collect();
        let measure = |id: &String| {
            id.len() == 6
                && matches!(id.as_bytes()[0], b'N' | b'U')
                && id[1..].bytes().all(|byte| byte.is_ascii_digit())
        };
        let years = form.get("ar").parse::<i16>().ok().filter(|years| (1..=20).contains(years));
        if kind == SourceKind::Kolada {
            check(measures.iter().all(measure) && (1..=50).contains(&measures.len()), "nyckeltal", sv::FAULT_MEASURES);
            check(years.is_some(), "ar", sv::FAULT_YEARS);
        }
        let every_days = form.get("dagar").parse::<u16>().ok().filter(|days| (1..=366).contains(days));
        check(every_days.is_some(), "dagar", sv::FAULT_DAYS);
        let first_day = forms::day_from_text(form.get("fran"), None).ok();
        let providers: Option<Vec<Id<Organisation>>> = form.all("anordnare").iter().map(|id| id.parse().ok()).collect();
        if kind == SourceKind::StudentSystem {
            check(first_day.is_some(), "fran", sv::FAULT_FIRST_DAY);
            check(providers.is_some(), "anordnare", sv::FAULT_PROVIDERS);
        }
        match every_days {
            Some(every_days) if faults.is_empty() => Ok(Self {
                addresses,
                municipality,
                org_number: number.map(|number| number.as_digits().to_owned()).unwrap_or_default(),
                compared,
                measures,
                years: years.unwrap_or(5),
                every_days,
                first_day,
                providers: providers.unwrap_or_default(),
            }),
            _ => Err(faults),
        }
    }
}
