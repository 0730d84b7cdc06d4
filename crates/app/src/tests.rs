//! Tests over the whole product: every statement, every route.

#![expect(clippy::unwrap_used, reason = "tests")]

mod routes;
mod statements;
mod unseen;
mod whole_years;
