//! What events are about, in words: the item with its provider and unit, the theme, the report. Read from what stands
//! now; what is gone has no words, and its event still has its facts.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError, global_sql, sql};
use kernel::id::kind::{Assignment as AssignmentKind, Submission as SubmissionKind};
use kernel::{Id, Instant, Right};
use serde_json::Value as Json;
use uuid::Uuid;

use super::store::Line;
use super::sv;
use crate::{assignments, submissions, year};

/// Something that events are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    /// In words.
    pub words: String,
    /// Where it is seen, within the authority, and the right that it takes.
    pub place: Option<(String, Right)>,
}

impl Thing {
    fn plain(words: String) -> Self {
        Self { words, place: None }
    }
}

/// Things that have been looked up, each once.
#[derive(Debug, Default)]
pub(super) struct Things {
    assignments: BTreeMap<Uuid, Option<Thing>>,
    others: BTreeMap<(&'static str, Uuid), Option<String>>,
}

fn id_in(facts: &Json, name: &str) -> Option<Uuid> {
    facts.get(name)?.as_str()?.parse().ok()
}

impl Things {
    /// What the event is about: the most telling first.
    pub(super) fn of(&mut self, tx: &mut ReadTx<'_>, line: &Line) -> Result<Vec<Thing>, StoreError> {
        let facts: Json = serde_json::from_str(&line.facts).unwrap_or_default();
        let area = line.kind.split('.').next().unwrap_or_default();
        let mut things = Vec::new();
        let assignment = match id_in(&facts, "assignment") {
            Some(id) => Some(id),
            None if matches!(area, "assignment" | "deadline") => line.subject,
            None => match id_in(&facts, "submission") {
                Some(id) => submissions::one(tx, Id::<SubmissionKind>::from_uuid(id))?.map(|one| one.assignment.uuid()),
                None => None,
            },
        };
        if let Some(id) = assignment {
            things.extend(self.assignment(tx, id)?);
        }
        if let Some(theme) = id_in(&facts, "theme") {
            things.extend(self.named(tx, "theme", theme)?.map(|name| Thing::plain(sv::theme(&name))));
        }
        if let (true, Some(number)) =
            (matches!(area, "dataset" | "release"), facts.get("number").and_then(Json::as_i64))
        {
            let place = Some((format!("rapporter/{number}"), Right::ReadReleases));
            things.push(Thing { words: sv::dataset(number), place });
        }
        let kind = match area {
            "unit" => Some(("unit", line.subject)),
            "area" => Some(("area", line.subject)),
            "provider" => Some(("provider", line.subject)),
            "agreement" => Some(("agreement", line.subject)),
            "contact-rektor" => Some(("provider", id_in(&facts, "organisation").or(line.subject))),
            "deficiency" | "term" | "supervision" | "evaluation" => {
                id_in(&facts, "organisation").map(|of| ("provider", Some(of)))
            }
            "site-check" => id_in(&facts, "organisation").map(|of| ("provider", Some(of))),
            "focus-area" => Some(("focus-area", id_in(&facts, "focus_area").or(line.subject))),
            "person" | "link" => Some(("person", line.subject)),
            "seat" => Some(("person", id_in(&facts, "person"))),
            "year" => Some(("year", line.subject)),
            "mail" => Some(("mail", id_in(&facts, "mail").or(line.subject))),
            "activity" | "visit" => Some(("provider", id_in(&facts, "organisation"))),
            // Readings named it among their facts alone before they were told to be about it.
            "sample" => Some(("sample", line.subject)),
            "case" => Some(("case", line.subject.or(id_in(&facts, "case")))),
            "abuse" => Some(("abuse", line.subject.or(id_in(&facts, "investigation")))),
            _ => None,
        };
        if let Some((kind, Some(id))) = kind {
            let place = match kind {
                "provider" => Some((format!("organisation/anordnare/{id}"), Right::ViewOrganisation)),
                "mail" => Some((format!("epost/{id}"), Right::Review)),
                "sample" => Some((format!("stickprov/{id}"), Right::ReadSamples)),
                _ => None,
            };
            things.extend(self.named(tx, kind, id)?.map(|words| Thing { words, place }));
        }
        Ok(things)
    }

