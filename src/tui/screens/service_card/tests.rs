//! A card, as it is used.
