//! Numbers and addresses that people, organisations, units and municipalities are known by. Each type can only hold
//! what has passed its check, so the rest of the system never asks again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Day;

/// The check sum of the modulus-10 method (Luhn; the Swedish Tax Agency's SKV 707 and SKV 709): digits weighted
/// 2, 1, 2, 1 … from the left, digit sums added. Zero for a valid number of ten digits.
fn luhn(digits: &[u8]) -> u32 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let weighted = u32::from(*digit) * if index % 2 == 1 { 2 } else { 1 };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum % 10
}

/// The digits of the text, or `None` where it holds anything else or is empty.
fn digits(text: &str) -> Option<Vec<u8>> {
    let found: Option<Vec<u8>> = text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
    found.filter(|digits| !digits.is_empty())
}

/// Why a text is no personnummer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPersonnummer {
    /// Neither ten nor twelve characters with at most one `-` or `+` before the last four.
    #[error("not shaped as a personnummer")]
    Shape,
    /// The birth date does not exist.
    #[error("the date in the personnummer does not exist")]
    Date,
    /// The birth date lies after today.
    #[error("the date in the personnummer lies in the future")]
    Future,
    /// The last digit does not fit the others.
    #[error("the check digit of the personnummer is wrong")]
    CheckDigit,
}

/// What sort of personal number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonnummerKind {
    /// Given at registration in the population register (folkbokf\u{f6}ringslagen 18 \u{a7}).
    Registered,
    /// A coordination number: the day is raised by 60 (SKV 707).
    Coordination,
    /// A temporary number that a school system made up: letters among the last four (`T123`, `TF12`), no check digit.
    /// Two schools can have given one person different ones, so they tie nothing together outside their source.
    Interim,
}

/// A personal number with its century. Neither `Debug` nor `Display` nor serde shows it: whoever needs the number
/// says [`expose`](Self::expose), and whoever shows it says [`masked`](Self::masked).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Personnummer {
    text: String,
    born: Day,
    kind: PersonnummerKind,
}

impl Personnummer {
    /// Reads a number written with ten or twelve characters, with `-`, `+` or nothing before the last four.
    ///
    /// With ten the century is the latest in which the person was born by `today`; `+` puts it a hundred years
    /// earlier (the sign changes in the year one turns 100).
    pub fn parse(text: &str, today: Day) -> Result<Self, NotAPersonnummer> {
        let text = text.trim().to_uppercase();
        if !text.is_ascii() {
            return Err(NotAPersonnummer::Shape);
        }
        // Six or eight digits of the date, perhaps a sign, and four characters that no sign is among.
        let (date, mark, serial) = match text.len() {
            10 | 12 => (&text[..text.len() - 4], "", &text[text.len() - 4..]),
            11 | 13 => (&text[..text.len() - 5], &text[text.len() - 5..text.len() - 4], &text[text.len() - 4..]),
            _ => return Err(NotAPersonnummer::Shape),
        };
        let plus = mark == "+";
        if !matches!(mark, "" | "-" | "+") || serial.contains(['-', '+']) {
            return Err(NotAPersonnummer::Shape);
        }
        let date = digits(date).ok_or(NotAPersonnummer::Shape)?;
        let number = |part: &[u8]| part.iter().fold(0_i16, |sum, digit| sum * 10 + i16::from(*digit));
        let (year_part, rest) = date.split_at(date.len() - 4);
        let (month, raised) = (number(&rest[..2]), number(&rest[2..]));
        let coordination = raised > 60;
        let day = if coordination { raised - 60 } else { raised };
        let year = if year_part.len() == 4 {
            number(year_part)
        } else {
            // Compared part by part, since 29 February exists in one century and not in the other.
            let in_this_century = today.year() / 100 * 100 + number(year_part);
            let now = (today.year(), i16::from(today.month()), i16::from(today.day_of_month()));
            let later_than_today = (in_this_century, month, day) > now;
            in_this_century - 100 * (i16::from(later_than_today) + i16::from(plus))
        };
        let small = |number| i8::try_from(number).map_err(|_| NotAPersonnummer::Date);
        let born = Day::new(year, small(month)?, small(day)?).ok_or(NotAPersonnummer::Date)?;
        if born > today {
            return Err(NotAPersonnummer::Future);
        }
        let kind = Self::kind_of(&rest_of_ten(&date), serial, coordination)?;
        let whole = mark.is_empty() && date.len() == 8;
        let full = (!whole).then(|| format!("{:04}{month:02}{raised:02}{serial}", born.year()));
        Ok(Self { text: full.unwrap_or(text), born, kind })
    }

