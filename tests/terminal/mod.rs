//! The terminal application as a whole: the real binary in a real pseudo-terminal, with somebody at its keys.

mod budget;
mod case;
mod caseloads;
mod casework;
mod everywhere;
mod flagging;
mod leaving;
mod person;
mod pty;
mod reports;
mod services;
mod today;
