//! From what stood in a cell to an answer, forgiving where people are and strict where a guess could be wrong.

use crate::define::{ChoiceOption, Column, Kind};
use crate::fault::FaultKind;
use crate::raw::{NOT_CALCULATED, Raw, number_text};
use crate::value::Value;
use crate::{days, text};

/// The answer that the cell gives in this column; `None` where it is empty and may be.
///
/// A formula counts as the value it last had. An integer column takes numbers with spaces between thousands, a yes-no
/// column ticks and digits, a choice column its labels and stable names whatever their case and accents' encoding.
pub fn parse(column: &Column, raw: &Raw) -> Result<Option<Value>, FaultKind> {
    if let Raw::Formula(inner) = raw {
        // One level only: a formula within a formula is no value of any program.
        return match &**inner {
            Raw::Formula(_) => Err(FaultKind::CellError),
            Raw::Error(text) if &**text == NOT_CALCULATED => Err(FaultKind::NotCalculated),
            value => parse(column, value),
        };
    }
    if let Raw::Error(_) = raw {
        return Err(FaultKind::CellError);
    }
    if raw.is_blank() {
        return if column.required { Err(FaultKind::Missing) } else { Ok(None) };
    }
    let value = match &column.kind {
        Kind::Text { max_chars, .. } => long_enough(raw, *max_chars)?,
        Kind::Day { within } => {
            let day = match raw {
                Raw::Day(day) => days::in_years(*day)?,
                Raw::Number(number) => days::from_number(*number)?,
                other => days::from_text(&other.shown_here(), *within)?,
            };
            match within {
                Some(period) if !period.contains(day) => return Err(FaultKind::OutsidePeriod { period: *period }),
                _ => Value::Day(day),
            }
        }
        Kind::Choice { options } => choice(&raw.shown_here(), options)?,
        Kind::Key => long_enough(raw, KEY_CHARS)?,
        Kind::Person { .. } => crate::person::parse(&raw.shown_here())?,
        Kind::YesNo => Value::YesNo(yes_no(raw).ok_or(FaultKind::NotYesNo)?),
        Kind::Integer { min, max } => {
            let number = integer(raw).ok_or(FaultKind::NotAnInteger)?;
            if number < *min {
                return Err(FaultKind::TooSmall { min: *min });
            }
            if number > *max {
                return Err(FaultKind::TooLarge { max: *max });
            }
            Value::Integer(number)
        }
    };
    Ok(Some(value))
}

/// The most characters of a key.
const KEY_CHARS: u32 = 40;

fn long_enough(raw: &Raw, max: u32) -> Result<Value, FaultKind> {
    let written = raw.shown_here();
    let actual = text::length(&written);
    if actual > max { Err(FaultKind::TooLong { max, actual }) } else { Ok(Value::Text(written.into_owned())) }
}

fn choice(written: &str, options: &[ChoiceOption]) -> Result<Value, FaultKind> {
    // Most cells come from a drop-down list and say exactly what it says.
    if let Some(option) = options.iter().find(|option| option.label.as_sv() == written) {
        return Ok(Value::Choice(option.slug.clone()));
    }
    let folded = text::fold(written);
    let found = options
        .iter()
        .find(|option| text::fold(option.label.as_sv()) == folded)
        .or_else(|| options.iter().find(|option| option.slug == folded));
    match found {
        Some(option) => Ok(Value::Choice(option.slug.clone())),
        None => Err(FaultKind::NotAChoice {
            options: options.iter().map(|option| option.label.as_sv().to_owned()).collect(),
            suggestion: text::nearest(written, options.iter().map(|option| option.label.as_sv())).map(str::to_owned),
        }),
    }
}

fn yes_no(raw: &Raw) -> Option<bool> {
    match raw {
        Raw::Bool(truth) => Some(*truth),
        Raw::Number(number) => match number_text(*number).as_str() {
            "1" => Some(true),
            "0" | "-0" => Some(false),
            _ => None,
        },
        Raw::Text(written) => yes_or_no(written),
        Raw::Empty | Raw::Day(_) | Raw::Formula(_) | Raw::Error(_) => None,
    }
}

/// Yes or no in the words, digits and ticks that people use.
pub fn yes_or_no(written: &str) -> Option<bool> {
    match written {
        "Ja" | "ja" => return Some(true),
        "Nej" | "nej" => return Some(false),
        _ => {}
    }
    match text::fold(written).trim_end_matches('.') {
        "ja" | "j" | "yes" | "y" | "sant" | "true" | "1" | "x" | "on" | "\u{2713}" | "\u{2714}"
        | "\u{2714}\u{fe0f}" | "\u{2611}" | "\u{2705}" => Some(true),
        "nej" | "n" | "no" | "falskt" | "false" | "0" | "off" | "\u{2610}" => Some(false),
        _ => None,
    }
}

fn integer(raw: &Raw) -> Option<i64> {
    match raw {
        Raw::Number(number) => {
            // Below 2^53 every whole f64 is exact, and its text is its digits; a fraction's text is no integer.
            (number.abs() < 9_007_199_254_740_992.0).then(|| number_text(*number).parse().ok()).flatten()
        }
        Raw::Text(written) => whole_number(written),
        Raw::Empty | Raw::Day(_) | Raw::Bool(_) | Raw::Formula(_) | Raw::Error(_) => None,
    }
}

