//! Where things lie, for the demo, which sends the same forms as everybody.

use ::store::{Scope, StoreError};
use kernel::Id;
use kernel::id::kind::{Evaluation, EvaluationCopy, EvaluationResult, Organisation, Tenant};
use platform::App;
use platform::access::Tools;

use super::{store, store_copy};

/// Which evaluations the tenant leads.
///
/// # Errors
/// Where the database cannot be read.
pub fn led(app: &App, tenant: Id<Tenant>) -> Result<Vec<Id<Evaluation>>, StoreError> {
    app.db().read_blocking(Scope::Tenant(tenant), store::ids)
}

/// The evaluation that the authority was asked last to take part in.
///
/// # Errors
/// Where the database cannot be read.
pub fn asked_of(app: &App, tenant: Id<Tenant>) -> Result<Option<Id<EvaluationCopy>>, StoreError> {
    let tools = Tools::of(app);
    let all = app.db().read_blocking(Scope::Tenant(tenant), move |tx| store_copy::all(tx, &tools))?;
    Ok(all.first().map(|kept| kept.id))
}

/// The provider's result at the authority.
///
/// # Errors
/// Where the database cannot be read.
pub fn result_of(
    app: &App,
    tenant: Id<Tenant>,
    organisation: Option<Id<Organisation>>,
) -> Result<Option<Id<EvaluationResult>>, StoreError> {
    let Some(organisation) = organisation else { return Ok(None) };
    let tools = Tools::of(app);
    let all =
        app.db().read_blocking(Scope::Tenant(tenant), move |tx| store_copy::results_of(tx, &tools, organisation))?;
    Ok(all.first().map(|kept| kept.id))
}
