//! Reading the log in order, each record checked against its checksum and the chain.

use super::frame::{self, Frame};
use super::{Journal, Point, failed};
use crate::store::StoreError;

/// How the log ended for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The bound, or the zeros behind the last record.
    End,
    /// In the middle of a commit whose last entries are missing.
    Incomplete,
    /// At bytes that are no record.
    Bad {
        /// Where.
        offset: u64,
        /// What is wrong there.
        why: String,
    },
}

/// Where a reader came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Behind the last whole commit.
    pub point: Point,
    /// Why no further.
    pub stop: Stop,
}

/// Reads records from a point on.
pub struct Scan<'a> {
    journal: &'a Journal,
    point: Point,
    until: u64,
    buffer: Vec<u8>,
    begins: u64,
}

const CHUNK: u64 = 1 << 20;

enum Found {
    Record(Box<Frame>),
    End,
    Bad(String),
}

impl Journal {
    /// Reads from `from` to `until` at most.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn scan(&self, from: Point, until: u64) -> Result<Scan<'_>, StoreError> {
        let until = until.min(self.len()?);
        Ok(Scan { journal: self, point: from, until, buffer: Vec::new(), begins: from.offset })
    }

    /// Hands each entry of each whole commit between `from` and `until` to `visit`, in order.
    ///
    /// # Errors
    /// [`StoreError::Io`], and those of `visit`.
    pub fn replay(
        &self,
        from: Point,
        until: u64,
        visit: &mut dyn FnMut(Frame) -> Result<(), StoreError>,
    ) -> Result<Ending, StoreError> {
        let mut scan = self.scan(from, until)?;
        let mut point = from;
        let mut commit = Vec::new();
        let stop = loop {
            match scan.advance()? {
                Found::Record(frame) => {
                    let last = frame.header.remaining == 0;
                    commit.push(*frame);
                    if last {
                        for frame in commit.drain(..) {
                            visit(frame)?;
                        }
                        point = scan.point;
                    }
                }
                Found::End if commit.is_empty() => break Stop::End,
                Found::End => break Stop::Incomplete,
                Found::Bad(why) => break Stop::Bad { offset: scan.point.offset, why },
            }
        };
        Ok(Ending { point, stop })
    }
}

impl Scan<'_> {
    /// Behind the last record that was read.
    pub fn point(&self) -> Point {
        self.point
    }

    /// The next record, or `None` at the bound.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Io`].
    pub fn next_frame(&mut self) -> Result<Option<Frame>, StoreError> {
        match self.advance()? {
            Found::Record(frame) => Ok(Some(*frame)),
            Found::End => Ok(None),
            Found::Bad(why) => Err(self.journal.damaged(self.point.offset, self.point.last, why)),
        }
    }

    fn advance(&mut self) -> Result<Found, StoreError> {
        let offset = self.point.offset;
        if offset + 4 > self.until {
            return Ok(Found::End);
        }
        self.hold(4)?;
        let mut first = [0; 4];
        first.copy_from_slice(&self.held()[..4]);
        let length = frame::length(first);
        if length == 0 {
            return Ok(Found::End);
        }
        if !(frame::SHORTEST..=frame::LONGEST).contains(&length) || offset + length as u64 > self.until {
            return Ok(Found::Bad("its length is wrong".into()));
        }
        self.hold(length)?;
        let bytes = &self.held()[..length];
        let frame = match frame::decode(bytes, offset) {
            Ok(frame) => frame,
            Err(why) => return Ok(Found::Bad(why)),
        };
        if !frame.follows(&self.point.chain, bytes) {
            return Ok(Found::Bad("it does not follow from what stands before it".into()));
        }
        self.point = Point { offset: frame.end, last: offset, chain: frame.chain };
        Ok(Found::Record(Box::new(frame)))
    }

    fn held(&self) -> &[u8] {
        &self.buffer[usize::try_from(self.point.offset - self.begins).unwrap_or(usize::MAX)..]
    }

    /// Makes `wanted` bytes from the present offset on available.
    fn hold(&mut self, wanted: usize) -> Result<(), StoreError> {
        if self.held().len() >= wanted {
            return Ok(());
        }
        let used = self.buffer.len() - self.held().len();
        self.buffer.drain(..used);
        self.begins = self.point.offset;
        let have = self.buffer.len();
        let from = self.begins + have as u64;
        let more = (wanted as u64).max(CHUNK).min(self.until - from);
        self.buffer.resize(have + usize::try_from(more).unwrap_or(usize::MAX), 0);
        self.journal
            .medium
            .read_exact_at(&mut self.buffer[have..], from)
            .map_err(failed(&format!("reading {}", self.journal.name)))
    }
}