/// A whole number as people write it: `1 234`, `1234`, `-3`, `12,0`. Spaces must stand between thousands; a lone point
/// is refused, since `1.234` is a thousand to one reader and a fraction to another.
pub fn whole_number(written: &str) -> Option<i64> {
    let folded = text::fold(written);
    let (negative, digits) = match folded.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, folded.strip_prefix('+').unwrap_or(&folded)),
    };
    let digits = match digits.split_once(',') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => digits,
    };
    let groups: Vec<&str> = digits.split(' ').collect();
    let in_thousands = |(index, group): (usize, &&str)| match (groups.len(), index) {
        (1, _) => !group.is_empty(),
        (_, 0) => (1..=3).contains(&group.len()),
        _ => group.len() == 3,
    };
    let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    if !all_digits || !groups.iter().enumerate().all(in_thousands) {
        return None;
    }
    let number: i64 = groups.concat().parse().ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use kernel::Label;

    use super::*;

    fn column(kind: Kind) -> Column {
        Column { slug: "c".into(), title: Label::sv("Kolumn"), help: None, kind, required: false }
    }
    fn categories() -> Column {
        let option = |slug: &str, label: &str| ChoiceOption { slug: slug.into(), label: Label::sv(label), help: None };
        column(Kind::Choice {
            options: vec![option("treatment", "Bemötande"), option("accessibility", "Tillgänglighet")],
        })
    }

    #[test]
    fn yes_and_no_are_understood_as_people_tick_them() {
        let yes_no = column(Kind::YesNo);
        for text in ["Ja", "J", "ja ", "1", "true", "SANT", "✓", "x", "X", "Ja."] {
            assert_eq!(parse(&yes_no, &Raw::text(text)), Ok(Some(Value::YesNo(true))), "{text}");
        }
        for text in ["Nej", "n", "0", "FALSKT"] {
            assert_eq!(parse(&yes_no, &Raw::text(text)), Ok(Some(Value::YesNo(false))), "{text}");
        }
        for raw in [Raw::text("kanske"), Raw::text("-"), Raw::Number(2.0), Raw::Number(f64::NAN)] {
            assert_eq!(parse(&yes_no, &raw), Err(FaultKind::NotYesNo), "{raw:?}");
        }
        assert_eq!(parse(&yes_no, &Raw::Formula(Box::new(Raw::Bool(true)))), Ok(Some(Value::YesNo(true))));
    }

    #[test]
    fn a_choice_is_matched_by_what_it_says_and_a_slip_gets_a_suggestion() {
        for text in ["Bemötande", "BEMÖTANDE", " bemo\u{308}tande\u{a0}", "treatment"] {
            assert_eq!(parse(&categories(), &Raw::text(text)), Ok(Some(Value::Choice("treatment".into()))), "{text}");
        }
        let Err(FaultKind::NotAChoice { suggestion, options }) = parse(&categories(), &Raw::text("Tillgänglihet"))
        else {
            panic!("taken");
        };
        assert_eq!(suggestion.as_deref(), Some("Tillgänglighet"));
        assert_eq!(options, ["Bemötande", "Tillgänglighet"]);
    }

    #[test]
    fn whole_numbers_may_have_spaces_between_thousands_but_no_point() {
        let number = column(Kind::Integer { min: -10, max: 2_000_000 });
        for (raw, value) in [
            (Raw::text("1 234"), 1_234),
            (Raw::text("1\u{a0}234\u{202f}567"), 1_234_567),
            (Raw::text("1234"), 1_234),
            (Raw::text("\u{2212}3"), -3),
            (Raw::text("12,0"), 12),
            (Raw::Number(7.0), 7),
            (Raw::Number(-0.0), 0),
        ] {
            assert_eq!(parse(&number, &raw), Ok(Some(Value::Integer(value))), "{raw:?}");
        }
        for raw in [
            Raw::text("1.234"),
            Raw::text("1 2"),
            Raw::text("12 34"),
            Raw::text("tolv"),
            Raw::text("1,5"),
            Raw::text("99999999999999999999"),
            Raw::Number(1.5),
            Raw::Number(1e300),
            Raw::Number(f64::NAN),
            Raw::Bool(true),
        ] {
            assert_eq!(parse(&number, &raw), Err(FaultKind::NotAnInteger), "{raw:?}");
        }
        assert_eq!(parse(&number, &Raw::text("-11")), Err(FaultKind::TooSmall { min: -10 }));
        assert_eq!(parse(&number, &Raw::Number(3e6)), Err(FaultKind::TooLarge { max: 2_000_000 }));
    }

    #[test]
    fn a_text_column_takes_numbers_and_days_as_they_look() {
        let text = column(Kind::Text { max_chars: 10, long: false });
        for (raw, shown) in [
            (Raw::Number(12.0), "12"),
            (Raw::Number(1.5), "1,5"),
            (Raw::Day("2024-03-31".parse().unwrap()), "2024-03-31"),
            (Raw::text("  a\u{200b}b "), "ab"),
        ] {
            assert_eq!(parse(&text, &raw), Ok(Some(Value::Text(shown.into()))));
        }
        assert_eq!(parse(&text, &Raw::text("elva tecken")), Err(FaultKind::TooLong { max: 10, actual: 11 }));
        assert_eq!(parse(&text, &Raw::Error("#REF!".into())), Err(FaultKind::CellError));
        let formula = Raw::Formula(Box::new(Raw::Error(NOT_CALCULATED.into())));
        assert_eq!((parse(&text, &formula), formula.shown().as_str()), (Err(FaultKind::NotCalculated), ""));
        assert_eq!(parse(&text, &Raw::text(" \u{a0}\u{200b}")), Ok(None));
        assert_eq!(parse(&Column { required: true, ..text }, &Raw::Empty), Err(FaultKind::Missing));
    }
}
