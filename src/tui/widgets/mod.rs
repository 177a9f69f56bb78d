//! Small things that screens share: a text field, a list's viewport, text cut to a width.

pub mod case_row;
pub mod field;
pub mod fit;
pub mod form;
pub mod rows;
pub mod workload;
