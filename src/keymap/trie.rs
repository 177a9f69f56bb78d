//! Sequences of one scope as a tree: each key leads to a command or to the keys that may follow.

use crate::keymap::key::Key;

/// The keys that may follow, in the order in which the keymap names them; a leaf is a row's number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node(Vec<(Key, Branch)>);

/// What one key leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Branch {
    /// The row of this number is complete.
    Leaf(usize),
    /// More keys follow.
    Node(Node),
}

/// Why a sequence cannot be put into the tree; the number is of the row in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InTheWay {
    /// The same keys stand already.
    Same(usize),
    /// A beginning of the sequence stands already, or it is the beginning of one that stands.
    Prefix(usize),
}

impl Node {
    /// Where these keys lead, if anywhere.
    pub(super) fn find(&self, keys: &[Key]) -> Option<&Branch> {
        let (first, rest) = keys.split_first()?;
        let branch = self.0.iter().find(|(key, _)| key == first).map(|(_, branch)| branch)?;
        match (branch, rest) {
            (_, []) => Some(branch),
            (Branch::Node(node), rest) => node.find(rest),
            (Branch::Leaf(_), _) => None,
        }
    }

    /// Puts a row's keys into the tree; what is there already stays.
    ///
    /// # Errors
    /// [`InTheWay`] where one of the two sequences would hide the other.
    pub(super) fn insert(&mut self, keys: &[Key], row: usize) -> Result<(), InTheWay> {
        let Some((first, rest)) = keys.split_first() else { return Ok(()) };
        let place = self.0.iter().position(|(key, _)| key == first);
        match (place.map(|place| &mut self.0[place].1), rest) {
            (None, []) => self.0.push((*first, Branch::Leaf(row))),
            (None, rest) => {
                let mut node = Self::default();
                node.insert(rest, row)?;
                self.0.push((*first, Branch::Node(node)));
            }
            (Some(Branch::Leaf(there)), []) => return Err(InTheWay::Same(*there)),
            (Some(Branch::Leaf(there)), _) => return Err(InTheWay::Prefix(*there)),
            (Some(Branch::Node(node)), []) => {
                return node.any_row().map_or(Ok(()), |there| Err(InTheWay::Prefix(there)));
            }
            (Some(Branch::Node(node)), rest) => return node.insert(rest, row),
        }
        Ok(())
    }

    /// The keys that may follow here.
    pub(super) fn branches(&self) -> &[(Key, Branch)] {
        &self.0
    }

    fn any_row(&self) -> Option<usize> {
        self.0.iter().find_map(|(_, branch)| match branch {
            Branch::Leaf(row) => Some(*row),
            Branch::Node(node) => node.any_row(),
        })
    }
}
