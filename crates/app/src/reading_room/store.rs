//! Answers as they stand in the newest versions, and what officers have marked in them.

use ::store::{ReadTx, StoreError, WriteTx, row, sql};
use domain::year::{Item, Year};
use kernel::id::kind::{
    Assignment as AssignmentKind, Organisation, Person, Submission as SubmissionKind, Theme as ThemeKind, YearVersion,
};
use kernel::{Chance, Id, Instant};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::questions::{Question, questions, questions_of_versions, squeezed};
use super::sv;
use crate::assignments::{self, Assignment, Filter, Subject};
use crate::focus_areas;
use crate::submissions::{self, Submission};
use crate::year::Published;

/// One answer, as the newest version has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Of which assignment.
    pub assignment: Id<AssignmentKind>,
    /// The newest version.
    pub submission: Id<SubmissionKind>,
    /// Its number.
    pub number: i64,
    /// When it came in.
    pub at: Instant,
    /// The provider.
    pub organisation: Id<Organisation>,
    /// Its name.
    pub provider: String,
    /// The unit or area; empty for the provider as a whole.
    pub subject: String,
    /// Where in the version: the field or cell.
    pub path: String,
    /// What the row or focus area is; empty where the field says enough.
    pub note: String,
    /// What was written.
    pub text: String,
}

impl Answer {
    /// The answer's place and version in a line.
    pub fn source(&self) -> String {
        sv::source(&[&self.subject, &self.note], self.number, self.at)
    }
}

fn subject(assignment: &Assignment) -> String {
    match &assignment.subject {
        Subject::Provider => String::new(),
        _ => assignment.subject_name().to_owned(),
    }
}

/// What has come in for an occasion, with every version of the year that any of it answered: the one in force first.
#[derive(Debug)]
pub struct Handed {
    /// Every assignment, by deadline, item and Swedish order.
    assignments: Vec<Assignment>,
    newest: BTreeMap<Id<AssignmentKind>, Submission>,
    years: Vec<Published>,
}

impl Handed {
    /// Everything of the occasion, in a few statements.
    pub fn read(tx: &mut ReadTx<'_>, published: &Published, occasion: &str) -> Result<Self, StoreError> {
        let year = published.year.year;
        let answered: Vec<(Id<YearVersion>, i64)> = tx.all(
            sql!(
                "SELECT v.id, v.version FROM year_version v WHERE v.tenant_id = $1 AND EXISTS (
                   SELECT 1 FROM submission s JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
                   WHERE s.tenant_id = $1 AND s.year_version_id = v.id AND a.year = $2 AND a.occasion = $3)
                 ORDER BY v.version DESC, v.id"
            ),
            &[&year, &occasion],
        )?;
        let mut years = vec![published.clone()];
        for (id, _) in answered.into_iter().filter(|(id, _)| *id != published.id) {
            years.extend(crate::year::version(tx, id)?);
        }
        let filter = Filter { occasion: Some(occasion), ..Filter::default() };
        Ok(Self {
            assignments: assignments::list(tx, year, filter)?,
            newest: submissions::latest_of_occasion(tx, year, occasion)?,
            years,
        })
    }

    fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.iter().map(|published| &*published.year)
    }

    /// The item as the newest version that has it says.
    pub fn item(&self, slug: &str) -> Option<&Item> {
        self.years().find_map(|year| year.item(slug))
    }

    /// The items of the occasion: those of the year in force, then those that only earlier versions had.
    pub fn items(&self, occasion: &str) -> Vec<&Item> {
        let mut items: Vec<&Item> = Vec::new();
        for item in self.years().flat_map(|year| year.items_of(occasion)) {
            if !items.iter().any(|known| known.slug == item.slug) {
                items.push(item);
            }
        }
        items
    }

    /// The questions of the item, those of earlier versions of the year too.
    pub fn questions(&self, item: &str) -> Vec<Question> {
        questions_of_versions(self.years(), item)
    }

    /// What has come in for the item, in the order of the assignments.
    fn of_item<'a>(&'a self, item: &'a str) -> impl Iterator<Item = (&'a Assignment, &'a Submission)> + 'a {
        let of = move |assignment: &&Assignment| assignment.item == item && assignment.submissions > 0;
        self.assignments.iter().filter(of).filter_map(|a| Some((a, self.newest.get(&a.id)?)))
    }

    /// The questions of the item, each with how many answers it has. A question of an earlier version of the year is
    /// there only where it has any.
    pub fn numbers(&self, item: &str) -> Vec<(Question, usize)> {
        let now: Vec<String> = match self.years().next() {
            Some(year) => year.item(item).map(|item| questions(year, item)).unwrap_or_default(),
            None => Vec::new(),
        }
        .into_iter()
        .map(|question| question.slug)
        .collect();
        let number = |question: &Question| self.of_item(item).map(|(_, v)| question.answers(&v.content).len()).sum();
        let all = self.questions(item).into_iter().map(|question| {
            let number: usize = number(&question);
            (question, number)
        });
        all.filter(|(question, number)| *number > 0 || now.contains(&question.slug)).collect()
    }

    /// What a category of complaints is called.
    fn category(&self, slug: &str) -> Option<String> {
        let of = |year: &Year| year.complaints.categories.iter().find(|c| c.slug == *slug).map(|c| c.title.clone());
        self.years().find_map(of).map(|title| title.as_sv().to_owned())
    }
}

