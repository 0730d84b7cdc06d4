//! What a file answers.

use std::collections::BTreeSet;

use kernel::{Day, swedish};

use super::model::{Candidate, FileFacts, Findings, Proposal, Sender, SenderSeat, Why};

/// How many days before its last day something is asked for now, as the overview counts: a file without a stamp is taken
/// for nothing that is due later.
const AHEAD: i32 = 42;

/// Whether what is due then is asked for now.
pub fn is_open(due: Day, today: Day) -> bool {
    due <= today.plus_days(AHEAD)
}

/// What the file answers, in the authority of that name in addresses. `stamped` is what its stamp names, where that is
/// still asked; `candidates` is what is asked of the sender's providers. `doubt` is what speaks against the address.
pub fn assign(
    tenant: &str,
    file: &FileFacts,
    sender: &Sender,
    doubt: Option<&Why>,
    stamped: Option<&Candidate>,
    candidates: &[Candidate],
) -> Findings {
    let found = if file.stamp.is_empty() {
        by_columns(file, candidates)
    } else if file.stamp.is_for_anybody() {
        for_anybody(tenant, file, candidates)
    } else {
        by_stamp(tenant, file, stamped)
    };
    let likely = found.as_ref().ok().map(|one| one.assignment);
    let certain = match (doubt, sender, found) {
        (Some(why), ..) => Err(why.clone()),
        (_, Sender::Unknown, _) => Err(Why::UnknownSender),
        (_, Sender::Known { seats, .. }, _) if seats.is_empty() => Err(Why::NoSeat),
        (.., Err(why)) => Err(why),
        (_, Sender::Known { seats, .. }, Ok(one)) => theirs(seats, one).map(|()| one.assignment),
    };
    Findings { certain, likely }
}

/// Whether one of the seats covers it.
fn theirs(seats: &[SenderSeat], one: &Candidate) -> Result<(), Why> {
    let mut own = seats.iter().filter(|seat| seat.organisation == one.organisation).peekable();
    if own.peek().is_none() {
        return Err(Why::OtherProvider);
    }
    let covers = |seat: &SenderSeat| seat.unit.is_none() || seat.unit == one.unit;
    if own.any(covers) { Ok(()) } else { Err(Why::OtherUnit) }
}

fn by_stamp<'c>(tenant: &str, file: &FileFacts, stamped: Option<&'c Candidate>) -> Result<&'c Candidate, Why> {
    if file.stamp.get("tenant") != tenant {
        return Err(Why::OtherAuthority);
    }
    let Some(one) = stamped else {
        // Its assignment is not there: never was, or was taken back when the year or the provider changed.
        let year = file.stamp.get("year").to_owned();
        return Err(if year.is_empty() || file.withdrawn { Why::NotAsked } else { Why::OtherYear { year } });
    };
    // The parts of a stamp that was tampered with contradict each other.
    if file.stamp.get("provider") != one.organisation.to_string() || file.stamp.get("item") != one.item {
        return Err(Why::OtherProvider);
    }
    Ok(one)
}

/// A template for anybody is held to the item and year of its stamp; for whom it is says what stands in it, as in a file of
/// somebody's own.
fn for_anybody<'c>(tenant: &str, file: &FileFacts, candidates: &'c [Candidate]) -> Result<&'c Candidate, Why> {
    if file.stamp.get("tenant") != tenant {
        return Err(Why::OtherAuthority);
    }
    by_columns(file, candidates).map_err(|why| match why {
        Why::SeveralUnits { .. } => {
            let fitting = || candidates.iter().filter(|one| file.fits.contains(&one.item));
            let any_open = fitting().any(|one| one.open);
            let of = fitting().filter(|one| one.open || !any_open);
            let proposal = |one: &Candidate| Proposal { assignment: one.assignment, subject: one.subject.clone() };
            Why::WhichUnit { of: of.map(proposal).collect() }
        }
        Why::NoItem => {
            let year = file.stamp.get("year").to_owned();
            if file.is_of_near_year { Why::NotAskedOfThem } else { Why::OtherYear { year } }
        }
        other => other,
    })
}

