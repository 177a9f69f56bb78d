//! The integration tests, one binary.

#[cfg(feature = "tui")]
mod exchange;
mod events;
mod keymap;
#[cfg(feature = "tui")]
mod terminal_input;
mod store;
