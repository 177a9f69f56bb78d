//! The screens, one file or folder each: its model, what a key does to it, how it is drawn.
//!
//! Speaks with the application through `tui::screen` alone; no screen knows another, except that the list of services
//! shows a part of a service's card.

pub mod finder;
pub mod first_use;
pub mod service_card;
pub mod services;
pub mod who;
