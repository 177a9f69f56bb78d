//! The terminal application: model, update, view, and the terminal under them.

pub mod commands;
pub mod draft;
pub mod drafts;
pub mod open;
pub mod screen;
pub mod screens;
pub mod signs;
pub mod theme;
pub mod widgets;
