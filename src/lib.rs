//! Signpost carries a patient's social need from the minute it is noticed to the day it is met.

pub mod cli;
pub mod config;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod keymap;
pub mod panics;
pub mod search;
pub mod store;
#[cfg(feature = "tui")]
pub mod tui;
