//! In which pages the process is given its memory.

use std::sync::Once;

static ONCE: Once = Once::new();

/// From the first commit on, the process is given its memory in small pages.
///
/// Opening an index and showing what it holds touches much memory at once, on one thread: in huge pages (where the
/// allocator asks for them) that takes a sixth less time. Commits come from many threads that touch a little each, and
/// clearing 2 MB for each of them costs more than their own work.
pub(super) fn from_now_on() {
    ONCE.call_once(|| {
        // A system that does not know huge pages has none to give.
        #[cfg(target_os = "linux")]
        let _ = rustix::thread::disable_transparent_huge_pages(true);
    });
}