fn by_columns<'c>(file: &FileFacts, candidates: &'c [Candidate]) -> Result<&'c Candidate, Why> {
    let fitting: Vec<&Candidate> = candidates.iter().filter(|one| file.fits.contains(&one.item)).collect();
    let open: Vec<&Candidate> = fitting.iter().copied().filter(|one| one.open).collect();
    // What is in already is answered with that, where it can be one thing only.
    let asked = if open.is_empty() { &fitting } else { &open };
    let items: BTreeSet<&str> = asked.iter().map(|one| one.item.as_str()).collect();
    if items.len() > 1 {
        return Err(Why::SeveralItems { items: items.into_iter().map(str::to_owned).collect() });
    }
    let Some(item) = items.first() else { return Err(Why::NoItem) };
    // Which of the provider's units it is about the file says, also where only one of them has something left to report: what
    // is said of another is never put there.
    let of_item: Vec<&Candidate> = fitting.iter().copied().filter(|one| one.item == *item).collect();
    let of_units = of_item.iter().any(|one| one.unit.is_some());
    let mut about: Vec<&Candidate> = Vec::new();
    for one in of_item.iter().copied().chain(candidates.iter().filter(|one| of_units && one.unit.is_some())) {
        if about.iter().all(|known| !is_about_the_same(known, one)) {
            about.push(one);
        }
    }
    match (of_item.as_slice(), about.as_slice()) {
        ([one], [_]) => Ok(one),
        _ => {
            let several = || Why::SeveralUnits { units: asked.iter().map(|one| one.subject.clone()).collect() };
            let meant = named(file, &about).ok_or_else(several)?;
            let mut of_it = of_item.iter().copied().filter(|one| is_about_the_same(one, meant));
            match (of_it.next(), of_it.next()) {
                (Some(one), None) => Ok(one),
                _ => Err(several()),
            }
        }
    }
}

/// Whether both are asked for the same unit; or, without one, for what is called the same.
fn is_about_the_same(one: &Candidate, other: &Candidate) -> bool {
    one.organisation == other.organisation
        && one.unit == other.unit
        && (one.unit.is_some() || one.subject == other.subject)
}

/// The one whose name or code stands in the file's words; none where it is several. Where one name is part of another
/// (*Lindblad* and *Lindblad Öster*), the longer one is meant.
fn named<'c>(file: &FileFacts, candidates: &[&'c Candidate]) -> Option<&'c Candidate> {
    let words: Vec<String> = file.words.iter().map(|words| apart(words)).collect();
    let stands = |name: &str| {
        let name = apart(name);
        !name.trim().is_empty() && words.iter().any(|words| words.contains(&name))
    };
    let hits: Vec<&Candidate> = candidates
        .iter()
        .copied()
        .filter(|one| stands(&one.subject) || one.code.as_deref().is_some_and(&stands))
        .collect();
    let inside = |one: &Candidate| {
        hits.iter().any(|other| other.subject != one.subject && apart(&other.subject).contains(&apart(&one.subject)))
    };
    let longest: Vec<&Candidate> = hits.iter().copied().filter(|one| !inside(one)).collect();
    if let [one] = longest.as_slice() { Some(one) } else { None }
}

/// The other unit that one of the texts of a file is about, where the file is for `own` of the provider: somebody has
/// copied one unit's workbook for the next. `units` are the provider's, by name and code. Each text is read by itself; where one
/// name is part of another, the longer one is meant, and the provider's own name is no unit's.
pub fn other_unit<'u>(texts: &[String], own: &str, provider: &str, units: &'u [(String, String)]) -> Option<&'u str> {
    let is_same = |one: &str, other: &str| apart(one) == apart(other);
    let known = |name: &str| is_same(name, own) || is_same(name, provider);
    for text in texts.iter().map(|text| apart(text)) {
        let stands = |name: &str| !name.trim().is_empty() && text.contains(&apart(name));
        let of_units = units.iter().filter(|(name, code)| stands(name) || stands(code)).map(|(name, _)| name.as_str());
        let hits: Vec<&str> = of_units.chain([own, provider].into_iter().filter(|name| stands(name))).collect();
        let inside = |name: &str| hits.iter().any(|other| !is_same(other, name) && apart(other).contains(&apart(name)));
        let meant: Vec<&str> = hits.iter().copied().filter(|name| !inside(name)).collect();
        if let [first, rest @ ..] = meant.as_slice()
            && !known(first)
            && rest.iter().all(|name| is_same(name, first))
        {
            return units.iter().find(|(name, _)| is_same(name, first)).map(|(name, _)| name.as_str());
        }
    }
    None
}

/// Words in lower case with one space around each, so that whole words are compared.
fn apart(text: &str) -> String {
    let words: String = text.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    format!(" {} ", swedish::fold(&words))
}
