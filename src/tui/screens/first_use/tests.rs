//! First use.
