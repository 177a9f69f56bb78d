//! Signpost carries a patient's social need from the minute it is noticed to the day it is met.

pub mod domain;
pub mod store;
