//! Names and sentences about participations and their import.

/// What a group of sfi is called.
pub fn sfi_group(course: char, path: Option<u8>) -> String {
    match path {
        Some(path) => format!("Kurs {course}, studieväg {path}"),
        None => format!("Kurs {course}"),
    }
}

/// The group of courses in which vocational educations are counted.
pub const EDUCATIONS: &str = "Yrkesutbildningar";
