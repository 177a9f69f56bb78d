//! The integration tests, one binary.

mod keymap;
#[cfg(feature = "tui")]
mod terminal_input;
