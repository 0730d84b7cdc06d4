//! The table of routes, from the same areas that serve them.

use platform::Access;

use crate::Outcome;
use crate::trouble::say;

/// The lines, sorted by path and method.
fn lines() -> Vec<String> {
    let mut rows: Vec<[String; 4]> = app::areas()
        .iter()
        .flat_map(|area| area.routes().to_vec())
        .map(|route| {
            let access = match route.access {
                Access::Right(right) => right.slug().to_owned(),
                Access::Open => "open".to_owned(),
                Access::Code => "receipt-code".to_owned(),
            };
            [route.path.to_owned(), route.method.to_string(), access, route.feature.to_owned()]
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|[path, method, access, feature]| [method, path, access, feature].join("\t")).collect()
}

/// Prints them.
pub fn print() -> Outcome {
    say(lines().join("\n"))?;
    Ok(true)
}
