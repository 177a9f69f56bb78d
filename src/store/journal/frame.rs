//! One record of the journal as bytes: a header that names no patient, a body, and what proves both.
//!
//! All numbers are little endian. The checksum lets a record be judged alone, at any place of the file; the chain
//! ties each record's header, and through the body's hash its body, to all that stood before it. A body can
//! therefore be replaced, its hash staying in the header, and the chain still holds.
//!
//! ```text
//!   0  u32  length of the whole record      72  16  actor
//!   4  u32  length of the body              88  16  change
//!   8  u64  position (offset in the file)  104  16  subject's id
//!  16  u64  previous entry of the subject  120  u64 subject's version
//!  24  u64  synced up to here before       128  i64 time, seconds
//!  32  u32  entries left in the commit     136  i32 time, nanoseconds
//!  36  u8   format                         140  32  hash of the body
//!  37  u8   subject's kind                 172  n   name of the key that seals the body
//!  38  u16  n                              ...  32  chain
//!  40  16   entry's id                     ...  8   checksum of all before it
//!  56  16   practice                       ...      body
//! ```

use crate::domain::id::{ChangeId, PracticeId, StaffId};
use crate::domain::record::{Stamp, Subject, SubjectKind};
use jiff::Timestamp;
use uuid::Uuid;

/// A blake3 hash.
pub type Hash = [u8; 32];

/// The name in a header whose body is not sealed.
pub const UNSEALED: &str = "none";

/// More than any record can have: a length above it is damage.
pub const LONGEST: usize = 64 << 20;

const FORMAT: u8 = 1;
const FIXED: usize = 172;
const PROOF: usize = 32 + 8;

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Where the record stands in the file.
    pub position: u64,
    /// Where the entry before it about the same subject stands; 0 for the first.
    pub previous: u64,
    /// All before this offset was synced when the record was written.
    pub synced: u64,
    /// How many entries of the same commit follow; a commit counts only when its last is there.
    pub remaining: u32,
    /// The entry's id.
    pub id: Uuid,
    /// The practice.
    pub practice: PracticeId,
    /// Who, when, as part of which change.
    pub stamp: Stamp,
    /// What the entry is about.
    pub subject: Subject,
    /// The subject's version after it.
    pub version: u64,
    /// The name of the key that seals the body.
    pub seal: String,
    /// The hash of the body.
    pub body_hash: Hash,
}

/// One record, read back and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its header.
    pub header: Header,
    /// The chain up to and with this record.
    pub chain: Hash,
    /// The event, as JSON.
    pub body: Vec<u8>,
    /// Where the next record begins.
    pub end: u64,
}

/// How long the record is that begins with these bytes; 0 is the end of the log.
pub fn length(first: [u8; 4]) -> usize {
    u32::from_le_bytes(first) as usize
}

/// The shortest record there can be.
pub const SHORTEST: usize = FIXED + PROOF;

