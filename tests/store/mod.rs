//! The store as those above it use it: what it promises, with real files, and across processes.

mod contract;
mod sample;
