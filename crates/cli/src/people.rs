//! People who sign in, at the command line.

use app::installation::{self, NewSeat};

use crate::Outcome;
use crate::args::{LinkOptions, UserOptions};
use crate::place::{self, Place};
use crate::trouble::{say, tell};

fn print_link(base_url: &str, path: &str, email: &str) -> Outcome {
    say(format_args!("{}{path}", base_url.trim_end_matches('/')))?;
    tell(format_args!("The link lets {email} in once, within seven days. Hand it over in a safe way."));
    Ok(true)
}

/// Gives a person a role, and prints a link.
pub fn add(options: &UserOptions) -> Outcome {
    place::base_url(&options.base_url)?;
    let app = options.place.app(options.place.open()?, &options.base_url, None)?;
    let new = NewSeat {
        tenant: installation::tenant(app.db(), &options.tenant)?.id,
        email: options.email.clone(),
        name: options.name.clone(),
        role: options.role,
        organisation: options.organisation.clone(),
    };
    let path = installation::add_person(&app, &new)?;
    print_link(&options.base_url, &path, &options.email)
}

/// Prints a new link for a person.
pub fn link(options: &LinkOptions) -> Outcome {
    place::base_url(&options.base_url)?;
    let app = options.place.app(options.place.open()?, &options.base_url, None)?;
    let path = installation::new_link(&app, &options.email)?;
    print_link(&options.base_url, &path, &options.email)
}

/// Prints who holds which role.
pub fn list(place: &Place, slug: &str) -> Outcome {
    let db = place.open()?;
    let tenant = installation::tenant(&db, slug)?.id;
    for seat in installation::seats(&db, tenant)? {
        let to = seat.to.map(|day| day.to_string()).unwrap_or_default();
        let organisation = seat.organisation.unwrap_or_default();
        say(format_args!("{}\t{}\t{}\t{organisation}\t{}\t{to}", seat.email, seat.name, seat.role, seat.from))?;
    }
    Ok(true)
}
