//! The command line as people and scripts meet it: the real program, a real store, an empty home.

mod bad_input;
mod demo;
mod find;
mod import;
mod journey;
mod json;
mod machine;
mod output;
mod places;
mod reports;
mod settings;
mod staff;
mod unmet;
