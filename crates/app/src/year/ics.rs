//! Files that calendar programs read (RFC 5545): one event of whole days per last day and activity.

use domain::year::{Calendar, sv as words};
use kernel::{Day, Instant};

/// Something of whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What tells it from every other of the installation, and stays as long as it is the same.
    pub uid: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// What it is.
    pub title: String,
    /// More of it; may be empty.
    pub text: String,
    /// Where to go from it.
    pub link: Option<String>,
}

/// The year as a file. `place` is the authority's name in addresses, which makes the events' identifiers its own; `stamp`
/// is when the version was published; `last_day` is put before the occasion's title.
pub fn write(calendar: &Calendar, place: &str, stamp: Instant, last_day: &str) -> String {
    let mut events = Vec::new();
    let uid = |slug: &str| format!("{}-{slug}@{place}", calendar.year);
    for deadline in calendar.months.iter().flat_map(|month| &month.deadlines) {
        let items: Vec<&str> = deadline.items.iter().map(|(_, title)| title.as_sv()).collect();
        events.push(Event {
            uid: uid(deadline.occasion.as_str()),
            from: deadline.day,
            to: deadline.day,
            title: format!("{last_day}: {}", deadline.title.as_sv()),
            text: items.join("\n"),
            link: None,
        });
    }
    for activity in calendar.months.iter().flat_map(|month| &month.happenings) {
        let text = activity.text.as_ref().map_or_else(|| words::activity(activity.kind), |text| text.as_sv());
        events.push(Event {
            uid: uid(activity.activity.as_str()),
            from: activity.period.from,
            to: activity.period.to,
            title: activity.title.as_sv().to_owned(),
            text: text.to_owned(),
            link: None,
        });
    }
    file(&events, "", stamp)
}

/// A meeting that somebody is invited to (RFC 5546).
#[derive(Debug, Clone, Copy)]
pub struct Meeting<'a> {
    /// `REQUEST` or `CANCEL`.
    pub method: &'a str,
    /// What tells it from every other of the installation.
    pub uid: &'a str,
    /// How often it has been told of before.
    pub sequence: u32,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// What it is.
    pub title: &'a str,
    /// Where; may be empty.
    pub place: &'a str,
    /// More of it; may be empty.
    pub text: &'a str,
    /// The address of whoever invites.
    pub organiser: &'a str,
    /// The address of whoever is invited.
    pub attendee: &'a str,
}

/// The meeting as calendars take it, told at `stamp`.
pub fn meeting(of: &Meeting<'_>, stamp: Instant) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//Tertial//Tertial//SV");
    line(&mut out, "METHOD", of.method);
    line(&mut out, "BEGIN", "VEVENT");
    line(&mut out, "UID", &format!("{}.tertial", of.uid));
    line(&mut out, "SEQUENCE", &of.sequence.to_string());
    line(&mut out, "DTSTAMP", &moment(stamp));
    line(&mut out, "DTSTART", &moment(of.from));
    line(&mut out, "DTEND", &moment(of.to));
    line(&mut out, "SUMMARY", &escaped(of.title));
    if !of.place.is_empty() {
        line(&mut out, "LOCATION", &escaped(of.place));
    }
    if !of.text.is_empty() {
        line(&mut out, "DESCRIPTION", &escaped(of.text));
    }
    line(&mut out, "ORGANIZER", &format!("mailto:{}", of.organiser));
    line(&mut out, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE", &format!("mailto:{}", of.attendee));
    line(&mut out, "STATUS", if of.method == "CANCEL" { "CANCELLED" } else { "CONFIRMED" });
    line(&mut out, "END", "VEVENT");
    line(&mut out, "END", "VCALENDAR");
    out
}

/// A moment in UTC (3.3.5, form 2).
fn moment(at: Instant) -> String {
    let text = at.to_string();
    let text: String = text.split('.').next().unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}Z", text.trim_end_matches('Z'))
}

/// The events as a file, called `name` where it is not empty. `stamp` is when they were last known to be so.
pub fn file(events: &[Event], name: &str, stamp: Instant) -> String {
    let mut out = String::new();
    let stamp = moment(stamp);
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//Tertial//Tertial//SV");
    if !name.is_empty() {
        line(&mut out, "X-WR-CALNAME", &escaped(name));
        // How often it is worth asking again (RFC 7986, 5.7).
        line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    }
    for event in events {
        line(&mut out, "BEGIN", "VEVENT");
        line(&mut out, "UID", &format!("{}.tertial", event.uid));
        line(&mut out, "DTSTAMP", &stamp);
        line(&mut out, "DTSTART;VALUE=DATE", &compact(event.from));
        // The end is the first day that is not part of it (3.6.1).
        line(&mut out, "DTEND;VALUE=DATE", &compact(event.to.plus_days(1)));
        line(&mut out, "SUMMARY", &escaped(&event.title));
        if !event.text.is_empty() {
            line(&mut out, "DESCRIPTION", &escaped(&event.text));
        }
        if let Some(link) = &event.link {
            line(&mut out, "URL", link);
        }
        line(&mut out, "TRANSP", "TRANSPARENT");
        line(&mut out, "END", "VEVENT");
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