    fn kind_of(date: &[u8], serial: &str, coordination: bool) -> Result<PersonnummerKind, NotAPersonnummer> {
        if let Some(serial) = digits(serial) {
            if luhn(&[date, &serial].concat()) != 0 {
                return Err(NotAPersonnummer::CheckDigit);
            }
            return Ok(if coordination { PersonnummerKind::Coordination } else { PersonnummerKind::Registered });
        }
        let letters = serial.bytes().take_while(u8::is_ascii_uppercase).count();
        let rest_is_digits = serial.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
        if (1..=2).contains(&letters) && rest_is_digits && !coordination {
            Ok(PersonnummerKind::Interim)
        } else {
            Err(NotAPersonnummer::Shape)
        }
    }

    /// The twelve characters, for the place that seals or sends them.
    pub fn expose(&self) -> &str {
        &self.text
    }
    /// `19640823-****`.
    pub fn masked(&self) -> String {
        format!("{}-****", &self.text[..8])
    }
    /// What sort of number it is.
    pub fn kind(&self) -> PersonnummerKind {
        self.kind
    }
    /// The birth date, with the 60 of a coordination number taken away.
    pub fn born(&self) -> Day {
        self.born
    }
    /// Whether the serial number lies in 980\u{2013}999, which the Swedish Tax Agency keeps for test persons.
    /// Demo and test data hold no others.
    pub fn is_for_tests(&self) -> bool {
        self.kind != PersonnummerKind::Interim && self.text.get(8..11).is_some_and(|serial| serial >= "980")
    }
}

/// The last six digits of a date of six or eight digits: what the check digit is counted over.
fn rest_of_ten(date: &[u8]) -> Vec<u8> {
    date[date.len() - 6..].to_vec()
}

impl fmt::Debug for Personnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personnummer(hidden)")
    }
}

/// Why a text is no organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOrgNumber {
    /// Not ten digits (twelve with the leading 16), with at most one hyphen before the last four.
    #[error("not shaped as an organisation number")]
    Shape,
    /// The third digit is 0 or 1: a personal number, as sole traders have.
    #[error("a personal number, not an organisation number")]
    Person,
    /// The last digit does not fit the others.
    #[error("the check digit of the organisation number is wrong")]
    CheckDigit,
}

/// An organisation number (lag 1974:174; SKV 709): ten digits, the third at least 2, the last a check digit.
/// Written `559999-9991`, stored as ten digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrgNumber(String);

impl OrgNumber {
    /// The ten digits.
    pub fn as_digits(&self) -> &str {
        &self.0
    }
}
impl FromStr for OrgNumber {
    type Err = NotAnOrgNumber;
    fn from_str(text: &str) -> Result<Self, NotAnOrgNumber> {
        let text = text.trim();
        if !text.is_ascii() {
            return Err(NotAnOrgNumber::Shape);
        }
        let ten = match text.len() {
            12 | 13 => text.strip_prefix("16").ok_or(NotAnOrgNumber::Shape)?,
            _ => text,
        };
        let bare = match ten.split_once('-') {
            Some((left, right)) if left.len() == 6 => format!("{left}{right}"),
            Some(_) => return Err(NotAnOrgNumber::Shape),
            None => ten.to_owned(),
        };
        match digits(&bare) {
            Some(digits) if digits.len() == 10 => match (digits[2], luhn(&digits)) {
                (0 | 1, _) => Err(NotAnOrgNumber::Person),
                (_, 0) => Ok(Self(bare)),
                _ => Err(NotAnOrgNumber::CheckDigit),
            },
            _ => Err(NotAnOrgNumber::Shape),
        }
    }
}
impl fmt::Display for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = self.0.split_at(6);
        write!(f, "{left}-{right}")
    }
}

/// A text that is not a code of so many digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of {length} digits")]
pub struct NotACode {
    /// How many digits it should have.
    pub length: usize,
}

fn code(text: &str, length: usize) -> Result<String, NotACode> {
    let text = text.trim();
    match digits(text) {
        Some(digits) if digits.len() == length => Ok(text.to_owned()),
        _ => Err(NotACode { length }),
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $length:literal,)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(try_from = "String", into = "String")]
            pub struct $name(String);
            impl $name {
                /// The digits.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }
            impl FromStr for $name {
                type Err = NotACode;
                fn from_str(text: &str) -> Result<Self, NotACode> {
                    code(text, $length).map(Self)
                }
            }
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        )*
    };
}

codes! {
    /// A school unit's code (skolenhetskod) in the national school unit register: eight digits, without meaning.
    UnitCode = 8,
    /// A municipality's code (Statistics Sweden): four digits, the first two the county.
    MunicipalityCode = 4,
}

