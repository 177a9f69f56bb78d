//! Panics that are answers: a library gives up on what it was handed, and whoever called it carries on.
//!
//! Everything else that panics ends the program; what has to be put right before that is the terminal's to say.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::thread;

thread_local! {
    /// How many callers up the stack of this thread catch panics.
    static CATCHING: Cell<usize> = const { Cell::new(0) };
}

/// Runs `deed`; a panic in it comes back as an error, and nothing is printed.
///
/// Which panics are caught is known to each thread for itself, so that the panic of another thread meanwhile is
/// still seen.
///
/// # Errors
/// What the panic said.
pub fn caught<T>(deed: impl FnOnce() -> T) -> Result<T, String> {
    static INSTALLED: Once = Once::new();

    INSTALLED.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !are_caught_here() {
                before(panic);
            }
        }));
    });
    CATCHING.set(CATCHING.get() + 1);
    let result: thread::Result<T> = catch_unwind(AssertUnwindSafe(deed));
    CATCHING.set(CATCHING.get() - 1);
    result.map_err(|panic| match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
        (Some(words), _) => words.clone(),
        (None, Some(words)) => (*words).to_owned(),
        (None, None) => "it panicked".to_owned(),
    })
}

/// Whether a panic of this thread, now, would be caught by [`caught`].
pub fn are_caught_here() -> bool {
    CATCHING.get() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_that_is_caught_is_an_answer() {
        assert_eq!(caught(|| 1), Ok(1));
        assert_eq!(caught(|| -> i32 { panic!("damaged at {}", 7) }), Err("damaged at 7".to_owned()));
        assert_eq!(caught(|| caught(|| -> i32 { panic!("inner") })), Ok(Err("inner".to_owned())));
        assert!(!are_caught_here());
    }

    #[test]
    fn only_the_thread_that_catches_catches() {
        caught(|| {
            assert!(are_caught_here());
            let elsewhere = thread::spawn(are_caught_here).join();
            assert_eq!(elsewhere.ok(), Some(false));
        })
        .unwrap();
    }
}