/// The occasion that the item was asked for at, by what there is of it.
pub fn occasion_of(tx: &mut ReadTx<'_>, year: i16, item: &str) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = tx.maybe(
        sql!(
            "SELECT occasion FROM assignment WHERE tenant_id = $1 AND year = $2 AND item = $3 AND submissions > 0
             ORDER BY occasion, id LIMIT 1"
        ),
        &[&year, &item],
    )?;
    Ok(found.map(|(occasion,)| occasion))
}

/// The answers to the question in the newest version of everything that has been handed in, by provider.
pub fn answers(
    tx: &mut ReadTx<'_>,
    handed: &Handed,
    item: &str,
    question: &Question,
) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Vec::new();
    for (assignment, version) in handed.of_item(item) {
        let found = question.answers(&version.content);
        let titles: BTreeMap<String, String> = if found.iter().any(|found| found.focus.is_some()) {
            let asked = focus_areas::of_version(tx, assignment, &version.content, version.at)?;
            asked.into_iter().map(|focus| (focus.id, focus.title)).collect()
        } else {
            BTreeMap::new()
        };
        for found in found {
            let category = found.category.as_ref().and_then(|slug| handed.category(slug));
            let focus = found.focus.as_ref().and_then(|id| titles.get(id).cloned());
            answers.push(Answer {
                assignment: assignment.id,
                submission: version.id,
                number: version.number,
                at: version.at,
                organisation: assignment.organisation,
                provider: assignment.organisation_name.clone(),
                subject: subject(assignment),
                note: sv::note(found.row, category.or(focus).as_deref()),
                path: found.path,
                text: found.text,
            });
        }
    }
    Ok(answers)
}

row! {
    /// A theme of an occasion.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Theme {
        /// The theme.
        pub id: Id<ThemeKind>,
        /// Its name.
        pub name: String,
        /// When it was removed; it can be brought back.
        pub removed_at: Option<Instant>,
    }
}

