//! The screens: one file each, with its own model, update and view.

pub mod case;
pub mod cases;
pub mod today;
