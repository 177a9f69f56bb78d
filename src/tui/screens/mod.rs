//! The screens: one file or folder each, with its own model, update and view.

pub mod case;
pub mod cases;
pub mod flag;
pub mod stub;
pub mod today;
//! The screens, one file or folder each: its model, what a key does to it, how it is drawn.
//!
//! Speaks with the application through `tui::screen` alone; no screen knows another, except that the list of services
//! shows a part of a service's card.

pub mod finder;
pub mod service_card;
pub mod services;
