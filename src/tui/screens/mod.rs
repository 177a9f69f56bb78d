//! The screens: one file or folder each, with its own model, update and view.

pub mod case;
pub mod cases;
pub mod flag;
pub mod flag_line;
pub mod stub;
pub mod today;