/// Every theme of the occasion, removed ones too, in Swedish order.
pub fn themes(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<Vec<Theme>, StoreError> {
    let mut themes: Vec<Theme> = tx.all(
        sql!("SELECT id, name, removed_at FROM theme WHERE tenant_id = $1 AND year = $2 AND occasion = $3 ORDER BY name, id"),
        &[&year, &occasion],
    )?;
    themes.sort_by_cached_key(|theme| kernel::swedish::sort_key(&theme.name));
    Ok(themes)
}

/// A theme with its year and occasion.
pub fn theme(tx: &mut ReadTx<'_>, id: Id<ThemeKind>) -> Result<Option<(Theme, i16, String)>, StoreError> {
    let found: Option<(Id<ThemeKind>, String, Option<Instant>, i16, String)> = tx.maybe(
        sql!("SELECT id, name, removed_at, year, occasion FROM theme WHERE tenant_id = $1 AND id = $2"),
        &[&id],
    )?;
    Ok(found.map(|(id, name, removed_at, year, occasion)| (Theme { id, name, removed_at }, year, occasion)))
}

/// The theme with the name, made if there is none and brought back if it was removed. `true` when something changed.
pub fn theme_named(
    tx: &mut WriteTx<'_>,
    chance: &dyn Chance,
    year: i16,
    occasion: &str,
    name: &str,
) -> Result<(Id<ThemeKind>, bool), StoreError> {
    let name = squeezed(name);
    let known = themes(tx, year, occasion)?
        .into_iter()
        .find(|theme| kernel::swedish::fold(&theme.name) == kernel::swedish::fold(&name));
    if let Some(theme) = known {
        let removed = theme.removed_at.is_some();
        if removed {
            set_removed(tx, theme.id, None)?;
        }
        return Ok((theme.id, removed));
    }
    let id: Id<ThemeKind> = Id::random(chance);
    tx.execute(
        sql!("INSERT INTO theme (tenant_id, id, year, occasion, name) VALUES ($1, $2, $3, $4, $5)"),
        &[&id, &year, &occasion, &name],
    )?;
    Ok((id, true))
}

/// Gives the theme another name. `false` when another theme of the occasion has it, removed ones too.
pub fn rename(tx: &mut WriteTx<'_>, id: Id<ThemeKind>, name: &str) -> Result<bool, StoreError> {
    let Some((_, year, occasion)) = theme(tx, id)? else { return Ok(false) };
    let wanted = kernel::swedish::fold(&squeezed(name));
    let taken = |other: &Theme| other.id != id && kernel::swedish::fold(&other.name) == wanted;
    if themes(tx, year, &occasion)?.iter().any(taken) {
        return Ok(false);
    }
    let name = squeezed(name);
    tx.execute(sql!("UPDATE theme SET name = $3 WHERE tenant_id = $1 AND id = $2"), &[&id, &name])?;
    Ok(true)
}

/// Removes the theme, or brings it back with everything that was marked with it.
pub fn set_removed(tx: &mut WriteTx<'_>, id: Id<ThemeKind>, at: Option<Instant>) -> Result<(), StoreError> {
    tx.execute(sql!("UPDATE theme SET removed_at = $3 WHERE tenant_id = $1 AND id = $2"), &[&id, &at]).map(|_| ())
}

row! {
    /// A theme at an answer, with or without a quote.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Mark {
        /// The version it was made in.
        pub submission: Id<SubmissionKind>,
        /// Its number.
        pub number: i64,
        /// When that version came in.
        pub received: Instant,
        /// Of which assignment.
        pub assignment: Id<AssignmentKind>,
        /// Of which item.
        pub item: String,
        /// Where.
        pub path: String,
        /// The theme.
        pub theme: Id<ThemeKind>,
        /// Its name.
        pub theme_name: String,
        /// The quote; empty for a theme alone.
        pub quote: String,
        /// Who made it.
        pub by: String,
        /// When.
        pub at: Instant,
    }
}

/// What has been marked at the occasion and not taken away, oldest first.
pub fn marks(tx: &mut ReadTx<'_>, year: i16, occasion: &str) -> Result<Vec<Mark>, StoreError> {
    tx.all(
        sql!(
            "SELECT g.submission_id, s.number, s.at, s.assignment_id, a.item, g.path, g.theme_id, t.name, g.quote, p.name, g.at
             FROM tagging g
             JOIN theme t ON t.tenant_id = g.tenant_id AND t.id = g.theme_id
             JOIN submission s ON s.tenant_id = g.tenant_id AND s.id = g.submission_id
             JOIN assignment a ON a.tenant_id = s.tenant_id AND a.id = s.assignment_id
             JOIN person p ON p.id = g.person_id
             WHERE g.tenant_id = $1 AND t.year = $2 AND t.occasion = $3 AND g.removed_at IS NULL AND t.removed_at IS NULL
             ORDER BY g.at, g.submission_id, g.path, g.theme_id"
        ),
        &[&year, &occasion],
    )
}

