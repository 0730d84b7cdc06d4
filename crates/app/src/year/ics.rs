//! The year as a file that calendar programs read (RFC 5545): one event of whole days per last day and activity.

use domain::year::{Calendar, sv as words};
use kernel::{Day, Instant};

/// The file. `place` is the authority's name in addresses, which makes the events' identifiers its own; `stamp` is when
/// the version was published; `last_day` is put before the occasion's title.
pub fn write(calendar: &Calendar, place: &str, stamp: Instant, last_day: &str) -> String {
    let mut out = String::new();
    let stamp = stamp.to_string();
    let stamp: String = stamp.split('.').next().unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    let stamp = format!("{}Z", stamp.trim_end_matches('Z'));
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//Tertial//Tertial//SV");
    let mut event = |uid: &str, from: Day, to: Day, title: &str, text: &str| {
        line(&mut out, "BEGIN", "VEVENT");
        line(&mut out, "UID", &format!("{}-{uid}@{place}.tertial", calendar.year));
        line(&mut out, "DTSTAMP", &stamp);
        line(&mut out, "DTSTART;VALUE=DATE", &compact(from));
        // The end is the first day that is not part of it (3.6.1).
        line(&mut out, "DTEND;VALUE=DATE", &compact(to.plus_days(1)));
        line(&mut out, "SUMMARY", &escaped(title));
        if !text.is_empty() {
            line(&mut out, "DESCRIPTION", &escaped(text));
        }
        line(&mut out, "TRANSP", "TRANSPARENT");
        line(&mut out, "END", "VEVENT");
    };
    for deadline in calendar.months.iter().flat_map(|month| &month.deadlines) {
        let items: Vec<&str> = deadline.items.iter().map(|(_, title)| title.as_sv()).collect();
        let title = format!("{last_day}: {}", deadline.title.as_sv());
        event(deadline.occasion.as_str(), deadline.day, deadline.day, &title, &items.join("\n"));
    }
    for activity in calendar.months.iter().flat_map(|month| &month.happenings) {
        let text = activity.text.as_ref().map_or_else(|| words::activity(activity.kind), |text| text.as_sv());
        event(activity.activity.as_str(), activity.period.from, activity.period.to, activity.title.as_sv(), text);
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Text values (3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A content line, folded so that no line is longer than 75 bytes (3.1), never within a letter.
fn line(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for letter in name.chars().chain([':']).chain(value.chars()).filter(|letter| *letter != '\r') {
        if length + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(letter);
        length += letter.len_utf8();
    }
    out.push_str("\r\n");
}
