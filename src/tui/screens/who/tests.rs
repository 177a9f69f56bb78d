//! Who.
