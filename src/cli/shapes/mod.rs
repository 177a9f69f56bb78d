//! The JSON that scripts read: one object a line, fields with stable names. Fields are only ever added.
//!
//! Instants are RFC 3339 in UTC (`2026-11-21T14:05:07Z`), days `2026-11-21`; ids are UUIDs as text; what is not known
//! is `null` or an empty text or list, never left out. `tests/fixtures/json` has an example of each shape.

pub mod case;
pub mod directory;
pub mod people;
