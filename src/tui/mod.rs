//! The terminal application: model, update, view, and the terminal under them.

pub mod commands;
pub mod draft;
pub mod input;
pub mod open;
pub mod screen;
pub mod screens;
pub mod signs;
pub mod tasks;
pub mod terminal;
pub mod theme;
pub mod widgets;
