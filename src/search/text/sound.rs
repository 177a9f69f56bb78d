//! How a word sounds: `alchohol` and `alcohol` have one code.

use rphonetic::DoubleMetaphone;

/// The longest code; words that agree so far sound alike.
const LONGEST: usize = 8;
/// The shortest word that has a sound of its own: shorter ones all sound alike.
const SHORTEST: usize = 4;

/// The code of a word's sound; `None` for short words, for those with few consonants, and for what is not made of the
/// letters a to z.
pub fn sound(word: &str) -> Option<Box<str>> {
    if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let code = DoubleMetaphone::new(Some(LONGEST)).double_metaphone(word).primary();
    (code.len() >= 3).then(|| code.into())
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[test]
    fn what_is_heard_alike_has_one_code() {
        assert_eq!(sound("fisiotherapy"), sound("physiotherapy"));
        assert_eq!(sound("asilum"), sound("asylum"));
        assert_ne!(sound("housing"), sound("walking"));
        assert_eq!(sound("été"), None);
    }
}
