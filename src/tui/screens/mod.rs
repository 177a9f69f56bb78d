//! The screens, one file or folder each, with its own model, update and view.

pub mod flag;
