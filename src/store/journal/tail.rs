//! What a crash left at the end of the file: half-written and never acknowledged, or damage to what was.
//!
//! Every record says up to where the file was synced when it was written. Bytes that are no record, with no record
//! behind them that was written after they had been synced, were part of the last write and never acknowledged.

use super::scan::{Ending, Stop};
use super::{Journal, Point, failed};
use crate::store::{Notice, StoreError};

type Look<'a> = dyn FnMut(u64, &[u8], usize) -> Result<bool, StoreError> + 'a;

impl Journal {
    /// Judges how reading ended, and cuts off what was never acknowledged.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where something acknowledged is not whole any more; the file is left as it is.
    pub fn settle(&self, ending: &Ending) -> Result<Option<Notice>, StoreError> {
        let Point { offset, last, .. } = ending.point;
        let (at, why) = match &ending.stop {
            Stop::End if self.is_blank(offset)? => return Ok(None),
            Stop::End => (offset, "no record begins here, but there are bytes behind".to_owned()),
            Stop::Incomplete => (offset, "the last entries of a commit are missing".to_owned()),
            Stop::Bad { offset, why } => (*offset, why.clone()),
        };
        if self.acknowledged_behind(at)? {
            return Err(self.damaged(at, last, why));
        }
        let cutting = failed(&format!("repairing {}", self.name));
        self.medium.truncate(offset).map_err(&cutting)?;
        self.medium.sync().map_err(&cutting)?;
        Ok(Some(Notice(format!(
            "The last write of the log was cut short (at byte {offset}) and was never confirmed; it has been removed. \
             Nothing that was confirmed is lost."
        ))))
    }

    /// Whether only zeros stand from `offset` on.
    fn is_blank(&self, offset: u64) -> Result<bool, StoreError> {
        let mut blank = true;
        self.windows(offset, &mut |_, bytes, _| {
            blank = bytes.iter().all(|byte| *byte == 0);
            Ok(blank)
        })?;
        Ok(blank)
    }

    /// Whether a whole record behind `bad` says that `bad` had been synced before it.
    fn acknowledged_behind(&self, bad: u64) -> Result<bool, StoreError> {
        let mut found = false;
        self.windows(bad, &mut |begins, bytes, fresh| {
            if bytes.iter().all(|byte| *byte == 0) {
                return Ok(true);
            }
            // A record names its own position 8 bytes behind its beginning.
            for at in 0..fresh.min(bytes.len().saturating_sub(15)) {
                let mut stated = [0; 8];
                stated.copy_from_slice(&bytes[at + 8..at + 16]);
                let position = begins + at as u64;
                if u64::from_le_bytes(stated) == position
                    && position > bad
                    && let Ok(frame) = self.read(position)
                    && frame.header.synced > bad
                {
                    found = true;
                    return Ok(false);
                }
            }
            Ok(true)
        })?;
        Ok(found)
    }

    /// Hands the file from `offset` on to `look` piece by piece (where it begins, the bytes, how many of them the
    /// next piece does not repeat), until `look` says no.
    fn windows(&self, offset: u64, look: &mut Look<'_>) -> Result<(), StoreError> {
        const FRESH: usize = 1 << 20;
        const OVERLAP: usize = 16;
        let len = self.len()?;
        let mut begins = offset;
        let mut bytes = vec![0; FRESH + OVERLAP];
        while begins < len {
            let wanted = usize::try_from(len - begins).unwrap_or(usize::MAX).min(bytes.len());
            self.fill(&mut bytes[..wanted], begins)?;
            if !look(begins, &bytes[..wanted], FRESH)? {
                break;
            }
            begins += FRESH as u64;
        }
        Ok(())
    }
}
