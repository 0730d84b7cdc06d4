//! Skolenhetsregistret v2, `https://api.skolverket.se/skolenhetsregistret`: units, organisers, providers of adult education
//! with their right to set grades, and the contracts that municipalities have reported. Licence CC0.
//!
//! Lists carry codes and names; what matters stands at each by itself. There is no paging.

use kernel::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fault::Fault;
use crate::http::{Answer, Http};
use crate::reading::{Skipped, base, day, encode, list, rows, text, texts, truth};

/// A school unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolUnit {
    /// Its code of eight digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `AKTIV` and the like.
    pub status: String,
}

/// An organiser (huvudman).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organizer {
    /// Its organisation number, digits alone.
    pub org_number: String,
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: String,
}

/// A provider, with its right to set grades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EducationProvider {
    /// Its code of eight digits.
    pub code: String,
    /// Its organisation number, digits alone.
    pub org_number: String,
    /// Its name.
    pub name: String,
    /// Whether it has the right to set grades (betygsr\u{e4}tt); absent where the register does not say.
    pub grading_rights: Option<bool>,
    /// The first day of that right.
    pub from: Option<Day>,
    /// The last day of that right; absent while it has none.
    pub to: Option<Day>,
    /// The parts of adult education it concerns, such as VUXSFI.
    pub parts: Vec<String>,
}

/// A part of adult education that a contract covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractPart {
    /// Which, such as VUXGY.
    pub part: String,
    /// From which day.
    pub from: Option<Day>,
    /// To which day; absent while it has none.
    pub to: Option<Day>,
}

/// A contract (komvux p\u{e5} entreprenad) that a municipality has reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// The municipality's organisation number, digits alone.
    pub organizer: String,
    /// The provider's organisation number, digits alone.
    pub provider: String,
    /// The provider's name.
    pub name: String,
    /// The provider's code.
    pub code: String,
    /// Whether the register calls it active.
    pub active: bool,
    /// What it covers.
    pub parts: Vec<ContractPart>,
    /// The units that belong to it.
    pub units: Vec<String>,
}

/// The client.
#[derive(Debug)]
pub struct Register<'h> {
    http: &'h Http,
    base: String,
}

/// The list of attributes in an answer.
const LIST: [&str; 2] = ["/data/attributes", "/data"];

impl<'h> Register<'h> {
    /// A client of the server at that address, such as `https://api.skolverket.se/skolenhetsregistret`.
    pub fn new(http: &'h Http, address: &str) -> Self {
        Self { http, base: base(address) }
    }

