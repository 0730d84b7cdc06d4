//! The two forms: a routine to put on file, and what is said of one.

use domain::routines::{Answer, Criterion, Judged};
use kernel::Day;
use platform::FormData;

use super::sv;

/// The most of a text, in characters.
pub(super) const LONGEST: usize = 20_000;
/// The most of an address.
const LONGEST_LINK: usize = 500;
/// How far ahead a routine may be looked at again, in days.
const LONGEST_AHEAD: i32 = 3 * 366;

/// A fault at a field.
pub(super) type Fault = (String, String);

/// What is put on file, before its file is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filing {
    File,
    Link(String),
    Text(String),
}

fn fault(field: &str, text: impl Into<String>) -> Fault {
    (field.to_owned(), text.into())
}

/// Reads what is put on file.
pub(super) fn filing(form: &FormData) -> Result<Filing, Fault> {
    match form.get("slag") {
        "file" => Ok(Filing::File),
        "link" => {
            let link = kernel::visible::one_line(form.get("lank"));
            let rest = link.strip_prefix("https://").unwrap_or_default();
            let sound =
                rest.contains('.') && !link.contains(char::is_whitespace) && link.chars().count() <= LONGEST_LINK;
            if sound { Ok(Filing::Link(link)) } else { Err(fault("lank", sv::NO_LINK)) }
        }
        "text" => {
            let text = kernel::visible::visible(form.get("text")).trim().to_owned();
            match text.chars().count() {
                0 => Err(fault("text", sv::NEEDED)),
                count if count > LONGEST => Err(fault("text", sv::too_long(count, LONGEST))),
                _ => Ok(Filing::Text(text)),
            }
        }
        _ => Err(fault("slag", sv::CHOOSE)),
    }
}

/// The field of a criterion's answer.
pub(super) fn answer_field(criterion: &Criterion) -> String {
    format!("svar-{}", criterion.slug)
}

/// The field of a criterion's comment.
pub(super) fn comment_field(criterion: &Criterion) -> String {
    format!("kommentar-{}", criterion.slug)
}

/// Reads what is said of a routine, and when it is looked at again.
pub(super) fn assessment(
    form: &FormData,
    criteria: &[Criterion],
    today: Day,
) -> Result<(Vec<Judged>, Day), Vec<Fault>> {
    let (mut faults, mut judged): (Vec<Fault>, Vec<Judged>) = (Vec::new(), Vec::new());
    for criterion in criteria {
        let comment = kernel::visible::visible(form.get(&comment_field(criterion))).trim().to_owned();
        let count = comment.chars().count();
        if count > LONGEST {
            faults.push(fault(&comment_field(criterion), sv::too_long(count, LONGEST)));
        }
        match Answer::from_slug(form.get(&answer_field(criterion))) {
            None => faults.push(fault(&answer_field(criterion), sv::CHOOSE)),
            // What is not met asks for something: the provider is told what.
            Some(answer) if answer != Answer::Yes && comment.is_empty() => {
                faults.push(fault(&comment_field(criterion), sv::SAY_WHY));
            }
            Some(answer) => {
                let (slug, title) = (criterion.slug.clone(), criterion.title.clone());
                judged.push(Judged { slug, title, answer, comment });
            }
        }
    }
    let review = match forms::typed_day(form.get("genomgang").trim()) {
        Ok(Some(day)) if day <= today => Err(sv::NOT_AHEAD),
        Ok(Some(day)) if day.days_since(today) > LONGEST_AHEAD => Err(sv::FAR_AHEAD),
        Ok(Some(day)) => Ok(day),
        Ok(None) | Err(_) => Err(sv::NO_DAY),
    };
    match review {
        Ok(review) if faults.is_empty() => Ok((judged, review)),
        Ok(_) => Err(faults),
        Err(text) => {
            faults.push(fault("genomgang", text));
            Err(faults)
        }
    }
}
