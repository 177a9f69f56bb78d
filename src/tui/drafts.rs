//! The file of a draft: one for each member of staff, `<data folder>/drafts/<staff id>.json`, readable by its owner
//! alone, replaced whole.
//!
//! What a draft holds is [`draft`](crate::tui::draft)'s; when it is written is the application's.

use crate::domain::id::StaffId;
use crate::tui::draft::FlagDraft;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: a full form has less than a tenth of it.
const LARGEST: u64 = 1 << 20;

/// The folder of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts {
    folder: PathBuf,
}

/// What was found of a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Nothing was being typed.
    Nothing,
    /// This was.
    Draft(Box<FlagDraft>),
    /// A file that cannot be read as one; it was moved to `kept_as`, so that nothing in it is lost.
    Damaged {
        /// Where it lies now.
        kept_as: PathBuf,
    },
}

impl Found {
    /// What to tell the person, if there is something to tell: what happened, what is safe, what to do.
    pub fn notice(&self) -> Option<String> {
        match self {
            Self::Damaged { kept_as } => Some(format!(
                "The draft of what you were typing cannot be read. Everything that was saved is safe. \
                 What is left of the draft lies in {}; flag it anew.",
                kept_as.display()
            )),
            _ => None,
        }
    }
}

impl Drafts {
    /// The drafts of a data folder. Nothing is made before the first one is written.
    pub fn of(data_folder: &Path) -> Self {
        Self { folder: data_folder.join("drafts") }
    }

    /// What this member of staff was typing. A damaged file is set aside.
    ///
    /// # Errors
    /// Where the file is there and cannot be read, or cannot be set aside.
    pub fn read(&self, staff: StaffId) -> io::Result<Found> {
        let path = self.path(staff);
        let mut bytes = Vec::new();
        match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error),
            Ok(file) => file.take(LARGEST + 1).read_to_end(&mut bytes)?,
        };
        let whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST);
        match serde_json::from_slice::<FlagDraft>(&bytes) {
            Ok(draft) if whole && draft.is_empty() => Ok(Found::Nothing),
            Ok(draft) if whole => Ok(Found::Draft(Box::new(draft))),
            _ => {
                let kept_as = self.free_name(staff);
                fs::rename(&path, &kept_as)?;
                Ok(Found::Damaged { kept_as })
            }
        }
    }

    /// Keeps what is being typed: after this returns, a kill or a power cut leaves it, or what was kept before, whole.
    ///
    /// # Errors
    /// Where the disk refuses; what was kept before is still there.
    pub fn write(&self, staff: StaffId, draft: &FlagDraft) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        // Two terminals of one person write beside each other, never into each other.
        let temporary = self.folder.join(format!("{staff}.{}.tmp", std::process::id()));
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let written = write_new(&temporary, draft).and_then(|()| {
            fs::rename(&temporary, self.path(staff))?;
            File::open(&self.folder)?.sync_all()
        });
        if written.is_err() {
            // Best effort: a leftover is overwritten by the next draft of this process.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Removes the draft: it was saved, or taken out word by word.
    ///
    /// # Errors
    /// Where it is there and cannot be removed.
    pub fn remove(&self, staff: StaffId) -> io::Result<()> {
        match fs::remove_file(self.path(staff)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
            Ok(()) => File::open(&self.folder)?.sync_all(),
        }
    }

    fn path(&self, staff: StaffId) -> PathBuf {
        self.folder.join(format!("{staff}.json"))
    }

    /// A name that no damaged draft has yet.
    fn free_name(&self, staff: StaffId) -> PathBuf {
        (1..=9_999)
            .map(|n| self.folder.join(format!("{staff}.damaged-{n}")))
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.folder.join(format!("{staff}.damaged")))
    }
}

fn write_new(path: &Path, draft: &FlagDraft) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&serde_json::to_vec(draft)?)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use uuid::Uuid;

    fn priya() -> StaffId {
        StaffId(Uuid::from_u128(1))
    }

    fn typed(line: &str) -> FlagDraft {
        FlagDraft { line: line.to_owned(), ..FlagDraft::default() }
    }

    #[test]
    fn what_was_being_typed_is_there_at_the_next_start_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(folder.path());
        assert_eq!(drafts.read(priya()).unwrap(), Found::Nothing);
        drafts.write(priya(), &typed("9995260182 lon")).unwrap();
        drafts.write(priya(), &typed("9995260182 lonely")).unwrap();
        let again = Drafts::of(folder.path()).read(priya()).unwrap();
        assert_eq!(again, Found::Draft(Box::new(typed("9995260182 lonely"))));
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path().join("drafts")), 0o700);
        assert_eq!(mode(drafts.path(priya())), 0o600);
        assert_eq!(fs::read_dir(folder.path().join("drafts")).unwrap().count(), 1);
    }

    #[test]
    fn everybody_has_a_draft_of_their_own_and_a_saved_one_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(folder.path());
        let sam = StaffId(Uuid::from_u128(2));
        drafts.write(priya(), &typed("hers")).unwrap();
        drafts.write(sam, &typed("his")).unwrap();
        drafts.remove(priya()).unwrap();
        drafts.remove(priya()).unwrap();
        assert_eq!(drafts.read(priya()).unwrap(), Found::Nothing);
        assert_eq!(drafts.read(sam).unwrap(), Found::Draft(Box::new(typed("his"))));
    }

    #[test]
    fn a_damaged_draft_is_set_aside_with_a_notice_and_the_next_one_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(folder.path());
        drafts.write(priya(), &typed("old")).unwrap();
        for round in 1..=2 {
            fs::write(drafts.path(priya()), b"{\"form\": half a wri").unwrap();
            let found = drafts.read(priya()).unwrap();
            let Found::Damaged { kept_as } = &found else { panic!("{found:?}") };
            assert_eq!(fs::read(kept_as).unwrap(), b"{\"form\": half a wri");
            assert!(kept_as.ends_with(format!("{}.damaged-{round}", priya())));
            assert!(found.notice().unwrap().contains("Everything that was saved is safe."));
        }
        assert_eq!(drafts.read(priya()).unwrap(), Found::Nothing);
        drafts.write(priya(), &typed("new")).unwrap();
        assert_eq!(drafts.read(priya()).unwrap(), Found::Draft(Box::new(typed("new"))));
    }

    #[test]
    fn where_the_disk_refuses_the_earlier_draft_stays() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::of(folder.path());
        drafts.write(priya(), &typed("old")).unwrap();
        // A folder in the place of the temporary file: it can be neither removed nor opened as a file.
        fs::create_dir(folder.path().join("drafts").join(format!("{}.{}.tmp", priya(), std::process::id())))
            .unwrap();
        assert!(drafts.write(priya(), &typed("new")).is_err());
        assert_eq!(drafts.read(priya()).unwrap(), Found::Draft(Box::new(typed("old"))));
    }
}
