//! Where a person says what the columns of a file are, and what its codes mean; it is kept as a profile.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Event, Housekeeping};
use axum::extract::RawQuery;
use domain::participations::Field;
use domain::participations::profile::{self, Column, Empty, Holds, Nature, Profile};
use platform::{FormData, Path, Reply, Stop};
use serde_json::json;

use super::opening::Sample;
use super::pages::{At, Keep, address, named, profile_of, sample_of, sheet};
use super::store::{self, Run, State};
use super::{sv, view_mapping};

/// How many rows are looked through for codes that nobody knows.
const LOOKED_AT: usize = 2_000;
/// How many unknown codes of a column are asked about.
const ASKED: usize = 40;

/// What a person has said, or what is guessed before they have.
pub(super) struct Mapped {
    /// By column of the file: the field.
    pub fields: BTreeMap<usize, Field>,
    /// What the profile is called.
    pub title: String,
    /// By what persons are known.
    pub person: Holds,
    /// Codes: field, text, our word.
    pub codes: BTreeMap<(Field, String), String>,
    /// Fields whose unknown values were listed, where somebody says to go on with those that were left.
    pub left_so: Option<BTreeSet<Field>>,
}

impl Mapped {
    /// Of the unknown values those that nobody has said anything of.
    fn left(&self, unknown: &Unknown) -> Unknown {
        let said = |field: Field, text: &String| self.codes.contains_key(&(field, text.clone()));
        let seen = |field: &Field| self.left_so.as_ref().is_some_and(|fields| fields.contains(field));
        let mut left = unknown.clone();
        left.retain(|field, texts| {
            texts.retain(|text| !said(*field, text));
            !texts.is_empty() && !seen(field)
        });
        left
    }
}

/// Texts in coded columns that nobody knows, by field.
pub(super) type Unknown = BTreeMap<Field, BTreeSet<String>>;

async fn file_with(cx: &Keep, id: &str, profile: Option<Profile>) -> Result<(Run, Sample), Stop> {
    let run = named(cx, id).await?;
    if run.state != State::Uploaded {
        return Err(Stop::refused_back(sv::NOT_NOW, sv::NOT_NOW_TEXT, &address(cx, run.id), &run.file_name));
    }
    let sample = sample_of(cx, &run, profile, LOOKED_AT).await?;
    let sample = sample.map_err(|why| Stop::refused_back(sv::NOT_NOW, why, &address(cx, run.id), &run.file_name))?;
    Ok((run, sample))
}

/// The columns of the file, each with a choice of what it is.
pub(super) async fn form(cx: Keep, Path((_, id)): At, RawQuery(query): RawQuery) -> Result<Reply, Stop> {
    let query = FormData::parse(query.unwrap_or_default().as_bytes());
    let chosen = profile_of(&cx, query.get("profil")).await?;
    // Without a profile our own format's headings are guessed with.
    let from = chosen.as_ref().map(|kept| kept.profile.clone()).or_else(|| profile::shipped().first().cloned());
    let (run, sample) = file_with(&cx, &id, from.clone()).await?;
    let mut fields = sample.fields();
    // What somebody has left out of a profile is left out.
    if chosen.is_none() {
        guessed(&sample, &mut fields);
    }
    let own = chosen.as_ref().filter(|kept| kept.version.is_some());
    let source =
        |profile: &Profile| profile.column(Field::Person).is_some_and(|column| column.holds == [Holds::SourceId]);
    let mapped = Mapped {
        fields,
        title: own.map(|kept| kept.profile.title.clone()).unwrap_or_default(),
        person: if from.as_ref().is_some_and(source) { Holds::SourceId } else { Holds::Personnummer },
        codes: BTreeMap::new(),
        left_so: None,
    };
    Ok(show(&cx, &run, &sample, from.as_ref(), &mapped, &[]))
}

/// Adds what the other columns most likely are by their headings; each field once.
fn guessed(sample: &Sample, fields: &mut BTreeMap<usize, Field>) {
    let mut taken: BTreeSet<Field> = fields.values().copied().collect();
    for (at, heading) in sample.headings.iter().enumerate() {
        if let Some(field) = profile::guess(heading).filter(|field| !fields.contains_key(&at) && !taken.contains(field))
        {
            taken.insert(field);
            fields.insert(at, field);
        }
    }
}

