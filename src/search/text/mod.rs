//! Texts as the index compares them: words, endings, slips of the finger, sounds. Nothing here knows of an index.

pub mod slips;
pub mod sound;
pub mod words;
