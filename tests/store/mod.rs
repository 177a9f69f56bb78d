//! The store as those above it use it: what it promises, with real files, and across processes.

#![expect(clippy::unwrap_used, reason = "these are tests, helpers included")]

mod contract;
mod files;
mod processes;
mod sample;
