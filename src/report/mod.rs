//! A report as people read it and as machines do: what of it may leave, and in which form.
//!
//! What is counted is the desk's; what is shown on which screen is the terminal's.

pub mod suppress;
