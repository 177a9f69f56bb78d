//! The integration tests, one binary.

mod keymap;
mod store;