fn show(
    cx: &Keep,
    run: &Run,
    sample: &Sample,
    base: Option<&Profile>,
    mapped: &Mapped,
    faults: &[(String, String)],
) -> Reply {
    let unknown = base.map(|base| unknown_codes(sample, base, &mapped.fields)).unwrap_or_default();
    let slug = base.map_or("", |base| base.slug.as_str());
    let main = view_mapping::form(&address(cx, run.id), slug, sample, mapped, &unknown, faults);
    cx.show(
        sheet(cx, sv::MAPPING, main).crumb(&run.file_name, address(cx, run.id)).wide().with_faults(!faults.is_empty()),
    )
}

/// The texts in coded columns that neither the profile nor we have a meaning for.
fn unknown_codes(sample: &Sample, base: &Profile, fields: &BTreeMap<usize, Field>) -> Unknown {
    let mut all = Unknown::new();
    for (at, field) in fields.iter().filter(|(_, field)| profile::nature(**field) == Nature::Coded) {
        let mut book = base.codes(*field);
        for (_, cells) in &sample.rows {
            let Some(text) = cells.get(*at).map(|cell| forms::text::clean(cell)).filter(|text| !text.is_empty()) else {
                continue;
            };
            let missing = base.missing.iter().any(|sign| forms::text::fold(sign) == forms::text::fold(&text));
            let truth = matches!(field, Field::Protected | Field::Dropout) && forms::yes_or_no(&text).is_some();
            // A profile that has no such column knows our own words all the same.
            let known = book.of(&text).is_some() || profile::by_our_name(*field, &text).is_some();
            if !known && !missing && !truth {
                let of_field = all.entry(*field).or_default();
                if of_field.len() < ASKED {
                    of_field.insert(text);
                }
            }
        }
    }
    all.retain(|_, texts| !texts.is_empty());
    all
}

/// Keeps what was said as a profile.
pub(super) async fn save(cx: Keep, Path((_, id)): At, posted: FormData) -> Result<Reply, Stop> {
    let base = profile_of(&cx, posted.get("grund")).await?.map(|kept| kept.profile);
    let base = base.or_else(|| profile::shipped().first().cloned());
    let (run, sample) = file_with(&cx, &id, None).await?;
    let mapped = said(&posted, &sample);
    let made = put_together(&sample, &mapped, base.as_ref());
    let mut faults: Vec<(String, String)> = profile::check(&made)
        .iter()
        .filter(|fault| !is_of_name(fault))
        .map(|fault| ("kolumn-0".to_owned(), profile::sv::fault(fault)))
        .collect();
    if made.slug.is_empty() {
        faults.push(("namn".to_owned(), sv::NAME_NEEDED.to_owned()));
    }
    let mut fields = BTreeSet::new();
    for (at, field) in &mapped.fields {
        if !fields.insert(*field) {
            faults.retain(|(_, text)| !text.starts_with("Kolumn"));
            faults.push((format!("kolumn-{at}"), view_mapping::twice(*field)));
        }
    }
    let known = cx.read(|tx| Ok(store::all_profiles(tx)?)).await?;
    let other = |kept: &store::Kept| kept.profile.slug == made.slug && kept.profile.title != made.title;
    if known.iter().any(other) || profile::shipped().iter().any(|one| one.slug == made.slug) {
        faults.push(("namn".to_owned(), sv::NAME_TAKEN.to_owned()));
    }
    // Values that nobody knows would keep their rows out: they are asked about before, and can be left all the same.
    let unknown = base.as_ref().map(|base| unknown_codes(&sample, base, &mapped.fields)).unwrap_or_default();
    for (field, texts) in mapped.left(&unknown) {
        let heading = mapped.fields.iter().find(|(_, of)| **of == field).and_then(|(at, _)| sample.headings.get(*at));
        let heading = heading.map_or("", String::as_str);
        let first = texts.first().map(String::as_str).unwrap_or_default();
        faults.push((view_mapping::code_name(field, first), sv::values_left(heading, &texts)));
    }
    // Headings of columns that are read and are called the same cannot be told apart.
    if !faults.is_empty() {
        return Ok(show(&cx, &run, &sample, base.as_ref(), &mapped, &faults));
    }
    let (person, slug) = (cx.account().person, made.slug.clone());
    let title = made.title.clone();
    let version = cx
        .write(move |mut tx| {
            let (version, new) = store::save_profile(&mut tx, &made, Some(person))?;
            if !new {
                return Ok(tx.keep(Housekeeping::Staging, version));
            }
            let tenant = tx.tenant()?;
            let facts = json!({ "profile": made.slug, "version": version });
            Ok(tx.save(Event::about("imports.profile-saved", tenant, facts), version)?)
        })
        .await?;
    let back = format!("{}?profil={slug}", address(&cx, run.id));
    Ok(Reply::done(&back, &sv::profile_saved(&title, version)))
}

