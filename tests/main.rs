//! The integration tests, one binary.

mod exchange;
mod keymap;
mod search;
