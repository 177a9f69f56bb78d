//! The peers that find services: fuzzy finders and full-text indexes.
//!
//! Knows nothing of Signpost.

pub mod bm25;
pub mod fts5;
pub mod scanners;

/// Something that finds services.
pub trait Engine {
    /// The services that what is typed finds, by number, the best first, at most `limit`. Only ours knows feeds: whoever
    /// asks another narrows the answer.
    fn find(&mut self, typed: &str, feed: Option<&str>, limit: usize) -> Vec<u32>;
}

/// What a peer gets of a service; feed and id are for whoever asks.
pub struct Text {
    pub feed: String,
    pub id: String,
    pub name: String,
    pub organisation: String,
    pub description: String,
    pub needs: String,
    pub audience: String,
    pub places: String,
}

impl Text {
    /// Everything, in one text.
    pub fn full(&self) -> String {
        let Self { name, organisation, description, needs, audience, places, .. } = self;
        join(&[name, organisation, needs, audience, places, description])
    }

    /// What a list shows of it: everything without description and organisation.
    pub fn head(&self) -> String {
        join(&[&self.name, &self.needs, &self.audience, &self.places])
    }
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" | ")
}

/// Without apostrophes, which nobody types where they belong.
pub fn plain(text: &str) -> String {
    text.replace(['\'', '\u{2019}'], "")
}
