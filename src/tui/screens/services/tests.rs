//! The directory, as it is read.
