//! Swedish sentences about what is told of random samples.

/// A sample by its number.
pub(in crate::audit) fn sample(number: i64) -> String {
    format!("Stickprov {}", kernel::swedish::integer(number))
}

/// What a fact about a random sample is called.
pub(super) fn of_sample(name: &str) -> Option<&'static str> {
    Some(match name {
        "number" => "Stickprovets nummer",
        "members" => "Fall i populationen",
        "sha256" => "Populationens kontrollsumma",
        "seed" => "Frö",
        "sizes" => "Antal ur varje grupp",
        "two" => "Två bedömare",
        "drawn" => "Dragna fall",
        "case" => "Fall",
        "file" => "Fil i fallet",
        "links" => "Antal länkar",
        _ => return None,
    })
}