/// Whether the fault comes of the name alone, which has a sentence of its own at its field.
const fn is_of_name(fault: &profile::Fault) -> bool {
    matches!(fault.problem, profile::Problem::BadSlug(_) | profile::Problem::Missing(_))
}

fn said(posted: &FormData, sample: &Sample) -> Mapped {
    let fields = (0..sample.headings.len())
        .filter_map(|at| Some((at, Field::from_slug(posted.get(&format!("kolumn-{at}")))?)))
        .collect();
    let codes = posted
        .iter()
        .filter_map(|(name, word)| {
            let (field, text) = name.strip_prefix("kod-")?.split_once(':')?;
            (!word.is_empty()).then_some(())?;
            Some(((Field::from_slug(field)?, text.to_owned()), word.to_owned()))
        })
        .collect();
    let person = if posted.get("person") == "id" { Holds::SourceId } else { Holds::Personnummer };
    let listed = posted.get("listade").split(',').filter_map(Field::from_slug).collect();
    let left_so = (posted.get(view_mapping::LEAVE) == "ja").then_some(listed);
    Mapped { fields, title: posted.get("namn").chars().take(80).collect(), person, codes, left_so }
}

/// A stable name of a title.
fn slug_of(title: &str) -> String {
    let folded: String = title
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'a'..='z' | '0'..='9' => c,
            '\u{e5}' | '\u{e4}' => 'a',
            '\u{f6}' => 'o',
            _ => '-',
        })
        .collect();
    let parts: Vec<&str> = folded.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-").chars().take(40).collect()
}

fn put_together(sample: &Sample, mapped: &Mapped, base: Option<&Profile>) -> Profile {
    let needed = [Field::Person, Field::Course, Field::Start];
    let columns = mapped
        .fields
        .iter()
        .map(|(at, field)| {
            let known = base.and_then(|base| base.column(*field));
            let mut codes = known.map(|column| column.codes.clone()).unwrap_or_default();
            let said = mapped.codes.iter().filter(|((of, _), _)| of == field);
            codes.extend(said.map(|((_, text), word)| (text.clone(), word.clone())));
            Column {
                field: *field,
                headings: vec![sample.headings.get(*at).cloned().unwrap_or_default()],
                required: needed.contains(field),
                empty: match known.map(|column| &column.empty) {
                    _ if needed.contains(field) => Empty::Fault,
                    Some(Empty::Value(word)) => Empty::Value(word.clone()),
                    _ => Empty::Missing,
                },
                holds: if *field == Field::Person { vec![mapped.person] } else { Vec::new() },
                codes,
            }
        })
        .collect();
    Profile {
        slug: slug_of(&mapped.title),
        title: mapped.title.clone(),
        about: String::new(),
        missing: base.map(|base| base.missing.clone()).unwrap_or_default(),
        serial_days: base.and_then(|base| base.serial_days),
        complete_per_person: base.is_some_and(|base| base.complete_per_person),
        starts_unknown: base.is_some_and(|base| base.starts_unknown),
        retired: false,
        columns,
    }
}
