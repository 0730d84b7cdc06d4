//! Authorities and regions, at the command line.

use app::installation::{self, NewTenant, Refused};

use crate::Outcome;
use crate::args::{TenantKind, TenantOptions};
use crate::place::Place;
use crate::trouble::{While, say};

/// Where links would lead; nothing that is done here makes one.
const NOWHERE: &str = "http://localhost";

/// Adds one.
pub fn add(options: &TenantOptions) -> Outcome {
    let document = match &options.config {
        Some(file) => Some(std::fs::read_to_string(file).while_(file.display())?),
        None => None,
    };
    let app = options.place.app(options.place.open_migrated()?, NOWHERE, None)?;
    let new = NewTenant {
        slug: options.slug.clone(),
        name: options.name.clone(),
        board: options.board.clone(),
        municipality: options.municipality.clone(),
        region: options.kind == TenantKind::Region,
        document,
    };
    let outcome = installation::add_tenant(&app, &new);
    if let (Err(Refused::Year(_)), Some(file)) = (&outcome, &options.config) {
        crate::config::check(file)?;
    }
    outcome?;
    say(format_args!("{} is added. Next: `tertial user add --tenant {} ...`", options.name, options.slug))?;
    Ok(true)
}

/// Prints them.
pub fn list(place: &Place) -> Outcome {
    for tenant in installation::tenants(&place.open()?)? {
        say(format_args!("{}\t{}\t{}", tenant.slug, tenant.kind, tenant.name))?;
    }
    Ok(true)
}
