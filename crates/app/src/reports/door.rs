//! Who looks, reduced to what the statements and rules of this feature need; cheap to move into closures.

use kernel::id::kind::{Assignment as AssignmentKind, Organisation, Unit};
use kernel::{Id, Right};
use platform::access::Tools;
use platform::{Account, Cx, Permission, Seat, Stop};

use crate::assignments::{Assignment, Subject};

/// A person on the provider's side, within one authority.
#[derive(Debug, Clone)]
pub struct Door {
    /// Keys and chance.
    pub tools: Tools,
    /// The person.
    pub account: Account,
    /// Their seats for the provider at this authority.
    pub seats: Vec<Seat>,
    /// The provider.
    pub organisation: Id<Organisation>,
    only_units: Option<Vec<Id<Unit>>>,
}

impl Door {
    /// From the request's door.
    ///
    /// # Errors
    /// [`Stop::NotFound`] for somebody who does not act for a provider.
    pub fn of<P: Permission>(cx: &Cx<P>) -> Result<Self, Stop> {
        let organisation = cx.provider()?;
        Ok(Self {
            tools: cx.kit().tools(),
            account: cx.account().clone(),
            seats: cx.seats().to_vec(),
            organisation,
            only_units: cx.only_units(),
        })
    }

    /// The same person's door at another authority, with the seats held there; it opens what those write in.
    #[must_use]
    pub fn with_seats(&self, seats: Vec<Seat>) -> Self {
        let only_units = seats.iter().filter(|seat| seat.role.may(Right::EditReports)).map(|seat| seat.unit).collect();
        Self { seats, only_units, ..self.clone() }
    }

    /// Whether the assignment is the provider's and covered by the seats.
    pub fn covers(&self, assignment: &Assignment) -> bool {
        assignment.organisation == self.organisation
            && match (&self.only_units, &assignment.subject) {
                (None, _) => true,
                (Some(units), Subject::Unit { id, .. }) => units.contains(id),
                (Some(_), _) => false,
            }
    }

    /// Whether the person sees everything of the provider's, or only some units.
    pub fn only_units(&self) -> Option<&[Id<Unit>]> {
        self.only_units.as_deref()
    }

    /// Whether any of the seats has the right.
    pub fn may(&self, right: Right) -> bool {
        self.seats.iter().any(|seat| seat.role.may(right))
    }
}

/// The assignment's identifier in an address.
///
/// # Errors
/// [`Stop::NotFound`] when it is none.
pub fn id(text: &str) -> Result<Id<AssignmentKind>, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}
