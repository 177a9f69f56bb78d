//! The integration tests, one binary.

mod cli;
mod desk;
mod events;
mod exchange;
#[cfg(feature = "tui")]
mod keymap;
mod layers;
mod search;
mod store;
#[cfg(feature = "tui")]
mod terminal;
#[cfg(feature = "tui")]
mod terminal_input;
