//! The JSON that scripts read: one object a line, fields with stable names. Fields are only ever added.
//!
//! Instants are RFC 3339 in UTC (`2026-11-21T14:05:07Z`), days `2026-11-21`; ids are UUIDs as text; what is not known
//! is `null` or an empty text or list, never left out. `tests/fixtures/json` has an example of each shape.
//!
//! | command | prints |
//! |---|---|
//! | `flag`, `case ID ACTION` | one [`DoneShape`](case::DoneShape): the case's fields, `said`, `read_out` |
//! | `cases` | a [`CaseShape`](case::CaseShape) a line |
//! | `case ID` | one [`CaseCardShape`](case::CaseCardShape) |
//! | `find`, `find --stdin` | one [`FoundShape`](directory::FoundShape) for each query |
//! | `services import` | last, one [`ImportedShape`](directory::ImportedShape) |
//! | `services list`, `services show` | a [`ServiceShape`](directory::ServiceShape) a line |
//! | `services columns` | a [`ColumnShape`](directory::ColumnShape) a line |
//! | `places import` | one [`PlacesImportedShape`](places::PlacesImportedShape) |
//! | `places show` | one [`PlacesShape`](places::PlacesShape) |
//! | `places columns` | a [`ColumnShape`](directory::ColumnShape) a line |
//! | `unmet note`, `unmet undo` | one [`UnmetDoneShape`](unmet::UnmetDoneShape) |
//! | `unmet list` | an [`UnmetShape`](unmet::UnmetShape) a line |
//! | `report NAME` | one report, as `format` 1 of [`report`](crate::report) has it |
//! | `report NAME --output FILE` | `said`, `file` |
//! | `report list` | `name`, `title`, a line each |
//! | `patients find` | a [`PatientLineShape`](people::PatientLineShape) a line |
//! | `patients show` | one [`PatientShape`](people::PatientShape), with `read_back` and `open_case` |
//! | `patients correct`, `join`, `undo` | one [`DoneShape`](case::DoneShape) |
//! | `staff list` | a [`StaffShape`](people::StaffShape) a line |
//! | `staff add`, `staff retire` | one [`StaffShape`](people::StaffShape), with `said` |
//! | `init` | one [`StaffShape`](people::StaffShape), with `said`, `practice` (its id) and `data` (the folder) |
//! | `demo --make-only` | `data` (the folder), `you` (who is played at first) |
//! | `practice` | `practice`, `name`, `ods`, `urgent`, `waiting`, `overdue`, `to_route`, `services`, `first_contact_working_days`, `notices` |
//! | `practice card` | `key`, `who`, `what_for`, `number`, `confirmed`, a line each |
//! | `needs` | `need`, `name`, `group`, `snomed`, `words`, a line each |
//! | `keys show` | `scope`, `keys`, `command`, `doc`, a line each |
//! | `keys check` | `file`, `line`, `severity`, `rule`, `what`, `do`, a line each |
//!
//! An error is one line on standard error, `{"error":{"kind","what","safe","do"}}`, and `more` where there are more
//! lines to read; nothing is on standard output then. Its exit code is an [`Exit`](crate::cli::failure::Exit).

pub mod case;
pub mod directory;
pub mod people;
pub mod places;
pub mod unmet;
