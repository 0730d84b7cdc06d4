//! Work on a thread where waiting is allowed.

use std::any::Any;

use tokio::task::JoinError;

/// What one piece of work returned, whatever its type.
type Anything = Box<dyn Any + Send>;

/// Runs the work on a thread where waiting is allowed, and returns what it did.
///
/// As `tokio::task::spawn_blocking`, which makes some hundred functions of its own for every closure that it is given: for
/// our five hundred that was a fifth of what the compiler had to write. Here all work is of one type.
///
/// # Errors
/// When the work panicked, or the runtime is shutting down.
pub async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    let work: Box<dyn FnOnce() -> Anything + Send> = Box::new(move || Box::new(work()));
    match tokio::task::spawn_blocking(work).await?.downcast() {
        Ok(done) => Ok(*done),
        Err(_) => unreachable!("the work returns a T and nothing else"),
    }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[tokio::test]
    async fn what_the_work_returns_comes_back_and_a_panic_does_not_spread() {
        assert_eq!(apart(|| vec![1, 2]).await.ok(), Some(vec![1, 2]));
        assert!(apart(|| -> u8 { panic!("on purpose") }).await.is_err_and(|error| error.is_panic()));
    }
}
