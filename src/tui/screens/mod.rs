//! The screens, one file or folder each: its model, what a key does to it, how it is drawn.
//!
//! Speaks with the application through `tui::screen` alone; no screen knows another, except that lists of cases share
//! how they are drawn, and the list of services shows a part of a service's card.

pub mod case;
pub mod caseloads;
pub mod cases;
pub mod finder;
pub mod first_use;
pub mod flag;
pub mod flag_line;
pub mod reports;
pub mod service_card;
pub mod services;
pub mod today;
pub mod who;

#[cfg(test)]
pub(super) mod trying;