    fn assignment(&mut self, tx: &mut ReadTx<'_>, id: Uuid) -> Result<Option<Thing>, StoreError> {
        if let Some(known) = self.assignments.get(&id) {
            return Ok(known.clone());
        }
        let found = assignments::find(tx, Id::<AssignmentKind>::from_uuid(id))?;
        let thing = match found {
            None => None,
            Some(one) => {
                let published = year::published(tx, one.year)?;
                let title = |found: Option<String>, slug: &str| found.unwrap_or_else(|| slug.to_owned());
                let of = published.as_ref().map(|published| &published.year);
                let item = of.and_then(|year| year.item(&one.item)).map(|item| item.title.as_sv().to_owned());
                let occasion =
                    of.and_then(|year| year.occasion(&one.occasion)).map(|occasion| occasion.title.as_sv().to_owned());
                let whose = match &one.subject {
                    assignments::Subject::Provider => one.organisation_name.clone(),
                    _ => format!("{}, {}", one.organisation_name, one.subject_name()),
                };
                let words = sv::item(&title(item, &one.item), &title(occasion, &one.occasion), one.year, &whose);
                Some(Thing { words, place: Some((format!("granska/{id}"), Right::ViewFollowUp)) })
            }
        };
        self.assignments.insert(id, thing.clone());
        Ok(thing)
    }

    /// What the thing of the kind is called.
    fn named(&mut self, tx: &mut ReadTx<'_>, kind: &'static str, id: Uuid) -> Result<Option<String>, StoreError> {
        if let Some(known) = self.others.get(&(kind, id)) {
            return Ok(known.clone());
        }
        let pair = |row: Option<(String, String)>| row.map(|(one, other)| format!("{one}, {other}"));
        let single = |row: Option<(String,)>| row.map(|(name,)| name);
        let name = match kind {
            "theme" => single(tx.maybe(sql!("SELECT name FROM theme WHERE tenant_id = $1 AND id = $2"), &[&id])?),
            "area" => single(tx.maybe(sql!("SELECT name FROM area WHERE tenant_id = $1 AND id = $2"), &[&id])?),
            "unit" => pair(tx.maybe(
                sql!(
                    "SELECT o.name, u.name FROM unit u JOIN organisation o ON o.id = u.organisation_id
                     WHERE u.tenant_id = $1 AND u.id = $2"
                ),
                &[&id],
            )?),
            "agreement" => single(tx.maybe(
                sql!(
                    "SELECT o.name FROM agreement g JOIN organisation o ON o.id = g.organisation_id
                     WHERE g.tenant_id = $1 AND g.id = $2"
                ),
                &[&id],
            )?),
            "focus-area" => pair(tx.maybe(
                sql!(
                    "SELECT o.name, f.title FROM focus_area f JOIN organisation o ON o.id = f.organisation_id
                     WHERE f.tenant_id = $1 AND f.id = $2"
                ),
                &[&id],
            )?),
            "provider" => single(tx.maybe(
                sql!(
                    "SELECT COALESCE(p.name, o.name) FROM provider p JOIN organisation o ON o.id = p.organisation_id
                     WHERE p.tenant_id = $1 AND p.organisation_id = $2"
                ),
                &[&id],
            )?),
            // Whose letter, and when it came: what it is about stands in the letter, whose opening is told.
            "mail" => {
                let row: Option<(String, Option<Instant>)> =
                    tx.maybe(sql!("SELECT sender, arrived_at FROM mail WHERE tenant_id = $1 AND id = $2"), &[&id])?;
                row.map(|(sender, at)| sv::letter(&sender, at))
            }
            // By its number alone: whoever follows the log sees that it was read, not what it says.
            "case" => {
                let row: Option<(i64,)> =
                    tx.maybe(sql!("SELECT number FROM case_file WHERE tenant_id = $1 AND id = $2"), &[&id])?;
                row.map(|(number,)| sv::case(number))
            }
            "abuse" => {
                let row: Option<(i64,)> =
                    tx.maybe(sql!("SELECT number FROM investigation WHERE tenant_id = $1 AND id = $2"), &[&id])?;
                row.map(|(number,)| sv::investigation(number))
            }
            "sample" => {
                let row: Option<(i64,)> =
                    tx.maybe(sql!("SELECT number FROM sample WHERE tenant_id = $1 AND id = $2"), &[&id])?;
                row.map(|(number,)| sv::sample(number))
            }
            "person" => single(tx.maybe(global_sql!("SELECT name FROM person WHERE id = $1"), &[&id])?),
            "year" => {
                let row: Option<(i16, i64)> =
                    tx.maybe(sql!("SELECT year, version FROM year_version WHERE tenant_id = $1 AND id = $2"), &[&id])?;
                row.map(|(year, number)| sv::year(year, number))
            }
            _ => None,
        };
        self.others.insert((kind, id), name.clone());
        Ok(name)
    }
}
