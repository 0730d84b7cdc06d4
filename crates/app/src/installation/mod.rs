//! What is done to an installation as a whole: authorities and their first people, and the question whether it is well.
//! For operators at the command line, and for the demo; it has no pages of its own.

mod counts;
mod database;
mod health;
mod people;
mod tenants;
#[cfg(test)]
mod tests;

pub use self::counts::{clear_dropped, recount, recount_persons, resume};
pub use self::database::{has_keys, is_ours};
pub use self::health::{Finding, Level, examine};
pub use self::people::{NewSeat, SeatLine, add_person, new_link, seats};
pub use self::tenants::{NewTenant, TenantLine, add_tenant, publish_year, tenant, tenants};

use ::store::{Actor, ActorKind, StoreError, WriteContext};
use kernel::Role;
use platform::App;

/// Why something was not done; in words for operators.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Not a name for addresses.
    #[error("{0:?} cannot stand in addresses: use a to z, digits and hyphens, at most 40, beginning with a letter")]
    BadSlug(String),
    /// Another tenant has it.
    #[error("there is already a tenant {0}")]
    SlugTaken(String),
    /// Not a municipality code.
    #[error("{0:?} is no municipality code: four digits, such as 0180")]
    BadMunicipality(String),
    /// Something that must be said was left empty.
    #[error("{0} may not be empty")]
    Empty(&'static str),
    /// The year's document cannot be used.
    #[error("the year's document has {0} errors; `tertial config check` tells them")]
    Year(usize),
    /// No such tenant.
    #[error("there is no tenant {0}; `tertial tenant list` shows those there are")]
    NoTenant(String),
    /// Not an address.
    #[error("{0:?} is no e-mail address")]
    BadEmail(String),
    /// Nobody has the address.
    #[error("nobody has the address {0}")]
    NoPerson(String),
    /// The person's account has ended.
    #[error("the account of {0} has ended")]
    Ended(String),
    /// A role at a provider, without one.
    #[error("the role {} is held at a provider: name it with --organisation", .0.slug())]
    NeedsOrganisation(Role),
    /// A role at the authority, with a provider.
    #[error("the role {} is held at the authority, not at a provider", .0.slug())]
    NoOrganisationWanted(Role),
    /// The authority knows no such provider.
    #[error("the authority has no provider with the organisation number {0}")]
    NoProvider(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// At the command line, now.
fn context(app: &App) -> WriteContext {
    WriteContext { actor: Actor::of(ActorKind::Cli), now: app.clock().now() }
}
