//! The finder, as it is used.