/// Marks an answer with a theme, and keeps the quote when there is one. Gives when, which tells it from others.
pub fn mark(
    tx: &mut WriteTx<'_>,
    submission: Id<SubmissionKind>,
    path: &str,
    theme: Id<ThemeKind>,
    quote: &str,
    person: Id<Person>,
) -> Result<Instant, StoreError> {
    let mut at = tx.context().now;
    // Two marks of the same theme at the same answer are told apart by their time.
    loop {
        let added = tx.execute(
            sql!(
                "INSERT INTO tagging (tenant_id, submission_id, path, theme_id, quote, person_id, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
            ),
            &[&submission, &path, &theme, &quote, &person, &at],
        )?;
        if added == 1 {
            return Ok(at);
        }
        at = Instant::from_microsecond(at.as_microsecond() + 1)
            .ok_or_else(|| StoreError::Damaged("a time out of bounds".to_owned()))?;
    }
}

/// Takes the theme away from the answer, in every version of it; quotes are left.
pub fn unmark(
    tx: &mut WriteTx<'_>,
    assignment: Id<AssignmentKind>,
    path: &str,
    theme: Id<ThemeKind>,
) -> Result<u64, StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE tagging SET removed_at = $5
             WHERE tenant_id = $1 AND path = $3 AND theme_id = $4 AND quote = '' AND removed_at IS NULL
               AND submission_id IN (SELECT id FROM submission WHERE tenant_id = $1 AND assignment_id = $2)"
        ),
        &[&assignment, &path, &theme, &now],
    )
}

/// Drops a quote.
pub fn drop_quote(
    tx: &mut WriteTx<'_>,
    submission: Id<SubmissionKind>,
    path: &str,
    theme: Id<ThemeKind>,
    at: Instant,
) -> Result<u64, StoreError> {
    let now = tx.context().now;
    tx.execute(
        sql!(
            "UPDATE tagging SET removed_at = $6
             WHERE tenant_id = $1 AND submission_id = $2 AND path = $3 AND theme_id = $4 AND at = $5
               AND quote <> '' AND removed_at IS NULL"
        ),
        &[&submission, &path, &theme, &at, &now],
    )
}

/// A mark of which the newest version still says what it was put at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingMark {
    /// The mark.
    pub mark: Mark,
    /// Whether the same is said at the same place; rows of a table move when it is handed in anew.
    pub same_place: bool,
}

/// The marks of the occasion of which the newest version still says what they were put at.
pub fn standing_marks(tx: &mut ReadTx<'_>, handed: &Handed, occasion: &str) -> Result<Vec<StandingMark>, StoreError> {
    let Some(year) = handed.years().next().map(|year| year.year) else { return Ok(Vec::new()) };
    let mut earlier: BTreeMap<Id<SubmissionKind>, Option<Submission>> = BTreeMap::new();
    let mut standing = Vec::new();
    for mark in marks(tx, year, occasion)? {
        let Some(newest) = handed.newest.get(&mark.assignment) else { continue };
        if newest.id == mark.submission {
            standing.push(StandingMark { mark, same_place: true });
            continue;
        }
        let then = match earlier.entry(mark.submission) {
            Entry::Occupied(then) => then.into_mut(),
            Entry::Vacant(free) => free.insert(submissions::one(tx, mark.submission)?),
        };
        let questions = handed.questions(&mark.item);
        let Some(question) = questions.iter().find(|question| question.covers(&mark.path)) else { continue };
        let Some(said) = then.as_ref().and_then(|then| question.said_at(&then.content, &mark.path)) else { continue };
        let same_place =
            question.said_at(&newest.content, &mark.path).is_some_and(|now| squeezed(&now) == squeezed(&said));
        let words = if mark.quote.is_empty() { &said } else { &mark.quote };
        if same_place || question.still_says(&newest.content, &mark.path, words) {
            standing.push(StandingMark { mark, same_place });
        }
    }
    Ok(standing)
}

