//! The terminal application: model, update, view, and the terminal under them.

pub mod commands;
pub mod draft;
pub mod drafts;
pub mod input;
pub mod model;
pub mod msg;
pub mod open;
pub mod popup;
pub mod run;
pub mod screen;
pub mod screens;
pub mod signs;
pub mod tasks;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;
pub mod widgets;
