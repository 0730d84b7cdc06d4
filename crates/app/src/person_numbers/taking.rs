//! Taking numbers in: each cell of the column becomes its reference, or is told what is wrong with it.

use std::collections::BTreeMap;

use ::store::{ReadTx, StoreError};
use domain::participations::PersonKey;
use domain::work::{Layout, kinds};
use domain::year::ColumnRole;
use forms::Kind;
use forms::person::{self, Why};
use kernel::{Day, Personnummer};
use platform::access::Tools;
use platform::sealed::Lasting;

use super::{column, fresh_key, store};
use crate::assignments::{Assignment, Subject};
use crate::educations::{self, Told};
use crate::participations;
use crate::submissions::{Asked, cell_of, cell_path};

/// Takes numbers of one list in, cell by cell.
pub struct Taking {
    /// What tells the provider's lists of the occasion from all others.
    scope: String,
    assignment: Assignment,
    layout: Layout,
    references: Lasting,
    students: Lasting,
    today: Day,
    known: BTreeMap<String, String>,
    /// Up to which set the authority's results count, read when the first number comes.
    upto: Option<i64>,
    numbers: BTreeMap<String, String>,
}

impl Taking {
    /// For the item; `None` when it takes no numbers. What is asked knows the numbers that are kept ([`super::follow`]).
    pub fn begin(
        tx: &mut ReadTx<'_>,
        tools: &Tools,
        assignment: &Assignment,
        asked: &Asked,
        today: Day,
    ) -> Result<Option<Self>, StoreError> {
        let Some((slug, number, layout)) = column(asked) else { return Ok(None) };
        let table = asked.tables().into_iter().find(|table| table.slug == slug);
        let known = match table.and_then(|table| table.column(number)).map(|column| &column.kind) {
            Some(Kind::Person { known }) => known.clone(),
            _ => return Ok(None),
        };
        let keys = tools.keys(tx)?;
        Ok(Some(Self {
            scope: format!("{}\n{}\n{}", assignment.organisation, assignment.year, assignment.occasion),
            assignment: assignment.clone(),
            layout: layout.clone(),
            references: keys.lasting("work.person")?,
            students: keys.lasting("student.key")?,
            today,
            known,
            upto: None,
            numbers: BTreeMap::new(),
        }))
    }

    /// Whether the text is what is kept in a cell, or what is shown of that.
    fn shows(&self, kept: &str, text: &str) -> bool {
        let text = text.trim();
        !kept.is_empty() && (text == kept || text == person::shown(kept, &self.known))
    }

    /// What a cell becomes in which `standing` is kept so far: nothing for an empty one, the same for what is shown of it,
    /// the reference of a new number, or why it is none.
    pub fn cell(
        &mut self,
        tx: &mut ReadTx<'_>,
        written: &str,
        standing: &str,
    ) -> Result<Result<String, Why>, StoreError> {
        let written = written.trim();
        let stands = self.shows(standing, written);
        if written.is_empty() || stands {
            return Ok(Ok(if stands { standing.to_owned() } else { String::new() }));
        }
        if self.known.contains_key(written) {
            return Ok(Ok(written.to_owned()));
        }
        let number = match person::judge(written, self.today) {
            Ok(number) => number,
            Err(why) => {
                // What is shown of the number that stands there was changed: nothing new was written.
                let of_mask = why == Why::Masked || person::has_mask(written);
                return Ok(Err(if of_mask && person::is_reference(standing) { Why::MaskChanged } else { why }));
            }
        };
        if !self.may_stand(tx, &number)? {
            return Ok(Err(Why::NotHere));
        }
        let kind = format!("number\n{}", self.scope);
        let reference = person::reference(self.references.of(&kind, number.expose()));
        self.numbers.insert(reference.clone(), number.expose().to_owned());
        self.known.insert(reference.clone(), store::mask(number.expose()));
        Ok(Ok(reference))
    }