/// A text that no mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

/// Whether the character is not seen itself but changes how others are shown or joined (Unicode 17, general category
/// Cf): direction marks, joiners, soft hyphens.
const fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// An e-mail address that passed a sane check: one `@`, something before it, a domain with a dot after it, no white
/// space, at most 254 characters (RFC 5321 \u{a7} 4.5.3.1). Whether it exists only a mail can tell. The domain is kept in lower case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The address as written, with the domain in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The address in lower case: what two addresses are compared by, since no known mail service tells
    /// `Anna@` from `anna@`.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}
impl FromStr for Email {
    type Err = NotAnEmail;
    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let domain = domain.to_lowercase();
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || is_format(c) || "<>()[],;:\\\"@".contains(c);
        let good_local = !local.is_empty()
            && local.len() <= 64
            && !local.contains(forbidden)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let good_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let good_domain = domain.contains('.') && domain.split('.').all(good_label);
        if good_local && good_domain && text.len() <= 254 {
            Ok(Self(format!("{local}@{domain}")))
        } else {
            Err(NotAnEmail)
        }
    }
}
impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
/// Shows the domain only: who it is stays out of logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.0.rsplit_once('@').map_or("", |(_, domain)| domain);
        write!(f, "Email(\u{2026}@{domain})")
    }
}

