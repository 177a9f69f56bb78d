//! The `signpost` binary: parse, run, exit code.

fn main() {}
