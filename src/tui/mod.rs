//! The terminal application: model, update, view, and the terminal under them.

pub mod commands;