    /// Whether the person may stand in the list, as far as the authority's results know the person as the provider's own.
    /// Of anybody else they tell nothing. Who is protected gets the same no as whoever belongs to another list.
    fn may_stand(&mut self, tx: &mut ReadTx<'_>, number: &Personnummer) -> Result<bool, StoreError> {
        let (Some(cohort), Subject::Unit { id: unit, .. }) = (&self.layout.cohort, &self.assignment.subject) else {
            return Ok(true);
        };
        let key = PersonKey(self.students.of("personnummer", number.expose()));
        let upto = match self.upto {
            Some(upto) => upto,
            None => *self.upto.insert(participations::published(tx)?),
        };
        let own = self.assignment.organisation;
        let Some(student) = participations::known_student(tx, upto, key)? else { return Ok(true) };
        if !student.at.iter().any(|spot| spot.organisation == own) {
            return Ok(true);
        }
        let mut theirs = educations::of_student(tx, upto, &student)?;
        theirs.retain(|one| one.spot.organisation == own);
        if theirs.is_empty() {
            return Ok(!student.protected);
        }
        let kinds: Vec<_> = cohort.forms.iter().flat_map(|form| kinds(*form)).copied().collect();
        let belongs = |one: &Told| {
            let education = &one.stored.education;
            one.spot.unit.is_none_or(|at| at == *unit)
                && kinds.contains(&education.kind)
                && cohort.ended().contains(&education.outcome)
                && education.ended.is_some_and(|ended| cohort.completed.contains(ended))
        };
        Ok(!student.protected && theirs.iter().any(belongs))
    }

    /// The numbers that came in, by their references: to be kept in the transaction that writes the references.
    pub fn numbers(self) -> BTreeMap<String, String> {
        self.numbers
    }
}

/// What fields of a draft became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// The numbers that came in, by their references.
    pub numbers: BTreeMap<String, String>,
    /// The cells that hold no number, and why: they are left as they stand.
    pub refused: Vec<(String, Why)>,
}

/// Replaces the numbers among fields that somebody sent by their references. A row that gets one and is known by nothing
/// gets a key, so that it is found again when it comes back in a file. Cells that hold no number are taken out of the
/// fields: nothing of them is kept. `present` is what stands now, and `then` what stood when the page was drawn, where that
/// is something else: what was shown of it and comes back as it was means it still, whoever has written there since.
pub fn take_fields(
    tx: &mut ReadTx<'_>,
    tools: &Tools,
    (assignment, asked): (&Assignment, &Asked),
    today: Day,
    fields: &mut BTreeMap<String, String>,
    (present, then): (&BTreeMap<String, String>, &BTreeMap<String, String>),
) -> Result<Taken, StoreError> {
    let Some((table, number, layout)) = column(asked) else { return Ok(Taken::default()) };
    let cells: Vec<(String, u32, String)> = fields
        .iter()
        .filter_map(|(path, text)| {
            let (row, _) = cell_of(table, path).filter(|(_, column)| *column == number)?;
            Some((path.clone(), row, text.clone()))
        })
        .collect();
    let mut taken = Taken::default();
    if cells.is_empty() {
        return Ok(taken);
    }
    let Some(mut taking) = Taking::begin(tx, tools, assignment, asked, today)? else { return Ok(taken) };
    for (path, row, text) in cells {
        let standing = present.get(&path).map_or("", String::as_str);
        if let Some(before) = then.get(&path).filter(|before| taking.shows(before, &text)) {
            fields.insert(path, before.clone());
            continue;
        }
        match taking.cell(tx, &text, standing)? {
            Ok(reference) => {
                let key = layout.column(ColumnRole::Key).map(|column| cell_path(table, row, column));
                let key = key.filter(|key| person::is_reference(&reference) && !present.contains_key(key));
                if let Some(key) = key {
                    fields.entry(key).or_insert_with(|| fresh_key(tools.chance()));
                }
                fields.insert(path, reference);
            }
            Err(why) => {
                fields.remove(&path);
                taken.refused.push((path, why));
            }
        }
    }
    taken.numbers = taking.numbers();
    Ok(taken)
}
