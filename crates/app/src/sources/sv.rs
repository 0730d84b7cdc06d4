//! Sentences about figures from elsewhere.

use domain::aggregates::{Decimal, Role};
use domain::courses::SchoolForm;
use kernel::swedish::integer;
use stats::Share;

use super::reading::{MOST_COLUMNS, MOST_ROWS, NoTable};

/// The feature's name.
pub(super) const TITLE: &str = "Källor";

/// Why a file gives no table, and what to do.
pub(super) fn no_table(why: NoTable) -> String {
    match why {
        NoTable::Nothing => {
            "Filen har ingen tabell. Första raden ska ha rubriker i minst två kolumner och det ska stå något under dem."
                .to_owned()
        }
        NoTable::TooLong => {
            format!("Tabellen har fler än {} rader. Ta bort de rader som inte behövs.", integer(as_i64(MOST_ROWS)))
        }
        NoTable::TooWide => {
            format!("Tabellen har fler än {MOST_COLUMNS} kolumner. Ta bort de kolumner som inte behövs.")
        }
    }
}

pub(super) fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What a column can be: stable name, name, and what it means.
pub(super) const ROLES: [(&str, &str); 7] = [
    ("label", "Vad raden gäller"),
    ("period", "År eller termin"),
    ("level", "Nivå, till exempel kommun och län"),
    ("count", "Antal"),
    ("share", "Andel som räknas ur antal i tabellen"),
    ("reported", "Värde utan bas"),
    ("ignored", "Läs inte"),
];

/// What a column is, in a word or two.
pub(super) const fn role(role: &Role) -> &'static str {
    match role {
        Role::Label => "vad raden gäller",
        Role::Period => "period",
        Role::Level => "nivå",
        Role::Count => "antal",
        Role::Share { .. } => "andel",
        Role::Reported { .. } => "värde utan bas",
        Role::Ignored => "läses inte",
    }
}

/// A school form.
pub(super) const fn form(form: SchoolForm) -> &'static str {
    match form {
        SchoolForm::Basic => "grundläggande nivå",
        SchoolForm::UpperSecondary => "gymnasial nivå",
        SchoolForm::Sfi => "sfi",
        SchoolForm::AdaptedBasic => "anpassad utbildning, grundläggande nivå",
        SchoolForm::AdaptedUpperSecondary => "anpassad utbildning, gymnasial nivå",
    }
}

/// *4,1 % (n = 164 791)*.
pub(super) fn share(share: Share) -> String {
    match share.percent(1) {
        Some(units) => {
            format!("{}\u{a0}% (n\u{a0}=\u{a0}{})", Decimal { units, decimals: 1 }, integer(share.base()))
        }
        None => MISSING.to_owned(),
    }
}

/// A mean of shares with two decimals, in per cent.
pub(super) fn mean(mean: f64) -> String {
    format!("{:.2}\u{a0}%", mean * 100.0).replace('.', ",")
}

/// What stands where a figure is missing. It is not zero.
pub(super) const MISSING: &str = "Uppgift saknas";

/// A number and its noun.
pub(super) fn some(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", integer(as_i64(number)), if number == 1 { one } else { many })
}

/// How many printed shares the counts give.
pub(super) fn agreement(same: usize, compared: usize) -> String {
    if same == compared {
        let all = if compared == 1 { "Den enda tryckta andelen" } else { "Alla" };
        return match compared {
            1 => format!("{all} är den som antalen ger."),
            _ => format!("{all} {} tryckta andelar är de som antalen ger.", integer(as_i64(compared))),
        };
    }
    format!(
        "{} av {} tryckta andelar är de som antalen ger. De som skiljer sig är utmärkta i tabellen.",
        integer(as_i64(same)),
        integer(as_i64(compared))
    )
}

/// What stands at a printed share that its counts do not give.
pub(super) fn differs(from_counts: Share) -> String {
    format!("antalen ger {}", share(from_counts))
}

/// Said when a table is kept.
pub(super) fn kept(title: &str) -> String {
    format!("Tabellen ”{title}” är inläst.")
}

/// Said when a table is taken away.
pub(super) fn removed(title: &str) -> String {
    format!("Tabellen ”{title}” är borttagen. Den finns kvar längst ned bland tabellerna och kan återställas.")
}

/// Said when a table is put back.
pub(super) fn restored(title: &str) -> String {
    format!("Tabellen ”{title}” är återställd.")
}
