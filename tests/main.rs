//! The integration tests, one binary.

mod events;
mod exchange;
#[cfg(feature = "tui")]
mod keymap;
mod search;
mod store;
#[cfg(feature = "tui")]
mod terminal_input;