macro_rules! as_string {
    ($($name:ident: $error:ty),*) => {
        $(
            impl TryFrom<String> for $name {
                type Error = $error;
                fn try_from(text: String) -> Result<Self, $error> {
                    text.parse()
                }
            }
            impl From<$name> for String {
                fn from(value: $name) -> Self {
                    value.0
                }
            }
        )*
    };
}
as_string!(OrgNumber: NotAnOrgNumber, UnitCode: NotACode, MunicipalityCode: NotACode, Email: NotAnEmail);

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::new(2024, 4, 8).unwrap()
    }
    fn parse(text: &str) -> Result<Personnummer, NotAPersonnummer> {
        Personnummer::parse(text, today())
    }

    #[test]
    fn a_personnummer_is_read_in_every_way_people_write_it() {
        for text in ["640823-3234", "6408233234", "19640823-3234", "196408233234", " 640823-3234 "] {
            let number = parse(text).unwrap();
            assert_eq!(number.expose(), "196408233234");
            assert_eq!(number.masked(), "19640823-****");
            assert_eq!(number.kind(), PersonnummerKind::Registered);
            assert_eq!(number.born().to_string(), "1964-08-23");
        }
    }

    #[test]
    fn a_coordination_number_has_its_day_raised_by_sixty() {
        let number = parse("701063-2391").unwrap();
        assert_eq!(number.expose(), "197010632391");
        assert_eq!(number.kind(), PersonnummerKind::Coordination);
        assert_eq!(number.born().to_string(), "1970-10-03");
        assert_eq!(parse("701060-2394"), Err(NotAPersonnummer::Date), "day 60 is no raised day");
    }

    #[test]
    fn the_century_is_the_latest_possible_and_a_plus_goes_one_further_back() {
        // The same ten digits stand for two persons, a hundred years apart.
        assert_eq!(parse("640823+3234").unwrap().expose(), "186408233234");
        assert_eq!(parse("640823-3234").unwrap().expose(), "196408233234");
        // Born on today's day: this century. Tomorrow's day: the last.
        let zero = |date: &str| {
            let digit = (0..10).find(|d| luhn(&digits(&format!("{date}980{d}")).unwrap()) == 0).unwrap();
            format!("{date}-980{digit}")
        };
        assert_eq!(parse(&zero("240408")).unwrap().born().to_string(), "2024-04-08");
        assert_eq!(parse(&zero("240409")).unwrap().born().to_string(), "1924-04-09");
        assert_eq!(parse(&zero("240408").replace('-', "+")).unwrap().born().to_string(), "1924-04-08");
        assert_eq!(parse(&zero("240409").replace('-', "+")).unwrap().born().to_string(), "1824-04-09");
        assert_eq!(parse(&format!("20{}", zero("240409"))), Err(NotAPersonnummer::Future));
        // 29 February exists in 2000 but not in 1900.
        assert_eq!(parse(&zero("000229")).unwrap().born().to_string(), "2000-02-29");
        assert_eq!(parse(&zero("000229").replace('-', "+")), Err(NotAPersonnummer::Date));
    }

    #[test]
    fn what_is_wrong_with_a_personnummer_is_told() {
        for (text, fault) in [
            ("640823-3235", NotAPersonnummer::CheckDigit),
            ("640832-3234", NotAPersonnummer::Date),
            ("641323-3234", NotAPersonnummer::Date),
            ("20640823-3234", NotAPersonnummer::Future),
            ("64082-33234", NotAPersonnummer::Shape),
            ("640823--3234", NotAPersonnummer::Shape),
            ("640823 3234", NotAPersonnummer::Shape),
            ("6408233", NotAPersonnummer::Shape),
            ("", NotAPersonnummer::Shape),
            ("\u{e5}40823-3234", NotAPersonnummer::Shape),
            ("640823-TTT1", NotAPersonnummer::Shape),
            ("640823-1T23", NotAPersonnummer::Shape),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn temporary_numbers_are_a_kind_of_their_own() {
        for (text, whole) in
            [("640823-T123", "19640823T123"), ("640823-TF12", "19640823TF12"), ("19640823tf12", "19640823TF12")]
        {
            let number = parse(text).unwrap();
            assert_eq!((number.expose(), number.kind()), (whole, PersonnummerKind::Interim));
            assert_eq!(number.masked(), "19640823-****");
        }
    }

    #[test]
    fn a_personnummer_never_shows_when_it_is_logged() {
        assert_eq!(format!("{:?}", parse("640823-3234").unwrap()), "Personnummer(hidden)");
        assert!(!parse("640823-3234").unwrap().is_for_tests());
    }

    #[test]
    fn an_organisation_number_is_kept_as_ten_digits_and_shown_with_its_hyphen() {
        for text in ["499001-0011", "4990010011", "16499001-0011", "164990010011"] {
            let number: OrgNumber = text.parse().unwrap();
            assert_eq!(number.as_digits(), "4990010011");
            assert_eq!(number.to_string(), "499001-0011");
        }
        for (text, fault) in [
            ("499001-0012", NotAnOrgNumber::CheckDigit),
            ("640823-3234", NotAnOrgNumber::Person),
            ("49900-10018", NotAnOrgNumber::Shape),
            ("196408233234", NotAnOrgNumber::Shape),
            ("", NotAnOrgNumber::Shape),
            ("499001-001a", NotAnOrgNumber::Shape),
        ] {
            assert_eq!(text.parse::<OrgNumber>(), Err(fault), "{text}");
        }
    }

    #[test]
    fn codes_keep_their_leading_zeros() {
        assert_eq!("01234567".parse::<UnitCode>().unwrap().as_str(), "01234567");
        assert_eq!("0180".parse::<MunicipalityCode>().unwrap().to_string(), "0180");
        assert_eq!("180".parse::<MunicipalityCode>(), Err(NotACode { length: 4 }));
        assert!("1234567a".parse::<UnitCode>().is_err());
    }

    #[test]
    fn an_address_is_taken_when_mail_could_reach_it() {
        for good in ["a@b.example", "Anna.B+x@Skola.Example", "\u{e5}sa@\u{f6}n.example", "o'neil@a-b.example"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a@",
            "a@.example",
            "a b@c.example",
            "a@b..example",
            "a@@b.example",
            ".a@b.example",
            "a@-b.example",
            "a;b@c.example",
            "a@b.example\nBcc: x@y.example",
            "Anna <a@b.example>",
            "anna\u{202e}elpmaxe@b.example",
            "an\u{200b}na@b.example",
            "an\u{ad}na@b.example",
            "anna\u{2066}@b.example",
            "anna@b\u{202e}.example",
            "anna@b.example\u{200f}",
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
        let email: Email = "Anna@Skola.EXAMPLE".parse().unwrap();
        assert_eq!((email.as_str(), email.key().as_str()), ("Anna@skola.example", "anna@skola.example"));
        assert_eq!(format!("{email:?}"), "Email(\u{2026}@skola.example)");
    }

    proptest! {
        #[test]
        fn no_text_makes_a_number_panic(text in "\\PC*") {
            let _ = Personnummer::parse(&text, today());
            let _ = text.parse::<OrgNumber>();
            let _ = text.parse::<Email>();
        }

        #[test]
        fn one_changed_digit_is_always_noticed(serial in 0_u32..1000, place in 6_usize..10, by in 1_u8..10) {
            let stem = format!("640823{serial:03}");
            let check = (0..10).find(|d| luhn(&digits(&format!("{stem}{d}")).unwrap()) == 0).unwrap();
            let mut changed = digits(&format!("{stem}{check}")).unwrap();
            changed[place] = (changed[place] + by) % 10;
            let text: String = changed.iter().map(u8::to_string).collect();
            prop_assert_eq!(parse(&text), Err(NotAPersonnummer::CheckDigit));
        }
    }
}