    /// The school units of a municipality.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn school_units(&self, municipality: &str) -> Result<Vec<SchoolUnit>, Fault> {
        let address =
            format!("{}/v2/school-units?school_type=VUX&municipality_code={}", self.base, encode(municipality));
        let unit = |row: &Value| {
            let code = text(row, "schoolUnitCode")?;
            Some(SchoolUnit { name: name(row, &code), status: text(row, "status").unwrap_or_default(), code })
        };
        self.list(&address, unit).map(|(units, _)| units)
    }

    /// The organisers.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn organizers(&self) -> Result<Vec<Organizer>, Fault> {
        let organizer = |row: &Value| {
            let org_number = digits(&text(row, "organizationNumber")?);
            let kind = text(row, "organizerType").unwrap_or_default();
            Some(Organizer { name: name(row, &org_number), kind, org_number })
        };
        self.list(&format!("{}/v2/organizers", self.base), organizer).map(|(found, _)| found)
    }

    /// Every provider as the list has it: whether it has the right to set grades, not since when.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn education_providers(&self) -> Result<(Vec<EducationProvider>, Vec<Skipped>), Fault> {
        let provider = |row: &Value| {
            let code = text(row, "educationProviderCode")?;
            Some(EducationProvider {
                org_number: digits(&text(row, "organizationNumber")?),
                name: name(row, &code),
                grading_rights: truth(row, "gradingRight").or_else(|| truth(row, "gradingRights")),
                from: None,
                to: None,
                parts: Vec::new(),
                code,
            })
        };
        self.list(&format!("{}/v2/education-providers", self.base), provider)
    }

    /// The provider with what stands at it by itself: the days of its right and what it concerns.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn education_provider(&self, known: &EducationProvider) -> Result<EducationProvider, Fault> {
        let address = format!("{}/v2/education-providers/{}", self.base, encode(&known.code));
        let answer = self.http.get(&address, None)?;
        let at = attributes(&answer)?;
        Ok(EducationProvider {
            name: text(at, "displayName").unwrap_or_else(|| known.name.clone()),
            grading_rights: truth(at, "gradingRights").or_else(|| truth(at, "gradingRight")).or(known.grading_rights),
            from: day(at, "gradingRightsFrom"),
            to: day(at, "gradingRightsTo"),
            parts: texts(at, "schoolTypeParts"),
            ..known.clone()
        })
    }

    /// The contracts of the municipality as the list has them: with whom, not what they cover.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn contracts(&self, organizer: &str) -> Result<(Vec<Contract>, Vec<Skipped>), Fault> {
        let address = format!("{}/v2/contracts?organizer_organization_number={}", self.base, encode(organizer));
        let contract = |row: &Value| {
            let code = text(row, "educationProviderCode")?;
            Some(Contract {
                organizer: digits(&text(row, "organizerOrganizationNumber")?),
                provider: digits(&text(row, "educationProviderOrganizationNumber")?),
                name: text(row, "educationProviderName").unwrap_or_else(|| code.clone()),
                active: is_active(row),
                parts: Vec::new(),
                units: Vec::new(),
                code,
            })
        };
        let (mut contracts, skipped) = self.list(&address, contract)?;
        // The filter is the register's; what it lets through in addition is not ours.
        contracts.retain(|contract| contract.organizer == digits(organizer));
        Ok((contracts, skipped))
    }

    /// The contract with what stands at it by itself: what it covers, from when to when, and its units.
    ///
    /// # Errors
    /// See [`Fault`].
    pub fn contract(&self, known: &Contract) -> Result<Contract, Fault> {
        let address = format!("{}/v2/contracts/{}/{}", self.base, encode(&known.organizer), encode(&known.code));
        let answer = self.http.get(&address, None)?;
        let at = attributes(&answer)?;
        let part = |row: &Value| {
            let part = text(row, "schoolTypePart")?;
            Some(ContractPart { part, from: day(row, "validFrom"), to: day(row, "validTo") })
        };
        let units = answer.json.pointer("/data/relationships/schoolUnit");
        Ok(Contract {
            name: text(at, "educationProviderName").unwrap_or_else(|| known.name.clone()),
            active: if at.get("status").is_some() { is_active(at) } else { known.active },
            parts: list(at, "schoolTypeParts").iter().filter_map(part).collect(),
            units: units
                .map(|units| list(units, "data").iter().filter_map(|unit| text(unit, "schoolUnitCode")).collect())
                .unwrap_or_default(),
            ..known.clone()
        })
    }

    fn list<T>(&self, address: &str, one: impl Fn(&Value) -> Option<T>) -> Result<(Vec<T>, Vec<Skipped>), Fault> {
        let answer = match self.http.get(address, None) {
            Ok(answer) => answer,
            // The register says so where there is nothing.
            Err(Fault::Status { came, .. }) if came.status == 404 => return Ok((Vec::new(), Vec::new())),
            Err(fault) => return Err(fault),
        };
        let (mut found, mut skipped) = (Vec::new(), Vec::new());
        for (at, row) in rows(&answer, &LIST)?.iter().enumerate() {
            match one(row) {
                Some(one) => found.push(one),
                None => skipped.push(Skipped { place: format!("data/{at}"), lacks: "its code or number".to_owned() }),
            }
        }
        Ok((found, skipped))
    }
}

fn attributes(answer: &Answer) -> Result<&Value, Fault> {
    answer
        .json
        .pointer("/data/attributes")
        .filter(|attributes| attributes.is_object())
        .ok_or_else(|| answer.other_shape("no object at /data/attributes"))
}

fn is_active(row: &Value) -> bool {
    text(row, "status").is_some_and(|status| status.eq_ignore_ascii_case("aktiv"))
}

fn name(row: &Value, otherwise: &str) -> String {
    crate::reading::either(row, &["displayName", "name", "folkHighschoolName"]).unwrap_or_else(|| otherwise.to_owned())
}

/// The last ten digits: organisation numbers come with and without hyphen, and with 16 before.
fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 12 { digits[2..].to_owned() } else { digits }
}
