//! The desk, asked as the terminal and the command line ask it: who may, what comes of it, what is refused.

#![expect(clippy::unwrap_used, reason = "these are tests, helpers included")]

mod at_once;
mod bank_holidays;
mod caseloads;
mod cases;
mod casework;
mod directory;
mod finding;
mod flagging;
mod lists;
mod people;
mod permissions;
mod places;
mod plan;
mod reports;
mod small_numbers;
mod surgery;
mod unmet;