/// Writes a record behind `out` and returns the chain up to and with it.
pub fn encode(header: &Header, body: &[u8], before: &Hash, out: &mut Vec<u8>) -> Hash {
    let start = out.len();
    let total = FIXED + header.seal.len() + PROOF + body.len();
    out.reserve(total);
    out.extend(u32::try_from(total).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(header.position.to_le_bytes());
    out.extend(header.previous.to_le_bytes());
    out.extend(header.synced.to_le_bytes());
    out.extend(header.remaining.to_le_bytes());
    out.push(FORMAT);
    out.push(header.subject.kind as u8);
    out.extend(u16::try_from(header.seal.len()).unwrap_or(u16::MAX).to_le_bytes());
    out.extend(header.id.as_bytes());
    out.extend(header.practice.0.as_bytes());
    out.extend(header.stamp.by.0.as_bytes());
    out.extend(header.stamp.change.0.as_bytes());
    out.extend(header.subject.id.as_bytes());
    out.extend(header.version.to_le_bytes());
    out.extend(header.stamp.at.as_second().to_le_bytes());
    out.extend(header.stamp.at.subsec_nanosecond().to_le_bytes());
    out.extend(header.body_hash);
    out.extend(header.seal.as_bytes());
    let chain = link(before, &out[start..]);
    out.extend(chain);
    let sum = checksum(&out[start..]);
    out.extend(sum);
    out.extend(body);
    chain
}

/// Reads the record that `bytes` (exactly one record) are, at `position` of the file.
///
/// # Errors
/// What is wrong with it, in words.
pub fn decode(bytes: &[u8], position: u64) -> Result<Frame, String> {
    let mut at = Cursor { bytes, at: 0 };
    let total = at.u32()? as usize;
    let body_len = at.u32()? as usize;
    let stated = at.u64()?;
    let previous = at.u64()?;
    let synced = at.u64()?;
    let remaining = at.u32()?;
    let [format, kind] = at.take::<2>()?;
    let seal_len = u16::from_le_bytes(at.take()?) as usize;
    let proof = FIXED + seal_len;
    if total != bytes.len() || total != proof + PROOF + body_len {
        return Err("its length is wrong".into());
    }
    if checksum(&bytes[..proof + 32]) != bytes[proof + 32..proof + PROOF] {
        return Err("its checksum is wrong".into());
    }
    if stated != position {
        return Err(format!("it belongs at byte {stated}"));
    }
    if format != FORMAT {
        return Err(format!("it has format {format}, which this version cannot read"));
    }
    let id = at.uuid()?;
    let practice = PracticeId(at.uuid()?);
    let by = StaffId(at.uuid()?);
    let change = ChangeId(at.uuid()?);
    let subject = Subject { kind: kind_of(kind)?, id: at.uuid()? };
    let version = at.u64()?;
    let seconds = i64::from_le_bytes(at.take()?);
    let nanoseconds = i32::from_le_bytes(at.take()?);
    let instant = Timestamp::new(seconds, nanoseconds).map_err(|error| error.to_string())?;
    let body_hash: Hash = at.take()?;
    let seal = String::from_utf8(bytes[FIXED..proof].to_vec()).map_err(|error| error.to_string())?;
    let mut chain = [0; 32];
    chain.copy_from_slice(&bytes[proof..proof + 32]);
    let body = bytes[proof + PROOF..].to_vec();
    if *blake3::hash(&body).as_bytes() != body_hash {
        return Err("its body is not what was written".into());
    }
    let header = Header {
        position,
        previous,
        synced,
        remaining,
        id,
        practice,
        stamp: Stamp { at: instant, by, change },
        subject,
        version,
        seal,
        body_hash,
    };
    Ok(Frame { header, chain, body, end: position + bytes.len() as u64 })
}

impl Frame {
    /// Whether the record follows from what stood before it.
    pub fn follows(&self, before: &Hash, bytes: &[u8]) -> bool {
        let proof = FIXED + self.header.seal.len();
        bytes.get(..proof).is_some_and(|core| link(before, core) == self.chain)
    }
}

/// The subject's kind that a number stands for.
pub fn kind_of(number: u8) -> Result<SubjectKind, String> {
    [
        SubjectKind::Practice,
        SubjectKind::Staff,
        SubjectKind::Patient,
        SubjectKind::Case,
        SubjectKind::Service,
        SubjectKind::Unmet,
    ]
    .into_iter()
    .find(|kind| *kind as u8 == number)
    .ok_or_else(|| format!("it is about something of kind {number}, which this version does not know"))
}

fn link(before: &Hash, core: &[u8]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before);
    hasher.update(core);
    *hasher.finalize().as_bytes()
}

fn checksum(bytes: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.copy_from_slice(&blake3::hash(bytes).as_bytes()[..8]);
    sum
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let part = self.bytes.get(self.at..self.at + N).and_then(|part| part.try_into().ok());
        self.at += N;
        part.ok_or_else(|| "it is too short".into())
    }

    fn u32(&mut self) -> Result<u32, String> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn u64(&mut self) -> Result<u64, String> {
        Ok(u64::from_le_bytes(self.take()?))
    }

    fn uuid(&mut self) -> Result<Uuid, String> {
        Ok(Uuid::from_bytes(self.take()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(position: u64, body: &[u8]) -> Header {
        Header {
            position,
            previous: 7,
            synced: 64,
            remaining: 1,
            id: Uuid::from_u128(1),
            practice: PracticeId(Uuid::from_u128(2)),
            stamp: Stamp {
                at: Timestamp::new(1_790_000_000, 5).unwrap(),
                by: StaffId(Uuid::from_u128(3)),
                change: ChangeId(Uuid::from_u128(4)),
            },
            subject: Subject { kind: SubjectKind::Case, id: Uuid::from_u128(5) },
            version: 6,
            seal: UNSEALED.into(),
            body_hash: *blake3::hash(body).as_bytes(),
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(body in proptest::collection::vec(any::<u8>(), 0..300), position in 64..u64::MAX / 2) {
            let header = header(position, &body);
            let mut bytes = Vec::new();
            let chain = encode(&header, &body, &[9; 32], &mut bytes);
            let frame = decode(&bytes, position).unwrap();
            prop_assert!(frame.follows(&[9; 32], &bytes));
            prop_assert!(!frame.follows(&[8; 32], &bytes));
            prop_assert_eq!(frame.end, position + bytes.len() as u64);
            prop_assert_eq!((frame.header, frame.body, frame.chain), (header, body, chain));
        }
    }

    #[test]
    fn each_single_flipped_bit_of_a_record_is_noticed() {
        let body = br#"{"case":{"noted":{"text":"rang, no answer"}}}"#;
        let mut bytes = Vec::new();
        encode(&header(64, body), body, &[0; 32], &mut bytes);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(&bytes, 64).is_err(), "bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn a_body_can_be_erased_and_the_chain_still_holds() {
        let mut bytes = Vec::new();
        let chain = encode(&header(64, b"secret"), b"secret", &[0; 32], &mut bytes);
        let whole = decode(&bytes, 64).unwrap();
        let mut erased = bytes.clone();
        let body = erased.len() - 6;
        erased[body..].fill(0);
        assert_eq!(whole.chain, chain);
        assert!(whole.follows(&[0; 32], &erased));
    }
}
