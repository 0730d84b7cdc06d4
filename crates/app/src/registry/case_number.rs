//! What can be a case number. Authorities write them in many ways, so the check only stops slips.

use super::sv::Fault;

/// The most characters of a case number.
const MOST: usize = 60;
/// The most characters of a note.
pub const MOST_NOTE: usize = 500;

/// The case number as it is kept: white space tidied. It has letters, digits and `- / : .` and at least one digit.
pub fn read(text: &str) -> Result<String, Fault> {
    let tidy = kernel::visible::one_line(text);
    if tidy.is_empty() {
        return Err(Fault::Missing);
    }
    if tidy.chars().count() > MOST {
        return Err(Fault::TooLong);
    }
    if let Some(sign) = tidy.chars().find(|c| !(c.is_alphanumeric() || " -/:.".contains(*c))) {
        return Err(Fault::Sign(sign));
    }
    if !tidy.chars().any(|c| c.is_ascii_digit()) {
        return Err(Fault::NoDigit);
    }
    if has_personal_number(&tidy) {
        return Err(Fault::Personal);
    }
    Ok(tidy)
}

/// The note as it is kept. The register is public, so that a personal identity number does not belong in it.
pub fn read_note(text: &str) -> Result<String, Fault> {
    if text.chars().count() > MOST_NOTE {
        return Err(Fault::NoteTooLong);
    }
    if has_personal_number(text) {
        return Err(Fault::PersonalNote);
    }
    Ok(text.trim().to_owned())
}

fn has_personal_number(text: &str) -> bool {
    forms::personal::signs(text).iter().any(|sign| matches!(sign, forms::personal::Sign::PersonalNumber(_)))
}
