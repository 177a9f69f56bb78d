//! Signpost carries one social need of a patient from the minute it is noticed to the day it is met: flag, find, route,
//! follow through, show. A library with a thin binary, for UK GP practices; synchronous, threads and channels.
//!
//! ```text
//!    keys ─► tui ─┐
//!  args ─► cli ───┴─► Desk::ask(actor, Request) ─┬─► search   index of services, patients, cases; in memory
//!    file ─► exchange                            └─► Store ──► journal + sled
//!                          domain (pure): Case, Patient, Service, Event, rules
//! ```
//!
//! # Layers
//!
//! | layer | may import | what it is |
//! |---|---|---|
//! | [`domain`] | nothing of ours | What a practice knows and may do: plain data, pure functions. Time and ids come in as arguments. |
//! | [`store`] | domain, panics | The log and its index: `trait Store`, journal + sled, memory. |
//! | [`search`] | domain | The index in memory and the ranking. |
//! | [`desk`] | domain, store, search | The use cases: permission, rule, append, reply. The only writer. |
//! | [`exchange`] | domain, desk's requests | In: CSV, Open Referral UK / HSDS, postcodes. Out: the plan, the calendar, the clinical block. |
//! | [`report`] | domain | Figures → what may leave → text, CSV, JSON, HTML, plots. |
//! | [`demo`] | domain, desk | The synthetic practice: its generator, and playing it through the desk. |
//! | [`keymap`] | nothing of ours | Keys, sequences, loading, checking. |
//! | [`tui`] | domain, desk's requests, exchange's plan and clinical block, report, keymap, panics | The terminal application: model, update, view. What is printed and pasted is the same from the screen as from the command line. |
//! | [`tui`] | domain, desk's requests, keymap, panics, exchange's plan and clinical block | The terminal application: model, update, view. It prints and copies what the command line prints. |
//! | [`tui`] | domain, desk's requests, report, keymap, panics, exchange's plan and clinical block | The terminal application: model, update, view. |
//! | [`config`] | nothing of ours | Flags over environment over file over default. |
//! | [`cli`] | all but store and search | Arguments, one file a subcommand. |
//! | [`panics`] | nothing of ours | Catching what a library throws at what it was handed, without a word on the screen. |
//!
//! A test reads the sources and fails on an import that this table does not allow, with file and line.
//!
//! # Invariants
//!
//! - Everything that a person can do is a [`Request`](desk::request::Request); what comes of it is a
//!   [`Reply`](desk::reply::Reply) or a [`Refusal`](desk::refusal::Refusal). There is no other way to do anything.
//! - One place checks permission (`desk::permission`), one place writes (`desk::change`).
//! - The log is the truth; what sled holds is derived and may be thrown away. What was answered survives a power cut.
//! - A change is everything that one request did; it is kept whole, and undone whole.
//! - A command makes one event of a case ([`Case::decide`](domain::case::Case::decide)); a request that does several
//!   things makes several commands of one change. So an event never has to be taken apart to be undone.
//! - The thread that draws never waits for the store; an answer to a question that is no longer asked is dropped.
//! - What can be imported again (where postcodes are) is kept beside the log, not in it, and replaced whole.
//! - Text from outside is cleaned once, at its boundary ([`domain::text`]).
//! - Nothing of a patient is ever in a key or a header in clear.
//!
//! # Where the code differs from its first plan
//!
//! - `cli` builds the terminal's start and hands it closures that open a store, so that `tui` knows no store.
//! - A case whose every need has gone its way without a link worker is *routed*, a stage of its own: it is nobody's to
//!   route any more, and not closed either.
//! - Joining two records leaves their cases where they are; a record remembers those that were joined into it.

pub mod cli;
pub mod config;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod keymap;
pub mod panics;
pub mod report;
pub mod search;
pub mod store;
#[cfg(feature = "tui")]
pub mod tui;