/// How a quote stands to what was handed in last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was taken from the newest version.
    Newest,
    /// A newer version, with this number, still says it.
    StillSaid(i64),
    /// A newer version, with this number, no longer says it.
    Gone(i64),
}

/// A quote with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The mark.
    pub mark: Mark,
    /// The provider.
    pub provider: String,
    /// The unit or area; empty for the provider as a whole.
    pub subject: String,
    /// The item's title.
    pub item_title: String,
    /// The question's slug, for links, and its title.
    pub question: (String, String),
    /// Whether it is about a single complaint.
    pub single_complaint: bool,
    /// Whether it still stands.
    pub standing: Standing,
}

impl Quote {
    /// Who said it, for what, and where, in a line.
    pub fn source(&self) -> String {
        sv::quote_source(&self.provider, &self.subject, &self.item_title, &self.question.1, self.mark.received)
    }

    /// The same for a report: who said it is left out where it would tell who has complaints, though their number is hidden.
    pub fn told_source(&self) -> String {
        if self.single_complaint {
            let (item, question) = (&self.item_title, &self.question.1);
            return sv::quote_source(sv::SOME_PROVIDER, "", item, question, self.mark.received);
        }
        self.source()
    }
}

/// Every quote of the occasion with its source, by theme and time.
pub fn quotes(tx: &mut ReadTx<'_>, published: &Published, occasion: &str) -> Result<Vec<Quote>, StoreError> {
    let quoting: Vec<Mark> =
        marks(tx, published.year.year, occasion)?.into_iter().filter(|mark| !mark.quote.is_empty()).collect();
    if quoting.is_empty() {
        return Ok(Vec::new());
    }
    let handed = Handed::read(tx, published, occasion)?;
    let standing: BTreeMap<Id<AssignmentKind>, &Assignment> = handed.assignments.iter().map(|a| (a.id, a)).collect();
    let asked: BTreeMap<&str, Vec<Question>> =
        quoting.iter().map(|mark| (mark.item.as_str(), handed.questions(&mark.item))).collect();
    let mut quotes = Vec::new();
    for mark in &quoting {
        // One that has been withdrawn since is no longer listed with the others.
        let assignment = match standing.get(&mark.assignment) {
            Some(assignment) => Some((*assignment).clone()),
            None => assignments::find(tx, mark.assignment)?,
        };
        let (Some(assignment), Some(version)) = (assignment, handed.newest.get(&mark.assignment)) else { continue };
        let questions = asked.get(mark.item.as_str()).map(Vec::as_slice).unwrap_or_default();
        let question = questions.iter().find(|question| question.covers(&mark.path));
        let standing = match question {
            _ if version.id == mark.submission => Standing::Newest,
            Some(question) if question.still_says(&version.content, &mark.path, &mark.quote) => {
                Standing::StillSaid(version.number)
            }
            _ => Standing::Gone(version.number),
        };
        quotes.push(Quote {
            provider: assignment.organisation_name.clone(),
            subject: subject(&assignment),
            item_title: handed.item(&mark.item).map_or_else(String::new, |item| item.title.as_sv().to_owned()),
            question: question.map(|question| (question.slug.clone(), question.title.clone())).unwrap_or_default(),
            single_complaint: question.is_some_and(Question::is_about_single_complaints),
            standing,
            mark: mark.clone(),
        });
    }
    quotes.sort_by_cached_key(|quote| {
        (kernel::swedish::sort_key(&quote.mark.theme_name), quote.mark.at, quote.mark.path.clone())
    });
    Ok(quotes)
}
