//! The schools that somebody can choose among, over all authorities. Names and codes of school units are public.

use ::store::{ReadTx, sql};
use kernel::id::kind::{Organisation, Unit};
use kernel::{Day, Id, swedish};
use platform::{Open, Stop};

/// A school that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// The authority's name in addresses.
    pub slug: String,
    /// What the authority is called.
    pub authority: String,
    /// The unit.
    pub unit: Id<Unit>,
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// The provider.
    pub organisation: Id<Organisation>,
    /// What the provider is called.
    pub provider: String,
}

impl School {
    /// As the form says it.
    pub fn value(&self) -> String {
        format!("{}:{}", self.slug, self.unit)
    }
    /// The unit with its provider, where the one does not name the other.
    pub fn title(&self) -> String {
        if self.name.contains(&self.provider) { self.name.clone() } else { format!("{}, {}", self.name, self.provider) }
    }
}

fn of_authority(tx: &mut ReadTx<'_>, (slug, authority): (&str, &str), today: Day) -> Result<Vec<School>, Stop> {
    type Row = (Id<Unit>, String, String, Id<Organisation>, Option<String>, Option<Day>);
    let rows: Vec<Row> = tx.all(
        sql!(
            "SELECT u.id, u.code, u.name, u.organisation_id, v.name, u.closed_on
             FROM unit u JOIN provider v ON v.tenant_id = u.tenant_id AND v.organisation_id = u.organisation_id
             WHERE u.tenant_id = $1 AND v.ended_on IS NULL ORDER BY u.sort_key, u.id"
        ),
        &[],
    )?;
    let open = rows.into_iter().filter(|(.., closed)| closed.is_none_or(|closed| closed >= today));
    Ok(open
        .map(|(unit, code, name, organisation, provider, _)| School {
            slug: slug.to_owned(),
            authority: authority.to_owned(),
            unit,
            code,
            name,
            organisation,
            provider: provider.unwrap_or_default(),
        })
        .collect())
}

/// The schools of the authority of that name in addresses; of all where none is given.
pub async fn all(open: &Open, slug: Option<&str>) -> Result<Vec<School>, Stop> {
    let mut schools: Vec<School> = Vec::new();
    for (tenant, name) in open.authorities().await? {
        if slug.is_none_or(|slug| slug == tenant) {
            let teller = open.teller(&tenant).await?;
            let today = open.now().day();
            schools.extend(teller.read(move |tx| of_authority(tx, (&tenant, &name), today)).await?);
        }
    }
    if schools.iter().any(|school| school.provider.is_empty()) {
        let registered = open.providers().await?;
        for school in schools.iter_mut().filter(|school| school.provider.is_empty()) {
            school.provider = registered.get(&school.organisation).cloned().unwrap_or_default();
        }
    }
    Ok(schools)
}

/// The words as they are typed on a keyboard that has not all the letters: without what stands over and under them.
fn bare(words: &str) -> String {
    let letter = |letter: char| match letter {
        '\u{e5}' | '\u{e4}' | 'á' | 'à' | 'â' | 'ã' | 'æ' | 'ą' => 'a',
        '\u{f6}' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => 'o',
        'é' | 'è' | 'ê' | 'ë' | 'ę' => 'e',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ç' | 'ć' | 'č' => 'c',
        'ñ' | 'ń' => 'n',
        'ł' => 'l',
        'ś' | 'š' => 's',
        'ż' | 'ź' | 'ž' => 'z',
        other => other,
    };
    // A letter may also come as two: the plain one, and the mark that stands over it.
    let mark = |sign: &char| matches!(sign, '\u{300}'..='\u{36f}');
    swedish::fold(words).chars().filter(|sign| !mark(sign)).map(letter).collect()
}

/// Those whose name, provider, code or municipality has the words in it, however they are written.
pub fn searched(schools: Vec<School>, words: &str) -> Vec<School> {
    let words = bare(words);
    let has = |school: &School| {
        let said = bare(&format!("{} {} {} {}", school.name, school.provider, school.code, school.authority));
        words.split_whitespace().all(|word| said.contains(word))
    };
    schools.into_iter().filter(has).collect()
}
