//! What a practice knows and may do, as plain data and pure functions.
//!
//! No I/O, no clock, no randomness: time and ids come in as arguments. Imports std, serde and dates, ids and
//! errors as crates that do none of it either, and `toml` and `serde_json` for the data files embedded in it.

pub mod attempt;
pub mod banner;
pub mod call_card;
pub mod case;
pub mod caseload;
pub mod clinical_code;
pub mod dates;
pub mod disclosure;
pub mod distance;
pub mod flag_line;
pub mod id;
pub mod measure;
pub mod need;
pub mod nhs_number;
pub mod ods;
pub mod patient;
pub mod person_name;
pub mod phone;
pub mod places;
pub mod postcode;
pub mod practice;
pub mod record;
pub mod red_flag;
pub mod reference;
pub mod report;
pub mod safe_contact;
pub mod service;
pub mod staff;
pub mod text;
pub mod typed_day;
pub mod unmet;
pub mod urgency;
pub mod who;
pub mod working_days;
