//! What a practice knows and may do, as plain data and pure functions.
//!
//! No I/O, no clock, no randomness: time and ids come in as arguments. Imports std, serde and dates only.

pub mod dates;
pub mod id;
pub mod need;
pub mod nhs_number;
pub mod ods;
pub mod person_name;
pub mod phone;
pub mod postcode;
pub mod text;
pub mod urgency;
