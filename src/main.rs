//! The `signpost` binary: parse, run, exit code.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// The system's own allocator grows the memory of every thread but the first one page at a time: opening the index of
/// a large practice, which happens beside the first thread, then takes thousands of system calls.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    signpost::cli::run(std::env::args_os())
}
