//! The parts of an address.

use axum::extract::FromRequestParts;
use axum::extract::rejection::PathRejection;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::reply::Stop;

/// The parts of an address that are no fixed words, as the route names them. An address whose parts cannot be read (a number
/// with letters in it) leads nowhere: it is answered like any other page that there is not.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Stop> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(read)) => Ok(Self(read)),
            Err(rejection) => Err(not_read(&rejection)),
        }
    }
}

/// Who is wrong: whoever wrote the address, or we, whose handler asks for other parts than its route has.
fn not_read(rejection: &PathRejection) -> Stop {
    if rejection.status().is_server_error() { Stop::broken(&rejection.body_text()) } else { Stop::NotFound }
}
